"""The caller's side: lends workers, starts and ends them, and says how one ended.

What a worker does is `engine.isolation.serving`. One thread of the pool's own starts all workers, for as long
as the process lives: Linux ends a worker together with the thread that started it, and those that call come
and go.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Future
from enum import StrEnum
from typing import Any, Final

from engine.isolation.serving import WORD, Order
from engine.isolation.wire import Message, Part, WireError, receive, send

_log = logging.getLogger(__name__)

#: Seconds of processor time, and of any kind, that a message may take: the largest photos need thirteen.
CPU_S: Final = 60
WALL_S: Final = 300
#: Bytes that a worker may take. The largest photos (`engine.image.Limits`) need 1.8 to 4.3 GB.
MEMORY: Final = 6 << 30
#: A worker that has nothing to do ends after so long.
IDLE_S: Final = 120
_TICK_S: Final = 0.5
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


class _Worker:
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
        self.ready = False
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
        except OSError as error:
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
        except (WireError, OSError) as error:
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


class Pool:
    """Calls functions in worker processes, which are started when they are needed.

    May be used from many threads at once. Ended by `close`, or with the process.

    Args:
        functions: "module:function" by name: what may be called, generators of the form
            `engine.isolation.serving.Function`.
        workers: processes at most; more callers wait.
        cpu_s: seconds of processor time that a message may take, where the system can tell.
        wall_s: seconds of any kind.
        memory: bytes that a worker may take, on Linux.
        idle_s: seconds until a worker without work ends.
    """

    def __init__(
        self,
        functions: Mapping[str, str],
        *,
        workers: int,
        cpu_s: int = CPU_S,
        wall_s: int = WALL_S,
        memory: int = MEMORY,
        idle_s: float = IDLE_S,
    ) -> None:
        self._order = Order(os.getpid(), dict(functions), cpu_s, wall_s, memory)
        self._most = workers
        self._idle_s = idle_s
        self._changed = threading.Condition()
        self._workers: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._starting = 0
        self._closed = False
        self._wanted: queue.SimpleQueue[Future[_Worker] | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep, name="familiar-workers", daemon=True)
        self._keeper.start()

    @property
    def processes(self) -> list[int]:
        """The process ids of its workers."""
        with self._changed:
            return [worker.process.pid for worker in self._workers]

    def call(self, function: str, words: Mapping[str, Any], *parts: Part) -> Iterator[Message]:
        """Call a function and give what it yields, each time the worker has it.

        A worker that dies or runs out of memory before the first message may have been spoiled by what it did
        before, or ended by somebody: once, the call is made again, in a new worker. Whoever asks for no
        further messages ends the worker.

        Args:
            function: its name.
            words: what JSON can say.
            *parts: bytes and arrays.

        Raises:
            WorkerError: the worker ended, also the second time.
            WorkersUnavailableError: no worker can be started.
        """
        request = Message({"function": function, "words": dict(words)}, parts)
        again = False
        while True:
            begun = False
            try:
                for message in self._called(request, anew=again):
                    begun = True
                    yield message
            except WorkerError as error:
                if begun or again or error.end is WorkerEnd.OUT_OF_TIME:
                    raise
                again = True
            else:
                return

    def _called(self, request: Message, *, anew: bool) -> Iterator[Message]:
        worker = self._borrow(anew=anew)
        whole = False
        try:
            worker.say(request)
            while True:
                message = worker.hear(self._order.wall_s)
                if "part" in message.words:
                    yield Message(message.words["part"], message.parts)
                elif "memory" in message.words:
                    raise WorkerError(WorkerEnd.OUT_OF_MEMORY)
                else:
                    whole = True
                    return
        finally:
            self._give_back(worker, usable=whole)

    def close(self) -> None:
        """End all workers; what they are doing is lost. Nothing may be called any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._wanted.put(None)
        self._keeper.join()
        with contextlib.suppress(queue.Empty):
            while True:
                wanted = self._wanted.get_nowait()
                if wanted is not None:
                    wanted.cancel()
        with self._changed:
            workers, self._workers, self._idle = self._workers, [], []
        for worker in workers:
            worker.end()

    def _borrow(self, *, anew: bool) -> _Worker:
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._idle or len(self._workers) + self._starting < self._most
            )
            if self._closed:
                raise WorkersUnavailableError("closed")
            worker = self._idle.pop() if self._idle else None
            if worker is None or anew:
                self._starting += 1
        if worker is None or anew:
            if worker is not None:
                self._give_back(worker, usable=False)
            worker = self._started()
        return worker

    def _started(self) -> _Worker:
        """Have a worker started, and wait until it can be asked; twice, as somebody may end it meanwhile."""
        try:
            return self._start_one()
        except WorkerError:
            pass
        with self._changed:
            self._starting += 1
        try:
            return self._start_one()
        except WorkerError as error:
            raise WorkersUnavailableError(str(error)) from error

    def _start_one(self) -> _Worker:
        wanted: Future[_Worker] = Future()
        with self._changed:
            if self._closed:
                raise WorkersUnavailableError("closed")
            # Whoever closes the pool takes out of it what nobody will start.
            self._wanted.put(wanted)
        try:
            worker = wanted.result()
        except (OSError, CancelledError) as error:
            raise WorkersUnavailableError(str(error)) from error
        try:
            worker.hear(self._order.wall_s)
        except WorkerError:
            self._give_back(worker, usable=False)
            raise
        return worker

    def _give_back(self, worker: _Worker, *, usable: bool) -> None:
        if not usable:
            worker.end()
        with self._changed:
            if self._closed or not usable:
                with contextlib.suppress(ValueError):
                    self._workers.remove(worker)
            else:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
            self._changed.notify()

    def _keep(self) -> None:
        """Start workers, and end those that are overdue or idle, until the pool is closed."""
        while not self._closed:
            try:
                wanted = self._wanted.get(timeout=_TICK_S if self._workers else None)
            except queue.Empty:
                self._look_after()
                continue
            if wanted is not None:
                self._start(wanted)

    def _start(self, wanted: Future[_Worker]) -> None:
        worker: _Worker | None = None
        try:
            worker = _Worker(self._order)
        except OSError as error:
            wanted.set_exception(error)
        with self._changed:
            self._starting -= 1
            self._changed.notify()
            if worker is not None:
                self._workers.append(worker)
        if worker is not None:
            wanted.set_result(worker)

    def _look_after(self) -> None:
        now = time.monotonic()
        with self._changed:
            tired = [worker for worker in self._idle if now - worker.idle_since > self._idle_s]
            for worker in tired:
                self._idle.remove(worker)
                self._workers.remove(worker)
            for worker in self._workers:
                if worker.deadline is not None and now > worker.deadline:
                    _log.warning("A worker took longer than %d s and was ended", self._order.wall_s)
                    worker.overdue = True
                    worker.process.kill()
        for worker in tired:
            worker.end()
