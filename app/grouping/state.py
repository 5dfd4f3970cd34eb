"""All that grouping depends on, read from a library into arrays, and a mark that tells when it has changed.

What grouping makes of it lives in `app.grouping.seeds` and `app.grouping.solve`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids
from app.library.embeddings import EmbeddedFaces, load_embeddings

#: Rows held as Python objects at one time.
_BATCH = 8192

#: That the detector saw a face, in SQL on `face`. A box that the user or a file drew where it saw none (the
#: back of a head) is somebody's, but what it looks like is nobody's face: it takes no part in grouping.
SEEN: Final = "(face.source = 'detected' OR face.detector_score IS NOT NULL)"

_PEOPLE = "SELECT id, name IS NOT NULL, ignored_at IS NOT NULL FROM person ORDER BY id"
_REJECTED_FACES = (
    "SELECT face_id, person_id FROM rejection WHERE face_id IS NOT NULL ORDER BY face_id, person_id"
)
_REJECTED_PEOPLE = (
    "SELECT person_id, other_person_id FROM rejection WHERE other_person_id IS NOT NULL "
    "ORDER BY person_id, other_person_id"
)
_FACES = (
    "SELECT id, photo_id, coalesce(person_id, 0), confirmed_at IS NOT NULL, ignored_at IS NOT NULL, "  # noqa: S608 - our own
    "cast(1e6 * coalesce(quality, -1) AS INTEGER), "
    f"{SEEN} AND EXISTS (SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?) "
    "FROM face ORDER BY id"
)
_NEWCOMERS = "SELECT face_id FROM newcomer WHERE model_id = ? ORDER BY face_id"
#: Faces in photos taken before the birthday of somebody. A photo without a date is as old as anybody.
_UNBORN = (
    "SELECT face.id, person.id FROM person JOIN photo ON photo.taken_at < person.birthday "
    "JOIN face ON face.photo_id = photo.id WHERE person.birthday IS NOT NULL ORDER BY face.id, person.id"
)


@dataclass(frozen=True, slots=True, eq=False)
class LibraryState:
    """The faces of a library and what was said of them, at one moment.

    Attributes:
        faces: All faces that the recogniser knows, but for boxes in which no face was seen.
        absent: (a, 5) int64: id, photo, person, 1 where confirmed, and 1 where ignored, of every face that
            belongs to somebody but takes no part: it is ignored, the recogniser does not know it, or it is
            a box in which no face was seen.
        people: (p, 3) int64: id, 1 where named, 1 where ignored.
        rejected_faces: (r, 2) int64: face and the person it is not.
        rejected_people: (s, 2) int64: two people who are not the same, the lower id first.
        unborn: (u, 2) int64: face and the person who was not born when its photo was taken.
    """

    faces: EmbeddedFaces
    absent: Ids
    people: Ids
    rejected_faces: Ids
    rejected_people: Ids
    unborn: Ids


def load_state(session: Session, model_id: int) -> LibraryState:
    """Read what grouping by one recogniser depends on.

    Args:
        session: A session; the result is one consistent state of the library.
        model_id: The recogniser (`Model.id`).
    """
    return LibraryState(
        faces=_seen(session, load_embeddings(session, model_id)),
        absent=table(
            session,
            "SELECT id, photo_id, person_id, confirmed_at IS NOT NULL, ignored_at IS NOT NULL FROM face "  # noqa: S608 - our own
            f"WHERE person_id IS NOT NULL AND (ignored_at IS NOT NULL OR NOT {SEEN} OR NOT EXISTS ("
            "SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?)) ORDER BY id",
            5,
            model_id,
        ),
        people=table(session, _PEOPLE, 3),
        rejected_faces=table(session, _REJECTED_FACES, 2),
        rejected_people=table(session, _REJECTED_PEOPLE, 2),
        unborn=table(session, _UNBORN, 2),
    )


def _seen(session: Session, faces: EmbeddedFaces) -> EmbeddedFaces:
    """Return the faces without boxes in which no face was seen."""
    unseen = table(session, f"SELECT id FROM face WHERE NOT {SEEN}", 1)[:, 0]  # noqa: S608 - our own
    seen = ~np.isin(faces.face_ids, unseen)
    if seen.all():
        return faces
    return EmbeddedFaces(
        model_id=faces.model_id,
        face_ids=faces.face_ids[seen],
        photo_ids=faces.photo_ids[seen],
        person_ids=faces.person_ids[seen],
        confirmed=faces.confirmed[seen],
        ignored=faces.ignored[seen],
        quality=faces.quality[seen],
        vectors=faces.vectors[seen],
    )


def table(session: Session, statement: str, columns: int, *parameters: float | str) -> Ids:
    """Return what a statement gives as (n, columns) int64, with few rows as Python objects at a time."""
    rows = session.connection().exec_driver_sql(statement, parameters)
    parts = [np.array([tuple(row) for row in batch], np.int64) for batch in rows.partitions(_BATCH)]
    return np.concatenate([np.zeros((0, columns), np.int64), *parts])


def embedding_size(session: Session, model_id: int) -> int:
    """Return the dimensions of the embeddings a recogniser has made; 0 where it has made none."""
    length = session.connection().exec_driver_sql(
        "SELECT length(vector) FROM embedding WHERE model_id = ? LIMIT 1", (model_id,)
    )
    return int(length.scalar() or 0)


def mark(session: Session, model_id: int) -> str:
    """Return a digest that changes whenever what `load_state` reads has changed.

    Embeddings are not read: one that is stored makes its face a newcomer, which counts (only a second one of
    a newcomer goes unnoticed). Of a million faces it takes seconds, and little memory.

    Args:
        session: A session.
        model_id: The recogniser (`Model.id`).
    """
    digest = hashlib.blake2b(digest_size=16)
    connection = session.connection()
    for statement, columns, parameters in (
        (_FACES, 7, (model_id,)),
        (_NEWCOMERS, 1, (model_id,)),
        (_PEOPLE, 3, ()),
        (_REJECTED_FACES, 2, ()),
        (_REJECTED_PEOPLE, 2, ()),
        (_UNBORN, 2, ()),
    ):
        digest.update(bytes([columns]))
        for batch in connection.exec_driver_sql(statement, parameters).partitions(_BATCH):
            digest.update(np.array([tuple(row) for row in batch], np.int64).data)
    return digest.hexdigest()
