"""VAL and FAR, and verification accuracy, against slow loops."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from trainer.evaluation import blocks, verification
from trainer.evaluation.verification import (
    Estimate,
    accuracy,
    count_pairs,
    dealt,
    validation_on_pairs,
    validation_on_splits,
)

#: Width of a bin of similarity.
BIN = 2 / verification._BINS


def faces(
    seed: int, n: int, people: int, spread: float = 0.7
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return n unit vectors (n, 16) around so many centres, and whose each is."""
    chance = np.random.default_rng(seed)
    who = chance.integers(0, people, n)
    vectors = chance.normal(size=(people, 16))[who] + spread * chance.normal(size=(n, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), who.astype(np.int64)


def slow_pairs(
    vectors: NDArray[np.float32], who: NDArray[np.int64], within: NDArray[np.int64] | None = None
) -> tuple[list[float], list[float]]:
    """Return the similarities of pairs of one person and of two, pair by pair."""
    same, different = [], []
    for i in range(len(vectors)):
        for j in range(i + 1, len(vectors)):
            if within is None or within[i] == within[j]:
                similarity = float(vectors[i] @ vectors[j])
                (same if who[i] == who[j] else different).append(similarity)
    return same, different


def tight(similarities: list[float]) -> NDArray[np.int64]:
    """Return the bin of each similarity."""
    return np.clip((np.array(similarities) + 1) / BIN, 0, verification._BINS - 1).astype(np.int64)


@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(1, 8), st.booleans())
def test_pairs_are_counted_as_by_a_slow_loop(seed: int, n: int, people: int, inside: bool) -> None:
    vectors, who = faces(seed, n, people)
    within = np.random.default_rng(seed).integers(0, 3, n) if inside else None
    counts = count_pairs(vectors, who, within=within)
    for counted, similarities in zip(
        (counts.same, counts.different), slow_pairs(vectors, who, within), strict=True
    ):
        assert counted.sum() == len(similarities)
        # Rounding may put a pair into the next bin.
        assert (
            np.abs(np.repeat(np.arange(len(counted)), counted) - np.sort(tight(similarities))).max(initial=0)
            <= 1
        )


def test_tiles_join_without_gap_or_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, who = faces(1, 57, 6)
    # Like any two bits are equal in every tiling: similarities of halves and quarters are exact.
    vectors = np.sign(vectors) / 4
    whole = count_pairs(vectors, who)
    for tile in (1, 7, 19, 56, 57):
        monkeypatch.setattr(blocks, "_SIDE", tile)
        tiled = count_pairs(vectors, who)
        np.testing.assert_array_equal(tiled.same, whole.same)
        np.testing.assert_array_equal(tiled.different, whole.different)


@given(
    st.integers(0, 2**32),
    st.integers(4, 60),
    st.integers(2, 6),
    st.sampled_from([0.0, 0.001, 0.01, 0.1, 0.5, 1.0]),
)
def test_val_and_far_are_those_of_a_slow_loop(seed: int, n: int, people: int, far: float) -> None:
    vectors, who = faces(seed, n, people)
    same, different = slow_pairs(vectors, who)
    counts = count_pairs(vectors, who)
    if not same or not different:
        with pytest.raises(ValueError, match="pairs of one person and pairs of two"):
            counts.validation(far)
        return
    found = counts.validation(far)
    assert found.far == far
    assert found.found_far <= far
    # At the threshold, give or take a bin, the slow loop accepts as many.
    for similarities, share in ((same, found.val), (different, found.found_far)):
        low, high = (np.mean(np.array(similarities) >= found.threshold + slack) for slack in (BIN, -BIN))
        assert low <= share <= high
    # A threshold lower by two bins would accept too many, if it accepted any more.
    looser = np.mean(np.array(different) >= found.threshold - 2 * BIN)
    assert looser > far or found.threshold <= -1 + 2 * BIN


def test_val_on_an_example() -> None:
    # Similarities: one person 1 and 0; two people 0.6, 0.8 and twice 0, once 0.8.
    vectors = np.array([[1, 0], [1, 0], [0.6, 0.8]], np.float32)
    counts = count_pairs(vectors, np.array([0, 0, 1]))
    strict = counts.validation(0.0)
    assert (strict.val, strict.found_far) == (1.0, 0.0)
    assert 0.6 <= strict.threshold <= 0.6 + 2 * BIN
    loose = counts.validation(1.0)
    assert (loose.threshold, loose.val, loose.found_far) == (-1.0, 1.0, 1.0)


def test_people_nobody_can_tell_apart_have_val_0() -> None:
    counts = count_pairs(np.ones((4, 1), np.float32), np.array([0, 0, 1, 1]))
    found = counts.validation(0.1)
    assert (found.threshold, found.val, found.found_far) == (1.0, 0.0, 0.0)


def slow_accuracy(similarity: NDArray[np.float32], same: NDArray[np.bool_], folds: int) -> list[float]:
    """Judge each fold with the highest best threshold of the others, trying all cuts."""
    order = {True: 0, False: 0}
    fold = []
    for one_person in same.tolist():
        fold.append(order[one_person] % folds)
        order[one_person] += 1
    right = []
    for part in range(folds):
        others = [(float(s), bool(k)) for s, k, f in zip(similarity, same, fold, strict=True) if f != part]
        values = sorted({s for s, _ in others}, reverse=True)
        cuts = [values[0] + 1e-6]
        cuts += [(high + low) / 2 for high, low in pairwise(values)]
        cuts += [values[-1]]
        scores = [sum((s >= cut) == k for s, k in others) for cut in cuts]
        threshold = cuts[scores.index(max(scores))]
        mine = [(s >= threshold) == k for s, k, f in zip(similarity, same, fold, strict=True) if f == part]
        right.append(sum(mine) / len(mine))
    return right


@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(12, 60), st.booleans())
def test_accuracy_is_that_of_a_slow_loop(seed: int, folds: int, n: int, coarse: bool) -> None:
    chance = np.random.default_rng(seed)
    same = np.arange(n) % 2 == 0
    chance.shuffle(same)
    # Coarse similarities are often equal.
    step = 4 if coarse else 4096
    similarity = (np.round((chance.normal(size=n) * 0.4 + 0.5 * same) * step) / step).astype(np.float32)
    found = accuracy(similarity, same, folds=folds)
    slow = slow_accuracy(similarity, same, folds)
    assert found.mean == pytest.approx(np.mean(slow))
    assert found.standard_error == pytest.approx(np.std(slow, ddof=1) / np.sqrt(folds))
    assert found.pairs == n


def test_accuracy_of_pairs_that_are_easy_or_hopeless() -> None:
    same = np.arange(40) % 2 == 0
    easy = np.where(same, 0.9, 0.1).astype(np.float32)
    assert accuracy(easy, same).mean == 1.0
    assert accuracy(easy, same).standard_error == 0.0
    # Nothing to go by: all or none are accepted.
    assert accuracy(np.zeros(40, np.float32), same).mean == 0.5


@pytest.mark.parametrize(("kinds", "folds"), [((9, 30), 10), ((30, 9), 10), ((0, 30), 2)])
def test_accuracy_needs_pairs_of_both_kinds(kinds: tuple[int, int], folds: int) -> None:
    same = np.repeat([True, False], kinds)
    with pytest.raises(ValueError, match=f"at least {folds} pairs of each kind"):
        accuracy(np.zeros(len(same), np.float32), same, folds=folds)


def test_pairs_are_judged_in_the_folds_that_are_given() -> None:
    """Two folds whose best thresholds differ: each is judged at the other's."""
    similarity = np.array([0.9, 0.5, 0.6, 0.2], np.float32)
    same = np.array([True, False, True, False])
    # The one fold asks for more than 0.5, the other for more than 0.2 and at most 0.6.
    found = accuracy(similarity, same, fold=np.array([0, 0, 1, 1]))
    # Fold 0 at 0.4, half-way between 0.6 and 0.2: the stranger at 0.5 passes. Fold 1 at 0.7: 0.6 is refused.
    assert (found.mean, found.standard_error, found.pairs) == (0.5, 0.0, 4)
    with pytest.raises(ValueError, match="two or more"):
        accuracy(similarity, same, fold=np.zeros(4, np.int64))
    with pytest.raises(ValueError, match="3 folds need at least 3 pairs of each kind"):
        accuracy(similarity, same, fold=np.array([0, 1, 2, 2]))


@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 4))
def test_given_folds_that_are_the_dealt_ones_change_nothing(seed: int, folds: int, each: int) -> None:
    chance = np.random.default_rng(seed)
    same = np.repeat([True, False], folds * each)
    similarity = chance.uniform(-1, 1, len(same)).astype(np.float32)
    fold = dealt(same, folds=folds)
    assert accuracy(similarity, same, fold=fold) == accuracy(similarity, same, folds=folds)
    assert np.bincount(fold[same]).tolist() == [each] * folds


@given(st.integers(0, 2**32), st.integers(4, 40), st.floats(0, 4))
def test_val_and_far_at_a_distance_are_those_of_a_slow_loop(seed: int, n: int, d2: float) -> None:
    vectors, who = faces(seed, n, 3)
    same, different = slow_pairs(vectors, who)
    if not same or not different:
        return
    found = count_pairs(vectors, who).rates(d2)
    assert found.d2 == d2
    for similarities, share in ((same, found.val), (different, found.far)):
        distances = 2 - 2 * np.array(similarities)
        # Give or take a bin and a half.
        assert np.mean(distances <= d2 - 3 * BIN) <= share <= np.mean(distances <= d2 + 3 * BIN)


def test_val_and_far_at_the_ends_and_at_the_threshold() -> None:
    vectors, who = faces(5, 60, 4)
    counts = count_pairs(vectors, who)
    assert (counts.rates(4.0).val, counts.rates(4.0).far) == (1.0, 1.0)
    assert (counts.rates(-1.0).val, counts.rates(-1.0).far) == (0.0, 0.0)
    point = counts.validation(0.05)
    assert point.d2 == pytest.approx(2 - 2 * point.threshold)
    assert (counts.rates(point.d2).val, counts.rates(point.d2).far) == (point.val, point.found_far)


@given(st.integers(0, 2**32), st.integers(2, 5), st.sampled_from([0.0, 0.1, 0.3, 1.0]))
def test_val_on_pairs_is_that_of_a_slow_loop(seed: int, folds: int, far: float) -> None:
    chance = np.random.default_rng(seed)
    same = np.arange(60) % 2 == 0
    similarity = (np.round((chance.normal(size=60) * 0.4 + 0.5 * same) * 8) / 8).astype(np.float32)
    fold = dealt(same, folds=folds)
    vals = []
    for part in range(folds):
        strangers = similarity[(fold != part) & ~same]
        ours = similarity[(fold == part) & same]
        # All that no larger share of the strangers exceeds.
        cuts = [cut for cut in [-9.0, *similarity] if np.mean(strangers > cut) <= far]
        vals.append(np.mean(ours > min(cuts)))
    found = validation_on_pairs(similarity, same, far, folds=folds)
    assert found.mean == pytest.approx(np.mean(vals))
    assert found.standard_error == pytest.approx(np.std(vals, ddof=1) / np.sqrt(folds))


def test_val_on_pairs_needs_both_kinds_in_every_fold() -> None:
    similarity = np.linspace(0, 1, 8).astype(np.float32)
    same = np.array([True] * 4 + [False] * 4)
    with pytest.raises(ValueError, match="fold 1 has no pair of one person"):
        validation_on_pairs(similarity, same, 0.1, fold=np.array([0, 0, 0, 0, 0, 0, 1, 1]))


def test_val_over_splits_of_people() -> None:
    vectors, who = faces(3, 300, 60, 0.8)
    found = validation_on_splits(vectors, who, 0.05, splits=5)
    assert found is not None
    # Like the whole set's, within what chance does to five parts of it.
    assert abs(found.mean - count_pairs(vectors, who).validation(0.05).val) < 5 * found.standard_error + 0.01
    assert 0 < found.standard_error < 0.1
    # Numbers of people mean nothing but who is who.
    assert validation_on_splits(vectors, 7 * who + 3, 0.05, splits=5) == found
    # A split of six people has too few pairs to have a FAR of 1e-5.
    assert validation_on_splits(vectors, who, 1e-5, splits=10) is None
    assert validation_on_splits(vectors, np.arange(300), 0.05) is None
    easy = np.repeat(np.eye(40, dtype=np.float32), 2, axis=0)
    assert validation_on_splits(easy, np.arange(80) // 2, 0.05, splits=5) == Estimate(1.0, 0.0)
