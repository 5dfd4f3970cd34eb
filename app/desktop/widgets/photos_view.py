"""Photos by month or event, laid out, scrolled and painted; nothing of choosing them.

Where photos lie is computed in `app.desktop.models.rows_of_photos`; how a photo and a heading look is
`app.desktop.widgets.photo_cells`; mouse and keys live in `app.desktop.widgets.photo_grid`.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.desktop.desk import Desk
from app.desktop.models.rows_of_photos import Layout, lay_out
from app.desktop.models.timeline import TimelineModel
from app.desktop.pictures import Key, Kind
from app.desktop.widgets.photo_cells import (
    HEADING,
    badge_at,
    paint_badge,
    paint_heading,
    paint_opened,
    paint_photo,
    picture_of,
)
from app.desktop.widgets.video_badge import paint_video_badge
from app.search.browsing import USUAL_RATIO

#: Heights of a row of photos, in logical pixels.
LOWEST: Final = 60
HIGHEST: Final = 420
USUAL: Final = 170
#: Around all photos, in logical pixels.
MARGIN: Final = 12
_GAP: Final = 4
#: The sides of thumbnails, and for how many photos on the screen each is used at most.
_SIDES: Final = {256: math.inf, 512: 150.0, 1024: 36.0}
#: A thumbnail may be shown so much larger than it is.
_ENLARGED: Final = 1.4

Index = QModelIndex | QPersistentModelIndex


class PhotosView(QAbstractItemView):
    """Shows a `TimelineModel`.

    Signals:
        zoomed: The height of rows has changed.
        laid_out: Photos lie elsewhere now.
    """

    zoomed = Signal(int)
    laid_out = Signal()

    def __init__(self, desk: Desk, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._photos = desk, model
        self._row_height = USUAL
        self._layout = self._laid_out()
        self.setModel(model)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        desk.pictures.ready.connect(self._came)
        model.named.connect(self.viewport().update)

    @property
    def layout_(self) -> Layout:
        """Where photos lie now."""
        return self._layout

    @property
    def row_height(self) -> int:
        """The wanted height of a row, in logical pixels."""
        return self._row_height

    def set_row_height(self, height: int, at: QPoint | None = None) -> None:
        """Zoom; what lies at a place of the viewport, else the current or topmost photo, stays there."""
        height = max(LOWEST, min(HIGHEST, height))
        if height == self._row_height:
            return
        self._row_height = height
        self._lay_out_again(at)
        self.zoomed.emit(height)

    def topmost(self) -> int:
        """Return the first photo that is not above the viewport; -1 where there are none."""
        rows = self._layout.rows_between(self.verticalOffset(), self._layout.total)
        return self._layout.photos_in(rows[0])[0] if rows else -1

    # What a view must tell: where its items are.

    def visualRect(self, index: Index) -> QRect:
        """Return where a photo lies in the viewport."""
        return self._rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the photo at a point of the viewport."""
        row = self._layout.photo_at(point.x() - MARGIN, point.y() + self.verticalOffset())
        return self._photos.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as possible so that a photo is seen, in the middle if asked for."""
        if not index.isValid():
            return
        row = int(self._layout.row[index.row()])
        top, height, room = (
            int(self._layout.top[row]),
            int(self._layout.height[row]),
            self.viewport().height(),
        )
        bar = self.verticalScrollBar()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(top + height // 2 - room // 2)
        elif top - HEADING < bar.value():
            bar.setValue(top - HEADING)
        elif top + height + _GAP > bar.value() + room:
            bar.setValue(top + height + _GAP - room)

    def horizontalOffset(self) -> int:
        """Return 0: rows are as wide as the viewport."""
        return 0

    def verticalOffset(self) -> int:
        """Return what lies above the viewport, in logical pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        """Return False: all photos are shown."""
        return False

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return where chosen photos are seen."""
        region, seen = QRegion(), self._visible()
        for one in selection.toList():
            for row in range(max(one.top(), seen.start), min(one.bottom() + 1, seen.stop)):
                region += self._rect(row)
        return region

    def badge_rect(self, index: Index) -> QRect:
        """Return where the badge of a stack lies in the viewport; empty where a photo has none."""
        badge = self._photos.badge(index.row()) if index.isValid() else ""
        return badge_at(self._rect(index.row()), badge, self) if badge else QRect()

    # Laying out and painting.

    def reset(self) -> None:
        """Lay other photos out."""
        super().reset()
        self._layout = self._laid_out()
        self.updateGeometries()
        self.laid_out.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay photos out anew; the topmost stays."""
        if event.size().width() != event.oldSize().width():
            self._lay_out_again(None)
        super().resizeEvent(event)

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        super().updateGeometries()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._layout.total + MARGIN - room))
        bar.setPageStep(room)
        bar.setSingleStep(48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen, and ask for the pictures of the next page too."""
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        offset, area = self.verticalOffset(), event.rect()
        layout, store = self._layout, self._desk.pictures
        for ahead in self._ahead():
            store.get(Kind.PHOTO, int(self._photos.ids[ahead]), 256)
        for number in layout.sections_between(area.top() + offset, area.bottom() + 1 + offset):
            place = QRect(
                MARGIN,
                int(layout.section_top[number]) - offset,
                self.viewport().width() - 2 * MARGIN,
                HEADING,
            )
            name = self._photos.heading(int(layout.keys[number]))
            paint_heading(painter, place, name, int(layout.section_size[number]), self)
        rows = layout.rows_between(area.top() + offset, area.bottom() + 1 + offset)
        current = self.currentIndex().row() if self.hasFocus() else -1
        selected = self.selectionModel()
        # What is asked for last comes first, and the upper photos are looked at first.
        for row in reversed(rows):
            for photo in reversed(layout.photos_in(row)):
                key = int(self._photos.ids[photo])
                paint_photo(
                    painter,
                    self._rect(photo),
                    picture_of(store, key, self._side(photo)),
                    lacking=store.lacks(Kind.PHOTO, key, self._side(photo)),
                    chosen=selected.isSelected(self._photos.index(photo)),
                    current=photo == current,
                )
                paint_video_badge(painter, self._rect(photo), self._photos.length(photo))
                if self._photos.is_open(photo):
                    paint_opened(painter, self._rect(photo))
                if badge := self._photos.badge(photo):
                    place = badge_at(self._rect(photo), badge, self)
                    paint_badge(painter, place, badge, opened=self._photos.is_open(photo))

    def _rect(self, photo: int) -> QRect:
        layout = self._layout
        row = int(layout.row[photo])
        return QRect(
            int(layout.left[photo]) + MARGIN,
            int(layout.top[row]) - self.verticalOffset(),
            int(layout.width[photo]),
            int(layout.height[row]),
        )

    def _side(self, photo: int) -> int:
        """Return the side of the thumbnail that a photo is shown by."""
        layout = self._layout
        longer = max(int(layout.width[photo]), int(layout.height[layout.row[photo]]))
        # A little enlarging is not seen; a thumbnail of the next size takes four times the memory, so that
        # not all would be kept if there were many on the screen.
        shown = self.viewport().width() * self.viewport().height() / (self._row_height**2 * USUAL_RATIO)
        wanted = longer * self.devicePixelRatioF() / _ENLARGED
        sides = [side for side, most in _SIDES.items() if shown <= most]
        return next((side for side in sides if wanted <= side), sides[-1])

    def _visible(self) -> range:
        top = self.verticalOffset()
        rows = self._layout.rows_between(top, top + self.viewport().height())
        return (
            range(int(self._layout.first[rows.start]), int(self._layout.first[rows.stop]))
            if rows
            else range(0)
        )

    def _ahead(self) -> range:
        """Return the photos of the next page, where their pictures are small."""
        seen = self._visible()
        small = bool(seen) and self._side(seen.start) == 256
        return range(seen.stop, min(seen.stop + len(seen) * small, len(self._photos.ids)))

    def _came(self, keys: frozenset[Key]) -> None:
        seen = self._visible()
        came = [key.id for key in keys if key.kind is Kind.PHOTO]
        if came and seen:
            ids = self._photos.ids[seen.start : seen.stop]
            for place in np.flatnonzero(np.isin(ids, came)):
                self.viewport().update(self._rect(seen.start + int(place)))

    def _laid_out(self) -> Layout:
        width = max(200, self.viewport().width() - 2 * MARGIN)
        return lay_out(
            self._photos.timeline,
            width=width,
            row_height=self._row_height,
            gap=_GAP,
            heading=HEADING,
            under=self._photos.gathered.photos,
        )

    def _lay_out_again(self, at: QPoint | None) -> None:
        kept = self.indexAt(at).row() if at is not None else self.currentIndex().row()
        if kept not in self._visible():
            kept = self.topmost()
        before = self._rect(kept).center().y() if kept >= 0 else 0
        at_top = self.verticalOffset() == 0
        self._layout = self._laid_out()
        self.updateGeometries()
        if kept >= 0 and not at_top:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._rect(kept).center().y() - before)
        self.viewport().update()
        self.laid_out.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted, so that only what comes in is painted anew."""
        self.viewport().scroll(dx, dy)
