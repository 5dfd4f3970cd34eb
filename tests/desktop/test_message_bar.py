"""One line over the page: what was done goes away, what went wrong stays until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.desktop.widgets.message_bar import MessageBar


def test_trouble_stays_beside_what_is_done(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.warn("One folder is no folder.")
    bar.warn("Another is none either.")
    bar.tell("12 photos read.", undoable=False)
    assert bar.accessibleName().splitlines() == [
        "One folder is no folder.",
        "Another is none either.",
        "12 photos read.",
    ]
    qtbot.mouseClick(bar.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    bar.tell("Named group 1 Anna.", undoable=True)
    assert bar.accessibleName() == "Named group 1 Anna."
    assert not bar.findChild(QPushButton).isHidden()
    with qtbot.waitSignal(bar.undo_wanted):
        qtbot.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert bar.isHidden()
