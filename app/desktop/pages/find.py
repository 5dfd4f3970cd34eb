"""The page that looks for a face: one of the library, or of any picture that is dropped, pasted or opened.

Such a picture never enters the library. Comparing lives in `app.desktop.models.finder`, whom it is about in
`app.desktop.widgets.sought_view`, what is found in `app.desktop.widgets.found_view`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut
from app.desktop.models.finder import Finder, Found, Loader, load_analyser
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place, pictures_folder
from app.desktop.sentences import translated
from app.desktop.widgets.buttons import main_button
from app.desktop.widgets.found_view import FoundView
from app.desktop.widgets.sought_view import SoughtView
from app.operations import Changes
from app.search.similar import OutsidePicture
from engine.image import SUFFIXES


@dataclass(frozen=True, slots=True, eq=False)
class _Sought:
    """Whom is looked for: a face of the library, a picture, or nobody yet."""

    face: int = 0
    picture: OutsidePicture | None = None


class FindPage(Page):
    """Whom to look for on the left, who it may be and similar faces on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, load: Loader = load_analyser) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self._finder = Finder(desk, load, self)
        self._finder.looked.connect(self._looked)
        self._finder.found.connect(self._show_found)
        self._finder.failed.connect(self._fail)
        self._place = Place(PageName.FIND)
        self._sought = _Sought()
        self._build()
        for shortcut in self.shortcuts():
            for keys in shortcut.keys:
                QShortcut(QKeySequence(keys), self, shortcut.do).setContext(
                    Qt.ShortcutContext.WidgetWithChildrenShortcut
                )

    def title(self) -> str:
        """Return the title."""
        return self.tr("Find a person")

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [Shortcut(self.tr("Look for who is in the copied picture"), ("Ctrl+V",), self._paste)]

    def arrive(self, place: Place) -> None:
        """Look for a face of the library or into a file; without either, show again what was found last."""
        if place == self._place or not (place.id or place.text):
            return
        self._place = place
        self._sought = _Sought(face=place.id)
        if place.id:
            self._wait(self.tr("Comparing faces…"))
            self._finder.rank_face(place.id)
        else:
            self._wait(self.tr("Looking for faces…"))
            self._finder.look_into_file(Path(place.text))

    def refresh(self, changes: Changes | None) -> None:
        """Compare again, because faces may have come or belong to others now."""
        self._finder.forget()
        if self._sought.face:
            self._finder.rank_face(self._sought.face)
        elif self._sought.picture is not None and len(self._sought.picture.boxes):
            self._finder.rank_embedding(self._sought.picture.embeddings[self._whom.number])

    def _build(self) -> None:
        invite = main_button(self.tr("Open a picture…"))
        invite.clicked.connect(self._choose_file)
        self._empty = Empty(
            self.tr("Who is this?"),
            self.tr(
                "Drop a picture here, paste one, or open one, to find the people in it. It is only looked "
                "at, and not added to your library."
            ),
            invite,
        )
        self._waiting = Empty("", "")
        self._stack = QStackedWidget()
        self._whom = SoughtView(self.desk)
        self._whom.chosen.connect(self._choose)
        self._whom.file_wanted.connect(self._choose_file)
        self._results = FoundView(self.desk)
        self._results.going.connect(self.going)
        self._found = QWidget()
        across = QHBoxLayout(self._found)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.MARGIN)
        across.addWidget(self._whom)
        across.addWidget(self._results, 1)
        for widget in (self._empty, self._waiting, self._found):
            self._stack.addWidget(widget)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        down.addWidget(self._stack)

    def _choose_file(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        file, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open a picture"),
            pictures_folder(),
            self.tr("Pictures ({patterns})").format(patterns=patterns),
        )
        if file:
            self.going.emit(Place(PageName.FIND, text=file))

    def _paste(self) -> None:
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData) -> bool:
        """Look into what was dropped or pasted."""
        file = _picture_file(data)
        if file:
            self.going.emit(Place(PageName.FIND, text=file))
            return True
        image = data.imageData() if data.hasImage() else None
        if isinstance(image, QPixmap):
            image = image.toImage()
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._place, self._sought = Place(PageName.FIND), _Sought()
        self.replaced.emit(self._place)
        self._wait(self.tr("Looking for faces…"))
        self._finder.look_into_image(image, self.tr("The pasted picture"))
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures; leave folders to the window."""
        if _picture_file(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into a picture that is dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _wait(self, text: str) -> None:
        self._results.clear()
        self._waiting.heading.setText(text)
        self._stack.setCurrentWidget(self._waiting)

    def _fail(self, problem: str) -> None:
        self._place, self._sought = Place(PageName.FIND), _Sought()
        self._empty.text.setText(translated(problem))
        self._empty.heading.setText(self.tr("This cannot be looked for"))
        self._stack.setCurrentWidget(self._empty)

    def _looked(self, picture: OutsidePicture, image: QImage) -> None:
        self._sought = _Sought(picture=picture)
        if not len(picture.boxes):
            self._fail(self.tr("No face was found in {name}. Try another picture.").format(name=picture.name))
            return
        self._whom.show_picture(picture, image)
        self._choose(0)

    def _choose(self, number: int) -> None:
        picture = self._sought.picture
        if picture is not None:
            self._finder.rank_embedding(picture.embeddings[number])

    def _show_found(self, found: Found) -> None:
        self._results.show_found(found, self._sought.face)
        self._whom.show_sought(self._sought.picture, self._sought.face, found.place)
        if self._stack.currentWidget() is not self._found:
            self._stack.setCurrentWidget(self._found)
            self._results.focus()


def _picture_file(data: QMimeData) -> str:
    """Return the first picture among files that are dropped or pasted, or nothing."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return next((str(file) for file in files if file.suffix.lower() in SUFFIXES and not file.is_dir()), "")
