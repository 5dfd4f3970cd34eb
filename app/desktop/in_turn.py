"""Jobs of one kind, one after the other, and work that waits until no other job is on the library.

What the jobs do lives with whoever begins them: `app.desktop.imports` and `app.desktop.writings`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QObject

from app.desktop.job import Job, JobProgress, Kind
from app.desktop.jobs import Jobs
from app.library.errors import LibraryBusyError

#: What jobs call it when they wait for others.
WAITING_STAGE: Final = "waiting"
#: Seconds between two attempts.
_PAUSE_S: Final = 0.3

T = TypeVar("T")


class InTurn(QObject):
    """Runs jobs of a kind one at a time, in the order in which they were wanted.

    Args:
        jobs: Where they run and are shown.
        kind: What they do.
    """

    def __init__(self, jobs: Jobs, kind: Kind, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._kind = jobs, kind
        self._waiting: deque[Callable[[Job], str]] = deque()
        jobs.finished.connect(self._next)

    def run(self, work: Callable[[Job], str]) -> None:
        """Run a job as soon as no other of its kind does; as `Jobs.run`."""
        if not self._jobs.run(self._kind, work):
            self._waiting.append(work)

    def close(self) -> None:
        """Begin no more."""
        self._waiting.clear()

    def _next(self, job: Job) -> None:
        if job.kind is self._kind and self._waiting and self._jobs.run(self._kind, self._waiting[0]):
            self._waiting.popleft()


def when_free(job: Job, work: Callable[[], T]) -> T | None:
    """Do work that no other job may run beside, as soon as none does; None where it was cancelled before.

    Args:
        job: In whose thread this is.
        work: Raises `LibraryBusyError` before it has done anything while another job runs.
    """
    while True:
        try:
            return work()
        except LibraryBusyError:
            job.progressed.emit(JobProgress(job.kind, WAITING_STAGE))
            # There is nothing to be told by; the other job may be one of another program.
            threading.Event().wait(_PAUSE_S)
            if job.token.cancelled:
                return None
