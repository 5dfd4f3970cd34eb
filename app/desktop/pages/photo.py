"""The page of one photo or video: the picture, its faces and their names, and the photos before and after it.

How the picture is moved and painted lives in `app.desktop.widgets.face_boxes`, how it is decoded in
`app.desktop.models.full_pictures`, what the user says of its faces in `app.desktop.widgets.photo_faces`, and
which moment of a video is shown in `app.desktop.widgets.photo_moments`.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QHideEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.keys import Shortcut
from app.desktop.models.full_pictures import FullPictures
from app.desktop.models.moments import Known, known_of
from app.desktop.pages.page import Page
from app.desktop.pictures import Key, Kind
from app.desktop.places import PageName, Place
from app.desktop.sentences import translated
from app.desktop.widgets.face_boxes import FaceBoxes
from app.desktop.widgets.full_screen import FullScreen
from app.desktop.widgets.inspector import Inspector
from app.desktop.widgets.notice import Notice
from app.desktop.widgets.photo_bar import PhotoBar
from app.desktop.widgets.photo_faces import PhotoFaces
from app.desktop.widgets.photo_files import PhotoFiles
from app.desktop.widgets.photo_moments import PhotoMoments
from app.exchange.exporting import of_photos
from app.operations import Changes
from app.search.browsing import PhotoRow

#: The height that a message may take at the lower edge, in logical pixels.
_MESSAGE: Final = 80
#: Taken for a photo's longer side until its size is known, so that a thumbnail fills the view.
_LARGE: Final = 4096


class PhotoPage(Page):
    """Shows one photo of several, which one can go through."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ids: tuple[int, ...] = ()
        self._at = 0
        self._row: PhotoRow | None = None
        self._rows: dict[int, PhotoRow] = {}
        #: What one came here with: a search and faces; and whether the moment of a video is to follow them.
        self._text = ""
        self._sought: tuple[int, ...] = ()
        self._seeks = False
        #: The moment whose picture is shown, and a face that is to be named once that is the one wanted.
        self._shown: int | None = None
        self._to_name = 0
        self._pictures = FullPictures(desk, self)
        self._pictures.ready.connect(self._came)
        self._pictures.failed.connect(self._failed)
        desk.pictures.ready.connect(self._thumbnail_came)
        self.view = FaceBoxes()
        self.view.menu_wanted.connect(self._menu)
        self.view.moved.connect(self._ask_for_detail)
        self._notice = Notice(self.view)
        self._notice.placed.connect(self.foot_changed)
        self._said = PhotoFaces(desk, self.view, self._notice)
        self._said.going.connect(self.going)
        self.naming = self._said.naming
        self.naming.placed.connect(self.foot_changed)
        self.moments = PhotoMoments(desk, self)
        self.moments.changed.connect(self._show_moment)
        self.moments.going.connect(self.going)
        self.moments.strip.placed.connect(self.foot_changed)
        self._files = PhotoFiles(desk, self, lambda: [self._photo])
        self.inspector = Inspector(desk, self._files)
        self.inspector.going.connect(self.going)
        self.inspector.naming.connect(lambda _, face: self._name(face))
        self.inspector.placing.connect(lambda _, name, draw: self._said.place(name, draw=draw))
        self._screen: FullScreen | None = None
        self._build()
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
        self.bar.about.toggled.connect(self.inspector.setVisible)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.bar)
        self._middle.addWidget(self.view, 1)
        self._middle.addWidget(self.moments.strip)
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
        other = place.ids != self._ids or place.id != self._photo
        if other or place.faces or place.text:
            self._text, self._sought = place.text, place.faces
        if other:
            self._ids = place.ids if place.id in place.ids else (place.id,)
            self._at = self._ids.index(place.id)
            self._show()
        elif place.faces or place.text:
            self._seeks = True
            self._read()
        self.view.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Read the faces again where they may be others, or called otherwise."""
        people = {face.person_id for face in self.moments.all_faces}
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
        self._row, self._shown, self._to_name, self._seeks = None, None, 0, True
        self.moments.begin(self._rows.get(self._photo))
        self._said.begin(self._photo)
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
        """Show the best picture there is; where there is none of a moment, that of the last one stays."""
        moment = self.moments.moment
        whole = self._pictures.get(self._photo, moment)
        if whole is not None:
            image = whole.image
        elif not self.moments.has_thumbnail:
            return
        else:
            large = self.desk.pictures.get(Kind.PHOTO, self._photo, 1024)
            picture = large or self.desk.pictures.get(Kind.PHOTO, self._photo, 256)
            if picture is None:
                return
            image = picture.toImage()
        if self._row is None or self._row.width is None:
            self.view.set_size(image.size().scaled(_LARGE, _LARGE, Qt.AspectRatioMode.KeepAspectRatio))
        self.view.set_image(image)
        self._shown = moment
        self._show_faces()

    def _show_moment(self) -> None:
        """Show another moment of the video, once its frame has come."""
        moment, row = self.moments.moment, self._row
        if row is None or moment is None:
            return
        self._said.begin_moment(moment)
        self._pictures.wait_only_for_moment(row.id, moment)
        if not row.offline and not row.missing:
            self._pictures.ask(row.id, row.file, self._side(), moment)
        elif not self.moments.has_thumbnail:
            self.view.set_image(QImage())
        self._show_best()
        self._show_faces()

    def _show_faces(self) -> None:
        """Show the boxes that belong to the picture that is shown: none while the frame is to come."""
        if self._shown == self.moments.moment:
            self._said.show_faces(self.moments.faces())
            if self._to_name and self.view.face(self._to_name) is not None:
                self._said.name(self._to_name)
                self._to_name = 0
        else:
            self._said.show_faces(())

    def _name(self, face: int) -> None:
        """Ask whose a face is; in a video at a moment at which it is seen."""
        moment = self.moments.moment_of(face)
        if moment is not None and self.view.face(face) is None:
            self._to_name = face
            self.moments.go(moment)
        else:
            self._said.name(face)

    def _read(self) -> None:
        photo, near, text, sought = self._photo, self._near(), self._text, self._sought

        def find(session: Session) -> Known:
            return known_of(session, photo, near, faces=sought, text=text)

        self.desk.read(find, partial(self._know, photo), owner=self)

    def _know(self, photo: int, known: Known) -> None:
        if photo != self._photo:
            return
        self._rows = known.rows
        row, old = known.rows.get(photo), self._row
        if row is None:
            self._notice.say(self.tr("This photo is no longer in the library."))
            return
        if old is not None and (old.size, old.width, old.height) != (row.size, row.width, row.height):
            self._pictures.forget(photo)
        sought, self._seeks = known.sought if self._seeks else None, False
        self.moments.know(row, known.seen, sought)
        self._describe(row)
        if self.moments.moment is None:
            self._show_faces()
        else:
            self._show_moment()
        self.replaced.emit(Place(PageName.PHOTO, id=photo, ids=self._ids))
        for near in known.rows.values():
            if not near.offline and not near.missing:
                moment = self.moments.moment if near.id == photo else near.shown_ms
                self._pictures.ask(near.id, near.file, self._side(), moment)
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
            moment = self.moments.moment
            whole = self._pictures.get(row.id, moment)
            if whole is not None and not whole.full:
                self._pictures.ask(row.id, row.file, None, moment)

    def _came(self, photo: int) -> None:
        if photo == self._photo:
            self._show_best()

    def _failed(self, photo: int, reason: str) -> None:
        if photo == self._photo:
            if self._shown != self.moments.moment:
                self.view.set_image(QImage())
            self._notice.say(translated(reason))

    def _thumbnail_came(self, keys: frozenset[Key]) -> None:
        if self._pictures.get(self._photo, self.moments.moment) is None and any(
            key.kind is Kind.PHOTO and key.id == self._photo for key in keys
        ):
            self._show_best()

    def _menu(self, face: int, place: QPoint) -> None:
        if self._said.show_menu(face, place):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Draw a missed face")).triggered.connect(lambda _: self.view.draw_box(True))
        menu.addAction(self.tr("Show faces")).triggered.connect(lambda _: self.bar.boxes.toggle())
        menu.addSeparator()
        self._files.fill(menu)
        menu.popup(place)

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
            *self.moments.shortcuts(),
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
        field, strip = self.naming, self.moments.strip
        low = field.isVisible() and field.geometry().bottom() > self.view.height() - _MESSAGE
        below = 0 if strip.isHidden() else strip.height()
        return below + max(self._notice.foot(), self.view.height() - field.y() if low else 0)

    def _escape(self) -> None:
        """Leave what was entered last."""
        if self._said.leave():
            return
        if self._screen is not None:
            self._toggle_screen()
        else:
            self.leaving.emit()

    def _toggle_screen(self) -> None:
        if self._screen is None:
            self._screen = FullScreen(self, self.keyPressEvent, self._toggle_screen)
            self._screen.setWindowTitle(self.title())
            self._screen.take(self.view)
        else:
            self._middle.insertWidget(1, self.view, 1)
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
