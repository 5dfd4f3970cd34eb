"""Writing groups into a library: which row each group gets, whose face is whose, and their looks.

How the groups are found lives in `app.grouping.solve`, what is suggested in `app.grouping.suggesting`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids, among_pairs
from app.grouping.exemplars import store_exemplars
from app.grouping.solve import Groups, Looks
from app.grouping.state import LibraryState
from app.library.tables import Person


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """Whose every face is to be: what grouping writes, or would write.

    Attributes:
        row: (g,) int64, the person of each group; -1 for one that gets a new row, 0 for a face alone.
        faces: (m,) int64, ids of the faces that change hands, ascending by place in the library.
        before: (m,) int64, whose each was; 0 for nobody's.
        groups: (m,) int64, the group each comes to; -1 for none.
    """

    row: Ids
    faces: Ids
    before: Ids
    groups: Ids


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing changed.

    Attributes:
        moved: Faces that belong to another person or group than before, or to none.
        made: New groups.
        removed: Groups that are no more.
    """

    moved: int
    made: int
    removed: int


def place(state: LibraryState, groups: Groups) -> Placing:
    """Find out what storing groups changes: which group keeps which row, and which faces move.

    A group keeps the row it shares most faces with; a face alone founds no group.
    """
    rows = _old_rows(state, groups)
    real = (rows >= 0) | (groups.founders >= 2)
    of_face = np.where(groups.labels >= 0, groups.labels, len(rows))
    new = np.r_[np.where(real, np.arange(len(rows)), -1), -1][of_face]
    row = np.r_[np.where(real, rows, 0), 0][of_face]
    before = state.faces.person_ids[groups.part]
    changed = np.flatnonzero(row != before)
    ids = state.faces.face_ids[groups.part[changed]]
    released = np.union1d(groups.seeds.released, _crowded_out(state, groups, row))
    by_id = dict(zip(state.absent[:, 0].tolist(), state.absent[:, 2].tolist(), strict=True))
    return Placing(
        row=np.where(real, rows, 0),
        faces=np.concatenate([ids, released]),
        before=np.concatenate(
            [before[changed], np.array([by_id[face] for face in released.tolist()], np.int64)]
        ),
        groups=np.concatenate([new[changed], np.full(len(released), -1)]),
    )


def _crowded_out(state: LibraryState, groups: Groups, row: Ids) -> Ids:
    """List the faces that the recogniser does not know and whose place in a photo is taken now."""
    absent = state.absent[(state.absent[:, 3] == 0) & (state.absent[:, 4] == 0)]
    places = np.column_stack([state.faces.photo_ids[groups.part], row])[row > 0]
    out: Ids = absent[among_pairs(absent[:, 1:3], places), 0]
    return out


def store(session: Session, model_id: int, groups: Groups, placing: Placing) -> Stored:
    """Write groups into the library they were made from.

    Confirmed faces, names, rejections and everything else the user said stay as they are. Rows without name,
    faces and rejections that the user has not ignored are deleted. All newcomers are placed then.

    Args:
        session: A writing session; the library is still as it was when the groups were made.
        model_id: The recogniser.
        groups: The groups.
        placing: What `place` says of them.
    """
    rows = placing.row.copy()
    lacking = np.flatnonzero(rows == -1)
    rows[lacking] = new_rows(session, len(lacking))
    whose = np.r_[rows, 0][placing.groups]
    move_automatically(session, placing.faces, whose)
    removed = remove_empty(session)
    connection = session.connection()
    looks = groups.looks
    store_exemplars(session, model_id, Looks(rows[looks.owner], looks.totals, looks.faces))
    connection.exec_driver_sql("DELETE FROM newcomer WHERE model_id = ?", (model_id,))
    return Stored(moved=len(placing.faces), made=len(lacking), removed=removed)


def move_automatically(session: Session, faces: Ids, whose: Ids) -> None:
    """Give faces to people, 0 for nobody; confirmed faces stay where they are."""
    updates = [(person or None, face) for person, face in zip(whose.tolist(), faces.tolist(), strict=True)]
    if updates:
        session.connection().exec_driver_sql(
            "UPDATE face SET person_id = ? WHERE id = ? AND confirmed_at IS NULL", updates
        )


def remove_empty(session: Session) -> int:
    """Delete the rows of groups without faces of which the user said nothing; return how many."""
    return (
        session.connection()
        .exec_driver_sql(
            "DELETE FROM person WHERE name IS NULL AND ignored_at IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM face WHERE person_id = person.id) "
            "AND NOT EXISTS (SELECT 1 FROM rejection WHERE person_id = person.id) "
            "AND NOT EXISTS (SELECT 1 FROM rejection WHERE other_person_id = person.id)"
        )
        .rowcount
    )


def _old_rows(state: LibraryState, groups: Groups) -> Ids:
    """Give groups the rows they had: (g,) int64 `Person.id`, -1 for none.

    A seed's group has the seed's row. The others compete for rows without a seed: the greatest number
    of common faces first, then the lower row, then the group with the lower first face.
    """
    rows = groups.person.copy()
    before = state.faces.person_ids[groups.part]
    unnamed = state.people[state.people[:, 1] == 0][:, 0]
    # A single face founds no group; a row with a seed is its seed's, whatever other faces left it; and what
    # was rejected of a row that has lost its faces, or when they were born, says nothing of others.
    told = np.concatenate([state.rejected_faces[:, 1], state.rejected_people.ravel(), state.unborn[:, 1]])
    may_have = (groups.labels >= 0) & np.isin(before, np.setdiff1d(unnamed, np.r_[rows, told]))
    may_have[may_have] &= (rows < 0)[groups.labels[may_have]] & (groups.founders >= 2)[
        groups.labels[may_have]
    ]
    pairs, common = np.unique(
        np.column_stack([before[may_have], groups.labels[may_have]]), axis=0, return_counts=True
    )
    used: set[int] = set()
    # `pairs` is sorted by row and then by group, and groups are numbered by their first face.
    for at in np.argsort(-common, kind="stable").tolist():
        row, group = pairs[at].tolist()
        if row not in used and rows[group] < 0:
            used.add(row)
            rows[group] = row
    return rows


def new_rows(session: Session, count: int) -> list[int]:
    """Make rows for groups; return their ids, ascending."""
    if not count:
        return []
    return sorted(session.scalars(insert(Person).returning(Person.id), [{} for _ in range(count)]))
