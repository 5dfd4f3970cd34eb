"""Rows of photos that changed place: moved, evicted, gone, returned. Plain updates of many rows at a time.

What happened to which photo is found out in `app.indexing.changes` and `app.indexing.planning`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, update
from sqlalchemy.orm import Session

from app.indexing.changes import Changes, Known, Move
from app.indexing.walk import as_text
from app.library.tables import Moment, Photo, now


def settle(session: Session, changes: Changes) -> None:
    """Write everything that a comparison found out without reading a file.

    Args:
        session: A writing session.
        changes: What was found.
    """
    moment = now()
    _update(session, ({"photo": known.id} for known in changes.returned), missing_since=None)
    _update(
        session,
        ({"photo": known.id, "number": inode} for known, inode in changes.refreshed),
        inode=bindparam("number"),
    )
    _update(session, ({"photo": known.id} for known in changes.gone), missing_since=moment)
    evict(session, changes.evicted, moment)


def evict(session: Session, photos: Iterable[Known], moment: datetime) -> None:
    """Mark photos missing whose path another photo takes, and make that path free.

    They get a path that no photo can have, since it has no photo's suffix.
    """
    _update(
        session,
        ({"photo": known.id, "to": f"{known.path} (replaced {known.id})"} for known in photos),
        path=bindparam("to"),
        missing_since=func.coalesce(Photo.missing_since, literal(moment, Moment)),
    )


def move(session: Session, moves: Sequence[Move], root_paths: dict[int, str]) -> int:
    """Put photos in their new places, where they are not missing; everything else about them stays.

    Args:
        session: A writing session.
        moves: Where to; photos may change places with each other.
        root_paths: the path of every root by id.

    Returns:
        How many of them the library still has.
    """
    # First out of the way, since no two photos may share a path even for a moment.
    _update(session, ({"photo": m.known.id, "to": f"//{m.known.id}"} for m in moves), path=bindparam("to"))
    return _update(
        session,
        (
            {
                "photo": known.id,
                "root": root_id,
                "to": found.path,
                "bytes": found.size,
                "time": found.mtime_ns,
                "number": found.inode,
                "old_name": _name(root_paths, known.root_id, known.path),
                "new_name": _name(root_paths, root_id, found.path),
            }
            for known, root_id, found in moves
        ),
        root_id=bindparam("root"),
        path=bindparam("to"),
        size=bindparam("bytes"),
        mtime_ns=bindparam("time"),
        inode=bindparam("number"),
        missing_since=None,
        # The sentence for the user names the file.
        problem_text=func.replace(Photo.problem_text, bindparam("old_name"), bindparam("new_name")),
    )


def _name(root_paths: dict[int, str], root_id: int, path: str) -> str:
    return as_text(os.path.join(root_paths[root_id], path))  # noqa: PTH118 - as in the walk


def _update(session: Session, rows: Iterable[dict[str, Any]], **values: Any) -> int:
    parameters = list(rows)
    if not parameters:
        return 0
    statement = update(Photo).where(Photo.id == bindparam("photo")).values(**values)
    return session.connection().execute(statement, parameters).rowcount
