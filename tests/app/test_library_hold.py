"""The library stays locked as SQLite needs it, also after something else has opened and closed its files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.library.store import Library

#: Another process, which opens the library, reads it and closes it.
OTHER = """
import sys
from sqlalchemy import text
from app.library.store import Library

with Library.open(sys.argv[1]) as library, library.read() as session:
    print(*session.scalars(text("SELECT path FROM root ORDER BY id")), sep="\\n")
"""


def open_and_close(library: Path) -> None:
    """Do what a file dialog does to tell the types of files."""
    for file in library.parent.iterdir():
        with file.open("rb") as opened:
            opened.read(16)


def note(library: Library, path: str) -> None:
    with library.write() as session:
        session.execute(text("INSERT INTO root (path, added_at) VALUES (:path, '2026')"), {"path": path})


def seen_by_another_process(path: Path) -> list[str]:
    ran = subprocess.run([sys.executable, "-c", OTHER, path], check=True, capture_output=True, text=True)
    return ran.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="the locks are those of Linux")
def test_nothing_is_lost_after_a_file_dialog_and_another_process(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    expected = []
    with Library.open(path) as library:
        for number in range(3):
            open_and_close(path)
            assert seen_by_another_process(path) == expected
            note(library, f"/{number}")
            expected.append(f"/{number}")
    assert seen_by_another_process(path) == expected


def test_the_log_is_cleared_up_by_the_last_to_close(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    one, two = Library.open(path), Library.open(path)
    note(one, "/one")
    one.close()
    note(two, "/two")
    two.close()
    assert sorted(file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock")) == [
        "library.db"
    ]
