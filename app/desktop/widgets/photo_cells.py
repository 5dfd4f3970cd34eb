"""How a photo, a stack and the heading of a section look in a grid."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.desktop.pictures import Kind, Pictures
from app.desktop.theme import colours

#: Height of the heading of a month, in logical pixels.
HEADING: Final = 48
_RING: Final = 3


def picture_of(store: Pictures, photo: int, side: int) -> QPixmap | None:
    """Return the thumbnail of a photo, or a smaller one that is quicker to get; None while there is none."""
    found = store.get(Kind.PHOTO, photo, side)
    return store.get(Kind.PHOTO, photo, 256) if found is None and side != 256 else found


def paint_heading(painter: QPainter, place: QRect, name: str, photos: int, widget: QWidget) -> None:
    """Paint the name of a section and how many photos there are.

    Args:
        painter: Of the grid.
        place: Where.
        name: Of the section; cut off where it is too long.
        photos: How many.
        widget: The grid, for its font and translations.
    """
    found = colours()
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * 1.25)
    font.setWeight(QFont.Weight.DemiBold)
    line = place.adjusted(0, 12, 0, -6)
    painter.setFont(font)
    painter.setPen(QColor(found.text))
    count = QLocale().toString(photos)
    room = line.width() - painter.fontMetrics().horizontalAdvance(count) - 12
    name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
    line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(name) + 12)
    painter.setFont(widget.font())
    painter.setPen(QColor(found.faint))
    painter.drawText(
        line.adjusted(0, 2, 0, 2), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, count
    )


def paint_photo(
    painter: QPainter,
    place: QRect,
    picture: QPixmap | None,
    *,
    lacking: bool,
    chosen: bool,
    current: bool,
) -> None:
    """Paint one photo.

    Args:
        painter: Of the grid.
        place: Where; the middle of the photo fills it.
        picture: What is there of it.
        lacking: There is no picture of it.
        chosen: The user chose it.
        current: The keys are at it.
    """
    found = colours()
    if picture is None:
        painter.fillRect(place, QColor(found.empty))
        if lacking:
            _paint_broken(painter, place)
    else:
        painter.drawPixmap(place, picture, _cut(picture, place))
    if chosen:
        veil = QColor(found.accent)
        veil.setAlpha(60)
        painter.fillRect(place, veil)
        _paint_ring(painter, place, found.accent, _RING)
        _paint_tick(painter, place)
    if current:
        if not chosen:
            _paint_ring(painter, place, found.accent, 1.5)
        _paint_ring(painter, place.adjusted(_RING, _RING, -_RING, -_RING), found.surface, 1.5)


def badge_at(place: QRect, text: str, widget: QWidget) -> QRect:
    """Return where the badge of a stack lies, at the lower right of its photo.

    Args:
        place: Of the photo.
        text: In the badge.
        widget: The grid, for its font.
    """
    wide = widget.fontMetrics().horizontalAdvance(text) + 32
    return QRect(place.right() - wide - 5, place.bottom() - 27, wide, 22)


def paint_badge(painter: QPainter, place: QRect, text: str, *, opened: bool) -> None:
    """Paint how many photos a stack has.

    Args:
        painter: Of the grid.
        place: As `badge_at`.
        text: How many.
        opened: The photos of the stack are shown.
    """
    found = colours()
    ground = QColor(found.accent) if opened else QColor(0, 0, 0, 170)
    ink = QColor(found.on_accent) if opened else QColor(255, 255, 255)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(place), 11, 11)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    sheet = QRectF(place.left() + 9, place.top() + 9, 8, 7)
    painter.drawRect(sheet)
    behind = QPainterPath(sheet.topLeft() + QPointF(3, -3))
    behind.lineTo(sheet.topRight() + QPointF(3, -3))
    behind.lineTo(sheet.bottomRight() + QPointF(3, -3))
    painter.drawPath(behind)
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(place.adjusted(24, 0, 0, 0), middle, text)


def paint_opened(painter: QPainter, place: QRect) -> None:
    """Paint what photos of an open stack have in common: a bar along the lower edge."""
    painter.fillRect(QRect(place.left(), place.bottom() - 2, place.width(), 3), QColor(colours().accent))


def _cut(picture: QPixmap, place: QRect) -> QRect:
    """Return the middle part of a picture that has the proportions of a place."""
    width, height = picture.width(), picture.height()
    if width * place.height() > height * place.width():
        part = max(1, round(height * place.width() / place.height()))
        return QRect((width - part) // 2, 0, part, height)
    part = max(1, round(width * place.height() / place.width()))
    return QRect(0, (height - part) // 2, width, part)


def _paint_ring(painter: QPainter, place: QRect, colour: str, wide: float) -> None:
    painter.setPen(
        QPen(QColor(colour), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = wide / 2
    painter.drawRect(QRectF(place).adjusted(half, half, -half, -half))


def _paint_tick(painter: QPainter, place: QRect) -> None:
    found = colours()
    disc = QRectF(place.right() - 27, place.top() + 8, 20, 20)
    if disc.left() < place.left():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(found.accent))
    painter.drawEllipse(disc)
    painter.setPen(
        QPen(
            QColor(found.on_accent),
            2,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    tick = QPainterPath(disc.topLeft() + QPointF(5.5, 10.5))
    tick.lineTo(disc.topLeft() + QPointF(8.8, 13.6))
    tick.lineTo(disc.topLeft() + QPointF(14.5, 7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(tick)


def _paint_broken(painter: QPainter, place: QRect) -> None:
    """Paint a crossed-out frame: there is a file and no picture."""
    side = min(place.width(), place.height(), 90) * 0.4
    frame = QRectF(0, 0, side, side * 0.75)
    frame.moveCenter(QRectF(place).center())
    painter.setPen(QPen(QColor(colours().faint), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, 3, 3)
    painter.drawLine(frame.bottomLeft(), frame.topRight())
