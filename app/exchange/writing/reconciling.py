"""Making the history say what was written, also where Familiar was killed meanwhile, and clearing up.

Which packet a single file has is found out in `app.exchange.writing.replacing`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.exchange.writing.replacing import look_at_pending
from app.library.errors import LibraryBusyError
from app.library.store import Library
from app.library.tables import Action, Written
from app.operations.rows import IN_BULK

#: The kind of action in the history.
KIND: Final = "write"
#: What an action is called while it runs: whoever finds it later knows that it was cut off.
UNFINISHED: Final = "Wrote names into photos"


def reconcile(library: Library) -> int:
    """Find out what became of writing that was cut off, and let files' rows and the history say so.

    A file that cannot be reached now is asked again the next time. While another job is on the library only
    files are looked at: that job may be what has not finished yet.

    Args:
        library: The library; this thread is neither reading nor writing it.

    Returns:
        How many files were looked at.
    """
    with library.read() as session:
        if session.scalar(select(or_(*(one.exists() for one in _due())))) == 0:
            return 0
    try:
        with library.job_lock():
            return reconcile_alone(library)
    except LibraryBusyError:
        return look_at_pending(library)


def reconcile_alone(library: Library) -> int:
    """Do as `reconcile`, holding the library's lock for jobs already."""
    looked = look_at_pending(library)
    with library.write() as session:
        for action in session.scalars(_cut_off()).all():
            finish(session, action)
        session.execute(delete(Written).where(Written.id.in_(_needless())), execution_options=IN_BULK)
    return looked


def _due() -> tuple[Select[Any], ...]:
    """Return what finds something to be done: files to look at, actions to finish, packets to delete."""
    return select(Written.id).where(Written.pending), _cut_off(), _needless()


def _cut_off() -> Select[Any]:
    return select(Action.id).where(
        Action.kind == KIND, Action.summary == UNFINISHED, Action.undone_at.is_(None)
    )


def finish(session: Session, action_id: int, *, also: Collection[int] = ()) -> str | None:
    """Make an action say how much was written; where nothing was, it goes.

    Args:
        session: A writing session.
        action_id: `Action.id`, of an action that was never undone.
        also: Photos whose names are in files that were written for others.

    Returns:
        What it says; None where it is gone. One that has a file which cannot be reached stays as it is.
    """
    rows = Written.action_id == action_id
    if session.scalar(select(Written.id).where(rows, Written.pending).limit(1)) is not None:
        return UNFINISHED
    # Of an action that was never undone, these were never written.
    session.execute(delete(Written).where(rows, Written.undone_at.is_not(None)), execution_options=IN_BULK)
    photos = set(session.scalars(select(Written.photo_id).where(rows)))
    if not photos:
        session.execute(delete(Action).where(Action.id == action_id), execution_options=IN_BULK)
        return None
    count = len(photos.union(also))
    summary = f"Wrote names into {count} photo{'s' * (count != 1)}"
    session.execute(
        update(Action).where(Action.id == action_id).values(summary=summary), execution_options=IN_BULK
    )
    return summary


def _needless() -> Select[Any]:
    """Return what finds the packets that nothing needs any more: undone ones that cannot be redone.

    The newest of each photo stays, so that what the user undid is not written again
    (`app.exchange.writing.standing`), and so does what stands, which tells which names came from here.
    """
    newer = aliased(Written)
    return select(Written.id).where(
        Written.action_id.is_(None),
        Written.undone_at.is_not(None),
        Written.pending.is_(False),
        exists().where(newer.photo_id == Written.photo_id, newer.id > Written.id, newer.after.is_not(None)),
    )
