"""What every export takes and gives: how far it is, how it is stopped, and what became of it."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from app.indexing import CancelToken
from app.search.outside import SkippedPhoto

#: Told how much is done, and of how much.
ProgressCallback = Callable[[int, int], None]
Item = TypeVar("Item")

#: Least time between two reports of progress, in seconds.
_REPORT_EVERY_S: Final = 0.1
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})


class How(StrEnum):
    """How a photo is put into a folder."""

    COPY = "copy"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"


class ExportTargetError(OSError):
    """What is exported cannot be written; the text is a sentence with a remedy."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was exported.

    Attributes:
        place: Absolute path of the file or folder that was made; of several pages, of the first. Where the
            export was cancelled, of what would have been made.
        written: The photo and the new file, of each photo that was exported; where many are in one file,
            that file.
        present: The photo and the file, of each that had been exported to this folder before.
        skipped: The others.
        files: All files that were made, where there are not as many as photos: pages, an album, an archive.
        cancelled: The user ended the export. What a folder has by then stays, a file is not made.
    """

    place: Path
    written: tuple[tuple[Path, Path], ...] = ()
    present: tuple[tuple[Path, Path], ...] = ()
    skipped: tuple[SkippedPhoto, ...] = ()
    files: tuple[Path, ...] = ()
    cancelled: bool = False


class Course:
    """Counts what is done, tells a callback of it now and then, and knows whether to go on.

    Args:
        on_progress: Called in the thread that counts; None for nobody.
        token: Cancels the export, from any thread; None for never.
    """

    def __init__(self, on_progress: ProgressCallback | None = None, token: CancelToken | None = None) -> None:
        self._on_progress = on_progress
        self._token = token
        self._told_at = -_REPORT_EVERY_S

    @property
    def cancelled(self) -> bool:
        """Whether the user has asked for the end."""
        return self._token is not None and self._token.cancelled

    def through(self, items: Iterable[Item], total: int) -> Iterator[Item]:
        """Give items one by one until there are no more, or the export is cancelled, and tell of each."""
        self._tell(0, total, always=True)
        for done, item in enumerate(items, 1):
            if self._token is not None:
                while self._token.paused:
                    self._token.wait(_REPORT_EVERY_S)
                if self._token.cancelled:
                    return
            yield item
            self._tell(done, total, always=done == total)

    def _tell(self, done: int, total: int, *, always: bool) -> None:
        now = time.monotonic()
        if self._on_progress is not None and (always or now - self._told_at >= _REPORT_EVERY_S):
            self._told_at = now
            self._on_progress(done, total)


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the system says of a place that cannot be written to into a sentence with a remedy.

    Args:
        place: What is being made.

    Raises:
        ExportTargetError: In place of any other `OSError` of the block.
    """
    try:
        yield
    except ExportTargetError:
        raise
    except OSError as error:
        detail = error.strerror or str(error)
        if error.errno in _FULL:
            raise ExportTargetError(
                f"There is not enough space for {place} ({detail}). Free some, or choose another drive, then "
                "export again."
            ) from error
        raise ExportTargetError(
            f"{place} cannot be written ({detail}). Choose another place, then export again."
        ) from error
