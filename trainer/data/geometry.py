"""Where a network's input lies in a stored crop, and cutting it out with one warp.

The recogniser's square region fills the input's height; an input that is not square sees more or less of the
crop at its sides, so that faces keep their proportions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Region:
    """What part of a stored crop becomes a network's input.

    Attributes:
        size: of the crop, pixels.
        margin: how far inside the crop the recogniser's region lies, pixels.
        width: of the input, pixels.
        height: of the input, pixels.
        flipped: mirrored left to right.
        shift: of the face in the input, right and down, pixels of the crop.
        scale: of the face about the middle.
        turn: of the face about the middle, degrees, with the clock.
    """

    size: int
    margin: int
    width: int
    height: int
    flipped: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    turn: float = 0.0

    @property
    def plain(self) -> bool:
        """Whether pixels of the input are pixels of the crop."""
        placed = (self.shift, self.scale, self.turn) == ((0.0, 0.0), 1.0, 0.0)
        fits = self.width <= self.size and (self.size - self.width) % 2 == 0
        return placed and fits and self.height == self.size - 2 * self.margin

    def matrix(self) -> Doubles:
        """Return (2, 3) float64 M with (x, y) of the input ~ M @ (x, y, 1) of the crop.

        A pixel's centre is at its index.
        """
        factor = self.scale * self.height / (self.size - 2 * self.margin)
        a, b = factor * math.cos(math.radians(self.turn)), factor * math.sin(math.radians(self.turn))
        turn = np.array([[a, -b], [b, a]])
        shift = np.array(self.shift) * self.height / (self.size - 2 * self.margin)
        middle = np.full(2, (self.size - 1) / 2)
        matrix = np.column_stack(
            [turn, np.array([self.width - 1, self.height - 1]) / 2 + shift - turn @ middle]
        )
        if self.flipped:
            matrix[0] = -matrix[0]
            matrix[0, 2] += self.width - 1
        return matrix


def cut_region(crop: Pixels, region: Region) -> Pixels:
    """Cut a network's input out of a stored crop.

    Args:
        crop: (size, size, 3) uint8 RGB.
        region: where it lies.

    Returns:
        (height, width, 3) uint8 RGB, with pixels of its own. Beyond the crop its edges are mirrored.
    """
    if region.plain:
        left = (region.size - region.width) // 2
        part = crop[region.margin : region.margin + region.height, left : left + region.width]
        return np.ascontiguousarray(part[:, ::-1]) if region.flipped else part.copy()
    warped = cv2.warpAffine(
        crop,
        region.matrix(),
        (region.width, region.height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return np.asarray(warped, np.uint8)


def template_for(template: Doubles, side: int, *, width: int, height: int) -> Doubles:
    """Return where a face's landmarks lie in a network's input.

    For the card of a network that was trained on such inputs: what the engine then cuts out of a photo is the
    region that the network knows.

    Args:
        template: (5, 2) of the crops' recogniser, pixels of its square input.
        side: of that input, pixels.
        width: of the network's input, pixels.
        height: of the network's input, pixels.

    Returns:
        (5, 2) pixels of the network's input.
    """
    matrix = Region(side, 0, width, height).matrix()
    return np.asarray(template @ matrix[:, :2].T + matrix[:, 2], np.float64)
