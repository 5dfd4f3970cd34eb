"""Looking for damage in a library file. Repairing is left to a backup."""

from __future__ import annotations

import sqlite3

#: How many findings are listed; a badly damaged file has thousands.
_MOST_FINDINGS = 100


def problems(connection: sqlite3.Connection) -> list[str]:
    """Check every page, index, constraint and foreign key of a database.

    Reads the whole file.

    Returns:
        One sentence or SQLite line per problem, at most about 200; empty where all is well.

    Raises:
        sqlite3.Error: The file cannot be read far enough to be checked.
    """
    lines = connection.execute(f"PRAGMA integrity_check({_MOST_FINDINGS})").fetchall()
    dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FINDINGS)
    return [
        *(str(line) for (line,) in lines if line != "ok"),
        *(
            f"row {row} of {table} refers to a row of {parent} that does not exist"
            for table, row, parent, _ in dangling
        ),
    ]
