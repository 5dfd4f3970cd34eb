"""The history of a library: performing a user's action, undoing and redoing it, listing what was done.

The actions themselves live beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import Action, now
from app.operations import journal
from app.operations.changes import Changes, OperationError
from app.operations.journal import RowChange
from app.operations.replay import replay
from app.operations.telling import sentence_now

#: Kinds of actions whose work is not in the library's tables but in files. Who does it registers how it is
#: undone and done again with `register_outside`; operations know nothing of files.
OUTSIDE: Final = frozenset({"write"})

_NOTHING: Final = "Nothing had to be changed."
#: Of several operations done as one, so many are told of.
_TOLD: Final = 2
#: The transaction of `perform_together`, while that runs in this thread.
_larger: ContextVar[Session | None] = ContextVar("_larger", default=None)


@dataclass(frozen=True, slots=True)
class OutsideDone:
    """What undoing or redoing an action outside the library did.

    Attributes:
        photos: Ids of the photos whose files were changed.
        problems: Sentences on what could not be brought back.
    """

    photos: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


#: Undoes, or with `forward=True` redoes, the work of the action with an id. Called outside any transaction;
#: cut off, it goes on where it was when called again.
OutsideWork = Callable[[Library, int, bool], OutsideDone]

_outside: dict[str, OutsideWork] = {}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One action in the history.

    Attributes:
        id: `Action.id`.
        kind: The name of the operation, such as "name".
        summary: One sentence for the user.
        created_at: When the user did it, UTC.
        undone_at: When it was undone; None while it stands.
    """

    id: int
    kind: str
    summary: str
    created_at: datetime
    undone_at: datetime | None


def perform(library: Library, kind: str, work: Callable[[Session], str]) -> Changes:
    """Run an action in one transaction and put it into the history; a new action ends what could be redone.

    Args:
        library: The library.
        kind: The name of the operation.
        work: Does it, and returns a sentence on what it did. Whatever it raises undoes everything.

    Returns:
        What changed. An action that changed nothing is not in the history; within `perform_together`, neither
        is this one alone.
    """
    larger = _larger.get()
    if larger is not None:
        summary = work(larger)
        # Statements on many rows leave objects that were read before as they were.
        larger.flush()
        larger.expire_all()
        return Changes(None, summary)
    with library.write() as session:
        connection = session.connection()
        journal.start(connection)
        summary = work(session)
        session.flush()
        changes = journal.finish(connection)
        if not any(change.effective for change in changes):
            return Changes(None, _NOTHING, told=_NOTHING)
        session.execute(delete(Action).where(Action.undone_at.is_not(None)))
        action = Action(kind=kind, summary=summary, changes=journal.to_json(changes))
        session.add(action)
        session.flush()
        return _report(session, action, "", changes)


def perform_together(
    library: Library, kind: str, steps: Sequence[Callable[[], Changes]], *, summary: str = ""
) -> Changes:
    """Run several operations as one: in one transaction, with one entry in the history.

    Args:
        library: The library of all of them.
        kind: The name of the whole.
        steps: Each calls one operation, which finds what the ones before it did.
        summary: One sentence for the user; empty for those of the steps.

    Returns:
        What changed. Whatever a step raises undoes everything.
    """

    def work(session: Session) -> str:
        token = _larger.set(session)
        try:
            done = list(dict.fromkeys(step().summary for step in steps))
            told, rest = (done[:_TOLD], done[_TOLD:]) if len(done) > _TOLD + 1 else (done, [])
            return summary or "; ".join([*told, *([f"and {len(rest)} more"] if rest else [])])
        finally:
            _larger.reset(token)

    return perform(library, kind, work)


def register_outside(kind: str, work: OutsideWork) -> None:
    """Say how actions of a kind of `OUTSIDE` are undone and redone."""
    _outside[kind] = work


def record_outside(session: Session, kind: str, summary: str) -> int:
    """Put an action into the history whose work is outside the library; what could be redone ends.

    Args:
        session: A writing one.
        kind: Of `OUTSIDE`.
        summary: One sentence for the user; may be changed until the work is finished.

    Returns:
        `Action.id`.
    """
    session.execute(delete(Action).where(Action.undone_at.is_not(None)))
    action = Action(kind=kind, summary=summary, changes=journal.to_json([]))
    session.add(action)
    session.flush()
    return action.id


def history(library: Library, *, most: int = 1000) -> list[HistoryEntry]:
    """List the newest actions, the newest first; undone ones, which can be redone, are marked.

    Args:
        library: The library.
        most: How many at most.
    """
    statement = select(Action.id, Action.kind, Action.summary, Action.created_at, Action.undone_at)
    with library.read() as session:
        rows = session.execute(statement.order_by(Action.id.desc()).limit(most))
        return [HistoryEntry(*row) for row in rows]


def undo(library: Library) -> Changes:
    """Undo the newest action that stands; `app.operations.replay` says how where the library has changed.

    Raises:
        OperationError: There is none.
    """
    newest = select(func.max(Action.id)).where(Action.undone_at.is_(None))
    outside = _outside_first(library, newest, forward=False)
    with library.write() as session:
        action = session.get(Action, session.scalar(newest) or 0)
        if action is None:
            raise OperationError("There is nothing to undo.")
        outside.expect(action)
        changes, problems = _replayed(session, action, forward=False)
        action.undone_at = now()
        return outside.told(_report(session, action, "Undone: ", changes, problems))


def redo(library: Library) -> Changes:
    """Do again the action that was undone last.

    Raises:
        OperationError: There is none.
    """
    # Actions are undone from the newest on, so the last one undone is the oldest.
    oldest = select(func.min(Action.id)).where(Action.undone_at.is_not(None))
    outside = _outside_first(library, oldest, forward=True)
    with library.write() as session:
        action = session.get(Action, session.scalar(oldest) or 0)
        if action is None:
            raise OperationError("There is nothing to redo.")
        outside.expect(action)
        changes, problems = _replayed(session, action, forward=True)
        action.undone_at = None
        return outside.told(_report(session, action, "Redone: ", changes, problems))


@dataclass(frozen=True, slots=True)
class _Outside:
    """What was done outside the library before an action is replayed in it."""

    action_id: int | None
    done: OutsideDone = OutsideDone()

    def expect(self, action: Action) -> None:
        """Check that it was of this action, where that has work outside."""
        if action.id != self.action_id and (self.done.photos or action.kind in OUTSIDE):
            raise OperationError(
                "Something else was done at the same time. Look at the history, then try again."
            )

    def told(self, changes: Changes) -> Changes:
        """Return what changed, with what did outside."""
        photos = tuple(sorted({*changes.photos, *self.done.photos}))
        return replace(changes, photos=photos, problems=(*self.done.problems, *changes.problems))


def _outside_first(library: Library, which: Select[Any], *, forward: bool) -> _Outside:
    """Undo or redo what the action to come did outside the library."""
    with library.read() as session:
        row = session.execute(
            select(Action.id, Action.kind).where(Action.id == which.scalar_subquery())
        ).first()
    if row is None or row.kind not in OUTSIDE:
        return _Outside(None if row is None else row.id)
    if row.kind not in _outside:
        raise RuntimeError(f"nobody has registered how {row.kind!r} is undone: import who does it")
    return _Outside(row.id, _outside[row.kind](library, row.id, forward))


def _replayed(session: Session, action: Action, *, forward: bool) -> tuple[list[RowChange], tuple[str, ...]]:
    """Replay an action, and make its entry say what the replay itself changed.

    So the next replay, in the other direction, is the exact inverse of this one, whatever grouping and
    indexing had changed since the action was done.
    """
    connection = session.connection()
    journal.start(connection)
    problems = replay(connection, journal.from_json(action.changes), forward=forward)
    changes = journal.finish(connection)
    action.changes = journal.to_json(changes if forward else _reversed(changes))
    return changes, problems


def _report(
    session: Session,
    action: Action,
    what: str,
    changes: list[RowChange],
    problems: tuple[str, ...] = (),
) -> Changes:
    stands = action.undone_at is None
    done = changes if stands else _reversed(changes)
    faces = sorted(journal.faces_in(changes))
    photos = session.connection().exec_driver_sql(
        "SELECT DISTINCT photo_id FROM face WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(faces),),
    )
    return Changes(
        action_id=action.id,
        summary=f"{what}{action.summary}",
        people=tuple(sorted(journal.people_in(changes))),
        faces=tuple(faces),
        photos=tuple(sorted(journal.photos_in(changes).union(photos.scalars()))),
        problems=problems,
        told=what + sentence_now(session.connection(), action.summary, done, stands=stands),
    )


def _reversed(changes: list[RowChange]) -> list[RowChange]:
    return [RowChange(change.table, change.key, change.after, change.before) for change in changes]
