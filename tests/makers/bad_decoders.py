"""Functions for workers that end as decoders of hostile files may: photos say how, videos by their names."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.image import isolated
from engine.isolation import Message, serving
from engine.isolation.serving import Say
from engine.isolation.wire import Part
from engine.video import decoding
from engine.video.isolated import serve_video

FUNCTIONS = {
    isolated.DECODE: "makers.bad_decoders:decode",
    isolated.VIDEO: "makers.bad_decoders:video",
    "act": "makers.bad_decoders:act",
    "converse": "makers.bad_decoders:converse",
}

#: At the end of a photo, what its decoder does with it.
MARK = b"\0the decoder will "


def bad(photo: bytes, what: str) -> bytes:
    """Return a photo at which the decoder does something else."""
    return photo + MARK + what.encode()


def decode(words: dict[str, Any], parts: tuple[Part, ...]) -> Iterator[Message]:
    """Decode as the app does, but for photos made by `bad`."""
    data = parts[0]
    assert isinstance(data, bytes)
    _, mark, what = data.rpartition(MARK)
    if mark:
        yield from act({"what": what.decode()}, ())
    yield from isolated.serve_decoding(words, parts)


#: Answers that no decoder gives for a frame: other words for those of a good answer, or other pixels.
LIES: tuple[dict[str, Any] | np.ndarray[Any, Any], ...] = (
    {"at_ms": -1},
    {"at_ms": 10**30},
    {"at_ms": "soon"},
    {"reduction": 3},
    {"reduction": 2},
    {"duration_ms": -5},
    np.zeros((2, 2, 3), np.uint8),
    np.zeros((120, 160, 3), np.float32),
)


def video(words: dict[str, Any], parts: tuple[Part, ...], say: Say) -> None:
    """Decode videos as the app does, but for those that are called "WHAT at SECOND": at that frame, do it.

    "WHAT once at SECOND" is done if there is a file of that name and ".once", which is deleted then. A video
    whose name begins with "slow" takes 50 ms for each frame that is decoded, and "refuse" ends its decoder.
    """
    file = Path(words["file"])
    wanted = re.match(r"(?P<what>[\w ]+?)(?P<once> once)? at (?P<second>\d+)", file.name)
    mark = file.with_name(file.name + ".once")

    def saying(message: Message) -> Message | None:
        answer = say(message)
        if answer is None or wanted is None or answer.words.get("do") != "frame":
            return answer
        if answer.words["moment"] < 1000 * int(wanted["second"]) or (wanted["once"] and not mark.exists()):
            return answer
        mark.unlink(missing_ok=True)
        what, _, which = wanted["what"].partition(" ")
        if what == "lie":
            return say(_lie(LIES[int(which)], message))
        list(act({"what": what}, ()))
        return answer

    if file.name.startswith("refuse"):
        os.abort()
    if file.name.startswith("slow"):
        step = decoding.Decoder._step

        def slow(self: decoding.Decoder) -> bool:
            time.sleep(0.05)
            return step(self)

        decoding.Decoder._step = slow  # type: ignore[method-assign]
        # It watches its own time as closely as its parent does.
        serving._LATER_S = 0  # type: ignore[misc]
    serve_video(words, parts, saying)


def _lie(told: dict[str, Any] | np.ndarray[Any, Any], before: Message) -> Message:
    good = before.words | {"at_ms": 10**6, "reduction": 1}
    if isinstance(told, dict):
        return Message(good | told, (np.zeros((120, 160, 3), np.uint8),))
    return Message(good, (told,))


def converse(_words: dict[str, Any], parts: tuple[Part, ...], say: Say) -> None:
    """Do what each message says, until there are no more."""
    heard = say(Message({"pid": os.getpid()}, parts))
    while heard is not None:
        done = list(act(heard.words, heard.parts)) or [Message({})]
        heard = say(done[0])


def act(words: dict[str, Any], parts: tuple[Part, ...]) -> Iterator[Message]:  # noqa: C901
    """Do what the words say."""
    match words["what"]:
        case "crash":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(words.get("seconds", 1000))
        case "eat":
            held = []
            while True:
                # Left as it is: filling it takes processor time, which has a limit of its own.
                held.append(np.empty(10_000_000))
        case "lie":
            yield Message({"full_width": 10**9}, (np.zeros((2, 2, 3), np.uint8), b""))
        case "babble":
            for pipe in range(3, 10):
                with contextlib.suppress(OSError):
                    os.write(pipe, b"\xff" * 100)
            time.sleep(1000)
        case "print":
            os.write(1, b"a library prints this\n")
            os.write(2, b"and this\n")
            sys.stdout.write("and this\n")
            sys.stdout.flush()
            yield Message({})
        case "crash once":
            place = Path(words["place"])
            if place.exists():
                place.unlink()
                ctypes.string_at(0)
            yield Message({"pid": os.getpid()})
        case "write":
            with Path(words["place"]).open("wb") as file:
                file.write(b"x" * 10_000)
        case "open":
            held_files = []
            while True:
                held_files.append(socket.socketpair())
        case "tell":
            limits = {name: resource.getrlimit(getattr(resource, name)) for name in words["limits"]}
            yield Message({"pid": os.getpid(), "parent": os.getppid(), "limits": limits, "path": sys.path})
        case "return":
            yield Message(words, parts)
        case "count":
            for number in range(words["to"]):
                yield Message({"number": number}, (np.full((3, 4), number, np.int64),))
                if number == words.get("crash"):
                    ctypes.string_at(0)
