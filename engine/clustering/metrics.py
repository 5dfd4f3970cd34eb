"""How good a grouping is, against known people: over pairs, over faces, and in clicks.

Here live scores of one grouping. All of them come from the counts of faces for each (group, person), so
they take time and memory linear in the faces.

Throughout, `labels` is (n,) int64, the group of each face (a negative label: a group of that face
alone), and `truth` is (n,) int64, the person of each face; faces of negative truth are nobody known
and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and their harmonic mean, each 0 to 1; 1 where there is nothing to judge."""

    precision: float
    recall: float
    f: float


@dataclass(frozen=True, slots=True)
class Clicks:
    """What a user would have to do to put a grouping right."""

    merges: int
    moves: int

    @property
    def total(self) -> int:
        """Merges and moves together."""
        return self.merges + self.moves


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Faces for each (group, person) that occurs: c cells, sorted by group, then person."""

    group: NDArray[np.int64]  # (c,)
    person: NDArray[np.int64]  # (c,)
    faces: NDArray[np.int64]  # (c,)
    group_sizes: NDArray[np.int64]
    person_sizes: NDArray[np.int64]


def _counted(labels: NDArray[np.int64], truth: NDArray[np.int64]) -> _Counts:
    if labels.ndim != 1 or labels.shape != truth.shape:
        raise ValueError(f"labels and truth must be (n,), not {labels.shape} and {truth.shape}")
    known = truth >= 0
    labels, truth = labels[known], truth[known]
    alone = -1 - np.arange(labels.size)
    groups = np.unique(np.where(labels >= 0, labels, alone), return_inverse=True)[1]
    people = np.unique(truth, return_inverse=True)[1]
    person_sizes = np.bincount(people)
    width = max(person_sizes.size, 1)
    cells, faces = np.unique(groups * width + people, return_counts=True)
    group, person = np.divmod(cells, width)
    return _Counts(group, person, faces, np.bincount(groups), person_sizes)


def _scores(precision: float, recall: float) -> Scores:
    both = precision + recall
    return Scores(precision, recall, 2 * precision * recall / both if both else 0.0)


def _pairs(sizes: NDArray[np.int64]) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def pairwise_scores(labels: NDArray[np.int64], truth: NDArray[np.int64]) -> Scores:
    """Score over pairs of faces.

    Precision is the share of the pairs in one group that are of one person; recall is the share of
    the pairs of one person that are in one group.

    Args:
        labels: (n,) int64 groups.
        truth: (n,) int64 people.

    Raises:
        ValueError: for arrays of different or wrong shapes.
    """
    counts = _counted(labels, truth)
    right = _pairs(counts.faces)
    grouped, same = _pairs(counts.group_sizes), _pairs(counts.person_sizes)
    return _scores(right / grouped if grouped else 1.0, right / same if same else 1.0)


def b_cubed(labels: NDArray[np.int64], truth: NDArray[np.int64]) -> Scores:
    """Score over faces (Bagga and Baldwin 1998; Amigó et al. 2009).

    Precision is the mean over faces of the share of the face's group that is of the same person;
    recall is the mean over faces of the share of the face's person that is in the same group; the
    face itself counts in both.

    Args:
        labels: (n,) int64 groups.
        truth: (n,) int64 people.

    Raises:
        ValueError: for arrays of different or wrong shapes.
    """
    counts = _counted(labels, truth)
    total = int(counts.faces.sum())
    if not total:
        return Scores(1.0, 1.0, 1.0)
    squares = counts.faces.astype(np.float64) ** 2
    return _scores(
        float((squares / counts.group_sizes[counts.group]).sum() / total),
        float((squares / counts.person_sizes[counts.person]).sum() / total),
    )


def clicks_to_perfect(labels: NDArray[np.int64], truth: NDArray[np.int64]) -> Clicks:
    """Count the merges and moves that turn a grouping into the true one.

    Each group stays with its majority: the person with most faces in it, the lowest person number
    among equals. Every face of anybody else is one move, also where several faces of one person move
    to the same place. A person who is the majority of g > 1 groups takes g - 1 merges. A person who
    is the majority of none takes no merges: the first move founds the group.

    Args:
        labels: (n,) int64 groups.
        truth: (n,) int64 people.

    Raises:
        ValueError: for arrays of different or wrong shapes.
    """
    counts = _counted(labels, truth)
    order = np.lexsort((counts.person, -counts.faces, counts.group))
    first = np.unique(counts.group[order], return_index=True)[1]
    majority = order[first]
    return Clicks(
        merges=int(majority.size - np.unique(counts.person[majority]).size),
        moves=int(counts.faces.sum() - counts.faces[majority].sum()),
    )
