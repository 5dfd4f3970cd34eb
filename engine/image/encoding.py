"""From RGB pixels to the bytes of a JPEG, for the small pictures that are kept and shown."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def to_jpeg(pixels: NDArray[np.uint8], *, quality: int, full_colour: bool = False) -> bytes:
    """Encode a picture as a baseline JPEG, without any metadata.

    Args:
        pixels: (h, w, 3) uint8 RGB.
        quality: 1 to 100, libjpeg's.
        full_colour: Keep colour at full size, where it is otherwise halved along both axes.
    """
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    if full_colour:
        options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    made, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)
    if not made:
        raise RuntimeError("OpenCV refused to encode a picture as JPEG")
    return encoded.tobytes()
