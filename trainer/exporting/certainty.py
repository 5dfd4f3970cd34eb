"""Measuring what the length of an embedding says of its certainty, for a recogniser's card.

Networks that were trained on many faces give blurred, small and dark ones shorter embeddings. How much
shorter they become, and how much of the similarity to the person's other pictures is then left, is measured
here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from trainer.data.alterations import blurred, lit, shrunk
from trainer.exporting.running import Embeddings

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

#: Faces that are degraded step by step.
MOST_FACES = 150

#: Steps of the table.
STEPS = 12

# Chance alone makes shares differ by half as much between long and short embeddings; few faces by more.
_LEAST_SPREAD = 0.25
_FEWEST_FACES = 20

_SMALLER = (64, 48, 32, 24, 20, 16, 12, 8)
_BLURRED = (1.0, 2.0, 3.0, 4.0, 6.0)
_DARKER = (0.5, 0.25, 0.12, 0.06)
# Otherwise degraded pictures would outweigh faces as they are, which most photos show.
_AS_THEY_ARE = 4


@dataclass(frozen=True, slots=True)
class Certainty:
    """What lengths of embeddings say; both empty where they say nothing.

    Attributes:
        lengths: of embeddings before they are scaled to 1, rising.
        shares: what share of a good picture's similarity to expect at each, 0 to 1, never falling.
    """

    lengths: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()


def measure_certainty(
    embed: Callable[[Pixels], Embeddings],
    crops: Callable[[Labels], Pixels],
    vectors: Floats,
    people: Labels,
) -> Certainty:
    """Degrade faces step by step, and compare each with the person's other faces as they are.

    At most `MOST_FACES` faces, chosen by chance (always the same), become smaller, blurred and darker. All
    these pictures are ordered by the length of their embeddings and divided into `STEPS` equal parts; the
    share of a part is the sum of its similarities over the sum of what they are undegraded, made rising by
    isotonic regression.

    Args:
        embed: the network.
        crops: gives the crops (k, height, width, 3) uint8 RGB of faces (k,), places in `people`.
        vectors: (n, d) float32 unit vectors of the faces as they are.
        people: (n,) whose face each is.
    """
    often = np.flatnonzero(np.bincount(people)[people] >= 3)
    chosen = np.sort(np.random.default_rng(0).permutation(often)[:MOST_FACES])
    if len(chosen) < _FEWEST_FACES:
        return Certainty()
    others = people[chosen, None] == people[None]
    others[np.arange(len(chosen)), chosen] = False
    centres = others.astype(np.float32) @ vectors / others.sum(axis=1, keepdims=True)
    clean = np.einsum("nd,nd->n", vectors[chosen], centres)
    lengths, similar = [], []
    for pictures in degraded(crops(chosen)):
        found = embed(pictures)
        lengths.append(found.lengths)
        similar.append(np.einsum("nd,nd->n", found.vectors, centres))
    return _table(np.concatenate(lengths), np.concatenate(similar), np.tile(clean, len(lengths)))


def degraded(crops: Pixels) -> Iterator[Pixels]:
    """Yield faces (n, height, width, 3) as they are (four times), smaller, blurred, and darker.

    The steps are those of a crop of 112 pixels, which shows the eyes 35 apart.
    """
    unit = crops.shape[1] / 112
    for _ in range(_AS_THEY_ARE):
        yield crops
    for side in _SMALLER:
        yield np.stack([shrunk(crop, round(side * unit)) for crop in crops])
    for sigma in _BLURRED:
        yield np.stack([blurred(crop, sigma * unit) for crop in crops])
    for light in _DARKER:
        yield np.stack([lit(crop, exposure=math.log2(light)) for crop in crops])


def _table(lengths: Floats, similar: Floats, clean: Floats) -> Certainty:
    parts = np.array_split(np.argsort(lengths, kind="stable"), STEPS)
    middle = np.array([float(np.median(lengths[part])) for part in parts])
    shares = np.array([float(similar[part].sum() / max(clean[part].sum(), 1e-6)) for part in parts])
    rising = np.clip(isotonic_regression(shares).x, 0, 1)
    if rising[-1] - rising[0] < _LEAST_SPREAD:
        return Certainty()
    # Beyond the first part that has all of the similarity nothing more can be said.
    last = int(np.argmax(rising == rising[-1]))
    # The best part is what a good picture is, whether or not it lies at 1; of equal lengths the last counts.
    table = {float(f"{middle[at]:.4g}"): round(float(rising[at] / rising[last]), 2) for at in range(last + 1)}
    return Certainty(tuple(table), tuple(table.values()))
