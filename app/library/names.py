"""Names of people: how they are tidied, compared and looked up.

Giving a name to somebody is a user's action and lives in `app.operations`.
"""

from __future__ import annotations

import difflib
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.tables import Person


class PersonNotFoundError(LookupError):
    """Nobody has this name or id.

    Attributes:
        suggestions: Names of people that come close, the closest first; at most three.
    """

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


def clean_name(name: str) -> str:
    """Return a name as it is shown: composed (NFC), without spaces around it, single spaces inside.

    Raises:
        ValueError: It is empty, or has control characters (line breaks, tabs) or broken Unicode.
    """
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in name):
        raise ValueError("A name cannot have line breaks, tabs or other control characters.")
    cleaned = " ".join(unicodedata.normalize("NFC", name).split())
    if not cleaned:
        raise ValueError("A name cannot be empty.")
    return cleaned


def name_key(name: str) -> str:
    """Return what two spellings of the same name have in common: `Person.name_key`.

    Compatibility caseless matching as in the Unicode Standard, section 3.13, definition D146, with NFKC for
    NFKD; characters without a shape of their own (zero-width joiners, direction marks) do not count.

    Raises:
        ValueError: As `clean_name`; also where nothing visible is left.
    """
    text = clean_name(name)
    key = "".join(character for character in text if unicodedata.category(character) != "Cf")
    key = unicodedata.normalize("NFD", key)
    for _ in range(2):
        key = unicodedata.normalize("NFKC", key.casefold())
    key = " ".join(key.split())
    if not key:
        raise ValueError("A name cannot be empty.")
    return key


def find_person(session: Session, name_or_id: str | int) -> Person:
    """Return the person or group that the user means.

    Args:
        session: A session.
        name_or_id: An id, or a name in any spelling that `name_key` holds for the same. Text that is
            nobody's name is read as an id where it is a number, also written "#12".

    Raises:
        PersonNotFoundError: There is none; its message is for the user and suggests close names.
    """
    if isinstance(name_or_id, int):
        person = session.get(Person, name_or_id)
        if person is None:
            raise PersonNotFoundError(f"There is no person or group with the number {name_or_id}.")
        return person
    try:
        key = name_key(name_or_id)
    except ValueError as error:
        raise PersonNotFoundError(str(error)) from error
    person = session.scalar(select(Person).where(Person.name_key == key))
    if person is not None:
        return person
    digits = key.removeprefix("#")
    # Longer numbers do not fit SQLite's integers.
    if digits.isdecimal() and len(digits) < 19:
        return find_person(session, int(digits))
    names = {
        known: name
        for known, name in session.execute(select(Person.name_key, Person.name))
        if known is not None and name is not None
    }
    close = tuple(names[known] for known in difflib.get_close_matches(key, names, n=3))
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    raise PersonNotFoundError(f"There is nobody called {clean_name(name_or_id)}.{hint}", close)
