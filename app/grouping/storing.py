"""Writing groups into a library: which row each group gets, whose face is whose, and the suggestions.

How the groups are found lives in `app.grouping.solve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.grouping.solve import Groups
from app.grouping.state import Ids, LibraryState
from app.library.tables import Person
from engine.embedding import unpack
from engine.neighbours import neighbour_edges

#: Suggestions kept, the most similar first.
MOST_SUGGESTIONS: Final = 500
#: How far below the threshold two groups are still worth suggesting, in cosine similarity.
SUGGESTION_MARGIN: Final = 0.1
#: Most similar groups looked at for each group.
_NEIGHBOURS: Final = 16


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing changed.

    Attributes:
        moved: Faces that belong to another person or group than before, or to none.
        made: New groups.
        removed: Groups that are no more.
        suggestions: Pairs proposed.
    """

    moved: int
    made: int
    removed: int
    suggestions: int


def store(session: Session, state: LibraryState, groups: Groups, *, threshold: float) -> Stored:
    """Write groups into the library they were made from.

    Confirmed faces, names, rejections and everything else the user said stay as they are. A group keeps
    the row it shares most faces with; rows without name, faces and rejections that the user has not
    ignored are deleted.

    Args:
        session: A writing session; the library is still in `state`.
        state: The library.
        groups: Its groups.
        threshold: At which they were found.
    """
    row_of_group = _old_rows(state, groups)
    lacking = np.flatnonzero((row_of_group < 0) & (groups.founders >= 2))
    row_of_group[lacking] = _new_rows(session, len(lacking))
    person = (
        np.where(groups.labels >= 0, row_of_group[groups.labels], -1) if len(row_of_group) else groups.labels
    )
    person = np.maximum(person, 0)

    faces = state.faces
    changed = np.flatnonzero(person != faces.person_ids[groups.part])
    updates = [
        (new or None, face)
        for new, face in zip(
            person[changed].tolist(), faces.face_ids[groups.part[changed]].tolist(), strict=True
        )
    ]
    updates += [(None, face) for face in groups.seeds.released.tolist()]
    connection = session.connection()
    if updates:
        connection.exec_driver_sql(
            "UPDATE face SET person_id = ? WHERE id = ? AND confirmed_at IS NULL", updates
        )
    removed = connection.exec_driver_sql(
        "DELETE FROM person WHERE name IS NULL AND ignored_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM face WHERE person_id = person.id) "
        "AND NOT EXISTS (SELECT 1 FROM rejection WHERE person_id = person.id) "
        "AND NOT EXISTS (SELECT 1 FROM rejection WHERE other_person_id = person.id)"
    ).rowcount
    pairs = _suggested(state, groups, row_of_group, person, threshold)
    connection.exec_driver_sql("DELETE FROM suggestion")
    if pairs:
        connection.exec_driver_sql(
            "INSERT INTO suggestion (person_id, other_person_id, similarity, probability, settles, "
            "nearest_face_id, other_nearest_face_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [pair + _reason(state, groups, person, pair) for pair in pairs],
        )
    return Stored(moved=len(updates), made=len(lacking), removed=removed, suggestions=len(pairs))


def _old_rows(state: LibraryState, groups: Groups) -> Ids:
    """Give groups the rows they had: (g,) int64 `Person.id`, -1 for none.

    A seed's group has the seed's row. The others compete for rows without a seed: the greatest number
    of common faces first, then the lower row, then the group with the lower first face.
    """
    rows = groups.person.copy()
    before = state.faces.person_ids[groups.part]
    unnamed = state.people[state.people[:, 1] == 0][:, 0]
    # A single face founds no group, and a row with a seed is its seed's, whatever other faces left it.
    may_have = (groups.labels >= 0) & np.isin(before, np.setdiff1d(unnamed, rows))
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


def _new_rows(session: Session, count: int) -> list[int]:
    """Make rows for groups; return their ids, ascending."""
    if not count:
        return []
    return sorted(session.scalars(insert(Person).returning(Person.id), [{} for _ in range(count)]))


def _suggested(
    state: LibraryState, groups: Groups, row_of_group: Ids, person: Ids, threshold: float
) -> list[tuple[int, int, float]]:
    """Find the pairs of people and groups that are probably one.

    Compared are the groups' means, not what clustering nearly merged, because two people with seeds never
    merge however similar they are. Left out are ignored ones, pairs with faces in one photo, pairs that
    the user told apart by a rejection of either or of one of their faces, and pairs of two people with
    names unless they reach the threshold.

    Returns:
        The lower id, the higher id and the mean similarity; the most similar first.
    """
    ids, named, ignored = state.people.T
    shown = np.flatnonzero((row_of_group >= 0) & ~np.isin(row_of_group, ids[ignored == 1]))
    rows = row_of_group[shown]
    edges = neighbour_edges(groups.means[shown], _NEIGHBOURS, floor=threshold - SUGGESTION_MARGIN)
    low = np.minimum(rows[edges.first], rows[edges.second])
    high = np.maximum(rows[edges.first], rows[edges.second])
    both_named = np.isin(low, ids[named == 1]) & np.isin(high, ids[named == 1])
    wanted = np.flatnonzero(~both_named | (edges.similarity >= threshold))
    order = wanted[np.lexsort((high[wanted], low[wanted], -edges.similarity[wanted]))]
    apart = _told_apart(state, groups, person)
    photos = _PhotosOf(state.faces.photo_ids[groups.part], person)
    pairs: list[tuple[int, int, float]] = []
    for one, other, similarity in zip(
        low[order].tolist(), high[order].tolist(), edges.similarity[order].tolist(), strict=True
    ):
        if (one, other) not in apart and not photos.common(one, other):
            pairs.append((one, other, min(similarity, 1.0)))
            if len(pairs) == MOST_SUGGESTIONS:
                break
    return pairs


def _told_apart(state: LibraryState, groups: Groups, person: Ids) -> set[tuple[int, int]]:
    """Return the pairs of rows, the lower first, that a rejection keeps apart."""
    faces, rejected = state.faces.face_ids[groups.part], state.rejected_faces
    rejected = rejected[np.isin(rejected[:, 0], faces)]
    whose = np.column_stack([person[np.searchsorted(faces, rejected[:, 0])], rejected[:, 1]])
    pairs = np.concatenate([np.sort(whose, axis=1), state.rejected_people])
    return set(map(tuple, pairs.tolist()))


def _reason(
    state: LibraryState, groups: Groups, person: Ids, pair: tuple[int, int, float]
) -> tuple[float, int, int, int]:
    """Return the probability, how many faces a yes settles, and the two faces most alike."""
    sides = [groups.part[np.flatnonzero(person == row)] for row in pair[:2]]
    one, other = (unpack(state.faces.vectors[side]) for side in sides)
    alike = one @ other.T
    here, there = np.unravel_index(int(alike.argmax()), alike.shape)
    ids = state.faces.face_ids
    return max(pair[2], 0.0), min(map(len, sides)), int(ids[sides[0][here]]), int(ids[sides[1][there]])


class _PhotosOf:
    """The photos of each person, looked up one person at a time."""

    def __init__(self, photos: Ids, person: Ids) -> None:
        order = np.argsort(person, kind="stable")
        self._photos, self._person = photos[order], person[order]

    def _of(self, person: int) -> NDArray[np.int64]:
        start, stop = np.searchsorted(self._person, [person, person + 1])
        return self._photos[start:stop]

    def common(self, one: int, other: int) -> bool:
        """Tell whether some photo has faces of both."""
        return bool(np.isin(self._of(one), self._of(other)).any())
