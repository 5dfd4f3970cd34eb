"""Measuring a calibration: on made-up embeddings, against all pairs one by one."""

from __future__ import annotations

import importlib.resources
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.calibration import Calibration
from engine.models import parse_card
from trainer.exporting import calibration
from trainer.exporting.calibration import (
    GROUP_SIZES,
    MOST_FACES,
    RELATIVES,
    LabelledSet,
    as_toml,
    measure,
)

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

CARD = (importlib.resources.files("resources") / "models" / "sface-2021dec.toml").read_text("utf-8")


def unit(vectors: NDArray[np.float64]) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def made_set(
    seed: int,
    *,
    people: int = 60,
    faces: int = 8,
    noise: float = 1.2,
    kinship: float = 0.0,
    name: str = "made",
) -> LabelledSet:
    """Return a set of people around random centres; families of three share so much of theirs."""
    chance = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), faces)
    family = np.arange(people) // 3
    centres = (1 - kinship) ** 0.5 * chance.normal(size=(people, 32))
    centres += kinship**0.5 * chance.normal(size=(people, 32))[family]
    vectors = centres[who] + noise * chance.normal(size=(len(who), 32))
    return LabelledSet(name, unit(vectors), who, family[who] if kinship else None)


def pairs_of(one: LabelledSet) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return each pair's similarity, and whether it is of one person, and of two relatives."""
    first, second = np.triu_indices(len(one.people), 1)
    similarity = (one.embeddings @ one.embeddings.T)[first, second].astype(np.float64)
    same = one.people[first] == one.people[second]
    if one.families is None:
        return similarity, same, np.zeros(len(same), bool)
    return similarity, same, ~same & (one.families[first] == one.families[second])


def test_rates_are_those_of_all_pairs() -> None:
    # Of sets of different size each counts the same.
    sets = [made_set(1, people=20, faces=4), made_set(2, people=12, faces=9, noise=2.0)]
    spec = measure(sets).calibration
    pairs = [pairs_of(one) for one in sets]
    compared = 0
    for at, far, val in zip(spec.similarities, spec.false_accepts, spec.accepts, strict=True):
        false = [similarity[~same] >= at for similarity, same, _ in pairs]
        true = [similarity[same] >= at for similarity, same, _ in pairs]
        # A pair on the edge of a bin may fall on either side.
        assert val == pytest.approx(np.mean([some.mean() for some in true]), abs=0.003)
        if sum(map(sum, false)) > 40:
            assert far == pytest.approx(np.mean([some.mean() for some in false]), rel=0.01)
            compared += 1
    assert compared > 10


def test_relatives_count_for_their_part_in_the_odds_alone() -> None:
    related = made_set(3, people=120, kinship=0.6)
    unknown = LabelledSet("made", related.embeddings, related.people)
    with_families, without = measure([related]).calibration, measure([unknown]).calibration
    assert with_families.false_accepts == without.false_accepts
    assert with_families.accepts == without.accepts
    similarity, same, kin = pairs_of(related)
    assert kin.mean() < RELATIVES / 2
    strangers = ~same & ~kin
    checked = 0
    for at, odds in zip(with_families.similarities, with_families.log_odds, strict=True):
        near = np.abs(similarity - at) < 0.02
        if min((near & same).sum(), (near & kin).sum(), (near & strangers).sum()) > 60:
            different = (1 - RELATIVES) * near[strangers].mean() + RELATIVES * near[kin].mean()
            assert odds == pytest.approx(np.log(near[same].mean() / different), abs=0.25)
            checked += 1
    assert checked >= 4
    # Where relatives are, less is proved.
    middle = slice(12, 24)
    assert np.mean(with_families.log_odds[middle]) < np.mean(without.log_odds[middle]) - 0.3


@pytest.mark.parametrize("size", [1, 3])
def test_what_is_predicted_comes_true(size: int) -> None:
    """Of other people's pairs, and pairs of groups, of probability p about a share of p is of one person."""
    measured = Calibration(measure([made_set(4, people=150, noise=1.6)]).calibration, 0.5)
    groups = calibration._groups(made_set(5, people=150, faces=9, noise=1.6), size)
    similarity, same, _ = pairs_of(groups)
    probability = measured.probability(similarity, sizes=(size, size))
    weight = np.where(same, 1 / same.sum(), 1 / (~same).sum())
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.7), (0.7, 0.9), (0.9, 1.0)):
        chosen = (probability >= low) & (probability < high)
        predicted = np.average(probability[chosen], weights=weight[chosen])
        assert np.average(same[chosen], weights=weight[chosen]) == pytest.approx(predicted, abs=0.13)


@given(st.integers(0, 2**32), st.integers(3, 12), st.integers(2, 4), st.floats(0.1, 3), st.booleans())
@settings(max_examples=15, deadline=None)
def test_what_is_measured_could_stand_in_a_card(
    seed: int, people: int, faces: int, noise: float, related: bool
) -> None:
    one = made_set(seed, people=people, faces=faces, noise=noise, kinship=0.5 * related)
    measured = measure([one])
    card = parse_card(CARD[: CARD.index("[calibration]")] + as_toml(measured))
    assert card.recognition is not None
    assert card.recognition.calibration == measured.calibration


@given(
    st.lists(st.sampled_from([1.0, 0.5, 0.499, 0.01, 1e-4, 0.0]), min_size=29, max_size=29),
    st.integers(1, 10**7),
)
def test_false_accept_rates_always_fall(rates: list[float], pairs: int) -> None:
    ordered = np.sort(rates)[::-1]
    found = calibration._rounded(calibration._falling(ordered, pairs=pairs))
    assert all(0 < after < before <= 1 for before, after in pairwise(found))
    if pairs == 10**7 and len(set(rates)) == len(rates):
        np.testing.assert_allclose(found, ordered, rtol=1e-3)


def test_rates_that_were_measured_are_kept_and_go_on_falling() -> None:
    rates = np.array([0.9, 0.5, 0.1, 0.02, 0.004, 0.0005, 0.0])
    found = calibration._falling(rates, pairs=10_000)
    np.testing.assert_array_equal(found[:5], rates[:5])
    # Fewer than 20 pairs are left: as from the fifth to the second before it.
    ratio = (0.004 / 0.5) ** (1 / 3)
    np.testing.assert_allclose(found[5:], [0.004 * ratio, 0.004 * ratio**2])


def test_the_odds_rise_and_are_no_surer_than_the_number_of_pairs() -> None:
    few = measure([made_set(6, people=4, faces=3, noise=0.1)]).calibration
    # Twelve pairs of one person.
    assert few.log_odds[-1] == pytest.approx(np.log(13), abs=0.01)
    many = measure([made_set(6, people=150, faces=10, noise=0.3)]).calibration
    assert many.log_odds[-1] == 8.0
    for spec in (few, many):
        assert list(spec.log_odds) == sorted(spec.log_odds)


def test_much_photographed_people_do_not_decide() -> None:
    one = made_set(7, people=5, faces=MOST_FACES + 10)
    measured = measure([one])
    assert measured == measure([one])
    size = measured.sets[0]
    assert (size.name, size.faces, size.people) == ("made", 5 * MOST_FACES, 5)
    assert size.same == 5 * MOST_FACES * (MOST_FACES - 1) // 2
    assert size.different == 10 * MOST_FACES**2
    thin = calibration._thinned(one)
    places = [int(np.flatnonzero((one.embeddings == face).all(1))[0]) for face in thin.embeddings]
    assert places == sorted(set(places))
    np.testing.assert_array_equal(one.people[places], thin.people)


@pytest.mark.parametrize("size", GROUP_SIZES)
def test_groups_are_disjoint_and_of_one_person(size: int) -> None:
    one = made_set(8, people=7, faces=9, kinship=0.4)
    shuffled = np.random.default_rng(0).permutation(len(one.people))
    assert one.families is not None
    one = LabelledSet("made", one.embeddings[shuffled], one.people[shuffled], one.families[shuffled])
    assert one.families is not None
    groups = calibration._groups(one, size)
    assert np.bincount(groups.people).tolist() == [9 // size] * 7
    assert groups.families is not None
    np.testing.assert_array_equal(groups.families, groups.people // 3)
    # Each group's members: a slow search for the faces whose mean it is.
    used: set[int] = set()
    for mean, person in zip(groups.embeddings, groups.people, strict=True):
        rest = [int(face) for face in np.flatnonzero(one.people == person) if face not in used]
        nearest = sorted(rest, key=lambda face: -float(one.embeddings[rest[0]] @ one.embeddings[face]))[:size]
        np.testing.assert_allclose(one.embeddings[nearest].mean(0), mean, atol=1e-6)
        used.update(nearest)
    # The product of two means is the mean of all products.
    assert len(used) == 7 * (9 // size) * size


def test_groups_say_more_where_faces_vary_than_where_people_do() -> None:
    """The share that is averaged out, where the similarity is that of the model in `engine.calibration`."""
    varied = measure([made_set(9, people=120, noise=1.6)]).calibration.averaged_out
    # All faces of a person alike, but people more or less alike: nothing to average.
    chance = np.random.default_rng(10)
    people = np.repeat(np.arange(120), 8)
    twins = chance.normal(size=(60, 6))[np.arange(120) // 2] + 0.3 * chance.normal(size=(120, 6))
    steady = unit(twins[people] + 0.001 * chance.normal(size=(960, 6)))
    alike = measure([LabelledSet("steady", steady, people)]).calibration.averaged_out
    assert alike < 0.1
    assert varied > 0.4


def test_without_large_groups_nothing_is_averaged_out() -> None:
    assert measure([made_set(11, people=30, faces=2)]).calibration.averaged_out == 0.0
    assert measure([made_set(11, people=9, faces=9)]).calibration.averaged_out == 0.0
    assert measure([made_set(11, people=10, faces=9)]).calibration.averaged_out > 0.0


@pytest.mark.parametrize("people", [[0, 1, 2], [0, 0, 0], []])
def test_a_set_without_both_kinds_of_pairs_is_named(people: list[int]) -> None:
    vectors = made_set(12).embeddings[: len(people)]
    empty = LabelledSet("poor", vectors, np.array(people, np.int64))
    with pytest.raises(ValueError, match=r"poor needs two faces of one person, and faces of two people\."):
        measure([made_set(12), empty])
