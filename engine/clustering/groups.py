"""Groups while they are being merged: exact sums, sizes and what keeps them apart.

Here live the state that both phases of merging share, and the exact score of two groups. The phases
live in `engine.clustering.rounds` and `engine.clustering.sequence`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Embeddings are rounded to multiples of 2^-32, so that float64 sums of up to a million faces are
#: exact and do not depend on the order of merging.
_EMBEDDING_STEPS = 2.0**32

#: Scores are rounded to multiples of 2^-40 (1e-12), so that equal scores compare equal.
_SCORE_STEPS = 2.0**40

#: Rows converted to float64, or pairs scored, at a time: a few MiB.
_CHUNK = 4096


def mean_similarity(product: float, pairs: float) -> float:
    """Return the mean similarity of two groups from <S_a, S_b> and n_a n_b, rounded."""
    return round(product / pairs * _SCORE_STEPS) / _SCORE_STEPS


def sorted_once(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return (m,) codes sorted, each once (`numpy.unique` may hash, which is slower)."""
    codes = np.sort(codes)
    once = np.ones(codes.size, np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=once[1:])
    return codes[once]


@dataclass(slots=True, eq=False)
class Pairs:
    """Candidate pairs of groups, each once: (m,) int64 low < high and (m,) float64 similarity."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    similarity: NDArray[np.float64]

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        """Return the pairs that a (m,) mask marks."""
        return Pairs(self.low[mask], self.high[mask], self.similarity[mask])


@dataclass(slots=True, eq=False)
class Groups:
    """g groups, numbered in order of their first face; merging keeps the lower number.

    Attributes:
        sums: (g, d) float64, the sum of the members' embeddings.
        counts: (g,) int64, members.
        people: (g,) int64, the person of each group, -1 = none.
        parent: (g,) int64, the group each was merged into, itself while it stands.
        forbidden: sorted int64 codes low * g + high of pairs of standing groups that may not meet.
    """

    sums: NDArray[np.float64]
    counts: NDArray[np.int64]
    people: NDArray[np.int64]
    parent: NDArray[np.int64]
    forbidden: NDArray[np.int64]

    def score(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the exact mean similarity of pairs of groups: (m,) float64."""
        product = np.empty(low.size)
        for start in range(0, low.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            product[part] = np.einsum("ij,ij->i", self.sums[low[part]], self.sums[high[part]])
        product /= self.counts[low] * self.counts[high]
        rounded: NDArray[np.float64] = np.rint(product * _SCORE_STEPS) / _SCORE_STEPS
        return rounded

    def allowed(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Mark the pairs (m,) of groups that may meet."""
        one, other = self.people[low], self.people[high]
        free: NDArray[np.bool_] = (one < 0) | (other < 0) | (one == other)
        if self.forbidden.size:
            codes = low * self.counts.size + high
            at = np.searchsorted(self.forbidden, codes)
            at[at == self.forbidden.size] = 0
            free &= self.forbidden[at] != codes
        return free

    def roots(self) -> NDArray[np.int64]:
        """Return the (g,) int64 standing group each group ended in."""
        root = self.parent
        while not np.array_equal(root, root[root]):
            root = root[root]
        return root


def sum_groups(
    embeddings: NDArray[np.float32], groups: NDArray[np.int64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Sum the embeddings of every group.

    Args:
        embeddings: (n, d) float32 unit vectors.
        groups: (n,) int64, the group of each face, -1 = left out.
        count: number of groups.

    Returns:
        (count, d) float64 sums and (count,) int64 sizes.
    """
    sums = np.zeros((count, embeddings.shape[1]))
    members = np.argsort(groups, kind="stable")
    members = members[np.searchsorted(groups[members], 0) :]
    for start in range(0, members.size, _CHUNK):
        part = members[start : start + _CHUNK]
        exact = np.rint(embeddings[part].astype(np.float64) * _EMBEDDING_STEPS) / _EMBEDDING_STEPS
        present, first = np.unique(groups[part], return_index=True)
        sums[present] += np.add.reduceat(exact, first, axis=0)
    return sums, np.bincount(groups[members], minlength=count)
