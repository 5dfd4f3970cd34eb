"""Boxes: the overlap of many with many against plain loops, and photos made larger or smaller."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.boxes import overlaps, resize

SIDE = st.floats(0.25, 100)
BOXES = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), SIDE, SIDE), max_size=5)


def slow_overlap(a: Any, b: Any) -> float:
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(across, 0) * max(down, 0)
    return float(shared / (a[2] * a[3] + b[2] * b[3] - shared))


@given(BOXES, BOXES)
def test_overlaps_equal_the_slow_way(a: Any, b: Any) -> None:
    found = overlaps(*(np.array(boxes, np.float64).reshape(-1, 4) for boxes in (a, b)))
    assert found.shape == (len(a), len(b))
    np.testing.assert_allclose(found, np.reshape([[slow_overlap(x, y) for y in b] for x in a], found.shape))


def test_a_box_is_wholly_its_own_place() -> None:
    box = np.array([(-3, 4, 10, 20)], np.float32)
    assert overlaps(box, box) == [[1]]
    assert overlaps(box, box + np.float32((10, 0, 0, 0))) == [[0]]


@pytest.mark.parametrize(
    ("before", "now", "factors"),
    [
        ((4000, 3000), (2000, 1500), (0.5, 0.5)),
        ((801, 600), (401, 300), (401 / 801, 0.5)),
        ((2000, 1500), (4001, 3000), (4001 / 2000, 2.0)),
        ((4000, 3000), (3000, 3000), (1, 1)),
        ((4000, 3000), (3000, 4000), (1, 1)),
        ((400, 300), (400, 300), (1, 1)),
    ],
)
def test_resize(before: tuple[int, int], now: tuple[int, int], factors: tuple[float, float]) -> None:
    assert resize(before, now) == factors
