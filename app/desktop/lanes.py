"""Where work runs that must not run in the GUI thread, and how its result comes back there.

One lane writes, so that what the user does is done in order; a few read. What is read and written lives with
the callers.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot
from shiboken6 import isValid

_log = logging.getLogger(__name__)

#: Reading lanes: SQLite and JPEG decoding let go of Python's lock most of the time.
_READERS: Final = 3
#: Seconds for which a thread keeps Python's lock while another one waits for it.
_SWITCH_S: Final = 0.001

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Ticket:
    """A piece of work under way.

    Attributes:
        owner: Whom the result is for; when it is gone, so is the interest in the result.
        cancelled: Nobody waits for the result any more; work that has not begun is not done.
    """

    owner: QObject | None = None
    cancelled: bool = False

    def cancel(self) -> None:
        """Say that nobody waits for the result any more."""
        self.cancelled = True

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the result."""
        return not self.cancelled and (self.owner is None or isValid(self.owner))


@dataclass(slots=True, eq=False)
class _Result:
    ticket: Ticket
    work: Callable[[], Any] | None
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    value: Any = None
    error: Exception | None = field(default=None)


class Lanes(QObject):
    """Runs work in other threads, and hands results over in the GUI thread.

    Signals:
        broke: An exception nobody had asked for.
    """

    broke = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The window's thread takes Python's lock many times for each thing it paints, and waits for it each
        # time that a lane has it: 5 ms by default, which adds up to what one sees.
        sys.setswitchinterval(_SWITCH_S)
        self._writer = ThreadPoolExecutor(1, "familiar-write")
        self._readers = ThreadPoolExecutor(_READERS, "familiar-read")
        self._open = 0
        self._closed = False
        self._arrived.connect(self._deliver)

    @property
    def busy(self) -> int:
        """How many pieces of work have not been handed over yet."""
        return self._open

    def read(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Ticket:
        """Do some work beside the GUI thread.

        Args:
            work: What to do; must not touch widgets.
            done: Gets the result, in the GUI thread.
            failed: Gets an exception, in the GUI thread; without it `broke` does.
            owner: Whom the result is for; when it has been deleted, the result is dropped.
        """
        return self._run(self._readers, work, done, failed, owner)

    def write(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Ticket:
        """Do some work beside the GUI thread, after all that was given to this before."""
        return self._run(self._writer, work, done, failed, owner)

    def close(self) -> None:
        """Finish what has begun, drop what has not, and end the threads; nothing is handed over any more."""
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _run(
        self,
        lane: Executor,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        owner: QObject | None,
    ) -> Ticket:
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("results would come back to another thread than this one")
        result = _Result(Ticket(owner), work, done, failed)
        if self._closed:
            result.ticket.cancel()
            return result.ticket
        self._open += 1

        def run() -> None:
            if not result.ticket.cancelled and result.work is not None:
                try:
                    result.value = result.work()
                except Exception as error:  # noqa: BLE001 - it is told to whoever asked
                    result.error = error
            if isValid(self):
                self._arrived.emit(result)

        lane.submit(run)
        return result.ticket

    @Slot(object)
    def _deliver(self, result: _Result) -> None:
        self._open -= 1
        done, failed, value, error = result.done, result.failed, result.value, result.error
        wanted = result.ticket.wanted and not self._closed
        # The lane may still hold the result. Were it the last to let go of a widget, that would be taken
        # apart in its thread, where Qt can wait for Python while Python waits for Qt.
        result.work = result.done = result.failed = result.value = result.error = None
        result.ticket.owner = None
        if not wanted:
            return
        if error is None:
            if done is not None:
                done(value)
        elif failed is not None:
            failed(error)
        else:
            _log.error("unexpected", exc_info=error)
            self.broke.emit(error)
