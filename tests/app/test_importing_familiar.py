"""Another library's names, birthdays, notes and "not this person": exported, and taken over as they were."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from makers.albums import make_album
from makers.command_line import CommandLine
from makers.libraries import everything, run, scalar
from makers.operating import both_ways
from sqlalchemy import text

from app.exchange.exporting import export_names
from app.exchange.importing import plan_import, run_import
from app.library.store import Library
from app.metadata.imports import Import, ImportedPerson, read_familiar
from app.operations import (
    NewPerson,
    forget_person,
    mention_person,
    move_faces,
    reject_faces,
    reject_pair,
    set_birthday,
    set_notes,
    undo,
)
from app.operations.retelling import News

BORN = date(2001, 2, 3)
NOTES = "Met in Ζάκυνθος.\n=second line"
#: All that a user says, by names and boxes instead of numbers.
SAID = (
    "SELECT name, birthday, notes FROM person WHERE name NOT NULL ORDER BY name",
    "SELECT photo_id, name FROM mention JOIN person ON person.id = person_id ORDER BY 1, 2",
    (
        "SELECT photo_id, x, y, name FROM face JOIN person ON person.id = person_id "
        "WHERE confirmed_at NOT NULL AND name NOT NULL ORDER BY 1, 2, 3"
    ),
    (
        "SELECT photo_id, x, y, name FROM rejection JOIN face ON face.id = face_id "
        "JOIN person ON person.id = rejection.person_id WHERE name NOT NULL ORDER BY 1, 2, 3, 4"
    ),
    (
        "SELECT min(one.name, other.name), max(one.name, other.name) FROM rejection "
        "JOIN person AS one ON one.id = person_id JOIN person AS other ON other.id = other_person_id "
        "WHERE one.name NOT NULL AND other.name NOT NULL ORDER BY 1, 2"
    ),
)


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_album(tmp_path_factory.mktemp("album"))


@pytest.fixture
def fresh(album: Path, tmp_path: Path) -> Iterator[Library]:
    with Library.open(shutil.copy(album, tmp_path / "library.db")) as library:
        yield library


@pytest.fixture
def exported(album: Path, tmp_path: Path) -> Path:
    """What the user of a library of the same photos said, as JSON."""
    with Library.open(shutil.copy(album, tmp_path / "other.db")) as library:
        move_faces(library, faces=[1, 2], to=NewPerson("Anna"))
        move_faces(library, faces=[3, 4], to=NewPerson("Bert"))
        mention_person(library, photo=5, person=NewPerson("Caro"))
        set_birthday(library, person="Anna", birthday=BORN)
        set_notes(library, person="Anna", notes=NOTES)
        set_notes(library, person="Caro", notes="Shy")
        reject_faces(library, faces=[5, 7], person="Anna")
        reject_faces(library, faces=[5], person="Bert")
        reject_pair(library, person="Anna", other="Caro")
        (tmp_path / "said.json").write_text(json.dumps(said(library)), encoding="utf-8")
        return export_names(library, tmp_path / "names.json").place


def said(library: Library) -> list[list[list[object]]]:
    with library.read() as session:
        return [[list(row) for row in session.execute(text(statement))] for statement in SAID]


def test_all_that_was_said_arrives(fresh: Library, exported: Path) -> None:
    before = everything(fresh)
    plan = plan_import(fresh, read_familiar(exported))
    assert everything(fresh) == before
    assert plan.besides == News(
        (("anna", BORN),),
        (("anna", NOTES), ("caro", "Shy")),
        (("anna", "caro"),),
        ((5, "anna"), (5, "bert"), (7, "anna")),
    )
    both_ways(fresh, lambda: run_import(fresh, None, plan).changes)
    assert said(fresh) == json.loads((exported.parent / "said.json").read_text("utf-8"))
    # There is nothing more to do then, and it is one action.
    assert not plan_import(fresh, read_familiar(exported))
    undo(fresh)
    assert everything(fresh) == before


def test_what_the_user_said_here_stands(fresh: Library, exported: Path) -> None:
    move_faces(fresh, faces=[5], to=NewPerson("Anna"))
    set_birthday(fresh, person="Anna", birthday=date(1990, 1, 1))
    set_notes(fresh, person="Anna", notes="Mine")
    plan = plan_import(fresh, read_familiar(exported))
    assert plan.besides.birthdays == ()
    assert plan.besides.notes == (("caro", "Shy"),)
    assert plan.besides.rejected == ((5, "bert"), (7, "anna"))
    run_import(fresh, None, plan)
    assert scalar(fresh, "SELECT birthday FROM person WHERE name = 'Anna'") == "1990-01-01"
    assert scalar(fresh, "SELECT notes FROM person WHERE name = 'Anna'") == "Mine"
    assert scalar(fresh, "SELECT confirmed_at NOT NULL FROM face WHERE id = 5")


def test_of_people_who_are_not_here_nothing_is_said(fresh: Library, exported: Path) -> None:
    """Their photos are not in this library."""
    run(fresh, "UPDATE photo SET path = 'other/' || id || '.png', size = 7")
    plan = plan_import(fresh, read_familiar(exported))
    assert (bool(plan), plan.besides) == (False, News())
    assert run_import(fresh, None, plan).changes.action_id is None


def test_a_face_that_grouping_gave_them_leaves_them(fresh: Library, exported: Path) -> None:
    move_faces(fresh, faces=[1], to=NewPerson("Anna"))
    run(fresh, "UPDATE face SET person_id = (SELECT id FROM person WHERE name = 'Anna') WHERE id = 7")
    run_import(fresh, None, plan_import(fresh, read_familiar(exported)))
    assert scalar(fresh, "SELECT person_id FROM face WHERE id = 7") is None


def test_who_was_forgotten_in_a_photo_is_not_spoken_of(fresh: Library, exported: Path) -> None:
    run(fresh, "INSERT INTO region (photo_id, source, name) SELECT id, 'file', 'Anna' FROM photo")
    move_faces(fresh, faces=[6], to=NewPerson("Anna"))
    forget_person(fresh, person="Anna")
    move_faces(fresh, faces=[8], to=NewPerson("Anna"))
    plan = plan_import(fresh, read_familiar(exported))
    assert {key for _, key in plan.besides.rejected} == {"bert"}


@pytest.mark.parametrize("birthday", [date(1700, 1, 1), date(2999, 1, 1)])
def test_a_day_on_which_nobody_was_born_is_left_out(fresh: Library, birthday: date) -> None:
    move_faces(fresh, faces=[1], to=NewPerson("Anna"))
    imported = Import("familiar", (), (), (ImportedPerson("ANNA", birthday, "New"),))
    run_import(fresh, None, plan_import(fresh, imported))
    assert scalar(fresh, "SELECT birthday FROM person WHERE name = 'Anna'") is None
    assert scalar(fresh, "SELECT notes FROM person WHERE name = 'Anna'") == "New"


def test_confirming_meanwhile_counts(fresh: Library, exported: Path) -> None:
    plan = plan_import(fresh, read_familiar(exported))
    move_faces(fresh, faces=[7], to=NewPerson("Anna"))
    run_import(fresh, None, plan)
    name = "SELECT name FROM person JOIN face ON person_id = person.id WHERE face.id = 7"
    assert scalar(fresh, name) == "Anna"


@pytest.mark.parametrize(
    ("person", "read"),
    [
        ({"birthday": "2001-02-03", "notes": " x "}, [ImportedPerson("Anna", BORN, "x")]),
        ({"birthday": "2001-02-30", "notes": " "}, []),
        ({"birthday": "20010203", "notes": 5}, []),
        ({"birthday": ["2001-02-03"], "notes": None}, []),
        ({"ignored": True, "notes": "x"}, []),
    ],
)
def test_what_is_damaged_is_left_out(tmp_path: Path, person: dict[str, object], read: object) -> None:
    document = {
        "format": "familiar-names",
        "version": 1,
        "people": [{"id": 1, "name": "Anna"} | person, {"id": 2, "name": "Bert"}],
        "different": [[1, 2], [1], "x", [1, 99], [1, None]],
        "photos": [{"root": 1, "path": "a", "faces": [{"rejected": [1, "x"]}, {"rejected": 5, "share": {}}]}],
    }
    (tmp_path / "names.json").write_text(json.dumps(document), encoding="utf-8")
    found = read_familiar(tmp_path / "names.json")
    assert list(found.people) == read
    assert found.different == (() if person.get("ignored") else (("Anna", "Bert"),))
    assert found.photos == ()
    assert len(found.problems) == 1


def test_in_the_terminal(fresh: Library, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    familiar = CommandLine(fresh.path, capsys)
    out = familiar("import", exported, "--dry-run").out
    assert (
        "New besides: 1 birthday, 2 notes, 1 pair of people who are not the same, "
        "3 faces that are not somebody's." in out
    )
    document = familiar.json("import", exported, "--dry-run")["plan"]
    assert document["besides"]["birthdays"] == [["anna", "2001-02-03"]]
    assert "statements" not in document
