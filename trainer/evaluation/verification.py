"""How good embeddings are at saying whether two faces are one person: VAL and FAR, accuracy on given pairs.

Pure functions on arrays, as in Schroff, Kalenichenko, Philbin: FaceNet (CVPR 2015), section 4, and in the
protocol of Labeled Faces in the Wild. Whole curves and their uncertainty live in `trainer.evaluation.roc`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.blocks import blocks

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

# Similarities are counted in bins this narrow, so that memory does not grow with the number of pairs.
_BINS = 200_000

#: Folds of the protocol of Labeled Faces in the Wild.
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over repetitions, and how sure it is.

    Attributes:
        mean: over the repetitions (folds, splits, draws).
        standard_error: of that mean: their standard deviation by the root of their number.
    """

    mean: float
    standard_error: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Return the mean of two or more values, with its standard error."""
        return cls(float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values))))


@dataclass(frozen=True, slots=True)
class Rates:
    """VAL and FAR at one distance (FaceNet, section 4).

    Attributes:
        d2: squared L2 distance, 0 to 4, up to which pairs are accepted.
        val: share of the pairs of one person that are accepted.
        far: share of the pairs of two people that are accepted.
    """

    d2: float
    val: float
    far: float


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

    @property
    def d2(self) -> float:
        """The threshold as a squared L2 distance, 0 to 4, up to which a pair is accepted."""
        return 2 - 2 * self.threshold


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """All pairs of a set of faces, counted by similarity.

    Attributes:
        same: (bins,) int64 pairs of one person, by rising similarity from -1 to 1.
        different: (bins,) int64 pairs of two people.
    """

    same: Labels
    different: Labels

    def accepted(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return VAL and FAR (bins,) when all pairs from a bin on are accepted; both fall.

        Raises:
            ValueError: there is no pair of one person, or none of two people.
        """
        if not (self.same.sum() and self.different.sum()):
            raise ValueError("VAL and FAR need pairs of one person and pairs of two people")
        val, far = (np.cumsum(counts[::-1])[::-1] / counts.sum() for counts in (self.same, self.different))
        return val, far

    def rates(self, d2: float) -> Rates:
        """Return VAL(d) and FAR(d) at a squared distance: the shares of pairs with D <= d.

        Args:
            d2: squared L2 distance, to the nearest 0.00002 (the width of a bin).

        Raises:
            ValueError: there is no pair of one person, or none of two people.
        """
        # A cut at either end accepts all pairs or none.
        val, far = (np.append(shares, 0.0) for shares in self.accepted())
        at = int(np.clip(np.rint((2 - d2 / 2) * (_BINS / 2)), 0, _BINS))
        return Rates(d2, float(val[at]), float(far[at]))

    def validation(self, far: float) -> Validation:
        """Return VAL at the lowest threshold whose FAR is at most `far`.

        Raises:
            ValueError: there is no pair of one person, or none of two people.
        """
        accepted_same, accepted_different = self.accepted()
        low_enough = np.flatnonzero(accepted_different <= far)
        if not len(low_enough):
            return Validation(far, 1.0, 0.0, 0.0)
        at = int(low_enough[0])
        return Validation(far, 2 * at / _BINS - 1, float(accepted_same[at]), float(accepted_different[at]))


def require_pairs(name: str, people: Labels) -> None:
    """Refuse a set in which nothing can be compared.

    Args:
        name: of the set.
        people: (n,) whose face each is.

    Raises:
        ValueError: nobody has two faces, or there are not two people.
    """
    found = len(np.unique(people))
    if found < 2 or found == len(people):
        raise ValueError(f"{name} needs two faces of one person, and faces of two people.")


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
    for block in blocks(embeddings):
        rows, columns = block.rows, block.columns
        counted = block.once(None if within is None else within[rows, None] == within[None, columns])
        bins = np.clip((block.similarity[counted] + 1) * (_BINS / 2), 0, _BINS - 1).astype(np.int64)
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


def dealt(same: NDArray[np.bool_], *, folds: int = FOLDS) -> Labels:
    """Deal pairs to folds in turn, so that each fold has the same share of both kinds.

    Args:
        same: (n,) whether each pair is one person.
        folds: number of parts.

    Returns:
        (n,) int64 the fold of each pair.
    """
    fold = np.empty(len(same), np.int64)
    for kind in (same, ~same):
        fold[kind] = np.arange(kind.sum()) % folds
    return fold


def accuracy(
    similarity: Floats, same: NDArray[np.bool_], *, folds: int = FOLDS, fold: Labels | None = None
) -> Accuracy:
    """Judge pairs with a threshold chosen on other pairs.

    Each fold is judged at the threshold that is best for the rest, the protocol of Labeled Faces in the
    Wild (Huang et al. 2007, section III). The networks were trained on other people's photos, so this is
    its kind "unrestricted, with labelled outside data" (Huang, Learned-Miller 2014).

    Args:
        similarity: (n,) cosine of each pair.
        same: (n,) whether the pair is one person.
        folds: number of parts that the pairs are dealt to, where `fold` does not say.
        fold: (n,) the part of each pair, as the list of pairs gives it.

    Raises:
        ValueError: as `require_folds`.
    """
    parts, fold = _parts(same, folds, fold)
    # A threshold lies between two similarities, where float32 may have no number left.
    exact = similarity.astype(np.float64)
    right = []
    for part in parts:
        chosen = fold != part
        threshold = _best_threshold(exact[chosen], same[chosen])
        right.append(float(((exact[~chosen] >= threshold) == same[~chosen]).mean()))
    found = Estimate.of(right)
    return Accuracy(found.mean, found.standard_error, len(same))


def validation_on_pairs(
    similarity: Floats,
    same: NDArray[np.bool_],
    far: float,
    *,
    folds: int = FOLDS,
    fold: Labels | None = None,
) -> Estimate:
    """Return VAL on given pairs: each fold at the lowest threshold whose FAR on the other folds is `far`.

    With the 3,000 pairs of two people of Labeled Faces in the Wild a FAR of 1e-3 is two pairs: compare such
    figures with others of the same kind only.

    Args:
        similarity: (n,) cosine of each pair.
        same: (n,) whether the pair is one person.
        far: at most so large a share of the other folds' pairs of two people is accepted.
        folds: number of parts that the pairs are dealt to, where `fold` does not say.
        fold: (n,) the part of each pair, as the list of pairs gives it.

    Raises:
        ValueError: as `require_folds`.
    """
    parts, fold = _parts(same, folds, fold)
    vals = []
    for part in parts:
        strangers = np.sort(similarity[(fold != part) & ~same])[::-1]
        ours = similarity[(fold == part) & same]
        allowed = int(far * len(strangers))
        accepted = ours > strangers[allowed] if allowed < len(strangers) else np.ones(len(ours), bool)
        vals.append(float(accepted.mean()))
    return Estimate.of(vals)


def require_folds(same: NDArray[np.bool_], *, folds: int = FOLDS, fold: Labels | None = None) -> None:
    """Refuse pairs that cannot be judged by folds.

    Args:
        same: (n,) whether each pair is one person.
        folds: number of parts that the pairs are dealt to, where `fold` does not say.
        fold: (n,) the part of each pair, as the list of pairs gives it.

    Raises:
        ValueError: fewer pairs of either kind than folds, only one fold, or a fold without a pair of one
            person.
    """
    numbers = np.arange(folds) if fold is None else np.unique(fold)
    folds = len(numbers)
    if folds < 2:
        raise ValueError("a threshold is chosen on other folds, so there must be two or more")
    ours, strangers = int(same.sum()), int((~same).sum())
    if min(ours, strangers) < folds:
        raise ValueError(
            f"{folds} folds need at least {folds} pairs of each kind, and there are {ours:,} of one person "
            f"and {strangers:,} of two people"
        )
    lacking = [] if fold is None else np.setdiff1d(numbers, fold[same]).tolist()
    if lacking:
        raise ValueError(f"fold {lacking[0]} has no pair of one person")


def _parts(same: NDArray[np.bool_], folds: int, fold: Labels | None) -> tuple[Labels, Labels]:
    """Return the numbers of the folds, and the fold of each pair."""
    require_folds(same, folds=folds, fold=fold)
    fold = dealt(same, folds=folds) if fold is None else fold
    return np.unique(fold), fold


def validation_on_splits(
    embeddings: Floats, people: Labels, far: float, *, splits: int = 10, seed: int = 0
) -> Estimate | None:
    """Return VAL at a FAR over all pairs within splits of the people, as the paper's tables report it.

    FaceNet (section 4.1) splits a hold-out set into five disjoint parts, takes all pairs within each, and
    reports the mean VAL at FAR 1e-3 with its standard error over the parts. Here the people are dealt to the
    splits by chance, so the error also holds what comes of who happens to be in the set.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        far: the false accept rate, in each split.
        splits: how many.
        seed: of the chance.

    Returns:
        The estimate; None where a split has no pair of one person, or fewer pairs of two people than
        1 / `far`, so that its VAL would be none.
    """
    numbers = np.unique(people, return_inverse=True)[1]
    count = int(numbers.max(initial=-1)) + 1
    split = np.random.default_rng(seed).permutation(np.arange(count) % splits)[numbers]
    vals = []
    for part in range(splits):
        mine = split == part
        counts = count_pairs(embeddings[mine], people[mine])
        if not counts.same.sum() or counts.different.sum() * far < 1:
            return None
        vals.append(counts.validation(far).val)
    return Estimate.of(vals)


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
