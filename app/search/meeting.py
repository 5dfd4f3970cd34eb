"""Where several people are in one photo, which nobody is twice but in a mirror or a collage."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.search.rows import fetch

#: A plus sign keeps SQLite from going through all faces of somebody to find one in a photo.
_MET: Final = """
SELECT mine.photo_id, mine.id, theirs.id, mine.person_id, theirs.person_id FROM face AS mine
CROSS JOIN face AS theirs ON theirs.photo_id = mine.photo_id AND +theirs.person_id > mine.person_id
CROSS JOIN photo ON photo.id = mine.photo_id
WHERE mine.person_id IN (SELECT value FROM json_each(?1))
AND +theirs.person_id IN (SELECT value FROM json_each(?1))
AND mine.ignored_at IS NULL AND theirs.ignored_at IS NULL
ORDER BY missing_since IS NULL DESC, mine.confirmed_at IS NULL + theirs.confirmed_at IS NULL,
    min(mine.width, theirs.width) DESC, mine.photo_id
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A photo with two people in it.

    Attributes:
        photo: `Photo.id`.
        faces: `Face.id` of one face of each.
        people: `Person.id` of each, in the same order, ascending.
    """

    photo: int
    faces: tuple[int, int]
    people: tuple[int, int]


def meeting(session: Session, people: Collection[int]) -> Meeting | None:
    """Find a photo in which two of some people or groups are, the one that shows it best.

    Faces that the user ignored one by one do not count.

    Args:
        session: A session.
        people: `Person.id` of each.

    Returns:
        A photo whose file is there, in which as many of the two as can be are confirmed and whose faces are
        large; None where no two of them have met.
    """
    for photo, one, other, first, second in fetch(session, _MET, (json.dumps(list(people)),)):
        return Meeting(photo, (one, other), (first, second))
    return None
