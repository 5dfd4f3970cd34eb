"""All actions, newest first: undo and redo, also many at once."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import operations
from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.history import HistoryModel
from app.desktop.pages.page import Empty, Page
from app.desktop.places import Place
from app.desktop.widgets.entry_delegate import EntryDelegate
from app.operations import Changes, HistoryEntry


class HistoryPage(Page):
    """The list of all actions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._model = HistoryModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(EntryDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(self.tr("All actions, newest first"))
        self._list.activated.connect(self._there_and_back)
        self._undo, self._redo = QPushButton(self.tr("Undo")), QPushButton(self.tr("Redo"))
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
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Read the actions again; whatever changed, the list did."""
        library = self.desk.library
        self.desk.lanes.read(lambda: operations.history(library), self._show, owner=self)

    def _show(self, entries: list[HistoryEntry]) -> None:
        self._model.show(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
        standing = [entry for entry in entries if entry.undone_at is None]
        self._undo.setEnabled(bool(standing))
        self._redo.setEnabled(len(standing) < len(entries))
        self._offer()

    def _offer(self) -> None:
        index = self._list.currentIndex()
        self._until.setVisible(index.isValid())
        if index.isValid():
            steps, undone = self._steps(index.row())
            self._until.setText(
                self.tr("Redo %n action(s), up to this one", "", steps)
                if undone
                else self.tr("Undo %n action(s), back to before this one", "", steps)
            )

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
