"""Where each photo of a grid lies: rows of equal height in each section, as wide as the grid.

Pure arithmetic on arrays; painting and scrolling live in `app.desktop.widgets.photo_grid`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.browsing import Timeline

Ints = NDArray[np.int32]

#: Width by height of a cell: a photo that is narrower or wider than this is shown in part.
NARROWEST: Final = 0.5
WIDEST: Final = 2.8
#: A row is at most so many times as high as was asked for.
_TALLEST: Final = 1.4


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where n photos lie, in logical pixels from the top left corner of all.

    Attributes:
        left: (n,) int32 of each photo.
        width: (n,) int32 of each photo.
        row: (n,) int32, the row that each photo is in.
        first: (r + 1,) int32, the first photo of each row; lastly n.
        top: (r,) int32 of the photos of each row.
        height: (r,) int32 of the photos of each row.
        section_top: (s,) int32, the top of the heading of each section: a month, or an event.
        section_size: (s,) int32, photos of each section, with those that lie under others.
        keys: (s,) int32, which section, as `Timeline.keys`.
        months: (s,) int32 as 201907, of the first photo of each; 0 without a date.
        total: Height of all.
    """

    left: Ints
    width: Ints
    row: Ints
    first: Ints
    top: Ints
    height: Ints
    section_top: Ints
    section_size: Ints
    keys: Ints
    months: Ints
    total: int

    def rows_between(self, top: int, bottom: int) -> range:
        """Return the rows of which something lies between two heights."""
        begin = int(np.searchsorted(self.top + self.height, top, side="right"))
        return range(begin, max(begin, int(np.searchsorted(self.top, bottom, side="left"))))

    def sections_between(self, top: int, bottom: int) -> range:
        """Return the sections whose heading or photos lie between two heights."""
        begin = max(0, int(np.searchsorted(self.section_top, top, side="right")) - 1)
        return range(begin, max(begin, int(np.searchsorted(self.section_top, bottom, side="left"))))

    def photos_in(self, row: int) -> range:
        """Return the photos of a row."""
        return range(int(self.first[row]), int(self.first[row + 1]))

    def nearest_in(self, row: int, x: float) -> int:
        """Return the photo of a row whose middle is nearest to x."""
        photos = slice(int(self.first[row]), int(self.first[row + 1]))
        middles = self.left[photos] + self.width[photos] / 2
        return int(self.first[row]) + int(np.abs(middles - x).argmin())

    def photo_at(self, x: int, y: int) -> int:
        """Return the photo at a point; -1 where there is none."""
        for row in self.rows_between(y, y + 1):
            for photo in self.photos_in(row):
                if self.left[photo] <= x < self.left[photo] + self.width[photo]:
                    return photo
        return -1

    def photos_touching(self, left: int, top: int, right: int, bottom: int) -> NDArray[np.intp]:
        """Return the photos of which something lies in a rectangle, ascending."""
        rows = self.rows_between(top, bottom)
        if not rows:
            return np.zeros(0, np.intp)
        begin, end = int(self.first[rows[0]]), int(self.first[rows[-1] + 1])
        touched = (self.left[begin:end] < right) & (self.left[begin:end] + self.width[begin:end] > left)
        return begin + np.flatnonzero(touched)


def lay_out(
    timeline: Timeline, *, width: int, row_height: int, gap: int, heading: int, under: Ints | None = None
) -> Layout:
    """Lay photos out in rows that are as wide as the grid, a heading above those of each section.

    The photos of a section are shared out so that its rows are about equally high: with s the sum of the
    ratios of a section and t that which fills a row of the wanted height, there are round(s / t) rows, and a
    photo is in the row in which the middle of its part of s lies. A section that does not fill a row keeps
    the wanted height and ends where its photos end.

    Args:
        timeline: The photos; those of a section stand together.
        width: Of the grid, logical pixels.
        row_height: Wanted height of a row.
        gap: Between photos and between rows.
        heading: Height of a heading.
        under: (n,) int32, how many photos each stands for, itself included; None where that is itself alone.
    """
    count = len(timeline)
    if not count:
        none = np.zeros(0, np.int32)
        return Layout(none, none, none, np.zeros(1, np.int32), *(none,) * 6, total=0)
    ratios = np.clip(timeline.ratios.astype(np.float64), NARROWEST, WIDEST)
    # A gap counts as a part of the photo before it, so that rows of many narrow photos are not too full.
    shares = ratios + gap / row_height
    keys = timeline.keys
    begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[begins, count])
    section = np.repeat(np.arange(len(begins)), sizes)
    ends = np.cumsum(shares)
    before = (ends - shares)[begins]
    sums = ends[begins + sizes - 1] - before
    full = (width + gap) / row_height
    rows = np.maximum(1, np.rint(sums / full))
    middle = ends - shares / 2 - before[section]
    place = np.minimum(np.floor(middle / (sums / rows)[section]), rows[section] - 1)
    # Where a wide photo leaves a row without any, the rows below move up.
    opens = np.r_[True, (section[1:] != section[:-1]) | (place[1:] != place[:-1])]
    row = np.cumsum(opens) - 1
    first = np.flatnonzero(opens)
    in_row = np.diff(np.r_[first, count])
    total = np.add.reduceat(ratios, first)
    height = np.maximum(1, np.minimum((width - gap * (in_row - 1)) / total, _TALLEST * row_height))
    lone = rows[section[first]] == 1
    height = np.where(lone, np.minimum(height, row_height), height)
    whole = np.rint(height)
    # Edges are rounded, not widths, so that rows end where the grid ends.
    step = ratios * height[row]
    right = np.cumsum(step)
    inner = np.arange(count) - first[row]
    edge = np.rint(right - (right - step)[first][row]) + gap * inner
    left = np.where(inner == 0, 0, np.roll(edge, 1) + gap)
    new = np.r_[True, section[first][1:] != section[first][:-1]]
    above = np.cumsum(whole + gap + np.where(new, heading, 0))
    top = above - whole - gap
    return Layout(
        left=left.astype(np.int32),
        width=(edge - left).astype(np.int32),
        row=row.astype(np.int32),
        first=np.r_[first, count].astype(np.int32),
        top=top.astype(np.int32),
        height=whole.astype(np.int32),
        section_top=(top[new] - heading).astype(np.int32),
        section_size=(sizes if under is None else np.add.reduceat(under, begins)).astype(np.int32),
        keys=keys[begins].astype(np.int32),
        months=timeline.months[begins].astype(np.int32),
        total=int(above[-1]),
    )
