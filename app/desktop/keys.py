"""Keys and what they do, declared once: pages do what is declared, and the sheet of shortcuts lists it.

A page declares its keys in `Page.shortcuts`, a widget with keys of its own in a method of the same name. How
they are listed lives in `app.desktop.widgets.shortcuts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Some keys, any of which does something.

    Attributes:
        text: What it does, in the user's language.
        keys: As `QKeySequence` reads them, such as "Shift+R"; Return stands for Enter, too.
        do: Does it. None where a widget does it before the page is asked, such as going on with Tab.
    """

    text: str
    keys: tuple[str, ...]
    do: Callable[[], object] | None = None


def press(event: QKeyEvent, shortcuts: Iterable[Shortcut]) -> bool:
    """Do what a key is declared to do; tell whether it is declared to do anything."""
    pressed = _pressed(event)
    for shortcut in shortcuts:
        if shortcut.do is not None and any(QKeySequence(keys) in pressed for keys in shortcut.keys):
            event.accept()
            shortcut.do()
            return True
    return False


def shortcuts_of(actions: Iterable[QAction]) -> list[Shortcut]:
    """Return the shortcuts that actions have."""
    return [
        Shortcut(action.text(), tuple(keys.toString() for keys in action.shortcuts()))
        for action in actions
        if action.shortcuts()
    ]


def ask_for_menu() -> None:
    """Ask whatever has the keys for its menu, as the Menu key does."""
    focused = QApplication.focusWidget()
    if focused is not None:
        here = focused.rect().center()
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(focused, QContextMenuEvent(reason, here, focused.mapToGlobal(here)))


def _pressed(event: QKeyEvent) -> list[QKeySequence]:
    """Return how the keys that were pressed may be declared."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    pressed = [QKeySequence(QKeyCombination(held, key))]
    # On many keyboards + and other signs are typed with Shift.
    if len(event.text()) == 1 and not event.text().isalnum() and event.text().isprintable():
        pressed.append(QKeySequence(QKeyCombination(held & ~Qt.KeyboardModifier.ShiftModifier, key)))
    return pressed
