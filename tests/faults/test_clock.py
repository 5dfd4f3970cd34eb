"""A computer's clock that jumps, by an hour or by years: order, undoing, watching and copies stay right."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from makers.fake_photos import World, names, photo, three_named
from makers.libraries import everything
from makers.operating import three_groups

from app.indexing import has_news, watched_roots
from app.library import daily, tables
from app.library.daily import KEPT, daily_copies
from app.library.store import Library
from app.library.tables import base
from app.operations import history, ignore_person, merge_people, name_person, redo, undo

HOUR, YEARS = timedelta(hours=1), timedelta(days=40 * 365)
JUMPS = [-HOUR, HOUR, -YEARS, YEARS]


class Clock:
    """The clock of this process, which can be set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        real = time.time

        class Moved(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return datetime.now(UTC if tz is None else tz) + self.ahead  # type: ignore[arg-type]

        monkeypatch.setattr(base, "datetime", Moved)
        monkeypatch.setattr(daily, "today", self.today)
        monkeypatch.setattr(time, "time", lambda: real() + self.ahead.total_seconds())

    def today(self) -> date:
        return (datetime.now(UTC) + self.ahead).date()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with three_groups(tmp_path / "library.db") as opened:
        yield opened


def test_the_clock_is_set(clock: Clock) -> None:
    clock.ahead = YEARS
    assert tables.now() - datetime.now(UTC) > YEARS - HOUR


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_history_is_in_the_order_of_doing(library: Library, clock: Clock, jump: timedelta) -> None:
    states = [everything(library)]
    name_person(library, person=1, name="Anna")
    states.append(everything(library))
    clock.ahead += jump
    name_person(library, person=2, name="Ben")
    states.append(everything(library))
    clock.ahead += 2 * jump
    merge_people(library, target="Anna", sources=["Ben"])
    states.append(everything(library))
    clock.ahead -= 3 * jump
    ignore_person(library, person=3)
    states.append(everything(library))
    assert [entry.kind for entry in history(library)] == ["ignore", "merge", "name", "name"]
    for state in states[-2::-1]:
        undo(library)
        assert everything(library) == state
        clock.ahead += jump
    for state in states[1:]:
        redo(library)
        assert everything(library) == state
        clock.ahead -= 2 * jump


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_what_changed_is_found_by_the_times_of_files_alone(
    tmp_path: Path, clock: Clock, jump: timedelta
) -> None:
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        three_named(world)
        clock.ahead += jump
        report = world.index()
        assert (report.unchanged, report.new, report.changed, report.missing) == (3, 0, 0, 0)
        moment = time.time()
        new = world.put("4.jpg", photo(("dora", 10, 10, 50)))
        edited = world.put("2.jpg", photo(("ben", 10, 10, 50), salt="edited"))
        for file in (new, edited):
            os.utime(file, (moment, moment))
        with library.read() as session:
            (root,) = watched_roots(session)
        assert root.path == str(world.folder)
        report = world.index()
        assert (report.unchanged, report.new, report.changed) == (2, 1, 1)
        clock.ahead -= 2 * jump
        report = world.index()
        assert (report.unchanged, report.new, report.changed, report.missing) == (4, 0, 0, 0)
        assert (names(world)["1.jpg"], names(world)["2.jpg"]) == (["anna"], ["ben"])
        # Times go on by nanoseconds where a file's own is older than the one the library knows.
        os.utime(edited, (1, 1))
        assert world.index().unchanged >= 3
        assert has_news(library, {}) is False


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_daily_copies(library: Library, clock: Clock, jump: timedelta) -> None:
    """None is lost to a wrong clock: the newest three made are kept, whatever day they say."""
    made: list[int] = []
    for number in range(6):
        clock.ahead += jump if number % 2 else timedelta(days=1)
        name_person(library, person=1, name=f"Anna {number}")
        made.append(max(copy.number for copy in daily_copies(library.path)) if number else 0)
    numbers = [copy.number for copy in daily_copies(library.path)]
    assert len(numbers) <= KEPT
    assert numbers == sorted(numbers, reverse=True)
    assert made == sorted(made)
    # With the clock right again, the day's copy is made as ever.
    clock.ahead = timedelta(days=30)
    before = daily_copies(library.path)[0].number
    name_person(library, person=1, name="Anna")
    assert daily_copies(library.path)[0].number == before + 1
