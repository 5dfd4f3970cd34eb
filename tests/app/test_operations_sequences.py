"""The promises under long random sequences of actions, groupings, indexing, undoing and redoing."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from makers.libraries import CARD, Made, add_faces, everything, run, vector
from makers.promises import (
    Words,
    check_birthdays,
    check_photos,
    check_rejections,
    said_in,
    still_there,
    told_apart,
)

from app.grouping import group
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.metadata.people import NamedRegion, People
from app.operations import (
    Changes,
    DrawnFace,
    NewPerson,
    OperationError,
    Said,
    adopt,
    answer_pairs,
    assign_faces,
    confirm_faces,
    confirm_person,
    draw_face,
    erase_faces,
    ignore_faces,
    ignore_others,
    ignore_person,
    ignore_seldom,
    mention_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    remove_mention,
    remove_name,
    restore_faces,
    restore_person,
    set_birthday,
    set_cover,
    set_notes,
    split_person,
    undo,
)
from engine.embedding import pack

PEOPLE = st.integers(1, 9)
FACES = st.lists(st.integers(1, 30), min_size=1, max_size=4)
PAIRS = st.lists(st.tuples(PEOPLE, PEOPLE), max_size=3)
NAMES = st.sampled_from(["Anna", "Ben", "Cleo"])
#: Those of all faces that are made here, and two others.
BOXES = st.sampled_from([(0.5, 1.25, 10.0, 10.0), (50.0, 50.0, 20.0, 20.0), (52.0, 50.0, 20.0, 24.0)])

#: Of every photo made here, pixels.
SIDE = 100
#: Regions of those boxes as a file tells them, looser, and elsewhere.
REGIONS = st.builds(
    lambda name, box, loose: NamedRegion(
        name,
        (box[0] - loose * box[2]) / SIDE,
        (box[1] - loose * box[3]) / SIDE,
        (1 + 2 * loose) * box[2] / SIDE,
        (1 + 2 * loose) * box[3] / SIDE,
    ),
    NAMES,
    BOXES,
    st.sampled_from([0.0, 0.3]),
)
SAID = st.lists(
    st.builds(
        lambda photo, regions, present: Said(photo, People(tuple(regions), tuple(present))),
        st.integers(1, 16),
        st.lists(REGIONS, max_size=3),
        st.lists(NAMES, max_size=2),
    ),
    min_size=1,
    max_size=3,
)


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
        self.before: list[Words] = []
        self.after: list[Words] = []
        #: Nothing but the user changes the library; then undoing everything brings back the first state.
        self.quiet = False
        self.first: dict[str, list[tuple[Any, ...]]] = {}

    def teardown(self) -> None:
        if self.quiet:
            for _ in self.before:
                undo(self.library)
            assert self.state() == self.first
        self.library.close()
        self.folder.cleanup()

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        return everything(self.library)

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

    @initialize(quiet=st.booleans())
    def first_grouping(self, quiet: bool) -> None:
        group(self.library, card=CARD)
        self.quiet, self.first = quiet, self.state()

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

    @rule(person=PEOPLE, parts=st.lists(FACES, min_size=1, max_size=2))
    def split(self, person: int, parts: list[list[int]]) -> None:
        self.act(lambda: split_person(self.library, person=person, parts=parts))

    @rule(person=PEOPLE, data=st.data())
    def split_off(self, person: int, data: st.DataObject) -> None:
        theirs = [row[0] for row in self.state()["face"] if row[10] == person]
        if len(theirs) > 1:
            faces = st.lists(st.sampled_from(theirs), min_size=1, max_size=len(theirs) - 1)
            part = data.draw(faces)
            names = [data.draw(st.none() | NAMES)]
            self.act(lambda: split_person(self.library, person=person, parts=[part], names=names))

    @rule(person=PEOPLE, yes=FACES, no=FACES)
    def assign(self, person: int, yes: list[int], no: list[int]) -> None:
        self.act(lambda: assign_faces(self.library, person=person, yes=yes, no=no))

    @rule(same=PAIRS, different=PAIRS)
    def answer(self, same: list[tuple[int, int]], different: list[tuple[int, int]]) -> None:
        self.act(lambda: answer_pairs(self.library, same=same, different=different))

    @rule(photo=st.integers(1, 14), confirmed=st.booleans())
    def hide_others(self, photo: int, confirmed: bool) -> None:
        self.act(lambda: ignore_others(self.library, photo=photo, confirmed_too=confirmed))

    @rule(fewer=st.integers(1, 5))
    def hide_seldom(self, fewer: int) -> None:
        self.act(lambda: ignore_seldom(self.library, fewer_than=fewer))

    @rule(person=PEOPLE, year=st.none() | st.integers(2000, 2014))
    def describe(self, person: int, year: int | None) -> None:
        born = None if year is None else date(year, 1, 1)
        self.act(lambda: set_birthday(self.library, person=person, birthday=born))
        self.act(lambda: set_notes(self.library, person=person, notes=year and f"of {year}"))

    @rule(faces=FACES)
    def erase(self, faces: list[int]) -> None:
        self.act(lambda: erase_faces(self.library, faces=faces))

    @rule(photo=st.integers(1, 14), box=BOXES, to=st.one_of(PEOPLE, st.just(NewPerson()), st.none()))
    def draw(self, photo: int, box: Any, to: int | NewPerson | None) -> None:
        packed = pack(vector(photo % 4, 1000))
        face = DrawnFace(box, detector_score=0.5, quality=0.1, model_id=1, vector=packed)
        self.act(lambda: draw_face(self.library, photo=photo, face=face, to=to))

    @rule(said=SAID)
    def read_names(self, said: list[Said]) -> None:
        before = self.state()
        held = told_apart(self.library)
        confirmed = {row[0]: row[10] for row in before["face"] if row[11] is not None}
        self.act(lambda: adopt(self.library, said))
        after = self.state()
        people = {row[0]: row[10] for row in after["face"]}
        # What the user said stands: whose faces are, and are not, who is ignored, and what is deleted.
        assert {face: people[face] for face in confirmed} == confirmed
        there = {row[0] for row in after["person"]}
        assert {(face, person) for _, face, person, other, _ in before["rejection"] if person in there} <= {
            (face, person) for _, face, person, other, _ in after["rejection"]
        }
        newly = {face for face in people if face not in confirmed} & {
            row[0] for row in after["face"] if row[11] is not None
        }
        rejected = {(face, person) for _, face, person, _, _ in before["rejection"]}
        assert not any(
            (face, people[face]) in rejected or people[face] in held.get(face, ()) for face in newly
        )
        assert [row[12] for row in after["face"]] == [row[12] for row in before["face"]]
        assert after["erasure"] == before["erasure"]
        shown = {(row[1], row[10]) for row in after["face"] if row[0] in newly}
        assert not any((row[1], row[10]) in shown for row in after["face"] if row[11] is None)

    @rule(photo=st.integers(1, 16), person=PEOPLE, there=st.booleans())
    def mention(self, photo: int, person: int, there: bool) -> None:
        self.act(
            lambda: (mention_person if there else remove_mention)(self.library, photo=photo, person=person)
        )

    @rule(person=PEOPLE)
    def take_name(self, person: int) -> None:
        self.act(lambda: remove_name(self.library, person=person))

    @precondition(lambda self: self.before)
    @rule()
    def undo_one(self) -> None:
        later = self.state()
        undo(self.library)
        earlier = self.state()
        # Whatever happened since the action: what the user had said before it is said again.
        assert still_there(self.library, said_in(earlier)) == still_there(self.library, self.before.pop())
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
        assert still_there(self.library, said_in(later)) == still_there(self.library, self.after.pop())
        undo(self.library)
        assert self.state() == earlier
        redo(self.library)
        assert self.state() == later
        self.before.append(said_in(earlier))

    @precondition(lambda self: not self.quiet)
    @rule(who=st.lists(st.integers(0, 4), min_size=1, max_size=3), quality=st.sampled_from([0.1, 0.9]))
    def index_photo(self, who: list[int], quality: float) -> None:
        self.photo += 1
        add_faces(self.library, [Made(self.photo, person, quality) for person in who])

    @precondition(lambda self: not self.quiet)
    @rule(photo=st.integers(1, 14))
    def forget_photo(self, photo: int) -> None:
        run(self.library, f"DELETE FROM photo WHERE id = {photo}")

    @precondition(lambda self: not self.quiet)
    @rule(quality=st.sampled_from([0.0, 0.5]), anew=st.booleans())
    def regroup(self, quality: float, anew: bool) -> None:
        before = self.state()
        held = told_apart(self.library)
        report = group(self.library, card=CARD, min_quality=quality, anew=anew)
        state = self.state()
        assert said_in(state) == said_in(before)
        check_rejections(self.library, held)
        check_photos(self.library)
        check_birthdays(self.library)
        if not report.anew:
            # What belonged to somebody still does.
            people = {row[0]: row[10] for row in state["face"]}
            assert all(people[row[0]] == row[10] for row in before["face"] if row[10] is not None)
        assert not group(self.library, card=CARD, min_quality=quality).changed
        # Grouping the same library anew, and anew again, comes to the same.
        group(self.library, card=CARD, min_quality=quality, anew=True)
        settled = self.state()
        assert said_in(settled) == said_in(before)
        group(self.library, card=CARD, min_quality=quality, anew=True)
        assert self.state() == settled


def test_promises_hold_under_random_sequences(tmp_path: Path) -> None:
    template = tmp_path / "template.db"
    with Library.open(template) as library:
        # Photos 1 to 12 with two people each, and a few more with one.
        faces = [Made(photo, (photo + extra) % 4) for photo in range(1, 13) for extra in (0, 1)]
        add_faces(library, [*faces, Made(13, 0, 0.1), Made(14, 1, 0.1)])
        run(library, "UPDATE photo SET taken_at = 2000 + id || '-07-01T12:00:00'")
        run(library, f"UPDATE photo SET width = {SIDE}, height = {SIDE}")
    Sequences.template = template
    machine = Sequences.TestCase()
    machine.settings = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine.runTest()
