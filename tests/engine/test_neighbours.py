"""Nearest neighbours against a slow twin that sorts every row."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.neighbours import Edges, nearest, neighbour_edges


def unit(n: int, d: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((n, d))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def halves(n: int, seed: int) -> NDArray[np.float32]:
    """Make unit vectors of four halves: products are exact, and ties abound."""
    signs = np.random.default_rng(seed).choice([-0.5, 0.5], (n, 4))
    return signs.astype(np.float32)


def slow_nearest(similarities: list[list[float]], k: int) -> list[list[tuple[int, float]]]:
    return [sorted(enumerate(row), key=lambda item: (-item[1], item[0]))[:k] for row in similarities]


def slow_edges(similarities: list[list[float]], k: int, floor: float) -> dict[tuple[int, int], float]:
    edges = {}
    for face, row in enumerate(similarities):
        others = [(-s, other) for other, s in enumerate(row) if other != face and s >= floor]
        for negative, other in sorted(others)[:k]:
            edges[min(face, other), max(face, other)] = -negative
    return edges


def as_dict(edges: Edges) -> dict[tuple[int, int], float]:
    return {
        (a, b): s
        for a, b, s in zip(
            edges.first.tolist(), edges.second.tolist(), edges.similarity.tolist(), strict=True
        )
    }


@given(
    q=st.integers(0, 12),
    n=st.integers(0, 30),
    k=st.integers(1, 9),
    tile=st.integers(1, 12),
    seed=st.integers(0, 10**6),
)
def test_nearest_is_the_slow_twin_ties_included(q: int, n: int, k: int, tile: int, seed: int) -> None:
    queries, gallery = halves(q, seed), halves(n, seed + 1)
    indices, similarities = nearest(queries, gallery, k, tile=tile)
    assert indices.shape == similarities.shape == (q, k)
    assert indices.dtype == np.int64
    assert similarities.dtype == np.float32
    expected = slow_nearest((queries @ gallery.T).tolist(), k)
    for row in range(q):
        found = list(zip(indices[row].tolist(), similarities[row].tolist(), strict=True))
        padding = [(-1, -np.inf)] * (k - len(expected[row]))
        assert found == expected[row] + padding


@given(
    n=st.integers(0, 40),
    k=st.integers(1, 9),
    tile=st.integers(1, 16),
    floor=st.sampled_from([-2.0, -0.5, 0.0, 0.5, 1.0]),
    seed=st.integers(0, 10**6),
)
def test_edges_are_the_slow_twins_ties_included(n: int, k: int, tile: int, floor: float, seed: int) -> None:
    faces = halves(n, seed)
    edges = neighbour_edges(faces, k, floor=floor, tile=tile)
    assert as_dict(edges) == slow_edges((faces @ faces.T).tolist(), k, floor)


@pytest.mark.parametrize("tile", [7, 64, 1000])
def test_edges_of_many_dimensions_are_the_slow_twins(tile: int) -> None:
    faces = unit(300, 16, seed=3)
    edges = neighbour_edges(faces, 5, floor=0.3, tile=tile)
    expected = slow_edges((faces @ faces.T).tolist(), 5, 0.3)
    found = as_dict(edges)
    assert found.keys() == expected.keys()
    assert [found[pair] for pair in expected] == pytest.approx(list(expected.values()), abs=1e-6)


def test_edges_are_sorted_once_and_say_where_they_are_complete() -> None:
    faces = unit(400, 8, seed=5)
    edges = neighbour_edges(faces, 6, floor=0.75, tile=128)
    codes = edges.first * len(faces) + edges.second
    assert (np.diff(codes) > 0).all()
    assert (edges.first < edges.second).all()
    assert edges.complete_above is not None
    pairs = as_dict(edges)
    cut_off = 0
    for face, row in enumerate(faces @ faces.T):
        for other in np.flatnonzero(row > edges.complete_above[face] + 1e-6):
            if other != face:
                assert (min(face, other), max(face, other)) in pairs
        cut_off += bool(edges.complete_above[face] > 0.75)
    assert 0 < cut_off < len(faces)


def test_equal_faces_take_the_lower_index() -> None:
    faces = np.tile(np.array([[1, 0]], np.float32), (50, 1))
    indices, _ = nearest(faces, faces, 3, tile=8)
    assert (indices == [0, 1, 2]).all()
    edges = neighbour_edges(faces, 1, floor=0.9, tile=8)
    assert as_dict(edges) == {(0, other): 1.0 for other in range(1, 50)}


def test_wrong_input_is_refused() -> None:
    faces = unit(4, 3, seed=0)
    with pytest.raises(ValueError, match="float32"):
        neighbour_edges(faces.astype(np.float64), 2, floor=0.1)
    with pytest.raises(ValueError, match="float32"):
        nearest(faces, faces[0], 2)
    with pytest.raises(ValueError, match="at least 1"):
        nearest(faces, faces, 0)


def test_edges_take_little_memory() -> None:
    faces = np.random.default_rng(5).standard_normal((4000, 8)).astype(np.float32)
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    tracemalloc.start()
    edges = neighbour_edges(faces, 32, floor=-1.0, tile=64)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(edges.first) > 16 * len(faces)
    # A million faces, their vectors included, have to do with 2 GB.
    assert peak / len(faces) < 1400
