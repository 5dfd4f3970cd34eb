"""All pairs of a set's faces, block by block, so that memory does not grow with their number.

What is counted or collected of them is the business of the modules that go through them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

# Faces along a side of a block: 16 MiB of similarities.
_SIDE = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The similarities of r faces with c faces.

    Attributes:
        rows: which faces, of the n.
        columns: which others; the same ones, or later ones.
        similarity: (r, c) float32 cosines.
    """

    rows: slice
    columns: slice
    similarity: Floats

    def once(self, chosen: Mask | None = None) -> Mask:
        """Return the pairs (r, c) among those chosen that are two faces, each pair once in all blocks.

        Args:
            chosen: (r, c); None: all.
        """
        chosen = np.ones(self.similarity.shape, bool) if chosen is None else chosen
        return np.triu(chosen, 1) if self.rows == self.columns else chosen


def blocks(embeddings: Floats) -> Iterator[Block]:
    """Yield blocks in which each pair of faces is once; always the same ones for the same number of faces.

    Args:
        embeddings: (n, d) float32 unit vectors.
    """
    parts = [slice(start, start + _SIDE) for start in range(0, len(embeddings), _SIDE)]
    for number, rows in enumerate(parts):
        for columns in parts[number:]:
            yield Block(rows, columns, embeddings[rows] @ embeddings[columns].T)
