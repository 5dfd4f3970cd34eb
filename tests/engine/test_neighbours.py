"""Nearest neighbours against a slow twin that sorts every row; the approximate against the exact."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.embedding import pack, unit_rows, unpack
from engine.neighbours import (
    Edges,
    approximate_edges,
    cells,
    exact,
    graph,
    nearest,
    neighbour_edges,
    partition,
)
from engine.neighbours.best import Best
from engine.neighbours.partition import Faces, part_into_cells
from engine.neighbours.workers import in_order, workers


def unit(n: int, d: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((n, d))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def halves(n: int, seed: int) -> NDArray[np.float32]:
    """Make unit vectors of four halves: products are exact, and ties abound."""
    signs = np.random.default_rng(seed).choice([-0.5, 0.5], (n, 4))
    return signs.astype(np.float32)


def crowd(people: int, faces: int, seed: int, noise: float = 0.6) -> NDArray[np.float32]:
    """Make unit vectors of 32 dimensions around those of some people, shuffled."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(unit(people, 32, seed), faces, axis=0)
    rows = rows + noise / np.sqrt(32) * rng.standard_normal(rows.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rng.permutation(rows).astype(np.float32)


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


@given(
    n=st.integers(0, 40),
    k=st.integers(1, 9),
    floor=st.sampled_from([-2.0, -0.5, 0.0, 0.5, 1.0]),
    count=st.integers(1, 40),
    seed=st.integers(0, 10**6),
)
def test_who_looks_everywhere_finds_all_ties_included(
    n: int, k: int, floor: float, count: int, seed: int
) -> None:
    faces = halves(n, seed)
    edges = approximate_edges(faces, k, floor=floor, cells=count, probes=count)
    assert as_dict(edges) == slow_edges((faces @ faces.T).tolist(), k, floor)


@given(
    n=st.integers(0, 60),
    k=st.integers(1, 5),
    floor=st.sampled_from([-0.5, 0.0, 0.4]),
    count=st.integers(1, 20),
    probes=st.integers(1, 3),
    packed=st.booleans(),
    seed=st.integers(0, 10**6),
)
def test_approximate_edges_are_true(
    n: int, k: int, floor: float, count: int, probes: int, packed: bool, seed: int
) -> None:
    vectors = pack(unit(n, 6, seed)) if packed else unit(n, 6, seed)
    edges = approximate_edges(vectors, k, floor=floor, cells=count, probes=probes)
    assert (edges.first < edges.second).all()
    assert (np.diff(edges.first * n + edges.second) > 0).all()
    assert (edges.similarity >= np.float32(floor)).all()
    assert edges.complete_above is None
    assert len(edges.first) <= n * k
    ends = unit_rows(vectors, edges.first), unit_rows(vectors, edges.second)
    assert edges.similarity == pytest.approx((ends[0] * ends[1]).sum(axis=1), abs=1e-6)


@pytest.mark.parametrize("packed", [False, True])
def test_approximate_edges_find_nearly_all(packed: bool) -> None:
    faces = crowd(600, 5, seed=7, noise=0.9)
    vectors = pack(faces) if packed else faces
    wanted = as_dict(neighbour_edges(vectors, 8, floor=0.4))
    shares = []
    for probes in (2, 8, 32):
        found = as_dict(approximate_edges(vectors, 8, floor=0.4, cells=220, probes=probes))
        shares.append(len(found.keys() & wanted.keys()) / len(wanted))
    assert shares[0] < shares[1] < shares[2]
    assert shares[1] > 0.8
    assert shares[2] > 0.98
    again = approximate_edges(vectors, 8, floor=0.4, cells=220, probes=32)
    assert as_dict(again) == found


def test_cells_are_worked_through_in_small_blocks_with_the_same_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faces = crowd(40, 15, seed=11)
    expected = as_dict(approximate_edges(faces, 4, floor=0.3, cells=9, probes=3))
    monkeypatch.setattr(cells, "_WIDEST", 17)
    monkeypatch.setattr(cells, "_BLOCK", 170)
    monkeypatch.setattr(cells, "_PORTION", 11)
    monkeypatch.setattr(partition, "_BLOCK", 90)
    monkeypatch.setattr(partition, "_VISITS", 600)
    found = as_dict(approximate_edges(faces, 4, floor=0.3, cells=9, probes=3))
    assert found.keys() == expected.keys()
    assert [found[pair] for pair in expected] == pytest.approx(list(expected.values()), abs=1e-6)


def test_cells_hold_each_face_once_and_are_visited_as_often_as_asked() -> None:
    faces = Faces(pack(crowd(100, 12, seed=13)))
    everyone = faces.rows(slice(None))
    with workers() as pool:
        parted = part_into_cells(faces, 80, 10, pool)
        visitors = list(parted.visitors(faces, pool))
    similarities = everyone @ parted.centroids.T
    assert np.array_equal(parted.own, similarities.argmax(axis=1))
    assert np.array_equal(np.sort(np.concatenate(parted.members())), np.arange(1200))
    assert all(members.size for members in parted.members())
    for cell, looking in enumerate(visitors):
        looks = similarities[:, cell] >= parted.reach
        looks[parted.own == cell] = False
        assert np.array_equal(looking, np.flatnonzero(looks))
    # The reach was found from 1,024 of the 1,200 faces, and their own cells count too.
    assert 8.5 < sum(map(len, visitors)) / 1200 < 10.5


def test_one_person_with_very_many_faces_takes_little_memory() -> None:
    faces = pack(np.concatenate([crowd(1, 5000, seed=17), crowd(500, 2, seed=19)]))
    tracemalloc.start()
    edges = approximate_edges(faces, 8, floor=0.3)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # All their hits, twelve million pairs, would take 300 MB.
    assert peak < 20e6
    found, wanted = as_dict(edges), as_dict(neighbour_edges(faces, 8, floor=0.3))
    # Among so many faces of one kind, in cells that hardly differ, some take the next best.
    assert len(found.keys() & wanted.keys()) > 0.8 * len(wanted)
    degree = np.bincount(np.concatenate([edges.first, edges.second]), minlength=6000)
    assert (degree[np.unique(list(wanted))] > 0).mean() > 0.97


def test_very_many_equal_faces_take_little_memory_and_the_lower_index() -> None:
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


def test_graph_is_exact_for_few_and_approximate_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    faces = crowd(30, 10, seed=23)
    few = graph(faces, 3, floor=0.2)
    assert as_dict(few) == as_dict(neighbour_edges(faces, 3, floor=0.2))
    assert few.complete_above is not None
    monkeypatch.setattr(cells, "EXACT_UP_TO", 299)
    many = graph(faces, 3, floor=0.2)
    assert as_dict(many) == as_dict(approximate_edges(faces, 3, floor=0.2))
    assert many.complete_above is None
    assert as_dict(many) != as_dict(few)


def test_wrong_input_of_the_approximate_way_is_refused() -> None:
    faces = unit(4, 3, seed=0)
    with pytest.raises(ValueError, match="float32 or int8"):
        graph(faces[0], 2, floor=0.1)
    with pytest.raises(ValueError, match="at least 1"):
        approximate_edges(faces, 0, floor=0.1)
    with pytest.raises(ValueError, match="cells must be"):
        approximate_edges(faces, 2, floor=0.1, cells=0)
    with pytest.raises(ValueError, match="probes at least 1"):
        approximate_edges(faces, 2, floor=0.1, probes=0)
    with pytest.raises(ValueError, match="no direction"):
        approximate_edges(np.zeros((4, 3), np.int8), 2, floor=0.1)


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
