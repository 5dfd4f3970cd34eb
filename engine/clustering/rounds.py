"""The first phase of merging: rounds in which every reciprocal best pair merges at once.

Average linkage is reducible: the similarity of A∪C and B is at most that of the better of A, B and
C, B, and forbidding keeps it so. So two groups that are each other's best may merge at once, whatever
happens elsewhere, with the same result as one merge at a time (reciprocal agglomerative clustering,
Sumengen et al. 2021, arXiv:2105.11653). Rounds are fast while many pairs merge in each; the rest is
left to `engine.clustering.sequence`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.clustering.groups import Groups, Pairs, sorted_once


def merge_in_rounds(groups: Groups, pairs: Pairs, threshold: float, least: float) -> Pairs:
    """Merge reciprocal best pairs until a round merges few.

    Args:
        groups: the groups; changed in place.
        pairs: candidate pairs, scored, allowed and at least `threshold`.
        threshold: least mean similarity of a merge.
        least: stop once a round merges fewer than this share of the pairs.

    Returns:
        The pairs that are left, scored, allowed and at least `threshold`.
    """
    while pairs.low.size:
        merged = _reciprocal(pairs, groups.counts.size)
        if merged.low.size < least * pairs.low.size:
            break
        _merge(groups, merged)
        pairs = _updated(groups, pairs, merged, threshold)
    return pairs


def _reciprocal(pairs: Pairs, count: int) -> Pairs:
    """Find the pairs of which each is the other's best, the lowest number among equals."""
    low, high, similarity = pairs.low, pairs.high, pairs.similarity
    best = np.full(count, -np.inf)
    np.maximum.at(best, low, similarity)
    np.maximum.at(best, high, similarity)
    partner = np.full(count, count)
    of_low, of_high = similarity == best[low], similarity == best[high]
    np.minimum.at(partner, low[of_low], high[of_low])
    np.minimum.at(partner, high[of_high], low[of_high])
    return pairs.where((partner[low] == high) & (partner[high] == low))


def _merge(groups: Groups, merged: Pairs) -> None:
    low, high = merged.low, merged.high
    groups.sums[low] += groups.sums[high]
    groups.counts[low] += groups.counts[high]
    groups.people[low] = np.maximum(groups.people[low], groups.people[high])
    groups.parent[high] = low


def _relabelled(
    low: NDArray[np.int64], high: NDArray[np.int64], into: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the sorted codes of pairs after merging, each once, without those now inside a group."""
    low, high = into[low], into[high]
    apart = low != high
    low, high = low[apart], high[apart]
    return sorted_once(np.minimum(low, high) * into.size + np.maximum(low, high))


def _updated(groups: Groups, pairs: Pairs, merged: Pairs, threshold: float) -> Pairs:
    """Renumber and score again the pairs of groups that have just merged; keep the rest."""
    count = groups.counts.size
    changed = np.zeros(count, np.bool_)
    changed[merged.low] = True
    changed[merged.high] = True
    if groups.forbidden.size:
        low, high = np.divmod(groups.forbidden, count)
        stale = changed[low] | changed[high]
        if stale.any():
            codes = _relabelled(low[stale], high[stale], groups.parent)
            groups.forbidden = sorted_once(np.concatenate([groups.forbidden[~stale], codes]))
    stale = changed[pairs.low] | changed[pairs.high]
    codes = _relabelled(pairs.low[stale], pairs.high[stale], groups.parent)
    low, high = np.divmod(codes, count)
    free = groups.allowed(low, high)
    low, high = low[free], high[free]
    renewed = Pairs(low, high, groups.score(low, high))
    renewed = renewed.where(renewed.similarity >= threshold)
    kept = pairs.where(~stale)
    return Pairs(
        np.concatenate([kept.low, renewed.low]),
        np.concatenate([kept.high, renewed.high]),
        np.concatenate([kept.similarity, renewed.similarity]),
    )
