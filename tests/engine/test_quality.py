"""The quality of faces: each thing that makes a face harder to recognise lowers it, and nothing breaks it."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from engine.embedding import FaceEmbedder
from engine.quality import judge

TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]


@pytest.fixture(scope="module")
def crop() -> Pixels:
    """Return a sharp picture (112, 112, 3) with detail of every size, mean brightness about 128."""
    rng = np.random.default_rng(5)
    layers = [cv2.resize(rng.normal(size=(k, k)), (112, 112)) * (30 / k**0.3) for k in (4, 12, 36, 112)]
    grey = np.clip(128 + sum(layers), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def quality(
    crop: Pixels, points: Points | None = None, *, score: float = 0.95, certainty: float = 1.0
) -> float:
    points = (TEMPLATE if points is None else points)[None].astype(np.float32)
    result = judge(
        crop[None], points, np.array([score], np.float32), TEMPLATE, np.array([certainty], np.float32)
    )
    assert result.shape == (1,)
    assert result.dtype == np.float32
    assert 0 <= result[0] <= 1
    return float(result[0])


def assert_falling(values: list[float], *, least_fall: float = 0.1) -> None:
    assert all(one >= other for one, other in itertools.pairwise(values)), values
    assert values[0] - values[-1] > least_fall, values


def test_a_good_face_is_good(crop: Pixels) -> None:
    assert quality(crop) > 0.95


def test_smaller_is_worse(crop: Pixels) -> None:
    assert_falling([quality(crop, TEMPLATE * scale) for scale in (4, 2, 1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.01)])


def test_size_is_the_distance_of_the_eyes_and_not_where_they_are(crop: Pixels) -> None:
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    for scale in (0.1, 0.3, 1):
        points = TEMPLATE * scale
        assert quality(crop, points @ turn.T + [3000, 50]) == pytest.approx(quality(crop, points), abs=1e-3)


def test_more_blurred_is_worse(crop: Pixels) -> None:
    blurred = [crop, *(np.asarray(cv2.GaussianBlur(crop, (0, 0), s), np.uint8) for s in (0.7, 1.5, 3, 6))]
    assert_falling([quality(c) for c in blurred])


def test_blur_and_size_count_once(crop: Pixels) -> None:
    """A small face is blurred when it is enlarged to the crop: only the worse of the two is counted."""
    blurred = np.asarray(cv2.GaussianBlur(crop, (0, 0), 3), np.uint8)
    alone = min(quality(blurred), quality(crop, TEMPLATE * 0.1))
    assert quality(blurred, TEMPLATE * 0.1) == pytest.approx(alone, rel=0.01)


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_darker_is_worse(crop: Pixels, share: float) -> None:
    assert_falling([quality((crop * k).astype(np.uint8)) for k in (share, 0.2, 0.1, 0.05, 0.02, 0)])
    assert quality(np.zeros_like(crop)) == 0


def test_brighter_than_bright_is_worse(crop: Pixels) -> None:
    half = crop // 4
    assert_falling([quality(half + np.uint8(k)) for k in (60, 130, 150, 170, 190)])


def test_more_turned_is_worse(crop: Pixels) -> None:
    nose = np.array([0, 0, 1, 0, 0])[:, None] * [1, 0]
    for side in (-1, 1):
        assert_falling([quality(crop, TEMPLATE + side * nose * k) for k in (0, 4, 8, 12, 16, 20)])


def test_more_nodding_is_worse(crop: Pixels) -> None:
    nose = np.array([0, 0, 1, 0, 0])[:, None] * [0, 1]
    for side in (-1, 1):
        assert_falling([quality(crop, TEMPLATE + side * nose * k) for k in (0, 8, 12, 16, 20)])


def test_less_certain_is_worse(crop: Pixels) -> None:
    assert_falling([quality(crop, score=s) for s in (1, 0.95, 0.94, 0.9, 0.8, 0.7)])
    assert_falling([quality(crop, certainty=c) for c in (1, 0.7, 0.3, 0)])
    assert quality(crop, certainty=0) == 0


def test_the_quality_does_not_depend_on_the_others(crop: Pixels) -> None:
    rng = np.random.default_rng(1)
    crops = np.stack([crop, crop // 3, rng.integers(0, 256, crop.shape, np.uint8)])
    points = np.stack([TEMPLATE, TEMPLATE * 0.2, TEMPLATE + rng.normal(size=(5, 2)) * 3]).astype(np.float32)
    scores, certainty = np.array([0.95, 0.8, 0.9], np.float32), np.array([1, 0.8, 0.5], np.float32)
    together = judge(crops, points, scores, TEMPLATE, certainty)
    single = [
        quality(crops[k], points[k], score=float(scores[k]), certainty=float(certainty[k])) for k in range(3)
    ]
    np.testing.assert_allclose(together, single, rtol=1e-6)
    assert len(set(single)) == 3


def test_no_faces() -> None:
    none = np.zeros(0, np.float32)
    found = judge(np.zeros((0, 112, 112, 3), np.uint8), np.zeros((0, 5, 2), np.float32), none, TEMPLATE, none)
    assert found.shape == (0,)
    assert found.dtype == np.float32


@pytest.mark.parametrize("value", [0, 1, 128, 255])
@pytest.mark.parametrize("side", [16, 112, 200])
def test_pictures_of_one_colour(value: int, side: int) -> None:
    assert 0 <= quality(np.full((side, side, 3), value, np.uint8)) < 0.5


@given(
    hnp.arrays(np.uint8, (24, 20, 3)),
    hnp.arrays(np.float32, (5, 2), elements=st.floats(-1e5, 1e5, width=32)),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_always_between_0_and_1(crop: Pixels, points: Points, score: float, certainty: float) -> None:
    assert 0 <= quality(crop, points, score=score, certainty=certainty) <= 1


def test_a_real_face_is_worse_when_made_worse(portrait: Pixels, embedder: FaceEmbedder) -> None:
    points = np.array([[[192, 355], [365, 350], [280, 460], [210, 545], [360, 540]]], np.float32)
    values = []
    for side in (400, 100, 50, 25):
        factor = side / portrait.shape[0]
        small = cv2.resize(portrait, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        crops = embedder.crop(np.asarray(small, np.uint8), points * factor)
        ones = np.ones(1, np.float32)
        values.append(float(judge(crops, points * factor, ones, embedder.template, ones)[0]))
    assert_falling(values, least_fall=0.3)
