"""Unit vectors to look for neighbours among, and neighbours found slowly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.neighbours import Edges


def unit(n: int, d: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((n, d))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def halves(n: int, seed: int) -> NDArray[np.float32]:
    """Make unit vectors of four halves: products are exact, and ties abound."""
    signs = np.random.default_rng(seed).choice([-0.5, 0.5], (n, 4))
    return signs.astype(np.float32)


def crowd(people: int, faces: int, seed: int, noise: float = 0.6) -> NDArray[np.float32]:
    """Make unit vectors of 32 dimensions around those of some people, shuffled."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(unit(people, 32, seed), faces, axis=0)
    rows = rows + noise / np.sqrt(32) * rng.standard_normal(rows.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rng.permutation(rows).astype(np.float32)


def slow_edges(similarities: list[list[float]], k: int, floor: float) -> dict[tuple[int, int], float]:
    edges = {}
    for face, row in enumerate(similarities):
        others = [(-s, other) for other, s in enumerate(row) if other != face and s >= floor]
        for negative, other in sorted(others)[:k]:
            edges[min(face, other), max(face, other)] = -negative
    return edges


def as_dict(edges: Edges) -> dict[tuple[int, int], float]:
    return {
        (a, b): s
        for a, b, s in zip(
            edges.first.tolist(), edges.second.tolist(), edges.similarity.tolist(), strict=True
        )
    }
