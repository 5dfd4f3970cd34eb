"""What the page of photos shows where there are none: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.desktop.pages.page import Empty
from app.desktop.sentences import translated
from app.desktop.widgets.buttons import main_button
from app.indexing import Standing
from app.printing import printable
from app.search.errors import QueryError
from app.search.instead import Instead


@dataclass(frozen=True, slots=True)
class Why:
    """Why there are no photos.

    Attributes:
        search: What was searched for; "" for all photos.
        mistakes: What in it is not understood.
        instead: Searches that find something.
        folders: The watched folders, and how each of them is.
        looking: Folders are being looked through now.
    """

    search: str = ""
    mistakes: tuple[QueryError, ...] = ()
    instead: tuple[Instead, ...] = ()
    folders: tuple[tuple[str, Standing], ...] = ()
    looking: bool = False


class NoPhotos(QWidget):
    """Says why there are no photos; it is often another reason than before.

    Signals:
        search_wanted: What to search for; "" for all photos.
        add_wanted: The user wants to choose a folder.
        look_wanted: The folders are to be looked through again.
    """

    search_wanted = Signal(str)
    add_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._down = QVBoxLayout(self)
        self._shown: Empty | None = None

    def say(self, why: Why) -> None:
        """Say why, and what to do."""
        if why.search.strip():
            shown = self._of_search(why)
        elif why.looking:
            shown = Empty(
                self.tr("Looking for photos…"),
                self.tr(
                    "Photos appear here as soon as they are read, and the people in them a little later. "
                    "You can use everything meanwhile."
                ),
            )
        elif not why.folders:
            shown = Empty(
                self.tr("No photo folder yet"),
                self.tr(
                    "Add the folder in which your photos are, or drop it here. They stay where they are and "
                    "are only read; nothing leaves this computer."
                ),
                self._add(self.tr("Add a folder…")),
            )
        else:
            shown = self._of_folders(why.folders)
        if self._shown is not None:
            self._down.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = shown
        self._down.addWidget(shown)
        shown.show()
        first = shown.findChild(QPushButton)
        if first is not None:
            self.setFocusProxy(first)

    def _of_search(self, why: Why) -> Empty:
        others = [self._other(one) for one in why.instead]
        everything = QPushButton(self.tr("Show all photos"))
        everything.clicked.connect(lambda _: self.search_wanted.emit(""))
        if why.mistakes:
            said = " ".join(translated(str(mistake)) for mistake in why.mistakes)
            return Empty(self.tr("This search is not clear"), said, *others, everything)
        text = self.tr("No photo matches “{search}”.").format(search=why.search)
        if not others:
            text = self.tr(
                "No photo matches “{search}”. Leave out a word, write “or” instead of “and”, or look at a "
                "longer time."
            ).format(search=why.search)
        return Empty(self.tr("Nothing found"), text, *others, everything)

    def _of_folders(self, folders: Sequence[tuple[str, Standing]]) -> Empty:
        away = [folder for folder, standing in folders if standing is Standing.AWAY]
        if len(away) == len(folders):
            return Empty(
                self.tr("Your photos are out of reach"),
                self.tr("{folder} is not there now. Connect the drive it is on, then look again.").format(
                    folder=_listed(away)
                ),
                self._look(main=True),
                self._add(self.tr("Choose another folder…"), main=False),
            )
        return Empty(
            self.tr("There are no photos here"),
            self.tr(
                "{folder} has no photos in it, nor have the folders in it. Familiar reads JPEG, PNG, WebP, "
                "HEIC, AVIF, TIFF, GIF, BMP, the RAW files of cameras, and videos. Choose the folder that "
                "your photos are in."
            ).format(folder=_listed([folder for folder, _ in folders])),
            self._add(self.tr("Choose another folder…")),
            self._look(main=False),
        )

    def _other(self, other: Instead) -> QPushButton:
        button = QPushButton(
            self.tr("Search for “{search}” ({number})").format(
                search=other.text, number=QLocale().toString(other.photos)
            )
        )
        button.setToolTip(self.tr("%n photo(s)", "", other.photos))
        button.clicked.connect(lambda _: self.search_wanted.emit(other.text))
        return button

    def _add(self, text: str, *, main: bool = True) -> QPushButton:
        button = main_button(text) if main else QPushButton(text)
        button.clicked.connect(lambda _: self.add_wanted.emit())
        return button

    def _look(self, *, main: bool) -> QPushButton:
        text = self.tr("Look again")
        button = main_button(text) if main else QPushButton(text)
        button.clicked.connect(lambda _: self.look_wanted.emit())
        return button


def _listed(folders: Sequence[str]) -> str:
    """Return folders as they are told of."""
    return ", ".join(map(printable, folders))
