"""Where a person's faces fall apart: proposals for a split, and the blocks that may not belong.

A person's faces are linked among themselves by average linkage, faces of one photo never, until they are one
tree. Each of its branches is a seam: two sides, and how probable it is that they are one person. Splitting is
a user's action (`app.operations.split_person`); asking about seams lives in `app.grouping.questions`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids
from app.grouping.exemplars import load_exemplars
from app.grouping.job import model_id_of
from app.grouping.lonely import load_lonely
from app.grouping.refreshing import strangers_of
from app.grouping.state import embedding_size
from app.library.names import find_person
from app.library.store import Library
from engine.clustering.strangers import Strangers, probability, scores
from engine.embedding import unpack
from engine.models import ModelCard

#: Of a larger person so many faces, those least like the others, are told apart; the rest is one block.
MOST_FACES: Final = 2000
#: Blocks that a proposal takes off at most, the least probable first.
MOST_PARTS: Final = 12
#: The seams of a group are where its faces fit least, so that their sides are one person less often than two
#: groups of the same score: measured on families, this is added to the logarithmic odds of a single face, ...
_CHOSEN: Final = -1.4
#: ... and this for each doubling of the smaller side, up to four faces: one odd picture means less.
_DOUBLING: Final = -0.8


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The shown faces of one person.

    Attributes:
        person_id: Whose.
        ids: (n,) int64, ascending.
        photos: (n,) int64.
        confirmed: (n,) bool.
        vectors: (n, d) int8, packed.
    """

    person_id: int
    ids: Ids
    photos: Ids
    confirmed: NDArray[np.bool_]
    vectors: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Seam:
    """Two sides of a person's faces, by index.

    Attributes:
        block: (b,) int64, the smaller side.
        rest: (r,) int64, the side it hangs on: not always all the others.
        similarity: Mean cosine of the two.
        probability: That they are one person; 0 where a photo shows both.
    """

    block: Ids
    rest: Ids
    similarity: float
    probability: float


@dataclass(frozen=True, slots=True)
class PartFace:
    """A face in a part: its id, mean cosine to the faces that stay, and whether the user confirmed it."""

    face_id: int
    score: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Faces that seem to be one person's, those least like the ones who stay first.

    Attributes:
        faces: At least one.
        probability: That they are the same person as those that stay; 1 for these themselves.
    """

    faces: tuple[PartFace, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class SplitProposal:
    """Where a person falls apart.

    Attributes:
        person_id: Who.
        name: Theirs, or None for a group.
        parts: What would come off, least probable first. Empty for a person of one face.
        staying: The largest part.
    """

    person_id: int
    name: str | None
    parts: tuple[Part, ...]
    staying: Part


def propose_split(library: Library, card: ModelCard, person: int | str) -> SplitProposal:
    """Propose how to split a person: at every seam that is more probably two people, and at one in any case.

    Confirmed faces are proposed like all others, because the user asks; they are marked.

    Args:
        library: The library.
        card: The recogniser's; faces it does not know stay.
        person: Id or name of a person or group.

    Raises:
        PersonNotFoundError: There is no such person or group.
        LibraryError: The library cannot be read.
    """
    with library.read() as session:
        found = find_person(session, person)
        model_id = model_id_of(session, card)
        if model_id is None:
            return SplitProposal(found.id, found.name, (), Part((), 1.0))
        chosen = load_members(session, model_id, [found.id])
        if not chosen:
            return SplitProposal(found.id, found.name, (), Part((), 1.0))
        looks = load_exemplars(session, model_id, embedding_size(session, model_id))
        strangers = strangers_of(looks, load_lonely(session, model_id), card)
    (members,) = chosen
    (branches,) = seams(chosen, strangers)
    least = sorted(branches, key=lambda seam: seam.probability)
    cut = [seam for seam in least[:MOST_PARTS] if seam.probability < 0.5] or least[:1]
    parted = part(members, cut, strangers)
    exact = unpack(members.vectors)
    similarity = exact @ exact[parted[0].block].mean(axis=0)
    parts = [_shown(members, seam, similarity) for seam in parted]
    return SplitProposal(found.id, found.name, tuple(parts[1:]), parts[0])


def _shown(members: Members, seam: Seam, similarity: NDArray[np.float32]) -> Part:
    rows = seam.block[np.lexsort((seam.block, similarity[seam.block]))]
    faces = tuple(
        PartFace(int(members.ids[row]), float(similarity[row]), bool(members.confirmed[row]))
        for row in rows.tolist()
    )
    return Part(faces, seam.probability)


def part(members: Members, cut: Sequence[Seam], strangers: Strangers) -> list[Seam]:
    """Part a person's faces at some of their seams.

    Args:
        members: Their faces.
        cut: Seams to part them at.
        strangers: Of the library.

    Returns:
        The parts as blocks, each with the largest part as its rest: first this itself, with a probability of
        1, then the others, least probable first.
    """
    part_of = np.zeros(len(members.ids), np.int64)
    # The larger blocks first, so that what comes off a block comes off it.
    for number, seam in enumerate(sorted(cut, key=lambda seam: -len(seam.block)), 1):
        part_of[seam.block] = number
    numbers, sizes = np.unique(part_of, return_counts=True)
    rest = np.flatnonzero(part_of == numbers[sizes.argmax()])
    blocks = [np.flatnonzero(part_of == number) for number in numbers.tolist()]
    pairs = [(block, rest) for block in blocks if block[0] != rest[0]]
    parts = _judged(members, pairs, strangers)
    parts.sort(key=lambda seam: (seam.probability, int(seam.block[0])))
    return [Seam(rest, rest, 1.0, 1.0), *parts]


def load_members(session: Session, model_id: int, people: Sequence[int]) -> list[Members]:
    """Read the shown faces of people, by person; those without any are left out."""
    rows = session.connection().exec_driver_sql(
        "SELECT person_id, face.id, photo_id, confirmed_at IS NOT NULL, vector FROM face "
        "JOIN embedding ON face_id = face.id AND model_id = ? "
        "WHERE person_id IN (SELECT value FROM json_each(?)) AND ignored_at IS NULL "
        "ORDER BY person_id, face.id",
        (model_id, json.dumps(list(people))),
    )
    columns = list(zip(*rows.all(), strict=True))
    if not columns:
        return []
    whose, ids, photos = (np.array(column, np.int64) for column in columns[:3])
    confirmed = np.array(columns[3], np.bool_)
    vectors = np.frombuffer(b"".join(columns[4]), np.int8).reshape(len(ids), -1)
    starts = np.flatnonzero(np.r_[True, whose[1:] != whose[:-1]])
    parts = [slice(*ends) for ends in pairwise([*starts.tolist(), len(ids)])]
    return [
        Members(int(whose[part.start]), ids[part], photos[part], confirmed[part], vectors[part])
        for part in parts
    ]


def seams(people: Sequence[Members], strangers: Strangers) -> list[list[Seam]]:
    """Find the seams of people, those last joined first; a person of n faces has n - 1.

    Args:
        people: Their faces.
        strangers: Of the library.
    """
    return [_judged(members, _sides(unpack(members.vectors), members), strangers) for members in people]


def _judged(members: Members, sides: Sequence[tuple[Ids, Ids]], strangers: Strangers) -> list[Seam]:
    """Find out how probable it is that two sides, a block and a rest, are one person."""
    if not sides:
        return []
    exact = unpack(members.vectors)
    means = np.array([exact[side].mean(axis=0) for pair in sides for side in pair], np.float32)
    mean, deviation = strangers.expected(means)
    similarity = np.einsum("ij,ij->i", means[0::2], means[1::2])
    score = scores(similarity, (mean[0::2], deviation[0::2]), (mean[1::2], deviation[1::2]))
    sizes = np.array([min(len(block), 4) for block, _ in sides], np.float64)
    probable = probability(strangers.log_odds(score) + _CHOSEN + _DOUBLING * np.log2(sizes))
    if len(np.unique(members.photos)) < len(members.photos):
        probable[[_in_one_photo(members, *pair) for pair in sides]] = 0
    return [
        Seam(*pair, same, chance)
        for pair, same, chance in zip(sides, similarity.tolist(), probable.tolist(), strict=True)
    ]


def _in_one_photo(members: Members, block: Ids, rest: Ids) -> bool:
    """Tell whether a photo has faces of both sides; the user may have confirmed both of them."""
    one = members.photos[block], members.confirmed[block]
    other = members.photos[rest], members.confirmed[rest]
    unsure = np.isin(one[0][~one[1]], other[0]).any() or np.isin(one[0], other[0][~other[1]]).any()
    return bool(unsure)


def _sides(exact: NDArray[np.float32], members: Members) -> list[tuple[Ids, Ids]]:
    """Return both sides of each branch of the tree, the smaller one first; the last branch first."""
    leaves = [np.array([row], np.int64) for row in range(len(exact))]
    if len(exact) > MOST_FACES:
        order = np.argsort(exact @ exact.mean(axis=0), kind="stable")
        leaves = [order[row : row + 1] for row in range(MOST_FACES)] + [np.sort(order[MOST_FACES:])]
    means = np.stack([exact[leaf].mean(axis=0, dtype=np.float64) for leaf in leaves])
    similarity = means @ means.T
    photos = [members.photos[leaf] for leaf in leaves]
    single = np.array([photo[0] for photo in photos])
    fixed = np.array([bool(members.confirmed[leaf].all()) for leaf in leaves])
    apart = (single[:, None] == single) & ~(fixed[:, None] & fixed)
    if len(leaves) < len(exact):
        apart[-1] = apart[:, -1] = np.isin(single, photos[-1])
    similarity[apart] = -np.inf
    branches: list[tuple[Ids, Ids]] = []
    groups = dict(enumerate(leaves))
    for one, other in _linked(similarity, np.array([len(leaf) for leaf in leaves], np.float64)):
        pair = sorted((groups[one], groups.pop(other)), key=len)
        branches.append((pair[0], pair[1]))
        groups[one] = np.concatenate(pair)
    # What a photo keeps apart hangs on the largest group.
    trees = sorted(groups.values(), key=len)
    branches += [(tree, trees[-1]) for tree in reversed(trees[:-1])]
    return branches[::-1]


def _linked(similarity: NDArray[np.float64], weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Link by average linkage, as long as anything may meet.

    Args:
        similarity: (n, n), -inf for those who may not meet; is changed.
        weights: (n,) faces of each; is changed.

    Returns:
        Pairs in the order of linking: the second becomes part of the first.
    """
    np.fill_diagonal(similarity, -np.inf)
    nearest = similarity.argmax(axis=1)
    best = similarity[np.arange(len(weights)), nearest]
    linked: list[tuple[int, int]] = []
    for _ in range(len(weights) - 1):
        one = int(best.argmax())
        if best[one] == -np.inf:
            break
        other = int(nearest[one])
        linked.append((one, other))
        share = weights[one] / (weights[one] + weights[other])
        row = share * similarity[one] + (1 - share) * similarity[other]
        weights[one] += weights[other]
        row[[one, other]] = -np.inf
        similarity[one] = similarity[:, one] = row
        similarity[other] = similarity[:, other] = -np.inf
        # A mean is never above both its parts, so only those who were nearest to either look again.
        again = np.flatnonzero((nearest == one) | (nearest == other))
        again = np.union1d(again, [one, other])
        nearest[again] = similarity[again].argmax(axis=1)
        best[again] = similarity[again, nearest[again]]
    return linked
