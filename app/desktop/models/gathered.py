"""Photos gathered for a grid: those of a stack under the best of them, and sections by event.

Pure arithmetic on arrays. Which stacks and events there are is decided in `app.search.stacks` and
`app.search.events`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.search.browsing import Timeline
from app.search.events import Events
from app.search.stacks import Stacks

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """n tiles of a grid.

    Attributes:
        timeline: What is shown, the photos of a section together.
        shots: (n,) int32, how many pictures the stack has that a tile stands for, where a RAW file and the
            one beside it are one; 0 of a photo that is in no stack, or lies in an open one and is not on top.
        opened: (n,) bool, it is in a stack whose photos are shown after the best of them.
        photos: (n,) int32, how many photos a tile stands for: all of a stack that is not open, else one.
    """

    timeline: Timeline
    shots: Ints
    opened: NDArray[np.bool_]
    photos: Ints

    def same_as(self, other: Gathered) -> bool:
        """Tell whether the same is shown."""
        one, two = self.timeline, other.timeline
        arrays: list[tuple[NDArray[np.generic], NDArray[np.generic]]] = [
            (one.ids, two.ids),
            (one.months, two.months),
            (one.ratios, two.ratios),
            (one.keys, two.keys),
            (self.shots, other.shots),
            (self.opened, other.opened),
            (self.photos, other.photos),
        ]
        return all(np.array_equal(here, there) for here, there in arrays)


def gather(
    photos: Timeline,
    *,
    events: Events | None = None,
    stacks: Stacks | None = None,
    opened: Collection[int] = (),
) -> Gathered:
    """Gather photos.

    A stack lies where the best of its photos lies, of those that are there. Where it is open, the others
    follow in their order, in the section of the best.

    Args:
        photos: In the order in which they are shown.
        events: To divide photos by; None divides them by month.
        stacks: To put photos under; None shows each.
        opened: Photos whose stacks are open.
    """
    if events is not None:
        photos = replace(photos, sections=events.numbers_of(photos.ids).astype(np.int32))
    count = len(photos)
    nothing = Gathered(photos, np.zeros(count, np.int32), np.zeros(count, np.bool_), np.ones(count, np.int32))
    if stacks is None or not len(stacks) or not count:
        return nothing
    stack, rank = stacks.numbers_of(photos.ids), _ranks(stacks, photos.ids)
    inside = np.flatnonzero(stack >= 0)
    # Of each stack the photos that are there, the best first.
    inside = inside[np.lexsort((rank[inside], stack[inside]))]
    begins = np.flatnonzero(np.diff(stack[inside], prepend=-1))
    size = np.diff(np.r_[begins, len(inside)])
    begins, size = begins[size > 1], size[size > 1]
    if not len(begins):
        return nothing
    member = np.repeat(begins - np.cumsum(size) + size, size) + np.arange(int(size.sum()))
    below, top = inside[member], np.repeat(inside[begins], size)
    beside = stacks.beside[rank[below]]
    pictures = size - np.add.reduceat(beside, np.cumsum(size) - size)
    shots = np.zeros(count, np.int32)
    shots[inside[begins]] = np.maximum(pictures, 1)
    is_open = np.zeros(count, np.bool_)
    wanted = np.isin(photos.ids[below], np.fromiter(opened, np.int64))
    is_open[top[wanted]] = True
    # What lies under another goes away, or behind it in order of the stack.
    place = np.arange(count)
    order = np.zeros(count, np.int64)
    place[below], order[below] = top, rank[below]
    shown = (place == np.arange(count)) | is_open[place]
    tiles = np.flatnonzero(shown)
    tiles = tiles[np.lexsort((order[tiles], place[tiles]))]
    heads = place[tiles]
    timeline = Timeline(
        photos.ids[tiles],
        photos.months[heads],
        photos.ratios[tiles],
        None if photos.sections is None else photos.sections[heads],
    )
    under = np.bincount(place, minlength=count).astype(np.int32)
    stands_for = np.where(is_open[heads], 1, under[tiles]).astype(np.int32)
    return Gathered(timeline, shots[tiles], is_open[heads], stands_for)


def _ranks(stacks: Stacks, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of each photo among all that are in stacks; anything for others."""
    order = np.argsort(stacks.ids)
    at = np.minimum(np.searchsorted(stacks.ids[order], ids), len(order) - 1)
    ranks: NDArray[np.int64] = order[at].astype(np.int64)
    return ranks
