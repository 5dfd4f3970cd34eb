"""Looking through some folders of the roots instead of all: what changed there, and where it came from.

Comparing is `app.indexing.changes`, as for whole roots; here it is seen to that the result is the same as if
all had been walked: files that came from a folder nobody named take that folder with them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sized
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.indexing.changes import Changes, Known, WalkedRoot, compare
from app.indexing.known import (
    keeps_photos,
    known_as,
    known_photos_within,
    lost_elsewhere,
    of_suffixes,
    wanted_suffixes,
)
from app.indexing.roots import WatchedRoot, watched_roots
from app.indexing.scope import Scope, together
from app.indexing.walk import FoundFile, Skipped, Walk
from app.indexing.words import keyword_rule
from app.library.store import Library

#: Gives what a walk through a root finds; may do something else beside, and raise.
Visit = Callable[[WatchedRoot, Walk], Iterable[FoundFile]]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was found in some folders.

    Attributes:
        changes: As of whole roots; of photos in other folders it says nothing.
        reachable: For each root, whether it could be reached.
        skipped: What could not be looked at.
        news: Whether there is anything that the library does not know, names in files apart.
    """

    changes: Changes
    reachable: dict[int, bool]
    skipped: list[Skipped]
    news: bool


def has_news(library: Library, within: Mapping[int, Scope]) -> bool:
    """Tell whether `index` would have anything to do in some folders; reads no file.

    Changes that Familiar made itself, and noted in the library, are no news.

    Args:
        library: The library.
        within: The folders, by `Root.id`.

    Raises:
        LibraryError: The library cannot be read.
    """
    with library.read() as session:
        watched, keywords = watched_roots(session), keyword_rule(session)
    look = look_within(library, watched, within)
    return look.news or (keywords is not None and bool(look.changes.unread))


def look_within(
    library: Library,
    watched: list[WatchedRoot],
    within: Mapping[int, Scope],
    *,
    visit: Visit = lambda _, walk: walk,
) -> Look:
    """Walk some folders, and compare them with the library.

    Args:
        library: The library.
        watched: All roots.
        within: The folders, by `Root.id`; of roots that are not watched any more they are left out.
        visit: Goes through each walk.
    """
    scopes = {
        root.id: within[root.id].widened() if root.offline else within[root.id]
        for root in watched
        if root.id in within
    }
    roots = {root.id: root for root in watched}
    with library.read() as session:
        suffixes = wanted_suffixes(session)
    while True:
        walked = {root: _walk(roots[root], watched, scopes, visit, suffixes) for root in scopes}
        with library.read() as session:
            known = {
                root: of_suffixes(known_photos_within(session, root, scope), suffixes)
                for root, scope in scopes.items()
            }
            more = _whence(session, walked, known, roots)
            if not more:
                return _compared(session, walked, known, roots)
        scopes = together(scopes, more)


def _walk(
    root: WatchedRoot,
    watched: list[WatchedRoot],
    scopes: dict[int, Scope],
    visit: Visit,
    suffixes: Collection[str],
) -> tuple[Walk, list[FoundFile]]:
    """Walk a root as far as its scope says, which may turn out to be the whole root."""
    others = [other.path for other in watched if other.id != root.id]
    while True:
        walk = Walk(root.path, others, scope=scopes[root.id], suffixes=suffixes)
        found = list(visit(root, walk))
        if scopes[root.id].is_whole or not walk.links:
            return walk, found
        scopes[root.id] = scopes[root.id].widened()


def _whence(
    session: Session,
    walked: dict[int, tuple[Walk, list[FoundFile]]],
    known: dict[int, dict[str, Known]],
    roots: dict[int, WatchedRoot],
) -> dict[int, Scope]:
    """Return the folders that files came from and that were not walked.

    A file that was moved, or copied to another drive and deleted, is known elsewhere by its size and its time
    or number.
    """
    new = [
        found
        for root, (_, files) in walked.items()
        for found in files
        if (photo := known[root].get(found.path)) is None
        or (photo.size, photo.mtime_ns) != (found.size, found.mtime_ns)
    ]
    if not new:
        return {}
    seen = {photo.id for photos in known.values() for photo in photos.values()}
    folders: dict[int, set[str]] = {}
    for photo in known_as(session, new, but=seen):
        root = roots.get(photo.root_id)
        if root is not None and not root.offline and not _is_there(photo, root):
            folders.setdefault(root.id, set()).add(photo.path.rpartition("/")[0])
    return {root: Scope.of(folders=some) for root, some in folders.items()}


def _is_there(photo: Known, root: WatchedRoot) -> bool:
    """Tell whether a photo's file is as it was, or cannot be asked about."""
    try:
        status = os.stat(os.path.join(root.path, photo.path))  # noqa: PTH116, PTH118 - odd names
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return (status.st_size, status.st_mtime_ns) == (photo.size, photo.mtime_ns)


def _compared(
    session: Session,
    walked: dict[int, tuple[Walk, list[FoundFile]]],
    known: dict[int, dict[str, Known]],
    roots: dict[int, WatchedRoot],
) -> Look:
    """Compare what was walked with what is known of it, and with photos lost elsewhere."""
    seen = {photo.id for photos in known.values() for photo in photos.values()}
    elsewhere = list(lost_elsewhere(session, set(), but=seen))
    reachable: dict[int, bool] = {}
    skipped: list[Skipped] = []
    for root, (walk, _) in walked.items():
        if walk.empty and keeps_photos(session, root):
            walk.unreachable.append("")
        skipped += walk.skipped
        reachable[root] = "" not in walk.unreachable
    changes = compare(
        [WalkedRoot(root, known[root], files, walk.unreachable) for root, (walk, files) in walked.items()],
        elsewhere,
    )
    found: tuple[Sized, ...] = (
        changes.refreshed,
        changes.returned,
        changes.moved,
        changes.evicted,
        changes.to_read,
        changes.gone,
    )
    other_standing = any(roots[root].offline == reached for root, reached in reachable.items())
    return Look(changes, reachable, skipped, news=other_standing or any(map(len, found)))
