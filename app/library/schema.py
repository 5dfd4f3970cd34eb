"""Which schema a library file has, and how it gets today's: made from nothing, or migrated after a copy.

The steps themselves are Alembic revisions in `app.library.migrations`; Alembic is imported only where a
file is made or migrated, so that opening an up-to-date library stays quick. A new library runs through the
same revisions as an old one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

from sqlalchemy import Connection, Engine

from app.library import connection, integrity
from app.library.backup import copy_database, is_named_after
from app.library.errors import (
    DamagedLibraryError,
    LibraryError,
    LibraryMissingError,
    LibraryUnwritableError,
    MigrationError,
    NewerSchemaError,
    NotALibraryError,
    damaged,
    explained,
    gone,
    not_a_library,
)
from app.library.foreign import refuse_foreign_parts
from app.library.locks import exclusive
from app.library.tables import Base

#: The newest revision, as a number; written to `PRAGMA user_version` of every library.
SCHEMA_VERSION: int = 5
#: "Faml": tells a library from other SQLite files (`PRAGMA application_id`).
APPLICATION_ID: Final = 0x46616D6C
#: Where Alembic finds the revisions.
MIGRATIONS: str = "app.library:migrations"

#: The smallest page of SQLite, in bytes. It takes a file of one byte for an empty one and overwrites it.
_SMALLEST: Final = 512
#: `_version_of` for a database without any table: a library whose making was cut short.
_EMPTY: Final = 0


def prepare(path: Path, *, create: bool) -> None:
    """Make sure that a library of today's schema is at `path`, in write-ahead mode.

    Args:
        path: Absolute path of the file.
        create: Whether to make a library where there is none.

    Raises:
        LibraryMissingError: There is none and `create` is false.
        DamagedLibraryError: It is gone, empty or overwritten, but copies of it that Familiar named are beside
            it. No new one is made then, whose daily copies would soon take the place of these.
        NotALibraryError: The file is something else; it is not changed.
        NewerSchemaError: A newer Familiar made it; it is not changed.
        MigrationError: An older library could not be migrated; it is as it was, with a copy beside it.
        LibraryError: The file cannot be used for another reason.
    """
    try:
        exists, folder = path.exists(), path.is_dir()
    except OSError as error:
        raise _unwritable(path, error) from error
    if folder:
        raise NotALibraryError(f"{path} is a folder. Choose a file, or a name for a new library.")
    if not exists:
        _expect_no_copies(path, gone(path))
        if not create:
            raise _missing(path)
        _create_file(path)
    elif path.stat().st_size < _SMALLEST:
        # Not opened to look: closing a file ends the locks that SQLite holds on it in this process.
        _expect_no_copies(path, gone(path))
        if path.stat().st_size:
            raise not_a_library(path)
    with explained(path):
        try:
            version = _read_version(path)
        except (sqlite3.DatabaseError, NotALibraryError) as error:
            # Errors that the Python module itself raises carry no code: a name that is no text, say.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            if isinstance(error, NotALibraryError) or code == sqlite3.SQLITE_NOTADB:
                _expect_no_copies(path, damaged(path, "its beginning is overwritten"))
            elif code == sqlite3.SQLITE_ERROR:
                # What was asked is right in every database, so it is the file: its format is unknown, say.
                raise damaged(path, str(error)) from error
            raise
        if version == _EMPTY and not create:
            raise _missing(path)
        if version != SCHEMA_VERSION:
            with exclusive(path, wait_s=connection.BUSY_TIMEOUT_S):
                _bring_up_to_date(path)
        with closing(connection.connect(path, "write")) as opened:
            _use_write_ahead_log(opened, path)


def check_version(version: int, path: Path) -> None:
    """Refuse a library that a newer Familiar made.

    Args:
        version: Its `user_version`.
        path: The file to name.

    Raises:
        NewerSchemaError: `version` is above `SCHEMA_VERSION`.
    """
    if version > SCHEMA_VERSION:
        raise NewerSchemaError(
            f"The library {path} was made by a newer Familiar (its format is {version}, this program knows "
            f"{SCHEMA_VERSION}). Install the newest Familiar to open it."
        )


def _expect_no_copies(path: Path, otherwise: DamagedLibraryError) -> None:
    """Refuse to take for new or for another program's what was a library: there are copies of it."""
    try:
        copies = any(is_named_after(file, path) for file in path.parent.iterdir())
    except OSError:
        # Its folder is not there, or may not be read: what follows says so.
        return
    if copies:
        raise otherwise


def _missing(path: Path) -> LibraryMissingError:
    return LibraryMissingError(
        f"There is no library at {path}. Look whether its drive is connected, or create a library there."
    )


def _unwritable(path: Path, error: OSError) -> LibraryUnwritableError:
    return LibraryUnwritableError(
        f"The library {path} cannot be opened or created ({error.strerror}). Choose another folder, or allow "
        "yourself to write to this one."
    )


def _create_file(path: Path) -> None:
    """Make an empty file, and the folders above it, that only the owner may read, whatever the umask."""
    try:
        for folder in reversed(path.parents):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
        # SQLite gives its files beside a library the library's own permissions.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise _unwritable(path, error) from error


def _read_version(path: Path) -> int:
    with closing(connection.connect(path)) as opened:
        return _version_of(opened, path)


def _version_of(opened: sqlite3.Connection, path: Path) -> int:
    """Return the schema number of an open file, `_EMPTY` for an empty one; refuse other programs' files."""
    opened.execute("BEGIN")
    try:
        (application,) = opened.execute("PRAGMA application_id").fetchone()
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        (objects,) = opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        opened.execute("ROLLBACK")
    if (application, version, objects) == (0, 0, 0):
        return _EMPTY
    if application != APPLICATION_ID or version < 1:
        raise NotALibraryError(
            f"{path} is a database of another program, not a Familiar library. Choose another file, or "
            "another name for a new library."
        )
    check_version(version, path)
    refuse_foreign_parts(opened, path)
    return int(version)


def _use_write_ahead_log(opened: sqlite3.Connection, path: Path) -> None:
    (mode,) = opened.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise LibraryUnwritableError(
            f"The library {path} is on a drive that does not support it (perhaps a network drive). Move it "
            "to a disk of this computer."
        )


def _bring_up_to_date(path: Path) -> None:
    """Run the revisions that a file lacks in one transaction; called with the exclusive lock held."""
    with closing(connection.connect(path, "write")) as observer:
        version = _version_of(observer, path)
        if version == SCHEMA_VERSION:  # Another process was quicker.
            return
        _use_write_ahead_log(observer, path)
        engine = connection.make_engine(path, "migrate")
        try:
            if version == _EMPTY:
                with engine.begin() as migrating:
                    _run_revisions(migrating)
            else:
                _migrate(engine, observer, path)
        finally:
            engine.dispose()


def _migrate(engine: Engine, observer: sqlite3.Connection, path: Path) -> None:
    """Copy an older library aside and run the revisions it lacks.

    Args:
        engine: Connects to the library for migrating.
        observer: Another connection to it.
        path: The library.

    Raises:
        MigrationError: A revision failed; the library is as it was.
        LibraryError: The disk is full, or something else that is not the revisions' fault; likewise.
    """
    copy = _copy_name(path)
    committed = False
    try:
        # From BEGIN IMMEDIATE on nobody else writes, so the copy is exactly what is migrated.
        with explained(path), engine.begin() as migrating:
            copy_database(observer, path, copy)
            before = _commits_seen(observer)
            try:
                _run_revisions(migrating)
            except Exception:
                committed = _commits_seen(observer) != before
                raise
    except Exception as error:
        # Undoing the transaction is enough, unless a revision has committed by itself.
        if committed:
            with closing(connection.connect(copy)) as source:
                source.backup(observer)
        if isinstance(error, LibraryError):
            raise
        raise MigrationError(
            f"The library {path} could not be brought to the format of this Familiar ({error}). It is as it "
            f"was, and {copy} is a copy of it. Go on with the Familiar you had, and report this."
        ) from error


def _copy_name(path: Path) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return path.with_name(f"{path.name}.before-v{SCHEMA_VERSION}.{moment}.backup")


def _commits_seen(observer: sqlite3.Connection) -> int:
    """Return a number that changes when another connection commits."""
    return int(observer.execute("PRAGMA data_version").fetchone()[0])


def _run_revisions(migrating: Connection) -> None:
    """Run all missing revisions inside the transaction of `migrating`, and verify what they made.

    Raises:
        RuntimeError: The result is inconsistent or is not the schema that the tables declare.
        SQLAlchemyError: A revision failed.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = migrating
    command.upgrade(config, "head")
    migrating.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    migrating.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    raw = cast("sqlite3.Connection", migrating.connection.driver_connection)
    found = integrity.problems(raw) + _differences(raw)
    if found:
        raise RuntimeError("; ".join(found))


def _differences(opened: sqlite3.Connection) -> list[str]:
    """Say where tables and columns of a database are not those that `Base` declares."""
    declared = {
        (table.name, column.name) for table in Base.metadata.tables.values() for column in table.columns
    }
    present = set(
        opened.execute(
            "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'alembic_version'"
        )
    )
    (revision,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    return [
        *(f"{table}.{column} is missing" for table, column in sorted(declared - present)),
        *(f"{table}.{column} should not be there" for table, column in sorted(present - declared)),
        *([] if int(revision) == SCHEMA_VERSION else [f"the newest revision is {revision}"]),
    ]
