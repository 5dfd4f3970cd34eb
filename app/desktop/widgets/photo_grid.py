"""A grid of photos by month in which one chooses with mouse and keys.

How it is laid out and painted lives in `app.desktop.widgets.photos_view`; what happens to chosen photos is
decided by the page.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QRubberBand, QWidget

from app.desktop.desk import Desk
from app.desktop.keys import Shortcut, press
from app.desktop.models.timeline import TimelineModel
from app.desktop.widgets.photos_view import MARGIN, PhotosView
from app.desktop.widgets.selections import rows_of

_ZOOM_STEP: Final = 1.2
#: While a rubber band is drawn beyond the edge, the grid scrolls so often, in milliseconds.
_SCROLL_MS: Final = 30

_Flag = QItemSelectionModel.SelectionFlag
_MOVES: Final = {
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDown": Qt.Key.Key_PageDown,
}


class PhotoGrid(PhotosView):
    """Shows a `TimelineModel`, and lets the user choose photos.

    Signals:
        opened: `Photo.id` of a photo that was double-clicked, or on which Return was pressed.
        chosen: The selection has changed.
        menu_wanted: Where on the screen a menu of the chosen photos is wanted.
        stack_wanted: `Photo.id` of a photo whose stack is to be opened, or closed again.
    """

    opened = Signal(int)
    chosen = Signal()
    menu_wanted = Signal(QPoint)
    stack_wanted = Signal(int)

    def __init__(self, desk: Desk, model: TimelineModel, parent: QWidget | None = None) -> None:
        self._anchor = -1
        #: Where the left button went down, from the top left corner of all photos.
        self._pressed = QPoint()
        self._held = False
        self._before = QItemSelection()
        super().__init__(desk, model, parent)
        self.setAccessibleName(self.tr("Photos"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        self._pull = QTimer(self, interval=_SCROLL_MS)
        self._pull.timeout.connect(self._pulled)

    def chosen_rows(self) -> NDArray[np.intp]:
        """Return the rows of the chosen photos, ascending."""
        return rows_of(self.selectionModel().selection(), len(self._photos.ids))

    def chosen_ids(self) -> NDArray[np.int64]:
        """Return the ids of the chosen photos, in the order in which they are shown."""
        return self._photos.ids[self.chosen_rows()]

    def choose(self, rows: NDArray[np.intp], current: int = -1) -> None:
        """Choose some photos and no other."""
        self.selectionModel().select(self._selection(rows), _Flag.ClearAndSelect)
        if current >= 0:
            self._anchor = current
            self._make_current(current)

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Return where a step leads, for whoever steers the view without keys."""
        actions = QAbstractItemView.CursorAction
        keys = {
            actions.MoveLeft: Qt.Key.Key_Left,
            actions.MovePrevious: Qt.Key.Key_Left,
            actions.MoveRight: Qt.Key.Key_Right,
            actions.MoveNext: Qt.Key.Key_Right,
            actions.MoveUp: Qt.Key.Key_Up,
            actions.MoveDown: Qt.Key.Key_Down,
            actions.MoveHome: Qt.Key.Key_Home,
            actions.MoveEnd: Qt.Key.Key_End,
            actions.MovePageUp: Qt.Key.Key_PageUp,
            actions.MovePageDown: Qt.Key.Key_PageDown,
        }
        return self._photos.index(self._step(keys[action])) if len(self._photos.ids) else QModelIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose what lies in a rectangle of the viewport."""
        area = rect.normalized().translated(-MARGIN, self.verticalOffset())
        rows = self._layout.photos_touching(
            area.left(), area.top(), area.left() + area.width(), area.top() + area.height()
        )
        self.selectionModel().select(self._selection(rows), command)

    def _selection(self, rows: NDArray[np.intp]) -> QItemSelection:
        """Return ascending rows as a selection of few ranges."""
        selection = QItemSelection()
        for part in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1) if len(rows) else []:
            selection.select(self._photos.index(int(part[0])), self._photos.index(int(part[-1])))
        return selection

    def reset(self) -> None:
        """Show other photos; none of them is chosen."""
        self._anchor = -1
        super().reset()
        self.chosen.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Take the rubber band along."""
        self._band.move(self._band.pos() + QPoint(dx, dy))
        super().scrollContentsBy(dx, dy)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that other photos are chosen."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do here."""
        return [
            *self._moves(self.tr("Choose another photo"), "", Qt.KeyboardModifier.NoModifier),
            *self._moves(self.tr("Choose up to another photo"), "Shift+", Qt.KeyboardModifier.ShiftModifier),
            *self._moves(self.tr("Go on without choosing"), "Ctrl+", Qt.KeyboardModifier.ControlModifier),
            Shortcut(self.tr("Choose or leave out the photo"), ("Space", "Ctrl+Space"), self._toggle),
            Shortcut(self.tr("Choose all"), ("Ctrl+A",), self.selectAll),
            Shortcut(self.tr("Choose none"), ("Esc",), self.clearSelection),
            Shortcut(self.tr("Open the photo"), ("Return",), self._open),
            Shortcut(self.tr("Open or close the stack"), ("S",), self._open_stack),
            Shortcut(self.tr("Larger photos"), ("+", "=", "Ctrl++", "Ctrl+="), partial(self.zoom, 1)),
            Shortcut(self.tr("Smaller photos"), ("-", "Ctrl+-"), partial(self.zoom, -1)),
        ]

    def _moves(self, text: str, held: str, modifiers: Qt.KeyboardModifier) -> list[Shortcut]:
        return [
            Shortcut(text, (held + name,), partial(self._move, key, modifiers))
            for name, key in _MOVES.items()
        ]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keys; the first photo is not gone to by that alone, so that an arrow goes to it."""
        nowhere = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if nowhere:
            self.selectionModel().clearCurrentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key is declared to do."""
        if not press(event, self.shortcuts()):
            event.ignore()

    def _move(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        if len(self._photos.ids):
            self._go(self._step(key), modifiers)

    def _toggle(self) -> None:
        if self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), _Flag.Toggle)
            self._anchor = self.currentIndex().row()

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole))

    def _open_stack(self) -> None:
        index = self.currentIndex()
        if index.isValid() and (self._photos.badge(index.row()) or self._photos.is_open(index.row())):
            self.stack_wanted.emit(index.data(Qt.ItemDataRole.UserRole))

    def zoom(self, steps: float, at: QPoint | None = None) -> None:
        """Make photos larger or smaller by so many steps."""
        self.set_row_height(round(self._row_height * _ZOOM_STEP**steps), at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() / 120, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a photo, or begin a rubber band."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            # A menu is one of what is chosen; a photo that is not becomes the only one.
            if index.isValid() and not self.selectionModel().isSelected(index):
                self._go(index.row(), Qt.KeyboardModifier.NoModifier)
            return
        if self.badge_rect(index).contains(event.position().toPoint()):
            self._go(index.row(), Qt.KeyboardModifier.NoModifier)
            self.stack_wanted.emit(index.data(Qt.ItemDataRole.UserRole))
            return
        self._held = True
        self._pressed = event.position().toPoint() + QPoint(0, self.verticalOffset())
        if index.isValid():
            self._click(index.row(), event.modifiers())
        elif not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.clearSelection()
        kept = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        self._before = self.selectionModel().selection() if kept else QItemSelection()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw a rubber band, and choose what is in it."""
        if not self._held:
            return
        here = event.position().toPoint()
        begin = self._pressed - QPoint(0, self.verticalOffset())
        if self._band.isVisible() or (here - begin).manhattanLength() >= QApplication.startDragDistance():
            self._stretch(here)
            beyond = not self.viewport().rect().contains(QPoint(1, here.y()))
            if beyond != self._pull.isActive():
                (self._pull.start if beyond else self._pull.stop)()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a rubber band."""
        self._held = False
        self._pull.stop()
        self._band.hide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a photo."""
        index = self.indexAt(event.position().toPoint())
        if self.badge_rect(index).contains(event.position().toPoint()):
            return
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(index.data(Qt.ItemDataRole.UserRole))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu where the mouse is, or on the current photo where a key was pressed."""
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.selectionModel().hasSelection():
            self.menu_wanted.emit(place)

    def _stretch(self, here: QPoint) -> None:
        area = QRect(self._pressed - QPoint(0, self.verticalOffset()), here).normalized()
        self._band.setGeometry(area)
        self._band.show()
        self.selectionModel().select(self._before, _Flag.ClearAndSelect)
        self.setSelection(area, _Flag.Select)

    def _pulled(self) -> None:
        here = self.viewport().mapFromGlobal(self.cursor().pos())
        beyond = here.y() if here.y() < 0 else max(0, here.y() - self.viewport().height())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + max(-80, min(80, beyond)))
        self._stretch(here)

    def _click(self, photo: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.selectionModel().select(self._photos.index(photo), _Flag.Toggle)
            self._anchor = photo
            self._make_current(photo)
        else:
            self._go(photo, modifiers)

    def _go(self, photo: int, modifiers: Qt.KeyboardModifier) -> None:
        """Make a photo the current one, and choose it, or all from the anchor to it."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier and self._anchor >= 0:
            first, last = sorted((self._anchor, photo))
            selection = QItemSelection(self._photos.index(first), self._photos.index(last))
            self.selectionModel().select(selection, _Flag.ClearAndSelect)
        elif not modifiers & Qt.KeyboardModifier.ControlModifier:
            self._anchor = photo
            self.selectionModel().select(self._photos.index(photo), _Flag.ClearAndSelect)
        self._make_current(photo)
        self.scrollTo(self._photos.index(photo))

    def _make_current(self, photo: int) -> None:
        old = self.currentIndex()
        self.selectionModel().setCurrentIndex(self._photos.index(photo), _Flag.NoUpdate)
        for index in (old, self._photos.index(photo)):
            self.viewport().update(self.visualRect(index))

    def _step(self, key: Qt.Key) -> int:
        """Return where a key leads from the current photo."""
        last, layout = len(self._photos.ids) - 1, self._layout
        here = self.currentIndex().row()
        if here < 0:
            return last if key is Qt.Key.Key_End else max(0, self.topmost())
        row = int(layout.row[here])
        page = self.viewport().height()
        middle = layout.left[here] + layout.width[here] / 2
        match key:
            case Qt.Key.Key_Left:
                return max(0, here - 1)
            case Qt.Key.Key_Right:
                return min(last, here + 1)
            case Qt.Key.Key_Home:
                return 0
            case Qt.Key.Key_End:
                return last
            case Qt.Key.Key_Up:
                there = row - 1
            case Qt.Key.Key_Down:
                there = row + 1
            case Qt.Key.Key_PageUp:
                there = min(row - 1, int(np.searchsorted(layout.top, layout.top[row] - page)))
            case _:
                there = max(
                    row + 1, int(np.searchsorted(layout.top, layout.top[row] + page, side="right")) - 1
                )
        there = max(0, min(len(layout.top) - 1, there))
        return here if there == row else layout.nearest_in(there, float(middle))
