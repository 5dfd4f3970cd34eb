"""Approximate nearest neighbours among very many embeddings: only faces of near cells are compared.

The cells, and who looks in which, live in `engine.neighbours.partition`; the exact way, in
`engine.neighbours.exact`. The idea is that of the inverted file (Jégou, Douze, Schmid: Product
quantization for nearest neighbor search, PAMI 2011, section 4); nothing is quantised, so that every
similarity is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.embedding import Vectors
from engine.neighbours.best import Best, Edges, Hits, flooded
from engine.neighbours.exact import check_vectors, neighbour_edges
from engine.neighbours.partition import Faces, part_into_cells
from engine.neighbours.workers import in_order, workers

#: Up to so many faces the exact graph takes at most twice as long.
EXACT_UP_TO = 40_000

#: Cells have int16 numbers.
_MOST_CELLS = 32_767

#: Similarities held at one time (2 MiB of float32, which stay in the processor's cache), and members
#: of a cell.
_BLOCK = 1 << 19
_WIDEST = 4096

#: Faces compared with a cell in one go.
_PORTION = 1 << 15

_Index = TypeVar("_Index", bound=np.integer)


def graph(vectors: Vectors, k: int, *, floor: float) -> Edges:
    """Join every face with its k nearest neighbours: exactly where that is quick, else approximately.

    Exact up to `EXACT_UP_TO` faces (see `neighbour_edges`), above that as `approximate_edges` by default.

    Args:
        vectors: (n, d) float32 unit vectors, or packed int8.
        k: neighbours of each face, at least 1, itself left out.
        floor: least similarity (cosine, -1 to 1) of an edge.

    Returns:
        The edges, with `complete_above` set where they are exact.

    Raises:
        ValueError: for an array of another shape or dtype, or k < 1.
    """
    if len(vectors) <= EXACT_UP_TO:
        return neighbour_edges(vectors, k, floor=floor)
    return approximate_edges(vectors, k, floor=floor)


def approximate_edges(
    vectors: Vectors, k: int, *, floor: float, cells: int | None = None, probes: int | None = None
) -> Edges:
    """Join every face with its k nearest neighbours that are similar enough, as far as they are found.

    Faces are parted into cells. Every face is compared with the faces of its own cell and of those it
    looks in, and each of the two may keep the other among its k best. So a pair is missed if neither
    looks in the other's cell; then a face keeps a less similar neighbour instead. Every edge is a true
    one, with its true similarity. The same input gives the same edges.

    Of the edges of at least .45 (cosine) of the exact graph with k = 16, these were found: of synthetic
    faces whose people resemble each other as much as real ones, .9995 of 30,000, .999 of 100,000, .998 of
    300,000 and .992 of a million (there .999 of those within one person); of 10,000 real faces, .999 to 1.
    Edges just above a floor of .35 to .40 are found less often, .95 to .99. Where one person has most of
    the faces, they have so many neighbours nearly alike that .87 of the k best ones are found.

    Memory is O(n k). The whole process took 0.76 GB for a million packed faces at k = 16, and 1.17 GB at
    k = 32; in both, 0.13 GB is the faces and 20 bytes for each edge the result.

    Args:
        vectors: (n, d) float32 unit vectors, or packed int8.
        k: neighbours of each face, at least 1, itself left out.
        floor: least similarity (cosine, -1 to 1) of an edge, rounded to float32.
        cells: how many; by default 4 √n. At most 32,767.
        probes: in how many of them a face looks, on average; by default 2 ∛n.

    Returns:
        The edges, without `complete_above`.

    Raises:
        ValueError: for an array of another shape or dtype, or k, cells or probes < 1.
    """
    check_vectors(vectors, k)
    n = len(vectors)
    cells = min(1 + round(4 * math.sqrt(n)), _MOST_CELLS) if cells is None else cells
    probes = 1 + round(2 * math.cbrt(n)) if probes is None else probes
    if not 1 <= cells <= _MOST_CELLS or probes < 1:
        raise ValueError(f"cells must be 1 to {_MOST_CELLS} and probes at least 1, not {cells} and {probes}")
    best = Best(n, k, floor)
    if n:
        with workers() as pool:
            _search(best, Faces(vectors), cells, probes, pool)
    return best.edges(complete=False)


def _search(best: Best, faces: Faces, cells: int, probes: int, pool: ThreadPoolExecutor) -> None:
    """Let all faces see each other that are to be compared."""
    parted = part_into_cells(faces, cells, probes, pool)
    members = parted.members()

    def within(pair: tuple[NDArray[np.int64], NDArray[np.int64]]) -> list[Hits]:
        return list(_compare_within(best, faces, *pair))

    def between(pair: tuple[NDArray[np.int64], NDArray[np.int32]]) -> list[Hits]:
        return list(_compare_between(best, faces, *pair))

    # Own cells first: they have the best neighbours, so that later ones seldom reach the bars.
    pairs = ((rows, cell) for cell in members for rows in _portions(cell))
    for found in in_order(pool, within, pairs):
        for hits in found:
            best.add(hits)
    best.settle()
    all_visitors = zip(members, parted.visitors(faces, pool), strict=True)
    visits = ((cell, columns) for cell, visitors in all_visitors for columns in _portions(visitors))
    for found in in_order(pool, between, visits):
        for hits in found:
            best.add(hits)


def _portions(faces: NDArray[_Index]) -> Iterator[NDArray[_Index]]:
    """Part very many faces of one cell, whose hits together could be too many."""
    for start in range(0, len(faces), _PORTION):
        yield faces[start : start + _PORTION]


def _compare_within(
    best: Best, faces: Faces, seeing: NDArray[np.int64], members: NDArray[np.int64]
) -> Iterator[Hits]:
    """Let some members of a cell see all members."""
    for at in range(0, len(members), _WIDEST):
        columns = members[at : at + _WIDEST]
        across = faces.rows(columns).T
        height = max(1, _BLOCK // len(columns))
        for top in range(0, len(seeing), height):
            rows = seeing[top : top + height]
            block = faces.rows(rows) @ across
            block[rows[:, None] == columns] = -np.inf
            hits = block >= best.bar[rows, None]
            if flooded(hits, best.k):
                best.raise_bar(rows, block)
                hits = best.foremost(rows, block)
            at_row, at_column = np.nonzero(hits)
            yield best.pick(rows[at_row], columns[at_column], block[hits])


def _compare_between(
    best: Best, faces: Faces, members: NDArray[np.int64], visitors: NDArray[np.int32]
) -> Iterator[Hits]:
    """Let the members of a cell and visitors see each other."""
    for top in range(0, len(members), _WIDEST):
        rows = members[top : top + _WIDEST]
        tall = faces.rows(rows)
        lowest = best.bar[rows].min()
        width = max(1, _BLOCK // len(rows))
        for at in range(0, len(visitors), width):
            columns = visitors[at : at + width]
            block = tall @ faces.rows(columns).T
            # One comparison for the bars of both sides; what it lets through in excess, `pick` drops.
            hits = block >= np.minimum(best.bar[columns], lowest)
            if flooded(hits, best.k):
                hits = best.passing(rows, columns, block)
            if flooded(hits, best.k):
                best.raise_bar(rows, block)
                best.raise_bar(columns, block.T)
                hits = best.passing(rows, columns, block)
            if flooded(hits, best.k):
                hits = best.foremost(rows, block) | best.foremost(columns, block.T).T
            places = np.flatnonzero(hits)
            at_row, at_column = np.divmod(places, len(columns))
            similarities = block.ravel()[places]
            one, other = rows[at_row], columns[at_column]
            yield best.pick(one, other, similarities)
            yield best.pick(other, one, similarities)
