"""Constrained average linkage against a slow sequential twin and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from makers.groupings import (
    Faces,
    Slow,
    all_edges,
    faces_with_ties,
    partition,
    people_around_centres,
    rules,
    slow_agrees,
    unit,
)
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from engine.clustering import (
    Constraints,
    ContradictionError,
    average_linkage,
)
from engine.clustering import levels as levels_module
from engine.clustering import repair as repair_module
from engine.clustering import shelves as shelves_module
from engine.neighbours import Edges, neighbour_edges


@pytest.mark.parametrize("rounds_while", [0.0, 0.03, 10.0], ids=["rounds", "both", "sequence"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_result_is_the_slow_twins_with_ties_and_all_constraints(
    data: st.DataObject, rounds_while: float
) -> None:
    if data.draw(st.booleans()):
        faces = data.draw(faces_with_ties())
    else:
        seed = data.draw(st.integers(0, 10**6))
        faces = people_around_centres(data.draw(st.integers(1, 14)), 3, 1.0, seed, d=4)
    constraints = data.draw(rules(len(faces)))
    threshold = data.draw(st.sampled_from([0.1, 0.3, 0.5, 0.75]))
    slow = Slow(faces, constraints, threshold)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelves_module, "WIDTH", data.draw(st.sampled_from([0.01, 0.1, 2.0])))
        patch.setattr(levels_module, "ROUNDS_WHILE", rounds_while)
        try:
            found = average_linkage(faces, all_edges(faces), threshold, constraints)
        except ContradictionError as contradiction:
            a, b = contradiction.faces
            assert not slow_agrees(constraints, a, b)
            return
    assert partition(found) == slow.groups()


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), threshold=st.floats(0.05, 0.9), noise=st.floats(0.3, 2.0))
def test_without_constraints_it_is_scipys_average_linkage(seed: int, threshold: float, noise: float) -> None:
    faces = people_around_centres(80, 9, noise, seed)
    tree = linkage(faces.astype(np.float64), "average", metric="cosine")
    assume(np.abs(tree[:, 2] - (1 - threshold)).min() > 1e-6)
    expected = fcluster(tree, 1 - threshold, "distance")
    found = average_linkage(faces, all_edges(faces), threshold)
    together = found[:, None] == found
    np.testing.assert_array_equal(together, expected[:, None] == expected)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_order_of_edges_does_not_matter(seed: int) -> None:
    faces = people_around_centres(120, 6, 1.2, seed)
    edges = neighbour_edges(faces, 5, floor=0.2)
    order = np.random.default_rng(seed).permutation(edges.first.size)
    shuffled = Edges(edges.second[order], edges.first[order], edges.similarity[order], edges.complete_above)
    photos = np.random.default_rng(seed).integers(0, 60, 120)
    constraints = Constraints.of(120, photos=photos)
    one = average_linkage(faces, edges, 0.3, constraints)
    other = average_linkage(faces, shuffled, 0.3, constraints)
    np.testing.assert_array_equal(one, other)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_order_of_faces_does_not_matter(seed: int) -> None:
    faces = people_around_centres(120, 6, 1.2, seed)
    random = np.random.default_rng(seed)
    photos = random.integers(0, 60, 120)
    order = random.permutation(120)
    one = average_linkage(faces, all_edges(faces), 0.3, Constraints.of(120, photos=photos))
    moved = faces[order]
    other = average_linkage(moved, all_edges(moved), 0.3, Constraints.of(120, photos=photos[order]))
    np.testing.assert_array_equal(one[order][:, None] == one[order], other[:, None] == other)


def test_many_equal_faces_form_one_group_in_either_phase() -> None:
    faces = np.tile(np.array([[0.6, 0.8]], np.float32), (300, 1))
    found = average_linkage(faces, neighbour_edges(faces, 8, floor=0.5), 0.9)
    assert (found == 0).all()


def test_groups_are_numbered_by_first_face() -> None:
    faces = np.eye(3, dtype=np.float32)[[2, 0, 2, 1, 0]]
    assert average_linkage(faces, all_edges(faces), 0.5).tolist() == [0, 1, 0, 2, 1]


def test_a_large_person_is_the_slow_twins_too() -> None:
    """Enough faces that one group absorbs others one by one, and both phases have work to do."""
    random = np.random.default_rng(8)
    centre = unit(random.standard_normal((1, 32)))
    noise = random.standard_normal((250, 32)) * random.uniform(0.4, 1.3, (250, 1)) / np.sqrt(32)
    faces = unit(centre + noise)
    tree = linkage(faces.astype(np.float64), "average", metric="cosine")
    for threshold in (0.35, 0.45, 0.55):
        expected = fcluster(tree, 1 - threshold, "distance")
        found = average_linkage(faces, all_edges(faces), threshold)
        np.testing.assert_array_equal(found[:, None] == found, expected[:, None] == expected, str(threshold))


@pytest.mark.parametrize("known", [True, False], ids=["complete_above", "unknown"])
def test_repair_joins_what_too_few_neighbours_left_apart(known: bool) -> None:
    """Pairs of near-twins fill each other's only place, so the graph says nothing of the rest."""
    random = np.random.default_rng(2)
    pairs = people_around_centres(100, 1, 0.5, seed=1)
    faces = unit(np.repeat(pairs, 2, axis=0) + random.normal(0, 1e-3, (200, 16)))
    edges = neighbour_edges(faces, 1, floor=0.3)
    assert edges.first.size == 100
    if not known:
        edges = Edges(*_arrays(edges))
    assert (average_linkage(faces, edges, 0.4) == 0).all()


@pytest.mark.parametrize("threshold", [0.36, 0.4, 0.45, 0.47, 0.501])
def test_a_graph_just_below_the_threshold_is_complete(threshold: float) -> None:
    """Whichever way float32 rounds its floor, nothing is looked up again for that alone."""
    faces = people_around_centres(50, 5, 1.0, seed=1)
    edges = neighbour_edges(faces, 50, floor=threshold - 1e-5)
    assert not repair_module.incomplete_nodes(edges, 50, threshold).size
    cut_off = neighbour_edges(faces, 1, floor=threshold - 1e-5)
    assert repair_module.incomplete_nodes(cut_off, 50, threshold).size


def test_repair_by_an_approximate_graph_takes_one_pass() -> None:
    faces = people_around_centres(300, 60, 0.8, seed=6, d=32)
    edges = neighbour_edges(faces, 1, floor=0.3)
    looked_up = []

    def approximate(means: Faces, k: int, *, floor: float) -> Edges:
        looked_up.append(len(means))
        exact = neighbour_edges(means, k, floor=floor)
        return Edges(exact.first, exact.second, exact.similarity)

    before = average_linkage(faces, Edges(*_arrays(edges), np.ones(300, np.float32) * -1), 0.4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repair_module, "graph", approximate)
        after = average_linkage(faces, Edges(*_arrays(edges)), 0.4)
    assert looked_up == [before.max() + 1]
    assert after.max() + 1 == 60 < before.max() + 1


def _arrays(edges: Edges) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    return edges.first, edges.second, edges.similarity


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), k=st.integers(1, 6))
def test_no_two_groups_that_may_meet_are_left_above_the_threshold(seed: int, k: int) -> None:
    faces = people_around_centres(60, 4, 1.0, seed)
    random = np.random.default_rng(seed)
    constraints = Constraints.of(
        60, photos=random.integers(0, 40, 60), people=random.integers(-20, 3, 60).clip(-1)
    )
    found = average_linkage(faces, neighbour_edges(faces, k, floor=0.25), 0.3, constraints)
    slow = Slow(faces, constraints, 0.3)
    groups = partition(found)
    assert all(-negative < 0.3 for negative, _, _ in slow.pairs(groups))
    for group in groups:
        for face in group:
            assert slow.may_meet([face], [other for other in group if other != face])


def test_faces_of_a_seed_may_share_a_photo_and_keep_others_out() -> None:
    faces = np.tile(np.array([[1, 0]], np.float32), (4, 1))
    constraints = Constraints.of(4, seeds=np.array([5, 5, -1, -1]), photos=np.array([9, 9, 9, -1]))
    assert average_linkage(faces, all_edges(faces), 0.5, constraints).tolist() == [0, 0, 1, 0]


def test_a_cannot_link_holds_through_merges() -> None:
    """0-1 and 2-3 merge first; then the cannot-link of 0 and 3 keeps the two groups apart."""
    angles = np.array([0.0, 0.1, 0.3, 0.4])
    faces = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    constraints = Constraints.of(4, cannot_link=np.array([[3, 0]]))
    found = average_linkage(faces, all_edges(faces), 0.5, constraints)
    assert found.tolist() == [0, 0, 1, 1]
    assert (average_linkage(faces, all_edges(faces), 0.5) == 0).all()


def test_seeds_are_kept_together_however_different() -> None:
    faces = np.array([[1, 0], [-1, 0], [0, 1]], np.float32)
    constraints = Constraints.of(3, seeds=np.array([7, 7, -1]))
    assert average_linkage(faces, all_edges(faces), 0.5, constraints).tolist() == [0, 0, 1]


def test_a_face_alone_with_its_name_meets_no_other_name() -> None:
    faces = np.tile(np.array([[1, 0]], np.float32), (5, 1))
    constraints = Constraints.of(5, people=np.array([-1, 3, -1, 4, 3]))
    labels = average_linkage(faces, all_edges(faces), 0.5, constraints)
    assert labels[1] == labels[4]
    assert labels[1] != labels[3]
    assert labels.max() == 1


@pytest.mark.parametrize(
    ("constraints", "faces"),
    [
        (Constraints.of(3, seeds=np.array([1, -1, 1]), people=np.array([4, -1, 5])), (0, 2)),
        (Constraints.of(3, seeds=np.array([-1, 1, 1]), cannot_link=np.array([[2, 1]])), (2, 1)),
        (Constraints.of(3, cannot_link=np.array([[0, 1], [2, 2]])), (2, 2)),
    ],
)
def test_contradictions_name_their_faces(constraints: Constraints, faces: tuple[int, int]) -> None:
    embeddings = np.eye(3, dtype=np.float32)
    with pytest.raises(ContradictionError, match=f"{faces[0]} and {faces[1]}") as caught:
        average_linkage(embeddings, all_edges(embeddings), 0.5, constraints)
    assert caught.value.faces == faces


@pytest.mark.parametrize(
    "constraints",
    [
        Constraints.of(2),
        Constraints.of(3, cannot_link=np.array([0, 1])),
        Constraints.of(3, cannot_link=np.array([[0, 3]])),
        Constraints.of(3, photos=np.array([1])),
    ],
)
def test_misshapen_constraints_are_refused(constraints: Constraints) -> None:
    embeddings = np.eye(3, dtype=np.float32)
    with pytest.raises(ValueError, match="must"):
        average_linkage(embeddings, all_edges(embeddings), 0.5, constraints)


def test_no_faces_and_no_edges_are_no_trouble() -> None:
    nothing = np.empty((0, 8), np.float32)
    assert average_linkage(nothing, all_edges(nothing), 0.5).size == 0
    lonely = np.eye(3, dtype=np.float32)
    found = average_linkage(lonely, all_edges(lonely, floor=0.5), 0.5)
    assert found.tolist() == [0, 1, 2]
