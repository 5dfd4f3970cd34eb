"""Actions told without the numbers of groups, and with what they were about that still exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from makers.libraries import everything, run
from makers.operating import three_groups

from app.library.store import Library
from app.operations import (
    NewPerson,
    OperationError,
    Told,
    confirm_faces,
    erase_faces,
    history,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_pair,
    remove_name,
    set_birthday,
    set_notes,
    split_person,
    told,
    undo,
    without_numbers,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Groups 1 (faces 1 to 4), 2 and 3, one face a photo: face 1 is in photo 101."""
    with three_groups(tmp_path / "library.db") as opened:
        yield opened


def newest(library: Library) -> Told:
    key = history(library)[0].id
    return told(library, [key])[key]


def test_groups_are_told_by_their_faces_and_the_number_is_kept(library: Library) -> None:
    changes = name_person(library, person=1, name="Anna")
    assert changes.summary == "Named group 1 Anna; confirmed 4 faces"
    assert changes.told == "Named a group of 4 faces Anna; confirmed 4 faces"
    assert history(library)[0].summary == changes.summary
    assert newest(library).sentence == changes.told
    assert undo(library).told == "Undone: Named a group of 4 faces Anna; confirmed 4 faces"
    assert redo(library).told == "Redone: Named a group of 4 faces Anna; confirmed 4 faces"


def test_a_group_that_is_no_more_is_told_by_the_faces_it_had(library: Library) -> None:
    changes = merge_people(library, target=1, sources=[3])
    assert changes.summary == "Merged group 3 into group 1; confirmed 6 faces"
    assert changes.told == "Merged a group of 2 faces into a group of 4 faces; confirmed 6 faces"
    assert newest(library) == Told(changes.told, face=1, person=1)
    # Undone, the same is told of it.
    assert undo(library).told == f"Undone: {changes.told}"
    assert newest(library).sentence == changes.told


def test_groups_that_an_action_made(library: Library) -> None:
    changes = split_person(library, person=1, parts=[[1, 2]])
    assert changes.told == "Split 2 faces off a group of 4 faces as a group of 2 faces"
    assert newest(library).sentence == changes.told


def test_who_has_a_name_since_is_told_by_it(library: Library) -> None:
    reject_pair(library, person=1, other=2)
    key = history(library)[0].id
    assert "Noted that a group of 4 faces is not a group of" in told(library, [key])[key].sentence
    name_person(library, person=1, name="Anna")
    assert told(library, [key])[key].sentence.startswith("Noted that Anna is not a group of")


def test_a_name_that_looks_like_a_number_stays(library: Library) -> None:
    name_person(library, person=1, name="group 2")
    changes = set_notes(library, person="group 2", notes="odd")
    assert changes.told == "Changed the notes on group 2"


def test_what_it_was_about(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    assert newest(library) == Told(newest(library).sentence, 1, 1, 0)
    confirm_faces(library, faces=[5])
    one = newest(library)
    assert (one.face, one.photo) == (5, 105)
    move_faces(library, faces=[2], to=NewPerson("Bea"))
    assert (newest(library).face, newest(library).sentence) == (2, "Moved 1 face to Bea")
    erase_faces(library, faces=[2])
    assert newest(library).face == 0
    assert newest(library).photo == 102
    run(library, "DELETE FROM photo WHERE id = 102")
    assert newest(library).photo == 0


def test_entries_that_are_no_more_are_left_out(library: Library) -> None:
    ignore_person(library, person=2)
    (entry,) = history(library)
    assert told(library, [entry.id, 99]).keys() == {entry.id}
    assert told(library, []) == {}


def test_refusals_without_numbers() -> None:
    assert without_numbers("Group 12 has no name. Name it first.") == "This group has no name. Name it first."
    assert without_numbers("Face 3 is not a face of group 12.") == "Face 3 is not a face of this group."


def test_a_name_is_removed_and_comes_back(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    set_birthday(library, person=1, birthday=date(1990, 1, 2))
    set_notes(library, person=1, notes="My aunt")
    before = everything(library)
    changes = remove_name(library, person="Anna")
    assert changes.summary == "Removed the name Anna with birthday and notes"
    after = everything(library)
    assert after["face"] == before["face"]
    assert "Anna" not in str(after["person"])
    with pytest.raises(OperationError, match=r"Group 1 has no name"):
        remove_name(library, person=1)
    undo(library)
    assert everything(library) == before


def test_a_name_without_faces_goes_away_with_it(library: Library) -> None:
    run(library, "INSERT INTO person (id, name, name_key, created_at) VALUES (9, 'Zoe', 'zoe', '2020-01-01')")
    remove_name(library, person=9)
    assert 9 not in [row[0] for row in everything(library)["person"]]
