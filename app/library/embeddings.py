"""The embeddings of one recogniser: read from a library into arrays, and put in the place of all others.

Computing embeddings, packing them and comparing them live in `engine.embedding`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

#: Rows held as Python objects at one time: few enough that they stay in the processor's cache.
_BATCH = 1024


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedFaces:
    """Every face that one recogniser has an embedding of, in order of face id; read-only arrays.

    Attributes:
        model_id: The recogniser (`Model.id`).
        face_ids: (n,) int64, ascending.
        photo_ids: (n,) int64.
        person_ids: (n,) int64; 0 for a face that belongs to nobody (ids start at 1).
        confirmed: (n,) bool; the user said whose face it is.
        ignored: (n,) bool; the user hid this very face. Faces of an ignored person are not marked.
        quality: (n,) float32, 0 to 1; NaN where unknown.
        vectors: (n, size) int8, packed unit vectors (`engine.embedding`); size is 0 where n is 0.
    """

    model_id: int
    face_ids: NDArray[np.int64]
    photo_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    confirmed: NDArray[np.bool_]
    ignored: NDArray[np.bool_]
    quality: NDArray[np.float32]
    vectors: NDArray[np.int8]

    def __post_init__(self) -> None:
        for array in self._arrays():
            if len(array) != len(self.face_ids):
                raise ValueError("the arrays of EmbeddedFaces must be equally long")
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.face_ids)

    def _arrays(self) -> Iterator[NDArray[Any]]:
        yield from (self.face_ids, self.photo_ids, self.person_ids)
        yield from (self.confirmed, self.ignored, self.quality, self.vectors)


def load_embeddings(session: Session, model_id: int) -> EmbeddedFaces:
    """Read every embedding of one recogniser, with what grouping and search need to know of its face.

    Needs the memory of the arrays (about 160 bytes a face for 128 dimensions) and of one batch of rows.

    Args:
        session: A session; the result is one consistent state of the library.
        model_id: The recogniser (`Model.id`).

    Raises:
        ValueError: The model's vectors differ in length: a bug of whoever stored them.
    """
    # Plain SQL, and plain tuples below: mapped objects would take ten times as long, SQLAlchemy's rows twice.
    connection = session.connection()
    n, shortest, size = connection.exec_driver_sql(
        "SELECT count(*), coalesce(min(length(vector)), 0), coalesce(max(length(vector)), 0) "
        "FROM embedding WHERE model_id = ?",
        (model_id,),
    ).one()
    if shortest != size:
        raise ValueError(f"model {model_id} has vectors of {shortest} and of {size} bytes")
    ids = np.empty((3, n), dtype=np.int64)
    flags = np.empty((2, n), dtype=np.bool_)
    quality = np.empty(n, dtype=np.float32)
    vectors = np.empty((n, size), dtype=np.int8)
    rows = cast("sqlite3.Connection", connection.connection.driver_connection).execute(
        "SELECT e.face_id, f.photo_id, coalesce(f.person_id, 0), f.confirmed_at IS NOT NULL, "
        "f.ignored_at IS NOT NULL, f.quality, e.vector "
        "FROM embedding AS e JOIN face AS f ON f.id = e.face_id "
        "WHERE e.model_id = ? ORDER BY e.face_id",
        (model_id,),
    )
    start = 0
    while batch := rows.fetchmany(_BATCH):
        stop = start + len(batch)
        columns = list(zip(*batch, strict=True))
        ids[:, start:stop] = columns[:3]
        flags[:, start:stop] = columns[3:5]
        quality[start:stop] = np.array(columns[5], dtype=np.float32)  # None becomes NaN.
        vectors[start:stop] = np.frombuffer(b"".join(columns[6]), dtype=np.int8).reshape(-1, size)
        start = stop
    return EmbeddedFaces(
        model_id=model_id,
        face_ids=ids[0],
        photo_ids=ids[1],
        person_ids=ids[2],
        confirmed=flags[0],
        ignored=flags[1],
        quality=quality,
        vectors=vectors,
    )


def unembedded_count(session: Session, model_id: int) -> int:
    """Count the faces that another recogniser has an embedding of and this one has not.

    Args:
        session: A session.
        model_id: The recogniser (`Model.id`).
    """
    count = session.connection().exec_driver_sql(
        "SELECT count(DISTINCT face_id) FROM embedding AS e WHERE model_id <> ? AND NOT EXISTS ("
        "SELECT 1 FROM embedding WHERE face_id = e.face_id AND model_id = ?)",
        (model_id, model_id),
    )
    return int(count.scalar_one())


def drop_other_embeddings(session: Session, model_id: int) -> int:
    """Delete the embeddings of all other recognisers, once this one has embedded every face they know.

    Until then they are what the groups rest on, and nothing is deleted. To be called when the groups that
    this recogniser makes are stored. What this one has byte for byte was taken over from a comparable
    recogniser (`app.grouping.taking_over`), whose embedding stays, so that this can be told.

    Args:
        session: A writing session.
        model_id: The recogniser in use (`Model.id`).

    Returns:
        How many were deleted.
    """
    if unembedded_count(session, model_id):
        return 0
    connection = session.connection()
    deleted = connection.exec_driver_sql(
        "DELETE FROM embedding WHERE model_id <> ?1 AND NOT EXISTS (SELECT 1 FROM embedding AS own "
        "WHERE own.face_id = embedding.face_id AND own.model_id = ?1 AND own.vector = embedding.vector)",
        (model_id,),
    )
    return deleted.rowcount
