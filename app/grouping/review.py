"""What is to be reviewed: the open suggestions of a library, and the questions made of them.

Suggestions are made in `app.grouping.suggesting`, those that files raise in `app.grouping.mentioned`, and
blocks in `app.grouping.splitting`; how they are put on pages lives in `app.grouping.questions`, and answering
in `app.grouping.answering`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.grouping.exemplars import load_exemplars
from app.grouping.job import model_id_of
from app.grouping.lonely import load_lonely
from app.grouping.mentioned import with_mentions
from app.grouping.questions import Item, Question, Side, Sitting, ask, heard
from app.grouping.refreshing import strangers_of
from app.grouping.solve import Looks
from app.grouping.splitting import Members, Seam, load_members, part, seams
from app.grouping.state import embedding_size, table
from app.grouping.suggested import Suggested
from app.library.store import Library
from engine.clustering.strangers import Strangers
from engine.embedding import unpack
from engine.models import ModelCard

#: Suggestions that are less probable are not listed: they are many, and hardly ever right.
LEAST_LISTED: Final = 0.1

#: Suggestions that questions are made of.
_SUGGESTIONS: Final = 4000
#: Faces of the groups that are looked through for blocks, those first whose faces are least alike.
_LOOKED_THROUGH: Final = 6000
#: Groups of which is found out at one time whether they have unconfirmed faces.
_BATCH: Final = 500
#: Blocks of one person that are asked about at one time.
_BLOCKS: Final = 3

#: What the user has answered since suggestions were made, or ignored, is left out, and so is what is shown by
#: a face that is somebody else's since.
_OPEN: Final = """
WITH told AS (
    SELECT rejection.person_id AS one, face.person_id AS other FROM rejection
    CROSS JOIN face ON face.id = rejection.face_id WHERE face.person_id IS NOT NULL
)
SELECT one.id, one.name, other.id, other.name, suggestion.face_id, similarity, probability, settles,
    nearest_face_id, other_nearest_face_id
FROM suggestion JOIN person AS one ON one.id = suggestion.person_id
LEFT JOIN person AS other ON other.id = suggestion.other_person_id
LEFT JOIN face ON face.id = suggestion.face_id
WHERE (?1 IS NULL OR ?1 IN (suggestion.person_id, suggestion.other_person_id)) AND probability >= ?3
AND one.ignored_at IS NULL AND other.ignored_at IS NULL
AND face.ignored_at IS NULL AND face.person_id IS NULL
AND EXISTS (SELECT 1 FROM face WHERE face.id = nearest_face_id AND face.person_id = one.id)
AND (
    other.id IS NULL
    OR EXISTS (SELECT 1 FROM face WHERE face.id = other_nearest_face_id AND face.person_id = other.id)
)
AND NOT EXISTS (
    SELECT 1 FROM rejection WHERE rejection.face_id = suggestion.face_id AND rejection.person_id = one.id
) AND NOT EXISTS (
    SELECT 1 FROM rejection WHERE rejection.person_id = one.id AND rejection.other_person_id = other.id
) AND (
    other.id IS NULL
    OR (one.id, other.id) NOT IN (SELECT one, other FROM told UNION SELECT other, one FROM told)
)
ORDER BY probability * settles DESC, probability DESC, suggestion.id LIMIT ?2
"""
#: Who of some people is shown and has faces that are not confirmed.
_UNSURE: Final = """
SELECT person.id FROM json_each(?) AS chosen CROSS JOIN person ON person.id = chosen.value
WHERE person.ignored_at IS NULL AND EXISTS (
    SELECT 1 FROM face WHERE face.person_id = person.id AND confirmed_at IS NULL AND face.ignored_at IS NULL
)
"""


def suggestions(
    library: Library, *, most: int = 500, person: int | None = None, least: float = LEAST_LISTED
) -> list[Suggested]:
    """List open suggestions, those first of which one answer settles most faces on average.

    Left out is what the user has answered since they were made, and who is ignored.

    Args:
        library: The library.
        most: How many at most.
        person: Only those about this person or group (`Person.id`).
        least: Only those that are at least so probable; 0 for all.
    """
    with library.read() as session:
        return _open_suggestions(session, most, person, least)


def _open_suggestions(session: Session, most: int, person: int | None, least: float) -> list[Suggested]:
    rows = session.connection().exec_driver_sql(_OPEN, (person, most, least))
    return [Suggested(*row) for row in rows]


def next_questions(
    library: Library,
    card: ModelCard,
    *,
    most: int = 1,
    sitting: Sitting | None = None,
    person: int | None = None,
) -> list[Question]:
    """Choose what to ask, best first: by the faces that one click settles on average.

    Group the library (`app.grouping.group`) now and then between answers, so that what follows from them is
    asked; what was answered is not asked again in any case.

    Args:
        library: The library.
        card: The recogniser's.
        most: Questions at most; nobody is in two of them.
        sitting: What the user has answered and put off since they sat down.
        person: Only about this person or group (`Person.id`).

    Returns:
        Questions; none where nothing is worth asking.

    Raises:
        LibraryError: The library cannot be read.
    """
    sitting = sitting or Sitting()
    with library.read() as session:
        model_id = model_id_of(session, card)
        if model_id is None:
            return []
        found = _open_suggestions(session, _SUGGESTIONS, person, 0)
        found = with_mentions(session, found, most=_SUGGESTIONS, person=person)
        blocks = _blocks(session, model_id, card, sitting, person)
        known = _Known.read(session, found, blocks)
    people, faces = heard(sitting.people), heard(sitting.faces)
    belonging = heard(sitting.blocks)
    joins = [known.join(one, (people if one.face_id is None else faces)(one.probability)) for one in found]
    stays = [known.stay(block, belonging(block.seam.probability)) for block in blocks]
    stays = [item for item in stays if sitting.open(item)]
    # Joining confirms all faces, so what probably does not belong goes first.
    mixed = {item.one.key for item in stays if not item.expected}
    joins = [item for item in joins if sitting.open(item) and mixed.isdisjoint(item.keys)]
    return ask(joins, stays, most)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """A block of faces that may not belong, and the two faces of block and rest that are most alike."""

    person_id: int
    faces: tuple[int, ...]
    seam: Seam
    shown: int
    rest_shown: int


def _blocks(
    session: Session, model_id: int, card: ModelCard, sitting: Sitting, person: int | None
) -> list[_Block]:
    """Find the blocks that are most probably somebody else's, a few of each person."""
    looks = load_exemplars(session, model_id, embedding_size(session, model_id))
    chosen = _least_alike(session, looks, sitting) if person is None else [person]
    members = load_members(session, model_id, chosen)
    strangers = strangers_of(looks, load_lonely(session, model_id), card)
    return [
        block
        for mine, branches in zip(members, seams(members, strangers), strict=True)
        for block in _blocks_of(mine, branches, strangers)
    ]


def _blocks_of(members: Members, branches: list[Seam], strangers: Strangers) -> list[_Block]:
    """Return the parts that a person falls into, but for the largest, and a few blocks more."""
    cut = [seam for seam in branches if seam.probability < 0.5]
    parts = part(members, cut, strangers)[1:] if cut else []
    rest = [seam for seam in branches if seam.probability >= 0.5]
    rest.sort(key=lambda seam: (seam.probability - 1) * len(seam.block))
    exact = unpack(members.vectors)
    found = []
    for seam in parts + rest[:_BLOCKS]:
        # What the user confirmed is not asked again.
        if members.confirmed[seam.block].all():
            continue
        alike = exact[seam.block] @ exact[seam.rest].T
        here, there = divmod(int(alike.argmax()), len(seam.rest))
        faces = tuple(members.ids[np.sort(seam.block)].tolist())
        shown = int(members.ids[seam.block[here]]), int(members.ids[seam.rest[there]])
        found.append(_Block(members.person_id, faces, seam, *shown))
    return found


def _least_alike(session: Session, looks: Looks, sitting: Sitting) -> list[int]:
    """Choose the people with unconfirmed faces whose faces are least alike, about `_LOOKED_THROUGH` faces."""
    away = [person for person, _ in sitting.away if person is not None]
    owner, first = np.unique(looks.owner, return_index=True)
    if not len(owner):
        return []
    totals = np.add.reduceat(looks.totals, first, axis=0, dtype=np.float64)
    faces = np.add.reduceat(looks.faces, first)
    pairs = np.maximum(faces * (faces - 1), 1)
    similarity = (np.einsum("ij,ij->i", totals, totals) - faces) / pairs
    rows = np.flatnonzero(~np.isin(owner, away) & (faces > 1))
    rows = rows[np.argsort(similarity[rows], kind="stable")]
    chosen: list[int] = []
    looked_through = 0
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        unsure = set(table(session, _UNSURE, 1, json.dumps(owner[part].tolist()))[:, 0].tolist())
        for person, count in zip(owner[part].tolist(), faces[part].tolist(), strict=True):
            # One who has very many faces is looked through as well, if they come first.
            if looked_through >= _LOOKED_THROUGH:
                return chosen
            if person in unsure:
                chosen.append(person)
                looked_through += count
    return chosen


@dataclass(frozen=True, slots=True)
class _Known:
    """What is shown of people and faces.

    Attributes:
        people: By id: name, birthday and number of shown faces.
        faces: By id: photo, and when it was taken.
    """

    people: dict[int, tuple[str | None, str | None, int]]
    faces: dict[int, tuple[int, str | None]]

    @classmethod
    def read(cls, session: Session, found: Sequence[Suggested], blocks: Sequence[_Block]) -> _Known:
        people = {one.person_id for one in found} | {block.person_id for block in blocks}
        people |= {one.other_person_id for one in found if one.other_person_id is not None}
        faces = {face for one in found for face in (one.nearest_face_id, one.other_nearest_face_id)}
        faces |= {face for block in blocks for face in (block.shown, block.rest_shown)}
        connection = session.connection()
        named = connection.exec_driver_sql(
            "SELECT id, name, birthday, (SELECT count(*) FROM face WHERE person_id = person.id "
            "AND person_id > 0 AND face.ignored_at IS NULL) FROM person "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(people)),),
        )
        taken = connection.exec_driver_sql(
            "SELECT face.id, photo_id, taken_at FROM face JOIN photo ON photo.id = photo_id "
            "WHERE face.id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(faces)),),
        )
        return cls({row[0]: tuple(row[1:]) for row in named}, {row[0]: tuple(row[1:]) for row in taken})

    def join(self, found: Suggested, chance: float) -> Item:
        """Return a suggestion as an item; the person with a name, else the larger one, is its one side."""
        one = self._side(found.person_id, found.nearest_face_id)
        if found.other_person_id is None:
            photo, taken = self.faces[found.other_nearest_face_id]
            other = Side(None, None, 1, found.other_nearest_face_id, photo, taken)
        else:
            other = self._side(found.other_person_id, found.other_nearest_face_id)
            if (other.name is not None, other.faces) > (one.name is not None, one.faces):
                one, other = other, one
        faces = () if found.face_id is None else (found.face_id,)
        age = self._age(one, other)
        return Item(one, other, faces, found.similarity, chance, found.probability, age, said=found.said)

    def stay(self, block: _Block, chance: float) -> Item:
        """Return a block as an item; its one side is the rest."""
        photo, taken = self.faces[block.shown]
        other = Side(None, None, len(block.faces), block.shown, photo, taken)
        one = self._side(block.person_id, block.rest_shown)
        one = replace(one, faces=max(one.faces - len(block.faces), 1))
        seam = block.seam
        age = self._age(one, other)
        return Item(one, other, block.faces, seam.similarity, chance, seam.probability, age)

    def _side(self, person: int, shown: int) -> Side:
        name, _, faces = self.people[person]
        return Side(person, name, faces, shown, *self.faces[shown])

    def _age(self, one: Side, other: Side) -> int | None:
        birthday = None if one.person_id is None else self.people[one.person_id][1]
        if birthday is None or other.taken_at is None:
            return None
        born, day = date.fromisoformat(birthday), date.fromisoformat(other.taken_at[:10])
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return years if years >= 0 else None
