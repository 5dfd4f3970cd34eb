"""A screen that a widget of a page fills for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class FullScreen(QWidget):
    """A window without a frame.

    Args:
        page: Whose widget it shows.
        keys: What the page does with keys.
        leave: Called when the system closes this window.
    """

    def __init__(self, page: QWidget, keys: Callable[[QKeyEvent], None], leave: Callable[[], None]) -> None:
        super().__init__(page, Qt.WindowType.Window)
        self._keys, self._leave = keys, leave
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)

    def take(self, widget: QWidget) -> None:
        """Show a widget on the whole screen."""
        self._whole.addWidget(widget)
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the page do what it does."""
        self._keys(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the widget back before this goes."""
        event.ignore()
        self._leave()
