"""The history of a library: performing a user's action, undoing and redoing it, listing what was done.

The actions themselves live beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import Action, now
from app.operations import journal
from app.operations.changes import Changes, OperationError
from app.operations.journal import RowChange
from app.operations.replay import replay
from app.operations.telling import sentence_now

_NOTHING: Final = "Nothing had to be changed."
#: Of several operations done as one, so many are told of.
_TOLD: Final = 2
#: The transaction of `perform_together`, while that runs in this thread.
_larger: ContextVar[Session | None] = ContextVar("_larger", default=None)


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
    with library.write() as session:
        newest = select(func.max(Action.id)).where(Action.undone_at.is_(None))
        action = session.get(Action, session.scalar(newest) or 0)
        if action is None:
            raise OperationError("There is nothing to undo.")
        changes, problems = _replayed(session, action, forward=False)
        action.undone_at = now()
        return _report(session, action, "Undone: ", changes, problems)


def redo(library: Library) -> Changes:
    """Do again the action that was undone last.

    Raises:
        OperationError: There is none.
    """
    with library.write() as session:
        # Actions are undone from the newest on, so the last one undone is the oldest.
        oldest = select(func.min(Action.id)).where(Action.undone_at.is_not(None))
        action = session.get(Action, session.scalar(oldest) or 0)
        if action is None:
            raise OperationError("There is nothing to redo.")
        changes, problems = _replayed(session, action, forward=True)
        action.undone_at = None
        return _report(session, action, "Redone: ", changes, problems)


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
