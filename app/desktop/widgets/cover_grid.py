"""The grid of people: choosing, naming in place, dragging one on another, and the keys for all of it.

What follows from these lives with the page that shows the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.desktop.desk import Desk
from app.desktop.keys import Shortcut, press
from app.desktop.models.people import LONELY, PeopleModel
from app.desktop.pictures import Key, Kind
from app.desktop.widgets.covers import CoverDelegate
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.selections import Held, hold, take_up
from app.desktop.widgets.tile_grid import TileGrid

#: The least width of the field for a name, in logical pixels: that of a tile with a cover of the usual size.
_LEAST_FIELD: Final = 128
#: Keys that end a name, and such as nobody writes one with.
_END_OF_NAME: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_NOT_OF_NAME: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F2}
)


class CoverGrid(TileGrid):
    """People as round covers.

    Signals:
        opened: `Person.id` of whom to go to.
        named: `Person.id`, and the name that was given to them.
        unnamed: `Person.id` of whom the name was taken from.
        merge_wanted: People that were dropped on somebody (list of int), and on whom (int).
    """

    opened = Signal(int)
    named = Signal(int, str)
    unnamed = Signal(int)
    merge_wanted = Signal(object, int)

    #: The field that is open. Qt asks `eventFilter` while the view is still being made.
    _field: NameField | None = None
    #: A name is perhaps still being written for somebody who is gone.
    _nobodys = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = PeopleModel(self)
        self.people.merge_wanted.connect(self.merge_wanted)
        self.covers = CoverDelegate(desk, self)
        self.setModel(self.people)
        self.setItemDelegate(self.covers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.LinkAction)
        self.setDropIndicatorShown(False)
        self.set_side(self.covers.side)
        self._desk = desk
        #: What keys do to those who are selected, besides.
        self.also: Sequence[Shortcut] = ()
        self._pressed = QPersistentModelIndex()
        self._naming = QPersistentModelIndex()
        self.verticalScrollBar().valueChanged.connect(self._place_field)
        for changed in (self.people.rowsInserted, self.people.rowsRemoved, self.people.layoutChanged):
            changed.connect(self._place_field, Qt.ConnectionType.QueuedConnection)
        #: What the user was at while everybody is shown anew, and who was being named, if anybody.
        self._held: tuple[Held, list[int]] | None = None
        self.people.modelAboutToBeReset.connect(self._hold)
        self.people.modelReset.connect(self._take_up)
        self.doubleClicked.connect(self._open)
        desk.pictures.ready.connect(self._arrived)

    def set_side(self, side: int) -> None:
        """Make covers so wide, in logical pixels."""
        self.covers.side = side
        self.set_tile(self.covers.tile())

    def chosen_rows(self) -> NDArray[np.intp]:
        """Return the selected rows, ascending, without the one of those seen once."""
        rows = super().chosen_rows()
        found: NDArray[np.intp] = rows[self.people.ids[rows] != LONELY]
        return found

    def chosen_people(self) -> list[int]:
        """Return `Person.id` of those who are selected, from the first to the last."""
        found: list[int] = self.people.ids[self.chosen_rows()].tolist()
        return found

    def name_in_place(self, index: QModelIndex) -> None:
        """Open the field for the name of somebody."""
        if index.isValid() and self.people.person(index) != LONELY:
            self.choose(index)
            self._close_field()
            # No editor of a delegate: what such a one has within is lost to Python when it is returned.
            field = NameField(self._desk, self.viewport())
            field.set_hint(self.tr("{name}: the same person?"))
            field.set_text(index.data())
            field.set_removable(bool(index.data()))
            field.setAutoFillBackground(True)
            field.line.installEventFilter(self)
            field.installEventFilter(self)
            field.named.connect(self._named)
            field.emptied.connect(self._emptied)
            field.given_up.connect(self._give_up)
            self._field, self._naming = field, QPersistentModelIndex(index)
            field.show()
            self._place_field()
            field.setFocus()

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do here; letters else go to a name."""
        return [
            Shortcut(self.tr("Open"), ("Return",), lambda: self._open(self.currentIndex())),
            Shortcut(self.tr("Name"), ("F2",), lambda: self.name_in_place(self.currentIndex())),
            *self.also,
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key is declared to do; a letter begins a group's name, or goes to who is called so."""
        if self._goes_to_nobody(event):
            event.accept()
        elif not press(event, self.shortcuts()) and not self._begins_name(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Expect no more of a name that was nobody's."""
        self._nobodys = False
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field at its name."""
        super().resizeEvent(event)
        self._place_field()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the field when the user goes elsewhere, but for its own list; keep it as wide as a cover."""
        if watched is self._field and event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._place_field()
        kept = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in kept:
            self._close_field()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where the mouse was pressed."""
        self._nobodys = False
        self._pressed = QPersistentModelIndex(self._name_at(event))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Name somebody whose name was clicked."""
        super().mouseReleaseEvent(event)
        index = self._name_at(event)
        if index.isValid() and index == self._pressed:
            self.name_in_place(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a name can be written, and a cover opened."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self.people.person(index) == LONELY:
            self.viewport().unsetCursor()
        elif self.covers.name_area(self.visualRect(index)).contains(event.position().toPoint()):
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Mark whom it would be dropped on."""
        # The list scrolls near its edges; its own idea of where may be dropped is of places between rows.
        super().dragMoveEvent(event)
        onto = self._onto(event)
        event.setAccepted(onto.isValid())
        self._aim(onto)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Mark nobody any more."""
        super().dragLeaveEvent(event)
        self._aim(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Merge, and mark nobody any more."""
        onto = self._onto(event)
        self.stopAutoScroll()
        self.setState(self.State.NoState)
        self._aim(QModelIndex())
        event.setDropAction(Qt.DropAction.LinkAction)
        event.setAccepted(self.people.dropMimeData(event.mimeData(), event.dropAction(), -1, -1, onto))

    def _onto(self, event: QDropEvent) -> QModelIndex:
        index = self.indexAt(event.position().toPoint())
        may = self.people.canDropMimeData(event.mimeData(), event.dropAction(), -1, -1, index)
        return index if may else QModelIndex()

    def _place_field(self) -> None:
        if self._field is None or self._held is not None:
            return
        if not self._naming.isValid():
            self._lose_field(self._field)
            return
        area = self.covers.name_area(self.visualRect(self.people.index(self._naming.row())))
        width = max(area.width(), _LEAST_FIELD)
        left = min(max(0, area.center().x() - width // 2), max(0, self.viewport().width() - width))
        high = max(self._field.heightForWidth(width), self._field.line.sizeHint().height())
        wanted = QRect(left, area.top() - 4, width, high)
        if wanted != self._field.geometry():
            self._field.setGeometry(wanted)

    def _named(self, name: str) -> None:
        if self._naming.isValid():
            person = self.people.person(self._naming)
            self._give_up()
            self.named.emit(person, name)

    def _emptied(self) -> None:
        if self._naming.isValid():
            person = self.people.person(self._naming)
            self._give_up()
            self.unnamed.emit(person)

    def _give_up(self) -> None:
        self._close_field()
        self.setFocus()

    def _hold(self) -> None:
        named = [self.people.person(self._naming)] if self._naming.isValid() else []
        self._held = hold(self, self.people), named

    def _take_up(self) -> None:
        """Go on naming, select and make current whom the user was at, where they are now."""
        if self._held is None:
            return
        (held, who), self._held = self._held, None
        named = self.people.indexes_of(who)
        for index in named:
            self._naming = QPersistentModelIndex(index)
        take_up(self, self.people, held)
        if self._field is not None:
            for index in named:
                self.scrollTo(index)
        self._place_field()

    def _lose_field(self, field: NameField) -> None:
        """Close the field of somebody who is gone; what the user goes on typing is nobody's name."""
        typing = self.window().focusWidget() is field.line
        self._close_field()
        if typing:
            # Not the next button, which a space would press.
            self.setFocus()
            self._nobodys = True

    def _goes_to_nobody(self, event: QKeyEvent) -> bool:
        """Tell whether a key belongs to a name that is nobody's any more."""
        key = Qt.Key(event.key())
        goes = self._nobodys and key not in _NOT_OF_NAME
        self._nobodys = goes and key not in _END_OF_NAME
        return goes

    def _begins_name(self, event: QKeyEvent) -> bool:
        """Open the field with a letter, where who is current has no name; tell whether it was opened."""
        index = self.currentIndex() if self.currentIndex().isValid() else self.people.index(0)
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        is_open, typed = self._field is not None, event.text().isalpha() and not held
        if is_open or not typed or not index.isValid() or index.data():
            return False
        self.name_in_place(index)
        if self._field is None:
            return False
        QCoreApplication.sendEvent(self._field.line, event)
        return True

    def _close_field(self) -> None:
        field, self._field = self._field, None
        if field is not None:
            field.hide()
            field.deleteLater()

    def _aim(self, index: QModelIndex) -> None:
        self.covers.target = QPersistentModelIndex(index)
        self.viewport().update()

    def _name_at(self, event: QMouseEvent) -> QModelIndex:
        index = self.indexAt(event.position().toPoint())
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if not plain or not index.isValid() or self.people.person(index) == LONELY:
            return QModelIndex()
        inside = self.covers.name_area(self.visualRect(index)).contains(event.position().toPoint())
        return index if inside else QModelIndex()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.people.person(index) != LONELY:
            self.opened.emit(self.people.person(index))

    def _arrived(self, keys: frozenset[Key]) -> None:
        for key in keys:
            if key.kind is Kind.FACE:
                index = self.people.with_cover(key.id)
                if index.isValid():
                    self.update(index)
