"""Draws an action of the history: whom it was about, its sentence, when it was, and whether it stands."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop import theme
from app.desktop.models.history import TOLD, UNDONE, WHEN
from app.desktop.pictures import Kind, Pictures
from app.desktop.widgets.covers import Shapes, asked_side
from app.operations import Told

_HEIGHT: Final = 52
_PICTURE: Final = 38


class EntryDelegate(QStyledItemDelegate):
    """One line for each action; what was undone is faint and struck through.

    Args:
        pictures: Where pictures come from.
        view: Whose rows.
    """

    def __init__(self, pictures: Pictures, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._pictures, self._view, self._shapes = pictures, view, Shapes()

    def picture_area(self, area: QRect) -> QRect:
        """Return where the picture is in the area of a row."""
        top = area.top() + (area.height() - _PICTURE) // 2
        return QRect(area.left() + theme.GAP, top, _PICTURE, _PICTURE)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same height for all."""
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw an action."""
        found = theme.colours()
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        undone = bool(index.data(UNDONE))
        if chosen:
            painter.fillRect(area, QColor(found.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(found.surface))
        told = index.data(TOLD)
        painter.setOpacity(0.5 if undone else 1)
        self._paint_picture(painter, self.picture_area(area), told)
        painter.setOpacity(1)
        text, faint = (found.on_accent,) * 2 if chosen else (found.text, found.faint)
        font = painter.font()
        font.setStrikeOut(undone)
        painter.setFont(font)
        painter.setPen(QColor(faint if undone else text))
        when = str(index.data(WHEN))
        when_width = painter.fontMetrics().horizontalAdvance(when)
        inner = area.adjusted(2 * theme.GAP + _PICTURE + 4, 0, -2 * theme.MARGIN - when_width, 0)
        sentence = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inner.width()
        )
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, vertical | Qt.AlignmentFlag.AlignLeft, sentence)
        font.setStrikeOut(False)
        painter.setFont(font)
        painter.setPen(QColor(faint))
        right = area.adjusted(0, 0, -theme.MARGIN, 0)
        painter.drawText(right, vertical | Qt.AlignmentFlag.AlignRight, when)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(found.line))
        painter.restore()

    def _paint_picture(self, painter: QPainter, circle: QRect, told: Told | None) -> None:
        if told is None or not (told.face or told.photo):
            return
        ratio = self._view.devicePixelRatioF()
        picture = (
            self._pictures.get(Kind.FACE, told.face, asked_side(_PICTURE, ratio))
            if told.face
            else self._pictures.get(Kind.PHOTO, told.photo, 256)
        )
        empty = QColor(theme.colours().empty)
        self._shapes.paint(painter, circle, picture, round_=bool(told.face), empty=empty)
