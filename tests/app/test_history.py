"""The history: order, restart, redo's end, exact inverses, and undoing where the library has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces, assignments, everything, members, run, scalar
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import Face, Person, Rejection
from app.operations import (
    NewPerson,
    OperationError,
    confirm_faces,
    history,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    set_cover,
    undo,
)
from app.operations.history import perform
from app.operations.journal import RowChange, from_json, to_json


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Groups 1 (faces 1 to 3) and 2 (4 to 6), photo 1 with faces 1 and 7, else one face a photo."""
    with Library.open(tmp_path / "library.db") as opened:
        photos = [1, 2, 3, 4, 5, 6, 1]
        add_faces(opened, [Made(photo=photo, who=0) for photo in photos])
        run(opened, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01'), (2, '2020-01-01')")
        run(opened, "UPDATE face SET person_id = 1 WHERE id IN (1, 2, 3)")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (4, 5, 6)")
        yield opened


def test_everything_can_be_undone_and_redone_after_a_restart(library: Library) -> None:
    states = [everything(library)]
    for act in (
        lambda: name_person(library, person=1, name="Anna"),
        lambda: move_faces(library, faces=[4, 7], to=NewPerson("Ben")),
        lambda: reject_pair(library, person="Anna", other="Ben"),
        lambda: merge_people(library, target=2, sources=["Anna"]),
        lambda: ignore_person(library, person=2),
        lambda: move_faces(library, faces=[1], to=None),
    ):
        act()
        states.append(everything(library))
    for expected in reversed(states[:-1]):
        with Library.open(library.path) as again:
            undo(again)
        assert everything(library) == expected
    with pytest.raises(OperationError, match="nothing to undo"):
        undo(library)
    for expected in states[1:]:
        with Library.open(library.path) as again:
            redo(again)
        assert everything(library) == expected
    with pytest.raises(OperationError, match="nothing to redo"):
        redo(library)


def test_history_lists_the_newest_first(library: Library) -> None:
    assert history(library) == []
    name_person(library, person=1, name="Anna")
    name_person(library, person=2, name="Ben")
    undo(library)
    entries = history(library)
    assert [(entry.kind, entry.summary, entry.undone_at is None) for entry in entries] == [
        ("name", "Named group 2 Ben; confirmed 3 faces", False),
        ("name", "Named group 1 Anna; confirmed 3 faces", True),
    ]
    assert entries[0].created_at >= entries[1].created_at
    assert history(library, most=1) == entries[:1]


def test_a_new_action_ends_what_could_be_redone(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    undo(library)
    ignore_person(library, person=2)
    with pytest.raises(OperationError, match="nothing to redo"):
        redo(library)
    assert [entry.kind for entry in history(library)] == ["ignore"]


def test_what_changes_nothing_is_no_action(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    undo(library)
    redo(library)
    undo(library)
    assert name_person(library, person=2, name="Ben").action_id is not None
    undo(library)
    changes = confirm_faces(library, faces=[4])
    assert changes.action_id is not None
    undo(library)
    set_cover(library, person=1, face=None)  # It has none, so Ben can still be redone.
    assert redo(library).summary == "Redone: Confirmed 1 face"


def test_an_action_that_fails_leaves_no_trace(library: Library) -> None:
    before = everything(library)

    def work(session: Session) -> str:
        session.execute(text("UPDATE face SET person_id = NULL"))
        raise OperationError("Think again.")

    with pytest.raises(OperationError, match="Think again"):
        perform(library, "test", work)
    assert everything(library) == before
    assert history(library) == []
    # The triggers have gone with the transaction: recording can begin anew.
    assert name_person(library, person=1, name="Anna").faces == (1, 2, 3)


def test_grouping_is_not_recorded(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    run(library, "UPDATE face SET person_id = NULL WHERE id = 4")
    (entry,) = json.loads(str(scalar(library, "SELECT changes FROM action")))[:1]
    assert entry["table"] == "person"
    assert scalar(library, "SELECT count(*) FROM action") == 1


def test_made_and_deleted_faces_come_back_with_their_bytes(library: Library) -> None:
    landmarks = bytes(range(40))

    def work(session: Session) -> str:
        session.add(
            Face(
                photo_id=5,
                x=0.1,
                y=1 / 3,
                width=1e-7,
                height=12345.678901234567,
                landmarks=landmarks,
                source="drawn",
                person_id=1,
            )
        )
        session.add(Person(name="Ben", name_key="ben", cover_face_id=5))
        session.execute(text("DELETE FROM face WHERE id = 4"))
        session.add(Rejection(face_id=5, person_id=1))
        return "Drew a face"

    before = everything(library)
    changes = perform(library, "draw", work)
    after = everything(library)
    assert changes.faces == (4, 5, 8)
    assert changes.photos == (4, 5)
    for _ in range(2):
        undo(library)
        assert everything(library) == before
        redo(library)
        assert everything(library) == after


def test_changes_survive_json() -> None:
    changes = [
        RowChange("face", 1, None, {"id": 1, "landmarks": b"\x00\xff", "x": 0.1, "y": 1 / 3}),
        RowChange("person", 2, {"id": 2, "name": "hex ü \u2028"}, None),
    ]
    assert from_json(to_json(changes)) == changes


# What follows is grouping's and indexing's work between an action and its undoing.


def test_confirmed_faces_come_back_whatever_grouping_did(library: Library) -> None:
    confirm_faces(library, faces=[1])
    move_faces(library, faces=[1, 2, 3], to=2)  # Group 1 is gone.
    undo(library)
    assert assignments(library)[1] == (1, True)
    redo(library)
    run(library, "INSERT INTO person (id, created_at) VALUES (9, '2020-01-01')")
    run(library, "UPDATE face SET person_id = 9 WHERE id = 7")
    undo(library)
    assert members(library) == {1: {1, 2, 3}, 2: {4, 5, 6}, 9: {7}}
    assert assignments(library)[1] == (1, True)


def test_redoing_a_name_gathers_the_faces_again(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    named = everything(library)
    undo(library)
    # Grouping puts the three faces elsewhere, and group 1 is no more.
    run(library, "UPDATE face SET person_id = 2 WHERE id IN (1, 2, 3)")
    run(library, "DELETE FROM person WHERE id = 1")
    regrouped = everything(library)
    redo(library)
    assert everything(library) == named
    # Undoing is the inverse of what redoing has done here.
    undo(library)
    assert everything(library) == regrouped
    redo(library)
    assert everything(library) == named


def test_undo_takes_back_what_grouping_made_of_it_and_redo_does_not(library: Library) -> None:
    reject_faces(library, faces=[1], person=1)
    run(library, "UPDATE face SET person_id = 2 WHERE id = 1")
    # What followed from the action goes with it, also what grouping made of the face it had set free.
    undo(library)
    assert assignments(library)[1] == (1, False)
    run(library, "UPDATE face SET person_id = 2 WHERE id = 1")
    assert scalar(library, "SELECT count(*) FROM rejection") == 0
    redo(library)
    assert assignments(library)[1] == (2, False)
    assert scalar(library, "SELECT count(*) FROM rejection") == 1


def test_two_faces_of_a_photo_do_not_meet_by_undoing(library: Library) -> None:
    move_faces(library, faces=[1], to=2)
    run(library, "UPDATE face SET person_id = 1 WHERE id = 7")  # It is in the photo of face 1.
    undo(library)
    assert assignments(library)[1] == (None, False)
    assert assignments(library)[7] == (1, False)


def test_faces_that_are_gone_are_told_of(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    run(library, "DELETE FROM photo WHERE id IN (2, 3)")
    assert undo(library).problems == ("2 faces are no longer in the library and could not be brought back.",)
    assert assignments(library)[1] == (1, False)
    reject_faces(library, faces=[4], person=1)
    undo(library)
    run(library, "DELETE FROM photo WHERE id = 4")
    assert redo(library).problems == ("1 face is no longer in the library and could not be brought back.",)
    assert scalar(library, "SELECT count(*) FROM rejection") == 0


def test_a_deleted_face_without_its_photo_stays_gone(library: Library) -> None:
    def work(session: Session) -> str:
        session.execute(text("DELETE FROM face WHERE id = 4"))
        return "Deleted a face"

    set_cover(library, person=2, face=4)
    perform(library, "delete", work)
    assert scalar(library, "SELECT cover_face_id FROM person WHERE id = 2") is None
    run(library, "DELETE FROM photo WHERE id = 4")
    assert len(undo(library).problems) == 1
    assert scalar(library, "SELECT cover_face_id FROM person WHERE id = 2") is None


def test_a_person_with_confirmed_faces_is_not_deleted_by_undoing(library: Library) -> None:
    move_faces(library, faces=[1], to=NewPerson("Ben"))
    # Somebody else's hand: names read from a photo's metadata.
    run(library, "UPDATE face SET person_id = 3, confirmed_at = '2021-01-01' WHERE id = 7")
    undo(library)
    assert assignments(library)[7] == (3, True)
    assert scalar(library, "SELECT name FROM person WHERE id = 3") == "Ben"
    redo(library)
    assert assignments(library)[1] == (3, True)


def test_automatic_faces_of_a_person_who_goes_away_are_nobodys(library: Library) -> None:
    move_faces(library, faces=[1], to=NewPerson("Ben"))
    run(library, "UPDATE face SET person_id = 3 WHERE id = 7")
    undo(library)
    assert assignments(library)[7] == (None, False)


def test_a_name_that_is_taken_meanwhile_is_numbered(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    name_person(library, person=1, name="Anne")
    for number, name in enumerate(("Anna", "Anna (2)"), start=10):
        run(
            library,
            "INSERT INTO person (id, name, name_key, created_at) "
            f"VALUES ({number}, '{name}', '{name.lower()}', '2020-01-01')",
        )
    undo(library)
    assert scalar(library, "SELECT name || name_key FROM person WHERE id = 1") == "Anna (3)anna (3)"


def test_people_who_exchanged_a_name_change_back(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    name_person(library, person=2, name="Ben")

    def work(session: Session) -> str:
        for person, name in ((1, "x"), (2, "Anna"), (1, "Ben")):
            session.execute(
                text(f"UPDATE person SET name = '{name}', name_key = lower('{name}') WHERE id = {person}")
            )
        return "Exchanged"

    before = everything(library)
    perform(library, "exchange", work)
    after = everything(library)
    undo(library)
    assert everything(library) == before
    redo(library)
    assert everything(library) == after


def test_ignored_groups_and_rejections_come_back_with_their_row(library: Library) -> None:
    ignore_person(library, person=2)
    merge_people(library, target=1, sources=[2])
    undo(library)
    assert scalar(library, "SELECT ignored_at IS NOT NULL FROM person WHERE id = 2") == 1
    reject_faces(library, faces=[7], person=1)
    undo(library)
    run(library, "UPDATE face SET person_id = NULL WHERE person_id = 1")
    run(library, "DELETE FROM person WHERE id = 1")
    redo(library)
    assert scalar(library, "SELECT person_id FROM rejection WHERE face_id = 7") == 1


def test_a_group_that_nothing_needs_is_not_made_again(library: Library) -> None:
    set_cover(library, person=2, face=4)
    undo(library)
    run(library, "UPDATE face SET person_id = NULL WHERE person_id = 2")
    run(library, "DELETE FROM person WHERE id = 2")
    redo(library)
    assert scalar(library, "SELECT count(*) FROM person WHERE id = 2") == 0
    undo(library)


def test_a_rejection_that_exists_already_is_no_conflict(library: Library) -> None:
    reject_faces(library, faces=[7], person=1)
    undo(library)
    run(library, "INSERT INTO rejection (face_id, person_id, created_at) VALUES (7, 1, '2020-01-01')")
    redo(library)
    assert scalar(library, "SELECT count(*) FROM rejection") == 1


def test_ignoring_is_undone_without_touching_a_newer_assignment(library: Library) -> None:
    ignore_faces(library, faces=[1])
    run(library, "UPDATE face SET person_id = 2 WHERE id = 1")
    undo(library)
    assert assignments(library)[1] == (2, False)
    assert scalar(library, "SELECT ignored_at FROM face WHERE id = 1") is None


def test_one_transaction_an_operation(library: Library) -> None:
    commits = 0

    def count(_: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(library._writer, "commit", count)
    name_person(library, person=1, name="Anna")
    undo(library)
    assert commits == 2
