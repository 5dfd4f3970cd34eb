"""Dates as people write them in a search: years, months, days, and spans of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from app.search.errors import QueryError
from app.search.tree import Taken

#: The oldest photographs are of the 1820s; what is far off is the number of something else.
EARLIEST_YEAR: Final = 1800
LATEST_YEAR: Final = 2199

_MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
#: "jul" and "sept" too.
_MONTH: Final = "|".join(f"{month[:3]}(?:{month[3:4]}|{month[3:]})?" for month in _MONTHS)
_NUMBERS: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?![0-9])(?:-([0-9]{1,2})(?![0-9]))?)?(?![0-9])")
_WORDS: Final = re.compile(rf"(?:([0-9]{{1,2}})\.?\s+)?({_MONTH})\.?\s+([0-9]{{4}})(?![0-9])", re.IGNORECASE)
#: A hyphen stands between two years only, where it cannot be part of a month or mean "not".
_TO: Final = re.compile(r"\s*(?:\.{2,3}|…|–)|(?<=[0-9])(?:-(?=[0-9]{4})|\s+-(?=\s+[0-9]{4}))")
#: 2019年7月14日, 2019년 7월 14일.
_UNITS: Final = re.compile(
    r"([0-9]{4})\s*[年년](?:\s*([0-9]{1,2})\s*[月월](?:\s*([0-9]{1,2})\s*[日号號일])?)?"
)
#: Words for it that follow the date leave open whether the year itself is meant, so these are not read.
_SIDE: Final = re.compile(r"(?:(before)|after)\s+|(?:(早于|早於)|晚于|晚於)\s*", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s*")


def read_dates(text: str, at: int) -> tuple[Taken, int] | None:
    """Read a date or a span of dates from text.

    Args:
        text: What the user typed.
        at: Where to begin.

    Returns:
        What it means, and where it ends; None where no date begins.

    Raises:
        QueryError: It looks like a date, but there is no such day, month or year.
    """
    if side := _SIDE.match(text, at):
        found = _read_one(text, side.end())
        if found is None:
            return None
        first, end, stop = found
        before = side[1] or side[2]
        return (Taken(None, first) if before else Taken(end, None)), stop
    found = _read_one(text, at)
    to = _TO.match(text, at if found is None else found[2])
    if to is None:
        return None if found is None else (Taken(*found[:2]), found[2])
    last = _read_one(text, _skip(text, to.end()))
    if last is None:
        return None if found is None else (Taken(found[0], None), to.end())
    if found is None:
        return Taken(None, last[1]), last[2]
    if last[1] <= found[0]:
        raise QueryError(f"{text[at : last[2]]} ends before it begins.", at, last[2])
    return Taken(found[0], last[1]), last[2]


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return at if space is None else space.end()


def _read_one(text: str, at: int) -> tuple[str, str, int] | None:
    """Read one date: its beginning and that of what follows it, in ISO 8601, and where its text ends."""
    if found := _UNITS.match(text, at) or _NUMBERS.match(text, at):
        year, month, day = found[1], found[2], found[3]
    elif found := _WORDS.match(text, at):
        number = 1 + [name[:3] for name in _MONTHS].index(found[2][:3].lower())
        year, month, day = found[3], str(number), found[1]
    else:
        return None
    span = _span(int(year), int(month) if month else None, int(day) if day else None)
    if span is None:
        raise QueryError(f"There is no date {found[0]} in any photo.", at, found.end())
    return *span, found.end()


def _span(year: int, month: int | None, day: int | None) -> tuple[str, str] | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    if month is None:
        return f"{year}", f"{year + 1}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        following = f"{year + 1}-01" if month == 12 else f"{year}-{month + 1:02}"
        return f"{year}-{month:02}", following
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat(), (found + timedelta(days=1)).isoformat()
