"""Merging by the odds: against a slow twin that compares all groups each time, and case by case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.groupings import Faces, Slow, partition, people_around_centres, rules, slow_agrees, unit
from numpy.typing import NDArray

from engine.calibration import Calibration, assumed
from engine.clustering import (
    Constraints,
    ContradictionError,
    KnownOdds,
    Odds,
    Standing,
    Strangers,
    average_linkage,
    b_cubed,
    in_order_of_first_face,
    join_groups,
)
from engine.clustering import likely as likely_module
from engine.clustering.groups import Groups, Pairs
from engine.clustering.likely import MARGIN
from engine.clustering.strangers import probability
from engine.neighbours import neighbour_edges

CALIBRATION = Calibration(assumed(0.36), 0.45)
#: So similar that average linkage merges nothing but equals.
NEVER = 0.999


@dataclass
class SlowMerge:
    """All groups compared with all others in each round."""

    faces: Faces
    constraints: Constraints
    least: float
    #: Learnt from others; None where there are none.
    others: Strangers | None = None

    def similarities(self, groups: list[list[int]]) -> dict[tuple[int, int], float]:
        means = self.means(groups)
        pairs = [(low, high) for high in range(len(groups)) for low in range(high)]
        return {(low, high): float(means[low] @ means[high]) for low, high in pairs}

    def means(self, groups: list[list[int]]) -> NDArray[np.float64]:
        return np.stack([self.faces[group].astype(np.float64).mean(axis=0) for group in groups])

    def scored(
        self, groups: list[list[int]], pairs: dict[tuple[int, int], float], *, alike: bool = True
    ) -> tuple[Strangers, dict[tuple[int, int], float]]:
        """Score pairs, and say by which strangers; those of them that are alike are none."""
        means = self.means(groups)
        others = self.others or Strangers.of([], means.shape[1], CALIBRATION)
        strangers = others.plus(means)
        left_out = np.zeros((3, len(groups)))
        for pair, similarity in pairs.items():
            if alike and similarity >= CALIBRATION.grouping:
                for unit_ in pair:
                    left_out[:, unit_] += (1, similarity, similarity**2)
        mean, deviation = strangers.expected(means, left_out)
        return strangers, {
            (low, high): float(
                ((similarity - mean[low]) / deviation[low] + (similarity - mean[high]) / deviation[high]) / 2
            )
            for (low, high), similarity in pairs.items()
        }

    def sight(self, groups: list[list[int]]) -> set[frozenset[int]]:
        """Find the pairs of faces whose groups are looked at."""
        if self.others is not None:
            # Newcomers are looked at one by one, and it is not known beforehand who is alike.
            groups = [[face] for face in range(len(self.faces))]
            scored = self.scored(groups, self.similarities(groups), alike=False)[1]
            least = max(self.others.plus(self.faces).score_at(self.least) - MARGIN, 0)
            found = self.similarities(groups)
            return {
                frozenset(pair) for pair, score in scored.items() if score >= least or found[pair] >= NEVER
            }
        strangers, scored = self.scored(groups, self.similarities(groups))
        least = max(strangers.score_at(self.least) - MARGIN, 0)
        return {
            frozenset((a, b))
            for (low, high), score in scored.items()
            if score >= least
            for a in groups[low]
            for b in groups[high]
        }

    def groups(self, labels: NDArray[np.int64]) -> list[list[int]]:
        groups: list[list[int]] = partition(labels)
        rules = Slow(self.faces, self.constraints, 0.0)
        sight = self.sight(groups)
        while True:
            pairs = {
                (low, high): similarity
                for (low, high), similarity in self.similarities(groups).items()
                if rules.may_meet(groups[low], groups[high])
                and any(frozenset((a, b)) in sight for a in groups[low] for b in groups[high])
            }
            strangers, found = self.scored(groups, pairs)
            bar = strangers.score_at(self.least)
            moves = list(
                self.moves(groups, {pair: round(score, 5) for pair, score in found.items() if score >= bar})
            )
            if not moves:
                return groups
            for goes, takes in moves:
                groups[takes] = sorted(groups[takes] + groups[goes])
            gone = {goes for goes, _ in moves}
            groups = sorted(group for at, group in enumerate(groups) if at not in gone)

    def moves(
        self, groups: list[list[int]], likely: dict[tuple[int, int], float]
    ) -> Iterator[tuple[int, int]]:
        """Give what goes where in one round: for each group its best, and what hardly changes it."""
        best: dict[int, tuple[float, int]] = {}
        for (low, high), score in likely.items():
            best[low] = min(best.get(low, (np.inf, -1)), (-score, high))
            best[high] = min(best.get(high, (np.inf, -1)), (-score, low))
        wish: dict[int, int] = {}
        for goes, (_, takes) in best.items():
            size, room = len(groups[goes]), len(groups[takes])
            if best[takes][1] == goes:
                if (size, -goes) < (room, -takes):
                    wish[goes] = takes
            elif 8 * size <= room and self.person(groups[goes]) in (-1, self.person(groups[takes])):
                wish[goes] = takes
        wish = {goes: takes for goes, takes in wish.items() if takes not in wish}
        for taker in sorted(set(wish.values())):
            came: list[int] = []
            room = len(groups[taker]) / 8
            wished = [goes for goes, takes in wish.items() if takes == taker]
            for goes in sorted(wished, key=lambda goes: (best[taker][1] != goes, best[goes][0], goes)):
                if best[taker][1] != goes:
                    room -= len(groups[goes])
                if room >= 0:
                    came.append(goes)
            rules = Slow(self.faces, self.constraints, 0.0)
            for at, goes in enumerate(came):
                if all(rules.may_meet(groups[goes], groups[other]) for other in came[:at]):
                    yield goes, taker

    def person(self, group: list[int]) -> int:
        return int(max(self.constraints.people[group]))


def grouped(
    faces: Faces, constraints: Constraints, least: float, threshold: float = NEVER
) -> NDArray[np.int64]:
    edges = neighbour_edges(faces, len(faces), floor=threshold - 0.01)
    return average_linkage(faces, edges, threshold, constraints, odds=Odds(CALIBRATION, least))


@settings(deadline=None, max_examples=60)
@given(data=st.data(), seed=st.integers(0, 10**6), least=st.sampled_from([-6.0, -3.0, 0.0, 3.0]))
def test_groups_are_those_of_a_slow_twin(data: st.DataObject, seed: int, least: float) -> None:
    faces = people_around_centres(14, 4, 0.8, seed)
    constraints = data.draw(rules(14))
    edges = neighbour_edges(faces, 13, floor=NEVER)
    try:
        before = average_linkage(faces, edges, NEVER, constraints)
    except ContradictionError as contradiction:
        a, b = contradiction.faces
        assert not slow_agrees(constraints, a, b)
        return
    slow = SlowMerge(faces, constraints, least).groups(before)
    assert partition(grouped(faces, constraints, least)) == slow


@settings(deadline=None, max_examples=60)
@given(data=st.data(), seed=st.integers(0, 10**6), least=st.sampled_from([-6.0, -3.0, 0.0, 3.0]))
def test_newcomers_without_groups_are_those_of_a_slow_twin(
    data: st.DataObject, seed: int, least: float
) -> None:
    faces = people_around_centres(14, 4, 0.8, seed)
    constraints = data.draw(rules(14))
    others = Strangers.of([people_around_centres(60, 20, 0.8, seed + 1)], 16, CALIBRATION)
    nobody = Standing(np.empty((0, 16), np.float32), np.empty(0, np.int64))
    edges = neighbour_edges(faces, 13, floor=NEVER)
    try:
        before = average_linkage(faces, edges, NEVER, constraints)
    except ContradictionError as contradiction:
        a, b = contradiction.faces
        assert not slow_agrees(constraints, a, b)
        return
    found = join_groups(
        faces, nobody, NEVER, constraints=constraints, odds=KnownOdds(CALIBRATION, least, others.plus(faces))
    )
    assert partition(found) == SlowMerge(faces, constraints, least, others).groups(before)


def test_what_a_strict_threshold_leaves_apart_comes_together() -> None:
    random = np.random.default_rng(5)
    truth = random.integers(0, 40, 200)
    centres = unit(random.standard_normal((40, 128)))
    faces = unit(centres[truth] + 1.1 / np.sqrt(128) * random.standard_normal((200, 128)))
    nothing = Constraints.of(200)
    strict = average_linkage(faces, neighbour_edges(faces, 199, floor=0.59), 0.6, nothing)
    both = b_cubed(grouped(faces, nothing, 1.5, 0.6), truth)
    assert both.precision > 0.98
    assert both.recall > 2 * b_cubed(strict, truth).recall


def test_many_pictures_of_one_person_come_together_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person with many faces that linkage leaves alone does not take a round for each."""
    random = np.random.default_rng(8)
    truth = np.repeat(np.arange(601), [150] + [1] * 600)
    centres = unit(random.standard_normal((601, 128)))
    faces = unit(centres[truth] + 0.9 / np.sqrt(128) * random.standard_normal((750, 128)))
    rounds: list[int] = []

    def counted(groups: Groups, pairs: Pairs, moves: Pairs) -> Pairs:
        rounds.append(len(moves.low))
        return merged(groups, pairs, moves)

    merged = likely_module._merged
    monkeypatch.setattr(likely_module, "_merged", counted)
    labels = grouped(faces, Constraints.of(750), 1.5, 0.6)
    assert b_cubed(labels, truth).f > 0.99
    assert len(rounds) < sum(rounds) / 3


STRANGERS = Strangers.of([people_around_centres(200, 100, 0.5, 2)], 16, CALIBRATION)
AXES = np.eye(16)
#: Nothing but the odds brings faces together that are less alike.
EQUAL = 0.9999


def test_standing_groups_never_meet_and_bars_hold() -> None:
    # Two groups of one person, and one of another.
    standing = Standing(4 * unit(np.stack([AXES[0], AXES[0] + 0.3 * AXES[1], AXES[2]])), np.full(3, 4))
    newcomer = unit(AXES[:1] + 0.15 * AXES[1])
    odds = KnownOdds(CALIBRATION, 1.0, STRANGERS)
    assert join_groups(newcomer, standing, EQUAL).tolist() == [3]
    (joined,) = join_groups(newcomer, standing, EQUAL, odds=odds)
    assert joined in (0, 1)
    barred = np.array([[0, joined]])
    assert join_groups(newcomer, standing, EQUAL, barred=barred, odds=odds).tolist() == [1 - joined]
    barred = np.array([[0, 0], [0, 1]])
    assert join_groups(newcomer, standing, EQUAL, barred=barred, odds=odds).tolist() == [3]
    closed = np.array([False, False, True])
    assert join_groups(newcomer, standing, EQUAL, open_=closed, odds=odds).tolist() == [3]


def test_two_of_one_photo_do_not_join_one_group() -> None:
    standing = Standing(5 * AXES[:1], np.array([5]))
    faces = unit(AXES[[0, 0, 0]] + [[0.2], [-0.1], [0.1]] * AXES[3])
    photos = Constraints.of(3, photos=np.array([1, 2, 2]))
    found = join_groups(
        faces, standing, EQUAL, constraints=photos, odds=KnownOdds(CALIBRATION, 1.0, STRANGERS)
    )
    assert sorted(found.tolist()) == [0, 0, 1]
    assert found[1] != found[2]


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 40))
def test_expected_is_what_the_others_show(seed: int, n: int) -> None:
    units = people_around_centres(n, 5, 0.9, seed)
    strangers = Strangers.of([units[: n // 2], units[n // 2 :]], 16, CALIBRATION)
    mean, deviation = strangers.expected(units)
    usual = CALIBRATION.threshold_at(0.5), CALIBRATION.threshold_at(0.1587) - CALIBRATION.threshold_at(0.5)
    weight = n / (n + 100)
    for at, unit_ in enumerate(units.astype(np.float64)):
        others = np.delete(units, at, axis=0) @ unit_
        assert mean[at] == pytest.approx(weight * others.mean() + (1 - weight) * usual[0], abs=1e-6)
        variance = weight * others.var() + (1 - weight) * usual[1] ** 2
        assert deviation[at] == pytest.approx(np.sqrt(variance), abs=1e-5)


def test_units_can_be_taken_away_again() -> None:
    units = people_around_centres(50, 5, 0.9, 7)
    few, all_ = (Strangers.of([part], 16, CALIBRATION) for part in (units[:30], units))
    again = all_.plus(units[30:], -1)
    assert again.units == 30
    np.testing.assert_allclose(again.squares, few.squares, atol=1e-9)
    np.testing.assert_allclose(again.total, few.total, atol=1e-9)


@pytest.mark.parametrize("units", [10, 5000])
def test_scores_and_odds_are_inverse(units: int) -> None:
    strangers = Strangers(units, np.zeros(2), np.zeros((2, 2)), (0.1, 0.1))
    for odds in (-1.0, 0.0, 1.5, 8.0):
        assert strangers.log_odds(strangers.score_at(odds)) == pytest.approx(odds)
    assert strangers.log_odds(-2.0) < strangers.log_odds(2.0)
    assert probability(0.0) == 0.5


def test_labels_come_in_order_of_first_faces() -> None:
    labels = grouped(people_around_centres(40, 5, 0.6, 9), Constraints.of(40), 0.0, 0.6)
    assert labels.tolist() == in_order_of_first_face(labels).tolist()
