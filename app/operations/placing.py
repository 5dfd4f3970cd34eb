"""Which face of a photo a region means, that a file or another program gives: plain functions on boxes.

Other programs draw around the whole head, or a generous square; so a region is seldom the box that our
detector finds. What becomes of a region that means a face is decided in `app.operations.adopting`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.library.boxes import overlaps
from app.metadata.people import NamedRegion

Boxes = NDArray[np.float64]

#: Least intersection over union of a region and the face it means, and how far their middles may be apart, of
#: the sides of the larger of each. The 187 boxes of photos_dev that others made overlap by 0.43 to 0.85 and
#: are up to 0.18 off. Of boxes that are made up (square or like the face, 0.7 to 2.4 times as wide, up to
#: 0.15 off and 0.15 higher) around 100 faces side by side, all are matched rightly, and none of a face that
#: was missed to its neighbour; with 0.2 for the overlap a tenth were not matched.
LEAST_OVERLAP: Final = 0.1
MIDDLE: Final = 0.3


def boxes_of(regions: list[NamedRegion], width: int, height: int) -> Boxes:
    """Return regions as boxes.

    Args:
        regions: In shares of the upright photo.
        width: Of the upright photo, pixels.
        height: Likewise.

    Returns:
        (n, 4) float64 left, top, width, height in pixels of the upright photo.
    """
    shares = [(region.left, region.top, region.width, region.height) for region in regions]
    return np.array(shares, np.float64).reshape(-1, 4) * (width, height, width, height)


def meant(regions: Boxes, faces: Boxes) -> list[tuple[int, int]]:
    """Say which face each region means.

    Of all ways to give each region one face and each face one region, the one in which most overlap is taken;
    so of two regions that touch the same face, the one that fits no other gets it.

    Args:
        regions: (n, 4) left, top, width, height.
        faces: (m, 4) in the same frame.

    Returns:
        Pairs of an index into `regions` and one into `faces`, by region; regions that mean none are left out.
    """
    if not len(regions) or not len(faces):
        return []
    shared = overlaps(regions, faces)
    apart = abs(_middles(regions)[:, None] - _middles(faces)[None])
    larger = np.maximum(regions[:, None, 2:], faces[None, :, 2:])
    shared[(apart > MIDDLE * larger).any(axis=2) | (shared < LEAST_OVERLAP)] = 0
    if not shared.any():
        return []
    # It takes a fifth of a second to load.
    from scipy.optimize import linear_sum_assignment

    chosen = linear_sum_assignment(shared, maximize=True)
    return [(int(one), int(other)) for one, other in zip(*chosen, strict=True) if shared[one, other] > 0]


def _middles(boxes: Boxes) -> Boxes:
    middles: Boxes = boxes[:, :2] + boxes[:, 2:] / 2
    return middles
