"""Everything a library knows of who is where, read photo by photo with little memory.

How that is written lives in `app.exchange.exporting.names_files`; docs/exporting.md describes it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from app.search.rows import file_name

_ROOTS: Final = "SELECT id, path FROM root ORDER BY id"
_PEOPLE: Final = """
SELECT id, name, sort_name, birthday, notes, ignored_at IS NOT NULL, cover_face_id FROM person ORDER BY id
"""
_DIFFERENT: Final = """
SELECT person_id, other_person_id FROM rejection WHERE other_person_id IS NOT NULL ORDER BY 1, 2
"""
_TOTAL: Final = "SELECT count(*) FROM (SELECT photo_id FROM face UNION SELECT photo_id FROM mention)"
#: The faces decide the order of all reading: through the index of their photos.
_FACES: Final = """
SELECT photo_id, id, x, y, width, height, person_id, confirmed_at IS NOT NULL, ignored_at IS NOT NULL,
    landmarks IS NULL AND source = 'detected', source, at_ms
FROM face INDEXED BY ix_face_photo_id ORDER BY photo_id, id
"""
_REJECTED: Final = """
SELECT photo_id, face_id, rejection.person_id FROM rejection JOIN face ON face.id = face_id
ORDER BY photo_id, face_id, rejection.person_id
"""
_MENTIONS: Final = "SELECT photo_id, person_id FROM mention ORDER BY photo_id, person_id"
_PHOTOS: Final = """
SELECT id, root_id, path, sha256, size, width, height, taken_at, taken_offset, missing_since IS NOT NULL,
    duration_ms
FROM photo ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class WholePerson:
    """A person or group.

    Attributes:
        id: `Person.id`.
        name: None for a group that nobody has named.
        sort_name: What they are sorted by, where that is not the name.
        birthday: ISO 8601 date, or None.
        notes: Or None.
        ignored: The user does not want to see them.
        cover_face_id: The face that the user chose to show, or None.
    """

    id: int
    name: str | None
    sort_name: str | None
    birthday: str | None
    notes: str | None
    ignored: bool
    cover_face_id: int | None


@dataclass(frozen=True, slots=True)
class WholeFace:
    """A face.

    Attributes:
        id: `Face.id`.
        box: Left, top, width and height in pixels of the upright photo at full size; may reach past it.
        person_id: Whose it is, or None.
        confirmed: Somebody said so; else grouping suggests it.
        ignored: The user does not want to see it.
        outdated: It was found in an earlier version of the file, and is not in the present one.
        source: "detected", "drawn" or "metadata".
        rejected: Of whom the user said that it is not them, `Person.id`, ascending.
        at_ms: In a video, the moment at which it has that box, milliseconds since the first frame.
    """

    id: int
    box: tuple[float, float, float, float]
    person_id: int | None
    confirmed: bool
    ignored: bool
    outdated: bool
    source: str
    rejected: tuple[int, ...]
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class WholePhoto:
    """A photo with faces or mentions.

    Attributes:
        id: `Photo.id`.
        root_id: `Root.id`.
        path: Below the root, with forward slashes; may hold surrogate escapes.
        sha256: Of the file, hexadecimal, or None where it could not be read.
        size: Of the file, in bytes.
        width: Of the upright photo, in pixels, or None where unknown.
        height: Likewise.
        taken_at: ISO 8601 local time of the camera, or None.
        taken_offset: Minutes east of UTC, or None.
        missing: The file is gone.
        duration_ms: How long a video is, milliseconds; None for a photo.
        faces: By id.
        mentions: Who is in it, nobody knows where: `Person.id`, ascending.
    """

    id: int
    root_id: int
    path: str
    sha256: str | None
    size: int
    width: int | None
    height: int | None
    taken_at: str | None
    taken_offset: int | None
    missing: bool
    duration_ms: int | None
    faces: tuple[WholeFace, ...]
    mentions: tuple[int, ...]

    def share(self, face: WholeFace) -> tuple[float, float, float, float] | None:
        """Return a face's box as shares of the upright photo's width and height; None where unknown."""
        if not self.width or not self.height:
            return None
        x, y, width, height = face.box
        return x / self.width, y / self.height, width / self.width, height / self.height


def roots(session: Session) -> dict[int, str]:
    """Return the paths of the watched folders by id."""
    return {root: file_name(path) for root, path in _rows(session, _ROOTS)}


def people(session: Session) -> Iterator[WholePerson]:
    """Give all people and groups, by id."""
    for row in _rows(session, _PEOPLE):
        yield WholePerson(*(*row[:5], bool(row[5]), row[6]))


def different(session: Session) -> Iterator[tuple[int, int]]:
    """Give the pairs of people and groups of whom the user said that they are not the same."""
    yield from _rows(session, _DIFFERENT)


def photo_count(session: Session) -> int:
    """Return how many photos `photos` gives."""
    ((count,),) = _rows(session, _TOTAL)
    return int(count)


def photos(session: Session) -> Iterator[WholePhoto]:
    """Give all photos with faces or mentions, by id; all tables are read once, side by side."""
    faces = _ByPhoto(_rows(session, _FACES))
    rejected = _ByPhoto(_rows(session, _REJECTED))
    mentions = _ByPhoto(_rows(session, _MENTIONS))
    for row in _rows(session, _PHOTOS):
        photo, root, path, sha256, size, width, height, taken_at, offset, missing, duration = row
        in_photo, of_photo, said = faces.of(photo), mentions.of(photo), rejected.of(photo)
        if not in_photo and not of_photo:
            continue
        no: dict[int, list[int]] = {}
        for _, face, person in said:
            no.setdefault(face, []).append(person)
        yield WholePhoto(
            id=photo,
            root_id=root,
            path=file_name(path),
            sha256=None if sha256 is None else sha256.hex(),
            size=size,
            width=width,
            height=height,
            taken_at=taken_at,
            taken_offset=offset,
            missing=bool(missing),
            duration_ms=duration,
            faces=tuple(_face(face, no) for face in in_photo),
            mentions=tuple(person for _, person in of_photo),
        )


def _face(row: tuple[Any, ...], rejected: dict[int, list[int]]) -> WholeFace:
    return WholeFace(
        id=row[1],
        box=row[2:6],
        person_id=row[6],
        confirmed=bool(row[7]),
        ignored=bool(row[8]),
        outdated=bool(row[9]),
        source=row[10],
        rejected=tuple(rejected.get(row[1], ())),
        at_ms=row[11],
    )


class _ByPhoto:
    """Rows that begin with a photo's id and rise by it, given photo by photo."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=lambda row: row[0])
        self._next = next(self._groups, None)

    def of(self, photo: int) -> list[tuple[Any, ...]]:
        """Return the rows of a photo; ask for photos in rising order."""
        while self._next is not None and self._next[0] < photo:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != photo:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _rows(session: Session, statement: str) -> Iterator[tuple[Any, ...]]:
    """Give what a statement finds as SQLite finds it, a row at a time."""
    connection = cast("sqlite3.Connection", session.connection().connection.driver_connection)
    yield from connection.execute(statement)
