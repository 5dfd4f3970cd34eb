"""What can go wrong with a library file through no fault of the program, as messages for the user.

Every error here is the environment's: its text is a sentence that names the file and the remedy. A bug of
ours (a wrong query, a broken constraint) is never turned into one of these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError


class LibraryError(Exception):
    """A library cannot be used, for a reason the user can do something about."""


class LibraryMissingError(LibraryError):
    """There is no library at this place."""


class NotALibraryError(LibraryError):
    """The file exists, but Familiar did not make it."""


class NewerSchemaError(LibraryError):
    """A newer Familiar made this library."""


class DamagedLibraryError(LibraryError):
    """The file's contents are damaged."""


class LibraryBusyError(LibraryError):
    """Another process holds the library."""


class LibraryUnwritableError(LibraryError):
    """The library or a file beside it cannot be written: permissions, a full disk, a broken drive."""


class MigrationError(LibraryError):
    """An older library could not be brought to today's schema, and was left as it was."""


_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT})
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY: "it is read-only. Allow yourself to write to it and to its folder",
    sqlite3.SQLITE_PERM: "access is not allowed. Allow yourself to write to it and to its folder",
    sqlite3.SQLITE_FULL: "the disk is full. Free some space",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Look whether its drive is connected, whether its "
    "folder exists and whether you may write there",
    sqlite3.SQLITE_IOERR: "its drive reports an error. Look whether the drive is connected and healthy",
}

#: Errors of a drive that mean that it is full: the index of the log takes room even for reading.
_NO_ROOM = frozenset({sqlite3.SQLITE_IOERR_SHMSIZE})


def busy(path: Path) -> LibraryBusyError:
    """Return the error that says another program is working on the library at `path`."""
    return LibraryBusyError(
        f"Another Familiar is working on {path}. Wait until it has finished or close it, then try again."
    )


def damaged(path: Path, detail: str) -> DamagedLibraryError:
    """Return the error that says the library at `path` is damaged, with SQLite's own words."""
    return DamagedLibraryError(
        f"The library {path} is damaged ({detail}). Keep a copy of the file and restore your latest backup."
    )


def gone(path: Path) -> DamagedLibraryError:
    """Return the error that says the library at `path` is no longer there, while copies of it are."""
    return DamagedLibraryError(
        f"The library {path} is gone or empty, but copies of it are beside it. Restore the latest one, or "
        "move them away to begin a new library."
    )


def not_a_library(path: Path) -> NotALibraryError:
    """Return the error that says the file at `path` is something else."""
    return NotALibraryError(
        f"{path} is not a Familiar library. Choose another file, or another name for a new library."
    )


def describe(error: sqlite3.Error, path: Path) -> LibraryError | None:
    """Say kindly what an SQLite error means for the user.

    Args:
        error: What `sqlite3` raised.
        path: The file it was about.

    Returns:
        The error to show, or None where the fault is the program's and not the environment's.
    """
    # The low byte is the kind; the others tell its variants apart. Errors that the Python module itself
    # raises carry no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if not hasattr(error, "sqlite_errorcode") and "decode to UTF-8" in str(error):
        return damaged(path, "a text in it is none")
    if code in _BUSY:
        return busy(path)
    if code in _DAMAGED:
        return damaged(path, str(error))
    if code == sqlite3.SQLITE_NOTADB:
        return not_a_library(path)
    if getattr(error, "sqlite_errorcode", None) in _NO_ROOM:
        code = sqlite3.SQLITE_FULL
    if code in _UNWRITABLE:
        return LibraryUnwritableError(
            f"The library {path} cannot be used: {_UNWRITABLE[code]}, then try again."
        )
    return None


@contextmanager
def explained(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn errors of SQLite inside the block into `LibraryError`, where they are the environment's.

    Args:
        path: The file to name.
        reading: The block must only read: a refused write is then a bug and is raised as it is.

    Raises:
        LibraryError: In place of the database error, which becomes its cause.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(cause, sqlite3.Error):
            raise
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        kind = describe(cause, path)
        if kind is None or (reading and code == sqlite3.SQLITE_READONLY):
            raise
        raise kind from error
