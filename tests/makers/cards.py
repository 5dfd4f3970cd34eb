"""The texts of model cards, and the same with an entry changed or left out."""

from __future__ import annotations

import importlib.resources

RESOURCES = importlib.resources.files("resources") / "models"
RECOGNISER = (RESOURCES / "sface-2021dec.toml").read_text("utf-8")
DETECTOR = (RESOURCES / "yunet-2023mar.toml").read_text("utf-8")

#: The recogniser, with a calibration of three similarities.
CALIBRATED = RECOGNISER[: RECOGNISER.index("[calibration]")] + (
    "[calibration]\nsimilarities = [0.1, 0.3, 0.5]\nfalse_accepts = [1, 0.1, 0.01]\n"
    "accepts = [1, 1, 0]\nlog_odds = [-2, -2, 3]\naveraged_out = 1\n"
)


def with_line(text: str, key: str, value: str) -> str:
    """Return a card in which the (first) entry of that key has another value."""
    lines = without(text, key).splitlines()
    position = next(i for i, line in enumerate(text.splitlines()) if line.startswith(f"{key} ="))
    return "\n".join([*lines[:position], f"{key} = {value}", *lines[position:]]) + "\n"


def without(text: str, *keys: str) -> str:
    """Return a card without these entries (each one's first), lists over several lines included."""
    lines = text.splitlines()
    for key in keys:
        start = next(i for i, line in enumerate(lines) if line.startswith(f"{key} ="))
        end = start + 1
        while lines[start].endswith("[") and lines[end - 1] != "]":
            end += 1
        del lines[start:end]
    return "\n".join(lines) + "\n"


def comparable_with(value: str) -> str:
    """Return the recogniser's card with that list of comparable recognisers."""
    return with_line(RECOGNISER, "flip_average", f"true\ncomparable_with = {value}")
