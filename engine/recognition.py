"""Whose face is this: 1:1 verification, and k-nearest-neighbour recognition against named people.

Works from the first face on: a person known from one face is a gallery of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: A person's similarity to a probe is the mean over this many of their most similar faces, or over all of
#: them where they have fewer: one look-alike among hundreds of faces does not decide.
BEST_FACES = 3

#: People with the greatest similarities that are looked at closely at first, for each one wanted.
_TRIED: Final = 4
#: Faces of one person up to which sorting them with those of others is quicker than choosing the best.
_FEW: Final = 32


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
    order = np.argsort(people, kind="stable")
    known, starts = np.unique(people[order], return_index=True)
    found = rank_people((gallery @ probe)[order], starts, most=most)
    return Candidates(
        people=known[found.people].astype(np.int64),
        similarity=found.similarity,
        nearest=order[found.nearest].astype(np.int64),
    )


def rank_people(similarity: Floats, starts: NDArray[np.int64], *, most: int) -> Candidates:
    """Rank people by how similar their faces are to one face.

    A mean is at most the greatest similarity in it; so after a few people have been looked at closely, most
    others need no look.

    Args:
        similarity: (n,) cosines of the faces of one person after the other, those before the first one's of
            nobody; minus infinity for a face that does not count.
        starts: (m,) ascending index of each person's first face; their last is before the next person's
            first.
        most: number of people to return at most.

    Returns:
        The most similar people, numbered as in `starts`; of equal ones the lower number first. Whoever has
        no face that counts is left out.
    """
    if not (len(starts) and most > 0):
        none = np.zeros(0, np.int64)
        return Candidates(none, np.zeros(0, np.float32), none)
    ends = np.append(starts[1:], len(similarity))
    greatest = np.maximum.reduceat(similarity, starts)
    tried = min(_TRIED * most, len(starts))
    likely = np.argpartition(greatest, len(starts) - tried)[-tried:]
    least = np.sort(_mean_of_best(similarity, starts[likely], ends[likely]))[-min(most, tried)]
    # Whoever is among the best has a mean, and so a face, of at least that.
    people = np.flatnonzero((greatest >= least) & (greatest > -np.inf))
    means = _mean_of_best(similarity, starts[people], ends[people])
    best = np.lexsort((people, -means))[:most]
    chosen = people[best]
    nearest = [at + similarity[at:end].argmax() for at, end in zip(starts[chosen], ends[chosen], strict=True)]
    return Candidates(people=chosen, similarity=means[best], nearest=np.array(nearest, np.int64))


def _mean_of_best(similarity: Floats, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Floats:
    """Return the mean (m,) of the `BEST_FACES` greatest of each part; minus infinity where none counts."""
    parts = [_shortened(similarity[at:end]) for at, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    lengths = np.array([len(part) for part in parts], np.int64)
    owners = np.repeat(np.arange(len(parts)), lengths)
    # One empty part more, because there may be none.
    values = np.concatenate([similarity[:0], *parts])
    values = values[np.lexsort((-values, owners))]
    places = np.arange(len(values)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    kept = places < BEST_FACES
    best = np.full((len(parts), BEST_FACES), -np.inf)
    best[owners[kept], places[kept]] = values[kept]
    counting = best > -np.inf
    means = np.full(len(parts), -np.inf)
    np.divide(best.sum(axis=1, where=counting), counting.sum(axis=1), out=means, where=counting[:, 0])
    # Rounded before they are ranked, so that the last bits of a sum decide no tie.
    return means.astype(np.float32)


def _shortened(similarity: Floats) -> Floats:
    """Leave out what cannot be among the best of one person, if they have many faces."""
    if len(similarity) <= _FEW:
        return similarity
    return np.partition(similarity, -BEST_FACES)[-BEST_FACES:]
