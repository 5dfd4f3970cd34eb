"""What another strictness would change: shown, dropped and accepted."""

from __future__ import annotations

import pytest
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QTableView
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.models.difference import DifferenceModel
from app.desktop.pages.preview import PreviewPage
from app.desktop.places import PageName, Place
from app.grouping.preview import PersonDifference
from app.library.settings import STRICTNESS, get_setting
from app.library.tables import Face


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


def button(page: PreviewPage, text: str) -> QPushButton:
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == text]
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
    model.show((PersonDifference(1, "Anna", 5, 6, (7,), ()), PersonDifference(None, None, 0, 2, (8, 9), ())))
    shown = [[model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert shown == [["Anna", "5", "6", "1", "0"], ["New group", "0", "2", "2", "0"]]
