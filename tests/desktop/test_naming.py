"""What naming a face does, by whose it is; drawing one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import run
from sqlalchemy import select

from app import operations
from app.desktop.naming import Drawing, name_face
from app.library.store import Library
from app.library.tables import Face, Person
from app.operations import OperationError
from engine.models import Catalogue


@pytest.fixture
def library(tmp_path: Path, album: Path) -> Iterator[Library]:
    shutil.copy(album / "library.db", tmp_path / "library.db")
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def faces_of(library: Library, person: int | None) -> list[int]:
    with library.read() as session:
        return list(session.scalars(select(Face.id).where(Face.person_id == person).order_by(Face.id)))


def owner(library: Library, face: int) -> tuple[str | None, bool]:
    with library.read() as session:
        found = session.get_one(Face, face)
        person = None if found.person_id is None else session.get_one(Person, found.person_id).name
        return person, found.confirmed_at is not None


def test_a_face_of_a_group_names_the_group(library: Library) -> None:
    faces = faces_of(library, 2)
    name_face(library, face=faces[0], name="Anna")
    assert faces_of(library, 2) == faces
    assert {owner(library, face) for face in faces} == {("Anna", True)}


def test_a_face_of_a_group_that_met_who_has_the_name_goes_there_alone(library: Library) -> None:
    one, two = faces_of(library, 1), faces_of(library, 2)
    name_face(library, face=one[0], name="Anna")
    name_face(library, face=two[0], name="Anna")
    assert owner(library, two[0]) == ("Anna", True)
    assert {owner(library, face) for face in two[1:]} == {(None, False)}


def test_a_face_of_a_group_adds_the_group_to_whoever_has_the_name(library: Library) -> None:
    # They are in no photo together.
    run(library, "UPDATE face SET photo_id = 13 WHERE person_id = 2")
    one, two = faces_of(library, 1), faces_of(library, 2)
    name_face(library, face=one[0], name="Anna")
    changes = name_face(library, face=two[0], name=" ANNA ")
    assert {owner(library, face) for face in one + two} == {("Anna", True)}
    assert changes.action_id is not None
    operations.undo(library)
    assert {owner(library, face) for face in two} == {(None, False)}


def test_a_face_of_nobody_makes_a_person_or_goes_to_one(library: Library) -> None:
    lonely = faces_of(library, None)
    # A number is a name here, not somebody's id.
    name_face(library, face=lonely[0], name="2")
    assert owner(library, lonely[0]) == ("2", True)
    name_face(library, face=lonely[1], name="2")
    assert owner(library, lonely[1]) == ("2", True)
    assert len(faces_of(library, 2)) > 2


def test_a_face_of_somebody_is_confirmed_or_moved_alone(library: Library) -> None:
    operations.name_person(library, person=1, name="Anna")
    face, *others = faces_of(library, 1)
    name_face(library, face=face, name="Bert")
    assert owner(library, face) == ("Bert", True)
    assert {owner(library, other) for other in others} == {("Anna", True)}
    with library.write() as session:
        session.get_one(Face, face).confirmed_at = None
    assert owner(library, face) == ("Bert", False)
    assert name_face(library, face=face, name="bert").summary == "Confirmed 1 face"
    assert owner(library, face) == ("Bert", True)


def test_a_hidden_face_is_named_alone_and_shown(library: Library) -> None:
    face, *others = faces_of(library, 1)
    operations.ignore_faces(library, faces=[face])
    name_face(library, face=face, name="Anna")
    assert owner(library, face) == ("Anna", True)
    assert {owner(library, other) for other in others} == {(None, False)}
    with library.read() as session:
        assert session.get_one(Face, face).ignored_at is None


def test_what_cannot_be_named_is_refused_with_a_sentence(library: Library) -> None:
    with pytest.raises(OperationError, match="no face 999"):
        name_face(library, face=999, name="Anna")
    with pytest.raises(OperationError, match="empty"):
        name_face(library, face=1, name=" ")


def test_drawing_on_a_photo_that_is_not_as_the_library_knows_it_is_refused(library: Library) -> None:
    drawing = Drawing(Catalogue())
    with pytest.raises(OperationError, match="Bring the library up to date"):
        drawing.draw(library, photo=1, box=(300, 10, 80, 80))
    assert len(faces_of(library, None)) == 2
