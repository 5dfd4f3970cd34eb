"""Grouping into a known number of people: spherical k-means.

Here lives the way for a user who knows how many people there are, say in the photos of one holiday.
Where the number is unknown, `engine.clustering.linkage` is the way; this one knows no constraints.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.clustering.constraints import in_order_of_first_face

#: Starts from different seeds; the best outcome counts.
STARTS = 8

#: Passes of one start at most; it mostly settles in about ten.
_PASSES = 100


def k_means(embeddings: NDArray[np.float32], people: int, seed: int = 0) -> NDArray[np.int64]:
    """Group faces into at most a given number of people.

    Spherical k-means (Dhillon and Modha 2001): every centre is a unit vector, every face belongs to
    the centre of highest cosine, and the sum of these cosines is raised until nothing changes. Starts
    are chosen by k-means++ (Arthur and Vassilvitskii 2007). The same input gives the same outcome.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: how many groups, at least 1. Fewer come back where there are fewer different faces.
        seed: of the random starts.

    Returns:
        (n,) int64 labels, numbered in order of the groups' first faces.

    Raises:
        ValueError: if `people` is below 1 or `embeddings` is not (n, d).
    """
    if embeddings.ndim != 2:
        raise ValueError(f"embeddings must be (n, d), not {embeddings.shape}")
    if people < 1:
        raise ValueError(f"the number of people must be at least 1, not {people}")
    # scikit-learn takes a second to import, and most users never need it.
    from sklearn.cluster import kmeans_plusplus

    different = np.unique(embeddings, axis=0)
    people = min(people, len(different))
    best, best_score = np.zeros(len(embeddings), np.int64), -np.inf
    for start in range(STARTS if people > 1 else 0):
        centres, _ = kmeans_plusplus(different, people, random_state=seed + start)
        labels, score = _settled(embeddings, centres)
        if score > best_score:
            best, best_score = labels, score
    return in_order_of_first_face(best)


def _settled(
    embeddings: NDArray[np.float32], centres: NDArray[np.float32]
) -> tuple[NDArray[np.int64], float]:
    """Move centres and faces in turn until no face changes; return labels and the sum of cosines."""
    labels = np.full(len(embeddings), -1, np.int64)
    score = -np.inf
    for _ in range(_PASSES):
        similarities = embeddings @ centres.T
        nearest = similarities.argmax(axis=1)
        score = float(similarities.max(axis=1).sum(dtype=np.float64))
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        centres = _centres(embeddings, labels, centres)
    return labels, score


def _centres(
    embeddings: NDArray[np.float32], labels: NDArray[np.int64], previous: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the normalised sum of each group; a group without faces keeps its centre."""
    sums = np.zeros(previous.shape)
    order = np.argsort(labels, kind="stable")
    present, first = np.unique(labels[order], return_index=True)
    sums[present] = np.add.reduceat(embeddings[order].astype(np.float64), first, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.where(lengths > 0, sums / np.where(lengths > 0, lengths, 1), previous).astype(np.float32)
