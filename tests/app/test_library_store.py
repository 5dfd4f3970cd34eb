"""Opening, refusing, reading, writing and closing a library."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.library import connection, errors, schema, store
from app.library.store import Library
from app.library.tables import Person, Root, Setting


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


@pytest.fixture
def lax_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


PRAGMAS = {
    "foreign_keys": 1,
    "synchronous": 2,
    "journal_mode": "wal",
    "secure_delete": 1,
    "trusted_schema": 0,
    "busy_timeout": 10_000,
    "application_id": schema.APPLICATION_ID,
    "user_version": schema.SCHEMA_VERSION,
}


def test_every_pooled_connection_has_all_pragmas(library: Library) -> None:
    with ExitStack() as stack:
        # More at once than the pool keeps.
        reading, writing = {"query_only": 1, "cache_size": -2000}, {"query_only": 0, "cache_size": -16384}
        sessions = [(stack.enter_context(library.read()), reading) for _ in range(6)]
        sessions.append((stack.enter_context(library.write()), writing))
        for session, purpose in sessions:
            for name, value in {**PRAGMAS, **purpose}.items():
                assert session.scalar(text(f"PRAGMA {name}")) == value, name


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_files_and_new_folders_are_the_owners_alone(tmp_path: Path, lax_umask: None) -> None:
    path = tmp_path / "new" / "deeper" / "library.db"
    with Library.open(path) as library:
        with library.write() as session:
            session.add(Root(path="/photos"))
        with library.job_lock():
            names = {"library.db", "library.db-wal", "library.db-shm", "library.db.lock"}
            assert {file.name: mode(file) for file in path.parent.iterdir()} == dict.fromkeys(names, 0o600)
        assert mode(library.backup(tmp_path / "copy.db")) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_missing_library_is_not_created_unasked(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "library.db"
    with pytest.raises(errors.LibraryMissingError, match=r"library\.db"):
        Library.open(path, create=False)
    assert not path.parent.exists()


def test_relative_path_and_links_lead_to_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Library.open("library.db") as library:
        assert library.path == tmp_path.resolve() / "library.db"
    (tmp_path / "link.db").symlink_to("library.db")
    with Library.open("link.db", create=False) as library:
        assert library.path == tmp_path.resolve() / "library.db"


@pytest.mark.parametrize("name", ["a b%20c?mode=ro#x.db", "相冊.db", "-wal", "l.db.lock.db"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    with Library.open(tmp_path / name) as library, library.write() as session:
        session.add(Root(path="/photos"))
    with Library.open(tmp_path / name, create=False) as library, library.read() as session:
        assert session.scalar(select(func.count(Root.id))) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([name, f"{name}.lock"])


@pytest.mark.parametrize(
    "content", [b"x", b"xy", b"x" * 511, b"x" * 512, b"Dear diary, ...\n" * 400, os.urandom(9000)]
)
def test_other_files_are_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(content)
    with pytest.raises(errors.NotALibraryError, match=r"diary\.txt is not a Familiar library"):
        Library.open(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE bookmark (url TEXT)",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 252006674",
        f"PRAGMA application_id = {schema.APPLICATION_ID}",
    ],
)
def test_other_databases_are_refused_and_left_alone(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute(statement)
    content = path.read_bytes()
    with pytest.raises(errors.NotALibraryError, match="another program"):
        Library.open(path)
    assert path.read_bytes() == content


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.NotALibraryError, match="is a folder"):
        Library.open(tmp_path)


def test_place_below_a_file_is_refused_kindly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.LibraryUnwritableError, match="Choose another folder"):
        Library.open(tmp_path / "file" / "library.db")


def test_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    content = path.read_bytes()
    with pytest.raises(errors.NewerSchemaError, match="newest Familiar"):
        Library.open(path)
    assert path.read_bytes() == content


def test_write_is_refused_after_a_newer_program_migrated(library: Library) -> None:
    with closing(sqlite3.connect(library.path)) as raw:
        raw.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    with pytest.raises(errors.NewerSchemaError), library.write():
        pytest.fail("the block must not run")


def test_empty_file_becomes_a_library_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    with pytest.raises(errors.LibraryMissingError):
        Library.open(path, create=False)
    with Library.open(path) as library:
        assert library.check() == []


def test_interrupted_creation_is_finished_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_differences", lambda opened: ["interrupted"])
        with pytest.raises(RuntimeError, match="interrupted"):
            Library.open(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with Library.open(path) as library, library.read() as session:
        assert session.scalar(select(func.count(Person.id))) == 0


def test_write_commits_or_undoes_everything(library: Library) -> None:
    with library.write() as session:
        session.add(Root(path="/kept"))

    def fail() -> None:
        with library.write() as session:
            session.add(Root(path="/undone"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with library.read() as session:
        assert session.scalars(select(Root.path)).all() == ["/kept"]


def test_objects_stay_readable_after_writing(library: Library) -> None:
    with library.write() as session:
        root = Root(path="/photos")
        session.add(root)
    assert (root.id, root.path) == (1, "/photos")


def test_broken_constraint_is_a_bug_not_the_environments_fault(library: Library) -> None:
    with pytest.raises(IntegrityError), library.write() as session:
        session.add_all([Root(path="/photos"), Root(path="/photos")])


def test_reader_cannot_write(library: Library) -> None:
    with pytest.raises(OperationalError, match="readonly"), library.read() as session:
        session.execute(text("DELETE FROM root"))


def test_reader_keeps_its_state_while_others_write(library: Library) -> None:
    count = select(func.count(Root.id))
    with library.read() as reader:
        assert reader.scalar(count) == 0
        with library.write() as session:
            session.add(Root(path="/photos"))
        assert reader.scalar(count) == 0
    with library.read() as reader:
        assert reader.scalar(count) == 1


def test_writers_take_turns(library: Library) -> None:
    with library.write() as session:
        session.add(Setting(key="counter", value="0"))

    def count() -> None:
        for _ in range(10):
            with library.write() as session:
                row = session.get_one(Setting, "counter")
                row.value = str(int(row.value) + 1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with library.read() as session:
        assert session.get_one(Setting, "counter").value == "40"


def test_nested_write_is_a_bug(library: Library) -> None:
    with library.write() as session:
        session.add(Root(path="/outer"))
        with pytest.raises(RuntimeError, match="wait for itself"), library.write():
            pytest.fail("the block must not run")
    with library.write() as session:
        assert session.scalars(select(Root.path)).all() == ["/outer"]


def test_two_libraries_on_one_file_wait_for_each_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    with (
        Library.open(library.path) as other,
        library.write(),
        pytest.raises(errors.LibraryBusyError, match="Another Familiar"),
        other.write(),
    ):
        pytest.fail("the block must not run")
    with Library.open(library.path) as other, other.write() as session:
        session.add(Root(path="/photos"))


def test_opening_a_current_library_needs_no_alembic(library: Library) -> None:
    library.close()
    program = (
        "import sys; from app.library.store import Library; Library.open(sys.argv[1]).close(); "
        "print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(library.path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_default_path_is_in_the_users_data_folder() -> None:
    path = store.default_path()
    assert path.is_absolute()
    assert path.parts[-2:] == ("Familiar", "library.db")
