"""Pairs to verify, in the form of LFW's `pairs.txt`.

A line is `name i j` (two pictures of one person) or `name i name j` (of two), separated by tabs; picture i
of a person is the file `name_%04d` with any suffix. Lines of one or two numbers, which count folds, are
passed over.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from trainer.data.faces import LabelledFaces


def read_pairs(file: Path, faces: LabelledFaces) -> tuple[NDArray[np.float32], NDArray[np.bool_], int]:
    """Read pairs and compare them.

    Args:
        file: the list.
        faces: the pictures.

    Returns:
        (n,) float32 cosine similarities; (n,) whether each pair is one person; and how many pairs were left
        out because a picture of theirs is not among `faces`.

    Raises:
        ValueError: a line is no pair.
        OSError: the file cannot be read.
    """
    place = {PurePosixPath(name).with_suffix("").name: index for index, name in enumerate(faces.files)}
    first, second, same, left_out = [], [], [], 0
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        words = line.split("\t")
        if all(word.strip().isdecimal() for word in words) and len(words) < 3:
            continue
        try:
            if len(words) == 3:
                words = [words[0], words[1], words[0], words[2]]
            one, i, other, j = words
            names = f"{one}_{int(i):04d}", f"{other}_{int(j):04d}"
        except ValueError as error:
            raise ValueError(f"{file}, line {number} is no pair: {line!r}") from error
        indices = [place.get(name) for name in names]
        if None in indices:
            left_out += 1
            continue
        first.append(indices[0])
        second.append(indices[1])
        same.append(one == other)
    a, b = (faces.embeddings[np.array(side, np.int64)] for side in (first, second))
    similarity: NDArray[np.float32] = np.einsum("nd,nd->n", a, b)
    return similarity, np.array(same, bool), left_out
