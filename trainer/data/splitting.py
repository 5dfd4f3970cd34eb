"""Dividing a training set by people, and by families where they are known; never by pictures.

Who goes where is read off a hash of the family's name, so that people who are added later move nobody else.
Shares are therefore met on average, and roughly where families are few.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.data.training_set import TrainingSet

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """The faces of a set in three parts that share no person and no family.

    Attributes:
        training: (a,) indices to train on, rising.
        validation: (b,) indices held out, to choose among networks.
        test: (c,) indices to measure the chosen one once.
    """

    training: Integers
    validation: Integers
    test: Integers


def divide(
    faces: TrainingSet, *, validation: float = 0.1, test: float = 0.0, fold: int = 0, seed: int = 0
) -> Division:
    """Divide a set into faces to train on and faces of other families.

    A set is divided the same way on its own and joined to others.

    Args:
        faces: n of them.
        validation: share of the families that are not tested on, 0 to 1.
        test: share of the families, 0 to 1; the same ones for every `fold`.
        fold: which share is held out for validation; the first 1 / `validation` numbers hold out different
            families.
        seed: another one divides otherwise.

    Raises:
        ValueError: a share is not from 0 to 1.
    """
    if not (0 <= validation <= 1 and 0 <= test <= 1):
        raise ValueError(f"Shares are from 0 to 1, not {validation} and {test}.")
    at = _places(faces, seed)
    tested = at < test
    rest = (at - test) / max(1 - test, 1e-9)
    held_out = ~tested & ((rest - fold * validation) % 1 < validation)
    return Division(*(np.flatnonzero(part) for part in (~tested & ~held_out, held_out, tested)))


def _places(faces: TrainingSet, seed: int) -> NDArray[np.float64]:
    """Return a number from 0 to 1 for each face (n,), that of its family."""
    hashes = [
        hashlib.sha256(f"{seed}/{name}".encode(errors="surrogatepass")) for name in faces.full_family_names()
    ]
    # 53 bits are what a float64 holds exactly, so that the number stays below 1.
    numbers = [int.from_bytes(one.digest()[:8], "big") >> 11 for one in hashes]
    return (np.array(numbers, np.float64) / 2**53)[faces.families]
