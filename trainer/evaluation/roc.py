"""The ROC of all pairs of a set, and how sure its points are: intervals by resampling people.

Pairs are not independent: a face that looks like many others is in hundreds of false accepts. So the
bootstrap draws people with replacement, as networks are resampled by their vertices (Snijders, Borgatti:
Non-parametric standard errors and tests for network statistics, Connections 22, 1999). A person drawn w times
counts w times, so with person i's multiplicity w_i in one resample

    TAR = sum over pairs of one person of w_i [accepted] / the same sum over all pairs,
    FAR = sum over pairs of two people of w_i w_j [accepted] / the same sum over all pairs.

Pairs of two copies of one person are left out: they are neither (a face would be compared with itself, and a
person would be a stranger of himself). The denominators are sums over people, and only the most similar pairs
of two people can be accepted at a low FAR, so a resample costs a product for each of these alone: one in 250
of all (`trainer.evaluation.hard_pairs`). Models are compared by the same resamples, so what people have in
common falls out of the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.hard_pairs import HardPairs
from trainer.evaluation.verification import PairCounts

Doubles = NDArray[np.float64]

#: Share of the resamples that an interval holds.
CONFIDENCE = 0.95

FARS = (1e-3, 1e-4, 1e-5)

#: Fewer pairs of two people than this above the threshold make a TAR that hangs on single pairs.
_FEW = 10


@dataclass(frozen=True, slots=True, eq=False)
class Roc:
    """The curve of TAR (the paper's VAL) against FAR.

    Attributes:
        far: (k,) float64, rising.
        tar: (k,) float64, never falling.
        threshold: (k,) float64 cosine from which on pairs are accepted, falling.
    """

    far: Doubles
    tar: Doubles
    threshold: Doubles


def roc(counts: PairCounts, *, points: int = 400) -> Roc:
    """Return the curve at points that are evenly spaced in the logarithm of FAR, where pairs allow.

    Args:
        counts: all pairs of a set.
        points: how many at most.

    Raises:
        ValueError: there is no pair of one person, or none of two people.
    """
    tar, far = (shares[::-1] for shares in counts.accepted())
    # Of thresholds with the same FAR the lowest has the highest TAR: the last, now that both rise.
    wanted = np.geomspace(1 / counts.different.sum(), 1, points)
    at = np.unique(np.searchsorted(far, wanted * (1 + 1e-12), side="right") - 1)
    at = at[at >= 0]
    threshold = 2 * (len(far) - 1 - at) / len(far) - 1
    return Roc(far[at], tar[at], threshold)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the range in which 95% of the resamples lie.

    Attributes:
        value: on the set as it is.
        low: end of the range.
        high: end of the range.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """TAR at one FAR.

    Attributes:
        far: the false accept rate.
        tar: share of the pairs of one person accepted at the lowest threshold whose FAR is at most `far`.
        reliable: whether at least 10 pairs of two people lie above the threshold; otherwise single pairs
            decide.
    """

    far: float
    tar: Interval
    reliable: bool


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """TAR of one or more models on the same faces, as measured and in resamples of the people.

    Attributes:
        fars: the f false accept rates.
        measured: (models, f) float64 TAR on the set as it is.
        resampled: (resamples, models, f) float64 TAR.
        different: pairs of two people in the set.
    """

    fars: tuple[float, ...]
    measured: Doubles
    resampled: Doubles
    different: int

    def points(self, model: int) -> tuple[OperatingPoint, ...]:
        """Return TAR at each FAR for one of the models, by its number."""
        return tuple(
            OperatingPoint(
                far,
                _interval(self.measured[model, at], self.resampled[:, model, at]),
                far * self.different >= _FEW,
            )
            for at, far in enumerate(self.fars)
        )

    def differences(self, model: int, other: int) -> tuple[Interval, ...]:
        """Return by how much TAR of `model` is above TAR of `other` at each FAR.

        An interval without 0 says that one model is better, for people like these.
        """
        return tuple(
            _interval(
                self.measured[model, at] - self.measured[other, at],
                self.resampled[:, model, at] - self.resampled[:, other, at],
            )
            for at in range(len(self.fars))
        )


def _interval(value: float, resampled: Doubles) -> Interval:
    outside = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, [outside, 1 - outside])
    return Interval(float(value), float(low), float(high))


def bootstrap(
    models: Sequence[HardPairs], fars: Sequence[float] = FARS, *, resamples: int = 300, seed: int = 0
) -> Bootstrap:
    """Resample the people of a set.

    Where a resample's FAR at the lowest similarity that was kept is below the FAR asked for (possible only
    when few people make most false accepts), TAR is that at this similarity: too low rather than too high.

    Args:
        models: the hard pairs of the same faces by one model or several.
        fars: false accept rates, above 0.
        resamples: how many.
        seed: of the chance.

    Raises:
        ValueError: no model; models of other faces; no pair of one person or none of two people.
    """
    if not models:
        raise ValueError("there is no model to compare")
    people = models[0].people
    if any(not np.array_equal(one.people, people) for one in models):
        raise ValueError("models can be compared on the same faces only")
    if not (len(models[0].same) and models[0].different_count):
        raise ValueError("VAL and FAR need pairs of one person and pairs of two people")
    sizes = np.bincount(people)
    prepared = [_Prepared.of(one) for one in models]
    measured = np.array([one.tar(np.ones(len(sizes)), sizes, fars) for one in prepared])
    chance = np.random.default_rng(seed)
    # Not all who have two faces: pairs of one person may have been chosen among.
    has_pairs = np.zeros(len(sizes), bool)
    has_pairs[people[models[0].same.first]] = True
    resampled = np.empty((resamples, len(models), len(fars)))
    for row in resampled:
        weight = np.zeros(len(sizes))
        # A resample without any pair to judge says nothing; possible only where hardly anybody has one.
        while not weight[has_pairs].any() or np.count_nonzero(weight) < 2:
            weight = np.bincount(chance.integers(0, len(sizes), len(sizes)), minlength=len(sizes)).astype(
                float
            )
        row[:] = [one.tar(weight, sizes, fars) for one in prepared]
    return Bootstrap(tuple(fars), measured, resampled, models[0].different_count)


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """The hard pairs of one model, by their people."""

    same: NDArray[np.float32]  # (s,) similarities, falling
    same_person: NDArray[np.int32]  # (s,)
    different: NDArray[np.float32]  # (m,) similarities, falling
    one: NDArray[np.int32]  # (m,) person of one face
    other: NDArray[np.int32]  # (m,) person of the other face
    floor: float

    @classmethod
    def of(cls, pairs: HardPairs) -> _Prepared:
        people = pairs.people.astype(np.int32)
        return cls(
            pairs.same.similarity,
            people[pairs.same.first],
            pairs.different.similarity,
            people[pairs.different.first],
            people[pairs.different.second],
            pairs.floor,
        )

    def tar(self, weight: Doubles, sizes: NDArray[np.int64], fars: Sequence[float]) -> list[float]:
        """Return TAR at each FAR, when each person counts so many times.

        Args:
            weight: (people,) how many times each was drawn.
            sizes: (people,) faces of each.
            fars: Shares of the pairs of two people.
        """
        faces = weight * sizes
        everyone = (faces.sum() ** 2 - (faces**2).sum()) / 2
        accepted = np.cumsum(weight[self.one] * weight[self.other])
        accepted_same = np.cumsum(weight[self.same_person])
        found = []
        for far in fars:
            # The first pair of two people that would make too many is refused, and all that are like it.
            refused = int(np.searchsorted(accepted, far * everyone * (1 + 1e-12), side="right"))
            if refused < len(self.different):
                count = int(np.searchsorted(-self.same, -self.different[refused], side="left"))
            else:
                count = int(np.searchsorted(-self.same, -self.floor, side="right"))
            found.append(float(accepted_same[count - 1] / accepted_same[-1]) if count else 0.0)
        return found
