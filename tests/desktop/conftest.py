"""Fixtures of the tests of the window: no screen, settings of its own, a desk with a small album."""

from __future__ import annotations

import gc
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from makers.albums import make_album
from makers.desks import settle
from makers.gui_thread import guard_gui_thread
from PySide6.QtCore import QCoreApplication, QSettings
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.kept import forget_all
from app.library.store import Library


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an album, to copy."""
    folder = tmp_path_factory.mktemp("album")
    make_album(folder)
    return folder


@pytest.fixture(autouse=True)
def garbage_is_collected_here_alone() -> Iterator[None]:
    """Take Qt objects apart in the GUI thread alone, as `app.desktop.garbage` does."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> Iterator[None]:
    """Keep the settings of the window in a folder of the test."""
    QCoreApplication.setOrganizationName("Familiar")
    QCoreApplication.setApplicationName("Familiar")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    yield
    forget_all()


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test() -> Iterator[None]:
    """Fail a test that leaves one of our threads running."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("familiar-")]
    assert not left


@pytest.fixture(autouse=True)
def gui_thread_is_kept_clear(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test in which the window asks a database, decodes a picture or runs a network in its thread.

    A test without a window calls, in its only thread, what the window leaves to its lanes.
    """
    if "qtbot" not in request.fixturenames:
        yield
        return
    found = guard_gui_thread(monkeypatch)
    yield
    assert not found, "In the GUI thread, the window " + "\nand ".join(found[:5])


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, album: Path) -> Iterator[Desk]:
    """Open the album: photos 1 to 14, groups 1, 2 and 3 of who is seen often, and two lonely faces."""
    # The photos stay where they are; only the library is changed.
    shutil.copy(album / "library.db", tmp_path / "library.db")
    desk = Desk(Library.open(tmp_path / "library.db"))
    yield desk
    desk.close()


@pytest.fixture
def empty_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """Open a library without photos."""
    desk = Desk(Library.open(tmp_path / "library.db"))
    yield desk
    desk.close()


__all__ = ["settle"]
