"""When the faces of a video are seen, as rows: reading, storing and dropping them.

Which faces of a changed video are the same is found out in `app.indexing.faces`, what becomes of them in
`app.indexing.face_rows`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.library.tables import Erasure, Face, Sighting
from engine.tracks import Sightings

_NONE = Sightings(np.zeros(0, np.int64), np.zeros((0, 4), np.float32))


def sightings_of(
    session: Session, faces: Sequence[int], *, across: float = 1.0, down: float = 1.0
) -> list[Sightings]:
    """Return when and where some faces are seen, in their order.

    Args:
        session: A session.
        faces: Ids.
        across: Factor of x, into the frame that the video has now.
        down: Factor of y.
    """
    rows: defaultdict[int, list[tuple[float, ...]]] = defaultdict(list)
    statement = select(
        Sighting.face_id, Sighting.at_ms, Sighting.x, Sighting.y, Sighting.width, Sighting.height
    ).where(Sighting.face_id.in_(faces))
    for face, *seen in session.execute(statement.order_by(Sighting.face_id, Sighting.at_ms)):
        rows[face].append(tuple(seen))
    factors = (1.0, across, down, across, down)
    return [_sightings([tuple(np.multiply(row, factors)) for row in rows[face]]) for face in faces]


def erasures_as_sightings(erasures: Collection[Erasure]) -> Sightings:
    """Return the boxes that the user deleted from a video, with their moments."""
    return _sightings(
        [(one.at_ms, one.x, one.y, one.width, one.height) for one in erasures if one.at_ms is not None]
    )


def put_sightings(session: Session, seen: Mapping[int, Sightings]) -> None:
    """Store when and where faces are seen, by their ids, in place of what was known."""
    drop_sightings(session, seen)
    session.add_all(
        Sighting(face_id=face, at_ms=int(moment), x=x, y=y, width=width, height=height)
        for face, sightings in seen.items()
        for moment, (x, y, width, height) in zip(sightings.moments, sightings.boxes.tolist(), strict=True)
    )
    session.flush()


def keep_sighting(session: Session, face: Face, *, till: int) -> None:
    """Keep of all sightings of a face the one of its own box.

    Args:
        session: A writing session.
        face: Its box is that in the video as it is now.
        till: The video's length, milliseconds: a box behind it is not kept either. -1 keeps none.
    """
    drop_sightings(session, [face.id])
    if face.at_ms is not None and face.at_ms <= till:
        box = _sightings([(face.at_ms, face.x, face.y, face.width, face.height)])
        put_sightings(session, {face.id: box})


def drop_sightings(session: Session, faces: Collection[int]) -> None:
    """Forget when faces are seen: their video shows something else now."""
    if faces:
        session.execute(delete(Sighting).where(Sighting.face_id.in_(faces)))


def _sightings(rows: Sequence[tuple[float, ...]]) -> Sightings:
    if not rows:
        return _NONE
    numbers = np.array(rows, np.float64)
    return Sightings(numbers[:, 0].astype(np.int64), numbers[:, 1:].astype(np.float32))
