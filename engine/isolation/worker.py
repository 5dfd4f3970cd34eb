"""One worker, as its parent sees it: a process with pipes, and how it ended.

Who lends workers and to whom is `engine.isolation.pool`; what a worker does is `engine.isolation.serving`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from enum import StrEnum
from typing import Final

from engine.isolation.serving import WORD, Order
from engine.isolation.wire import Message, WireError, receive, send

_ENVIRONMENT: Final = {
    # These threads are of no use here, and each takes memory from the start.
    "OPENBLAS_NUM_THREADS": "1",
    # glibc gives memory back after each photo and takes it anew for the next, which costs 8 ms of each.
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
}
#: A worker whose pipe is closed ends within this; one that babbles may not, and is ended.
_ENDING_S: Final = 1


class WorkerEnd(StrEnum):
    """How a worker ended in the middle of its work."""

    CRASHED = "crashed"
    OUT_OF_TIME = "out of time"
    OUT_OF_MEMORY = "out of memory"


class WorkerError(Exception):
    """A worker ended in the middle of its work.

    Attributes:
        end: how.
    """

    def __init__(self, end: WorkerEnd, detail: str = "") -> None:
        super().__init__(f"{end} {detail}".strip())
        self.end = end


class WorkersUnavailableError(Exception):
    """No worker can be started on this computer."""


class Worker:
    """A process, and the pipes to it; used by one thread at a time."""

    def __init__(self, order: Order) -> None:
        if getattr(sys, "frozen", False):
            command = [sys.executable, WORD, order.said()]
        else:
            # Nothing is imported from the working folder, which may be one of photos.
            places = [place or os.getcwd() for place in sys.path]  # noqa: PTH109 - as Python means it
            start = f"import sys; sys.path[:] = {places!r}; from engine.isolation.serving import serve; "
            command = [sys.executable, "-P", "-c", f"{start}serve(sys.argv[1])", order.said()]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ENVIRONMENT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.overdue = False
        #: When it has to have answered; None while nobody waits for it.
        self.deadline: float | None = None
        self.idle_since = 0.0

    def say(self, message: Message) -> None:
        """Send a message.

        Raises:
            WorkerError: it has ended.
        """
        assert self.process.stdin is not None  # noqa: S101 - opened above
        try:
            send(self.process.stdin, message)
        except (OSError, ValueError) as error:
            # ValueError: its pipe was closed with the pool.
            raise self._ended() from error

    def hear(self, seconds: float) -> Message:
        """Receive a message.

        Raises:
            WorkerError: it has ended, or took longer and was ended.
        """
        assert self.process.stdout is not None  # noqa: S101 - opened above
        self.deadline = time.monotonic() + seconds
        try:
            message = receive(self.process.stdout)
        except (WireError, OSError, ValueError) as error:
            raise self._ended() from error
        finally:
            self.deadline = None
        if message is None:
            raise self._ended()
        return message

    def _ended(self) -> WorkerError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDING_S)
        self.end()
        status = self.process.returncode
        late = {-int(getattr(signal, name)) for name in ("SIGXCPU",) if hasattr(signal, name)}
        if self.overdue or status in late:
            return WorkerError(WorkerEnd.OUT_OF_TIME)
        return WorkerError(WorkerEnd.CRASHED, f"(status {status})")

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self.process.wait()
