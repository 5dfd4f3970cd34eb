"""The picture of a face that is kept: the square around it, small, as a JPEG, with where its landmarks are.

From it a face can be shown, and embedded by another recogniser, while its photo is out of reach. Where crops
are kept is the library's business; the crop that a recogniser looks at is made by `engine.alignment`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.image.encoding import to_jpeg

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: Side of the square, by the longer side of the face's box: room for any five-point template.
ENLARGED: Final = 1.6
#: A crop is reduced to at most this many pixels a side, and never enlarged.
MOST_SIDE: Final = 160
#: Or to this many, where the face is to be looked at alone.
LARGE_SIDE: Final = 512

# JPEG quality of crops of the full size, and of smaller ones, which take few bytes and suffer most. With
# these the default recogniser's embedding of the crop has a mean cosine of 0.993 with the photo's own on LFW.
_QUALITY: Final = 88
_QUALITY_SMALL: Final = 95


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A face cut out of its photo.

    Attributes:
        jpeg: A picture of at most `MOST_SIDE` pixels a side, or `LARGE_SIDE`, upright; square, unless the
            photo itself is smaller than the square around the face.
        landmarks: (5, 2) float32 pixels of this picture, in the order of a detection's; None where unknown.
    """

    jpeg: bytes
    landmarks: Floats | None


def cut(
    pixels: Pixels,
    box: NDArray[np.floating],
    landmarks: NDArray[np.floating] | None,
    *,
    most_side: int = MOST_SIDE,
) -> Crop:
    """Cut a face out to be kept.

    A square that reaches past an edge of the photo is moved inside, so a template finds in the crop all that
    it finds in the photo.

    Args:
        pixels: (h, w, 3) uint8 RGB, the upright photo at any size.
        box: (4,) left, top, width and height in pixels of `pixels`.
        landmarks: (5, 2) in the same frame, or None.
        most_side: Of the crop, pixels.
    """
    x, y, width, height = (float(value) for value in box)
    side = max(1, math.ceil(ENLARGED * max(width, height)))
    left, right = _span(x + width / 2, side, pixels.shape[1])
    top, bottom = _span(y + height / 2, side, pixels.shape[0])
    part = pixels[top:bottom, left:right]
    whole = part.shape[1], part.shape[0]
    shrunk = side > most_side
    if shrunk:
        size = [max(1, round(length * most_side / side)) for length in whole]
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    if landmarks is not None:
        # As in `engine.alignment`: a pixel's centre is at its index, so areas scale about -0.5.
        factor = np.array([part.shape[1] / whole[0], part.shape[0] / whole[1]])
        landmarks = ((np.asarray(landmarks) - (left, top) + 0.5) * factor - 0.5).astype(np.float32)
    quality = _QUALITY if shrunk else _QUALITY_SMALL
    return Crop(to_jpeg(part, quality=quality, full_colour=not shrunk), landmarks)


def _span(centre: float, length: int, limit: int) -> tuple[int, int]:
    """Return where `length` pixels around `centre` begin and end: inside 0 to `limit`, or all of it."""
    start = round(centre - length / 2)
    start = min(max(start, 0), max(limit - length, 0))
    return start, min(start + length, limit)
