"""The page of places: countries and towns where photos were taken, with a picture and how many of each.

Which places there are is found out in `app.search.geography`. There is no map: that would take a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app.desktop import theme
from app.desktop.choices import language
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut
from app.desktop.lanes import Ticket
from app.desktop.models.timeline import month_name
from app.desktop.pages.page import Empty, Page
from app.desktop.pictures import Key, Kind, Pictures
from app.desktop.places import PageName, Place
from app.operations import Changes
from app.search.geography import VisitedPlace, search_texts, visited_places

#: Kept with each row.
_ROW: Final = Qt.ItemDataRole.UserRole
#: Of a row, and of the picture in it, in logical pixels.
_HEIGHT: Final = 68
_COVER: Final = (72, 54)
#: So many countries are shown with their towns at first.
_OPEN: Final = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """One place, and the search that finds its photos."""

    place: VisitedPlace
    search: str


class PlacesPage(Page):
    """A tree of countries and towns; opening one shows its photos."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._ticket: Ticket | None = None
        heading = QLabel(self.tr("Places"))
        heading.setProperty("title", True)
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        # What is chosen is painted by the delegate, without the room of the arrows before it.
        self._tree.setStyleSheet("QTreeView { show-decoration-selected: 0; }")
        self._tree.setUniformRowHeights(True)
        self._tree.setMouseTracking(True)
        self._tree.setExpandsOnDoubleClick(False)
        self._tree.setAccessibleName(self.tr("Places where photos were taken"))
        self._tree.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self._tree.setItemDelegate(_Delegate(desk.pictures, self._tree))
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._menu)
        self._tree.itemActivated.connect(self._open)
        desk.pictures.ready.connect(self._came)
        full = QWidget()
        down = QVBoxLayout(full)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, 0)
        down.setSpacing(theme.GAP)
        down.addWidget(heading)
        down.addWidget(self._tree, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(
            Empty(
                self.tr("Of no photo it is known where it was taken"),
                self.tr(
                    "Phones and some cameras write into each photo where it was taken, if that is switched "
                    "on. Such photos appear here by country and town."
                ),
            )
        )

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Places")

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [Shortcut(self.tr("Show the photos of the place"), ("Return",))]

    def arrive(self, place: Place) -> None:
        """Show the places."""
        self.refresh(None)
        self._tree.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Read the places again, unless only people have changed."""
        if changes is None and self._ticket is None:
            self._ticket = self.desk.read(_find, self._show, owner=self)

    def _show(self, rows: list[_Row]) -> None:
        self._ticket = None
        kept, opened = self._current(), self._opened()
        self._tree.clear()
        country: QTreeWidgetItem | None = None
        again: QTreeWidgetItem | None = None
        for row in rows:
            item = QTreeWidgetItem([self._called(row.place)])
            item.setData(0, _ROW, row)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, self._spoken(row.place))
            if row.place.level == 0 or country is None:
                self._tree.addTopLevelItem(item)
                country = item
                first = opened is None and self._tree.topLevelItemCount() <= _OPEN
                item.setExpanded(first or (opened is not None and row.place.spot.country in opened))
            else:
                country.addChild(item)
            if kept is not None and kept.place.spot == row.place.spot:
                again = item
        if (chosen := again or self._tree.topLevelItem(0)) is not None:
            self._tree.setCurrentItem(chosen)
        self._stack.setCurrentIndex(0 if rows else 1)

    def _opened(self) -> set[str] | None:
        """Return the countries whose towns are shown; None before any were."""
        items = [self._tree.topLevelItem(at) for at in range(self._tree.topLevelItemCount())]
        if not items:
            return None
        return {item.data(0, _ROW).place.spot.country for item in items if item and item.isExpanded()}

    def _called(self, place: VisitedPlace) -> str:
        return self.tr("Near {place}").format(place=place.name) if place.near else place.name

    def _spoken(self, place: VisitedPlace) -> str:
        return self.tr("{place}, %n photo(s)", "", place.photos).format(place=self._called(place))

    def _current(self) -> _Row | None:
        item = self._tree.currentItem()
        found: _Row | None = None if item is None else item.data(0, _ROW)
        return found

    def _came(self, keys: frozenset[Key]) -> None:
        if self.isVisible() and any(key.kind is Kind.PHOTO for key in keys):
            self._tree.viewport().update()

    def _open(self, item: QTreeWidgetItem) -> None:
        row: _Row = item.data(0, _ROW)
        self.going.emit(Place(PageName.PHOTOS, text=row.search))

    def _menu(self, at: QPoint) -> None:
        item = self._tree.currentItem()
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show photos")).triggered.connect(lambda _: self._open(item))
        seen = self._tree.visualItemRect(item)
        menu.popup(self._tree.viewport().mapToGlobal(at if seen.contains(at) else seen.center()))


class _Delegate(QStyledItemDelegate):
    """A picture, the name with the days below it, and the number of photos at the right."""

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same size for all."""
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a place."""
        row: _Row = index.data(_ROW)
        found = theme.colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(option.rect).adjusted(2, 2, -theme.GAP, -2)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(found.accent if chosen else found.window))
            painter.drawRoundedRect(area, 6, 6)
        width, height = _COVER
        cover = QRect(int(area.left()) + 6, int(area.center().y() - height / 2), width, height)
        self._paint_cover(painter, cover, row.place.cover)
        text = area.adjusted(width + 6 + 14, 12, -14, -12)
        painter.setPen(QColor(found.on_accent if chosen else found.faint))
        number = QLocale().toString(row.place.photos)
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        text.setRight(text.right() - painter.fontMetrics().horizontalAdvance(number) - 14)
        below = " · ".join(filter(None, (_region(row.place), _span(row.place))))
        low = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(text, low, _elided(painter, below, text.width()))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if row.place.level == 0 else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(found.on_accent if chosen else found.text))
        high = Qt.AlignmentFlag.AlignLeft | (
            Qt.AlignmentFlag.AlignTop if below else Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(text, high, _elided(painter, str(index.data()), text.width()))
        painter.restore()

    def _paint_cover(self, painter: QPainter, place: QRect, photo: int) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(place), 5, 5)
        painter.save()
        painter.setClipPath(clip)
        picture = self._pictures.get(Kind.PHOTO, photo, 256)
        if picture is None:
            painter.fillRect(place, QColor(theme.colours().empty))
        else:
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            whole = QRect(QPoint(0, 0), size)
            whole.moveCenter(place.center())
            painter.drawPixmap(whole, picture)
        painter.restore()


def _elided(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def _region(place: VisitedPlace) -> str:
    region = place.spot.region if place.level else ""
    return "" if region == place.spot.town else region


def _span(place: VisitedPlace) -> str:
    """Return from which month to which photos were taken."""
    if not place.last:
        return ""
    first, last = month_name(place.first // 100), month_name(place.last // 100)
    return first if first == last else f"{first} – {last}"


def _find(session: Session) -> list[_Row]:
    # The region of a town is told with it, and is no row of its own.
    found = visited_places(session, language().name())
    texts = search_texts(found)
    rows = [_Row(place, text) for place, text in zip(found, texts, strict=True) if place.level != 1]
    countries = {row.place.spot.country: at for at, row in enumerate(rows) if row.place.level == 0}

    def order(row: _Row) -> tuple[int, int, int, str]:
        place = row.place
        return countries[place.spot.country], place.level, -place.photos, place.name

    return sorted(rows, key=order)
