"""New faces come to groups that stand already: average linkage in which those never merge with each other.

Here lives the incremental update of a grouping; grouping from scratch lives in `engine.clustering.linkage`.

Each standing group is one node with the sum of its members, so that its mean similarity to any other group is
exact and none of its members is looked at. A group of new faces reaches the threshold with a standing group
only if one of its faces does (a mean is at most its greatest part), so one product of the new faces with the
means of the standing groups proposes every pair that can ever merge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.clustering.constraints import Constraints, initial_roots, people_of_groups
from engine.clustering.groups import Groups, Nodes, sorted_once
from engine.clustering.levels import merge_candidates
from engine.clustering.likely import KnownOdds, join_likely
from engine.clustering.repair import incomplete_nodes, look_again
from engine.clustering.shelves import SLACK
from engine.embedding.vectors import Vectors, unit_rows
from engine.neighbours import Edges, graph

#: Faces and groups of one block of similarities (16 MiB of float32).
_TILE = 2048

#: Up to so many new faces all pairs of them are looked at, and of more each one's nearest.
_ALL_PAIRS_OF = 4096
_NEIGHBOURS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Groups that stand already, g of them.

    Attributes:
        sums: (g, d) float32 or float64, sum of the unit vectors of each group's members. Rounded to multiples
            of 2^-32 it counts as exact; float32 leaves an error of about 1e-7 in a mean similarity.
        counts: (g,) int64, members of each group, at least 1.
        people: (g,) int64, the person each group is, -1 = none; the numbers are those of
            `Constraints.people`. None for nobody.
    """

    sums: NDArray[np.float32] | NDArray[np.float64]
    counts: NDArray[np.int64]
    people: NDArray[np.int64] | None = None


def join_groups(
    embeddings: Vectors,
    standing: Standing,
    threshold: float,
    *,
    constraints: Constraints | None = None,
    barred: NDArray[np.int64] | None = None,
    open_: NDArray[np.bool_] | None = None,
    odds: KnownOdds | None = None,
) -> NDArray[np.int64]:
    """Bring new faces to standing groups, or to groups of their own.

    The outcome is that of average linkage with constraints over the standing groups and the new faces,
    where two standing groups never meet: the pair with the highest exact mean similarity merges first, as
    long as it is at least `threshold`; among equals the lowest indices, standing groups before new faces. Of
    some thousands of new faces all pairs are looked at; of more, each one's nearest, with a repair pass
    as in `average_linkage`.

    A person number keeps apart and never ties together: a new face of a person may come to that person's
    standing group or to one of nobody, if it is similar enough. Who wants it there in any case adds it to
    the sum of that group beforehand. Two standing groups of one person stay two.

    Time is that of one product of all new faces with all standing groups, and little more.

    Args:
        embeddings: (m, d) of the new faces, float32 unit vectors, or packed.
        standing: the groups that stand.
        threshold: least mean cosine similarity of two groups that merge.
        constraints: on the m new faces; None for nothing.
        barred: (b, 2) int64, new face and standing group that it must not come to, because the user said so
            or the group has a face in its photo. What one face is barred from, its whole group is.
        open_: (g,) which groups accept newcomers; None for all.
        odds: how sure it must be that newcomers below `threshold` are one with a group or with each other,
            for them to be merged in a second step (see `engine.clustering.likely`); None for no such step.

    Returns:
        (m,) int64: 0 to g - 1 for faces that joined that standing group; g, g + 1, ... for new groups, also
        of one face, in order of their first face.

    Raises:
        ValueError: for arrays of a wrong shape, or faces or groups that do not exist.
        ContradictionError: for constraints that cannot all hold.
    """
    m, g = len(embeddings), len(standing.counts)
    if constraints is None:
        constraints = Constraints.of(m)
    if barred is None:
        barred = np.empty((0, 2), np.int64)
    if open_ is None:
        open_ = np.ones(g, np.bool_)
    _check(embeddings, standing, barred, open_)
    initial_roots(constraints, m)
    near = _near_groups(embeddings, standing, np.flatnonzero(open_), threshold, odds)
    # Groups that nobody is near take no part.
    active = sorted_once(near.second)
    s = active.size
    on_nodes = _on_nodes(constraints, standing, barred, active)
    among = _among(embeddings, threshold, odds)
    proposals = Edges(
        np.concatenate([np.searchsorted(active, near.second), among.first + s]),
        np.concatenate([near.first + s, among.second + s]),
        np.concatenate([near.similarity, among.similarity]),
    )
    roots = initial_roots(on_nodes, s + m)
    nodes = Nodes(embeddings, standing.sums[active], standing.counts[active])
    groups = Groups(nodes, roots, people_of_groups(on_nodes, roots))
    merge_candidates(groups, proposals, threshold, on_nodes)
    look_again(groups, incomplete_nodes(among, m, threshold) + s, threshold, on_nodes)
    if odds is not None:
        join_likely(groups, proposals, odds, on_nodes)
    roots = groups.roots()
    number = np.concatenate([active, g - 1 + np.cumsum(roots[s:] == np.arange(s, s + m))])
    return number[roots[s:]]


def _check(
    embeddings: Vectors, standing: Standing, barred: NDArray[np.int64], open_: NDArray[np.bool_]
) -> None:
    g = len(standing.counts)
    if embeddings.ndim != 2 or standing.sums.shape != (g, embeddings.shape[1]):
        raise ValueError(
            f"embeddings must be (m, d) and sums ({g}, d), not {embeddings.shape} and {standing.sums.shape}"
        )
    if standing.people is not None and standing.people.shape != (g,):
        raise ValueError(f"people of standing groups must be ({g},), not {standing.people.shape}")
    if open_.shape != (g,):
        raise ValueError(f"open_ must be ({g},), not {open_.shape}")
    if barred.ndim != 2 or barred.shape[1] != 2:
        raise ValueError(f"barred must be (b, 2), not {barred.shape}")
    if barred.size and (barred.min() < 0 or (barred.max(axis=0) >= (len(embeddings), g)).any()):
        raise ValueError(f"barred must name faces 0 to {len(embeddings) - 1} and groups 0 to {g - 1}")
    if (standing.counts < 1).any():
        raise ValueError("counts must be at least 1: a standing group has members")


def _near_groups(
    embeddings: Vectors,
    standing: Standing,
    open_groups: NDArray[np.int64],
    threshold: float,
    odds: KnownOdds | None,
) -> Edges:
    """Pair new faces (`first`) with the open groups (`second`) that they may come to.

    These are the pairs of a mean similarity of at least `threshold`, and those whose odds are in sight.
    """
    faces, groups, similarities = [], [], []
    for column in range(0, open_groups.size, _TILE):
        some = open_groups[column : column + _TILE]
        means = standing.sums[some].astype(np.float32)
        means /= standing.counts[some].astype(np.float32)[:, None]
        theirs = None if odds is None else odds.strangers.expected(means)
        for row in range(0, len(embeddings), _TILE):
            rows = unit_rows(embeddings, slice(row, row + _TILE))
            block = rows @ means.T
            if odds is None or theirs is None:
                places = np.flatnonzero(block >= threshold - SLACK)
            else:
                places = odds.near(block, threshold - SLACK, odds.strangers.expected(rows), theirs)
            face, group = np.divmod(places, some.size)
            faces.append(face + row)
            groups.append(some[group])
            similarities.append(block.ravel()[places])
    nothing = np.empty(0, np.int64)
    return Edges(
        np.concatenate([nothing, *faces]),
        np.concatenate([nothing, *groups]),
        np.concatenate([np.empty(0, np.float32), *similarities]),
    )


def _among(embeddings: Vectors, threshold: float, odds: KnownOdds | None) -> Edges:
    """Pair new faces with each other, as `_near_groups` does with groups; many only with their nearest."""
    m = len(embeddings)
    if m > _ALL_PAIRS_OF:
        return graph(embeddings, _NEIGHBOURS, floor=threshold - SLACK)
    alone = Standing(unit_rows(embeddings, slice(None)), np.ones(m, np.int64))
    near = _near_groups(embeddings, alone, np.arange(m), threshold, odds)
    once = near.first < near.second
    complete = np.full(m, -np.inf, np.float32)
    return Edges(near.first[once], near.second[once], near.similarity[once], complete)


def _on_nodes(
    constraints: Constraints, standing: Standing, barred: NDArray[np.int64], active: NDArray[np.int64]
) -> Constraints:
    """Turn constraints on new faces into constraints on the active standing groups, then the new faces."""
    nothing = np.full(active.size, -1, np.int64)
    face, group = barred[np.isin(barred[:, 1], active)].T
    return Constraints(
        seeds=np.concatenate([nothing, constraints.seeds]),
        people=np.concatenate(
            [nothing if standing.people is None else standing.people[active], constraints.people]
        ),
        photos=np.concatenate([nothing, constraints.photos]),
        cannot_link=np.concatenate(
            [
                constraints.cannot_link + active.size,
                np.column_stack([np.searchsorted(active, group), face + active.size]),
            ]
        ),
    )
