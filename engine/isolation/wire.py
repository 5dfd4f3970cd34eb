"""Messages between a process and its workers: words as JSON, then bytes and arrays as they are.

Neither side runs anything that it receives: there is no pickle in it, and what a worker says of its arrays is
checked before memory is taken for them, since the worker may be under somebody else's command by then.

Pipes cost no more than memory that both processes share: 9 MB, a photo of 12 megapixels at half its size,
take 2 ms of processor time on either way, for shared memory has to be filled and copied as well. Nothing of
them is left behind by a process that is killed, and no system is short of them.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

Part = bytes | NDArray[Any]

#: Kinds of arrays that are passed on.
_DTYPES: Final = frozenset({"|u1", "<i2", "<i4", "<i8", "<f4", "<f8"})
_BYTES: Final = "bytes"
_HEAD: Final = struct.Struct("<I")
#: Of the words of a message, in bytes; and of all its parts.
MOST_WORDS: Final = 1 << 24
MOST_BYTES: Final = 1 << 33
_MOST_PARTS: Final = 64


class WireError(Exception):
    """What came is no message."""


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One message.

    Attributes:
        words: what JSON can say.
        parts: bytes, and arrays of whole or floating-point numbers.
    """

    words: dict[str, Any]
    parts: tuple[Part, ...] = ()


def send(file: IO[bytes], message: Message) -> None:
    """Write a message.

    Raises:
        OSError: Nobody reads it.
    """
    parts = [part if isinstance(part, bytes) else np.ascontiguousarray(part) for part in message.parts]
    kinds = [
        [_BYTES, [len(part)]] if isinstance(part, bytes) else [part.dtype.str, part.shape] for part in parts
    ]
    head = json.dumps({"words": message.words, "parts": kinds}).encode("ascii")
    file.write(_HEAD.pack(len(head)) + head)
    for part in parts:
        file.write(part if isinstance(part, bytes) else part.reshape(-1).view(np.uint8).data)
    file.flush()


def receive(file: IO[bytes]) -> Message | None:
    """Read a message, or None where the other side has ended.

    Raises:
        WireError: it makes no sense, or ends in the middle.
    """
    start = file.read(_HEAD.size)
    if not start:
        return None
    try:
        (length,) = _HEAD.unpack(start)
        if length > MOST_WORDS:
            raise WireError(f"{length} bytes of words")
        head = json.loads(_exactly(file, length))
        words, kinds = head["words"], head["parts"]
        if not isinstance(words, dict):
            raise WireError("no words")
        return Message(words, tuple(_parts(file, kinds)))
    except (ValueError, TypeError, KeyError, RecursionError, struct.error) as error:
        raise WireError(str(error)) from error


def _parts(file: IO[bytes], kinds: Sequence[Any]) -> list[Part]:
    sizes = [_size(*kind) for kind in kinds]
    if len(sizes) > _MOST_PARTS or sum(sizes) > MOST_BYTES:
        raise WireError(f"{len(sizes)} parts of {sum(sizes)} bytes")
    parts: list[Part] = []
    for (kind, shape), size in zip(kinds, sizes, strict=True):
        if kind == _BYTES:
            parts.append(_exactly(file, size))
            continue
        array = np.empty(shape, np.dtype(kind))
        _fill(file, array.reshape(-1).view(np.uint8).data)
        parts.append(array)
    return parts


def _size(kind: Any, shape: Any) -> int:
    if kind != _BYTES and kind not in _DTYPES:
        raise WireError(f"parts of kind {kind}")
    if not all(type(side) is int and side >= 0 for side in shape) or len(shape) > 4:
        raise WireError(f"a part of shape {shape}")
    if kind == _BYTES and len(shape) != 1:
        raise WireError("bytes in rows")
    return int(math.prod(shape)) * (1 if kind == _BYTES else np.dtype(kind).itemsize)


def _exactly(file: IO[bytes], length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise WireError("it ends too early")
    return data


def _fill(file: IO[bytes], room: memoryview) -> None:
    while room:
        came = file.readinto(room)  # type: ignore[attr-defined]
        if not came:
            raise WireError("it ends too early")
        room = room[came:]
