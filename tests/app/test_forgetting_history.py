"""Forgetting somebody: what the history says afterwards, and that what stands can be undone and redone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from makers.forgetting import (
    FORMER,
    MERGED,
    NAME,
    drawn,
    files_with,
    live,
    undo_and_redo_everything,
    vectors_of,
)
from makers.libraries import assignments, members, run, scalar

from app.library.store import Library
from app.operations import (
    NewPerson,
    OperationError,
    draw_face,
    erase_faces,
    forget_person,
    history,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    undo,
)
from app.operations.scrubbing import scrub, without
from app.operations.subject import discover


@pytest.fixture
def library(four_groups: Library) -> Library:
    return four_groups


def test_undoing_what_was_done_with_others_faces(library: Library) -> None:
    name_person(library, person=1, name=NAME)
    name_person(library, person=3, name="Ben")
    move_faces(library, faces=[1], to="Ben")
    move_faces(library, faces=[8], to=NAME)
    move_faces(library, faces=[8], to="Ben")
    forget_person(library, person=NAME)
    assert [entry.summary for entry in history(library)] == [
        "Moved 1 face to Ben",
        "Moved 1 face to somebody forgotten",
        "Moved 1 face to Ben",
        "Named group 3 Ben; confirmed 3 faces",
    ]
    # What belonged to somebody forgotten before belongs to nobody then.
    undo(library)
    assert assignments(library)[8] == (None, False)
    undo(library)
    assert assignments(library)[8] == (3, True)
    undo(library)
    assert assignments(library)[1] == (None, False)
    undo(library)
    assert scalar(library, "SELECT name FROM person WHERE id = 3") is None
    for _ in range(4):
        redo(library)
    assert assignments(library)[1] == (3, True)
    with pytest.raises(OperationError, match="nothing to redo"):
        redo(library)


def test_it_is_not_in_the_history_and_ends_redoing(library: Library) -> None:
    name_person(library, person=3, name="Ben")
    ignore_person(library, person=4)
    undo(library)
    forget_person(library, person=1)
    assert [entry.summary for entry in history(library)] == ["Named group 3 Ben; confirmed 3 faces"]
    with pytest.raises(OperationError, match="nothing to redo"):
        redo(library)


def test_somebody_without_faces_who_became_somebody_else_stays(library: Library) -> None:
    """Although the other's name, or number, has the forgotten one's in it."""
    for person, name in ((2, "Ben"), (3, "Cleo")):
        name_person(library, person=person, name=name)
        run(library, f"UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE person_id = {person}")
    run(library, "INSERT INTO person (id, created_at) VALUES (12, '2020-01-01')")
    merge_people(library, target=12, sources=["Ben"])
    name_person(library, person=4, name="Anna")
    merge_people(library, target="Anna", sources=["Cleo"])
    name_person(library, person=4, name="Dora")
    name_person(library, person=1, name="Anna")
    forget_person(library, person="Anna")
    assert [entry.summary for entry in history(library)] == [
        "Renamed Anna to Dora",
        "Merged Cleo into Anna",
        "Named group 4 Anna; confirmed 2 faces",
        "Merged Ben into group 12",
        "Named group 3 Cleo; confirmed 3 faces",
        "Named group 2 Ben; confirmed 3 faces",
    ]
    undo_and_redo_everything(library)


def test_who_was_merged_by_mistake_can_still_come_back(library: Library) -> None:
    name_person(library, person=2, name="Ben")
    name_person(library, person=1, name=NAME)
    merge_people(library, target=NAME, sources=["Ben"])
    # Two of Ben's faces turn out to be somebody else's.
    move_faces(library, faces=[5, 6], to=NewPerson("Cleo"))
    forget_person(library, person=NAME)
    assert [entry.summary for entry in history(library)] == [
        "Moved 2 faces to Cleo",
        "Merged Ben into somebody forgotten",
        "Named group 2 Ben; confirmed 3 faces",
    ]
    undo(library)
    undo(library)
    assert members(library) == {2: {5, 6}, 3: {8, 9, 10}, 4: {11, 12}}
    assert scalar(library, "SELECT name FROM person WHERE id = 2") == "Ben"
    redo(library)
    redo(library)
    undo_and_redo_everything(library)


def test_a_merge_that_was_undone_says_nothing(library: Library) -> None:
    name_person(library, person=2, name="Ben")
    merge_people(library, target=1, sources=["Ben"])
    undo(library)
    assert forget_person(library, person=1).faces == 4
    assert scalar(library, "SELECT name FROM person WHERE id = 2") == "Ben"
    assert members(library)[2] == {5, 6, 7}
    assert [entry.summary for entry in history(library)] == ["Named group 2 Ben; confirmed 3 faces"]


def test_a_deleted_face_of_somebody_else_can_still_come_back(library: Library) -> None:
    erase_faces(library, faces=[1, 5])
    vectors = vectors_of(library, "face.person_id = 1")
    assert forget_person(library, person=1).faces == 3
    assert scalar(library, "SELECT count(*) FROM erasure") == 5
    undo(library)
    assert 5 in assignments(library)
    assert 1 not in assignments(library)
    assert scalar(library, "SELECT count(*) FROM embedding WHERE face_id = 5") == 1
    # The place of the forgotten face stays empty.
    assert scalar(library, "SELECT count(*) FROM erasure WHERE photo_id = 1") == 1
    assert scalar(library, "SELECT count(*) FROM erasure WHERE photo_id = 5") == 0
    assert vectors_of(library).isdisjoint(vectors)


def test_a_face_that_is_somebody_elses_by_now_stays(library: Library) -> None:
    """Also where the history has its embedding from when it was theirs."""
    name_person(library, person=3, name="Ben")
    draw_face(library, photo=5, face=drawn(101), to=1)
    draw_face(library, photo=6, face=drawn(102), to=1)
    move_faces(library, faces=[13], to="Ben")
    reject_faces(library, faces=[14], person=1)
    done = forget_person(library, person=1)
    assert (done.faces, done.proof) == (4, ())
    assert assignments(library)[13] == (3, True)
    assert assignments(library)[14] == (None, False)
    assert len(vectors_of(library, "face.id > 12")) == 2
    undo_and_redo_everything(library)


def test_a_face_that_only_an_undone_action_has_goes(library: Library, tmp_path: Path) -> None:
    draw_face(library, photo=5, face=drawn(101), to=1)
    vectors = vectors_of(library, "face.id = 13")
    undo(library)
    run(library, "DELETE FROM face WHERE id = 13")
    assert files_with(tmp_path, vectors) != set()
    with library.read() as session:
        assert vectors <= discover(session.connection(), 1).vectors
    assert forget_person(library, person=1).proof == ()
    assert files_with(tmp_path, vectors) == set()


@pytest.mark.parametrize(
    ("sentence", "forgotten", "others", "expected"),
    [
        ("Named group 12 Anna; confirmed 1 face", {"Anna"}, set(), "Named group 12 {}; confirmed 1 face"),
        ("Moved 3 faces to Anna Smith", {"Anna"}, {"Anna Smith"}, "Moved 3 faces to Anna Smith"),
        ("Merged Anna, Anna Smith into Ann", {"Anna"}, {"Anna Smith"}, "Merged {}, Anna Smith into Ann"),
        ("Moved 1 face to Annabel", {"Anna"}, set(), "Moved 1 face to Annabel"),
        ("Merged group 1 into group 12", {"group 1"}, set(), "Merged {} into group 12"),
        ("Noted that C++ (x|y) is not C", {"C++ (x|y)"}, {"C"}, "Noted that {} is not C"),
        ("Named group 3 安娜", {"安娜"}, set(), "Named group 3 {}"),
        ("Moved 1 face to Anna", {"Anna"}, {"Anna"}, "Moved 1 face to {}"),
    ],
)
def test_names_in_sentences(sentence: str, forgotten: set[str], others: set[str], expected: str) -> None:
    assert without(sentence, forgotten, others) == expected.format("somebody forgotten")


def test_a_name_that_somebody_else_has_today_stays_theirs(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    name_person(library, person=1, name=NAME)
    name_person(library, person=2, name="Anna")
    move_faces(library, faces=[11], to="Anna")
    done = forget_person(library, person=NAME)
    assert done.proof == ()
    assert [entry.summary for entry in history(library)] == [
        "Moved 1 face to Anna",
        "Named group 2 Anna; confirmed 3 faces",
    ]
    undo_and_redo_everything(library)


def test_a_sentence_whose_rows_are_gone_names_nobody(library: Library) -> None:
    name_person(library, person=1, name=NAME)
    move_faces(library, faces=[8], to=NAME)
    undo(library)
    run(library, "DELETE FROM photo WHERE id = 8")
    redo(library)
    assert history(library)[0].summary == f"Moved 1 face to {NAME}"
    assert scalar(library, "SELECT changes FROM action ORDER BY id DESC LIMIT 1") == "[]"
    assert forget_person(library, person=NAME).proof == ()
    assert history(library) == []


def test_discovering_and_scrubbing_are_settled_after_once(library: Library) -> None:
    """What was forgotten cannot be discovered again, so a second scrubbing finds nothing to do."""
    live(library)
    with library.read() as session:
        subject = discover(session.connection(), 1)
    assert subject.people == {1, 2}
    assert subject.faces == {1, 2, 5, 6, 7, 8, 13}
    assert {NAME, FORMER, MERGED} <= subject.names
    forget_person(library, person=1)
    with library.write() as session:
        assert scrub(session.connection(), replace(subject)) == 0


def test_who_became_part_of_somebody_whose_faces_were_confirmed_is_forgotten_with_them(
    library: Library,
) -> None:
    """Cleo has no face, so the sentence alone tells; it goes on about faces of the other."""
    name_person(library, person=3, name="Cleo")
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE person_id = 3")
    name_person(library, person=1, name=NAME)
    run(library, "UPDATE face SET confirmed_at = NULL WHERE id = 1")
    merge_people(library, target=NAME, sources=["Cleo"])
    assert history(library)[0].summary == f"Merged Cleo into {NAME}; confirmed 1 face"
    forget_person(library, person=NAME)
    assert all("Cleo" not in entry.summary for entry in history(library))
