"""The badge by which a video is told from a photo in grids: a sign and a time."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

_HIGH: Final = 20
#: From the edges of the picture, in logical pixels.
_EDGE: Final = 5


def paint_video_badge(painter: QPainter, place: QRect, time: str) -> None:
    """Paint what says that a picture is of a video, at its lower left.

    Args:
        painter: With antialiasing, and the font of the grid.
        place: Of the picture.
        time: How long the video is, or when something is seen in it, as "1:40"; empty for nothing.
    """
    if not time:
        return
    wide = painter.fontMetrics().horizontalAdvance(time) + 30
    badge = QRectF(place.left() + _EDGE, place.bottom() - _HIGH - _EDGE + 1, wide, _HIGH)
    # The same on light and dark pictures, and in a light and a dark window.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(badge, _HIGH / 2, _HIGH / 2)
    white = QColor(255, 255, 255)
    painter.setBrush(white)
    left, middle = badge.left() + 9, badge.center().y()
    painter.drawPolygon(
        QPolygonF([QPointF(left, middle - 4.5), QPointF(left + 8, middle), QPointF(left, middle + 4.5)])
    )
    painter.setPen(white)
    painter.drawText(
        badge.adjusted(21, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, time
    )
