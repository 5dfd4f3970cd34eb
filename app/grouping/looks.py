"""Looks: the ways one person looks (child and adult, with and without a beard), each with a mean of its own.

A person who is known by one mean over decades resembles everybody a little and nobody enough. So a person's
faces are linked among themselves first, at the threshold of grouping; each part is a look, and newcomers are
compared with looks. Looks of fewer than three faces join the person's most similar larger look, because a
single odd picture resembles strangers: on families, letting each draw faces of its own cost as many wrong
faces as it found right ones. Storing looks (`exemplar`) lives in `app.grouping.exemplars`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.grouping.arrays import Ids
from engine.clustering import SLACK, Constraints, average_linkage, in_order_of_first_face
from engine.embedding import Vectors, unit_rows
from engine.neighbours import Edges, graph

#: Faces that make a look.
LEAST: Final = 3

#: Neighbours of each face within its person.
_NEIGHBOURS: Final = 32
#: Embeddings unpacked at one time.
_ROWS: Final = 65_536


def find_looks(vectors: Vectors, person: Ids, threshold: float, edges: Edges | None = None) -> Ids:
    """Tell the looks of people apart.

    Args:
        vectors: (n, d) embeddings.
        person: (n,) int64, whose each face is; -1 for nobody's, which have no look.
        threshold: Least mean cosine similarity of the two parts of a look.
        edges: The graph of neighbours of these faces; None to find that of each person's faces here.

    Returns:
        (n,) int64: looks numbered 0, 1, ... in order of their first face, -1 where `person` is.
    """
    held = np.flatnonzero(person >= 0)
    looks = np.full(len(person), -1, np.int64)
    if not held.size:
        return looks
    whose = person[held]
    within = _within(vectors, held, whose, threshold, edges)
    parts = average_linkage(vectors[held], within, threshold, Constraints.of(held.size, people=whose))
    looks[held] = _without_small(vectors[held], parts, whose)
    return looks


def _within(vectors: Vectors, held: Ids, whose: Ids, threshold: float, edges: Edges | None) -> Edges:
    """Return the edges within people, between held faces by their place in `held`."""
    complete = np.full(held.size, -np.inf, np.float32)
    if edges is None:
        edges = graph(vectors[held], _NEIGHBOURS, floor=threshold - SLACK)
        first, second = edges.first, edges.second
    else:
        place = np.full(len(vectors), -1, np.int64)
        place[held] = np.arange(held.size)
        first, second = place[edges.first], place[edges.second]
    same = (first >= 0) & (second >= 0)
    same[same] = whose[first[same]] == whose[second[same]]
    return Edges(first[same], second[same], edges.similarity[same], complete)


def _without_small(vectors: Vectors, parts: Ids, whose: Ids) -> Ids:
    """Give parts of fewer than `LEAST` faces to the person's most similar larger part.

    Where a person has no larger part, all their faces are one look.
    """
    sizes = np.bincount(parts)
    owner = np.empty(sizes.size, np.int64)
    owner[parts] = whose
    large = sizes >= LEAST
    into = np.arange(sizes.size)
    small = np.flatnonzero(~large)
    first_of_owner = np.unique(owner, return_index=True)
    into[small] = first_of_owner[1][np.searchsorted(first_of_owner[0], owner[small])]
    # Only people with several parts, one of them large, have anything to compare.
    some_large = np.isin(owner, owner[large])
    if (some_large & ~large).any():
        wanted = np.flatnonzero(some_large)
        totals = group_totals(vectors, np.where(some_large[parts], parts, -1), wanted)
        means = totals / sizes[wanted, None]
        order = np.argsort(owner[wanted], kind="stable")
        starts = np.flatnonzero(np.r_[True, owner[wanted][order][1:] != owner[wanted][order][:-1]])
        for rows in np.split(order, starts[1:]):
            big = rows[large[wanted[rows]]]
            little = rows[~large[wanted[rows]]]
            into[wanted[little]] = wanted[big[np.argmax(means[little] @ means[big].T, axis=1)]]
    return in_order_of_first_face(into[parts])


def group_totals(vectors: Vectors, labels: Ids, wanted: Ids) -> NDArray[np.float32]:
    """Sum the unit vectors of some groups.

    Args:
        vectors: (n, d) embeddings.
        labels: (n,) int64, the group of each.
        wanted: (g,) int64, groups, ascending.

    Returns:
        (g, d) float32, summed in float64.
    """
    totals = np.zeros((len(wanted), vectors.shape[1]), np.float32)
    place = np.searchsorted(wanted, labels)
    place[place == len(wanted)] = 0
    members = np.flatnonzero((labels >= 0) & (wanted[place] == labels)) if len(wanted) else place[:0]
    order = members[np.argsort(place[members], kind="stable")]
    group = place[order]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if order.size else order
    ends = np.r_[starts[1:], order.size].astype(np.int64)
    first = 0
    while first < len(starts):
        # Groups of so many faces together, or a larger one alone.
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + _ROWS, side="right")))
        rows = unit_rows(vectors, order[starts[first] : ends[last - 1]])
        totals[group[starts[first:last]]] = np.add.reduceat(
            rows, starts[first:last] - starts[first], axis=0, dtype=np.float64
        )
        first = last
    return totals
