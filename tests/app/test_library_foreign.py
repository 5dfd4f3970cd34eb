"""Libraries from elsewhere: what is in such a file runs nothing, and leads nowhere that matters."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from makers.forgetting import vectors_of
from makers.libraries import Made, add_faces, run
from makers.photos_with_names import ANNA, Album
from sqlalchemy import select

from app.exchange.writing import plan_writing, write_names
from app.indexing import forget_missing
from app.library import connection, errors
from app.library.copies import known_copies
from app.library.crops import CropStore
from app.library.store import Library
from app.library.tables import Backup, Photo, Root, Written
from app.metadata.people import People
from app.operations import backups_reaching, forget_person, undo
from engine.crops import Crop

GOLDEN = Path(__file__).parent / "golden" / "library_v1.sql"


@pytest.fixture
def file(made_libraries: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_libraries / "people.db", tmp_path / "library.db"))


def tamper(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        for statement in statements:
            opened.execute(statement)


PARTS = {
    "trigger": ["CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM face; END"],
    "trigger of our name": [
        "DROP TRIGGER embedding_insert",
        "CREATE TRIGGER embedding_insert AFTER INSERT ON embedding BEGIN DELETE FROM person; END",
    ],
    "view": ["CREATE VIEW v AS SELECT * FROM person"],
    "view in the place of a table": [
        "ALTER TABLE setting RENAME TO setting_",
        "CREATE VIEW setting AS SELECT * FROM setting_",
    ],
    "table of a module": ["CREATE VIRTUAL TABLE f USING fts5(a)"],
}


@pytest.mark.parametrize("what", PARTS)
def test_parts_that_are_not_ours_are_refused(file: Path, what: str) -> None:
    tamper(file, *PARTS[what])
    before = file.read_bytes()
    for create in (False, True):
        with pytest.raises(errors.DamagedLibraryError, match="parts that Familiar did not make"):
            Library.open(file, create=create)
    assert file.read_bytes() == before


def test_an_old_library_is_looked_at_before_it_is_migrated(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    with closing(sqlite3.connect(file)) as opened:
        opened.executescript(GOLDEN.read_text("utf-8"))
        opened.execute("CREATE TRIGGER t AFTER UPDATE ON person BEGIN DELETE FROM face; END")
        opened.commit()
    with pytest.raises(errors.DamagedLibraryError, match="parts that Familiar did not make"):
        Library.open(file)
    assert [path.name for path in tmp_path.iterdir()] == ["library.db"]


def test_a_whole_library_has_no_such_parts(file: Path) -> None:
    # What ANALYZE makes is SQLite's own, and an index is a matter of speed.
    tamper(file, "ANALYZE", "CREATE INDEX of_mine ON face (quality)")
    Library.open(file).close()


def test_functions_that_reach_outside_cannot_be_called(file: Path, tmp_path: Path) -> None:
    with Library.open(file):
        for purpose in ("read", "write", "migrate"):
            with closing(connection.connect(file, purpose)) as opened:
                settings = {
                    name: opened.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("trusted_schema", "cell_size_check")
                }
                assert settings == {"trusted_schema": 0, "cell_size_check": 1}
                for call in ("load_extension('x')", f"writefile('{tmp_path}/x', 'x')", "edit('x')"):
                    with pytest.raises(sqlite3.OperationalError, match=r"not authorized|no such function"):
                        opened.execute(f"SELECT {call}")
    assert not (tmp_path / "x").exists()


def test_a_file_beside_with_such_parts_is_emptied(file: Path) -> None:
    with Library.open(file) as library:
        with CropStore(library) as crops:
            crops.put({1: Crop(b"a picture", None)})
            place = crops.path
        tamper(place, "CREATE TRIGGER t AFTER DELETE ON crop BEGIN SELECT 1; END")
        with CropStore(library) as crops:
            assert not crops.get([1])


@pytest.fixture
def library(file: Path) -> Iterator[Library]:
    with Library.open(file) as opened:
        yield opened


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / "letter.part").write_text("dear")
    (folder / "x.before-restoring-1.backup.db").write_text("sir")
    (folder / "notes.txt").write_text("or madam")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_note_makes_no_backup_of_another_file(library: Library, precious: Path) -> None:
    # Also where the file has what is looked for.
    for path in precious.iterdir():
        with path.open("ab") as end:
            end.writelines(vectors_of(library, "face_id = 1"))
    before = contents(precious)
    with library.write() as session:
        session.add_all(Backup(path=str(path)) for path in precious.iterdir())
    with library.read() as session:
        assert not set(known_copies(session, library.path).present) & set(precious.iterdir())
    person = 1
    assert not backups_reaching(library, person).holding
    forgotten = forget_person(library, person=person, backups="delete")
    assert not forgotten.backups_deleted
    assert contents(precious) == before


def test_rows_that_lead_out_delete_nothing(library: Library, precious: Path) -> None:
    before = contents(precious)
    with library.write() as session:
        session.add(Root(id=77, path=str(precious)))
        session.flush()
        for number, path in enumerate(("notes.txt", "../precious/letter.part", "../library.db")):
            session.add(
                Photo(
                    root_id=77, path=path, size=1, mtime_ns=1, state="analysed", sha256=bytes([number]) * 32
                )
            )
    add_faces(library, [Made(5000, 9)])
    run(library, "UPDATE photo SET missing_since = '2026' WHERE root_id = 77")
    assert forget_missing(library) == 3
    assert contents(precious) == before
    assert library.check() == []


def written(album: Album) -> Written:
    with album.library.read() as session:
        return session.scalars(select(Written)).one()


@pytest.mark.parametrize("exists", [True, False])
def test_undoing_touches_no_other_file_than_a_sidecar(
    made_libraries: Path, tmp_path: Path, exists: bool
) -> None:
    """A library says that it once wrote a sidecar, which is the user's own file."""
    with Library.open(shutil.copy(made_libraries / "empty.db", tmp_path / "library.db")) as library:
        album = Album.make(tmp_path, library)
        album.add("a.jpg", People((ANNA,)))
        write_names(library, plan_writing(library))
        target = album.folder / "a.jpg.desktop"
        other = tmp_path / ".profile"
        other.write_bytes(b"export A=1")
        with library.write() as session:
            row = session.scalars(select(Written)).one()
            row.place = "sidecar"
            row.path = str(other if exists else tmp_path / "gone" / "a.jpg.desktop")
            content = b"[Desktop Entry]\nExec=evil"
            row.before, row.sha256_before = content, hashlib.sha256(content).digest()
            row.sha256_after = hashlib.sha256(other.read_bytes()).digest()
        undo(library)
        assert other.read_bytes() == b"export A=1"
        assert not target.exists()
        assert not any(
            b"evil" in path.read_bytes() for path in tmp_path.rglob("*") if path.suffix == ".desktop"
        )


def test_undoing_does_not_follow_a_link_in_the_place_of_a_sidecar(
    made_libraries: Path, tmp_path: Path
) -> None:
    with Library.open(shutil.copy(made_libraries / "empty.db", tmp_path / "library.db")) as library:
        album = Album.make(tmp_path, library)
        album.add("a.jpg", People((ANNA,)))
        write_names(library, plan_writing(library))
        other = tmp_path / ".profile"
        other.write_bytes(b"export A=1")
        link = album.folder / "a.jpg.xmp"
        link.symlink_to(other)
        with library.write() as session:
            row = session.scalars(select(Written)).one()
            row.place, row.path = "sidecar", str(link)
            row.before, row.sha256_before = b"evil", hashlib.sha256(b"evil").digest()
            row.sha256_after = hashlib.sha256(other.read_bytes()).digest()
        undo(library)
        assert other.read_bytes() == b"export A=1"
