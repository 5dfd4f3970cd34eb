"""Looks on disk: storing them, reading them, and making anew those that triggers deleted.

What a look is lives in `app.grouping.looks`; when a stored one becomes stale in `app.library.triggers`.
"""

from __future__ import annotations

import json
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids
from app.grouping.looks import find_looks, group_totals
from app.grouping.solve import Looks
from app.grouping.state import SEEN, table

#: Rows held as Python objects at one time.
_BATCH: Final = 8192
#: People whose looks are made at one time.
_PEOPLE: Final = 1000

_INSERT = "INSERT INTO exemplar (person_id, model_id, number, faces, total) VALUES (?, ?, ?, ?, ?)"


def store_exemplars(session: Session, model_id: int, looks: Looks) -> None:
    """Store looks in place of all that are stored for a recogniser.

    Args:
        session: A writing session.
        model_id: The recogniser (`Model.id`).
        looks: By person.
    """
    session.connection().exec_driver_sql("DELETE FROM exemplar WHERE model_id = ?", (model_id,))
    add_exemplars(session, model_id, looks)


def add_exemplars(session: Session, model_id: int, looks: Looks) -> None:
    """Store looks of people of whom none are stored; `session` is a writing one."""
    order = np.argsort(looks.owner, kind="stable")
    owner = looks.owner[order]
    number = np.arange(len(order)) - np.searchsorted(owner, owner)
    for start in range(0, len(order), _BATCH):
        part = slice(start, start + _BATCH)
        rows = zip(
            owner[part].tolist(),
            number[part].tolist(),
            looks.faces[order[part]].tolist(),
            looks.totals[order[part]].astype("<f4"),
            strict=True,
        )
        session.connection().exec_driver_sql(
            _INSERT, [(person, model_id, at, faces, total.tobytes()) for person, at, faces, total in rows]
        )


def load_exemplars(session: Session, model_id: int, size: int) -> Looks:
    """Read all looks that are stored for a recogniser, by person.

    Args:
        session: A session.
        model_id: The recogniser (`Model.id`).
        size: Dimensions of its embeddings.
    """
    connection = session.connection()
    where = (model_id,)
    count = connection.exec_driver_sql("SELECT count(*) FROM exemplar WHERE model_id = ?", where).scalar_one()
    owner, faces = np.empty(count, np.int64), np.empty(count, np.int64)
    totals = np.empty((count, size), np.float32)
    rows = connection.exec_driver_sql(
        "SELECT person_id, faces, total FROM exemplar WHERE model_id = ? ORDER BY person_id, number", where
    )
    start = 0
    for batch in rows.partitions(_BATCH):
        part = slice(start, start + len(batch))
        columns = list(zip(*batch, strict=True))
        owner[part], faces[part] = columns[0], columns[1]
        totals[part] = np.frombuffer(b"".join(columns[2]), "<f4").reshape(-1, size)
        start += len(batch)
    return Looks(owner, totals, faces)


def stale_people(session: Session, model_id: int) -> Ids:
    """List the people and groups that have faces to be known by, and no look by a recogniser, ascending."""
    return table(
        session,
        "SELECT person.id FROM person "  # noqa: S608 - our own
        "WHERE NOT EXISTS (SELECT 1 FROM exemplar WHERE exemplar.person_id = person.id AND model_id = ?) "
        "AND EXISTS (SELECT 1 FROM face CROSS JOIN embedding ON face_id = face.id AND model_id = ? "
        f"WHERE face.person_id = person.id AND face.ignored_at IS NULL AND {SEEN}) ORDER BY person.id",
        1,
        model_id,
        model_id,
    )[:, 0]


def renew_exemplars(
    session: Session, model_id: int, people: Ids, *, size: int, threshold: float, min_quality: float
) -> Looks:
    """Make and store the looks of people who have none.

    Args:
        session: A writing session.
        model_id: The recogniser (`Model.id`).
        people: (p,) int64 ids.
        size: Dimensions of its embeddings.
        threshold: Least mean cosine similarity of the two parts of a look.
        min_quality: Least quality of a face that makes up a look, where the person has such a face.

    Returns:
        The looks made, by person.
    """
    made = [Looks(np.zeros(0, np.int64), np.zeros((0, size), np.float32), np.zeros(0, np.int64))]
    for start in range(0, len(people), _PEOPLE):
        looks = _looks_of(
            session,
            model_id,
            people[start : start + _PEOPLE],
            size=size,
            threshold=threshold,
            min_quality=min_quality,
        )
        add_exemplars(session, model_id, looks)
        made.append(looks)
    return Looks(
        np.concatenate([looks.owner for looks in made]),
        np.concatenate([looks.totals for looks in made]),
        np.concatenate([looks.faces for looks in made]),
    )


def _looks_of(
    session: Session, model_id: int, people: Ids, *, size: int, threshold: float, min_quality: float
) -> Looks:
    rows = (
        session.connection()
        .exec_driver_sql(
            "SELECT face.person_id, face.quality < ?, embedding.vector FROM face "  # noqa: S608 - our own
            "JOIN embedding ON embedding.face_id = face.id AND embedding.model_id = ? "
            "WHERE face.person_id IN (SELECT value FROM json_each(?)) AND face.ignored_at IS NULL "
            f"AND {SEEN} ORDER BY face.id",
            (min_quality, model_id, json.dumps(people.tolist())),
        )
        .all()
    )
    person = np.array([row[0] for row in rows], np.int64)
    good = np.array([not row[1] for row in rows], np.bool_)
    good |= ~np.isin(person, person[good])
    vectors = np.frombuffer(b"".join(row[2] for row in rows), np.int8).reshape(-1, size)[good]
    person = person[good]
    found = find_looks(vectors, person, threshold)
    numbers, first = np.unique(found, return_index=True)
    return Looks(
        person[first], group_totals(vectors, found, numbers), np.bincount(found, minlength=len(numbers))
    )
