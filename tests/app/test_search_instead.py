"""What is wrong with a search, and what is offered in its place."""

from __future__ import annotations

import pytest
from makers.albums import make_album
from sqlalchemy import text

from app.library.names import name_key
from app.library.store import Library
from app.operations import name_person
from app.search.instead import Instead, instead, mistakes

NAMES = {name_key(name): name for name in ("Anna", "Bert", "Carla")}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Anna and 2019", []),
        ("Ana or Brt", ["Ana", "Brt"]),
        ("Zoe and Zoe", ["Zoe", "Zoe"]),
        ("Anna) and Xaver", [")", "Xaver"]),
        ("2019-13 Brt", ["2019-13", "Brt"]),
        ("A B C D E F", ["A", "B", "C", "D"]),
    ],
)
def test_all_mistakes_are_found_from_the_beginning_on(said: str, wrong: list[str]) -> None:
    found = mistakes(said, NAMES)
    assert [said[error.start : error.end] for error in found] == wrong


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("album")
    make_album(folder)
    library = Library.open(folder / "library.db")
    name_person(library, person=1, name="Annabel")
    name_person(library, person=2, name="Bert")
    with library.write() as session:
        session.execute(text("UPDATE photo SET path = '2011/Rome/' || path WHERE id IN (3, 4)"))
    return library


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("Anabel", ["Annabel"]),
        ("Anabel or Brt", ["Annabel or Bert"]),
        ("rome", ["in:rome"]),
        ("2011", ["in:2011"]),
        ("2011 and 2019", ["in:2011 and 2019"]),
        ("2012", []),
        ("before 2011", []),
        ("Zoe", []),
    ],
)
def test_what_is_offered_finds_something(library: Library, said: str, offered: list[str]) -> None:
    with library.read() as session:
        found = instead(session, said)
    assert [one.text for one in found][: len(offered)] == offered
    assert bool(found) == bool(offered)
    assert all(one.photos > 0 for one in found)
    assert all(isinstance(one, Instead) for one in found)
