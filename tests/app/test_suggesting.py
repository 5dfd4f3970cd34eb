"""What is proposed, from arrays alone: compared with every pair, and what must never be proposed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.libraries import CARD
from numpy.typing import NDArray

from app.grouping.lonely import Lonely
from app.grouping.solve import Looks
from app.grouping.suggesting import Proposals, Touched, find_alike, find_alike_to, propose, units
from engine.calibration import Calibration
from engine.clustering.strangers import Strangers, logit, probability, scores
from engine.embedding import pack, unit, unpack

SIZE = 64
Ids = NDArray[np.int64]


@dataclass
class Known:
    """Facts that a test has made up: people as id, 1 where named, number of faces."""

    people_known: Ids
    told_apart: set[tuple[int, int]] = field(default_factory=set)
    told_barred: set[tuple[int, int]] = field(default_factory=set)

    def people(self, ids: Ids) -> Ids:
        return self.people_known[np.isin(self.people_known[:, 0], ids)]

    def apart(self, pairs: Ids) -> NDArray[np.bool_]:
        sizes = {int(row[0]): int(row[2]) for row in self.people_known}
        assert all(sizes[one] >= sizes[other] for one, other in pairs.tolist())
        return np.array([tuple(sorted(pair)) in self.told_apart for pair in pairs.tolist()], np.bool_)

    def barred(self, pairs: Ids) -> NDArray[np.bool_]:
        return np.array([tuple(pair) in self.told_barred for pair in pairs.tolist()], np.bool_)


def directions(count: int, seed: int) -> NDArray[np.float64]:
    return unit(np.random.default_rng(seed).normal(size=(count, SIZE))).astype(np.float64)


def near(vectors: NDArray[np.float64], similarity: float, seed: int) -> NDArray[np.float64]:
    """Unit vectors of about this cosine to the given ones."""
    noise = directions(len(vectors), seed)
    noise -= (noise * vectors).sum(axis=1, keepdims=True) * vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    return similarity * vectors + np.sqrt(1 - similarity**2) * noise


def looks_of(vectors: NDArray[np.floating], faces: list[int], owner: list[int] | None = None) -> Looks:
    counts = np.array(faces, np.int64)
    ids = np.arange(1, len(counts) + 1) if owner is None else np.array(owner, np.int64)
    return Looks(ids, (vectors * counts[:, None]).astype(np.float32), counts)


def lonely_of(vectors: NDArray[np.floating]) -> Lonely:
    """Faces 1001, 1002, ... in photos 501, 502, ..."""
    count = len(vectors)
    packed = pack(vectors) if count else np.zeros((0, SIZE), np.int8)
    numbers = np.arange(1, count + 1)
    return Lonely(1000 + numbers, 500 + numbers, np.ones(count, np.float32), packed)


def facts_of(looks: Looks) -> Known:
    """Groups of whom nothing is known but their faces."""
    ids = np.arange(1, int(looks.owner.max(initial=0)) + 1)
    sizes = np.bincount(looks.owner, weights=looks.faces, minlength=len(ids) + 1)[1:].astype(np.int64)
    return Known(np.column_stack([ids, np.zeros_like(ids), sizes]))


def known(looks: Looks, lonely: Lonely) -> Strangers:
    return Strangers.of(units(looks, lonely), SIZE, Calibration.of(CARD))


def proposed(
    looks: Looks, lonely: Lonely, facts: Known, touched: Touched | None = None, **limits: int
) -> Proposals:
    alike = find_alike(looks, lonely, strangers=known(looks, lonely), touched=touched)
    return propose(alike, facts, **limits)


def two_alike(similarity: float = 0.5) -> Looks:
    """Two groups that are alike, 1 and 2, and forty strangers."""
    vectors = directions(42, seed=3)
    vectors[1] = near(vectors[:1], similarity, seed=4)[0]
    return looks_of(vectors, [5, 3] + [4] * 40)


NOBODY = lonely_of(np.zeros((0, SIZE)))


def pairs(found: Proposals) -> set[tuple[int, int, int]]:
    rows = zip(found.person.tolist(), found.other.tolist(), found.face.tolist(), strict=True)
    return {
        (min(one, other) if other else one, max(one, other) if other else 0, face)
        for one, other, face in rows
    }


def test_two_that_are_alike_are_proposed_and_strangers_are_not() -> None:
    looks = two_alike()
    found = proposed(looks, NOBODY, facts_of(looks))
    assert (found.person[0], found.other[0], found.face[0], found.settles[0]) == (1, 2, 0, 3)
    assert found.similarity[0] == pytest.approx(0.5, abs=0.01)
    assert found.probability[0] > 0.9
    assert (found.probability[1:] < 0.7).all()


def test_the_larger_side_comes_first() -> None:
    looks = two_alike()
    looks.faces[1], looks.totals[1] = 30, looks.totals[1] * 10
    found = proposed(looks, NOBODY, facts_of(looks))
    assert (found.person[0], found.other[0], found.settles[0]) == (2, 1, 5)


def test_200_faces_rank_before_1() -> None:
    vectors = directions(60, seed=5)
    vectors[1] = near(vectors[:1], 0.5, seed=6)[0]
    looks = looks_of(vectors, [300, 200] + [4] * 58)
    lonely = lonely_of(near(vectors[2:3], 0.6, seed=7))
    found = proposed(looks, lonely, facts_of(looks))
    assert (found.person[0], found.other[0], found.settles[0]) == (1, 2, 200)
    assert (3, 0, 1001) in pairs(found)
    of_face = found.where(found.face == 1001)
    assert of_face.probability[0] > found.probability[0]
    worth = found.probability.astype(np.float64) * found.settles
    assert (np.diff(worth) <= 0).all()


@pytest.mark.parametrize("said", ["told apart", "ignored", "both named, and rather not one"])
def test_what_is_known_of_people_is_not_proposed(said: str) -> None:
    looks = two_alike(0.33 if said.startswith("both named") else 0.5)
    facts = facts_of(looks)
    assert (1, 2, 0) in pairs(proposed(looks, NOBODY, facts))
    if said == "told apart":
        facts.told_apart.add((1, 2))
    elif said == "ignored":
        facts = Known(facts.people_known[facts.people_known[:, 0] != 2])
    else:
        facts.people_known[:2, 1] = 1
        assert (1, 2, 0) in pairs(proposed(two_alike(0.5), NOBODY, facts))
    assert (1, 2, 0) not in pairs(proposed(looks, NOBODY, facts))


@pytest.mark.parametrize("said", ["rejected", "ignored"])
def test_what_is_known_of_a_face_is_not_proposed(said: str) -> None:
    vectors = directions(40, seed=8)
    looks = looks_of(vectors, [4] * 40)
    lonely = lonely_of(near(vectors[:2], 0.6, seed=9))
    facts = facts_of(looks)
    assert {(1, 0, 1001), (2, 0, 1002)} <= pairs(proposed(looks, lonely, facts))
    if said == "rejected":
        facts.told_barred.add((1001, 1))
    else:
        facts = Known(facts.people_known[1:])
    found = pairs(proposed(looks, lonely, facts))
    assert (1, 0, 1001) not in found
    assert (2, 0, 1002) in found


def test_everybody_with_a_name_keeps_their_best() -> None:
    vectors = directions(40, seed=10)
    vectors[1] = near(vectors[:1], 0.55, seed=11)[0]
    looks = looks_of(vectors, [500, 400] + [4] * 38)
    lonely = lonely_of(near(np.repeat(vectors[2:3], 5, axis=0), 0.45, seed=12))
    facts = facts_of(looks)
    facts.people_known[2, 1] = 1
    assert pairs(proposed(looks, lonely, facts, most=1, of_each=0)) == {(1, 2, 0)}
    found = proposed(looks, lonely, facts, most=1, of_each=3)
    assert pairs(found.where(np.array([0]))) == {(1, 2, 0)}
    assert (found.person == 3).sum() == 3
    every = proposed(looks, lonely, facts)
    best = every.where(every.person == 3)
    assert pairs(found.where(found.person == 3)) == pairs(best.where(np.arange(3)))


def test_the_look_that_is_most_surely_one_counts() -> None:
    vectors = directions(42, seed=13)
    vectors[2] = near(vectors[1:2], 0.5, seed=14)[0]
    looks = looks_of(vectors, [9, 3, 5] + [4] * 39, owner=[1, 1, *range(2, 42)])
    found = proposed(looks, NOBODY, facts_of(looks))
    assert (found.person[0], found.other[0], found.settles[0]) == (1, 2, 5)
    assert found.similarity[0] == pytest.approx(0.5, abs=0.01)
    assert pairs(found.where(found.other == 2)) == {(1, 2, 0)}


@given(seed=st.integers(0, 10**6), count=st.integers(0, 12), faces=st.integers(0, 10))
@settings(max_examples=40, deadline=None)
def test_proposals_are_those_of_every_pair(seed: int, count: int, faces: int) -> None:
    random = np.random.default_rng(seed)
    centres = directions(4, seed)
    vectors = near(centres[random.integers(4, size=count)], 0.7, seed + 1) if count else np.zeros((0, SIZE))
    looks = looks_of(vectors, random.integers(1, 9, count).tolist())
    alone = near(centres[random.integers(4, size=faces)], 0.6, seed + 2) if faces else np.zeros((0, SIZE))
    lonely = lonely_of(alone)
    facts = facts_of(looks)
    strangers = known(looks, lonely)
    every = np.concatenate([looks.means(), unpack(lonely.vectors)])
    mean, deviation = strangers.expected(every)
    expected = {}
    for one in range(count):
        for other in range(one + 1, count + faces):
            similarity = float(every[one] @ every[other])
            score = scores([similarity], (mean[[one]], deviation[[one]]), (mean[[other]], deviation[[other]]))
            chance = float(probability(strangers.log_odds(score))[0])
            if chance >= 0.011 and score[0] >= 0:
                key = (one + 1, other + 1, 0) if other < count else (one + 1, 0, 1001 + other - count)
                expected[key] = chance
    found = proposed(looks, lonely, facts)
    sure = found.where(found.probability >= 0.011)
    by_pair = {}
    for at in range(len(sure)):
        (key,) = pairs(sure.where(np.array([at])))
        by_pair[key] = float(sure.probability[at])
    assert by_pair == pytest.approx(expected, rel=1e-3)
    assert pairs(proposed(looks, lonely, facts)) == pairs(found)
    for person in range(1, count + 1):
        mine = propose(find_alike_to(person, looks, lonely, strangers=strangers), facts)
        assert pairs(mine) == {key for key in pairs(found) if person in key[:2]}


@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 9),
    faces=st.integers(0, 7),
    people=st.sets(st.integers(1, 10)),
    alone=st.sets(st.integers(1001, 1008)),
)
@settings(max_examples=40, deadline=None)
def test_of_who_is_touched_the_same_is_proposed_as_of_all(
    seed: int, count: int, faces: int, people: set[int], alone: set[int]
) -> None:
    random = np.random.default_rng(seed)
    centres = directions(3, seed)
    # Some people have two looks.
    owner = np.sort(random.integers(1, max(2, count), count))
    looks = looks_of(
        near(centres[random.integers(3, size=count)], 0.7, seed + 1), [3] * count, owner.tolist()
    )
    lonely = lonely_of(near(centres[random.integers(3, size=faces)], 0.6, seed + 2))
    facts = facts_of(looks)
    touched = Touched(np.array(sorted(people), np.int64), np.array(sorted(alone), np.int64))
    found = proposed(looks, lonely, facts)
    concerned = np.isin(found.person, touched.people) | np.isin(found.other, touched.people)
    expected = found.where(concerned | np.isin(found.face, touched.faces))
    few = proposed(looks, lonely, facts, touched)
    assert few.person.tolist() == expected.person.tolist()
    assert few.other.tolist() == expected.other.tolist()
    assert few.face.tolist() == expected.face.tolist()
    assert few.settles.tolist() == expected.settles.tolist()
    assert few.similarity == pytest.approx(expected.similarity, abs=1e-6)
    assert few.probability == pytest.approx(expected.probability, rel=1e-4)


def test_strangers_are_learnt_from_the_library() -> None:
    vectors = directions(3000, seed=20) + 0.3 * directions(1, seed=21)
    looks = looks_of(unit(vectors), [1] * 3000)
    strangers = known(looks, NOBODY)
    mean, deviation = strangers.expected(looks.means())
    similarity = looks.means() @ looks.means().T
    np.fill_diagonal(similarity, np.nan)
    own, spread = np.nanmean(similarity, axis=1), np.nanstd(similarity, axis=1)
    share = 3000 / 3100
    assert mean == pytest.approx(share * own + (1 - share) * strangers.usual[0], abs=1e-4)
    usual = strangers.usual[1] ** 2
    assert deviation == pytest.approx(np.sqrt(share * spread**2 + (1 - share) * usual), abs=1e-3)


def test_odds_rise_with_the_score_and_fall_with_the_size_of_the_library() -> None:
    tiny = Strangers(10, np.zeros(2), np.eye(2), (0.1, 0.1))
    small, large = replace(tiny, units=200), replace(tiny, units=20_000)
    grid = np.linspace(-6, 8, 50)
    assert (np.diff(small.log_odds(grid)) > 0).all()
    assert small.log_odds(grid) - large.log_odds(grid) == pytest.approx(np.log(100))
    assert (tiny.log_odds(grid) == small.log_odds(grid)).all()
    for chance in (0.2, 0.5, 0.9):
        assert probability(large.log_odds(large.score_at(logit(chance)))) == pytest.approx(chance)
    assert probability([-1e9, 1e9]) == pytest.approx([0, 1], abs=1e-5)
