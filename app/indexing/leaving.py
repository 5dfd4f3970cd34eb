"""Watching a folder no more: its photos leave the library, and their files stay as they are.

Only the user's wish does this; a folder that is gone or empty keeps its photos (`app.indexing.indexer`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from app.indexing.roots import innermost_around, watched_roots
from app.library.crops import CropStore
from app.library.store import Library
from app.library.tables import Photo, Root
from app.library.thumbnails import ThumbnailStore

#: Gives a photo to another root.
_HAND_OVER: Final = (
    update(Photo)
    .where(Photo.id == bindparam("photo"))
    .values(root_id=bindparam("around"), path=bindparam("to"))
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of the photos of a folder that is watched no more.

    Attributes:
        removed: How many leave the library.
        kept: How many stay, because they also lie below another watched folder.
    """

    removed: int
    kept: int


def would_leave(session: Session, root: int) -> Leaving:
    """Return what `forget_root` would do now.

    Args:
        session: A session.
        root: `Root.id`.
    """
    return _leaving(session, root, _handed_over(session, root))


def forget_root(library: Library, root: int) -> Leaving:
    """Watch a folder no more, and remove its photos with their faces and all that was said of them.

    Photos that also lie below another watched folder go to that one, with all that is known of them.

    Args:
        library: The library; nobody may be indexing it.
        root: `Root.id`; nothing happens where there is no such folder.

    Returns:
        What became of its photos.

    Raises:
        LibraryBusyError: A long job is running on this library.
        LibraryError: The library cannot be written.
    """
    with library.job_lock(), CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
        with library.write() as session:
            moves = _handed_over(session, root)
            left = _leaving(session, root, moves)
            connection = session.connection()
            if moves:
                connection.execute(_HAND_OVER, moves)
            connection.execute(delete(Photo).where(Photo.root_id == root))
            connection.execute(delete(Root).where(Root.id == root))
        crops.prune()
        thumbnails.prune()
    return left


def _leaving(session: Session, root: int, moves: list[dict[str, Any]]) -> Leaving:
    photos = session.scalar(select(func.count()).where(Photo.root_id == root)) or 0
    return Leaving(photos - len(moves), len(moves))


def _handed_over(session: Session, root: int) -> list[dict[str, Any]]:
    """Return what `_HAND_OVER` gives to the innermost watched folder around this one, if there is one."""
    roots = watched_roots(session)
    inner = next((one for one in roots if one.id == root), None)
    outer = None if inner is None else innermost_around(inner, roots)
    if inner is None or outer is None:
        return []
    prefix = "/".join(Path(inner.path).relative_to(outer.path).parts) + "/"
    taken = set(session.scalars(select(Photo.path).where(Photo.root_id == outer.id)))
    theirs = session.execute(select(Photo.id, Photo.path).where(Photo.root_id == inner.id))
    return [
        {"photo": photo, "around": outer.id, "to": prefix + path}
        for photo, path in theirs
        if prefix + path not in taken
    ]
