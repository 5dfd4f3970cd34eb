"""How sure grouping must be, at one strictness: by which recogniser, and how alike faces must be.

What the similarities of a recogniser mean lives in `engine.calibration`; how the rule is applied, in
`app.grouping.solve` and `app.grouping.adding`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from engine.calibration import STRICTNESS_FACTOR, Calibration
from engine.clustering import Odds
from engine.models import ModelCard

#: Average linkage alone stops this much stricter than the card says, because groups of one person that it
#: leaves apart come together by their odds. Measured on five labelled sets: the pairs that are rightly
#: together rose from .79 to .94 on families, where half a step less strict gave .91.
_FIRST: Final = 1.0
#: Natural logarithm of the odds that two groups are one, at which they are merged. At 1 nearly twice as many
#: faces of LFW were among strangers; at 2 half as many pieces again were left of film stars.
_LEAST_ODDS: Final = 1.5


@dataclass(frozen=True, slots=True)
class Rule:
    """How sure grouping must be.

    Attributes:
        linkage: Least mean cosine similarity of two groups that average linkage makes one.
        odds: How sure it must be that two groups below that are one person.
        looks: Least mean cosine similarity of two groups that are one look of a person who is known, and of a
            face of low quality and the look it joins.
    """

    linkage: float
    odds: Odds
    looks: float

    @classmethod
    def of(cls, card: ModelCard, strictness: float) -> Rule:
        """Return the rule at a strictness.

        Args:
            card: A recogniser's.
            strictness: -1 (larger groups) to 1 (smaller, surer ones); each step of 1 divides the false accept
                rate and multiplies the odds by `engine.calibration.STRICTNESS_FACTOR`.

        Raises:
            ValueError: The card is not a recogniser's, or strictness is out of its range.
        """
        calibration = Calibration.of(card)
        return cls(
            linkage=calibration.grouping_threshold(strictness, steps=_FIRST),
            odds=Odds(calibration, _LEAST_ODDS + strictness * math.log(STRICTNESS_FACTOR)),
            looks=calibration.grouping_threshold(strictness),
        )
