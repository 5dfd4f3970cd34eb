"""What is told of people: of one person in a few figures, when each was last seen, who is seldom seen.

Lists of people and of faces live in `app.search.faces`; who is in a photo is asked there, too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.names import name_key
from app.search.rows import columns, fetch, numbers

_ABOUT: Final = """
SELECT person.id, name, birthday, notes, person.ignored_at IS NOT NULL, count(face.id),
    count(DISTINCT face.photo_id), count(face.confirmed_at), min(substr(taken_at, 1, 4)),
    max(substr(taken_at, 1, 4)),
    coalesce(
        (SELECT id FROM face WHERE id = cover_face_id AND person_id = person.id),
        (
            SELECT face.id FROM face JOIN photo ON photo.id = face.photo_id
            WHERE person_id = person.id AND ignored_at IS NULL
            ORDER BY missing_since IS NULL DESC, coalesce(quality, -1) DESC, face.id LIMIT 1
        ),
        0
    )
FROM person LEFT JOIN face ON face.person_id = person.id AND face.ignored_at IS NULL
LEFT JOIN photo ON photo.id = face.photo_id WHERE person.id = ? GROUP BY person.id
"""
#: One number of 32 bits each, because two take longer to read.
_DAYS: Final = """
SELECT id << 32 | CAST(replace(substr(taken_at, 1, 10), '-', '') AS INTEGER) FROM photo
WHERE taken_at IS NOT NULL ORDER BY id
"""
_PHOTOS_OF: Final = """
SELECT person_id << 32 | photo_id FROM face WHERE +person_id IS NOT NULL AND ignored_at IS NULL
"""
_LAST_SEEN: Final = """
SELECT person_id, max(CAST(replace(substr(taken_at, 1, 10), '-', '') AS INTEGER))
FROM face JOIN photo ON photo.id = photo_id
WHERE person_id IN (SELECT value FROM json_each(?)) AND ignored_at IS NULL AND taken_at IS NOT NULL
GROUP BY person_id ORDER BY person_id
"""
_LOW: Final = np.int64(0xFFFFFFFF)
#: As `app.operations.ignore_seldom` ignores them.
_SELDOM: Final = """
SELECT count(*) FROM (
    SELECT person_id FROM face JOIN person ON person.id = person_id
    WHERE name IS NULL AND person.ignored_at IS NULL GROUP BY person_id
    HAVING count(confirmed_at) = 0 AND count(*) - count(face.ignored_at) BETWEEN 1 AND ? - 1
)
"""
_NOBODYS: Final = "SELECT count(*) FROM face WHERE person_id IS NULL AND ignored_at IS NULL"


@dataclass(frozen=True, slots=True)
class PersonAbout:
    """What is told of a person or group; faces that the user ignored one by one do not count.

    Attributes:
        id: `Person.id`.
        name: Or None for a group.
        birthday: ISO 8601 date, or None.
        notes: Or None.
        ignored: The user does not want to see them.
        faces: How many.
        photos: In how many photos.
        confirmed: How many of the faces the user confirmed.
        first_year: Of the oldest photo with a date, or None.
        last_year: Of the newest, or None.
        cover: `Face.id` of the face to show, as in `app.search.faces.People`; 0 where there is none.
    """

    id: int
    name: str | None
    birthday: str | None
    notes: str | None
    ignored: bool
    faces: int
    photos: int
    confirmed: int
    first_year: int | None
    last_year: int | None
    cover: int


@dataclass(frozen=True, slots=True, eq=False)
class LastSeen:
    """When people were photographed last.

    Attributes:
        ids: (n,) int64, `Person.id`, ascending; those without a dated photo are left out.
        days: (n,) int32, as 20190714.
    """

    ids: NDArray[np.int64]
    days: NDArray[np.int32]

    def of(self, ids: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return (n,) int32 days of (n,) people, 0 where unknown."""
        if not len(self.ids):
            return np.zeros(len(ids), np.int32)
        at = np.searchsorted(self.ids, ids)
        at[at == len(self.ids)] = 0
        return np.where(self.ids[at] == ids, self.days[at], 0).astype(np.int32)

    def with_changed(self, changed: Collection[int], now: LastSeen) -> LastSeen:
        """Return this with what is known `now` of those people who have `changed`."""
        stay = ~np.isin(self.ids, np.fromiter(changed, np.int64))
        ids = np.concatenate([self.ids[stay], now.ids])
        order = np.argsort(ids)
        return LastSeen(ids[order], np.concatenate([self.days[stay], now.days])[order])


@dataclass(frozen=True, slots=True)
class Seldom:
    """Who would be ignored by `app.operations.ignore_seldom`.

    Attributes:
        groups: Groups that are seen fewer times than asked.
        faces: Faces of nobody.
    """

    groups: int
    faces: int


def about_person(session: Session, person_id: int) -> PersonAbout | None:
    """Tell of a person or group; None where there is none with this id."""
    for row in fetch(session, _ABOUT, (person_id,)):
        person, name, birthday, notes, ignored, faces, photos, confirmed, first, last, cover = row
        return PersonAbout(
            person,
            name,
            birthday,
            notes,
            bool(ignored),
            faces,
            photos,
            confirmed,
            None if first is None else int(first),
            None if last is None else int(last),
            cover,
        )
    return None


def last_seen(session: Session, *, only: Collection[int] | None = None) -> LastSeen:
    """Find out when each person and group, or `only` some (`Person.id`), were photographed last."""
    if only is not None:
        return LastSeen(*columns(fetch(session, _LAST_SEEN, (json.dumps(list(only)),)), np.int64, np.int32))
    # Looking the photo of each face up in turn takes three times as long.
    dated = numbers(session, _DAYS, (), 1)[:, 0]
    pairs = np.sort(numbers(session, _PHOTOS_OF, (), 1)[:, 0])
    if not len(dated) or not len(pairs):
        return LastSeen(np.zeros(0, np.int64), np.zeros(0, np.int32))
    people, photos = pairs >> 32, pairs & _LOW
    at = np.minimum(np.searchsorted(dated >> 32, photos), len(dated) - 1)
    days = np.where(dated[at] >> 32 == photos, dated[at] & _LOW, 0)
    first = np.flatnonzero(np.r_[True, people[1:] != people[:-1]])
    latest = np.maximum.reduceat(days, first)
    return LastSeen(people[first][latest > 0], latest[latest > 0].astype(np.int32))


def person_called(session: Session, name: str) -> int | None:
    """Return who has a name, in any spelling that counts as the same; None where nobody has."""
    try:
        key = name_key(name)
    except ValueError:
        return None
    rows = fetch(session, "SELECT id FROM person WHERE name_key = ?", (key,))
    return rows[0][0] if rows else None


def owner_of(session: Session, face_id: int) -> int | None:
    """Return the person or group that a face belongs to; None for nobody, or where there is no such face."""
    rows = fetch(session, "SELECT person_id FROM face WHERE id = ?", (face_id,))
    return rows[0][0] if rows else None


def seldom_seen(session: Session, fewer_than: int) -> Seldom:
    """Count whom ignoring everyone seen fewer than so many times would be about."""
    return Seldom(fetch(session, _SELDOM, (fewer_than,))[0][0], fetch(session, _NOBODYS)[0][0])


def faces_ignored_singly(session: Session) -> NDArray[np.int64]:
    """Return (n,) int64 ids of the faces that the user ignored one by one, ascending."""
    rows = fetch(session, "SELECT id FROM face WHERE ignored_at IS NOT NULL ORDER BY id")
    return columns(rows, np.int64)[0]


def lonely_faces(session: Session) -> int:
    """Count the faces of nobody that the user does not ignore."""
    found: int = fetch(session, _NOBODYS)[0][0]
    return found
