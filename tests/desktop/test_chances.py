"""Probabilities in words: the same number has the same words everywhere, and says what it is of."""

from __future__ import annotations

import pytest

from app.desktop.widgets.chances import chance_in_short, chance_in_words, is_probable, percent


def test_a_number_always_has_the_same_words() -> None:
    words: dict[str, set[str]] = {}
    for step in range(10_001):
        text, _, number = chance_in_words(step / 10_000).partition(" (")
        words.setdefault(number, set()).add(text)
        assert number == f"{percent(step / 10_000)} %)"
    assert len(words) == 99
    assert all(len(texts) == 1 for texts in words.values())


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "almost certainly not (1 %)"),
        # Nearly 15 and 60 percent, and shown as these.
        (0.1451, "probably not (15 %)"),
        (0.5951, "probably (60 %)"),
        (0.5949, "perhaps (59 %)"),
        (1.0, "almost certainly (99 %)"),
    ],
)
def test_words_go_by_the_number_that_is_shown(chance: float, said: str) -> None:
    assert chance_in_words(chance) == said


def test_in_short_it_says_of_what_the_number_is() -> None:
    assert chance_in_short(0.876) == "88 % probable"


def test_half_is_probable_where_half_is_shown() -> None:
    assert [is_probable(chance) for chance in (0.494, 0.496, 0.5)] == [False, True, True]
