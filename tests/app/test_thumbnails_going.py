"""What goes from the file of thumbnails: deleted, without its photo, or not looked at for longest."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from makers.libraries import run
from makers.thumbnail_files import (
    LARGE,
    PHOTOS,
    SMALL,
    made_library,
    on_day,
    opened_library,
    opened_store,
    pictures,
    thumbnail,
    thumbnails,
)

from app.library.store import Library
from app.library.thumbnails import Thumbnail, ThumbnailStore

made = pytest.fixture(made_library, scope="module", name="made")
library = pytest.fixture(opened_library, name="library")
store = pytest.fixture(opened_store, name="store")


def pieces(content: bytes) -> set[bytes]:
    """Return every run of eight bytes."""
    return {content[start : start + 8] for start in range(len(content) - 7)}


@pytest.mark.parametrize("clear", [False, True])
def test_no_byte_of_what_was_deleted_stays(store: ThumbnailStore, clear: bool) -> None:
    """Rows are put, replaced and deleted in disorder first, which is when SQLite leaves copies in gaps."""
    generator = random.Random(5)
    kept: dict[int, Thumbnail] = {}
    gone: list[bytes] = []
    for step in range(30):
        chosen = generator.sample(range(1, PHOTOS + 1), 6)
        length = generator.choice([300, 2000, 9000])
        new = {photo: thumbnail(photo, length=length, seed=step) for photo in chosen}
        gone += [kept[photo].jpeg for photo in new if photo in kept]
        store.put(new.values())
        kept |= new
        if step % 3 == 0:
            chosen = generator.sample(sorted(kept), 4)
            gone += [kept.pop(photo).jpeg for photo in chosen]
            assert store.delete(chosen) == 4
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    dead = {jpeg[start : start + 8] for jpeg in gone for start in range(0, len(jpeg) - 7, 8)}
    assert any(dead & pieces(file.read_bytes()) for file in files)  # Else this would prove nothing.
    if clear:
        store.clear()
        assert store.size() < 100_000
        dead |= {one.jpeg[:8] for one in kept.values()}
        kept = {}
    else:
        store.compact()
    for file in files:
        assert not dead & pieces(file.read_bytes())
    assert store.get(range(100), SMALL) == pictures(kept.values())


def test_pruning_deletes_the_thumbnails_of_photos_that_are_gone(
    library: Library, store: ThumbnailStore
) -> None:
    store.put([*thumbnails(range(1, 11)), *thumbnails(range(1, 6), LARGE)])
    assert store.prune() == 0
    run(library, "DELETE FROM photo WHERE id IN (3, 7)")
    assert store.prune() == 3
    assert list(store.get(range(100), SMALL)) == [1, 2, 4, 5, 6, 8, 9, 10]


def test_those_not_looked_at_for_longest_go_first(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def large(photos: Iterable[int]) -> list[Thumbnail]:
        return [thumbnail(photo, length=10_000) for photo in photos]

    def kept() -> set[int]:
        return {one.photo_id for one in store.kept(range(100))}

    with ThumbnailStore(library, limit=250_000) as store:
        on_day(100, monkeypatch)
        store.put(large(range(1, 9)))
        store.put(large(range(9, 17)), looked_at=False)
        on_day(101, monkeypatch)
        assert set(store.get([3, 5, 14], SMALL)) == {3, 5, 14}
        assert kept() == set(range(1, 17))
        # Nobody has looked at 9 to 16 but for 14: they go, in the order in which they came.
        store.put(large(range(17, 26)))
        assert {9, 10} & kept() == set()
        assert {*range(1, 9), 14, 16, *range(17, 26)} <= kept()
        # Then those of the day before.
        store.put(large(range(26, 33)))
        assert kept() & {*range(9, 17)} == {14}
        assert {1, 2, 4, 6} & kept() == set()
        assert {3, 5, 14, *range(17, 33)} == kept() - {7, 8}


def test_the_file_stays_bounded(library: Library) -> None:
    limit = 500_000
    with ThumbnailStore(library, limit=limit) as store:
        generator = random.Random(1)
        for step in range(60):
            photos = generator.sample(range(1, PHOTOS + 1), 5)
            new = [
                thumbnail(photo, generator.choice([SMALL, LARGE]), length=20_000, seed=step)
                for photo in photos
            ]
            store.put(new)
            assert store.get([new[-1].photo_id], new[-1].side) == pictures(new[-1:])
        assert store.path.stat().st_size < limit + 200_000
        assert len(store.kept(range(100))) > 15
    # A smaller limit from now on.
    with ThumbnailStore(library, limit=100_000) as store:
        store.put([thumbnail(1)])
        store.compact()
        assert store.size() < 100_000 + 70_000
        assert store.get([1], SMALL) == pictures([thumbnail(1)])
