"""Groups at a model's threshold and at the best one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from trainer.evaluation.grouping import LOWEST, best_grouping, grouped, neighbours


def faces(seed: int, people: int, each: int, spread: float) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    chance = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), each)
    vectors = chance.normal(size=(people, 64))[who] + spread * chance.normal(size=(len(who), 64))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), who


def test_clear_people_are_grouped_perfectly() -> None:
    vectors, who = faces(0, 10, 5, 0.3)
    found = grouped(*neighbours(vectors, 0.5), who, 0.5)
    assert (found.threshold, found.groups, found.clicks.total) == (0.5, 10, 0)
    assert (found.pairwise.f, found.b_cubed.f, found.clicks_per_1000_faces) == (1.0, 1.0, 0.0)
    # Above all similarities every face is a group: 40 merges put 10 people together.
    apart = grouped(*neighbours(vectors, 0.5), who, 0.999)
    assert (apart.groups, apart.clicks.merges, apart.clicks.moves) == (50, 40, 0)
    assert apart.clicks_per_1000_faces == 800.0
    assert (apart.pairwise.precision, apart.pairwise.recall) == (1.0, 0.0)


@pytest.mark.parametrize("spread", [0.5, 1.0, 1.5])
def test_the_best_threshold_is_about_the_best_of_all(spread: float) -> None:
    vectors, who = faces(1, 20, 6, spread)
    packed, edges = neighbours(vectors, LOWEST)
    best = best_grouping(packed, edges, who)
    # A graph of fewer edges, as far as the threshold needs them, gives the same groups.
    assert grouped(*neighbours(vectors, best.threshold), who, best.threshold) == best
    every = [grouped(packed, edges, who, hundredth / 100).b_cubed.f for hundredth in range(5, 96)]
    assert best.b_cubed.f >= max(every) - 0.02
    assert best.b_cubed.f >= max(every[::5])
