"""Small things that several rooms of grouping do with arrays of ids.

Nothing here knows of faces or people; what these arrays mean lives with their callers.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


def among_pairs(pairs: Ids, wanted: Ids) -> NDArray[np.bool_]:
    """Mark the rows of (n, 2) `pairs` that are rows of (m, 2) `wanted`; no number is below 0."""
    if not len(wanted):
        return np.zeros(len(pairs), np.bool_)
    base = 1 + max(int(pairs[:, 1].max(initial=0)), int(wanted[:, 1].max()))
    return np.isin(pairs @ np.array([base, 1]), wanted @ np.array([base, 1]))


def matches(keys: Ids, column: Ids) -> tuple[Ids, Ids]:
    """Find all places in a sorted column that hold one of some keys.

    Args:
        keys: (k,) int64; one may come several times.
        column: (n,) int64, ascending.

    Returns:
        (m,) int64 index of the key, ascending, and (m,) int64 place in `column`.
    """
    start = np.searchsorted(column, keys, side="left")
    count = np.searchsorted(column, keys, side="right") - start
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(np.arange(len(keys)), count), np.repeat(start, count) + within


def best_places(
    candidates: tuple[NDArray[np.float32], Ids, Ids],
    photos: Ids,
    *,
    taken: set[tuple[int, int]],
    barred: Collection[tuple[int, int]],
) -> dict[int, int]:
    """Give things places, the surest first: one place each, and one of each photo in a place.

    Args:
        candidates: (c,) similarity, thing and place.
        photos: By thing, its photo.
        taken: Photo and place that are taken already; added to.
        barred: Thing and place that do not go together.

    Returns:
        Place by thing; among equal similarities the lower thing and then the lower place comes first.
    """
    similarity, things, places = candidates
    order = np.lexsort((places, things, -similarity))
    found: dict[int, int] = {}
    for thing, place in zip(things[order].tolist(), places[order].tolist(), strict=True):
        where = (int(photos[thing]), place)
        if thing not in found and where not in taken and (thing, place) not in barred:
            found[thing] = place
            taken.add(where)
    return found


def crowded_out(photos: Ids, places: Ids, similarity: NDArray[np.floating]) -> Ids:
    """List the things that are not the most similar one of their photo in their place.

    Args:
        photos: (n,) int64.
        places: (n,) int64.
        similarity: (n,); among equals the first thing stays.

    Returns:
        Indices.
    """
    order = np.lexsort((np.arange(len(photos)), -similarity, photos, places))
    again = (places[order][1:] == places[order][:-1]) & (photos[order][1:] == photos[order][:-1])
    out: Ids = order[1:][again]
    return out
