"""Paints people as round covers with name and count, and faces as squares with their marks.

What is painted comes from `app.desktop.models`, the pictures from `app.desktop.pictures`.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText, QTransform
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.faces import FaceRole
from app.desktop.models.people import LONELY, Cover, PersonRole
from app.desktop.pictures import Kind, Pictures
from app.desktop.widgets.video_badge import paint_video_badge
from engine.crops import LARGE_SIDE, MOST_SIDE

Index = QModelIndex | QPersistentModelIndex

#: Pictures are asked for in steps of so many pixels, so that changing their size finds most of them there.
_STEP: Final = 64
_LARGE_STEP: Final = 128
#: A small picture may be drawn so much larger before it looks blurred.
_STRETCH: Final = 1.15
#: Beside and above a cover.
_PAD: Final = 10
_RING: Final = 3
_MARK: Final = 18
#: Pictures cut into shape that are kept, and words under covers.
_SHAPES: Final = 500


def asked_side(side: int, ratio: float) -> int:
    """Return the side in device pixels of the picture to ask for, to be drawn `side` logical pixels wide."""
    wanted = side * ratio
    if wanted <= MOST_SIDE * _STRETCH:
        return min(math.ceil(wanted / _STEP) * _STEP, MOST_SIDE)
    return min(math.ceil(wanted / _LARGE_STEP) * _LARGE_STEP, LARGE_SIDE)


class Shapes:
    """Pictures cut into circles or squares with round corners, kept, because cutting takes long."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int | str, int, bool], QPixmap] = OrderedDict()

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
        ratio = painter.device().devicePixelRatio()
        shape = self._kept_or(
            (empty.name(), round(area.width() * ratio), round_),
            lambda: _shape(area.size(), ratio, empty, round_=round_),
        )
        made = shape
        if picture is not None:
            made = self._kept_or(
                (picture.cacheKey(), shape.width(), round_), lambda: _cut_out(picture, shape)
            )
        # Drawing what is not even scaled takes thirty times as long with this.
        smooth = painter.testRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if smooth:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawPixmap(area.topLeft(), made)
        if smooth:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    def _kept_or(self, key: tuple[int | str, int, bool], make: Callable[[], QPixmap]) -> QPixmap:
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
            while len(self._kept) > _SHAPES:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found


def _shape(size: QSize, ratio: float, colour: QColor, *, round_: bool) -> QPixmap:
    """Return a circle or a square with round corners, of one colour, in device pixels."""
    made = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    area = QRect(QPoint(), size)
    if round_:
        painter.drawEllipse(area)
    else:
        painter.drawRoundedRect(area, 6, 6)
    painter.end()
    return made


def _cut_out(picture: QPixmap, shape: QPixmap) -> QPixmap:
    """Return the middle of a picture in a shape; that takes less than drawing the shape filled with it."""
    made = QPixmap(shape)
    made.setDevicePixelRatio(1.0)
    wide, high = made.width(), made.height()
    scale = max(wide / picture.width(), high / picture.height())
    seen = QRect(0, 0, round(wide / scale), round(high / scale))
    seen.moveCenter(QRect(QPoint(), picture.size()).center())
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.drawPixmap(QRect(0, 0, wide, high), picture, seen)
    painter.end()
    made.setDevicePixelRatio(shape.devicePixelRatio())
    return made


def _set(text: str, font: QFont) -> QStaticText:
    """Return a line that is set for painting."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), font)
    return made


def _centred(text: QStaticText, area: QRect) -> QPointF:
    """Return where a line begins that is in the middle of an area."""
    size = text.size()
    return QPointF(
        area.left() + (area.width() - size.width()) / 2, area.top() + (area.height() - size.height()) / 2
    )


class CoverDelegate(QStyledItemDelegate):
    """Draws the rows of a `PeopleModel`."""

    def __init__(self, desk: Desk, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._desk, self._view, self._shapes = desk, view, Shapes()
        #: The diameter of a cover, in logical pixels.
        self.side = 112
        self._texts: OrderedDict[tuple[Cover, str, int], tuple[QStaticText, QStaticText]] = OrderedDict()
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
        # Asked for once: scrolling paints dozens in each frame, and each answer goes through Qt and back.
        cover: Cover = index.data(PersonRole.COVERED)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = self.cover_area(area)
        side = asked_side(self.side, self._view.devicePixelRatioF())
        picture = self._desk.pictures.get(Kind.FACE, cover.face, side) if cover.face else None
        self._shapes.paint(painter, circle, picture, round_=True, empty=QColor(found.empty))
        if picture is None:
            self._paint_letter(painter, circle, cover, found)
        aimed = index == self.target
        chosen = bool(state & QStyle.StateFlag.State_Selected) or aimed
        if chosen or state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(found.accent), _RING if chosen else 1.5))
            gap = _RING + aimed * 2
            painter.drawEllipse(circle.adjusted(-gap, -gap, gap, gap))
        self._paint_words(painter, area, cover, found)
        painter.restore()

    def _paint_letter(self, painter: QPainter, circle: QRect, cover: Cover, found: theme.Colours) -> None:
        lonely = cover.person == LONELY
        letter = QLocale().toString(cover.faces) if lonely else cover.name[0].upper() if cover.name else ""
        if not letter:
            return
        font = painter.font()
        font.setPixelSize(max(10, self.side // (5 if lonely else 3)))
        painter.setPen(QColor(found.faint))
        painter.save()
        painter.setFont(font)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, letter)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, cover: Cover, found: theme.Colours) -> None:
        line = self.name_area(area)
        words, under = self._texts_of(cover, painter.font(), line.width())
        asked = found.faint if cover.person == LONELY else found.accent
        painter.setPen(QColor(found.text if cover.name else asked))
        painter.drawStaticText(_centred(words, line), words)
        painter.setPen(QColor(found.faint))
        # A line has four pixels more than its text is high.
        painter.drawStaticText(_centred(under, line.translated(0, line.height() - 4)), under)

    def _texts_of(self, cover: Cover, font: QFont, width: int) -> tuple[QStaticText, QStaticText]:
        """Return the two lines under a cover; kept, because setting a line takes longer than painting it."""
        key = (cover._replace(person=min(cover.person, 1), face=0), font.key(), width)
        kept = self._texts.get(key)
        if kept is not None:
            self._texts.move_to_end(key)
            return kept
        # Who is named without a place has photos and no faces.
        if cover.mentions:
            under = self.tr("%n photo(s)", "", cover.mentions)
        else:
            under = self.tr("%n face(s)", "", cover.faces)
        words = self.tr("Seen once") if cover.person == LONELY else cover.name or self.tr("Add name")
        elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, width - 8)
        made = _set(elided, font), _set(under, font)
        self._texts[key] = made
        while len(self._texts) > _SHAPES:
            self._texts.popitem(last=False)
        return made

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
        paint_video_badge(painter, square, index.data(FaceRole.VIDEO))
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
