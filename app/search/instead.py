"""What is wrong with a search that is not understood, and what could be searched for instead.

The language itself lives in `app.search.language`; suggestions while one types in `app.search.completion`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.search.errors import QueryError
from app.search.geography import KnownPlaces
from app.search.language import parse
from app.search.photos import known_names, search_photos
from app.search.tree import TakenAt
from app.search.words import QUOTES

#: Mistakes that are told of at one time, and searches that are offered.
_MOST: Final = 4
#: A year on its own, which may be meant as the name of a folder.
_YEAR: Final = re.compile(r"(?<![\w:.\-–…])(?:18|19|20)[0-9]{2}(?![\w.\-–…])")


@dataclass(frozen=True, slots=True)
class Instead:
    """Another search, which finds something.

    Attributes:
        text: As the user would type it.
        photos: How many photos it finds.
    """

    text: str
    photos: int


def mistakes(
    text: str, names: Mapping[str, str], places: Mapping[str, TakenAt] | None = None
) -> list[QueryError]:
    """List all that cannot be understood in a search, from its beginning to its end; empty where all can.

    Args:
        text: What the user typed.
        names: Names of people by `app.library.names.name_key`.
        places: Places by `app.search.words.place_key`; none where there are none.
    """
    found: list[QueryError] = []
    while len(found) < _MOST:
        try:
            parse(text, names, places)
        except QueryError as error:
            found.append(error)
            blank = " " * (error.end - error.start)
            if not text[error.start : error.end].strip():
                break
            # What is left may be wrong, too.
            text = text[: error.start] + blank + text[error.end :]
        else:
            break
    return sorted(found, key=lambda error: error.start)


def instead(session: Session, text: str) -> list[Instead]:
    """Find searches that are close to one that is not understood, or finds nothing, and find something.

    What is nobody's name may be somebody's who is spelt alike, or a folder's, and so may a year be.

    Args:
        session: A session.
        text: What the user typed.
    """
    names, places = known_names(session), KnownPlaces(session)
    wrong = mistakes(text, names, places)
    found: list[Instead] = []
    for other in dict.fromkeys(_mended(text, wrong) if wrong else _with_folder(text)):
        try:
            query = parse(other, names, places)
        except QueryError:
            continue
        photos = len(search_photos(session, query))
        if photos:
            found.append(Instead(other, photos))
    return found[:_MOST]


def _mended(text: str, wrong: list[QueryError]) -> Iterator[str]:
    """Give texts with something else in the place of each mistake: of one the choices, of others the best."""
    choices = [[*error.suggestions, f"in:{_quoted(text[error.start : error.end])}"] for error in wrong]
    for number, some in enumerate(choices):
        for choice in some:
            chosen = [choice if number == other else choices[other][0] for other in range(len(wrong))]
            yield _replaced(text, [(error.start, error.end) for error in wrong], chosen)


def _with_folder(text: str) -> Iterator[str]:
    """Give texts in which years are names of folders: all of them, then each alone."""
    places = [year.span() for year in _YEAR.finditer(text) if not _in_quotes(text, year.start())]
    for some in [places, *([place] for place in places)]:
        if some:
            yield _replaced(text, some, [f"in:{text[start:end]}" for start, end in some])


def _replaced(text: str, places: list[tuple[int, int]], by: list[str]) -> str:
    for (start, end), part in reversed(list(zip(places, by, strict=True))):
        text = text[:start] + part + text[end:]
    return text


def _in_quotes(text: str, at: int) -> bool:
    return sum(character in QUOTES for character in text[:at]) % 2 == 1


def _quoted(word: str) -> str:
    return word if word.isalnum() else f'"{word}"'
