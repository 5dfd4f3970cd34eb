"""The grid of one person's faces, or of the photos these are in, with keys and what is peeked at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.desk import Desk
from app.desktop.keys import Shortcut, press
from app.desktop.models.faces import FaceRole, FacesModel
from app.desktop.pictures import Key, Kind
from app.desktop.widgets.covers import FaceDelegate
from app.desktop.widgets.selections import Held, hold, take_up
from app.desktop.widgets.tile_grid import TileGrid


class FaceGrid(TileGrid):
    """Faces as squares.

    Signals:
        opened: `Photo.id` of a face or photo to go to, and `Face.id` of that face or one in it.
        peeked: Space was pressed on a row.
    """

    opened = Signal(int, int)
    peeked = Signal()

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, ticks: bool = False, side: int = 112
    ) -> None:
        super().__init__(parent)
        self.faces = FacesModel(self, ticks=ticks)
        self.tiles = FaceDelegate(desk.pictures, self, ticks=ticks)
        self.tiles.side, self.tiles.captions = side, not ticks
        self.setModel(self.faces)
        self.setItemDelegate(self.tiles)
        self.set_tile(self.tiles.tile())
        self._ticks = ticks
        if ticks:
            self.setSelectionMode(self.SelectionMode.NoSelection)
            self.clicked.connect(self._tick)
        #: What the user was at while all rows are shown anew, and what these were.
        self._held: tuple[Held, Kind] | None = None
        self.faces.modelAboutToBeReset.connect(self._hold)
        self.faces.modelReset.connect(self._take_up)
        self.doubleClicked.connect(self._open)
        desk.pictures.ready.connect(self._arrived)

    def chosen_faces(self) -> list[int]:
        """Return `Face.id` of all that the selected rows stand for."""
        return self.faces.faces_at(self.chosen_rows())

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do here."""
        if self._ticks:
            return [Shortcut(self.tr("Tick the face"), ("Space",), lambda: self._tick(self.currentIndex()))]
        return [
            Shortcut(self.tr("Open the photo"), ("Return",), lambda: self._open(self.currentIndex())),
            Shortcut(self.tr("Look at the photo"), ("Space",), self.peeked.emit),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key is declared to do."""
        if not press(event, self.shortcuts()):
            super().keyPressEvent(event)

    def _hold(self) -> None:
        self._held = hold(self, self.faces), self.faces.kind

    def _take_up(self) -> None:
        """Go on where the user was; but not from faces to photos, which may have the same numbers."""
        if self._held is None:
            return
        (held, kind), self._held = self._held, None
        if kind is self.faces.kind:
            take_up(self, self.faces, held)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and not self._ticks:
            self.opened.emit(index.data(FaceRole.PHOTO), index.data(FaceRole.FACES)[0])

    def _tick(self, index: QModelIndex) -> None:
        if index.isValid():
            ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            value = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.faces.setData(index, value, Qt.ItemDataRole.CheckStateRole)

    def _arrived(self, keys: frozenset[Key]) -> None:
        for key in keys:
            if key.kind is self.faces.kind:
                for index in self.faces.indexes_of([key.id]):
                    self.update(index)
