"""The list of all actions: undo and redo, one or many, with mouse and keys."""

from __future__ import annotations

import pytest
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QListView, QPushButton
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.history import UNDONE, HistoryModel
from app.desktop.pages.history import HistoryPage
from app.desktop.places import PageName, Place
from app.operations import history


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> HistoryPage:
    page = HistoryPage(desk)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show()
    page.arrive(Place(PageName.HISTORY))
    settle(qtbot, desk)
    return page


def listed(page: HistoryPage) -> list[tuple[str, bool]]:
    model = page.findChild(QListView).model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [(index.data(), index.data(UNDONE)) for index in rows]


def button(page: HistoryPage, text: str) -> QPushButton:
    (found,) = [one for one in page.findChildren(QPushButton) if one.text().startswith(text)]
    return found


def name_three(qtbot: QtBot, desk: Desk) -> None:
    for person, name in ((1, "Anna"), (2, "Bert"), (3, "Chloe")):
        desk.do(operations.name_person, person=person, name=name)
    settle(qtbot, desk)


def test_nothing_has_been_done(page: HistoryPage) -> None:
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "Nothing has been done yet" in shown


def test_actions_appear_and_can_be_undone_and_redone(qtbot: QtBot, desk: Desk, page: HistoryPage) -> None:
    name_three(qtbot, desk)
    qtbot.waitUntil(lambda: len(listed(page)) == 3)
    assert [text.split(";")[0] for text, _ in listed(page)] == [
        "Named group 3 Chloe",
        "Named group 2 Bert",
        "Named group 1 Anna",
    ]
    qtbot.mouseClick(button(page, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [undone for _, undone in listed(page)] == [True, False, False])
    qtbot.mouseClick(button(page, "Redo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(undone for _, undone in listed(page)))


def test_many_are_undone_and_redone_at_once(qtbot: QtBot, desk: Desk, page: HistoryPage) -> None:
    name_three(qtbot, desk)
    qtbot.waitUntil(lambda: len(listed(page)) == 3)
    view = page.findChild(QListView)
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    assert button(page, "Undo 2").isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [undone for _, undone in listed(page)] == [True, True, False])
    settle(qtbot, desk)
    view.setCurrentIndex(view.model().index(0, 0))
    assert button(page, "Redo 2").isVisible()
    qtbot.mouseClick(button(page, "Redo 2"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(undone for _, undone in listed(page)))
    settle(qtbot, desk)
    assert all(entry.undone_at is None for entry in history(desk.library))


def test_the_model_keeps_the_rules(qtbot: QtBot, desk: Desk) -> None:
    model = HistoryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    operations.name_person(desk.library, person=1, name="Anna")
    model.show(history(desk.library))
    assert model.rowCount() == 1
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Named group 1 Anna")
    model.show([])
    assert model.rowCount() == 0
