"""Names of somebody forgotten that files go on saying: they stay forgotten, and nobody can read them."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.fake_photos import World, photo
from sqlalchemy import text

from app.library.names import name_key
from app.library.settings import KEYWORDS_AS_PEOPLE, set_setting
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import with_people
from app.operations import Said, adopt, forget_person, mention_person
from app.operations.changes import NewPerson
from app.operations.forgotten import ForgottenNames

NAME = "Zdenka Qvist"
BOX = NamedRegion(NAME, 0.5, 0.5, 0.25, 0.25)


def sidecar(*present: str, regions: tuple[NamedRegion, ...] = ()) -> bytes:
    return with_people(None, People(regions, present), orientation=1, width=400, height=300)


def names(world: World) -> set[str]:
    return {row["name"] for row in world.rows("person") if row["name"] is not None}


def touched(world: World, name: str, content: bytes) -> None:
    """Put a file again, later than before."""
    world.put(name, content)
    os.utime(world.folder / name, ns=(2 * 10**18, 2 * 10**18))


@pytest.fixture
def forgotten(world: World) -> World:
    """A photo whose sidecar says that somebody is in it, without a face, and that Bob is."""
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.put("a.jpg.xmp", sidecar(NAME, "Bob"))
    world.index()
    assert names(world) == {NAME, "Bob"}
    assert forget_person(world.library, person=NAME).proof == ()
    return world


@pytest.mark.parametrize("how", ["sidecar", "photo", "keywords", "written otherwise", "with a place"])
def test_they_stay_forgotten(forgotten: World, how: str) -> None:
    if how == "photo":
        forgotten.put("a.jpg", photo(("anna", 12, 12, 50), salt=7))
    elif how == "keywords":
        with forgotten.library.write() as session:
            set_setting(session, KEYWORDS_AS_PEOPLE, "Who/")
    elif how == "with a place":
        touched(forgotten, "a.jpg.xmp", sidecar("Bob", "Caro", regions=(BOX,)))
    else:
        name = NAME.upper() if how == "written otherwise" else NAME
        touched(forgotten, "a.jpg.xmp", sidecar(name, "Bob", "Caro"))
    forgotten.index()
    assert names(forgotten) == {"Bob", "Caro"} - ({"Caro"} if how in {"photo", "keywords"} else set())
    assert len(forgotten.rows("face")) == 1
    assert [row["name"] for row in forgotten.rows("region") if "zdenka" in row["name"].casefold()] == []


def test_nobody_can_read_whom(forgotten: World) -> None:
    touched(forgotten, "a.jpg.xmp", sidecar(NAME, "Bob", "Caro"))
    forgotten.index()
    forgotten.library.compact()
    files = [file for file in forgotten.library.path.parent.iterdir() if file.is_file()]
    assert forgotten.library.path in files
    for name in (NAME, NAME.upper(), name_key(NAME)):
        assert [file for file in files if name.encode() in file.read_bytes()] == []
    with forgotten.library.read() as session:
        value = session.execute(text("SELECT value FROM setting WHERE key = 'forgetting.names'")).scalar_one()
    (marks,) = json.loads(value)["marks"].values()
    assert len(marks) == 1
    assert 0 <= marks[0] < 1 << 16


def test_another_program_does_not_bring_them_back(forgotten: World) -> None:
    adopt(forgotten.library, [Said(1, People((BOX,), (NAME, "Caro")))])
    assert names(forgotten) == {"Bob", "Caro"}


def test_in_other_photos_they_are_strangers(forgotten: World) -> None:
    forgotten.put("b.jpg", photo(("ben", 10, 10, 50), salt=2))
    forgotten.put("b.jpg.xmp", sidecar(NAME))
    forgotten.index()
    assert names(forgotten) == {NAME, "Bob"}
    assert [row["photo_id"] for row in forgotten.rows("mention")] == [1, 2]


def test_a_copy_of_the_photo_does_not_bring_them_back(forgotten: World) -> None:
    forgotten.put("b.jpg", photo(("anna", 10, 10, 50)))
    forgotten.put("b.jpg.xmp", sidecar(NAME, "Caro"))
    forgotten.index()
    assert names(forgotten) == {"Bob", "Caro"}


def test_what_the_user_says_stands(forgotten: World) -> None:
    mention_person(forgotten.library, photo=1, person=NewPerson(NAME))
    assert names(forgotten) == {NAME, "Bob"}
    # Forgotten again, with others.
    forget_person(forgotten.library, person="Bob")
    forget_person(forgotten.library, person=NAME)
    touched(forgotten, "a.jpg.xmp", sidecar(NAME, "Bob", "Caro"))
    forgotten.index()
    assert names(forgotten) == {"Caro"}


def test_a_name_that_somebody_else_has_is_theirs(forgotten: World) -> None:
    mention_person(forgotten.library, photo=1, person=NewPerson("Dora"))
    with forgotten.library.write() as session:
        execute = session.connection().exec_driver_sql
        # A former name of hers.
        execute("UPDATE action SET changes = replace(changes, '\"Dora\"', '\"Bob\"')")
    forget_person(forgotten.library, person="Dora")
    touched(forgotten, "a.jpg.xmp", sidecar("Bob"))
    forgotten.index()
    assert "Bob" in names(forgotten)


@given(key=st.binary(min_size=16, max_size=16), name=st.text(min_size=1))
def test_marks_are_of_one_photo(key: bytes, name: str) -> None:
    plain = ForgottenNames(key, {})
    assert not plain.has(1, name)
    some = ForgottenNames(key, {2: frozenset(range(1 << 16))})
    assert some.has(2, name)
    assert not some.has(1, name)


def test_marks_of_photos_that_are_gone_go(forgotten: World) -> None:
    with forgotten.library.write() as session:
        session.execute(text("DELETE FROM photo"))
    (forgotten.folder / "a.jpg").unlink()
    forgotten.put("c.jpg", photo(("ben", 10, 10, 50), salt=2))
    forgotten.put("c.jpg.xmp", sidecar("Caro"))
    forgotten.index()
    forget_person(forgotten.library, person="Caro")
    with forgotten.library.read() as session:
        marks = ForgottenNames.of(session).marks
    assert set(marks) == {row["id"] for row in forgotten.rows("photo")}
