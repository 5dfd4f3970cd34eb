"""A look at many files beside the GUI thread, with progress and an end at any time; nothing is changed by it.

What is looked for is the business of whoever asks; long work that changes something is a job of
`app.desktop.jobs`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.desktop.lanes import Lanes
from app.desktop.sentences import translated
from app.indexing import CancelToken
from app.library.errors import LibraryError
from app.library.names import PersonNotFoundError
from app.metadata.imports import SourceError
from app.operations import OperationError, without_numbers

#: Least time between two reports of progress, in seconds.
_EVERY_S: Final = 0.1

T = TypeVar("T")
Progress = Callable[[int, int], None]


class Look(QObject, Generic[T]):
    """One look; begun when it is made, of no more interest once its parent is gone.

    Args:
        lanes: Where it is done.
        work: Looks; gets what to tell of its progress, and what says that it is to end.
        parent: Whom the result is for.

    Signals:
        progressed: How much has been looked at, and of how much.
        found: What was found.
        refused: A sentence on why nothing can be found, in the language of the window.
    """

    progressed = Signal(int, int)
    found = Signal(object)
    refused = Signal(str)

    def __init__(self, lanes: Lanes, work: Callable[[Progress, CancelToken], T], parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self.token = CancelToken()
        token, signal = self.token, self.progressed
        told = [0.0]

        def on_progress(done: int, total: int) -> None:
            now = time.monotonic()
            if not token.cancelled and (done == total or now - told[0] >= _EVERY_S):
                told[0] = now
                signal.emit(done, total)

        self._ticket = lanes.read(lambda: work(on_progress, token), self._come, self._fail, owner=self)

    def stop(self) -> None:
        """Look no further; nothing is told of it any more."""
        self.token.cancel()
        self._ticket.cancel()

    def _come(self, result: T) -> None:
        self.found.emit(result)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, OperationError | LibraryError | PersonNotFoundError | SourceError):
            self.refused.emit(translated(without_numbers(str(error))))
        else:
            self._lanes.broke.emit(error)
            self.refused.emit(self.tr("This could not be looked at, through a fault in Familiar."))
