"""Driving the page of one person in tests: showing one, clicking faces, answering what is asked."""

from __future__ import annotations

from makers.covers import LEFT, do, opened
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.person import PersonPage
from app.desktop.places import PageName, Place

__all__ = ["LEFT", "click", "do", "opened", "press", "show", "shown"]


def show(qtbot: QtBot, desk: Desk, person: int) -> PersonPage:
    page = PersonPage(desk)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.arrive(Place(PageName.PERSON, person))
    settle(qtbot, desk)
    return page


def shown(page: PersonPage) -> list[int]:
    return page.grid.faces.ids.tolist()


def click(qtbot: QtBot, page: PersonPage, row: int, *, also: bool = False) -> int:
    """Click on a row, with Ctrl to add it; return what it shows."""
    place = page.grid.visualRect(page.grid.faces.index(row)).center()
    modifier = Qt.KeyboardModifier.ControlModifier if also else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(page.grid.viewport(), LEFT, modifier, place)
    return shown(page)[row]


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    button = next(one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible())
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)
