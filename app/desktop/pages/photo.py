"""The page of one photo: the picture, its faces and their names, and the photos before and after it.

How the picture is moved and painted lives in `app.desktop.widgets.face_boxes`, how it is decoded in
`app.desktop.models.full_pictures`, what naming a face does in `app.desktop.naming`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from app.desktop.desk import Desk
from app.desktop.models.full_pictures import FullPictures
from app.desktop.models.timeline import date_text
from app.desktop.naming import Drawing
from app.desktop.pages.page import Page
from app.desktop.pictures import Key, Kind
from app.desktop.places import PageName, Place
from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.buttons import flat_button
from app.desktop.widgets.face_boxes import FaceBoxes
from app.desktop.widgets.face_menu import FaceMenu
from app.desktop.widgets.face_naming import FaceNaming
from app.desktop.widgets.full_screen import FullScreen
from app.desktop.widgets.inspector import Inspector
from app.desktop.widgets.notice import Notice
from app.desktop.widgets.photo_files import PhotoFiles
from app.library.store import Library
from app.operations import Changes
from app.operations.drawing import Box
from app.search.browsing import PhotoRow, photo_rows
from app.search.faces import FaceInPhoto, faces_in_photo

_BOXES: Final = "photo/boxes"
#: Taken for a photo's longer side until its size is known, so that a thumbnail fills the view.
_LARGE: Final = 4096


@dataclass(frozen=True, slots=True)
class _Known:
    """What the library tells of a photo: its row and those of its neighbours by id, and its faces."""

    rows: dict[int, PhotoRow]
    faces: tuple[FaceInPhoto, ...]


class PhotoPage(Page):
    """Shows one photo of several, which one can go through."""

    _looked = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ids: tuple[int, ...] = ()
        self._at = 0
        self._row: PhotoRow | None = None
        self._rows: dict[int, PhotoRow] = {}
        self._name_next = 0
        self._pictures = FullPictures(desk, self)
        self._pictures.ready.connect(self._came)
        self._pictures.failed.connect(self._failed)
        desk.pictures.ready.connect(self._thumbnail_came)
        self._drawing = Drawing(desk.catalogue)
        self._looked.connect(self._drawn)
        self.view = FaceBoxes()
        self.view.face_clicked.connect(self._name)
        self.view.menu_wanted.connect(self._menu)
        self.view.moved.connect(self._ask_for_detail)
        self.view.drawn.connect(self._draw)
        self.naming = FaceNaming(desk, self.view)
        self._faces_menu = FaceMenu(desk, self)
        self._faces_menu.naming.connect(self._name)
        self._faces_menu.going.connect(self.going)
        self._files = PhotoFiles(desk, self, lambda: [self._photo])
        self.inspector = Inspector(desk, self._files)
        self.inspector.going.connect(self.going)
        self._screen: FullScreen | None = None
        self._build()
        self.setFocusProxy(self.view)
        self._boxes.setChecked(QSettings().value(_BOXES, "true") in {True, "true"})
        self._show_boxes(self._boxes.isChecked())

    def _build(self) -> None:
        self._name_label, self._where = QLabel(), QLabel()
        self._where.setProperty("faint", True)
        before = flat_button("←", self.tr("Previous photo (Left)"))
        before.clicked.connect(lambda _: self._go(self._at - 1))
        after = flat_button("→", self.tr("Next photo (Right)"))
        after.clicked.connect(lambda _: self._go(self._at + 1))
        self._boxes = _toggle("▢", self.tr("Show faces (B)"))
        self._boxes.toggled.connect(self._show_boxes)
        self._pencil = _toggle("✎", self.tr("Draw a missed face (D)"))
        self._pencil.toggled.connect(self.view.draw_box)
        self.view.drawing_changed.connect(self._pencil.setChecked)
        turn = flat_button("↻", self.tr("Turn the view (R)"))
        turn.clicked.connect(lambda _: self.view.turn(1))
        whole = flat_button("⤢", self.tr("Full screen (F)"))
        whole.clicked.connect(lambda _: self._toggle_screen())
        self._about = _toggle("ⓘ", self.tr("About this photo (I)"))
        self._about.toggled.connect(self.inspector.setVisible)
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        top.addWidget(before)
        top.addWidget(after)
        top.addSpacing(GAP)
        top.addWidget(self._name_label)
        top.addSpacing(GAP)
        top.addWidget(self._where)
        top.addStretch(1)
        for button in (self._boxes, self._pencil, turn, whole, self._about):
            top.addWidget(button)
        self._notice = Notice(self.view)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addLayout(top)
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
        self._name_next = 0
        self.naming.close_field()
        self.view.draw_box(False)
        self.view.show_faces(())
        self._notice.say("")
        self._where.setText(
            self.tr("{number} of {all}").format(number=f"{self._at + 1:,}", all=f"{len(self._ids):,}")
            if len(self._ids) > 1
            else ""
        )
        self._pictures.wait_only_for(self._near())
        self.view.show_photo(QSize())
        self._name_label.setText("")
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
        if self._name_next and self.view.face(self._name_next) is not None:
            self._name(self._name_next)
            self._name_next = 0
        self._ask_for_detail()

    def _describe(self, row: PhotoRow) -> None:
        self._row = row
        name = row.file.name
        if row.taken_at is not None:
            name = self.tr("{name}, {date}").format(name=name, date=date_text(row.taken_at))
        self._name_label.setText(name)
        self._name_label.setToolTip(str(row.file))
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
            self._notice.say(reason)

    def _thumbnail_came(self, keys: frozenset[Key]) -> None:
        if self._pictures.get(self._photo) is None and any(
            key.kind is Kind.PHOTO and key.id == self._photo for key in keys
        ):
            self._show_best()

    # Faces.

    def _name(self, face: int) -> None:
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
        menu.addAction(self.tr("Show faces")).triggered.connect(lambda _: self._boxes.toggle())
        menu.addSeparator()
        self._files.fill(menu)
        menu.popup(place)

    def _show_boxes(self, shown: bool) -> None:
        self._boxes.setText("▣" if shown else "▢")
        self.view.show_boxes(shown)
        QSettings().setValue(_BOXES, shown)

    def _draw(self, box: Box) -> None:
        """Add the face in a box, and ask then whose it is."""
        photo, drawing, looked = self._photo, self._drawing, self._looked

        def draw(library: Library) -> Changes:
            found = 0
            try:
                changes = drawing.draw(library, photo=photo, box=box)
                found = next(iter(changes.faces), 0)
            finally:
                # Comes before the news of the change, from another thread.
                looked.emit(found)
            return changes

        self._notice.say(self.tr("Looking at the face…"))
        self.desk.do(draw)

    def _drawn(self, face: int) -> None:
        self._name_next = face
        self._notice.say("")
        self.view.draw_box(False)
        self.view.forget_box()

    # Keys and the full screen.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the photos, zoom, turn, and toggle what is shown."""
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            event.ignore()
            return
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down | Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self._go(self._at + 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up | Qt.Key.Key_PageUp:
                self._go(self._at - 1)
            case Qt.Key.Key_Home:
                self._go(0)
            case Qt.Key.Key_End:
                self._go(len(self._ids) - 1)
            case Qt.Key.Key_Escape:
                self._escape()
            case _:
                self._letter(event)

    def _letter(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_F:
                self._toggle_screen()
            case Qt.Key.Key_B:
                self._boxes.toggle()
            case Qt.Key.Key_D:
                self._pencil.toggle()
            case Qt.Key.Key_I:
                self._about.toggle()
            case Qt.Key.Key_R:
                self.view.turn(-1 if event.modifiers() else 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.view.zoom(1.25)
            case Qt.Key.Key_Minus:
                self.view.zoom(1 / 1.25)
            case Qt.Key.Key_0:
                self.view.fit()
            case Qt.Key.Key_1:
                self.view.toggle()
            case Qt.Key.Key_Delete:
                self._files.trash_action.trigger()
            case _:
                event.ignore()

    def _escape(self) -> None:
        """Leave what was entered last."""
        if self.view.drawing:
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
        """Leave the full screen with the page."""
        if self._screen is not None:
            self._toggle_screen()
        super().hideEvent(event)


def _toggle(sign: str, name: str) -> QToolButton:
    button = flat_button(sign, name)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
