"""The folders that are watched, how each of them is, and how many photos are in each folder below them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place, pictures_folder
from app.desktop.widgets.buttons import main_button
from app.desktop.widgets.import_dialog import ImportDialog
from app.desktop.widgets.write_dialog import WriteDialog
from app.desktop.writings import ToWrite
from app.indexing import Leaving, Standing, forget_root, standing
from app.operations import Changes
from app.printing import printable
from app.search.browsing import Folder, folders

_FOLDER_ROLE: Final = Qt.ItemDataRole.UserRole
_AT_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Found:
    """The folders, and how the watched ones of them are that could not be looked through."""

    rows: list[Folder]
    standings: Mapping[int, Standing]


class FoldersPage(Page):
    """A tree of folders; opening one shows its photos."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderLabels([self.tr("Folder"), self.tr("Photos")])
        self._tree.headerItem().setTextAlignment(1, _AT_RIGHT)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setStretchLastSection(False)
        self._tree.setAccessibleName(self.tr("Folders with photos"))
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._menu)
        self._tree.itemActivated.connect(self._open)
        self._tree.currentItemChanged.connect(lambda *_: self._offer())
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.setObjectName("card")
        self._notes.setContentsMargins(12, theme.GAP, 12, theme.GAP)
        self._stop = QPushButton(self.tr("Stop watching…"))
        self._stop.setToolTip(self.tr("Remove a folder and its photos from the library; the files stay"))
        self._stop.clicked.connect(lambda _: self._ask_to_stop())
        add, look = main_button(self.tr("Add a folder…")), QPushButton(self.tr("Look for new photos"))
        add.clicked.connect(self._add)
        look.clicked.connect(lambda _: desk.jobs.index())
        names = QPushButton(self.tr("Import names…"))
        names.setToolTip(self.tr("Take over the names that digiKam, Picasa, Google Takeout and others have"))
        names.clicked.connect(lambda _: ImportDialog(desk, self.window()).show())
        heading = QLabel(self.tr("Folders"))
        heading.setProperty("title", True)
        bar = QHBoxLayout()
        bar.addWidget(heading, 1)
        for button in (self._stop, names, look, add):
            bar.addWidget(button)
        full = QWidget()
        down = QVBoxLayout(full)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, 0)
        down.setSpacing(theme.GAP)
        down.addLayout(bar)
        down.addWidget(self._notes)
        down.addWidget(self._tree, 1)
        first = main_button(self.tr("Choose a photo folder…"))
        first.clicked.connect(self._add)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(
            Empty(
                self.tr("No folder is watched yet"),
                self.tr(
                    "Choose a folder with photos, or drop one here; everything below it is looked at, too."
                ),
                first,
            )
        )
        self._offer()

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Folders")

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [
            Shortcut(self.tr("Show the photos of the folder"), ("Return",)),
            Shortcut(self.tr("Stop watching…"), ("Delete",), self._ask_to_stop),
        ]

    def arrive(self, place: Place) -> None:
        """Show the folders."""
        self.refresh(None)
        self._tree.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Read the folders again, unless only people have changed."""
        if changes is None:
            self.desk.read(_find, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        kept = self._current()
        self._tree.clear()
        items: dict[tuple[int, str], QTreeWidgetItem] = {}
        notes = []
        for row in found.rows:
            above, _, name = row.path.rpartition("/")
            shown = printable(name or row.root)
            if not row.path:
                sign, note = self._standing(row, found.standings.get(row.root_id))
                shown = sign.format(folder=shown) if sign else shown
                notes += [note.format(folder=printable(row.root))] if note else []
            item = QTreeWidgetItem([shown, QLocale().toString(row.all_photos)])
            item.setTextAlignment(1, _AT_RIGHT)
            item.setData(0, _FOLDER_ROLE, row)
            items[row.root_id, row.path] = item
            if row.path:
                items[row.root_id, above].addChild(item)
            else:
                self._tree.addTopLevelItem(item)
                item.setExpanded(True)
        again = items.get((kept.root_id, kept.path)) if kept is not None else self._tree.topLevelItem(0)
        if again is not None:
            self._tree.setCurrentItem(again)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._stack.setCurrentIndex(0 if found.rows else 1)
        self._offer()

    def _standing(self, row: Folder, standing: Standing | None) -> tuple[str, str]:
        """Return how a watched folder is called and what is said of it; empty where nothing is to be said."""
        if standing is Standing.AWAY:
            return (
                self.tr("{folder} (not there now)"),
                self.tr(
                    "{folder} is not there now. Connect the drive it is on; its photos are kept meanwhile."
                ),
            )
        if standing is Standing.EMPTY:
            return (
                self.tr("{folder} (empty)"),
                self.tr(
                    "{folder} is empty. If its drive is not connected, connect it. If you deleted the "
                    "photos, choose Stop watching to remove them from the library, too."
                ),
            )
        if standing is Standing.THERE:
            return "", self.tr(
                "{folder} is there again. Look for new photos to bring the library up to date."
            )
        if not row.all_photos:
            return "", self.tr("There are no photos in {folder}.")
        return "", ""

    def _current(self) -> Folder | None:
        item = self._tree.currentItem()
        found: Folder | None = None if item is None else item.data(0, _FOLDER_ROLE)
        return found

    def _offer(self) -> None:
        current = self._current()
        self._stop.setEnabled(current is not None and not current.path)

    def _open(self, item: QTreeWidgetItem) -> None:
        row: Folder = item.data(0, _FOLDER_ROLE)
        self.going.emit(Place(PageName.PHOTOS, text=f'in:"{row.path or row.root}"'))

    def _menu(self, at: QPoint) -> None:
        item = self._tree.currentItem()
        if item is None:
            return
        current: Folder = item.data(0, _FOLDER_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show photos")).triggered.connect(lambda _: self._open(item))
        place = os.path.join(current.root, current.path)  # noqa: PTH118 - odd names
        show = menu.addAction(self.tr("Show in the file manager"))
        show.triggered.connect(lambda _: QDesktopServices.openUrl(QUrl.fromLocalFile(place)))
        write = menu.addAction(self.tr("Write names into photos…"))
        write.triggered.connect(lambda _: self._write_names(Path(place)))
        if not current.path:
            menu.addSeparator()
            menu.addAction(self.tr("Stop watching…")).triggered.connect(lambda _: self._ask_to_stop())
        seen = self._tree.visualItemRect(item)
        menu.popup(self._tree.viewport().mapToGlobal(at if seen.contains(at) else seen.center()))

    def _write_names(self, folder: Path) -> None:
        text = self.tr("All photos in {folder}").format(folder=printable(str(folder)))
        WriteDialog(self.desk.writings, ToWrite(text, folder=folder), self.window()).open()

    def _ask_to_stop(self) -> None:
        current = self._current()
        if current is None or current.path:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Stop watching"))
        box.setText(self.tr("Stop watching {folder}?").format(folder=printable(current.root)))
        box.setInformativeText(
            self.tr(
                "Its photos, their faces and what you said of them are removed from the library for good; "
                "this cannot be undone. The files themselves stay as they are."
            )
        )
        stop = box.addButton(self.tr("Stop watching"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        stop.clicked.connect(lambda _: self._stop_watching(current))
        box.finished.connect(box.deleteLater)
        box.open()

    def _stop_watching(self, folder: Folder) -> None:
        library = self.desk.library
        self.desk.write(
            lambda: forget_root(library, folder.root_id), partial(self._stopped, folder), owner=self
        )

    def _stopped(self, folder: Folder, left: Leaving) -> None:
        text = self.tr("{folder} is not watched any more; %n photo(s) left the library.", "", left.removed)
        self.desk.told.emit(text.format(folder=printable(folder.root)), False)
        self.desk.renewed.emit()

    def _add(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose a photo folder"), pictures_folder())
        if folder:
            self.desk.jobs.index([Path(folder)])


def _find(session: Session) -> _Found:
    rows = folders(session)
    # A folder that could not be looked through is looked at, so that it can be said why.
    return _Found(rows, {row.root_id: standing(row.root) for row in rows if row.offline and not row.path})
