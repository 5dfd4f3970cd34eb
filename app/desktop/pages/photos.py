"""The page of photos: all, or those that a search finds, by month or event; and what is known of the chosen.

How the grid works lives in `app.desktop.widgets.photo_grid`, how searches are understood in `app.search`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop.choices import STACKING
from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.job import Kind
from app.desktop.kept import keep, kept
from app.desktop.keys import Shortcut
from app.desktop.lanes import Ticket
from app.desktop.models.found_photos import Division, Found, Wanted, find_photos
from app.desktop.models.gathered import Gathered, gather
from app.desktop.models.timeline import TimelineModel
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place, pictures_folder
from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.buttons import flat_button
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.inspector import Inspector
from app.desktop.widgets.no_photos import NoPhotos
from app.desktop.widgets.photo_files import PhotoFiles
from app.desktop.widgets.photo_grid import PhotoGrid
from app.desktop.widgets.photos_view import HIGHEST, LOWEST
from app.desktop.widgets.scrubber import Scrubber
from app.exchange.exporting import of_photos
from app.operations import Changes
from app.search.browsing import Timeline

_ZOOM: Final = "photos/row_height"
_INSPECTOR: Final = "photos/inspector"
_DIVISION: Final = "photos/division"


class PhotosPage(Page):
    """Shows photos in a grid."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._text: str | None = None
        #: These photos instead of a search.
        self._only: tuple[int, ...] = ()
        self._found = Found(None)
        #: Photos whose stacks are open.
        self._opened: set[int] = set()
        #: A photo to be seen once photos are shown; 0 for none.
        self._looked_at = 0
        self._ticket: Ticket | None = None
        self._model = TimelineModel(desk, self)
        self.grid = PhotoGrid(desk, self._model)
        self.grid.opened.connect(self._open)
        self.grid.menu_wanted.connect(self._menu)
        self.grid.chosen.connect(self._chosen)
        self.grid.stack_wanted.connect(self._open_stack)
        self._files = PhotoFiles(
            desk, self, lambda: self.grid.chosen_ids().tolist(), lambda: self._meant().tolist()
        )
        self.inspector = Inspector(desk, self._files)
        self.inspector.going.connect(self.going)
        self.inspector.naming.connect(self._open)
        self.inspector.placing.connect(lambda photo, *_: self._open(photo))
        self._count = QLabel()
        self._count.setProperty("title", True)
        self._zoom = QSlider(Qt.Orientation.Horizontal)
        self._zoom.setRange(LOWEST, HIGHEST)
        self._zoom.setFixedWidth(140)
        self._zoom.setAccessibleName(self.tr("Size of the photos"))
        self._zoom.setToolTip(self.tr("Size of the photos (Ctrl with the wheel, + and −)"))
        self._zoom.valueChanged.connect(self.grid.set_row_height)
        self.grid.zoomed.connect(self._zoomed)
        self._division = QComboBox()
        self._division.setAccessibleName(self.tr("Divide the photos by"))
        self._division.addItem(self.tr("By month"), Division.MONTHS.value)
        self._division.addItem(self.tr("By event"), Division.EVENTS.value)
        self._division.setToolTip(self.tr("An event is what was photographed at one time and place"))
        division = str(kept(_DIVISION, Division.MONTHS.value))
        self._division.setCurrentIndex(max(0, self._division.findData(division)))
        self._division.activated.connect(self._divide)
        self._export = flat_button("⤓", self.tr("Export photos (Ctrl+E)"))
        self._export.clicked.connect(self._ask_to_export)
        self._about = flat_button("ℹ", self.tr("About the chosen photos (I)"))
        self._about.setCheckable(True)
        self._about.toggled.connect(self._show_inspector)
        desk.jobs.started.connect(self._look_why)
        desk.jobs.finished.connect(self._look_why)
        self._build()
        self._zoom.setValue(int(str(kept(_ZOOM, self.grid.row_height))))
        self.grid.zoomed.emit(self.grid.row_height)
        self._about.setChecked(kept(_INSPECTOR, "false") in {True, "true"})
        self._show_inspector(self._about.isChecked())

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        top.addWidget(self._count, 1)
        top.addWidget(self._division)
        top.addSpacing(GAP)
        top.addWidget(self._zoom)
        top.addSpacing(GAP)
        top.addWidget(self._export)
        top.addWidget(self._about)
        photos = QWidget()
        along = QHBoxLayout(photos)
        along.setContentsMargins(0, 0, 0, 0)
        along.setSpacing(0)
        along.addWidget(self.grid, 1)
        self.scrubber = Scrubber(self.grid, photos)
        along.addWidget(self.scrubber)
        self._empty = NoPhotos()
        self._empty.search_wanted.connect(lambda text: self.going.emit(Place(PageName.PHOTOS, text=text)))
        self._empty.add_wanted.connect(self._add_folder)
        self._empty.look_wanted.connect(self.desk.jobs.index)
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

    def title(self) -> str:
        """Return the search, or the name of the page."""
        if self._only:
            return self.tr("Copies of a photo")
        return self._text or self.tr("Photos")

    def arrive(self, place: Place) -> None:
        """Show all photos, or those that a search finds."""
        self._looked_at = place.id
        if (place.text, place.ids) != (self._text, self._only):
            self._text, self._only = place.text, place.ids
            self._opened.clear()
            # What is done to chosen photos is not to be done to those of another search.
            self.grid.clearSelection()
            self._load()
        else:
            self._show_looked_at()
        self.grid.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Look again where photos may have come or gone, or be found or not."""
        if changes is None or (self._text and (changes.people or changes.faces)):
            self._load()
        if changes is None or changes.photos or changes.people:
            self.inspector.refresh()

    def to_export(self) -> list[Which]:
        """Return the chosen photos, and those that the search finds."""
        chosen, text = self._meant(), (self._text or "").strip()
        name = text.replace('"', "")
        found = []
        if len(chosen):
            label = self.tr("%n chosen photo(s)", "", len(chosen))
            found.append(Which(label, name, lambda library: of_photos(library, chosen, title=text)))
        if text and len(self._model.ids):
            shown = self._model.ids if self._found.photos is None else self._found.photos.ids
            label = self.tr("%n photo(s) of this search", "", len(shown))
            found.append(Which(label, name, lambda library: of_photos(library, shown, title=text)))
        return found

    def _ask_to_export(self) -> None:
        ExportDialog(self.desk.exports, self.to_export(), self.window()).open()

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [
            *self.grid.shortcuts(),
            Shortcut(self.tr("About the chosen photos"), ("I",), self._about.toggle),
            Shortcut(self.tr("Move to the trash…"), ("Delete",), self._files.trash_action.trigger),
        ]

    # What is shown.

    def _load(self) -> None:
        if self._text is None:
            return
        if self._ticket is not None:
            self._ticket.cancel()
        wanted = Wanted(self._text, self._only, Division(self._division.currentData()))
        stacks = self.desk.stacking.find if STACKING.get() == "on" else None
        self._ticket = self.desk.read(
            lambda session: find_photos(session, wanted, stacks), self._show, owner=self
        )

    def _show(self, found: Found) -> None:
        self._ticket = None
        self._found = found
        photos, there = found.photos, found.why is None
        if found.why is not None:
            self._count.setText("")
            looking = any(job.kind is Kind.INDEX for job in self.desk.jobs.running)
            self._empty.say(replace(found.why, looking=looking))
        elif photos is not None:
            text = self.tr("%n photo(s)", "", len(photos))
            copies = self.tr("Copies of a photo: %n photo(s)", "", len(photos)) if self._only else text
            self._count.setText(copies)
        focused = QApplication.focusWidget()
        ours = focused is None or self.isAncestorOf(focused)
        stays = there and self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(0 if there else 1)
        if ours and self.isVisible() and not stays:
            (self.grid if there else self._empty).setFocus()
        if photos is not None:
            self._gather(photos)
        for widget in (self._division, self._zoom, self._export, self._about):
            widget.setVisible(there)
        self.inspector.setVisible(there and self._about.isChecked())
        self._show_looked_at()

    def _look_why(self) -> None:
        """Say otherwise why there are no photos, as soon as folders are looked through, or no more."""
        if self.isVisible() and not len(self._model.ids):
            self._load()

    def _show_looked_at(self) -> None:
        """Go to the photo that was looked at last, and choose it."""
        if self._ticket is not None:
            return
        row = self._model.row_of(self._looked_at) if self._looked_at else -1
        self._looked_at = 0
        if row >= 0:
            chosen = self.grid.chosen_rows()
            self.grid.choose(chosen if row in chosen else np.array([row], np.intp), row)
            self.grid.scrollTo(self._model.index(row))

    def _gather(self, photos: Timeline) -> None:
        """Show photos by month or event, and under those that they are stacked under."""
        found = self._found
        shown = gather(photos, events=found.events, stacks=found.stacks, opened=self._opened)
        if not shown.same_as(self._model.gathered):
            self._exchange(shown)

    def _divide(self) -> None:
        keep(_DIVISION, str(self._division.currentData()))
        self._load()
        self.grid.setFocus()

    def _meant(self) -> NDArray[np.int64]:
        """Return the chosen photos, and with the best of a closed stack all that are found of it."""
        chosen, stacks, photos = self.grid.chosen_ids(), self._found.stacks, self._found.photos
        if stacks is None or photos is None:
            return chosen
        closed = chosen[~self._model.gathered.opened[self.grid.chosen_rows()]]
        numbers = np.setdiff1d(stacks.numbers_of(closed), [-1])
        return photos.ids[np.isin(photos.ids, chosen) | np.isin(stacks.numbers_of(photos.ids), numbers)]

    def _open_stack(self, photo: int) -> None:
        """Show the photos of a stack, or the best alone again."""
        stacks, photos = self._found.stacks, self._found.photos
        if stacks is None or photos is None:
            return
        members = set(stacks.with_photo(photo).tolist())
        closing = bool(members & self._opened)
        self._opened = self._opened - members if closing else self._opened | {photo}
        self._gather(photos)
        ids = self._model.ids
        rows = np.flatnonzero(np.isin(ids, list(members)))
        if len(rows):
            self.grid.choose(rows[:1], int(rows[0]))
            self.grid.scrollTo(self._model.index(int(rows[0])))

    def _show_copies(self, photo: int) -> None:
        """Go to all photos of the stack that a photo is in."""
        stacking = self.desk.stacking

        def found(ids: tuple[int, ...]) -> None:
            if ids:
                self.going.emit(Place(PageName.PHOTOS, id=photo, ids=ids))
            else:
                self.desk.told.emit(self.tr("No copies of this photo are known."), False)

        self.desk.read(
            lambda session: tuple(stacking.find(session).with_photo(photo).tolist()), found, owner=self
        )

    def _exchange(self, shown: Gathered) -> None:
        """Show other photos; those that stay, stay chosen and where they are."""
        chosen, at_top = self.grid.chosen_ids(), self.grid.verticalOffset() == 0
        topmost = self.grid.topmost()
        anchor = int(self._model.ids[topmost]) if topmost >= 0 else 0
        current = self.grid.currentIndex().data(Qt.ItemDataRole.UserRole)
        self._model.show(shown, self._found.events)
        rows = np.flatnonzero(np.isin(self._model.ids, chosen))
        self.grid.choose(rows, self._model.row_of(current) if current is not None else -1)
        row = self._model.row_of(anchor)
        if row >= 0 and not at_top:
            self.grid.verticalScrollBar().setValue(int(self.grid.layout_.top[self.grid.layout_.row[row]]))
        else:
            self.grid.verticalScrollBar().setValue(0)

    def _add_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder with photos"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(pictures_folder())
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.desk.jobs.index([Path(folder)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # What is done with photos.

    def _open(self, photo: int, *faces: int) -> None:
        place = Place(PageName.PHOTO, photo, self._text or "", self._model.ids_tuple(), faces)
        self.going.emit(place)

    def _chosen(self) -> None:
        if self.inspector.isVisible():
            self.inspector.show_photos(self.grid.chosen_ids())

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = menu.addAction(self.tr("Open"))
        view.triggered.connect(lambda: self._open(int(self.grid.chosen_ids()[0])))
        if len(self.grid.chosen_ids()) == 1:
            photo = int(self.grid.chosen_ids()[0])
            row = self._model.row_of(photo)
            if self._model.badge(row) or self._model.is_open(row):
                stack = self.tr("Close the stack") if self._model.is_open(row) else self.tr("Open the stack")
                menu.addAction(stack).triggered.connect(lambda _: self._open_stack(photo))
            copies = menu.addAction(self.tr("Copies of this photo"))
            copies.triggered.connect(lambda _: self._show_copies(photo))
        about = menu.addAction(self.tr("About these photos"))
        about.setCheckable(True)
        about.setChecked(self._about.isChecked())
        about.toggled.connect(self._about.setChecked)
        menu.addSeparator()
        self._files.fill(menu)
        menu.popup(place)

    def _show_inspector(self, wanted: bool) -> None:
        keep(_INSPECTOR, wanted)
        if wanted:
            self.inspector.show_photos(self.grid.chosen_ids())
        self.inspector.setVisible(wanted and not self._about.isHidden())

    def _zoomed(self, height: int) -> None:
        self._zoom.setValue(height)
        keep(_ZOOM, height)
