"""The main window: sidebar, bar with search, the pages, messages and jobs; and going from page to page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QSettings, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place, Way
from app.desktop.widgets.buttons import flat_button
from app.desktop.widgets.jobs_bar import JobsBar
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.shortcuts import ShortcutSheet
from app.desktop.widgets.sidebar import Sidebar
from app.search.browsing import Counts, counts

_SIDEBAR: Final = (
    PageName.PHOTOS,
    PageName.PEOPLE,
    PageName.REVIEW,
    PageName.UNNAMED,
    PageName.IGNORED,
    PageName.FOLDERS,
    PageName.FIND,
    PageName.HISTORY,
    PageName.PREVIEW,
    PageName.SETTINGS,
)

Maker = Callable[[Desk], Page]


class MainWindow(QMainWindow):
    """The window of one library.

    Args:
        desk: The library and what is around it; closed with the window.
        makers: How each page is made, when it is first gone to.
    """

    def __init__(self, desk: Desk, makers: Mapping[PageName, Maker]) -> None:
        super().__init__()
        self._desk, self._makers = desk, makers
        self._pages: dict[PageName, Page] = {}
        self._closed = False
        self._way = Way(Place(PageName.PHOTOS))
        self.setWindowTitle("Familiar")
        self.setAcceptDrops(True)
        self.resize(1280, 820)
        self._build()
        self._add_actions()
        desk.told.connect(lambda text, undoable: self._messages.tell(text, undoable=undoable))
        desk.troubled.connect(self._messages.warn)
        desk.changed.connect(lambda _: self._count())
        desk.renewed.connect(self._count)
        self._follow_theme()
        self._restore()
        self._count(first=True)

    def go(self, place: Place) -> None:
        """Go somewhere."""
        self._way.go(place)
        self._arrive()

    @property
    def has_arrived(self) -> bool:
        """Whether a page is shown; the first one waits for the library to be counted."""
        return self._way.here.page in self._pages

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._way.here.page]

    def _build(self) -> None:
        self._sidebar = Sidebar([(page, self._name(page)) for page in _SIDEBAR])
        self._sidebar.picked.connect(lambda page: self.go(Place(page)))
        self._back, self._forward = flat_button("‹", self.tr("Back")), flat_button("›", self.tr("Forward"))
        self._back.clicked.connect(self._go_back)
        self._forward.clicked.connect(self._go_forward)
        self._search = SearchField(self._desk)
        self._search.searched.connect(self._searched)
        bar = QWidget()
        bar.setObjectName("bar")
        along = QHBoxLayout(bar)
        along.setContentsMargins(theme.GAP, theme.GAP, theme.MARGIN, theme.GAP)
        along.addWidget(self._back)
        along.addWidget(self._forward)
        along.addWidget(self._search, 1)
        self._stack = QStackedWidget()
        self._messages = MessageBar()
        self._messages.undo_wanted.connect(self._desk.undo)
        self._jobs = JobsBar(self._desk.jobs)
        middle = QWidget()
        down = QVBoxLayout(middle)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(bar)
        down.addWidget(self._stack, 1)
        down.addWidget(self._messages)
        down.addWidget(self._jobs)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._sidebar)
        across.addWidget(middle, 1)
        self.setCentralWidget(whole)

    def _add_actions(self) -> None:
        self._shortcuts = ShortcutSheet(self)
        standard = QKeySequence.StandardKey
        pages = [
            (self._name(page), QKeySequence(f"Ctrl+{number}"), partial(self.go, Place(page)))
            for number, page in enumerate(_SIDEBAR[:9], start=1)
        ]
        for text, keys, do in (
            (self.tr("Undo"), QKeySequence(standard.Undo), self._desk.undo),
            (self.tr("Redo"), QKeySequence("Ctrl+Shift+Z"), self._desk.redo),
            (self.tr("Search"), QKeySequence(standard.Find), self._search.start),
            (self.tr("Back"), QKeySequence(standard.Back), self._go_back),
            (self.tr("Forward"), QKeySequence(standard.Forward), self._go_forward),
            (self.tr("Look for new photos"), QKeySequence(standard.Refresh), self._desk.jobs.index),
            (self.tr("Shortcuts"), QKeySequence("F1"), self._shortcuts.open),
            (self.tr("Quit"), QKeySequence("Ctrl+Q"), self.close),
            *pages,
        ):
            action = QAction(text, self)
            action.setShortcut(keys)
            action.triggered.connect(lambda _=False, do=do: do())
            self.addAction(action)
            self._shortcuts.add(text, keys)

    def _name(self, page: PageName) -> str:
        return {
            PageName.PHOTOS: self.tr("Photos"),
            PageName.PEOPLE: self.tr("People"),
            PageName.REVIEW: self.tr("To review"),
            PageName.UNNAMED: self.tr("Unnamed"),
            PageName.IGNORED: self.tr("Ignored"),
            PageName.FOLDERS: self.tr("Folders"),
            PageName.FIND: self.tr("Find a person"),
            PageName.HISTORY: self.tr("History"),
            PageName.PREVIEW: self.tr("Preview"),
            PageName.SETTINGS: self.tr("Settings"),
        }[page]

    def _count(self, *, first: bool = False) -> None:
        def counted(found: Counts) -> None:
            self._show_counts(found)
            if first:
                start = PageName.PHOTOS if found.photos else PageName.START
                self._way = Way(Place(start))
                self._arrive()

        self._desk.read(counts, counted, owner=self)

    def _show_counts(self, found: Counts) -> None:
        numbers = {
            PageName.PHOTOS: found.photos,
            PageName.PEOPLE: found.named,
            PageName.REVIEW: found.to_review,
            PageName.UNNAMED: found.groups,
            PageName.IGNORED: found.ignored_people,
        }
        self._sidebar.show_numbers(numbers)

    def _searched(self, text: str) -> None:
        self.go(Place(PageName.PHOTOS, text=text))

    def _go_back(self) -> None:
        self._way.back()
        self._arrive()

    def _go_forward(self) -> None:
        self._way.forward()
        self._arrive()

    def _arrive(self) -> None:
        place = self._way.here
        page = self._pages.get(place.page)
        if page is None:
            page = self._makers[place.page](self._desk)
            page.going.connect(self.go)
            page.replaced.connect(self._replace)
            page.leaving.connect(self._go_back)
            self._pages[place.page] = page
            self._stack.addWidget(page)
        # A page that is not shown yet cannot take the focus.
        self._stack.setCurrentWidget(page)
        page.arrive(place)
        self._show_where(place, page)

    def _replace(self, place: Place) -> None:
        self._way.replace(place)
        self._show_where(place, self._pages[place.page])

    def _show_where(self, place: Place, page: Page) -> None:
        self.setWindowTitle(f"{page.title()} - Familiar")
        self._back.setEnabled(self._way.can_go_back)
        self._forward.setEnabled(self._way.can_go_forward)
        self._search.show_text(place.text if place.page is PageName.PHOTOS else "")
        part_of = {PageName.PERSON: PageName.PEOPLE, PageName.PHOTO: PageName.PHOTOS}
        self._sidebar.show_page(part_of.get(place.page, place.page))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark and back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange:
            self._follow_theme()

    def _follow_theme(self) -> None:
        found = theme.colours()
        QApplication.setPalette(theme.palette(found))
        self.setStyleSheet(theme.style_sheet(found))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders that are dropped on the window."""
        if _folders(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the folders that were dropped."""
        self.add_folders(_folders(event.mimeData().urls()))
        event.acceptProposedAction()

    def add_folders(self, folders: Sequence[Path]) -> None:
        """Watch folders, and begin to look at their photos."""
        self._desk.jobs.index(folders)
        if self._way.here.page is PageName.START:
            self._way.replace(Place(PageName.PHOTOS))
            self._arrive()

    def _restore(self) -> None:
        geometry = QSettings().value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, and end all work in good order."""
        if not self._closed:
            self._closed = True
            QSettings().setValue("window/geometry", self.saveGeometry())
            self._desk.close()
        super().closeEvent(event)


def _folders(urls: Sequence[QUrl]) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_dir()]
