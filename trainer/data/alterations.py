"""What happens to pictures of faces, a function each: light, colour, blur, size, noise, compression, cover.

Pixels in, pixels out, of the same shape, without chance but for the generator that some take. How often and
how strongly they are used is `augmentation`'s business.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# Rec. 601 luma of RGB, and the sepia tones in common use (those of CSS Filter Effects, section 9.1).
_GREY: Final = np.tile(np.array([0.299, 0.587, 0.114], np.float32), (3, 1))
_SEPIA: Final = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]], np.float32)

_LEVELS: Final = np.arange(256, dtype=np.float32)[:, None]

# Drawing normal numbers for each face would take longer than all the rest: parts of one field are taken.
_FIELD: Final = 512
_NOISE: Final = np.random.default_rng(0).standard_normal((_FIELD, _FIELD, 3)).astype(np.float32)
_SOFT: Final = np.asarray(cv2.GaussianBlur(_NOISE[..., 0], (0, 0), 0.8), np.float32)
_GRAIN: Final = np.repeat((_SOFT / _SOFT.std())[..., None], 3, axis=2)


def grey(face: Pixels) -> Pixels:
    """Return a face without colour, as (h, w, 3) still."""
    return np.asarray(cv2.transform(face, _GREY), np.uint8)


def sepia(face: Pixels) -> Pixels:
    """Return a face in the brown of old prints."""
    return np.asarray(cv2.transform(face, _SEPIA), np.uint8)


def lit(
    face: Pixels,
    *,
    exposure: float = 0.0,
    contrast: float = 1.0,
    gamma: float = 1.0,
    cast: NDArray[np.float32] | float = 1.0,
) -> Pixels:
    """Return a face in another light.

    Args:
        face: (h, w, 3) uint8 RGB.
        exposure: stops; 1 doubles every value.
        contrast: factor of the distance from the middle grey.
        gamma: exponent of values from 0 to 1.
        cast: factor of each colour, (3,).
    """
    values = (_LEVELS / 255) ** np.float32(gamma) * np.float32(2.0**exposure) * np.asarray(cast, np.float32)
    values = (values - 0.5) * np.float32(contrast) + 0.5
    table = np.clip(np.rint(np.broadcast_to(values, (256, 3)) * 255), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(face, np.ascontiguousarray(table[None])), np.uint8)


def blurred(face: Pixels, sigma: float) -> Pixels:
    """Return a face out of focus, by a Gaussian of so many pixels."""
    # Beyond 2.5 sigma a Gaussian has a hundredth of its mass.
    side = 2 * int(np.ceil(2.5 * sigma)) + 1
    return np.asarray(cv2.GaussianBlur(face, (side, side), sigma), np.uint8)


def moved(face: Pixels, length: float, degrees: float) -> Pixels:
    """Return a face smeared along a line of so many pixels in one direction."""
    side = 2 * int(length / 2) + 1
    middle = side // 2
    reach = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))]) * middle
    kernel = np.zeros((side, side), np.float32)
    ends = [(round(middle + sign * reach[0]), round(middle + sign * reach[1])) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(face, -1, kernel / kernel.sum()), np.uint8)


def shrunk(face: Pixels, side: int, *, down: int = cv2.INTER_AREA, up: int = cv2.INTER_LINEAR) -> Pixels:
    """Return a face (h, w, 3) reduced to so many pixels in height and enlarged again.

    Args:
        face: (h, w, 3) uint8 RGB.
        side: pixels.
        down: OpenCV's interpolation for reducing.
        up: and for enlarging.
    """
    height, width = face.shape[:2]
    small = cv2.resize(face, (max(1, round(width * side / height)), side), interpolation=down)
    return np.asarray(cv2.resize(small, (width, height), interpolation=up), np.uint8)


def compressed(face: Pixels, quality: int) -> Pixels:
    """Return a face, (h, w, 3) uint8 RGB, after it was stored as a JPEG of that quality, 1 to 100."""
    bgr = cv2.cvtColor(face, cv2.COLOR_RGB2BGR)
    stored = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    read = np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR))
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)


def noisy(face: Pixels, level: float, generator: np.random.Generator) -> Pixels:
    """Return a face with a sensor's noise: each colour on its own.

    Args:
        face: (h, w, 3) uint8 RGB.
        level: standard deviation, grey levels.
        generator: says where in a fixed field of noise it is taken from.
    """
    return _with_field(face, _NOISE, level, generator)


def grained(face: Pixels, level: float, generator: np.random.Generator) -> Pixels:
    """Return a face with a film's grain: coarser than noise, and the same in all colours.

    Args:
        face: (h, w, 3) uint8 RGB.
        level: standard deviation, grey levels.
        generator: says where in a fixed field of grain it is taken from.
    """
    return _with_field(face, _GRAIN, level, generator)


def behind(face: Pixels, top: float, bottom: float, colour: tuple[int, int, int]) -> Pixels:
    """Return a face with a bar across it.

    Args:
        face: (h, w, 3) uint8 RGB.
        top: where the bar begins, share of the height.
        bottom: where it ends.
        colour: RGB.
    """
    covered = face.copy()
    height = len(face)
    covered[round(top * height) : round(bottom * height)] = colour
    return covered


def _with_field(
    face: Pixels, field: NDArray[np.float32], level: float, generator: np.random.Generator
) -> Pixels:
    """Add a part of a field of noise, repeated as often as the face is larger than it."""
    height, width = face.shape[:2]
    if max(height, width) > _FIELD // 2:
        field = np.tile(field, (2 + height // _FIELD, 2 + width // _FIELD, 1))
    top, left = generator.integers(field.shape[0] - height), generator.integers(field.shape[1] - width)
    part = field[top : top + height, left : left + width]
    signed = level if generator.random() < 0.5 else -level
    return np.asarray(cv2.addWeighted(face, 1.0, part, signed, 0.0, dtype=cv2.CV_8U), np.uint8)
