"""What is shown under the search field, over the page: suggestions of how what is typed may go on.

What is suggested comes from `app.desktop.widgets.search_field`, which also has the keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.models.completions import COMPLETION_ROLE, COVER_ROLE, KIND_ROLE, Completions
from app.desktop.pictures import Kind, Pictures
from app.desktop.widgets.covers import Shapes, asked_side
from app.search.completion import Completion

_ROW_HEIGHT: Final = 34
_MARK: Final = 24
#: Suggestions that are visible without scrolling.
_ROWS: Final = 9


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions.

    Attributes:
        rows: Best first.
        covers: The face to show, by person.
    """

    rows: list[Completion]
    covers: dict[int, int]


class Suggestions(QFrame):
    """What is shown under the field, over the page.

    Signals:
        taken: The `Completion` that was clicked.
    """

    taken = Signal(object)

    def __init__(self, field: QLineEdit, pictures: Pictures) -> None:
        super().__init__(field)
        self._field = field
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = Completions(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Delegate(pictures, self._list))
        # The card below shows through.
        self._list.setStyleSheet("background: transparent")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("Suggestions"))
        self._list.clicked.connect(lambda index: self.taken.emit(index.data(COMPLETION_ROLE)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        pictures.ready.connect(lambda _: self._list.viewport().update())
        self.close_all()

    def suggest(self, found: Suggested) -> None:
        """Show suggestions, if there are any."""
        self._model.show(found.rows, found.covers)
        self._list.setVisible(bool(found.rows))
        if found.rows:
            self._list.setCurrentIndex(QModelIndex())
            self._list.scrollToTop()
            self._place()
        else:
            self.hide()

    def close_all(self) -> None:
        """Show nothing more."""
        self._model.show([], {})
        self._list.hide()
        self.hide()

    def chosen(self) -> Completion | None:
        """Return the suggestion that is marked."""
        index = self._list.currentIndex()
        return self._model.at(index.row()) if index.isValid() else None

    def first(self) -> Completion | None:
        """Return the first suggestion."""
        return self._model.at(0) if self._model.rowCount() else None

    def step(self, by: int) -> None:
        """Mark the next suggestion; before the first and after the last none is marked."""
        index = self._list.currentIndex()
        rows = self._model.rowCount()
        # One place more than there are rows, for none.
        row = (index.row() + 1 + by) % (rows + 1) - 1
        self._list.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())
        if row >= 0:
            self.announce(str(self._model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)))

    def announce(self, text: str) -> None:
        """Have a screen reader say something."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, text))

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        if not self._list.isHidden():
            self._list.setFixedHeight(min(self._model.rowCount(), _ROWS) * _ROW_HEIGHT)
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        self.setFixedWidth(self._field.width())
        self.adjustSize()
        self.move(corner)
        self.show()
        self.raise_()


class _Delegate(QStyledItemDelegate):
    """Draws a suggestion: a mark of its kind, what it is, and the kind in words."""

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures, self._shapes = pictures, Shapes()

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Return the same height for all."""
        return QSize(160, _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        found = theme.colours()
        marked = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marked or over:
            painter.setBrush(QColor(found.accent if marked else found.empty))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
        text, faint = (found.on_accent,) * 2 if marked else (found.text, found.faint)
        mark = QRect(area.left() + theme.GAP, area.center().y() - _MARK // 2 + 1, _MARK, _MARK)
        self._draw_mark(painter, mark, index, faint)
        words = area.adjusted(theme.GAP * 2 + _MARK, 0, -theme.GAP, 0)
        metrics = painter.fontMetrics()
        kind = str(index.data(KIND_ROLE))
        room = words.width() - metrics.horizontalAdvance(kind) - theme.GAP * 2
        label = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(text))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, label)
        painter.setPen(QColor(faint))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, kind)
        painter.restore()

    def _draw_mark(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, colour: str
    ) -> None:
        completion: Completion = index.data(COMPLETION_ROLE)
        if completion.kind == "person":
            self._draw_face(painter, area, int(index.data(COVER_ROLE)))
            return
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = area.adjusted(3, 4, -3, -4)
        if completion.kind == "folder":
            path = QPainterPath()
            path.moveTo(inner.left(), inner.bottom())
            for x, y in ((0, 0.1), (0.35, 0.1), (0.47, 0.28), (1, 0.28), (1, 1)):
                path.lineTo(inner.left() + x * inner.width(), inner.top() + y * (inner.height() - 1))
            path.closeSubpath()
            painter.drawPath(path)
        elif completion.kind == "year":
            painter.drawRoundedRect(inner, 2, 2)
            painter.drawLine(inner.left(), inner.top() + 5, inner.right() + 1, inner.top() + 5)
        elif completion.kind == "camera":
            painter.drawRoundedRect(inner.adjusted(0, 2, 0, 0), 2, 2)
            painter.drawEllipse(inner.center() + QPoint(1, 2), 4, 4)
        elif completion.kind == "place":
            # A pin, its point on the ground.
            middle, head = area.center().x() + 0.5, inner.top() + 5.0
            painter.drawEllipse(QPointF(middle, head), 5, 5)
            painter.drawLine(QPointF(middle - 4, head + 3.5), QPointF(middle, inner.bottom() + 1))
            painter.drawLine(QPointF(middle + 4, head + 3.5), QPointF(middle, inner.bottom() + 1))
        else:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "…")

    def _draw_face(self, painter: QPainter, area: QRect, face: int) -> None:
        side = asked_side(_MARK, painter.device().devicePixelRatioF())
        picture = self._pictures.get(Kind.FACE, face, side) if face else None
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        empty = QColor(theme.colours().empty)
        self._shapes.paint(painter, area, picture, round_=True, empty=empty)
