"""Watches the event loop of the GUI thread: how long it goes without coming round, and what held it up.

What may not be done in the GUI thread at all, however quickly, is guarded by `makers.gui_thread`.
"""

from __future__ import annotations

import faulthandler
import os
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal

#: The event loop must come round at least so often, in seconds.
LIMIT_S: Final = 0.05
#: An event is posted so long after the one before was handled, in seconds; and the stack of the GUI thread is
#: looked at so often once one has waited for half of the limit.
_SAMPLE_S: Final = 0.004
#: Frames of a stack that are told, the innermost.
_FRAMES: Final = 14
#: Where a thread is that has nothing to do (pytest-xdist's as well), and the one that looks.
_IDLE: Final = (
    "gateway_base.py",
    f"concurrent{os.sep}futures{os.sep}thread.py",
    "threading.py",
    f"{os.sep}watchdog.py",
)
_ROOT: Final = Path(__file__).resolve().parents[2]
_TASKS: Final = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Stall:
    """One time that the event loop did not come round for too long.

    Attributes:
        step: What the script was at.
        busy: Seconds that the GUI thread itself computed.
        waited: Seconds that it was blocked: for a lock, a disk, or Python's lock while another thread of ours
            held that.
        where: The stack it was mostly seen in, and what other threads did when it was first seen there; ""
            where nobody got to look.
    """

    step: str
    busy: float
    waited: float
    where: str

    def __str__(self) -> str:
        figures = f"{1000 * self.busy:.0f} ms of work, {1000 * self.waited:.0f} ms blocked"
        return f"{self.step or 'stalled'}: {figures}\n{self.where or '(nobody got to look)'}"


class Watchdog(QObject):
    """Measures how long the GUI thread's event loop takes to come round.

    Another thread posts an event every few milliseconds, and the next one when that has been handled; how
    long one waits is how long a key or a click would. That is too long where, meanwhile, the GUI thread
    computed and was blocked for more than the limit together. Time in which it could have run and other work
    had the processors is not counted, so that a busy machine fails no test; nor is such time of our other
    threads, for which it may have waited; and where a processor is slower than at first, as one shared with
    others is, less of its time is. Waiting for Python's lock is being blocked: who uses the window
    cannot tell one stall from the other. How long a thread was blocked is known on Linux alone; elsewhere
    only what it computed counts.

    What a test does itself counts as well, so a script turns the loop (as `qtbot.wait` does) after each thing
    that a user would do.

    Use it as a context manager in the GUI thread; leaving it fails where there were stalls.

    Attributes:
        step: What the script is at, for the report; set it at will.
        stalls: What was too long.
        longest: Seconds of the longest time, as counted above, by step.
    """

    _called = Signal()

    def __init__(self, limit: float = LIMIT_S) -> None:
        super().__init__()
        self.step = ""
        self.stalls: list[Stall] = []
        self.longest: dict[str, float] = {}
        self._limit = limit
        self._gui = threading.get_ident()
        self._called_at = self._lasted = 0.0
        self._answered_in, self._busy = 0.0, 0.0
        self._starved: dict[str, int] = {}
        self._seen: Counter[str] = Counter()
        #: By the stack of the GUI thread.
        self._beside: dict[str, str] = {}
        self._pace = min(_pace() for _ in range(20))
        self._paces: list[float] = []
        self._answered, self._over = threading.Event(), threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._called.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def __enter__(self) -> Self:
        application = QCoreApplication.instance()
        assert application is not None
        assert QThread.currentThread() is application.thread()
        self._answered_in = time.thread_time()
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._watcher.join()
        # What was called and is not answered yet may be what stalls.
        judged = self._answered.is_set()
        QCoreApplication.sendPostedEvents(self)
        self._called.disconnect(self._answer)
        if self._answered.is_set() and not judged:
            self._judge()
        if kind is None and self.stalls:
            told = "\n\n".join(map(str, self.stalls))
            raise AssertionError(f"The event loop stalled {len(self.stalls)} times.\n\n{told}")

    def _answer(self) -> None:
        """Handle what was posted, in the GUI thread; files are read elsewhere, as each would cost a wait."""
        self._lasted = time.perf_counter() - self._called_at
        now = time.thread_time()
        # Since the last answer, a few milliseconds before; idle then, if this lasted longer.
        self._busy, self._answered_in = now - self._answered_in, now
        self._answered.set()

    def _judge(self) -> None:
        """Note what was answered last, if it took long."""
        lasted, longest = self._lasted, self.longest.get(self.step, 0.0)
        if lasted <= min(self._limit, longest):
            return
        busy = min(lasted, self._busy) / self._slowed()
        waited = 0.0
        if self._starved:
            starved = sum(max(0, now - self._starved.get(task, now)) for task, now in _starved().items())
            waited = max(0.0, lasted - busy - starved / 1e9)
        self.longest[self.step] = max(longest, busy + waited)
        if busy + waited > self._limit:
            where = "".join(f"{stack}\n{self._beside[stack]}" for stack, _ in self._seen.most_common(1))
            self.stalls.append(Stall(self.step, busy, waited, where))

    def _slowed(self) -> float:
        """Return how many times longer than usual a processor takes for the same work just now."""
        return max(1.0, statistics.median(self._paces) / self._pace) if self._paces else 1.0

    def _watch(self) -> None:
        while not self._over.wait(_SAMPLE_S):
            self._seen.clear()
            self._beside.clear()
            self._paces.clear()
            self._answered.clear()
            self._starved = _starved()
            self._called_at = time.perf_counter()
            self._called.emit()
            while not self._over.is_set() and not self._answered.wait(_SAMPLE_S):
                if time.perf_counter() - self._called_at > self._limit / 2:
                    stack, beside = _stacks(self._gui)
                    self._seen[stack] += 1
                    self._beside.setdefault(stack, beside)
                    self._paces.append(_pace())
            if self._answered.is_set():
                self._judge()


def _pace() -> float:
    """Return the seconds that a processor takes for a piece of work, always the same."""
    begin = time.thread_time()
    sum(range(10_000))
    return time.thread_time() - begin


def _stacks(thread: int) -> tuple[str, str]:
    """Return where a thread is, and where the others are, innermost first, without touching their frames."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        dumped = file.read().replace(f"{_ROOT}{os.sep}", "")
    mine: list[str] = []
    others: list[str] = []
    for stack in dumped.split("\n\n"):
        head, *frames = stack.splitlines() or [""]
        if f"hread 0x{thread:016x} " in head:
            mine = frames[:_FRAMES]
        elif frames and not any(file in frames[0] for file in _IDLE):
            others += ["meanwhile, in another thread:", *frames[:_FRAMES]]
    return "\n".join(mine), "\n".join(others)


def _starved() -> dict[str, int]:
    """Return for each of our threads the nanoseconds it could have run and did not; nothing off Linux."""
    found: dict[str, int] = {}
    try:
        for task in _TASKS.iterdir():
            try:
                found[task.name] = int((task / "schedstat").read_text("ascii").split()[1])
            except (OSError, IndexError):
                continue  # the thread has just ended
    except OSError:
        return {}
    return found
