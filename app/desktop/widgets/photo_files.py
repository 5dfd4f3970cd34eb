"""What can be done with the files of chosen photos: show, copy their paths, export, throw away.

The library itself is not touched here; it notices what has gone when it looks at its folders again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import send2trash
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.write_dialog import WriteDialog
from app.desktop.writings import ToWrite
from app.exchange.exporting import Selection, of_photos
from app.library.store import Library
from app.search.browsing import PhotoRow, photo_rows

#: More files than these are not shown one by one in the message that asks.
_NAMED: Final = 3

T = TypeVar("T")


class PhotoFiles(QObject):
    """The actions on the files of photos; `chosen` says which photos those are.

    `meant` says which photos are exported and written into, where that is more: those of closed stacks. What
    cannot be seen is not thrown away.

    Signals:
        trashed: Some files were moved to the trash.
    """

    trashed = Signal()

    def __init__(
        self,
        desk: Desk,
        widget: QWidget,
        chosen: Callable[[], Sequence[int]],
        meant: Callable[[], Sequence[int]] | None = None,
    ) -> None:
        super().__init__(widget)
        self._desk, self._widget, self._chosen = desk, widget, chosen
        self._meant = meant or chosen
        self.show_action = QAction(self._show_text(), widget)
        self.export_action = QAction(self.tr("Export…"), widget)
        self.export_action.triggered.connect(lambda _=False: self._export())
        self.write_action = QAction(self.tr("Write names…"), widget)
        self.write_action.setToolTip(self.tr("Write who is in these photos into them"))
        self.write_action.triggered.connect(lambda _=False: self._write_names())
        self.copy_action = QAction(self.tr("Copy path"), widget)
        self.trash_action = QAction(self.tr("Move to the trash…"), widget)
        self.show_action.triggered.connect(lambda _=False: self._with_rows(lambda rows: rows, self._show))
        self.copy_action.triggered.connect(lambda _=False: self._with_rows(_paths, _copied))
        self.trash_action.triggered.connect(lambda _=False: self._with_rows(_there, self._ask))

    def actions(self) -> list[QAction]:
        """Return all actions, in the order of a menu."""
        return [self.show_action, self.copy_action, self.export_action, self.write_action, self.trash_action]

    def fill(self, menu: QMenu) -> None:
        """Add the actions to a menu."""
        menu.addAction(self.show_action)
        menu.addAction(self.copy_action)
        menu.addAction(self.export_action)
        menu.addAction(self.write_action)
        menu.addSeparator()
        menu.addAction(self.trash_action)

    def _show_text(self) -> str:
        return {
            "win32": self.tr("Show in Explorer"),
            "darwin": self.tr("Show in Finder"),
        }.get(sys.platform, self.tr("Show in the file manager"))

    def _with_rows(self, prepare: Callable[[list[PhotoRow]], T], work: Callable[[T], None]) -> None:
        """Do some work with what is made of the chosen photos beside the GUI thread: they may be many."""
        ids = list(self._chosen())
        if ids:
            self._desk.read(lambda session: prepare(photo_rows(session, ids)), work, owner=self)

    def _show(self, rows: list[PhotoRow]) -> None:
        if rows:
            show_in_folder(self._desk, rows[0].file, owner=self)

    def _export(self) -> None:
        ids = list(self._meant())
        if ids:
            which = Which(self.tr("%n chosen photo(s)", "", len(ids)), "", partial(_selected, ids))
            ExportDialog(self._desk.exports, [which], self._widget.window()).open()

    def _write_names(self) -> None:
        ids = list(self._meant())
        if ids:
            what = ToWrite(self.tr("%n chosen photo(s)", "", len(ids)), photos=ids)
            WriteDialog(self._desk.writings, what, self._widget.window()).open()

    def _ask(self, there: list[Path]) -> None:
        if not there:
            self._desk.troubled.emit(self.tr("These files are not there now. Connect the drive they are on."))
            return
        box = QMessageBox(self._widget)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Move to the trash"))
        if len(there) <= _NAMED:
            box.setText(
                self.tr("Move {files} to the trash?").format(files=", ".join(file.name for file in there))
            )
        else:
            box.setText(self.tr("Move %n photo(s) to the trash?", "", len(there)))
        box.setInformativeText(
            self.tr(
                "The files themselves go to the trash of this computer. You can get them back from there."
            )
        )
        go = box.addButton(self.tr("Move to the trash"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        go.clicked.connect(lambda: self._trash(there))
        box.finished.connect(box.deleteLater)
        box.open()

    def _trash(self, files: list[Path]) -> None:
        self._desk.lanes.write(lambda: _trashed(files), self._told, owner=self)

    def _told(self, kept: list[tuple[Path, str]]) -> None:
        if kept:
            file, reason = kept[0]
            self._desk.troubled.emit(
                self.tr(
                    "{file} could not be moved to the trash ({reason}). Close the programs that use it, or "
                    "delete it in the file manager."
                ).format(file=file, reason=reason)
            )
        self.trashed.emit()
        # The library notices what is gone when it looks.
        self._desk.jobs.index()


def show_in_folder(desk: Desk, file: Path, *, owner: QObject) -> None:
    """Show a file where it lies, in the system's file manager; of a folder what is in it.

    Args:
        desk: In whose lanes the file manager is asked.
        file: The file or folder.
        owner: Who wants to see it.
    """

    def shown(done: bool) -> None:
        if not done:
            QDesktopServices.openUrl(QUrl.fromLocalFile(os.fspath(file.parent)))

    desk.lanes.read(lambda: _show_file(file), shown, owner=owner)


def _selected(ids: Sequence[int], library: Library) -> Selection:
    return of_photos(library, ids)


def _trashed(files: Sequence[Path]) -> list[tuple[Path, str]]:
    """Move files to the trash; return those that could not be moved, and why."""
    kept: list[tuple[Path, str]] = []
    for file in files:
        try:
            send2trash.send2trash(os.fspath(file))
        except OSError as error:
            kept.append((file, error.strerror or str(error)))
    return kept


def _there(rows: list[PhotoRow]) -> list[Path]:
    return [row.file for row in rows if not row.missing and not row.offline]


def _paths(rows: list[PhotoRow]) -> str:
    return "\n".join(os.fspath(row.file) for row in rows)


def _copied(paths: str) -> None:
    QGuiApplication.clipboard().setText(paths)


def _show_file(file: Path) -> bool:
    """Open the system's file manager at a file; tell whether it did so."""
    if sys.platform == "win32":
        # Explorer wants quotes around the path alone, and a name cannot have any.
        subprocess.Popen(f'explorer /select,"{os.path.normpath(file)}"')
        return True
    if sys.platform == "darwin":
        return subprocess.run(["open", "-R", os.fspath(file)], check=False).returncode == 0
    address = QUrl.fromLocalFile(os.fspath(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    # Commas would be taken for the ends of items.
    call = [
        "dbus-send",
        "--session",
        "--print-reply",
        "--reply-timeout=2000",
        "--dest=org.freedesktop.FileManager1",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1.ShowItems",
        f"array:string:{address.replace(',', '%2C')}",
        "string:",
    ]
    try:
        return subprocess.run(call, check=False, capture_output=True, timeout=5).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
