"""The ROC, and its intervals by resampling people, against slow loops and against chance itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from trainer.evaluation import hard_pairs as hard_pairs_module
from trainer.evaluation import roc as module
from trainer.evaluation.hard_pairs import Pairs, hard_pairs
from trainer.evaluation.roc import bootstrap, roc
from trainer.evaluation.verification import count_pairs


def faces(
    seed: int, people: int, each: int, spread: float = 0.7
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return unit vectors (people * each, 16) around so many centres, and whose each is."""
    chance = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), each)
    vectors = chance.normal(size=(people, 16))[who] + spread * chance.normal(size=(len(who), 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), who


def slow_tar(
    vectors: NDArray[np.float32], who: NDArray[np.int64], weight: NDArray[np.float64], far: float
) -> float:
    """Return the highest TAR of any threshold whose FAR is low enough, with a weight for each person."""
    same, different = [], []
    for i in range(len(who)):
        for j in range(i + 1, len(who)):
            similarity = float(vectors[i] @ vectors[j])
            if who[i] == who[j]:
                same.append((similarity, weight[who[i]]))
            else:
                different.append((similarity, weight[who[i]] * weight[who[j]]))

    def share(pairs: list[tuple[float, float]], above: float) -> float:
        return sum(w for s, w in pairs if s > above) / sum(w for _, w in pairs)

    cuts = [-2.0, *(s for s, _ in different)]
    return max(share(same, cut) for cut in cuts if share(different, cut) <= far + 1e-9)


@given(st.integers(0, 2**32), st.integers(2, 7), st.integers(2, 4), st.sampled_from([0.01, 0.1, 0.5, 1.0]))
def test_a_resample_is_that_of_a_slow_loop(seed: int, people: int, each: int, far: float) -> None:
    vectors, who = faces(seed, people, each)
    # Products of halves are exact, and often equal.
    vectors = np.sign(vectors) / 4
    weight = np.random.default_rng(seed).integers(0, 4, people).astype(float)
    weight[:2] += 1
    prepared = module._Prepared.of(hard_pairs(vectors, who))
    (found,) = prepared.tar(weight, np.bincount(who), [far])
    assert found == pytest.approx(slow_tar(vectors, who, weight, far))


def test_a_person_drawn_twice_counts_as_two_copies_that_are_not_compared() -> None:
    """The weights are those of the set with copies put in, without pairs of two copies of one person."""
    vectors, who = faces(4, 6, 3)
    weight = np.array([2.0, 0, 1, 3, 1, 1])
    copies = np.repeat(np.arange(6), weight.astype(int))
    rows = np.concatenate([np.flatnonzero(who == person) for person in copies])
    copy = np.repeat(np.arange(len(copies)), 3)
    similarity = vectors[rows] @ vectors[rows].T
    above = np.triu(np.ones(similarity.shape, bool), 1)
    same = similarity[above & (copy[:, None] == copy)]
    different = np.sort(similarity[above & (who[rows][:, None] != who[rows])])[::-1]
    refused = different[int(0.05 * len(different))]
    prepared = module._Prepared.of(hard_pairs(vectors, who))
    (found,) = prepared.tar(weight, np.bincount(who), [0.05])
    assert found == pytest.approx(np.mean(same > refused))


def test_what_was_measured_is_val_of_all_pairs() -> None:
    vectors, who = faces(2, 40, 5)
    counts = count_pairs(vectors, who)
    found = bootstrap([hard_pairs(vectors, who)], (0.1, 0.01), resamples=20)
    for point, far in zip(found.points(0), (0.1, 0.01), strict=True):
        assert point.far == far
        assert point.tar.value == pytest.approx(counts.validation(far).val, abs=0.01)
        assert point.tar.low <= point.tar.value <= point.tar.high
        assert point.reliable
    assert not bootstrap([hard_pairs(vectors, who)], (1e-4,), resamples=5).points(0)[0].reliable


def test_only_the_tail_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, who = faces(3, 60, 4)
    whole = bootstrap([hard_pairs(vectors, who)], (1e-2, 1e-3), resamples=50)
    monkeypatch.setattr(hard_pairs_module, "KEPT", 10)
    tail = hard_pairs(vectors, who, share=4e-2)
    assert len(tail.different) < 0.06 * tail.different_count
    np.testing.assert_array_equal(bootstrap([tail], (1e-2, 1e-3), resamples=50).resampled, whole.resampled)
    # Where the tail is too short, TAR is too low, not too high.
    short = bootstrap([tail], (0.5,), resamples=1).measured
    assert short < bootstrap([hard_pairs(vectors, who, share=1.0)], (0.5,), resamples=1).measured


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Sets of 30 people drawn from one population: 95% of the intervals should hold its TAR."""
    truth = count_pairs(*faces(999, 700, 4)).validation(0.05).val
    held = 0
    for seed in range(60):
        vectors, who = faces(seed, 30, 4)
        (point,) = bootstrap([hard_pairs(vectors, who)], (0.05,), resamples=100).points(0)
        held += point.tar.low <= truth <= point.tar.high
    # Fewer than 46 of 60 would happen by chance once in 100,000 times.
    assert held >= 46


def test_intervals_over_people_are_wider_than_over_pairs() -> None:
    vectors, who = faces(7, 30, 8)
    (point,) = bootstrap([hard_pairs(vectors, who)], (0.02,)).points(0)
    pairs = 30 * 8 * 7 / 2
    of_pairs = 2 * 1.96 * np.sqrt(point.tar.value * (1 - point.tar.value) / pairs)
    assert point.tar.high - point.tar.low > 1.5 * of_pairs


def test_a_model_is_no_better_than_itself_and_better_than_a_worse_one() -> None:
    good, who = faces(5, 40, 5, 0.5)
    bad, _ = faces(5, 40, 5, 1.0)
    models = [hard_pairs(vectors, who) for vectors in (bad, good, bad)]
    found = bootstrap(models, (0.01,), resamples=100)
    (better,), (equal,) = found.differences(1, 0), found.differences(2, 0)
    assert 0 < better.low <= better.value <= better.high
    assert (equal.value, equal.low, equal.high) == (0, 0, 0)
    assert better.value == found.measured[1, 0] - found.measured[0, 0]


def test_what_cannot_be_resampled() -> None:
    vectors, who = faces(1, 4, 2)
    with pytest.raises(ValueError, match="no model"):
        bootstrap([])
    with pytest.raises(ValueError, match="same faces only"):
        bootstrap([hard_pairs(vectors, who), hard_pairs(vectors, who[::-1] % 3)])
    for labels in (np.arange(8), np.zeros(8, np.int64)):
        with pytest.raises(ValueError, match="pairs of one person and pairs of two people"):
            bootstrap([hard_pairs(vectors, labels)])


def test_hardly_anybody_with_two_faces_can_be_resampled() -> None:
    vectors, _ = faces(1, 4, 2)
    found = bootstrap([hard_pairs(vectors, np.array([0, 0, 1, 2, 3, 4, 5, 6]))], (0.1,), resamples=50)
    assert np.isfinite(found.resampled).all()


def test_pairs_of_a_few_people_alone_can_be_resampled() -> None:
    """Everybody has two faces, but only the pairs of the first person count, who is often not drawn."""
    vectors, who = faces(2, 20, 3)
    whole = hard_pairs(vectors, who)
    mine = whole.same.first < 3
    same = Pairs(whole.same.first[mine], whole.same.second[mine], whole.same.similarity[mine])
    found = bootstrap([replace(whole, same=same)], (0.1,), resamples=50)
    assert np.isfinite(found.resampled).all()
    assert np.isfinite(found.differences(0, 0)[0].low)


@given(st.integers(0, 2**32), st.integers(2, 8), st.integers(2, 5), st.integers(2, 50))
def test_points_of_the_curve_are_those_of_a_slow_loop(seed: int, people: int, each: int, points: int) -> None:
    vectors, who = faces(seed, people, each)
    counts = count_pairs(vectors, who)
    found = roc(counts, points=points)
    assert 1 <= len(found.far) <= points
    assert (np.diff(found.far) >= 0).all()
    assert (np.diff(found.tar) >= 0).all()
    assert (np.diff(found.threshold) < 0).all()
    assert (found.far[-1], found.tar[-1]) == (1.0, 1.0)
    upper = [(vectors @ vectors.T)[i, i + 1 :] for i in range(len(who))]
    similarity = np.concatenate(upper)
    same = np.concatenate([who[i] == who[i + 1 :] for i in range(len(who))])
    width = 2 / len(counts.same)
    for far, tar, threshold in zip(found.far, found.tar, found.threshold, strict=True):
        for share, kind in ((far, ~same), (tar, same)):
            low, high = (np.mean(similarity[kind] >= threshold + slack) for slack in (width, -width))
            assert low - 1e-12 <= share <= high + 1e-12
