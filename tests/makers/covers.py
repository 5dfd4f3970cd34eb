"""Driving the pages of people in tests: showing one, clicking covers, answering what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from makers.desks import settle
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.people import PersonRole
from app.desktop.pages.covers_page import CoversPage
from app.desktop.pages.people import PeoplePage, UnnamedPage
from app.desktop.places import PageName, Place
from app.operations import Changes
from app.search.faces import People, people_overview
from app.search.people import LastSeen

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def show(qtbot: QtBot, desk: Desk, page: CoversPage, name: PageName) -> CoversPage:
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.arrive(Place(name))
    settle(qtbot, desk)
    return page


def do(qtbot: QtBot, desk: Desk, operation: Callable[..., Changes], **arguments: object) -> None:
    desk.do(operation, **arguments)
    settle(qtbot, desk)


def shown(page: CoversPage) -> list[int]:
    people = page.grid.people
    return [people.index(row).data(PersonRole.ID) for row in range(people.rowCount())]


def show_groups(page: CoversPage, groups: Iterable[int]) -> None:
    """Show groups, whether the library has them or not, until the page reads again who there is."""
    ids = np.fromiter(groups, np.int64)
    n, nothing = len(ids), np.zeros(0, np.int64)
    two = np.full(n, 2, np.int64)
    people = People(ids, (None,) * n, ("",) * n, two, two, 0 * ids, (None,) * n)
    page.grid.people.load(people, LastSeen(nothing, nothing.astype(np.int32)))


def index_of(page: CoversPage, person: int) -> QModelIndex:
    (index,) = page.grid.people.indexes_of([person])
    return index


def cover(page: CoversPage, person: int) -> QPoint:
    return page.grid.covers.cover_area(page.grid.visualRect(index_of(page, person))).center()


def name_place(page: CoversPage, person: int) -> QPoint:
    return page.grid.covers.name_area(page.grid.visualRect(index_of(page, person))).center()


def click(qtbot: QtBot, page: CoversPage, person: int, *, also: bool = False) -> None:
    modifier = CTRL if also else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(page.grid.viewport(), LEFT, modifier, cover(page, person))


def opened(qtbot: QtBot, page: QWidget, kind: type[W]) -> W:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(kind)))
    return next(one for one in page.findChildren(kind) if one.isVisible())


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    (button,) = (one for one in widget.findChildren(QPushButton) if one.text() == text)
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def names(desk: Desk) -> dict[int, str | None]:
    with desk.library.read() as session:
        people = people_overview(session)
    return dict(zip(people.ids.tolist(), people.names, strict=True))


def menu_of(qtbot: QtBot, page: CoversPage) -> dict[str, Callable[[], None]]:
    page.grid.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = opened(qtbot, page, QMenu)
    found = {action.text(): action.trigger for action in menu.actions() if action.text()}
    menu.hide()
    return found


def drop(page: CoversPage, source: int, target: int) -> None:
    data: QMimeData = page.grid.people.mimeData([index_of(page, source)])
    at, none = cover(page, target), Qt.KeyboardModifier.NoModifier
    for kind in (QDragEnterEvent, QDragMoveEvent):
        moved = kind(at, Qt.DropAction.LinkAction, data, LEFT, none)
        QApplication.sendEvent(page.grid.viewport(), moved)
        assert moved.isAccepted()
    assert page.grid.covers.target == index_of(page, target)
    event = QDropEvent(QPointF(at), Qt.DropAction.LinkAction, data, LEFT, none)
    QApplication.sendEvent(page.grid.viewport(), event)
    assert not page.grid.covers.target.isValid()


def unnamed_page(qtbot: QtBot, desk: Desk) -> CoversPage:
    """Groups 1, 2 and 3 without names."""
    return show(qtbot, desk, UnnamedPage(desk), PageName.UNNAMED)


def people_page(qtbot: QtBot, desk: Desk) -> CoversPage:
    """Anna is group 1, Ben is group 2; group 3 has no name."""
    for person, name in ((1, "Anna"), (2, "Ben")):
        do(qtbot, desk, operations.name_person, person=person, name=name)
    return show(qtbot, desk, PeoplePage(desk), PageName.PEOPLE)
