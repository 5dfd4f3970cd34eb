"""Faces that belong to nobody and are not ignored, as arrays, and reading them from a library.

What is made of them lives in `app.grouping.adding` and `app.grouping.suggesting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids
from app.grouping.state import SEEN, embedding_size, table

#: Rows held as Python objects at one time.
_ROWS: Final = 8192

_LONELY: Final = f"""
SELECT face.id, face.photo_id, coalesce(face.quality, 1), embedding.vector FROM face
JOIN embedding ON embedding.face_id = face.id AND embedding.model_id = ?
WHERE face.person_id IS NULL AND face.ignored_at IS NULL AND {SEEN} ORDER BY face.id
"""  # noqa: S608 - our own


@dataclass(frozen=True, slots=True, eq=False)
class Lonely:
    """Faces that belong to nobody and are not ignored.

    Attributes:
        ids: (n,) int64, ascending.
        photos: (n,) int64.
        quality: (n,) float32, 0 to 1; 1 where unknown.
        vectors: (n, d) int8, packed embeddings (`engine.embedding.pack`).
    """

    ids: Ids
    photos: Ids
    quality: NDArray[np.float32]
    vectors: NDArray[np.int8]

    def __getitem__(self, chosen: Ids | NDArray[np.bool_]) -> Lonely:
        """Return some of them, by mask or by ascending indices."""
        return Lonely(self.ids[chosen], self.photos[chosen], self.quality[chosen], self.vectors[chosen])

    def with_others(self, others: Lonely) -> Lonely:
        """Return these and others together; no face is among both."""
        both = Lonely(
            np.r_[self.ids, others.ids],
            np.r_[self.photos, others.photos],
            np.r_[self.quality, others.quality],
            np.concatenate([self.vectors, others.vectors]),
        )
        return both[np.argsort(both.ids)]


def load_lonely(session: Session, model_id: int) -> Lonely:
    """Read all lonely faces that a recogniser (`Model.id`) knows, but for boxes in which no face was seen."""
    size = embedding_size(session, model_id)
    columns: list[list[NDArray[Any]]] = [
        [np.zeros(0, np.int64)],
        [np.zeros(0, np.int64)],
        [np.zeros(0, np.float32)],
        [np.zeros((0, size), np.int8)],
    ]
    for batch in session.connection().exec_driver_sql(_LONELY, (model_id,)).partitions(_ROWS):
        ids, photos, quality, vectors = zip(*batch, strict=True)
        columns[0].append(np.array(ids, np.int64))
        columns[1].append(np.array(photos, np.int64))
        columns[2].append(np.array(quality, np.float32))
        columns[3].append(np.frombuffer(b"".join(vectors), np.int8).reshape(-1, size))
    return Lonely(*(np.concatenate(parts) for parts in columns))


def load_parted(session: Session, model_id: int) -> tuple[Lonely, Lonely]:
    """Read all lonely faces: those still to be placed by grouping, and those that it has left alone."""
    lonely = load_lonely(session, model_id)
    waiting = table(session, "SELECT face_id FROM newcomer WHERE model_id = ?", 1, model_id)[:, 0]
    new = np.isin(lonely.ids, waiting)
    return lonely[new], lonely[~new]
