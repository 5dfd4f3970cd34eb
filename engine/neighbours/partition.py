"""Cells: faces that point in nearly the same direction, and which faces look for neighbours in which cells.

The search inside the cells lives in `engine.neighbours.cells`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.embedding import Vectors

#: Faces that the centroids are learnt from, for each cell, and in how many rounds. Twice as many of
#: either change the recall by less than 0.002.
_SAMPLE = 32
_ROUNDS = 3

#: Faces from which the reach is found.
_MEASURED = 1024

#: How much of the similarity to its own centroid a face asks of others (0, .3, .5, .7 and 1 were tried).
_OWN_SHARE = 0.5

#: Similarities to centroids held at one time (8 MiB of float32).
_BLOCK = 1 << 21

#: Visits of faces to cells held at one time (32 MiB of int32).
_VISITS = 1 << 23


class Faces:
    """Embeddings that are unpacked again and again, some rows at a time.

    Like `engine.embedding.unit_rows` but in float32 throughout: many times faster, and right to 1e-6.
    """

    def __init__(self, vectors: Vectors) -> None:
        """Measure the rows once.

        Args:
            vectors: (n, d) float32 unit vectors, or packed int8.

        Raises:
            ValueError: A packed row is all zeros.
        """
        self._vectors = vectors
        self._scale: NDArray[np.float32] | None = None
        if vectors.dtype == np.int8:
            self._scale = np.empty(len(vectors), np.float32)
            step = max(1, _BLOCK // max(1, vectors.shape[1]))
            for start in range(0, len(vectors), step):
                rows = vectors[start : start + step].astype(np.float32)
                squared = np.einsum("nd,nd->n", rows, rows)
                if not squared.all():
                    raise ValueError("a vector of length zero has no direction")
                self._scale[start : start + step] = 1 / np.sqrt(squared)

    def __len__(self) -> int:
        return len(self._vectors)

    def rows(self, which: slice | NDArray[np.integer]) -> NDArray[np.float32]:
        """Return some rows as (m, d) float32 unit vectors, which must not be written to."""
        # `take` is twice as fast as an index.
        rows = self._vectors[which] if isinstance(which, slice) else self._vectors.take(which, axis=0)
        unpacked = rows.astype(np.float32, copy=False)
        if self._scale is not None:
            unpacked *= self._scale[which, None]
        return unpacked


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """n faces parted into c cells, none of them empty.

    Attributes:
        centroids: (c, d) float32 unit vectors.
        own: (n,) int16, the cell of each face.
        reach: (n,) float32. A face looks in its own cell, and in every cell whose centroid is at
            least this similar to it.
        probes: in how many cells a face looks, on average.
    """

    centroids: NDArray[np.float32]
    own: NDArray[np.int16]
    reach: NDArray[np.float32]
    probes: int

    def members(self) -> list[NDArray[np.int64]]:
        """List the faces of each cell, (members,) int64 ascending, in the order of the cells."""
        order = np.argsort(self.own, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.own))[:-1])

    def visitors(self, faces: Faces, pool: ThreadPoolExecutor) -> Iterator[NDArray[np.int32]]:
        """Yield for each cell, in order, the faces of others that look in it: (visitors,) int32 ascending.

        Memory is that of some 8 million visits, or of one cell's.
        """
        count, n = len(self.centroids), len(faces)
        # No list of all visits is kept: a million faces make hundreds of millions.
        group = max(1, _VISITS * count // (n * self.probes))
        for first in range(0, count, group):
            last = min(first + group, count)
            tile = max(1, _BLOCK // (last - first))
            looking = pool.map(
                lambda start, first=first, last=last, tile=tile: self._looking(
                    faces, slice(start, start + tile), slice(first, last)
                ),
                range(0, n, tile),
            )
            for pieces in zip(*looking, strict=True):
                yield np.concatenate(pieces)

    def _looking(self, faces: Faces, part: slice, group: slice) -> list[NDArray[np.int32]]:
        """List for each of a group of cells those of a part of the faces that look in it from others."""
        centroids = self.centroids[group]
        looks = centroids @ faces.rows(part).T >= self.reach[part]
        own = self.own[part].astype(np.intp) - group.start
        here = np.flatnonzero((own >= 0) & (own < len(centroids)))
        looks[own[here], here] = False
        cell, row = np.nonzero(looks)
        ends = np.searchsorted(cell, np.arange(1, len(centroids)))
        return np.split((row + part.start).astype(np.int32), ends)


def part_into_cells(faces: Faces, count: int, probes: int, pool: ThreadPoolExecutor) -> Cells:
    """Part faces into cells by spherical k-means (Dhillon and Modha 2001) on a sample of them.

    A face looks in every cell whose centroid has at least half the similarity that its own centroid
    has, plus an offset that lets a face look in `probes` cells on average. At the same cost this finds
    more than looking in the same number of nearest cells, because faces in the crowd need more cells
    than others: on a million synthetic faces .992 of the edges instead of .980.

    Args:
        faces: At least one.
        count: How many cells, 1 to 32,767; there may become fewer.
        probes: In how many cells a face looks, on average; at least 1.
        pool: Threads that share the work.
    """
    n = len(faces)
    centroids = _learn(faces, min(count, n), pool)
    own, similarity = _nearest_centroids(faces, centroids, pool)
    filled, dense = np.unique(own, return_inverse=True)
    centroids, own = centroids[filled], dense.astype(np.int16)
    if probes >= len(centroids):
        return Cells(centroids, own, np.full(n, -np.inf, np.float32), len(centroids))
    some = np.linspace(0, n - 1, min(n, _MEASURED)).astype(np.intp)
    offsets = faces.rows(some) @ centroids.T
    offsets -= _OWN_SHARE * similarity[some, None]
    offset = np.float32(np.quantile(offsets, 1 - probes / len(centroids)))
    return Cells(centroids, own, _OWN_SHARE * similarity + offset, probes)


def _learn(faces: Faces, count: int, pool: ThreadPoolExecutor) -> NDArray[np.float32]:
    """Learn (count, d) centroids from a sample, the same every time; some may have no faces."""
    size = min(len(faces), count * _SAMPLE)
    sample = faces.rows(np.random.default_rng(0).choice(len(faces), size, replace=False))
    centroids = sample[:count].copy()
    for _ in range(_ROUNDS):
        own, _ = _nearest_centroids(Faces(sample), centroids, pool)
        sizes = np.bincount(own, minlength=count)
        filled = np.flatnonzero(sizes)
        starts = (np.cumsum(sizes) - sizes)[filled]
        sums = np.add.reduceat(sample[np.argsort(own, kind="stable")], starts, axis=0)
        lengths = np.linalg.norm(sums, axis=1)
        pointing = lengths > 0
        centroids[filled[pointing]] = sums[pointing] / lengths[pointing, None]
    return centroids


def _nearest_centroids(
    faces: Faces, centroids: NDArray[np.float32], pool: ThreadPoolExecutor
) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Return the nearest centroid (n,) int16 of each face, and their similarity (n,) float32."""
    own = np.empty(len(faces), np.int16)
    similarity = np.empty(len(faces), np.float32)
    tile = max(1, _BLOCK // len(centroids))

    def look(start: int) -> None:
        part = slice(start, start + tile)
        block = faces.rows(part) @ centroids.T
        nearest = block.argmax(axis=1)
        own[part] = nearest
        similarity[part] = block[np.arange(len(block)), nearest]

    for _ in pool.map(look, range(0, len(faces), tile)):
        pass
    return own, similarity
