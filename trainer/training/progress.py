"""How far a training run is, and how it ended."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The pace is that of so many steps.
_LATELY = 50


class Ending(StrEnum):
    """Why a run stopped."""

    DONE = "done"
    EARLY = "early"
    COLLAPSED = "collapsed"
    DIVERGED = "diverged"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        step: steps done.
        steps: of the whole run.
        seconds_left: at the pace of late, with validations.
        numbers: of the newest step, and of the newest validation.
    """

    step: int
    steps: int
    seconds_left: float
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    Attributes:
        ending: why.
        step: steps done.
        best_step: after which the best network was found; 0: before the first one.
        best: its VAL by the run's criterion.
        before: VAL before the first step.
    """

    ending: Ending
    step: int
    best_step: int
    best: float
    before: float


class Pace:
    """How fast a run is.

    Args:
        steps: of the whole run.
        step: steps done before.
    """

    def __init__(self, steps: int, step: int) -> None:
        self._steps = steps
        self._done: deque[tuple[float, int]] = deque([(time.monotonic(), step)], maxlen=_LATELY)

    def did(self, step: int) -> float:
        """Note that so many steps are done; return the seconds that are left."""
        self._done.append((time.monotonic(), step))
        (begun, first), (now, _) = self._done[0], self._done[-1]
        rate = (step - first) / max(now - begun, 1e-9)
        return (self._steps - step) / max(rate, 1e-9)
