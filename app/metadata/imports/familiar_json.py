"""Reads the names that another library of Familiar has exported: docs/familiar-names.schema.json.

Only what somebody said is taken: faces that are confirmed, mentions, birthdays and notes, and who is not
whom. What grouping suggested there is suggested here anew. The file is read piece by piece, whatever its
layout, and may be damaged or hostile.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from app.metadata.imports.reading import named_region, number, people_of, tidy_name, whole
from app.metadata.imports.records import (
    Import,
    ImportedPerson,
    ImportedPhoto,
    SourceError,
    Token,
    check,
)
from app.metadata.people import NamedRegion
from app.printing import printable

#: As in `app.exchange.exporting.names_files`, which writes it.
FORMAT: Final = "familiar-names"
VERSION: Final = 1

#: Characters read at one time, and the longest that one photo or person may be.
_CHUNK: Final = 1 << 20
_LONGEST: Final = 1 << 26
#: In which the word that names the format must be.
_HEAD: Final = 4096
_NAMED: Final = re.compile(rb'"format"\s*:\s*"familiar-names"')
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LISTS: Final = frozenset({"roots", "people", "different", "photos"})
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Characters of the notes on a person.
_LONGEST_NOTES: Final = 1 << 20
#: More people and photos than this are in no library.
_MOST: Final = 10_000_000

Box = tuple[float, float, float, float]


class _DamagedError(ValueError):
    """The file is no JSON, or not whole."""


@dataclass(slots=True)
class _Photo:
    root: int
    path: str
    size: int | None
    #: Whose, and where in shares of the upright photo.
    faces: list[tuple[int, Box]]
    mentions: list[int]
    #: Whose it is not, and where.
    rejected: list[tuple[int, Box]]


@dataclass(slots=True)
class _Found:
    format: object = None
    version: object = None
    roots: dict[int, str] = field(default_factory=dict)
    #: Names of those whom the other library's user wants to see.
    people: dict[int, ImportedPerson] = field(default_factory=dict)
    different: list[tuple[int, int]] = field(default_factory=list)
    photos: list[_Photo] = field(default_factory=list)
    odd: int = 0


def is_familiar(file: Path) -> bool:
    """Tell whether a file looks like names that Familiar has exported; never raises."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as stream:
            return _NAMED.search(stream.read(_HEAD)) is not None
    except (OSError, ValueError):
        return False


def read_familiar(path: Path, *, token: Token | None = None) -> Import:
    """Read the names of another library, and what its user said of people and faces.

    Args:
        path: The JSON file.
        token: Stops reading.

    Returns:
        Photos with people, in the file's order; boxes are shares of the upright photo.

    Raises:
        SourceError: It is not there, no such file, not whole, or of a newer Familiar.
        StoppedError: The token was cancelled.
    """
    shown = printable(path)
    if not path.is_file():
        raise SourceError(f"{shown} is no file. Choose the JSON file that Familiar has exported.")
    found = _Found()
    try:
        with path.open(encoding="utf-8-sig", errors="strict", newline="") as stream:
            for key, value in _Source(stream).members():
                check(token)
                _note(found, key, value)
    except (_DamagedError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"{shown} is damaged or not whole. Export the names anew.") from error
    except SourceError:
        raise
    except (OSError, ValueError) as error:
        raise SourceError(f"{shown} cannot be read. Check the drive it is on.") from error
    if found.format != FORMAT:
        raise SourceError(f"{shown} has no names of Familiar. Choose the JSON file that it has exported.")
    if not isinstance(found.version, int) or not 1 <= found.version <= VERSION:
        raise SourceError(
            f"{shown} was written by a newer Familiar. Import it with that version or a newer one."
        )
    photos = tuple(_photos(found))
    problems = (f"{found.odd} entries of {shown} say nothing that can be used.",) if found.odd else ()
    people = tuple(one for one in found.people.values() if one.birthday is not None or one.notes is not None)
    different = [
        (found.people[one].name, found.people[other].name)
        for one, other in found.different
        if one in found.people and other in found.people
    ]
    return Import("familiar", photos, problems, people, tuple(different))


def _note(found: _Found, key: str, value: Any) -> None:
    match key:
        case "format":
            found.format = value
        case "version":
            found.version = value
        case "roots" | "people" | "photos":
            if not isinstance(value, dict) or not _note_entry(found, key, value):
                found.odd += 1
        case "different":
            pair = [whole(one) for one in value] if isinstance(value, list) else []
            if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
                found.different.append((pair[0], pair[1]))
            else:
                found.odd += 1
        case _:
            # What a newer version adds, or is of no use here.
            return


def _note_entry(found: _Found, key: str, entry: dict[str, Any]) -> bool:
    """Keep a root, person or photo; tell whether it made sense."""
    if key == "photos":
        photo = _photo(entry)
        if photo is None or len(found.photos) >= _MOST:
            return False
        if photo.faces or photo.mentions or photo.rejected:
            found.photos.append(photo)
        return True
    number_of = whole(entry.get("id"))
    if number_of is None or len(found.people) >= _MOST:
        return False
    if key == "roots":
        path = entry.get("path")
        if not isinstance(path, str) or not path:
            return False
        found.roots[number_of] = path
        return True
    # Groups have no name, and are nobody whom the other library could make known here.
    if entry.get("name") is None or entry.get("ignored") is True:
        return True
    name = tidy_name(entry.get("name"))
    if name is None:
        return False
    birthday, notes = entry.get("birthday"), entry.get("notes")
    found.people[number_of] = ImportedPerson(
        name,
        _day(birthday) if isinstance(birthday, str) else None,
        notes.strip() or None if isinstance(notes, str) and len(notes) <= _LONGEST_NOTES else None,
    )
    return True


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _photo(entry: dict[str, Any]) -> _Photo | None:
    root, path = whole(entry.get("root")), entry.get("path")
    faces, mentions = entry.get("faces", []), entry.get("mentions", [])
    if root is None or not isinstance(path, str) or not path or "\0" in path:
        return None
    if not isinstance(faces, list) or not isinstance(mentions, list):
        return None
    placed = [found for face in faces if (found := _face(face)) is not None]
    said = [one for person in mentions if (one := whole(person)) is not None]
    return _Photo(root, path, whole(entry.get("size")), placed, said, list(_not(faces)))


def _face(face: object) -> tuple[int, Box] | None:
    """Return whose a face is and where; None where nobody said so, or it is not to be seen."""
    if not isinstance(face, dict) or face.get("confirmed") is not True or face.get("ignored") is True:
        return None
    person, box = whole(face.get("person")), _box(face)
    return None if person is None or box is None else (person, box)


def _not(faces: list[Any]) -> Iterator[tuple[int, Box]]:
    """Give whose the faces of a photo are not, as somebody said, and where they are."""
    for face in faces:
        people = face.get("rejected", []) if isinstance(face, dict) else []
        box = _box(face) if isinstance(people, list) and people else None
        if box is not None:
            yield from ((person, box) for one in people if (person := whole(one)) is not None)


def _box(face: dict[str, Any]) -> Box | None:
    """Return where a face of the present file is."""
    share = face.get("share")
    if not isinstance(share, dict) or face.get("outdated") is True:
        return None
    left, top, width, height = (number(share.get(key)) for key in ("left", "top", "width", "height"))
    if left is None or top is None or width is None or height is None:
        return None
    return left, top, width, height


def _photos(found: _Found) -> Iterator[ImportedPhoto]:
    for photo in found.photos:
        names = [found.people[person].name for person in photo.mentions if person in found.people]
        people = people_of(_regions(found, photo.faces), names)
        rejected = people_of(_regions(found, photo.rejected), ()).regions
        if people or rejected:
            file = _file(found.roots.get(photo.root, ""), photo.path)
            yield ImportedPhoto(file, people, size=photo.size, rejected=rejected)


def _regions(found: _Found, faces: list[tuple[int, Box]]) -> Iterator[NamedRegion]:
    for person, box in faces:
        region = named_region(found.people[person].name, *box) if person in found.people else None
        if region is not None:
            yield region


def _file(root: str, path: str) -> str:
    # As the system wrote it on which it was exported, which may be another one.
    between = "" if not root or root.endswith(("/", "\\")) else "/"
    return f"{root}{between}{path}"


class _Source:
    """A JSON object read from a stream, whose long lists are never in memory as a whole."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False

    def members(self) -> Iterator[tuple[str, Any]]:
        """Give the keys of the object with their values; of a list in `_LISTS`, each item by itself."""
        self._take("{")
        if self._peek() == "}":
            return
        while True:
            key = self._value()
            if not isinstance(key, str):
                raise _DamagedError
            self._take(":")
            if key in _LISTS and self._peek() == "[":
                for item in self._items():
                    yield key, item
            else:
                yield key, self._value()
            if self._peek() != ",":
                self._take("}")
                return
            self._take(",")

    def _items(self) -> Iterator[Any]:
        self._take("[")
        if self._peek() == "]":
            self._take("]")
            return
        while True:
            yield self._value()
            if self._peek() != ",":
                self._take("]")
                return
            self._take(",")

    def _value(self) -> Any:
        more = _CHUNK
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended:
                    raise _DamagedError from error
            else:
                # A number may go on in what has not been read yet.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > _LONGEST:
                raise _DamagedError
            # Ever more, so that a long value is not looked through too often.
            self._read(more)
            more *= 2

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise _DamagedError
        self._at += 1

    def _peek(self) -> str:
        """Return the next character that is no space, "" at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._read(_CHUNK)

    def _read(self, count: int) -> None:
        more = self._stream.read(count)
        self._ended = not more
        self._text, self._at = self._text[self._at :] + more, 0
