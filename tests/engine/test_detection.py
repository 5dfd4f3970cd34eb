"""The detector: equal to OpenCV's, on one scale; and faces of every size and place found on two."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path

import cv2
import numpy as np
import pytest
from makers.faces import DETECTOR, RECOGNISER, load_rgb
from numpy.typing import NDArray
from sklearn.datasets import load_sample_image

from engine.analysis import Analyser
from engine.detection import Detections, FaceDetector
from engine.detection import detector as detector_module
from engine.models import Catalogue

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def published(catalogue: Catalogue) -> str:
    source = catalogue.card(DETECTOR).file
    return str(distribution(source.package or "").locate_file(source.path))


def opencv(published: str, image: Pixels, score: float, overlap: float) -> Detections:
    reference = cv2.FaceDetectorYN.create(
        published, "", (image.shape[1], image.shape[0]), score, overlap, 5000
    )
    # OpenCV takes BGR, and gives None for no faces.
    rows = reference.detect(np.ascontiguousarray(image[..., ::-1]))[1]
    rows = np.zeros((0, 15), np.float32) if rows is None else rows
    return Detections(rows[:, :4], rows[:, 4:14].reshape(-1, 5, 2), rows[:, 14])


def assert_same(found: Detections, expected: Detections) -> None:
    assert len(found) == len(expected)
    np.testing.assert_allclose(found.boxes, expected.boxes, atol=1e-2)
    np.testing.assert_allclose(found.landmarks, expected.landmarks, atol=1e-2)
    np.testing.assert_allclose(found.scores, expected.scores, atol=1e-4)


def noise(width: int, height: int, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def grey(width: int, height: int) -> Pixels:
    return np.full((height, width, 3), 120, np.uint8)


PICTURES = {
    "noise": lambda: noise(517, 333),
    "more noise": lambda: noise(320, 640, 1),
    "patches": lambda: cv2.resize(noise(60, 40), (600, 400)),
    "temple": lambda: load_sample_image("china.jpg"),
    "flower": lambda: load_sample_image("flower.jpg"),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_equal_to_opencv_before_suppression(
    detector: FaceDetector, published: str, picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a very low score both propose many faces anywhere; none is suppressed, so only order may differ.

    With suppression they could differ: OpenCV rounds boxes to whole pixels for it.
    """
    image = PICTURES[picture]()
    monkeypatch.setattr(detector, "overlap", 1.0)
    found, expected = detector.detect(image, score=0.01), opencv(published, image, 0.01, 1.0)
    assert len(found) == len(expected) >= 100
    assert (np.diff(found.scores) <= 0).all()
    distances = np.abs(found.boxes[:, None] - expected.boxes).max(axis=2)
    distances = np.maximum(distances, np.abs(found.landmarks[:, None] - expected.landmarks).max(axis=(2, 3)))
    partner = distances.argmin(axis=1)
    assert sorted(partner) == list(range(len(expected)))
    assert_same(found, expected.take(partner))


@pytest.mark.parametrize("picture", PICTURES)
def test_equal_to_opencv_without_faces(detector: FaceDetector, published: str, picture: str) -> None:
    image = PICTURES[picture]()
    assert_same(detector.detect(image), opencv(published, image, 0.7, 0.3))


@pytest.mark.parametrize("score", [0.7, 0.3])
def test_equal_to_opencv_on_faces(
    detector: FaceDetector, published: str, groups: list[Path], score: float
) -> None:
    total = 0
    for path in groups:
        image = load_rgb(path)
        expected = opencv(published, image, score, 0.3)
        assert_same(detector.detect(image, score=score), expected)
        total += len(expected)
    assert total >= 40


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 3), (31, 33), (32, 32), (1, 2000), (2, 401)])
def test_pictures_of_any_size(detector: FaceDetector, size: tuple[int, int]) -> None:
    for image in (grey(*size), noise(*size)):
        assert_empty(detector.detect(image))
        found = detector.detect_all(image)
        assert_empty(found.faces)
        assert_empty(found.large)
        assert_empty(found.unsettled)
        places = Detections(
            np.array([[0, 0, *size]], np.float32), np.zeros((1, 5, 2), np.float32), np.ones(1, np.float32)
        )
        assert_empty(detector.look_closer(image, places))


def assert_empty(faces: Detections) -> None:
    assert (faces.boxes.shape, faces.landmarks.shape, faces.scores.shape) == ((0, 4), (0, 5, 2), (0,))
    assert faces.boxes.dtype == faces.landmarks.dtype == faces.scores.dtype == np.float32


def test_the_picture_is_not_changed(detector: FaceDetector) -> None:
    image = noise(450, 300)
    image.setflags(write=False)
    detector.detect_all(image)
    np.testing.assert_array_equal(image, noise(450, 300))


def test_a_recognisers_card_is_refused(catalogue: Catalogue, analyser: Analyser) -> None:
    with pytest.raises(ValueError, match="sface-2021dec is not a detector"):
        FaceDetector(analyser.detector._session, catalogue.card(RECOGNISER))


class _Spy:
    """Stands for the network, keeps what it is given, and proposes nothing."""

    def __init__(self, strides: tuple[int, ...]) -> None:
        self.seen: list[NDArray[np.float32]] = []
        self._strides = strides

    def run(self, inputs: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        (tensor,) = inputs.values()
        self.seen.append(tensor)
        sizes = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
        cells = {s: (tensor.shape[2] // s) * (tensor.shape[3] // s) for s in self._strides}
        return {
            f"{k}_{s}": np.zeros((1, n, d), np.float32) for s, n in cells.items() for k, d in sizes.items()
        }


@pytest.fixture
def spied(detector: FaceDetector) -> tuple[FaceDetector, _Spy]:
    spy = _Spy((8, 16, 32))
    return FaceDetector(spy, detector.card, fine_side=640), spy  # type: ignore[arg-type]


@pytest.mark.parametrize(("colour", "order"), [("RGB", [0, 1, 2]), ("BGR", [2, 1, 0])])
def test_the_tensor_is_as_the_card_says(
    spied: tuple[FaceDetector, _Spy], colour: str, order: list[int]
) -> None:
    detector, spy = spied
    spec = dataclasses.replace(detector.card.input, colour=colour, low=-1.0, high=3.0)
    detector.card = dataclasses.replace(detector.card, input=spec)
    image = noise(45, 33)
    detector.detect(image)
    (tensor,) = spy.seen
    assert tensor.shape == (1, 3, 64, 64)
    assert tensor.dtype == np.float32
    for plane, channel in enumerate(order):
        np.testing.assert_allclose(tensor[0, plane, :33, :45], image[..., channel] / 255 * 4 - 1, atol=1e-5)
    # Padded with black.
    assert (tensor[0, :, 33:] == -1).all()
    assert (tensor[0, :, :, 45:] == -1).all()


@pytest.mark.parametrize(
    ("size", "looks"),
    [
        ((100, 50), [(320, 160)]),
        ((399, 100), [(320, 96)]),
        ((400, 100), [(320, 96), (416, 128)]),
        ((640, 640), [(320, 320), (640, 640)]),
        ((1280, 960), [(320, 256), (640, 480)]),
        ((100, 2000), [(32, 320), (32, 640)]),
    ],
)
def test_what_is_looked_at(
    spied: tuple[FaceDetector, _Spy], size: tuple[int, int], looks: list[tuple[int, int]]
) -> None:
    detector, spy = spied
    detector.detect_all(grey(*size))
    assert [tensor.shape[:1:-1] for tensor in spy.seen] == looks


def test_a_closer_look_reads_only_tiles_with_a_place(spied: tuple[FaceDetector, _Spy]) -> None:
    detector, spy = spied
    image = np.zeros((3000, 4000, 3), np.uint8)
    assert_empty(detector.look_closer(image, Detections.none()))
    assert spy.seen == []
    boxes = np.array(
        [[10, 10, 20, 20], [40, 300, 20, 20], [3000, 2000, 20, 20], [9000, 10, 5, 5]], np.float32
    )
    places = Detections(boxes, np.zeros((4, 5, 2), np.float32), np.ones(4, np.float32))
    detector.look_closer(image, places)
    assert len(spy.seen) == 2
    assert all(max(tensor.shape) <= 768 for tensor in spy.seen)


def test_many_threads_find_the_same(detector: FaceDetector) -> None:
    images = [noise(200 + 40 * k, 160, k) for k in range(6)]
    expected = [detector.detect(image, score=0.02) for image in images]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda image: detector.detect(image, score=0.02), images * 2))
    assert sum(map(len, expected)) > 100
    for one, other in zip(found, expected * 2, strict=True):
        np.testing.assert_array_equal(one.boxes, other.boxes)


# --- real faces of all sizes and in all places ---------------------------------------------------------


@pytest.fixture(scope="module")
def head(portrait: Pixels, detector: FaceDetector) -> Pixels:
    """Return a square picture, cut so that the face is half as wide as it."""
    (box,) = detector.detect_all(portrait).faces.boxes
    left, top, width, height = (int(v) for v in box)
    side = 2 * width
    centre = (left + width // 2, top + height // 2)
    bordered = cv2.copyMakeBorder(portrait, side, side, side, side, cv2.BORDER_REPLICATE)
    y, x = centre[1] + side - side // 2, centre[0] + side - side // 2
    return np.asarray(bordered[y : y + side, x : x + side], np.uint8)


def placed(head: Pixels, face_width: int, centre: tuple[int, int], canvas: Pixels) -> Pixels:
    """Return the canvas with a face of that width at that place."""
    side = 2 * face_width
    small = cv2.resize(head, (side, side), interpolation=cv2.INTER_AREA)
    left, top = centre[0] - side // 2, centre[1] - side // 2
    result = canvas.copy()
    x0, y0 = max(left, 0), max(top, 0)
    part = result[y0 : top + side, x0 : left + side]
    part[...] = small[y0 - top :, x0 - left :][: part.shape[0], : part.shape[1]]
    return result


def assert_found(faces: Detections, face_width: int, centre: tuple[int, int], *, alone: bool = True) -> None:
    """Check the best face; `alone`: and that there is no other."""
    assert (len(faces) == 1) if alone else len(faces)
    left, top, width, height = faces.boxes[0]
    assert 0.75 * face_width < width < 1.35 * face_width
    assert np.hypot(left + width / 2 - centre[0], top + height / 2 - centre[1]) < 0.25 * face_width
    eyes, mouth = faces.landmarks[0, :2].mean(0), faces.landmarks[0, 3:].mean(0)
    assert eyes[1] < centre[1] < mouth[1]
    assert faces.landmarks[0, 0, 0] < faces.landmarks[0, 1, 0]


@pytest.mark.parametrize("face_width", [24, 40, 100, 300, 700, 1000, 1400])
def test_faces_of_every_size_are_found(detector: FaceDetector, head: Pixels, face_width: int) -> None:
    """From 24 pixels in a picture of 2,000 to one that nearly fills it."""
    canvas = grey(2000, 1600)
    found = detector.detect_all(placed(head, face_width, (1000, 800), canvas))
    assert_found(found.faces, face_width, (1000, 800))


def test_a_face_that_fills_the_picture_is_found(detector: FaceDetector, head: Pixels) -> None:
    side = len(head)
    face = head[side // 5 : -side // 5, side // 5 : -side // 5]
    big = cv2.resize(face, (1600, 1600), interpolation=cv2.INTER_LINEAR)
    assert_found(detector.detect_all(np.asarray(big, np.uint8)).faces, int(1600 / 1.2), (800, 800))


@pytest.mark.parametrize("side", [60, 90, 160, 300, 399, 401])
def test_faces_in_small_pictures_are_found(detector: FaceDetector, head: Pixels, side: int) -> None:
    small = cv2.resize(head, (side, side), interpolation=cv2.INTER_AREA)
    assert_found(detector.detect_all(np.asarray(small, np.uint8)).faces, side // 2, (side // 2, side // 2))


def test_a_piece_of_a_large_face_is_no_face(detector: FaceDetector, head: Pixels) -> None:
    """What the fine look sees in a face of 1,000 pixels is left to the coarse look, which sees it whole."""
    picture = placed(head, 1000, (1000, 800), grey(2000, 1600))
    widths = detector.detect(picture).boxes[:, 2]
    assert ((widths > 400) & (widths < 750)).any()
    assert_found(detector.detect_all(picture).faces, 1000, (1000, 800))


def test_a_face_seen_in_both_looks_is_one(detector: FaceDetector, head: Pixels) -> None:
    """Well inside what both looks find, so that a failure to join them would show as two."""
    canvas = placed(head, 200, (500, 400), grey(1000, 800))
    assert len(detector.detect(canvas)) == 1
    assert_found(detector.detect_all(canvas).faces, 200, (500, 400))


def test_tiny_faces_are_places_for_a_closer_look(detector: FaceDetector, head: Pixels) -> None:
    found = detector.detect_all(placed(head, 13, (700, 500), grey(2000, 1500)))
    assert len(found.unsettled) >= 1
    assert np.hypot(*(found.unsettled.boxes[0, :2] + found.unsettled.boxes[0, 2:] / 2 - [700, 500])) < 4
    assert len(found.large) == 0
    large = detector.detect_all(placed(head, 60, (700, 500), grey(2000, 1500)))
    assert len(large.unsettled) == 0
    np.testing.assert_array_equal(large.large.boxes, large.faces.boxes)


STEP = detector_module._TILE - 2 * detector_module._TILE_MARGIN
BORDERS = [
    (x, y)
    for x, y in [
        *((STEP + d, 300) for d in (-60, -35, -12, -1, 0, 1, 12, 35, 60)),
        *((300, 2 * STEP + d) for d in (-60, -35, -12, -1, 0, 1, 12, 35, 60)),
        *((STEP + d, STEP - d) for d in (-20, 0, 20)),
        (30, 30),
        (1270, 30),
        (1270, 1270),
        (30, 1270),
        (2 * STEP, 2 * STEP),
    ]
]


@pytest.mark.parametrize("face_width", [30, 90])
def test_faces_across_any_border_of_tiles_are_found(
    detector: FaceDetector, head: Pixels, face_width: int
) -> None:
    for centre in BORDERS:
        picture = placed(head, face_width, centre, grey(1300, 1300))
        box = np.array([[c - face_width / 2 for c in centre] + [face_width] * 2], np.float32)
        places = Detections(box, np.zeros((1, 5, 2), np.float32), np.ones(1, np.float32))
        # The edge of what was pasted may pass for a second face.
        assert_found(detector.look_closer(picture, places), face_width, centre, alone=False)


def test_a_face_in_two_tiles_is_one(detector: FaceDetector, head: Pixels) -> None:
    """Two places left and right of a border: both tiles hold the face between them."""
    picture = placed(head, 40, (STEP, 300), grey(1300, 800))
    box = np.array([[STEP - 60, 290, 20, 20], [STEP + 40, 290, 20, 20]], np.float32)
    places = Detections(box, np.zeros((2, 5, 2), np.float32), np.ones(2, np.float32))
    assert_found(detector.look_closer(picture, places), 40, (STEP, 300))


@pytest.mark.parametrize(
    ("width", "score", "in_faces", "unsettled"),
    [
        (20, 0.9, True, True),
        (20, 0.4, False, True),
        (40, 0.4, False, True),
        (40, 0.9, True, False),
        (60, 0.4, False, False),
    ],
)
def test_small_and_doubtful_places_are_left_to_a_closer_look(
    detector: FaceDetector,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    score: float,
    in_faces: bool,
    unsettled: bool,
) -> None:
    one = Detections(
        np.array([[500, 500, width, width]], np.float32),
        np.zeros((1, 5, 2), np.float32),
        np.array([score], np.float32),
    )
    looks = iter([Detections.none(), one])
    monkeypatch.setattr(FaceDetector, "_look", lambda *_: next(looks))
    found = detector.detect_all(np.zeros((1000, 1000, 3), np.uint8))
    assert (len(found.faces), len(found.unsettled)) == (in_faces, unsettled)
