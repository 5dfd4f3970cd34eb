"""What another strictness would change: shown, dropped and accepted."""

from __future__ import annotations

import threading

import pytest
from makers.desks import settle
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QSlider, QTableView
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.desk import Desk
from app.desktop.job import Job, JobProgress
from app.desktop.models.difference import FACE, DifferenceModel
from app.desktop.pages.preview import PreviewPage
from app.desktop.places import PageName, Place
from app.grouping import Stage
from app.grouping.preview import PersonDifference
from app.library.settings import STRICTNESS, get_setting
from app.library.tables import Face, Person


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> PreviewPage:
    # Somebody has put two people together; grouping would take them apart again.
    with desk.library.write() as session:
        for face in session.query(Face).filter_by(person_id=2):
            face.person_id = 1
    page = PreviewPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.arrive(Place(PageName.PREVIEW))
    ready(qtbot, desk, page)
    return page


def ready(qtbot: QtBot, desk: Desk, page: PreviewPage) -> None:
    qtbot.waitUntil(lambda: not desk.lanes.busy and "would move" in facts(page), timeout=20_000)


def facts(page: PreviewPage) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def button(page: PreviewPage, label: str) -> QPushButton:
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == label]
    return found


def test_a_difference_is_shown_accepted_and_kept(qtbot: QtBot, desk: Desk, page: PreviewPage) -> None:
    rows = page.findChild(QTableView).model()
    assert rows.rowCount() == 2
    accept = button(page, "Group this way")
    assert accept.isEnabled()
    slider = page.findChild(QSlider)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    assert not accept.isEnabled()
    qtbot.waitUntil(accept.isEnabled, timeout=20_000)
    with qtbot.waitSignal(desk.renewed, timeout=20_000):
        qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.lanes.busy and not accept.isEnabled(), timeout=20_000)
    with desk.library.read() as session:
        assert get_setting(session, STRICTNESS) == page.strictness == 0.25
    ready(qtbot, desk, page)
    assert rows.rowCount() == 0


def test_a_difference_is_dropped(qtbot: QtBot, desk: Desk, page: PreviewPage) -> None:
    slider = page.findChild(QSlider)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert page.strictness == -0.25
    qtbot.mouseClick(button(page, "Leave everything as it is"), Qt.MouseButton.LeftButton)
    assert page.strictness == 0
    settle(qtbot, desk)
    with desk.library.read() as session:
        assert get_setting(session, STRICTNESS) == 0


def test_who_would_change_can_be_looked_at(qtbot: QtBot, page: PreviewPage) -> None:
    table = page.findChild(QTableView)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert going.args[0] == Place(PageName.PERSON, id=1)


def test_the_model_keeps_the_rules(qtbot: QtBot) -> None:
    model = DifferenceModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = (
        PersonDifference(1, "Anna", 5, 6, (7,), ()),
        PersonDifference(2, None, 5, 4, (), (3,)),
        PersonDifference(None, None, 0, 2, (8, 9), ()),
    )
    model.show(rows, {1: 11})
    shown = [[model.index(row, column).data() for column in range(5)] for row in range(3)]
    assert shown == [
        ["Anna", "5", "6", "1", "0"],
        ["A group of 5 face(s)", "5", "4", "0", "1"],
        ["A new group of 2 face(s)", "0", "2", "2", "0"],
    ]
    # Of whom no cover is known, one of the faces that move.
    assert [model.index(row, 0).data(FACE) for row in range(3)] == [11, 3, 8]


def test_what_the_user_does_while_faces_are_grouped_is_kept(
    qtbot: QtBot, desk: Desk, page: PreviewPage
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    slider = page.findChild(QSlider)
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    qtbot.waitUntil(button(page, "Group this way").isEnabled)
    stages: list[object] = []

    def hold(job: Job) -> None:
        # As a long grouping would: it has been solved and is about to be written.
        def on_progress(progress: JobProgress) -> None:
            stages.append(progress.stage)
            if progress.stage == Stage.STORING and not begun.is_set():
                begun.set()
                go_on.wait(10)

        job.progressed.connect(on_progress, Qt.ConnectionType.DirectConnection)

    desk.jobs.started.connect(hold)
    qtbot.mouseClick(button(page, "Group this way"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set)
    # The window does what the user wants meanwhile, at once.
    with qtbot.waitSignal(desk.changed):
        desk.do(operations.name_person, person=3, name="Chloe")
    assert not slider.isEnabled()
    assert "go on working" in facts(page)
    with qtbot.waitSignal(desk.told) as told:
        go_on.set()
        qtbot.waitUntil(lambda: not desk.jobs.running, timeout=20_000)
    assert "moved" in told.args[0]
    qtbot.waitUntil(slider.isEnabled)
    ready(qtbot, desk, page)
    with desk.library.read() as session:
        assert get_setting(session, STRICTNESS) == 0.25
        named = session.query(Person).filter_by(name="Chloe").one()
        faces = session.query(Face).filter_by(person_id=named.id).all()
    assert len(faces) == 5
    assert all(face.confirmed_at is not None for face in faces)


def test_a_new_group_leads_to_a_photo_of_it(qtbot: QtBot, desk: Desk, page: PreviewPage) -> None:
    table = page.findChild(QTableView)
    rows = table.model()
    made = next(row for row in range(rows.rowCount()) if rows.row(rows.index(row, 0)).person_id is None)
    face = rows.index(made, 0).data(FACE)
    with desk.library.read() as session:
        photo = session.get(Face, face).photo_id
    table.setCurrentIndex(rows.index(made, 0))
    table.customContextMenuRequested.emit(QPoint(-1, -1))
    (menu,) = [one for one in page.findChildren(QMenu) if one.isVisible()]
    with qtbot.waitSignal(page.going) as going:
        menu.actions()[0].trigger()
    menu.hide()
    assert going.args == [Place(PageName.PHOTO, id=photo, ids=(photo,), faces=(face,))]


def test_an_empty_library_says_what_to_do(qtbot: QtBot, empty_desk: Desk) -> None:
    page = PreviewPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place(PageName.PREVIEW))
    settle(qtbot, empty_desk)
    shown = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "There are no photos yet" in shown
    assert "recogniser" not in shown


def test_photos_without_comparable_faces_say_what_to_wait_for(qtbot: QtBot, desk: Desk) -> None:
    with desk.library.write() as session:
        session.execute(text("DELETE FROM embedding"))
    page = PreviewPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place(PageName.PREVIEW))
    qtbot.waitUntil(
        lambda: (
            "There are no faces to compare yet"
            in [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        )
    )
    assert button(page, "Look at the photos now").isVisible()
