"""Stacks: photos of which one is enough to see, the best on top. Nothing is ever deleted because of them.

Four things put photos into one stack: the same content; nearly the same picture, also smaller or saved again;
a burst, nearly the same picture within seconds; and a RAW file with the picture beside it that the camera
made of it. How near two pictures are is measured by `engine.fingerprints`; which thresholds are used and what
was measured of them is told in `docs/decisions.md`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.fingerprints import Fingerprints
from app.library.tables.base import stored_name
from app.search.rows import fetch, file_name, numbers
from engine.fingerprints import distance, near_pairs
from engine.image import RAW_SUFFIXES
from engine.video import VIDEO_SUFFIXES

#: Bits in which the fingerprints of one picture may differ, whenever they were taken, and how different their
#: ratios of width to height may be: a little may have been cut off.
SAME_BITS: Final = 4
SAME_RATIO: Final = 0.08
#: Bits in which two photos of a burst may differ, and how many seconds may be between one and the next.
BURST_BITS: Final = 12
BURST_S: Final = 5
#: So many photos after it are compared with each photo of a burst: cameras take twenty in a second.
_BURST_AHEAD: Final = 24
#: Photos with this share of the most pixels are as large as the largest.
_AS_LARGE: Final = 0.9

#: Two sizes of 32 bits in one number.
_PHOTOS: Final = """
SELECT id, coalesce(unixepoch(taken_at), -1), (coalesce(width, 0) << 32) | coalesce(height, 0)
FROM photo WHERE missing_since IS NULL ORDER BY id
"""
_SAME_CONTENT: Final = """
SELECT id, first FROM (
    SELECT id, min(id) OVER (PARTITION BY sha256) AS first FROM photo
    WHERE sha256 IN (
        SELECT sha256 FROM photo WHERE missing_since IS NULL AND sha256 IS NOT NULL
        GROUP BY sha256 HAVING count(*) > 1
    ) AND missing_since IS NULL
) WHERE id <> first
"""
#: How long the suffixes of RAW files are, all of them.
(_SUFFIX,) = {len(suffix) for suffix in RAW_SUFFIXES}
#: Their last letters are looked up: to compare each path with each suffix takes seven times as long.
_RAW_FILES: Final = f"""
SELECT root_id, path, id FROM photo WHERE missing_since IS NULL
    AND lower(substr(path, -{_SUFFIX})) IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - our own
_BESIDE: Final = """
SELECT root_id, path, id FROM photo WHERE missing_since IS NULL AND root_id = ? AND path >= ? AND path < ?
    AND duration_ms IS NULL
"""
_CONFIRMED: Final = """
SELECT photo_id, count(*) FROM face WHERE confirmed_at IS NOT NULL AND ignored_at IS NULL GROUP BY photo_id
"""
_LOW: Final = np.int64(0xFFFFFFFF)

Ints = NDArray[np.int64]


class Why(IntFlag):
    """What put photos into one stack."""

    SAME_CONTENT = 1
    SAME_PICTURE = 2
    BURST = 4
    RAW = 8


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """m photos in s stacks of two and more; other photos are in none.

    Attributes:
        ids: (m,) int64, `Photo.id`; of each stack the best first.
        starts: (s + 1,) int64, where the photos of each stack begin; lastly m.
        beside: (m,) bool, a RAW file that is in the stack with the picture of it.
        shots: (s,) int64, pictures of each stack, where a RAW file and the one beside it are one.
        why: (s,) uint8, flags of `Why`.
    """

    ids: Ints
    starts: Ints
    beside: NDArray[np.bool_]
    shots: Ints
    why: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.shots)

    def photos(self, stack: int) -> Ints:
        """Return the photos of a stack, the best first."""
        return self.ids[self.starts[stack] : self.starts[stack + 1]]

    def numbers_of(self, photo_ids: Ints) -> Ints:
        """Return which stack each of some photos is in; -1 where it is in none.

        Args:
            photo_ids: (m,) int64, in any order.
        """
        if not len(self.ids):
            return np.full(len(photo_ids), -1, np.int64)
        order = np.argsort(self.ids)
        known = self.ids[order]
        at = np.minimum(np.searchsorted(known, photo_ids), len(known) - 1)
        stack = np.searchsorted(self.starts, order[at], side="right") - 1
        return np.where(known[at] == photo_ids, stack, -1)

    def with_photo(self, photo_id: int) -> Ints:
        """Return the photos of the stack that a photo is in, the best first; empty where it is in none."""
        (number,) = self.numbers_of(np.array([photo_id], np.int64)).tolist()
        return self.photos(number) if number >= 0 else np.zeros(0, np.int64)


def find_stacks(session: Session, fingerprints: Fingerprints) -> Stacks:
    """Put photos whose files are not gone into stacks.

    Of a stack those photos are best that are about as large as the largest, of these those with most faces
    that the user confirmed, then no RAW files, then the sharpest, then those that came first.

    Args:
        session: A session.
        fingerprints: As far as they have been made; without them, the same content and RAW files are seen.
    """
    rows = numbers(session, _PHOTOS, (), 3)
    ids, times = rows[:, 0], rows[:, 1]
    width, height = rows[:, 2] >> 32, rows[:, 2] & _LOW
    bits, sharpness, seen = _on_photos(ids, fingerprints)
    links = [
        (_within(ids, _same_content(session)), Why.SAME_CONTENT),
        (_same_picture(bits, seen, width / np.maximum(height, 1)), Why.SAME_PICTURE),
        (_bursts(bits, seen, times), Why.BURST),
        (pairs := _within(ids, _raw_pairs(session)), Why.RAW),
    ]
    joined = np.concatenate([link for link, _ in links])
    reason = np.repeat([why for _, why in links], [len(link) for link, _ in links]).astype(np.uint8)
    member = np.unique(joined)
    if not len(member):
        none = np.zeros(0, np.int64)
        return Stacks(none, np.zeros(1, np.int64), none.astype(np.bool_), none, np.zeros(0, np.uint8))
    # A quarter of a second that nobody needs who has no stacks.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = np.searchsorted(member, joined)
    graph = coo_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(len(member),) * 2)
    count, stack = connected_components(graph, directed=False)
    why = np.zeros(count, np.uint8)
    np.bitwise_or.at(why, stack[ends[:, 0]], reason)
    second = np.isin(member, pairs[:, 1])
    shots = np.bincount(stack, minlength=count) - np.bincount(stack[second], minlength=count)
    pixels = (width * height)[member].astype(np.float64)
    most = np.zeros(count)
    np.maximum.at(most, stack, pixels)
    smaller = pixels < _AS_LARGE * most[stack]
    faces = _confirmed(session, ids[member])
    order = np.lexsort((ids[member], -sharpness[member], second, -faces, smaller, stack))
    starts = np.r_[0, np.cumsum(np.bincount(stack, minlength=count))].astype(np.int64)
    # In the order of their best photos' ids, so that it does not depend on chance.
    tops = ids[member][order][starts[:-1]]
    found = Stacks(ids[member][order], starts, second[order], shots.astype(np.int64), why)
    return _reordered(found, np.argsort(-tops))


def _reordered(found: Stacks, order: Ints) -> Stacks:
    size = np.diff(found.starts)[order]
    begins = np.r_[0, np.cumsum(size)]
    at = np.repeat(found.starts[:-1][order] - begins[:-1], size) + np.arange(len(found.ids))
    return Stacks(
        found.ids[at], begins.astype(np.int64), found.beside[at], found.shots[order], found.why[order]
    )


def _on_photos(
    ids: Ints, fingerprints: Fingerprints
) -> tuple[NDArray[np.uint64], NDArray[np.float32], NDArray[np.bool_]]:
    """Return bits and sharpness of each photo, and whether it has a fingerprint and is not flat."""
    bits, sharpness = np.zeros(len(ids), np.uint64), np.zeros(len(ids), np.float32)
    known = np.isin(fingerprints.photo_ids, ids)
    at = np.searchsorted(ids, fingerprints.photo_ids[known])
    bits[at], sharpness[at] = fingerprints.bits[known], fingerprints.sharpness[known]
    return bits, sharpness, bits != 0


def _within(ids: Ints, pairs: Ints) -> Ints:
    """Return pairs of photos as (p, 2) places among all; those that are not there are left out."""
    if not len(pairs) or not len(ids):
        return np.zeros((0, 2), np.int64)
    there = np.isin(pairs, ids).all(axis=1)
    return np.searchsorted(ids, pairs[there]).astype(np.int64)


def _same_content(session: Session) -> Ints:
    return numbers(session, _SAME_CONTENT, (), 2)


def _same_picture(bits: NDArray[np.uint64], seen: NDArray[np.bool_], ratios: NDArray[np.float64]) -> Ints:
    places = np.flatnonzero(seen)
    if not len(places):
        return np.zeros((0, 2), np.int64)
    places = places[np.lexsort((ratios[places], bits[places]))]
    ratio, bit = ratios[places], bits[places]
    # Photos with the same bits and the same ratio are tied to the first of them, which stands for all.
    first = np.r_[True, (bit[1:] != bit[:-1]) | (ratio[1:] != ratio[:-1])]
    stands = np.flatnonzero(first)
    tied = np.stack([places[stands[np.cumsum(first) - 1]], places], axis=1)[~first]
    different, begin, count = np.unique(bit[stands], return_index=True, return_counts=True)
    one, other = near_pairs(different, SAME_BITS)
    # Of all with the same bits, and of all with bits that are near, neighbours by ratio are tied where they
    # are near: what lies between two that are near is near to both.
    alone = np.arange(len(different))
    sets = np.concatenate([alone, one, other])
    label = np.concatenate([alone, len(alone) + np.arange(len(one)), len(alone) + np.arange(len(other))])
    size = count[sets]
    member = np.repeat(begin[sets] - np.cumsum(size) + size, size) + np.arange(int(size.sum()))
    label, place = np.repeat(label, size), places[stands[member]]
    order = np.lexsort((ratios[place], label))
    label, place = label[order], place[order]
    a, b = ratios[place[:-1]], ratios[place[1:]]
    near = (label[1:] == label[:-1]) & (b - a <= SAME_RATIO * b)
    pairs = np.stack([place[:-1], place[1:]], axis=1)[near]
    return np.concatenate([tied, pairs]).astype(np.int64)


def _bursts(bits: NDArray[np.uint64], seen: NDArray[np.bool_], times: Ints) -> Ints:
    places = np.flatnonzero(seen & (times >= 0))
    places = places[np.argsort(times[places], kind="stable")]
    found = [np.zeros((0, 2), np.int64)]
    for ahead in range(1, min(_BURST_AHEAD, max(len(places) - 1, 0)) + 1):
        one, other = places[:-ahead], places[ahead:]
        near = times[other] - times[one] <= BURST_S
        one, other = one[near], other[near]
        if not len(one):
            break
        alike = distance(bits[one], bits[other]) <= BURST_BITS
        found.append(np.stack([one[alike], other[alike]], axis=1))
    return np.concatenate(found)


def _raw_pairs(session: Session) -> Ints:
    """Return pairs of a picture and the RAW file beside it with the same name, as (p, 2) photo ids."""
    found = []
    for root, stored, raw in fetch(session, _RAW_FILES, (json.dumps(sorted(RAW_SUFFIXES)),)):
        stem = file_name(stored).rpartition(".")[0]
        # "." is followed by "/".
        beside = fetch(session, _BESIDE, (root, stored_name(f"{stem}."), stored_name(f"{stem}/")))
        pictures = [
            photo
            for _, path, photo in beside
            if "." + file_name(path)[len(stem) + 1 :].lower() not in RAW_SUFFIXES | VIDEO_SUFFIXES
            and "/" not in file_name(path)[len(stem) :]
            and "." not in file_name(path)[len(stem) + 1 :]
        ]
        if pictures:
            found.append((min(pictures), raw))
    return np.array(found, np.int64).reshape(-1, 2)


def _confirmed(session: Session, ids: Ints) -> Ints:
    """Return of each of some photos how many of its faces the user confirmed."""
    rows = numbers(session, _CONFIRMED, (), 2)
    known = dict(zip(rows[:, 0].tolist(), rows[:, 1].tolist(), strict=True))
    return np.array([known.get(photo, 0) for photo in ids.tolist()], np.int64)
