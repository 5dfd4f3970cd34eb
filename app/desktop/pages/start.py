"""The first page of a new library: what Familiar does, and one button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from app.desktop.desk import Desk
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place, pictures_folder
from app.desktop.widgets.buttons import main_button
from app.operations import Changes


class StartPage(Page):
    """Invites to choose a photo folder."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._button = choose = main_button(self.tr("Choose a photo folder…"))
        choose.clicked.connect(self._choose)
        empty = Empty(
            self.tr("Who is in your photos?"),
            self.tr(
                "Choose a folder with photos, or drop one here. Familiar finds the faces in them and puts "
                "each person's together; you give them names. Your photos are only read, and nothing leaves "
                "this computer."
            ),
            choose,
        )
        QVBoxLayout(self).addWidget(empty)

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Welcome")

    def arrive(self, place: Place) -> None:
        """Let Return choose a folder."""
        self._button.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Nothing here depends on the library."""

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose a photo folder"), pictures_folder())
        if folder:
            self.desk.jobs.index([Path(folder)])
            self.going.emit(Place(PageName.PHOTOS))
