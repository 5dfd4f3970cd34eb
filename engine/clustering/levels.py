"""Merging from the highest similarity downwards, one level after the other.

Here lives the order of the work; what happens inside a level lives in `engine.clustering.rounds` and
`engine.clustering.sequence`, the waiting pairs in `engine.clustering.shelves`.

Whether two groups merge at a similarity of s or more depends on no pair below s. So all merges of a level
are done with the pairs of that level alone, and a pair is compared only when its turn comes: by then most
pairs of the graph are inside one group, and need no comparing at all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.clustering.constraints import Constraints, forbidden_pairs, keeps_apart
from engine.clustering.groups import Groups, renumbered
from engine.clustering.rounds import merge_in_rounds
from engine.clustering.sequence import merge_in_sequence
from engine.clustering.shelves import Shelves
from engine.neighbours import Edges

#: Rounds go on while each merges at least this share of the level's pairs (measured on 100,000 synthetic
#: faces, 40,000 of them one person: .01 to .1 differ little, rounds alone take five times as long).
ROUNDS_WHILE = 0.03

#: Pairs of the graph joined at a time: some tens of MiB.
_CHUNK = 1 << 20


def merge_candidates(groups: Groups, proposals: Edges, threshold: float, constraints: Constraints) -> None:
    """Merge the two groups with the highest mean similarity while it is high enough.

    Args:
        groups: the groups; changed in place.
        proposals: pairs of nodes whose groups may merge, in any order. The similarity of two groups must not
            exceed that of the best proposal between them (by more than float32's error).
        threshold: least mean cosine similarity of two groups that merge.
        constraints: on the nodes.
    """
    shelves = Shelves(proposals, threshold)
    forbidden = kept_apart(groups, proposals.first, proposals.second, constraints)
    apart = np.divmod(forbidden, max(groups.parent.size, 1))
    for level in reversed(range(len(shelves))):
        first, second = shelves.take(level)
        root = groups.roots()
        codes = renumbered(first, second, root)
        if codes.size:
            groups.forbidden = _among(codes, apart, root)
            pairs = shelves.sort_out(groups.scored(codes))
            pairs = merge_in_rounds(groups, pairs, shelves, ROUNDS_WHILE)
            merge_in_sequence(groups, pairs, shelves)


def kept_apart(
    groups: Groups, first: NDArray[np.integer], second: NDArray[np.integer], constraints: Constraints
) -> NDArray[np.int64]:
    """List the pairs of groups that a photo or a cannot-link keeps apart.

    Args:
        groups: the groups.
        first: (m,) nodes or groups; with `second`, the pairs that may meet. Only what these join is listed.
        second: (m,) nodes or groups.
        constraints: on the nodes.

    Returns:
        Sorted int64 codes `low * n + high`, one for each pair low < high.
    """
    if not keeps_apart(constraints):
        return np.empty(0, np.int64)
    # A tenth of a second that a window need not wait for.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    roots = groups.roots()
    component = np.arange(roots.size)
    for start in range(0, first.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        ends = component[roots[first[part]]], component[roots[second[part]]]
        graph = coo_array((np.ones(ends[0].size, np.int8), ends), shape=(roots.size, roots.size))
        component = connected_components(graph, directed=False)[1].astype(np.int64)[component]
    return forbidden_pairs(constraints, roots, component)


def _among(
    codes: NDArray[np.int64], apart: tuple[NDArray[np.int64], NDArray[np.int64]], root: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the codes of the forbidden pairs, by now, among the groups of some candidate pairs."""
    active = np.zeros(root.size, np.bool_)
    for groups in np.divmod(codes, root.size):
        active[groups] = True
    concerned = active[root[apart[0]]] & active[root[apart[1]]]
    return renumbered(apart[0][concerned], apart[1][concerned], root)
