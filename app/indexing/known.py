"""What the library knows of photos before folders are walked, for `app.indexing.changes` to compare with."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Collection, Container, Iterator
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Text, and_, case, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from app.indexing.changes import Known, Loss
from app.indexing.scope import Scope
from app.indexing.walk import FoundFile, as_text
from app.library.settings import VIDEOS, get_setting
from app.library.tables import Photo, Root
from engine.image import SUFFIXES, ImageProblem
from engine.video import VIDEO_SUFFIXES, can_read_videos

_ROWS = 1000
#: `Known.sidecar_ns` of a photo whose names are still to be read.
NEVER_READ = -1

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
    case((Photo.state == "analysed", func.coalesce(Photo.sidecar_ns, NEVER_READ))),
)


def wanted_suffixes(session: Session) -> frozenset[str]:
    """Return the suffixes of the files that this library wants to have looked at."""
    return SUFFIXES | VIDEO_SUFFIXES if get_setting(session, VIDEOS) == "yes" else SUFFIXES


def of_suffixes(known: dict[str, Known], suffixes: Collection[str]) -> dict[str, Known]:
    """Return those photos whose files a walk for some suffixes finds; all others stay as they are.

    Photos whose paths were taken over by others have no such suffix, and are returned too.
    """
    left_out = VIDEO_SUFFIXES.difference(suffixes)
    if not left_out:
        return known
    return {
        path: photo
        for path, photo in known.items()
        if "".join(path.rpartition(".")[1:]).lower() not in left_out
    }


def known_photos(session: Session, root_id: int) -> dict[str, Known]:
    """Return every photo of a root by path."""
    # `yield_per` keeps the rows from being held a second time as SQLAlchemy's own.
    rows = session.execute(select(*_KNOWN).where(Photo.root_id == root_id)).yield_per(_ROWS)
    passing = _passing_problems()
    return {
        path: Known(root, path, id_, size, mtime_ns, inode, sha256, problem in passing, missing, sidecar_ns)
        for root, path, id_, size, mtime_ns, inode, sha256, problem, missing, sidecar_ns in rows
    }


def known_photos_within(session: Session, root_id: int, scope: Scope) -> dict[str, Known]:
    """Return every photo of some folders of a root by path."""
    if scope.is_whole:
        return known_photos(session, root_id)
    found: dict[str, Known] = {}
    passing = _passing_problems()
    places = [(tree, True) for tree in scope.trees] + [(folder, False) for folder in scope.folders]
    for folder, deep in places:
        for condition in _below(folder, deep=deep):
            rows = session.execute(select(*_KNOWN).where(Photo.root_id == root_id, condition))
            for root, path, id_, size, mtime_ns, inode, sha256, problem, missing, sidecar_ns in rows:
                retry = problem in passing
                found[path] = Known(
                    root, path, id_, size, mtime_ns, inode, sha256, retry, missing, sidecar_ns
                )
    return found


def keeps_photos(session: Session, root_id: int) -> bool:
    """Tell whether the library knows photos of a root that are not missing."""
    statement = select(Photo.id).where(Photo.root_id == root_id, Photo.missing_since.is_(None)).limit(1)
    return session.scalar(statement) is not None


def lost_elsewhere(
    session: Session, walked: set[int], *, but: Container[int] = ()
) -> Iterator[tuple[Known, Loss]]:
    """Give the photos of roots that are not walked that are missing, or whose root cannot be reached.

    Args:
        session: A session.
        walked: The roots that are walked as a whole.
        but: Ids of photos that are left out.
    """
    statement = (
        select(*_KNOWN)
        .join(Root, Photo.root_id == Root.id)
        .where(
            Photo.root_id.not_in(walked),
            Photo.missing_since.is_not(None) | Root.offline_since.is_not(None),
        )
    )
    for root, path, id_, size, mtime_ns, inode, sha256, _, missing, sidecar_ns in session.execute(statement):
        if id_ not in but:
            known = Known(root, path, id_, size, mtime_ns, inode, sha256, False, missing, sidecar_ns)
            yield known, Loss.GONE if missing else Loss.UNREACHABLE


def known_as(session: Session, files: Collection[FoundFile], *, but: Container[int]) -> list[Known]:
    """Return the photos that are not missing and may be some files, by size and either time or inode.

    Args:
        session: A session.
        files: As they were found.
        but: Ids of photos that are left out.
    """
    wanted = {(file.size, 0, file.mtime_ns) for file in files}
    wanted |= {(file.size, 1, file.inode) for file in files if file.inode}
    found: dict[int, Known] = {}
    for kind, column in enumerate((Photo.mtime_ns, Photo.inode)):
        values = sorted({value for _, which, value in wanted if which == kind})
        for start in range(0, len(values), _ROWS):
            some = column.in_(values[start : start + _ROWS])
            rows = session.execute(select(*_KNOWN).where(some, Photo.missing_since.is_(None)))
            for root, path, id_, size, mtime_ns, inode, sha256, _, _, _ in rows:
                if (size, kind, (mtime_ns, inode)[kind]) in wanted and id_ not in but:
                    found[id_] = Known(root, path, id_, size, mtime_ns, inode, sha256, False, False)
    return [found[id_] for id_ in sorted(found)]


def _below(folder: str, *, deep: bool) -> list[ColumnElement[bool]]:
    """Return the conditions for being in a folder, each of which finds some of its photos by their index.

    Paths that are no text are stored as bytes, which SQLite sorts behind all text.
    """
    if not folder:
        return [func.instr(cast(Photo.path, LargeBinary), b"/") == 0]
    prefix = os.fsencode(f"{folder}/")
    kinds: list[tuple[ColumnElement[Any], Any, Any]] = [
        (type_coerce(Photo.path, LargeBinary), prefix, prefix[:-1] + b"0")
    ]
    if as_text(folder) == folder:
        kinds.append((type_coerce(Photo.path, Text), f"{folder}/", f"{folder}0"))
    found = []
    for path, first, end in kinds:
        inside = and_(path >= first, path < end)
        rest = func.substr(path, len(first) + 1)
        found.append(inside if deep else and_(inside, func.instr(rest, first[-1:]) == 0))
    return found


def _passing_problems() -> frozenset[str]:
    """Return the problems that may pass without the file being changed."""
    passing = {ImageProblem.FORBIDDEN, ImageProblem.UNREADABLE}
    if importlib.util.find_spec("rawpy") is not None:
        passing.add(ImageProblem.NEEDS_RAW)
    if can_read_videos():
        passing.add(ImageProblem.NEEDS_VIDEO)
    return frozenset(passing)
