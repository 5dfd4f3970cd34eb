"""Files beside a library for what can be made again from its photos: a second and a third SQLite file.

They are no part of the library: each may be deleted, no backup has it, and where it is damaged or belongs to
another library it is emptied. What they have in common is here; what is in them is in `app.library.crops` and
`app.library.thumbnails`.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.library import connection
from app.library.copies import SIDES
from app.library.errors import LibraryError, LibraryUnwritableError, NotALibraryError, busy, explained
from app.library.foreign import has_foreign_parts
from app.library.store import Library

_log = logging.getLogger(__name__)

#: What SQLite may have put beside the file, the file itself last.
_FILES: Final = (*SIDES, "")
_ORIGIN: Final = (
    "CREATE TABLE IF NOT EXISTS origin (id INTEGER PRIMARY KEY CHECK (id = 1), library TEXT NOT NULL)"
)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which kind of file it is.

    Attributes:
        suffix: Of its name; what comes before is the library's whole name.
        application_id: Tells it from a library and from other SQLite files (`PRAGMA application_id`).
        version: Of its tables.
        holds: What is in it, for messages.
        table: Its table with ids of the library's rows.
        key: The column that has them.
        owner: The library's table that they are of; an id is never given out twice there.
        schema: Statements that make its tables.
        added: Statements that make what files of the same version may lack, because it came later.
        pragmas: Executed on opening it, before anything else.
    """

    suffix: str
    application_id: int
    version: int
    holds: str
    table: str
    key: str
    owner: str
    schema: tuple[str, ...]
    added: tuple[str, ...] = ()
    pragmas: tuple[str, ...] = ()


class _OutdatedError(Exception):
    """The file is of another library, or of another format."""


class SideFile:
    """A file beside a library. May be used from many threads at once.

    Close it, or use it as a context manager. The file is made when something is first put. Without it there
    is nothing, which is no error; nor is a damaged one, which is emptied. Every method raises `LibraryError`
    where the disk is full, the file may not be written, another process is writing for too long, or another
    program's database has its name.

    Args:
        library: Stays open as long as this.
        layout: Which file.

    Attributes:
        path: Of the file.
    """

    def __init__(self, library: Library, layout: Layout) -> None:
        self.path = library.path.with_name(library.path.name + layout.suffix)
        self._library = library
        self._layout = layout
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def count(self, ids: Collection[int]) -> int:
        """Return how many pictures are kept of rows of the library."""

        def select(opened: sqlite3.Connection) -> int:
            (found,) = opened.execute(
                f"SELECT count(*) FROM {self._layout.table} "  # noqa: S608 - our own names, here and below
                f"WHERE {self._layout.key} IN (SELECT value FROM json_each(?))",
                (as_json(ids),),
            ).fetchone()
            return int(found)

        return self._run(select, 0)

    def delete(self, ids: Collection[int]) -> int:
        """Delete what is kept of rows of the library; its bytes may stay in the file until `compact`.

        Returns:
            How many pictures there were.
        """

        def erase(opened: sqlite3.Connection) -> int:
            with transaction(opened):
                return opened.execute(
                    f"DELETE FROM {self._layout.table} "  # noqa: S608
                    f"WHERE {self._layout.key} IN (SELECT value FROM json_each(?))",
                    (as_json(ids),),
                ).rowcount

        return self._run(erase, 0)

    def clear(self) -> None:
        """Delete everything and give its space back.

        Raises:
            LibraryBusyError: Another process is using the file.
            LibraryError: The file cannot be written.
        """

        def erase(opened: sqlite3.Connection) -> None:
            with transaction(opened):
                opened.execute(f"DELETE FROM {self._layout.table}")  # noqa: S608

        self._run(erase, None)
        self.compact()

    def compact(self) -> None:
        """Rewrite the file without the space and the bytes of what was deleted, and empty the log beside it.

        Needs free disk space of twice the file's size. SQLite's secure_delete alone is not enough here: when
        rows move between pages it leaves copies in the gaps, which deleting the rows later does not reach.

        Raises:
            LibraryBusyError: Another process is using the file.
            LibraryError: The file cannot be written.
        """

        def rewrite(opened: sqlite3.Connection) -> None:
            opened.execute("VACUUM")
            (blocked, _, _) = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if blocked:
                raise busy(self.path)

        self._run(rewrite, None)

    def prune(self) -> int:
        """Delete what is kept of rows that the library no longer has.

        Returns:
            How many pictures there were.
        """
        layout = self._layout

        def select(opened: sqlite3.Connection) -> NDArray[np.int64]:
            return _ids(
                opened.execute(f"SELECT DISTINCT {layout.key} FROM {layout.table} ORDER BY {layout.key}")  # noqa: S608
            )

        kept = self._run(select, np.zeros(0, np.int64))
        if not len(kept):
            return 0
        # Read after what is kept: of a row that is new since there is nothing here.
        with self._library.read() as session:
            rows = session.connection().exec_driver_sql(f"SELECT id FROM {layout.owner} ORDER BY id")  # noqa: S608
            owners = _ids(rows)
        gone = np.setdiff1d(kept, owners, assume_unique=True)
        return self.delete(gone.tolist()) if len(gone) else 0

    def size(self) -> int:
        """Return the bytes that the file, and what SQLite has beside it, take on the disk."""
        files = (self.path.with_name(self.path.name + side) for side in _FILES)
        return sum(file.stat().st_size for file in files if file.exists())

    def _run(self, work: Callable[[sqlite3.Connection], T], nothing: T, *, create: bool = False) -> T:
        """Do something with the file; where it cannot be used, empty it and try once more.

        Args:
            work: What to do.
            nothing: Returned where there is no file.
            create: Whether to make one then.
        """
        with self._lock, explained(self.path):
            try:
                return self._try(work, nothing, create=create)
            except (sqlite3.DatabaseError, _OutdatedError) as error:
                if isinstance(error, sqlite3.DatabaseError) and not _is_damage(error):
                    raise
                _log.warning("The %s in %s are made anew: %s", self._layout.holds, self.path, error)
            self._discard()
            return self._try(work, nothing, create=create)

    def _try(self, work: Callable[[sqlite3.Connection], T], nothing: T, *, create: bool) -> T:
        if self._opened is None:
            if not create and not self.path.exists():
                return nothing
            self._opened = self._open()
        return work(self._opened)

    def _open(self) -> sqlite3.Connection:
        try:
            # SQLite gives its files beside a database the database's own permissions.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            pass
        except OSError as error:
            raise self._unwritable(error) from error
        opened = connection.connect(self.path, "write")
        try:
            # What a power cut takes is made again.
            for pragma in ("PRAGMA synchronous = NORMAL", *self._layout.pragmas):
                opened.execute(pragma)
            self._prepare(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    def _prepare(self, opened: sqlite3.Connection) -> None:
        """Make the tables of a new file; refuse another program's; see that an old one is this library's."""
        layout = self._layout
        (application,) = opened.execute("PRAGMA application_id").fetchone()
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        (objects,) = opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with self._library.read() as session:
            # Given once to each library, and kept by its backups.
            origin = session.connection().exec_driver_sql("SELECT min(added_at) FROM model").scalar_one()
        if (application, version, objects) == (0, 0, 0):
            opened.execute("PRAGMA journal_mode = WAL")
            with transaction(opened):
                for statement in (_ORIGIN, *layout.schema):
                    opened.execute(statement)
                opened.execute(f"PRAGMA application_id = {layout.application_id}")
                opened.execute(f"PRAGMA user_version = {layout.version}")
                opened.execute("INSERT OR REPLACE INTO origin VALUES (1, ?)", (origin or "",))
            self._add(opened)
            return
        if application != layout.application_id:
            raise NotALibraryError(
                f"{self.path} is a database of another program, but Familiar keeps {layout.holds} there. "
                "Move it to another folder."
            )
        if has_foreign_parts(opened):
            raise _OutdatedError("they have parts that Familiar did not make")
        if version != layout.version:
            raise _OutdatedError("they have another format")
        if opened.execute("SELECT library FROM origin").fetchone() != (origin or "",):
            raise _OutdatedError("they belong to another library")
        self._add(opened)
        self._forget_later(opened)

    def _add(self, opened: sqlite3.Connection) -> None:
        for statement in self._layout.added:
            opened.execute(statement)

    def _forget_later(self, opened: sqlite3.Connection) -> None:
        """Delete what is kept of rows that the library has not had yet, as after a backup was restored.

        Their ids will be given to others.
        """
        layout = self._layout
        newest = opened.execute(f"SELECT max({layout.key}) FROM {layout.table}").fetchone()[0] or 0  # noqa: S608
        # Read after what is kept, as in `prune`.
        with self._library.read() as session:
            given = session.connection().exec_driver_sql(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", (layout.owner,)
            )
            last = given.scalar() or 0
        if newest > last:
            opened.execute(
                f"DELETE FROM {layout.table} WHERE {layout.key} BETWEEN ? AND ?",  # noqa: S608
                (last + 1, newest),
            )

    def _discard(self) -> None:
        self._close()
        try:
            for side in _FILES:
                self.path.with_name(self.path.name + side).unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _unwritable(self, error: OSError) -> LibraryUnwritableError:
        return LibraryUnwritableError(
            f"The {self._layout.holds} in {self.path} cannot be written ({error.strerror}). Allow yourself "
            "to write there and to its folder, then try again."
        )


@contextmanager
def transaction(opened: sqlite3.Connection) -> Iterator[None]:
    """Give one transaction: committed at the end of the block, undone by an exception."""
    opened.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # A full disk, for one, has undone it already.
        if opened.in_transaction:
            opened.execute("ROLLBACK")
        raise
    opened.execute("COMMIT")


def as_json(ids: Collection[int]) -> str:
    """Return ids for `json_each`: there is no limit to how many."""
    return json.dumps(list(ids))


def tried(step: Callable[[], T], otherwise: T, *, lacking: str) -> T:
    """Do something with a file beside a library; what is wrong with that file is logged and stops nobody.

    Args:
        step: What to do.
        otherwise: Returned where it cannot be done.
        lacking: What there is none of then, for the log.
    """
    try:
        return step()
    except LibraryError as error:
        _log.warning("Going on without %s: %s", lacking, error)
        return otherwise


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _ids(rows: Iterator[tuple[int]]) -> NDArray[np.int64]:
    return np.fromiter((row[0] for row in rows), np.int64)
