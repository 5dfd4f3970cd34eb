"""Boxes in a photo, or in a frame of a video: how much two overlap, and what becomes of them in another size.

Plain functions on arrays. What overlapping means for faces is decided by those who ask.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Two boxes with an intersection over union above this are one place.
SAME_BOX: Final = 0.5
#: Moments of a video no further apart are one, milliseconds: another container rounds them differently.
SAME_MOMENT_MS: Final = 20


def overlaps(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the intersection over union of boxes with boxes.

    Args:
        a: (n, 4) left, top, width, height, pixels.
        b: (m, 4) in the same frame.

    Returns:
        (n, m) float64, 0 to 1.
    """
    first, second = a[:, None].astype(np.float64), b[None].astype(np.float64)
    low = np.maximum(first[..., :2], second[..., :2])
    high = np.minimum(first[..., :2] + first[..., 2:], second[..., :2] + second[..., 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    areas = first[..., 2:].prod(axis=-1) + second[..., 2:].prod(axis=-1)
    result: NDArray[np.float64] = shared / (areas - shared)
    return result


def resize(before: tuple[int, int], now: tuple[int, int]) -> tuple[float, float]:
    """Return the factors in x and y between the frames of a photo before and after it was edited.

    They are (1, 1) unless the photo was only made larger or smaller: then its sides keep their proportion
    to within one pixel of rounding.

    Args:
        before: width and height in pixels.
        now: width and height in pixels.
    """
    across, down = now[0] / before[0], now[1] / before[1]
    scale = max(across, down)
    same_shape = abs(across - down) * min(before) <= max(1.0, scale)
    return (across, down) if same_shape else (1.0, 1.0)
