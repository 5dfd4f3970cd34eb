"""Candidate pairs that wait for their turn, by bounds of their similarity.

Here lives who waits where; merging lives in `engine.clustering.levels`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.clustering.groups import Pairs
from engine.neighbours import Edges

#: Width of a level, in cosine similarity (half and twice as much are as fast).
WIDTH = 0.01

#: float32 similarities may be this far from the exact ones.
SLACK = 1e-5

#: Proposals put on shelves at a time: a few MiB.
_CHUNK = 1 << 18

#: Two (m,) integer arrays of nodes, or of the groups that these were once in.
NodePairs = tuple[NDArray[np.integer], NDArray[np.integer]]


class Shelves:
    """Pairs on shelves, one for each level of similarity, from the threshold upwards.

    A pair waits on the shelf of a similarity that its groups cannot exceed: that of the faces which
    propose it, or the one they had when they were last compared. The proposals of the graph stay in
    the caller's arrays; of each only its level is kept, in two bytes.

    Attributes:
        floor: the least similarity of the level at hand.
    """

    def __init__(self, proposals: Edges, threshold: float) -> None:
        """Put proposals on shelves, those below the threshold nowhere.

        Args:
            proposals: pairs of nodes, and bounds of the similarity of their groups.
            threshold: least similarity of a merge.
        """
        self._proposals = proposals
        above = max(0, int(np.ceil((1 - threshold) / WIDTH)))
        self._floors = threshold + WIDTH * np.arange(above + 1)
        self.floor = np.inf
        self._levels = np.empty(proposals.first.size, np.int16)
        for start in range(0, self._levels.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            self._levels[part] = self._level(proposals.similarity[part] + np.float64(SLACK))
        self._returned: list[list[NodePairs]] = [[] for _ in self._floors]
        self._fallen: list[Pairs] = []

    def __len__(self) -> int:
        return len(self._floors)

    def _level(self, bounds: NDArray[np.float64]) -> NDArray[np.intp]:
        return np.searchsorted(self._floors, bounds, side="right") - 1

    def take(self, level: int) -> NodePairs:
        """Go to a level and take what waits there: the two nodes of each pair, pairs perhaps twice."""
        self._put_back()
        self.floor = float(self._floors[level])
        at = np.flatnonzero(self._levels == level)
        waiting = [(self._proposals.first[at], self._proposals.second[at]), *self._returned[level]]
        self._returned[level] = []
        first, second = zip(*waiting, strict=True)
        return np.concatenate(first), np.concatenate(second)

    def sort_out(self, pairs: Pairs) -> Pairs:
        """Return the pairs at or above the level at hand; the others go back to their shelves."""
        there = pairs.similarity >= self.floor
        self._fallen.append(pairs.where(~there & (pairs.similarity >= self._floors[0])))
        return pairs.where(there)

    def _put_back(self) -> None:
        if not self._fallen:
            return
        low = np.concatenate([pairs.low for pairs in self._fallen]).astype(np.int32)
        high = np.concatenate([pairs.high for pairs in self._fallen]).astype(np.int32)
        levels = self._level(np.concatenate([pairs.similarity for pairs in self._fallen]))
        self._fallen = []
        order = np.argsort(levels, kind="stable")
        ends = np.cumsum(np.bincount(levels, minlength=len(self)))
        for level, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            if start < end:
                some = order[start:end]
                self._returned[level].append((low[some], high[some]))
