"""Putting a copy in the place of a library that is damaged, or whose user wants an earlier day back.

What the library was is kept beside it, so restoring loses nothing. Copies are made in `app.library.backup`
and `app.library.daily`, and found by `app.library.copies`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.library import connection, integrity
from app.library.backup import copy_database, flush, is_made_by_itself, is_named_after
from app.library.copies import (
    CROPS,
    REPLACED,
    RESTORING,
    SIDES,
    THUMBNAILS,
    copies_beside,
    delete_copy,
    files_of,
    is_library,
)
from app.library.errors import LibraryBusyError, LibraryUnwritableError, busy, explained, not_a_library
from app.library.locks import exclusive
from app.library.schema import check_version

#: What SQLite locks in a database that is in use ("SQLite File Format", section 1.2.15): first byte, bytes.
_SHARED: Final = (0x40000002, 510)
#: What is given once to each library and kept by its copies, and noted by the files of pictures beside it
#: (`app.library.sidefile`).
_ORIGIN: Final = "SELECT min(added_at) FROM model"
_NOTED: Final = "SELECT library FROM origin"


@dataclass(frozen=True, slots=True)
class Restorable:
    """A copy that may be put in the place of a library.

    Attributes:
        path: Of the file.
        made_at: When it was made, UTC.
        people: People with a name in it.
        photos: Photos in it.
        problem: What is wrong with it, in SQLite's words; None where it is whole.
    """

    path: Path
    made_at: datetime
    people: int
    photos: int
    problem: str | None


def restorable(library: Path) -> list[Restorable]:
    """Return the copies of a library that are beside it, the newest first; reads all of each, to check it.

    Those of other libraries in the same folder are left out, as far as they can be told.

    Args:
        library: Absolute path of the file, which need not be there.

    Raises:
        OSError: Its folder cannot be read.
    """
    found = [_look_at(path) for path in _copies_of(library)]
    return sorted(found, key=lambda copy: copy.made_at, reverse=True)


def restore(library: Path, copy: Path) -> Path | None:
    """Put a copy in the place of a library, at one stroke; nobody may have the library open.

    Killed at any instant, the library is what it was or what the copy has. The copy stays.

    Args:
        library: Absolute path of the file, which need not be there.
        copy: Of it, of any format that this program can open.

    Returns:
        Where what the library was is kept; None where there was nothing.

    Raises:
        LibraryBusyError: Somebody has the library open, or changed it meanwhile; nothing was changed here.
        NotALibraryError: It is none, or its beginning is gone; nothing was changed.
        NewerSchemaError: A newer Familiar made it; nothing was changed.
        DamagedLibraryError: The copy is damaged; nothing was changed.
        LibraryUnwritableError: The disk is full, or the folder cannot be written; nothing was changed.
        LibraryError: The copy cannot be read.
    """
    if not is_library(copy):
        raise not_a_library(copy)
    with exclusive(library):
        _refuse_if_open(library)
        _empty_log(library)
        new = library.with_name(f"{library.name}{RESTORING}backup.db")
        try:
            with explained(copy), closing(connection.connect(copy)) as opened:
                (version,) = opened.execute("PRAGMA user_version").fetchone()
                check_version(version, copy)
                copy_database(opened, copy, new, overwrite=True)
            kept = _keep_unchanged(library)
            # A log of the former file would be played into the new one.
            for side in SIDES:
                library.with_name(library.name + side).unlink(missing_ok=True)
            new.replace(library)
            if os.name == "posix":
                flush(library.parent)
        except OSError as error:
            raise LibraryUnwritableError(
                f"The library {library} cannot be replaced ({error.strerror or error}). Close whatever has "
                "it open, free some space, then try again."
            ) from error
        finally:
            new.unlink(missing_ok=True)
        return kept


def _copies_of(library: Path) -> list[Path]:
    paths = copies_beside(library)
    origin = _origin_of(library)
    if origin is None:
        return [path for path in paths if is_named_after(path, library)] or paths
    # The names tell where a copy of another library was put back by mistake.
    return [
        path for path in paths if is_made_by_itself(path, library) or _read(path, _ORIGIN) in {None, origin}
    ]


def _origin_of(library: Path) -> str | None:
    """Return what a library and its copies have in common; None where neither it nor its pictures tell."""
    beside = [library.with_name(library.name + suffix) for suffix in (CROPS, THUMBNAILS)]
    return _read(library, _ORIGIN) or next(filter(None, (_read(file, _NOTED) for file in beside)), None)


def _read(file: Path, question: str) -> str | None:
    with suppress(sqlite3.Error), closing(connection.connect(file)) as opened:
        (found,) = opened.execute(question).fetchone() or (None,)
        return found if isinstance(found, str) else None
    return None


def _look_at(path: Path) -> Restorable:
    people = photos = 0
    problem = None
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        # As a library is opened: of a file opened for reading alone, SQLite passes over damage of the schema.
        with closing(connection.connect(path)) as opened:
            problem = next(iter(integrity.problems(opened)), None)
            people, photos = opened.execute(
                "SELECT (SELECT count(*) FROM person WHERE name IS NOT NULL), (SELECT count(*) FROM photo)"
            ).fetchone()
    except sqlite3.Error as error:
        problem = str(error)
    return Restorable(path, made, people, photos, problem)


def _empty_log(library: Path) -> None:
    """Bring what is in the log into the file, as far as it can be read."""
    if not library.exists():
        return
    with suppress(sqlite3.Error), closing(connection.connect(library, "write")) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep_unchanged(library: Path) -> Path | None:
    """Keep what is at the library's place, and see that nobody was at work on it while that took its time."""
    before = _state(library)
    kept = _keep(library)
    try:
        _refuse_if_open(library)
        if _state(library) != before:
            raise busy(library)
    except LibraryBusyError:
        if kept is not None:
            delete_copy(kept)
        raise
    return kept


def _state(library: Path) -> list[tuple[int, int]]:
    found = [file.stat() for file in files_of(library)]
    return [(file.st_size, file.st_mtime_ns) for file in found]


def _keep(library: Path) -> Path | None:
    """Copy what is at the library's place, byte for byte, with its log."""
    if not library.exists():
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = library.with_name(f"{library.name}{REPLACED}{moment}.backup.db")
    for path, to in _with_log(library, kept):
        shutil.copy2(path, to)
        flush(to)
    return kept


def _with_log(library: Path, kept: Path) -> Iterator[tuple[Path, Path]]:
    for side in ("-wal", ""):
        path = library.with_name(library.name + side)
        if path.exists():
            yield path, kept.with_name(kept.name + side)


def _refuse_if_open(library: Path) -> None:
    """Look whether another process has the library open; on Windows replacing it fails then."""
    if sys.platform == "win32" or not library.exists():
        return
    import fcntl

    with library.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED[1], _SHARED[0])
        except OSError as error:
            raise busy(library) from error
