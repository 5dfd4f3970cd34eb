"""Boxes of regions: in which frame a packet means them, how frames turn into each other, which overlap.

How boxes are spelled in a packet is `app.metadata.xmp.regions`. Boxes are (left, top, width, height) in
shares of a picture's sides: 0 is the left or upper edge, 1 the right or lower one.
"""

from __future__ import annotations

import enum
import math
from collections import defaultdict
from typing import Final

Box = tuple[float, float, float, float]

#: Two boxes with an intersection over union of at least this show one thing.
SAME_PLACE: Final = 0.5
#: How far the shape of a resized picture may be off: sides are rounded, and raw files have some edge that
#: other programs do not show.
_SHAPE_TOLERANCE: Final = 0.02
#: EXIF orientations that show what is stored upright on its side.
_SIDEWAYS: Final = {5, 6, 7, 8}
_EDGE: Final = 1e-9


class Frame(enum.Enum):
    """Which picture a packet's boxes are shares of."""

    STORED = "stored"
    UPRIGHT = "upright"
    OTHER = "other"


def frame_of(applied_to: tuple[float, float] | None, *, orientation: int, width: int, height: int) -> Frame:
    """Return the frame that regions are in, from the size of picture that they were drawn on.

    The rule. The guidelines want regions in the frame of the picture as it is stored, before the EXIF
    orientation is applied. So reads digiKam (its scanner turns what it finds with
    `TagRegion::adjustToOrientation`; bugs.kde.org 372340 and 395243 tell of the time before), and so does
    Immich (`orientRegionInfo` of its metadata service). Programs that give the upright frame instead betray
    themselves by `AppliedToDimensions` with the sides the other way round. So:

    - without a usable size, or with one in the shape of the stored picture: stored (a resized file keeps its
      shape; shares do not change);
    - the shape of the upright picture, where that differs: upright;
    - any other shape: the file was cropped or turned by a program that left the regions alone. Where they
      are now cannot be known, and a face in the wrong place is worse than none: such regions count as names
      without a place. Telling such files apart is what the guidelines have the dimensions for.

    Args:
        applied_to: Width and height that the packet names, in any one unit; None where it does not.
        orientation: EXIF orientation of the file, 1 to 8.
        width: Of the upright picture.
        height: Of the upright picture.
    """
    if applied_to is None or width <= 0 or height <= 0:
        return Frame.STORED
    stored = (height, width) if orientation in _SIDEWAYS else (width, height)
    if _same_shape(applied_to, stored):
        return Frame.STORED
    return Frame.UPRIGHT if _same_shape(applied_to, (width, height)) else Frame.OTHER


def stored_size(*, orientation: int, width: int, height: int) -> tuple[int, int]:
    """Return width and height of a picture as it is stored, from those of the upright one."""
    return (height, width) if orientation in _SIDEWAYS else (width, height)


def _same_shape(a: tuple[float, float], b: tuple[float, float]) -> bool:
    # Very small pictures are rounded more.
    tolerance = _SHAPE_TOLERANCE + 1 / min(*a, *b) if min(*a, *b) >= 1 else _SHAPE_TOLERANCE
    return abs(math.log(a[0] / a[1]) - math.log(b[0] / b[1])) <= tolerance


def to_upright(box: Box, orientation: int) -> Box:
    """Turn a box of the stored picture with it; orientations as in EXIF 2.32, tag 0x0112."""
    left, top, width, height = box
    right, bottom = 1 - left - width, 1 - top - height
    return {
        2: (right, top, width, height),
        3: (right, bottom, width, height),
        4: (left, bottom, width, height),
        5: (top, left, height, width),
        6: (bottom, left, height, width),
        7: (bottom, right, height, width),
        8: (top, right, height, width),
    }.get(orientation, box)


def to_stored(box: Box, orientation: int) -> Box:
    """Undo `to_upright`."""
    # Of the eight turns only the quarter turns are not their own inverse.
    return to_upright(box, {6: 8, 8: 6}.get(orientation, orientation))


def is_sane(box: Box) -> bool:
    """Return whether a box has an area and shows some of the picture; it may reach past the edges."""
    left, top, width, height = box
    return (
        _EDGE < width <= 2
        and _EDGE < height <= 2
        and left < 1
        and top < 1
        and left + width > 0
        and top + height > 0
    )


def overlap(a: Box, b: Box) -> float:
    """Return the intersection over union of two boxes, 0 to 1."""
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


class BoxIndex:
    """Finds boxes in the place of another without comparing with all.

    Boxes that overlap by half have sides within a factor of two, and centres within half the longer side of
    each other. So boxes are filed under the powers of two of their sides, and the cell of that size in which
    their centre lies; a search looks at the neighbouring 81 places.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[int, int, int, int], list[tuple[Box, int]]] = defaultdict(list)

    def add(self, box: Box, number: int) -> None:
        """File a box under a number."""
        across, down = math.frexp(box[2])[1], math.frexp(box[3])[1]
        self._places[across, down, *_cell(box, across, down)].append((box, number))

    def discard(self, box: Box, number: int) -> None:
        """Take a box out again."""
        across, down = math.frexp(box[2])[1], math.frexp(box[3])[1]
        self._places[across, down, *_cell(box, across, down)].remove((box, number))

    def best(self, box: Box) -> int | None:
        """Return the number of the box that overlaps most, and by at least `SAME_PLACE`; None without one."""
        best, found = SAME_PLACE, None
        here = math.frexp(box[2])[1], math.frexp(box[3])[1]
        for across in range(here[0] - 1, here[0] + 2):
            for down in range(here[1] - 1, here[1] + 2):
                column, row = _cell(box, across, down)
                for x in range(column - 1, column + 2):
                    for y in range(row - 1, row + 2):
                        for other, number in self._places.get((across, down, x, y), ()):
                            shared = overlap(box, other)
                            if shared > best or (shared == best and found is None):
                                best, found = shared, number
        return found


def _cell(box: Box, across: int, down: int) -> tuple[int, int]:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return math.floor(x / 2.0**across), math.floor(y / 2.0**down)
