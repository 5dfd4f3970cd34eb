"""What the tests of exporting share: a window with an album, and what one does in the dialog."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from makers.desks import settle
from makers.windows import shown_window
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.pages.people import PeoplePage
from app.desktop.pages.person import PersonPage
from app.desktop.pages.photo import PhotoPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.window import MainWindow
from app.exchange.exporting import of_photos
from app.operations import name_person

ANNA = Which("Two photos", "Anna", lambda library: of_photos(library, [1, 2], title="Anna"))


def opened_window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    """Open a window in which group 1 is Anna; to be made a fixture."""
    makers: dict[PageName, Callable[[Desk], Any]] = {
        PageName.PHOTOS: PhotosPage,
        PageName.PERSON: PersonPage,
        PageName.PEOPLE: PeoplePage,
        PageName.PHOTO: PhotoPage,
    }
    name_person(desk.library, person=1, name="Anna")
    window = shown_window(qtbot, desk, makers)
    yield window
    window.close()


def shown(dialog: ExportDialog) -> list[str]:
    """Return which photos may be chosen."""
    return [dialog.photos.itemText(row) for row in range(dialog.photos.count())]


def choose(dialog: ExportDialog, key: str) -> None:
    """Choose with the keys, as somebody at the box would."""
    dialog.kind.setFocus()
    wanted = dialog.kind.findData(key)
    while dialog.kind.currentIndex() != wanted:
        way = Qt.Key.Key_Down if dialog.kind.currentIndex() < wanted else Qt.Key.Key_Up
        QApplication.sendEvent(dialog.kind, pressed(way))


def pressed(key: Qt.Key) -> QKeyEvent:
    """Return that a key was pressed."""
    return QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def type_place(qtbot: QtBot, dialog: ExportDialog, place: Path) -> None:
    """Type where it goes."""
    dialog.place.setFocus()
    dialog.place.selectAll()
    qtbot.keyClicks(dialog.place, str(place))


def export(qtbot: QtBot, desk: Desk, dialog: ExportDialog) -> None:
    """Press Export, and wait for the end."""
    with qtbot.waitSignal(desk.jobs.finished, timeout=20_000):
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)


def message(window: MainWindow) -> MessageBar:
    """Return where messages are shown."""
    (bar,) = window.findChildren(MessageBar)
    assert isinstance(bar, MessageBar)
    return bar


class Gate:
    """Holds an export until it is opened."""

    def __init__(self) -> None:
        self.open, self.waiting = threading.Event(), threading.Event()

    def which(self) -> Which:
        """Return two photos that are found when this is opened."""

        def select(library: Any) -> Any:
            self.waiting.set()
            assert self.open.wait(10)
            return of_photos(library, [1, 2])

        return Which("held", "held", select)
