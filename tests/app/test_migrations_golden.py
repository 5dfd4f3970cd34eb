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
#: Tables that came later, by the schema that has them first.
LATER = {2: ("erasure", "backup"), 3: ("mention", "region", "written"), 4: ("sighting",)}
#: The first schema in which names in files were read, and that with videos.
NAMES = 3
VIDEOS = 4


def columns(path: Path, version: int) -> dict[str, list[str]]:
    """The tables of a schema that keep their rows, with the columns that they have in a file."""
    tables = [*KEPT, *(table for since in range(2, version + 1) for table in LATER.get(since, ()))]
    with closing(sqlite3.connect(path)) as raw:
        return {
            table: [name for _, name, *_ in raw.execute(f"PRAGMA table_info({table})")] for table in tables
        }


def rows(path: Path, tables: dict[str, list[str]]) -> dict[str, list[object]]:
    with closing(sqlite3.connect(path)) as raw:
        return {
            table: raw.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1, 2").fetchall()
            for table, names in tables.items()
        }


def highest_ids(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as raw:
        return dict(raw.execute("SELECT name, seq FROM sqlite_sequence"))


@pytest.mark.parametrize("version", range(1, schema.SCHEMA_VERSION))
def test_earlier_library_opens_with_everything_that_was_said(tmp_path: Path, version: int) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((GOLDEN / f"library_v{version}.sql").read_text("utf-8"))
    tables = columns(path, version)
    before, given = rows(path, tables), highest_ids(path)

    with Library.open(path) as library:
        assert library.check() == []
        with library.read() as session:
            assert session.scalar(text("PRAGMA user_version")) == schema.SCHEMA_VERSION
        assert rows(path, tables) == before
        assert given.items() <= highest_ids(path).items()
        changes = operations.undo(library)

    assert changes.summary == "Undone: Named group 1 Anna"
    assert json.loads(str(rows(path, tables)["setting"][0][1])) == 0.5  # type: ignore[index]


@pytest.mark.parametrize("version", range(1, NAMES))
def test_names_in_files_of_an_earlier_library_are_still_to_be_read(tmp_path: Path, version: int) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((GOLDEN / f"library_v{version}.sql").read_text("utf-8"))
    with Library.open(path) as library, library.read() as session:
        assert set(session.scalars(text("SELECT sidecar_ns FROM photo"))) == {None}
        for table in LATER[NAMES]:
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


@pytest.mark.parametrize("version", range(1, VIDEOS))
def test_photos_of_an_earlier_library_are_no_videos(tmp_path: Path, version: int) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((GOLDEN / f"library_v{version}.sql").read_text("utf-8"))
    with Library.open(path) as library, library.read() as session:
        assert set(session.execute(text("SELECT duration_ms, shown_ms FROM photo"))) == {(None, None)}
        assert set(session.scalars(text("SELECT at_ms FROM face"))) == {None}


@pytest.mark.parametrize("version", range(1, schema.SCHEMA_VERSION))
@pytest.mark.parametrize(
    ("index", "condition"),
    [
        ("ix_face_shown", "person_id > 0 AND ignored_at IS NULL"),
        ("ix_face_ignored_at", "ignored_at IS NOT NULL"),
        ("ix_face_at_ms", "at_ms IS NOT NULL"),
    ],
)
def test_the_faces_of_an_earlier_library_are_in_the_indexes(
    tmp_path: Path, version: int, index: str, condition: str
) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((GOLDEN / f"library_v{version}.sql").read_text("utf-8"))
    with Library.open(path) as library, library.read() as session:
        how = ("NOT INDEXED", f"INDEXED BY {index}")
        faces, found = (
            session.scalars(text(f"SELECT id FROM face {by} WHERE {condition} ORDER BY id")).all()
            for by in how
        )
        assert found == faces
        assert faces or (version < VIDEOS and index != "ix_face_shown")


def test_there_is_a_golden_library_of_every_earlier_schema() -> None:
    names = sorted(file.name for file in GOLDEN.glob("library_v*.sql"))
    assert names == [f"library_v{version}.sql" for version in range(1, schema.SCHEMA_VERSION)]
