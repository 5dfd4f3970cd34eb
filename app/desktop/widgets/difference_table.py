"""Shows who would change: a table with a face in front of each name.

What is in it lives in `app.desktop.models.difference`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desktop import theme
from app.desktop.models.difference import FACE, DifferenceModel
from app.desktop.pictures import Kind, Pictures
from app.desktop.widgets.covers import Shapes, asked_side

_HEIGHT: Final = 48
_PICTURE: Final = 36
_NUMBER: Final = 110


class DifferenceTable(QTableView):
    """People and groups that would change, with keys and mouse to go to one."""

    def __init__(self, model: DifferenceModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegateForColumn(0, _WhoDelegate(pictures, self))
        self.setShowGrid(False)
        # As far from the edge as the titles above.
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Who would change"))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_HEIGHT)
        columns.setHighlightSections(False)
        columns.setDefaultSectionSize(_NUMBER)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        pictures.ready.connect(lambda _: self.viewport().update())


class _WhoDelegate(QStyledItemDelegate):
    """Draws a face and a name."""

    def __init__(self, pictures: Pictures, view: DifferenceTable) -> None:
        super().__init__(view)
        self._pictures, self._view, self._shapes = pictures, view, Shapes()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw who would change."""
        found = theme.colours()
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(area, QColor(found.accent))
        circle = QRect(
            area.left() + theme.GAP, area.top() + (area.height() - _PICTURE) // 2, _PICTURE, _PICTURE
        )
        face = int(index.data(FACE))
        side = asked_side(_PICTURE, self._view.devicePixelRatioF())
        picture = self._pictures.get(Kind.FACE, face, side) if face else None
        self._shapes.paint(painter, circle, picture, round_=True, empty=QColor(found.empty))
        inner = area.adjusted(_PICTURE + 2 * theme.GAP + 4, 0, -theme.GAP, 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.setPen(QColor(found.on_accent if chosen else found.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()
