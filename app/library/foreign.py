"""Parts of a library's file that no Familiar makes: SQL that a file from elsewhere would have us run.

A trigger runs when a row is changed, a view when it is read in the place of a table, and the tables of
modules hand what is in them to code that is not meant for files of strangers. Of the functions that the
remaining parts may call none has an effect outside (`PRAGMA trusted_schema` in `app.library.connection`).
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Final

from app.library.errors import damaged
from app.library.triggers import TRIGGERS

_SPACES: Final = re.compile(r"\s+")
_OURS: Final = frozenset(_SPACES.sub(" ", trigger).strip() for trigger in TRIGGERS)
#: How the SQL of all other parts begins; parts that SQLite makes for itself have none.
_PLAIN: Final = ("CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ")


def refuse_foreign_parts(opened: sqlite3.Connection, path: Path) -> None:
    """Refuse a library with triggers, views or tables of modules that Familiar did not make.

    Args:
        opened: A connection to it.
        path: The file to name.

    Raises:
        DamagedLibraryError: It has some.
        sqlite3.Error: It cannot be read.
    """
    if has_foreign_parts(opened, _OURS):
        raise damaged(path, "it has parts that Familiar did not make")


def has_foreign_parts(opened: sqlite3.Connection, triggers: frozenset[str] = frozenset()) -> bool:
    """Tell whether a database has other parts than plain tables, their indexes, and these triggers."""
    for kind, sql in opened.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        # In a damaged list any column may have anything.
        ours = isinstance(sql, str) and (
            (kind == "trigger" and _SPACES.sub(" ", sql).strip() in triggers)
            or (kind in {"table", "index"} and sql.startswith(_PLAIN))
        )
        if not ours:
            return True
    return False
