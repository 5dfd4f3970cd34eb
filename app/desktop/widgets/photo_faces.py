"""What the user says of the faces of the photo that is shown: whose one is, and where one was missed.

How faces are painted and reached lives in `app.desktop.widgets.face_boxes`, what naming one does in
`app.desktop.naming`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtWidgets import QMenu
from sqlalchemy.orm import Session

from app import operations
from app.desktop.desk import Desk
from app.desktop.naming import Drawing, faces_named_with, name_face, name_face_alone
from app.desktop.widgets.face_boxes import FaceBoxes
from app.desktop.widgets.face_menu import FaceMenu
from app.desktop.widgets.face_naming import FaceNaming
from app.desktop.widgets.notice import Notice
from app.library.store import Library
from app.operations import Changes
from app.operations.drawing import Box
from app.search.faces import FaceInPhoto


class PhotoFaces(QObject):
    """Lets the user name faces, draw missed ones, and say where somebody is.

    Args:
        desk: Where it is done.
        view: The photo with its faces.
        notice: Where it is said what to do.

    Signals:
        going: A `Place` the user wants to go to.
    """

    going = Signal(object)
    _looked = Signal()

    def __init__(self, desk: Desk, view: FaceBoxes, notice: Notice) -> None:
        super().__init__(view)
        self._desk, self._view, self._notice = desk, view, notice
        self._photo = 0
        #: Of a video the moment that is shown.
        self._moment: int | None = None
        #: Who is in the photo somewhere, while the user says where; "" for nobody.
        self._placed = ""
        self._drawing = Drawing(desk.catalogue)
        self._looked.connect(self._drawn)
        self.naming = FaceNaming(desk, view)
        self._menu = FaceMenu(desk, view)
        self._menu.naming.connect(self.name)
        self._menu.going.connect(self.going)
        view.face_clicked.connect(self.name)
        view.erase_wanted.connect(lambda face: desk.do(operations.erase_faces, faces=[face]))
        view.drawn.connect(self._draw)
        view.drawing_changed.connect(lambda _: self._stop_placing())

    def begin(self, photo: int) -> None:
        """Leave what was begun with another photo.

        Args:
            photo: `Photo.id` of the one that is shown now; its faces are not known yet.
        """
        self._photo, self._moment, self._placed = photo, None, ""
        self.naming.close_field()
        self._view.draw_box(False)
        self._view.forget_box()
        self._view.show_faces(())
        self._notice.say("")

    def begin_moment(self, moment: int) -> None:
        """Leave what was begun with another moment of the video, but for asking which face is somebody's."""
        if moment != self._moment:
            self.naming.close_field()
            self._view.forget_box()
            self._moment = moment

    def show_faces(self, faces: Sequence[FaceInPhoto]) -> None:
        """Show the faces of the photo."""
        self._view.show_faces(faces)
        if self.naming.face and self._view.face(self.naming.face) is None:
            self.naming.close_field()

    def place(self, name: str, *, draw: bool) -> None:
        """Let the user say where somebody is: by a click on a face, or with a box."""
        self.naming.close_field()
        self._view.draw_box(draw)
        self._placed = name
        said = (
            self.tr("Draw a box around the face of {name}. Escape leaves all as it was.")
            if draw
            else self.tr("Which face is {name}? Click it, or go there with Tab and press Return.")
        )
        self._notice.say(said.format(name=name))
        self._view.setFocus()

    def leave(self) -> bool:
        """Leave what was begun last; tell whether there was anything."""
        begun = bool(self._placed) or self._view.drawing
        self._stop_placing()
        self._view.draw_box(False)
        return begun

    def name(self, face: int) -> None:
        """Ask whose a face is, or take it for that of who is to be placed."""
        if self._placed:
            name = self._placed
            self._stop_placing()
            self._place_at(face, name)
            return
        found = self._view.face(face)
        if found is not None:
            self._view.focus_face(face)
            self.naming.open_for(found)

    def show_menu(self, face: int, place: QPoint) -> bool:
        """Show the menu of a face at a place of the screen; tell whether there is such a face."""
        found = self._view.face(face)
        if found is not None:
            self._menu.made_for(found).popup(place)
        return found is not None

    def _stop_placing(self) -> None:
        if self._placed:
            self._placed = ""
            self._notice.say("")

    def _place_at(self, face: int, name: str) -> None:
        """Give a name to one face; where it is one of a group without a name, ask whether to all of them."""

        def count(session: Session) -> int:
            return faces_named_with(session, face=face, name=name)

        def counted(faces: int) -> None:
            if faces < 2:
                self._desk.do(name_face_alone, face=face, name=name)
            elif self._view.face(face) is not None:
                self._ask_which(face, name, faces)

        self._desk.read(count, counted, owner=self)

    def _ask_which(self, face: int, name: str, faces: int) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # An ampersand would underline the letter after it.
        shown = name.replace("&", "&&")
        alone = menu.addAction(self.tr("This face alone is {name}").format(name=shown))
        alone.triggered.connect(lambda _: self._desk.do(name_face_alone, face=face, name=name))
        group = menu.addAction(
            self.tr("All %n face(s) of the group are {name}", "", faces).format(name=shown)
        )
        group.triggered.connect(lambda _: self._desk.do(name_face, face=face, name=name))
        below = self._view.place_of(face).bottomLeft().toPoint()
        menu.popup(self._view.mapToGlobal(below))

    def _draw(self, box: Box) -> None:
        """Ask whose the face in a box is, and add it then."""
        name, self._placed = self._placed, ""
        self._view.draw_box(False)
        add = partial(self._add, self._photo, self._moment, box)
        if name:
            add(name)
        else:
            self.naming.open_for_box(QRectF(*box), add)

    def _add(self, photo: int, moment: int | None, box: Box, name: str) -> None:
        """Add the face in a box, as somebody's or, without a name, as nobody's."""
        drawing, looked = self._drawing, self._looked

        def draw(library: Library) -> Changes:
            try:
                return drawing.draw(library, photo=photo, box=box, name=name, at_ms=moment)
            finally:
                # Comes before the news of the change, from another thread.
                looked.emit()

        if photo == self._photo:
            self._notice.say(self.tr("Looking at the face…"))
        self._desk.do(draw)

    def _drawn(self) -> None:
        self._notice.say("")
        self._view.forget_box()
