"""The list of pages at the left, with how much is on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.desktop import theme
from app.desktop.places import PageName

_PAGE: Final = Qt.ItemDataRole.UserRole
_NUMBER: Final = Qt.ItemDataRole.UserRole + 1
_WIDTH: Final = 196
_HEIGHT: Final = 34


class Sidebar(QListWidget):
    """The pages.

    Signals:
        picked: The `PageName` of the page the user chose.
    """

    picked = Signal(object)

    def __init__(self, pages: Sequence[tuple[PageName, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Delegate(self))
        for page, name in pages:
            item = QListWidgetItem(name)
            item.setData(_PAGE, page)
            self.addItem(item)
        self._shown: PageName | None = None
        self.itemClicked.connect(self._pick)
        self.itemActivated.connect(self._pick)

    def show_numbers(self, numbers: Mapping[PageName, int]) -> None:
        """Show how much is on each page; nothing where that is 0."""
        for row in range(self.count()):
            item = self.item(row)
            number = numbers.get(PageName(item.data(_PAGE)), 0)
            item.setData(_NUMBER, QLocale().toString(number) if number else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} {number or ''}".strip())

    def set_there(self, page: PageName, there: bool) -> None:
        """List a page, or leave it out while there is nothing on it."""
        for row in range(self.count()):
            if self.item(row).data(_PAGE) == page:
                self.item(row).setHidden(not there)

    def show_page(self, page: PageName) -> None:
        """Mark the page that is shown, or none where it is not in the list."""
        self._shown = page
        rows = [row for row in range(self.count()) if self.item(row).data(_PAGE) == page]
        self.setCurrentRow(rows[0] if rows else -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go where the mouse was pressed and released; after a press alone, mark what is shown again."""
        super().mouseReleaseEvent(event)
        self._mark_shown()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark what is shown again, wherever the arrows have gone."""
        super().focusOutEvent(event)
        self._mark_shown()

    def _mark_shown(self) -> None:
        if self._shown is not None:
            self.show_page(self._shown)

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(PageName(item.data(_PAGE)))


class _Delegate(QStyledItemDelegate):
    """A name at the left, a number at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same size for all."""
        return QSize(_WIDTH, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a page."""
        found = theme.colours()
        area = QRectF(option.rect).adjusted(theme.GAP, 1, -theme.GAP, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(found.accent if chosen else found.window))
            painter.drawRoundedRect(area, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(found.on_accent), 1.5))
            painter.drawRoundedRect(area.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        inner = area.adjusted(theme.GAP + 2, 0, -theme.GAP - 2, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(found.on_accent if chosen else found.text))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.setPen(QColor(found.on_accent if chosen else found.faint))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, str(index.data(_NUMBER) or ""))
        painter.restore()
