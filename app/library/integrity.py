"""Looking for damage in a library file. Repairing is left to a backup."""

from __future__ import annotations

import sqlite3

#: How many findings are listed; a badly damaged file has thousands.
_MOST_FINDINGS = 100


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def problems(connection: sqlite3.Connection) -> list[str]:
    """Check every page, index, constraint and foreign key of a database.

    Reads the whole file.

    Returns:
        One sentence or SQLite line per problem, at most about 200; empty where all is well.

    Raises:
        sqlite3.Error: The file cannot be read far enough to be checked.
    """
    # Whatever opened it: a copy may be somebody else's.
    connection.execute("PRAGMA trusted_schema = OFF")
    # Lines may quote what is damaged, which need be no text.
    usual, connection.text_factory = connection.text_factory, _text
    try:
        lines = connection.execute(f"PRAGMA integrity_check({_MOST_FINDINGS})").fetchall()
    finally:
        connection.text_factory = usual
    dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FINDINGS)
    return [
        *(str(line) for (line,) in lines if line != "ok"),
        *(
            f"row {row} of {table} refers to a row of {parent} that does not exist"
            for table, row, parent, _ in dangling
        ),
    ]
