"""What was just done or went wrong, in a card over the page, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.buttons import flat_button

#: How long a message stays; one about trouble, or with a question, stays until it is closed.
_STAYS_MS: Final = 8000
#: So many messages about trouble are shown at one time, the newest.
_WARNINGS: Final = 3
#: In logical pixels.
_WIDEST: Final = 640


class MessageBar(QFrame):
    """A card that floats over the lower edge of something, so that nothing moves when it comes and goes.

    Signals:
        undo_wanted: The user pressed Undo.
    """

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._over: QWidget | None = None
        self._foot = 0
        self._warnings: list[str] = []
        self._do: Callable[[], None] | None = None
        self._bad, self._good = QLabel(), QLabel()
        self._bad.setProperty("bad", True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._bad, self._good):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        self._button = QPushButton()
        self._button.clicked.connect(self._pressed)
        close = flat_button("✕", self.tr("Close this message"))
        close.clicked.connect(self._close)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, GAP, GAP)
        layout.addLayout(words, 1)
        layout.addWidget(self._button)
        layout.addWidget(close)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self._time_out)
        self.hide()

    def float_over(self, over: QWidget) -> None:
        """Stay at the lower edge of a widget that has the same parent."""
        self._over = over
        over.installEventFilter(self)

    def leave_free(self, foot: int) -> None:
        """Stay above so much of the lower edge, in logical pixels."""
        self._foot = foot
        self._place()

    def tell(self, text: str, *, undoable: bool) -> None:
        """Say what was done; what went wrong and was not closed yet stays beside it."""
        if undoable:
            self._show(text, self.tr("Undo"), self.undo_wanted.emit)
        else:
            self._show(text)
        if not self._warnings:
            self._timer.start()

    def offer(self, text: str, action: str, do: Callable[[], None]) -> None:
        """Say something with a button for what may be done about it; it stays until the next message."""
        self._show(text, action, do)

    def warn(self, text: str) -> None:
        """Say what went wrong; it stays until it is closed."""
        self._warnings = [*(one for one in self._warnings if one != text), text][-_WARNINGS:]
        self._show("")

    def _show(self, news: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        """Show what went wrong, and under it what is no trouble, if anything."""
        self._timer.stop()
        self._do = do
        self._button.setText(action)
        self._button.setVisible(do is not None)
        for label, text in ((self._bad, "\n".join(self._warnings)), (self._good, news)):
            label.setText(text)
            label.setVisible(bool(text))
        lines = [*self._warnings, news] if news else self._warnings
        self.setAccessibleName("\n".join(lines))
        self.show()
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, lines[-1]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._over is None or self.isHidden():
            return
        area, layout = self._over.geometry(), self._row
        # Text wraps, so its own least width says nothing.
        layout.activate()
        labels = [label for label in (self._bad, self._good) if not label.isHidden()]
        lines = [line for label in labels for line in label.text().split("\n")]
        wanted = max(self._good.fontMetrics().horizontalAdvance(line) for line in lines)
        others = layout.minimumSize().width() - max(label.minimumSizeHint().width() for label in labels)
        width = min(wanted + others + 4, _WIDEST, area.width() - 2 * MARGIN)
        height = max(layout.heightForWidth(width), layout.minimumSize().height())
        left = area.left() + (area.width() - width) // 2
        self.setGeometry(left, area.bottom() + 1 - self._foot - height - MARGIN, width, height)
        self.raise_()

    def _time_out(self) -> None:
        """Go, unless somebody is about to press a button."""
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start()
        else:
            self.hide()

    def _close(self) -> None:
        self._warnings = []
        self._timer.stop()
        self.hide()

    def _pressed(self) -> None:
        do = self._do
        self._close()
        if do is not None:
            do()
