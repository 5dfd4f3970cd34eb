"""What several photos have in common that were chosen together: their number, size, time, and people.

What is told of a single photo lives in `app.search.browsing` and `app.search.faces`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.search.rows import fetch

_FIGURES: Final = """
SELECT count(*), coalesce(sum(size), 0), min(taken_at), max(taken_at) FROM photo
WHERE id IN (SELECT value FROM json_each(?))
"""
_PEOPLE: Final = """
SELECT person.id, name, count(DISTINCT photo_id) AS photos, max(coalesce(quality, 0) * 1e6), face.id
FROM face JOIN person ON person.id = person_id
WHERE photo_id IN (SELECT value FROM json_each(?)) AND face.ignored_at IS NULL AND person.ignored_at IS NULL
    AND (landmarks IS NOT NULL OR source <> 'detected')
GROUP BY person.id ORDER BY name IS NULL, photos DESC, person.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody in some photos.

    Attributes:
        id: `Person.id`.
        name: None for a group.
        photos: In how many of them.
        face: The best of their faces there, `Face.id`.
    """

    id: int
    name: str | None
    photos: int
    face: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told of several photos.

    Attributes:
        photos: How many there are.
        size: Of their files together, in bytes.
        first: When the oldest was taken, ISO 8601; None where no date is known.
        last: When the newest was.
        people: Who is in them: people with a name, then groups, each by the number of photos.
    """

    photos: int
    size: int
    first: str | None
    last: str | None
    people: tuple[PersonSeen, ...]


def summary(session: Session, ids: Sequence[int] | NDArray[np.int64], *, most_people: int) -> Summary:
    """Sum some photos up.

    Faces and people whom the user does not want to see are left out.

    Args:
        session: A session.
        ids: `Photo.id`; those that are no more do not count.
        most_people: How many people are told of.
    """
    wanted = json.dumps([int(photo) for photo in ids])
    ((photos, size, first, last),) = fetch(session, _FIGURES, (wanted,))
    # Where there is one max(), SQLite takes the other columns from the row that has it.
    rows = fetch(session, _PEOPLE, (wanted, most_people))
    people = tuple(PersonSeen(person, name, count, face) for person, name, count, _, face in rows)
    return Summary(photos, size, first, last, people)
