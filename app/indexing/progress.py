"""How far a run is, and how to stop it: progress, its speed, and the token that cancels or pauses."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

#: Least time between two reports of progress, in seconds.
REPORT_EVERY_S = 0.1
#: The speed shown is that of so many past seconds.
_SPEED_OVER_S = 20.0
#: The remaining time is shown once so many seconds and files are behind.
_ESTIMATE_AFTER_S = 1.0
_ESTIMATE_AFTER_FILES = 8


class Stage(StrEnum):
    """What a run is doing."""

    WALKING = "walking"
    ANALYSING = "analysing"
    READING_NAMES = "reading names"
    EMBEDDING = "embedding"
    EMBEDDING_CROPS = "embedding crops"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        stage: what it is doing.
        done: files found while walking, else files finished in this stage; faces while embedding crops.
        total: files of this stage, or faces; 0 while walking, when nobody knows.
        faces: faces found so far.
        failed: photos, or crops, that could not be used so far.
        rate: files per second, of late.
        seconds_left: of this stage, or None while it cannot be told.
        path: the file finished last, absolute; may hold surrogate escapes. "" before the first and for crops.
    """

    stage: Stage
    done: int
    total: int
    faces: int
    failed: int
    rate: float
    seconds_left: float | None
    path: str


ProgressCallback = Callable[[Progress], None]


class CancelToken:
    """Lets any thread cancel, pause or resume a run. Checked between photos, and frames of videos."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._going = threading.Event()
        self._going.set()

    def cancel(self) -> None:
        """Ask the run to end; what is finished is kept. Also ends a pause. Cannot be taken back."""
        self._cancelled.set()
        self._going.set()

    def pause(self) -> None:
        """Ask the run to wait; what is being looked at is finished and stored first."""
        if not self.cancelled:
            self._going.clear()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._going.set()

    @property
    def cancelled(self) -> bool:
        """Whether the run was asked to end."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the run was asked to wait."""
        return not self._going.is_set() and not self.cancelled

    def wait(self, timeout_s: float) -> None:
        """Wait while paused, at most so long."""
        self._going.wait(timeout_s)


class Meter:
    """Counts what is done, and tells a callback of it from time to time.

    Args:
        callback: told of progress in the thread that calls `advance`; None for nobody.
    """

    def __init__(self, callback: ProgressCallback | None) -> None:
        self._callback = callback
        self._told_at = -REPORT_EVERY_S
        self._marks: deque[tuple[float, int]] = deque()
        self._stage = Stage.WALKING
        self._total = 0
        self.done = 0
        self.faces = 0
        self.failed = 0
        self._path = ""

    def begin(self, stage: Stage, total: int = 0) -> None:
        """Begin a stage with so many files, and tell."""
        self._stage, self._total, self.done = stage, total, 0
        self.restart_clock()
        self.tell(always=True)

    def restart_clock(self) -> None:
        """Forget the speed so far, as after a pause."""
        self._marks.clear()
        self._marks.append((time.monotonic(), self.done))

    def advance(self, path: str, *, faces: int = 0, failed: bool = False) -> None:
        """Count one file, and tell if it is time."""
        self.done += 1
        self.faces += faces
        self.failed += failed
        self._path = path
        self.tell()

    def tell(self, *, always: bool = False) -> None:
        """Call the callback, unless that was done a moment ago."""
        now = time.monotonic()
        if self._callback is None or (not always and now - self._told_at < REPORT_EVERY_S):
            return
        self._told_at = now
        if now > self._marks[-1][0]:
            self._marks.append((now, self.done))
        while len(self._marks) > 2 and now - self._marks[0][0] > _SPEED_OVER_S:
            self._marks.popleft()
        then, before = self._marks[0]
        passed, files = now - then, self.done - before
        rate = files / passed if passed > 0 else 0.0
        sure = rate > 0 and passed >= _ESTIMATE_AFTER_S and files >= _ESTIMATE_AFTER_FILES
        left = (self._total - self.done) / rate if sure and self._total else None
        self._callback(
            Progress(
                stage=self._stage,
                done=self.done,
                total=self._total,
                faces=self.faces,
                failed=self.failed,
                rate=rate,
                seconds_left=left,
                path=self._path,
            )
        )
