"""Copies of a library that are made by themselves: one before the first change of a day, the last three kept.

How a copy is made and checked lives in `app.library.backup`; putting one back in `app.library.restoring`.
"""

from __future__ import annotations

import logging
import re
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from app.library import connection
from app.library.backup import copy_database
from app.library.errors import DamagedLibraryError, LibraryError, damaged, explained

_log = logging.getLogger(__name__)

#: How many are kept.
KEPT: Final = 3
#: `library.db.daily-000007-2031-05-06.backup.db`. The number tells their order: a day may be wrong, where the
#: computer's clock was.
_NAME: Final = re.compile(r"\.daily-(\d{6,})-(\d{4}-\d\d-\d\d)\.backup\.db\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class DailyCopy:
    """A copy that was made by itself.

    Attributes:
        path: Of the file, beside the library.
        number: The later it was made, the higher.
        day: By the computer's clock, when it was made.
    """

    path: Path
    number: int
    day: date


def daily_copies(library: Path) -> list[DailyCopy]:
    """Return the copies of a library that were made by themselves, the newest first.

    Raises:
        OSError: The library's folder cannot be read.
    """
    found = []
    for path in library.parent.iterdir():
        match = _NAME.fullmatch(path.name.removeprefix(library.name))
        if match is None or not path.name.startswith(library.name):
            continue
        try:
            found.append(DailyCopy(path, int(match[1]), date.fromisoformat(match[2])))
        except ValueError:
            # A name of somebody else's: there is no such day.
            continue
    return sorted(found, key=lambda copy: copy.number, reverse=True)


def today() -> date:
    """Return the day by the computer's clock and in its time zone."""
    return datetime.now().astimezone().date()


def changed_on(library: Path) -> date | None:
    """Return the day on which a library was changed last; None where there is nothing yet."""
    files = (library, library.with_name(f"{library.name}-wal"))
    times = [file.stat().st_mtime for file in files if file.exists() and file.stat().st_size]
    return datetime.fromtimestamp(max(times)).astimezone().date() if times else None


class DailyCopies:
    """Makes the copy of a day before its first change; for one open library.

    Args:
        library: Absolute path of the file.
        changed: The day it was changed last, before it was opened; None for a new one.
    """

    def __init__(self, library: Path, changed: date | None) -> None:
        self._library = library
        self._changed = changed
        self._seen_to: date | None = None

    def before_writing(self) -> None:
        """Make the copy of today if there is none; called by one thread at a time, outside transactions.

        What a library had on the day it was made is not copied on that day. A copy that cannot be written, as
        where the disk is full, is logged and stops nobody.

        Raises:
            DamagedLibraryError: The library is damaged. What is written into it now might be lost, and what
                was copied before is still good.
        """
        day = today()
        if self._seen_to == day:
            return
        try:
            if self._is_due(day):
                make_copy(self._library, day)
        except DamagedLibraryError:
            raise
        except (LibraryError, OSError) as error:
            if not self._was_made(day):
                _log.warning("The daily copy was not made: %s", error)
        self._seen_to = day
        # A new library has something to lose from here on, and may stay open for weeks.
        self._changed = self._changed or day

    def _is_due(self, day: date) -> bool:
        copies = daily_copies(self._library)
        if copies:
            # A clock that is set forth and back lets no copy go: one of each day is enough.
            return all(copy.day != day for copy in copies)
        return self._changed is not None and self._changed != day

    def _was_made(self, day: date) -> bool:
        """Tell whether another process was quicker, which takes a name that this one was about to take."""
        with suppress(OSError):
            return any(copy.day == day for copy in daily_copies(self._library))
        return False


def make_copy(library: Path, day: date) -> Path:
    """Copy a library as it is at this moment, and let go of the copies that are too old.

    Args:
        library: Absolute path of the file.
        day: For the copy's name.

    Returns:
        The copy.

    Raises:
        DamagedLibraryError: The library is damaged; no copy was made and none deleted.
        LibraryError: The copy cannot be made.
        OSError: The folder cannot be read.
    """
    copies = daily_copies(library)
    number = copies[0].number + 1 if copies else 1
    target = library.with_name(f"{library.name}.daily-{number:06}-{day.isoformat()}.backup.db")
    try:
        with explained(library), closing(connection.connect(library)) as opened:
            copy_database(opened, library, target)
    except DamagedLibraryError as error:
        raise damaged(library, "no whole copy of it can be made") from error
    for old in copies[KEPT - 1 :]:
        old.path.unlink(missing_ok=True)
    return target
