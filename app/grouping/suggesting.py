"""What is worth asking about: who may be one, whose lonely faces may be, ranked by what an answer settles.

Pure functions of arrays. Reading these and storing what is proposed lives in `app.grouping.refreshing`, how
probable a similarity makes it in `app.grouping.strangers`, and the questions made of it in
`app.grouping.questions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.grouping.arrays import Ids, among_pairs, matches
from app.grouping.solve import Looks
from app.grouping.strangers import Strangers, probability, scores
from engine.embedding import unit_rows
from engine.neighbours import Edges, approximate_edges, nearest, neighbour_edges
from engine.neighbours.cells import EXACT_UP_TO

#: Suggestions kept in all, those that settle most first ...
MOST: Final = 4000
#: ... and of each person with a name in any case.
OF_EACH: Final = 40
#: Less probable ones are not worth a look.
LEAST_PROBABLE: Final = 0.01

#: Most similar ones looked at for each look and each lonely face.
_NEIGHBOURS: Final = 16
#: Embeddings unpacked at one time.
_ROWS: Final = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Lonely:
    """Faces that belong to nobody and are not hidden.

    Attributes:
        ids: (n,) int64, ascending.
        photos: (n,) int64.
        taken: (n,) int64, the day of the photo as the number yyyymmdd; 0 where unknown.
        vectors: (n, d) int8, packed.
    """

    ids: Ids
    photos: Ids
    taken: Ids
    vectors: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """Who has changed since suggestions were made.

    Attributes:
        people: (p,) int64.
        faces: (f,) int64, lonely faces.
    """

    people: Ids
    faces: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known about people, for sure.

    Attributes:
        people: (p, 4) int64, ascending: id, 1 where named, birthday, and day of the earliest photo; days as
            the number yyyymmdd, 0 where unknown. Ignored people and groups are left out.
        apart: (a, 2) int64: pairs of people told apart, by themselves or by a face of one that is not the
            other's.
        barred: (b, 2) int64: a lonely face and a person it is not.
        places: (q, 2) int64: photo and person of the faces that belong to somebody.
    """

    people: Ids
    apart: Ids
    barred: Ids
    places: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Proposals:
    """m proposals, best first; the larger side is in `person`.

    Attributes:
        person: (m,) int64.
        other: (m,) int64, a person, or 0 where it is about a face.
        face: (m,) int64, a lonely face, or 0.
        similarity: (m,) float32, mean cosine of the two looks, or of the look and the face, most surely one.
        probability: (m,) float32, that the answer is yes.
        settles: (m,) int64, faces that one yes settles: those of the smaller side.
    """

    person: Ids
    other: Ids
    face: Ids
    similarity: NDArray[np.float32]
    probability: NDArray[np.float32]
    settles: Ids

    def __len__(self) -> int:
        return len(self.person)

    def where(self, chosen: Ids | NDArray[np.bool_]) -> Proposals:
        """Return some of them, by mask or in this order."""
        return Proposals(
            self.person[chosen],
            self.other[chosen],
            self.face[chosen],
            self.similarity[chosen],
            self.probability[chosen],
            self.settles[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """m pairs of units that are alike, the lower first: looks are numbered first, then lonely faces."""

    one: Ids  # (m,)
    other: Ids  # (m,)
    similarity: NDArray[np.float32]  # (m,)
    score: NDArray[np.float64]  # (m,), see `app.grouping.strangers`

    @classmethod
    def of(
        cls,
        one: Ids,
        other: Ids,
        similarity: NDArray[np.float32],
        expected: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> _Pairs:
        """Score pairs, given the mean and deviation of all units' similarities to strangers."""
        mean, deviation = expected
        score = scores(similarity, (mean[one], deviation[one]), (mean[other], deviation[other]))
        return cls(one, other, similarity, score)


def units(looks: Looks, lonely: Lonely) -> Iterator[NDArray[np.float32]]:
    """Give the means of looks and the embeddings of lonely faces, (n, d), a few thousand at a time."""
    means = looks.means()
    for start in range(0, len(means), _ROWS):
        yield means[start : start + _ROWS]
    for start in range(0, len(lonely.ids), _ROWS):
        yield unit_rows(lonely.vectors, slice(start, start + _ROWS))


def propose(
    looks: Looks,
    lonely: Lonely,
    facts: Facts,
    *,
    strangers: Strangers,
    touched: Touched | None = None,
    most: int = MOST,
    of_each: int = OF_EACH,
) -> Proposals:
    """Propose which people and groups are one, and whose lonely faces are.

    Left out is what is known: people told apart or not born, faces of one photo, whoever is ignored; and
    pairs of two people with names that are rather not one. Of two people the two looks count that are most
    surely one.

    Args:
        looks: Of all people and groups.
        lonely: Faces that belong to nobody.
        facts: What is known of them.
        strangers: Of this library.
        touched: Only proposals about these; None for all.
        most: Proposals to keep.
        of_each: And of each person with a name in any case.

    Returns:
        Ranked by the faces that one answer settles on average: probability times `settles`.
    """
    looks = _shown(looks, facts)
    vectors = np.empty((len(looks.owner) + len(lonely.ids), lonely.vectors.shape[1]), np.float32)
    start = 0
    for part in units(looks, lonely):
        vectors[start : start + len(part)] = part
        start += len(part)
    mean, deviation = strangers.expected(vectors)
    floor = _floor(strangers, mean, deviation)
    if touched is None:
        edges = _edges(vectors, floor)
    else:
        changed = np.isin(np.r_[looks.owner, -lonely.ids], np.r_[touched.people, -touched.faces])
        edges = _edges_of(np.flatnonzero(changed), vectors, floor)
    del vectors
    pairs = _Pairs.of(edges.first, edges.second, edges.similarity, (mean, deviation))
    found = _ranked(pairs, looks, lonely, facts, strangers)
    return found.where(_kept(found, facts, most, of_each))


def _edges(vectors: NDArray[np.float32], floor: float) -> Edges:
    """Join all units with their nearest ones; in large libraries with most of them, in half the time."""
    if len(vectors) <= EXACT_UP_TO:
        return neighbour_edges(vectors, _NEIGHBOURS, floor=floor)
    return approximate_edges(vectors, _NEIGHBOURS, floor=floor, probes=round(len(vectors) ** (1 / 3)))


def _edges_of(chosen: Ids, vectors: NDArray[np.float32], floor: float) -> Edges:
    """Join some units with their nearest ones."""
    found, similarity = nearest(vectors[chosen], vectors, _NEIGHBOURS + 1)
    rows, ranks = np.nonzero(similarity >= floor)
    one, other = chosen[rows], found[rows, ranks]
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((high, low))
    again = np.r_[False, (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])]
    kept = order[~again & (low[order] != high[order])]
    return Edges(low[kept], high[kept], similarity[rows, ranks][kept])


def propose_for(
    person: int, looks: Looks, lonely: Lonely, facts: Facts, *, strangers: Strangers
) -> Proposals:
    """Propose who is the same as one person and which lonely faces are theirs: all, without a limit.

    Args:
        person: `Person.id`.
        looks: Of all people and groups.
        lonely: Faces that belong to nobody.
        facts: What is known of them.
        strangers: Of this library.

    Returns:
        Ranked as by `propose`; where `person` is the smaller side, it is in `other`.
    """
    looks = _shown(looks, facts)
    own = np.flatnonzero(looks.owner == person)
    queries = looks.means()[own]
    expected = [strangers.expected(part) for part in units(looks, lonely)]
    mean, deviation = (np.concatenate([np.zeros(0), *(some[at] for some in expected)]) for at in (0, 1))
    floor = _floor(strangers, mean, deviation)
    rows, columns, similarities = [own[:0]], [own[:0]], [queries[:0, 0]]
    start = 0
    for part in units(looks, lonely):
        similarity = part @ queries.T
        row, column = np.nonzero(similarity >= floor)
        rows.append(row + start)
        columns.append(own[column])
        similarities.append(similarity[row, column])
        start += len(part)
    one, other = np.concatenate(rows), np.concatenate(columns)
    alike = np.concatenate(similarities)
    pairs = _Pairs.of(np.minimum(one, other), np.maximum(one, other), alike, (mean, deviation))
    return _ranked(pairs, looks, lonely, facts, strangers)


def _shown(looks: Looks, facts: Facts) -> Looks:
    """Leave out the looks of those who are ignored."""
    shown = np.isin(looks.owner, facts.people[:, 0])
    return Looks(looks.owner[shown], looks.totals[shown], looks.faces[shown])


def _floor(strangers: Strangers, mean: NDArray[np.float64], deviation: NDArray[np.float64]) -> float:
    """Return the similarity that any pair worth proposing reaches, whosever it is."""
    return float(np.min(mean + strangers.least_score(LEAST_PROBABLE) * deviation, initial=1.0))


def _ranked(pairs: _Pairs, looks: Looks, lonely: Lonely, facts: Facts, strangers: Strangers) -> Proposals:
    """Make ranked proposals of pairs of units."""
    sizes = np.bincount(facts.places[:, 1], minlength=int(looks.owner.max(initial=0)) + 1)
    found = _of_people(pairs, looks.owner, lonely, sizes, strangers)
    found = found.where(_open(found, lonely, facts))
    worth = found.probability.astype(np.float64) * found.settles
    return found.where(np.lexsort((found.face, found.other, found.person, -found.probability, -worth)))


def _of_people(pairs: _Pairs, owner: Ids, lonely: Lonely, sizes: Ids, strangers: Strangers) -> Proposals:
    """Turn pairs of units into pairs of people, each once, and of people and faces.

    Args:
        pairs: Pairs of units.
        owner: (l,) int64, the person of each look.
        lonely: Faces that belong to nobody.
        sizes: How many faces each person has, by `Person.id`.
        strangers: Of this library.
    """
    chosen = pairs.one < len(owner)
    one, other = pairs.one[chosen], pairs.other[chosen]
    similarity, score = pairs.similarity[chosen], pairs.score[chosen]
    person = owner[one]
    second = np.r_[owner, np.zeros(len(lonely.ids), np.int64)][other]
    face = np.r_[np.zeros(len(owner), np.int64), lonely.ids][other]
    # The larger side comes first, of equal ones the lower id.
    turned = (sizes[second] > sizes[person]) | ((sizes[second] == sizes[person]) & (second < person))
    turned &= face == 0
    person, second = np.where(turned, second, person), np.where(turned, person, second)
    order = np.lexsort((-score, face, second, person))
    least = strangers.least_score(LEAST_PROBABLE)
    order = order[(score[order] >= least) & (person[order] != second[order])]
    keys = np.column_stack([person, second, face])[order]
    once = np.ones(len(order), np.bool_)
    once[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    best = order[once]
    return Proposals(
        person[best],
        second[best],
        face[best],
        np.clip(similarity[best], -1, 1),
        probability(strangers.log_odds(score[best])).astype(np.float32),
        np.where(face[best] > 0, 1, sizes[second[best]]),
    )


def _open(found: Proposals, lonely: Lonely, facts: Facts) -> NDArray[np.bool_]:
    """Mark the proposals that nothing known speaks against."""
    ids, named, born, earliest = facts.people.T
    one = np.searchsorted(ids, found.person)
    other = np.minimum(np.searchsorted(ids, found.other), len(ids) - 1)
    is_face = found.face > 0
    free = is_face | (named[one] == 0) | (named[other] == 0) | (found.probability >= 0.5)

    face = np.minimum(np.searchsorted(lonely.ids, found.face), max(len(lonely.ids) - 1, 0))
    taken, photos = np.zeros(len(found), np.int64), np.zeros(len(found), np.int64)
    taken[is_face], photos[is_face] = lonely.taken[face[is_face]], lonely.photos[face[is_face]]
    first = np.where(is_face, taken, earliest[other])
    free &= (first == 0) | (first >= born[one])
    free &= is_face | (earliest[one] == 0) | (earliest[one] >= born[other])

    pairs = np.sort(np.column_stack([found.person, found.other]), axis=1)
    free &= is_face | ~among_pairs(pairs, np.sort(facts.apart, axis=1))
    free &= ~is_face | ~among_pairs(np.column_stack([found.face, found.person]), facts.barred)
    free &= ~is_face | ~among_pairs(np.column_stack([photos, found.person]), facts.places)
    rest = np.flatnonzero(free & ~is_face)
    free[rest] = ~_met(found.person[rest], found.other[rest], facts.places)
    marked: NDArray[np.bool_] = free
    return marked


def _met(one: Ids, other: Ids, places: Ids) -> NDArray[np.bool_]:
    """Mark the pairs of people who are both in some photo."""
    by_person = places[np.argsort(places[:, 1], kind="stable")]
    counts = np.bincount(places[:, 1], minlength=int(max(one.max(initial=0), other.max(initial=0))) + 1)
    # The photos of the one who is in fewer are looked up.
    fewer = counts[other] < counts[one]
    pair, place = matches(np.where(fewer, other, one), by_person[:, 1])
    photos = by_person[place, 0]
    both = among_pairs(np.column_stack([photos, np.where(fewer, one, other)[pair]]), places)
    met: NDArray[np.bool_] = np.bincount(pair[both], minlength=len(one)) > 0
    return met


def _kept(found: Proposals, facts: Facts, most: int, of_each: int) -> NDArray[np.bool_]:
    """Mark the first `most` of ranked proposals, and the first `of_each` of each person with a name."""
    kept = np.arange(len(found)) < most
    named = facts.people[facts.people[:, 1] == 1, 0]
    for sides in (found.person, found.other):
        rows = np.flatnonzero(np.isin(sides, named))
        rows = rows[np.argsort(sides[rows], kind="stable")]
        whose = sides[rows]
        kept[rows[np.arange(len(rows)) - np.searchsorted(whose, whose) < of_each]] = True
    return kept
