"""A round face with a name under it, to be clicked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.desktop.desk import Desk
from app.desktop.hints import hint
from app.desktop.widgets.face_picture import FacePicture

_FACE: Final = 64
#: With a name under it.
_CELL: Final = 76


class FaceButton(QWidget):
    """A round face with a name that can be clicked.

    Signals:
        clicked: With the mouse, Return or Space.
        menu_wanted: Where on the screen the face's menu is wanted.
    """

    clicked = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, desk: Desk, face: int, name: str, tip: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tip)
        self.setToolTip(hint(tip))
        self.setFixedWidth(_CELL)
        picture = FacePicture(desk, _FACE)
        picture.show_face(face, name)
        self._label = QLabel(name)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._label.setProperty("faint", True)
        self._label.setText(self._label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _CELL))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(2)
        down.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(self._label)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Be clicked."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be clicked by Return and Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the face."""
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.mapToGlobal(self.rect().center()) if keyboard else event.globalPos())

    def focusInEvent(self, event: object) -> None:
        """Show where the keys are."""
        self._label.setStyleSheet("text-decoration: underline;")

    def focusOutEvent(self, event: object) -> None:
        """Show that they are elsewhere."""
        self._label.setStyleSheet("")
