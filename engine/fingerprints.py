"""Fingerprints of pictures: 64 bits that stay nearly the same when a picture is made smaller or saved again.

Which photos belong together because of them is decided in `app.search.stacks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]

#: Bits of a fingerprint.
SIZE: Final = 64
#: The picture is reduced to a square of this side, in pixels; no frequency that is used is near its limit.
_SIDE: Final = 32
#: The lowest frequencies each way that are used; those that are constant one way tell of borders and light.
_FREQUENCIES: Final = slice(1, 9)
#: A picture whose grey values stray less than this, of 255, is flat: what is left is noise.
_FLAT: Final = 4.0
#: Bands a fingerprint is cut into for looking up near ones, at least.
_FEWEST_BANDS: Final = 4
#: Fingerprints compared at one time.
_CHUNK: Final = 2_000_000


def fingerprint(jpeg: bytes) -> tuple[int, float] | None:
    """Return the fingerprint of a picture, and how sharp it is.

    The signs of 8 × 8 low frequencies of the discrete cosine transform against their median, as Zauner
    (Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2.1) describes them;
    half of the bits are set, so two fingerprints always differ in an even number of bits.

    Args:
        jpeg: A thumbnail.

    Returns:
        The bits, 0 to 2^64 - 1, and the variance of the Laplacian of the grey values, which is comparable
        between thumbnails of one size alone; None where the picture is flat or cannot be decoded.
    """
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE) if jpeg else None
    if grey is None or float(grey.std()) < _FLAT:
        return None
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[_FREQUENCIES, _FREQUENCIES].ravel()
    bits = np.packbits(low > np.median(low))
    return int.from_bytes(bits.tobytes(), "big"), float(cv2.Laplacian(grey, cv2.CV_32F).var())


def distance(one: Bits, other: Bits) -> NDArray[np.uint8]:
    """Return in how many bits fingerprints differ, 0 to 64; arrays of uint64 that fit each other."""
    bits: NDArray[np.uint8] = np.bitwise_count(one ^ other)
    return bits


def near_pairs(fingerprints: Bits, most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find all pairs of different fingerprints that differ in few bits, in about linear time.

    Multi-index hashing (Norouzi, Punjani, Fleet: Fast Search in Hamming Space with Multi-Index Hashing, CVPR
    2012): of b bands at least b - `most` are the same in both. Each choice of so many is a key, and only
    fingerprints with the same key are compared.

    Args:
        fingerprints: (n,) uint64, each once.
        most: Bits in which they may differ, 1 to 8.

    Returns:
        (p,) int64 indices of the one and of the other, the smaller first; each pair once, in order.
    """
    found = [np.zeros(0, np.int64)]
    count = len(fingerprints)
    for key in _keys(fingerprints, most):
        order = np.argsort(key, kind="stable").astype(np.int64)
        for one, other in _within_runs(key[order]):
            first, second = order[one], order[other]
            near = distance(fingerprints[first], fingerprints[second]) <= most
            low, high = np.minimum(first, second)[near], np.maximum(first, second)[near]
            found.append(low * count + high)
    pairs: NDArray[np.int64] = np.unique(np.concatenate(found))
    return pairs // max(count, 1), pairs % max(count, 1)


def _keys(fingerprints: Bits, most: int) -> Iterator[Bits]:
    """Give keys of which near fingerprints have at least one in common."""
    # Two bands the same make keys of about 20 bits: a million fingerprints have few in common by chance.
    bands = max(_FEWEST_BANDS, most + 2)
    edges = [round(at * SIZE / bands) for at in range(bands + 1)]
    masks = [np.uint64(((1 << (end - begin)) - 1) << begin) for begin, end in pairwise(edges)]
    for chosen in combinations(masks, bands - most):
        yield fingerprints & np.bitwise_or.reduce(np.array(chosen, np.uint64))


def _within_runs(key: Bits) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give all pairs of places that have the same key, where the keys are in order; a part at a time."""
    begin = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.int64)
    length = np.diff(np.r_[begin, len(key)])
    # After each place come the others of its run.
    rest = np.repeat(begin + length, length) - np.arange(len(key)) - 1
    places = np.flatnonzero(rest)
    ends = np.cumsum(rest[places])
    at = 0
    while at < len(places):
        before = int(ends[at - 1]) if at else 0
        stop = max(at + 1, int(np.searchsorted(ends, before + _CHUNK, side="right")))
        some = places[at:stop]
        count = rest[some]
        one = np.repeat(some, count)
        step = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + 1
        yield one, one + step
        at = stop
