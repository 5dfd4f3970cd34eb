"""Exact nearest neighbours among embeddings, by tiled matrix products in bounded memory.

Here live the search of queries in a gallery and the graph of faces that look alike. What is made of
the graph (groups, suggestions) lives in `engine.clustering`; how embeddings are made and packed lives
in `engine.embedding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Rows and columns of one block of similarities (16 MiB of float32).
TILE = 2048

#: With more than this many times k hits per row in a block, raising the bar first is cheaper than
#: sorting all of them.
_FLOOD = 4


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs of faces that look alike: each unordered pair once, sorted by (first, second).

    Attributes:
        first: (m,) int64, index of the lower face.
        second: (m,) int64, index of the higher face; first < second.
        similarity: (m,) float32, inner product of the two embeddings (cosine for unit vectors).
        complete_above: (n,) float32 or None. Every neighbour of face i whose similarity is greater
            than complete_above[i] is among the pairs; None where that is not known.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    similarity: NDArray[np.float32]
    complete_above: NDArray[np.float32] | None = None


class _Best:
    """The k best neighbours seen so far of every row, with the bar that a newcomer must reach."""

    def __init__(self, rows: int, k: int, floor: float) -> None:
        self.indices = np.full((rows, k), -1, np.int64)
        self.similarities = np.full((rows, k), -np.inf, np.float32)
        self.bar = np.full(rows, floor, np.float32)
        self.k = k

    def add(
        self,
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
        similarities: NDArray[np.float32],
    ) -> None:
        """Take in hits: row, gallery index and similarity of each; no pair may come twice."""
        passed = similarities >= self.bar[rows]
        rows, columns, similarities = rows[passed], columns[passed], similarities[passed]
        if not rows.size:
            return
        touched = np.unique(rows)
        old = self.indices[touched]
        known = old >= 0
        all_rows = np.concatenate([np.repeat(touched, self.k)[known.ravel()], rows])
        all_columns = np.concatenate([old[known], columns])
        all_similarities = np.concatenate([self.similarities[touched][known], similarities])
        order = np.lexsort((all_columns, -all_similarities, all_rows))
        all_rows = all_rows[order]
        rank = np.arange(order.size) - np.searchsorted(all_rows, all_rows)
        kept = rank < self.k
        target = all_rows[kept], rank[kept]
        self.indices[target] = all_columns[order[kept]]
        self.similarities[target] = all_similarities[order[kept]]
        self.bar[touched] = np.maximum(self.bar[touched], self.similarities[touched, -1])

    def raise_bar(self, start: int, block: NDArray[np.float32]) -> None:
        """Raise the bar of the rows from `start` to the k-th best of a block (rows, columns)."""
        if block.shape[1] >= self.k:
            kth = np.partition(block, block.shape[1] - self.k, axis=1)[:, block.shape[1] - self.k]
            rows = slice(start, start + block.shape[0])
            self.bar[rows] = np.maximum(self.bar[rows], kth)

    def passing(self, row: int, column: int, block: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Mark what in a block with that corner reaches the bar of its row or of its column."""
        height, width = block.shape
        passed: NDArray[np.bool_] = block >= self.bar[row : row + height, None]
        passed |= block >= self.bar[column : column + width]
        return passed


def _flooded(hits: NDArray[np.bool_], k: int) -> bool:
    """Tell whether so much of a block is a hit that the bars should be raised first."""
    return bool(np.count_nonzero(hits) > _FLOOD * k * min(hits.shape))


def _checked(embeddings: NDArray[np.float32], k: int, tile: int) -> None:
    if embeddings.ndim != 2 or embeddings.dtype != np.float32:
        raise ValueError(f"embeddings must be (n, d) float32, not {embeddings.shape} {embeddings.dtype}")
    if k < 1 or tile < 1:
        raise ValueError(f"k and tile must be at least 1, not {k} and {tile}")


def nearest(
    queries: NDArray[np.float32],
    gallery: NDArray[np.float32],
    k: int,
    *,
    tile: int = TILE,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the k gallery faces most similar to every query.

    Memory beyond inputs and result is a few blocks of `tile` x `tile` float32.

    Args:
        queries: (q, d) float32 unit vectors.
        gallery: (n, d) float32 unit vectors.
        k: how many to find, at least 1.
        tile: rows and columns of one block.

    Returns:
        (q, k) int64 gallery indices and (q, k) float32 similarities, best first, the lower index
        first among equals; padded with -1 and -inf where the gallery has fewer than k faces.

    Raises:
        ValueError: for arrays of another shape or dtype, or k < 1.
    """
    _checked(queries, k, tile)
    _checked(gallery, k, tile)
    best = _Best(len(queries), k, -np.inf)
    for row in range(0, len(queries), tile):
        rows = queries[row : row + tile]
        for column in range(0, len(gallery), tile):
            block = rows @ gallery[column : column + tile].T
            hits = block >= best.bar[row : row + tile, None]
            if _flooded(hits, k):
                best.raise_bar(row, block)
                hits = block >= best.bar[row : row + tile, None]
            at_row, at_column = np.nonzero(hits)
            best.add(at_row + row, at_column + column, block[hits])
    return best.indices, best.similarities


def _blocks(embeddings: NDArray[np.float32], tile: int) -> Iterator[tuple[int, int, NDArray[np.float32]]]:
    """Yield the blocks on and above the diagonal of all similarities, each with its corner."""
    for row in range(0, len(embeddings), tile):
        rows = embeddings[row : row + tile]
        for column in range(row, len(embeddings), tile):
            block = rows @ embeddings[column : column + tile].T
            if row == column:
                # Each pair is taken from above the diagonal, so both its faces see one value.
                block[np.tril_indices(len(block))] = -np.inf
            yield row, column, block


def neighbour_edges(embeddings: NDArray[np.float32], k: int, *, floor: float, tile: int = TILE) -> Edges:
    """Join every face with its k nearest neighbours that are similar enough.

    A pair is an edge if either face is among the k nearest of the other (the lower index wins among
    equals) and their similarity is at least `floor`. Half of all n² products are computed; memory
    beyond input and result is O(n k) and a few blocks of `tile` x `tile` float32.

    Args:
        embeddings: (n, d) float32 unit vectors.
        k: neighbours of each face, at least 1, itself left out.
        floor: least similarity (cosine, -1 to 1) of an edge, rounded to float32.
        tile: rows and columns of one block.

    Returns:
        The edges, with `complete_above` set.

    Raises:
        ValueError: for an array of another shape or dtype, or k < 1.
    """
    _checked(embeddings, k, tile)
    n = len(embeddings)
    lowest = np.float32(floor)
    best = _Best(n, k, floor)
    for row, column, block in _blocks(embeddings, tile):
        hits = block >= lowest
        if _flooded(hits, k):
            hits = best.passing(row, column, block)
        if _flooded(hits, k):
            best.raise_bar(row, block)
            best.raise_bar(column, block.T)
            hits = best.passing(row, column, block)
        places = np.flatnonzero(hits)
        at_row, at_column = np.divmod(places, block.shape[1])
        similarities = block.ravel()[places]
        best.add(at_row + row, at_column + column, similarities)
        best.add(at_column + column, at_row + row, similarities)

    known = best.indices >= 0
    complete_above = np.where(known[:, -1], best.similarities[:, -1], lowest)
    rows = np.repeat(np.arange(n), known.sum(axis=1))
    columns, similarity = best.indices[known], best.similarities[known]
    # A million faces have 32 million neighbours, so that each array here takes up to 256 MB.
    del best, known
    codes = np.minimum(rows, columns)
    np.maximum(rows, columns, out=columns)
    codes *= n
    codes += columns
    del rows, columns
    order = np.argsort(codes)
    codes, similarity = codes[order], similarity[order]
    del order
    once = np.ones(codes.size, np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=once[1:])
    first, second = np.divmod(codes[once], max(n, 1))
    return Edges(first, second, similarity[once], complete_above)
