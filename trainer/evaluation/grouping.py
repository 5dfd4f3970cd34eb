"""How good a recogniser's groups are: scores and clicks at its own threshold and at the best one.

Grouping itself and its scores live in `engine.clustering`; here faces are grouped as the library stores them,
packed into bytes, without what photos and users say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.clustering import Clicks, Scores, average_linkage, b_cubed, clicks_to_perfect, pairwise_scores
from engine.embedding import pack, unpack
from engine.neighbours import Edges, neighbour_edges

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

NEIGHBOURS = 32

#: The lowest threshold that is tried.
LOWEST = 0.05

# Thresholds that are tried, in hundredths: coarse ones, then fine ones around the best of them.
_LOWEST, _HIGHEST, _COARSE = round(100 * LOWEST), 95, 5


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups at one threshold.

    Attributes:
        threshold: least mean cosine of two groups that merge.
        groups: how many there are.
        pairwise: scores over pairs of faces.
        b_cubed: scores over faces.
        clicks: merges and moves that put the groups right.
        clicks_per_1000_faces: the same, by the size of the set.
    """

    threshold: float
    groups: int
    pairwise: Scores
    b_cubed: Scores
    clicks: Clicks
    clicks_per_1000_faces: float


def neighbours(embeddings: Floats, floor: float) -> tuple[Floats, Edges]:
    """Return the faces as the library stores them, and the graph of the similar ones.

    Args:
        embeddings: (n, d) float32 unit vectors.
        floor: least similarity that an edge has.
    """
    packed = unpack(pack(embeddings))
    return packed, neighbour_edges(packed, NEIGHBOURS, floor=floor)


def grouped(packed: Floats, edges: Edges, people: Labels, threshold: float) -> Grouping:
    """Group faces and score the groups.

    Args:
        packed: (n, d) float32 unit vectors.
        edges: the graph of the same faces, with a floor of `threshold` at most.
        people: (n,) whose face each is.
        threshold: least mean cosine of two groups that merge.
    """
    labels = average_linkage(packed, edges, threshold)
    clicks = clicks_to_perfect(labels, people)
    return Grouping(
        threshold=threshold,
        groups=int(labels.max(initial=-1)) + 1,
        pairwise=pairwise_scores(labels, people),
        b_cubed=b_cubed(labels, people),
        clicks=clicks,
        clicks_per_1000_faces=1000 * clicks.total / len(people),
    )


def best_grouping(packed: Floats, edges: Edges, people: Labels) -> Grouping:
    """Group faces at the threshold that has the highest B-cubed F on these very faces.

    What no threshold chosen beforehand could beat; so it compares models whatever their thresholds, but says
    a little too much of each.

    Args:
        packed: (n, d) float32 unit vectors.
        edges: the graph of the same faces, with a floor of `LOWEST` at most.
        people: (n,) whose face each is.
    """

    def best(hundredths: range) -> Grouping:
        tried = [grouped(packed, edges, people, number / 100) for number in hundredths]
        return max(tried, key=lambda one: one.b_cubed.f)

    near = round(100 * best(range(_LOWEST, _HIGHEST + 1, _COARSE)).threshold)
    return best(range(max(near - _COARSE + 1, _LOWEST), min(near + _COARSE, _HIGHEST + 1)))
