"""Thumbnails and pictures of faces: their size, their content, and which way up they are."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from makers.drawn_faces import box_of_face, photo_of_face
from makers.image_files import CORNERS, STORED, encode, exif_block, noise, photo, picture
from numpy.typing import NDArray

from engine import pictures
from engine.crops import MOST_SIDE, Crop, cut
from engine.image import ImageError, decode
from engine.image.encoding import to_jpeg
from engine.pictures import (
    crop_from_image,
    face_jpeg,
    face_picture,
    make_thumbnails,
    quarter_turns,
    side_for_crop,
    thumbnail,
)

Pixels = NDArray[np.uint8]

#: Where the landmarks lie in a box of size 1: right eye, left eye, nose, right and left mouth corner.
FIVE = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)])


def pixels_of(jpeg: bytes) -> Pixels:
    return decode(jpeg, name="a picture").pixels


def smooth(width: int, height: int) -> Pixels:
    """Return a picture without fine detail, different everywhere."""
    small = np.random.default_rng(3).integers(40, 220, (7, 9, 3), np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def far(one: Pixels, other: Pixels) -> float:
    """The mean difference of two pictures of one size."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(float) - other).mean())


def stored(pixels: Pixels, orientation: int, file_format: str = "JPEG") -> bytes:
    """Return a file of a picture, stored as a camera held in some way stores it."""
    turned = np.ascontiguousarray(STORED[orientation](pixels))
    return photo(file_format, turned, exif=exif_block(orientation))


def landmarks_in(box: tuple[float, float, float, float]) -> NDArray[np.float64]:
    return np.array(box[:2]) + FIVE * box[2:]


# Thumbnails.


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from([16, 64, 256]))
@example(500, 1, 64)
@example(256, 256, 256)
@example(257, 255, 256)
def test_a_thumbnail_has_the_side_wanted_and_the_photos_proportions(
    width: int, height: int, side: int
) -> None:
    shown = pixels_of(thumbnail(noise(width, height), side))
    factor = min(1, side / max(width, height))
    assert max(shown.shape[:2]) == min(side, max(width, height))
    assert shown.shape[:2] == (max(1, round(height * factor)), max(1, round(width * factor)))


@pytest.mark.parametrize("factor", [1, 2, 5, 7, 8])
def test_a_thumbnail_is_the_mean_of_what_it_stands_for(factor: int) -> None:
    large = smooth(60 * factor, 45 * factor)
    mean = np.zeros((45, 60, 3))
    for y in range(45):
        for x in range(60):
            mean[y, x] = large[y * factor : (y + 1) * factor, x * factor : (x + 1) * factor].mean((0, 1))
    # Each step rounds, and may lose a row; then JPEG has its say.
    assert far(pictures._reduced(large, 60), np.round(mean).astype(np.uint8)) < 1.5
    assert far(pixels_of(thumbnail(large, 60)), pixels_of(to_jpeg(np.uint8(mean), quality=82))) < 2.5


def test_a_thumbnail_is_a_plain_jpeg() -> None:
    jpeg = thumbnail(smooth(800, 600), 256)
    # One frame, baseline; no EXIF block, which could say that it is to be turned once more.
    assert b"\xff\xc0" in jpeg
    assert b"\xff\xc2" not in jpeg
    assert decode(jpeg, name="a").exif is None
    assert len(jpeg) < 8000


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_thumbnails_are_upright(orientation: int, file_format: str) -> None:
    upright = picture(600, 400)
    made = make_thumbnails(stored(upright, orientation, file_format), name="a", sides=(60, 300))
    assert list(made) == [60, 300]
    for side, jpeg in made.items():
        shown = pixels_of(jpeg)
        assert shown.shape == (side * 2 // 3, side, 3)
        corners = [shown[2, 2], shown[2, -3], shown[-3, 2], shown[-3, -3]]
        for colour, expected in zip(corners, CORNERS.values(), strict=True):
            np.testing.assert_allclose(colour, expected, atol=12)


def test_a_photo_is_decoded_once_and_no_larger_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    scales: list[float] = []

    def watching(*args: Any, **options: Any) -> Any:
        image = decode(*args, **options)
        scales.append(image.scale)
        return image

    monkeypatch.setattr(pictures, "decode", watching)
    data = photo("JPEG", smooth(2400, 1800))
    small = make_thumbnails(data, name="a", sides=(256,))
    both = make_thumbnails(data, name="a")
    assert scales == [1 / 8, 1 / 2]
    assert pixels_of(both[1024]).shape == (768, 1024, 3)
    assert far(pixels_of(small[256]), pixels_of(both[256])) < 3


def test_a_small_photo_keeps_its_size() -> None:
    made = make_thumbnails(photo("PNG", smooth(90, 70)), name="a")
    assert [pixels_of(jpeg).shape for jpeg in made.values()] == [(70, 90, 3)] * 2


def test_what_is_no_photo_raises() -> None:
    with pytest.raises(ImageError, match=r"b\.jpg"):
        make_thumbnails(b"no photo", name="b.jpg")


# Faces.


def turned_points(points: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """Turn points clockwise, as seen on the screen."""
    angle = np.radians(degrees)
    return points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


@given(st.floats(-180, 180), st.floats(1, 500), st.floats(-900, 900))
def test_how_far_a_face_is_turned(degrees: float, size: float, shift: float) -> None:
    points = size * turned_points(FIVE, degrees) + shift
    distance = min(abs(abs(degrees) - limit) for limit in (60, 135))
    if distance < 0.1:
        return
    expected = 0 if abs(degrees) < 60 else 2 if abs(degrees) > 135 else int(np.sign(degrees))
    assert quarter_turns(points) % 4 == expected % 4 if expected != 0 else quarter_turns(points) == 0
    # What is left after turning is less than half a right angle, or was not turned.
    left = (degrees - 90 * quarter_turns(points) + 180) % 360 - 180
    assert abs(left) <= 60


@pytest.mark.parametrize("quarters", [0, 1, 2, -1])
def test_profiles_and_faces_from_above_are_not_mistaken(quarters: int) -> None:
    profile = np.array([(0.5, 0.4), (0.5, 0.4), (0.2, 0.6), (0.5, 0.8), (0.5, 0.8)])
    from_above = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.5), (0.35, 0.4), (0.65, 0.4)])
    for points in (profile, from_above):
        assert quarter_turns(turned_points(points, 90 * quarters)) % 4 == quarters % 4


def test_what_tells_nothing_turns_nothing() -> None:
    assert quarter_turns(None) == 0
    assert quarter_turns(np.zeros((5, 2))) == 0
    assert quarter_turns(np.full((5, 2), np.nan)) == 0


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("side", [64, 128])
def test_a_face_that_lies_is_shown_upright(quarters: int, side: int) -> None:
    size = 500
    upright = photo_of_face(200, 150, 150, size=(size, size))
    box = box_of_face(200, 150, 150)
    expected = face_picture(cut(upright, np.array(box), landmarks_in(box)), side)
    assert expected.shape == (side, side, 3)
    # The whole photo lies, and nobody noted it.
    lying = np.ascontiguousarray(np.rot90(upright, quarters))
    corners = np.array([box[:2], (box[0] + box[2], box[1] + box[3])])
    points = landmarks_in(box)
    for _ in range(quarters):
        corners, points = (np.stack([p[:, 1], size - p[:, 0]], 1) for p in (corners, points))
    low, high = corners.min(0), corners.max(0)
    found = face_picture(cut(lying, np.array([*low, *(high - low)]), points), side)
    assert found.flags.c_contiguous
    assert far(found, expected) < 4
    assert all(far(np.rot90(found, other), expected) > 15 for other in (1, 2, 3))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_face_in_a_photo_of_any_orientation_is_shown_the_same(orientation: int) -> None:
    upright = photo_of_face(200, 60, 90)
    box = box_of_face(200, 60, 90)
    at_least = side_for_crop(np.array(box), 500)
    image = decode(stored(upright, orientation), name="a", at_least=at_least)
    crop = crop_from_image(image, box=np.array(box), landmarks=landmarks_in(box))
    expected = face_picture(cut(upright, np.array(box), landmarks_in(box)), 96)
    assert far(face_picture(crop, 96), expected) < 4


def test_a_face_is_cut_from_a_decode_that_has_its_detail() -> None:
    large = photo_of_face(1000, 1200, 900, size=(4000, 3000))
    box = box_of_face(1000, 1200, 900)
    image = decode(photo("JPEG", large), name="a", at_least=side_for_crop(np.array(box), 4000))
    assert image.scale == 1 / 4
    crop = crop_from_image(image, box=np.array(box), landmarks=landmarks_in(box))
    whole = cut(large, np.array(box), landmarks_in(box))
    assert pixels_of(crop.jpeg).shape == pixels_of(whole.jpeg).shape == (MOST_SIDE, MOST_SIDE, 3)
    assert crop.landmarks is not None
    assert whole.landmarks is not None
    np.testing.assert_allclose(crop.landmarks, whole.landmarks, atol=1)
    assert far(pixels_of(crop.jpeg), pixels_of(whole.jpeg)) < 4
    without = crop_from_image(image, box=np.array(box), landmarks=None)
    assert without.landmarks is None
    assert without.jpeg == crop.jpeg


def test_a_face_at_the_edge_of_a_narrow_photo_is_square() -> None:
    pixels = smooth(900, 100)
    box = (700.0, -10.0, 110.0, 120.0)
    crop = cut(pixels, np.array(box), landmarks_in(box))
    assert pixels_of(crop.jpeg).shape != pixels_of(crop.jpeg).transpose(1, 0, 2).shape
    shown = face_picture(crop, 256)
    assert shown.shape[0] == shown.shape[1] == min(pixels_of(crop.jpeg).shape[:2])
    # The face is in the middle of what there is.
    middle = round(700 + 0.5 * 110)
    expected = pixels[:, middle - 50 : middle + 50]
    expected = np.asarray(cv2.resize(expected, shown.shape[:2], interpolation=cv2.INTER_AREA), np.uint8)
    assert far(shown, expected) < 6


def test_a_crop_that_needs_no_change_is_given_as_it_is() -> None:
    box = box_of_face(200, 60, 90)
    crop = cut(photo_of_face(200, 60, 90), np.array(box), landmarks_in(box))
    assert face_jpeg(crop, 256) is crop.jpeg
    small = face_jpeg(crop, 64)
    assert pixels_of(small).shape == (64, 64, 3)
    assert far(pixels_of(small), face_picture(crop, 64)) < 3
    lying = Crop(encode(np.rot90(pixels_of(crop.jpeg)), "PNG"), None)
    assert face_jpeg(lying, 256) is lying.jpeg  # Nobody knows.


def test_a_damaged_crop_raises() -> None:
    for function in (face_picture, face_jpeg):
        with pytest.raises(ImageError, match="crop of a face"):
            function(Crop(b"rubbish", None), 64)
