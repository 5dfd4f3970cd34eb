"""Killing what is done to a library at a random instant, and judging what is left.

What is done is in `makers.deeds`; it runs in a forked process, so hundreds of runs take little more time than
the deeds themselves. POSIX only.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from app.library.store import Library

#: The library of every deed, in the folder that it is given.
LIBRARY: Final = "library.db"
#: Files of SQLite beside the library whose content may be made again.
SIDE_FILES: Final = (".crops", ".thumbnails", ".fingerprints")
#: Tables of moments, and of what a run rightly tells of itself.
_LEFT_OUT: Final = ("job", "backup")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00)?")

#: Functions of C that touch a file or a database.
_TOUCHING: Final = frozenset(
    """execute executemany executescript backup commit rollback open close write fsync replace rename link
    unlink mkdir rmdir utime truncate""".split()
)

State = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """Something that is done to a library or to files, and may be killed.

    Attributes:
        name: For the table.
        make: Fills an empty folder with what there is before.
        do: Does it, in this folder; also what the user does to go on after it was killed.
        whole: Killed at any instant it is wholly done or wholly not; else doing it again finishes it.
        judge: Says what else is wrong after a kill, before going on.
        looks: Which files count besides the library: those below these folders.
        settle: Done after a kill, before looking, as the next start of the program does.
        apart: Tables that may tell of two runs where undisturbed there was one.
        finish: Says what is wrong in the end, after going on; may change everything.
        opens: Whether the library can be opened after a kill; it could not before.
    """

    name: str
    make: Callable[[Path], None]
    do: Callable[[Path], None]
    whole: bool = True
    judge: Callable[[Path], list[str]] = lambda _: []
    looks: tuple[str, ...] = ("photos", "made")
    settle: Callable[[Path], None] = lambda _: None
    apart: tuple[str, ...] = ()
    finish: Callable[[Path], list[str]] = lambda _: []
    opens: bool = True


@dataclass
class Outcome:
    """What became of one run.

    Attributes:
        how: "half-way", "not begun", "done" or "too late": it had finished before the kill.
        losses: Sentences; empty where nothing was lost.
    """

    how: str
    losses: list[str] = field(default_factory=list)


class Killer:
    """Kills one deed again and again, each time at another instant.

    Args:
        deed: Which.
        folder: An empty folder; paths in it are the same in every run, because libraries remember them.
    """

    def __init__(self, deed: Deed, folder: Path) -> None:
        self.deed = deed
        self._at, self._template = folder / "at", folder / "template"
        self._at.mkdir(parents=True)
        deed.make(self._at)
        # With the times of all files: a copy of it differs in nothing.
        self._at.rename(self._template)
        self._lay_out()
        self._before = self._look()
        # Whatever is loaded by doing it is loaded here: what the forked processes do takes as long each time.
        deed.do(self._at)
        self._lay_out()
        self._calls = self._undisturbed(counting=True)
        self._lay_out()
        begin = time.perf_counter()
        self._undisturbed()
        self._seconds = time.perf_counter() - begin
        self._after = self._look()

    def run(self, generator: random.Random) -> Outcome:
        """Kill the deed once, at an instant that the generator chooses, look, go on, and look again."""
        self._lay_out()
        calls, touches = self._calls
        instant = generator.choice(
            [
                _Instant(call=generator.randint(1, calls)),
                _Instant(touch=generator.randint(1, max(touches, 1))),
                _Instant(seconds=generator.uniform(1e-5, self._seconds)),
            ]
        )
        end = _in_child(self.deed.do, self._at, instant)
        if end > 0:
            return Outcome("done", [f"{self.deed.name} failed (exit status {end})"])
        return self._judged(too_late=end == 0)

    def _judged(self, *, too_late: bool) -> Outcome:
        outcome, deed = Outcome("too late"), self.deed
        losses = outcome.losses
        if deed.opens:
            losses += sound(self._at)
        if losses:
            return outcome
        try:
            deed.settle(self._at)
            losses += deed.judge(self._at)
            found = self._look()
            losses += self._halves(found)
            if not too_late:
                outcome.how = self._how(found)
                if outcome.how == "half-way" and deed.whole and deed.opens:
                    losses.append(f"neither before nor after: {difference(found, self._before, self._after)}")
            if found != self._after:
                deed.do(self._at)
                found = self._look()
            losses += sound(self._at)
            if found != self._after:
                losses.append(f"gone on, and not as undisturbed: {difference(found, self._after)}")
            losses += deed.finish(self._at)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user could not go on
            losses.append(f"going on fails: {type(error).__name__}: {error}")
        return outcome

    def _look(self) -> State:
        found = look(self._at, self.deed.looks)
        return {key: value for key, value in found.items() if key not in self.deed.apart}

    def _how(self, found: State) -> str:
        if found == self._after:
            return "done"
        return "not begun" if found == self._before else "half-way"

    def _halves(self, found: State) -> list[str]:
        """Say which files have neither their old content nor their new."""
        files = [key for key in found if "/" in key]
        return [
            f"{key} is neither old nor new"
            for key in files
            if found[key] not in {self._before.get(key), self._after.get(key)}
        ]

    def _lay_out(self) -> None:
        shutil.rmtree(self._at, ignore_errors=True)
        shutil.copytree(self._template, self._at, symlinks=True)

    def _undisturbed(self, *, counting: bool = False) -> tuple[int, int]:
        """Do it; return how many calls there are, and how many of them touch a file."""
        reading, writing = os.pipe()
        try:
            end = _in_child(self.deed.do, self._at, _Instant(), tell=writing if counting else None)
        finally:
            os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read().split()
        if end != 0:
            raise RuntimeError(f"{self.deed.name} fails undisturbed (exit status {end})")
        return (int(told[0]), int(told[1])) if counting else (0, 0)


@dataclass(frozen=True)
class _Instant:
    """When a process is killed; never without any of these.

    Attributes:
        call: At this call of a function of Python or C, or return from one: by SIGKILL.
        touch: At this call, or return from one, of those that touch a file or a database: likewise.
        seconds: After so long, at any instruction: the default action of SIGALRM is the kernel's, and leaves
            a process as little time as SIGKILL.
    """

    call: int | None = None
    touch: int | None = None
    seconds: float | None = None


def _in_child(
    do: Callable[[Path], None],
    at: Path,
    instant: _Instant,
    *,
    tell: int | None = None,
) -> int:
    """Do something in a process of its own, and kill that.

    Args:
        do: What.
        at: Where.
        instant: When.
        tell: A descriptor to which the numbers of calls and of those that touch a file are written.

    Returns:
        0 where it finished, the negative number of the signal that killed it, else its exit status.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Python 3.12 warns of forking where there are threads, as those of the linear algebra.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            # An interpreter that ends in order would close and delete much.
            count = _Count(instant)
            if instant.seconds is None:
                threading.setprofile(count.seen)
                sys.setprofile(count.seen)
            else:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, instant.seconds)
            do(at)
            sys.setprofile(None)
            if tell is not None:
                os.write(tell, f"{count.calls} {count.touches}".encode())
            status = 0
        except BaseException:  # noqa: BLE001 - nothing of the parent's must run in the child
            sys.setprofile(None)
            traceback.print_exc()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended)


class _Count:
    """Counts calls and returns, and kills this process at one of them."""

    def __init__(self, instant: _Instant) -> None:
        self.calls = self.touches = 0
        self._instant = instant

    def seen(self, _frame: FrameType, event: str, what: object) -> None:
        self.calls += 1
        touches = event in {"c_call", "c_return"} and getattr(what, "__name__", "") in _TOUCHING
        self.touches += touches
        if self.calls == self._instant.call or (touches and self.touches == self._instant.touch):
            os.kill(os.getpid(), signal.SIGKILL)


def sound(place: Path) -> list[str]:
    """Open the library, and every file beside it, and say what is damaged."""
    path = place / LIBRARY
    problems: list[str] = []
    if path.exists():
        with Library.open(path) as library:
            problems += library.check()
    for suffix in SIDE_FILES:
        side = place / f"{LIBRARY}{suffix}"
        if side.exists():
            with closing(sqlite3.connect(side)) as opened:
                lines = opened.execute("PRAGMA integrity_check").fetchall()
            problems += [f"{side.name}: {line}" for (line,) in lines if line != "ok"]
    return problems


def look(place: Path, folders: tuple[str, ...], *, library: str = LIBRARY) -> State:
    """Return everything that counts: rows of all tables with ids, of moments only that they are; files."""
    state: State = {}
    path = place / library
    if path.exists():
        try:
            state |= _rows(path)
        except sqlite3.DatabaseError as error:
            state["damage"] = str(error)
    for folder in folders:
        for file in sorted((place / folder).rglob("*")):
            if file.is_file() and not leftover(file):
                state[str(file.relative_to(place))] = _content(file)
    return state


def _rows(path: Path) -> State:
    state: State = {}
    with closing(sqlite3.connect(path)) as opened:
        opened.row_factory = sqlite3.Row
        tables = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        for (table,) in tables:
            if table not in _LEFT_OUT:
                rows = opened.execute(f"SELECT * FROM {table}").fetchall()
                state[table] = sorted((_plain(row) for row in rows), key=repr)
    return state


def _content(file: Path) -> str:
    """Return what is in a file, hashed; of a library its rows, because two copies differ in moments."""
    data = repr(_rows(file)).encode() if file.suffix == ".db" else file.read_bytes()
    return hashlib.sha256(data).hexdigest()


def leftover(file: Path) -> bool:
    """Tell whether a file is what a writing that was cut off has left: hidden, and of no photo's kind."""
    return any(part.startswith(".") and ".part" in part for part in file.parts)


def _plain(row: sqlite3.Row) -> tuple[tuple[str, object], ...]:
    found: list[tuple[str, object]] = []
    for key in row.keys():  # noqa: SIM118 - iterating a row gives its values
        value = row[key]
        if key == "inode" or key.endswith("_ns"):
            continue
        if key.endswith(("_at", "_since")) and key != "taken_at":
            value = value is not None
        elif isinstance(value, str):
            value = _MOMENT.sub("<moment>", value)
        found.append((key, value))
    return tuple(found)


def difference(found: State, *wanted: State) -> str:
    """Say shortly where a state is not those wanted."""
    told = []
    for one in wanted:
        keys = sorted(key for key in found.keys() | one.keys() if found.get(key) != one.get(key))
        shown = ", ".join(keys[:5])
        for key in keys[:1]:
            if isinstance(found.get(key), list) and isinstance(one.get(key), list):
                new = [row for row in found[key] if row not in one[key]][:1]
                old = [row for row in one[key] if row not in found[key]][:1]
                shown += f" ({new} for {old})"
        told.append(f"differs in {shown:.600}")
    return "; ".join(told)


def kill_all(
    deeds: list[Deed], folder: Path, *, runs: int, generator: random.Random
) -> dict[str, list[Outcome]]:
    """Kill each of some deeds several times; return what became of them by name."""
    found: dict[str, list[Outcome]] = {}
    for number, deed in enumerate(deeds):
        place = folder / f"{number}"
        killer = Killer(deed, place)
        found.setdefault(deed.name, []).extend(killer.run(generator) for _ in range(runs))
        with contextlib.suppress(OSError):
            shutil.rmtree(place)
    return found
