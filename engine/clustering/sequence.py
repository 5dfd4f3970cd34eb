"""The last phase of merging at one level: one best pair after the other, from a heap, scored if it matters.

By reducibility the score of a pair before a merge bounds its score after it from above. So a merge
touches only the smaller group's pairs; all others keep their bound, and are scored exactly when the
bound reaches the top of the heap (lazy evaluation, as in Minoux's accelerated greedy, 1978). A group
that absorbs thousands of faces one by one thus costs a few products for each.
"""

from __future__ import annotations

import heapq
import math

import numpy as np

from engine.clustering.groups import Groups, Pairs, mean_similarity
from engine.clustering.shelves import Shelves


class _Sequence:
    """Groups as slots with dictionaries of candidates; a slot outlives the number of its group."""

    def __init__(self, groups: Groups, pairs: Pairs, floor: float) -> None:
        self.floor = floor
        self.groups = groups
        self.total = groups.parent.size
        self.standing = groups.nodes.counts.size
        numbers = np.unique(np.concatenate([pairs.low, pairs.high]))
        #: The number (lowest first face) of the group in each slot, and the slot of each number.
        self.number = numbers.tolist()
        self.slot = {number: slot for slot, number in enumerate(self.number)}
        self.sums = groups.sums(numbers)
        self.counts = groups.counts[numbers].tolist()
        self.people = groups.people[numbers].tolist()
        #: For each slot, its candidates and the bounds of their similarities.
        self.bounds: list[dict[int, float]] = [{} for _ in self.number]
        self.apart: list[set[int]] = [set() for _ in self.number]
        forbidden = np.stack(np.divmod(groups.forbidden, max(self.total, 1)))
        forbidden = forbidden[:, np.isin(forbidden, numbers).all(axis=0)]
        for low, high in np.searchsorted(numbers, forbidden).T.tolist():
            self.apart[low].add(high)
            self.apart[high].add(low)
        #: Pairs of numbers that fell below the floor, and their similarities.
        self.fallen: list[tuple[int, int]] = []
        self.fallen_similarities: list[float] = []
        #: Slots that others went into, and numbers that are no more.
        self.grown: set[int] = set()
        self.gone: list[int] = []
        #: (-bound, code of the pair of numbers, faces of both when the bound was exact, or -1)
        self.heap: list[tuple[float, int, int]] = []
        similarities = pairs.similarity.tolist()
        for low, high, similarity in zip(
            np.searchsorted(numbers, pairs.low).tolist(),
            np.searchsorted(numbers, pairs.high).tolist(),
            similarities,
            strict=True,
        ):
            self.bounds[low][high] = self.bounds[high][low] = similarity
            code = self.number[low] * self.total + self.number[high]
            self.heap.append((-similarity, code, self.counts[low] + self.counts[high]))
        heapq.heapify(self.heap)

    def run(self) -> None:
        """Merge until no pair reaches the floor."""
        while self.heap:
            negative, code, exact_at = heapq.heappop(self.heap)
            low, high = divmod(code, self.total)
            one, other = self.slot.get(low), self.slot.get(high)
            if one is None or other is None or self.bounds[one].get(other) != -negative:
                continue
            if not self._allowed(one, other):
                self._forget(one, other)
            elif exact_at == self.counts[one] + self.counts[other]:
                self._merge(one, other)
            else:
                self._score(one, other)

    def write_back(self, shelves: Shelves) -> None:
        """Tell the groups what has become of them, and the shelves what fell."""
        grown = sorted(self.grown)
        numbers = np.array([self.number[slot] for slot in grown], np.int64)
        self.groups.drop(np.array(self.gone, np.int64))
        self.groups.put(numbers, self.sums[grown])
        self.groups.counts[numbers] = [self.counts[slot] for slot in grown]
        self.groups.people[numbers] = [self.people[slot] for slot in grown]
        fallen = np.array(self.fallen, np.int64).reshape(-1, 2)
        low, high = fallen.min(axis=1), fallen.max(axis=1)
        shelves.sort_out(Pairs(low, high, np.array(self.fallen_similarities)))

    def _allowed(self, one: int, other: int) -> bool:
        if self.number[one] < self.standing and self.number[other] < self.standing:
            return False
        first, second = self.people[one], self.people[other]
        return other not in self.apart[one] and (first < 0 or second < 0 or first == second)

    def _forget(self, one: int, other: int) -> None:
        del self.bounds[one][other], self.bounds[other][one]

    def _push(self, one: int, other: int, bound: float, exact_at: int) -> None:
        first, second = self.number[one], self.number[other]
        low, high = (first, second) if first < second else (second, first)
        heapq.heappush(self.heap, (-bound, low * self.total + high, exact_at))

    def _score(self, one: int, other: int) -> None:
        similarity = mean_similarity(
            float(self.sums[one] @ self.sums[other]), self.counts[one] * self.counts[other]
        )
        if similarity < self.floor:
            self._forget(one, other)
            self.fallen.append((self.number[one], self.number[other]))
            self.fallen_similarities.append(similarity)
            return
        self.bounds[one][other] = self.bounds[other][one] = similarity
        self._push(one, other, similarity, self.counts[one] + self.counts[other])

    def _merge(self, one: int, other: int) -> None:
        """Merge two slots into the one with more to remember; the group keeps the lower number."""
        into, gone = one, other
        if self._weight(one) < self._weight(other):
            into, gone = other, one
        self._forget(into, gone)
        low, high = sorted((self.number[into], self.number[gone]))
        del self.slot[high]
        self.slot[low] = into
        self.gone.append(high)
        self.grown.discard(gone)
        self.grown.add(into)
        self.groups.parent[high] = low
        renumbered = self.number[into] != low
        self.number[into] = low

        self.sums[into] += self.sums[gone]
        self.counts[into] += self.counts[gone]
        self.people[into] = max(self.people[into], self.people[gone])
        for stranger in self.apart[gone]:
            self.apart[stranger].remove(gone)
            self.apart[stranger].add(into)
        self.apart[into] |= self.apart[gone]
        self._inherit(into, gone)
        if renumbered:
            # Among equal bounds the heap must see the pairs by the group's present number.
            for neighbour, bound in self.bounds[into].items():
                self._push(into, neighbour, bound, -1)

    def _weight(self, slot: int) -> int:
        return len(self.bounds[slot]) + len(self.apart[slot])

    def _inherit(self, into: int, gone: int) -> None:
        """Give the candidates of a slot that is gone to the slot it went into."""
        mine = self.bounds[into]
        for neighbour, bound in self.bounds[gone].items():
            theirs = self.bounds[neighbour]
            del theirs[gone]
            if mine.get(neighbour, -math.inf) < bound:
                mine[neighbour] = theirs[into] = bound
                self._push(into, neighbour, bound, -1)
        self.bounds[gone] = {}


def merge_in_sequence(groups: Groups, pairs: Pairs, shelves: Shelves) -> None:
    """Merge the most similar pair again and again until none is at or above the level at hand.

    `groups.forbidden` is not up to date afterwards.

    Args:
        groups: the groups; changed in place.
        pairs: candidate pairs, scored, allowed and at or above the level.
        shelves: take what falls below the level.
    """
    if pairs.low.size:
        sequence = _Sequence(groups, pairs, shelves.floor)
        sequence.run()
        sequence.write_back(shelves)
