"""What the operating system tells of folders, by way of watchdog, as signs for `app.indexing.bursts`.

The rest of the program knows nothing of watchdog. What becomes of folders the system tells nothing of is
`app.indexing.polling`.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from app.indexing.bursts import Sign, is_watched

#: That a file was opened or only read concerns nobody.
_EVENTS: Final[list[type[FileSystemEvent]]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_SIGNS: Final[dict[type[FileSystemEvent], Sign]] = {
    FileCreatedEvent: Sign.APPEARED,
    FileModifiedEvent: Sign.WRITTEN,
    FileClosedEvent: Sign.CLOSED,
}

#: Where watchdog says that the system dropped events, and nowhere else.
_LOGGERS: Final = ("watchdog.observers.inotify", "watchdog.observers.inotify_c")

#: Whether the system tells when a file that was written is closed.
TELLS_CLOSING: Final = sys.platform == "linux"

#: Told of a sign: `Root.id` and the path relative to the root, with forward slashes.
Tell = Callable[[int, str, Sign], None]


class OutOfWatchesError(Exception):
    """The system lets this user watch no more folders."""


class Observing:
    """Watches folders for as long as it is open.

    Args:
        tell: Told of each sign, in a thread of watchdog's.
        lost: Told that signs were lost, or that a watched folder itself went; of which root, None for any.
    """

    def __init__(self, tell: Tell, lost: Callable[[int | None], None]) -> None:
        self._tell, self._lost = tell, lost
        self._observer: Any = None
        self._overflow = _Overflow(lambda: lost(None))
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self._overflow)

    def add(self, folder: str, root: int, prefix: str = "") -> object:
        """Watch a folder with all that is below it, links to other folders excepted.

        Args:
            folder: Its absolute path, without links where it is not a root.
            root: The root whose photos it has.
            prefix: Where it is in the root; "" for the root itself.

        Returns:
            What `remove` wants.

        Raises:
            OutOfWatchesError: Not all of it can be watched; none of it is.
            OSError: It cannot be watched.
        """
        handler = _Handler(folder, root, prefix, self._tell, self._lost)
        try:
            if self._observer is None:
                made = Observer()
                made.start()
                self._observer = made
            watch = self._observer.schedule(handler, folder, recursive=True, event_filter=_EVENTS)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EMFILE}:
                raise OutOfWatchesError from error
            raise
        if self.is_exhausted():
            self.remove(watch)
            raise OutOfWatchesError
        return watch

    def remove(self, watch: object) -> None:
        """Watch a folder no more."""
        with suppress(KeyError, OSError):
            self._observer.unschedule(watch)

    def is_exhausted(self) -> bool:
        """Tell whether no further folder could be watched, so that some below those given may not be.

        watchdog tells of the folders given alone; of one below them that cannot be watched it says nothing.
        """
        if sys.platform != "linux" or self._observer is None:
            return False
        with tempfile.TemporaryDirectory(prefix="familiar-watch-") as fresh:
            try:
                self.remove(self._observer.schedule(FileSystemEventHandler(), fresh))
            except OSError as error:
                return error.errno in {errno.ENOSPC, errno.EMFILE}
        return False

    def close(self) -> None:
        """End it at once."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None
        # Ending very many watches overflows, too.
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self._overflow)


class _Overflow(logging.Filter):
    """Hears watchdog say that events were dropped, which it tells only its log."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__()
        self._lost = lost

    def filter(self, record: logging.LogRecord) -> bool:
        if "overflow" not in str(record.msg):
            return True
        self._lost()
        return False


class _Handler(FileSystemEventHandler):
    """Makes signs of what watchdog tells of one folder."""

    def __init__(
        self, folder: str, root: int, prefix: str, tell: Tell, lost: Callable[[int | None], None]
    ) -> None:
        self._root, self._prefix, self._tell, self._lost = root, prefix, tell, lost
        # Some systems tell of the folder by its real name.
        self._starts = tuple(dict.fromkeys(_with_slash(path) for path in (folder, os.path.realpath(folder))))

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take one event."""
        came, went = os.fsdecode(event.src_path), None
        if isinstance(event, FileMovedEvent | DirMovedEvent):
            came, went = os.fsdecode(event.dest_path), came
        elif isinstance(event, FileDeletedEvent | DirDeletedEvent):
            came, went = "", came
        if went:
            self._went(went, event)
        if came:
            self._came(came, event)

    def _went(self, path: str, event: FileSystemEvent) -> None:
        if _with_slash(path) in self._starts:
            self._lost(self._root)
            return
        # Windows does not say whether it was a folder.
        folder = event.is_directory or (sys.platform == "win32" and not is_watched(path))
        self._say(path, Sign.FOLDER if folder else Sign.OTHER)

    def _came(self, path: str, event: FileSystemEvent) -> None:
        if event.is_directory:
            self._say(path, Sign.FOLDER)
        elif isinstance(event, FileMovedEvent):
            self._say(path, self._whole(path, Sign.CLOSED))
        elif isinstance(event, FileCreatedEvent):
            self._say(path, self._whole(path, Sign.APPEARED))
        else:
            self._say(path, _SIGNS.get(type(event), Sign.OTHER))

    def _whole(self, path: str, sign: Sign) -> Sign:
        """Return what a new file is a sign of, which may be a link to a folder."""
        return Sign.FOLDER if os.path.islink(path) and os.path.isdir(path) else sign  # noqa: PTH112, PTH114

    def _say(self, path: str, sign: Sign) -> None:
        for start in self._starts:
            if path.startswith(start):
                within = path[len(start) :].replace(os.sep, "/")
                self._tell(self._root, f"{self._prefix}/{within}" if self._prefix else within, sign)
                return
        if _with_slash(path) not in self._starts:
            self._lost(self._root)


def _with_slash(path: str) -> str:
    return path if path.endswith(os.sep) else path + os.sep
