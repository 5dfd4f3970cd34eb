"""Reading photo files and refusing them: kinds of failure, limits, one guarded read.

Nothing here decodes; it opens a file without ever blocking on it, and says in one sentence what is
wrong with a photo and what the user can do.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

#: Bytes that are hashed at one time.
_PIECE = 1 << 20


class ImageProblem(StrEnum):
    """Why a photo could not be used."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    NOT_A_FILE = "not_a_file"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    CRASHED = "crashed"
    VIDEO_CRASHED = "video_crashed"
    NEEDS_RAW = "needs_raw"
    NEEDS_VIDEO = "needs_video"
    NO_VIDEO = "no_video"
    MISNAMED = "misnamed"
    UNREADABLE = "unreadable"


_SENTENCES = {
    ImageProblem.MISSING: (
        "{name} is no longer there. Connect the drive it is on, or index its folder again."
    ),
    ImageProblem.FORBIDDEN: (
        "{name} may not be read. Give your account the right to read it, then index again."
    ),
    ImageProblem.NOT_A_FILE: "{name} is a folder or a device, not a photo. Choose an image file.",
    ImageProblem.EMPTY: "{name} is empty. Restore it from a backup, or delete it.",
    ImageProblem.UNSUPPORTED: (
        "{name} is not a picture of a known format. Export it as JPEG or PNG to use it here."
    ),
    ImageProblem.DAMAGED: (
        "{name} is damaged, and no part of the picture can be shown. Restore it from a backup."
    ),
    ImageProblem.TOO_LARGE: "{name} is too large ({detail}). Save a smaller copy to use it here.",
    ImageProblem.CRASHED: (
        "Reading {name} had to be stopped ({detail}): the file may be damaged. "
        "Restore it from a backup, or export it anew as JPEG."
    ),
    ImageProblem.VIDEO_CRASHED: (
        "Reading {name} had to be stopped ({detail}): the video may be damaged. "
        "Restore it from a backup, or convert it to MP4 anew."
    ),
    ImageProblem.NEEDS_RAW: (
        "{name} is a RAW photo, and RAW support is not installed. "
        "Install it beside Familiar with `pip install rawpy`, or export the photo as JPEG."
    ),
    ImageProblem.NEEDS_VIDEO: (
        "{name} is a video, and video support is not installed (a bundle comes without it). "
        "Install it beside Familiar with `pip install av`, then index again."
    ),
    ImageProblem.NO_VIDEO: (
        "{name} is not a video of a known format, or has sound alone. Convert it to MP4 to use it here."
    ),
    ImageProblem.MISNAMED: (
        "{name} is a picture ({detail}) with the name of a video. "
        "Give it a name that ends as pictures do, such as .jpg, then index again."
    ),
    ImageProblem.UNREADABLE: (
        "{name} could not be read ({detail}). Check the drive it is on, then index again."
    ),
}


class ImageError(Exception):
    """A photo that cannot be used: kind, file name and a sentence for the user.

    Attributes:
        problem: the kind of failure.
        name: the file's name or path as the caller gave it.
        detail: what exactly was too large or went wrong; may be empty.
    """

    def __init__(self, problem: ImageProblem, name: str, detail: str = "") -> None:
        super().__init__(problem, name, detail)
        self.problem = problem
        self.name = name
        self.detail = detail

    @property
    def sentence(self) -> str:
        """Return one or two sentences for the user that name the file and the remedy."""
        # Names that are not valid Unicode arrive with lone surrogates, which nothing can print.
        name = self.name.encode("utf-8", "replace").decode("utf-8")
        return _SENTENCES[self.problem].format(name=name, detail=self.detail)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before any memory is taken for it.

    Attributes:
        max_bytes: size of the file. 512 MiB holds the largest RAW and 16-bit TIFF files that cameras
            and scanners make today, while one read stays far below a common computer's memory.
        max_pixels: width times height. 250 million admits the 200-megapixel modes of phones; decoding
            takes 7 bytes a pixel, so 1.75 GB (samples of 32 bits, which only scanners write, twice that).
        max_side: width or height in pixels. 65,500 is libjpeg's own limit.
    """

    max_bytes: int = 512 * 1024 * 1024
    max_pixels: int = 250_000_000
    max_side: int = 65_500

    def check(self, width: int, height: int, name: str) -> None:
        """Refuse a picture by the size its header states.

        Raises:
            ImageError: `DAMAGED` where a side is not positive, `TOO_LARGE` past a limit.
        """
        if width <= 0 or height <= 0:
            raise ImageError(ImageProblem.DAMAGED, name)
        if max(width, height) > self.max_side or width * height > self.max_pixels:
            raise ImageError(ImageProblem.TOO_LARGE, name, f"{width} × {height} pixels")


DEFAULT_LIMITS = Limits()

# Without these a named pipe would block until somebody writes to it, and Windows would translate
# line ends. Each exists on some systems only.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


def open_file(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> io.BufferedReader:
    """Open a plain file for reading; whoever asks for it closes it.

    Folders, named pipes, sockets and devices are refused without being opened or waited for.

    Raises:
        ImageError: by kind: `MISSING`, `FORBIDDEN`, `NOT_A_FILE`, `EMPTY`, `TOO_LARGE` or `UNREADABLE`.
    """
    name = os.fspath(path)
    with _explained(name):
        # Opening a device can act on it (a tape rewinds), so look first; look again once open, since
        # the path may have been replaced in between.
        _check(Path(name).stat(), name, limits)
        file = os.fdopen(os.open(name, _OPEN_FLAGS), "rb")
        try:
            _check(os.fstat(file.fileno()), name, limits)
        except BaseException:
            file.close()
            raise
    return file


def read_bytes(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a whole file once, opened as by `open_file`.

    Returns:
        The content; never empty.

    Raises:
        ImageError: as `open_file`.
    """
    name = os.fspath(path)
    with _explained(name), open_file(name, limits) as file:
        # As many bytes as are asked for are reserved at once, so no more than there should be.
        size = os.fstat(file.fileno()).st_size
        data = file.read(size + 1)
        if len(data) > size:
            data += file.read(limits.max_bytes + 1 - len(data))
    if not data:
        raise ImageError(ImageProblem.EMPTY, name)
    if len(data) > limits.max_bytes:
        raise ImageError(ImageProblem.TOO_LARGE, name, "it grew while it was read")
    return data


def hash_file(
    path: str | Path, limits: Limits = DEFAULT_LIMITS, *, between: Callable[[], None] = lambda: None
) -> bytes:
    """Return the SHA-256 of a file, of which no more than a piece is in memory at any time.

    Args:
        path: of the file.
        limits: a file larger than these is refused.
        between: called after each piece of `_PIECE` bytes; what it raises ends the reading.

    Raises:
        ImageError: as `open_file`.
        Exception: what `between` raised.
    """
    name = os.fspath(path)
    digest = hashlib.sha256()
    with _explained(name), open_file(name, limits) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            between()
    return digest.digest()


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what the system says of a file into an `ImageError`."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ImageError(ImageProblem.MISSING, name) from error
    except PermissionError as error:
        raise ImageError(ImageProblem.FORBIDDEN, name) from error
    except IsADirectoryError as error:
        raise ImageError(ImageProblem.NOT_A_FILE, name) from error
    except MemoryError as error:
        raise ImageError(ImageProblem.TOO_LARGE, name, "not enough memory") from error
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL byte.
        detail = getattr(error, "strerror", None) or str(error)
        raise ImageError(ImageProblem.UNREADABLE, name, detail) from error


def _check(status: os.stat_result, name: str, limits: Limits) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ImageError(ImageProblem.NOT_A_FILE, name)
    if not status.st_size:
        raise ImageError(ImageProblem.EMPTY, name)
    if status.st_size > limits.max_bytes:
        raise ImageError(ImageProblem.TOO_LARGE, name, f"{status.st_size / 1e6:,.0f} MB")
