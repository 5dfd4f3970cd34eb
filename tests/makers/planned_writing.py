"""What the tests of the window share about names in files: the album with files of its own, and menus."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from app.desktop.desk import Desk
from app.desktop.widgets.message_bar import MessageBar
from app.library.tables import Photo, Root

LEFT = Qt.MouseButton.LeftButton


def own_photos(desk: Desk, folder: Path) -> Path:
    """Give a desk's album photos of its own, which the library knows byte for byte; return their folder."""
    with desk.library.write() as session:
        shutil.copytree(session.execute(text("SELECT path FROM root")).scalar_one(), folder)
        session.execute(text("UPDATE root SET path = :path"), {"path": str(folder)})
        for photo in session.scalars(select(Photo).join(Root)):
            file = folder / photo.path
            status, data = file.stat(), file.read_bytes()
            photo.size, photo.mtime_ns, photo.inode = status.st_size, status.st_mtime_ns, status.st_ino
            photo.sha256 = hashlib.sha256(data).digest()
    return folder


def click(qtbot: QtBot, within: QWidget, name: str) -> None:
    """Press the visible button with a text."""
    (button,) = [one for one in within.findChildren(QPushButton) if one.isVisible() and one.text() == name]
    qtbot.mouseClick(button, LEFT)


def choose(qtbot: QtBot, menu: QMenu, name: str) -> None:
    """Click an entry of an open menu."""
    (action,) = [one for one in menu.actions() if one.text() == name]
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def message(within: QWidget) -> MessageBar:
    """Return the bar in which is said what was done."""
    (bar,) = within.findChildren(MessageBar)
    assert isinstance(bar, MessageBar)
    return bar
