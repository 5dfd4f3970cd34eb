"""A change to a recogniser whose embeddings may be compared with those of a library: they are taken over.

Each embedding of the other is written once more as one of this recogniser, and the groups count as grouped by
it, so that everything that asks for the embeddings of the recogniser in use finds both kinds together. The
other's stay: an embedding that another recogniser's row repeats is one that was taken over, and can be made
anew on demand. Which models are comparable their cards say (`engine.models.comparable`); a change to any
other one is the business of `app.indexing.reembedding`.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grouping.job import group, grouped_by, model_id_of, note_grouped_by, sha256_of_grouping
from app.library.embeddings import unembedded_count
from app.library.queries import model_of_card
from app.library.settings import RECOGNISER, set_setting
from app.library.store import Library
from app.library.tables import Model, Setting
from engine.models import CardError, ModelCard, comparable, parse_card

#: The row of `setting` with the SHA-256, as JSON, of the recogniser that is to embed every face itself.
_ANEW_KEY: Final = "embedding.anew"

_TAKE: Final = """
INSERT INTO embedding (face_id, model_id, vector) SELECT face_id, ?1, vector FROM embedding AS theirs
WHERE model_id = ?2 AND length(vector) = ?3
AND NOT EXISTS (SELECT 1 FROM embedding WHERE face_id = theirs.face_id AND model_id = ?1)
"""
#: What the groups rest on has its place in them, also as an embedding of this recogniser.
_PLACED: Final = """
DELETE FROM newcomer WHERE model_id = ?1
AND face_id IN (SELECT face_id FROM embedding WHERE model_id = ?2)
AND face_id NOT IN (SELECT face_id FROM newcomer WHERE model_id = ?2)
"""
_LOOKS: Final = """
INSERT OR IGNORE INTO exemplar (person_id, model_id, number, faces, total)
SELECT person_id, ?1, number, faces, total FROM exemplar WHERE model_id = ?2
"""
#: Of what several recognisers have of a face, one besides this recogniser's is enough to know it by.
_REPEATED: Final = """
DELETE FROM embedding WHERE model_id <> ?1 AND EXISTS (
    SELECT 1 FROM embedding AS first WHERE first.face_id = embedding.face_id
    AND first.model_id NOT IN (?1, embedding.model_id) AND first.model_id < embedding.model_id
    AND first.vector = embedding.vector
)
"""
_TAKEN_FROM: Final = """
SELECT theirs.model_id, count(*) FROM embedding AS own JOIN embedding AS theirs
ON theirs.face_id = own.face_id AND theirs.model_id <> own.model_id AND theirs.vector = own.vector
WHERE own.model_id = ?1 GROUP BY 1 ORDER BY 2 DESC, 1
"""
_GIVE_BACK: Final = """
DELETE FROM embedding WHERE model_id = ?1 AND EXISTS (
    SELECT 1 FROM embedding AS theirs WHERE theirs.face_id = embedding.face_id
    AND theirs.model_id <> ?1 AND theirs.vector = embedding.vector
)
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What choosing a recogniser did.

    Attributes:
        taken_over: Faces whose embeddings by a comparable recogniser count as its own now.
        left: Faces that it has still to embed.
    """

    taken_over: int
    left: int


def choose_recogniser(library: Library, card: ModelCard, *, anew: bool = False) -> Chosen:
    """Use a recogniser from now on; nobody's name, group, confirmation or rejection changes.

    Where what the library has is comparable, it holds at once, with suggestions made anew; everything else is
    embedded by the next run of indexing.

    Args:
        library: The library.
        card: The recogniser's.
        anew: Whether it is to embed all faces itself, also those it might take over or has taken over.

    Raises:
        LibraryBusyError: A job is running that embeds faces.
        LibraryError: The library cannot be written.
        ValueError: The card is not a recogniser's.
    """
    if card.recognition is None:
        raise ValueError(f"{card.name} is not a recogniser")
    with library.read() as session:
        alone = not _comparable_with(session, card)
    # Otherwise a job that goes on with the former recogniser might write between the steps.
    with nullcontext() if alone else library.job_lock():
        with library.write() as session:
            set_setting(session, RECOGNISER, card.name)
            _choose_whether_anew(session, card, anew=anew)
            taken = 0 if anew else take_over(session, card)
            model_id = model_id_of(session, card)
            left = unembedded_count(session, model_id or 0)
        if taken and grouped_by(library) == card.file.sha256:
            group(library, card=card)
    return Chosen(taken, left)


def take_over(session: Session, card: ModelCard) -> int:
    """Let comparable embeddings of faces that a recogniser has not embedded count as its own.

    Nothing is done where the user wants all faces embedded anew by it.

    Args:
        session: A writing session.
        card: The recogniser's in use.

    Returns:
        Of how many faces.
    """
    others = _comparable_with(session, card)
    wanted_anew = session.get(Setting, _ANEW_KEY)
    if card.recognition is None or not others:
        return 0
    if wanted_anew is not None and wanted_anew.value == f'"{card.file.sha256}"':
        return 0
    connection = session.connection()
    model_id = model_of_card(session, card).id
    grouping = sha256_of_grouping(session)
    size = card.recognition.embedding_size
    fresh = not connection.exec_driver_sql(
        "SELECT EXISTS (SELECT 1 FROM embedding WHERE model_id = ?)", (model_id,)
    ).scalar_one()
    taken = 0
    # First those that the groups rest on; of the others, those used last.
    order = sorted(others, key=lambda one: (others[one].file.sha256 == grouping, one), reverse=True)
    for other_id in order:
        taken += connection.exec_driver_sql(_TAKE, (model_id, other_id, size)).rowcount
        if others[other_id].file.sha256 == grouping:
            connection.exec_driver_sql(_PLACED, (model_id, other_id))
            if fresh:
                connection.exec_driver_sql(_LOOKS, (model_id, other_id))
            note_grouped_by(session, former=others[other_id], card=card)
    if taken:
        connection.exec_driver_sql(_REPEATED, (model_id,))
    return taken


def _choose_whether_anew(session: Session, card: ModelCard, *, anew: bool) -> None:
    """Note whether a recogniser is to embed all faces itself, and if so, give back what it took over."""
    former = session.get(Setting, _ANEW_KEY)
    if not anew:
        if former is not None:
            session.delete(former)
            session.flush()
        return
    session.merge(Setting(key=_ANEW_KEY, value=f'"{card.file.sha256}"'))
    model_id = model_id_of(session, card)
    connection = session.connection()
    counted = connection.exec_driver_sql(_TAKEN_FROM, (model_id,)).all()
    if not counted:
        return
    if sha256_of_grouping(session) == card.file.sha256:
        # Until all are embedded, the groups rest on what most of them rested on before.
        before = session.get_one(Model, counted[0][0])
        note_grouped_by(session, former=card, card=parse_card(before.card))
    connection.exec_driver_sql(_GIVE_BACK, (model_id,))


def _comparable_with(session: Session, card: ModelCard) -> dict[int, ModelCard]:
    """Return the cards of comparable recognisers that this library has used, by `Model.id`."""
    sha256 = bytes.fromhex(card.file.sha256)
    found: dict[int, ModelCard] = {}
    for model in session.scalars(select(Model).where(Model.task == "recognition", Model.sha256 != sha256)):
        try:
            other = parse_card(model.card)
        except CardError:
            # Of a version of Familiar that knew other entries.
            continue
        if comparable(card, other):
            found[model.id] = other
    return found
