"""Names of people: tidied, compared and looked up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.names import PersonNotFoundError, clean_name, find_person, name_key
from app.library.store import Library
from app.library.tables import Person, now

names = st.text(min_size=1, max_size=20)


def key_or_none(name: str) -> str | None:
    try:
        return name_key(name)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Anna", "  ANNA "),
        ("Anna Maria", "anna \u00a0 maria"),
        ("Zoë", "Zoe\u0308"),
        ("Groß", "GROSS"),
        ("Ａｎｎａ", "Anna"),
        ("ﬁona", "Fiona"),
        ("Σοφός", "ΣΟΦΌΣ"),
        ("Anna", "An\u200bna"),
        ("김민준", "김민준"),
    ],
)
def test_spellings_of_one_name(name: str, same: str) -> None:
    assert name_key(name) == name_key(same)


@pytest.mark.parametrize(("name", "other"), [("Anna", "Ana"), ("Zoë", "Zoe"), ("Anna M", "AnnaM")])
def test_different_names(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b", "An\nna", "Anna\n", "\tAnna", "\x00", "\udc80", "A\u2028"]
)
def test_impossible_names(name: str) -> None:
    with pytest.raises(ValueError, match="A name cannot"):
        name_key(name)


def test_clean_name_is_what_is_shown() -> None:
    assert clean_name("  Zoe\u0308   van  Dijk ") == "Zoë van Dijk"


@given(names)
def test_key_of_a_key_is_itself(name: str) -> None:
    key = key_or_none(name)
    if key is not None:
        assert name_key(key) == key


@given(names)
def test_case_spaces_and_cleaning_do_not_matter(name: str) -> None:
    key = key_or_none(name)
    if key is not None:
        assert name_key(clean_name(name)) == key
        assert name_key(f" {name}  ") == key
        assert name_key(name.casefold()) == key


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        with opened.write() as session:
            for name in ("Anna Novak", "Anne Novak", "Zoë", "7"):
                session.add(Person(name=name, name_key=name_key(name)))
            session.add(Person(ignored_at=now()))
        yield opened


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (5, 5),
        ("5", 5),
        ("#5", 5),
        ("anna  NOVAK", 1),
        ("ZOË", 3),
        # A name goes before a number; "#" asks for the number.
        ("7", 4),
        ("#1", 1),
    ],
)
def test_people_are_found(library: Library, wanted: str | int, found: int) -> None:
    with library.read() as session:
        assert find_person(session, wanted).id == found


def test_near_misses_are_suggested(library: Library) -> None:
    with library.read() as session, pytest.raises(PersonNotFoundError) as caught:
        find_person(session, "Ana  Novak")
    assert caught.value.suggestions == ("Anna Novak", "Anne Novak")
    assert str(caught.value) == "There is nobody called Ana Novak. Did you mean Anna Novak or Anne Novak?"


@pytest.mark.parametrize("wanted", [99, "99", "#7", "", "Xaver", "9" * 30, -1])
def test_strangers_are_not_found(library: Library, wanted: str | int) -> None:
    with library.read() as session, pytest.raises(PersonNotFoundError) as caught:
        find_person(session, wanted)
    assert caught.value.suggestions == ()
