"""One picture that can be zoomed, moved and turned; nothing of faces.

What is turned is the view alone, never the file.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.desktop.theme import colours

_STEP: Final = 1.25
#: Device pixels for a pixel of the photo, at most; and at most so many to fill the view.
_LARGEST: Final = 16.0
_LARGEST_FIT: Final = 3.0


class PictureView(QWidget):
    """Shows a picture.

    Coordinates of the photo are pixels of the upright photo at full size, whatever part of them the picture
    at hand has.

    Signals:
        moved: The picture lies elsewhere, larger or smaller.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._size = QSizeF()
        self._image = QImage()
        self._quarters = 0
        #: Logical pixels for a pixel of the photo; 0 to fit it into the view.
        self._scale = 0.0
        self._offset = QPointF()
        self._pressed: QPointF | None = None
        self._dragged = False

    def show_photo(self, size: QSize) -> None:
        """Show another photo, of which there is no picture yet, fitted into the view and upright."""
        self._size, self._image = QSizeF(size), QImage()
        self._quarters, self._scale, self._offset = 0, 0.0, QPointF()
        self._placed()

    def set_size(self, size: QSize) -> None:
        """Say how large the photo is, where that was not known before."""
        if QSizeF(size) != self._size:
            self._size = QSizeF(size)
            self._placed()

    def set_image(self, image: QImage) -> None:
        """Show a better picture of the photo."""
        self._image = image
        self.update()

    @property
    def has_image(self) -> bool:
        """Whether there is any picture."""
        return not self._image.isNull()

    @property
    def scale(self) -> float:
        """Device pixels for a pixel of the photo."""
        return self._logical_scale() * self.devicePixelRatioF()

    @property
    def fits(self) -> bool:
        """Whether the photo is fitted into the view."""
        return self._scale == 0

    @property
    def lacks_detail(self) -> bool:
        """Whether the photo has more pixels than the picture, and they would be seen."""
        part = self._image.width() / max(1.0, self._size.width())
        return self.has_image and part < 0.99 and self.scale > 1.05 * part

    def turn(self, quarters: int) -> None:
        """Turn the view clockwise by quarters."""
        self._quarters = (self._quarters + quarters) % 4
        self._scale, self._offset = 0.0, QPointF()
        self._placed()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom; the point of the photo at a place of the view, else in its middle, stays there."""
        fit = self._fit()
        most = _LARGEST / self.devicePixelRatioF()
        self._zoom_to(max(fit, min(most, self._logical_scale() * factor)), at)

    def fit(self) -> None:
        """Fit the photo into the view."""
        self._zoom_to(0, None)

    def toggle(self, at: QPointF | None = None) -> None:
        """Go from the fitted photo to its pixels, or back."""
        self._zoom_to(1 / self.devicePixelRatioF() if self.fits else 0, at)

    def transform(self) -> QTransform:
        """Return what takes the photo's coordinates to those of the view."""
        middle = QRectF(self.rect()).center() + self._offset
        made = QTransform()
        made.translate(middle.x(), middle.y())
        made.rotate(90 * self._quarters)
        scale = self._logical_scale()
        made.scale(scale, scale)
        made.translate(-self._size.width() / 2, -self._size.height() / 2)
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the picture that is seen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().window))
        if self._size.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        placed = self.transform()
        back, _ = placed.inverted()
        whole = QRectF(QPointF(), self._size)
        # A pixel more on each side, so that the edges are smooth too.
        seen = back.mapRect(QRectF(event.rect())).adjusted(-2, -2, 2, 2).intersected(whole)
        painter.setTransform(placed)
        if self._image.isNull():
            painter.fillRect(whole, QColor(colours().empty))
        elif not seen.isEmpty():
            part = self._image.width() / self._size.width()
            down = self._image.height() / self._size.height()
            source = QRectF(seen.x() * part, seen.y() * down, seen.width() * part, seen.height() * down)
            painter.drawImage(seen, self._image, source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the photo fitted, or in the view."""
        super().resizeEvent(event)
        self._placed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers."""
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture along."""
        if self._pressed is None:
            return
        step = event.position() - self._pressed
        if self._dragged or step.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self._pressed = event.position()
            self._offset += step
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._placed()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._pressed = None
        if self._dragged:
            self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go from the fitted photo to its pixels at the cursor, or back."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle(event.position())

    def _turned(self) -> QSizeF:
        return self._size.transposed() if self._quarters % 2 else self._size

    def _fit(self) -> float:
        turned = self._turned()
        if turned.isEmpty():
            return 1.0
        most = _LARGEST_FIT / self.devicePixelRatioF()
        return min(self.width() / turned.width(), self.height() / turned.height(), most)

    def _logical_scale(self) -> float:
        return self._scale or self._fit()

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        before = self._logical_scale()
        self._scale = 0.0 if scale <= self._fit() else scale
        middle = QRectF(self.rect()).center()
        held = (at or middle) - middle
        self._offset = held - (held - self._offset) * (self._logical_scale() / before)
        self._placed()

    def _placed(self) -> None:
        """Keep the picture from leaving the view, and show it where it is now."""
        turned, scale = self._turned(), self._logical_scale()
        across = max(0.0, (turned.width() * scale - self.width()) / 2)
        down = max(0.0, (turned.height() * scale - self.height()) / 2)
        self._offset = QPointF(
            max(-across, min(across, self._offset.x())), max(-down, min(down, self._offset.y()))
        )
        self.update()
        self.moved.emit()
