"""The first phase of merging at one level: rounds in which every reciprocal best pair merges at once.

Average linkage is reducible: the similarity of A∪C and B is at most that of the better of A, B and
C, B, and forbidding keeps it so. So two groups that are each other's best may merge at once, whatever
happens elsewhere, with the same result as one merge at a time (reciprocal agglomerative clustering,
Sumengen et al. 2021, arXiv:2105.11653). Rounds are fast while many pairs merge in each; the rest is
left to `engine.clustering.sequence`.
"""

from __future__ import annotations

import numpy as np

from engine.clustering.groups import Groups, Pairs, renumbered, sorted_once
from engine.clustering.shelves import Shelves


def merge_in_rounds(groups: Groups, pairs: Pairs, shelves: Shelves, least: float) -> Pairs:
    """Merge reciprocal best pairs until a round merges few.

    Args:
        groups: the groups; changed in place.
        pairs: candidate pairs, scored, allowed and at or above the level at hand.
        shelves: take what falls below the level.
        least: stop once a round merges fewer than this share of the pairs.

    Returns:
        The pairs that are left, scored, allowed and at or above the level.
    """
    while pairs.low.size:
        merged = _reciprocal(pairs, groups.parent.size)
        if merged.low.size < least * pairs.low.size:
            break
        groups.merge(merged.low, merged.high)
        pairs = _updated(groups, pairs, merged, shelves)
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


def _updated(groups: Groups, pairs: Pairs, merged: Pairs, shelves: Shelves) -> Pairs:
    """Renumber and score again the pairs of groups that have just merged; keep the rest."""
    count = groups.parent.size
    changed = np.zeros(count, np.bool_)
    changed[merged.low] = True
    changed[merged.high] = True
    if groups.forbidden.size:
        low, high = np.divmod(groups.forbidden, count)
        stale = changed[low] | changed[high]
        if stale.any():
            codes = renumbered(low[stale], high[stale], groups.parent)
            groups.forbidden = sorted_once(np.concatenate([groups.forbidden[~stale], codes]))
    stale = changed[pairs.low] | changed[pairs.high]
    codes = renumbered(pairs.low[stale], pairs.high[stale], groups.parent)
    renewed = shelves.sort_out(groups.scored(codes))
    kept = pairs.where(~stale)
    return Pairs(
        np.concatenate([kept.low, renewed.low]),
        np.concatenate([kept.high, renewed.high]),
        np.concatenate([kept.similarity, renewed.similarity]),
    )
