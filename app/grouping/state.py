"""All that grouping depends on, read from a library into arrays, and a fingerprint of it.

What grouping makes of it lives in `app.grouping.seeds` and `app.grouping.solve`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.embeddings import EmbeddedFaces, load_embeddings

Ids = NDArray[np.int64]

#: To be raised whenever the same library would be grouped otherwise than before.
_METHOD = 1

#: Rows held as Python objects at one time.
_BATCH = 8192


@dataclass(frozen=True, slots=True, eq=False)
class LibraryState:
    """The faces of a library and what was said of them, at one moment.

    Attributes:
        faces: All faces that the recogniser knows.
        absent: (a, 4) int64: id, photo, person and 1 where confirmed, of every face that belongs to
            somebody but takes no part: it is ignored, or the recogniser does not know it.
        people: (p, 3) int64: id, 1 where named, 1 where ignored.
        rejected_faces: (r, 2) int64: face and the person it is not.
        rejected_people: (s, 2) int64: two people who are not the same, the lower id first.
    """

    faces: EmbeddedFaces
    absent: Ids
    people: Ids
    rejected_faces: Ids
    rejected_people: Ids


def load_state(session: Session, model_id: int) -> LibraryState:
    """Read what grouping by one recogniser depends on.

    Args:
        session: A session; the result is one consistent state of the library.
        model_id: The recogniser (`Model.id`).
    """
    return LibraryState(
        faces=load_embeddings(session, model_id),
        absent=_table(
            session,
            "SELECT id, photo_id, person_id, confirmed_at IS NOT NULL FROM face "
            "WHERE person_id IS NOT NULL AND (ignored_at IS NOT NULL OR NOT EXISTS ("
            "SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?)) ORDER BY id",
            4,
            model_id,
        ),
        people=_table(
            session, "SELECT id, name IS NOT NULL, ignored_at IS NOT NULL FROM person ORDER BY id", 3
        ),
        rejected_faces=_table(
            session,
            "SELECT face_id, person_id FROM rejection WHERE face_id IS NOT NULL ORDER BY face_id, person_id",
            2,
        ),
        rejected_people=_table(
            session,
            "SELECT person_id, other_person_id FROM rejection WHERE other_person_id IS NOT NULL "
            "ORDER BY person_id, other_person_id",
            2,
        ),
    )


def _table(session: Session, statement: str, columns: int, *parameters: int) -> Ids:
    rows = session.connection().exec_driver_sql(statement, parameters)
    # After a change of recogniser a row stands here for every face, so few are Python objects at a time.
    parts = [np.array([tuple(row) for row in batch], np.int64) for batch in rows.partitions(_BATCH)]
    return np.concatenate([np.zeros((0, columns), np.int64), *parts])


def fingerprint(state: LibraryState, *, threshold: float, min_quality: float) -> str:
    """Return a digest that changes whenever grouping could come to another outcome."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((_METHOD, state.faces.model_id, threshold, min_quality)).encode())
    faces = state.faces
    for array in (
        faces.face_ids,
        faces.photo_ids,
        faces.person_ids,
        faces.confirmed,
        faces.ignored,
        faces.quality,
        faces.vectors,
        state.absent,
        state.people,
        state.rejected_faces,
        state.rejected_people,
    ):
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
