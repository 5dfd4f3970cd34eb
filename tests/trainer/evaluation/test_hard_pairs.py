"""The hard pairs of a set, and the worst errors among them, against slow loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from trainer.evaluation import blocks
from trainer.evaluation import hard_pairs as module
from trainer.evaluation.errors import worst_errors
from trainer.evaluation.hard_pairs import Pairs, hard_pairs
from trainer.evaluation.roc import bootstrap
from trainer.evaluation.verification import count_pairs

Triple = tuple[int, int, float]


def faces(seed: int, n: int, people: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return n unit vectors (n, 8) whose products are exact in any order, and whose each is."""
    chance = np.random.default_rng(seed)
    signs = chance.choice([-1, 1], (n, 4)).astype(np.float32) / 2
    return np.concatenate([signs, np.zeros((n, 4), np.float32)], axis=1), chance.integers(0, people, n)


def slow(vectors: NDArray[np.float32], who: NDArray[np.int64], same: bool) -> list[Triple]:
    """Return all pairs of one kind, most similar first, then in order of their faces."""
    found = [
        (i, j, float(vectors[i] @ vectors[j]))
        for i in range(len(who))
        for j in range(i + 1, len(who))
        if (who[i] == who[j]) == same
    ]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def triples(pairs: Pairs) -> list[Triple]:
    """Return pairs as a list."""
    return list(zip(pairs.first.tolist(), pairs.second.tolist(), pairs.similarity.tolist(), strict=True))


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 6))
def test_a_small_set_is_kept_whole(seed: int, n: int, people: int) -> None:
    vectors, who = faces(seed, n, people)
    found = hard_pairs(vectors, 3 * who - 2)
    assert triples(found.same) == slow(vectors, who, True)
    assert triples(found.different) == slow(vectors, who, False)
    assert found.different_count == len(found.different)
    assert found.floor == -np.inf
    np.testing.assert_array_equal(found.people, np.unique(who, return_inverse=True)[1])


@pytest.mark.parametrize("tile", [3, 16, 64])
def test_of_a_large_set_the_most_similar_are_kept(tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 10)
    monkeypatch.setattr(blocks, "_SIDE", tile)
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(50, 8))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    who = chance.integers(0, 7, 50)
    found = hard_pairs(vectors, who, share=0.05)
    everything = slow(vectors, who, False)
    assert found.different_count == len(everything)
    assert 0.05 * len(everything) <= len(found.different) < 0.08 * len(everything)
    assert found.floor > 0
    expected = [pair for pair in everything if pair[2] >= found.floor]
    assert [pair[:2] for pair in triples(found.different)] == [pair[:2] for pair in expected]
    assert len(found.same) == len(slow(vectors, who, True))
    counted = hard_pairs(vectors, who, share=0.05, counts=count_pairs(vectors, who))
    assert (triples(counted.different), counted.floor) == (triples(found.different), found.floor)


@pytest.mark.parametrize("crowd", [60, 40])
def test_of_a_network_that_collapsed_not_all_pairs_are_kept(
    crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All faces of a crowd are equally similar; the others are 10 pairs of strangers who are equal."""
    monkeypatch.setattr(module, "KEPT", 12)
    vectors = np.zeros((60, 32), np.float32)
    vectors[:crowd, 0] = 1
    others = np.arange(60 - crowd)
    vectors[crowd + others, 1 + others // 2] = 1
    who = np.where(np.arange(60) < crowd, np.arange(60) // 2, np.arange(60))
    found = hard_pairs(vectors, who, share=1e-6)
    everything = slow(vectors, who, False)
    assert (len(found.same), found.different_count) == (crowd // 2, len(everything))
    assert triples(found.different) == [pair for pair in everything if pair[2] >= found.floor]
    assert len(found.different) <= 4 * 12
    # VAL is too low rather than too high, where the pairs that are not kept would be needed.
    points = bootstrap([found], (1e-3, 0.01, 0.5), resamples=5).points(0)
    for point in points:
        assert point.tar.value <= count_pairs(vectors, who).validation(point.far).val


@given(st.integers(0, 2**32), st.integers(2, 30), st.integers(1, 6), st.integers(1, 8))
def test_the_worst_errors_are_one_for_each_two_people(seed: int, n: int, people: int, most: int) -> None:
    vectors, who = faces(seed, n, people)
    found = worst_errors(hard_pairs(vectors, who), most=most)

    def first_of_each(pairs: list[Triple]) -> list[Triple]:
        seen: set[frozenset[int]] = set()
        kept = []
        for i, j, similarity in pairs:
            two = frozenset((int(who[i]), int(who[j])))
            if two not in seen:
                seen.add(two)
                kept.append((i, j, similarity))
        return kept[:most]

    least_alike = sorted(slow(vectors, who, True), key=lambda pair: (pair[2], pair[0], pair[1]))
    assert triples(found.same) == first_of_each(least_alike)
    assert triples(found.different) == first_of_each(slow(vectors, who, False))
