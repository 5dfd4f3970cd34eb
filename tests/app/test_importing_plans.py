"""A plan says what happens: whatever was said before, and whatever another program says."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers.albums import PHOTOS, SIZE, make_album
from makers.libraries import everything
from sqlalchemy import text

from app.exchange.importing import plan_import, run_import
from app.exchange.importing.planning import _folders
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.metadata.imports import Import, ImportedPhoto
from app.metadata.people import NamedRegion, People
from app.operations import (
    NewPerson,
    OperationError,
    confirm_faces,
    erase_faces,
    ignore_person,
    mention_person,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    undo,
)

NAMES = ("Anna", "Bert", "Caro")
FACES = sum(map(len, PHOTOS))


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_album(tmp_path_factory.mktemp("album"))


def region(name: str, at: int) -> NamedRegion:
    """Return a box around the face at a place, where a photo has so many, or where nobody is."""
    return NamedRegion(name, (30 + 130 * at) / SIZE[0], 90 / SIZE[1], 100 / SIZE[0], 100 / SIZE[1])


NAME = st.sampled_from(NAMES)
FACE = st.integers(1, FACES)
STEPS = st.one_of(
    st.tuples(st.just("new"), FACE, NAME),
    st.tuples(st.just("to"), FACE, NAME),
    st.tuples(st.just("not"), FACE, NAME),
    st.tuples(st.just("confirm"), FACE, NAME),
    st.tuples(st.just("erase"), FACE, NAME),
    st.tuples(st.just("name"), st.integers(1, 3), NAME),
    st.tuples(st.just("ignore"), st.integers(1, 3), NAME),
    st.tuples(st.just("apart"), st.integers(1, 3), NAME),
    st.tuples(st.just("mention"), st.integers(1, len(PHOTOS)), NAME),
)
#: Each place of a photo has one name, and who is present has none.
SAID = st.dictionaries(
    st.integers(1, len(PHOTOS)),
    st.tuples(st.dictionaries(st.integers(0, 2), NAME, max_size=3), st.sets(NAME, max_size=1)),
    max_size=8,
)


def do(library: Library, step: tuple[str, int, str]) -> None:
    """Do one thing, as far as it can be done."""
    kind, number, name = step
    with suppress(OperationError, PersonNotFoundError):
        if kind == "new":
            move_faces(library, faces=[number], to=NewPerson(name))
        elif kind == "to":
            move_faces(library, faces=[number], to=name)
        elif kind == "not":
            reject_faces(library, faces=[number], person=name)
        elif kind == "confirm":
            confirm_faces(library, faces=[number])
        elif kind == "erase":
            erase_faces(library, faces=[number])
        elif kind == "ignore":
            ignore_person(library, person=number)
        elif kind == "apart":
            reject_pair(library, person=number, other=name)
        elif kind == "mention":
            mention_person(library, photo=number, person=name)
        else:
            name_person(library, person=number, name=name)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(STEPS, max_size=6), said=SAID)
def test_what_is_planned_happens_and_is_undone(
    album: Path,
    tmp_path: Path,
    before: list[tuple[str, int, str]],
    said: dict[int, tuple[dict[int, str], set[str]]],
) -> None:
    shutil.copy(album, tmp_path / "library.db")
    with Library.open(tmp_path / "library.db") as library:
        for step in before:
            do(library, step)
        imported = []
        for photo, (places, present) in said.items():
            regions = tuple(region(name, at) for at, name in places.items())
            names = tuple(name for name in sorted(present) if name not in places.values())
            file = album.parent / "photos" / f"{photo}.jpg"
            imported.append(ImportedPhoto(str(file), People(regions, names)))
        plan = plan_import(library, Import("digikam", tuple(imported)))
        former, counted = everything(library), _counted(library)
        report = run_import(library, None, plan)
        now = _counted(library)
        wanted = {
            first + at
            for photo, (places, _) in said.items()
            for at in places
            if at < len(PHOTOS[photo - 1])
            for first in [1 + sum(map(len, PHOTOS[: photo - 1]))]
        }
        changed = {face for face in wanted if now.named.get(face) != counted.named.get(face)}
        assert len(changed) == sum(one.confirm for one in plan.people)
        assert len(changed) == sum(one.confirm for one in plan.photos)
        # Of boxes without a face only that somebody is there is noted here, and that once.
        nowhere = {
            (photo, name)
            for photo, (places, _) in said.items()
            for at, name in places.items()
            if at >= len(PHOTOS[photo - 1])
        }
        new = now.mentions - counted.mentions
        for planned in plan.photos:
            here = {pair for pair in new if pair[0] == planned.photo_id}
            assert len(here - nowhere) == planned.mention
            assert len(here & nowhere) <= planned.draw
        for person in plan.people:
            theirs = {pair for pair in new if pair[1] == person.name}
            assert len(theirs - nowhere) == person.mention
        for conflict in plan.conflicts:
            assert now.named.get(conflict.face_id) != conflict.name
            assert now.named.get(conflict.face_id) == counted.named.get(conflict.face_id)
        assert {one.name for one in plan.people if one.person_id is None} >= now.names - counted.names
        assert bool(plan) >= (report.changes.action_id is not None)
        if report.changes.action_id is not None:
            after = everything(library)
            undo(library)
            assert everything(library) == former
            redo(library)
            assert everything(library) == after


@dataclass(frozen=True)
class _Counted:
    """The names of faces that are confirmed as somebody's, photos and names of mentions, and all names."""

    named: dict[int, str]
    mentions: set[tuple[int, str]]
    names: set[str]


def _counted(library: Library) -> _Counted:
    with library.read() as session:
        named = session.execute(
            text(
                "SELECT face.id, name FROM face JOIN person ON person.id = person_id "
                "WHERE confirmed_at NOT NULL AND name NOT NULL"
            )
        )
        return _Counted(
            dict(tuple(row) for row in named),
            {
                (photo, name)
                for photo, name in session.execute(
                    text("SELECT photo_id, name FROM mention JOIN person ON person.id = person_id")
                )
            },
            set(session.execute(text("SELECT name FROM person WHERE name NOT NULL")).scalars()),
        )


@pytest.mark.parametrize("start", ["//", "\\\\", "/\\", "\\/"])
def test_no_other_computer_is_asked_for_photos(monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    """On Windows such paths are of another computer, whatever a file of somebody else's names."""
    asked: list[Path] = []
    monkeypatch.setattr(Path, "is_absolute", lambda _: True)
    monkeypatch.setattr(Path, "is_file", lambda path: bool(asked.append(path)) or True)
    assert _folders([f"{start}computer/share/a.jpg"]) == ()
    assert asked == []
    assert _folders(["/photos/a.jpg"]) == (str(Path("/photos")),)
