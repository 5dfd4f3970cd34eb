"""Similarities as probabilities and thresholds: against explicit formulas, and what must always hold."""

from __future__ import annotations

import importlib.resources
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.calibration import (
    HIGHEST_THRESHOLD,
    LOWEST_THRESHOLD,
    STRICTNESS_FACTOR,
    Calibration,
    assumed,
)
from engine.models import parse_card
from engine.models.card import CalibrationSpec

RESOURCES = importlib.resources.files("resources") / "models"
CARD = parse_card((RESOURCES / "sface-2021dec.toml").read_text("utf-8"))
DETECTOR = parse_card((RESOURCES / "yunet-2023mar.toml").read_text("utf-8"))
BUILT_IN = Calibration.of(CARD)

#: Evidence is even at 0.3; two thirds are averaged out.
SMALL = Calibration(
    CalibrationSpec(
        similarities=(0.1, 0.3, 0.5, 0.7),
        false_accepts=(0.5, 0.1, 0.001, 0.00001),
        accepts=(1.0, 0.95, 0.8, 0.1),
        log_odds=(-4.0, 0.0, 3.0, 5.0),
        averaged_out=2 / 3,
    ),
    grouping=0.4,
)

COSINES = st.floats(-1, 1)
SIZES = st.integers(1, 10_000)
PRIORS = st.floats(0.001, 0.999)


@st.composite
def calibrations(draw: st.DrawFn) -> Calibration:
    """Return any calibration that a card may hold."""
    count = draw(st.integers(2, 12))

    def sorted_values(low: float, high: float, *, unique: bool = True) -> list[float]:
        # Values on a coarse lattice, so that no two are equal by rounding alone.
        values = st.integers(0, 1000)
        chosen = draw(st.lists(values, min_size=count, max_size=count, unique=unique))
        return [low + (high - low) * value / 1000 for value in sorted(chosen)]

    spec = CalibrationSpec(
        similarities=tuple(sorted_values(-1, 1)),
        false_accepts=tuple(math.exp(-value) for value in sorted_values(0, 20)),
        accepts=tuple(sorted_values(0, 1, unique=False)[::-1]),
        log_odds=tuple(sorted_values(-10, 10, unique=False)),
        averaged_out=draw(st.floats(0, 1)),
    )
    return Calibration(spec, draw(COSINES))


def test_a_calibration_comes_from_the_card() -> None:
    assert CARD.recognition is not None
    assert BUILT_IN.spec == CARD.recognition.calibration
    assert BUILT_IN.grouping == CARD.recognition.grouping
    plain = replace(CARD, recognition=replace(CARD.recognition, calibration=None))
    assert Calibration.of(plain).spec == assumed(CARD.recognition.same_person)
    with pytest.raises(ValueError, match="yunet-2023mar is not a recogniser"):
        Calibration.of(DETECTOR)


@pytest.mark.parametrize(
    ("similarity", "prior", "sizes", "log_odds"),
    [
        (0.3, 0.5, (1, 1), 0.0),
        (0.4, 0.5, (1, 1), 1.5),
        (0.2, 0.5, (1, 1), -2.0),
        # Beyond the ends nothing more is known.
        (-1.0, 0.5, (1, 1), -4.0),
        (1.0, 0.5, (1, 1), 5.0),
        # A prior of one in ten is evidence of 1 to 9.
        (0.3, 0.1, (1, 1), -math.log(9)),
        # Groups: gain 1 / (1/3 + 2/3 * mean of the reciprocals).
        (0.4, 0.5, (2, 2), 1.5 * 1.5),
        (0.4, 0.5, (1, 2), 1.5 * 1.2),
        (0.2, 0.5, (4, 4), -2.0 * 2),
        (0.4, 0.2, (10**9, 10**9), 1.5 * 3 - math.log(4)),
    ],
)
def test_a_probability_by_hand(
    similarity: float, prior: float, sizes: tuple[int, int], log_odds: float
) -> None:
    found = SMALL.probability(similarity, prior=prior, sizes=sizes)
    assert found.dtype == np.float32
    assert found.shape == ()
    assert float(found) == pytest.approx(1 / (1 + math.exp(-log_odds)), rel=1e-5)


def test_many_probabilities_are_those_one_by_one() -> None:
    chance = np.random.default_rng(0)
    similarity = chance.uniform(-0.2, 1, (3, 5)).astype(np.float32)
    first, second = chance.integers(1, 40, (3, 5)), chance.integers(1, 40, 5)
    found = BUILT_IN.probability(similarity, prior=0.2, sizes=(first, second))
    assert (found.shape, found.dtype) == ((3, 5), np.float32)
    for i in range(3):
        for j in range(5):
            one = BUILT_IN.probability(
                float(similarity[i, j]), prior=0.2, sizes=(int(first[i, j]), int(second[j]))
            )
            assert found[i, j] == pytest.approx(float(one), rel=1e-6)
    assert BUILT_IN.probability(np.zeros(0, np.float32)).shape == (0,)
    assert BUILT_IN.probability(0.5, sizes=(np.array([1, 2, 3]), 1)).shape == (3,)


@given(calibrations(), st.lists(COSINES, min_size=2, max_size=20), PRIORS, SIZES, SIZES)
def test_probabilities_never_fall_and_are_never_certain(
    calibration: Calibration, similarities: list[float], prior: float, first: int, second: int
) -> None:
    ordered = np.sort(similarities)
    found = calibration.probability(ordered, prior=prior, sizes=(first, second))
    assert (np.diff(found) >= 0).all()
    assert ((found > 0) & (found < 1)).all()
    np.testing.assert_array_equal(found, calibration.probability(ordered, prior=prior, sizes=(second, first)))


@given(calibrations(), COSINES, PRIORS, PRIORS)
def test_a_greater_prior_never_makes_less_probable(
    calibration: Calibration, similarity: float, low: float, high: float
) -> None:
    low, high = sorted([low, high])
    found = [calibration.probability(similarity, prior=prior) for prior in (low, high)]
    assert found[0] <= found[1]


@given(calibrations(), COSINES, SIZES, SIZES, SIZES)
def test_larger_groups_are_surer(
    calibration: Calibration, similarity: float, other: int, small: int, large: int
) -> None:
    small, large = sorted([small, large])
    less, more = (
        float(calibration.probability(similarity, sizes=(other, size))) - 0.5 for size in (small, large)
    )
    assert abs(less) <= abs(more)
    assert less * more >= 0


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, math.nan])
def test_a_prior_out_of_range_is_refused(prior: float) -> None:
    with pytest.raises(ValueError, match="a prior lies between 0 and 1"):
        SMALL.probability(0.5, prior=prior)


@pytest.mark.parametrize("sizes", [(0, 1), (1, 0), (np.array([1, 0]), 1), (1, -3), (math.nan, 1)])
def test_groups_of_nobody_are_refused(sizes: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="at least one face"):
        SMALL.probability(0.5, sizes=sizes)


@pytest.mark.parametrize(
    ("similarity", "far"),
    [
        (0.1, 0.5),
        (0.3, 0.1),
        (0.4, 0.01),
        (0.7, 1e-5),
        # On as the last two go, down to the least number there is; and no more than all pairs.
        (0.8, 1e-6),
        (0.0, 1.0),
        (-1.0, 1.0),
    ],
)
def test_false_accept_rates_by_hand(similarity: float, far: float) -> None:
    assert SMALL.far_at(similarity) == pytest.approx(far)
    if far < 1:
        assert SMALL.threshold_at(far) == pytest.approx(similarity)


def test_thresholds_beyond_the_table_are_cosines() -> None:
    assert SMALL.threshold_at(1.0) == pytest.approx(0.1 - 0.2 * math.log(2) / math.log(5))
    assert SMALL.threshold_at(1e-300) == 1.0
    flat = replace(SMALL.spec, false_accepts=(0.99, 0.98, 0.97, 0.96))
    assert Calibration(flat, 0.4).threshold_at(1.0) == pytest.approx(0.1 - 0.2 * 0.9949, abs=0.001)
    steep = replace(SMALL.spec, false_accepts=(0.1, 0.09999, 1e-8, 1e-9))
    assert Calibration(steep, 0.4).threshold_at(1.0) == -1.0


@pytest.mark.parametrize("far", [0.0, -0.1, 1.1, math.nan])
def test_a_rate_out_of_range_is_refused(far: float) -> None:
    with pytest.raises(ValueError, match="a false accept rate lies above 0"):
        SMALL.threshold_at(far)


@given(calibrations(), st.floats(1e-12, 1), st.floats(1e-12, 1))
def test_a_smaller_rate_never_has_a_lower_threshold(
    calibration: Calibration, low: float, high: float
) -> None:
    low, high = sorted([low, high])
    strict, loose = calibration.threshold_at(low), calibration.threshold_at(high)
    assert -1 <= loose <= strict <= 1


@given(calibrations(), COSINES, COSINES)
def test_rates_never_rise_with_similarity(calibration: Calibration, low: float, high: float) -> None:
    low, high = sorted([low, high])
    assert 1 >= calibration.far_at(low) >= calibration.far_at(high) > 0
    assert 1 >= calibration.val_at(low) >= calibration.val_at(high) >= 0


@given(calibrations(), st.floats(1e-8, 1))
def test_rate_and_threshold_are_inverse(calibration: Calibration, far: float) -> None:
    threshold = calibration.threshold_at(far)
    assume(-1 < threshold < 1)
    assert math.log(calibration.far_at(threshold)) == pytest.approx(math.log(far), abs=1e-6)


def test_val_by_hand() -> None:
    assert SMALL.val_at(0.4) == pytest.approx(0.875)
    assert (SMALL.val_at(-1), SMALL.val_at(1)) == (1.0, 0.1)


def test_strictness_divides_the_rate() -> None:
    before = SMALL.far_at(0.4)
    for strictness in (-1.0, -0.5, 0.0, 0.3, 1.0):
        threshold = SMALL.grouping_threshold(strictness)
        assert SMALL.far_at(threshold) == pytest.approx(before / STRICTNESS_FACTOR**strictness)
    assert SMALL.grouping_threshold(0) == 0.4


@given(calibrations(), st.floats(-1, 1), st.floats(-1, 1))
def test_thresholds_for_grouping_never_fall_and_stay_within_bounds(
    calibration: Calibration, low: float, high: float
) -> None:
    low, high = sorted([low, high])
    loose, strict = calibration.grouping_threshold(low), calibration.grouping_threshold(high)
    assert LOWEST_THRESHOLD <= loose <= strict <= HIGHEST_THRESHOLD
    middle = min(max(calibration.grouping, LOWEST_THRESHOLD), HIGHEST_THRESHOLD)
    assert calibration.grouping_threshold(0.0) == middle


@pytest.mark.parametrize("strictness", [-1.01, 2.0, math.nan])
def test_strictness_out_of_range_is_refused(strictness: float) -> None:
    with pytest.raises(ValueError, match="strictness lies between -1 and 1"):
        SMALL.grouping_threshold(strictness)


@given(st.floats(-1, 1))
def test_what_is_assumed_could_stand_in_a_card(same_person: float) -> None:
    spec = assumed(same_person)
    lists = {key: getattr(spec, key) for key in ("similarities", "false_accepts", "accepts", "log_odds")}
    table = "\n".join(f"{key} = {list(values)}" for key, values in lists.items())
    text = CARD.text[: CARD.text.index("[calibration]")]
    card = parse_card(f"{text}[calibration]\n{table}\naveraged_out = {spec.averaged_out}\n")
    assert card.recognition is not None
    assert card.recognition.calibration == spec


@given(st.floats(0.2, 0.7))
def test_what_is_assumed_of_two_faces_that_may_be_one_person(same_person: float) -> None:
    calibration = Calibration(assumed(same_person), 0.45)
    # Between the points of the grid, logarithms are not quite those of a normal distribution.
    assert math.log10(calibration.far_at(same_person)) == pytest.approx(-3, abs=0.7)
    assert calibration.val_at(same_person) == pytest.approx(0.95, abs=0.03)
    assert 0.7 < calibration.probability(same_person) <= 0.95
    assert calibration.probability(same_person * 0.75) == pytest.approx(0.5, abs=0.2)
    assert calibration.probability(0.0) < 0.05
    assert calibration.probability(1.0) > 0.7


def test_the_built_in_recogniser_means_what_was_measured() -> None:
    """Figures of LFW and the families, roughly; see `benchmarks/RESULTS.md`."""
    assert 1e-4 < BUILT_IN.far_at(0.45) < 1e-3
    assert 0.38 < BUILT_IN.threshold_at(1e-3) < 0.46
    assert 0.8 < BUILT_IN.val_at(0.45) < 0.95
    assert BUILT_IN.probability(0.32) == pytest.approx(0.5, abs=0.1)
    assert BUILT_IN.probability(0.1) < 0.05
    assert BUILT_IN.probability(0.6) > 0.99
    assert BUILT_IN.probability(0.4, sizes=(8, 8)) > BUILT_IN.probability(0.4) > 0.8
    assert 0.3 < BUILT_IN.grouping_threshold(-1) < 0.4
    assert 0.5 < BUILT_IN.grouping_threshold(1) < 0.6


def test_what_is_assumed_is_near_what_was_measured() -> None:
    """The default recogniser without its table is nearly as well judged as with it."""
    assert CARD.recognition is not None
    guess = Calibration(assumed(CARD.recognition.same_person), 0.45)
    similarities = np.linspace(-0.1, 0.9, 101)
    for sizes in ((1, 1), (8, 8)):
        difference = guess.probability(similarities, sizes=sizes) - BUILT_IN.probability(
            similarities, sizes=sizes
        )
        assert np.abs(difference).max() < 0.2
