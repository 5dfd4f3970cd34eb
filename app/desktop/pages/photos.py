"""The page of photos: all of them, or those that a search finds, by month; and what is known of the chosen.

How the grid works lives in `app.desktop.widgets.photo_grid`, how searches are understood in `app.search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from app.desktop.models.timeline import TimelineModel
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.buttons import flat_button, main_button
from app.desktop.widgets.inspector import Inspector
from app.desktop.widgets.photo_files import PhotoFiles
from app.desktop.widgets.photo_grid import PhotoGrid
from app.desktop.widgets.photos_view import HIGHEST, LOWEST
from app.desktop.widgets.scrubber import Scrubber
from app.operations import Changes
from app.search.browsing import Timeline, folders, timeline
from app.search.errors import QueryError
from app.search.language import parse
from app.search.photos import known_names, search_photos

_ZOOM: Final = "photos/row_height"
_INSPECTOR: Final = "photos/inspector"


@dataclass(frozen=True, slots=True)
class _Found:
    """What is there to show: photos, or why there are none.

    Attributes:
        photos: What was found; None where the search was not understood.
        error: Why not.
        folders: Whether photo folders are known.
    """

    photos: Timeline | None
    error: QueryError | None = None
    folders: bool = True


class PhotosPage(Page):
    """Shows photos in a grid."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._text: str | None = None
        self._ticket: Ticket | None = None
        self._model = TimelineModel(desk, self)
        self.grid = PhotoGrid(desk, self._model)
        self.grid.opened.connect(self._open)
        self.grid.menu_wanted.connect(self._menu)
        self.grid.chosen.connect(self._chosen)
        self._files = PhotoFiles(desk, self, lambda: self.grid.chosen_ids().tolist())
        self.inspector = Inspector(desk, self._files)
        self.inspector.going.connect(self.going)
        self._count = QLabel()
        self._count.setProperty("title", True)
        self._zoom = QSlider(Qt.Orientation.Horizontal)
        self._zoom.setRange(LOWEST, HIGHEST)
        self._zoom.setFixedWidth(140)
        self._zoom.setAccessibleName(self.tr("Size of the photos"))
        self._zoom.setToolTip(self.tr("Size of the photos (Ctrl with the wheel, + and −)"))
        self._zoom.valueChanged.connect(self.grid.set_row_height)
        self.grid.zoomed.connect(self._zoomed)
        self._about = flat_button("ⓘ", self.tr("About the chosen photos (I)"))
        self._about.setCheckable(True)
        self._about.toggled.connect(self._show_inspector)
        self._build()
        settings = QSettings()
        self._zoom.setValue(int(str(settings.value(_ZOOM, self.grid.row_height))))
        self.grid.zoomed.emit(self.grid.row_height)
        self._about.setChecked(settings.value(_INSPECTOR, "false") in {True, "true"})
        self._show_inspector(self._about.isChecked())

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        top.addWidget(self._count, 1)
        top.addWidget(self._zoom)
        top.addWidget(self._about)
        photos = QWidget()
        along = QHBoxLayout(photos)
        along.setContentsMargins(0, 0, 0, 0)
        along.setSpacing(0)
        along.addWidget(self.grid, 1)
        self.scrubber = Scrubber(self.grid, photos)
        along.addWidget(self.scrubber)
        self._empty = _Reason()
        self._stack = QStackedWidget()
        self._stack.addWidget(photos)
        self._stack.addWidget(self._empty)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addLayout(top)
        middle.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self.inspector)
        self.setFocusProxy(self.grid)

    def title(self) -> str:
        """Return the search, or the name of the page."""
        return self._text or self.tr("Photos")

    def arrive(self, place: Place) -> None:
        """Show all photos, or those that a search finds."""
        if place.text != self._text:
            self._text = place.text
            self._load()
        self.grid.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Look again where photos may have come or gone, or be found or not."""
        if changes is None or (self._text and (changes.people or changes.faces)):
            self._load()
        if changes is None or changes.photos or changes.people:
            self.inspector.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle what is known of the chosen photos."""
        if event.key() == Qt.Key.Key_I and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._about.toggle()
        elif event.key() == Qt.Key.Key_Delete:
            self._files.trash_action.trigger()
        else:
            super().keyPressEvent(event)

    # What is shown.

    def _load(self) -> None:
        if self._text is None:
            return
        if self._ticket is not None:
            self._ticket.cancel()
        text = self._text

        def find(session: Session) -> _Found:
            if not text.strip():
                found = timeline(session)
                return _Found(found, folders=bool(len(found)) or bool(folders(session)))
            try:
                query = parse(text, known_names(session))
            except QueryError as error:
                return _Found(None, error)
            return _Found(timeline(session, search_photos(session, query)))

        self._ticket = self.desk.read(find, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        self._ticket = None
        photos = found.photos
        if photos is None or not len(photos):
            self._count.setText("")
            self._say_why(found)
        else:
            self._count.setText(self.tr("%n photo(s)", "", len(photos)))
            self._stack.setCurrentIndex(0)
        if photos is not None and not _same(photos, self._model.timeline):
            self._exchange(photos)
        self._zoom.setVisible(self._stack.currentIndex() == 0)

    def _exchange(self, photos: Timeline) -> None:
        """Show other photos; those that stay, stay chosen and where they are."""
        chosen, at_top = self.grid.chosen_ids(), self.grid.verticalOffset() == 0
        topmost = self.grid.topmost()
        anchor = int(self._model.ids[topmost]) if topmost >= 0 else 0
        current = self.grid.currentIndex().data(Qt.ItemDataRole.UserRole)
        self._model.show(photos)
        rows = np.flatnonzero(np.isin(photos.ids, chosen))
        self.grid.choose(rows, self._model.row_of(current) if current is not None else -1)
        row = self._model.row_of(anchor)
        if row >= 0 and not at_top:
            self.grid.verticalScrollBar().setValue(int(self.grid.layout_.top[self.grid.layout_.row[row]]))
        else:
            self.grid.verticalScrollBar().setValue(0)

    def _say_why(self, found: _Found) -> None:
        """Say why there are no photos, and what to do."""
        actions: list[QWidget] = []
        if found.error is not None:
            title, text = self.tr("This search is not clear"), str(found.error)
            actions = [self._instead(found.error, word) for word in found.error.suggestions[:3]]
        elif self._text and self._text.strip():
            title = self.tr("Nothing found")
            text = self.tr(
                "No photo matches “{search}”. Leave out a word, write “or” instead of “and”, or look at a "
                "longer time."
            ).format(search=self._text)
            everything = QPushButton(self.tr("Show all photos"))
            everything.clicked.connect(lambda: self.going.emit(Place(PageName.PHOTOS)))
            actions = [everything]
        elif found.folders:
            title = self.tr("No photos yet")
            text = self.tr(
                "There are no photos in your folders, or they have not been looked at yet. Photos appear "
                "here as soon as they are read."
            )
            look = main_button(self.tr("Look again"))
            look.clicked.connect(lambda _: self.desk.jobs.index())
            actions = [look]
        else:
            title = self.tr("No photo folder yet")
            text = self.tr(
                "Add the folder in which your photos are. They stay where they are and are only read; "
                "nothing leaves this computer."
            )
            add = main_button(self.tr("Add a folder…"))
            add.clicked.connect(self._add_folder)
            actions = [add]
        self._empty.show_reason(title, text, actions)
        self._stack.setCurrentIndex(1)

    def _instead(self, error: QueryError, word: str) -> QPushButton:
        text = self._text or ""
        better = text[: error.start] + word + text[error.end :]
        button = QPushButton(self.tr("Search for “{search}”").format(search=better))
        button.clicked.connect(lambda: self.going.emit(Place(PageName.PHOTOS, text=better)))
        return button

    def _add_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder with photos"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.desk.jobs.index([Path(folder)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # What is done with photos.

    def _open(self, photo: int) -> None:
        self.going.emit(Place(PageName.PHOTO, id=photo, ids=self._model.ids_tuple()))

    def _chosen(self) -> None:
        if self.inspector.isVisible():
            self.inspector.show_photos(self.grid.chosen_ids())

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = menu.addAction(self.tr("Open"))
        view.triggered.connect(lambda: self._open(int(self.grid.chosen_ids()[0])))
        about = menu.addAction(self.tr("About these photos"))
        about.setCheckable(True)
        about.setChecked(self._about.isChecked())
        about.toggled.connect(self._about.setChecked)
        menu.addSeparator()
        self._files.fill(menu)
        menu.popup(place)

    def _show_inspector(self, wanted: bool) -> None:
        QSettings().setValue(_INSPECTOR, wanted)
        if wanted:
            self.inspector.show_photos(self.grid.chosen_ids())
        self.inspector.setVisible(wanted)

    def _zoomed(self, height: int) -> None:
        self._zoom.setValue(height)
        QSettings().setValue(_ZOOM, height)


class _Reason(QWidget):
    """Why there are no photos; it is often another reason than before."""

    def __init__(self) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        self._shown: Empty | None = None

    def show_reason(self, title: str, text: str, actions: Sequence[QWidget]) -> None:
        """Say why, and what to do."""
        if self._shown is not None:
            self._down.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = Empty(title, text, *actions)
        self._down.addWidget(self._shown)


def _same(one: Timeline, other: Timeline) -> bool:
    return (
        np.array_equal(one.ids, other.ids)
        and np.array_equal(one.months, other.months)
        and np.array_equal(one.ratios, other.ratios)
    )
