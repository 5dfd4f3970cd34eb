"""Draws a face that the detector takes for one, and photos with it: no photograph of anybody is needed."""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

#: Skin, hair, and the wall behind.
_SKIN, _HAIR, _WALL = (225, 180, 150), (60, 40, 25), (70, 90, 110)

#: Left, top, width and height of what the detector calls the face, as shares of the picture's side.
BOX = (0.27, 0.21, 0.47, 0.625)


@functools.cache
def drawn_face(side: int) -> Pixels:
    """Return a (side, side, 3) RGB picture of a frontal face with hair."""
    large = 4 * side
    picture = np.full((large, large, 3), _WALL, np.uint8)

    def ellipse(
        x: float, y: float, width: float, height: float, colour: tuple[int, int, int], line: int = -1
    ) -> None:
        arc = (0, 360) if line < 0 else (190, 350)
        centre, axes = (int(x * large), int(y * large)), (int(width * large), int(height * large))
        cv2.ellipse(picture, centre, axes, 0, *arc, colour, line, cv2.LINE_AA)

    ellipse(0.5, 0.42, 0.29, 0.36, _HAIR)
    ellipse(0.5, 0.5, 0.24, 0.32, _SKIN)
    ellipse(0.5, 0.26, 0.24, 0.10, _HAIR)
    for x in (0.4, 0.6):
        ellipse(x, 0.46, 0.055, 0.028, (245, 245, 245))
        ellipse(x, 0.46, 0.024, 0.026, (50, 30, 20))
        ellipse(x, 0.46, 0.010, 0.012, (5, 5, 5))
        ellipse(x, 0.45, 0.06, 0.03, (80, 50, 40), max(1, large // 90))
        ellipse(x, 0.405, 0.065, 0.025, _HAIR, max(1, large // 60))
    ellipse(0.5, 0.53, 0.018, 0.08, (210, 160, 130))
    ellipse(0.5, 0.59, 0.045, 0.025, (195, 140, 115))
    for x in (0.482, 0.518):
        ellipse(x, 0.6, 0.012, 0.007, (110, 60, 50))
    ellipse(0.5, 0.69, 0.085, 0.03, (170, 70, 70))
    ellipse(0.5, 0.685, 0.085, 0.006, (110, 40, 40))
    soft = cv2.GaussianBlur(picture, (0, 0), large / 130)
    small = cv2.resize(soft, (side, side), interpolation=cv2.INTER_AREA).astype(np.float64)
    # Light from one side.
    light = 1.08 - 0.35 * np.abs(np.arange(side) / side - 0.42)
    return np.clip(small * light[None, :, None], 0, 255).astype(np.uint8)


def photo_of_face(
    side: int, left: int, top: int, *, turns: int = 0, size: tuple[int, int] = (500, 400)
) -> Pixels:
    """Return a photo (width, height of `size`) with one face, turned so many quarters against the clock."""
    photo = np.full((size[1], size[0], 3), (90, 110, 100), np.uint8)
    photo[top : top + side, left : left + side] = np.rot90(drawn_face(side), turns)
    return photo


def box_of_face(side: int, left: int, top: int) -> tuple[float, float, float, float]:
    """Return the box of the upright face of `photo_of_face`."""
    x, y, width, height = (share * side for share in BOX)
    return left + x, top + y, width, height
