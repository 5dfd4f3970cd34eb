"""What has changed between the library and the file system: one pure comparison, without opening a file.

Photos are told apart here by path, size, modification time and inode; content comes later, when a file has
to be read anyway, and then `Candidates` says whose content it may be. Nothing here touches a disk or the
library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from app.indexing.walk import FoundFile
from engine.video import is_video


class Known(NamedTuple):
    """A photo as the library knows it; a plain tuple, because there are many.

    `retry`: its file could not be read, for a reason that may have passed without changing the file.
    `sidecar_ns`: as `Photo.sidecar_ns`, -1 where the names in its file are still to be read, None where they
    cannot be.
    """

    root_id: int
    path: str
    id: int
    size: int
    mtime_ns: int
    inode: int
    sha256: bytes | None
    retry: bool
    missing: bool
    sidecar_ns: int | None = None


class Loss(IntEnum):
    """How a known photo's place was lost, the surest first."""

    #: The file is not there (any more).
    GONE = 0
    #: Other content seems to be there; reading it may show that it is the same.
    DISPLACED = 1
    #: The root or folder cannot be reached, so the file may still be there.
    UNREACHABLE = 2


class Move(NamedTuple):
    """A photo that is at another place now."""

    known: Known
    root_id: int
    found: FoundFile

    @property
    def other_kind(self) -> bool:
        """Whether the file is to be looked at as a video now and was not before, or the other way round."""
        return is_video(self.known.path) != is_video(self.found.path)


class ToRead(NamedTuple):
    """A file that has to be read. `known` is the photo that was at this path before, if any."""

    root_id: int
    found: FoundFile
    known: Known | None


@dataclass(slots=True)
class WalkedRoot:
    """One root as it was found.

    Attributes:
        id: `Root.id`.
        known: its photos by path. Comparing uses it up.
        found: its files, in the order in which photos are to be stored; read once.
        unreachable: as `Walk.unreachable`; looked at when `found` has ended.
    """

    id: int
    known: dict[str, Known]
    found: Iterable[FoundFile]
    unreachable: Collection[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What a comparison found.

    Attributes:
        seen: number of files found.
        videos: number of them that are videos.
        unchanged: number of files as the library knows them.
        refreshed: unchanged photos with a new inode, as after mounting a drive again.
        returned: photos that were missing and are back at their path, unchanged.
        moved: photos that the same file was found of elsewhere.
        evicted: photos that are nowhere and whose path another photo was moved to.
        to_read: new files, files that changed, and moved ones whose new name makes another kind of them, in
            walk order.
        gone: photos that are not there, and were not missing before.
        unread: unchanged and moved photos of which the names in the file and beside it were never read, or a
            sidecar changed since; with the time of the newest sidecar.
        candidates: photos whose content may turn up among the files to be read.
    """

    seen: int
    videos: int
    unchanged: int
    refreshed: list[tuple[Known, int]]
    returned: list[Known]
    moved: list[Move]
    evicted: list[Known]
    to_read: list[ToRead]
    gone: list[Known]
    unread: list[tuple[Known, int]]
    candidates: Candidates


class Candidates:
    """Photos that lost their place, by content; each is given out at most once.

    Args:
        lost: the photos and how they were lost; those that were never read are left out.
    """

    def __init__(self, lost: Iterable[tuple[Known, Loss]] = ()) -> None:
        self._by_content: defaultdict[bytes, dict[int, tuple[Known, Loss]]] = defaultdict(dict)
        for known, loss in lost:
            if known.sha256 is not None:
                self._by_content[known.sha256][known.id] = (known, loss)

    def for_content(self, sha256: bytes, *, root_id: int, path: str) -> list[tuple[Known, Loss]]:
        """Return the photos with this content, best first, for a file found at this place.

        The surest loss comes first, then the same file name, then the same root, then the lowest id.
        """
        found = self._by_content.get(sha256, {}).values()
        return sorted(found, key=lambda pair: _rank(pair, root_id, path))

    def take(self, known: Known) -> None:
        """Remove a photo, because its place is found or known to hold other content for good."""
        if known.sha256 is not None:
            self._by_content.get(known.sha256, {}).pop(known.id, None)


@dataclass(slots=True)
class _Lost:
    """Photos that are not where they were, for matching by inode."""

    by_file: defaultdict[tuple[int, int, int], list[tuple[Known, Loss]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, known: Known, loss: Loss) -> None:
        if known.inode:
            self.by_file[known.size, known.mtime_ns, known.inode].append((known, loss))

    def claim(self, root_id: int, found: FoundFile) -> Known | None:
        """Return the best photo that this very file was, and give it out only this once."""
        here = self.by_file.get((found.size, found.mtime_ns, found.inode)) if found.inode else None
        if not here:
            return None
        best = min(here, key=lambda pair: _rank(pair, root_id, found.path))
        here.remove(best)
        return best[0]


def compare(roots: Iterable[WalkedRoot], lost_elsewhere: Iterable[tuple[Known, Loss]] = ()) -> Changes:
    """Compare what was found with what is known.

    A file is as it was if its size and modification time are; a change of inode alone is none, since some
    file systems number their files anew each time. A file at a new path, or at a path whose file changed,
    is a known photo that moved if size, modification time and inode are those of a photo that lost its
    place. So renaming a series of files each to the name of the next moves every photo.

    Args:
        roots: all roots walked, in the order in which their photos are to be stored.
        lost_elsewhere: photos of other roots that lost their place.

    Returns:
        The changes. Each known photo is in exactly one of: unchanged (`refreshed` and `returned` are some
        of those), `moved`, `evicted`, `to_read`, `gone`, or none where it was missing before or its folder
        cannot be reached; but moved ones of which another kind was made are to be read, too. `candidates`
        holds all that are not unchanged or moved.
    """
    seen = videos = unchanged = 0
    refreshed: list[tuple[Known, int]] = []
    returned: list[Known] = []
    waiting: list[ToRead] = []
    lost = list(lost_elsewhere)
    gone: list[Known] = []
    unread: list[tuple[Known, int]] = []
    for root in roots:
        for found in root.found:
            seen += 1
            videos += is_video(found.path)
            known = root.known.pop(found.path, None)
            if known is None or known.retry or not _same_file(known, found):
                waiting.append(ToRead(root.id, found, known))
            else:
                unchanged += 1
                if known.missing:
                    returned.append(known)
                if found.inode not in {0, known.inode}:
                    refreshed.append((known, found.inode))
                if known.sidecar_ns not in {None, found.sidecar_ns}:
                    unread.append((known, found.sidecar_ns))
        at_or_below = {path for path in root.unreachable if not path.endswith("/")}
        below = {path.rstrip("/") for path in root.unreachable}
        for known in root.known.values():
            hidden = known.path in at_or_below or any(above in below for above in _folders(known.path))
            if not known.missing and not hidden:
                gone.append(known)
            lost.append((known, Loss.UNREACHABLE if hidden and not known.missing else Loss.GONE))
        root.known.clear()
    lost.extend(
        (waits.known, Loss.DISPLACED)
        for waits in waiting
        if waits.known is not None and not _same_file(waits.known, waits.found)
    )
    moved, evicted, to_read = _match(waiting, lost)
    placed = {move.known.id for move in moved}
    unread += [
        (move.known, move.found.sidecar_ns)
        for move in moved
        if move.known.sidecar_ns not in {None, move.found.sidecar_ns}
    ]
    nowhere = {known.id for known in evicted}
    return Changes(
        seen=seen,
        videos=videos,
        unchanged=unchanged,
        refreshed=refreshed,
        returned=returned,
        moved=moved,
        evicted=evicted,
        to_read=to_read,
        gone=[known for known in gone if known.id not in placed],
        unread=unread,
        candidates=Candidates(
            (known, Loss.GONE if known.id in nowhere else loss)
            for known, loss in lost
            if known.id not in placed
        ),
    )


def _match(
    waiting: list[ToRead], lost: list[tuple[Known, Loss]]
) -> tuple[list[Move], list[Known], list[ToRead]]:
    """Give files that lost photos were, by inode, to those photos; return moved, evicted and the rest."""
    index = _Lost()
    for known, loss in lost:
        index.add(known, loss)
    # A file that is only to be tried again is where it was.
    owners = [
        None
        if waits.known is not None and _same_file(waits.known, waits.found)
        else index.claim(waits.root_id, waits.found)
        for waits in waiting
    ]
    placed = {owner.id for owner in owners if owner is not None}
    moved: list[Move] = []
    evicted: list[Known] = []
    to_read: list[ToRead] = []
    for waits, owner in zip(waiting, owners, strict=True):
        before = waits.known if waits.known is not None and waits.known.id not in placed else None
        if owner is None:
            to_read.append(waits._replace(known=before))
        else:
            move = Move(owner, waits.root_id, waits.found)
            moved.append(move)
            if move.other_kind:
                here = owner._replace(root_id=waits.root_id, path=waits.found.path, retry=True)
                to_read.append(waits._replace(known=here))
            if before is not None:
                evicted.append(before)
    return moved, evicted, to_read


def _same_file(known: Known, found: FoundFile) -> bool:
    return (known.size, known.mtime_ns) == (found.size, found.mtime_ns)


def _rank(lost: tuple[Known, Loss], root_id: int, path: str) -> tuple[int, bool, bool, int]:
    known, loss = lost
    other_name = known.path.rpartition("/")[2] != path.rpartition("/")[2]
    return (loss, other_name, known.root_id != root_id, known.id)


def _folders(path: str) -> Iterator[str]:
    """Give every folder around a path, "" last."""
    while path:
        path = path.rpartition("/")[0]
        yield path
