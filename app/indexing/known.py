"""What the library knows of photos before folders are walked, for `app.indexing.changes` to compare with."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.indexing.changes import Known, Loss
from app.library.tables import Photo, Root
from engine.image import ImageProblem

_ROWS = 1000

_KNOWN = (
    Photo.root_id,
    Photo.path,
    Photo.id,
    Photo.size,
    Photo.mtime_ns,
    Photo.inode,
    Photo.sha256,
    Photo.problem,
    Photo.missing_since.is_not(None),
)


def known_photos(session: Session, root_id: int) -> dict[str, Known]:
    """Return every photo of a root by path."""
    # `yield_per` keeps the rows from being held a second time as SQLAlchemy's own.
    rows = session.execute(select(*_KNOWN).where(Photo.root_id == root_id)).yield_per(_ROWS)
    passing = _passing_problems()
    return {
        path: Known(root, path, id_, size, mtime_ns, inode, sha256, problem in passing, missing)
        for root, path, id_, size, mtime_ns, inode, sha256, problem, missing in rows
    }


def lost_elsewhere(session: Session, walked: set[int]) -> Iterator[tuple[Known, Loss]]:
    """Give the photos of roots that are not walked that are missing, or whose root cannot be reached."""
    statement = (
        select(*_KNOWN)
        .join(Root, Photo.root_id == Root.id)
        .where(
            Photo.root_id.not_in(walked),
            Photo.missing_since.is_not(None) | Root.offline_since.is_not(None),
        )
    )
    for root, path, id_, size, mtime_ns, inode, sha256, _, missing in session.execute(statement):
        known = Known(root, path, id_, size, mtime_ns, inode, sha256, False, missing)
        yield known, Loss.GONE if missing else Loss.UNREACHABLE


def _passing_problems() -> frozenset[str]:
    """Return the problems that may pass without the file being changed."""
    passing = {ImageProblem.FORBIDDEN, ImageProblem.UNREADABLE}
    if importlib.util.find_spec("rawpy") is not None:
        passing.add(ImageProblem.NEEDS_RAW)
    return frozenset(passing)
