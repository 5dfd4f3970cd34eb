"""What is worth asking about: who may be one, whose lonely faces may be, ranked by what an answer settles.

Pure functions of arrays. Reading these and storing what is proposed lives in `app.grouping.refreshing`, how
probable a similarity makes it in `engine.clustering.strangers`, and the questions made of it in
`app.grouping.questions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from app.grouping.arrays import Ids
from app.grouping.lonely import Lonely
from app.grouping.solve import Looks
from engine.clustering.strangers import Strangers, logit, probability, scores
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
class Touched:
    """Who has changed since suggestions were made.

    Attributes:
        people: (p,) int64.
        faces: (f,) int64, lonely faces.
    """

    people: Ids
    faces: Ids


class Facts(Protocol):
    """What is known for sure; asked only of those whom it may concern."""

    def people(self, ids: Ids) -> Ids:
        """Tell about people and groups, but for those who are ignored or gone.

        Args:
            ids: (p,) int64, ascending.

        Returns:
            (q, 3) int64, ascending: id, 1 where named, and the number of all faces that are theirs.
        """

    def apart(self, pairs: Ids) -> NDArray[np.bool_]:
        """Mark pairs of people who are not one.

        They were told apart, by themselves or by a face of one that is not the other's; a photo shows both;
        or a photo of one was taken before the other was born.

        Args:
            pairs: (m, 2) int64, the larger one first.
        """

    def barred(self, pairs: Ids) -> NDArray[np.bool_]:
        """Mark lonely faces and people they are not.

        That was said of the face; its photo shows the person elsewhere; or they were not born then.

        Args:
            pairs: (m, 2) int64, face and person.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """m pairs that are alike enough to be asked about, each pair once.

    Attributes:
        person: (m,) int64; of two people the lower id.
        other: (m,) int64, the higher id, or 0 where it is about a face.
        face: (m,) int64, a lonely face, or 0.
        similarity: (m,) float32, mean cosine of the two looks, or of the look and the face, most surely one.
        probability: (m,) float32, that these two are one, from what they look like alone.
    """

    person: Ids
    other: Ids
    face: Ids
    similarity: NDArray[np.float32]
    probability: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, chosen: Ids | NDArray[np.bool_]) -> Alike:
        """Return some of them, by mask or in this order."""
        return Alike(
            self.person[chosen],
            self.other[chosen],
            self.face[chosen],
            self.similarity[chosen],
            self.probability[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """m pairs of units that are alike, the lower first: looks are numbered first, then lonely faces."""

    one: Ids  # (m,)
    other: Ids  # (m,)
    similarity: NDArray[np.float32]  # (m,)


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


def units(looks: Looks, lonely: Lonely) -> Iterator[NDArray[np.float32]]:
    """Give the means of looks and the embeddings of lonely faces, (n, d), a few thousand at a time."""
    for start in range(0, len(looks.owner), _ROWS):
        part = slice(start, start + _ROWS)
        yield Looks(looks.owner[part], looks.totals[part], looks.faces[part]).means()
    for start in range(0, len(lonely.ids), _ROWS):
        yield unit_rows(lonely.vectors, slice(start, start + _ROWS))


def find_alike(
    looks: Looks, lonely: Lonely, *, strangers: Strangers, touched: Touched | None = None
) -> Alike:
    """Find who is alike enough to be proposed, whatever is known of them.

    Of two people the two looks count that are most surely one.

    Args:
        looks: Of all people and groups who are not ignored.
        lonely: Faces that belong to nobody.
        strangers: Of this library.
        touched: Only pairs with these; None for all.
    """
    vectors = np.empty((len(looks.owner) + len(lonely.ids), lonely.vectors.shape[1]), np.float32)
    start = 0
    for part in units(looks, lonely):
        vectors[start : start + len(part)] = part
        start += len(part)
    if touched is None:
        expected = strangers.expected(vectors)
        edges = _edges(vectors, _floor(strangers, *expected))
        pairs = _Pairs(edges.first, edges.second, edges.similarity)
    else:
        changed = np.isin(np.r_[looks.owner, -lonely.ids], np.r_[touched.people, -touched.faces])
        pairs = _pairs_with(np.flatnonzero(changed), vectors)
        expected = _expected_of(np.r_[pairs.one, pairs.other], vectors, strangers)
    return _once(pairs, expected, looks.owner, lonely.ids, strangers)


def find_alike_to(person: int, looks: Looks, lonely: Lonely, *, strangers: Strangers) -> Alike:
    """Find everybody and every lonely face that is alike enough to one person to be proposed.

    Args:
        person: `Person.id`.
        looks: Of all people and groups who are not ignored.
        lonely: Faces that belong to nobody.
        strangers: Of this library.
    """
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
    found, owned = np.concatenate(rows), np.concatenate(columns)
    pairs = _Pairs(np.minimum(found, owned), np.maximum(found, owned), np.concatenate(similarities))
    return _once(pairs, (mean, deviation), looks.owner, lonely.ids, strangers)


def _edges(vectors: NDArray[np.float32], floor: float) -> Edges:
    """Join all units with their nearest ones; in large libraries with most of them, in half the time."""
    if len(vectors) <= EXACT_UP_TO:
        return neighbour_edges(vectors, _NEIGHBOURS, floor=floor)
    return approximate_edges(vectors, _NEIGHBOURS, floor=floor, probes=round(len(vectors) ** (1 / 3)))


def _pairs_with(chosen: Ids, vectors: NDArray[np.float32]) -> _Pairs:
    """Pair some units with their nearest ones, but not with themselves; a pair may come twice."""
    found, similarity = nearest(vectors[chosen], vectors, _NEIGHBOURS + 1)
    one, other = np.repeat(chosen, found.shape[1]), found.ravel()
    kept = (other >= 0) & (one != other)
    one, other = one[kept], other[kept]
    return _Pairs(np.minimum(one, other), np.maximum(one, other), similarity.ravel()[kept])


def _expected_of(
    chosen: Ids, vectors: NDArray[np.float32], strangers: Strangers
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what `Strangers.expected` gives for some units, in arrays for all; the others are 0 and 1."""
    rows = np.unique(chosen)
    mean, deviation = np.zeros(len(vectors)), np.ones(len(vectors))
    mean[rows], deviation[rows] = strangers.expected(vectors[rows])
    return mean, deviation


def _floor(strangers: Strangers, mean: NDArray[np.float64], deviation: NDArray[np.float64]) -> float:
    """Return the similarity that any pair worth proposing reaches, whosever it is."""
    return float(np.min(mean + strangers.score_at(logit(LEAST_PROBABLE)) * deviation, initial=1.0))


def _once(
    pairs: _Pairs,
    expected: tuple[NDArray[np.float64], NDArray[np.float64]],
    owner: Ids,
    faces: Ids,
    strangers: Strangers,
) -> Alike:
    """Turn pairs of units into pairs of people and of people and faces, each once: the surest one.

    Args:
        pairs: Pairs of units; one may come twice.
        expected: Mean and deviation of all units' similarities to strangers.
        owner: (l,) int64, the person of each look.
        faces: (f,) int64, the lonely faces.
        strangers: Of this library.
    """
    chosen = pairs.one < len(owner)
    one, other, similarity = pairs.one[chosen], pairs.other[chosen], pairs.similarity[chosen]
    mean, deviation = expected
    score = scores(similarity, (mean[one], deviation[one]), (mean[other], deviation[other]))
    first, second = owner[one], np.r_[owner, np.zeros(len(faces), np.int64)][other]
    face = np.r_[np.zeros(len(owner), np.int64), faces][other]
    turned = (second < first) & (face == 0)
    first, second = np.where(turned, second, first), np.where(turned, first, second)
    order = np.lexsort((-score, face, second, first))
    least = strangers.score_at(logit(LEAST_PROBABLE))
    order = order[(score[order] >= least) & (first[order] != second[order])]
    keys = np.column_stack([first, second, face])[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    best = order[new]
    chance = probability(strangers.log_odds(score[best])).astype(np.float32)
    return Alike(first[best], second[best], face[best], np.clip(similarity[best], -1, 1), chance)


def propose(alike: Alike, facts: Facts, *, most: int = MOST, of_each: int = OF_EACH) -> Proposals:
    """Propose which people and groups are one, and whose lonely faces are.

    Left out is what is known (`Facts`), whoever is ignored, and pairs of two people with names that are
    rather not one.

    Args:
        alike: Who is alike.
        facts: What is known of them.
        most: Proposals to keep.
        of_each: And of each person with a name in any case.

    Returns:
        Ranked by the faces that one answer settles on average: probability times `settles`.
    """
    is_face = alike.face > 0
    people = facts.people(np.unique(np.r_[alike.person, alike.other[~is_face]]))
    shown = np.isin(alike.person, people[:, 0]) & (is_face | np.isin(alike.other, people[:, 0]))
    alike, is_face = alike[shown], is_face[shown]
    one = np.searchsorted(people[:, 0], alike.person)
    other = np.where(is_face, one, np.searchsorted(people[:, 0], alike.other))
    named, sizes = people[:, 1] == 1, people[:, 2]
    # The larger side comes first, of equal ones the lower id.
    turned = sizes[other] > sizes[one]
    found = Proposals(
        np.where(turned, alike.other, alike.person),
        np.where(turned, alike.person, alike.other),
        alike.face,
        alike.similarity,
        alike.probability,
        np.where(is_face, 1, np.minimum(sizes[one], sizes[other])),
    )
    found = found.where(is_face | ~named[one] | ~named[other] | (alike.probability >= 0.5))
    found = found.where(~_known(found, facts))
    worth = found.probability.astype(np.float64) * found.settles
    found = found.where(np.lexsort((found.face, found.other, found.person, -found.probability, -worth)))
    return found.where(_kept(found, people[named, 0], most, of_each))


def _known(found: Proposals, facts: Facts) -> NDArray[np.bool_]:
    """Mark the proposals that something known speaks against."""
    is_face = found.face > 0
    known = np.zeros(len(found), np.bool_)
    known[is_face] = facts.barred(np.column_stack([found.face, found.person])[is_face])
    known[~is_face] = facts.apart(np.column_stack([found.person, found.other])[~is_face])
    return known


def _kept(found: Proposals, named: Ids, most: int, of_each: int) -> NDArray[np.bool_]:
    """Mark the first `most` of ranked proposals, and the first `of_each` of each person with a name."""
    kept = np.arange(len(found)) < most
    for sides in (found.person, found.other):
        rows = np.flatnonzero(np.isin(sides, named))
        rows = rows[np.argsort(sides[rows], kind="stable")]
        whose = sides[rows]
        kept[rows[np.arange(len(rows)) - np.searchsorted(whose, whose) < of_each]] = True
    return kept
