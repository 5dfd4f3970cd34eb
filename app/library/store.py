"""An open library: reading, writing one at a time, checking, backing up and locking.

Queries live in `app.library.queries` and `app.library.embeddings`; the user's actions in `app.operations`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs
from sqlalchemy.orm import Session

from app.library import connection, integrity, locks, schema
from app.library.backup import copy_database
from app.library.copies import is_library, note_backup, strike_backup
from app.library.daily import DailyCopies, changed_on
from app.library.errors import (
    DamagedLibraryError,
    LibraryError,
    LibraryUnwritableError,
    NotALibraryError,
    busy,
    explained,
)
from app.library.hold import Hold


def default_path() -> Path:
    """Return where a user's library is when they name no other place."""
    return platformdirs.user_data_path("Familiar", appauthor=False) / "library.db"


def _is_something_else(target: Path) -> bool:
    """Tell whether there is a file of another kind, as a photo; an empty one has nothing to lose."""
    return target.exists() and target.stat().st_size > 0 and not is_library(target)


class Library:
    """A library file, open for reading by any number of threads and for writing by one at a time.

    Open one with `Library.open` and close it, or use it as a context manager.

    Attributes:
        path: Absolute path of the file, links resolved.
    """

    def __init__(self, path: Path, *, changed: date | None = None) -> None:
        self.path = path
        self._daily = DailyCopies(path, changed)
        self._readers = connection.make_engine(path, "read")
        self._writer = connection.make_engine(path, "write")
        self._lane = threading.Lock()
        self._lane_holder: int | None = None
        # A connection that has read is kept open from here on.
        with self.read() as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM sqlite_master")
        self._hold = Hold(path)

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Self:
        """Open a library; make or migrate it first where needed.

        Before a migration the file is copied to `<name>.before-v<N>.<moment>.backup` beside it, and before
        the first change of a day as `app.library.daily` says.

        Args:
            path: The library file.
            create: Whether to make a new library where there is none; not where it is gone and copies of it
                are beside it.

        Raises:
            LibraryError: The file cannot be used; each subclass says which way.
        """
        resolved = Path(path).resolve()
        try:
            changed = changed_on(resolved)
        except OSError:
            # What is wrong there is said by whoever opens it.
            changed = None
        schema.prepare(resolved, create=create)
        return cls(resolved, changed=changed)

    def close(self) -> None:
        """Close all connections. Sessions must have ended."""
        self._hold.release()
        self._readers.dispose()
        self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees the library as it was at its first query, whatever is written meanwhile.

        Keep it short: while it lasts, the write-ahead log cannot be emptied. Changing anything in it fails.

        Raises:
            LibraryError: The library cannot be read.
        """
        with explained(self.path, reading=True), Session(self._readers) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session for one transaction: committed at the end of the block, undone by an exception.

        One thread at a time gets in; the others, and other processes, wait. When the block has ended, the
        changes are safely on the disk. Objects stay readable afterwards.

        Raises:
            LibraryBusyError: Another process has been writing for too long.
            NewerSchemaError: A newer Familiar migrated the library meanwhile.
            DamagedLibraryError: The library is damaged, as making the daily copy showed.
            LibraryError: The library cannot be written.
            RuntimeError: This thread is already writing: a bug of the caller.
        """
        if self._lane_holder == threading.get_ident():
            raise RuntimeError("write() inside write() would wait for itself")
        with self._lane:
            self._lane_holder = threading.get_ident()
            try:
                self._daily.before_writing()
                with (
                    explained(self.path),
                    Session(self._writer, expire_on_commit=False) as session,
                    session.begin(),
                ):
                    # The first statement is BEGIN IMMEDIATE, so all waiting is done before the block starts.
                    version = session.connection().exec_driver_sql("PRAGMA user_version").scalar_one()
                    schema.check_version(version, self.path)
                    yield session
            finally:
                self._lane_holder = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one thread in at a time; the others wait as long as it takes."""
        if self._lane_holder == threading.get_ident():
            raise RuntimeError("a thread that is writing would wait for itself")
        with self._lane:
            self._lane_holder = threading.get_ident()
            try:
                yield
            finally:
                self._lane_holder = None

    def check(self) -> list[str]:
        """Look for damage. Reads the whole file: seconds for a large library.

        Returns:
            One line per problem; empty where all is well.

        Raises:
            LibraryError: The library cannot be opened at all, for another reason than damage.
        """
        try:
            with explained(self.path), closing(connection.connect(self.path)) as opened:
                return integrity.problems(opened)
        except (DamagedLibraryError, NotALibraryError) as error:
            return [str(error)]

    def backup(self, target: Path | str, *, overwrite: bool = False) -> Path:
        """Copy the library, as it is at this moment, into one file; others may go on working.

        The copy is checked before it gets its name, so `target` is either whole or not there. Where it is
        made is noted in the library, so that forgetting somebody can find it; a library that cannot be
        written is copied all the same.

        Args:
            target: The file to make.
            overwrite: Whether a backup that is already there may be replaced.

        Returns:
            The absolute path of the copy, which is itself a library.

        Raises:
            LibraryUnwritableError: `target` exists, is the library itself, is no backup that could be
                replaced, or cannot be written.
            DamagedLibraryError: The library is damaged; no copy was made.
            RuntimeError: This thread is writing: a bug of the caller.
        """
        target = Path(target).absolute()
        if target.exists() and target.samefile(self.path):
            raise LibraryUnwritableError(
                f"{target} is the library itself. Choose another name for the backup."
            )
        if overwrite and _is_something_else(target):
            raise LibraryUnwritableError(
                f"{target} is not a backup of a library, so it is not replaced. Choose another name for the "
                "backup."
            )
        # Noted first, so that no copy can be left that is not.
        new = False
        with suppress(LibraryError), self.write() as session:
            new = note_backup(session, target)
        try:
            with explained(self.path), closing(connection.connect(self.path)) as opened:
                copy_database(opened, self.path, target, overwrite=overwrite)
        except BaseException:
            if new:
                with suppress(LibraryError), self.write() as session:
                    strike_backup(session, target)
            raise
        return target

    def compact(self) -> None:
        """Rewrite the file without the space and the traces of what was deleted, and empty the log.

        Needs free disk space of the library's size.

        Raises:
            LibraryBusyError: Somebody is reading, or another process is writing.
            LibraryError: The library cannot be written.
            RuntimeError: This thread is writing: a bug of the caller.
        """
        with (
            self._alone(),
            explained(self.path),
            closing(connection.connect(self.path, "write")) as opened,
        ):
            opened.execute("VACUUM")
            (blocked, _, _) = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if blocked:
                raise busy(self.path)

    def job_lock(self) -> AbstractContextManager[None]:
        """Return a context manager that keeps other processes' long jobs out while its block runs.

        The lock ends with the process, also when it is killed.

        Raises:
            LibraryBusyError: On entering: another job holds it.
        """
        return locks.exclusive(self.path)
