"""Signs of change, gathered until they pause: which folders to look at, which files are being written.

Knows no observer and no thread: what happens is told to it, and the clock is given. Where signs come from is
`app.indexing.observing`, who asks for what is ready `app.indexing.watching`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from app.indexing.scope import Scope
from app.indexing.walk import SIDECAR_SUFFIXES, is_left_out
from engine.image import SUFFIXES
from engine.video import VIDEO_SUFFIXES

#: Folders are handed over when nothing has happened in their root for so long, ...
QUIET_S: Final = 1.0
#: ... or once the first of them has waited so long: others may never pause.
LONGEST_S: Final = 10.0
#: A file is finished when its size and time have been the same for so long, ...
STEADY_S: Final = 2.0
#: ... or for so long where the system would have told that it was closed, and has not.
OPEN_S: Final = 30.0

#: Suffixes of files that a run looks at: photos, and what is written beside them.
_WATCHED: Final = SUFFIXES | VIDEO_SUFFIXES | {suffix.lower() for suffix in SIDECAR_SUFFIXES}

#: Size in bytes and modification time in nanoseconds; None where there is no such file.
Status = tuple[int, int] | None


class Sign(Enum):
    """What happened to something in a root."""

    #: A file came, and may not be complete.
    APPEARED = auto()
    #: A file is being written.
    WRITTEN = auto()
    #: A file that was written is complete, or a complete one came.
    CLOSED = auto()
    #: A file went, or only what is said of it changed.
    OTHER = auto()
    #: A folder, or a link to one, came or went.
    FOLDER = auto()


@dataclass(slots=True)
class _File:
    """A file that something happened to: when last, whether it may be being written, how it was found."""

    at: float
    open: Sign | None = None
    seen: Status = None
    since: float | None = None


@dataclass(slots=True)
class _Pending:
    """What happened in a root and was not handed over: in folders that nobody knows more of, trees, files."""

    root: str
    folders: set[str] = field(default_factory=set)
    trees: set[str] = field(default_factory=set)
    files: dict[str, _File] = field(default_factory=dict)
    first: float | None = None
    last: float = 0.0


class Bursts:
    """Gathers signs.

    Args:
        clock: Seconds that only grow.
        status: Looks at a file, given by its absolute path.
        closes: Whether the system tells when a file that was written is closed.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        status: Callable[[str], Status] | None = None,
        closes: bool = False,
    ) -> None:
        self._clock, self._status, self._closes = clock, status or status_of, closes
        self._roots: dict[int, _Pending] = {}

    def note(self, root: int, place: str, path: str, sign: Sign) -> None:
        """Take note of a sign.

        Args:
            root: `Root.id`.
            place: The root's absolute path.
            path: Relative to it, with forward slashes; "" for the root itself.
            sign: What happened. Of a file that is neither a photo nor has facts about one it is dropped.
        """
        if path and is_left_out(path):
            return
        pending = self._roots.get(root) or _Pending(place)
        if sign is Sign.FOLDER:
            pending.trees.add(path)
        elif is_watched(path):
            self._note_file(pending, path, sign)
        else:
            return
        self._stir(root, pending)

    def note_folder(self, root: int, place: str, folder: str) -> None:
        """Take note that something in a folder is otherwise, nobody knows what; arguments as of `note`."""
        pending = self._roots.get(root) or _Pending(place)
        pending.folders.add(folder)
        self._stir(root, pending)

    def forget(self, root: int) -> None:
        """Drop what happened in a root."""
        self._roots.pop(root, None)

    def wait_s(self) -> float | None:
        """Return in how many seconds something may be ready; None where nothing happened."""
        now = self._clock()
        waits = [
            max(0.0, self._due(pending) - now) if pending.first is not None else QUIET_S
            for pending in self._roots.values()
        ]
        return min(waits, default=None)

    def take(self) -> dict[int, Scope]:
        """Return what is ready to be looked at, by `Root.id`, and forget it."""
        now = self._clock()
        ready: dict[int, Scope] = {}
        for root, pending in list(self._roots.items()):
            if pending.first is not None and now < self._due(pending):
                continue
            scope = self._scope(pending, now)
            if scope.folders or scope.trees:
                ready[root] = scope
            if not pending.files:
                del self._roots[root]
        return ready

    def _due(self, pending: _Pending) -> float:
        first = self._clock() if pending.first is None else pending.first
        return min(pending.last + QUIET_S, first + LONGEST_S)

    def _stir(self, root: int, pending: _Pending) -> None:
        self._roots[root] = pending
        pending.last = self._clock()
        if pending.first is None:
            pending.first = pending.last

    def _note_file(self, pending: _Pending, path: str, sign: Sign) -> None:
        now = self._clock()
        file = pending.files.setdefault(path, _File(now))
        file.at = now
        if sign is Sign.WRITTEN or (sign is Sign.APPEARED and file.open is None):
            file.open = sign
        elif sign is Sign.CLOSED:
            file.open = None

    def _scope(self, pending: _Pending, now: float) -> Scope:
        """Return what a root has ready, and leave the files in it that are not finished."""
        waiting = {
            path: file
            for path, file in pending.files.items()
            if not self._is_finished(os.path.join(pending.root, path), file, now)  # noqa: PTH118 - odd names
        }
        done = pending.files.keys() - waiting.keys()
        folders = pending.folders | {path.rpartition("/")[0] for path in done}
        scope = replace(Scope.of(folders=folders, trees=pending.trees), waiting=frozenset(waiting))
        pending.folders, pending.trees, pending.files, pending.first = set(), set(), waiting, None
        return scope

    def _is_finished(self, file: str, known: _File, now: float) -> bool:
        if known.open is None:
            return True
        seen = self._status(file)
        if seen is None:
            return True
        if known.since is None or seen != known.seen:
            known.seen, known.since = seen, now
            return False
        patience = OPEN_S if self._closes and known.open is Sign.WRITTEN else STEADY_S
        return now - max(known.since, known.at) >= patience


def is_watched(path: str) -> bool:
    """Tell whether a file may be a photo, or have facts about one, by its name."""
    return "".join(path.rpartition("/")[2].rpartition(".")[1:]).lower() in _WATCHED


def status_of(file: str) -> Status:
    """Return the size and modification time of a file; None where it is not there."""
    try:
        status = os.stat(file)  # noqa: PTH116 - pathlib would normalise odd names
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
