"""Whose face is this: 1:1 verification, and k-nearest-neighbour recognition against named people.

Works from the first face on: a person known from one face is a gallery of one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: A person's similarity to a probe is the mean over this many of their most similar faces, or over all of
#: them where they have fewer: one look-alike among hundreds of faces does not decide.
BEST_FACES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """People a face may belong to, most similar first.

    Attributes:
        people: (m,) int64, as numbered in the gallery.
        similarity: (m,) float32 cosine, the mean over the person's `BEST_FACES` most similar faces.
        nearest: (m,) int64 index of the person's most similar face in the gallery.
    """

    people: NDArray[np.int64]
    similarity: Floats
    nearest: NDArray[np.int64]


def same_person(a: Floats, b: Floats, *, threshold: float) -> NDArray[np.bool_]:
    """Verify pairs of faces.

    Args:
        a: (..., d) unit vectors.
        b: (..., d) unit vectors.
        threshold: least cosine similarity of one person, from the model's card.

    Returns:
        (...,) whether each pair is taken for one person.
    """
    similarity = np.einsum("...d,...d->...", a, b)
    return np.asarray(similarity >= threshold)


def recognise(probe: Floats, gallery: Floats, people: NDArray[np.int64], *, most: int = 10) -> Candidates:
    """Rank the people of a gallery by similarity to one face.

    Args:
        probe: (d,) unit vector.
        gallery: (n, d) unit vectors of faces whose person is known.
        people: (n,) person of each gallery face; any integers.
        most: number of people to return at most.

    Returns:
        The most similar people; whether the first is similar enough is for the caller's threshold.
    """
    if not len(gallery):
        none = np.zeros(0, np.int64)
        return Candidates(none, np.zeros(0, np.float32), none)
    similarity = gallery @ probe
    # Sorted by person and within a person by falling similarity, each person's best faces come first.
    order = np.lexsort((-similarity, people))
    sorted_people, sorted_similarity = people[order], similarity[order]
    starts = np.flatnonzero(np.r_[True, sorted_people[1:] != sorted_people[:-1]])
    ends = np.r_[starts[1:], len(order)]
    counted = np.minimum(ends - starts, BEST_FACES)
    sums = np.concatenate([[0.0], np.cumsum(sorted_similarity, dtype=np.float64)])
    # Rounded before they are ranked, so that the running sum's last bits decide no tie.
    means = ((sums[starts + counted] - sums[starts]) / counted).astype(np.float32)
    best = np.lexsort((sorted_people[starts], -means))[:most]
    return Candidates(
        people=sorted_people[starts][best].astype(np.int64),
        similarity=means[best],
        nearest=order[starts][best].astype(np.int64),
    )
