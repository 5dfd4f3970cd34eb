"""Asks workers to act (`makers.bad_decoders`), looks whether they are alive, and reads videos in them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.image import ImageError, isolated
from engine.isolation import Message, Pool
from engine.video import Video


def act(pool: Pool, what: str, **words: object) -> list[Message]:
    """Have a worker do something, and return what it says."""
    return list(pool.call("act", {"what": what, **words}))


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and was not asked for its status does not."""
    state = Path(f"/proc/{pid}/stat")
    if state.parents[1].exists() and sys.platform == "linux":
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pids: list[int], seconds: float = 10) -> bool:
    """Wait until none of some processes runs; tell whether that came."""
    end = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(alive, pids))


@contextmanager
def here() -> Iterator[None]:
    """Decode in this process meanwhile."""
    before, isolated._Switch.pool = isolated._Switch.pool, None
    try:
        yield
    finally:
        isolated._Switch.pool = before


def frames(path: Path) -> Iterator[int]:
    """Give the moments of the frames of a video, one after the other."""
    with Video.open(path) as video:
        for moment, _ in video.frames(video.moments()):
            yield moment


def ends(path: Path) -> tuple[list[int], ImageError]:
    """Return the moments of the frames that came of a video, and the error that ended them."""
    came: list[int] = []
    try:
        came.extend(frames(path))
    except ImageError as error:
        return came, error
    raise AssertionError(f"{path} came to its end")
