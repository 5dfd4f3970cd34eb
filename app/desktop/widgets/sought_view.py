"""Whom is looked for: a face of the library, or one of the faces in another picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.probe_picture import ProbePicture
from app.search.places import FacePlace
from app.search.similar import OutsidePicture

_FACE: Final = 200


class SoughtView(QWidget):
    """A picture with its faces, or one face alone, and what is known of it.

    Signals:
        chosen: The number of another face of the picture, counted from 0.
        file_wanted: The user wants to open a picture.
    """

    chosen = Signal(int)
    file_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probe = ProbePicture()
        self._probe.chosen.connect(self.chosen)
        self._face = FacePicture(desk, _FACE, square=True)
        self._caption = QLabel()
        self._caption.setWordWrap(True)
        self._caption.setProperty("faint", True)
        self._caption.setFixedWidth(self._probe.width())
        opener = QPushButton(self.tr("Open a picture…"))
        opener.clicked.connect(self._open)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.GAP)
        down.addWidget(self._probe)
        down.addWidget(self._face)
        down.addWidget(self._caption)
        down.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)

    @property
    def number(self) -> int:
        """The number of the chosen face of the picture, counted from 0."""
        return self._probe.face

    def show_picture(self, picture: OutsidePicture, image: QImage) -> None:
        """Show a picture that was looked into, given decoded; its first face is chosen."""
        self._probe.show_picture(picture, image)

    def show_sought(self, picture: OutsidePicture | None, face: int, place: FacePlace | None) -> None:
        """Say whom something was found for.

        Args:
            picture: The picture, shown already; None for a face of the library.
            face: `Face.id` of that.
            place: Where it is; None for a face of a picture.
        """
        self._caption.setFixedWidth(_FACE if picture is None else self._probe.width())
        self._probe.setVisible(picture is not None)
        self._face.setVisible(place is not None)
        if picture is not None:
            faces = self.tr("%n face(s) found", "", len(picture.boxes))
            more = self.tr("Click another face to look for it.") if len(picture.boxes) > 1 else ""
            self._caption.setText(f"{picture.name}\n{faces}\n{more}".strip())
        elif place is not None:
            who = place.name or self.tr("A face without a name")
            self._face.show_face(face, who)
            self._caption.setText(f"{who}\n{place.file.name}")

    def _open(self) -> None:
        self.file_wanted.emit()
