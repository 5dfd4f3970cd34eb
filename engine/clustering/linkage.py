"""Constrained average linkage over a graph of neighbours: which faces form one group.

Here lives the algorithm as a whole; merging lives in `engine.clustering.levels`, looking again for what the
graph left out in `engine.clustering.repair`, constraints in `engine.clustering.constraints`, the graph in
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

from engine.clustering.constraints import Constraints, initial_roots, people_of_groups
from engine.clustering.groups import Groups, Nodes, renumbered, sorted_once
from engine.clustering.levels import kept_apart, merge_candidates
from engine.clustering.likely import Odds, merge_likely
from engine.clustering.repair import incomplete_nodes, look_again
from engine.clustering.shelves import SLACK
from engine.embedding.vectors import Vectors
from engine.neighbours import Edges

#: Pairs of the graph looked at, or groups compared, at a time: some tens of MiB.
_CHUNK = 1 << 20


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
    embeddings: Vectors,
    edges: Edges,
    threshold: float,
    constraints: Constraints | None = None,
    *,
    margin: float = 0.05,
    odds: Odds | None = None,
) -> Clustering:
    """Group faces: merge the two groups with the highest mean similarity while it is high enough.

    Equal similarities are merged in order of the groups' first faces. The outcome is that of the
    sequential algorithm on the full matrix of similarities, whenever the graph holds every face pair
    of at least `threshold`. Where neighbours were cut off at k, or may be missing because the graph is
    approximate, a repair pass looks again from the groups' means (32 nearest) and merges what it finds:
    until none of these pairs may meet and has `threshold`, or once where there are so many groups
    that their own graph is approximate.

    Memory beyond the arguments is about 1 kB for each group that has two or more faces at one time, 40
    bytes for each face, and 2 bytes for each edge; embeddings are unpacked some hundred at a time.

    Args:
        embeddings: (n, d) float32 unit vectors, or packed.
        edges: the graph of the same faces, in any order; a floor of `threshold - margin` shows all
            near misses, and a floor above `threshold` hides merges.
        threshold: least mean cosine similarity of two groups that merge.
        constraints: what the user and the photos say; None for nothing.
        margin: how far below `threshold` a near miss may be.
        odds: how sure it must be that groups below `threshold` are one person, for them to be merged in
            a second step (see `engine.clustering.likely`); None for no such step.

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
    roots = initial_roots(constraints, n)
    groups = Groups(Nodes.of_faces(embeddings), roots, people_of_groups(constraints, roots))
    merge_candidates(groups, edges, threshold, constraints)
    floor = threshold - margin
    seen = look_again(groups, incomplete_nodes(edges, n, threshold), threshold, floor, constraints)
    if odds is not None:
        merge_likely(groups, odds, constraints)
    misses = _near_misses(groups, [edges, *seen], threshold, floor, constraints)
    return Clustering(labels=groups.labels(), near_misses=misses)


def _near_misses(
    groups: Groups, proposals: list[Edges], threshold: float, floor: float, constraints: Constraints
) -> NearMisses:
    """Compare the groups that pairs of faces propose, and are from `floor` to below `threshold`."""
    root = groups.roots()
    found = [np.empty(0, np.int64)]
    for edges in proposals if floor < threshold else []:
        for start in range(0, edges.first.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            close = edges.similarity[part] >= floor - SLACK
            found.append(renumbered(edges.first[part][close], edges.second[part][close], root))
    codes = sorted_once(np.concatenate(found))
    groups.forbidden = kept_apart(groups, *np.divmod(codes, max(root.size, 1)), constraints)
    near = []
    for start in range(0, max(codes.size, 1), _CHUNK):
        pairs = groups.scored(codes[start : start + _CHUNK])
        near.append(pairs.where((pairs.similarity < threshold) & (pairs.similarity >= floor)))
    low, high, similarity = (
        np.concatenate([getattr(pairs, name) for pairs in near]) for name in ("low", "high", "similarity")
    )
    order = np.lexsort((high, low, -similarity))
    number = groups.labels()
    return NearMisses(number[low[order]], number[high[order]], similarity[order])
