"""The picture of one face, round or square, as a widget; many at a time are painted by delegates."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.pictures import Key, Kind
from app.desktop.widgets.covers import Shapes, asked_side


class FacePicture(QWidget):
    """A face.

    Args:
        desk: Where its picture comes from.
        side: In logical pixels.
        square: With corners.
    """

    def __init__(self, desk: Desk, side: int, parent: QWidget | None = None, *, square: bool = False) -> None:
        super().__init__(parent)
        self._desk, self._side, self._square, self._face = desk, side, square, 0
        self._letter, self._shapes = "", Shapes()
        self.setFixedSize(QSize(side, side))
        desk.pictures.ready.connect(self._arrived)

    def set_side(self, side: int) -> None:
        """Make it so large, in logical pixels."""
        if side != self._side:
            self._side = side
            self.setFixedSize(QSize(side, side))
            self.update()

    @property
    def face(self) -> int:
        """`Face.id`; 0 for none."""
        return self._face

    def show_face(self, face: int, name: str, letter: str = "") -> None:
        """Show a face.

        Args:
            face: `Face.id`; 0 for none.
            name: For those who cannot see it.
            letter: Shown where there is no face.
        """
        self._face, self._letter = face, letter
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face, or its place while it has not come."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        side = asked_side(self._side, self.devicePixelRatioF())
        picture = self._desk.pictures.get(Kind.FACE, self._face, side) if self._face else None
        area, empty = QRect(0, 0, self._side, self._side), QColor(theme.colours().empty)
        self._shapes.paint(painter, area, picture, round_=not self._square, empty=empty)
        if self._letter and not self._face:
            font = painter.font()
            font.setPixelSize(max(10, self._side // 3))
            painter.setFont(font)
            painter.setPen(QColor(theme.colours().faint))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._letter)

    def _arrived(self, keys: frozenset[Key]) -> None:
        if any(key.kind is Kind.FACE and key.id == self._face for key in keys):
            self.update()
