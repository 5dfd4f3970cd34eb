"""New faces come to standing groups: against a slow sequential twin, case by case, and in little memory."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.groupings import Faces, faces_with_ties, people_around_centres, rules, slow_agrees, unit
from numpy.typing import NDArray

from engine.clustering import Constraints, ContradictionError, Standing, average_linkage, join_groups
from engine.clustering import joining as joining_module
from engine.clustering import levels as levels_module
from engine.embedding import pack, unpack
from engine.neighbours import neighbour_edges

Ids = NDArray[np.int64]


@dataclass
class SlowJoin:
    """Sequential average linkage of standing groups and new faces, comparing all groups each time."""

    faces: Faces
    standing: Standing
    threshold: float
    constraints: Constraints
    barred: list[tuple[int, int]]
    open_: list[bool]
    #: For each group its standing group, or None, and its new faces; by number.
    groups: dict[int, tuple[int | None, list[int]]] = field(default_factory=dict)

    def labels(self) -> list[int]:
        g = len(self.standing.counts)
        self.groups = {group: (group, []) for group in range(g)}
        seeded: dict[int, int] = {}
        for face, seed in enumerate(self.constraints.seeds.tolist()):
            number = seeded.setdefault(seed, g + face) if seed >= 0 else g + face
            self.groups.setdefault(number, (None, []))[1].append(face)
        while self.merged_one():
            pass
        labels = [-1] * len(self.faces)
        new = g
        for number in sorted(self.groups):
            stood, faces = self.groups[number]
            for face in faces:
                labels[face] = new if stood is None else stood
            new += stood is None
        return labels

    def merged_one(self) -> bool:
        numbers = sorted(self.groups)
        pairs = [
            (-self.score(low, high), low, high)
            for at, low in enumerate(numbers)
            for high in numbers[at + 1 :]
            if self.may_meet(low, high)
        ]
        best = min(pairs, default=None)
        if best is None or -best[0] < self.threshold:
            return False
        _, low, high = best
        self.groups[low] = self.groups[low][0], sorted(self.groups[low][1] + self.groups.pop(high)[1])
        return True

    def sum(self, number: int) -> tuple[NDArray[np.float64], int]:
        stood, faces = self.groups[number]
        total = self.faces[faces].astype(np.float64).sum(axis=0)
        if stood is None:
            return total, len(faces)
        return total + self.standing.sums[stood], len(faces) + int(self.standing.counts[stood])

    def score(self, low: int, high: int) -> float:
        (a, m), (b, n) = self.sum(low), self.sum(high)
        return round(float(a @ b) / (m * n) * 2**40) / 2**40

    def people(self, number: int) -> set[int]:
        stood, faces = self.groups[number]
        people = set(self.constraints.people[faces].tolist())
        if stood is not None and self.standing.people is not None:
            people.add(int(self.standing.people[stood]))
        return people - {-1}

    def may_meet(self, low: int, high: int) -> bool:
        (one, some), (other, others) = self.groups[low], self.groups[high]
        if one is not None and other is not None:
            return False
        stood = one if other is None else other
        if stood is not None and not self.open_[stood]:
            return False
        newcomers = others if one is not None else some
        if any((face, stood) in self.barred for face in newcomers):
            return False
        photos = set(self.constraints.photos[some].tolist()) & set(self.constraints.photos[others].tolist())
        links = {frozenset(link) for link in self.constraints.cannot_link.tolist()}
        linked = any(frozenset((a, b)) in links for a in some for b in others)
        return not photos - {-1} and not linked and len(self.people(low) | self.people(high)) < 2


def standing_around(members: Faces, of_group: Ids, count: int, people: Ids | None = None) -> Standing:
    sums = np.zeros((count, members.shape[1]))
    np.add.at(sums, of_group, members)
    return Standing(sums, np.bincount(of_group, minlength=count), people)


@st.composite
def standing_groups(draw: st.DrawFn, members: Faces, most: int) -> Standing:
    count = draw(st.integers(0, min(most, len(members))))
    # Every group has a member; the others are spread.
    others = draw(st.lists(st.integers(0, max(count - 1, 0)), min_size=len(members), max_size=len(members)))
    of_group = np.array([*range(count), *others[count:]], np.int64)
    people = draw(st.none() | st.lists(st.integers(-1, 2), min_size=count, max_size=count))
    if count == 0:
        members, of_group = members[:0], of_group[:0]
    standing = standing_around(
        members, of_group, count, None if people is None else np.array(people, np.int64)
    )
    if draw(st.booleans()):
        return Standing(standing.sums.astype(np.float32), standing.counts, standing.people)
    return standing


@pytest.mark.parametrize("rounds_while", [0.0, 10.0], ids=["rounds", "sequence"])
@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_result_is_the_slow_twins_with_ties_and_all_constraints(
    data: st.DataObject, rounds_while: float
) -> None:
    if data.draw(st.booleans()):
        faces = data.draw(faces_with_ties())
        at = data.draw(st.lists(st.integers(0, len(faces) - 1), min_size=1, max_size=8))
        members = faces[at]
    else:
        seed = data.draw(st.integers(0, 10**6))
        both = people_around_centres(data.draw(st.integers(2, 20)), 3, 1.0, seed, d=4)
        faces, members = both[::2], both[1::2]
    m = len(faces)
    standing = data.draw(standing_groups(members, 5))
    g = len(standing.counts)
    constraints = data.draw(rules(m))
    pair = st.tuples(st.integers(0, m - 1), st.integers(0, max(g - 1, 0)))
    barred = data.draw(st.lists(pair, max_size=6 if g else 0))
    open_ = data.draw(st.lists(st.integers(0, 3).map(bool), min_size=g, max_size=g))
    threshold = data.draw(st.sampled_from([0.1, 0.3, 0.5, 0.75]))
    slow = SlowJoin(faces, standing, threshold, constraints, barred, open_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(levels_module, "ROUNDS_WHILE", rounds_while)
        try:
            labels = join_groups(
                faces,
                standing,
                threshold,
                constraints=constraints,
                barred=np.array(barred, np.int64).reshape(-1, 2),
                open_=np.array(open_, np.bool_),
            )
        except ContradictionError as contradiction:
            a, b = contradiction.faces
            assert not slow_agrees(constraints, a, b)
            return
    assert labels.tolist() == slow.labels()


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_without_standing_groups_it_is_average_linkage(seed: int) -> None:
    faces = people_around_centres(90, 6, 1.1, seed)
    photos = np.random.default_rng(seed).integers(0, 60, 90)
    nobody = Standing(np.empty((0, 16), np.float32), np.empty(0, np.int64))
    constraints = Constraints.of(90, photos=photos)
    labels = join_groups(faces, nobody, 0.35, constraints=constraints)
    edges = neighbour_edges(faces, 89, floor=0.3)
    assert labels.tolist() == average_linkage(faces, edges, 0.35, constraints).tolist()


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_a_face_that_is_cut_off_from_others_is_looked_up_again(seed: int) -> None:
    """With one neighbour for each face, the repair pass leaves no two groups apart that may meet."""
    faces = people_around_centres(60, 4, 1.0, seed)
    standing = standing_around(faces[:10], np.arange(10) % 3, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining_module, "_ALL_PAIRS_OF", 0)
        patch.setattr(joining_module, "_NEIGHBOURS", 1)
        labels = join_groups(faces[10:], standing, 0.3)
    slow = SlowJoin(faces[10:], standing, 0.3, Constraints.of(50), [], [True] * 3)
    slow.groups = {
        group: (group if group < 3 else None, np.flatnonzero(labels == group).tolist())
        for group in range(max(3, labels.max() + 1))
    }
    assert not slow.merged_one()


def axes(*rows: tuple[float, ...]) -> Faces:
    return unit(np.array(rows, np.float64))


ONE_GROUP = Standing(np.array([[2.0, 0.0]]), np.array([2]))


def test_two_faces_of_one_photo_do_not_both_join() -> None:
    faces = axes((1, 0.1), (1, 0), (1, 0.2))
    constraints = Constraints.of(3, photos=np.array([7, 7, 7]))
    assert join_groups(faces, ONE_GROUP, 0.5, constraints=constraints).tolist() == [1, 0, 2]


def test_what_one_face_is_barred_from_its_whole_group_is() -> None:
    """The two faces are nearer to each other than to the group, so the second is barred with the first."""
    faces = axes((0.8, 0.6), (0.8, 0.601))
    assert join_groups(faces, ONE_GROUP, 0.5).tolist() == [0, 0]
    barred = np.array([[0, 0]])
    assert join_groups(faces, ONE_GROUP, 0.5, barred=barred).tolist() == [1, 1]
    assert join_groups(faces[1:], ONE_GROUP, 0.5).tolist() == [0]


def test_a_closed_group_takes_nobody_in() -> None:
    assert join_groups(axes((1, 0)), ONE_GROUP, 0.5, open_=np.array([False])).tolist() == [1]


def test_groups_that_stand_never_meet_through_a_face_between_them() -> None:
    standing = Standing(np.eye(2, dtype=np.float32), np.array([1, 1]))
    faces = axes((1, 0.99), (0.99, 1))
    assert join_groups(faces, standing, 0.5).tolist() == [0, 0]
    # Alone, each goes to the nearer one.
    assert [join_groups(face[None], standing, 0.5).tolist() for face in faces] == [[0], [1]]


def test_people_keep_apart_and_do_not_tie_together() -> None:
    standing = Standing(
        np.array([[2.0, 0.0], [0.0, 2.0], [1.98, 0.2]], np.float32), np.array([2, 2, 2]), np.array([4, 5, -1])
    )
    faces = axes((1, 0), (1, 0), (0.05, 1), (1, 0))
    constraints = Constraints.of(4, people=np.array([4, 5, 4, -1]))
    assert join_groups(faces, standing, 0.5, constraints=constraints).tolist() == [0, 2, 3, 0]


def test_faces_of_a_seed_come_together_or_not_at_all() -> None:
    faces = axes((1, 0), (0, 1))
    constraints = Constraints.of(2, seeds=np.array([3, 3]))
    assert join_groups(faces, ONE_GROUP, 0.4, constraints=constraints).tolist() == [0, 0]
    assert join_groups(faces, ONE_GROUP, 0.6, constraints=constraints).tolist() == [1, 1]


def test_packed_faces_join_as_unpacked_ones_do() -> None:
    packed = pack(people_around_centres(200, 9, 1.0, seed=4))
    faces = unpack(packed)
    standing = standing_around(faces[:80], np.arange(80) % 20, 20)
    labels = join_groups(packed[80:], standing, 0.3)
    assert labels.tolist() == join_groups(faces[80:], standing, 0.3).tolist()
    assert 0 < np.count_nonzero(labels < 20) < 120


def test_no_new_faces_are_no_trouble() -> None:
    assert join_groups(np.empty((0, 2), np.float32), ONE_GROUP, 0.5).size == 0


@pytest.mark.parametrize(
    "given_",
    [
        {"barred": np.array([0, 0])},
        {"barred": np.array([[0, 1]])},
        {"barred": np.array([[1, 0]])},
        {"barred": np.array([[-1, 0]])},
        {"open_": np.array([True, True])},
        {"standing": Standing(np.eye(3), np.ones(3, np.int64))},
        {"standing": Standing(np.eye(2), np.array([1, 0]))},
        {"standing": Standing(np.eye(2), np.array([1, 1]), np.array([1]))},
    ],
)
def test_misshapen_arguments_are_refused(given_: dict[str, object]) -> None:
    arguments = {"standing": ONE_GROUP, **given_}
    with pytest.raises(ValueError, match="must"):
        join_groups(axes((1, 0)), threshold=0.5, **arguments)  # type: ignore[arg-type]


def test_standing_groups_that_nobody_is_near_cost_no_memory() -> None:
    random = np.random.default_rng(0)
    sums = random.standard_normal((60_000, 64)).astype(np.float32)
    sums /= np.linalg.norm(sums, axis=1, keepdims=True)
    standing = Standing(sums, np.ones(60_000, np.int64))
    faces = sums[:300] + random.standard_normal((300, 64)).astype(np.float32) * 0.05
    tracemalloc.start()
    labels = join_groups(unit(faces.astype(np.float64)), standing, 0.7)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert labels.tolist() == list(range(300))
    # Their sums take 15 MB as float32, and twice as much as float64.
    assert peak < 15e6, peak
