"""Which photos are videos and how long they are, and the moment of a video that a list or a search is about.

Who is seen in one and when is told by `app.search.sightings`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from app.search.errors import QueryError
from app.search.photos import understand
from app.search.rows import fetch
from app.search.tree import Shows, leaves

_LENGTHS: Final = "SELECT id, duration_ms FROM photo WHERE duration_ms IS NOT NULL"
_OF_PERSON: Final = """
SELECT face.id, at_ms, photo_id, coalesce(duration_ms, 0) FROM face JOIN photo ON photo.id = photo_id
WHERE person_id = ? AND at_ms IS NOT NULL AND face.ignored_at IS NULL
"""
_SOUGHT: Final = """
SELECT at_ms FROM face JOIN person ON person.id = person_id
WHERE photo_id = ? AND at_ms IS NOT NULL AND face.ignored_at IS NULL
    AND name_key IN (SELECT value FROM json_each(?))
    AND EXISTS (SELECT 1 FROM sighting WHERE face_id = face.id)
ORDER BY confirmed_at IS NULL, quality DESC, face.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class InVideos:
    """The faces of somebody that are in videos.

    Attributes:
        moments: Of each, milliseconds since the first frame, by `Face.id`.
        lengths: Of the videos they are in, milliseconds, by `Photo.id`.
    """

    moments: Mapping[int, int] = field(default_factory=dict)
    lengths: Mapping[int, int] = field(default_factory=dict)


def video_lengths(session: Session) -> dict[int, int]:
    """Return how long each video is that could be read, milliseconds, by `Photo.id`."""
    return dict(fetch(session, _LENGTHS))


def in_videos(session: Session, person_id: int) -> InVideos:
    """Return which faces of a person or group are in videos; faces that are ignored are left out.

    Args:
        session: A session.
        person_id: `Person.id`.
    """
    rows = fetch(session, _OF_PERSON, (person_id,))
    return InVideos({row[0]: row[1] for row in rows}, {row[2]: row[3] for row in rows})


def moment_sought(session: Session, photo_id: int, text: str) -> int | None:
    """Return the moment of a video at which somebody is seen best whom a search names.

    Args:
        session: A session.
        photo_id: `Photo.id`.
        text: The search, as the user typed it.

    Returns:
        Milliseconds since the first frame; None where the search names nobody who is seen there.
    """
    try:
        named = [leaf.key for leaf in leaves(understand(session, text)) if isinstance(leaf, Shows)]
    except QueryError:
        return None
    rows = fetch(session, _SOUGHT, (photo_id, json.dumps(named))) if named else []
    return rows[0][0] if rows else None
