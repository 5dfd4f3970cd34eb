"""How alike strangers are in one library, and so how probable it is that two who are alike are one.

The same cosine means different things: a blurred face resembles everybody, a library of one family is full
of people who are alike, and of a thousand pairs the best one is alike by chance. So a similarity is compared
with those that its two sides have to strangers, as in speaker verification (Auckenthaler, Carey,
Lloyd-Thomas: Score normalization for text-independent speaker verification systems, 2000, section 3): the
score is how many standard deviations it lies above the mean of a stranger, the average of both sides'.
Nearly everybody else in a library is a stranger, so mean and deviation follow from the mean and the
covariance of all looks, and no labels are needed.

For strangers the score is normal. Pairs of one person that grouping left apart are spread evenly over about
four deviations. So

    ln LR(score) = ln(1/4) - ln phi(score) = score² / 2 - ln(4 / sqrt(2 pi)),

which was measured to within 1 on all five labelled sets at scores from 1 to 5, for single faces and for large
groups; the same curve over the cosine differs between sets by 5 and more. One unit (a group, a
look of a person, or a lonely face) in `units` others is expected to be the same person's, so the odds are
LR / units. In libraries of a few dozen faces, mostly of different people, that promised too much: of the
pairs it merged among 12 faces of CelebA two fifths were wrong, and one in fourteen when the units counted as
200.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.calibration import Calibration

Floats = NDArray[np.float64]

#: ln(4 / sqrt(2 pi)): see the module's first lines.
_EVEN: Final = 0.467
#: In a small library what the recogniser's card says of strangers counts as much as so many looks.
_CARD_COUNTS: Final = 100
#: Odds are never better than among so many units.
_FEWEST: Final = 200
#: Least variance of similarities to strangers, as a share of the usual one.
_LEAST: Final = 0.1
#: Rows worked on at one time.
_ROWS: Final = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Strangers:
    """How similar a unit (a face, a group or a look) is to those of strangers.

    Attributes:
        units: How many units there are.
        total: (d,) float64, the sum of their mean vectors.
        squares: (d, d) float64, the sum of the outer products of these with themselves.
        usual: Mean and standard deviation of the similarity of two strangers' faces, by the card.
    """

    units: int
    total: Floats
    squares: Floats
    usual: tuple[float, float]

    @classmethod
    def of(cls, parts: Iterable[NDArray[np.floating]], size: int, calibration: Calibration) -> Strangers:
        """Learn from a library.

        Args:
            parts: (n, d) mean vectors of units, a few thousand at a time.
            size: d.
            calibration: Of the recogniser.
        """
        # Half of all strangers are less alike than the mean, and 84.1 % less than one deviation above it.
        usual = calibration.threshold_at(0.5)
        spread = calibration.threshold_at(0.1587) - usual
        learnt = cls(0, np.zeros(size), np.zeros((size, size)), (usual, spread))
        for part in parts:
            learnt = learnt.plus(part)
        return learnt

    def plus(self, means: NDArray[np.floating], sign: int = 1) -> Strangers:
        """Return what is known with the (n, d) mean vectors of more units, or with -1 of fewer."""
        total, squares = self.total.copy(), self.squares.copy()
        for start in range(0, len(means), _ROWS):
            exact = means[start : start + _ROWS].astype(np.float64)
            total += sign * exact.sum(axis=0)
            # A copy: numpy multiplies a matrix with itself by a routine that is four times slower.
            squares += sign * (exact.T @ exact.copy())
        return Strangers(self.units + sign * len(means), total, squares, self.usual)

    def expected(
        self, means: NDArray[np.floating], alike: NDArray[np.float64] | None = None
    ) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of similarities to strangers.

        Args:
            means: (n, d) mean vectors of units that are among those learnt from.
            alike: (3, n): how many units are too similar to each of these to be strangers, the sum of these
                similarities, and the sum of their squares. None for no such units.

        Returns:
            Two (n,) float64.
        """
        weight = self.units / (self.units + _CARD_COUNTS)
        centre = self.total / max(self.units, 1)
        covariance = self.squares / max(self.units, 1) - np.outer(centre, centre)
        mean, deviation = np.empty(len(means)), np.empty(len(means))
        for start in range(0, len(means), _ROWS):
            part = slice(start, start + _ROWS)
            exact = means[part].astype(np.float64)
            square = np.einsum("ij,ij->i", exact, exact)
            average = exact @ centre
            spread = np.einsum("ij,ij->i", exact @ covariance, exact)
            count, total, squares = np.zeros((3, len(exact))) if alike is None else alike[:, part]
            # Each is itself among those that were averaged, and no stranger.
            others = np.maximum(self.units - 1 - count, 1)
            own = (self.units * average - square - total) / others
            second = (self.units * (spread + average**2) - square**2 - squares) / others
            mean[part] = weight * own + (1 - weight) * self.usual[0]
            variance = weight * (second - own**2) + (1 - weight) * square * self.usual[1] ** 2
            deviation[part] = np.sqrt(np.maximum(variance, _LEAST * square * self.usual[1] ** 2))
        return mean, deviation

    def log_odds(self, score: ArrayLike) -> Floats:
        """Return the natural logarithm of the odds that two of a score are one person.

        Args:
            score: Of `scores`, in deviations; of any shape, which is that of the result.
        """
        exact = np.asarray(score, np.float64)
        found: Floats = exact * np.abs(exact) / 2 - _EVEN - np.log(max(self.units, _FEWEST))
        return found

    def score_at(self, log_odds: float) -> float:
        """Return the score at which the odds are so high, at least 0: the inverse of `log_odds`."""
        return float(np.sqrt(2 * max(log_odds + _EVEN + np.log(max(self.units, _FEWEST)), 0)))


def scores(similarity: ArrayLike, one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    """Return how many deviations similarities lie above those of strangers.

    Args:
        similarity: (n,) of pairs.
        one: What `Strangers.expected` gives for their first sides.
        other: And for their second.
    """
    exact = np.asarray(similarity, np.float64)
    found: Floats = ((exact - one[0]) / one[1] + (exact - other[0]) / other[1]) / 2
    return found


def logit(probability: float) -> float:
    """Return the logarithmic odds of a probability above 0 and below 1."""
    return float(np.log(probability / (1 - probability)))


def probability(log_odds: ArrayLike) -> Floats:
    """Return the probability of natural logarithmic odds, kept a millionth from 0 and 1; shapes stay."""
    # As tanh, which does not overflow.
    found: Floats = np.clip((1 + np.tanh(np.asarray(log_odds, np.float64) / 2)) / 2, 1e-6, 1 - 1e-6)
    return found
