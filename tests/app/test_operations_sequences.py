"""The promises under long random sequences of actions, groupings, indexing, undoing and redoing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from makers.libraries import CARD, Made, add_faces, everything, run
from sqlalchemy import text

from app.grouping import group
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    Changes,
    NewPerson,
    OperationError,
    confirm_faces,
    confirm_person,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    restore_faces,
    restore_person,
    set_cover,
    undo,
)

PEOPLE = st.integers(1, 9)
FACES = st.lists(st.integers(1, 26), min_size=1, max_size=4)
NAMES = st.sampled_from(["Anna", "Ben", "Cleo"])

#: What the user said, as (kind, row id, what): none of it may change but by the user's hand.
Said = set[tuple[Any, ...]]


def said_in(state: dict[str, list[tuple[Any, ...]]]) -> Said:
    said: Said = set()
    for person, name, _, _, _, cover, ignored, *_ in state["person"]:
        if name is not None:
            said.add(("name", person, name, cover))
        if ignored is not None:
            said.add(("ignored", person, ignored))
    for face, *_, person, confirmed, ignored in state["face"]:
        if confirmed is not None:
            said.add(("confirmed", face, person, confirmed))
        if ignored is not None:
            said.add(("hidden", face, ignored))
    for _, *rejection in state["rejection"]:
        said.add(("rejected", *rejection))
    return said


class Sequences(RuleBasedStateMachine):
    """A library with four people who look different, and somebody who looks like two of them."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name, "library.db")
        shutil.copy(self.template, path)
        self.library = Library.open(path)
        self.photo = 50
        #: What the user had said before each action that stands, and before each undoing.
        self.before: list[Said] = []
        self.after: list[Said] = []

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        return everything(self.library)

    def present(self, said: Said) -> Said:
        """Leave out what concerned faces that are gone."""
        faces = {row[0] for row in self.state()["face"]}
        kept: Said = set()
        for kind, row, *rest in said:
            if kind == "name":
                name, cover = rest
                kept.add((kind, row, name, cover if cover in faces else None))
            elif kind == "ignored" or row in faces or (kind == "rejected" and row is None):
                kept.add((kind, row, *rest))
        return kept

    def act(self, work: Any) -> None:
        before = self.state()
        try:
            changes: Changes = work()
        except (OperationError, PersonNotFoundError):
            assert self.state() == before
            return
        after = self.state()
        if changes.action_id is None:
            assert after == before
            return
        undo(self.library)
        assert self.state() == before
        redo(self.library)
        assert self.state() == after
        self.before.append(said_in(before))
        self.after.clear()

    @initialize()
    def first_grouping(self) -> None:
        group(self.library, card=CARD)

    @rule(person=PEOPLE, name=NAMES, merge=st.booleans())
    def name(self, person: int, name: str, merge: bool) -> None:
        self.act(lambda: name_person(self.library, person=person, name=name, merge=merge))

    @rule(into=PEOPLE, sources=st.lists(PEOPLE, min_size=1, max_size=2))
    def merge(self, into: int, sources: list[int]) -> None:
        self.act(lambda: merge_people(self.library, target=into, sources=sources))

    @rule(faces=FACES, to=st.one_of(PEOPLE, NAMES.map(NewPerson), st.just(NewPerson()), st.none()))
    def move(self, faces: list[int], to: int | NewPerson | None) -> None:
        self.act(lambda: move_faces(self.library, faces=faces, to=to))

    @rule(faces=FACES)
    def confirm(self, faces: list[int]) -> None:
        self.act(lambda: confirm_faces(self.library, faces=faces))

    @rule(person=PEOPLE)
    def keep(self, person: int) -> None:
        self.act(lambda: confirm_person(self.library, person=person))

    @rule(faces=FACES, person=PEOPLE)
    def reject(self, faces: list[int], person: int) -> None:
        self.act(lambda: reject_faces(self.library, faces=faces, person=person))

    @rule(person=PEOPLE, other=PEOPLE)
    def tell_apart(self, person: int, other: int) -> None:
        self.act(lambda: reject_pair(self.library, person=person, other=other))

    @rule(person=PEOPLE, ignore=st.booleans())
    def ignore(self, person: int, ignore: bool) -> None:
        self.act(lambda: (ignore_person if ignore else restore_person)(self.library, person=person))

    @rule(faces=FACES, ignore=st.booleans())
    def hide(self, faces: list[int], ignore: bool) -> None:
        self.act(lambda: (ignore_faces if ignore else restore_faces)(self.library, faces=faces))

    @rule(person=PEOPLE, face=st.integers(1, 26))
    def cover(self, person: int, face: int) -> None:
        self.act(lambda: set_cover(self.library, person=person, face=face))

    @precondition(lambda self: self.before)
    @rule()
    def undo_one(self) -> None:
        later = self.state()
        undo(self.library)
        earlier = self.state()
        # Whatever happened since the action: what the user had said before it is said again.
        assert self.present(said_in(earlier)) == self.present(self.before.pop())
        redo(self.library)
        assert self.state() == later
        undo(self.library)
        assert self.state() == earlier
        self.after.append(said_in(later))

    @precondition(lambda self: self.after)
    @rule()
    def redo_one(self) -> None:
        earlier = self.state()
        redo(self.library)
        later = self.state()
        assert self.present(said_in(later)) == self.present(self.after.pop())
        undo(self.library)
        assert self.state() == earlier
        redo(self.library)
        assert self.state() == later
        self.before.append(said_in(earlier))

    @rule(who=st.lists(st.integers(0, 4), min_size=1, max_size=3), quality=st.sampled_from([0.1, 0.9]))
    def index_photo(self, who: list[int], quality: float) -> None:
        self.photo += 1
        add_faces(self.library, [Made(self.photo, person, quality) for person in who])

    @rule(photo=st.integers(1, 14))
    def forget_photo(self, photo: int) -> None:
        run(self.library, f"DELETE FROM photo WHERE id = {photo}")

    @rule(quality=st.sampled_from([0.0, 0.5]))
    def regroup(self, quality: float) -> None:
        before = said_in(self.state())
        held = self.rejected_members()
        group(self.library, card=CARD, min_quality=quality)
        state = self.state()
        assert said_in(state) == before
        self.check_rejections(held)
        self.check_photos()
        assert not group(self.library, card=CARD, min_quality=quality).changed
        # Grouping anew from nothing but the library comes to the same.
        run(self.library, "DELETE FROM setting")
        group(self.library, card=CARD, min_quality=quality)
        assert self.state() == state

    def rejected_members(self) -> dict[int, set[int]]:
        """The faces of all people who were told apart from somebody."""
        with self.library.read() as session:
            rows = session.execute(
                text(
                    "SELECT DISTINCT r.person_id, r.other_person_id, f.id, f.person_id "
                    "FROM rejection AS r JOIN face AS f ON f.person_id IN (r.person_id, r.other_person_id) "
                    "WHERE r.other_person_id IS NOT NULL"
                )
            ).all()
        held: dict[int, set[int]] = {}
        for one, other, face, person in rows:
            held.setdefault(face, set()).add(other if person == one else one)
        return held

    def check_rejections(self, held: dict[int, set[int]]) -> None:
        with self.library.read() as session:
            broken = session.execute(
                text(
                    "SELECT f.id FROM face AS f JOIN rejection AS r "
                    "ON r.face_id = f.id AND r.person_id = f.person_id"
                )
            ).all()
            now = {row[0]: row[1] for row in session.execute(text("SELECT id, person_id FROM face"))}
        assert broken == []
        for face, others in held.items():
            assert now[face] not in others

    def check_photos(self) -> None:
        with self.library.read() as session:
            together = session.execute(
                text(
                    "SELECT a.id, b.id FROM face AS a JOIN face AS b ON a.photo_id = b.photo_id "
                    "AND a.person_id = b.person_id AND a.id < b.id "
                    "WHERE a.confirmed_at IS NULL OR b.confirmed_at IS NULL"
                )
            ).all()
        assert together == []


def test_promises_hold_under_random_sequences(tmp_path: Path) -> None:
    template = tmp_path / "template.db"
    with Library.open(template) as library:
        # Photos 1 to 12 with two people each, and a few more with one.
        faces = [Made(photo, (photo + extra) % 4) for photo in range(1, 13) for extra in (0, 1)]
        add_faces(library, [*faces, Made(13, 0, 0.1), Made(14, 1, 0.1)])
    Sequences.template = template
    machine = Sequences.TestCase()
    machine.settings = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine.runTest()
