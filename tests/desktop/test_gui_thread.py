"""The guard of the GUI thread bites, and only whom it should."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from makers.gui_thread import guard_gui_thread

import app.desktop

#: A file of the window, as far as the guard can tell.
_FILE = Path(app.desktop.__file__).with_name("made_up.py")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return guard_gui_thread(monkeypatch)


@pytest.fixture
def connection(found: list[str], tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "some.db", check_same_thread=False)) as opened:
        opened.execute("CREATE TABLE seen (id INTEGER)")
        yield opened


def in_window(connection: sqlite3.Connection, code: str) -> None:
    exec(compile(code, str(_FILE), "exec"), {"connection": connection})


@pytest.mark.parametrize(
    "code",
    [
        "connection.execute('SELECT * FROM seen')",
        "connection.executemany('INSERT INTO seen VALUES (?)', [(1,)])",
        "connection.executescript('SELECT 1;')",
        "connection.cursor().execute('SELECT * FROM seen')",
        "connection.cursor().executemany('INSERT INTO seen VALUES (?)', [(1,)])",
        "connection.commit()",
    ],
)
def test_a_statement_of_the_window_is_found(
    found: list[str], connection: sqlite3.Connection, code: str
) -> None:
    in_window(connection, code)
    assert found
    assert all(one.startswith("SQL: ") and _FILE.name in one for one in found)


def test_a_statement_in_a_lane_or_of_a_test_is_fine(found: list[str], connection: sqlite3.Connection) -> None:
    lane = threading.Thread(target=in_window, args=(connection, "connection.execute('SELECT * FROM seen')"))
    lane.start()
    lane.join()
    connection.execute("SELECT * FROM seen")
    assert not found
