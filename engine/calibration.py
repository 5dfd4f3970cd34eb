"""What similarities mean, model by model: probabilities, and thresholds at a wanted false accept rate.

Reads the `[calibration]` table of a recogniser's card. `trainer.exporting.calibration` measures that table;
what is done about a probability or a threshold is the application's business.

Two faces. Let LR(s) = p(s | one person) / p(s | two people) be the likelihood ratio of the cosine s. The card
has ln LR at a grid of cosines, made rising by isotonic regression (Zadrozny, Elkan: Transforming classifier
scores into accurate multiclass probability estimates, KDD 2002, section 2); it is linear in between and stays
as it is beyond the ends. By Bayes' rule ln odds = ln LR(s) + ln(prior / (1 - prior)).

Two groups. The mean m of the cosines of n_a x n_b pairs of faces says more than one of them. Take a face for
its person's vector plus noise of its own. The noise of each face enters n_b (or n_a) of the pairs, so that

    var m = v0 + v1 (1 / n_a + 1 / n_b) / 2,

with v0 from people, whom no number of faces changes, and v1 from faces. (The term of 1 / (n_a n_b) is small:
groups of 1 and 16 faces spread like groups of 2 and 2.) The means of both kinds of pairs do not depend on the
sizes. Between two normal distributions of the same variance ln LR is a line of slope (mean of one person -
mean of two people) / variance through 0 half-way between the means. So the sizes turn the line about its 0:

    ln LR(m; n_a, n_b) = k ln LR(m),   k = 1 / (1 - r + r (1 / n_a + 1 / n_b) / 2),   r = v1 / (v0 + v1).

Only r, the card's `averaged_out`, is new; k goes from 1 for two faces to 1 / (1 - r) for large groups. The
distributions are not normal, but the curves measured at sizes of 1 to 8 do cross near ln LR = 0, and one r
improves the mean of ln probability by more than half of what a curve of its own for each size would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.models.card import CalibrationSpec, ModelCard

#: A step of 1 in strictness divides the false accept rate by this. For the default recogniser -1 to 1 is then
#: 0.35 to 0.57. Below, strangers run together (pairwise precision 0.95 on LFW and 0.35 on families at 0.32);
#: above, people fall apart (pairwise recall 0.26 to 0.49 on three of five sets at 0.60).
STRICTNESS_FACTOR: float = 10.0

#: Where a threshold for grouping is kept, whatever the strictness; linkage needs one above 0.
LOWEST_THRESHOLD: float = 0.05
HIGHEST_THRESHOLD: float = 0.95

#: Probabilities are kept this far from 0 and 1: no similarity is proof.
_SURE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the similarities of one recogniser mean.

    Attributes:
        spec: from its card, or `assumed` where the card does not say.
        grouping: least mean cosine of two groups that are one person, from its card.
    """

    spec: CalibrationSpec
    grouping: float

    @classmethod
    def of(cls, card: ModelCard) -> Calibration:
        """Return what the card says, or else what its `same_person` lets one assume.

        Raises:
            ValueError: the card is not a recogniser's.
        """
        if card.recognition is None:
            raise ValueError(f"{card.name} is not a recogniser")
        spec = card.recognition.calibration or assumed(card.recognition.same_person)
        return cls(spec, card.recognition.grouping)

    def probability(
        self, similarity: ArrayLike, *, prior: float = 0.5, sizes: tuple[ArrayLike, ArrayLike] = (1, 1)
    ) -> NDArray[np.float32]:
        """Return how probable it is that two faces, or two groups of faces, are one person.

        The groups must be put together without regard to each other; a mean over the pairs that are most
        similar is not the mean of a group.

        Args:
            similarity: (...,) cosines of two faces, or mean cosines over all pairs of two groups' faces.
            prior: the probability before the similarity is known, above 0 and below 1.
            sizes: how many faces each of the two has, 1 or more; single numbers or arrays that broadcast
                with `similarity`.

        Returns:
            (...,) float32, above 0 and below 1; never falls as the similarity rises.

        Raises:
            ValueError: a prior or a size out of its range.
        """
        if not 0 < prior < 1:
            raise ValueError(f"a prior lies between 0 and 1, not at {prior}")
        first, second = (np.asarray(size, np.float64) for size in sizes)
        if not ((first >= 1).all() and (second >= 1).all()):
            raise ValueError("a group has at least one face")
        share = self.spec.averaged_out
        gain = 1 / (1 - share + share * (1 / first + 1 / second) / 2)
        evidence = np.interp(np.asarray(similarity, np.float64), self.spec.similarities, self.spec.log_odds)
        log_odds = gain * evidence + math.log(prior / (1 - prior))
        # As tanh, which does not overflow.
        exact = (1 + np.tanh(log_odds / 2)) / 2
        return np.asarray(np.clip(exact, _SURE, 1 - _SURE), np.float32)

    def far_at(self, similarity: float) -> float:
        """Return the share of pairs of two people's faces that are at least so similar, above 0 to 1.

        Its logarithm is linear between the similarities of the card and goes on so beyond them.
        """
        logarithm = _line(similarity, self.spec.similarities, _logarithms(self.spec.false_accepts))
        return max(math.exp(min(logarithm, 0.0)), float(np.finfo(np.float64).tiny))

    def val_at(self, similarity: float) -> float:
        """Return the share of pairs of one person's faces that are at least so similar, 0 to 1."""
        return float(np.interp(np.asarray(similarity, np.float64), self.spec.similarities, self.spec.accepts))

    def threshold_at(self, far: float) -> float:
        """Return the least cosine, -1 to 1, with a false accept rate of at most `far`.

        The inverse of `far_at`; it never rises with `far`.

        Raises:
            ValueError: `far` is not above 0 and at most 1.
        """
        if not 0 < far <= 1:
            raise ValueError(f"a false accept rate lies above 0 and up to 1, not at {far}")
        # Negative logarithms rise, as interpolation wants.
        places = [-value for value in _logarithms(self.spec.false_accepts)]
        return min(max(_line(-math.log(far), places, self.spec.similarities), -1.0), 1.0)

    def grouping_threshold(self, strictness: float, *, steps: float = 0.0) -> float:
        """Return the least mean cosine of two groups that are one person.

        Means the same for every recogniser: strictness 0 is what its card says, and each step of 1 divides
        the false accept rate of pairs by `STRICTNESS_FACTOR`. Never falls as strictness rises.

        Args:
            strictness: -1 (larger groups) to 1 (smaller, surer ones).
            steps: to go on from there, for a part of grouping that is to be surer.

        Returns:
            `LOWEST_THRESHOLD` to `HIGHEST_THRESHOLD`.

        Raises:
            ValueError: strictness out of its range.
        """
        if not -1 <= strictness <= 1:
            raise ValueError(f"strictness lies between -1 and 1, not at {strictness}")
        far = self.far_at(self.grouping)
        wanted = min(
            max(far * STRICTNESS_FACTOR ** -(strictness + steps), float(np.finfo(np.float64).tiny)), 1.0
        )
        # As a difference, so that 0 is exactly the card's value.
        moved = self.grouping + (self.threshold_at(wanted) - self.threshold_at(far))
        return min(max(moved, LOWEST_THRESHOLD), HIGHEST_THRESHOLD)


def assumed(same_person: float) -> CalibrationSpec:
    """Return what to make of similarities where a card says no more than `same_person`.

    Fits the measured tables of the default recogniser roughly, and is meant to be careful:

    - Pairs of two people are normal about 0, and one in 1,000 is at least as similar as `same_person`.
    - Pairs of one person are normal about half-way from `same_person` to 1, and 19 in 20 are at least as
      similar as `same_person`.
    - ln LR is a line that is 0 at three quarters of `same_person` and ln 10 at `same_person`, kept within
      -4 and 6. (That of two such normal distributions would not rise throughout.)
    - A large group says half as much again as a face: a third of the spread is averaged out.

    Args:
        same_person: least cosine at which two faces are taken for one person; below 0.1 as 0.1, above 0.9 as
            0.9.
    """
    at = min(max(same_person, 0.1), 0.9)
    grid = np.linspace(-0.2, 0.92, 29)
    middle = (at + 1) / 2
    different, same = at / 3.0902, (middle - at) / 1.6449

    def above(mean: float, deviation: float) -> list[float]:
        return [math.erfc((s - mean) / deviation / math.sqrt(2)) / 2 for s in grid.tolist()]

    odds = np.clip((grid - 0.75 * at) * (math.log(10) / (0.25 * at)), -4, 6)
    return CalibrationSpec(
        similarities=tuple(grid.tolist()),
        false_accepts=tuple(above(0.0, different)),
        accepts=tuple(above(middle, same)),
        log_odds=tuple(odds.tolist()),
        averaged_out=1 / 3,
    )


def _logarithms(values: tuple[float, ...]) -> list[float]:
    return [math.log(value) for value in values]


def _line(
    at: float, places: tuple[float, ...] | list[float], values: tuple[float, ...] | list[float]
) -> float:
    """Return a value between those given, or beyond them on the line of the nearest two."""
    index = int(np.clip(np.searchsorted(places, at), 1, len(places) - 1))
    low, high = places[index - 1], places[index]
    share = (at - low) / (high - low)
    return values[index - 1] * (1 - share) + values[index] * share
