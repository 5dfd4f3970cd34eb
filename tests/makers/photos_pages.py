"""What the tests of the page of photos share: the page, and what one sees and does there."""

from __future__ import annotations

from collections.abc import Iterator

from makers.desks import settle
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def opened_photos(qtbot: QtBot, desk: Desk) -> Iterator[PhotosPage]:
    """Open all photos for a test; to be made a fixture."""
    made = PhotosPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.arrive(Place(PageName.PHOTOS))
    settle(qtbot, desk)
    yield made
    made.hide()
    settle(qtbot, desk)


def search(qtbot: QtBot, page: PhotosPage, text: str) -> None:
    page.arrive(Place(PageName.PHOTOS, text=text))
    settle(qtbot, page.desk)


def chosen(page: PhotosPage) -> list[int]:
    return page.grid.chosen_ids().tolist()


def middle(page: PhotosPage, photo: int) -> QPoint:
    grid = page.grid
    row = grid.model().row_of(photo)
    return grid.visualRect(grid.model().index(row, 0)).center()


def click(qtbot: QtBot, page: PhotosPage, photo: int, modifiers: Qt.KeyboardModifier | None = None) -> None:
    grid = page.grid
    grid.scrollTo(grid.model().index(grid.model().row_of(photo), 0))
    qtbot.mouseClick(grid.viewport(), LEFT, modifiers or Qt.KeyboardModifier.NoModifier, middle(page, photo))


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(widget: QWidget, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible())
