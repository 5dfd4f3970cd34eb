"""What the page of questions says where there is nothing to ask."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from makers.desks import settle
from makers.fake_photos import FakeAnalyser, photo
from makers.libraries import Made, add_faces
from makers.review_pages import Shown
from pytestqt.qtbot import QtBot

from app.desktop import jobs as jobs_module
from app.desktop.desk import Desk
from app.library.settings import RECOGNISER, set_setting
from app.library.store import Library


def test_while_photos_are_read_it_does_not_say_that_all_is_sorted(
    qtbot: QtBot, empty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = threading.Event()
    analyser = FakeAnalyser(seconds=lambda _: 0.0 * read.wait(10))
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: analyser)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(photo(("Anna", 20, 20, 60)))
    empty_desk.jobs.index([tmp_path / "photos"])
    qtbot.waitUntil(lambda: bool(analyser.analysed))
    shown = Shown(qtbot, empty_desk)
    assert shown.title == "Photos are still being looked at"
    with qtbot.waitSignal(empty_desk.jobs.finished):
        read.set()
    qtbot.waitUntil(lambda: shown.title == "Everything is sorted for now")
    settle(qtbot, empty_desk)


def test_an_empty_library_says_what_to_do(qtbot: QtBot, empty_desk: Desk) -> None:
    shown = Shown(qtbot, empty_desk)
    assert shown.title == "There are no photos yet"
    assert not shown.button("Answer").isVisible()
    assert not shown.button("Group").isVisible()


def test_photos_that_are_not_grouped_yet_can_be(qtbot: QtBot, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        add_faces(library, [Made(1, 0), Made(2, 0)])
    desk = Desk(Library.open(tmp_path / "library.db"))
    shown = Shown(qtbot, desk)
    assert shown.title == "Faces have not been grouped yet"
    with qtbot.waitSignal(desk.jobs.finished):
        shown.click("Group faces now")
    settle(qtbot, desk)
    assert shown.title == "Everything is sorted for now"
    desk.close()


def test_a_recogniser_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library, library.write() as session:
        set_setting(session, RECOGNISER, "nobodys-model")
    desk = Desk(Library.open(tmp_path / "library.db"))
    shown = Shown(qtbot, desk)
    assert shown.title == "Nothing can be asked"
    assert "nobodys-model" in shown.words
    desk.close()
