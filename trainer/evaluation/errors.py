"""The worst errors of a recogniser: the least similar pairs of one person and the most similar of two.

To be looked at: most are wrong labels, turned or hidden faces, and twins. One bad picture would fill the list
alone, so of one person, or of two, only the worst pair is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.hard_pairs import HardPairs, Pairs


@dataclass(frozen=True, slots=True, eq=False)
class WorstErrors:
    """Pairs of faces, the worst first.

    Attributes:
        same: pairs of one person, least similar first.
        different: pairs of two people, most similar first.
    """

    same: Pairs
    different: Pairs


def worst_errors(pairs: HardPairs, *, most: int = 12) -> WorstErrors:
    """Return the worst pairs of each kind, one for each person or each two people.

    Args:
        pairs: the hard pairs of a set.
        most: pairs of each kind at most.
    """
    return WorstErrors(
        same=_one_each(_reversed(pairs.same), pairs.people, most),
        different=_one_each(pairs.different, pairs.people, most),
    )


def _one_each(pairs: Pairs, people: NDArray[np.int64], most: int) -> Pairs:
    """Return the first pair of each two people, in order."""
    one, other = people[pairs.first], people[pairs.second]
    codes = np.minimum(one, other) * (people.max(initial=0) + 1) + np.maximum(one, other)
    kept = np.sort(np.unique(codes, return_index=True)[1])[:most]
    return Pairs(pairs.first[kept], pairs.second[kept], pairs.similarity[kept])


def _reversed(pairs: Pairs) -> Pairs:
    order = np.lexsort((pairs.second, pairs.first, pairs.similarity))
    return Pairs(pairs.first[order], pairs.second[order], pairs.similarity[order])
