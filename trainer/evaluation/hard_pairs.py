"""The pairs of a set that are hard to tell: all of one person, and the most similar of two people.

Of millions of pairs of two people only the few above any useful threshold matter, for the tail of the ROC
(`trainer.evaluation.roc`) and for the worst errors (`trainer.evaluation.errors`). They are collected here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

#: So many pairs of two people are kept whatever their share: some megabytes.
KEPT = 100_000

_TILE = 2048

# A histogram as fine as this finds from where on to keep pairs.
_BINS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of faces, most similar first; equal ones in order of their faces.

    Attributes:
        first: (m,) int32 index of a face.
        second: (m,) int32 index of another, greater than `first`.
        similarity: (m,) float32 cosine.
    """

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    similarity: Floats

    def __len__(self) -> int:
        return len(self.similarity)


@dataclass(frozen=True, slots=True, eq=False)
class HardPairs:
    """The pairs of a set that are hard to tell.

    Attributes:
        people: (n,) int64 number of each face's person, 0 to the number of people - 1.
        same: all pairs of one person.
        different: the most similar pairs of two people: all from `floor` on.
        different_count: pairs of two people there are in all.
        floor: cosine from which on all pairs of two people are kept; -inf where all of them are.
    """

    people: Labels
    same: Pairs
    different: Pairs
    different_count: int
    floor: float


def hard_pairs(embeddings: Floats, people: Labels, *, share: float = 4e-3) -> HardPairs:
    """Collect the hard pairs of a set.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is; any integers.
        share: of all pairs of two people, at least this share is kept, and at least `KEPT` pairs.
    """
    people = np.unique(people, return_inverse=True)[1].astype(np.int64)
    sizes = np.bincount(people)
    total = len(people) * (len(people) - 1) // 2
    different_count = total - int((sizes * (sizes - 1) // 2).sum())
    floor = _floor(embeddings, people, max(KEPT, int(np.ceil(share * different_count))))
    kinds: tuple[list[Pairs], list[Pairs]] = ([], [])
    for row, column, similarity, above in _blocks(embeddings):
        same = (
            people[row : row + similarity.shape[0], None] == people[None, column:][:, : similarity.shape[1]]
        )
        for kind, chosen in zip(kinds, (same, ~same & (similarity >= floor)), strict=True):
            i, j = np.nonzero(chosen & above)
            kind.append(Pairs((i + row).astype(np.int32), (j + column).astype(np.int32), similarity[i, j]))
    return HardPairs(people, _sorted(kinds[0]), _sorted(kinds[1]), different_count, floor)


def _blocks(embeddings: Floats) -> Iterator[tuple[int, int, Floats, NDArray[np.bool_]]]:
    """Yield blocks of similarities with their corner, and which of each are pairs not seen elsewhere."""
    for row in range(0, len(embeddings), _TILE):
        for column in range(row, len(embeddings), _TILE):
            similarity = embeddings[row : row + _TILE] @ embeddings[column : column + _TILE].T
            above = np.ones(similarity.shape, bool)
            yield row, column, similarity, np.triu(above, 1) if row == column else above


def _floor(embeddings: Floats, people: Labels, wanted: int) -> float:
    """Return a cosine from which on there are at least so many pairs of two people; -inf if there are not."""
    counts = np.zeros(_BINS, np.int64)
    for row, column, similarity, above in _blocks(embeddings):
        other = (
            people[row : row + similarity.shape[0], None] != people[None, column:][:, : similarity.shape[1]]
        )
        bins = ((similarity[above & other] + 1) * (_BINS / 2)).astype(np.int32)
        counts += np.bincount(np.clip(bins, 0, _BINS - 1), minlength=_BINS)
    enough = np.flatnonzero(np.cumsum(counts[::-1])[::-1] >= wanted)
    # One bin lower, so that no rounding at the bin's edge leaves out what was counted.
    return float(2 * (enough[-1] - 1) / _BINS - 1) if len(enough) and enough[-1] else -np.inf


def _sorted(parts: list[Pairs]) -> Pairs:
    none = np.zeros(0, np.int32)
    first = np.concatenate([none, *(part.first for part in parts)])
    second = np.concatenate([none, *(part.second for part in parts)])
    similarity = np.concatenate([np.zeros(0, np.float32), *(part.similarity for part in parts)])
    order = np.lexsort((second, first, -similarity))
    return Pairs(first[order], second[order], similarity[order])
