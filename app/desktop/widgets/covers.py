"""Paints people as round covers with name and count, and faces as squares with their marks.

What is painted comes from `app.desktop.models`, the pictures from `app.desktop.pictures`.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.faces import FaceRole
from app.desktop.models.people import LONELY, PersonRole
from app.desktop.pictures import Kind, Pictures
from engine.crops import MOST_SIDE

Index = QModelIndex | QPersistentModelIndex

#: Pictures are asked for in steps of so many pixels, so that changing their size finds most of them there.
_STEP: Final = 64
#: Beside and above a cover.
_PAD: Final = 10
_RING: Final = 3
_MARK: Final = 18
#: Pictures cut into shape that are kept.
_SHAPES: Final = 500


def asked_side(side: int, ratio: float) -> int:
    """Return the side in device pixels of the picture to ask for, to be drawn `side` logical pixels wide."""
    return min(math.ceil(side * ratio / _STEP) * _STEP, MOST_SIDE)


class Shapes:
    """Pictures cut into circles or squares with round corners, kept, because cutting takes long."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int, bool], QPixmap] = OrderedDict()

    def paint(
        self, painter: QPainter, area: QRect, picture: QPixmap | None, *, round_: bool, empty: QColor
    ) -> None:
        """Draw a picture as a circle or a square; one of one colour where there is none.

        Args:
            painter: With antialiasing.
            area: A square, in logical pixels.
            picture: Its middle is drawn where it is no square.
            round_: As a circle.
            empty: Drawn in place of a picture.
        """
        if picture is None:
            _draw(painter, area, empty, round_=round_)
            return
        ratio = painter.device().devicePixelRatio()
        key = (picture.cacheKey(), round(area.width() * ratio), round_)
        made = self._kept.get(key)
        if made is None:
            made = QPixmap(key[1], key[1])
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            inner = QPainter(made)
            inner.setRenderHints(painter.renderHints())
            whole = QRect(0, 0, area.width(), area.height())
            _draw(inner, whole, _filling(whole, picture), round_=round_)
            inner.end()
            self._kept[key] = made
            while len(self._kept) > _SHAPES:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(area.topLeft(), made)


def _draw(painter: QPainter, area: QRect, filling: QBrush | QColor, *, round_: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(filling)
    if round_:
        painter.drawEllipse(area)
    else:
        painter.drawRoundedRect(area, 6, 6)


def _filling(area: QRect, picture: QPixmap) -> QBrush:
    brush = QBrush(picture)
    scale = max(area.width() / picture.width(), area.height() / picture.height())
    left = area.left() - (picture.width() * scale - area.width()) / 2
    top = area.top() - (picture.height() * scale - area.height()) / 2
    brush.setTransform(QTransform.fromTranslate(left, top).scale(scale, scale))
    return brush


class CoverDelegate(QStyledItemDelegate):
    """Draws the rows of a `PeopleModel`."""

    def __init__(self, desk: Desk, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._desk, self._view, self._shapes = desk, view, Shapes()
        #: The diameter of a cover, in logical pixels.
        self.side = 112
        #: Whom something is being dragged over.
        self.target = QPersistentModelIndex()

    def tile(self) -> QSize:
        """Return the least size of a row."""
        return QSize(self.side + 2 * _PAD, self.side + 3 * _PAD + 2 * self._line())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the same size for all."""
        return self.tile()

    def cover_area(self, area: QRect) -> QRect:
        """Return where the circle is in the area of a row."""
        return QRect(area.left() + (area.width() - self.side) // 2, area.top() + _PAD, self.side, self.side)

    def name_area(self, area: QRect) -> QRect:
        """Return where the name is in the area of a row."""
        return QRect(
            area.left() + 2, area.top() + self.side + _PAD + _PAD // 2, area.width() - 4, self._line() + 4
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a person or group."""
        found = theme.colours()
        area: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        circle = self.cover_area(area)
        cover = int(index.data(PersonRole.COVER) or 0)
        side = asked_side(self.side, self._view.devicePixelRatioF())
        picture = self._desk.pictures.get(Kind.FACE, cover, side) if cover else None
        self._shapes.paint(painter, circle, picture, round_=True, empty=QColor(found.empty))
        lonely = index.data(PersonRole.ID) == LONELY
        if picture is None:
            self._paint_letter(painter, circle, index, lonely=lonely)
        chosen = bool(state & QStyle.StateFlag.State_Selected) or index == self.target
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        if chosen or current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(found.accent), _RING if chosen else 1.5))
            gap = _RING + (index == self.target) * 2
            painter.drawEllipse(circle.adjusted(-gap, -gap, gap, gap))
        self._paint_words(painter, area, index, lonely=lonely)
        painter.restore()

    def _paint_letter(self, painter: QPainter, circle: QRect, index: Index, *, lonely: bool) -> None:
        name = index.data(PersonRole.NAME)
        letter = f"{index.data(PersonRole.FACES):,}" if lonely else name[0].upper() if name else ""
        font = painter.font()
        font.setPixelSize(max(10, self.side // (5 if lonely else 3)))
        painter.setPen(QColor(theme.colours().faint))
        painter.save()
        painter.setFont(font)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, letter)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, index: Index, *, lonely: bool) -> None:
        found = theme.colours()
        line = self.name_area(area)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        faces = int(index.data(PersonRole.FACES))
        if lonely:
            words, colour, under = self.tr("Seen once"), found.faint, self.tr("%n face(s)", "", faces)
        elif name:
            words, colour, under = name, found.text, self.tr("%n face(s)", "", faces)
        else:
            words, colour, under = self.tr("Add name"), found.accent, self.tr("%n face(s)", "", faces)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(colour))
        elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width() - 8)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, elided)
        painter.setPen(QColor(found.faint))
        below = line.translated(0, self._line())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, under)

    def _line(self) -> int:
        return self._view.fontMetrics().height() + 1


class FaceDelegate(QStyledItemDelegate):
    """Draws the rows of a `FacesModel`: a square picture, whether it is confirmed, and a word on when.

    Args:
        pictures: Where pictures come from.
        view: Whose rows.
        ticks: Rows have a mark where they are ticked, in place of one where they are confirmed.
    """

    def __init__(self, pictures: Pictures, view: QAbstractItemView, *, ticks: bool = False) -> None:
        super().__init__(view)
        self._pictures, self._view, self._ticks, self._shapes = pictures, view, ticks, Shapes()
        #: The side of a picture, in logical pixels.
        self.side = 112
        #: Whether there is a line under the pictures.
        self.captions = True

    def tile(self) -> QSize:
        """Return the least size of a row."""
        caption = self._view.fontMetrics().height() + 2 if self.captions else 0
        return QSize(self.side + theme.GAP, self.side + theme.GAP + caption)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the same size for all."""
        return self.tile()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a face or a photo."""
        found = theme.colours()
        area: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        square = QRect(area.left() + (area.width() - self.side) // 2, area.top() + 4, self.side, self.side)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        empty = QColor(found.empty)
        self._shapes.paint(painter, square, self._picture(index), round_=False, empty=empty)
        chosen = chosen or ticked
        if chosen or state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(found.accent), _RING if chosen else 1.5))
            painter.drawRoundedRect(square.adjusted(-1, -1, 1, 1), 7, 7)
        if self._ticks:
            if ticked:
                self._paint_mark(painter, square, QColor(found.accent), QColor(found.on_accent))
        elif index.data(FaceRole.CONFIRMED):
            self._paint_mark(painter, square, QColor(found.good), QColor(found.surface))
        if self.captions:
            line = QRect(area.left(), square.bottom() + 2, area.width(), painter.fontMetrics().height())
            painter.setPen(QColor(found.faint))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, index.data(FaceRole.CAPTION))
        painter.restore()

    def asked(self, kind: Kind) -> int:
        """Return the side in device pixels of the pictures that are asked for."""
        if kind is Kind.PHOTO:
            return 256
        return asked_side(self.side, self._view.devicePixelRatioF())

    def _picture(self, index: Index) -> QPixmap | None:
        kind = Kind(index.data(FaceRole.KIND))
        return self._pictures.get(kind, int(index.data(FaceRole.ID)), self.asked(kind))

    def _paint_mark(self, painter: QPainter, square: QRect, colour: QColor, tick: QColor) -> None:
        mark = QRect(square.right() - _MARK - 3, square.bottom() - _MARK - 3, _MARK, _MARK)
        painter.setPen(QPen(tick, 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(mark)
        painter.setPen(QPen(tick, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = ((0.28, 0.52), (0.44, 0.68), (0.72, 0.36))
        path = [mark.topLeft() + QPoint(round(x * _MARK), round(y * _MARK)) for x, y in points]
        painter.drawPolyline(path)
