"""The crops of faces, in a second SQLite file beside the library: `<library>.crops`.

They come from the photos and can be made again, so the file is no part of the library: it may be deleted, no
backup has it, and where it is damaged or belongs to another library it is emptied. What a crop is and how it
is cut is `engine.crops`.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.library import connection
from app.library.errors import LibraryUnwritableError, NotALibraryError, busy, explained
from app.library.store import Library
from engine.crops import Crop

_log = logging.getLogger(__name__)

#: "FamC": tells a file of crops from a library and from other SQLite files (`PRAGMA application_id`).
APPLICATION_ID: Final = 0x46616D43
#: What SQLite may have put beside the file, the file itself last.
_FILES: Final = ("-wal", "-shm", "-journal", "")
_VERSION: Final = 1
#: `crop_face_id` lists all faces without reading their pictures.
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS origin (id INTEGER PRIMARY KEY CHECK (id = 1), library TEXT NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS crop (
        face_id INTEGER PRIMARY KEY,
        landmarks BLOB CHECK (length(landmarks) = 40),
        jpeg BLOB NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS crop_face_id ON crop (face_id)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {_VERSION}",
)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

T = TypeVar("T")


class _OutdatedError(Exception):
    """The file holds crops of another library, or of another format."""


class CropStore:
    """The crops of one library. May be used from many threads at once.

    Close it, or use it as a context manager. The file is made when the first crop is put. Without it there
    are no crops, which is no error; nor is a damaged one, which is emptied. Every method raises
    `LibraryError` where the disk is full, the file may not be written, another process is writing for too
    long, or another program's database has its name.

    Args:
        library: Whose faces they are; stays open as long as this.
    """

    def __init__(self, library: Library) -> None:
        self.path = library.path.with_name(f"{library.path.name}.crops")
        self._library = library
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

    def put(self, crops: Mapping[int, Crop]) -> None:
        """Store the crops of faces by face id, in place of those that are there.

        A crash may lose them, but leaves the file whole.
        """
        rows = [
            (face_id, None if crop.landmarks is None else crop.landmarks.astype("<f4").tobytes(), crop.jpeg)
            for face_id, crop in crops.items()
        ]

        def insert(opened: sqlite3.Connection) -> None:
            with _transaction(opened):
                opened.executemany("INSERT OR REPLACE INTO crop VALUES (?, ?, ?)", rows)

        if rows:
            self._run(insert, None, create=True)

    def get(self, face_ids: Collection[int]) -> dict[int, Crop]:
        """Return the crops of those of some faces that have one, by face id, ascending."""

        def select(opened: sqlite3.Connection) -> dict[int, Crop]:
            rows = opened.execute(
                "SELECT face_id, landmarks, jpeg FROM crop "
                "WHERE face_id IN (SELECT value FROM json_each(?)) ORDER BY face_id",
                (json.dumps(list(face_ids)),),
            )
            return {face_id: Crop(jpeg, _points(landmarks)) for face_id, landmarks, jpeg in rows}

        return self._run(select, {})

    def embeddable(self, face_ids: Collection[int]) -> set[int]:
        """Return which of some faces can be embedded from their crops: they have one with landmarks."""

        def select(opened: sqlite3.Connection) -> set[int]:
            rows = opened.execute(
                "SELECT face_id FROM crop WHERE landmarks IS NOT NULL "
                "AND face_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(face_ids)),),
            )
            return {face_id for (face_id,) in rows}

        return self._run(select, set())

    def delete(self, face_ids: Collection[int]) -> int:
        """Delete the crops of faces; their bytes may stay in the file until `compact`.

        Returns:
            How many there were.
        """

        def erase(opened: sqlite3.Connection) -> int:
            with _transaction(opened):
                return opened.execute(
                    "DELETE FROM crop WHERE face_id IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(face_ids)),),
                ).rowcount

        return self._run(erase, 0)

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
        """Delete the crops of faces that the library no longer has.

        Returns:
            How many there were.
        """

        def select(opened: sqlite3.Connection) -> NDArray[np.int64]:
            return _ids(opened.execute("SELECT face_id FROM crop ORDER BY face_id"))

        kept = self._run(select, np.zeros(0, np.int64))
        if not len(kept):
            return 0
        # Read after the crops: a face that is new since has no crop here.
        with self._library.read() as session:
            faces = _ids(session.connection().exec_driver_sql("SELECT id FROM face ORDER BY id"))
        gone = np.setdiff1d(kept, faces, assume_unique=True)
        return self.delete(gone.tolist()) if len(gone) else 0

    def size(self) -> int:
        """Return the bytes that the crops take on the disk."""
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
                _log.warning("The crops of faces in %s are made anew: %s", self.path, error)
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
            # Crops that a power cut takes are made again.
            opened.execute("PRAGMA synchronous = NORMAL")
            self._prepare(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    def _prepare(self, opened: sqlite3.Connection) -> None:
        """Make the tables of a new file; refuse another program's; see that an old one is this library's."""
        (application,) = opened.execute("PRAGMA application_id").fetchone()
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        (objects,) = opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with self._library.read() as session:
            # Given once to each library, and kept by its backups.
            origin = session.connection().exec_driver_sql("SELECT min(added_at) FROM model").scalar_one()
        if (application, version, objects) == (0, 0, 0):
            opened.execute("PRAGMA journal_mode = WAL")
            with _transaction(opened):
                for statement in _SCHEMA:
                    opened.execute(statement)
                opened.execute("INSERT OR REPLACE INTO origin VALUES (1, ?)", (origin or "",))
            return
        if application != APPLICATION_ID:
            raise NotALibraryError(
                f"{self.path} is a database of another program, but Familiar keeps pictures of faces there. "
                "Move it to another folder."
            )
        if version != _VERSION:
            raise _OutdatedError("they have another format")
        if opened.execute("SELECT library FROM origin").fetchone() != (origin or "",):
            raise _OutdatedError("they belong to another library")
        self._forget_later(opened)

    def _forget_later(self, opened: sqlite3.Connection) -> None:
        """Delete the crops of faces that the library has not had yet, as after a backup was restored.

        Their ids will be given to other faces.
        """
        newest = opened.execute("SELECT max(face_id) FROM crop").fetchone()[0] or 0
        # Read after the crops, as in `prune`.
        with self._library.read() as session:
            given = session.connection().exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name='face'")
            last = given.scalar() or 0
        if newest > last:
            opened.execute("DELETE FROM crop WHERE face_id BETWEEN ? AND ?", (last + 1, newest))

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
            f"The pictures of faces in {self.path} cannot be written ({error.strerror}). Allow yourself to "
            "write there and to its folder, then try again."
        )


@contextmanager
def _transaction(opened: sqlite3.Connection) -> Iterator[None]:
    opened.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        opened.execute("ROLLBACK")
        raise
    opened.execute("COMMIT")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _points(landmarks: bytes | None) -> NDArray[np.float32] | None:
    if landmarks is None:
        return None
    return np.frombuffer(landmarks, "<f4").astype(np.float32).reshape(5, 2)


def _ids(rows: Iterator[tuple[int]]) -> NDArray[np.int64]:
    return np.fromiter((row[0] for row in rows), np.int64)
