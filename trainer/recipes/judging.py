"""Whether a network is to replace another: set by set, on people who took no part in making it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.hard_pairs import hard_pairs
from trainer.evaluation.roc import Interval, bootstrap

#: False accept rates that are judged; the first one decides.
FARS = (1e-3, 1e-4)

#: Where the network was at least so good, it is enough not to be worse.
GOOD = 0.99


@dataclass(frozen=True, slots=True)
class Judged:
    """TAR of both networks at one FAR.

    Attributes:
        far: the false accept rate.
        before: share of the pairs of one person accepted with the first network.
        after: with the second.
        difference: after less before, with the range in which 95 % of resampled people lie.
        standard_error: of the difference: its standard deviation over resampled people.
    """

    far: float
    before: Interval
    after: Interval
    difference: Interval
    standard_error: float


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """What one set says.

    Attributes:
        name: of the set.
        faces: that judged.
        people: whose they are.
        at: at each of `FARS`.
    """

    name: str
    faces: int
    people: int
    at: tuple[Judged, ...]

    @property
    def better(self) -> bool:
        """Better by more than a standard error; where it was good already, not worse by more than one."""
        first = self.at[0]
        if first.before.value >= GOOD:
            return first.difference.value >= -first.standard_error
        return first.difference.value > first.standard_error


def judge(
    name: str, people: NDArray[np.int64], before: NDArray[np.float32], after: NDArray[np.float32]
) -> SetVerdict:
    """Compare two networks on the faces of a set.

    Args:
        name: of the set.
        people: (n,) whose face each is.
        before: (n, d) unit vectors by the first network.
        after: (n, e) by the second.

    Raises:
        ValueError: there is no pair of one person, or none of two people.
    """
    found = bootstrap([hard_pairs(before, people), hard_pairs(after, people)], FARS)
    points, differences = [found.points(model) for model in (0, 1)], found.differences(1, 0)
    spread = (found.resampled[:, 1] - found.resampled[:, 0]).std(axis=0)
    return SetVerdict(
        name,
        len(people),
        len(np.unique(people)),
        tuple(
            Judged(far, points[0][at].tar, points[1][at].tar, differences[at], float(spread[at]))
            for at, far in enumerate(FARS)
        ),
    )


def told(verdicts: Sequence[SetVerdict]) -> str:
    """Return what was found, as Markdown."""
    heading = "set (held-out people, faces)|FAR|before|after|difference (95 % of resamples)|standard error"
    lines = [f"| {heading.replace('|', ' | ')} |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {one.name} ({one.people:,}, {one.faces:,}) | {at.far:g} "
        f"| {_range(at.before)} | {_range(at.after)} "
        f"| {at.difference.value:+.4f} ({at.difference.low:+.4f} to {at.difference.high:+.4f}) "
        f"| {at.standard_error:.4f} |"
        for one in verdicts
        for at in one.at
    ]
    return "\n".join(lines) + "\n"


def _range(found: Interval) -> str:
    return f"{found.value:.4f} ({found.low:.4f} to {found.high:.4f})"
