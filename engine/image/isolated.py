"""Decoding in processes of their own, for photos from strangers, and the switch for it and for videos.

A decoder that crashes, loops or takes all memory ends its process (`engine.isolation`), and the photo is
refused by `ImageError`, where it would have ended the program. What comes back is checked like the photo
itself: a decoder that is under its file's command can give wrong pixels, and nothing else.

The same pool decodes videos; what is said about them is `engine.video.isolated`.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from engine.image.decoding import Image, decode_here
from engine.image.files import ImageError, ImageProblem, Limits
from engine.image.signatures import Format
from engine.isolation import Message, Pool, WorkerEnd, WorkerError, WorkersUnavailableError
from engine.isolation.wire import Part

_log = logging.getLogger(__name__)

DECODE: Final = "decode"
VIDEO: Final = "video"
_FUNCTIONS: Final = {
    DECODE: "engine.image.isolated:serve_decoding",
    VIDEO: "engine.video.isolated:serve_video",
}
_HAS_AFFINITY: Final = hasattr(os, "sched_getaffinity")
#: No EXIF block of any file is larger than a JPEG's segment, nor is one that is built anew much larger.
_MOST_EXIF: Final = 1 << 24


class _Switch:
    """The pool that decodes, if any."""

    pool: Pool | None = None


def isolate(workers: int | None = None) -> None:
    """Decode photos and videos in other processes from now on, until the process ends.

    Args:
        workers: processes for photos at most, started when they are needed; 0 to decode in this one again.
            None for one more than there are processors, so that a photo without end does not keep all others
            waiting.
    """
    if workers is None:
        workers = 1 + (len(os.sched_getaffinity(0)) if _HAS_AFFINITY else os.cpu_count() or 1)
    use(Pool(_FUNCTIONS, workers=workers) if workers else None)


def use(pool: Pool | None) -> None:
    """Decode in the workers of this pool, which has `DECODE`, or in this process; end the former pool."""
    former, _Switch.pool = _Switch.pool, pool
    if former is not None:
        former.close()


def pool() -> Pool | None:
    """Return the pool that decodes; None where photos are decoded in this process."""
    return _Switch.pool


atexit.register(use, None)


def decode_apart(pool: Pool, data: bytes, *, name: str, at_least: int | None, limits: Limits) -> Image:
    """Decode a photo in a worker; arguments are those of `engine.image.decode`.

    Raises:
        ImageError: as there, and `CRASHED`.
    """
    words = {
        "name": name,
        "at_least": at_least,
        "limits": [limits.max_bytes, limits.max_pixels, limits.max_side],
    }
    try:
        (message,) = pool.call(DECODE, words, data)
        return _image(message, name, limits)
    except WorkersUnavailableError as error:
        # Better less safe than without photos.
        _log.warning("No process can be started for decoders (%s); they run in this one", error)
        return decode_here(data, name=name, at_least=at_least, limits=limits)
    except WorkerError as error:
        if error.end is WorkerEnd.OUT_OF_MEMORY:
            raise ImageError(ImageProblem.TOO_LARGE, name, "not enough memory") from error
        if error.end is WorkerEnd.OUT_OF_TIME:
            raise ImageError(ImageProblem.CRASHED, name, "it took too long") from error
        raise ImageError(ImageProblem.CRASHED, name, "the decoder crashed") from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ImageError(ImageProblem.CRASHED, name, "the decoder crashed") from error


def _image(message: Message, name: str, limits: Limits) -> Image:
    """Take a photo from a message.

    Raises:
        ImageError: the one that the worker raised.
        Exception: `ValueError` and its like: it is none that a decoder in its right mind gives.
    """
    words = message.words
    if "problem" in words:
        raise ImageError(ImageProblem(words["problem"]), name, str(words["detail"])[:200])
    pixels, exif = message.parts
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or not isinstance(exif, bytes):
        raise TypeError("no picture")
    if pixels.ndim != 3 or pixels.shape[2] != 3 or len(exif) > _MOST_EXIF:
        raise ValueError("no picture")
    width, height, scale = int(words["full_width"]), int(words["full_height"]), float(words["scale"])
    limits.check(width, height, name)
    limits.check(pixels.shape[1], pixels.shape[0], name)
    orientation = int(words["orientation"])
    if not 0 < scale <= 1 or not 1 <= orientation <= 8:
        raise ValueError("a picture without a size")
    return Image(
        pixels=pixels,
        scale=scale,
        full_width=width,
        full_height=height,
        format=str(Format(words["format"])),
        orientation=orientation,
        damaged=bool(words["damaged"]),
        exif=exif or None,
    )


def serve_decoding(words: dict[str, Any], parts: tuple[Part, ...]) -> Iterator[Message]:
    """Decode a photo; the worker's side of `decode_apart`."""
    (data,) = parts
    if not isinstance(data, bytes):
        raise TypeError("no file")
    try:
        image = decode_here(
            data, name=words["name"], at_least=words["at_least"], limits=Limits(*words["limits"])
        )
    except ImageError as error:
        if isinstance(error.__cause__, MemoryError):
            # Whose fault that is, is for the pool to find out.
            raise error.__cause__ from None
        yield Message({"problem": str(error.problem), "detail": error.detail})
        return
    told = ("scale", "full_width", "full_height", "format", "orientation", "damaged")
    yield Message({word: getattr(image, word) for word in told}, (image.pixels, image.exif or b""))
