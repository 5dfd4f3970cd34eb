"""The main window: from page to page with mouse and keys, undo, dropped folders, starting again."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from makers.desks import settle
from makers.fake_photos import FakeAnalyser, photo
from makers.windows import shown_window
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop import jobs as jobs_module
from app.desktop.desk import Desk
from app.desktop.job import Kind
from app.desktop.pages.photo import PhotoPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.widgets.sidebar import Sidebar
from app.desktop.window import MainWindow
from app.indexing import watched_roots
from app.library.errors import LibraryBusyError
from app.library.store import Library
from app.operations import history

Opener = Callable[[Desk], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Opener]:
    opened: list[MainWindow] = []

    def open_(desk: Desk) -> MainWindow:
        window = shown_window(qtbot, desk)
        opened.append(window)
        return window

    yield open_
    for window in opened:
        window.close()


def pick(qtbot: QtBot, window: MainWindow, page: PageName) -> None:
    sidebar = window.findChild(Sidebar)
    items = [sidebar.item(row) for row in range(sidebar.count())]
    (item,) = [one for one in items if one.data(Qt.ItemDataRole.UserRole) == page]
    qtbot.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=sidebar.visualItemRect(item).center())


def tool(window: MainWindow, name: str) -> QToolButton:
    (found,) = [one for one in window.findChildren(QToolButton) if one.accessibleName() == name]
    return found


class Shown(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_every_page_can_be_gone_to(qtbot: QtBot, qapp: QApplication, desk: Desk, open_window: Opener) -> None:
    window = open_window(desk)
    shown = Shown()
    qapp.installEventFilter(shown)
    assert window.windowTitle() == "Photos - Familiar"
    seen = set()
    for page in (
        PageName.PEOPLE, PageName.REVIEW, PageName.UNNAMED, PageName.IGNORED, PageName.FOLDERS,
        PageName.FIND, PageName.HISTORY, PageName.PREVIEW, PageName.SETTINGS, PageName.PHOTOS,
    ):  # fmt: skip
        pick(qtbot, window, page)
        settle(qtbot, desk)
        assert window.page.isVisible()
        seen.add(window.windowTitle())
    assert len(seen) == 10
    qtbot.mouseClick(tool(window, "Back"), Qt.MouseButton.LeftButton)
    assert window.windowTitle() == "Settings - Familiar"
    qtbot.mouseClick(tool(window, "Forward"), Qt.MouseButton.LeftButton)
    assert window.windowTitle() == "Photos - Familiar"
    assert not tool(window, "Forward").isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.windowTitle() == "People - Familiar"
    settle(qtbot, desk)
    qapp.removeEventFilter(shown)
    # Nothing flashes as a window of its own.
    assert shown.windows == []


def test_what_was_done_is_told_and_undone(qtbot: QtBot, desk: Desk, open_window: Opener) -> None:
    window = open_window(desk)
    messages = window.findChild(MessageBar)
    desk.do(operations.name_person, person=1, name="Anna")
    qtbot.waitUntil(messages.isVisible)
    (undo,) = messages.findChildren(QPushButton)
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: history(desk.library)[0].undone_at is not None)
    settle(qtbot, desk)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, both)
    qtbot.waitUntil(lambda: history(desk.library)[0].undone_at is None)
    settle(qtbot, desk)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: history(desk.library)[0].undone_at is not None)
    settle(qtbot, desk)
    # There is nothing more to undo, which is said.
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "nothing to undo" in messages.accessibleName())


def test_a_dropped_folder_fills_the_window(
    qtbot: QtBot, empty_desk: Desk, open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser())
    window = open_window(empty_desk)
    assert window.windowTitle() == "Welcome - Familiar"
    folder = tmp_path / "holiday"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(photo(("Anna", 20, 20, 60), salt=number))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, *keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(empty_desk.jobs.finished, timeout=10_000):
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, *keys))
    assert window.windowTitle() == "Photos - Familiar"
    qtbot.waitUntil(lambda: not empty_desk.jobs.running)
    settle(qtbot, empty_desk)
    sidebar = window.findChild(Sidebar)
    qtbot.waitUntil(lambda: sidebar.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Photos 4")
    # A file is no folder.
    data.setUrls([QUrl.fromLocalFile(str(folder / "0.jpg"))])
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, *keys)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_the_window_opens_again_as_it_was(
    qtbot: QtBot, desk: Desk, open_window: Opener, tmp_path: Path
) -> None:
    window = open_window(desk)
    desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, desk)
    window.resize(790, 610)
    window.close()
    again = Desk(Library.open(tmp_path / "library.db"))
    second = open_window(again)
    assert (second.width(), second.height()) == (790, 610)
    second.go(Place(PageName.HISTORY))
    settle(qtbot, again)
    assert history(again.library)[0].summary.startswith("Named group 1 Anna")


def test_the_last_page_is_shown_again(qtbot: QtBot, desk: Desk, open_window: Opener, tmp_path: Path) -> None:
    window = open_window(desk)
    assert window.windowTitle() == "Photos - Familiar"
    desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, desk)
    pick(qtbot, window, PageName.PEOPLE)
    settle(qtbot, desk)
    window.go(Place(PageName.PERSON, id=1))
    settle(qtbot, desk)
    window.close()
    second = open_window(Desk(Library.open(tmp_path / "library.db")))
    assert second.windowTitle() == "People - Familiar"


def test_the_photo_that_was_looked_at_is_chosen_afterwards(
    qtbot: QtBot, desk: Desk, open_window: Opener
) -> None:
    window = open_window(desk)
    window.resize(700, 420)
    page = window.page
    assert isinstance(page, PhotosPage)
    qtbot.keyClick(page.grid, Qt.Key.Key_Home)
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    settle(qtbot, desk)
    viewer = window.page
    assert isinstance(viewer, PhotoPage)
    assert viewer.title() == "14.jpg"
    qtbot.keyClick(viewer.view, Qt.Key.Key_End)
    settle(qtbot, desk)
    qtbot.keyClick(viewer.view, Qt.Key.Key_Left)
    settle(qtbot, desk)
    shown = viewer.title()
    qtbot.keyClick(viewer.view, Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert window.page is page
    index = page.grid.currentIndex()
    qtbot.waitUntil(lambda: index.data() == shown)
    assert page.grid.chosen_rows().tolist() == [index.row()]
    assert page.grid.viewport().rect().contains(page.grid.visualRect(index))


def test_shift_f10_opens_the_menu_of_what_has_the_keys(
    qtbot: QtBot, desk: Desk, open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    window = open_window(desk)
    page = window.page
    assert isinstance(page, PhotosPage)
    qtbot.keyClick(page.grid, Qt.Key.Key_Home)
    qtbot.keyClick(window, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Open"
    menu.close()


def test_messages_move_nothing_and_leave_what_is_needed_free(
    qtbot: QtBot, desk: Desk, open_window: Opener
) -> None:
    window = open_window(desk)
    messages = window.findChild(MessageBar)
    photos = window.page
    place = QRect(photos.mapTo(window, QPoint()), photos.size())
    desk.told.emit("Something was done.", False)
    assert messages.isVisible()
    assert QRect(photos.mapTo(window, QPoint()), photos.size()) == place
    card = QRect(messages.mapTo(window, QPoint()), messages.size())
    assert place.contains(card)
    assert place.bottom() - card.bottom() < 30
    # The buttons of the questions stay free.
    pick(qtbot, window, PageName.REVIEW)
    settle(qtbot, desk)
    card = QRect(messages.mapTo(window, QPoint()), messages.size())
    assert place.contains(card)
    for button in window.page.findChildren(QPushButton):
        if button.isVisible():
            assert not card.intersects(QRect(button.mapTo(window, QPoint()), button.size()))


def test_a_stopped_job_can_go_on(
    qtbot: QtBot, empty_desk: Desk, open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, waiting = threading.Event(), threading.Event()

    def seconds(_: bytes) -> float:
        waiting.set()
        gate.wait(10)
        return 0.0

    monkeypatch.setattr(jobs_module.Jobs, "_analyser", lambda *_: FakeAnalyser(seconds=seconds))
    window = open_window(empty_desk)
    messages = window.findChild(MessageBar)
    folder = tmp_path / "holiday"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.jpg").write_bytes(photo(("Anna", 20, 20, 60), salt=number))
    window.add_folders([folder])
    qtbot.waitUntil(waiting.is_set)
    qtbot.mouseClick(tool(window, "Stop; what is finished is kept"), Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: not empty_desk.jobs.running)
    qtbot.waitUntil(messages.isVisible)
    assert messages.accessibleName().startswith("Stopped. What is finished is kept")
    (go_on,) = [one for one in messages.findChildren(QPushButton) if one.isVisible()]
    assert go_on.text() == "Go on"
    with qtbot.waitSignal(empty_desk.jobs.finished):
        qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not empty_desk.jobs.running)
    settle(qtbot, empty_desk)
    qtbot.waitUntil(
        lambda: window.findChild(Sidebar).item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Photos 40"
    )


def test_what_others_wrote_is_shown_on_coming_back(qtbot: QtBot, desk: Desk, open_window: Opener) -> None:
    open_window(desk)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    settle(qtbot, desk)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    with qtbot.assertNotEmitted(desk.renewed):
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    with Library.open(desk.library.path) as other:
        operations.name_person(other, person=1, name="Zed")
    with qtbot.waitSignal(desk.renewed):
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    settle(qtbot, desk)


def test_the_page_that_is_shown_stays_marked(qtbot: QtBot, desk: Desk, open_window: Opener) -> None:
    window = open_window(desk)
    sidebar = window.findChild(Sidebar)
    shown = sidebar.currentRow()
    place = sidebar.visualItemRect(sidebar.item(shown + 2)).center()
    qtbot.mousePress(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, sidebar.height() - 5))
    assert sidebar.currentRow() == shown
    settle(qtbot, desk)


def test_a_folder_that_waits_is_not_lost_with_the_window(
    qtbot: QtBot, empty_desk: Desk, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        empty_desk.jobs.index([folder])
    path = empty_desk.library.path
    empty_desk.close()
    with Library.open(path) as library, library.read() as session:
        assert [root.path for root in watched_roots(session)] == [str(folder) for folder in folders]


def test_what_is_refused_while_photos_are_read_is_told(qtbot: QtBot, desk: Desk) -> None:
    def refuse() -> None:
        raise LibraryBusyError("Another Familiar is working on it.")

    gate = threading.Event()
    desk.jobs._begin(Kind.INDEX, lambda _: str(gate.wait(10) and ""))
    with qtbot.waitSignal(desk.troubled) as told:
        desk.write(refuse, lambda _: None, owner=desk)
    assert "still at work" in told.args[0]
    with qtbot.waitSignal(desk.jobs.finished):
        gate.set()
    with qtbot.waitSignal(desk.troubled) as told:
        desk.write(refuse, lambda _: None, owner=desk)
    assert told.args == ["Another Familiar is working on it."]
