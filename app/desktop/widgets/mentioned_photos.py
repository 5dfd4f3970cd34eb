"""The photos in which somebody is named, nobody knows where: what there is of people without a face.

Which photos these are is looked up by `app.search.mentions`.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.desktop.desk import Desk
from app.desktop.models.timeline import TimelineModel
from app.desktop.theme import GAP
from app.desktop.widgets.photo_grid import PhotoGrid
from app.desktop.widgets.photos_view import MARGIN
from app.search.browsing import Timeline


class MentionedPhotos(QWidget):
    """Photos by month under a line that says what they are.

    Signals:
        opened: `Photo.id` of a photo to go to.
    """

    opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(
            self.tr(
                "These photos name this person, but not where. Open one and press I to say which face it is."
            )
        )
        self.text.setProperty("faint", True)
        self.text.setWordWrap(True)
        self._photos = TimelineModel(desk, self)
        self.grid = PhotoGrid(desk, self._photos)
        self.grid.opened.connect(self.opened)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, GAP, 0, 0)
        self.text.setContentsMargins(MARGIN, 0, MARGIN, 0)
        down.addWidget(self.text)
        down.addWidget(self.grid, 1)

    def show_photos(self, photos: Timeline) -> None:
        """Show photos; what is chosen of them stays so where they are the same."""
        if photos.ids.tolist() != self._photos.ids.tolist():
            self._photos.show(photos)

    def ids(self) -> tuple[int, ...]:
        """Return `Photo.id` of the photos, in order."""
        return self._photos.ids_tuple()
