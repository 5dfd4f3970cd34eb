"""Copying a library to another file while it is in use.

When that is done by itself is said in `app.library.daily`; copies are put back by `app.library.restoring`.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from app.library import integrity
from app.library.errors import DamagedLibraryError, LibraryUnwritableError, explained

_TARGETS_FAULT = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
)


def copy_database(
    source: sqlite3.Connection, library: Path, target: Path, *, overwrite: bool = False
) -> None:
    """Copy a database as it is at this moment into a single file, checked and safely on the disk.

    Uses SQLite's online backup, in one step: others may read and write `source` meanwhile, and the copy
    shows none of what they write. The copy is made under another name and moved into place, so `target`
    is either whole or not there. It is readable by its owner only.

    Args:
        source: An open connection to `library`.
        library: The file that is copied, for messages.
        target: The file to make.
        overwrite: Whether a file that is already there may be replaced.

    Raises:
        LibraryUnwritableError: `target` exists and `overwrite` is false, or it cannot be written.
        DamagedLibraryError: The copy shows damage, so the library has it.
        LibraryError: The library cannot be read.
    """
    _refuse_existing(target, overwrite=overwrite)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise _unwritable(target, error.strerror or str(error)) from error
    os.close(handle)
    part = Path(name)
    try:
        with explained(library):
            _fill(source, part, target)
        flush(part)
        _refuse_existing(target, overwrite=overwrite)
        part.replace(target)
        if os.name == "posix":
            flush(target.parent)
    except OSError as error:
        raise _unwritable(target, error.strerror or str(error)) from error
    finally:
        for leftover in (part, Path(f"{part}-journal"), Path(f"{part}-wal"), Path(f"{part}-shm")):
            leftover.unlink(missing_ok=True)


def _fill(source: sqlite3.Connection, part: Path, target: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        try:
            source.backup(copy)
            # A backup is one file, without a write-ahead log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _TARGETS_FAULT:
                raise _unwritable(target, str(error)) from error
            raise
        found = integrity.problems(copy)
    if found:
        raise DamagedLibraryError(
            f"The backup {target} was not made, because the library is damaged ({found[0]}). "
            "Keep your earlier backups and restore the latest good one."
        )


def is_made_by_itself(path: Path, library: Path) -> bool:
    """Tell whether the name of a copy is one that a library gets daily, or to be migrated."""
    made = rf"{re.escape(library.name)}\.(daily-|before-v)\d.*\.backup(\.db)?"
    return re.fullmatch(made, path.name) is not None


def is_named_after(path: Path, library: Path) -> bool:
    """Tell whether the name of a copy is one that Familiar gives to copies of a library, also by hand.

    Those made by hand lack the library's ending, so that of another ending may have copies of the same name.
    """
    by_hand = rf"{re.escape(library.stem)}-\d{{4}}-\d\d-\d\d-\d{{6}}\.backup\.db"
    return is_made_by_itself(path, library) or re.fullmatch(by_hand, path.name) is not None


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, put on the disk, so that they are there after a power cut.

    Raises:
        OSError: That cannot be done.
    """
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_existing(target: Path, *, overwrite: bool) -> None:
    if target.is_dir() or (not overwrite and os.path.lexists(target)):
        raise LibraryUnwritableError(
            f"The backup was not made, because {target} already exists. Choose another name, or ask for it "
            "to be replaced."
        )


def _unwritable(target: Path, reason: str) -> LibraryUnwritableError:
    return LibraryUnwritableError(
        f"The backup {target} cannot be written ({reason}). Choose another folder or free some "
        "space, then try again."
    )
