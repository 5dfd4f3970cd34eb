"""Pictures to be shown: thumbnails of photos, and upright squares around faces.

Where they are kept is the library's business; what is cut out of a photo to be kept of a face is
`engine.crops`.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.crops import ENLARGED, MOST_SIDE, Crop, cut
from engine.image import Image, decode
from engine.image.encoding import to_jpeg

Pixels = NDArray[np.uint8]

#: Longer sides of the thumbnails of a photo, in pixels: in a grid, and alone.
THUMBNAIL_SIDES: Final = (256, 1024)

_THUMBNAIL_QUALITY: Final = 82
_FACE_QUALITY: Final = 90
#: A face that is tilted further than this, in degrees, lies, and is turned. Tilted less, it is shown as in
#: its photo, since that is how people hold their heads.
_LYING: Final = 60
#: A photo is decoded no larger than this for a face, so that memory is bounded.
_DECODED_SIDE: Final = 4096
#: Longer side to which a picture is reduced to see how much contrast it has, pixels.
_GLANCE: Final = 64


def thumbnail(pixels: Pixels, side: int) -> bytes:
    """Reduce a photo to a thumbnail; it is never enlarged.

    Args:
        pixels: (h, w, 3) uint8 RGB, upright.
        side: Longer side wanted, pixels.

    Returns:
        A JPEG in the photo's proportions.
    """
    return to_jpeg(_reduced(pixels, side), quality=_THUMBNAIL_QUALITY)


def contrast(pixels: Pixels) -> float:
    """Return how far the samples of a picture stray, 0 to 127.5: of one that is black or white it is 0.

    Args:
        pixels: (h, w, 3) uint8 RGB.
    """
    return float(np.std(_reduced(pixels, _GLANCE)))


def make_thumbnails(data: bytes, *, name: str, sides: Collection[int] = THUMBNAIL_SIDES) -> dict[int, bytes]:
    """Make thumbnails of a photo, decoded once, no larger than the largest needs.

    Args:
        data: Content of the file.
        name: Name or path of the file, for messages.
        sides: Longer sides wanted, pixels.

    Returns:
        Upright JPEGs by side; of a photo that is smaller, at its own size.

    Raises:
        ImageError: The photo cannot be decoded.
    """
    return thumbnails_of(decode(data, name=name, at_least=max(sides)), sides)


def thumbnails_of(image: Image, sides: Collection[int] = THUMBNAIL_SIDES) -> dict[int, bytes]:
    """Make thumbnails of a photo or frame that is decoded, by side, as `make_thumbnails`."""
    return {side: thumbnail(image.pixels, side) for side in sides}


def side_for_crop(box: NDArray[np.floating], photo_side: int, *, most_side: int = MOST_SIDE) -> int:
    """Return at which size a photo has to be decoded to cut a face out of it as analysing does.

    Args:
        box: (4,) left, top, width and height in pixels of the upright photo at full size.
        photo_side: Longer side of the photo at full size, pixels.
        most_side: Of the crop, pixels.

    Returns:
        Longer side, pixels.
    """
    wanted = photo_side * most_side / (ENLARGED * float(max(box[2:])))
    return math.ceil(min(wanted, photo_side, _DECODED_SIDE))


def crop_from_image(
    image: Image,
    *,
    box: NDArray[np.floating],
    landmarks: NDArray[np.floating] | None,
    most_side: int = MOST_SIDE,
) -> Crop:
    """Cut a face out of its photo, or of its frame, without the models.

    Args:
        image: Decoded at least as large as `side_for_crop` says.
        box: (4,) left, top, width and height in pixels of the upright photo at full size.
        landmarks: (5, 2) in the same frame, or None.
        most_side: Of the crop, pixels.
    """
    points = None if landmarks is None else landmarks * image.scale
    return cut(image.pixels, box * image.scale, points, most_side=most_side)


def face_picture(crop: Crop, side: int) -> Pixels:
    """Return a square picture of a face, the right way up.

    Crops are cut from upright photos, so what the camera noted of its orientation is in them. A face that
    lies even so, as its landmarks tell, is turned by quarters; by less than that none is, which would need
    pixels that the crop does not have. The landmarks of faces that were drawn tell it. The default detector
    gives those of an upright face whichever way a face lies, so what it found is shown as in the photo.

    Args:
        crop: What was kept of the face.
        side: Pixels wanted; of a smaller crop there are fewer.

    Returns:
        (s, s, 3) uint8 RGB with s <= side, C-contiguous.

    Raises:
        ImageError: The crop cannot be decoded.
    """
    return _upright_square(_decoded(crop), crop.landmarks, side)


def face_jpeg(crop: Crop, side: int) -> bytes:
    """Return `face_picture` as a JPEG; the crop's own where nothing has to be changed in it.

    Raises:
        ImageError: The crop cannot be decoded.
    """
    pixels = _decoded(crop)
    height, width = pixels.shape[:2]
    if width == height <= side and not quarter_turns(crop.landmarks):
        return crop.jpeg
    return to_jpeg(_upright_square(pixels, crop.landmarks, side), quality=_FACE_QUALITY)


def quarter_turns(landmarks: NDArray[np.floating] | None) -> int:
    """Return by how many quarters, against the clock, a picture has to be turned to show a face upright.

    Down is taken to be from eyes to mouth and square to the line through the eyes, each as far as it is long:
    in profile the eyes coincide, and in a face seen from above they come near the mouth.

    Args:
        landmarks: (5, 2) right eye, left eye, nose, right and left mouth corner, or None where unknown.

    Returns:
        -1, 0, 1 or 2; 0 for a face that is tilted by no more than 60 degrees.
    """
    if landmarks is None:
        return 0
    right_eye, left_eye, _, right_mouth, left_mouth = np.asarray(landmarks, np.float64)
    x, y = (right_mouth + left_mouth - right_eye - left_eye) / 2
    across_x, across_y = left_eye - right_eye
    tilt = math.degrees(math.atan2(x - across_y, y + across_x))
    # In this way round, also what is not a number is no tilt.
    return -round(tilt / 90) if abs(tilt) > _LYING else 0


def _decoded(crop: Crop) -> Pixels:
    return decode(crop.jpeg, name="the crop of a face").pixels


def _upright_square(pixels: Pixels, landmarks: NDArray[np.floating] | None, side: int) -> Pixels:
    square = _reduced(_square(pixels, landmarks), side)
    return np.ascontiguousarray(np.rot90(square, quarter_turns(landmarks)))


def _square(pixels: Pixels, landmarks: NDArray[np.floating] | None) -> Pixels:
    """Return the largest square of a picture that has the face as near its middle as can be."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    middle = (width / 2, height / 2) if landmarks is None else landmarks.mean(axis=0)
    left, top = (
        min(max(round(float(at) - side / 2), 0), length - side)
        for at, length in zip(middle, (width, height), strict=True)
    )
    return pixels[top : top + side, left : left + side]


def _reduced(pixels: Pixels, side: int) -> Pixels:
    """Reduce a picture until its longer side is `side`; one that is no larger is returned as it is."""
    height, width = pixels.shape[:2]
    if max(height, width) <= side:
        return pixels
    size = [max(1, round(length * side / max(height, width))) for length in (width, height)]
    # OpenCV is quick at the means of four pixels, so that several steps take a third of the time of one. An
    # odd row or column is left out where it is no more than a quarter of a pixel of the result.
    while min(width / size[0], height / size[1]) >= (2 if height % 2 == width % 2 == 0 else 4):
        height, width = height // 2, width // 2
        halved = cv2.resize(pixels[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
        pixels = np.asarray(halved, np.uint8)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
