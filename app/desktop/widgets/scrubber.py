"""The strip at the right edge of a grid: the years, a handle, and the month while one drags it."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget

from app.desktop.models.timeline import month_name
from app.desktop.theme import colours
from app.desktop.widgets.photo_grid import PhotoGrid

_WIDTH: Final = 52
#: Height of the handle, and of what is left free above and below it.
_HANDLE: Final = 30
#: Least distance between the years that are written, in lines of text.
_APART: Final = 1.5


class Scrubber(QWidget):
    """Scrolls a grid through time.

    Args:
        grid: What it scrolls, in place of a scroll bar.
        parent: The bubble lies in it, beside the strip.
    """

    def __init__(self, grid: PhotoGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self._held = False
        self._over = False
        self.setFixedWidth(_WIDTH)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Years"))
        self.setToolTip(self.tr("Drag to go to a month"))
        self._bubble = QLabel(parent)
        self._bubble.setObjectName("card")
        self._bubble.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bubble.setContentsMargins(10, 5, 10, 5)
        self._bubble.hide()
        grid.laid_out.connect(self.update)
        self._bar().valueChanged.connect(self.update)
        self._bar().rangeChanged.connect(self.update)

    @property
    def bubble(self) -> str:
        """The month that is shown beside the strip; empty for none."""
        return self._bubble.text() if self._bubble.isVisible() else ""

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(_WIDTH, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the years where they begin, and the handle where the grid is."""
        if not self._bar().maximum():
            return
        found, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        line = painter.fontMetrics().height()
        layout, free = self._grid.layout_, -1.0e9
        years = layout.months // 100
        for section in np.flatnonzero(np.diff(years, prepend=-1)):
            middle = self._place(float(layout.section_top[section]))
            painter.setPen(QColor(found.faint))
            if middle - free < line * _APART or middle > self.height() - line / 2:
                painter.drawPoint(self.width() - 16, round(middle))
                continue
            free = middle
            year = int(years[section])
            area = QRectF(0, middle - line / 2, self.width() - 14, line)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(year) if year else "–"
            )
        at = self._place(self._bar().value())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(found.accent if self._held or self._over else found.faint))
        painter.drawRoundedRect(QRectF(self.width() - 7, at - _HANDLE / 2, 4, _HANDLE), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the mouse is."""
        if event.button() is Qt.MouseButton.LeftButton and self._bar().maximum():
            self._held = True
            self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self._over = True
        if self._held:
            self._go(event.position().y())
        elif self._bar().maximum():
            self._tell(self._value(event.position().y()), event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = False
        self._bubble.hide()
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Show no month any more."""
        self._over = False
        if not self._held:
            self._bubble.hide()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the bubble along."""
        self._bubble.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll as over the grid."""
        QApplication.sendEvent(self._bar(), event)

    def _bar(self) -> QScrollBar:
        return self._grid.verticalScrollBar()

    def _place(self, value: float) -> float:
        most = max(1, self._bar().maximum())
        return _HANDLE / 2 + min(1.0, value / most) * (self.height() - _HANDLE)

    def _value(self, y: float) -> int:
        part = (y - _HANDLE / 2) / max(1.0, self.height() - _HANDLE)
        return round(max(0.0, min(1.0, part)) * self._bar().maximum())

    def _go(self, y: float) -> None:
        value = self._value(y)
        self._bar().setValue(value)
        self._tell(value, y)
        self.update()

    def _tell(self, value: int, y: float) -> None:
        layout = self._grid.layout_
        room = self._grid.viewport().height()
        # The month that most of the grid shows at the top.
        seen = layout.sections_between(value + min(60, room), value + room)
        if not seen:
            return
        self._bubble.setText(month_name(int(layout.months[seen[0]])))
        self._bubble.adjustSize()
        top = min(max(0, round(y) - self._bubble.height() // 2), self.height() - self._bubble.height())
        self._bubble.move(self.x() - self._bubble.width() - 4, self.y() + top)
        self._bubble.raise_()
        self._bubble.show()
