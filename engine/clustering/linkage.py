"""Constrained average linkage over a graph of neighbours: which faces form one group.

Here lives the whole algorithm; its two phases of merging live in `engine.clustering.rounds` and
`engine.clustering.sequence`, constraints in `engine.clustering.constraints`, the graph in
`engine.neighbours`. Thresholds come from the model's card.

For unit vectors the mean similarity of two groups is <S_a, S_b> / (n_a n_b), with S the sum of the
members. So the graph only proposes pairs, and every score is exact from two sums. A pair of groups
whose mean is at least t holds a face pair of at least t, and average linkage is reducible (Bruynooghe
1977), so pairs that fall below t are dropped for good. Forbidden pairs count as minus infinity, which
keeps reducibility, because what may not meet may not meet after any merge either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.clustering.constraints import (
    Constraints,
    forbidden_pairs,
    in_order_of_first_face,
    initial_groups,
    people_of_groups,
)
from engine.clustering.groups import Groups, Pairs, sorted_once, sum_groups
from engine.clustering.rounds import merge_in_rounds
from engine.clustering.sequence import merge_in_sequence
from engine.neighbours import Edges, neighbour_edges

#: Rounds go on while each merges at least this share of the candidate pairs (measured on 30,000
#: synthetic faces, a third of them one person: 0.005 and 0.0002 are slower).
ROUNDS_WHILE = 0.0005

#: Groups are looked up again among this many nearest groups.
REPAIR_NEIGHBOURS = 64

#: float32 similarities may be this far from the exact ones.
_SLACK = 1e-5

#: Pairs of faces: two (m,) int64 arrays.
FacePairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class NearMisses:
    """Pairs of groups just below the threshold and not forbidden, most similar first.

    Attributes:
        first: (m,) int64, the lower group.
        second: (m,) int64, the higher group.
        similarity: (m,) float64, mean cosine similarity of the two groups' faces.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    similarity: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """The outcome of grouping n faces.

    Attributes:
        labels: (n,) int64, the group of each face; groups are numbered 0, 1, ... in order of their
            first face.
        near_misses: pairs of groups worth suggesting for a merge.
    """

    labels: NDArray[np.int64]
    near_misses: NearMisses


def average_linkage(
    embeddings: NDArray[np.float32],
    edges: Edges,
    threshold: float,
    constraints: Constraints | None = None,
    *,
    margin: float = 0.05,
) -> Clustering:
    """Group faces: merge the two groups with the highest mean similarity while it is high enough.

    Equal similarities are merged in order of the groups' first faces. The outcome is that of the
    sequential algorithm on the full matrix of similarities, whenever the graph holds every face pair
    of at least `threshold`. Where neighbours were cut off at k, a repair pass looks again from the
    groups' means (64 nearest) and merges until none of these pairs may meet and has `threshold`.

    Args:
        embeddings: (n, d) float32 unit vectors.
        edges: the graph of the same faces, in any order; a floor of `threshold - margin` shows all
            near misses, and a floor above `threshold` hides merges.
        threshold: least mean cosine similarity of two groups that merge.
        constraints: what the user and the photos say; None for nothing.
        margin: how far below `threshold` a near miss may be.

    Returns:
        The groups and the near misses.

    Raises:
        ValueError: for arrays of a wrong shape.
        ContradictionError: for constraints that cannot all hold.
    """
    n = len(embeddings)
    if embeddings.ndim != 2:
        raise ValueError(f"embeddings must be (n, d), not {embeddings.shape}")
    if constraints is None:
        constraints = Constraints.of(n)
    labels = initial_groups(constraints, n)
    strong = edges.similarity >= threshold - _SLACK
    proposals = edges.first[strong], edges.second[strong]
    labels = _merged(embeddings, labels, proposals, threshold, constraints)
    incomplete = _incomplete_faces(edges, n, threshold)
    while True:
        proposals = _looked_up(embeddings, labels, incomplete, threshold - margin)
        repaired = _merged(embeddings, labels, proposals, threshold, constraints)
        if repaired.max(initial=-1) == labels.max(initial=-1):
            break
        labels = repaired
    close = edges.similarity >= threshold - margin - _SLACK
    proposals = (
        np.concatenate([proposals[0], edges.first[close]]),
        np.concatenate([proposals[1], edges.second[close]]),
    )
    _, pairs, active = _proposed(embeddings, labels, proposals, constraints)
    pairs = pairs.where((pairs.similarity < threshold) & (pairs.similarity >= threshold - margin))
    order = np.lexsort((pairs.high, pairs.low, -pairs.similarity))
    return Clustering(
        labels=labels,
        near_misses=NearMisses(
            first=active[pairs.low[order]],
            second=active[pairs.high[order]],
            similarity=pairs.similarity[order],
        ),
    )


def _proposed(
    embeddings: NDArray[np.float32],
    labels: NDArray[np.int64],
    proposals: FacePairs,
    constraints: Constraints,
) -> tuple[Groups, Pairs, NDArray[np.int64]]:
    """Score the pairs of groups that pairs of faces propose.

    Args:
        embeddings: (n, d) float32 unit vectors.
        labels: (n,) int64 groups, numbered in order of their first face.
        proposals: pairs of faces.
        constraints: on the n faces.

    Returns:
        The groups that are in a pair, the allowed pairs of them, and the label of each of them.
    """
    low, high = labels[proposals[0]], labels[proposals[1]]
    total = int(labels.max(initial=-1)) + 1
    codes = sorted_once((np.minimum(low, high) * total + np.maximum(low, high))[low != high])
    low, high = np.divmod(codes, max(total, 1))
    active = sorted_once(np.concatenate([low, high]))
    low, high = np.searchsorted(active, low), np.searchsorted(active, high)
    count = active.size

    dense = np.full(total, -1, np.int64)
    dense[active] = np.arange(count)
    of_face = dense[labels]
    graph = coo_array((np.ones(low.size, np.int8), (low, high)), shape=(count, count))
    component = connected_components(graph, directed=False)[1].astype(np.int64)
    sums, counts = sum_groups(embeddings, of_face, count)
    groups = Groups(
        sums=sums,
        counts=counts,
        people=people_of_groups(constraints, of_face, count),
        parent=np.arange(count),
        forbidden=forbidden_pairs(constraints, of_face, component),
    )
    free = groups.allowed(low, high)
    low, high = low[free], high[free]
    return groups, Pairs(low, high, groups.score(low, high)), active


def _merged(
    embeddings: NDArray[np.float32],
    labels: NDArray[np.int64],
    proposals: FacePairs,
    threshold: float,
    constraints: Constraints,
) -> NDArray[np.int64]:
    """Merge the groups that pairs of faces propose; return the new labels in order of first face."""
    groups, pairs, active = _proposed(embeddings, labels, proposals, constraints)
    pairs = pairs.where(pairs.similarity >= threshold)
    pairs = merge_in_rounds(groups, pairs, threshold, ROUNDS_WHILE)
    merge_in_sequence(groups, pairs, threshold)
    into = np.arange(int(labels.max(initial=-1)) + 1)
    into[active] = active[groups.roots()]
    return in_order_of_first_face(into[labels])


def _incomplete_faces(edges: Edges, n: int, threshold: float) -> NDArray[np.int64]:
    """List the faces that may have neighbours of at least `threshold` outside the graph."""
    if edges.complete_above is None:
        return np.arange(n)
    return np.flatnonzero(edges.complete_above >= threshold - _SLACK)


def _looked_up(
    embeddings: NDArray[np.float32],
    labels: NDArray[np.int64],
    incomplete: NDArray[np.int64],
    floor: float,
) -> FacePairs:
    """Propose pairs of groups whose mean similarity is at least `floor`, from the groups' means.

    A pair that the graph missed joins two faces whose neighbours were both cut off, so only groups
    with such a face are looked up.

    Returns:
        One face from each group of a pair.
    """
    wanted = sorted_once(labels[incomplete])
    dense = np.full(int(labels.max(initial=-1)) + 1, -1, np.int64)
    dense[wanted] = np.arange(wanted.size)
    of_face = dense[labels]
    sums, counts = sum_groups(embeddings, of_face, wanted.size)
    means = (sums / counts[:, None]).astype(np.float32)
    pairs = neighbour_edges(means, REPAIR_NEIGHBOURS, floor=floor - _SLACK)
    face = np.zeros(wanted.size, np.int64)
    face[of_face[incomplete]] = incomplete
    return face[pairs.first], face[pairs.second]
