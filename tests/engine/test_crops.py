"""Crops of faces: what is cut out, how large, where the landmarks lie in it, and that it serves."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from makers.image_files import photo
from numpy.typing import NDArray

from engine.alignment import align
from engine.analysis import Analyser
from engine.crops import ENLARGED, MOST_SIDE, Crop, cut
from engine.embedding import cosine
from engine.image import ImageError, decode

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: Where the landmarks lie in a box of size 1.
FIVE = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)])
TEMPLATE = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)


def smooth(width: int, height: int, seed: int = 0) -> Pixels:
    """Return a picture without black or fine detail, so that reducing it loses nothing."""
    small = np.random.default_rng(seed).integers(60, 256, (height // 60 + 2, width // 60 + 2, 3), np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def picture_of(crop: Crop) -> Pixels:
    return decode(crop.jpeg, name="a crop").pixels


def landmarks_in(box: tuple[float, float, float, float]) -> Floats:
    return (np.array(box[:2]) + FIVE * box[2:]).astype(np.float32)


boxes = st.tuples(st.integers(-60, 700), st.integers(-60, 500), st.integers(20, 400), st.integers(20, 400))


@settings(max_examples=40, deadline=None)
@given(boxes)
@example((0, 0, 640, 480))
@example((-50, -50, 60, 60))
@example((630, 470, 30, 30))
@example((200, 200, 1, 1))
def test_a_recogniser_is_shown_the_same_from_the_crop(box: tuple[int, int, int, int]) -> None:
    """Aligned from the crop, the picture is what it is when aligned from the photo, edges included."""
    pixels = smooth(640, 480)
    points = landmarks_in(box)
    crop = cut(pixels, np.array(box), points)
    assert crop.landmarks is not None
    assert crop.landmarks.dtype == np.float32
    height, width = picture_of(crop).shape[:2]
    side = ENLARGED * max(box[2:])
    assert max(width, height) <= min(MOST_SIDE, side + 1)
    if side < 480:
        assert width == height == min(MOST_SIDE, int(np.ceil(side - 1e-9)))
    if max(box[2:]) < 8:
        return
    one = align(pixels, points, TEMPLATE, width=112, height=112)
    other = align(picture_of(crop), crop.landmarks, TEMPLATE, width=112, height=112)
    # Beyond the photo both are black, give or take a pixel along its edge.
    there, there_too = (aligned.max(axis=2) > 30 for aligned in (one, other))
    assert (there != there_too).mean() < 0.03
    both = there & there_too
    if both.sum() > 500:
        assert np.median(abs(one[both].astype(float) - other[both])) < 3


@pytest.mark.parametrize("box", [(100, 80, 40, 50), (5, 5, 40, 50), (590, 430, 45, 45), (200, 100, 180, 240)])
def test_landmarks_are_where_they_were(box: tuple[int, int, int, int]) -> None:
    """Found again as the middle of a bright spot, to a fraction of a pixel."""
    points = np.round(landmarks_in(box))
    for chosen, point in enumerate(points):
        pixels = np.zeros((480, 640, 3), np.uint8)
        x, y = point.astype(int)
        pixels[y - 2 : y + 3, x - 2 : x + 3] = 255
        crop = cut(pixels, np.array(box), points)
        seen = picture_of(crop)[..., 1].astype(float)
        seen[seen < 60] = 0
        middle = [(axis * seen).sum() / seen.sum() for axis in np.indices(seen.shape)[::-1]]
        assert crop.landmarks is not None
        np.testing.assert_allclose(crop.landmarks[chosen], middle, atol=0.25)


def test_a_small_face_is_not_enlarged_and_hardly_compressed() -> None:
    pixels = smooth(640, 480)
    crop = cut(pixels, np.array((300.0, 200.0, 20.0, 24.0)), None)
    assert crop.landmarks is None
    seen = picture_of(crop)
    assert seen.shape == (39, 39, 3)
    left, top = round(310 - 39 / 2), round(212 - 39 / 2)
    assert abs(seen.astype(int) - pixels[top : top + 39, left : left + 39]).mean() < 2


def test_grey_and_tiny_photos_have_crops() -> None:
    grey = np.full((1, 1, 3), 90, np.uint8)
    np.testing.assert_allclose(picture_of(cut(grey, np.array((0, 0, 1, 1)), None)), grey, atol=1)
    wide = picture_of(cut(smooth(900, 2), np.array((0, -300, 600, 600)), None))
    assert wide.shape == (1, 150, 3)


def test_analysing_cuts_every_face_out(analyser: Analyser, groups: list[Path]) -> None:
    for path in groups[:2]:
        found = analyser.analyse(path.read_bytes(), name=path.name)
        assert len(found.crops) == len(found.faces) >= 2
        again = analyser.embed_crops(found.crops)
        assert again.dtype == np.float32
        assert cosine(again, found.embeddings).mean() > 0.98
        assert cosine(again, found.embeddings).min() > 0.9
        cut_again = analyser.cut(
            path.read_bytes(), name=path.name, boxes=found.faces.boxes, landmarks=found.faces.landmarks
        )
        assert [crop.jpeg for crop in cut_again] == [crop.jpeg for crop in found.crops]


def test_small_faces_are_cut_from_the_decode_that_has_their_detail(
    analyser: Analyser, portrait: Pixels
) -> None:
    canvas = np.full((3000, 4000, 3), 110, np.uint8)
    small = cv2.resize(portrait, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    canvas[500 : 500 + small.shape[0], 700 : 700 + small.shape[1]] = small
    made, encoded = cv2.imencode(".jpg", canvas[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
    assert made
    found = analyser.analyse(encoded.tobytes(), name="a.jpg")
    (crop,), (box,) = found.crops, found.faces.boxes
    # In the photo as it was read first, at half its size, the square has half as many pixels.
    assert ENLARGED * max(box[2:]) > MOST_SIDE
    assert picture_of(crop).shape == (MOST_SIDE, MOST_SIDE, 3)
    assert cosine(analyser.embed_crops([crop]), found.embeddings)[0] > 0.98


def test_crops_that_cannot_be_embedded(analyser: Analyser) -> None:
    assert analyser.embed_crops([]).shape == (0, 128)
    with pytest.raises(ValueError, match="landmarks of a crop are not known"):
        analyser.embed_crops([Crop(photo("JPEG"), None)])
    with pytest.raises(ValueError, match="landmarks"):
        analyser.embed_crops([Crop(photo("JPEG"), np.full((5, 2), 9, np.float32))])
    with pytest.raises(ImageError):
        analyser.embed_crops([Crop(b"rubbish", landmarks_in((0, 0, 40, 40)))])
    none = np.zeros((0, 4), np.float32)
    assert analyser.cut(photo("PNG"), name="a", boxes=none, landmarks=none.reshape(0, 5, 2)) == ()
