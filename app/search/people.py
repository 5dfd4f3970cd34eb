"""What is told of people: of one person in a few figures, when each was last seen, who is seldom seen.

Lists of people and of faces live in `app.search.faces`; who is in a photo is asked there, too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.names import name_key
from app.search.rows import columns, fetch, numbers
from app.search.shown import COVER, ShownFaces, shown_faces

if TYPE_CHECKING:
    # It loads what reads the words of a search.
    from app.search.faces import FacesOfPerson

_ABOUT: Final = f"""
SELECT id, name, birthday, notes, ignored_at IS NOT NULL, coalesce({COVER}, 0) FROM person WHERE id = ?
"""  # noqa: S608 - our own
_FIGURES: Final = """
SELECT count(*), count(DISTINCT photo_id), count(confirmed_at), min(taken_at), max(taken_at)
FROM face JOIN photo ON photo.id = photo_id WHERE person_id = ? AND ignored_at IS NULL
"""
#: One number of 32 bits each, because two take longer to read.
_DAYS: Final = """
SELECT id << 32 | CAST(replace(substr(taken_at, 1, 10), '-', '') AS INTEGER) FROM photo
WHERE taken_at IS NOT NULL
"""
_LAST_SEEN: Final = """
SELECT person_id, CAST(replace(substr(max(taken_at), 1, 10), '-', '') AS INTEGER)
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


def about_person(
    session: Session, person_id: int, *, faces: FacesOfPerson | None = None
) -> PersonAbout | None:
    """Tell of a person or group; None where there is none with this id.

    Args:
        session: A session.
        person_id: `Person.id`.
        faces: Their faces as `app.search.faces.faces_of_person` gives them, where these are known already.
    """
    for person, name, birthday, notes, ignored, cover in fetch(session, _ABOUT, (person_id,)):
        figures = _figures(session, person) if faces is None else _figures_of(faces)
        return PersonAbout(person, name, birthday, notes, bool(ignored), *figures, cover)
    return None


def _figures(session: Session, person_id: int) -> tuple[int, int, int, int | None, int | None]:
    """Return how many faces, photos and confirmed faces there are, and the first and the last year."""
    ((faces, photos, confirmed, first, last),) = fetch(session, _FIGURES, (person_id,))
    # Text order is time order.
    years = (int(first[:4]), int(last[:4])) if first is not None else (None, None)
    return faces, photos, confirmed, *years


def _figures_of(faces: FacesOfPerson) -> tuple[int, int, int, int | None, int | None]:
    """Return the same of faces that have been read."""
    years = faces.days[faces.days > 0] // 10_000
    first, last = (int(years.min()), int(years.max())) if len(years) else (None, None)
    return len(faces), len(np.unique(faces.photo_ids)), int(faces.confirmed.sum()), first, last


def birthday_of(session: Session, person_id: int) -> str | None:
    """Return a person's birthday, as an ISO 8601 date; None where it is not known, or they are gone."""
    rows = fetch(session, "SELECT birthday FROM person WHERE id = ?", (person_id,))
    return rows[0][0] if rows else None


def last_seen(
    session: Session, *, only: Collection[int] | None = None, shown: ShownFaces | None = None
) -> LastSeen:
    """Find out when each person and group were photographed last.

    Args:
        session: A session.
        only: `Person.id` of those to find out about, where not all.
        shown: As `app.search.shown.shown_faces` gives them of all, where that is known already; not looked
            at where it is about `only` some.
    """
    if only is not None:
        return LastSeen(*columns(fetch(session, _LAST_SEEN, (json.dumps(list(only)),)), np.int64, np.int32))
    # Looking the photo of each face up in turn takes three times as long.
    dated = np.sort(numbers(session, _DAYS, (), 1)[:, 0])
    shown = shown_faces(session) if shown is None else shown
    if not len(dated) or not len(shown):
        return LastSeen(np.zeros(0, np.int64), np.zeros(0, np.int32))
    at = np.minimum(np.searchsorted(dated >> 32, shown.photos), len(dated) - 1)
    days = np.where(dated[at] >> 32 == shown.photos, dated[at] & _LOW, 0)
    first = shown.firsts()
    latest = np.maximum.reduceat(days, first)
    return LastSeen(shown.people[first][latest > 0], latest[latest > 0].astype(np.int32))


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
