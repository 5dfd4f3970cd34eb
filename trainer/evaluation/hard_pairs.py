"""The pairs of a set that are hard to tell: all of one person, and the most similar of two people.

Of millions of pairs of two people only the few above any useful threshold matter, for the tail of the ROC
(`trainer.evaluation.roc`) and for the worst errors (`trainer.evaluation.errors`). They are collected here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.blocks import blocks
from trainer.evaluation.verification import PairCounts, count_pairs

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

#: So many pairs of two people are kept whatever their share: some megabytes.
KEPT = 100_000

#: Of pairs that nobody can tell apart, as those of a network that collapsed, at most so many times as many as
#: are wanted are kept.
_TOO_MANY = 4


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
        floor: cosine from which on all pairs of two people are kept; -inf where all of them are, inf where
            none is.
    """

    people: Labels
    same: Pairs
    different: Pairs
    different_count: int
    floor: float


def hard_pairs(
    embeddings: Floats, people: Labels, *, share: float = 4e-3, counts: PairCounts | None = None
) -> HardPairs:
    """Collect the hard pairs of a set.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is; any integers.
        share: of all pairs of two people, at least this share is kept, and at least `KEPT` pairs; fewer only
            where so many are equally similar that the next would be too many for memory. A pair takes 12
            bytes, and some 50 while they are sorted.
        counts: the same pairs, where they have been counted already.
    """
    people = np.unique(people, return_inverse=True)[1].astype(np.int64)
    different = (count_pairs(embeddings, people) if counts is None else counts).different
    total = int(different.sum())
    floor = _floor(different, max(KEPT, int(np.ceil(share * total))))
    kinds: tuple[list[Pairs], list[Pairs]] = ([], [])
    for block in blocks(embeddings):
        same = people[block.rows, None] == people[None, block.columns]
        for kind, chosen in zip(kinds, (same, ~same & (block.similarity >= floor)), strict=True):
            i, j = np.nonzero(block.once(chosen))
            kind.append(
                Pairs(
                    (i + block.rows.start).astype(np.int32),
                    (j + block.columns.start).astype(np.int32),
                    block.similarity[i, j],
                )
            )
    return HardPairs(people, _sorted(kinds[0]), _sorted(kinds[1]), total, floor)


def _floor(counts: Labels, wanted: int) -> float:
    """Return a cosine from which on to keep pairs: about the highest at which there are enough.

    Args:
        counts: (bins,) pairs by rising similarity from -1 to 1.
        wanted: pairs at least, unless they are `_TOO_MANY`.

    Returns:
        The cosine; -inf to keep all, inf to keep none.
    """
    from_bin = np.cumsum(counts[::-1])[::-1]
    enough = np.flatnonzero(from_bin >= wanted)
    if not len(enough) or not enough[-1]:
        return -np.inf
    # One bin lower, so that no rounding at the bin's edge leaves out what was counted.
    at = int(enough[-1]) - 1
    if from_bin[at] > _TOO_MANY * wanted:
        # Above the crowd instead, and for the same reason one bin more.
        at += int(np.argmax(np.append(from_bin[at:], 0) <= _TOO_MANY * wanted)) + 1
    return 2 * at / len(counts) - 1 if at < len(counts) else np.inf


def _sorted(parts: list[Pairs]) -> Pairs:
    none = np.zeros(0, np.int32)
    first = np.concatenate([none, *(part.first for part in parts)])
    second = np.concatenate([none, *(part.second for part in parts)])
    similarity = np.concatenate([np.zeros(0, np.float32), *(part.similarity for part in parts)])
    order = np.lexsort((second, first, -similarity))
    return Pairs(first[order], second[order], similarity[order])
