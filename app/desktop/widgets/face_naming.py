"""The field that opens under a face in a photo, to say whose it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.desktop.desk import Desk
from app.desktop.naming import name_face
from app.desktop.theme import GAP
from app.desktop.widgets.face_boxes import FaceBoxes
from app.desktop.widgets.name_field import NameField
from app.search.faces import FaceInPhoto


class FaceNaming(QFrame):
    """Names a face of a photo where it is.

    Signals:
        closed: The face was named, or the user gave up.
        placed: The field is elsewhere, or gone.
    """

    closed = Signal()
    placed = Signal()

    def __init__(self, desk: Desk, view: FaceBoxes) -> None:
        super().__init__(view)
        self.setObjectName("card")
        self._desk, self._view, self._face = desk, view, 0
        #: A box that was drawn, in the photo's coordinates, and what gets its name.
        self._box = QRectF()
        self._then: Callable[[str], None] | None = None
        self._title = QLabel()
        self._title.setProperty("faint", True)
        self.field = NameField(desk)
        self.field.named.connect(self._named)
        self.field.given_up.connect(self.close_field)
        down = QVBoxLayout(self)
        down.setContentsMargins(GAP, GAP, GAP, GAP)
        down.setSpacing(4)
        down.addWidget(self._title)
        down.addWidget(self.field)
        view.moved.connect(self._place)
        self.field.installEventFilter(self)
        self.hide()

    @property
    def face(self) -> int:
        """`Face.id` of the face that is being named; 0 for none."""
        return self._face

    def open_for(self, face: FaceInPhoto) -> None:
        """Ask whose a face is."""
        self.close_field()
        self._face = face.id
        if face.person_id is not None and face.name is None and not face.ignored:
            self._title.setText(self.tr("Who is this? The whole group gets the name."))
            self.field.set_hint(self.tr("Return adds the group to {name}"))
        elif face.name is None:
            self._title.setText(self.tr("Who is this?"))
            self.field.set_hint(self.tr("Return adds this face to {name}"))
        else:
            self._title.setText(
                self.tr("Who is this instead?") if face.confirmed else self.tr("Who is this?")
            )
            self.field.set_hint(self.tr("Return says that this face is {name}"))
        self._open(face.name or "")

    def open_for_box(self, box: QRectF, then: Callable[[str], None]) -> None:
        """Ask whose the face in a box is that was drawn.

        Args:
            box: In the photo's coordinates.
            then: Gets the name, or "" when the user gives none.
        """
        self.close_field()
        self._box, self._then = box, then
        self._title.setText(self.tr("Who is this? Escape leaves the face without a name."))
        self.field.set_hint(self.tr("Return says that this face is {name}"))
        self._open("")

    def _open(self, text: str) -> None:
        self.field.set_placeholder(self.tr("Name"))
        self.field.set_text(text)
        self.show()
        self._place()
        self.raise_()
        self.field.setFocus()

    def close_field(self) -> None:
        """Ask no more."""
        self._close("")

    def _close(self, name: str) -> None:
        if not (self._face or self._then):
            return
        then, self._then, self._face = self._then, None, 0
        self.hide()
        self._view.setFocus()
        self.closed.emit()
        self.placed.emit()
        if then is not None:
            then(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room where a hint appears."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._place()
        return super().eventFilter(watched, event)

    def _named(self, name: str) -> None:
        face = self._face
        self._close(name)
        if face:
            self._desk.do(name_face, face=face, name=name)

    def _place(self) -> None:
        if not (self._face or self._then):
            return
        self.adjustSize()
        view = self._view.rect()
        face = self._view.place_of(self._face) if self._face else self._view.transform().mapRect(self._box)
        left = round(face.center().x() - self.width() / 2)
        top = round(face.bottom() + 6)
        if top + self.height() > view.height():
            # Above the face, where there is more room.
            top = round(face.top() - 6 - self.height())
        self.move(
            QPoint(
                max(4, min(view.width() - self.width() - 4, left)),
                max(4, min(view.height() - self.height() - 4, top)),
            )
        )
        self.placed.emit()
