"""Forgetting anybody after any sequence of actions: no trace stays, and the rest can be undone and redone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from makers.forgetting import (
    erased_vectors,
    files_with,
    journal_rows,
    let_go,
    undo_and_redo_everything,
    vectors_of,
)
from makers.libraries import CARD, Made, add_faces, everything, run, scalar, vector

from app.grouping import group
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.library.tables import Face
from app.operations import (
    DrawnFace,
    NewPerson,
    OperationError,
    answer_pairs,
    assign_faces,
    confirm_faces,
    confirm_person,
    draw_face,
    erase_faces,
    forget_person,
    history,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    set_birthday,
    set_cover,
    set_notes,
    split_person,
    undo,
)
from engine.embedding import pack


@dataclass(frozen=True)
class Step:
    """An action: which, and on which faces, people and photo; numbers are taken modulo what there is."""

    kind: int
    faces: Sequence[int]
    one: int
    other: int


STEPS = st.builds(
    Step,
    st.integers(0, 99),
    st.lists(st.integers(0, 40), min_size=1, max_size=4, unique=True),
    st.integers(0, 9),
    st.integers(0, 9),
)


class Actor:
    """Does steps; whatever cannot be done is left out."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.done = 0

    def people(self) -> list[int]:
        return [row[0] for row in everything(self.library)["person"]]

    def do(self, step: Step) -> None:
        self.done += 1
        library, people = self.library, self.people()
        faces = [row[0] for row in everything(library)["face"]]
        if not people or not faces:
            return
        some = sorted({faces[number % len(faces)] for number in step.faces})
        one, other = people[step.one % len(people)], people[step.other % len(people)]
        # No word here is anywhere else in a library.
        name, notes = f"Zq{self.done}Name", f"Zq{self.done}Notes"
        drawn = DrawnFace((100.0 * self.done, 0, 9, 9), None, None, 0.9, 1, self.embedding())
        photo = 1 + step.one
        actions: list[Callable[[], object]] = [
            lambda: name_person(library, person=one, name=name),
            lambda: name_person(library, person=other, name=name),
            lambda: merge_people(library, target=one, sources=[other]),
            lambda: merge_people(library, target=other, sources=people[: 1 + step.one % 3]),
            lambda: move_faces(library, faces=some, to=one),
            lambda: move_faces(library, faces=some, to=NewPerson(name)),
            lambda: move_faces(library, faces=some, to=None),
            lambda: confirm_faces(library, faces=some),
            lambda: confirm_person(library, person=one),
            lambda: reject_faces(library, faces=some, person=one),
            lambda: reject_pair(library, person=one, other=other),
            lambda: ignore_faces(library, faces=some),
            lambda: ignore_person(library, person=one),
            lambda: set_cover(library, person=one, face=some[0]),
            lambda: set_notes(library, person=one, notes=notes),
            lambda: set_birthday(library, person=one, birthday=date(1900 + self.done, 1, 1)),
            lambda: erase_faces(library, faces=some),
            lambda: draw_face(library, photo=photo, face=drawn, to=one),
            lambda: split_person(library, person=one, parts=[some[:1], some[1:]], names=[name, None]),
            lambda: answer_pairs(library, same=[(one, other)]),
            lambda: assign_faces(library, person=one, yes=some[:2], no=some[2:]),
            lambda: undo(library),
            lambda: undo(library),
            lambda: redo(library),
            lambda: group(library, card=CARD),
            lambda: run(library, f"DELETE FROM photo WHERE id = {photo}"),
            lambda: add_faces(library, [Made(100 + self.done, step.one % 4)]),
        ]
        try:
            actions[step.kind % len(actions)]()
        except (OperationError, PersonNotFoundError, ValueError):
            return

    def embedding(self) -> object:
        return pack(vector(self.done % 4, 1000 + self.done)[None])[0]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos 1 to 8 with two people each, grouped."""
    path = tmp_path_factory.mktemp("template") / "library.db"
    with Library.open(path) as made:
        add_faces(made, [Made(photo, (photo + extra) % 4) for photo in range(1, 9) for extra in (0, 1)])
        # Two faces of a photo in one place would be one.
        run(made, "UPDATE face SET x = 20 * id")
        group(made, card=CARD)
    return path


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(STEPS, min_size=3, max_size=16), who=st.integers(0, 9), more=st.lists(STEPS, max_size=3)
)
def test_anybody_can_be_forgotten(template: Path, steps: list[Step], who: int, more: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(shutil.copy(template, folder)) as library:
        actor = Actor(library)
        for step in steps:
            actor.do(step)
        before = everything(library)
        people = [row[0] for row in before["person"]]
        named = [row[0] for row in before["person"] if row[1] is not None]
        # Mostly somebody with a name.
        people = named if named and who % 4 else people
        if not people:
            return
        person = people[who % len(people)]
        vectors = vectors_of(library, f"face.person_id = {person}") | erased_vectors(library, person)
        name = scalar(library, f"SELECT name FROM person WHERE id = {person}")
        notes = scalar(library, f"SELECT notes FROM person WHERE id = {person}")
        event(f"named: {name is not None}, more than 3 entries: {len(history(library)) > 3}")

        done = forget_person(library, person=person)
        assert done.proof == ()
        assert files_with(Path(folder), vectors) == set()
        assert library.check() == []
        after = everything(library)
        there = {face[0] for face in after["face"]}
        assert after["person"] == [
            (*row[:5], row[5] if row[5] in there else None, *row[6:])
            for row in before["person"]
            if row[0] != person
        ]
        owner = list(Face.__table__.columns.keys()).index("person_id")
        assert {row for row in before["face"] if row[owner] != person} == set(after["face"])
        rows = journal_rows(library)
        assert not any(person in {row.get("person_id"), row.get("other_person_id")} for row in rows)
        for word in {name, notes} - {None}:
            # Only of somebody who once became part of them, and whose face is somebody else's by now.
            if not any(row["table"] == "person" and word in {row["name"], row["notes"]} for row in rows):
                assert files_with(Path(folder), [word]) == set()
        undo_and_redo_everything(library)
        for step in more:
            actor.do(step)
        assert library.check() == []
        undo_and_redo_everything(library)
    let_go()
