"""The faces of people and groups that are not ignored: the one to show of each, and in which photos they are.

Both are read from the index `ix_face_shown` (`app.library.tables`) alone. It has the best face of everybody
first, so a cover is found as quickly in a hundred thousand faces as in ten.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.search.rows import numbers

#: The face to show for a row of `person`: that which the user chose, where it is still theirs; else the best
#: that is not ignored, preferably from a photo that is there; the lowest id among equals; NULL where there is
#: none. The missing photos are listed once in a statement, because they are few.
COVER: Final = """
coalesce(
    (SELECT chosen.id FROM face AS chosen WHERE chosen.id = cover_face_id AND chosen.person_id = person.id),
    (
        SELECT best.id FROM face AS best
        WHERE best.person_id = person.id AND best.person_id > 0 AND best.ignored_at IS NULL
            AND best.photo_id NOT IN (SELECT id FROM photo WHERE missing_since IS NOT NULL)
        ORDER BY best.quality DESC, best.id LIMIT 1
    ),
    (
        SELECT best.id FROM face AS best
        WHERE best.person_id = person.id AND best.person_id > 0 AND best.ignored_at IS NULL
        ORDER BY best.quality DESC, best.id LIMIT 1
    )
)
"""
#: One number of 64 bits each, because two take longer to read: 32 of the person's id, 32 of the photo's.
_ALL: Final = """
SELECT person_id << 32 | photo_id FROM face WHERE person_id > 0 AND ignored_at IS NULL
"""
_ONLY: Final = f"{_ALL} AND person_id IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own
_LOW: Final = np.int64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class ShownFaces:
    """Whose the faces are that are not ignored, and in which photos; without those that are nobody's.

    Attributes:
        people: (n,) int64, `Person.id`, ascending.
        photos: (n,) int64, `Photo.id`; of one person ascending.
    """

    people: NDArray[np.int64]
    photos: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)

    def firsts(self) -> NDArray[np.intp]:
        """Return (p,), where the faces of each person begin, in order of the people."""
        return np.flatnonzero(np.diff(self.people, prepend=-1))


def shown_faces(session: Session, *, only: Collection[int] | None = None) -> ShownFaces:
    """Read whose the faces are that are not ignored, and their photos.

    Args:
        session: A session.
        only: `Person.id` of those whose faces are read, where not all.
    """
    if only is None:
        found = numbers(session, _ALL, (), 1)[:, 0]
    else:
        found = numbers(session, _ONLY, (json.dumps(list(only)),), 1)[:, 0]
    found.sort()
    return ShownFaces(found >> 32, found & _LOW)
