"""Functions for workers that end as decoders of hostile photos may, by what the photo says."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.image import isolated
from engine.isolation import Message
from engine.isolation.wire import Part

FUNCTIONS = {isolated.DECODE: "makers.bad_decoders:decode", "act": "makers.bad_decoders:act"}

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
                held.append(np.ones(10_000_000))
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
