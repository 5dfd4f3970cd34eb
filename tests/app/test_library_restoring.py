"""Which copies are offered to be put back, and that nothing is lost while one is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.libraries import scalar
from makers.operating import three_groups

from app.library import daily, restoring
from app.library.crops import CropStore
from app.library.errors import DamagedLibraryError, LibraryBusyError, LibraryMissingError, NotALibraryError
from app.library.restoring import restorable, restore
from app.library.store import Library
from app.operations import name_person
from engine.crops import Crop

DAY = date(2031, 5, 6)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a library of which a copy was made by itself today."""
    monkeypatch.setattr(daily, "today", lambda: DAY)
    with three_groups(tmp_path / "library.db") as library:
        # Its files are of another day, so it is copied first.
        name_person(library, person=1, name="Anna")
        # Made with the first picture.
        with CropStore(library) as crops:
            crops.put({1: Crop(b"jpeg", None)})
    return tmp_path / "library.db"


def offered(path: Path) -> set[str]:
    return {copy.path.name for copy in restorable(path)}


def other_library(path: Path, name: str) -> Path:
    """Make another library in the same folder, with copies that are newer."""
    other = path.with_name(name)
    three_groups(other).close()
    with closing(sqlite3.connect(other)) as opened, opened:
        # As it was begun at another time.
        opened.execute("UPDATE model SET added_at = '2021-02-03T00:00:00.000000+00:00'")
    with Library.open(other) as library:
        name_person(library, person=1, name="Zoe")
        library.backup(other.with_name("theirs.backup.db"))
        library.backup(other.with_name(f"{other.stem}-2031-05-06-120000.backup.db"))
    return other


@pytest.mark.parametrize("name", ["another.db", "library-2.db", "library.db.db", "library"])
@pytest.mark.parametrize("state", ["whole", "gone", "text"])
def test_copies_of_another_library_are_not_offered(path: Path, name: str, state: str) -> None:
    """The newest would be put in the place of this one."""
    with Library.open(path) as library:
        library.backup(path.with_name("mine.backup.db"))
    other_library(path, name)
    if state == "gone":
        path.unlink()
    elif state == "text":
        path.write_text("hello" * 1000)
    assert offered(path) == {"library.db.daily-000001-2031-05-06.backup.db", "mine.backup.db"}


@pytest.mark.parametrize("name", ["another.db", "library-2.db", "library.db.db"])
def test_without_anything_that_tells_names_do(path: Path, name: str) -> None:
    """As where library and pictures are lost, and the copies alone were saved."""
    other_library(path, name)
    with Library.open(path) as library:
        by_hand = library.backup(path.with_name("library-2031-05-07-080910.backup.db"))
    path.unlink()
    path.with_name("library.db.crops").unlink()
    assert offered(path) == {"library.db.daily-000001-2031-05-06.backup.db", by_hand.name}


def test_where_no_name_tells_all_are_offered(path: Path, tmp_path: Path) -> None:
    """As where somebody brought one copy to a new computer."""
    place = tmp_path / "new"
    place.mkdir()
    (copy,) = restorable(path)
    shutil.copy(copy.path, place / "brought.backup.db")
    assert offered(place / "library.db") == {"brought.backup.db"}


def test_a_copy_that_is_damaged_is_told_of(path: Path) -> None:
    copy = path.with_name("mine.backup.db")
    with Library.open(path) as library:
        library.backup(copy)
    data = copy.read_bytes()
    copy.write_bytes(data[:4096] + b"x" * (len(data) - 4096))
    found = {one.path: one.problem for one in restorable(path)}
    assert found[copy] is not None


def test_what_a_restoring_that_was_killed_left_is_not_offered(path: Path) -> None:
    (copy,) = restorable(path)
    shutil.copy(copy.path, path.with_name("library.db.restoring.backup.db"))
    assert offered(path) == {copy.path.name}


def names(path: Path) -> object:
    with Library.open(path) as library:
        return scalar(library, "SELECT group_concat(name, ', ') FROM person")


def name_ben(path: Path) -> None:
    with Library.open(path) as library:
        name_person(library, person=2, name="Ben")


@pytest.mark.parametrize("at", ["before it is kept", "after it is kept"])
def test_what_is_done_meanwhile_is_not_lost(path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """A copy of a large library takes seconds, in which another process may come and go."""
    (copy,) = restorable(path)
    keep: Callable[[Path], Path | None] = restoring._keep

    def slow(library: Path) -> Path | None:
        if at == "before it is kept":
            name_ben(library)
        kept = keep(library)
        if at == "after it is kept":
            name_ben(library)
        return kept

    monkeypatch.setattr(restoring, "_keep", slow)
    with pytest.raises(LibraryBusyError, match="Another Familiar is working"):
        restore(path, copy.path)
    assert names(path) == "Anna, Ben"
    assert not list(path.parent.glob("*before-restoring*"))
    assert not list(path.parent.glob("*.restoring.*"))
    monkeypatch.undo()
    kept = restore(path, copy.path)
    assert kept is not None
    assert (names(path), names(kept)) == (None, "Anna, Ben")


@pytest.mark.parametrize("how", ["gone", "empty", "short", "text"])
def test_a_library_is_not_begun_anew_beside_copies_made_by_hand(tmp_path: Path, how: str) -> None:
    path = tmp_path / "library.db"
    with three_groups(path) as library:
        library.backup(tmp_path / "library-2031-05-07-080910.backup.db")
    path.unlink()
    if how != "gone":
        path.write_bytes({"empty": b"", "short": b"x", "text": b"x" * 5000}[how])
    for create in (True, False):
        with pytest.raises(DamagedLibraryError, match=r"copies of it|beginning is overwritten"):
            Library.open(path, create=create)


@pytest.mark.parametrize(
    "name", ["other-2031-05-07-080910.backup.db", "holiday.backup.db", "library.db.backup"]
)
def test_files_of_others_keep_no_library_from_being_made(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(LibraryMissingError):
        Library.open(tmp_path / "library.db", create=False)
    Library.open(tmp_path / "library.db").close()


def test_the_remedy_is_a_command(familiar: CommandLine) -> None:
    three_groups(familiar.library).close()
    familiar.good("backup")
    familiar.library.write_text("hello" * 1000)
    for words in (("people",), ("index", "."), ("undo",)):
        assert familiar.refused(*words, status=4).endswith("in its place: familiar restore\n")
    assert familiar("doctor").out.rstrip().endswith("in its place: familiar restore")
    familiar.library.unlink()
    assert familiar.refused("people", status=4).endswith("in its place: familiar restore\n")
    familiar.good("restore", "--yes")
    familiar.good("people")


def test_what_is_no_copy_is_refused_before_a_question(familiar: CommandLine, tmp_path: Path) -> None:
    three_groups(familiar.library).close()
    text = tmp_path / "text.db"
    text.write_text("hello")
    assert "is not a Familiar library" in familiar.refused("restore", text, status=4)
    with pytest.raises(NotALibraryError):
        restore(familiar.library, text)
