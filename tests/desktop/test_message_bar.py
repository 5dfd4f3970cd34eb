"""A card over the page: what was done goes away, what went wrong or is asked stays until it is closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import theme
from app.desktop.widgets.message_bar import MessageBar

LEFT = Qt.MouseButton.LeftButton


class Window(QWidget):
    """A page with a bar over it."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(800, 400)
        self.page = QWidget(self)
        self.page.setGeometry(100, 0, 700, 400)
        self.bar = MessageBar(self)
        self.bar.float_over(self.page)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_trouble_stays_beside_what_is_done(qtbot: QtBot, window: Window) -> None:
    bar = window.bar
    bar.warn("One folder is no folder.")
    bar.warn("Another is none either.")
    bar.tell("12 photos read.", undoable=False)
    assert bar.accessibleName().splitlines() == [
        "One folder is no folder.",
        "Another is none either.",
        "12 photos read.",
    ]
    qtbot.mouseClick(bar.findChild(QToolButton), LEFT)
    assert bar.isHidden()
    bar.tell("Named group 1 Anna.", undoable=True)
    assert bar.accessibleName() == "Named group 1 Anna."
    assert bar.findChild(QPushButton).text() == "Undo"
    with qtbot.waitSignal(bar.undo_wanted):
        qtbot.mouseClick(bar.findChild(QPushButton), LEFT)
    assert bar.isHidden()


def shown(bar: MessageBar) -> list[tuple[str, bool]]:
    """Return what is said, and whether in the colour of trouble."""
    labels = [label for label in bar.findChildren(QLabel) if label.isVisible()]
    labels.sort(key=lambda label: label.y())
    bad = theme.colours().bad
    return [(label.text(), label.palette().windowText().color().name() == bad) for label in labels]


def test_each_message_keeps_its_kind(qtbot: QtBot, window: Window) -> None:
    window.setStyleSheet(theme.style_sheet(theme.colours()))
    bar = window.bar
    bar.warn("One folder is no folder.")
    bar.tell("Named group 1 Anna.", undoable=True)
    assert shown(bar) == [("One folder is no folder.", True), ("Named group 1 Anna.", False)]
    bar.warn("Another is none either.")
    assert shown(bar) == [("One folder is no folder.\nAnother is none either.", True)]
    qtbot.mouseClick(bar.findChild(QToolButton), LEFT)
    bar.offer("12 photos exported.", "Show in folder", bar.hide)
    assert shown(bar) == [("12 photos exported.", False)]
    labels = [label for label in bar.findChildren(QLabel) if label.isVisible()]
    assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)


def test_what_is_offered_is_done_when_it_is_pressed(qtbot: QtBot, window: Window) -> None:
    done: list[str] = []
    window.bar.offer("Stopped.", "Go on", lambda: done.append("went on"))
    assert window.bar.findChild(QPushButton).text() == "Go on"
    qtbot.mouseClick(window.bar.findChild(QPushButton), LEFT)
    assert done == ["went on"]
    assert window.bar.isHidden()
    window.bar.tell("12 photos read.", undoable=False)
    assert not window.bar.findChild(QPushButton).isVisible()


def test_it_floats_over_the_lower_edge(window: Window) -> None:
    bar, page = window.bar, window.page
    bar.tell("Named group 1 Anna.", undoable=True)
    assert page.geometry().contains(bar.geometry())
    assert abs(bar.geometry().center().x() - page.geometry().center().x()) <= 1
    low = bar.geometry().bottom()
    # It is no wider than what it says; more lines take more height.
    narrow, height = bar.width(), bar.height()
    bar.tell("Word " * 60, undoable=True)
    assert bar.width() > narrow
    assert bar.height() > height
    assert bar.geometry().bottom() == low
    bar.leave_free(60)
    assert bar.geometry().bottom() == low - 60
    bar.leave_free(0)
    page.setGeometry(100, 0, 400, 300)
    assert page.geometry().contains(bar.geometry())


def test_it_is_read_out(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def note(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    window.bar.tell("Named group 1 Anna.", undoable=True)
    window.bar.warn("One folder is no folder.")
    assert said == ["Named group 1 Anna.", "One folder is no folder."]
