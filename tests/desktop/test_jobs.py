"""Indexing and grouping beside the window: progress, people while it runs, pause, cancel, going on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from makers.desks import settle
from makers.fake_photos import FakeAnalyser, photo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.desktop import jobs as jobs_module
from app.desktop.desk import Desk
from app.desktop.job import Job, JobProgress, Kind, State
from app.desktop.widgets.jobs_bar import JobsBar
from app.indexing import Stage
from app.library.store import Library
from app.search.browsing import counts


class Gate:
    """Lets photos be read only when it is open."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.waiting = threading.Event()

    def seconds(self, _data: bytes) -> float:
        self.waiting.set()
        self.open.wait(10)
        return 0.0


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(12):
        who = ("Anna", "Bert", "Chloe")[number % 3]
        (folder / f"{number}.jpg").write_bytes(photo((who, 20, 20, 60), salt=number))
    return folder


def use(monkeypatch: pytest.MonkeyPatch, analyser: FakeAnalyser) -> None:
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: analyser)


def people(desk: Desk) -> int:
    with desk.library.read() as session:
        return counts(session).groups


def test_photos_are_read_and_faces_grouped(
    qtbot: QtBot, empty_desk: Desk, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, FakeAnalyser())
    bar = JobsBar(empty_desk.jobs)
    qtbot.addWidget(bar)
    told: list[str] = []
    empty_desk.told.connect(lambda text, _: told.append(text))
    seen: list[JobProgress] = []
    empty_desk.jobs.started.connect(lambda job: job.progressed.connect(seen.append))
    with qtbot.waitSignals([empty_desk.jobs.started, empty_desk.jobs.finished, empty_desk.renewed]):
        empty_desk.jobs.index([photos])
        assert not bar.isHidden()
    assert people(empty_desk) == 3
    assert told == ["12 photo(s) read, 12 face(s) found."]
    assert {Stage.WALKING, Stage.ANALYSING} <= {one.stage for one in seen}
    assert bar.isHidden()


def test_people_appear_while_photos_are_read(
    qtbot: QtBot, empty_desk: Desk, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "_FIRST_GROUP_S", 0.0)
    monkeypatch.setattr(jobs_module, "_GROUP_EVERY_S", 0.0)
    slow = threading.Event()

    def seconds(data: bytes) -> float:
        # The last photo is not read before people are there.
        if b'"salt": 9' in data:
            slow.wait(20)
        return 0.0

    use(monkeypatch, FakeAnalyser(seconds=seconds))
    running: list[bool] = []

    def renewed() -> None:
        if people(empty_desk) == 3 and empty_desk.jobs.running:
            running.append(True)
            slow.set()

    empty_desk.renewed.connect(renewed)
    with qtbot.waitSignal(empty_desk.jobs.finished, timeout=20_000):
        empty_desk.jobs.index([photos])
    assert running


def test_a_job_waits_goes_on_and_stops(
    qtbot: QtBot, empty_desk: Desk, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    use(monkeypatch, FakeAnalyser(seconds=gate.seconds))
    bar = JobsBar(empty_desk.jobs)
    qtbot.addWidget(bar)
    bar.show()
    empty_desk.jobs.index([photos])
    (job,) = empty_desk.jobs.running
    qtbot.waitUntil(gate.waiting.is_set)
    pause, cancel = bar.findChildren(QToolButton)
    assert (pause.text(), cancel.text()) == ("Pause", "Cancel")
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert job.state is State.PAUSED
    assert job.token.paused
    assert "Paused" in [label.text() for label in bar.findChildren(QLabel)]
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert job.state is State.RUNNING
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert job.state is State.CANCELLING
    with qtbot.waitSignals([empty_desk.jobs.finished, empty_desk.jobs.stopped]):
        gate.open.set()
    # It goes on where it was.
    with qtbot.waitSignal(empty_desk.jobs.finished):
        empty_desk.jobs.index()
    assert people(empty_desk) == 3


def test_folders_dropped_while_it_runs_come_next(
    qtbot: QtBot, empty_desk: Desk, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    use(monkeypatch, FakeAnalyser(seconds=gate.seconds))
    more = tmp_path / "more"
    more.mkdir()
    (more / "x.jpg").write_bytes(photo(("Dora", 20, 20, 60)))
    ended: list[Job] = []
    empty_desk.jobs.finished.connect(lambda job: ended.append(job) if job.kind is Kind.INDEX else None)
    empty_desk.jobs.index([photos])
    qtbot.waitUntil(gate.waiting.is_set)
    empty_desk.jobs.index([more])
    gate.open.set()
    qtbot.waitUntil(lambda: len(ended) == 2 and not empty_desk.jobs.running)
    with empty_desk.library.read() as session:
        assert counts(session).photos == 13


def test_what_cannot_be_done_is_said(qtbot: QtBot, empty_desk: Desk, tmp_path: Path) -> None:
    with qtbot.waitSignal(empty_desk.troubled) as troubled:
        empty_desk.jobs.index([tmp_path / "nowhere"])
    assert "nowhere" in troubled.args[0]
    qtbot.waitUntil(lambda: not empty_desk.jobs.running)


def test_what_the_user_does_is_followed_by_grouping(qtbot: QtBot, desk: Desk) -> None:
    from app import operations

    kinds: list[Kind] = []
    desk.jobs.started.connect(lambda job: kinds.append(job.kind))
    with qtbot.waitSignal(desk.changed) as changed:
        desk.do(operations.name_person, person=1, name="Anna")
    assert changed.args[0].people == (1,)
    qtbot.waitUntil(lambda: kinds == [Kind.GROUP], timeout=10_000)
    qtbot.waitUntil(lambda: not desk.jobs.running)


def test_closing_ends_a_running_job(
    qtbot: QtBot, tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    use(monkeypatch, FakeAnalyser(seconds=gate.seconds))
    desk = Desk(Library.open(tmp_path / "other.db"))
    desk.jobs.index([photos])
    qtbot.waitUntil(gate.waiting.is_set)
    threading.Timer(0.2, gate.open.set).start()
    desk.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("familiar-")]


def test_without_folders_there_is_nothing_to_tell(qtbot: QtBot, empty_desk: Desk) -> None:
    told: list[str] = []
    empty_desk.told.connect(lambda text, _: told.append(text))
    with qtbot.waitSignal(empty_desk.jobs.finished):
        empty_desk.jobs.index()
    settle(qtbot, empty_desk)
    assert told == []
