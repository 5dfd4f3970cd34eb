"""The questions that a user is asked, best first: by the faces that one click settles on average.

A question is a page of items, each already ticked as it probably is, so that a page costs one click and one
more for each item that is otherwise: pairs of all kinds of people ("are these the same?"), many faces and
groups of one person ("are these all Anna?"), and blocks of faces that may not belong where they are.

Answering a question lives in `app.grouping.answering`; what is asked about in `app.grouping.suggesting` and
`app.grouping.splitting`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

#: Items on one page.
MOST_PAIRS: Final = 20
MOST_OF_ONE: Final = 40
MOST_BLOCKS: Final = 20
#: A question about one person alone has at least so many items.
LEAST_OF_ONE: Final = 6
#: Items less probable (or more certain) than this are not worth a look.
LEAST_PROBABLE: Final = 0.03
#: Questions that settle fewer faces a click are not asked; moving a face is one click, once it is found.
LEAST_WORTH: Final = 0.5

#: Of a block that does not belong, what is still to be done, in faces moved by hand.
_SHORT: Final = 0.75
#: How far the answers of a sitting may move the logarithmic odds: the deviation expected of libraries.
_SPREAD: Final = 1.5
#: So many answers, the newest, count.
_REMEMBERED: Final = 300

#: What tells a side from all others.
Key = tuple[int | None, int]
#: What a question asks.
Kind = Literal["pairs", "person", "blocks"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an item.

    Attributes:
        person_id: The person or group; None for a lonely face or a block.
        name: Theirs, or None.
        faces: How many faces this side has.
        shown_face_id: The face to show: of this side the one most like the other side.
        photo_id: Its photo.
        taken_at: When that was taken, ISO 8601, or None.
    """

    person_id: int | None
    name: str | None
    faces: int
    shown_face_id: int
    photo_id: int
    taken_at: str | None

    @property
    def key(self) -> Key:
        """What tells this side from all others: the person, or None and the shown face."""
        return (None, self.shown_face_id) if self.person_id is None else (self.person_id, 0)


@dataclass(frozen=True, slots=True)
class Item:
    """Something on a page, to be ticked or not: the two sides are the same person.

    Attributes:
        one: The larger side.
        other: The smaller one, or a block of faces that `one` is the rest of.
        face_ids: The lonely face, or the faces of the block; empty where `other` is a person or group.
        similarity: Mean cosine of the two sides, -1 to 1.
        probability: That a truthful user ticks it, after what they have answered in this sitting.
        unheard: The same before any answer.
        age: Years from the birthday of `one` to the shown photo of `other`, where both are known.
        said: The reason is also that the file of a photo says that the person is in it.
    """

    one: Side
    other: Side
    face_ids: tuple[int, ...]
    similarity: float
    probability: float
    unheard: float
    age: int | None = None
    said: bool = False

    @property
    def expected(self) -> bool:
        """Whether the item is ticked when the page comes up."""
        return self.probability >= 0.5

    @property
    def keys(self) -> tuple[Key, Key]:
        """What tells the two sides from all others."""
        return self.one.key, self.other.key


@dataclass(frozen=True, slots=True)
class Question:
    """A page of items.

    Attributes:
        kind: "pairs": which of these are the same person? "person": which of these are this one? "blocks":
            which of these belong where they are?
        items: What is on it.
        worth: Faces that one click settles on average.
    """

    kind: Kind
    items: tuple[Item, ...]
    worth: float

    @property
    def person(self) -> Side:
        """Whom a question of the kind "person" is about."""
        return self.items[0].one


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a user has answered and put off since they sat down: questions adapt to it.

    Attributes:
        people: (m,) of each answered item about two people or groups: `unheard`, and the answer.
        faces: The same of lonely faces.
        blocks: The same of blocks.
        later: Items that were put off, as the keys of their sides.
        away: Sides that are not to be asked about, by their keys.
    """

    people: tuple[tuple[float, bool], ...] = ()
    faces: tuple[tuple[float, bool], ...] = ()
    blocks: tuple[tuple[float, bool], ...] = ()
    later: frozenset[tuple[Key, Key]] = frozenset()
    away: frozenset[Key] = frozenset()

    def after(self, question: Question, answers: Sequence[bool | None]) -> Sitting:
        """Return the sitting after a question.

        Args:
            question: The question.
            answers: Of each item: the two are the same, are not, or None for later.
        """
        both = list(zip(question.items, answers, strict=True))
        later = self.later | {item.keys for item, answer in both if answer is None}
        said = [(item, item.unheard, answer) for item, answer in both if answer is not None]
        if question.kind == "blocks":
            blocks = [(unheard, answer) for _, unheard, answer in said]
            return replace(self, later=later, blocks=(*self.blocks, *blocks)[-_REMEMBERED:])
        faces = [(unheard, answer) for item, unheard, answer in said if item.face_ids]
        people = [(unheard, answer) for item, unheard, answer in said if not item.face_ids]
        return replace(
            self,
            later=later,
            people=(*self.people, *people)[-_REMEMBERED:],
            faces=(*self.faces, *faces)[-_REMEMBERED:],
        )

    def without(self, side: Side) -> Sitting:
        """Return the sitting in which nothing more is asked about a side."""
        return replace(self, away=self.away | {side.key})

    def open(self, item: Item) -> bool:
        """Tell whether an item may be asked."""
        return item.keys not in self.later and self.away.isdisjoint(item.keys)


def heard(answers: Sequence[tuple[float, bool]]) -> Callable[[float], float]:
    """Return a function from a probability to what it is after these answers.

    In some libraries people are more alike than in others, so all logarithmic odds move by one number: the
    most probable one, given the answers and that it is normal with mean 0 and deviation `_SPREAD`.

    Args:
        answers: Probabilities before any answer, and the answers.
    """
    shift = 0.0
    if answers:
        odds = np.array([_log_odds(chance) for chance, _ in answers])
        said = np.array([answer for _, answer in answers], np.float64)
        for _ in range(30):
            expected = (1 + np.tanh((odds + shift) / 2)) / 2
            slope = float((said - expected).sum()) - shift / _SPREAD**2
            curve = float((expected * (1 - expected)).sum()) + 1 / _SPREAD**2
            shift += min(max(slope / curve, -1.0), 1.0)

    def adapted(chance: float) -> float:
        return (1 + math.tanh((_log_odds(chance) + shift) / 2)) / 2

    return adapted


def _log_odds(chance: float) -> float:
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


@dataclass(slots=True)
class _Page:
    """A page in the making."""

    kind: Kind
    items: list[Item] = field(default_factory=list)

    def question(self) -> Question:
        gain = sum(_gain(item, self.kind) for item in self.items)
        clicks = 1 + sum(_exceptions(item) for item in self.items)
        return Question(self.kind, tuple(self.items), gain / clicks)


def _gain(item: Item, kind: Kind) -> float:
    """Return how many faces an item settles on average.

    A block is settled most of a face short, because it is mostly still to be said whose it is.
    """
    # Of somebody whom only files mention there is no face yet.
    faces = max(min(item.one.faces, item.other.faces), 1)
    return (1 - item.probability) * (faces - _SHORT) if kind == "blocks" else item.probability * faces


def _exceptions(item: Item) -> float:
    """Return how often an item is otherwise than it is ticked, on average."""
    return min(item.probability, 1 - item.probability)


def ask(joins: Sequence[Item], blocks: Sequence[Item], most: int) -> list[Question]:
    """Put items on pages.

    Nobody is on two pages, so that the pages may be answered one after the other.

    Args:
        joins: Who may be one; `one` has a name where either has one.
        blocks: What may not belong.
        most: Pages at most.

    Returns:
        Questions, best first, each worth at least `LEAST_WORTH`.
    """
    open_joins = [item for item in joins if item.probability >= LEAST_PROBABLE]
    open_blocks = [item for item in blocks if 1 - item.probability >= LEAST_PROBABLE]
    questions: list[Question] = []
    while len(questions) < most:
        pages = [
            _best("pairs", open_joins, MOST_PAIRS),
            _best("blocks", open_blocks, MOST_BLOCKS),
            *(_best("person", items, MOST_OF_ONE) for items in _by_person(open_joins)),
        ]
        found = [page.question() for page in pages if page.items]
        if not found:
            break
        best = max(found, key=lambda question: question.worth)
        if best.worth < LEAST_WORTH:
            break
        questions.append(best)
        used = {key for item in best.items for key in item.keys}
        open_joins = [item for item in open_joins if used.isdisjoint(item.keys)]
        open_blocks = [item for item in open_blocks if used.isdisjoint(item.keys)]
    return questions


def _by_person(items: Collection[Item]) -> list[list[Item]]:
    """Return the items of each person who has many, as the larger side."""
    found: dict[int | None, list[Item]] = {}
    for item in items:
        found.setdefault(item.one.person_id, []).append(item)
    return [mine for mine in found.values() if len(mine) >= LEAST_OF_ONE]


def _best(kind: Kind, items: Sequence[Item], most: int) -> _Page:
    """Choose the items of a page: those that settle most faces, and are worth their exceptions."""
    page, taken = _Page(kind), _Taken(kind)
    for item in sorted(items, key=lambda item: LEAST_WORTH * _exceptions(item) - _gain(item, kind)):
        if _gain(item, kind) <= LEAST_WORTH * _exceptions(item) or len(page.items) == most:
            break
        if taken.add(item):
            page.items.append(item)
    return page


class _Taken:
    """Who is on a page already: no answer may follow from the others, nor contradict them."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._parent: dict[Key, Key] = {}
        self._named: set[Key] = set()
        self._smaller: set[Key] = set()
        self._photos: set[tuple[Key, int]] = set()
        self._blocks: set[int] = set()
        self._full = False

    def add(self, item: Item) -> bool:
        """Take an item in if it goes with the others."""
        if self._kind == "blocks":
            free = self._blocks.isdisjoint(item.face_ids)
            self._blocks |= set(item.face_ids)
            return free
        one, other = item.keys
        first, second = self._root(one), self._root(other)
        # Two people with names are a page of their own, because one of the names goes.
        names = (first in self._named or item.one.name is not None) + (
            second in self._named or item.other.name is not None
        )
        place = one, item.other.photo_id
        twice = item.other.person_id is None and place in self._photos
        if self._full or other in self._smaller or first == second or twice or (names == 2 and self._parent):
            return False
        self._full = names == 2
        self._smaller.add(other)
        self._photos.add(place)
        self._parent[second] = first
        if names:
            self._named.add(first)
        return True

    def _root(self, key: Key) -> Key:
        while key in self._parent:
            key = self._parent[key]
        return key
