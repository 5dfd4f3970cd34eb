"""Recognising: pairs, and the ranking of people against a slow twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.embedding import unit
from engine.recognition import BEST_FACES, Candidates, rank_people, recognise, same_person

Floats = NDArray[np.float32]


def slowly_ranked(
    probe: Floats, gallery: Floats, people: list[int], most: int
) -> list[tuple[int, float, int]]:
    """Person by person: sort the faces, average the best, sort the people."""
    similarity = [float(np.float32(gallery[i] @ probe)) for i in range(len(gallery))]
    rows = []
    for person in set(people):
        mine = sorted((i for i, p in enumerate(people) if p == person), key=lambda i: (-similarity[i], i))
        best = mine[:BEST_FACES]
        rows.append((person, float(np.float32(sum(similarity[i] for i in best) / len(best))), mine[0]))
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:most]


def assert_ranked(found: Candidates, expected: list[tuple[int, float, int]]) -> None:
    assert found.people.dtype == found.nearest.dtype == np.int64
    assert found.similarity.dtype == np.float32
    assert found.people.tolist() == [row[0] for row in expected]
    assert found.nearest.tolist() == [row[2] for row in expected]
    np.testing.assert_allclose(found.similarity, [row[1] for row in expected], atol=1e-6)


@given(st.integers(0, 2**32), st.lists(st.integers(-3, 5), min_size=1, max_size=30), st.integers(0, 8))
def test_equal_to_the_slow_way(seed: int, people: list[int], most: int) -> None:
    rng = np.random.default_rng(seed)
    gallery, probe = unit(rng.normal(size=(len(people), 16))), unit(rng.normal(size=16))
    found = recognise(probe, gallery, np.array(people), most=most)
    assert_ranked(found, slowly_ranked(probe, gallery, people, most))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=25),
    st.permutations(range(4)),
)
def test_ties_go_to_the_lower_number_and_the_earlier_face(
    drawn: list[tuple[int, int]], axes: list[int]
) -> None:
    """Faces along the axes, so that many similarities are exactly equal."""
    gallery = np.eye(4, dtype=np.float32)[[axis for _, axis in drawn]]
    people = [person for person, _ in drawn]
    probe = unit(np.array([0.1, 0.2, 0.3, 0.4]))[axes]
    found = recognise(probe, gallery, np.array(people))
    assert_ranked(found, slowly_ranked(probe, gallery, people, 10))


def test_equal_people_are_ranked_by_number_whatever_came_before() -> None:
    """Their means are equal, and must not differ by what a running sum over others left in the last bits."""
    rng = np.random.default_rng(0)
    ties = unit(rng.normal(size=(3, 16)))
    gallery = np.concatenate([unit(rng.normal(size=(50, 16))), *[ties] * 40])
    people = np.concatenate([np.zeros(50, int), np.repeat(np.arange(1, 41), 3)])
    # Halves and quarters are exact, so that equal faces have equal similarities at any place.
    gallery, probe = np.rint(gallery * 64) / 64, np.rint(unit(rng.normal(size=16)) * 64) / 64
    found = recognise(probe.astype(np.float32), gallery.astype(np.float32), people, most=100)
    tied = found.people[found.people > 0]
    assert tied.tolist() == list(range(1, 41))


@given(
    st.lists(st.integers(1, 5) | st.integers(1, 80), max_size=60),
    st.integers(0, 5),
    st.integers(0, 12),
    st.integers(1, 200),
    st.integers(0, 2**32),
)
def test_people_are_ranked_as_if_all_were_looked_at(
    sizes: list[int], nobodys: int, most: int, levels: int, seed: int
) -> None:
    """Of few levels of similarity, so that there are ties; some faces do not count."""
    random = np.random.default_rng(seed)
    starts = nobodys + np.cumsum([0, *sizes])
    similarity = (random.integers(-levels, levels + 1, starts[-1]) / levels).astype(np.float32)
    similarity[random.random(len(similarity)) < 0.1] = -np.inf
    found = rank_people(similarity, starts[:-1], most=most)
    rows = []
    for person, start in enumerate(starts[:-1].tolist()):
        theirs = range(start, start + sizes[person])
        mine = sorted((at for at in theirs if similarity[at] >= -1), key=lambda at: (-similarity[at], at))
        if mine:
            best = [float(similarity[at]) for at in mine[:BEST_FACES]]
            rows.append((person, float(np.float32(sum(best) / len(best))), mine[0]))
    expected = sorted(rows, key=lambda row: (-row[1], row[0]))[:most]
    assert_ranked(found, expected)
    assert found.similarity.tolist() == [row[1] for row in expected]


def test_one_face_is_enough() -> None:
    rng = np.random.default_rng(2)
    gallery = unit(rng.normal(size=(6, 128)))
    people = np.array([40, 10, 30, 20, 60, 50])
    found = recognise(unit(gallery[3] + 0.02 * rng.normal(size=128)), gallery, people)
    assert (found.people[0], found.nearest[0]) == (20, 3)
    assert found.similarity[0] > 0.9
    assert len(found.people) == 6


def test_one_look_alike_among_many_does_not_decide() -> None:
    probe = np.array([1, 0, 0], np.float32)
    other = [[0.95, 0.3122499, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]]
    same = [[0.8, 0.6, 0], [0.8, 0, 0.6], [0.8, -0.6, 0]]
    found = recognise(probe, np.array(other + same, np.float32), np.array([1] * 4 + [2] * 3))
    assert found.people.tolist() == [2, 1]
    np.testing.assert_allclose(found.similarity, [0.8, 0.95 / 3], atol=1e-6)
    assert found.nearest.tolist() == [4, 0]


def test_an_empty_gallery() -> None:
    found = recognise(np.ones(4, np.float32) / 2, np.zeros((0, 4), np.float32), np.zeros(0, np.int64))
    assert_ranked(found, [])


@pytest.mark.parametrize("threshold", [-1.0, 0.0, 0.4, 1.0])
def test_pairs_are_accepted_from_the_threshold_on(threshold: float) -> None:
    a = unit(np.random.default_rng(3).normal(size=(50, 4)))
    b = unit(np.random.default_rng(4).normal(size=(50, 4)))
    found = same_person(a, b, threshold=threshold)
    assert found.dtype == np.bool_
    assert found.tolist() == [float(np.einsum("d,d", x, y)) >= threshold for x, y in zip(a, b, strict=True)]


def test_a_similarity_of_just_the_threshold_is_accepted() -> None:
    a, b = np.array([1, 0], np.float32), np.array([0.5, 0.75**0.5], np.float32)
    assert same_person(a, b, threshold=0.5)
    assert not same_person(a, b, threshold=0.5001)
    assert same_person(a, b, threshold=0.5).shape == ()
