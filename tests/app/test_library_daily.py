"""Copies that are made by themselves, and putting a copy back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from makers.command_line import CommandLine
from makers.forgetting import files_with, let_go, vectors_of
from makers.libraries import everything
from makers.operating import three_groups

from app.library import daily, schema
from app.library.daily import KEPT, daily_copies
from app.library.errors import (
    DamagedLibraryError,
    LibraryBusyError,
    LibraryUnwritableError,
    NewerSchemaError,
    NotALibraryError,
)
from app.library.restoring import restorable, restore
from app.library.store import Library
from app.library.tables import Root
from app.operations import forget_person, name_person, undo

DAY = date(2031, 5, 6)


class Clock:
    """Says which day it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.day = DAY
        monkeypatch.setattr(daily, "today", lambda: self.day)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    three_groups(tmp_path / "library.db").close()
    return tmp_path / "library.db"


def use(path: Path, name: str) -> None:
    with Library.open(path) as library:
        name_person(library, person=1, name=name)


def name_in(copy: Path) -> str | None:
    with closing(sqlite3.connect(copy)) as opened:
        found: tuple[str | None] = opened.execute("SELECT name FROM person WHERE id = 1").fetchone()
    return found[0]


def test_a_new_library_is_not_copied(path: Path) -> None:
    use(path, "Anna")
    use(path, "Anne")
    assert daily_copies(path) == []


def test_before_the_first_change_of_each_day(path: Path, clock: Clock) -> None:
    for number in range(5):
        clock.day = DAY + timedelta(days=number)
        use(path, f"morning {number}")
        use(path, f"evening {number}")
    copies = daily_copies(path)
    assert [copy.day for copy in copies] == [DAY + timedelta(days=number) for number in (4, 3, 2)]
    assert [name_in(copy.path) for copy in copies] == [f"evening {number}" for number in (3, 2, 1)]
    assert len(copies) == KEPT
    assert {copy.path.stat().st_mode & 0o777 for copy in copies} == {0o600}


def test_reading_copies_nothing(path: Path, clock: Clock) -> None:
    with Library.open(path) as library:
        everything(library)
        assert library.check() == []
    assert daily_copies(path) == []


def test_a_library_that_stays_open_over_midnight(path: Path, clock: Clock) -> None:
    with Library.open(path) as library:
        name_person(library, person=1, name="Anna")
        clock.day += timedelta(days=1)
        name_person(library, person=1, name="Anne")
    assert [name_in(copy.path) for copy in daily_copies(path)] == ["Anna", None]


def test_a_new_library_that_stays_open_for_days(tmp_path: Path, clock: Clock) -> None:
    """As where the first window is left open, or `familiar watch` runs on a server."""
    with Library.open(tmp_path / "new.db") as library:
        for number in range(5):
            clock.day = DAY + timedelta(days=number)
            for _ in range(2):
                with library.write() as session:
                    session.add(Root(path=f"/{clock.day}/{uuid4()}"))
    days = [copy.day for copy in daily_copies(tmp_path / "new.db")]
    assert days == [DAY + timedelta(days=number) for number in (4, 3, 2)]


def test_another_process_that_is_quicker(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two commands at once, the first of the day: one copy, and nothing to be told."""
    copy_database = daily.copy_database

    def slow(opened: sqlite3.Connection, library: Path, target: Path) -> None:
        copy_database(opened, library, target)
        copy_database(opened, library, target)

    monkeypatch.setattr(daily, "copy_database", slow)
    use(path, "Anna")
    assert len(daily_copies(path)) == 1
    assert caplog.text == ""


def test_a_clock_that_was_wrong(path: Path, clock: Clock) -> None:
    """Copies of days to come are let go of like others, in the order in which they were made."""
    days = [date(2090, 1, 1), date(2090, 1, 2), date(2090, 1, 3), date(1990, 1, 1), DAY]
    for number, day in enumerate(days):
        clock.day = day
        use(path, str(number))
    assert [copy.day for copy in daily_copies(path)] == days[:1:-1]
    assert [name_in(copy.path) for copy in daily_copies(path)] == ["3", "2", "1"]


def test_a_clock_that_is_set_forth_and_back(path: Path, clock: Clock) -> None:
    for number in range(10):
        clock.day = DAY + timedelta(days=number % 2)
        use(path, str(number))
    assert [copy.day for copy in daily_copies(path)] == [DAY + timedelta(days=1), DAY]


def test_files_with_similar_names_are_left_alone(path: Path, clock: Clock) -> None:
    names = [
        "other.db.daily-000001-2031-01-01.backup.db",
        "library.db.daily-000001-2031-13-01.backup.db",
        "library.db.daily-x-2031-01-01.backup.db",
        "library.db.daily-000001-2031-01-01.backup.db.txt",
    ]
    for name in names:
        path.with_name(name).write_bytes(b"mine")
    for number in range(5):
        clock.day = DAY + timedelta(days=number)
        use(path, str(number))
    assert [path.with_name(name).read_bytes() for name in names] == [b"mine"] * 4
    assert len(daily_copies(path)) == KEPT


def damage(path: Path) -> None:
    """Overwrite what holds people and their names, but not the beginning."""
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = os.urandom(len(data) - 4096 * 2)
    path.write_bytes(data)


def test_a_damaged_library_is_not_copied_and_not_written_to(path: Path, clock: Clock) -> None:
    use(path, "Anna")
    clock.day += timedelta(days=1)
    with Library.open(path) as library:
        damage(path)
        before = [copy.path.read_bytes() for copy in daily_copies(path)]
        for _ in range(2):
            with pytest.raises(DamagedLibraryError, match="restore your latest backup"), library.write():
                pytest.fail("the block must not run")
        assert [copy.path.read_bytes() for copy in daily_copies(path)] == before


@pytest.mark.parametrize("how", ["gone", "empty", "short", "overwritten", "zeros"])
def test_a_library_that_is_gone_is_not_begun_anew(path: Path, clock: Clock, how: str) -> None:
    """Or the copies of the new one would soon take the place of those of the old."""
    use(path, "Anna")
    use(path, "Anna")
    clock.day += timedelta(days=1)
    use(path, "Anne")
    if how == "gone":
        path.unlink()
    else:
        size = path.stat().st_size
        path.write_bytes({"empty": b"", "short": b"x", "overwritten": b"x" * size, "zeros": bytes(size)}[how])
    for create in (True, False):
        with pytest.raises(DamagedLibraryError, match=r"[Rr]estore"):
            Library.open(path, create=create)
    (newest, _) = daily_copies(path)
    kept = restore(path, newest.path)
    assert (kept is None) == (how == "gone")
    assert name_in(path) == "Anna"
    with Library.open(path, create=False) as library:
        assert library.check() == []
        assert undo(library).summary.startswith("Undone: Named group 1 Anna")


def test_restoring_keeps_what_was_there(path: Path, clock: Clock) -> None:
    use(path, "Anna")
    with Library.open(path) as library:
        library.backup(path.with_name("mine.backup.db"))
        name_person(library, person=1, name="Anne")
    (first,) = daily_copies(path)
    found = restorable(path)
    assert {one.path for one in found} == {first.path, path.with_name("mine.backup.db")}
    assert {one.path: (one.people, one.photos, one.problem) for one in found} == {
        first.path: (0, 10, None),
        path.with_name("mine.backup.db"): (1, 10, None),
    }
    kept = restore(path, path.with_name("mine.backup.db"))
    assert kept is not None
    assert (name_in(path), name_in(kept)) == ("Anna", "Anne")
    # What was kept is no copy that is offered, but may be put back by name.
    assert kept not in {one.path for one in restorable(path)}
    restore(path, kept)
    assert name_in(path) == "Anne"


def test_a_log_of_the_former_file_is_not_played_into_the_new_one(path: Path, clock: Clock) -> None:
    """Killed without closing, a library has a log; it belongs to that file alone."""
    use(path, "Anna")
    (copy,) = daily_copies(path)
    program = (
        "import os, sys\nfrom app.library.store import Library\nfrom app.operations import name_person\n"
        "library = Library.open(sys.argv[1])\nname_person(library, person=1, name='Anne')\nos._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    assert path.with_name("library.db-wal").stat().st_size
    kept = restore(path, copy.path)
    assert kept is not None
    assert (name_in(path), name_in(kept)) == (None, "Anne")


def test_restoring_is_refused_while_somebody_has_it_open(path: Path, clock: Clock) -> None:
    use(path, "Anna")
    (copy,) = daily_copies(path)
    program = (
        "import sys\nfrom app.library.store import Library\nwith Library.open(sys.argv[1]):\n"
        "    print('open', flush=True)\n    sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(LibraryBusyError, match="close it"):
            restore(path, copy.path)
        other.communicate()
    assert name_in(path) == "Anna"
    restore(path, copy.path)


def test_a_damaged_copy_is_not_put_back(path: Path, clock: Clock) -> None:
    use(path, "Anna")
    (copy,) = daily_copies(path)
    damage(copy.path)
    before = path.read_bytes()
    assert [one.problem is None for one in restorable(path)] == [False]
    with pytest.raises(DamagedLibraryError):
        restore(path, copy.path)
    for content in (b"", b"x" * 10_000):
        copy.path.write_bytes(content)
        with pytest.raises(NotALibraryError, match="is not a Familiar library"):
            restore(path, copy.path)
    assert path.read_bytes() == before


def test_damage_that_others_pass_over_is_found_in_a_copy(path: Path, clock: Clock) -> None:
    """A bit of the schema: with the usual settings SQLite reads such a file without a word."""
    use(path, "Anna")
    (copy,) = daily_copies(path)
    data = copy.path.read_bytes()
    at = data.index(b"CHECK ((x IS NULL)")
    copy.path.write_bytes(data[:at] + data[at:].replace(b"NULL", b"NQLL", 1))
    (found,) = restorable(path)
    assert "malformed" in str(found.problem)
    with pytest.raises(DamagedLibraryError):
        restore(path, copy.path)


def test_a_copy_of_a_newer_familiar_is_not_put_back(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(path, "Anna")
    (copy,) = daily_copies(path)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION - 1)
    with pytest.raises(NewerSchemaError, match="newest Familiar"):
        restore(path, copy.path)
    assert name_in(path) == "Anna"


def test_a_replacement_that_fails_changes_nothing(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(path, "Anna")
    (copy,) = daily_copies(path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(LibraryUnwritableError, match="free some space"):
        restore(path, copy.path)
    monkeypatch.undo()
    assert name_in(path) == "Anna"
    assert not path.with_name("library.db.restoring.backup.db").exists()


def test_forgetting_reaches_daily_copies(path: Path, clock: Clock) -> None:
    """Also the one that is due when somebody is forgotten."""
    use(path, "Zdenka Qvist")
    clock.day += timedelta(days=1)
    try:
        with Library.open(path) as library:
            vectors = vectors_of(library, "face.person_id = 1")
            assert len(vectors) == 4
            done = forget_person(library, person=1)
            assert (done.backups_left, done.proof) == ((), ())
        assert files_with(path.parent, [*vectors, "Zdenka Qvist"]) == set()
        (copy,) = daily_copies(path)
        assert copy.day == clock.day
    finally:
        let_go()


def test_the_command(familiar: CommandLine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    three_groups(familiar.library).close()
    assert "no copy beside the library yet" in familiar.good("restore", "--list")
    assert familiar.json("restore", "--list") == {"copies": []}
    familiar.good("name", 1, "Anna")
    (copy,) = daily_copies(familiar.library)
    assert "1, the newest of 2031-05-06" in familiar.good("doctor")
    assert familiar.json("restore", "--list")["copies"][0]["file"] == str(copy.path)
    assert copy.path.name in familiar.good("restore", "--list")
    monkeypatch.setattr(sys, "stdin", None)
    ran = familiar("restore")
    assert (ran.status, ran.out) == (3, "")
    assert "add --yes" in ran.err
    assert "There is no file" in familiar.refused("restore", "nowhere.db")
    damage(familiar.library)
    assert "familiar restore" in familiar.refused("name", 1, "Anne", status=4)
    told = familiar.good("restore", "--yes")
    assert str(copy.path) in told
    assert "What it was before is kept" in told
    assert name_in(familiar.library) is None
    assert familiar.json("restore", "--yes")["restored"] == str(copy.path)
