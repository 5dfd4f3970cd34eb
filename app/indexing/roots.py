"""Watched folders: adding them, and keeping every photo with the innermost root it lies below.

Walking them is done in `app.indexing.walk`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.indexing.walk import as_text, is_empty
from app.library.queries import get_or_create_root
from app.library.store import Library
from app.library.tables import Photo, Root


class Standing(StrEnum):
    """How the folder of a root is found."""

    THERE = "there"
    EMPTY = "empty"
    AWAY = "away"


class RootError(Exception):
    """A folder cannot be watched; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class WatchedRoot:
    """A root: its `Root.id`, its absolute path, and whether it could be reached when last looked at."""

    id: int
    path: str
    offline: bool


def check_folders(folders: Iterable[Path | str]) -> list[str]:
    """Return folders as roots are noted: absolute paths, links as the user gave them.

    Raises:
        RootError: One of them is not a folder.
    """
    return [_checked(os.fspath(folder)) for folder in folders]


def add_roots(library: Library, folders: Iterable[Path | str]) -> list[WatchedRoot]:
    """Watch folders; their photos are found by the next `index`.

    A folder is kept under the name the user gave, links included; one that is watched already, be it under
    another name, is not added again. A folder inside a root, or around one, is a root of its own: each photo
    belongs to the innermost.

    Returns:
        One root for each folder, in the same order.

    Raises:
        RootError: One of them is not a folder; none is added.
        LibraryError: The library cannot be written.
    """
    paths = check_folders(folders)
    with library.write() as session:
        roots = []
        for path in paths:
            known = session.scalars(select(Root).order_by(Root.id)).all()
            root = next((root for root in known if _same(root.path, path)), None)
            root = root or get_or_create_root(session, path)
            roots.append(WatchedRoot(root.id, root.path, root.offline_since is not None))
    return roots


def watched_roots(session: Session) -> list[WatchedRoot]:
    """Return all roots in the order in which they were added."""
    rows = session.execute(select(Root.id, Root.path, Root.offline_since).order_by(Root.id))
    return [WatchedRoot(id, path, since is not None) for id, path, since in rows]  # noqa: A001


def find_root(session: Session, folder: Path | str) -> WatchedRoot | None:
    """Return the root that is this folder, which may be gone; None where it is not watched itself.

    Args:
        session: A session.
        folder: Also by another name, where it is there; a root of exactly this name comes first.

    Raises:
        RootError: It is several, under other names; which one is meant is for the user to say.
    """
    path = str(_absolute(os.fspath(folder)))
    roots = watched_roots(session)
    found = [root for root in roots if root.path == path] or [
        root for root in roots if _same(root.path, path)
    ]
    if len(found) > 1:
        names = ", ".join(as_text(root.path) for root in found)
        raise RootError(f"{as_text(path)} is watched under several names. Choose one of them: {names}")
    return found[0] if found else None


def standing(folder: str) -> Standing:
    """Look how a folder is: it may be gone, or have nothing visible in it.

    Either looks as when its drive is not connected, so its photos are kept; but the user is to be told which.

    Args:
        folder: An absolute path.
    """
    try:
        return Standing.EMPTY if is_empty(folder) else Standing.THERE
    except (OSError, ValueError):
        return Standing.AWAY


def adopt_photos(session: Session) -> None:
    """Give photos below an inner root to it, where an outer root found them before the inner was added.

    Args:
        session: A writing session.
    """
    roots = watched_roots(session)
    for inner in roots:
        outer = innermost_around(inner, roots)
        if outer is None:
            continue
        prefix = "/".join(Path(inner.path).relative_to(outer.path).parts) + "/"
        taken = set(session.scalars(select(Photo.path).where(Photo.root_id == inner.id)))
        theirs = session.execute(select(Photo.id, Photo.path).where(Photo.root_id == outer.id))
        moves = [
            {"photo": id_, "to": path.removeprefix(prefix)}
            for id_, path in theirs
            if path.startswith(prefix) and path.removeprefix(prefix) not in taken
        ]
        if moves:
            session.connection().execute(
                update(Photo)
                .where(Photo.id == bindparam("photo"))
                .values(root_id=inner.id, path=bindparam("to")),
                moves,
            )


def innermost_around(inner: WatchedRoot, roots: list[WatchedRoot]) -> WatchedRoot | None:
    """Return the root that a root lies in, the innermost of several; None where there is none."""
    around = [root for root in roots if Path(root.path) in Path(inner.path).parents]
    return max(around, key=lambda root: len(Path(root.path).parts), default=None)


def _absolute(folder: str) -> Path:
    path = Path(folder).absolute()
    return path.resolve() if ".." in path.parts else path


def _checked(folder: str) -> str:
    path = _absolute(folder)
    name = as_text(str(path))
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RootError(
            f"There is no folder {name}. Check its name, and that its drive is connected."
        ) from error
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL byte.
        reason = getattr(error, "strerror", None) or str(error)
        raise RootError(f"The folder {name} cannot be opened ({reason}). Choose another folder.") from error
    if not stat.S_ISDIR(mode):
        raise RootError(f"{name} is not a folder. Choose the folder that it is in.")
    return str(path)


def _same(known: str, path: str) -> bool:
    if known == path:
        return True
    try:
        return Path(known).samefile(path)
    except (OSError, ValueError):
        return False
