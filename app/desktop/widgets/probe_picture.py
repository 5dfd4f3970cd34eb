"""A picture with boxes around its faces, one of which is chosen: whom to look for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.desktop import theme
from app.search.similar import OutsidePicture

_SIDE: Final = 280


class ProbePicture(QWidget):
    """A picture and its faces; a click, or the arrow keys, choose one.

    Signals:
        chosen: The number of the face that was chosen, counted from 0.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._boxes: list[QRectF] = []
        self._face = 0
        self.setFixedWidth(_SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def face(self) -> int:
        """The number of the chosen face."""
        return self._face

    def show_picture(self, found: OutsidePicture, image: QImage) -> None:
        """Show a picture that was looked into, given decoded; its first face is chosen."""
        self._picture = QPixmap.fromImage(image)
        width, height = found.size
        self._boxes = [
            QRectF(left / width, top / height, across / width, down / height)
            for left, top, across, down in found.boxes.tolist()
        ]
        self.setFixedHeight(round(min(_SIDE * 1.4, self._scale() * self._picture.height())) or 1)
        self._choose(0)

    def sizeHint(self) -> QSize:
        """Return the size it has."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and a box around each face."""
        found = theme.colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._area(), self._picture, QRectF(self._picture.rect()))
        for number, box in enumerate(self._placed()):
            # A dark line beneath, so that the box is seen on any picture.
            for colour, width in ((QColor(0, 0, 0, 150), 4.5), (QColor("white"), 2.0)):
                chosen = number == self._face
                top = QColor(found.accent) if chosen and width == 2.0 else colour
                painter.setPen(QPen(top, width + chosen))
                painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(found.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that faces can be clicked."""
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the face that was clicked."""
        number = self._at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(number)
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the face to the left or right."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        number = self._face + step
        if step and 0 <= number < len(self._boxes):
            self._choose(number)
            self.chosen.emit(number)
        elif not step:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        self._face = number
        self.setAccessibleName(
            self.tr("Face {number} of {all} in the picture").format(number=number + 1, all=len(self._boxes))
        )
        self.update()

    def _scale(self) -> float:
        wide, high = max(self._picture.width(), 1), max(self._picture.height(), 1)
        return min(_SIDE / wide, _SIDE * 1.4 / high)

    def _area(self) -> QRectF:
        width, height = self._picture.width() * self._scale(), self._picture.height() * self._scale()
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _placed(self) -> list[QRectF]:
        area = self._area()
        return [
            QRectF(
                area.left() + box.left() * area.width(),
                area.top() + box.top() * area.height(),
                box.width() * area.width(),
                box.height() * area.height(),
            )
            for box in self._boxes
        ]

    def _at(self, place: QPointF) -> int | None:
        """Return the smallest face at a place."""
        hit = [number for number, box in enumerate(self._placed()) if box.contains(place)]
        return min(hit, key=lambda number: self._boxes[number].width(), default=None)
