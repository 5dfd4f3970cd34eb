"""Cards: thresholds against all pairs one by one, certainty of made-up networks, readable text."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.embedding import unit
from engine.models import CardError, parse_card
from trainer.evaluation.grouping import grouped, neighbours
from trainer.exporting.calibration import LabelledSet, measure
from trainer.exporting.card import (
    FALSE_ACCEPTS,
    NEAR_BEST,
    PRECISION,
    About,
    Shape,
    Thresholds,
    card_text,
    choose_thresholds,
)
from trainer.exporting.certainty import Certainty, degraded, measure_certainty
from trainer.exporting.running import Embeddings

SHAPE = Shape(112, 112, 128, np.array([[38.0, 51], [73, 51], [56, 71], [41, 92], [70, 92]]))
ABOUT = About("my-model", "Mine", "CC0-1.0", "at home")


def made(seed: int, *, people: int = 50, faces: int = 6, noise: float = 0.9) -> LabelledSet:
    chance = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), faces)
    vectors = chance.normal(size=(people, 32))[who] + noise * chance.normal(size=(len(who), 32))
    return LabelledSet(f"made{seed}", unit(vectors), who)


def text_of(about: About = ABOUT, certainty: Certainty | None = None) -> str:
    return card_text(
        about,
        SHAPE,
        sha256="ab" * 32,
        thresholds=Thresholds(0.4, 0.45, 0.991, 0.95),
        certainty=certainty or Certainty(),
        measured=measure([made(1)]),
    )


def test_same_person_has_the_false_accepts_that_are_asked_for() -> None:
    sets = [made(1), made(2, people=20, noise=1.3)]
    rates = []
    found = choose_thresholds(sets).same_person
    for threshold in (found, found - 0.02):
        shares = []
        for one in sets:
            first, second = np.triu_indices(len(one.people), 1)
            different = one.people[first] != one.people[second]
            similarity = (one.embeddings[first] * one.embeddings[second]).sum(axis=1)
            shares.append((similarity[different] >= threshold).mean())
        rates.append(np.mean(shares))
    assert rates[0] <= FALSE_ACCEPTS < rates[1]


def test_grouping_is_the_best_threshold_that_is_precise_enough() -> None:
    one = made(3, noise=0.65)
    found = choose_thresholds([one])
    every = np.round(np.arange(found.same_person - 0.15, found.same_person + 0.255, 0.01), 2).tolist()
    packed, edges = neighbours(one.embeddings, every[0])
    scores = {t: grouped(packed, edges, one.people, t).pairwise for t in every}
    greatest = max(s.f for s in scores.values())
    precise = {t: s.f for t, s in scores.items() if s.precision >= PRECISION and s.f >= NEAR_BEST * greatest}
    assert precise
    assert found.f == pytest.approx(max(precise.values()))
    assert found.f == pytest.approx(scores[found.grouping].f)
    assert found.precision == pytest.approx(scores[found.grouping].precision)


def test_where_no_good_threshold_is_precise_the_most_precise_is_taken() -> None:
    one = made(4, people=30, faces=6, noise=0.5)
    # Every second person has a twin, so that groups of nearly the best F mix two people.
    chance = np.random.default_rng(0)
    twins = unit(one.embeddings[::6].repeat(6, axis=0) + 0.1 * chance.normal(size=one.embeddings.shape))
    people = one.people * 2 + np.arange(len(one.people)) % 2
    found = choose_thresholds([LabelledSet("twins", twins, people)])
    packed, edges = neighbours(twins, found.same_person - 0.15)
    every = np.round(np.arange(found.same_person - 0.15, 0.951, 0.01), 2).tolist()
    scores = [grouped(packed, edges, people, t).pairwise for t in every]
    greatest = max(score.f for score in scores)
    assert found.precision < PRECISION
    assert found.f >= NEAR_BEST * greatest
    assert found.precision == pytest.approx(
        max(score.precision for score in scores if score.f >= NEAR_BEST * greatest)
    )


def test_a_card_can_be_read() -> None:
    about = About(
        "my-model",
        'Of "us" \\ ümlaut',
        "CC0-1.0",
        "at\nhome",
        "A. Author: Paper",
        ("sface-2021dec",),
        ("Trained on 3 sets.\nname = 'no entry'", "Weak with children."),
    )
    text = text_of(about, Certainty((8.0, 9.5, 12.0), (0.2, 0.6, 1.0)))
    card = parse_card(text)
    assert (card.name, card.title, card.source, card.reference) == (
        "my-model",
        about.title,
        about.source,
        "A. Author: Paper",
    )
    assert (card.file.path, card.file.sha256) == ("my-model.onnx", "ab" * 32)
    spec = card.recognition
    assert spec is not None
    assert (spec.grouping, spec.same_person, spec.embedding_size) == (0.45, 0.4, 128)
    np.testing.assert_array_equal(spec.template, SHAPE.template)
    assert (spec.certain_lengths, spec.certain_shares) == ((8.0, 9.5, 12.0), (0.2, 0.6, 1.0))
    assert spec.calibration == measure([made(1)]).calibration
    assert 'comparable_with = ["sface-2021dec"]' in text
    assert text.startswith("# Trained on 3 sets.\n# name = 'no entry'\n# Weak with children.\n")
    assert "Measured by `trainer export`" in text


def test_what_was_not_said_is_left_out() -> None:
    text = text_of()
    spec = parse_card(text).recognition
    assert spec is not None
    assert spec.certain_lengths == ()
    assert "comparable_with" not in text
    assert "reference" not in text


def test_a_wrong_name_is_noticed() -> None:
    with pytest.raises(CardError, match="'name'"):
        parse_card(text_of(About("My Model", "Mine", "CC0-1.0", "at home")))


# A made-up network whose embeddings turn away from the person, and become shorter, as detail goes.
def _network(*, tells: bool) -> object:
    chance = np.random.default_rng(5)
    away = chance.normal(size=64)

    def embed(crops: NDArray[np.uint8]) -> Embeddings:
        detail = np.abs(np.diff(crops.astype(np.float64), axis=2)).mean(axis=(1, 2, 3))
        clear = np.clip(detail / 40, 0.05, 1)[:, None]
        person = crops[:, 0, 0, 0].astype(np.int64) // 16
        centres = np.random.default_rng(6).normal(size=(16, 64))[person]
        vectors = unit(clear * centres + (1 - clear) * away)
        lengths = 5 + 5 * clear[:, 0] if tells else np.full(len(crops), 7.0) + chance.normal(size=len(crops))
        return Embeddings(vectors, lengths.astype(np.float32))

    return embed


def _faces() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    chance = np.random.default_rng(7)
    people = np.repeat(np.arange(10), 4)
    crops = chance.integers(0, 256, (40, 56, 56, 3), np.uint8)
    # One grey corner says who it is, through all that is done to the crop.
    crops[:, :20, :20] = (people * 16 + 8)[:, None, None, None]
    return crops, people


@pytest.mark.parametrize("tells", [True, False])
def test_lengths_say_what_similarity_is_left(*, tells: bool) -> None:
    crops, people = _faces()
    embed = _network(tells=tells)
    found = measure_certainty(embed, lambda chosen: crops[chosen], embed(crops).vectors, people)
    if not tells:
        assert found == Certainty()
        return
    assert len(found.lengths) == len(found.shares) >= 3
    assert list(found.lengths) == sorted(set(found.lengths))
    assert list(found.shares) == sorted(found.shares)
    assert found.shares[0] < 0.7
    assert found.shares[-1] == 1
    assert 5 <= found.lengths[0] < found.lengths[-1] <= 10


def test_few_faces_say_nothing() -> None:
    crops, people = _faces()
    embed = _network(tells=True)
    vectors = embed(crops).vectors
    found = measure_certainty(embed, lambda chosen: crops[chosen], vectors[:12], people[:12])
    assert found == Certainty()


def test_degraded_pictures_are_faces_of_the_same_size_that_get_worse() -> None:
    crops, _ = _faces()
    steps = list(degraded(crops))
    assert all(step.shape == crops.shape and step.dtype == np.uint8 for step in steps)
    change = [np.abs(step.astype(int) - crops).mean() for step in steps]
    assert change[:4] == [0, 0, 0, 0]
    for part in (change[4:12], change[12:17], change[17:]):
        assert part[0] > 0
        assert part == sorted(part)
