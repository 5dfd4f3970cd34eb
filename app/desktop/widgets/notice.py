"""What is said over a picture that cannot be shown as it should, and what to do about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.theme import GAP, MARGIN
from app.search.browsing import PhotoRow

_WIDEST: Final = 560


class Notice(QLabel):
    """A sentence at the lower edge of a picture.

    Signals:
        placed: It takes other room than before, or none.
    """

    placed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("card")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(12, GAP, 12, GAP)
        self.hide()
        over.installEventFilter(self)

    def say(self, text: str) -> None:
        """Say something, or nothing where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setFixedWidth(min(_WIDEST, max(200, self._over.width() - 2 * MARGIN)))
        self.adjustSize()
        self.move(MARGIN, self._over.height() - self.height() - MARGIN)
        self.placed.emit()

    def foot(self) -> int:
        """Return how much of the lower edge it takes."""
        return 0 if self.isHidden() else self._over.height() - self.y()

    def say_of(self, row: PhotoRow) -> None:
        """Say why a photo cannot be had now, or not whole; nothing where it can."""
        text = ""
        if row.offline:
            text = self.tr(
                "{folder} is not there or empty now; this is what was kept of the photo. Connect the drive "
                "it is on, then press F5."
            ).format(folder=row.root)
        elif row.missing:
            text = self.tr(
                "{file} is gone; this is what was kept of it. Put the file back, or press F5 if it was moved "
                "to another of your folders."
            ).format(file=row.file)
        elif row.damaged:
            text = self.tr("This file is damaged; what is left of it is shown. Restore it from a backup.")
        self.say(text)
