"""What was just done or went wrong, in one line over the page, with Undo where it can be taken back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.desktop.widgets.buttons import flat_button

#: How long a message stays; one about trouble stays until it is closed.
_STAYS_MS: Final = 8000
#: So many messages about trouble are shown at one time, the newest.
_WARNINGS: Final = 3


class MessageBar(QFrame):
    """One line at the lower edge of a page.

    Signals:
        undo_wanted: The user pressed Undo.
    """

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        layout = QHBoxLayout(self)
        self._warnings: list[str] = []
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo = QPushButton(self.tr("Undo"))
        self._undo.clicked.connect(self._undone)
        close = flat_button("✕", self.tr("Close this message"))
        close.clicked.connect(self._close)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._undo)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, *, undoable: bool) -> None:
        """Say what was done; what went wrong and was not closed yet stays beside it."""
        self._show("\n".join([*self._warnings, text]), bad=bool(self._warnings))
        self._undo.setVisible(undoable)
        if not self._warnings:
            self._timer.start()

    def warn(self, text: str) -> None:
        """Say what went wrong; it stays until it is closed."""
        self._warnings = [*(one for one in self._warnings if one != text), text][-_WARNINGS:]
        self._show("\n".join(self._warnings), bad=True)
        self._undo.hide()
        self._timer.stop()

    def _show(self, text: str, *, bad: bool) -> None:
        self._text.setText(text)
        self._text.setProperty("bad", bad)
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self.setAccessibleName(text)
        self.show()

    def _close(self) -> None:
        self._warnings = []
        self.hide()

    def _undone(self) -> None:
        self._close()
        self.undo_wanted.emit()
