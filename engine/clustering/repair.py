"""Looking again from the groups' means, for pairs of groups that the graph of neighbours left out.

Here lives which groups are looked up, and when enough is enough. The graph lives in `engine.neighbours`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.clustering.constraints import Constraints
from engine.clustering.groups import Groups, sorted_once
from engine.clustering.levels import merge_candidates
from engine.clustering.shelves import SLACK
from engine.neighbours import Edges, graph

#: Groups are looked up again among this many nearest groups.
REPAIR_NEIGHBOURS = 32


def incomplete_nodes(edges: Edges, n: int, threshold: float) -> NDArray[np.int64]:
    """List the nodes that may have neighbours of at least `threshold` outside the graph.

    Args:
        edges: the graph.
        n: its nodes.
        threshold: a cosine similarity.

    Returns:
        (k,) nodes, ascending; all where the graph does not say of which it has every neighbour.
    """
    if edges.complete_above is None:
        return np.arange(n)
    # Half the slack, so that a graph whose floor lies the whole slack below the threshold is complete.
    return np.flatnonzero(edges.complete_above >= threshold - SLACK / 2)


def look_again(
    groups: Groups, incomplete: NDArray[np.int64], threshold: float, constraints: Constraints
) -> None:
    """Look groups up from their means and merge what the graph left out.

    A pair that the graph missed joins two nodes that both may have neighbours outside it, so only groups
    with such a node are looked up. By reducibility a merge brings no group nearer to another than its parts
    were, so that a second pass needs only groups whose neighbours were cut off in the first, and so on. Where
    there are so many groups that their own graph is approximate, which of them need it is not known,
    and one pass must do.

    Args:
        groups: the groups; changed in place.
        incomplete: nodes that may have neighbours outside the graph.
        threshold: least mean similarity of a merge.
        constraints: on the nodes.
    """
    while incomplete.size:
        wanted = sorted_once(groups.roots()[incomplete])
        found = graph(groups.means(wanted), REPAIR_NEIGHBOURS, floor=threshold - SLACK)
        before = groups.roots()
        proposals = Edges(wanted[found.first], wanted[found.second], found.similarity)
        merge_candidates(groups, proposals, threshold, constraints)
        if found.complete_above is None or np.array_equal(before, groups.roots()):
            break
        incomplete = wanted[incomplete_nodes(found, wanted.size, threshold)]
