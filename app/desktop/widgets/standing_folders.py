"""The folders into whose photos names are written whenever they were looked through: a list to add to.

What is written there, and when, lives in `app.desktop.writings` and `app.exchange.writing`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.places import pictures_folder
from app.exchange.writing import set_standing, standing_folders
from app.operations import OperationError
from app.printing import printable

#: Rows that are seen at one time.
_ROWS: Final = 4


class StandingFolders(QWidget):
    """Lists the folders, adds and removes one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folders: tuple[Path, ...] = ()
        self.none = QLabel(self.tr("Into none: names are written only when you ask for it."))
        self.none.setProperty("faint", True)
        self.none.setWordWrap(True)
        self.list = _List(self._remove)
        self.list.setAccessibleName(self.tr("Folders into whose photos names are written"))
        self.list.currentRowChanged.connect(lambda _: self._offer())
        self.add = QPushButton(self.tr("Add a folder…"))
        self.add.setAccessibleName(self.tr("Write names into the photos of a folder…"))
        self.add.clicked.connect(lambda _: self._ask())
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Write no more names into the photos of the chosen folder"))
        self.remove.clicked.connect(lambda _: self._remove())
        self.hint = QLabel(
            self.tr(
                "Whenever these folders have been looked through, names that you gave or confirmed are "
                "written into their photos, where that is lossless, else beside them; Undo takes it back."
            )
        )
        self.hint.setProperty("faint", True)
        self.hint.setWordWrap(True)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.GAP)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(theme.MARGIN)
        across.addWidget(self.none, 1)
        across.addWidget(self.list, 1, Qt.AlignmentFlag.AlignTop)
        across.addLayout(buttons)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.GAP)
        down.addLayout(across)
        down.addWidget(self.hint)
        self.setFocusProxy(self.add)
        self._show(())

    def refresh(self) -> None:
        """Read the list again."""
        library = self._desk.library
        self._desk.lanes.read(lambda: standing_folders(library), self._show, owner=self)

    def _show(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self.list.clear()
        self.list.addItems([printable(str(folder)) for folder in folders])
        self.list.setFixedHeight(min(len(folders), _ROWS) * (self.list.sizeHintForRow(0) or 24) + 4)
        if folders:
            self.list.setCurrentRow(0)
        self.none.setVisible(not folders)
        self.list.setVisible(bool(folders))
        self.remove.setVisible(bool(folders))
        self._offer()

    def _offer(self) -> None:
        self.remove.setEnabled(self.list.currentRow() >= 0)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self.tr("Write names into the photos of this folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(pictures_folder())
        dialog.fileSelected.connect(lambda folder: self._set(Path(folder), on=True))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self._set(self._folders[row], on=False)

    def _set(self, folder: Path, *, on: bool) -> None:
        library = self._desk.library

        def choose() -> bool:
            try:
                set_standing(library, folder, on=on)
            except OperationError:
                return False
            return True

        def chosen(done: bool) -> None:
            if not done and on:
                self._desk.troubled.emit(
                    self.tr(
                        "{folder} is in none of your folders, so Familiar does not know its photos. Add it "
                        "to your folders first."
                    ).format(folder=printable(str(folder)))
                )
            self.refresh()

        self._desk.write(choose, chosen, owner=self)


class _List(QListWidget):
    """A list from which the Delete key takes."""

    def __init__(self, remove: Callable[[], None]) -> None:
        super().__init__()
        self._take = remove
        self.setStyleSheet("QListView::item { padding: 5px; }")
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current folder from the list."""
        if event.key() == Qt.Key.Key_Delete:
            self._take()
        else:
            super().keyPressEvent(event)
