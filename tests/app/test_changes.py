"""Comparing what is found with what is known, also against a slow twin."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from app.indexing.changes import Candidates, Changes, Known, Loss, Move, ToRead, WalkedRoot, compare
from app.indexing.walk import FoundFile


def known(
    path: str, photo_id: int, stat: tuple[int, int, int] = (1, 1, 1), *, root: int = 1, **more: bool
) -> Known:
    sha256 = hashlib.sha256(repr(stat).encode()).digest()
    return Known(root, path, photo_id, *stat, sha256, more.get("retry", False), more.get("missing", False))


def file(path: str, stat: tuple[int, int, int] = (1, 1, 1)) -> FoundFile:
    return FoundFile(path, *stat, 7)


def one(photos: list[Known], files: list[FoundFile], unreachable: tuple[str, ...] = ()) -> Changes:
    return compare([WalkedRoot(1, {photo.path: photo for photo in photos}, files, unreachable)])


def test_unchanged_new_changed_gone() -> None:
    same, changed, gone = known("a", 1), known("b", 2, (2, 2, 2)), known("c", 3, (3, 3, 3))
    changes = one([same, changed, gone], [file("a"), file("b", (2, 9, 2)), file("d", (4, 4, 4))])
    assert (changes.seen, changes.unchanged) == (3, 1)
    assert changes.to_read == [
        ToRead(1, file("b", (2, 9, 2)), changed),
        ToRead(1, file("d", (4, 4, 4)), None),
    ]
    assert changes.gone == [gone]
    assert (changes.moved, changes.returned, changes.refreshed, changes.evicted) == ([], [], [], [])


def test_a_new_inode_alone_changes_nothing() -> None:
    photo, none = known("a", 1), known("b", 2)
    changes = one([photo, none], [file("a", (1, 1, 5)), file("b", (1, 1, 0))])
    assert changes.unchanged == 2
    assert changes.refreshed == [(photo, 5)]


def test_missing_photos_return_or_stay_missing() -> None:
    back, away = known("a", 1, missing=True), known("b", 2, missing=True)
    changes = one([back, away], [file("a")])
    assert changes.returned == [back]
    assert changes.gone == []


def test_what_could_not_be_read_is_tried_again_where_it_is() -> None:
    photo = known("a", 1, retry=True)
    changes = one([photo], [file("a"), file("hard-link")])
    assert changes.to_read == [ToRead(1, file("a"), photo), ToRead(1, file("hard-link"), None)]
    assert changes.moved == []


def test_unreachable_folders_keep_their_photos() -> None:
    paths = ["x.jpg", "a/x.jpg", "ab/x.jpg", "a/b/x.jpg", "l/x.jpg", "l"]
    photos = [known(path, number, (number, 1, number)) for number, path in enumerate(paths, 1)]
    assert [photo.path for photo in one(photos, [], ("a", "l/")).gone] == ["x.jpg", "ab/x.jpg", "l"]
    assert [photo.path for photo in one(photos, [], ("a/b/x.jpg",)).gone] == [
        path for path in paths if path != "a/b/x.jpg"
    ]
    assert one(photos, [], ("",)).gone == []


def test_moves_prefer_name_then_root_then_age() -> None:
    photos = [known("p/a", 4), known("q/b", 3), known("q/c", 2, root=2), known("p/d", 1, root=2)]

    def owner(path: str, root: int, among: list[Known]) -> int:
        roots = [
            WalkedRoot(r, {p.path: p for p in among if p.root_id == r}, [file(path)] if r == root else [])
            for r in (1, 2)
        ]
        (move,) = compare(roots).moved
        return move.known.id

    assert owner("new/a", 2, photos) == 4
    assert owner("new/x", 1, photos) == 3
    assert owner("new/x", 2, photos) == 1
    assert owner("new/b", 2, photos) == 3


def test_each_photo_moves_once() -> None:
    changes = one([known("a", 1)], [file("b"), file("c")])
    assert changes.moved == [Move(known("a", 1), 1, file("b"))]
    assert changes.to_read == [ToRead(1, file("c"), None)]


def test_no_moves_without_inodes() -> None:
    changes = one([known("a", 1, (1, 1, 0))], [file("b", (1, 1, 0))])
    assert changes.moved == []
    assert changes.gone == [known("a", 1, (1, 1, 0))]


def test_renaming_each_to_the_next() -> None:
    """IMG_1 became IMG_2, IMG_2 became IMG_3, and a new IMG_1 is there."""
    first, second = known("1", 1, (1, 1, 1)), known("2", 2, (2, 2, 2))
    changes = one([first, second], [file("1", (9, 9, 9)), file("2", (1, 1, 1)), file("3", (2, 2, 2))])
    assert changes.moved == [Move(first, 1, file("2", (1, 1, 1))), Move(second, 1, file("3", (2, 2, 2)))]
    assert changes.to_read == [ToRead(1, file("1", (9, 9, 9)), None)]
    assert (changes.gone, changes.evicted) == ([], [])


def test_moving_over_another_photo_evicts_it() -> None:
    first, second = known("1", 1, (1, 1, 1)), known("2", 2, (2, 2, 2))
    changes = one([first, second], [file("2", (1, 1, 1))])
    assert changes.moved == [Move(first, 1, file("2", (1, 1, 1)))]
    assert changes.evicted == [second]
    assert changes.gone == []
    assert second.sha256 is not None
    assert changes.candidates.for_content(second.sha256, root_id=1, path="x") == [(second, Loss.GONE)]


def test_candidates_by_content_are_ranked_and_given_once() -> None:
    stat = (1, 1, 0)
    away, moved_root = known("p/a", 1, stat, root=2), known("p/b", 2, stat)
    unreachable, displaced = known("q/x", 3, stat), known("r/x", 4, stat)
    assert away.sha256 is not None
    candidates = Candidates(
        [
            (unreachable, Loss.UNREACHABLE),
            (displaced, Loss.DISPLACED),
            (away, Loss.GONE),
            (moved_root, Loss.GONE),
        ]
    )
    ranked = [p.id for p, _ in candidates.for_content(away.sha256, root_id=1, path="new/x")]
    assert ranked == [2, 1, 4, 3]
    assert candidates.for_content(away.sha256, root_id=1, path="new/a")[0][0] is away
    candidates.take(away)
    assert [p.id for p, _ in candidates.for_content(away.sha256, root_id=1, path="new/a")] == [2, 4, 3]
    assert candidates.for_content(b"?" * 32, root_id=1, path="x") == []


@dataclass
class Twin:
    """What `compare` says, by plain loops over lists."""

    unchanged: set[int]
    moved: dict[int, tuple[int, str]]
    evicted: set[int]
    to_read: list[tuple[int, str, int | None]]
    gone: set[int]


def slow(photos: list[Known], files: list[tuple[int, FoundFile]]) -> Twin:
    def at(root: int, path: str) -> Known | None:
        return next((p for p in photos if (p.root_id, p.path) == (root, path)), None)

    def unchanged(root: int, f: FoundFile) -> bool:
        photo = at(root, f.path)
        return photo is not None and (photo.size, photo.mtime_ns) == (f.size, f.mtime_ns)

    kept = {p.id for p in photos for root, f in files if at(root, f.path) is p and unchanged(root, f)}
    waiting = [(root, f) for root, f in files if not unchanged(root, f)]
    free = [p for p in photos if p.id not in kept]
    present = {(root, f.path) for root, f in files}
    moved: dict[int, tuple[int, str]] = {}
    for root, f in waiting:
        fits = [
            (
                (p.root_id, p.path) in present,
                p.path.split("/")[-1] != f.path.split("/")[-1],
                p.root_id != root,
                p.id,
            )
            for p in free
            if f.inode
            and (p.size, p.mtime_ns, p.inode) == (f.size, f.mtime_ns, f.inode)
            and p.id not in moved
        ]
        if fits:
            moved[min(fits)[-1]] = (root, f.path)
    targets = set(moved.values())
    left = [p for p in free if p.id not in moved]
    return Twin(
        unchanged=kept,
        moved=moved,
        evicted={p.id for p in left if (p.root_id, p.path) in targets},
        to_read=[
            (root, f.path, before.id if (before := at(root, f.path)) in left and before else None)
            for root, f in waiting
            if (root, f.path) not in targets
        ],
        gone={p.id for p in left if (p.root_id, p.path) not in present and not p.missing},
    )


places = st.tuples(st.integers(1, 2), st.sampled_from(["a", "b", "c", "d/a", "d/b", "e/a"]))
stats = st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(0, 3))
known_worlds = st.dictionaries(places, st.tuples(stats, st.booleans()), max_size=8)
found_worlds = st.dictionaries(places, stats, max_size=8)


@given(known_worlds, found_worlds)
def test_agrees_with_the_slow_twin(
    before: dict[tuple[int, str], tuple[tuple[int, int, int], bool]],
    now: dict[tuple[int, str], tuple[int, int, int]],
) -> None:
    photos = [
        known(path, number, stat, root=root, missing=missing)
        for number, ((root, path), (stat, missing)) in enumerate(before.items(), 1)
    ]
    files = sorted((root, file(path, stat)) for (root, path), stat in now.items())
    roots = [
        WalkedRoot(r, {p.path: p for p in photos if p.root_id == r}, [f for root, f in files if root == r])
        for r in (1, 2)
    ]
    changes = compare(roots)
    expected = slow(photos, files)
    assert changes.seen == len(files)
    assert changes.unchanged == len(expected.unchanged)
    assert {move.known.id: (move.root_id, move.found.path) for move in changes.moved} == expected.moved
    assert {photo.id for photo in changes.evicted} == expected.evicted
    assert [
        (waits.root_id, waits.found.path, waits.known.id if waits.known else None)
        for waits in changes.to_read
    ] == expected.to_read
    assert {photo.id for photo in changes.gone} == expected.gone
    assert {photo.id for photo in changes.returned} == {
        photo.id for photo in photos if photo.missing and photo.id in expected.unchanged
    }
    # Whatever lost its place and was not found may still turn up by content.
    searched = {
        photo.id
        for content in {p.sha256 for p in photos if p.sha256}
        for photo, _ in changes.candidates.for_content(content, root_id=1, path="x")
    }
    assert searched == {p.id for p in photos} - expected.unchanged - set(expected.moved)
