"""From a decoded Pillow image of any mode to RGB pixels, and from stored to upright pixels.

No file format is known here.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

#: Pixels taken over from Pillow at a time: the piece stays in the processor's cache, and no second
#: copy of the whole picture is ever held.
_PIECE = 1 << 18

#: What each orientation asks for, by OpenCV, which does it several times faster than NumPy.
_TURNS: dict[int, Callable[[Pixels], object]] = {
    2: lambda pixels: cv2.flip(pixels, 1),
    3: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_180),
    4: lambda pixels: cv2.flip(pixels, 0),
    5: cv2.transpose,
    6: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE),
    7: lambda pixels: cv2.flip(cv2.transpose(pixels), -1),
    8: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
}

_WITH_ALPHA = frozenset({"RGBA", "RGBa", "LA", "La", "PA"})


def to_rgb(image: PIL.Image.Image) -> Pixels:
    """Convert a loaded image of any mode to eight-bit RGB.

    Transparent parts are laid on white, as most viewers and printers do. Grey of 16 bits keeps its
    upper eight. Whole numbers of 32 bits and floating-point samples have no agreed white: they are taken
    to reach 1, 255 or 65,535, whichever is the first to hold the largest, else scaled to the largest.
    Colour profiles are ignored: a recogniser sees the difference between a wide-gamut profile and sRGB
    as a slight change of saturation.

    Returns:
        (h, w, 3) uint8, RGB, C-contiguous, of memory of its own.

    Raises:
        ValueError: the mode has no conversion to RGB.
    """
    if image.mode.startswith("I;16"):
        return from_grey((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in {"I", "F"}:
        return from_grey(_reduced(np.asarray(image)))
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    rows = max(1, _PIECE // width)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        pixels[top:bottom] = np.asarray(_opaque(image.crop((0, top, width, bottom))))
    return pixels


def _opaque(image: PIL.Image.Image) -> PIL.Image.Image:
    """Return a picture of eight bits in mode RGB, its transparent parts laid on white."""
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        white = PIL.Image.new("RGB", image.size, "white")
        white.paste(with_alpha, mask=with_alpha)
        return white
    return image if image.mode == "RGB" else image.convert("RGB")


def from_grey(grey: NDArray[np.uint8]) -> Pixels:
    """Repeat (h, w) uint8 grey in three channels: (h, w, 3) uint8, C-contiguous."""
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


def _reduced(samples: NDArray[np.int32] | NDArray[np.float32]) -> NDArray[np.uint8]:
    # In place from here on: a copy of a large picture takes a gigabyte.
    values = samples.astype(np.float32)
    np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    largest = float(values.max())
    ceilings = (1.0, 255.0, 65535.0) if samples.dtype.kind == "f" else (255.0, 65535.0)
    white = next((ceiling for ceiling in ceilings if largest <= ceiling), largest)
    values *= 255.0 / white
    np.rint(values, out=values)
    np.clip(values, 0, 255, out=values)
    return values.astype(np.uint8)


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turn stored pixels the way an EXIF orientation says they are to be seen.

    Args:
        pixels: (h, w, 3) uint8, as stored.
        orientation: 1 to 8 (EXIF 2.32, section 4.6.4, tag 0x0112).

    Returns:
        (h, w, 3) or, for 5 to 8, (w, h, 3) uint8, C-contiguous; the same array for 1.
    """
    if orientation == 1:
        return pixels
    return np.ascontiguousarray(_TURNS[orientation](pixels), dtype=np.uint8)
