"""Exports beside the window: shown, stopped, one after the other, and told at the end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.desks import settle
from makers.export_windows import ANNA, Gate, message, opened_window
from makers.sources import VALUE, Sources
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.sentences import has_template
from app.desktop.widgets.jobs_bar import JobsBar
from app.desktop.window import MainWindow
from app.exchange.exporting import Form, Options


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    yield from opened_window(qtbot, desk)


def test_a_running_export_is_shown_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    gate = Gate()
    desk.exports.photos(gate.which(), tmp_path / "held.zip", Form.ZIP, Options())
    desk.exports.photos(ANNA, tmp_path / "next.zip", Form.ZIP, Options())
    assert gate.waiting.wait(10)
    (bar,) = window.findChildren(JobsBar)
    assert isinstance(bar, JobsBar)
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: "Exporting photos" in [label.text() for label in bar.findChildren(QLabel)])
    (cancel,) = [button for button in bar.findChildren(QToolButton) if button.text() == "Cancel"]
    assert cancel.toolTip() == "Stop"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    gate.open.set()
    qtbot.waitUntil(lambda: (tmp_path / "next.zip").exists() and not desk.jobs.running, timeout=10_000)
    assert not (tmp_path / "held.zip").exists()
    assert sorted(file.name for file in tmp_path.glob("*.zip")) == ["next.zip"]
    qtbot.waitUntil(lambda: "next.zip" in message(window).accessibleName())
    qtbot.waitUntil(bar.isHidden)


def test_a_stopped_export_is_told(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    desk.told.connect(lambda text, _: told.append(text))
    for form in (Form.ZIP, Form.FOLDER):
        gate = Gate()
        desk.exports.photos(gate.which(), tmp_path / "held", form, Options())
        assert gate.waiting.wait(10)
        (job,) = desk.jobs.running
        job.cancel()
        with qtbot.waitSignal(desk.jobs.finished):
            gate.open.set()
    settle(qtbot, desk)
    assert told == [
        "The export was stopped; nothing was made.",
        "The export was stopped. What is in the folder by now stays there.",
    ]


def test_closing_stops_what_runs_and_forgets_what_waits(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    gate = Gate()
    desk.exports.photos(gate.which(), tmp_path / "held.zip", Form.ZIP, Options())
    desk.exports.photos(ANNA, tmp_path / "next.zip", Form.ZIP, Options())
    assert gate.waiting.wait(10)
    threading.Timer(0.1, gate.open.set).start()
    desk.exports.close()
    desk.jobs.close()
    QApplication.processEvents()
    assert not list(tmp_path.glob("*.zip"))


def test_what_is_refused_and_left_out_is_told(qtbot: QtBot, desk: Desk, album: Path, tmp_path: Path) -> None:
    troubled: list[str] = []
    desk.troubled.connect(troubled.append)
    with qtbot.waitSignal(desk.jobs.finished):
        desk.exports.photos(ANNA, album / "photos" / "x", Form.FOLDER, Options())
    (tmp_path / "file").touch()
    with qtbot.waitSignal(desk.jobs.finished):
        desk.exports.names(tmp_path / "file" / "names.json")
    with desk.library.write() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE photo SET path = 'gone/' || path WHERE id IN (1, 2)"))
    with qtbot.waitSignal(desk.jobs.finished):
        desk.exports.photos(ANNA, tmp_path / "a.zip", Form.ZIP, Options())
    settle(qtbot, desk)
    watched, unwritable, gone = troubled
    assert "watched folder" in watched
    assert "cannot be written" in unwritable
    assert gone.endswith("1 more could not be exported either.")
    assert all(has_template(one) for one in (watched, unwritable))
    assert has_template(gone.removesuffix(" 1 more could not be exported either."))


def test_what_was_made_can_be_shown(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("app.desktop.widgets.photo_files._show_file", lambda file: asked.append(file) or True)
    with qtbot.waitSignal(desk.exports.offered):
        desk.exports.names(tmp_path / "names.json")
    assert json.loads((tmp_path / "names.json").read_text("utf-8"))["format"] == "familiar-names"
    (button,) = [one for one in message(window).findChildren(QPushButton) if one.isVisible()]
    assert button.text() == "Show in folder"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked == [tmp_path / "names.json"])


def test_an_album_speaks_the_language_of_the_window(desk: Desk) -> None:
    words = desk.exports.words()
    assert words.language == "en"
    assert "{n}" in words.photos
    assert "{names}" in words.not_placed


def test_every_sentence_has_a_template() -> None:
    sources = Sources.of("app/exchange/exporting", "app/search/outside.py")
    said = [
        *sources.arguments(["ExportTargetError", "OperationError"]),
        *sources.returns("problem"),
        *sources.returns("_reason"),
    ]
    assert len(said) > 6
    assert [one for one in said if one.text != VALUE and not has_template(one.text)] == []
