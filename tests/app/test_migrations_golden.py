"""Libraries of earlier schemas, as SQL, open as today's with everything the user said."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app import operations
from app.library import schema
from app.library.store import Library

GOLDEN = Path(__file__).parent / "golden"
KEPT = ("root", "model", "photo", "person", "face", "embedding", "rejection", "action", "setting")


def rows(path: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(path)) as raw:
        return {table: raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in KEPT}


@pytest.mark.parametrize("version", range(1, schema.SCHEMA_VERSION))
def test_earlier_library_opens_with_everything_that_was_said(tmp_path: Path, version: int) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((GOLDEN / f"library_v{version}.sql").read_text("utf-8"))
    before = rows(path)

    with Library.open(path) as library:
        assert library.check() == []
        with library.read() as session:
            assert session.scalar(text("PRAGMA user_version")) == schema.SCHEMA_VERSION
        assert rows(path) == before
        changes = operations.undo(library)

    assert changes.summary == "Undone: Named group 1 Anna"
    assert json.loads(str(rows(path)["setting"][0][1])) == 0.5  # type: ignore[index]


def test_there_is_a_golden_library_of_every_earlier_schema() -> None:
    names = sorted(file.name for file in GOLDEN.glob("library_v*.sql"))
    assert names == [f"library_v{version}.sql" for version in range(1, schema.SCHEMA_VERSION)]
