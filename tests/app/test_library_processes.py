"""A library and several processes: locks, and being killed at any moment."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.library import connection, errors
from app.library.store import Library
from app.library.tables import Person, Setting

WRITE_FOR_EVER = """
import sys
from app.library.store import Library
from app.library.tables import Person, Setting
with Library.open(sys.argv[1]) as library:
    for number in range(1, 1_000_000):
        with library.write() as session:
            session.merge(Setting(key="batches", value=str(number)))
            for _ in range(20):
                session.add_all(Person(notes="x" * 500) for _ in range(10))
                session.flush()
        print(number, flush=True)
"""

HOLD = """
import sys
from app.library.store import Library
with Library.open(sys.argv[1]) as library:
    with library.{method}():
        print("held", flush=True)
        sys.stdin.read()
"""

CREATE = """
import sys
from app.library.store import Library
sys.stdin.readline()
Library.open(sys.argv[1]).close()
"""


@contextmanager
def started(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", "-c", program, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_killed_while_writing_keeps_whole_transactions(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    generator = random.Random(7)
    for _ in range(4):
        with started(WRITE_FOR_EVER, path) as process:
            reported = int(first_line(process))
            with Library.open(path) as library, library.read() as session:
                before = session.scalar(select(func.count(Person.id)))
            time.sleep(generator.uniform(0.0, 0.15))
            process.kill()
            assert process.stdout is not None
            reported = max([reported, *map(int, process.stdout.read().split())])
        with Library.open(path, create=False) as library:
            assert library.check() == []
            with library.read() as session:
                people = session.scalar(select(func.count(Person.id)))
                batches = int(session.get_one(Setting, "batches").value)
            assert before is not None
            assert people is not None
            assert people >= before
            assert people % 200 == 0
            # What was reported as done is there; one more may have been finished but not reported.
            assert batches in {reported, reported + 1}


def test_one_job_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library, started(HOLD.format(method="job_lock"), path) as process:
        assert first_line(process) == "held"
        with (
            pytest.raises(errors.LibraryBusyError, match="Another Familiar"),
            library.job_lock(),
        ):
            pytest.fail("the block must not run")
        # Short writes go on beside a job.
        with library.write() as session:
            session.add(Person())
        process.kill()
        process.wait()
        with library.job_lock():
            pass


def test_job_lock_holds_inside_one_process_too(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        with library.job_lock(), pytest.raises(errors.LibraryBusyError), library.job_lock():
            pytest.fail("the block must not run")
        with library.job_lock():
            pass


def test_other_process_writing_too_long_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.2)
    with Library.open(path) as library, started(HOLD.format(method="write"), path) as process:
        assert first_line(process) == "held"
        with pytest.raises(errors.LibraryBusyError), library.write():
            pytest.fail("the block must not run")
        with library.read() as session:
            assert session.scalar(select(func.count(Person.id))) == 0
        process.kill()
        process.wait()
        with library.write() as session:
            session.add(Person())


def test_two_processes_create_one_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with started(CREATE, path) as first, started(CREATE, path) as second:
        for process in (first, second):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        assert (first.wait(30), second.wait(30)) == (0, 0)
    with Library.open(path, create=False) as library:
        assert library.check() == []
