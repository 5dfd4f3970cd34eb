"""All actions, newest first: undo and redo, also many at once, and the way to what an action was about."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import operations
from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut
from app.desktop.models.history import TOLD, HistoryModel
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.entry_delegate import EntryDelegate
from app.operations import Changes, HistoryEntry, Told

#: So many actions are listed, the newest.
_MOST: Final = 20_000


class _Entries(QListView):
    """The actions, one in a line.

    Signals:
        picture_clicked: The index of the entry whose picture was clicked.
    """

    picture_clicked = Signal(QModelIndex)

    def __init__(self, desk: Desk, model: HistoryModel) -> None:
        super().__init__()
        self.setModel(model)
        self._delegate = EntryDelegate(desk.pictures, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        desk.pictures.ready.connect(lambda _: self.viewport().update())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that pictures can be clicked."""
        super().mouseMoveEvent(event)
        over = self._picture_at(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click on a picture."""
        super().mouseReleaseEvent(event)
        index = self._picture_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.picture_clicked.emit(index)

    def _picture_at(self, place: QPoint) -> QModelIndex:
        index = self.indexAt(place)
        told: Told | None = index.data(TOLD) if index.isValid() else None
        if told is None or not (told.person or told.photo):
            return QModelIndex()
        inside = self._delegate.picture_area(self.visualRect(index)).contains(place)
        return index if inside else QModelIndex()


class HistoryPage(Page):
    """The list of all actions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._model = HistoryModel(self)
        self._model.wanted.connect(self._look_closer)
        self._list = _Entries(desk, self._model)
        self._list.setAccessibleName(self.tr("All actions, newest first"))
        self._list.activated.connect(self._open)
        self._list.picture_clicked.connect(self._open)
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._undo, self._redo = QPushButton(self.tr("Undo")), QPushButton(self.tr("Redo"))
        self._undo.setToolTip(self.tr("Take the newest action back (Ctrl+Z)"))
        self._redo.setToolTip(self.tr("Do again what was taken back last (Ctrl+Shift+Z)"))
        self._until = QPushButton()
        self._undo.clicked.connect(lambda _: desk.undo())
        self._redo.clicked.connect(lambda _: desk.redo())
        self._until.clicked.connect(lambda: self._there_and_back(self._list.currentIndex()))
        heading = QLabel(self.tr("History"))
        heading.setProperty("title", True)
        bar = QHBoxLayout()
        bar.addWidget(heading, 1)
        for button in (self._until, self._undo, self._redo):
            bar.addWidget(button)
        full = QWidget()
        down = QVBoxLayout(full)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, 0)
        down.addLayout(bar)
        down.addWidget(self._list, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(
            Empty(
                self.tr("Nothing has been done yet"),
                self.tr("Everything you do with people and faces is listed here, and can be taken back."),
            )
        )
        selection = self._list.selectionModel()
        selection.currentChanged.connect(lambda *_: self._offer())
        self._offer()

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("History")

    def arrive(self, place: Place) -> None:
        """Show all actions."""
        self._stale = False
        self.refresh(None)
        self._list.setFocus()

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [Shortcut(self.tr("Show whom this was about"), ("Return",))]

    def refresh(self, changes: Changes | None) -> None:
        """Read the actions again; whatever changed, the list did."""
        library = self.desk.library
        self.desk.lanes.read(lambda: operations.history(library, most=_MOST), self._show, owner=self)

    def _show(self, entries: list[HistoryEntry]) -> None:
        self._model.show(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
        standing = [entry for entry in entries if entry.undone_at is None]
        self._undo.setEnabled(bool(standing))
        self._redo.setEnabled(len(standing) < len(entries))
        self._offer()

    def _look_closer(self, actions: list[int]) -> None:
        library = self.desk.library
        self.desk.lanes.read(lambda: operations.told(library, actions), self._model.know, owner=self)

    def _offer(self) -> None:
        index = self._list.currentIndex()
        # For a single one there are the two buttons beside it.
        several = index.isValid() and self._steps(index.row())[0] > 1
        self._until.setVisible(several)
        if several:
            self._until.setText(self._until_text(index))

    def _until_text(self, index: QModelIndex) -> str:
        steps, undone = self._steps(index.row())
        if undone:
            return self.tr("Redo %n action(s), up to this one", "", steps)
        return self.tr("Undo %n action(s), back to before this one", "", steps)

    def _steps(self, row: int) -> tuple[int, bool]:
        """Return how many actions lie on the way to an entry, itself included, and whether forward."""
        entries = self._model.entries
        if entries[row].undone_at is None:
            return sum(entry.undone_at is None for entry in entries[: row + 1]), False
        return sum(entry.undone_at is not None for entry in entries[row:]), True

    def _there_and_back(self, index: QModelIndex) -> None:
        if index.isValid():
            steps, undone = self._steps(index.row())
            (self.desk.redo if undone else self.desk.undo)(steps)

    def _open(self, index: QModelIndex) -> None:
        """Go to whom an action was about, or to the photo."""
        told: Told | None = index.data(TOLD)
        if told is not None and told.person:
            self.going.emit(Place(PageName.PERSON, told.person))
        elif told is not None and told.photo:
            self._open_photo(told.photo)

    def _open_photo(self, photo: int) -> None:
        self.going.emit(Place(PageName.PHOTO, photo, ids=(photo,)))

    def _show_menu(self, at: QPoint) -> None:
        # A press of the right button has made the entry under it the current one; the Menu key is about that.
        index = self._list.currentIndex()
        if not index.isValid():
            return
        if not self._list.visualRect(index).contains(at):
            at = self._list.visualRect(index).center()
        told: Told | None = index.data(TOLD)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if told is not None and told.person:
            menu.addAction(self.tr("Show whom this was about"), lambda: self._open(index))
        if told is not None and told.photo:
            menu.addAction(self.tr("Show photo"), lambda: self._open_photo(told.photo))
        menu.addSeparator()
        menu.addAction(self._until_text(index), lambda: self._there_and_back(index))
        menu.popup(self._list.viewport().mapToGlobal(at))
