"""What was just done or went wrong, in one line over the page, with Undo where it can be taken back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.desktop.widgets.buttons import flat_button

#: How long a message stays; one about trouble stays until it is closed.
_STAYS_MS: Final = 8000


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
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo = QPushButton(self.tr("Undo"))
        self._undo.clicked.connect(self._undone)
        close = flat_button("✕", self.tr("Close this message"))
        close.clicked.connect(self.hide)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._undo)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, *, undoable: bool) -> None:
        """Say what was done."""
        self._show(text, bad=False)
        self._undo.setVisible(undoable)
        self._timer.start()

    def warn(self, text: str) -> None:
        """Say what went wrong."""
        self._show(text, bad=True)
        self._undo.hide()
        self._timer.stop()

    def _show(self, text: str, *, bad: bool) -> None:
        self._text.setText(text)
        self._text.setProperty("bad", bad)
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self.setAccessibleName(text)
        self.show()

    def _undone(self) -> None:
        self.hide()
        self.undo_wanted.emit()
