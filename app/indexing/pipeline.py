"""Many files through several threads, in order, with bounded memory: the staged pipeline.

Files are read ahead by a few threads; what happens to each is decided in the calling thread; the long work
is done by a pool; results come back to the calling thread in the order of the files and are written there
in batches. So whatever is written depends on the order of the files alone, never on which thread was
quicker, and what is written at any moment is always a beginning of the whole. This file knows neither
photos nor the library.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from app.indexing.progress import CancelToken

#: A batch is written when it has so many files, or when its first has waited so many seconds.
BATCH_FILES = 32
BATCH_SECONDS = 2.0
#: Files between being read and being finished, per worker.
WINDOW_PER_WORKER = 4
#: Bytes of those files together; a single larger file goes alone.
BYTES_IN_FLIGHT = 256 * 1024 * 1024
#: More threads than that do not make a disk or a network share faster.
_READERS = 4
_TICK_S = 0.1

T = TypeVar("T")
C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class Work(Generic[R]):
    """Something to be done in the pool."""

    run: Callable[[], R]


class Steps(Protocol[T, C, R]):
    """What is done to a file of kind T, whose content is C and whose result is R."""

    def size(self, task: T) -> int:
        """Return about how many bytes the file has."""

    def read(self, task: T) -> C:
        """Read it; called in a thread of its own, and must not raise."""

    def decide(self, ready: list[tuple[T, C]]) -> list[Work[R] | R]:
        """Return the result for each file, or the work that leads to it; called in order."""

    def accept(self, task: T, result: R) -> Work[R] | None:
        """Take note of a result, in order; or return other work to be done instead."""

    def write(self, done: list[tuple[T, R]]) -> None:
        """Store a batch."""

    def tick(self) -> None:
        """Called several times a second, whatever else happens."""


@dataclass(slots=True, eq=False)
class _Place(Generic[T, C, R]):
    """One file on its way. `work` is set once decided, `result` where no work is needed."""

    task: T
    size: int
    reading: Future[C]
    work: Future[R] | None = None
    result: R | None = None

    @property
    def decided(self) -> bool:
        return self.work is not None or self.result is not None

    @property
    def working(self) -> bool:
        return self.work is not None and not self.work.done()


class Pipeline(Generic[T, C, R]):
    """Runs files through their steps; use one for one run.

    Args:
        steps: what is done to each file; results must not be None.
        workers: threads of the pool.
        token: cancels or pauses.
    """

    def __init__(self, steps: Steps[T, C, R], *, workers: int, token: CancelToken) -> None:
        self._steps = steps
        self._workers = workers
        self._token = token
        self._window: deque[_Place[T, C, R]] = deque()
        self._bytes = 0
        self._batch: list[tuple[T, R]] = []
        self._batch_since = 0.0
        self._cut = False

    def run(self, tasks: Iterable[T]) -> None:
        """Run all files through, or those before the token was cancelled.

        After a cancellation or a KeyboardInterrupt, files that were finished in order are still written.

        Raises:
            KeyboardInterrupt: As it came.
            Exception: What `decide`, `accept` or `write` raised; nothing more is written.
        """
        with (
            ThreadPoolExecutor(min(self._workers, _READERS), "familiar-read") as self._readers,
            ThreadPoolExecutor(self._workers, "familiar-work") as self._pool,
        ):
            try:
                self._loop(iter(tasks))
            except BaseException as error:
                for executor in (self._readers, self._pool):
                    executor.shutdown(wait=False, cancel_futures=True)
                if isinstance(error, KeyboardInterrupt):
                    self._write()
                raise

    def _loop(self, tasks: Iterator[T]) -> None:
        following = next(tasks, None)
        while following is not None or self._window:
            if self._token.cancelled:
                following = None
                self._cut_short()
            elif not self._token.paused:
                while following is not None and self._has_room(following):
                    self._enter(following)
                    following = next(tasks, None)
                self._decide()
            self._collect()
            if self._is_due():
                self._write()
            self._steps.tick()
            if following is not None or self._window:
                self._wait()
        self._write()

    def _has_room(self, task: T) -> bool:
        places = WINDOW_PER_WORKER * self._workers
        fits = self._bytes + self._steps.size(task) <= BYTES_IN_FLIGHT
        return not self._window or (fits and len(self._window) < places)

    def _enter(self, task: T) -> None:
        size = self._steps.size(task)
        self._bytes += size
        self._window.append(_Place(task, size, self._readers.submit(self._steps.read, task)))

    def _decide(self) -> None:
        """Decide about files that were read: in order, several at a time, and when the pool needs them."""
        if sum(place.working for place in self._window) > self._workers:
            return
        ready: list[_Place[T, C, R]] = []
        for place in self._window:
            if place.decided:
                continue
            if not place.reading.done() or len(ready) >= 2 * self._workers:
                break
            ready.append(place)
        if not ready:
            return
        steps = self._steps.decide([(place.task, place.reading.result()) for place in ready])
        for place, step in zip(ready, steps, strict=True):
            place.reading = Future()  # The content belongs to the work alone now, and goes with it.
            if isinstance(step, Work):
                place.work = self._pool.submit(step.run)
            else:
                place.result = step

    def _collect(self) -> None:
        """Take results from the front of the window."""
        while len(self._batch) < BATCH_FILES and self._front_is_ready():
            place = self._window[0]
            result = place.work.result() if place.work is not None else place.result
            assert result is not None  # noqa: S101 - decided, and nothing is working on it
            instead = self._steps.accept(place.task, result)
            if instead is not None:
                if self._cut:
                    self._drop_from(0)
                    return
                place.work = self._pool.submit(instead.run)
                continue
            if not self._batch:
                self._batch_since = time.monotonic()
            self._batch.append((place.task, result))
            self._window.popleft()
            self._bytes -= place.size

    def _front_is_ready(self) -> bool:
        return bool(self._window) and self._window[0].decided and not self._window[0].working

    def _is_due(self) -> bool:
        return len(self._batch) >= BATCH_FILES or (
            bool(self._batch) and time.monotonic() - self._batch_since >= BATCH_SECONDS
        )

    def _write(self) -> None:
        # Out of hand before it is written: an interrupt just after the commit must not write it again.
        batch, self._batch = self._batch, []
        if batch:
            self._steps.write(batch)

    def _cut_short(self) -> None:
        """Keep the files at the front that are finished or being worked on; forget all behind them."""
        if self._cut:
            return
        self._cut = True
        keep = 0
        for place in self._window:
            if not place.decided or (place.work is not None and place.work.cancel()):
                break
            keep += 1
        self._drop_from(keep)

    def _drop_from(self, index: int) -> None:
        while len(self._window) > index:
            place = self._window.pop()
            place.reading.cancel()
            if place.work is not None:
                place.work.cancel()

    def _wait(self) -> None:
        """Wait until something can be decided or collected, or it is time to look round."""
        futures: set[Future[Any]] = set()
        for place in self._window:
            if place.working and place.work is not None:
                futures.add(place.work)
            elif not place.decided and not place.reading.done():
                futures.add(place.reading)
                break
            elif not place.decided:
                break
        if self._front_is_ready():
            return
        if self._token.paused and not futures:
            self._write()
            self._token.wait(_TICK_S)
        elif futures:
            wait(futures, timeout=_TICK_S, return_when=FIRST_COMPLETED)
