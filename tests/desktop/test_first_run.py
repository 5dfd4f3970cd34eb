"""From an empty library to the first photos and people, and the folder in which there are none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.desks import settle
from makers.fake_photos import FakeAnalyser, photo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.desktop import jobs as jobs_module
from app.desktop import news
from app.desktop.desk import Desk
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place
from app.desktop.start import MAKERS
from app.desktop.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser())
    made = MainWindow(empty_desk, MAKERS)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.has_arrived)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "holiday"
    made.mkdir()
    return made


def fill(folder: Path, photos: int) -> None:
    for number in range(photos):
        who = ("Anna", "Bert")[number % 2]
        (folder / f"{number:03}.jpg").write_bytes(photo((who, 20, 20, 60), salt=number))


def words(window: MainWindow) -> str:
    return "\n".join(one.text() for one in window.page.findChildren(QLabel) if one.isVisible())


def press(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Press a button of the page, which may be about to appear."""

    def shown() -> list[QPushButton]:
        buttons = window.page.findChildren(QPushButton)
        return [one for one in buttons if one.text() == text and one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    qtbot.mouseClick(shown()[0], LEFT)


def rest(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=10_000)
    settle(qtbot, desk)


def test_a_folder_without_photos_is_told_of_truthfully(
    qtbot: QtBot,
    empty_desk: Desk,
    window: MainWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Who is in your photos?" in words(window)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    press(qtbot, window, "Choose a photo folder…")
    assert isinstance(window.page, PhotosPage)
    qtbot.waitUntil(lambda: "Looking for photos…" in words(window))
    qtbot.waitUntil(lambda: "There are no photos here" in words(window))
    rest(qtbot, empty_desk)
    assert f"{folder} has no photos in it" in words(window)
    assert "JPEG" in words(window)
    # Return does what is likeliest.
    focused = window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Choose another folder…"
    # Nothing is to be seen of what is for photos alone.
    assert not [one for one in window.page.findChildren(QToolButton) if one.isVisible()]
    # Photos that came meanwhile are found.
    fill(folder, 3)
    press(qtbot, window, "Look again")
    qtbot.waitUntil(lambda: "3 photo" in words(window))
    rest(qtbot, empty_desk)
    assert window.focusWidget() is window.page.grid
    assert [one for one in window.page.findChildren(QToolButton) if one.isVisible()]


def test_another_folder_can_be_chosen_then(
    qtbot: QtBot, empty_desk: Desk, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    window.add_folders([folder])
    qtbot.waitUntil(lambda: "There are no photos here" in words(window))
    rest(qtbot, empty_desk)
    other = tmp_path / "other"
    other.mkdir()
    fill(other, 2)
    press(qtbot, window, "Choose another folder…")
    dialog = window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(other))
    dialog.reject()
    qtbot.waitUntil(lambda: "2 photo" in words(window))
    rest(qtbot, empty_desk)


def test_photos_are_shown_as_soon_as_the_first_are_read(
    qtbot: QtBot, empty_desk: Desk, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_FIRST_NEWS_S", 0.0)
    gate = threading.Event()

    def seconds(data: bytes) -> float:
        if b'"salt": 69' in data:
            gate.wait(20)
        return 0.0

    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser(seconds=seconds))
    fill(folder, 70)
    assert window.windowTitle() == "Welcome - Familiar"
    # As when the window is opened with a folder.
    empty_desk.jobs.index([folder])
    qtbot.waitUntil(lambda: window.windowTitle() == "Photos - Familiar")
    page = window.page
    assert isinstance(page, PhotosPage)
    try:
        qtbot.waitUntil(lambda: page.grid.model().rowCount() >= 32, timeout=15_000)
        assert empty_desk.jobs.running
        assert page.grid.model().rowCount() < 70
    finally:
        gate.set()
    rest(qtbot, empty_desk)
    qtbot.waitUntil(lambda: page.grid.model().rowCount() == 70)


def test_whoever_went_elsewhere_stays_there(
    qtbot: QtBot, empty_desk: Desk, window: MainWindow, folder: Path
) -> None:
    fill(folder, 3)
    window.go(Place(PageName.SETTINGS))
    empty_desk.jobs.index([folder])
    rest(qtbot, empty_desk)
    assert window.windowTitle() == "Settings - Familiar"
    window.go(Place(PageName.PHOTOS))
    settle(qtbot, empty_desk)
    assert "3 photo" in words(window)


def test_a_folder_that_is_away_is_told_of(
    qtbot: QtBot, empty_desk: Desk, window: MainWindow, folder: Path
) -> None:
    window.add_folders([folder])
    rest(qtbot, empty_desk)
    folder.rmdir()
    press(qtbot, window, "Look again")
    qtbot.waitUntil(lambda: "out of reach" in words(window))
    rest(qtbot, empty_desk)
    assert f"{folder} is not there now. Connect the drive" in words(window)
