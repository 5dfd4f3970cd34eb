"""Scores of groupings against explicit loops over pairs and faces."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clustering import Clicks, Scores, b_cubed, clicks_to_perfect, pairwise_scores

Grouping = list[tuple[int, int]]
groupings: st.SearchStrategy[Grouping] = st.lists(
    st.tuples(st.integers(-1, 4), st.integers(-1, 4)), max_size=20
)


def known(grouping: Grouping) -> Grouping:
    """Leave out unlabelled faces, and give faces without a group one of their own."""
    labelled = [(group, person) for group, person in grouping if person >= 0]
    return [(g if g >= 0 else 100 + i, p) for i, (g, p) in enumerate(labelled)]


def arrays(grouping: Grouping) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.array(grouping, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@given(grouping=groupings)
def test_pairwise_scores_count_pairs(grouping: Grouping) -> None:
    pairs = list(combinations(known(grouping), 2))
    grouped = [a[1] == b[1] for a, b in pairs if a[0] == b[0]]
    same = [a[0] == b[0] for a, b in pairs if a[1] == b[1]]
    precision = sum(grouped) / len(grouped) if grouped else 1.0
    recall = sum(same) / len(same) if same else 1.0
    found = pairwise_scores(*arrays(grouping))
    assert (found.precision, found.recall) == (precision, recall)
    assert found.f == pytest.approx(harmonic(precision, recall))


@given(grouping=groupings)
def test_b_cubed_averages_over_faces(grouping: Grouping) -> None:
    faces = known(grouping)
    precisions, recalls = [], []
    for group, person in faces:
        both = sum(face == (group, person) for face in faces)
        precisions.append(both / sum(face[0] == group for face in faces))
        recalls.append(both / sum(face[1] == person for face in faces))
    found = b_cubed(*arrays(grouping))
    precision = float(np.mean(precisions)) if faces else 1.0
    recall = float(np.mean(recalls)) if faces else 1.0
    assert found.precision == pytest.approx(precision)
    assert found.recall == pytest.approx(recall)
    assert found.f == pytest.approx(harmonic(precision, recall))


@given(grouping=groupings)
def test_clicks_are_those_of_a_user_who_does_them(grouping: Grouping) -> None:
    faces = known(grouping)
    groups: dict[int, list[int]] = {}
    for group, person in faces:
        groups.setdefault(group, []).append(person)
    moves = merges = 0
    homes: Counter[int] = Counter()
    for people in groups.values():
        majority = min(people, key=lambda person: (-people.count(person), person))
        homes[majority] += 1
        moves += sum(person != majority for person in people)
    merges = sum(count - 1 for count in homes.values())
    found = clicks_to_perfect(*arrays(grouping))
    assert found == Clicks(merges=merges, moves=moves)
    assert found.total == merges + moves


@given(grouping=groupings)
def test_a_perfect_grouping_is_perfect(grouping: Grouping) -> None:
    truth = arrays(grouping)[1]
    assert pairwise_scores(truth, truth) == b_cubed(truth, truth) == Scores(1.0, 1.0, 1.0)
    assert clicks_to_perfect(truth, truth).total == 0


def test_worked_example() -> None:
    """Anna in two groups; Ben nowhere in the majority: one merge, two moves."""
    labels = np.array([0, 0, 0, 1, 1, 1, 2])
    truth = np.array([0, 0, 1, 0, 0, 1, 2])
    assert clicks_to_perfect(labels, truth) == Clicks(merges=1, moves=2)
    found = pairwise_scores(labels, truth)
    assert found.precision == pytest.approx(2 / 6)
    assert found.recall == pytest.approx(2 / 7)


def test_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="labels and truth"):
        pairwise_scores(np.zeros(3, np.int64), np.zeros(4, np.int64))
