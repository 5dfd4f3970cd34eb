"""Whether a network replaces another: better on a set, or as good where it was good already."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from trainer.evaluation.roc import Interval
from trainer.recipes.judging import FARS, Judged, SetVerdict, judge, told

Vectors = NDArray[np.float32]


def faces(noise: float, *, people: int = 60, each: int = 5) -> tuple[NDArray[np.int64], Vectors]:
    """Return people around points of their own."""
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(people), each)
    vectors = rng.normal(size=(people, 16))[labels] + noise * rng.normal(size=(len(labels), 16))
    return labels, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_a_network_that_is_clearly_better_is_taken_and_one_that_is_worse_is_not() -> None:
    labels, good = faces(0.5)
    _, bad = faces(0.9)
    better, worse = judge("made", labels, bad, good), judge("made", labels, good, bad)
    assert better.better
    assert not worse.better
    assert (better.people, better.faces) == (60, 300)
    assert [at.far for at in better.at] == list(FARS)
    first = better.at[0]
    assert first.difference.value == pytest.approx(first.after.value - first.before.value)
    assert first.difference.value == pytest.approx(-worse.at[0].difference.value)
    assert 0 < first.standard_error < (first.difference.high - first.difference.low)
    assert first.difference.low < first.difference.value < first.difference.high


@pytest.mark.parametrize(
    ("before", "difference", "better"),
    [
        (0.8, 0.02, True),
        (0.8, 0.009, False),
        (0.8, 0.0, False),
        (0.8, -0.02, False),
        (0.995, 0.0, True),
        (0.995, -0.005, True),
        (0.995, -0.02, False),
    ],
)
def test_the_bar_is_a_standard_error(before: float, difference: float, better: bool) -> None:
    def at(value: float) -> Interval:
        return Interval(value, value - 0.02, value + 0.02)

    judged = Judged(1e-3, at(before), at(before + difference), at(difference), standard_error=0.01)
    assert SetVerdict("made", 10, 5, (judged,)).better is better


def test_the_report_names_sets_and_figures() -> None:
    labels, vectors = faces(0.7)
    said = told([judge("family", labels, vectors, vectors)])
    assert "| family (60, 300) | 0.001 |" in said
    assert "| +0.0000 (+0.0000 to +0.0000) | 0.0000 |" in said
