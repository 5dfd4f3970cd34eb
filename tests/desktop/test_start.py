"""Starting the window: the library is opened beside it, and what goes wrong then is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.operating import three_groups
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop import opening as opening_module
from app.desktop import start
from app.desktop.desk import Desk
from app.desktop.opening import Opening
from app.desktop.pages.page import Page
from app.library.daily import make_copy, today
from app.library.store import Library
from app.library.tables import Action
from app.operations import history


@pytest.fixture
def openings(qtbot: QtBot) -> Iterator[list[Opening]]:
    made: list[Opening] = []
    yield made
    for one in made:
        one.finish()


def begun(qtbot: QtBot, openings: list[Opening], path: Path) -> Opening:
    made = Opening(path)
    qtbot.addWidget(made)
    openings.append(made)
    return made


def test_a_library_is_made_where_there_is_none(
    qtbot: QtBot, openings: list[Opening], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_module, "_PATIENCE_MS", 60_000)
    opening = begun(qtbot, openings, tmp_path / "new" / "library.db")
    with qtbot.waitSignal(opening.opened) as opened:
        opening.begin()
    (library,) = opened.args
    assert isinstance(library, Library)
    assert library.path == tmp_path / "new" / "library.db"
    library.close()
    # Nobody's patience was at an end, so nobody saw anything of it.
    assert not opening.isVisible()


def test_what_takes_long_is_told(
    qtbot: QtBot, openings: list[Opening], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = threading.Event(), Library.open

    def migrate(path: Path) -> Library:
        gate.wait(10)
        return real(path)

    monkeypatch.setattr(opening_module.Library, "open", migrate)
    opening = begun(qtbot, openings, tmp_path / "library.db")
    opening.begin()
    qtbot.waitUntil(opening.isVisible)
    words = [label.text() for label in opening.findChildren(QLabel)]
    assert words == ["Opening the library…", str(tmp_path / "library.db")]
    with qtbot.waitSignal(opening.opened) as opened:
        gate.set()
    opened.args[0].close()


def test_a_library_that_nobody_waits_for_any_more_is_closed(
    qtbot: QtBot, openings: list[Opening], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, really_open, really_close = threading.Event(), Library.open, Library.close
    closed: list[Path] = []

    def migrate(path: Path) -> Library:
        began.set()
        return really_open(path)

    def close(library: Library) -> None:
        closed.append(library.path)
        really_close(library)

    monkeypatch.setattr(opening_module.Library, "open", migrate)
    monkeypatch.setattr(opening_module.Library, "close", close)
    opening = begun(qtbot, openings, tmp_path / "library.db")
    opening.begin()
    assert began.wait(10)
    with qtbot.assertNotEmitted(opening.opened, wait=50):
        opening.close()
        opening.finish()
    assert closed == [tmp_path / "library.db"]
    # Once, however often one makes sure.
    opening.finish()
    assert len(closed) == 1


def test_why_it_cannot_be_opened_is_told(qtbot: QtBot, openings: list[Opening], tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"something else, and not a database at all" * 100)
    opening = begun(qtbot, openings, tmp_path / "library.db")
    with qtbot.waitSignal(opening.failed) as failed:
        opening.begin()
    assert str(tmp_path / "library.db") in failed.args[0]
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    opening = begun(qtbot, openings, in_the_way / "library.db")
    with qtbot.waitSignal(opening.failed) as failed:
        opening.begin()
    assert str(in_the_way) in failed.args[0]
    # A sentence, with what to do.
    assert "Choose another folder" in failed.args[0]


@pytest.mark.skipif(os.name != "posix", reason="the rights of folders are POSIX's")
def test_folders_that_are_made_are_the_user_s_own(
    qtbot: QtBot, openings: list[Opening], tmp_path: Path
) -> None:
    opening = begun(qtbot, openings, tmp_path / "data" / "Familiar" / "library.db")
    with qtbot.waitSignal(opening.opened) as opened:
        opening.begin()
    opened.args[0].close()
    rights = [(tmp_path / place).stat().st_mode & 0o777 for place in ("data", "data/Familiar")]
    assert rights == [0o700, 0o700]


def test_a_look_at_whether_it_starts_waits_for_nobody(tmp_path: Path) -> None:
    """As whoever packs it does; a dialog would be open for ever."""
    three_groups(tmp_path / "library.db").close()
    make_copy(tmp_path / "library.db", today())
    (tmp_path / "library.db").write_bytes(b"x" * 5000)
    (tmp_path / "text.db").write_text("no library" * 1000)
    for name, said in (
        ("library.db", "its beginning is overwritten"),
        ("text.db", "is not a Familiar library"),
    ):
        command = [sys.executable, "-m", "app.desktop", "--check", "--library", str(tmp_path / name)]
        environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, timeout=120
        )
        assert (done.returncode, said in done.stderr) == (3, True), done.stderr
        assert str(tmp_path / name) in done.stderr


def test_a_bug_is_told_too(
    qtbot: QtBot, openings: list[Opening], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> Library:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(opening_module.Library, "open", broken)
    opening = begun(qtbot, openings, tmp_path / "library.db")
    with qtbot.waitSignal(opening.failed) as failed:
        opening.begin()
    assert "ZeroDivisionError: by nought" in failed.args[0]


def test_the_window_opens_with_the_library(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = start.open_window(Library.open(tmp_path / "library.db"), [tmp_path / "nowhere"])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.has_arrived)
    assert window.isVisible()
    assert any("is no folder" in label.text() for label in window.findChildren(QLabel))
    window.close()


def test_writing_that_was_cut_off_is_made_truthful(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db")
    with library.write() as session:
        session.add(Action(kind="write", summary="Wrote names into photos", changes="[]"))
    window = start.open_window(library, [])
    qtbot.addWidget(window)
    # Nothing had been written.
    qtbot.waitUntil(lambda: not history(library))
    window.close()


def test_each_page_is_made_by_its_name(qtbot: QtBot, desk: Desk) -> None:
    start.load_pages()
    for name, make in start.MAKERS.items():
        page = make(desk)
        qtbot.addWidget(page)
        assert isinstance(page, Page)
        assert page.title(), name


def test_the_window_is_loaded_without_what_it_needs_later() -> None:
    code = "import sys, app.desktop.window; print(*{'onnxruntime', 'scipy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not done.stdout.strip()
