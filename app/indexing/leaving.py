"""Watching a folder no more: its photos leave the library, and their files stay as they are.

Only the user's wish does this; a folder that is gone or empty keeps its photos (`app.indexing.indexer`).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from app.indexing.roots import WatchedRoot, innermost_around, watched_roots
from app.library.crops import CropStore
from app.library.store import Library
from app.library.tables import Photo, Root
from app.library.thumbnails import ThumbnailStore


def forget_root(library: Library, root: int) -> int:
    """Watch a folder no more, and remove its photos with their faces and all that was said of them.

    Photos that also lie below another watched folder go to that one, with all that is known of them.

    Args:
        library: The library; nobody may be indexing it.
        root: `Root.id`; nothing happens where there is no such folder.

    Returns:
        How many photos were removed.

    Raises:
        LibraryBusyError: A long job is running on this library.
        LibraryError: The library cannot be written.
    """
    with library.job_lock(), CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
        with library.write() as session:
            roots = watched_roots(session)
            inner = next((one for one in roots if one.id == root), None)
            if inner is not None:
                _hand_over(session, inner, roots)
            removed = session.scalar(select(func.count()).where(Photo.root_id == root)) or 0
            connection = session.connection()
            connection.execute(delete(Photo).where(Photo.root_id == root))
            connection.execute(delete(Root).where(Root.id == root))
        crops.prune()
        thumbnails.prune()
    return removed


def _hand_over(session: Session, inner: WatchedRoot, roots: list[WatchedRoot]) -> None:
    """Give photos to the innermost watched folder around theirs, if there is one."""
    outer = innermost_around(inner, roots)
    if outer is None:
        return
    prefix = "/".join(Path(inner.path).relative_to(outer.path).parts) + "/"
    taken = set(session.scalars(select(Photo.path).where(Photo.root_id == outer.id)))
    theirs = session.execute(select(Photo.id, Photo.path).where(Photo.root_id == inner.id))
    moves = [{"photo": photo, "to": prefix + path} for photo, path in theirs if prefix + path not in taken]
    if moves:
        session.connection().execute(
            update(Photo)
            .where(Photo.id == bindparam("photo"))
            .values(root_id=outer.id, path=bindparam("to")),
            moves,
        )
