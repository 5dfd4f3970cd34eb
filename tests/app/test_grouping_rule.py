"""How sure grouping must be, from the card and the strictness."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from makers.libraries import CARD, GROUPING

from app.grouping.rule import Rule
from engine.calibration import Calibration


def test_the_card_says_how_alike_looks_are_and_linkage_is_a_step_stricter() -> None:
    rule = Rule.of(CARD, 0.0)
    calibration = Calibration.of(CARD)
    assert rule.looks == GROUPING
    assert calibration.far_at(rule.linkage) == pytest.approx(calibration.far_at(GROUPING) / 10)


def test_strictness_moves_everything() -> None:
    loose, middle, strict = (Rule.of(CARD, strictness) for strictness in (-1.0, 0.0, 1.0))
    assert loose.linkage < middle.linkage < strict.linkage < 1
    assert loose.looks < middle.looks < strict.looks
    assert strict.odds.least - middle.odds.least == pytest.approx(math.log(10))
    assert middle.odds.least - loose.odds.least == pytest.approx(math.log(10))


def test_a_card_that_asks_for_nothing_still_asks_for_something() -> None:
    assert CARD.recognition is not None
    low = replace(CARD, recognition=replace(CARD.recognition, grouping=-1.0))
    assert Rule.of(low, 0.0).looks > 0
    with pytest.raises(ValueError, match="strictness"):
        Rule.of(CARD, 1.5)
