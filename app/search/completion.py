"""Suggestions while a search is typed: names, words of the language, places, folders, cameras and years.

What they mean once they are typed lives in `app.search.language`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy.orm import Session

from app.library.names import name_key
from app.search.dates import EARLIEST_YEAR, LATEST_YEAR
from app.search.errors import QueryError
from app.search.geography import KnownPlaces
from app.search.language import parse
from app.search.photos import folded
from app.search.rows import fetch, file_name
from app.search.tree import Shows, TakenAt
from app.search.words import (
    AT,
    FIELDS,
    JOINING,
    QUOTES,
    SIDES,
    SINGLE,
    STANDING,
    is_end,
    place_key,
    plain,
    word_end,
)

#: Suggestions made at one time, at most.
MOST: Final = 12
#: Of these, so many are not of people, where there are others.
_OTHERS: Final = 4
#: Words before the one that is typed that may belong to the same name.
_WORDS_BEFORE: Final = 4
#: Letters from which on folders are suggested without being asked for.
_LEAST_OF_FOLDER: Final = 2

_FIELD: Final = re.compile(
    rf"(?<!\w)({'|'.join(FIELDS)})\s*[:：]\s*([{QUOTES}]?)([^{QUOTES}]*)$", re.IGNORECASE
)
_AT: Final = re.compile(rf"^{AT}\s+(?=\S)", re.IGNORECASE)
_VOCABULARY: Final = (
    *(word for word, query in STANDING.items() if query is not None),
    *JOINING,
    *SIDES,
    *(f"{field}:" for field in FIELDS),
)
_FACES_OF: Final = """
SELECT person_id, count(*) FROM face WHERE person_id IN (SELECT value FROM json_each(?)) GROUP BY person_id
"""
_YEAR_FROM: Final = "SELECT substr(min(taken_at), 1, 4) FROM photo WHERE taken_at >= ?"

Kind = Literal["person", "word", "folder", "camera", "year", "place"]


@dataclass(frozen=True, slots=True)
class Completion:
    """One suggestion: what to put in place of a part of the text.

    Attributes:
        start: Where that part begins, counted in characters from 0.
        end: Where it ends.
        text: What to put there, in quotes where it needs them.
        label: What to show.
        kind: What it is.
        person_id: `Person.id` of a person, else None.
    """

    start: int
    end: int
    text: str
    label: str
    kind: Kind
    person_id: int | None = None


def complete(text: str, cursor: int, session: Session, *, most: int = MOST) -> list[Completion]:
    """Suggest how the word may go on in which the cursor is.

    People come first, those with most faces before the others; whoever is ignored is not suggested. Then
    come words of the language, years, the newest first, places, and folders, those with most photos first.
    Everything is found by the beginning of any of its words, people and places also without accents.

    Args:
        text: What the user typed so far.
        cursor: How many characters of it are before the cursor.
        session: A session.
        most: How many suggestions at most.
    """
    cursor = max(0, min(cursor, len(text)))
    before = text[:cursor]
    if field := _FIELD.search(before):
        found = list(_of_field(session, text, field))[:most]
        # After a space, the next word may have begun.
        if found or not re.search(r"\s", field[3]):
            return found
    starts = _starts(before)
    quoted = before[starts[-1] :].startswith(tuple(QUOTES))
    end = _end(text, cursor, quoted=quoted)
    people = _people(session, before, starts, end)
    places = _places(session, before, starts, end)
    if quoted:
        return (people + places)[:most]
    typed = before[starts[-1] :]
    others = _words(before, starts, end) + _years(session, typed, starts[-1], end) + places
    if len(others) < most and len(typed) >= _LEAST_OF_FOLDER:
        others += _folders(session, typed, starts[-1], end)
    return (people[: most - min(len(others), _OTHERS)] + others)[:most]


def _end(text: str, cursor: int, *, quoted: bool) -> int:
    """Return where what the cursor is in ends: with the word, or with the quotes where they are closed."""
    closing = [at + 1 for at in range(cursor, len(text)) if text[at] in QUOTES] if quoted else []
    return closing[0] if closing else word_end(text, cursor)


def _starts(before: str) -> list[int]:
    """Return where what is being typed may begin, the longest part first."""
    open_quote = _open_quote(before)
    if open_quote is not None:
        return [open_quote]
    at = len(before)
    while at and not is_end(before, at - 1):
        at -= 1
    # A minus is no part of the name behind it.
    starts = [at + (before[at : at + 1] == "-")]
    for _ in range(_WORDS_BEFORE):
        gap = len(before[:at].rstrip())
        if gap in {0, at} or before[gap - 1] in SINGLE or before[gap - 1] in QUOTES:
            break
        at = gap
        while at and not is_end(before, at - 1):
            at -= 1
        starts.insert(0, at + (before[at] == "-"))
    return starts


def _open_quote(before: str) -> int | None:
    places = [at for at, character in enumerate(before) if character in QUOTES]
    return places[-1] if len(places) % 2 else None


def _key(typed: str) -> str:
    """Return how the keys of names begin that begin with this; a space at the end ends a word."""
    try:
        key = plain(name_key(" ".join(typed.split())))
    except ValueError:
        return ""
    return f"{key} " if typed[-1:].isspace() else key


def _people(session: Session, before: str, starts: list[int], end: int) -> list[Completion]:
    rows = fetch(
        session, "SELECT id, name, name_key FROM person WHERE name IS NOT NULL AND ignored_at IS NULL"
    )
    people = [(person, name, plain(key)) for person, name, key in rows]
    chosen: dict[int, tuple[int, str]] = {}
    if not before[starts[-1] :]:
        # Who was named is not meant again, unless their name is typed again.
        said = _key(before)
        people = [one for one in people if not re.search(rf"(?:^|\W){re.escape(one[2])}(?:\W|$)", said)]
    for start in starts:
        typed = before[start:]
        key = _key(typed.strip(QUOTES))
        # Of words before, all must belong to the name; with nothing typed yet, everybody may be meant.
        if not key and start != starts[-1]:
            continue
        begins = re.compile(rf"(?:^|\W){re.escape(key)}")
        for person, name, spelt in people:
            if begins.search(spelt) and person not in chosen:
                chosen[person] = start, name
    faces = dict(fetch(session, _FACES_OF, (json.dumps(list(chosen)),)))
    order = sorted(chosen, key=lambda person: (chosen[person][0], -faces.get(person, 0), chosen[person][1]))
    return [
        Completion(
            start, end, as_typed(name, quoted=before[start:][:1] in tuple(QUOTES)), name, "person", person
        )
        for person in order
        for start, name in [chosen[person]]
    ]


def as_typed(name: str, *, quoted: bool = False) -> str:
    """Return how a name is typed: in quotes where it would be taken for something else without.

    Args:
        name: Somebody's name.
        quoted: In quotes in any case.
    """
    key = name_key(name)
    try:
        bare = parse(name, {key: name}) == Shows(key, name)
    except QueryError:
        bare = False
    return name if bare and not quoted else f'"{name}"'


def _places(session: Session, before: str, starts: list[int], end: int) -> list[Completion]:
    """Suggest places, also behind "in"; those come first of which the first word begins so."""
    found: dict[str, tuple[bool, int, str]] = {}
    known: list[tuple[str, str]] | None = None
    for start in starts:
        typed = before[start:]
        said = _AT.sub("", typed)
        try:
            key = place_key(said.strip(QUOTES))
        except ValueError:
            continue
        if len(key) < _LEAST_OF_FOLDER:
            continue
        if known is None:
            known = _places_by_key(session)
        key += " " * said[-1:].isspace()
        begins = re.compile(rf"(?:^|\W){re.escape(key)}")
        for spelt, name in known:
            if name not in found and begins.search(spelt):
                # What was typed before the name stays.
                found[name] = (not spelt.startswith(key), start + len(typed) - len(said), name)
    order = sorted(found.values(), key=lambda one: (one[1], one[0], one[2]))
    return [Completion(start, end, _place_as_typed(name), name, "place") for _, start, name in order]


def _places_by_key(session: Session) -> list[tuple[str, str]]:
    # By other names, too, after their own.
    found = [(key, place.name) for key, place in KnownPlaces(session).items()]
    return sorted(found, key=lambda one: one[0] != place_key(one[1]))


def _place_as_typed(name: str) -> str:
    """Return how a place is typed: in quotes where it would be taken for something else without."""
    key, place = place_key(name), TakenAt(name, ())
    try:
        return name if parse(name, {}, {key: place}) == place else f'"{name}"'
    except QueryError:
        return f'"{name}"'


def _words(before: str, starts: list[int], end: int) -> list[Completion]:
    found: dict[str, Completion] = {}
    for start in starts:
        typed = " ".join(before[start:].lower().split())
        for word in _VOCABULARY:
            if (typed or start == starts[-1]) and word.startswith(typed) and word != typed:
                found.setdefault(word, Completion(start, end, word, word, "word"))
    return list(found.values())


def _years(session: Session, typed: str, start: int, end: int) -> list[Completion]:
    if not re.fullmatch(r"[0-9]{0,3}", typed):
        return []
    years: list[int] = []
    year: str | None = str(EARLIEST_YEAR)
    # From each year that occurs to the next one, in the index of dates.
    while (year := fetch(session, _YEAR_FROM, (year,))[0][0]) is not None and int(year) <= LATEST_YEAR:
        years.append(int(year))
        year = str(int(year) + 1)
    return [
        Completion(start, end, str(year), str(year), "year")
        for year in reversed(years)
        if str(year).startswith(typed)
    ]


def _of_field(session: Session, text: str, field: re.Match[str]) -> Iterator[Completion]:
    start, typed = field.start(2), field[3]
    end = _end(text, len(field.string), quoted=bool(field[2]))
    name = field[1].lower()
    if name == "camera":
        rows = fetch(
            session, "SELECT camera, count(*) FROM photo WHERE camera IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
        )
        for camera, _ in rows:
            if _begins(typed, camera):
                yield Completion(start, end, _quoted(camera), camera, "camera")
    elif name != "file":
        for folder in _folder_names(session, typed):
            yield Completion(start, end, _quoted(folder), folder, "folder")


def _folders(session: Session, typed: str, start: int, end: int) -> list[Completion]:
    return [
        Completion(start, end, f"in:{_quoted(folder)}", folder, "folder")
        for folder in _folder_names(session, typed)
    ]


def _folder_names(session: Session, typed: str) -> list[str]:
    """Return names of folders, without those they are in, of which a word begins so; most photos first."""
    pattern = "%"
    if typed.isascii() and "\0" not in typed:
        pattern = f"%{typed.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%/%"
    places = Counter(
        file_name(path).rpartition("/")[0]
        for (path,) in fetch(session, "SELECT path FROM photo WHERE path LIKE ? ESCAPE '!'", (pattern,))
    )
    photos: Counter[str] = Counter()
    for place, count in places.items():
        for folder in set(place.split("/")) - {""}:
            if _begins(typed, folder):
                photos[folder] += count
    return [folder for folder, _ in sorted(photos.items(), key=lambda item: (-item[1], item[0]))]


def _begins(typed: str, name: str) -> bool:
    """Tell whether any word of a name begins with what was typed."""
    return re.search(rf"(?:^|[\W_]){re.escape(folded(typed))}", folded(name)) is not None


def _quoted(value: str) -> str:
    """Return a folder or camera as it is typed behind its field."""
    bare = all(not is_end(value, at) for at in range(len(value)))
    return value if bare else f'"{value}"'
