"""With the window open, what changes in the folders appears by itself, and drives may come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from makers.desks import settle
from makers.fake_photos import FakeAnalyser, photo
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.desktop import jobs as jobs_module
from app.desktop.choices import WATCHING
from app.desktop.desk import Desk
from app.desktop.job import Kind
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import PageName, Place
from app.desktop.start import MAKERS
from app.desktop.widgets.photo_grid import PhotoGrid
from app.desktop.window import MainWindow
from app.indexing import WatchedRoot, watching
from app.indexing.observing import Observing, OutOfWatchesError
from app.library.store import Library
from app.search.browsing import counts

PATIENCE_MS = 30_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "first.jpg").write_bytes(photo(("Anna", 20, 20, 60), salt=1))
    return folder


@pytest.fixture
def open_desk(
    qtbot: QtBot, empty_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """Open a library with one photo, whose folder is watched."""
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser())
    monkeypatch.setattr(watching, "CHECK_EVERY_S", 0.2)
    empty_desk.watching.start()
    with qtbot.waitSignal(empty_desk.jobs.finished, timeout=PATIENCE_MS):
        empty_desk.jobs.index([folder])
    yield empty_desk
    # As the desk does; the test's end waits for the thread.
    empty_desk.watching.close()


def photos(desk: Desk) -> int:
    with desk.library.read() as session:
        return counts(session).photos


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=PATIENCE_MS)


def add(folder: Path, name: str) -> None:
    (folder / name).write_bytes(photo(("Bert", 20, 20, 60), salt=name))


def test_a_photo_that_is_copied_appears(qtbot: QtBot, open_desk: Desk, folder: Path) -> None:
    window = MainWindow(open_desk, MAKERS)
    qtbot.addWidget(window)
    window.show()
    window.go(Place(PageName.PHOTOS))
    page = window.page
    assert isinstance(page, PhotosPage)
    grid = page.findChild(PhotoGrid)
    assert grid is not None
    until(qtbot, lambda: grid.model().rowCount() == 1)
    told: list[str] = []
    open_desk.told.connect(lambda text, _: told.append(text))
    add(folder, "second.jpg")
    until(qtbot, lambda: grid.model().rowCount() == 2)
    (folder / "deeper").mkdir()
    add(folder / "deeper", "third.jpg")
    until(qtbot, lambda: grid.model().rowCount() == 3)
    until(qtbot, lambda: not open_desk.jobs.running)
    assert told == []
    settle(qtbot, open_desk)


def test_a_drive_goes_and_comes_back(qtbot: QtBot, open_desk: Desk, folder: Path, tmp_path: Path) -> None:
    told: list[str] = []
    open_desk.told.connect(lambda text, _: told.append(text))
    folder.rename(tmp_path / "unplugged")
    gone = (
        f"{folder} is not there any more. If its drive was removed, connect it again; its photos are kept "
        "meanwhile."
    )
    until(qtbot, lambda: told == [gone])
    until(qtbot, lambda: not open_desk.jobs.running)
    assert photos(open_desk) == 1
    told.clear()
    folder.mkdir()
    (tmp_path / "unplugged" / "first.jpg").rename(folder / "first.jpg")
    until(qtbot, lambda: f"{folder} is there again." in told)
    add(folder, "second.jpg")
    until(qtbot, lambda: photos(open_desk) == 2)


def test_an_empty_mount_point_loses_nothing(
    qtbot: QtBot, open_desk: Desk, folder: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    open_desk.told.connect(lambda text, _: told.append(text))
    (folder / "first.jpg").rename(tmp_path / "first.jpg")
    until(qtbot, lambda: any("is empty now" in text for text in told))
    until(qtbot, lambda: not open_desk.jobs.running)
    assert photos(open_desk) == 1


def test_what_the_user_stopped_goes_on_with_the_next_change(
    qtbot: QtBot, open_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def seconds(_data: bytes) -> float:
        reading.set()
        go_on.wait(20)
        return 0.0

    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser(seconds=seconds))
    for number in range(40):
        add(folder, f"{number}.jpg")
    until(qtbot, reading.is_set)
    (job,) = open_desk.jobs.running
    job.pause()
    add(folder, "during.jpg")
    heard: list[object] = []
    open_desk.watching.changed.connect(heard.append)
    until(qtbot, lambda: bool(heard))
    assert open_desk.jobs.running == [job]
    begun: list[object] = []
    open_desk.jobs.started.connect(begun.append)
    job.cancel()
    with qtbot.waitSignal(open_desk.jobs.stopped, timeout=PATIENCE_MS):
        go_on.set()
    assert not open_desk.jobs.running
    assert begun == []
    assert photos(open_desk) < 42
    add(folder, "next.jpg")
    until(qtbot, lambda: photos(open_desk) == 43)


def test_another_familiar_at_work_is_waited_for(
    qtbot: QtBot, open_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_desk.jobs._look_again.setInterval(50)
    troubled: list[str] = []
    open_desk.troubled.connect(troubled.append)
    with open_desk.library.job_lock():
        add(folder, "second.jpg")
        until(qtbot, open_desk.jobs._look_again.isActive)
        assert photos(open_desk) == 1
    until(qtbot, lambda: photos(open_desk) == 2)
    assert troubled == []


def test_a_folder_that_is_no_root_any_more_is_not_watched(
    qtbot: QtBot, open_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[list[WatchedRoot]] = []
    monkeypatch.setattr(open_desk.watching, "follow", followed.append)
    open_desk.renewed.emit()
    until(qtbot, lambda: {tuple(root.path for root in roots) for roots in followed} == {(str(folder),)})


def test_that_not_all_can_be_watched_is_said_once(
    qtbot: QtBot, empty_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OutOfWatchesError

    monkeypatch.setattr(Observing, "add", full)
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser())
    monkeypatch.setattr(watching, "POLL_EVERY_S", 0.2)
    troubled: list[str] = []
    empty_desk.troubled.connect(troubled.append)
    for _ in range(2):
        empty_desk.watching.start()
        with qtbot.waitSignal(empty_desk.jobs.finished, timeout=PATIENCE_MS):
            empty_desk.jobs.index([folder])
        empty_desk.watching.close()
    assert len(troubled) == 1
    assert "fs.inotify.max_user_watches" in troubled[0]
    empty_desk.watching.start()
    empty_desk.jobs.index()
    until(qtbot, lambda: not empty_desk.jobs.running)
    add(folder, "second.jpg")
    until(qtbot, lambda: photos(empty_desk) == 2)
    empty_desk.watching.close()


def test_the_user_may_want_to_be_asked(qtbot: QtBot, open_desk: Desk, folder: Path) -> None:
    page = SettingsPage(open_desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place(PageName.SETTINGS))
    settle(qtbot, open_desk)
    (box,) = [box for box in page.findChildren(QComboBox) if box.accessibleName() == "New photos"]
    assert box.currentData() == "on"
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert (WATCHING.get(), open_desk.watching.is_on) == ("off", False)
    # It stays so after the next start.
    open_desk.watching.start()
    assert not open_desk.watching.is_on
    add(folder, "second.jpg")
    begun: list[Kind] = []
    open_desk.jobs.started.connect(lambda job: begun.append(job.kind))
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert begun == [Kind.INDEX]
    until(qtbot, lambda: photos(open_desk) == 2)
    until(qtbot, lambda: not open_desk.jobs.running)
    add(folder, "third.jpg")
    until(qtbot, lambda: photos(open_desk) == 3)


def test_closing_ends_it_at_once(
    qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser())
    desk = Desk(Library.open(tmp_path / "other.db"))
    desk.watching.start()
    with qtbot.waitSignal(desk.jobs.finished, timeout=PATIENCE_MS):
        desk.jobs.index([folder])
    add(folder, "second.jpg")
    desk.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("familiar-")]
