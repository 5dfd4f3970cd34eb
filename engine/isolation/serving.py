"""The worker's side: a process that does what it is asked, under limits, until nobody asks any more.

Started by `engine.isolation.pool` and by nobody else. What the functions are, and where they live, is told it
when it starts; they are looked up once, so nothing that comes later names code.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import importlib
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from engine.isolation.wire import Message, Part, receive, send

#: How a bundled program is asked to be a worker, as its first word; the second is an `Order`.
WORD: Final = "--familiar-worker"
#: Reads the words and parts of a request and yields messages.
Function = Callable[[dict[str, Any], tuple[Part, ...]], Iterator[Message]]
#: Says a message and returns the answer; None where the conversation is over.
Say = Callable[[Message], Message | None]
#: Reads the words and parts of a request and says messages, until one is answered by None.
Speaker = Callable[[dict[str, Any], tuple[Part, ...], Say], None]

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
#: Files open at one time: those that a decoder opens, and libraries loaded when first needed.
_MOST_FILES: Final = 64
#: Where the parent does not end an overdue worker, as it is gone, the worker ends itself so much later.
_LATER_S: Final = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is started with.

    Attributes:
        parent: process id of who starts it.
        functions: "module:function" by name.
        cpu_s: seconds of processor time until a message is there, of all its threads together.
        wall_s: seconds of any kind.
        memory: bytes beyond what it has when it begins.
    """

    parent: int
    functions: dict[str, str]
    cpu_s: int
    wall_s: int
    memory: int

    def said(self) -> str:
        """Return it as a word of a command line."""
        return json.dumps(asdict(self))


def serve_if_asked() -> None:
    """Be a worker, and do not return, where the command line says so; for bundled programs, at once."""
    if sys.argv[1:2] == [WORD]:
        serve(sys.argv[2])


def serve(order: str) -> None:
    """Be a worker until nobody asks any more; does not return.

    Args:
        order: An `Order`, as it is said.
    """
    wanted = Order(**json.loads(order))
    _end_with(wanted.parent)
    # Ctrl-C in a terminal reaches every process there; when workers end is the parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = _pipes()
    functions: dict[str, Any] = {name: _found(place) for name, place in wanted.functions.items()}
    _restrict(wanted.memory)
    send(replies, Message({"ready": True}))
    with contextlib.suppress(BrokenPipeError):
        while (request := receive(requests)) is not None:
            _answer(request, functions[request.words["function"]], _Line(requests, replies, wanted))
            # Not held while waiting for the next.
            del request
    # Nothing is open that needs care, and threads of decoders may wait for ever.
    os._exit(0)


class _Line:
    """The pipes to the parent, and the time until it has to hear something."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes], order: Order) -> None:
        self._requests, self._replies, self._order = requests, replies, order

    def allow(self) -> None:
        """Give time for the next message."""
        _allow(self._order)

    def send(self, words: dict[str, Any], parts: tuple[Part, ...] = ()) -> None:
        """Say something; until the parent listens no time passes."""
        faulthandler.cancel_dump_traceback_later()
        send(self._replies, Message(words, parts))

    def say(self, message: Message) -> Message | None:
        """Say something and wait for the answer, as `Say`."""
        self.send({"part": message.words}, message.parts)
        answer = receive(self._requests)
        if answer is None:
            # Nobody is there any more.
            os._exit(0)
        self.allow()
        return None if "over" in answer.words else Message(answer.words["said"], answer.parts)


def _answer(request: Message, function: Any, line: _Line) -> None:
    line.allow()
    words = request.words["words"]
    try:
        if "talk" in request.words:
            function(words, request.parts, line.say)
        else:
            for part in function(words, request.parts):
                line.send({"part": part.words}, part.parts)
                line.allow()
        done = {"done": True}
    except MemoryError:
        done = {"memory": True}
    line.send(done)


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take standard input and output for requests and replies: what libraries print must not get between."""
    files = []
    for standard, mode in ((0, "rb"), (1, "wb")):
        ours = os.dup(standard)
        if sys.platform == "win32":
            import msvcrt

            msvcrt.setmode(ours, os.O_BINARY)
        files.append(os.fdopen(ours, mode))
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, standard)
        os.close(nothing)
    return files[0], files[1]


def _end_with(parent: int) -> None:
    """End when the parent does, also in the middle of an endless loop; elsewhere than on Linux, later."""
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
    # Where memory runs out all the same, this process goes and not the one with the window.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _restrict(memory: int) -> None:
    """Take memory, files to open, files to write and core dumps away, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_NOFILE: _MOST_FILES}
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + memory
    for limit, most in limits.items():
        hard = resource.getrlimit(limit)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS refuses some of them.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (least, least))


def _allow(order: Order) -> None:
    """Give time for the next message: past it the system ends the process."""
    faulthandler.dump_traceback_later(order.wall_s + _LATER_S, exit=True, file=sys.__stderr__ or 2)
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + order.cpu_s
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
