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
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from typing import Any, Final

from engine.isolation.serving import Order
from engine.isolation.wire import Message, Part
from engine.isolation.worker import Worker, WorkerEnd, WorkerError, WorkersUnavailableError

_log = logging.getLogger(__name__)

#: Seconds of processor time, and of any kind, that a message may take: the largest photos need thirteen.
CPU_S: Final = 60
WALL_S: Final = 300
#: Bytes that a worker may take. The largest photos (`engine.image.Limits`) need 1.8 to 4.3 GB.
MEMORY: Final = 6 << 30
#: A worker that has nothing to do ends after so long.
IDLE_S: Final = 120
_TICK_S: Final = 0.5
#: So long a function may take to return when a conversation ends.
_CLOSING_S: Final = 5


class Talk:
    """A conversation with a function in a worker of its own: each side says a message, and hears one.

    Made by `Pool.talk`; used by one thread at a time. Who talks has to `close` it.
    """

    def __init__(self, worker: Worker, wall_s: float, give_back: Callable[[bool], None]) -> None:
        self._worker = worker
        self._wall_s = wall_s
        self._give_back = give_back
        #: Whether it is the function that waits for a message.
        self._heard = False
        self._over = False

    def say(self, words: Mapping[str, Any], *parts: Part) -> None:
        """Answer what was heard last.

        Raises:
            WorkerError: the worker has ended.
        """
        self._heard = False
        self._worker.say(Message({"said": dict(words)}, parts))

    def hear(self) -> Message:
        """Wait for what the function says next.

        Raises:
            WorkerError: the worker has ended, or the function.
        """
        message = self._worker.hear(self._wall_s)
        if "part" not in message.words:
            raise WorkerError(WorkerEnd.OUT_OF_MEMORY if "memory" in message.words else WorkerEnd.CRASHED)
        self._heard = True
        return Message(message.words["part"], message.parts)

    def close(self) -> None:
        """End it: a function that waits for a message returns, and one that works ends with its worker."""
        if self._over:
            return
        self._over, whole = True, False
        try:
            if self._heard:
                self._worker.say(Message({"over": True}))
                whole = "done" in self._worker.hear(_CLOSING_S).words
        except WorkerError:
            pass
        finally:
            self._give_back(whole)


class Pool:
    """Calls functions in worker processes, which are started when they are needed.

    May be used from many threads at once. Ended by `close`, or with the process.

    Args:
        functions: "module:function" by name: what may be called, generators of the form
            `engine.isolation.serving.Function`.
        workers: processes at most for calls; more callers wait. Conversations, which may last as long as a
            film, have others, and neither waits for the other.
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
        self._workers: list[Worker] = []
        self._idle: list[Worker] = []
        self._starting = 0
        #: Of those started or being started, so many are for conversations.
        self._talking = 0
        self._closed = False
        self._wanted: queue.SimpleQueue[Future[Worker] | None] = queue.SimpleQueue()
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

    def talk(self, function: str, words: Mapping[str, Any], *parts: Part, anew: bool = False) -> Talk:
        """Begin a conversation with a function of the form `engine.isolation.serving.Speaker`.

        It speaks first. The times of the pool hold for each message that it says; while it waits for one, as
        where somebody pauses, none passes.

        Args:
            function: its name.
            words: what JSON can say.
            *parts: bytes and arrays.
            anew: in a new worker, that nothing was done in before.

        Raises:
            WorkerError: the worker ended.
            WorkersUnavailableError: no worker can be started.
        """
        worker = self._borrow(anew=anew, to_talk=True)

        def give_back(usable: bool) -> None:
            with self._changed:
                self._talking -= 1
            self._give_back(worker, usable=usable)

        talk = Talk(worker, self._order.wall_s, give_back)
        try:
            worker.say(Message({"function": function, "words": dict(words), "talk": True}, parts))
        except BaseException:
            talk.close()
            raise
        return talk

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

    def _borrow(self, *, anew: bool, to_talk: bool = False) -> Worker:
        with self._changed:
            self._changed.wait_for(
                lambda: to_talk or self._closed or self._idle or self._for_calls() < self._most
            )
            if self._closed:
                raise WorkersUnavailableError("closed")
            self._talking += to_talk
            worker = self._idle.pop() if self._idle else None
            if worker is None or anew:
                self._starting += 1
        if worker is not None and not anew:
            return worker
        if worker is not None:
            self._give_back(worker, usable=False)
        try:
            return self._started()
        except BaseException:
            with self._changed:
                self._talking -= to_talk
            raise

    def _for_calls(self) -> int:
        """Return how many workers there are, or soon will be, apart from those for conversations."""
        return len(self._workers) + self._starting - self._talking

    def _started(self) -> Worker:
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

    def _start_one(self) -> Worker:
        wanted: Future[Worker] = Future()
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

    def _give_back(self, worker: Worker, *, usable: bool) -> None:
        if not usable:
            worker.end()
        with self._changed:
            # A conversation may have brought one more.
            spare = self._for_calls() > self._most
            if self._closed or not usable or spare:
                with contextlib.suppress(ValueError):
                    self._workers.remove(worker)
            else:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
            self._changed.notify()
        if usable and spare:
            worker.end()

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

    def _start(self, wanted: Future[Worker]) -> None:
        worker: Worker | None = None
        try:
            worker = Worker(self._order)
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
