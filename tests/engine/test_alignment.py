"""The similarity transform against Umeyama's by SVD, and where the warp puts the landmarks."""

from __future__ import annotations

import math
from importlib.metadata import distribution
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from makers.faces import RECOGNISER, load_rgb
from numpy.typing import NDArray

from engine.alignment import align, similarity_transform
from engine.detection import FaceDetector
from engine.models import Catalogue

TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
#: A regular pentagon: turned against its mirror image, nothing fits better than anything else.
PENTAGON = np.array([[math.cos(k * 0.4 * math.pi), math.sin(k * 0.4 * math.pi)] for k in range(5)]) * 30 + 50

Doubles = NDArray[np.float64]
COORDINATES = st.floats(-1000, 1000, width=32)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=5, max_size=5).map(np.array)


def umeyama(source: Doubles, target: Doubles) -> Doubles:
    """Umeyama 1991, equations 34 to 43, by singular values, for any dimension."""
    n, m = source.shape
    mean_source, mean_target = source.mean(0), target.mean(0)
    covariance = (
        sum(np.outer(t - mean_target, s - mean_source) for s, t in zip(source, target, strict=True)) / n
    )
    u, singular, vt = np.linalg.svd(covariance)
    signs = np.ones(m)
    if np.linalg.det(u) * np.linalg.det(vt) < 0:
        signs[-1] = -1
    rotation = u @ np.diag(signs) @ vt
    variance = ((source - mean_source) ** 2).sum() / n
    scale = (singular * signs).sum() / variance
    return np.column_stack([scale * rotation, mean_target - scale * rotation @ mean_source])


def turned(points: Doubles, angle: float, scale: float, shift: tuple[float, float]) -> Doubles:
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return (points - points.mean(0)) @ turn.T * scale + shift


@given(POINTS, POINTS)
def test_equal_to_umeyama(source: Doubles, target: Doubles) -> None:
    assume(source.std() > 1)
    expected = umeyama(source, target)
    # Where the best scale is nearly none, there is no transform to compare.
    assume(np.hypot(*expected[:, 0]) * source.std() > 1e-3 * target.std() > 0)
    found = similarity_transform(source, target)
    assert found.shape == (2, 3)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected, atol=1e-6 * (1 + np.abs(expected).max()))


@given(POINTS, POINTS)
def test_no_small_change_fits_better(source: Doubles, target: Doubles) -> None:
    """The definition itself: least squares over the four parameters."""
    assume(source.std() > 1)
    assume(target.std() > 1)
    try:
        matrix = similarity_transform(source, target)
    except ValueError:
        assume(False)

    def loss(a: float, b: float, x: float, y: float) -> float:
        moved = source @ np.array([[a, -b], [b, a]]).T + [x, y]
        return float(((moved - target) ** 2).sum())

    best = (matrix[0, 0], matrix[1, 0], matrix[0, 2], matrix[1, 2])
    for place in range(4):
        for step in (-1e-2, 1e-2):
            other = [value + step * (place == k) for k, value in enumerate(best)]
            assert loss(*other) >= loss(*best) * (1 - 1e-9)


@given(
    st.floats(-math.pi, math.pi),
    st.floats(0.05, 50),
    st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)),
)
def test_an_exact_fit_is_found(angle: float, scale: float, shift: tuple[float, float]) -> None:
    source = turned(TEMPLATE, angle, scale, shift)
    matrix = similarity_transform(source, TEMPLATE)
    np.testing.assert_allclose(source @ matrix[:, :2].T + matrix[:, 2], TEMPLATE, atol=1e-6)
    assert np.hypot(*matrix[:, 0]) == pytest.approx(1 / scale)


def test_two_points_are_enough() -> None:
    matrix = similarity_transform(np.array([[0, 0], [0, 2]]), np.array([[5, 5], [9, 5]]))
    np.testing.assert_allclose(matrix, [[0, 2, 5], [-2, 0, 5]], atol=1e-12)


def test_a_mirrored_face_is_turned_and_not_mirrored() -> None:
    mirrored = TEMPLATE * [-1, 1]
    matrix = similarity_transform(mirrored, TEMPLATE)
    assert np.linalg.det(matrix[:, :2]) > 0
    np.testing.assert_allclose(matrix, umeyama(mirrored, TEMPLATE), atol=1e-9)


DEGENERATE = {
    "one place": np.full((5, 2), 7.0),
    "one place that has no exact mean": np.tile([0.1, 0.7], (5, 1)),
    "one place far out": np.tile([12345.678, 0.1], (5, 1)),
    "nan": TEMPLATE * [1, math.nan],
    "one infinite": np.vstack([TEMPLATE[:4], [[math.inf, 0]]]),
    "all infinite": np.full((5, 2), -math.inf),
    "a mirrored pentagon": PENTAGON * [-1, 1],
}


@pytest.mark.parametrize("kind", DEGENERATE)
def test_points_without_a_transform_are_refused(kind: str) -> None:
    template = PENTAGON if kind == "a mirrored pentagon" else TEMPLATE
    with pytest.raises(ValueError, match="the landmarks"):
        similarity_transform(DEGENERATE[kind], template)
    image = np.zeros((40, 40, 3), np.uint8)
    with pytest.raises(ValueError, match="the landmarks"):
        align(image, DEGENERATE[kind], template, width=112, height=112)


# --- the warp ------------------------------------------------------------------------------------------

COLOURS = np.eye(3)[[0, 1, 2, 0, 1]] * 255


def dotted(points: Doubles, radius: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a black picture with soft round dots at points, red, green, blue, red, green."""
    width, height = size
    image = np.zeros((height, width, 3))
    reach = math.ceil(3 * radius)
    for (x, y), colour in zip(points, COLOURS, strict=True):
        columns = np.arange(max(0, int(x) - reach), min(width, int(x) + reach))
        rows = np.arange(max(0, int(y) - reach), min(height, int(y) + reach))
        light = np.exp(-((rows[:, None] - y) ** 2 + (columns - x) ** 2) / (2 * radius**2))
        part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        image[part] = np.maximum(image[part], light[..., None] * colour)
    return np.rint(image).astype(np.uint8)


def centre_of_light(crop: NDArray[np.uint8], near: Doubles, channel: int) -> Doubles:
    """Return the centre of mass of one colour within 7 pixels of a point."""
    y, x = np.mgrid[: crop.shape[0], : crop.shape[1]]
    weights = crop[..., channel] * (np.hypot(x - near[0], y - near[1]) < 7.0)
    assert weights.sum() > 100
    return np.array([(x * weights).sum(), (y * weights).sum()]) / weights.sum()


@pytest.mark.parametrize("scale", [0.5, 0.8, 1, 1.7, 1.99, 2.01, 3, 5.3, 8, 13, 20])
@pytest.mark.parametrize("angle", [0.0, 0.3, -1.2, 3.0])
def test_landmarks_land_on_the_template(scale: float, angle: float) -> None:
    """At any reduction: half a pixel lost in a reduction by 20 would be 10 source pixels."""
    side = math.ceil(130 * scale)
    points = turned(TEMPLATE, angle, scale, (side * 0.55 + 0.37, side * 0.5 - 0.21))
    image = dotted(points, 1.5 * scale, (math.ceil(side * 1.15), side))
    crop = align(image, points, TEMPLATE, width=112, height=112)
    assert crop.shape == (112, 112, 3)
    assert crop.dtype == np.uint8
    errors = [np.linalg.norm(centre_of_light(crop, point, k % 3) - point) for k, point in enumerate(TEMPLATE)]
    # Dots of less than a pixel and a half have no exact centre.
    assert max(errors) < (0.15 if scale >= 1.5 else 0.6)


@pytest.mark.parametrize("scale", [0.6, 1.5, 4, 11])
def test_the_warp_equals_sampling_each_pixel(scale: float) -> None:
    """A slow twin: each pixel of the crop is the mean of many points of the smooth picture it covers."""
    rng = np.random.default_rng(4)
    side = math.ceil(150 * scale)
    image = cv2.resize(rng.integers(0, 256, (9, 9, 3), np.uint8), (side, side), interpolation=cv2.INTER_CUBIC)
    points = turned(TEMPLATE, 0.4, scale, (side * 0.45, side * 0.48))
    inverse = cv2.invertAffineTransform(similarity_transform(points, TEMPLATE))
    crop = align(np.asarray(image, np.uint8), points, TEMPLATE, width=112, height=96)
    steps = (np.arange(5) - 2) / 5
    for x, y in rng.integers(5, 90, (60, 2)):
        fine = np.array([(x + dx, y + dy, 1) for dx in steps for dy in steps]) @ inverse.T
        columns, rows = np.rint(fine).astype(int).T
        if min(columns.min(), rows.min()) >= 0 and max(columns.max(), rows.max()) < side:
            expected = image[rows, columns].reshape(-1, 3).mean(0)
            assert np.abs(crop[y, x] - expected).max() < 8


@pytest.mark.parametrize("scale", [3, 8.3, 20])
def test_detail_finer_than_the_crop_is_averaged_and_not_skipped(scale: float) -> None:
    """Noise of single pixels: the mean of scale x scale of them varies by as much less."""
    side = math.ceil(150 * scale)
    image = np.random.default_rng(6).integers(0, 256, (side, side, 3), np.uint8)
    points = turned(TEMPLATE, 0.3, scale, (side * 0.48, side * 0.5))
    middle = align(image, points, TEMPLATE, width=112, height=112)[20:90, 20:90]
    assert abs(middle.mean() - 127.5) < 1
    assert middle.std() < 1.3 * image.std() / scale


def test_what_reaches_past_the_picture_is_grey() -> None:
    image = np.full((300, 300, 3), 200, np.uint8)
    for scale in (0.7, 4.0):
        points = turned(TEMPLATE, 0, scale, (0, 0))
        crop = align(image, points, TEMPLATE, width=112, height=112)
        x, y = TEMPLATE.mean(0)
        assert (crop[int(y) + 3 : 90, int(x) + 3 : 90] > 190).all()
        assert (crop[: int(y) - 3] == 127).all()
        assert (crop[:, : int(x) - 3] == 127).all()


@pytest.mark.parametrize("scale", [0.5, 1, 7])
def test_a_face_outside_the_picture_is_grey(scale: float) -> None:
    image = np.full((50, 60, 3), 200, np.uint8)
    points = turned(TEMPLATE, 0.1, scale, (-4000, 9000))
    crop = align(image, points, TEMPLATE, width=112, height=112)
    assert crop.shape == (112, 112, 3)
    assert (crop == 127).all()


@pytest.mark.parametrize("scale", [0.4, 1.5, 3.0])
def test_panoramas_wider_than_opencv_can_warp(scale: float) -> None:
    """OpenCV's warp refuses sides of 32,767 pixels and more."""
    points = turned(TEMPLATE, 0, scale, (36000, 200))
    image = np.zeros((400, 40000, 3), np.uint8)
    left = 36000 - 300
    image[:, left : left + 600] = dotted(points - [left, 0], 1.5 * scale, (600, 400))
    crop = align(image, points, TEMPLATE, width=112, height=112)
    expected = align(
        np.ascontiguousarray(image[:, left : left + 600]), points - [left, 0], TEMPLATE, width=112, height=112
    )
    assert crop.max() > 200
    assert np.abs(crop.astype(int) - expected).max() <= 2


@given(st.floats(0.01, 300), st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), st.floats(-4, 4))
def test_no_landmarks_break_it(scale: float, shift: tuple[float, float], angle: float) -> None:
    image = np.full((30, 70, 3), 255, np.uint8)
    crop = align(image, turned(TEMPLATE, angle, scale, shift), TEMPLATE, width=112, height=112)
    assert crop.shape == (112, 112, 3)


def test_equal_to_opencv_where_the_face_is_about_as_large_as_the_crop(
    catalogue: Catalogue, detector: FaceDetector, groups: list[Path]
) -> None:
    source = catalogue.card(RECOGNISER).file
    path = distribution(source.package or "").locate_file(source.path)
    reference = cv2.FaceRecognizerSF.create(str(path), "")
    compared = 0
    for photo in groups[:5]:
        image = load_rgb(photo)
        faces = detector.detect_all(image).faces
        for box, points in zip(faces.boxes, faces.landmarks, strict=True):
            row = np.concatenate([box, points.ravel(), [0.9]]).astype(np.float32)[None]
            crop = align(image, points, TEMPLATE, width=112, height=112)
            expected = reference.alignCrop(image, row)
            assert np.abs(crop.astype(int) - expected).mean() < 1.0
            compared += 1
    assert compared >= 15
