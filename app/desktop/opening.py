"""Opening the library beside the GUI thread, with something to look at where that takes long.

Making and migrating libraries lives in `app.library.schema`; what is shown then is `app.desktop.window`.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QMessageBox, QProgressBar, QVBoxLayout, QWidget

from app.desktop import theme
from app.desktop.lanes import Lanes
from app.desktop.sentences import translated
from app.library.errors import DamagedLibraryError, LibraryError
from app.library.restoring import Restorable, restorable, restore
from app.library.store import Library

_log = logging.getLogger(__name__)

#: A library that opens sooner opens without a word, in milliseconds.
_PATIENCE_MS: Final = 300
_WIDTH: Final = 460


class Opening(QWidget):
    """A small window that says that a library is being opened; shown only where that takes a while.

    Signals:
        opened: The `Library`; whoever takes it closes it.
        failed: A sentence on why it cannot be opened, with what to do.
        damaged: The same where it is damaged, and the `Restorable` that may be put in its place.
    """

    opened = Signal(object)
    failed = Signal(str)
    damaged = Signal(str, object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._lanes = Lanes(self)
        #: What has been opened, until it is handed over.
        self._library: Library | None = None
        self.setWindowTitle("Familiar")
        self.setFixedWidth(_WIDTH)
        self.setStyleSheet(theme.style_sheet(theme.colours()))
        heading, file = QLabel(self.tr("Opening the library…")), QLabel(str(path))
        heading.setProperty("title", True)
        file.setProperty("faint", True)
        file.setTextFormat(Qt.TextFormat.PlainText)
        file.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(heading.text())
        down = QVBoxLayout(self)
        down.setContentsMargins(*[2 * theme.MARGIN] * 4)
        down.setSpacing(theme.GAP)
        for widget in (heading, file, bar):
            down.addWidget(widget)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)

    def begin(self) -> None:
        """Begin to open the library, or to make a new one."""
        self._patience.start()
        self._lanes.write(self._open, self._is_open, self._has_failed)

    def restore(self, copy: Restorable) -> None:
        """Put a copy in the place of the library, and open it."""
        self._patience.start()
        self._lanes.write(partial(self._put_back, copy.path), self._is_open, self._has_failed)

    def finish(self) -> None:
        """Wait until nothing is under way any more, and close what nobody took.

        A migration is not left half-way.
        """
        self._patience.stop()
        self._lanes.close()
        if self._library is not None:
            self._library.close()
            self._library = None

    def _open(self) -> None:
        self._library = Library.open(self._path)

    def _put_back(self, copy: Path) -> None:
        restore(self._path.resolve(), copy)
        self._open()

    def _newest_copy(self) -> Restorable | None:
        return next((copy for copy in restorable(self._path.resolve()) if copy.problem is None), None)

    def _is_open(self, _: None) -> None:
        self._patience.stop()
        library, self._library = self._library, None
        self.opened.emit(library)

    def _has_failed(self, error: Exception) -> None:
        self._patience.stop()
        if isinstance(error, DamagedLibraryError):
            problem = str(error)

            def found(copy: Restorable | None) -> None:
                if copy is None:
                    self.failed.emit(problem)
                else:
                    self.damaged.emit(problem, copy)

            self._lanes.read(self._newest_copy, found, lambda _: self.failed.emit(problem))
        elif isinstance(error, LibraryError | OSError):
            self.failed.emit(str(error))
        else:
            _log.error("The library was not opened", exc_info=error)
            self.failed.emit(
                self.tr("Something went wrong that should not have: {problem}. Nothing is lost.").format(
                    problem=f"{type(error).__name__}: {error}"
                )
            )


def asks_to_restore(problem: str, copy: Restorable) -> bool:
    """Tell that the library is damaged, and ask whether a copy is to be put in its place.

    Args:
        problem: Why it cannot be opened.
        copy: The newest that is whole.
    """
    moment = QDateTime.fromSecsSinceEpoch(round(copy.made_at.timestamp()))
    when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
    box = QMessageBox(QMessageBox.Icon.Critical, "Familiar", translated(problem))
    box.setInformativeText(
        QCoreApplication.translate(
            "Opening", "The copy of {when} is whole. What the library is now is kept beside it."
        ).format(when=when)
    )
    yes = box.addButton(
        QCoreApplication.translate("Opening", "Restore the copy"), QMessageBox.ButtonRole.AcceptRole
    )
    box.addButton(QMessageBox.StandardButton.Close)
    box.exec()
    return box.clickedButton() is yes
