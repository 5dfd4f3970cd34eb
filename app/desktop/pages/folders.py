"""The folders that are watched, and how many photos are in each folder below them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.buttons import main_button
from app.operations import Changes
from app.search.browsing import Folder, folders

_FOLDER_ROLE: Final = Qt.ItemDataRole.UserRole


class FoldersPage(Page):
    """A tree of folders; opening one shows its photos."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderLabels([self.tr("Folder"), self.tr("Photos")])
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setStretchLastSection(False)
        self._tree.setAccessibleName(self.tr("Folders with photos"))
        self._tree.itemActivated.connect(self._open)
        add, look = main_button(self.tr("Add a folder…")), QPushButton(self.tr("Look for new photos"))
        add.clicked.connect(self._add)
        look.clicked.connect(lambda _: desk.jobs.index())
        heading = QLabel(self.tr("Folders"))
        heading.setProperty("title", True)
        bar = QHBoxLayout()
        bar.addWidget(heading, 1)
        bar.addWidget(look)
        bar.addWidget(add)
        full = QWidget()
        down = QVBoxLayout(full)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, 0)
        down.addLayout(bar)
        down.addWidget(self._tree, 1)
        first = main_button(self.tr("Choose a photo folder…"))
        first.clicked.connect(self._add)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(
            Empty(
                self.tr("No folder is watched yet"),
                self.tr("Choose a folder with photos; everything below it is looked at, too."),
                first,
            )
        )

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Folders")

    def arrive(self, place: Place) -> None:
        """Show the folders."""
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Read the folders again, unless only people have changed."""
        if changes is None:
            self.desk.read(folders, self._show, owner=self)

    def _show(self, rows: list[Folder]) -> None:
        self._tree.clear()
        items: dict[tuple[int, str], QTreeWidgetItem] = {}
        for row in rows:
            above, _, name = row.path.rpartition("/")
            # A name that is no text in any encoding must not reach Qt as it is.
            shown = (name or row.root).encode("utf-8", "replace").decode()
            if row.offline and not row.path:
                shown = self.tr("{folder} (not reachable now)").format(folder=shown)
            item = QTreeWidgetItem([shown, QLocale().toString(row.all_photos)])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _FOLDER_ROLE, row.path or row.root)
            items[row.root_id, row.path] = item
            if row.path:
                items[row.root_id, above].addChild(item)
            else:
                self._tree.addTopLevelItem(item)
                item.setExpanded(True)
        self._stack.setCurrentIndex(0 if rows else 1)

    def _open(self, item: QTreeWidgetItem) -> None:
        folder = str(item.data(0, _FOLDER_ROLE))
        self.going.emit(Place(PageName.PHOTOS, text=f'in:"{folder}"'))

    def _add(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose a photo folder"))
        if folder:
            self.desk.jobs.index([Path(folder)])
