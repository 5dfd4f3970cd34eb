"""The keys of each page: what the sheet lists is what the page does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from makers.desks import settle
from makers.windows import shown_window
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut, press, shortcuts_of
from app.desktop.pages.photo import PhotoPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.shortcuts import ShortcutSheet
from app.desktop.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    operations.name_person(desk.library, person=1, name="Anna")
    made = shown_window(qtbot, desk)
    yield made
    made.close()


def listed(qtbot: QtBot, window: MainWindow) -> list[str]:
    """Open the sheet and return its texts, row by row."""
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutSheet)
    assert sheet.isVisible()
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    return texts


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(PageName.PHOTOS), ("Choose all", "Ctrl+A")),
        (Place(PageName.PHOTO, id=6, ids=(6, 2)), ("Draw a missed face", "D")),
        (Place(PageName.PEOPLE), ("Name", "F2")),
        (Place(PageName.PERSON, id=1), ("Confirm", "C")),
        (Place(PageName.REVIEW), ("Yes", "Y")),
        (Place(PageName.FIND), ("Look for who is in the copied picture", "Ctrl+V")),
        (Place(PageName.HISTORY), ("Show whom this was about", "Return")),
        (Place(PageName.FOLDERS), ("Stop watching…", "Del")),
    ],
)
def test_the_sheet_lists_the_page_first_and_then_what_works_everywhere(
    qtbot: QtBot, desk: Desk, window: MainWindow, place: Place, expected: tuple[str, str]
) -> None:
    window.go(place)
    settle(qtbot, desk)
    texts = listed(qtbot, window)
    what, keys = expected
    assert texts[0] == "On this page"
    assert texts[texts.index(what) + 1] == keys
    everywhere = texts.index("Everywhere")
    assert texts.index(what) < everywhere
    assert texts[texts.index("Undo", everywhere) + 1] == "Ctrl+Z"
    assert texts[texts.index("People", everywhere) + 1] == "Ctrl+2"


@pytest.mark.parametrize(
    "place",
    [Place(PageName.PHOTOS), Place(PageName.PHOTO, id=6, ids=(6, 2)), Place(PageName.PEOPLE)],
    ids=lambda place: place.page,
)
def test_every_key_that_is_listed_is_taken(
    qtbot: QtBot, desk: Desk, window: MainWindow, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "do", lambda *_, **__: None)
    window.go(place)
    settle(qtbot, desk)
    for shortcut in window.page.shortcuts():
        if shortcut.do is None or "Move to the trash" in shortcut.text or "Full screen" in shortcut.text:
            continue
        for keys in shortcut.keys:
            window.go(place)
            settle(qtbot, desk)
            focused = window.focusWidget()
            assert isinstance(focused, QWidget)
            pressed = QKeySequence(keys)[0]
            event = QKeyEvent(QEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers())
            event.ignore()
            # Keys that nobody takes go up to the window, as from the keyboard.
            widget: QWidget | None = focused
            while widget is not None and not event.isAccepted():
                widget.event(event)
                widget = widget.parentWidget()
            assert event.isAccepted(), (shortcut.text, keys)
            # What the key has entered is left again.
            while isinstance(window.page, PhotoPage) and window.page.view.drawing:
                qtbot.keyClick(window.page.view, Qt.Key.Key_Escape)


def test_many_keys_with_the_same_one_held_are_shown_as_one(qtbot: QtBot, window: MainWindow) -> None:
    texts = listed(qtbot, window)
    assert texts[texts.index("Choose another photo") + 1] == "← → ↑ ↓ Home End PgUp PgDown"
    assert texts[texts.index("Choose up to another photo") + 1] == "Shift+← → ↑ ↓ Home End PgUp PgDown"
    assert texts[texts.index("Larger photos") + 1] == "+, =, Ctrl++, Ctrl+="


def key(
    key_: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = ""
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key_, held, text)


def test_keys_are_recognised_as_keyboards_type_them() -> None:
    done: list[str] = []
    table = [
        Shortcut("", ("Return",), lambda: done.append("return")),
        Shortcut("", ("+",), lambda: done.append("plus")),
        Shortcut("", ("R",), lambda: done.append("r")),
        Shortcut("", ("Shift+R",), lambda: done.append("back")),
        Shortcut("", ("Tab",)),
    ]
    shift, pad = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
    assert press(key(Qt.Key.Key_Enter, pad), table)
    assert press(key(Qt.Key.Key_Plus, shift, "+"), table)
    assert press(key(Qt.Key.Key_Plus, pad, "+"), table)
    assert press(key(Qt.Key.Key_R, text="r"), table)
    assert press(key(Qt.Key.Key_R, shift, "R"), table)
    assert done == ["return", "plus", "plus", "r", "back"]
    # What a widget does itself, and what is something else, is left alone.
    assert not press(key(Qt.Key.Key_Tab), table)
    assert not press(key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, "\x12"), table)
    assert len(done) == 5


def test_actions_have_their_own_keys(qtbot: QtBot) -> None:
    one, other = QAction("Confirm"), QAction("Use as cover")
    one.setShortcuts([QKeySequence(QKeyCombination(Qt.Key.Key_C)), QKeySequence("Delete")])
    assert shortcuts_of([one, other]) == [Shortcut("Confirm", ("C", "Del"))]
