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

import numpy as np
from numpy.typing import NDArray

from engine.clustering.constraints import Constraints, initial_roots, people_of_groups
from engine.clustering.groups import Groups, Nodes
from engine.clustering.levels import merge_candidates
from engine.clustering.likely import Odds, merge_likely
from engine.clustering.repair import incomplete_nodes, look_again
from engine.embedding.vectors import Vectors
from engine.neighbours import Edges


def average_linkage(
    embeddings: Vectors,
    edges: Edges,
    threshold: float,
    constraints: Constraints | None = None,
    *,
    odds: Odds | None = None,
) -> NDArray[np.int64]:
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
        edges: the graph of the same faces, in any order; a floor above `threshold` hides merges.
        threshold: least mean cosine similarity of two groups that merge.
        constraints: what the user and the photos say; None for nothing.
        odds: how sure it must be that groups below `threshold` are one person, for them to be merged in
            a second step (see `engine.clustering.likely`); None for no such step.

    Returns:
        (n,) int64, the group of each face; groups are numbered 0, 1, ... in order of their first face.

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
    look_again(groups, incomplete_nodes(edges, n, threshold), threshold, constraints)
    if odds is not None:
        merge_likely(groups, odds, constraints)
    return groups.labels()
