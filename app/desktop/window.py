"""The main window: sidebar, bar with search, the pages, messages and jobs; and going from page to page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.dropped import can_drop, drop
from app.desktop.keys import Shortcut, ask_for_menu
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place, Way
from app.desktop.sentences import translated
from app.desktop.widgets.buttons import flat_button
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.import_dialog import ImportDialog
from app.desktop.widgets.jobs_bar import JobsBar
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.photo_files import show_in_folder
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.shortcuts import ShortcutSheet
from app.desktop.widgets.sidebar import Sidebar
from app.indexing import watched_roots
from app.printing import printable
from app.search.browsing import Counts, counts
from app.search.geography import has_places

_SIDEBAR: Final = (
    PageName.PHOTOS,
    PageName.PEOPLE,
    PageName.REVIEW,
    PageName.UNNAMED,
    PageName.IGNORED,
    PageName.FOLDERS,
    PageName.PLACES,
    PageName.FIND,
    PageName.HISTORY,
    PageName.PREVIEW,
    PageName.SETTINGS,
)

#: Pages with a key of their own; the page of places is not always there.
_NUMBERED: Final = tuple(page for page in _SIDEBAR if page is not PageName.PLACES)[:9]
#: In which page of the sidebar others are.
_PART_OF: Final = {PageName.PERSON: PageName.PEOPLE, PageName.PHOTO: PageName.PHOTOS}

_GEOMETRY: Final = "window/geometry"
_LAST_PAGE: Final = "window/page"

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
        desk.jobs.stopped.connect(self._offer_to_go_on)
        desk.exports.offered.connect(self._offer_to_show)
        desk.told.connect(self._tell)
        desk.troubled.connect(self._warn)
        desk.changed.connect(lambda _: self._count())
        desk.renewed.connect(self._count)
        if isinstance(application := QGuiApplication.instance(), QGuiApplication):
            application.applicationStateChanged.connect(self._come_and_go)
        self._follow_theme()
        self._restore()
        self._begin()

    def go(self, place: Place) -> None:
        """Go somewhere."""
        self._way.go(place)
        self._arrive()

    @property
    def has_arrived(self) -> bool:
        """Whether a page is shown; which one is the first has to be looked up."""
        return self._way.here.page in self._pages

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._way.here.page]

    def _build(self) -> None:
        self._sidebar = Sidebar([(page, self._name(page)) for page in _SIDEBAR])
        self._sidebar.picked.connect(lambda page: self.go(Place(page)))
        self._sidebar.set_there(PageName.PLACES, False)
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
        middle = QWidget()
        down = QVBoxLayout(middle)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(bar)
        down.addWidget(self._stack, 1)
        self._messages = MessageBar(middle)
        self._messages.undo_wanted.connect(self._desk.undo)
        self._messages.float_over(self._stack)
        side = QFrame()
        side.setObjectName("side")
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 1, 0)
        beside.setSpacing(0)
        beside.addWidget(self._sidebar, 1)
        beside.addWidget(JobsBar(self._desk.jobs))
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addWidget(middle, 1)
        self.setCentralWidget(whole)

    def _add_actions(self) -> None:
        self._sheet = ShortcutSheet(self)
        self._everywhere = self._shortcuts()
        for shortcut in self._everywhere:
            action = QAction(shortcut.text, self)
            action.setShortcuts([QKeySequence(keys) for keys in shortcut.keys])
            if shortcut.do is not None:
                action.triggered.connect(lambda _=False, do=shortcut.do: do())
            self.addAction(action)

    def _shortcuts(self) -> list[Shortcut]:
        """Return what keys do on all pages."""
        standard = QKeySequence.StandardKey
        found = [
            Shortcut(text, (QKeySequence(keys).toString(),), do)
            for text, keys, do in (
                (self.tr("Undo"), standard.Undo, self._desk.undo),
                (self.tr("Redo"), "Ctrl+Shift+Z", self._desk.redo),
                (self.tr("Search"), standard.Find, self._search.start),
                (self.tr("Back"), standard.Back, self._go_back),
                (self.tr("Forward"), standard.Forward, self._go_forward),
                (self.tr("Look for new photos"), standard.Refresh, self._desk.jobs.index),
                (self.tr("Export…"), "Ctrl+E", self._export),
                (self.tr("Import names…"), "Ctrl+I", self.import_names),
                (self.tr("Shortcuts"), "F1", self._show_shortcuts),
                (self.tr("Quit"), "Ctrl+Q", self.close),
            )
        ]
        if sys.platform not in {"win32", "darwin"}:
            # Elsewhere the system does this, or has no such key.
            found.append(Shortcut(self.tr("Menu of what is chosen"), ("Shift+F10",), ask_for_menu))
        found += [
            Shortcut(self._name(page), (f"Ctrl+{number}",), partial(self.go, Place(page)))
            for number, page in enumerate(_NUMBERED, start=1)
        ]
        return found

    def _show_shortcuts(self) -> None:
        groups = [(self.tr("On this page"), self.page.shortcuts())] if self.has_arrived else []
        self._sheet.show_groups([*groups, (self.tr("Everywhere"), self._everywhere)])

    def _tell(self, text: str, undoable: bool) -> None:
        self._messages.tell(translated(text), undoable=undoable)

    def _warn(self, text: str) -> None:
        self._messages.warn(translated(text))

    def _export(self) -> None:
        which = self.page.to_export() if self.has_arrived else ()
        ExportDialog(self._desk.exports, which, self).open()

    def import_names(self, path: Path | None = None) -> None:
        """Ask which names of another program to import.

        Args:
            path: What that program keeps, where the user has said so already.
        """
        ImportDialog(self._desk, self, path).show()

    def _offer_to_show(self, text: str, action: str, place: Path) -> None:
        self._messages.offer(text, action, lambda: show_in_folder(self._desk, place, owner=self))

    def _offer_to_go_on(self) -> None:
        self._messages.offer(
            self.tr("Stopped. What is finished is kept, and it goes on from there; F5 does that, too."),
            self.tr("Go on"),
            self._desk.jobs.index,
        )

    def _name(self, page: PageName) -> str:
        return {
            PageName.PHOTOS: self.tr("Photos"),
            PageName.PEOPLE: self.tr("People"),
            PageName.REVIEW: self.tr("To review"),
            PageName.UNNAMED: self.tr("Unnamed"),
            PageName.IGNORED: self.tr("Ignored"),
            PageName.FOLDERS: self.tr("Folders"),
            PageName.PLACES: self.tr("Places"),
            PageName.FIND: self.tr("Find a person"),
            PageName.HISTORY: self.tr("History"),
            PageName.PREVIEW: self.tr("Preview"),
            PageName.SETTINGS: self.tr("Settings"),
        }[page]

    def _begin(self) -> None:
        """Show the first page as soon as it is known which; the figures follow."""

        def looked(watched: bool) -> None:
            if not self.has_arrived:
                self._way = Way(Place(self._first_page() if watched else PageName.START))
                self._arrive()

        self._desk.read(lambda session: bool(watched_roots(session)), looked, owner=self)
        self._count()

    def _count(self) -> None:
        def counted(found: tuple[Counts, bool, bool]) -> None:
            self._show_counts(found[0])
            self._sidebar.set_there(PageName.PLACES, found[2])
            if found[1] and self._way.here.page is PageName.START:
                # There is something to look at now.
                self._way.replace(Place(PageName.PHOTOS))
                self._arrive()

        def count(session: Session) -> tuple[Counts, bool, bool]:
            return counts(session), bool(watched_roots(session)), has_places(session)

        self._desk.read(count, counted, owner=self)

    def _first_page(self) -> PageName:
        """Return the page that was shown last."""
        last = str(QSettings().value(_LAST_PAGE, ""))
        return next((page for page in _SIDEBAR if page == last), PageName.PHOTOS)

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
        left = self._way.here
        self._way.back()
        self._arrive(looked_at=left.id if left.page is PageName.PHOTO else 0)

    def _go_forward(self) -> None:
        self._way.forward()
        self._arrive()

    def _arrive(self, *, looked_at: int = 0) -> None:
        place = self._way.here
        if place.page is PageName.PHOTOS:
            place = replace(place, id=looked_at)
        page = self._pages.get(place.page)
        if page is None:
            page = self._makers[place.page](self._desk)
            page.going.connect(self.go)
            page.replaced.connect(self._replace)
            page.leaving.connect(self._go_back)
            page.foot_changed.connect(self._leave_foot_free)
            self._pages[place.page] = page
            self._stack.addWidget(page)
        # A page that is not shown yet cannot take the focus.
        self._stack.setCurrentWidget(page)
        page.arrive(place)
        self._show_where(place, page)
        self._leave_foot_free()

    def _leave_foot_free(self) -> None:
        self._messages.leave_free(self.page.foot())

    def _replace(self, place: Place) -> None:
        self._way.replace(place)
        self._show_where(place, self._pages[place.page])

    def _show_where(self, place: Place, page: Page) -> None:
        self.setWindowTitle(f"{printable(page.title())} - Familiar")
        self._back.setEnabled(self._way.can_go_back)
        self._forward.setEnabled(self._way.can_go_forward)
        self._search.show_text(place.text if place.page is PageName.PHOTOS else "")
        self._sidebar.show_page(page.part_of() or _PART_OF.get(place.page, place.page))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark and back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ThemeChange:
            self._follow_theme()

    def _come_and_go(self, state: Qt.ApplicationState) -> None:
        """Look, when the user comes back from elsewhere, whether something has been changed there."""
        if not self._closed:
            self._desk.notice_others(begin=state is not Qt.ApplicationState.ApplicationActive)

    def _follow_theme(self) -> None:
        found = theme.colours()
        QApplication.setPalette(theme.palette(found))
        self.setStyleSheet(theme.style_sheet(found))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders, and what other programs keep, where they are dropped on the window."""
        if can_drop(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the folders that were dropped, and offer names to import that are there."""
        event.acceptProposedAction()
        drop(event.mimeData(), self._desk.lanes, self.add_folders, self.import_names, owner=self)

    def add_folders(self, folders: Sequence[Path]) -> None:
        """Watch folders, and begin to look at their photos."""
        self._desk.jobs.index(folders)
        if self._way.here.page is PageName.START:
            self._way.replace(Place(PageName.PHOTOS))
            self._arrive()

    def _restore(self) -> None:
        geometry = QSettings().value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def _remember_page(self) -> None:
        here = _PART_OF.get(self._way.here.page, self._way.here.page)
        if here in _SIDEBAR:
            QSettings().setValue(_LAST_PAGE, here.value)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, and end all work in good order."""
        if not self._closed:
            self._closed = True
            QSettings().setValue(_GEOMETRY, self.saveGeometry())
            self._remember_page()
            # What is being computed in a large library ends in its own time; nobody has to look at that.
            self.hide()
            QGuiApplication.sync()
            self._desk.close()
        super().closeEvent(event)
