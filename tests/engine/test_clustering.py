"""Constrained average linkage against a slow sequential twin and against scipy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from engine.clustering import (
    Constraints,
    ContradictionError,
    average_linkage,
)
from engine.clustering import linkage as linkage_module
from engine.neighbours import Edges, neighbour_edges

Faces = NDArray[np.float32]


def unit(rows: NDArray[np.float64]) -> Faces:
    unit_rows: Faces = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit_rows


def people_around_centres(n: int, people: int, noise: float, seed: int, d: int = 16) -> Faces:
    random = np.random.default_rng(seed)
    centres = unit(random.standard_normal((people, d)))
    spread = random.standard_normal((n, d)) * noise / np.sqrt(d)
    return unit(centres[random.integers(0, people, n)] + spread)


def all_edges(faces: Faces, floor: float = -2.0) -> Edges:
    return neighbour_edges(faces, max(len(faces), 1), floor=floor)


@dataclass
class Slow:
    """The sequential algorithm in its plainest form: compare all groups, merge the best pair."""

    faces: Faces
    constraints: Constraints
    threshold: float

    def score(self, one: list[int], other: list[int]) -> float:
        a = self.faces[one].astype(np.float64).sum(axis=0)
        b = self.faces[other].astype(np.float64).sum(axis=0)
        return round(float(a @ b) / (len(one) * len(other)) * 2**40) / 2**40

    def may_meet(self, one: list[int], other: list[int]) -> bool:
        rules = self.constraints
        for a in one:
            for b in other:
                if rules.photos[a] == rules.photos[b] >= 0:
                    return False
                if rules.people[a] != rules.people[b] and min(rules.people[[a, b]]) >= 0:
                    return False
                if [a, b] in rules.cannot_link.tolist() or [b, a] in rules.cannot_link.tolist():
                    return False
        return True

    def start(self) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for face, seed in enumerate(self.constraints.seeds.tolist()):
            groups.setdefault(seed if seed >= 0 else -1 - face, []).append(face)
        return list(groups.values())

    def pairs(self, groups: list[list[int]]) -> Iterator[tuple[float, int, int]]:
        for low in range(len(groups)):
            for high in range(low + 1, len(groups)):
                if self.may_meet(groups[low], groups[high]):
                    yield -self.score(groups[low], groups[high]), low, high

    def groups(self) -> list[list[int]]:
        groups = sorted(self.start())
        while True:
            best = min(self.pairs(groups), default=None)
            if best is None or -best[0] < self.threshold:
                return groups
            _, low, high = best
            groups[low] = sorted(groups[low] + groups.pop(high))

    def near(self, margin: float) -> list[tuple[float, int, int]]:
        return sorted(pair for pair in self.pairs(self.groups()) if -pair[0] >= self.threshold - margin)


def partition(labels: NDArray[np.int64]) -> list[list[int]]:
    return [np.flatnonzero(labels == group).tolist() for group in range(labels.max(initial=-1) + 1)]


coordinates = st.integers(-1, 1)


@st.composite
def faces_with_ties(draw: st.DrawFn) -> Faces:
    """Draw few directions on a coarse grid, or along axes, so that equal scores abound."""
    n = draw(st.integers(1, 10))
    if draw(st.booleans()):
        axes = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
        return np.eye(4, dtype=np.float32)[axes]
    rows = draw(
        st.lists(st.tuples(coordinates, coordinates, coordinates).filter(any), min_size=n, max_size=n)
    )
    return unit(np.array(rows, np.float64))


@st.composite
def rules(draw: st.DrawFn, n: int) -> Constraints:
    def numbers(top: int) -> NDArray[np.int64]:
        drawn = draw(st.lists(st.integers(-top, top), min_size=n, max_size=n))
        return np.maximum(np.array(drawn, np.int64), -1)

    links = draw(
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=n)
        if n > 1
        else st.just([])
    )
    return Constraints(
        seeds=numbers(2),
        people=numbers(2),
        photos=numbers(4),
        cannot_link=np.array([link for link in links if link[0] != link[1]], np.int64).reshape(-1, 2),
    )


@pytest.mark.parametrize("rounds_while", [0.0, 0.0005, 10.0], ids=["rounds", "both", "sequence"])
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
        patch.setattr(linkage_module, "ROUNDS_WHILE", rounds_while)
        try:
            found = average_linkage(faces, all_edges(faces), threshold, constraints, margin=0.2)
        except ContradictionError as contradiction:
            a, b = contradiction.faces
            assert not slow_agrees(constraints, a, b)
            return
    assert partition(found.labels) == slow.groups()
    misses = found.near_misses
    near = slow.near(0.2)
    assert misses.first.tolist() == [low for _, low, _ in near]
    assert misses.second.tolist() == [high for _, _, high in near]
    # Scores round embeddings to 2^-32, which the twin does not.
    assert misses.similarity.tolist() == pytest.approx([-s for s, _, _ in near], abs=1e-9)


def slow_agrees(constraints: Constraints, a: int, b: int) -> bool:
    """Tell whether two faces of one seed have one person and no cannot-link."""
    assert constraints.seeds[a] == constraints.seeds[b] >= 0
    links = constraints.cannot_link.tolist()
    linked = [a, b] in links or [b, a] in links
    return not linked and constraints.people[a] == constraints.people[b]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), threshold=st.floats(0.05, 0.9), noise=st.floats(0.3, 2.0))
def test_without_constraints_it_is_scipys_average_linkage(seed: int, threshold: float, noise: float) -> None:
    faces = people_around_centres(80, 9, noise, seed)
    tree = linkage(faces.astype(np.float64), "average", metric="cosine")
    assume(np.abs(tree[:, 2] - (1 - threshold)).min() > 1e-6)
    expected = fcluster(tree, 1 - threshold, "distance")
    found = average_linkage(faces, all_edges(faces), threshold).labels
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
    np.testing.assert_array_equal(one.labels, other.labels)
    np.testing.assert_array_equal(one.near_misses.first, other.near_misses.first)
    np.testing.assert_array_equal(one.near_misses.similarity, other.near_misses.similarity)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_order_of_faces_does_not_matter(seed: int) -> None:
    faces = people_around_centres(120, 6, 1.2, seed)
    random = np.random.default_rng(seed)
    photos = random.integers(0, 60, 120)
    order = random.permutation(120)
    one = average_linkage(faces, all_edges(faces), 0.3, Constraints.of(120, photos=photos)).labels
    moved = faces[order]
    other = average_linkage(moved, all_edges(moved), 0.3, Constraints.of(120, photos=photos[order])).labels
    np.testing.assert_array_equal(one[order][:, None] == one[order], other[:, None] == other)


def test_many_equal_faces_form_one_group_in_either_phase() -> None:
    faces = np.tile(np.array([[0.6, 0.8]], np.float32), (300, 1))
    found = average_linkage(faces, neighbour_edges(faces, 8, floor=0.5), 0.9)
    assert (found.labels == 0).all()


def test_groups_are_numbered_by_first_face() -> None:
    faces = np.eye(3, dtype=np.float32)[[2, 0, 2, 1, 0]]
    assert average_linkage(faces, all_edges(faces), 0.5).labels.tolist() == [0, 1, 0, 2, 1]


def test_a_large_person_is_the_slow_twins_too() -> None:
    """Enough faces that one group absorbs others one by one, and both phases have work to do."""
    random = np.random.default_rng(8)
    centre = unit(random.standard_normal((1, 32)))
    noise = random.standard_normal((250, 32)) * random.uniform(0.4, 1.3, (250, 1)) / np.sqrt(32)
    faces = unit(centre + noise)
    tree = linkage(faces.astype(np.float64), "average", metric="cosine")
    for threshold in (0.35, 0.45, 0.55):
        expected = fcluster(tree, 1 - threshold, "distance")
        found = average_linkage(faces, all_edges(faces), threshold).labels
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
        edges = Edges(edges.first, edges.second, edges.similarity)
    assert (average_linkage(faces, edges, 0.4).labels == 0).all()


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
    groups = partition(found.labels)
    assert all(-negative < 0.3 for negative, _, _ in slow.pairs(groups))
    for group in groups:
        for face in group:
            assert slow.may_meet([face], [other for other in group if other != face])


def test_faces_of_a_seed_may_share_a_photo_and_keep_others_out() -> None:
    faces = np.tile(np.array([[1, 0]], np.float32), (4, 1))
    constraints = Constraints.of(4, seeds=np.array([5, 5, -1, -1]), photos=np.array([9, 9, 9, -1]))
    assert average_linkage(faces, all_edges(faces), 0.5, constraints).labels.tolist() == [0, 0, 1, 0]


def test_a_cannot_link_holds_through_merges() -> None:
    """0-1 and 2-3 merge first; then the cannot-link of 0 and 3 keeps the two groups apart."""
    angles = np.array([0.0, 0.1, 0.3, 0.4])
    faces = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    constraints = Constraints.of(4, cannot_link=np.array([[3, 0]]))
    found = average_linkage(faces, all_edges(faces), 0.5, constraints)
    assert found.labels.tolist() == [0, 0, 1, 1]
    assert found.near_misses.first.size == 0
    assert (average_linkage(faces, all_edges(faces), 0.5).labels == 0).all()


def test_seeds_are_kept_together_however_different() -> None:
    faces = np.array([[1, 0], [-1, 0], [0, 1]], np.float32)
    constraints = Constraints.of(3, seeds=np.array([7, 7, -1]))
    assert average_linkage(faces, all_edges(faces), 0.5, constraints).labels.tolist() == [0, 0, 1]


def test_a_face_alone_with_its_name_meets_no_other_name() -> None:
    faces = np.tile(np.array([[1, 0]], np.float32), (5, 1))
    constraints = Constraints.of(5, people=np.array([-1, 3, -1, 4, 3]))
    labels = average_linkage(faces, all_edges(faces), 0.5, constraints).labels
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
    assert average_linkage(nothing, all_edges(nothing), 0.5).labels.size == 0
    lonely = np.eye(3, dtype=np.float32)
    found = average_linkage(lonely, all_edges(lonely, floor=0.5), 0.5)
    assert found.labels.tolist() == [0, 1, 2]
