"""Exact nearest neighbours among embeddings, by tiled matrix products in bounded memory.

What is kept of them lives in `engine.neighbours.best`, the approximate way in `engine.neighbours.cells`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.embedding import Vectors, unit_rows
from engine.neighbours.best import Best, Edges, Hits, flooded
from engine.neighbours.workers import in_order, workers

#: Rows and columns of one block of similarities (16 MiB of float32).
TILE = 2048

#: Tiles of rows that are unpacked together; each tile of columns is unpacked once for all of them.
_TILES = 8


def check_vectors(vectors: Vectors, k: int, tile: int = TILE) -> None:
    """Raise ValueError for embeddings of another shape or dtype, or k or tile < 1."""
    if vectors.ndim != 2 or vectors.dtype not in (np.float32, np.int8):
        raise ValueError(f"embeddings must be (n, d) float32 or int8, not {vectors.shape} {vectors.dtype}")
    if k < 1 or tile < 1:
        raise ValueError(f"k and tile must be at least 1, not {k} and {tile}")


def _tiles(
    rows: Vectors, columns: Vectors, tile: int, *, same: bool
) -> Iterator[tuple[int, int, NDArray[np.float32], NDArray[np.float32]]]:
    """Yield for each block of all similarities its corner, its rows (r, d) and its columns (d, c).

    Args:
        rows: (n, d) embeddings.
        columns: (m, d) embeddings.
        tile: rows and columns of one block.
        same: rows and columns are the same: only blocks on and above the diagonal are wanted.
    """
    for top in range(0, len(rows), _TILES * tile):
        tall = unit_rows(rows, slice(top, top + _TILES * tile))
        for column in range(top if same else 0, len(columns), tile):
            # A copy: numpy multiplies a matrix with itself by a routine that is four times slower.
            across = np.ascontiguousarray(unit_rows(columns, slice(column, column + tile)).T)
            for row in range(top, min(top + len(tall), column + 1 if same else len(rows)), tile):
                yield row, column, tall[row - top : row - top + tile], across


def nearest(
    queries: Vectors, gallery: Vectors, k: int, *, tile: int = TILE
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the k gallery faces most similar to every query.

    Memory beyond inputs and result is a few blocks of `tile` x `tile` float32.

    Args:
        queries: (q, d) float32 unit vectors, or packed int8.
        gallery: (n, d) likewise.
        k: how many to find, at least 1.
        tile: rows and columns of one block.

    Returns:
        (q, k) int64 gallery indices and (q, k) float32 similarities, best first, the lower index
        first among equals; padded with -1 and -inf where the gallery has fewer than k faces.

    Raises:
        ValueError: for arrays of another shape or dtype, or k < 1.
    """
    check_vectors(queries, k, tile)
    check_vectors(gallery, k, tile)
    best = Best(len(queries), k, -np.inf)
    for row, column, down, across in _tiles(queries, gallery, tile, same=False):
        block = down @ across
        rows = slice(row, row + len(block))
        hits = block >= best.bar[rows, None]
        if flooded(hits, k):
            best.raise_bar(rows, block)
            hits = best.foremost(rows, block)
        # Places in the flat block: `numpy.nonzero` of a matrix takes several times as long.
        places = np.flatnonzero(hits)
        at_row, at_column = np.divmod(places, block.shape[1])
        best.add(best.pick(at_row + row, at_column + column, block.ravel()[places]))
    return best.found()


def neighbour_edges(vectors: Vectors, k: int, *, floor: float, tile: int = TILE) -> Edges:
    """Join every face with its k nearest neighbours that are similar enough.

    A pair is an edge if either face is among the k nearest of the other (the lower index wins among
    equals) and their similarity is at least `floor`. Half of all n² products are computed; memory
    beyond input and result is O(n k) and a few blocks of `tile` x `tile` float32.

    Args:
        vectors: (n, d) float32 unit vectors, or packed int8.
        k: neighbours of each face, at least 1, itself left out.
        floor: least similarity (cosine, -1 to 1) of an edge, rounded to float32.
        tile: rows and columns of one block.

    Returns:
        The edges, with `complete_above` set.

    Raises:
        ValueError: for an array of another shape or dtype, or k < 1.
    """
    check_vectors(vectors, k, tile)
    lowest = np.float32(floor)
    best = Best(len(vectors), k, floor)

    def compare(tiles: tuple[int, int, NDArray[np.float32], NDArray[np.float32]]) -> tuple[Hits, Hits]:
        row, column, down, across = tiles
        block = down @ across
        height, width = block.shape
        if row == column:
            # Each pair is taken from above the diagonal, so both its faces see one value.
            block[np.tri(height, dtype=np.bool_)] = -np.inf
        rows, columns = slice(row, row + height), slice(column, column + width)
        hits = block >= lowest
        if flooded(hits, k):
            hits = best.passing(rows, columns, block)
        if flooded(hits, k):
            best.raise_bar(rows, block)
            best.raise_bar(columns, block.T)
            hits = best.passing(rows, columns, block)
        if flooded(hits, k):
            hits = best.foremost(rows, block) | best.foremost(columns, block.T).T
        places = np.flatnonzero(hits)
        at_row, at_column = np.divmod(places, width)
        one, other, similarities = at_row + row, at_column + column, block.ravel()[places]
        return best.pick(one, other, similarities), best.pick(other, one, similarities)

    with workers() as pool:
        for found in in_order(pool, compare, _tiles(vectors, vectors, tile, same=True)):
            for hits in found:
                best.add(hits)
    return best.edges(complete=True)
