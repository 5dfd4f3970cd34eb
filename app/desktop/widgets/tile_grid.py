"""A grid of tiles of one size, as many in a row as fit; what the tiles show is up to model and delegate."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QWidget

from app.desktop.widgets.selections import make_current, rows_of

#: With more rows than this, Qt's look at where each of them is takes longer than painting.
_MANY: Final = 200


class TileGrid(QListView):
    """A list that wraps, with its columns spread over the whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = QSize(64, 64)
        self._was_empty = True
        # As a wrapped list: icon mode keeps a tree of all places, which takes long for many thousand tiles.
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model, and go to its first row when the first rows come while the keys are here already."""
        super().setModel(model)
        if model is not None:
            for coming in (model.rowsAboutToBeInserted, model.modelAboutToBeReset):
                coming.connect(self._note_empty)
            for came in (model.rowsInserted, model.modelReset):
                came.connect(self._begin_where_empty)

    def go_in(self) -> None:
        """Take the keys, at the first row where there is no current one."""
        self.setFocus()
        self._begin()

    def _note_empty(self) -> None:
        self._was_empty = not self.model().rowCount()

    def _begin_where_empty(self) -> None:
        if self._was_empty:
            self._begin()

    def _begin(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid() and self.model().rowCount():
            make_current(self, self.model().index(0, 0))

    def set_tile(self, size: QSize) -> None:
        """Make tiles at least so large; they are wider where columns are spread."""
        self._tile = size
        self._spread()

    @property
    def columns(self) -> int:
        """How many tiles there are in a row."""
        return max(1, self._room() // self._tile.width())

    def chosen(self) -> list[QModelIndex]:
        """Return the selected rows, from the first to the last."""
        return [self.model().index(row, 0) for row in self.chosen_rows().tolist()]

    def chosen_rows(self) -> NDArray[np.intp]:
        """Return the selected rows, ascending; Qt's own list of them takes long where there are thousands."""
        return rows_of(self.selectionModel().selection(), self.model().rowCount())

    def choose(self, index: QModelIndex) -> None:
        """Select one row alone and go there."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def selectAll(self) -> None:
        """Select all rows, without Qt's look at each."""
        rows = self.model().rowCount()
        if rows and self.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection:
            every = QItemSelection(self.model().index(0, 0), self.model().index(rows - 1, 0))
            self.selectionModel().select(every, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return what to paint where rows are selected, or not any more: of many, all that is seen."""
        if sum(part.height() for part in selection.toList()) > _MANY:
            return QRegion(self.viewport().rect())
        return super().visualRegionForSelection(selection)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns anew."""
        self._spread()
        super().resizeEvent(event)

    def _spread(self) -> None:
        self.setGridSize(QSize(max(self._room() // self.columns, 1), self._tile.height()))
        self.verticalScrollBar().setSingleStep(max(1, self._tile.height() // 3))

    def _room(self) -> int:
        # The list keeps room for its scroll bar, so that this does not depend on whether there is one now.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        return self.maximumViewportSize().width() - bar - 1
