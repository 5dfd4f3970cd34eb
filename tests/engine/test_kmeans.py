"""Spherical k-means: finds clear people, keeps its own optimality conditions, repeats itself."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.clustering import k_means, pairwise_scores


def clear_people(
    n: int, people: int, noise: float, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(people), random.integers(0, people, n - people)])
    rows = random.standard_normal((people, 24))[truth] + noise * random.standard_normal((n, 24))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), truth


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_clear_people_are_found(seed: int) -> None:
    faces, truth = clear_people(120, 6, 0.2, seed)
    labels = k_means(faces, 6, seed=seed)
    assert pairwise_scores(labels, truth).f == 1.0
    first = [int(np.flatnonzero(labels == group)[0]) for group in range(6)]
    assert first == sorted(first)


def test_every_face_is_with_the_nearest_mean_direction() -> None:
    faces, _ = clear_people(200, 5, 1.5, seed=4)
    labels = k_means(faces, 5)
    sums = np.stack([faces[labels == group].sum(axis=0) for group in range(5)])
    centres = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    similarities = faces @ centres.T
    own = similarities[np.arange(200), labels]
    assert (own >= similarities.max(axis=1) - 1e-6).all()


def test_the_same_input_gives_the_same_labels() -> None:
    faces, _ = clear_people(150, 8, 1.5, seed=5)
    np.testing.assert_array_equal(k_means(faces, 8, seed=3), k_means(faces, 8, seed=3))


def test_fewer_different_faces_than_people_give_fewer_groups() -> None:
    faces = np.eye(3, dtype=np.float32)[[0, 1, 0, 2, 1]]
    assert k_means(faces, 9).tolist() == [0, 1, 0, 2, 1]


def test_one_person_and_no_faces() -> None:
    faces, _ = clear_people(5, 2, 0.2, seed=0)
    assert k_means(faces, 1).tolist() == [0] * 5
    assert k_means(np.empty((0, 4), np.float32), 3).size == 0


def test_wrong_input_is_refused() -> None:
    faces, _ = clear_people(5, 2, 0.2, seed=0)
    with pytest.raises(ValueError, match="people"):
        k_means(faces, 0)
    with pytest.raises(ValueError, match=r"\(n, d\)"):
        k_means(faces[0], 2)
