"""Connections to a library file: how they are opened, and which rules of SQLite are switched on in each.

What the connections are used for lives in `app.library.store` and its neighbours.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

#: How long a connection waits for another process to finish writing, in seconds.
BUSY_TIMEOUT_S: float = 10.0

#: In every connection. FULL: what the user did is on the disk when the transaction ends, also after a power
#: cut (in WAL mode NORMAL may lose the last ones). secure_delete: what was forgotten leaves no bytes
#: behind. trusted_schema: a library from elsewhere runs no functions of ours. cell_size_check: damage of
#: a page is seen when it is read. The size limit, in bytes, shortens the write-ahead log again after a large
#: transaction.
_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA journal_size_limit = 67108864",
)

#: How much of the library is held in memory at most where it is written, in KiB with SQLite's sign for these.
#: Changes of a hundred thousand faces go all over the indexes, and with the usual 2 MiB each page is written
#: many times.
_WRITING_CACHE: Final = "PRAGMA cache_size = -16384"

#: read: refuses to change anything. write: takes the write lock at once. migrate: as write, but tables may
#: be rebuilt without cascades, so foreign keys are checked at the end and not at each statement.
Purpose = Literal["read", "write", "migrate"]


def connect(path: Path, purpose: Purpose = "read") -> sqlite3.Connection:
    """Open an existing SQLite file; never creates one.

    Args:
        path: Absolute path of the file.
        purpose: What the connection is for.

    Returns:
        A connection that begins transactions only when told to and may move between threads.

    Raises:
        sqlite3.Error: The file cannot be opened.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        # The module's own transaction control leaves DDL and SELECT outside transactions.
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if purpose == 'migrate' else 'ON'}")
        connection.execute(f"PRAGMA query_only = {'ON' if purpose == 'read' else 'OFF'}")
    except sqlite3.Error:
        connection.close()
        raise
    except UnicodeDecodeError as error:
        # SQLite's message quotes the damaged list of tables, and Python takes that for text.
        connection.close()
        damaged = sqlite3.DatabaseError("its list of tables is no text")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged from error
    return connection


def make_engine(path: Path, purpose: Purpose) -> Engine:
    """Return an SQLAlchemy engine whose connections are those of `connect`, writers with a larger cache.

    Every transaction starts with an explicit BEGIN: deferred for reading, so that readers never wait;
    IMMEDIATE otherwise, so that a writer waits at the start and cannot fail half-way for the lock.
    """

    def opened() -> sqlite3.Connection:
        connection = connect(path, purpose)
        if purpose != "read":
            connection.execute(_WRITING_CACHE)
        return connection

    engine = create_engine(
        "sqlite://",
        creator=opened,
        poolclass=QueuePool,
        pool_size=4 if purpose == "read" else 1,
        # A reader that waited for a place in the pool could wait for itself.
        max_overflow=-1 if purpose == "read" else 0,
    )
    begin = "BEGIN" if purpose == "read" else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
