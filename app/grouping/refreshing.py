"""Making the stored suggestions anew: reading what they depend on, and writing them with their reasons.

What is worth suggesting is decided in `app.grouping.suggesting`; what is shown of it lives in
`app.grouping.review`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import numpy as np
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids
from app.grouping.exemplars import load_exemplars
from app.grouping.solve import Looks
from app.grouping.state import embedding_size, table
from app.grouping.strangers import Strangers
from app.grouping.suggesting import Facts, Lonely, Proposals, Touched, propose, units
from app.library.store import Library
from app.library.tables import Setting
from engine.calibration import Calibration
from engine.embedding import unpack
from engine.models import ModelCard

#: The row of `setting` that is there while suggestions are still those of before the last grouping.
STALE_KEY: Final = "grouping.suggestions"
#: In a library of so many looks and lonely faces all suggestions are made anew in a moment.
_ALL_UP_TO: Final = 20_000
#: Of larger people, so many faces, the best ones, are compared to find the two that are most alike.
_COMPARED: Final = 500
#: Proposals whose faces are read at one time.
_BATCH: Final = 200
#: Rows held as Python objects at one time.
_ROWS: Final = 8192

_LONELY = """
SELECT face.id, face.photo_id, coalesce(cast(replace(substr(taken_at, 1, 10), '-', '') AS INTEGER), 0), vector
FROM face JOIN embedding ON face_id = face.id AND model_id = ? JOIN photo ON photo.id = face.photo_id
WHERE person_id IS NULL AND ignored_at IS NULL ORDER BY face.id
"""
#: Only where somebody has a birthday is it asked when the others' photos were taken.
_PEOPLE = """
SELECT person.id, name IS NOT NULL, coalesce(cast(replace(birthday, '-', '') AS INTEGER), 0), CASE
    WHEN EXISTS (SELECT 1 FROM person WHERE birthday IS NOT NULL) THEN coalesce((
        SELECT cast(replace(substr(min(taken_at), 1, 10), '-', '') AS INTEGER) FROM face
        JOIN photo ON photo.id = face.photo_id WHERE face.person_id = person.id
    ), 0) ELSE 0 END
FROM person WHERE ignored_at IS NULL ORDER BY person.id
"""
_APART = """
SELECT person_id, other_person_id FROM rejection WHERE other_person_id IS NOT NULL UNION ALL
SELECT rejection.person_id, face.person_id FROM rejection JOIN face ON face.id = rejection.face_id
WHERE face.person_id IS NOT NULL
"""
_BARRED = """
SELECT face_id, rejection.person_id FROM rejection JOIN face ON face.id = face_id WHERE face.person_id IS NULL
"""
#: Somebody may have gone while the suggestions were made.
_INSERT = """
INSERT OR REPLACE INTO suggestion (person_id, other_person_id, face_id, similarity, probability, settles,
nearest_face_id, other_nearest_face_id) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
WHERE EXISTS (SELECT 1 FROM person WHERE id = ?1) AND EXISTS (SELECT 1 FROM face WHERE id = ?7)
AND EXISTS (SELECT 1 FROM face WHERE id = ?8)
AND (?2 IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = ?2))
"""
_DELETE = """
DELETE FROM suggestion WHERE person_id IN (SELECT value FROM json_each(?1))
OR other_person_id IN (SELECT value FROM json_each(?1)) OR face_id IN (SELECT value FROM json_each(?2))
OR face_id IN (SELECT id FROM face WHERE person_id IS NOT NULL)
"""
_MEMBERS = """
SELECT person_id, face_id, vector FROM (
    SELECT person_id, face_id, vector,
    row_number() OVER (PARTITION BY person_id ORDER BY coalesce(quality, 1) DESC, face_id) AS place
    FROM face JOIN embedding ON face_id = face.id AND model_id = ?
    WHERE person_id IN (SELECT value FROM json_each(?)) AND ignored_at IS NULL
) WHERE place <= ? ORDER BY person_id, face_id
"""


def refresh_suggestions(
    library: Library, model_id: int, *, card: ModelCard, touched: Touched | None = None
) -> int:
    """Make the suggestions of a library anew; the library can be written by others most of the time.

    Args:
        library: The library.
        model_id: The recogniser (`Model.id`).
        card: Its card.
        touched: Who has changed since; in a large library only their suggestions are made anew. None for all.

    Returns:
        How many suggestions there are then.
    """
    with library.read() as session:
        looks = load_exemplars(session, model_id, embedding_size(session, model_id))
        lonely, facts = load_lonely(session, model_id), load_facts(session)
        if len(looks.owner) + len(lonely.ids) <= _ALL_UP_TO:
            touched = None
        found = propose(looks, lonely, facts, strangers=strangers_of(looks, lonely, card), touched=touched)
        rows = list(_rows(session, model_id, found, lonely))
    with library.write() as session:
        connection = session.connection()
        if touched is None:
            connection.exec_driver_sql("DELETE FROM suggestion")
        else:
            ids = json.dumps(touched.people.tolist()), json.dumps(touched.faces.tolist())
            connection.exec_driver_sql(_DELETE, ids)
        if rows:
            connection.exec_driver_sql(_INSERT, rows)
        session.execute(delete(Setting).where(Setting.key == STALE_KEY))
        return int(connection.exec_driver_sql("SELECT count(*) FROM suggestion").scalar_one())


def _rows(
    session: Session, model_id: int, found: Proposals, lonely: Lonely
) -> Iterator[tuple[int | float | None, ...]]:
    """Give the rows of the table, with the faces that are most alike."""
    for start in range(0, len(found), _BATCH):
        part = found.where(np.arange(start, min(start + _BATCH, len(found))))
        # The table has the lower id first, whoever is larger.
        one = np.where(part.other > 0, np.minimum(part.person, part.other), part.person)
        other = np.where(part.other > 0, np.maximum(part.person, part.other), 0)
        nearest = _most_alike(session, model_id, np.column_stack([one, other, part.face]), lonely)
        yield from zip(
            one.tolist(),
            [person or None for person in other.tolist()],
            [face or None for face in part.face.tolist()],
            part.similarity.tolist(),
            part.probability.tolist(),
            part.settles.tolist(),
            *nearest,
            strict=True,
        )


def load_lonely(session: Session, model_id: int) -> Lonely:
    """Read the faces that belong to nobody, nor are hidden."""
    size = embedding_size(session, model_id)
    ids = [np.zeros((0, 3), np.int64)]
    vectors = [np.zeros((0, size), np.int8)]
    for batch in session.connection().exec_driver_sql(_LONELY, (model_id,)).partitions(_ROWS):
        ids.append(np.array([row[:3] for row in batch], np.int64))
        vectors.append(np.frombuffer(b"".join(row[3] for row in batch), np.int8).reshape(-1, size))
    columns = np.concatenate(ids)
    return Lonely(columns[:, 0], columns[:, 1], columns[:, 2], np.concatenate(vectors))


def load_facts(session: Session) -> Facts:
    """Read what is known for sure."""
    return Facts(
        people=table(session, _PEOPLE, 4),
        apart=table(session, _APART, 2),
        barred=table(session, _BARRED, 2),
        places=table(session, "SELECT photo_id, person_id FROM face WHERE person_id IS NOT NULL", 2),
    )


def strangers_of(looks: Looks, lonely: Lonely, card: ModelCard) -> Strangers:
    """Learn how alike strangers are."""
    return Strangers.of(units(looks, lonely), looks.totals.shape[1], Calibration.of(card))


def _most_alike(session: Session, model_id: int, sides: Ids, lonely: Lonely) -> tuple[list[int], list[int]]:
    """Find the two faces that are most alike of each two sides.

    Args:
        session: A session.
        model_id: The recogniser (`Model.id`).
        sides: (m, 3) int64: a person, and another person or a lonely face; 0 for none.
        lonely: Faces that belong to nobody.

    Returns:
        Face ids of the one side and of the other.
    """
    people = np.unique(sides[:, :2])
    rows = session.connection().exec_driver_sql(_MEMBERS, (model_id, json.dumps(people.tolist()), _COMPARED))
    owner: list[int] = []
    faces: list[int] = []
    packed: list[bytes] = []
    for person, face, vector in rows:
        owner.append(person)
        faces.append(face)
        packed.append(vector)
    exact = unpack(np.frombuffer(b"".join(packed), np.int8).reshape(len(faces), -1))
    ids, whose = np.array(faces, np.int64), np.array(owner, np.int64)
    starts, stops = (np.searchsorted(whose, sides[:, :2], side=side) for side in ("left", "right"))
    at = np.searchsorted(lonely.ids, sides[:, 2])
    nearest: tuple[list[int], list[int]] = ([], [])
    for row, (_, _, lonely_face) in enumerate(sides.tolist()):
        one = slice(starts[row, 0], stops[row, 0])
        other = slice(starts[row, 1], stops[row, 1])
        beside = unpack(lonely.vectors[at[row]])[None] if lonely_face else exact[other]
        here, there = divmod(int((exact[one] @ beside.T).argmax()), len(beside))
        nearest[0].append(int(ids[one][here]))
        nearest[1].append(lonely_face or int(ids[other][there]))
    return nearest
