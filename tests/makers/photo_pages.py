"""What the tests of the viewer share: a page with a photo, and what one sees and does there."""

from __future__ import annotations

from collections.abc import Iterator

from makers.desks import settle
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.photo import PhotoPage
from app.desktop.places import PageName, Place
from app.search.faces import FaceInPhoto, faces_in_photo

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
IDS = (14, 12, 6, 2, 1)


def opened_page(qtbot: QtBot, desk: Desk) -> Iterator[PhotoPage]:
    """Open photo 6 for a test; to be made a fixture."""
    made = PhotoPage(desk)
    qtbot.addWidget(made)
    made.resize(720, 600)
    made.show()
    arrive(qtbot, made, 6)
    yield made
    made.hide()
    settle(qtbot, desk)


def arrive(qtbot: QtBot, page: PhotoPage, photo: int, ids: tuple[int, ...] = IDS) -> None:
    page.arrive(Place(PageName.PHOTO, id=photo, ids=ids))
    wait(qtbot, page)


def wait(qtbot: QtBot, page: PhotoPage) -> None:
    # What came may ask for more.
    for _ in range(3):
        settle(qtbot, page.desk)


def words(page: PhotoPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def stored(page: PhotoPage, face: int) -> FaceInPhoto:
    with page.desk.library.read() as session:
        for photo in range(1, 15):
            for one in faces_in_photo(session, photo):
                if one.id == face:
                    return one
    raise LookupError(face)


def click_face(qtbot: QtBot, page: PhotoPage, face: int) -> None:
    qtbot.mouseClick(page.view, LEFT, pos=page.view.place_of(face).center().toPoint())


def choose(qtbot: QtBot, page: PhotoPage, face: int, entry: str) -> None:
    place = page.view.place_of(face).center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.view.mapToGlobal(place))
    QApplication.sendEvent(page.view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == entry).trigger()
    menu.close()
    wait(qtbot, page)


def entries(page: PhotoPage, place: QPoint) -> list[str]:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.view.mapToGlobal(place))
    QApplication.sendEvent(page.view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return texts
