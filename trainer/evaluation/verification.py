"""How good embeddings are: VAL and FAR, verification accuracy on given pairs.

Pure functions on arrays, as in Schroff, Kalenichenko, Philbin: FaceNet (CVPR 2015), section 4. Scores of a
grouping live in `engine.clustering`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

# Similarities are counted in bins this narrow, so that memory does not grow with the number of pairs.
_BINS = 200_000
_TILE = 2048


@dataclass(frozen=True, slots=True)
class Validation:
    """One point of the curve of VAL against FAR.

    Attributes:
        far: the false accept rate asked for.
        threshold: cosine similarity from which on a pair is accepted.
        val: share of the pairs of one person that are accepted.
        found_far: share of the pairs of two people that are accepted; at most `far`.
    """

    far: float
    threshold: float
    val: float
    found_far: float


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """All pairs of a set of faces, counted by similarity.

    Attributes:
        same: (bins,) int64 pairs of one person, by rising similarity from -1 to 1.
        different: (bins,) int64 pairs of two people.
    """

    same: Labels
    different: Labels

    def validation(self, far: float) -> Validation:
        """Return VAL at the lowest threshold whose FAR is at most `far`.

        Raises:
            ValueError: there is no pair of one person, or none of two people.
        """
        if not (self.same.sum() and self.different.sum()):
            raise ValueError("VAL and FAR need pairs of one person and pairs of two people")
        accepted_same, accepted_different = (
            np.cumsum(counts[::-1])[::-1] / counts.sum() for counts in (self.same, self.different)
        )
        low_enough = np.flatnonzero(accepted_different <= far)
        if not len(low_enough):
            return Validation(far, 1.0, 0.0, 0.0)
        at = int(low_enough[0])
        return Validation(far, 2 * at / _BINS - 1, float(accepted_same[at]), float(accepted_different[at]))


def count_pairs(embeddings: Floats, people: Labels, *, within: Labels | None = None) -> PairCounts:
    """Count all pairs of faces by similarity.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        within: (n,) leave out pairs that differ in this; None: count all pairs.

    Returns:
        The counts; memory does not depend on n.
    """
    same, different = np.zeros(_BINS, np.int64), np.zeros(_BINS, np.int64)
    for row in range(0, len(embeddings), _TILE):
        for column in range(row, len(embeddings), _TILE):
            rows, columns = slice(row, row + _TILE), slice(column, column + _TILE)
            similarity = embeddings[rows] @ embeddings[columns].T
            counted = (
                np.ones(similarity.shape, bool)
                if row != column
                else np.triu(np.ones(similarity.shape, bool), 1)
            )
            if within is not None:
                counted &= within[rows, None] == within[None, columns]
            bins = np.clip((similarity[counted] + 1) * (_BINS / 2), 0, _BINS - 1).astype(np.int64)
            one_person = (people[rows, None] == people[None, columns])[counted]
            same += np.bincount(bins[one_person], minlength=_BINS)
            different += np.bincount(bins[~one_person], minlength=_BINS)
    return PairCounts(same, different)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Verification accuracy on given pairs by cross-validation.

    Attributes:
        mean: over the folds.
        standard_error: of that mean.
        pairs: that were judged.
    """

    mean: float
    standard_error: float
    pairs: int


def accuracy(similarity: Floats, same: NDArray[np.bool_], *, folds: int = 10) -> Accuracy:
    """Judge pairs with a threshold chosen on other pairs.

    Each fold is judged at the threshold that is best for the rest, the protocol of Labeled Faces in the
    Wild (Huang et al. 2007, section III). Pairs are dealt to the folds in turn, so that each fold has the
    same share of both kinds.

    Args:
        similarity: (n,) cosine of each pair.
        same: (n,) whether the pair is one person.
        folds: number of parts.

    Raises:
        ValueError: fewer pairs of either kind than folds.
    """
    if min(same.sum(), (~same).sum()) < folds:
        raise ValueError(f"{folds} folds need at least {folds} pairs of each kind")
    fold = np.empty(len(same), np.int64)
    for kind in (same, ~same):
        fold[kind] = np.arange(kind.sum()) % folds
    # A threshold lies between two similarities, where float32 may have no number left.
    exact = similarity.astype(np.float64)
    right = []
    for part in range(folds):
        chosen = fold != part
        threshold = _best_threshold(exact[chosen], same[chosen])
        right.append(float(((exact[~chosen] >= threshold) == same[~chosen]).mean()))
    return Accuracy(float(np.mean(right)), float(np.std(right, ddof=1) / np.sqrt(folds)), len(same))


def _best_threshold(similarity: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Return the threshold with the most right answers; of several, the highest."""
    order = np.argsort(-similarity, kind="stable")
    ranked = similarity[order]
    # Accepting the k most similar pairs is right for the same among them and the different among the rest.
    right = np.concatenate([[0], np.cumsum(np.where(same[order], 1, -1))])
    # A cut between equal similarities is none.
    possible = np.concatenate([[True], ranked[1:] < ranked[:-1], [True]])
    best = int(np.flatnonzero(possible & (right == right[possible].max()))[0])
    if best == 0:
        return float(np.nextafter(ranked[0], 2))
    return float((ranked[best - 1] + ranked[best]) / 2) if best < len(ranked) else float(ranked[-1])
