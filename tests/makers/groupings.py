"""Faces around centres, constraints, and average linkage in its plainest form: the slow twin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.clustering import Constraints
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


def slow_agrees(constraints: Constraints, a: int, b: int) -> bool:
    """Tell whether two faces of one seed have one person and no cannot-link."""
    assert constraints.seeds[a] == constraints.seeds[b] >= 0
    links = constraints.cannot_link.tolist()
    linked = [a, b] in links or [b, a] in links
    return not linked and constraints.people[a] == constraints.people[b]
