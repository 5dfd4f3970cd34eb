"""Backups of a library in use."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.library import errors
from app.library.store import Library
from app.library.tables import Base, Model, Person, Root


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        with opened.write() as session:
            session.add_all(Root(path=f"/photos/{i}") for i in range(50))
            session.add_all(Person(name=f"P{i}", name_key=f"p{i}") for i in range(50))
            session.add(Model(name="m", task="detection", sha256=os.urandom(32), card="[card]\n"))
        yield opened


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        return {name: sorted(raw.execute(f"SELECT * FROM {name}"), key=repr) for name in Base.metadata.tables}


def test_backup_has_the_same_rows_in_one_file(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    copy = library.backup(folder / "copy.db")
    assert list(folder.iterdir()) == [copy]
    assert rows(copy) == rows(library.path)
    with Library.open(copy, create=False) as restored:
        assert restored.check() == []
        with restored.write() as session:
            session.add(Root(path="/later"))


def test_backup_never_overwrites_unasked(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "thesis.txt"
    target.write_text("important")
    with pytest.raises(errors.LibraryUnwritableError, match="already exists"):
        library.backup(target)
    # A slip of the hand is no reason either: only a backup takes the place of a file, and only when asked.
    with pytest.raises(errors.LibraryUnwritableError, match="is not a backup of a library"):
        library.backup(target, overwrite=True)
    assert target.read_text() == "important"
    copy = library.backup(tmp_path / "copy.db")
    with library.write() as session:
        session.add(Root(path="/later"))
    with pytest.raises(errors.LibraryUnwritableError, match="already exists"):
        library.backup(copy)
    assert rows(copy) != rows(library.path)
    library.backup(copy, overwrite=True)
    assert rows(copy)["root"] == rows(library.path)["root"]
    copy.write_bytes(b"")
    library.backup(copy, overwrite=True)
    assert rows(copy)["root"] == rows(library.path)["root"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_backup_onto_itself_or_a_folder_is_refused(library: Library, tmp_path: Path, overwrite: bool) -> None:
    os.link(library.path, tmp_path / "second-name.db")
    for target in (library.path, tmp_path / "second-name.db", tmp_path):
        with pytest.raises(errors.LibraryUnwritableError):
            library.backup(target, overwrite=overwrite)
    assert library.check() == []


def test_backup_to_nowhere_is_reported(library: Library, tmp_path: Path) -> None:
    with pytest.raises(errors.LibraryUnwritableError, match="Choose another folder"):
        library.backup(tmp_path / "absent" / "copy.db")


def test_failed_backup_leaves_nothing_behind(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def fail(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(errors.LibraryUnwritableError, match="No space left"):
        library.backup(folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_backup_while_others_write(library: Library, tmp_path: Path) -> None:
    stop = threading.Event()
    written: list[int] = []

    def write_pairs() -> None:
        while not stop.is_set():
            with library.write() as session:
                session.add_all([Person(notes="pair"), Person(notes="pair")])
            written.append(2)

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        for number in range(5):
            before = len(written)
            while len(written) == before:
                pass
            copy = library.backup(tmp_path / f"copy-{number}.db")
            with Library.open(copy, create=False) as opened, opened.read() as session:
                pairs = session.scalar(select(func.count(Person.id)).where(Person.notes == "pair"))
            assert pairs is not None
            # Transactions are in the copy whole, and all that ended before it began are.
            assert pairs % 2 == 0
            assert pairs >= 2 * before
    finally:
        stop.set()
        writer.join()
