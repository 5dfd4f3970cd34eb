"""Embeddings as arrays: normalising, packing into signed bytes, and distances.

Similarity is the cosine; dissimilarity is the squared L2 distance d² of unit vectors (Schroff, Kalenichenko,
Philbin: FaceNet, CVPR 2015, section 3), so d² = 2 - 2 cosine: 0 for the same face, 2 for unrelated ones.
"""

from __future__ import annotations

import math
from typing import Any, cast, overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Embeddings (n, d) of many faces: float32 unit vectors, or packed into int8 by `pack`.
Vectors = NDArray[np.float32] | NDArray[np.int8]

_GREATEST = 127

#: Rows unpacked at one time: some megabytes of float64, also where the result is a million rows.
_CHUNK = 4096


def unit(vectors: NDArray[np.floating]) -> Floats:
    """Scale vectors to length 1.

    Args:
        vectors: (..., d).

    Returns:
        (..., d) float32.

    Raises:
        ValueError: a vector has no direction (all zeros, or not finite).
    """
    exact = np.asarray(vectors, np.float64)
    length = np.linalg.norm(exact, axis=-1, keepdims=True)
    if not (np.isfinite(length) & (length > 0)).all():
        raise ValueError("a vector of length zero, or not finite, has no direction")
    result: Floats = (exact / length).astype(np.float32)
    return result


def pack(embeddings: NDArray[np.floating]) -> NDArray[np.int8]:
    """Pack embeddings into one signed byte a dimension.

    Only the direction of an embedding means anything, so each is scaled until its largest component is
    127 and rounded; no scale needs to be kept. The angle to the original is about 0.3 degrees at 128
    dimensions.

    Args:
        embeddings: (..., d), not zero.

    Returns:
        (..., d) int8, -127 to 127.

    Raises:
        ValueError: a vector has no direction.
    """
    exact = unit(embeddings).astype(np.float64)
    largest = np.abs(exact).max(axis=-1, keepdims=True)
    packed: NDArray[np.int8] = np.rint(exact * (_GREATEST / largest)).astype(np.int8)
    return packed


def unpack(packed: NDArray[np.int8]) -> Floats:
    """Return the unit vectors (..., d) float32 that were packed.

    Needs little memory beyond that of its result.

    Raises:
        ValueError: bytes that `pack` cannot have made.
    """
    result: Floats = np.empty(packed.shape, np.float32)
    # Not -1 for the number of rows, which numpy cannot tell where d is 0.
    shape = (math.prod(packed.shape[:-1]), packed.shape[-1])
    rows, filled = packed.reshape(shape), result.reshape(shape)
    for start in range(0, len(rows), _CHUNK):
        part = slice(start, start + _CHUNK)
        filled[part] = unit(rows[part].astype(np.float32))
    return result


def unit_rows(vectors: Vectors, rows: slice | NDArray[np.intp]) -> Floats:
    """Return some rows of (n, d) embeddings, packed or not, as (m, d) float32 unit vectors.

    A million packed embeddings take 128 MB, unpacked 512 MB; so whoever goes through all of them takes a few
    thousand rows at a time. A slice of float32 vectors is returned as it is, without a copy.

    Args:
        vectors: (n, d) float32 unit vectors, or int8 made by `pack`.
        rows: which.

    Raises:
        ValueError: bytes that `pack` cannot have made.
    """
    chosen = vectors[rows]
    if chosen.dtype == np.int8:
        return unpack(cast("NDArray[np.int8]", chosen))
    return cast("Floats", chosen)


def cosine(a: Floats, b: Floats) -> Floats:
    """Return the cosine similarities (..., ) float32 of unit vectors (..., d), pair by pair."""
    result: Floats = np.clip(np.einsum("...d,...d->...", a, b), -1, 1)
    return result


def squared_distance(a: Floats, b: Floats) -> Floats:
    """Return d² (...,) float32, 0 to 4, of unit vectors (..., d), pair by pair."""
    return d2_from_cosine(cosine(a, b))


@overload
def d2_from_cosine(similarity: float) -> float: ...
@overload
def d2_from_cosine(similarity: Floats) -> Floats: ...
def d2_from_cosine(similarity: Any) -> Any:
    """Return the squared L2 distance of unit vectors with this cosine."""
    return 2 - 2 * similarity


@overload
def cosine_from_d2(distance: float) -> float: ...
@overload
def cosine_from_d2(distance: Floats) -> Floats: ...
def cosine_from_d2(distance: Any) -> Any:
    """Return the cosine of unit vectors at this squared L2 distance."""
    return 1 - distance / 2
