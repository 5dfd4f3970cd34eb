"""Average linkage of many faces: packed embeddings, and memory that stays bounded."""

from __future__ import annotations

import tracemalloc

import numpy as np
from makers.groupings import people_around_centres
from numpy.typing import NDArray

from engine.clustering import Constraints, average_linkage
from engine.embedding import pack, unpack
from engine.neighbours import Edges, neighbour_edges


def people_of_three(n: int, d: int) -> tuple[NDArray[np.int8], Edges]:
    """Return packed embeddings, half of people of three faces, half of strangers, and their edges."""
    random = np.random.default_rng(5)
    people = n // 6
    label = np.concatenate([np.repeat(np.arange(people), 3), np.arange(people, people + n - 3 * people)])
    centres = random.standard_normal((label[-1] + 1, d))
    packed = pack(centres[label] + random.standard_normal((n, d)) * 0.5)
    first = np.concatenate([3 * np.arange(people) + one for one in (0, 0, 1)])
    second = np.concatenate([3 * np.arange(people) + other for other in (1, 2, 2)])
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    similarity = np.einsum("ij,ij->i", unpack(packed[first]), unpack(packed[second]))
    return packed, Edges(first, second, similarity, np.full(n, -1, np.float32))


def test_memory_is_far_below_that_of_float64_sums_of_all_faces() -> None:
    n, d = 30_000, 128
    packed, edges = people_of_three(n, d)
    photos = np.random.default_rng(1).permutation(n) // 2
    tracemalloc.start()
    found = average_linkage(packed, edges, 0.5, Constraints.of(n, photos=photos))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.max() + 1 < 0.7 * n
    # float64 sums of all faces would take 31 MB, those of groups of two or more take 5 MB.
    assert peak < 20e6, peak


def test_packed_faces_are_grouped_as_unpacked_ones_are() -> None:
    packed = pack(people_around_centres(600, 40, 1.2, seed=3))
    faces = unpack(packed)
    edges = neighbour_edges(faces, 12, floor=0.25)
    one, other = (average_linkage(vectors, edges, 0.3) for vectors in (packed, faces))
    np.testing.assert_array_equal(one, other)
    assert 5 < one.max() < 300
