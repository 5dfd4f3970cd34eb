"""What is told of several photos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.albums import make_album

from app import operations
from app.library.store import Library
from app.search.chosen import summary


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Library]:
    with Library.open(make_album(tmp_path)) as library:
        yield library


def test_photos_are_summed_up(album: Library) -> None:
    operations.name_person(album, person=3, name="Anna")
    with album.read() as session:
        found = summary(session, [1, 2, 4, 13, 99], most_people=10)
    # Photos 1, 2 and 4 show the first two people and the third; photo 13 has no date and nobody.
    photos = Path(album.path).parent / "photos"
    assert found.photos == 4
    assert found.size == sum((photos / f"{number}.jpg").stat().st_size for number in (1, 2, 4, 13))
    assert (found.first, found.last) == ("2019-01-01T12:00:00", "2019-02-04T12:00:00")
    assert [(one.name is None, one.photos) for one in found.people] == [(False, 1), (True, 3), (True, 1)]
    assert found.people[0].name == "Anna"


def test_few_people_are_told_of_and_none_who_is_ignored(album: Library) -> None:
    with album.read() as session:
        everybody = summary(session, range(1, 15), most_people=10).people
        assert summary(session, range(1, 15), most_people=1).people == everybody[:1]
    operations.ignore_person(album, person=everybody[0].id)
    with album.read() as session:
        assert summary(session, range(1, 15), most_people=10).people == everybody[1:]
        best = everybody[1].face
    operations.ignore_faces(album, faces=[best])
    with album.read() as session:
        left = summary(session, range(1, 15), most_people=10).people[0]
    assert left.id == everybody[1].id
    assert left.face != best


def test_no_photos_are_summed_up_to_nothing(album: Library) -> None:
    with album.read() as session:
        assert summary(session, [], most_people=3).photos == 0
