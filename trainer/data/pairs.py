"""Pairs to verify, in the form of LFW's `pairs.txt`.

A line is `name i j` (two pictures of one person) or `name i name j` (of two), separated by tabs; picture i
of a person is the file `name_%04d` with any suffix. A line of one or two numbers says how the list is made:
the list of LFW's View 2 begins with `10 300`, and then come 10 times 300 pairs of one person and 300 of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PairList:
    """Pairs of faces.

    Attributes:
        first: (n,) int64 index of one face of each pair.
        second: (n,) int64 index of the other.
        same: (n,) whether they are one person.
        fold: (n,) int64 the part of the list that each pair is in; None where the list does not have parts.
        left_out: how many pairs there are more, of which a picture is not there.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    same: NDArray[np.bool_]
    fold: NDArray[np.int64] | None
    left_out: int

    def similarity(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine (n,) of each pair, given the unit vectors (m, d) of all faces."""
        found: NDArray[np.float32] = np.einsum(
            "nd,nd->n", embeddings[self.first], embeddings[self.second], dtype=np.float32
        )
        return found


def read_pair_list(file: Path, files: Sequence[str]) -> PairList:
    """Read pairs.

    Args:
        file: the list.
        files: the picture of each face.

    Returns:
        The pairs. They have folds if the list begins with two numbers, and has as many lines as those say.

    Raises:
        ValueError: it is not UTF-8, or a line is no pair.
        OSError: the file cannot be read.
    """
    place = {PurePosixPath(name).with_suffix("").name: index for index, name in enumerate(files)}
    counts: list[int] = []
    pairs: list[tuple[int, int, bool, int]] = []
    lines = 0
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is no list of pairs ({error}). Save it as text, in UTF-8.") from error
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("\t")
        if all(word.strip().isdecimal() for word in words) and len(words) < 3:
            counts = counts or [int(word) for word in words]
            continue
        try:
            if len(words) == 3:
                words = [words[0], words[1], words[0], words[2]]
            one, i, other, j = words
            a, b = (place.get(name) for name in (f"{one}_{int(i):04d}", f"{other}_{int(j):04d}"))
        except ValueError as error:
            raise ValueError(
                f"{file}, line {number} is no pair: {line!r}. Write NAME, number, number, or NAME, number, "
                "NAME, number, with tabs between them."
            ) from error
        if a is not None and b is not None:
            pairs.append((a, b, one == other, lines))
        lines += 1
    first, second, same, at = np.array(pairs, np.int64).reshape(-1, 4).T
    has_folds = len(counts) == 2 and counts[0] > 1 and lines == 2 * counts[0] * counts[1]
    return PairList(
        first=first,
        second=second,
        same=same.astype(bool),
        fold=at // (2 * counts[1]) if has_folds else None,
        left_out=lines - len(pairs),
    )
