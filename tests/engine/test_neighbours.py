"""Nearest neighbours against a slow twin that sorts every row."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.vectors import as_dict, crowd, halves, slow_edges, unit

from engine.embedding import pack, unpack
from engine.neighbours import approximate_edges, exact, graph, nearest, neighbour_edges
from engine.neighbours.best import Best
from engine.neighbours.workers import in_order, workers


def slow_nearest(similarities: list[list[float]], k: int) -> list[list[tuple[int, float]]]:
    return [sorted(enumerate(row), key=lambda item: (-item[1], item[0]))[:k] for row in similarities]


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


def test_packed_faces_are_what_they_are_unpacked() -> None:
    packed = pack(crowd(60, 10, seed=1))
    faces = unpack(packed)
    for mine, theirs in zip(
        nearest(packed[:90], packed, 5, tile=64), nearest(faces[:90], faces, 5, tile=64), strict=True
    ):
        assert np.array_equal(mine, theirs)
    mine, theirs = (neighbour_edges(rows, 5, floor=0.3, tile=64) for rows in (packed, faces))
    assert as_dict(mine) == as_dict(theirs)
    assert np.array_equal(mine.complete_above, theirs.complete_above)
    found, expected = (
        as_dict(approximate_edges(rows, 5, floor=0.3, cells=30, probes=4)) for rows in (packed, faces)
    )
    assert found.keys() == expected.keys()
    assert [found[pair] for pair in expected] == pytest.approx(list(expected.values()), abs=1e-6)


def test_packed_faces_are_never_unpacked_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "_TILES", 2)
    packed = pack(unit(4000, 512, seed=2))
    for search in (
        lambda: neighbour_edges(packed, 2, floor=0.2, tile=64),
        lambda: nearest(packed[:20], packed, 2, tile=64),
    ):
        tracemalloc.start()
        search()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # Unpacked, they take four times their bytes.
        assert peak < 2.5 * packed.nbytes


class Hit(NamedTuple):
    row: int
    column: int
    similarity: float


@given(
    hits=st.lists(st.builds(Hit, st.integers(0, 5), st.integers(0, 30), st.just(0.0)), max_size=120),
    k=st.integers(1, 4),
    floor=st.sampled_from([-1.0, 0.0, 0.5]),
    cuts=st.lists(st.integers(0, 120), max_size=3),
    levels=st.integers(1, 40),
)
def test_best_keeps_the_k_best_in_any_order(
    hits: list[Hit], k: int, floor: float, cuts: list[int], levels: int
) -> None:
    # A pair may come twice, with one similarity; few levels make ties, and half of them are negative.
    hits = [hit._replace(similarity=(hit.row + 7 * hit.column) % levels / levels - 0.5) for hit in hits]
    best = Best(6, k, floor)
    for start, stop in pairwise([0, *sorted(cuts), 120]):
        part = hits[start:stop]
        picked = best.pick(
            np.array([hit.row for hit in part], np.int64),
            np.array([hit.column for hit in part], np.int64),
            np.array([hit.similarity for hit in part], np.float32),
        )
        best.add(picked)
        best.settle()
    indices, similarities = best.found()
    for row in range(6):
        known = {(-np.float32(hit.similarity), hit.column) for hit in hits if hit.row == row}
        expected = [(column, -s) for s, column in sorted(known) if -s >= floor][:k]
        found = list(zip(indices[row].tolist(), similarities[row], strict=True))
        assert found == expected + [(-1, -np.inf)] * (k - len(expected))
        assert best.bar[row] == (expected[-1][1] if len(expected) == k else floor)


def test_best_takes_both_zeros_for_equal() -> None:
    best = Best(1, 1, -1.0)
    best.add(best.pick(np.zeros(2, np.int64), np.array([5, 3]), np.array([0.0, -0.0], np.float32)))
    assert best.found()[0].tolist() == [[3]]


def test_very_many_equal_faces_take_little_memory_and_the_lower_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # With more threads it depends on the load of the machine how many blocks are there at one time.
    monkeypatch.setattr("engine.neighbours.workers._COUNT", 1)
    faces = pack(np.tile(np.array([[1, 0]], np.float32), (3000, 1)))
    expected = sorted(
        (min(a, b), max(a, b)) for a in range(3000) for b in [x for x in range(3) if x != a][:2]
    )
    for search in (neighbour_edges, approximate_edges):
        tracemalloc.start()
        edges = search(faces, 2, floor=0.5)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # All pairs, each with its two sides, would take 100 MB.
        assert peak < 80e6
        assert list(as_dict(edges)) == sorted(set(expected))


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_faces_and_equal_ones_are_no_trouble(n: int) -> None:
    faces = np.tile(np.array([[0, 1]], np.float32), (n, 1))
    pairs = {(a, b): 1.0 for b in range(n) for a in range(b)}
    for vectors in (faces, pack(faces)):
        assert as_dict(approximate_edges(vectors, 3, floor=0.9)) == pairs
        assert as_dict(graph(vectors, 3, floor=0.9)) == pairs
        assert as_dict(neighbour_edges(vectors, 3, floor=0.9)) == pairs


def test_work_comes_back_in_order_and_errors_with_it() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(1000):
            taken.append(item)
            yield item

    with workers() as pool:
        assert list(in_order(pool, lambda item: item * item, range(100))) == [i * i for i in range(100)]
        results = in_order(pool, lambda item: 1 // (item - 50), items())
        with pytest.raises(ZeroDivisionError):
            list(results)
    assert len(taken) < 100
