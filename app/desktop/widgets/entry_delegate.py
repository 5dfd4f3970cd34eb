"""Draws an action of the history: its sentence, when it was, and whether it stands."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop import theme
from app.desktop.models.history import UNDONE, WHEN

_HEIGHT: Final = 40
_WHEN_WIDTH: Final = 170


class EntryDelegate(QStyledItemDelegate):
    """One line for each action; what was undone is faint and struck through."""

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
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        undone = bool(index.data(UNDONE))
        if chosen:
            painter.fillRect(area, QColor(found.accent))
        text, faint = (found.on_accent,) * 2 if chosen else (found.text, found.faint)
        font = painter.font()
        font.setStrikeOut(undone)
        painter.setFont(font)
        painter.setPen(QColor(faint if undone else text))
        inner = area.adjusted(theme.MARGIN, 0, -theme.MARGIN - _WHEN_WIDTH, 0)
        sentence = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inner.width()
        )
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, vertical | Qt.AlignmentFlag.AlignLeft, sentence)
        font.setStrikeOut(False)
        painter.setFont(font)
        painter.setPen(QColor(faint))
        right = area.adjusted(area.width() - _WHEN_WIDTH - theme.MARGIN, 0, -theme.MARGIN, 0)
        painter.drawText(right, vertical | Qt.AlignmentFlag.AlignRight, str(index.data(WHEN)))
        painter.setPen(QColor(found.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()
