"""Work on what strangers made, in processes that may die of it: decoders crash, hang and fill the memory.

A `Pool` (`engine.isolation.pool`) lends worker processes (`engine.isolation.worker`, `.serving`) to whoever
calls one of its functions, and messages of words and arrays go through pipes between them
(`engine.isolation.wire`). Nothing here knows what a function does; that is said where it lives: photos are
decoded so by `engine.image.isolated`, videos by `engine.video.isolated`. A function that is called is a
generator of messages; with others a `Talk` is held, where each message is an answer to the one before, as
long as a video is open. So a worker never has more than one picture under way, and who pauses keeps it
waiting.

A worker may use so much memory and time and no more, writes no files, and holds nothing: what it was doing
when it ended is the only loss. Where the system knows no such limits (Windows, and macOS for memory) a crash
still costs no more than that.
"""

from __future__ import annotations

from engine.isolation.pool import Pool, Talk
from engine.isolation.wire import Message
from engine.isolation.worker import WorkerEnd, WorkerError, WorkersUnavailableError

__all__ = ["Message", "Pool", "Talk", "WorkerEnd", "WorkerError", "WorkersUnavailableError"]
