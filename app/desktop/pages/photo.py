"""The page of one photo: the picture, its faces and their names, and the photos before and after it.

How the picture is moved and painted lives in `app.desktop.widgets.face_boxes`, how it is decoded in
`app.desktop.models.full_pictures`, what naming a face does in `app.desktop.naming`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from app import operations
from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.keys import Shortcut
from app.desktop.models.full_pictures import FullPictures
from app.desktop.naming import Drawing, name_face
from app.desktop.pages.page import Page
from app.desktop.pictures import Key, Kind
from app.desktop.places import PageName, Place
from app.desktop.sentences import translated
from app.desktop.widgets.face_boxes import FaceBoxes
from app.desktop.widgets.face_menu import FaceMenu
from app.desktop.widgets.face_naming import FaceNaming
from app.desktop.widgets.full_screen import FullScreen
from app.desktop.widgets.inspector import Inspector
from app.desktop.widgets.notice import Notice
from app.desktop.widgets.photo_bar import PhotoBar
from app.desktop.widgets.photo_files import PhotoFiles
from app.exchange.exporting import of_photos
from app.library.store import Library
from app.operations import Changes
from app.operations.drawing import Box
from app.search.browsing import PhotoRow, photo_rows
from app.search.faces import FaceInPhoto, faces_in_photo

#: The height that a message may take at the lower edge, in logical pixels.
_MESSAGE: Final = 80
#: Taken for a photo's longer side until its size is known, so that a thumbnail fills the view.
_LARGE: Final = 4096


@dataclass(frozen=True, slots=True)
class _Known:
    """What the library tells of a photo: its row and those of its neighbours by id, and its faces."""

    rows: dict[int, PhotoRow]
    faces: tuple[FaceInPhoto, ...]


class PhotoPage(Page):
    """Shows one photo of several, which one can go through."""

    _looked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ids: tuple[int, ...] = ()
        self._at = 0
        self._row: PhotoRow | None = None
        self._rows: dict[int, PhotoRow] = {}
        self._pictures = FullPictures(desk, self)
        self._pictures.ready.connect(self._came)
        self._pictures.failed.connect(self._failed)
        desk.pictures.ready.connect(self._thumbnail_came)
        self._drawing = Drawing(desk.catalogue)
        self._looked.connect(self._drawn)
        self.view = FaceBoxes()
        self.view.face_clicked.connect(self._name)
        self.view.menu_wanted.connect(self._menu)
        self.view.erase_wanted.connect(lambda face: desk.do(operations.erase_faces, faces=[face]))
        self.view.moved.connect(self._ask_for_detail)
        self.view.drawn.connect(self._draw)
        self.naming = FaceNaming(desk, self.view)
        self.naming.placed.connect(self.foot_changed)
        self._faces_menu = FaceMenu(desk, self)
        self._faces_menu.naming.connect(self._name)
        self._faces_menu.going.connect(self.going)
        self._files = PhotoFiles(desk, self, lambda: [self._photo])
        self.inspector = Inspector(desk, self._files)
        self.inspector.going.connect(self.going)
        self.inspector.naming.connect(lambda _, face: self._name(face))
        self.inspector.placing.connect(lambda _, name, draw: self._place(name, draw=draw))
        self._screen: FullScreen | None = None
        #: Who is in the photo somewhere, while the user says where; "" for nobody.
        self._placed = ""
        self._build()
        self.setFocusProxy(self.view)
        self.bar.restore()
        self.view.show_boxes(self.bar.boxes.isChecked())

    def _build(self) -> None:
        self.bar = PhotoBar()
        self.bar.stepped.connect(lambda by: self._go(self._at + by))
        self.bar.turned.connect(lambda: self.view.turn(1))
        self.bar.screen_wanted.connect(self._toggle_screen)
        self.bar.boxes.toggled.connect(self.view.show_boxes)
        self.bar.pencil.toggled.connect(self.view.draw_box)
        self.view.drawing_changed.connect(self.bar.pencil.setChecked)
        self.view.drawing_changed.connect(lambda _: self._stop_placing())
        self.bar.about.toggled.connect(self.inspector.setVisible)
        self._notice = Notice(self.view)
        self._notice.placed.connect(self.foot_changed)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.bar)
        self._middle.addWidget(self.view, 1)
        along = QHBoxLayout(self)
        along.setContentsMargins(0, 0, 0, 0)
        along.setSpacing(0)
        along.addLayout(self._middle, 1)
        along.addWidget(self.inspector)
        self.inspector.hide()

    @property
    def notice(self) -> str:
        """What is said of a photo that cannot be shown as it should; empty for nothing."""
        return self._notice.text() if self._notice.isVisible() else ""

    @property
    def _photo(self) -> int:
        return self._ids[self._at] if self._ids else 0

    def title(self) -> str:
        """Return the file's name."""
        return self._row.file.name if self._row is not None else self.tr("Photo")

    def arrive(self, place: Place) -> None:
        """Show a photo and go through those it came with."""
        if place.ids != self._ids or place.id != self._photo:
            self._ids = place.ids if place.id in place.ids else (place.id,)
            self._at = self._ids.index(place.id)
            self._show()
        self.view.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Read the faces again where they may be others, or called otherwise."""
        people = {face.person_id for face in self.view.faces}
        if changes is None or self._photo in changes.photos or not people.isdisjoint(changes.people):
            self._read()
            self.inspector.refresh()

    # The photo.

    def _go(self, at: int) -> None:
        at = max(0, min(len(self._ids) - 1, at))
        if at != self._at:
            self._at = at
            self._show()
            self.replaced.emit(Place(PageName.PHOTO, id=self._photo, ids=self._ids))

    def _show(self) -> None:
        """Show what there is of the photo at once, and get the rest."""
        self._row = None
        self._placed = ""
        self.naming.close_field()
        self.view.draw_box(False)
        self.view.forget_box()
        self.view.show_faces(())
        self._notice.say("")
        self.bar.show_place(self._at, len(self._ids))
        self._pictures.wait_only_for(self._near())
        self.view.show_photo(QSize())
        self.bar.describe(None)
        # What is known of a neighbour need not be waited for.
        if self._photo in self._rows:
            self._describe(self._rows[self._photo])
        self._show_best()
        self._read()
        self.inspector.show_photos(np.array([self._photo], np.int64))

    def _near(self) -> list[int]:
        """Return the photo, the next, and the previous one."""
        places = [self._at, self._at + 1, self._at - 1]
        return [self._ids[place] for place in places if 0 <= place < len(self._ids)]

    def _show_best(self) -> None:
        """Show the best picture there is."""
        whole = self._pictures.get(self._photo)
        if whole is not None:
            image = whole.image
        else:
            large = self.desk.pictures.get(Kind.PHOTO, self._photo, 1024)
            picture = large or self.desk.pictures.get(Kind.PHOTO, self._photo, 256)
            if picture is None:
                return
            image = picture.toImage()
        if self._row is None or self._row.width is None:
            self.view.set_size(image.size().scaled(_LARGE, _LARGE, Qt.AspectRatioMode.KeepAspectRatio))
        self.view.set_image(image)

    def _read(self) -> None:
        photo, near = self._photo, self._near()

        def find(session: Session) -> _Known:
            rows = {row.id: row for row in photo_rows(session, near)}
            return _Known(rows, tuple(faces_in_photo(session, photo)))

        self.desk.read(find, partial(self._know, photo), owner=self)

    def _know(self, photo: int, known: _Known) -> None:
        if photo != self._photo:
            return
        self._rows = known.rows
        row, old = known.rows.get(photo), self._row
        if row is None:
            self._notice.say(self.tr("This photo is no longer in the library."))
            return
        if old is not None and (old.size, old.width, old.height) != (row.size, row.width, row.height):
            self._pictures.forget(photo)
        self._describe(row)
        self.view.show_faces(known.faces)
        if self.naming.face and self.view.face(self.naming.face) is None:
            self.naming.close_field()
        self.replaced.emit(Place(PageName.PHOTO, id=photo, ids=self._ids))
        for near in known.rows.values():
            if not near.offline and not near.missing:
                self._pictures.ask(near.id, near.file, self._side())
        self._ask_for_detail()

    def _describe(self, row: PhotoRow) -> None:
        self._row = row
        self.bar.describe(row)
        self.view.setAccessibleName(row.file.name)
        if row.width is not None and row.height is not None:
            self.view.set_size(QSize(row.width, row.height))
        self._notice.say_of(row)

    def _side(self) -> int:
        """Return how large a picture fills the screen, in device pixels."""
        screen = self.screen().size() * self.screen().devicePixelRatio()
        return max(screen.width(), screen.height())

    def _ask_for_detail(self) -> None:
        row = self._row
        if row is not None and not row.offline and not row.missing and self.view.lacks_detail:
            whole = self._pictures.get(row.id)
            if whole is not None and not whole.full:
                self._pictures.ask(row.id, row.file, None)

    def _came(self, photo: int) -> None:
        if photo == self._photo:
            self._show_best()

    def _failed(self, photo: int, reason: str) -> None:
        if photo == self._photo:
            self._notice.say(translated(reason))

    def _thumbnail_came(self, keys: frozenset[Key]) -> None:
        if self._pictures.get(self._photo) is None and any(
            key.kind is Kind.PHOTO and key.id == self._photo for key in keys
        ):
            self._show_best()

    # Faces.

    def _place(self, name: str, *, draw: bool) -> None:
        """Let the user say where somebody is: by a click on a face, or with a box."""
        self.naming.close_field()
        self.view.draw_box(draw)
        self._placed = name
        said = (
            self.tr("Draw a box around the face of {name}. Escape leaves all as it was.")
            if draw
            else self.tr("Which face is {name}? Click it, or go there with Tab and press Return.")
        )
        self._notice.say(said.format(name=name))
        self.view.setFocus()

    def _stop_placing(self) -> None:
        if self._placed:
            self._placed = ""
            self._notice.say("")

    def _name(self, face: int) -> None:
        if self._placed:
            name = self._placed
            self._stop_placing()
            self.desk.do(name_face, face=face, name=name)
            return
        found = self.view.face(face)
        if found is not None:
            self.view.focus_face(face)
            self.naming.open_for(found)

    def _menu(self, face: int, place: QPoint) -> None:
        found = self.view.face(face)
        if found is not None:
            self._faces_menu.made_for(found).popup(place)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Draw a missed face")).triggered.connect(lambda _: self.view.draw_box(True))
        menu.addAction(self.tr("Show faces")).triggered.connect(lambda _: self.bar.boxes.toggle())
        menu.addSeparator()
        self._files.fill(menu)
        menu.popup(place)

    def _draw(self, box: Box) -> None:
        """Ask whose the face in a box is, and add it then."""
        name, self._placed = self._placed, ""
        self.view.draw_box(False)
        if name:
            self._add(self._photo, box, name)
        else:
            self.naming.open_for_box(QRectF(*box), partial(self._add, self._photo, box))

    def _add(self, photo: int, box: Box, name: str) -> None:
        """Add the face in a box, as somebody's or, without a name, as nobody's."""
        drawing, looked = self._drawing, self._looked

        def draw(library: Library) -> Changes:
            try:
                return drawing.draw(library, photo=photo, box=box, name=name)
            finally:
                # Comes before the news of the change, from another thread.
                looked.emit()

        if photo == self._photo:
            self._notice.say(self.tr("Looking at the face…"))
        self.desk.do(draw)

    def _drawn(self) -> None:
        self._notice.say("")
        self.view.forget_box()

    # Keys and the full screen.

    def to_export(self) -> list[Which]:
        """Return the photo that is shown, and all that are gone through."""
        photo, all_ = self._photo, list(self._ids)
        found = [Which(self.tr("This photo"), "", lambda library: of_photos(library, [photo]))]
        if len(all_) > 1:
            label = self.tr("%n photo(s) to go through here", "", len(all_))
            found.append(Which(label, "", lambda library: of_photos(library, all_)))
        return found

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        escape = Shortcut(self.tr("Leave what was entered last"), ("Esc",), self._escape)
        if self.view.drawing:
            return [*self.view.shortcuts(), escape]
        return [
            Shortcut(
                self.tr("Next photo"), ("Right", "Down", "PgDown", "Space"), lambda: self._go(self._at + 1)
            ),
            Shortcut(self.tr("Previous photo"), ("Left", "Up", "PgUp"), lambda: self._go(self._at - 1)),
            Shortcut(self.tr("First photo"), ("Home",), lambda: self._go(0)),
            Shortcut(self.tr("Last photo"), ("End",), lambda: self._go(len(self._ids) - 1)),
            *self.view.shortcuts(),
            Shortcut(self.tr("Show faces"), ("B",), self.bar.boxes.toggle),
            Shortcut(self.tr("Draw a missed face"), ("D",), self.bar.pencil.toggle),
            Shortcut(self.tr("About this photo"), ("I",), self.bar.about.toggle),
            Shortcut(self.tr("Turn the view"), ("R",), partial(self.view.turn, 1)),
            Shortcut(self.tr("Turn the view back"), ("Shift+R",), partial(self.view.turn, -1)),
            Shortcut(self.tr("Zoom in"), ("+", "="), partial(self.view.zoom, 1.25)),
            Shortcut(self.tr("Zoom out"), ("-",), partial(self.view.zoom, 1 / 1.25)),
            Shortcut(self.tr("Whole photo"), ("0",), self.view.fit),
            Shortcut(self.tr("Real size, and back"), ("1",), self.view.toggle),
            Shortcut(self.tr("Full screen"), ("F", "F11"), self._toggle_screen),
            Shortcut(self.tr("Move to the trash…"), ("Delete",), self._files.trash_action.trigger),
            escape,
        ]

    def foot(self) -> int:
        """Leave free the field in which a face is named, at the lower edge, and what is said there."""
        field = self.naming
        low = field.isVisible() and field.geometry().bottom() > self.view.height() - _MESSAGE
        return max(self._notice.foot(), self.view.height() - field.y() if low else 0)

    def _escape(self) -> None:
        """Leave what was entered last."""
        if self._placed:
            self._stop_placing()
            self.view.draw_box(False)
        elif self.view.drawing:
            self.view.draw_box(False)
        elif self._screen is not None:
            self._toggle_screen()
        else:
            self.leaving.emit()

    def _toggle_screen(self) -> None:
        if self._screen is None:
            self._screen = FullScreen(self, self.keyPressEvent, self._toggle_screen)
            self._screen.setWindowTitle(self.title())
            self._screen.take(self.view)
        else:
            self._middle.addWidget(self.view, 1)
            self._screen.hide()
            self._screen.deleteLater()
            self._screen = None
        self.view.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the full screen and the field for a name with the page."""
        self.naming.close_field()
        if self._screen is not None:
            self._toggle_screen()
        super().hideEvent(event)
