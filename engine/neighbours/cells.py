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

    RECALL

    Memory beyond input and result is O(n k), about 12 k + 60 bytes for each face.

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
    parted = part_into_cells(faces, cells, probes, pool)
    members = parted.members()

    # Own cells first: they have the best neighbours, so that later ones seldom reach the bars.
    def within(cell: NDArray[np.int64]) -> list[Hits]:
        return list(_compare_within(best, faces, cell))

    def between(pair: tuple[NDArray[np.int64], NDArray[np.int32]]) -> list[Hits]:
        return list(_compare(best, faces, *pair))

    for found in in_order(pool, within, members):
        for hits in found:
            best.add(hits)
    best.settle()
    pairs = zip(members, parted.visitors(faces, pool), strict=True)
    for found in in_order(pool, between, pairs):
        for hits in found:
            best.add(hits)


def _compare_within(best: Best, faces: Faces, members: NDArray[np.int64]) -> Iterator[Hits]:
    """Let the members of a cell see each other."""
    for at in range(0, len(members), _WIDEST):
        columns = members[at : at + _WIDEST]
        across = faces.rows(columns).T
        height = max(1, _BLOCK // len(columns))
        for top in range(0, len(members), height):
            rows = members[top : top + height]
            block = faces.rows(rows) @ across
            block[rows[:, None] == columns] = -np.inf
            hits = block >= best.bar[rows, None]
            if flooded(hits, best.k):
                best.raise_bar(rows, block)
                hits = block >= best.bar[rows, None]
            at_row, at_column = np.nonzero(hits)
            yield best.pick(rows[at_row], columns[at_column], block[hits])


def _compare(
    best: Best, faces: Faces, members: NDArray[np.int64], visitors: NDArray[np.int32]
) -> Iterator[Hits]:
    """Let the members of a cell and its visitors see each other."""
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
            places = np.flatnonzero(hits)
            at_row, at_column = np.divmod(places, len(columns))
            similarities = block.ravel()[places]
            one, other = rows[at_row], columns[at_column]
            yield best.pick(one, other, similarities)
            yield best.pick(other, one, similarities)
