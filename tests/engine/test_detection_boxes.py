"""The geometry of boxes: decoding and suppression against slow explicit twins, and changes of frame."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.detection import Detections, suppress_overlaps
from engine.detection.boxes import decode, overlaps

SIDES = st.integers(0, 12)
BOX = st.tuples(SIDES, SIDES, st.integers(0, 8), st.integers(0, 8))


def faces_of(boxes: list[tuple[int, ...]], scores: list[float]) -> Detections:
    n = len(boxes)
    landmarks = np.arange(n * 10, dtype=np.float32).reshape(n, 5, 2)
    return Detections(
        np.array(boxes, np.float32).reshape(n, 4), landmarks, np.array(scores, np.float32).reshape(n)
    )


def assert_same(one: Detections, other: Detections, **tolerance: float) -> None:
    for a, b in (
        (one.boxes, other.boxes),
        (one.landmarks, other.landmarks),
        (one.scores, other.scores),
    ):
        assert a.shape == b.shape
        assert a.dtype == np.float32
        np.testing.assert_allclose(a, b, **tolerance)


# --- suppression ---------------------------------------------------------------------------------------


def slow_overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(wide, 0) * max(high, 0)
    union = a[2] * a[3] + b[2] * b[3] - shared
    return shared / union if union else 0


def slowly_kept(boxes: list[tuple[int, ...]], scores: list[float], overlap: float) -> list[int]:
    kept: list[int] = []
    for i in sorted(range(len(boxes)), key=lambda i: (-scores[i], i)):
        if all(slow_overlap(boxes[i], boxes[k]) <= overlap for k in kept):
            kept.append(i)
    return kept


@given(BOX, st.lists(BOX, max_size=8))
def test_overlaps_equal_the_slow_way(box: tuple[int, ...], others: list[tuple[int, ...]]) -> None:
    found = overlaps(np.array(box, np.float32), np.array(others, np.float32).reshape(-1, 4))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [slow_overlap(box, o) for o in others], rtol=1e-6)


@given(
    st.lists(st.tuples(BOX, st.sampled_from([0.1, 0.25, 0.5, 0.75, 1.0])), max_size=25),
    # No ratio of such small areas comes near these.
    st.sampled_from([0.003, 0.2987, 0.5013, 0.997, 1.0]),
)
def test_suppression_equals_the_naive_way(drawn: list[tuple[tuple[int, ...], float]], overlap: float) -> None:
    boxes, scores = [box for box, _ in drawn], [score for _, score in drawn]
    faces = faces_of(boxes, scores)
    expected = faces.take(np.array(slowly_kept(boxes, scores, overlap), np.intp))
    assert_same(suppress_overlaps(faces, overlap), expected)


def test_of_equal_faces_the_first_stays_and_the_best_comes_first() -> None:
    faces = faces_of([(0, 0, 9, 9), (50, 0, 9, 9), (0, 0, 9, 9), (51, 0, 9, 9)], [0.5, 0.6, 0.5, 0.9])
    kept = suppress_overlaps(faces, 0.3)
    np.testing.assert_array_equal(kept.boxes[:, 0], [51, 0])
    np.testing.assert_array_equal(kept.landmarks[1], faces.landmarks[0])


def test_an_overlap_at_the_threshold_is_two_faces() -> None:
    faces = faces_of([(0, 0, 2, 1), (1, 0, 2, 1)], [0.9, 0.8])
    third = float(overlaps(faces.boxes[0], faces.boxes[1:])[0])
    assert third == pytest.approx(1 / 3)
    assert len(suppress_overlaps(faces, third)) == 2
    assert len(suppress_overlaps(faces, third - 1e-6)) == 1


def test_suppression_of_nothing() -> None:
    assert_same(suppress_overlaps(Detections.none(), 0.3), Detections.none())


# --- decoding ------------------------------------------------------------------------------------------


def outputs_of(rng: np.random.Generator, cells: int, stride: int) -> dict[str, np.ndarray]:
    return {
        f"cls_{stride}": rng.uniform(-0.2, 1.2, (1, cells, 1)).astype(np.float32),
        f"obj_{stride}": rng.uniform(-0.2, 1.2, (1, cells, 1)).astype(np.float32),
        f"bbox_{stride}": rng.normal(size=(1, cells, 4)).astype(np.float32),
        f"kps_{stride}": rng.normal(size=(1, cells, 10)).astype(np.float32),
    }


def slowly_decoded(
    outputs: dict[str, np.ndarray], width: int, height: int, stride: int, score: float
) -> Detections:
    """One cell at a time, in plain Python numbers."""
    cls, obj, bbox, kps = (outputs[f"{kind}_{stride}"][0].tolist() for kind in ("cls", "obj", "bbox", "kps"))
    boxes, points, scores = [], [], []
    for row in range(height // stride):
        for column in range(width // stride):
            i = row * (width // stride) + column
            sure = math.sqrt(min(max(cls[i][0], 0), 1) * min(max(obj[i][0], 0), 1))
            if sure < score:
                continue
            across, down = (column + bbox[i][0]) * stride, (row + bbox[i][1]) * stride
            wide, high = math.exp(bbox[i][2]) * stride, math.exp(bbox[i][3]) * stride
            boxes.append((across - wide / 2, down - high / 2, wide, high))
            points.append(
                [((column + kps[i][2 * k]) * stride, (row + kps[i][2 * k + 1]) * stride) for k in range(5)]
            )
            scores.append(sure)
    n = len(scores)
    return Detections(
        np.array(boxes, np.float32).reshape(n, 4),
        np.array(points, np.float32).reshape(n, 5, 2),
        np.array(scores, np.float32).reshape(n),
    )


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 6), st.sampled_from([8, 16, 32]))
def test_decoding_equals_the_slow_way(seed: int, columns: int, rows: int, stride: int) -> None:
    outputs = outputs_of(np.random.default_rng(seed), columns * rows, stride)
    size = {"width": columns * stride, "height": rows * stride, "stride": stride}
    for score in (0.0, 0.3, 0.7, 1.0):
        expected = slowly_decoded(outputs, columns * stride, rows * stride, stride, score)
        assert_same(decode(outputs, score=score, **size), expected, rtol=1e-5, atol=1e-3)


def test_no_cell_reaching_the_score_gives_no_faces() -> None:
    outputs = outputs_of(np.random.default_rng(0), 6, 8)
    assert_same(decode(outputs, width=24, height=16, stride=8, score=1.01), Detections.none())


def test_cells_that_do_not_fit_the_picture_are_refused() -> None:
    outputs = outputs_of(np.random.default_rng(0), 6, 8)
    with pytest.raises(ValueError, match="6 cells for a map of 3 x 3"):
        decode(outputs, width=24, height=24, stride=8, score=0.5)


# --- the arrays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shapes",
    [
        ((2, 4), (2, 5, 2), (3,)),
        ((2, 4), (3, 5, 2), (2,)),
        ((2, 5), (2, 5, 2), (2,)),
        ((2, 4), (2, 10), (2,)),
        ((2, 4), (2, 5, 2), (2, 1)),
    ],
)
def test_arrays_that_do_not_belong_together_are_refused(shapes: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        Detections(*(np.zeros(shape, np.float32) for shape in shapes))


def test_joining_keeps_the_order() -> None:
    one, other = faces_of([(1, 2, 3, 4)], [0.1]), faces_of([(5, 6, 7, 8), (9, 9, 9, 9)], [0.3, 0.2])
    joined = Detections.joined([one, Detections.none(), other])
    assert len(joined) == 3
    np.testing.assert_array_equal(joined.boxes[:, 0], [1, 5, 9])
    assert_same(joined.take(np.array([False, True, True])), other)
    np.testing.assert_array_equal(joined.take(np.array([2, 0], np.intp)).boxes[:, 0], [9, 1])


def test_moving_scales_every_point_and_shifts_it() -> None:
    faces = faces_of([(1, 2, 3, 4), (0, 0, 8, 8)], [0.5, 0.4])
    moved = faces.moved(2, 0.5, 10, -1)
    np.testing.assert_allclose(moved.boxes, [[12, 0, 6, 2], [10, -1, 16, 4]])
    np.testing.assert_allclose(moved.landmarks, faces.landmarks * [2, 0.5] + [10, -1])
    np.testing.assert_array_equal(moved.scores, faces.scores)
    assert moved.boxes.dtype == moved.landmarks.dtype == np.float32
    assert_same(Detections.none().moved(2, 3, 4, 5), Detections.none())


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_moving_there_and_back(x: float, y: float, left: float, top: float) -> None:
    faces = faces_of([(1, 2, 3, 4), (100, 50, 20, 30)], [0.5, 0.4])
    back = faces.moved(x, y, left, top).moved(1 / x, 1 / y, -left / x, -top / y)
    assert_same(back, faces, atol=0.02 + 1e-3 / min(x, y) * 10)


def test_preferred_faces_are_kept_before_better_scored_ones() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 10, 10], [50, 50, 10, 10]], np.float32)
    faces = Detections(boxes, np.zeros((3, 5, 2), np.float32), np.array([0.9, 0.75, 0.95], np.float32))
    kept = suppress_overlaps(faces, 0.3, np.array([False, True, False]))
    assert kept.boxes[:, 0].tolist() == [50, 1]
    assert suppress_overlaps(faces, 0.3).boxes[:, 0].tolist() == [50, 0]
