"""The k best neighbours of every face while a search goes on, and the edges that are made of them.

Which pairs of faces are compared is the business of `engine.neighbours.exact` and
`engine.neighbours.cells`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: With more than this many times k hits per row in a block, raising the bar first is cheaper than
#: sorting all of them.
_FLOOD = 4

#: Hits wait until there are this many, or an eighth of what can be kept, and are then sorted in together.
_WAITING = 1 << 16

#: Keys sorted at one time (1 MiB, which stay in the processor's cache).
_SORTED = 1 << 17

#: Edges are put in order in so many parts.
_PARTS = 64

#: Neighbours looked through at one time (4 MiB of int32).
_SEEN = 1 << 20

#: A neighbour is kept as one int64 key, the greater the better: above, the similarity's bits, changed so
#: that they sort as an integer; below, `_LAST` less its index, so that of equals the lower index wins.
_INDEX_BITS = 32
_INDEX = (1 << _INDEX_BITS) - 1
_LAST = (1 << 31) - 1


#: Rows (m,) int32 and keys (m,) int64.
Hits = tuple[NDArray[np.int32], NDArray[np.int64]]


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


def _keys(columns: NDArray[np.integer], similarities: NDArray[np.float32]) -> NDArray[np.int64]:
    # Adding zero turns -0.0, which is less than 0.0 in its bits, into 0.0.
    bits = _in_order((similarities + np.float32(0)).view(np.int32))
    return (bits.astype(np.int64) << _INDEX_BITS) | (_LAST - columns)


def _columns(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return _LAST - (keys & _INDEX)


def _similarities(keys: NDArray[np.int64]) -> NDArray[np.float32]:
    return _in_order((keys >> _INDEX_BITS).astype(np.int32)).view(np.float32)


def _in_order(bits: NDArray[np.int32]) -> NDArray[np.int32]:
    """Turn the bits of float32 into integers that sort alike, or back."""
    return bits ^ ((bits >> 31) & np.int32(_LAST))


#: No neighbour: index -1, similarity -inf.
_EMPTY = int(_keys(np.array([-1]), np.array([-np.inf], np.float32))[0])


def _runs(rows: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal rows starts, and how long it is."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    return starts, np.diff(starts, append=rows.size)


def _k_best(
    rows: NDArray[np.int32], keys: NDArray[np.int64], k: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the k best hits of each row; equal rows are together."""
    order = np.lexsort((keys, rows))[::-1]
    rows, keys = rows[order], keys[order]
    starts, counts = _runs(rows)
    best = np.arange(rows.size) - np.repeat(starts, counts) < k
    return rows[best], keys[best]


def flooded(hits: NDArray[np.bool_], k: int) -> bool:
    """Tell whether so much of a block is a hit that the bars should be raised first.

    Args:
        hits: (rows, columns) of a block, whether a similarity reaches the bar of its row or column.
        k: Neighbours that are kept of each.
    """
    return bool(np.count_nonzero(hits) > _FLOOD * k * min(hits.shape))


class Best:
    """The k best neighbours seen so far of every row.

    What is kept at the end does not depend on the order in which hits came. Threads may pick and raise
    bars while one of them adds: a bar that is seen too low lets more through, no more.

    Attributes:
        k: How many are kept of each row.
        bar: (rows,) float32, the similarity that a newcomer must reach: the floor, or what k others have.
    """

    def __init__(self, rows: int, k: int, floor: float) -> None:
        self.k = k
        self._floor = np.float32(floor)
        self.bar = np.full(rows, floor, np.float32)
        self._kept = np.full((rows, k), _EMPTY, np.int64)
        self._rows: list[NDArray[np.int32]] = []
        self._keys: list[NDArray[np.int64]] = []
        self._waiting = 0

    def pick(
        self,
        rows: NDArray[np.integer],
        columns: NDArray[np.integer],
        similarities: NDArray[np.float32],
    ) -> Hits:
        """Pick those of some pairs that reach the bar of their row.

        Args:
            rows: (m,) int.
            columns: (m,) int, index of each in the gallery, less than 2³¹.
            similarities: (m,) float32.
        """
        passed = similarities >= self.bar[rows]
        return rows[passed].astype(np.int32), _keys(columns[passed], similarities[passed])

    def add(self, hits: Hits) -> None:
        """Take in what was picked. A pair may come again."""
        rows, keys = hits
        self._rows.append(rows)
        self._keys.append(keys)
        self._waiting += rows.size
        if self._waiting >= max(_WAITING, self._kept.size // 8):
            self.settle()

    def settle(self) -> None:
        """Sort in the hits that wait, and raise the bars accordingly."""
        if not self._waiting:
            return
        rows, keys = np.concatenate(self._rows), np.concatenate(self._keys)
        self._rows.clear()
        self._keys.clear()
        self._waiting = 0
        order = np.argsort((rows.astype(np.int64) << _INDEX_BITS) | (keys & _INDEX))
        rows, keys = rows[order], keys[order]
        # A pair comes twice if each of its faces was compared with the other, perhaps rounded differently.
        twice = np.flatnonzero((np.diff(rows) == 0) & (np.diff(keys & _INDEX) == 0))
        keys[twice + 1] = np.maximum(keys[twice], keys[twice + 1])
        rows, keys = np.delete(rows, twice), np.delete(keys, twice)
        starts, counts = _runs(rows)
        many = np.repeat(counts > _FLOOD * self.k, counts)
        if many.any():
            # Rows with very many would make wide tables for all.
            fewer_rows, fewer_keys = _k_best(rows[many], keys[many], self.k)
            rows = np.concatenate([rows[~many], fewer_rows])
            keys = np.concatenate([keys[~many], fewer_keys])
            starts, counts = _runs(rows)
        step = max(1, _SORTED // (self.k + int(counts.max())))
        for first in range(0, starts.size, step):
            part = slice(first, first + step)
            hits = slice(starts[part][0], starts[part][-1] + counts[part][-1])
            self._sort_in(rows[starts[part]], counts[part], keys[hits])

    def _sort_in(
        self, touched: NDArray[np.int32], counts: NDArray[np.int64], keys: NDArray[np.int64]
    ) -> None:
        """Sort the keys of new hits, row after row and `counts` of each, into some rows."""
        kept = self._kept[touched]
        at = np.repeat(np.arange(touched.size), counts)
        rank = np.arange(keys.size) - np.repeat(np.cumsum(counts) - counts, counts)
        table = np.full((touched.size, self.k + int(counts.max())), _EMPTY, np.int64)
        table[at, self.k + rank] = keys
        for slot in range(self.k):
            known = np.flatnonzero(((kept[at, slot] ^ keys) & _INDEX) == 0)
            kept[at[known], slot] = np.maximum(kept[at[known], slot], keys[known])
            table[at[known], self.k + rank[known]] = _EMPTY
        table[:, : self.k] = kept
        table.sort(axis=1)
        kept = table[:, -self.k :]
        self._kept[touched] = kept
        self.bar[touched] = np.maximum(self.bar[touched], _similarities(kept[:, 0]))

    def raise_bar(self, rows: slice | NDArray[np.integer], block: NDArray[np.float32]) -> None:
        """Raise the bars of some rows to the k-th best of a block (rows, columns), before it is added."""
        if block.shape[1] >= self.k:
            kth = np.partition(block, block.shape[1] - self.k, axis=1)[:, block.shape[1] - self.k]
            self.bar[rows] = np.maximum(self.bar[rows], kth)

    def passing(
        self,
        rows: slice | NDArray[np.integer],
        columns: slice | NDArray[np.integer],
        block: NDArray[np.float32],
    ) -> NDArray[np.bool_]:
        """Mark what in a block of those rows and columns reaches the bar of its row or of its column."""
        passed: NDArray[np.bool_] = block >= self.bar[rows, None]
        passed |= block >= self.bar[columns]
        return passed

    def foremost(self, rows: slice | NDArray[np.integer], block: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Mark in a block what reaches the bars of its rows, of those equal to a bar only k.

        Columns must be in order of their indices, for of equals the lower ones are the better.
        """
        bar = self.bar[rows, None]
        equal = block == bar
        equal &= np.cumsum(equal, axis=1, dtype=np.int32) <= self.k
        foremost: NDArray[np.bool_] = equal | (block > bar)
        return foremost

    def found(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return (rows, k) int64 indices and float32 similarities, best first, -1 and -inf for none."""
        self.settle()
        kept = self._kept[:, ::-1]
        return _columns(kept), _similarities(kept)

    def edges(self, *, complete: bool) -> Edges:
        """Join every face, as a row, with those it has found, and forget them: there is memory for one only.

        Args:
            complete: Whether every row was compared with all others, so that `complete_above` is known.
        """
        self.settle()
        n = len(self._kept)
        # Not the bars: of two threads that raise one, the lower may win.
        above = np.maximum(_similarities(self._kept[:, 0]), self._floor) if complete else None
        indices = np.empty(self._kept.shape, np.int32)
        similarities = np.empty(self._kept.shape, np.float32)
        step = max(1, -(-n // _PARTS))
        for start in range(0, n, step):
            part = slice(start, start + step)
            indices[part] = _columns(self._kept[part])
            similarities[part] = _similarities(self._kept[part])
        self._kept = np.empty((0, self.k), np.int64)
        firsts, seconds = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        values = [np.empty(0, np.float32)]
        for start in range(0, n, step):
            part_first, part_second, value = _edges_of(
                indices, similarities, slice(start, min(start + step, n))
            )
            firsts.append(part_first)
            seconds.append(part_second)
            values.append(value)
        del indices, similarities
        first = np.concatenate(firsts, dtype=np.int64)
        firsts.clear()
        second = np.concatenate(seconds, dtype=np.int64)
        seconds.clear()
        return Edges(first, second, np.concatenate(values), above)


def _edges_of(
    indices: NDArray[np.int32], similarities: NDArray[np.float32], part: slice
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Return the edges, in order, whose lower face is in a part of all faces.

    Args:
        indices: (n, k) int32 neighbours, -1 for none.
        similarities: (n, k) float32.
        part: which faces, with start and stop.
    """
    n = len(indices)
    own = indices[part]
    lower, rank = np.nonzero(own > np.arange(part.start, part.stop, dtype=np.int32)[:, None])
    codes = [(lower + part.start) * n + own[lower, rank]]
    values = [similarities[part][lower, rank]]
    step = max(1, _SEEN // indices.shape[1])
    for start in range(part.start, n, step):
        seen = indices[start : start + step]
        row, rank = np.nonzero((seen >= part.start) & (seen < part.stop))
        lower, higher = seen[row, rank].astype(np.int64), row + start
        turned = lower < higher
        codes.append(lower[turned] * n + higher[turned])
        values.append(similarities[start : start + step][row[turned], rank[turned]])
    return _once(np.concatenate(codes), np.concatenate(values), n)


def _once(
    codes: NDArray[np.int64], values: NDArray[np.float32], n: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Return the pairs first * n + second in order and each once, as two arrays, and their values."""
    order = np.argsort(codes)
    codes, values = codes[order], values[order]
    once = np.diff(codes, prepend=-1) > 0
    first, second = np.divmod(codes[once], max(n, 1))
    return first.astype(np.int32), second.astype(np.int32), values[once]
