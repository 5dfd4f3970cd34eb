"""Neighbours found cell by cell: what is found is true, nearly all is found, and memory stays small."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.vectors import as_dict, crowd, halves, slow_edges, unit

from engine.embedding import pack, unit_rows
from engine.neighbours import approximate_edges, cells, graph, neighbour_edges, partition
from engine.neighbours.partition import Faces, part_into_cells
from engine.neighbours.workers import workers


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
