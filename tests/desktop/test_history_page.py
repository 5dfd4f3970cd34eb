"""The list of all actions: undo and redo, one or many, with mouse and keys."""

from __future__ import annotations

import pytest
from makers.desks import settle
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QListView, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.history import TOLD, UNDONE, HistoryModel
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


def button(page: HistoryPage, label: str) -> QPushButton:
    shown = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    return min((one for one in shown if one.text().startswith(label)), key=lambda one: len(one.text()))


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
    # A number says nothing to who looks at faces.
    qtbot.waitUntil(
        lambda: (
            [sentence.split(";")[0] for sentence, _ in listed(page)]
            == [
                "Named a group of 5 faces Chloe",
                "Named a group of 6 faces Bert",
                "Named a group of 7 faces Anna",
            ]
        )
    )
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
    qtbot.mouseClick(button(page, "Undo 2"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [undone for _, undone in listed(page)] == [True, True, False])
    settle(qtbot, desk)
    view.setCurrentIndex(view.model().index(0, 0))
    assert button(page, "Redo 2").isVisible()
    qtbot.mouseClick(button(page, "Redo 2"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(undone for _, undone in listed(page)))
    settle(qtbot, desk)
    assert all(entry.undone_at is None for entry in history(desk.library))


def entry(qtbot: QtBot, page: HistoryPage, row: int) -> QModelIndex:
    index = page.findChild(QListView).model().index(row, 0)
    qtbot.waitUntil(lambda: index.data(TOLD) is not None)
    return index


def test_whom_an_action_was_about_is_shown(qtbot: QtBot, desk: Desk, page: HistoryPage) -> None:
    name_three(qtbot, desk)
    qtbot.waitUntil(lambda: len(listed(page)) == 3)
    view = page.findChild(QListView)
    view.setFocus()
    view.setCurrentIndex(entry(qtbot, page, 2))
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PERSON, 1)]
    area = view.visualRect(entry(qtbot, page, 1))
    with qtbot.assertNotEmitted(page.going):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.left() + 20, area.center().y())
        )
    assert going.args == [Place(PageName.PERSON, 2)]


def test_the_photo_of_a_box_that_was_deleted_is_shown(qtbot: QtBot, desk: Desk, page: HistoryPage) -> None:
    desk.do(operations.erase_faces, faces=[1])
    settle(qtbot, desk)
    told = entry(qtbot, page, 0).data(TOLD)
    assert (told.face, told.person, told.photo) == (0, 0, 1)
    view = page.findChild(QListView)
    view.setCurrentIndex(entry(qtbot, page, 0))
    view.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Show photo",
        "Undo 1 action(s), back to before this one",
    ]
    with qtbot.waitSignal(page.going) as going:
        menu.actions()[0].trigger()
    menu.hide()
    assert going.args == [Place(PageName.PHOTO, 1, ids=(1,))]


def test_what_is_gone_cannot_be_gone_to(qtbot: QtBot, desk: Desk, page: HistoryPage) -> None:
    name_three(qtbot, desk)
    qtbot.waitUntil(lambda: len(listed(page)) == 3)
    with desk.library.write() as session:
        session.execute(text("DELETE FROM face WHERE person_id = 1"))
        session.execute(text("DELETE FROM person WHERE id = 1"))
    desk.renewed.emit()
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: entry(qtbot, page, 2).data(TOLD).person == 0)
    view = page.findChild(QListView)
    view.setCurrentIndex(entry(qtbot, page, 2))
    assert "no more" in entry(qtbot, page, 2).data(Qt.ItemDataRole.ToolTipRole)
    with qtbot.assertNotEmitted(page.going):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_the_selection_stays_while_the_list_changes(qtbot: QtBot, desk: Desk, page: HistoryPage) -> None:
    name_three(qtbot, desk)
    qtbot.waitUntil(lambda: len(listed(page)) == 3)
    view = page.findChild(QListView)
    view.setCurrentIndex(entry(qtbot, page, 0))
    desk.undo()
    settle(qtbot, desk)
    assert view.currentIndex().row() == 0
    assert view.currentIndex().data(UNDONE)


def test_the_model_keeps_the_rules(qtbot: QtBot, desk: Desk) -> None:
    model = HistoryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    operations.name_person(desk.library, person=1, name="Anna")
    model.show(history(desk.library))
    assert model.rowCount() == 1
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Named group 1 Anna")
    model.show([])
    assert model.rowCount() == 0
