"""Reading photo files and refusing them: kinds of failure, limits, one guarded read.

Nothing here decodes; it opens a file without ever blocking on it, and says in one sentence what is
wrong with a photo and what the user can do.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class ImageProblem(StrEnum):
    """Why a photo could not be used."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    NOT_A_FILE = "not_a_file"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    NEEDS_RAW = "needs_raw"
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
    ImageProblem.NEEDS_RAW: (
        "{name} is a RAW photo, and RAW support is not installed. "
        "Install it beside Familiar with `pip install rawpy`, or export the photo as JPEG."
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


def read_bytes(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a whole file once.

    Folders, named pipes, sockets and devices are refused without being opened or waited for.

    Returns:
        The content; never empty.

    Raises:
        ImageError: by kind: `MISSING`, `FORBIDDEN`, `NOT_A_FILE`, `EMPTY`, `TOO_LARGE` or
            `UNREADABLE`.
    """
    name = os.fspath(path)
    try:
        # Opening a device can act on it (a tape rewinds), so look first; look again once open, since
        # the path may have been replaced in between.
        _check(Path(name).stat(), name, limits)
        descriptor = os.open(name, _OPEN_FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            _check(os.fstat(descriptor), name, limits)
            data = file.read(limits.max_bytes + 1)
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
    if not data:
        raise ImageError(ImageProblem.EMPTY, name)
    if len(data) > limits.max_bytes:
        raise ImageError(ImageProblem.TOO_LARGE, name, "it grew while it was read")
    return data


def _check(status: os.stat_result, name: str, limits: Limits) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ImageError(ImageProblem.NOT_A_FILE, name)
    if status.st_size > limits.max_bytes:
        raise ImageError(ImageProblem.TOO_LARGE, name, f"{status.st_size / 1e6:,.0f} MB")
