"""The job that groups a library: everything anew, or what is new, and only where anything has changed.

The methods live in `app.grouping.seeds`, `solve` and `adding`; what a change of strictness or recogniser
would do is shown by `app.grouping.preview`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grouping.adding import Added, add_newcomers
from app.grouping.exemplars import stale_people
from app.grouping.refreshing import STALE_KEY, refresh_suggestions
from app.grouping.rule import Rule
from app.grouping.solve import MIN_QUALITY, Groups, prepare, solve
from app.grouping.state import LibraryState, load_state, mark
from app.grouping.storing import Placing, Stored, place, store
from app.library.embeddings import drop_other_embeddings
from app.library.settings import STRICTNESS, get_setting
from app.library.store import Library
from app.library.tables import Model, Setting
from engine.models import ModelCard

#: The row of `setting` that says how the library is grouped.
_DONE_KEY: Final = "grouping.done"
#: To be raised whenever the same library would be grouped otherwise than before.
_METHOD: Final = 4
#: Tries before the user is made to wait: what they change while faces are compared makes it start anew.
_TRIES: Final = 3
#: Where more than one in so many faces is new, everything is grouped anew.
_ANEW_FROM: Final = 4


class Stage(StrEnum):
    """What grouping is doing."""

    READING = "reading"
    COMPARING = "comparing"
    LINKING = "linking"
    STORING = "storing"
    SUGGESTING = "suggesting"


@dataclass(frozen=True, slots=True)
class GroupingReport:
    """What grouping did.

    Attributes:
        changed: False where nothing had changed since the last grouping, so that nothing was done; all
            other figures are 0 then.
        anew: Everything was grouped anew, rather than new faces added.
        faces: Faces that take part: all that the recogniser knows, that were seen, and that nobody hid.
        groups: People and groups that have faces.
        alone: Faces that belong to nobody.
        moved: Faces that belong to another person or group than before, or to none.
        made: New groups.
        removed: Groups that are no more.
        suggestions: Pairs of people or groups, and faces, that probably belong together.
    """

    changed: bool
    anew: bool = False
    faces: int = 0
    groups: int = 0
    alone: int = 0
    moved: int = 0
    made: int = 0
    removed: int = 0
    suggestions: int = 0


@dataclass(frozen=True, slots=True)
class Method:
    """How a library is grouped.

    Attributes:
        card: The recogniser's.
        strictness: -1 to 1.
        min_quality: Least quality of a face that may found a group.
    """

    card: ModelCard
    strictness: float
    min_quality: float

    @property
    def rule(self) -> Rule:
        """How sure it must be."""
        return Rule.of(self.card, self.strictness)

    def text(self) -> str:
        """Return all that makes the same library be grouped the same way, as JSON."""
        rule = self.rule
        return json.dumps(
            [
                _METHOD,
                self.card.file.sha256,
                rule.linkage,
                rule.odds.least,
                rule.looks,
                self.min_quality,
            ]
        )


def model_id_of(session: Session, card: ModelCard) -> int | None:
    """Return `Model.id` of a recogniser, or None where the library has not used it."""
    sha256 = bytes.fromhex(card.file.sha256)
    return session.scalar(select(Model.id).where(Model.sha256 == sha256))


def grouped_by(library: Library) -> str | None:
    """Return the SHA-256, in hexadecimal, of the recogniser a library is grouped by; None for not yet."""
    with library.read() as session:
        return sha256_of_grouping(session)


def sha256_of_grouping(session: Session) -> str | None:
    """Return the SHA-256, in hexadecimal, of the recogniser the groups are made by; None for not yet."""
    done = session.get(Setting, _DONE_KEY)
    return None if done is None else str(json.loads(done.value)[1])


def note_grouped_by(session: Session, *, former: ModelCard, card: ModelCard) -> None:
    """Note that the groups, which stay, count as made by another recogniser, with comparable embeddings.

    Where they were up to date they are so still; the suggestions are to be made anew.

    Args:
        session: A writing session.
        former: The card of the recogniser that they were made by.
        card: Of the one that they count as made by.
    """
    done = session.get_one(Setting, _DONE_KEY)
    before = json.loads(done.value)
    strictness, min_quality = get_setting(session, STRICTNESS), before[-1]
    if done.value == Method(former, strictness, min_quality).text():
        done.value = Method(card, strictness, min_quality).text()
    else:
        done.value = json.dumps([before[0], card.file.sha256, *before[2:]])
    session.merge(Setting(key=STALE_KEY, value="true"))


def group(
    library: Library,
    *,
    card: ModelCard,
    strictness: float | None = None,
    min_quality: float = MIN_QUALITY,
    anew: bool = False,
    on_progress: Callable[[Stage], None] = lambda _: None,
) -> GroupingReport:
    """Put the faces of a library into groups, in keeping with everything the user said.

    New faces join the groups that stand, or found groups; everything is grouped anew where it has not been
    grouped this way yet, or more than a quarter of the faces are new. Groups keep their ids where they keep
    most of their faces; the same library with the same past gives the same groups. Nothing is done, and
    quickly, where nothing has changed. It may run while the user works: what they do meanwhile is taken into
    account.

    Args:
        library: The library.
        card: The recogniser's; faces it has not seen stay where they are.
        strictness: -1 to 1; None for the library's setting.
        min_quality: Least quality of a face that may found a group.
        anew: Whether to group everything anew in any case.
        on_progress: Called when a stage begins. May raise to cancel; the library is then as before, or, when
            only suggestions are left to be made, grouped, and the next grouping makes them.

    Raises:
        ValueError: The card is not a recogniser's.
        LibraryError: The library cannot be read or written.
    """
    on_progress(Stage.READING)
    with library.read() as session:
        if strictness is None:
            strictness = get_setting(session, STRICTNESS)
        method = Method(card, strictness, min_quality)
        text = method.text()
        model_id = model_id_of(session, card)
        if model_id is None:
            return GroupingReport(changed=False)
        done = session.get(Setting, _DONE_KEY)
        new, known = _newcomers(session, model_id)
        anew = anew or done is None or done.value != text or _ANEW_FROM * new > known
        stale = session.get(Setting, STALE_KEY) is not None
        if not anew and not new and not stale and not len(stale_people(session, model_id)):
            return GroupingReport(changed=False)
    added = None
    if anew:
        stored = _group_anew(library, model_id, method, on_progress)
    else:
        on_progress(Stage.COMPARING)
        with library.write() as session:
            added = add_newcomers(session, model_id, rule=method.rule, min_quality=min_quality)
            session.merge(Setting(key=STALE_KEY, value="true"))
        stored = added.stored
    on_progress(Stage.SUGGESTING)
    return suggest(library, model_id, method, stored, anew=anew, added=None if stale else added)


def suggest(
    library: Library,
    model_id: int,
    method: Method,
    stored: Stored,
    *,
    anew: bool,
    added: Added | None = None,
) -> GroupingReport:
    """Make the suggestions anew after a grouping, and report on both.

    Args:
        library: The library.
        model_id: The recogniser's `Model.id`.
        method: How the library is grouped.
        stored: What grouping did.
        anew: Whether everything was grouped anew.
        added: What adding newcomers did, where the suggestions were up to date before; None to make all anew.
    """
    suggestions = refresh_suggestions(
        library,
        model_id,
        card=method.card,
        touched=None if added is None else added.touched,
        held=None if added is None else (added.looks, added.lonely, added.strangers),
    )
    with library.read() as session:
        faces, groups, alone = session.connection().exec_driver_sql(_FIGURES, (model_id,)).one()
    return GroupingReport(
        changed=True,
        anew=anew,
        faces=faces,
        groups=groups,
        alone=alone,
        moved=stored.moved,
        made=stored.made,
        removed=stored.removed,
        suggestions=suggestions,
    )


_FIGURES: Final = (
    "SELECT count(*), count(DISTINCT person_id), count(*) - count(person_id) FROM face "
    "JOIN embedding ON embedding.face_id = face.id WHERE model_id = ? AND ignored_at IS NULL"
)


def _newcomers(session: Session, model_id: int) -> tuple[int, int]:
    """Count the faces to be placed, and all that the recogniser knows."""
    row = session.connection().exec_driver_sql(
        "SELECT (SELECT count(*) FROM newcomer WHERE model_id = ?1), "
        "(SELECT count(*) FROM embedding WHERE model_id = ?1)",
        (model_id,),
    )
    new, known = row.one()
    return int(new), int(known)


def _group_anew(
    library: Library, model_id: int, method: Method, on_progress: Callable[[Stage], None]
) -> Stored:
    def solved(state: LibraryState) -> tuple[Groups, Placing]:
        on_progress(Stage.COMPARING)
        prepared = prepare(state, method.rule, min_quality=method.min_quality)
        on_progress(Stage.LINKING)
        groups = solve(prepared, method.rule)
        return groups, place(state, groups)

    for _ in range(_TRIES):
        with library.read() as session:
            before = mark(session, model_id)
            state = load_state(session, model_id)
        found = solved(state)
        on_progress(Stage.STORING)
        with library.write() as session:
            if mark(session, model_id) == before:
                return finish(session, model_id, method, found)
        # A million faces take hundreds of megabytes, so these go before the next are read.
        del state, found
    with library.write() as session:
        return finish(session, model_id, method, solved(load_state(session, model_id)))


def finish(session: Session, model_id: int, method: Method, solved: tuple[Groups, Placing]) -> Stored:
    """Store groups, and note how they were made; the library is as they were made from.

    The embeddings of other recognisers go once every face has one by this.
    """
    stored = store(session, model_id, *solved)
    session.merge(Setting(key=_DONE_KEY, value=method.text()))
    session.merge(Setting(key=STALE_KEY, value="true"))
    drop_other_embeddings(session, model_id)
    return stored
