"""Migrating a library: the copy beside it, verification, and going back when a revision fails."""

from __future__ import annotations

import importlib.resources
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from app.library import errors, schema
from app.library.connection import make_engine
from app.library.store import Library
from app.library.tables import Base, Root

NEXT = schema.SCHEMA_VERSION + 1

REVISION = '''
"""A revision of this test."""
import sqlalchemy as sa
from alembic import op

revision = "{next:04d}"
down_revision = "{last:04d}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {body}
'''

#: Revisions that must not succeed, and what the user is told of each.
FAILING = {
    "raises": ('op.execute("DELETE FROM root"); raise ValueError("boom")', "boom"),
    "wrong SQL": ('op.execute("DELETE FROM root"); op.execute("SELECT nonsense")', "nonsense"),
    "other columns": (
        'op.add_column("root", sa.Column("colour", sa.Text()))',
        "root.colour should not be there",
    ),
    "lost table": ('op.drop_table("suggestion")', "suggestion.id is missing"),
    "dangling reference": (
        'op.execute("INSERT INTO rejection (person_id, other_person_id, created_at) VALUES (1, 2, 0)")',
        "refers to a row of person that does not exist",
    ),
    "commits by itself": (
        'op.execute("DELETE FROM root"); op.execute("COMMIT"); op.execute("BEGIN"); raise ValueError("boom")',
        "boom",
    ),
}


@pytest.fixture
def old_library(tmp_path: Path) -> Path:
    """Return a library of today's schema with three roots; a test's own revision makes it an old one."""
    path = tmp_path / "library.db"
    with Library.open(path) as library, library.write() as session:
        session.add_all(Root(path=f"/photos/{name}") for name in ("a", "b", "c"))
    return path


def add_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    folder = tmp_path / "revisions"
    with importlib.resources.as_file(importlib.resources.files("app.library") / "migrations") as original:
        shutil.copytree(original, folder, ignore=shutil.ignore_patterns("__pycache__"))
    revision = REVISION.format(next=NEXT, last=schema.SCHEMA_VERSION, body=body)
    (folder / "versions" / f"v{NEXT:04d}_test.py").write_text(revision)
    monkeypatch.setattr(schema, "MIGRATIONS", str(folder))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NEXT)


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob("library.db.before-v*.backup"))


def content(path: Path) -> tuple[int, list[object], list[object]]:
    """Return the schema number, all tables as SQL, and the roots."""
    with closing(sqlite3.connect(path)) as raw:
        return (
            raw.execute("PRAGMA user_version").fetchone()[0],
            raw.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall(),
            raw.execute("SELECT * FROM root ORDER BY id").fetchall(),
        )


def test_old_library_is_copied_then_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_library: Path
) -> None:
    before = content(old_library)
    add_revision(tmp_path, monkeypatch, """op.execute("UPDATE root SET path = path || '/new'")""")
    with Library.open(old_library) as library, library.read() as session:
        assert session.scalar(text("PRAGMA user_version")) == NEXT
        assert session.scalars(text("SELECT path FROM root ORDER BY id")).all() == [
            "/photos/a/new",
            "/photos/b/new",
            "/photos/c/new",
        ]
    (copy,) = copies(old_library)
    assert re.fullmatch(rf"library\.db\.before-v{NEXT}\.\d{{8}}T\d{{6}}\.\d{{6}}Z\.backup", copy.name)
    assert content(copy) == before
    # A second opening has nothing to do.
    Library.open(old_library).close()
    assert copies(old_library) == [copy]


def test_rebuilding_a_table_keeps_rows_that_refer_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_library: Path
) -> None:
    with closing(sqlite3.connect(old_library)) as raw, raw:
        raw.execute(
            "INSERT INTO photo (root_id, path, size, mtime_ns, inode, state, damaged, orientation, "
            "indexed_at) VALUES (1, 'x.jpg', 1, 1, 0, 'analysed', 0, 1, '2020')"
        )
    body = """with op.batch_alter_table("root", recreate="always") as batch:
        batch.alter_column("path", existing_type=sa.Text(), nullable=False)"""
    add_revision(tmp_path, monkeypatch, body)
    with Library.open(old_library) as library, library.read() as session:
        assert session.scalar(text("SELECT count(*) FROM photo")) == 1
        assert library.check() == []


@pytest.mark.parametrize("case", FAILING)
def test_failing_revision_leaves_the_library_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_library: Path, case: str
) -> None:
    body, words = FAILING[case]
    before = content(old_library)
    with monkeypatch.context() as patch:
        add_revision(tmp_path, patch, body)
        with pytest.raises(errors.MigrationError, match=words) as caught:
            Library.open(old_library)
    (copy,) = copies(old_library)
    assert str(copy) in str(caught.value)
    assert content(old_library) == content(copy) == before
    with Library.open(old_library, create=False) as library:
        assert library.check() == []


def test_full_disk_while_migrating_is_the_environments_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_library: Path
) -> None:
    before = content(old_library)
    body = """op.execute("PRAGMA max_page_count = 1")
    op.execute("UPDATE root SET path = path || hex(zeroblob(90000))")"""
    with monkeypatch.context() as patch:
        add_revision(tmp_path, patch, body)
        with pytest.raises(errors.LibraryUnwritableError, match="disk is full"):
            Library.open(old_library)
    assert content(old_library) == before


def test_no_copy_no_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_library: Path) -> None:
    before = content(old_library)
    add_revision(tmp_path, monkeypatch, 'op.execute("DELETE FROM root")')

    def fail(*arguments: object, **keywords: object) -> None:
        raise errors.LibraryUnwritableError("The disk is full.")

    monkeypatch.setattr(schema, "copy_database", fail)
    with pytest.raises(errors.LibraryUnwritableError):
        Library.open(old_library)
    assert content(old_library) == before


def test_migration_waits_for_a_running_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_library: Path
) -> None:
    monkeypatch.setattr("app.library.connection.BUSY_TIMEOUT_S", 0.1)
    with Library.open(old_library) as library, library.job_lock():
        add_revision(tmp_path, monkeypatch, 'op.execute("DELETE FROM root")')
        with pytest.raises(errors.LibraryBusyError):
            Library.open(old_library)
    assert copies(old_library) == []


def test_migrated_schema_is_what_the_tables_declare(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    engine = make_engine(path, "read")
    with engine.connect() as opened:
        context = MigrationContext.configure(
            opened, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrated_schema_has_every_check_of_the_tables(tmp_path: Path) -> None:
    """The comparison above sees no CHECK and no AUTOINCREMENT, so compare the SQL as well."""

    def clauses(sql: str | None) -> list[str]:
        # A column that was added later stands behind the last constraint, on its line.
        outside = r",(?![^()]*(?:\([^()]*\)[^()]*)*\))"
        head, _, body = " ".join((sql or "").split()).partition("(")
        return [head, *sorted(part.strip() for part in re.split(outside, body.removesuffix(")")))]

    query = "SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"
    path = tmp_path / "library.db"
    Library.open(path).close()
    with closing(sqlite3.connect(path)) as raw:
        migrated = {name: clauses(sql) for name, sql in raw.execute(query)}
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.connect() as opened:
        declared = {name: clauses(sql) for name, sql in opened.exec_driver_sql(query)}
    engine.dispose()
    assert migrated == declared


def test_revisions_are_numbered_one_by_one_up_to_the_schema_version() -> None:
    config = Config()
    config.set_main_option("script_location", schema.MIGRATIONS)
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    numbers = [revision.revision for revision in script.walk_revisions()]
    assert numbers == [f"{number:04d}" for number in range(schema.SCHEMA_VERSION, 0, -1)]


def test_revisions_are_in_packages_so_that_the_wheel_has_them() -> None:
    folder = Path(schema.__file__).parent / "migrations"
    revisions = [file for file in folder.rglob("*.py") if file.name.startswith("v0")]
    assert len(revisions) == schema.SCHEMA_VERSION
    assert all((file.parent / "__init__.py").is_file() for file in [folder / "env.py", *revisions])
