"""Watching the folders while the window is open: what changes there is looked at, and said if it matters.

The watching itself is `app.indexing.watching`; the runs that follow are begun by `app.desktop.jobs`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.desktop.choices import WATCHING
from app.indexing import Standing, WatchedRoot, has_news, keeps_photos
from app.indexing.watching import Back, Changed, Gone, News, Polled, Watcher, Why
from app.library.errors import LibraryError
from app.library.store import Library
from app.printing import printable

_log = logging.getLogger(__name__)

# A run waits so long until changes during it will be noticed, at most, in seconds; looked at this often.
_PATIENCE_S: Final = 20.0
_TICK_S: Final = 0.1


class Watching(QObject):
    """Watches the roots of a library, once started and while the user wants that.

    Signals:
        changed: Folders with something new in them: `app.indexing.Scope` by `Root.id`.
        told: A sentence on a folder that went or came back.
        troubled: A sentence on why changes are noticed later.
    """

    changed = Signal(object)
    told = Signal(str)
    troubled = Signal(str)
    _came = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._watcher: Watcher | None = None
        self._said: set[str] = set()
        self._came.connect(self._take)

    @property
    def is_on(self) -> bool:
        """Whether folders are being watched."""
        return self._watcher is not None

    def start(self) -> None:
        """Begin to watch, if the user wants that; `follow` says what."""
        if self._watcher is None and WATCHING.get() == "on":
            self._watcher = Watcher(self._hear)
            self._watcher.start()

    def close(self) -> None:
        """Watch no more, from this moment on."""
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.close()

    def follow(self, roots: Sequence[WatchedRoot]) -> None:
        """Watch these folders from now on, and no others; from any thread."""
        watcher = self._watcher
        if watcher is not None:
            watcher.watch(roots)

    def wait(self, given_up: Callable[[], bool]) -> None:
        """Wait until changes in the folders will be noticed, unless that takes long; not in the GUI thread.

        Args:
            given_up: Asked now and then whether to wait no more.
        """
        watcher = self._watcher
        for _ in range(round(_PATIENCE_S / _TICK_S)):
            if watcher is None or watcher.wait_until_set(_TICK_S) or given_up():
                return

    def _hear(self, news: News) -> None:
        """Take news in the thread of the watcher; what says nothing to the user ends here."""
        try:
            if isinstance(news, Changed):
                worth = has_news(self._library, news.within)
            elif isinstance(news, Gone | Back):
                with self._library.read() as session:
                    worth = keeps_photos(session, news.root.id)
            else:
                worth = True
        except LibraryError as error:
            # The run will say what is wrong with the library, if that lasts.
            _log.info("what changed could not be compared: %s", error)
            worth = isinstance(news, Changed)
        if worth:
            self._came.emit(news)

    def _take(self, news: News) -> None:
        if self._watcher is None:
            return
        if isinstance(news, Changed):
            self.changed.emit(news.within)
            return
        folder = printable(news.root.path)
        if isinstance(news, Back):
            self.told.emit(self.tr("{folder} is there again.").format(folder=folder))
        elif isinstance(news, Polled):
            if news.why is Why.LIMIT and folder not in self._said:
                self._said.add(folder)
                self.troubled.emit(
                    self.tr(
                        "{folder} has more folders than this computer lets programs watch, so changes there "
                        "are noticed later. To notice them at once, allow more with “sudo sysctl "
                        "fs.inotify.max_user_watches=1048576”, and start Familiar again."
                    ).format(folder=folder)
                )
        elif news.standing is Standing.EMPTY:
            self.told.emit(
                self.tr(
                    "{folder} is empty now. If its drive was removed, connect it again; its photos are kept "
                    "meanwhile."
                ).format(folder=folder)
            )
        else:
            self.told.emit(
                self.tr(
                    "{folder} is not there any more. If its drive was removed, connect it again; its photos "
                    "are kept meanwhile."
                ).format(folder=folder)
            )
