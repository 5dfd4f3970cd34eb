"""What all pages have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.keys import Shortcut, press
from app.desktop.places import PageName, Place
from app.desktop.theme import GAP
from app.operations import Changes

#: Of the text of an empty page, in logical pixels.
_TEXT_WIDTH: Final = 460


class Page(QWidget):
    """A page of the window.

    A page shows something once `arrive` is called. While it is shown, it keeps itself up to date by
    `refresh`; one that is not shown does so when it is shown again, at the latest in `arrive`.

    Signals:
        going: A `Place` the user wants to go to.
        replaced: A `Place` that describes better what is shown now, without a step back.
        leaving: The user wants back to where they came from.
        foot_changed: `foot` is another now.
    """

    going = Signal(object)
    replaced = Signal(object)
    leaving = Signal()
    foot_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        desk.changed.connect(self._changed)
        desk.renewed.connect(self._renewed)

    def title(self) -> str:
        """Return what the page is called in the title of the window."""
        raise NotImplementedError

    def part_of(self) -> PageName | None:
        """Return the page of the sidebar that what is shown belongs to; None while that is not known."""
        return None

    def arrive(self, place: Place) -> None:
        """Show a place of this page."""
        raise NotImplementedError

    def refresh(self, changes: Changes | None) -> None:
        """Bring what is shown up to date.

        Args:
            changes: What has changed; None where it may be anything.
        """
        raise NotImplementedError

    def shortcuts(self) -> Sequence[Shortcut]:
        """Return what keys do on this page: the page does it, and the sheet of shortcuts lists it."""
        return ()

    def to_export(self) -> Sequence[Which]:
        """Return the photos of this page that the user may want to export, the likeliest first."""
        return ()

    def foot(self) -> int:
        """Return the height at the lower edge, in logical pixels, that no message may cover now."""
        return 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key is declared to do."""
        if not press(event, self.shortcuts()):
            super().keyPressEvent(event)

    def showEvent(self, event: object) -> None:
        """Catch up with what has changed while another page was shown."""
        if self._stale:
            self._stale = False
            self.refresh(None)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh(changes)
        else:
            self._stale = True

    def _renewed(self) -> None:
        if self.isVisible():
            self.refresh(None)
        else:
            self._stale = True


class Empty(QWidget):
    """What a page shows when there is nothing to show: why, and what to do."""

    def __init__(self, title: str, text: str, *actions: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        self.heading, self.text = QLabel(title), QLabel(text)
        self.heading.setProperty("title", True)
        self.text.setProperty("faint", True)
        self.text.setWordWrap(True)
        self.text.setFixedWidth(_TEXT_WIDTH)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.heading)
        # An alignment in the layout would give the text the height of fewer lines than it has.
        across = QHBoxLayout()
        across.addStretch()
        across.addWidget(self.text)
        across.addStretch()
        layout.addLayout(across)
        for action in actions:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
