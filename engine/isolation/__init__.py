"""Work on what strangers made, in processes that may die of it: decoders crash, hang and fill the memory.

A `Pool` (`engine.isolation.pool`) lends worker processes (`engine.isolation.serving`) to whoever calls one of
its functions, and messages of words and arrays go through pipes between them (`engine.isolation.wire`).
Nothing here knows what a function does; that is said where it lives. Photos are decoded so by
`engine.image.isolated`. A function is a generator: it yields a message for each picture, so that the frames
of a video could be given in the same way, one call from opening the file to closing it.

A worker may use so much memory and time and no more, writes no files, and holds nothing: what it was doing
when it ended is the only loss. Where the system knows no such limits (Windows, and macOS for memory) a crash
still costs no more than that.
"""

from __future__ import annotations

from engine.isolation.pool import Pool, WorkerEnd, WorkerError, WorkersUnavailableError
from engine.isolation.wire import Message

__all__ = ["Message", "Pool", "WorkerEnd", "WorkerError", "WorkersUnavailableError"]
