"""Damage, full disks and the traces of what was deleted."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.library import connection, errors
from app.library.store import Library
from app.library.tables import Person, Root


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def fill_with_random_bytes(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(os.urandom(length))


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    empty = path.stat().st_size
    with Library.open(path) as library:
        assert library.check() == []
        with library.write() as session:
            session.add_all(Root(path=f"/photos/{i:05}/{'x' * 200}") for i in range(500))
    # Only pages that were added for these rows: the file can still be opened.
    fill_with_random_bytes(path, empty, path.stat().st_size - empty)
    with Library.open(path) as library:
        assert library.check() != []
        with pytest.raises(errors.DamagedLibraryError, match="restore"), library.read() as session:
            session.execute(select(Root)).all()
        with pytest.raises(errors.DamagedLibraryError, match="damaged"):
            library.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_dangling_reference_is_found(library: Library) -> None:
    with closing(sqlite3.connect(library.path)) as raw, raw:
        raw.execute("INSERT INTO rejection (person_id, other_person_id, created_at) VALUES (1, 2, '2026')")
    assert library.check() == ["row 1 of rejection refers to a row of person that does not exist"] * 2


def test_damaged_schema_is_reported_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    fill_with_random_bytes(path, 100, path.stat().st_size - 100)
    with pytest.raises(errors.DamagedLibraryError, match="restore your latest backup"):
        Library.open(path)


def test_check_reports_a_file_that_was_overwritten(library: Library) -> None:
    library.close()
    library.path.write_bytes(b"oops" * 3000)
    assert len(library.check()) == 1
    assert "not a Familiar library" in library.check()[0]


def test_full_disk_is_reported_and_loses_nothing(library: Library) -> None:
    with library.write() as session:
        # The limit belongs to the connection, of which the writing pool has one.
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with (
        pytest.raises(errors.LibraryUnwritableError, match="disk is full"),
        library.write() as session,
    ):
        session.add_all(Root(path=f"/{i}/{'x' * 2000}") for i in range(20))
    assert library.check() == []
    with library.read() as session:
        assert session.scalar(select(func.count(Root.id))) == 0


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.LibraryBusyError),
        (sqlite3.SQLITE_LOCKED, errors.LibraryBusyError),
        (sqlite3.SQLITE_READONLY_DBMOVED, errors.LibraryUnwritableError),
        (sqlite3.SQLITE_CANTOPEN, errors.LibraryUnwritableError),
        (sqlite3.SQLITE_IOERR_WRITE, errors.LibraryUnwritableError),
        (sqlite3.SQLITE_PERM, errors.LibraryUnwritableError),
        (sqlite3.SQLITE_CORRUPT_INDEX, errors.DamagedLibraryError),
        (sqlite3.SQLITE_NOTADB, errors.NotALibraryError),
        (sqlite3.SQLITE_CONSTRAINT_CHECK, None),
        (sqlite3.SQLITE_ERROR, None),
    ],
)
def test_errors_of_sqlite_by_kind(code: int, kind: type[errors.LibraryError] | None) -> None:
    error = sqlite3.OperationalError("words of SQLite")
    error.sqlite_errorcode = code
    described = errors.describe(error, Path("/home/anna/library.db"))
    if kind is None:
        assert described is None
    else:
        assert type(described) is kind
        assert "/home/anna/library.db" in str(described)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_library_is_reported(library: Library) -> None:
    library.close()
    library.path.chmod(0o400)
    library.path.parent.chmod(0o500)
    try:
        with pytest.raises(errors.LibraryUnwritableError):
            Library.open(library.path)
    finally:
        library.path.parent.chmod(0o700)


def test_what_was_deleted_leaves_no_bytes(library: Library) -> None:
    secret = os.urandom(300).hex()
    with library.write() as session:
        session.add(Person(notes=secret))
    with library.write() as session:
        session.execute(text("DELETE FROM person"))
    library.compact()
    files = [file for file in library.path.parent.iterdir() if file.is_file()]
    assert files
    assert not any(secret.encode() in file.read_bytes() for file in files)


def test_compact_says_when_somebody_reads(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    with library.read() as session:
        session.scalar(select(func.count(Root.id)))
        with pytest.raises(errors.LibraryBusyError):
            library.compact()
    library.compact()


def test_compact_waits_for_writers_of_this_process(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    failures: list[BaseException] = []

    def compact() -> None:
        try:
            library.compact()
        except errors.LibraryError as error:
            failures.append(error)

    thread = threading.Thread(target=compact)
    with library.write() as session:
        session.add(Root(path="/photos"))
        session.flush()
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        with pytest.raises(RuntimeError, match="wait for itself"):
            library.compact()
    thread.join()
    assert failures == []
