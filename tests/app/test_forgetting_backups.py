"""Forgetting somebody and the copies of the library: noted, found, listed, deleted, unreachable."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from makers.forgetting import files_with, let_go, vectors_of
from makers.libraries import Made, add_faces, run, scalar
from sqlalchemy import select

from app.library import connection, errors
from app.library.copies import known_copies
from app.library.crops import CropStore
from app.library.store import Library
from app.library.tables import Backup, Photo
from app.library.thumbnails import Thumbnail, ThumbnailStore
from app.operations import (
    Reached,
    backups_reaching,
    erase_faces,
    forget_person,
    history,
    name_person,
    undo,
)
from engine.crops import Crop

#: The first schema, with a library in it.
GOLDEN = Path(__file__).parent / "golden" / "library_v1.sql"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Groups 1 (faces 1 to 3) and 2 (faces 4 to 6), each face in a photo of its own."""
    path = tmp_path_factory.mktemp("template") / "library.db"
    with Library.open(path) as made:
        add_faces(made, [Made(photo, int(photo > 3)) for photo in range(1, 7)])
        run(made, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01'), (2, '2020-01-01')")
        run(made, "UPDATE face SET person_id = 1 + (id > 3)")
    return path


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Iterator[Library]:
    with Library.open(shutil.copy(template, tmp_path)) as opened:
        yield opened
    let_go()


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """A folder elsewhere, with another file in it."""
    folder = tmp_path / "drive"
    folder.mkdir()
    (folder / "letter.txt").write_text("hello")
    return folder


def noted(library: Library) -> set[Path]:
    with library.read() as session:
        return {Path(path) for path in session.scalars(select(Backup.path))}


def test_a_backup_is_noted(library: Library, drive: Path) -> None:
    first, second = library.backup(drive / "a.db"), library.backup(drive / "b.db")
    assert library.backup(first, overwrite=True) == first
    assert noted(library) == {first, second}
    # Each copy knows of itself, too, and of those before it.
    with Library.open(second) as copy:
        assert noted(copy) == {first, second}


def test_a_backup_that_fails_is_not_noted(library: Library, drive: Path) -> None:
    with pytest.raises(errors.LibraryUnwritableError):
        library.backup(drive / "letter.txt")
    with pytest.raises(errors.LibraryUnwritableError):
        library.backup(drive / "absent" / "a.db")
    assert noted(library) == set()
    target = library.backup(drive / "a.db")
    with pytest.raises(errors.LibraryUnwritableError):
        library.backup(target)
    assert noted(library) == {target}


def test_a_library_that_cannot_be_written_is_backed_up_all_the_same(
    library: Library, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    with Library.open(library.path) as other, other.write() as session:
        session.add(Backup(path="/elsewhere"))
        session.flush()
        with Library.open(library.path) as third:
            target = third.backup(drive / "a.db")
    with Library.open(target) as copy:
        assert scalar(copy, "SELECT count(*) FROM face") == 6
    assert noted(library) == {Path("/elsewhere")}


def test_backing_up_while_writing_is_a_bug(library: Library, drive: Path) -> None:
    with library.write(), pytest.raises(RuntimeError, match="wait for itself"):
        library.backup(drive / "a.db")


def test_names_of_any_bytes(library: Library, drive: Path) -> None:
    try:
        target = library.backup(drive / "caf\udce9.db")
    except (OSError, UnicodeError):
        pytest.skip("this file system knows no such names")
    assert backups_reaching(library, 1).holding == (target,)


def test_all_copies_that_hold_them_are_found(library: Library, tmp_path: Path, drive: Path) -> None:
    with library.read() as session:
        assert known_copies(session, library.path).present == ()
    elsewhere = library.backup(drive / "my backup.db")
    beside = Path(shutil.copy(elsewhere, tmp_path / "library-2020-01-01-000000.backup.db"))
    migrated = Path(shutil.copy(elsewhere, tmp_path / "library.db.before-v9.20200101T000000.backup"))
    # A backup that was itself opened by a newer Familiar.
    again = Path(shutil.copy(elsewhere, drive / "my backup.db.before-v9.20200101T000000.backup"))
    # Not copies: other programs' files, other names, folders.
    (tmp_path / "letters.backup.db").write_bytes(b"SQLite format 3\0" + bytes(500))
    (tmp_path / "short.backup.db").write_bytes(b"SQLite")
    (tmp_path / "folder.backup.db").mkdir()
    shutil.copy(elsewhere, tmp_path / "made-by-hand.db")
    assert backups_reaching(library, 1) == Reached(tuple(sorted([elsewhere, beside, migrated, again])), ())
    assert backups_reaching(library, 2) == backups_reaching(library, 1)


def test_copies_without_them_are_left_alone(library: Library, drive: Path) -> None:
    before = library.backup(drive / "before.db")
    faces = add_faces(library, [Made(20, 7), Made(21, 7)])
    run(library, "INSERT INTO person (id, created_at) VALUES (3, '2020-01-01')")
    run(library, f"UPDATE face SET person_id = 3 WHERE id IN ({faces[0]}, {faces[1]})")
    after = library.backup(drive / "after.db")
    assert backups_reaching(library, 3).holding == (after,)
    done = forget_person(library, person=3, backups="delete")
    assert (done.backups_deleted, done.backups_left, done.proof) == ((after,), (), ())
    assert before.exists()
    assert not after.exists()
    assert noted(library) == {before}


def test_they_are_kept_and_listed_or_deleted(library: Library, drive: Path) -> None:
    copies = (library.backup(drive / "a.db"), library.backup(drive / "b.db"))
    # One of them was used.
    with Library.open(copies[1]), closing(sqlite3.connect(copies[1])) as raw:
        raw.execute("PRAGMA user_version")
        Path(f"{copies[1]}-journal").touch()
        vectors = vectors_of(library, "face.person_id = 1")
        done = forget_person(library, person=1)
    assert (done.backups_deleted, done.backups_left, done.backups_unreachable) == ((), copies, ())
    assert done.proof == ()
    assert files_with(drive, vectors) == {"a.db", "b.db"}
    done = forget_person(library, person=2, backups="delete")
    assert (done.backups_deleted, done.backups_left) == (copies, ())
    assert {file.name for file in drive.iterdir()} - {"b.db.lock"} == {"letter.txt"}
    assert noted(library) == set()


def test_a_copy_that_cannot_be_deleted_is_left(
    library: Library, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = library.backup(drive / "a.db")
    with monkeypatch.context() as patch:

        def refuse(path: Path) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        patch.setattr(Path, "unlink", refuse)
        done = forget_person(library, person=1, backups="delete")
    assert (done.backups_deleted, done.backups_left, done.proof) == ((), (copy,), ())
    assert noted(library) == {copy}


def test_an_unplugged_drive_is_told_and_a_deleted_backup_is_not(
    library: Library, tmp_path: Path, drive: Path
) -> None:
    copy = library.backup(drive / "a.db")
    copy.rename(tmp_path / "a.db")
    assert backups_reaching(library, 1) == Reached((), ())
    # An empty folder is what an unconnected drive looks like; or it is not there.
    (drive / "letter.txt").unlink()
    assert backups_reaching(library, 1) == Reached((), (copy,))
    drive.rmdir()
    done = forget_person(library, person=1, backups="delete")
    assert (done.backups_left, done.backups_unreachable) == ((), (copy,))
    assert noted(library) == {copy}


def test_another_file_in_a_backups_place_is_never_touched(library: Library, drive: Path) -> None:
    copy = library.backup(drive / "a.db")
    copy.write_text("my diary" * 100)
    done = forget_person(library, person=1, backups="delete")
    assert (done.backups_deleted, done.backups_left) == ((), ())
    assert copy.read_text() == "my diary" * 100


def test_the_library_itself_is_no_copy(library: Library, tmp_path: Path) -> None:
    (tmp_path / "link.backup.db").symlink_to(library.path)
    with library.write() as session:
        session.add_all([Backup(path=str(library.path)), Backup(path=str(tmp_path / "link.backup.db"))])
    assert forget_person(library, person=1, backups="delete").backups_deleted == ()
    assert library.check() == []


def test_what_a_killed_backup_left_is_found(library: Library, tmp_path: Path, drive: Path) -> None:
    copy = library.backup(drive / "a.db")
    content = copy.read_bytes()
    left = [drive / ".a.db.x1.part", tmp_path / ".library.db.before-v3.2020.backup.x2.part"]
    left.append(tmp_path / ".library.db.x3.part")
    for file in left:
        # Its first page comes last.
        file.write_bytes(bytes(4096) + content[4096:])
    done = forget_person(library, person=1, backups="delete")
    assert set(done.backups_deleted) == {copy, *left}
    assert done.proof == ()


def test_copies_of_older_schemas_are_understood(library: Library, tmp_path: Path) -> None:
    old = tmp_path / "library.db.before-v2.20200101T000000.backup"
    with closing(sqlite3.connect(old)) as made:
        made.executescript(GOLDEN.read_text("utf-8"))
        faces = made.execute("SELECT count(*) FROM embedding").fetchone()[0]
    assert faces > 0
    assert backups_reaching(library, 1) == Reached((), ())
    with closing(sqlite3.connect(old)) as made, made:
        # The same face of the same photo, by another recogniser.
        made.execute("UPDATE photo SET path = '2.jpg' WHERE id = 2")
        face, photo = made.execute("SELECT id, photo_id FROM face JOIN embedding ON face_id = id").fetchone()
        made.execute("UPDATE photo SET path = ? WHERE id = ?", (f"{face}.jpg", photo))
    assert face in {1, 2, 3}
    assert backups_reaching(library, 1) == Reached((old,), ())


@pytest.mark.parametrize("change", ["model", "edited", "gone"])
def test_embeddings_that_have_changed_since_are_known_by_the_face(
    library: Library, drive: Path, change: str
) -> None:
    run(library, "UPDATE photo SET sha256 = CAST(printf('%032d', id) AS BLOB)")
    name_person(library, person=1, name="Anna")
    copy = library.backup(drive / "a.db")
    run(library, "UPDATE embedding SET vector = randomblob(64)")
    if change == "model":
        # Another library's ids say nothing; the same place in the same picture does.
        run(library, "UPDATE photo SET path = 'moved/' || path")
    elif change == "edited":
        run(library, "UPDATE photo SET sha256 = NULL")
    else:
        run(library, "DELETE FROM photo WHERE id < 4")
    with Library.open(copy) as opened:
        assert vectors_of(opened).isdisjoint(vectors_of(library))
    assert backups_reaching(library, "Anna").holding == (copy,)


def test_a_face_elsewhere_in_the_photo_is_somebody_else(library: Library, drive: Path) -> None:
    with library.write() as session:
        session.get_one(Photo, 1).sha256 = bytes(32)
    run(library, "DELETE FROM face WHERE id IN (2, 3)")
    library.backup(drive / "a.db")
    run(library, "UPDATE embedding SET vector = randomblob(64)")
    run(library, "UPDATE face SET x = 100 WHERE id = 1")
    run(library, "UPDATE photo SET path = 'moved.jpg' WHERE id = 1")
    assert backups_reaching(library, 1).holding == ()


def test_what_only_the_history_of_a_copy_has_is_found(library: Library, drive: Path) -> None:
    erase_faces(library, faces=[1, 2, 3])
    copy = library.backup(drive / "a.db")
    run(library, "UPDATE photo SET path = 'moved/' || path")
    undo(library)
    assert backups_reaching(library, 1).holding == (copy,)


def test_a_damaged_copy_is_searched_as_well_as_can_be(library: Library, drive: Path) -> None:
    copy = library.backup(drive / "a.db")
    content = bytearray(copy.read_bytes())
    content[100:4096] = bytes(3996)
    copy.write_bytes(content)
    assert backups_reaching(library, 1).holding == (copy,)


def test_a_copy_that_cannot_be_read_counts_as_unreachable(
    library: Library, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = library.backup(drive / "a.db")
    opened = Path.open

    def refuse(path: Path, *arguments: str) -> object:
        if path == copy:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    assert backups_reaching(library, 1) == Reached((), (copy,))


def test_backups_are_made_while_others_are_forgotten(library: Library, drive: Path) -> None:
    """Whatever the order, each copy either lacks the person, or is known."""
    done: list[Path] = []
    vectors = vectors_of(library, "face.person_id = 1")

    def back_up() -> None:
        done.extend(library.backup(drive / f"{number}.db") for number in range(3))

    thread = threading.Thread(target=back_up)
    thread.start()
    forgotten = forget_person(library, person=1)
    thread.join()
    assert forgotten.proof == ()
    assert noted(library) == set(done)
    assert {drive / name for name in files_with(drive, vectors)} <= set(done)
    assert history(library) == []


def test_the_pictures_of_a_backup_that_was_opened_go_with_it(library: Library, drive: Path) -> None:
    backup = library.backup(drive / "a.db")
    with Library.open(backup) as copy, CropStore(copy) as crops, ThumbnailStore(copy) as thumbnails:
        crops.put({1: Crop(b"picture of a face", None)})
        thumbnails.put([Thumbnail(1, 256, bytes(32), b"picture of a photo")])
    other = drive / "a.db.crops.txt"
    other.write_text("mine")
    forget_person(library, person=1, backups="delete")
    assert {file.name for file in drive.iterdir()} == {"letter.txt", "a.db.crops.txt"}
