"""What a user writes down of somebody: their birthday, which keeps older photos from them, and notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from makers.libraries import assignments, everything, run, scalar
from makers.operating import both_ways, rejections, three_groups

from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    OperationError,
    confirm_person,
    name_person,
    set_birthday,
    set_notes,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Anna (faces 1 to 4, of which 1 and 2 are confirmed) in photos of 2001, 2003, 2004 and 2008."""
    with three_groups(tmp_path / "library.db") as opened:
        name_person(opened, person=1, name="Anna")
        run(opened, "UPDATE face SET confirmed_at = NULL WHERE id IN (3, 4)")
        for face, year in ((1, 2001), (2, 2003), (3, 2004), (4, 2008)):
            run(opened, f"UPDATE photo SET taken_at = '{year}-06-01T12:00:00' WHERE id = {100 + face}")
        run(opened, "DELETE FROM action")
        yield opened


def test_older_photos_lose_a_face_that_was_not_confirmed(library: Library) -> None:
    changes = both_ways(library, lambda: set_birthday(library, person="anna", birthday=date(2005, 1, 2)))
    assert scalar(library, "SELECT birthday FROM person WHERE id = 1") == "2005-01-02"
    assert {face: assignments(library)[face] for face in (1, 2, 3, 4)} == {
        1: (1, True),
        2: (1, True),
        3: (None, False),
        4: (1, False),
    }
    assert rejections(library) == set()
    assert changes.summary == (
        "Set the birthday of Anna to 2005-01-02; took 1 face in older photos away; "
        "2 confirmed photos are older"
    )
    assert (changes.people, changes.faces, changes.photos) == ((1,), (3,), (103,))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2004, 6, 1), "; 2 confirmed photos are older"),
        (date(2003, 6, 1), "; 1 confirmed photo is older"),
        (date(2001, 6, 1), ""),
        (date(2004, 6, 2), "; took 1 face in older photos away; 2 confirmed photos are older"),
    ],
)
def test_the_day_itself_is_not_older(library: Library, day: date, said: str) -> None:
    changes = both_ways(library, lambda: set_birthday(library, person=1, birthday=day))
    assert changes.summary == f"Set the birthday of Anna to {day}{said}"


def test_two_confirmed_faces_in_a_photo_are_one_photo(library: Library) -> None:
    confirm_person(library, person=1)
    run(library, "UPDATE face SET photo_id = 101 WHERE id = 2")
    changes = set_birthday(library, person=1, birthday=date(2002, 1, 1))
    assert changes.summary.endswith("; 1 confirmed photo is older")


def test_photos_without_a_date_are_not_older(library: Library) -> None:
    run(library, "UPDATE photo SET taken_at = NULL WHERE id = 103")
    both_ways(library, lambda: set_birthday(library, person=1, birthday=date(2020, 1, 1)))
    assert assignments(library)[3] == (1, False)
    assert assignments(library)[4] == (None, False)


def test_other_peoples_faces_stay(library: Library) -> None:
    run(library, "UPDATE photo SET taken_at = '1990-01-01T00:00:00'")
    set_birthday(library, person=1, birthday=date(2000, 1, 1))
    assert [assignments(library)[face] for face in (5, 8)] == [(2, False), (3, False)]


def test_a_birthday_is_forgotten(library: Library) -> None:
    set_birthday(library, person=1, birthday=date(2000, 1, 1))
    changes = both_ways(library, lambda: set_birthday(library, person=1, birthday=None))
    assert changes.summary == "Removed the birthday of Anna"
    assert scalar(library, "SELECT birthday FROM person WHERE id = 1") is None
    assert set_birthday(library, person=1, birthday=None).action_id is None


def test_only_people_with_names_were_born_and_not_tomorrow(library: Library) -> None:
    before = everything(library)
    with pytest.raises(OperationError, match=r"Group 2 has no name\. Name it"):
        set_birthday(library, person=2, birthday=date(2000, 1, 1))
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    for day in (tomorrow, date(1799, 12, 31), date.min):
        with pytest.raises(OperationError, match="Choose a day from 1800-01-01 to today"):
            set_birthday(library, person=1, birthday=day)
    with pytest.raises(PersonNotFoundError):
        set_birthday(library, person="Nobody", birthday=None)
    assert everything(library) == before
    set_birthday(library, person=1, birthday=datetime.now(UTC).date() - timedelta(days=1))


def test_notes(library: Library) -> None:
    changes = both_ways(
        library, lambda: set_notes(library, person=1, notes="  Aunt of Ben.\nLives in 杭州 \n")
    )
    assert scalar(library, "SELECT notes FROM person WHERE id = 1") == "Aunt of Ben.\nLives in 杭州"
    assert (changes.people, changes.faces) == ((1,), ())
    assert changes.summary == "Changed the notes on Anna"
    both_ways(library, lambda: set_notes(library, person=1, notes=" \n"))
    assert scalar(library, "SELECT notes FROM person WHERE id = 1") is None
    assert set_notes(library, person=1, notes=None).action_id is None
    both_ways(library, lambda: set_notes(library, person=1, notes="Somebody from the choir?"))
    with pytest.raises(OperationError, match="broken characters"):
        set_notes(library, person=1, notes="\ud800")
    with pytest.raises(OperationError, match=r"Group 2 has no name\. Name it first\."):
        set_notes(library, person=2, notes="x")
    with pytest.raises(PersonNotFoundError):
        set_notes(library, person=99, notes="x")
    assert scalar(library, "SELECT notes FROM person WHERE id = 1") == "Somebody from the choir?"
