"""Which photo of the library a path of another program means: the same, moved, of another system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.importing.matching import Match, Matches, Moved, _Index, _Known, match_photos
from app.library.store import Library
from app.library.tables import Photo, Root
from app.metadata.imports import ImportedPhoto
from app.metadata.people import People


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as made:
        yield made


def put(library: Library, root: str, *paths: str, size: int = 100) -> None:
    """Add photos of a root; the first has `size` bytes, the next one more each."""
    with library.write() as session:
        folder = Root(path=root)
        session.add(folder)
        session.flush()
        for more, path in enumerate(paths):
            session.add(
                Photo(
                    root_id=folder.id,
                    path=path,
                    size=size + more,
                    mtime_ns=0,
                    state="analysed",
                    orientation=6,
                )
            )


def files(library: Library, *photos: ImportedPhoto | str) -> list[str | None]:
    """Return what paths mean."""
    imported = [ImportedPhoto(one, People()) if isinstance(one, str) else one for one in photos]
    return [None if match is None else match.file for match in match_photos(library, imported).photos]


def sized(file: str, size: int, *names: str) -> ImportedPhoto:
    return ImportedPhoto(file, People(), size=size, names=names)


def test_the_same_path_is_the_same_photo(library: Library) -> None:
    put(library, "/photos", "2019/Sea/1.jpg", "2019/Sea/2.jpg")
    (match,) = match_photos(library, [ImportedPhoto("/photos/2019/Sea/2.jpg", People())]).photos
    assert match is not None
    assert (match.photo_id, match.file, match.orientation) == (2, "/photos/2019/Sea/2.jpg", 6)


def test_case_and_composition_of_letters_do_not_count_but_decide(library: Library) -> None:
    put(library, "/photos", "Zoe\u0308/1.JPG", "Zoë/1.jpg")
    assert files(library, "/photos/Zoë/1.jpg", "/PHOTOS/zoe\u0308/1.jpg") == [
        "/photos/Zoë/1.jpg",
        "/photos/Zoe\u0308/1.JPG",
    ]


def test_a_folder_that_was_moved_is_learned_from_its_photos(library: Library) -> None:
    put(library, "/mnt/new/Pictures", "2019/1.jpg", "2020/1.jpg", "one.jpg")
    old = "D:\\Users\\anna\\Pictures\\"
    assert files(library, sized(f"{old}2019\\1.jpg", 100), f"{old}2020\\1.jpg", f"{old}one.jpg") == [
        "/mnt/new/Pictures/2019/1.jpg",
        "/mnt/new/Pictures/2020/1.jpg",
        "/mnt/new/Pictures/one.jpg",
    ]


def test_a_name_alone_is_not_enough(library: Library) -> None:
    put(library, "/photos", "a/IMG_0001.jpg")
    assert files(library, "/other/b/IMG_0001.jpg", "IMG_0001.jpg", "/photos/a/IMG_0002.jpg") == [None] * 3


def test_a_path_that_ends_alike_in_another_collection_needs_the_size(library: Library) -> None:
    put(library, "/photos", "2019/IMG_0001.jpg", size=7)
    assert files(library, sized("/old/2019/IMG_0001.jpg", 8)) == [None]
    assert files(library, sized("/old/2019/IMG_0001.jpg", 7)) == ["/photos/2019/IMG_0001.jpg"]


def test_one_photo_in_twenty_is_enough_for_a_folder_whose_files_changed(library: Library) -> None:
    """Names were written into the others since."""
    paths = [f"2019/{number}.jpg" for number in range(20)]
    put(library, "/photos", *paths)
    changed = [sized(f"/old/{path}", 9999) for path in paths]
    assert files(library, sized("/old/2019/0.jpg", 100), *changed[1:]) == [
        f"/photos/{path}" for path in paths
    ]


def test_a_collection_of_the_same_names_is_a_guess_until_the_user_says_so(library: Library) -> None:
    paths = [f"2019/{number}.jpg" for number in range(20)]
    put(library, "/new/Photos", *paths)
    for old in ("/old/Pictures", "D:\\old\\Pictures"):
        changed = [sized(f"{old}/{path}", 9999) for path in paths]
        found = match_photos(library, changed)
        assert found.photos == (None,) * 20
        assert found.guesses == (Moved(old, "/new/Photos", 20),)
        said = match_photos(library, changed, moved={old: "/new/Photos"})
        assert [match and match.file for match in said.photos] == [f"/new/Photos/{path}" for path in paths]
        assert said.guesses == ()


def test_what_could_be_two_photos_is_told_apart_by_size_or_is_neither(library: Library) -> None:
    put(library, "/a", "2019/1.jpg", size=100)
    put(library, "/b", "2019/1.jpg", size=200)
    assert files(library, sized("/old/2019/1.jpg", 200), "/elder/2019/1.jpg") == ["/b/2019/1.jpg", None]


def test_a_copy_in_two_places_follows_the_folder_that_was_moved(library: Library) -> None:
    put(library, "/a", "2019/1.jpg", "2019/2.jpg", "2019/3.jpg")
    put(library, "/b", "2019/1.jpg", size=100)
    assert files(library, *(sized(f"/old/2019/{n}.jpg", 99 + n) for n in (1, 2, 3))) == [
        "/a/2019/1.jpg",
        "/a/2019/2.jpg",
        "/a/2019/3.jpg",
    ]


def test_another_name_counts_together_with_the_size(library: Library) -> None:
    put(library, "/export", "2021/IMG_1.JPG", "2021/IMG_2.JPG", size=500)
    place = "/Users/anna/Photos Library.photoslibrary/originals/D/D05A.jpeg"
    assert files(
        library,
        sized(place, 500, "IMG_1.JPG"),
        sized(place, 777, "IMG_1.JPG"),
        sized(place, 501, "IMG_1.JPG"),
    ) == ["/export/2021/IMG_1.JPG", None, None]


WAYS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple)


@settings(max_examples=300, deadline=None)
@given(known=st.lists(st.tuples(WAYS, st.integers(1, 2)), max_size=12), way=WAYS, size=st.integers(1, 2))
def test_the_longest_common_end_is_that_of_looking_at_all(
    known: list[tuple[tuple[str, ...], int]], way: tuple[str, ...], size: int
) -> None:
    photos = [_Known(Match(at, "", 1), one, bytes_) for at, (one, bytes_) in enumerate(known)]

    def end(other: tuple[str, ...]) -> int:
        return max(n for n in range(min(len(way), len(other)) + 1) if not n or way[-n:] == other[-n:])

    longest = max((end(one.way) for one in photos), default=0)
    alike = [one for one in photos if end(one.way) == longest] if longest >= 2 else []
    if len(alike) > 1:
        alike = [one for one in alike if one.size == size]
    expected = alike[0] if len(alike) == 1 else None
    assert _Index(photos).ending_like(way, size) == (longest, expected)


@pytest.mark.parametrize("path", ["", "/", ".", "//", "C:", "\0", "a" * 5000])
def test_any_path_is_survived(library: Library, path: str) -> None:
    put(library, "/photos", "1.jpg")
    assert files(library, path) == [None]


def test_a_library_without_photos_and_an_import_without_any(library: Library) -> None:
    nothing: Sequence[ImportedPhoto] = ()
    assert match_photos(library, nothing) == Matches(())
    assert files(library, "/photos/1.jpg") == [None]
