"""On a library of 100,000 photos and 200,000 faces, nothing that one does in the window stops its event loop.

The library is made without pictures; thumbnails come from a generator. Whoever looks for what stalls sees the
stack in the message of a failed test.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from makers.covers import drop, name_place
from makers.large_libraries import make_large_library, picture_generator
from makers.watchdog import LIMIT_S, Watchdog
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import start
from app.desktop.desk import Desk
from app.desktop.garbage import Garbage
from app.desktop.jobs import Jobs
from app.desktop.models.people import PersonRole
from app.desktop.pages.covers_page import CoversPage
from app.desktop.pages.find import FindPage
from app.desktop.pages.history import HistoryPage
from app.desktop.pages.person import PersonPage
from app.desktop.pages.photo import PhotoPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.review import ReviewPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.search_field import SearchField
from app.desktop.window import MainWindow
from app.library.pictures import PictureSupplier
from app.library.store import Library

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def _crowded() -> bool:
    """Tell whether more is running than there are processors: then times are known less exactly."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] > (os.cpu_count() or 1)


class User:
    """Somebody at the window, who does one thing after the other and sees each before the next."""

    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
        self.qtbot, self.desk, self.window = qtbot, desk, window
        self.dog = Watchdog(LIMIT_S * (1.5 if _crowded() else 1))

    def look(self, milliseconds: int = 5) -> None:
        """Let the window paint, and look at it."""
        self.qtbot.wait(milliseconds)

    def settle(self) -> None:
        """Wait until all that was asked for is shown."""
        self.qtbot.waitUntil(lambda: not self.desk.lanes.busy, timeout=20_000)
        self.look()

    def go(self, place: Place) -> None:
        """Go to a page as by the sidebar."""
        self.dog.step = f"going to {place.page}"
        self.window.go(place)
        self.settle()

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        """Press keys, one after the other, wherever they go."""
        for key in keys:
            target = on or self.window.focusWidget()
            assert target is not None
            self.qtbot.keyClick(target, key, modifier)
            self.look()

    def type(self, text: str) -> None:
        """Type letter by letter."""
        for letter in text:
            focused = self.window.focusWidget()
            assert focused is not None
            self.qtbot.keyClicks(focused, letter)
            self.look(20)

    def scroll(self, area: QAbstractScrollArea, turns: int, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Turn the wheel, down for a positive number."""
        view = area.viewport()
        middle = QPointF(view.rect().center())
        for _ in range(abs(turns)):
            angle = QPoint(0, -120 if turns > 0 else 120)
            wheel = QWheelEvent(
                middle,
                view.mapToGlobal(middle),
                QPoint(),
                angle,
                Qt.MouseButton.NoButton,
                modifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(view, wheel)
            self.look()

    def choose(self, box: QComboBox) -> None:
        """Choose each entry of a list, the first again at the end."""
        for row in (*range(1, box.count()), 0):
            box.setCurrentIndex(row)
            self.settle()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "library.db"
    make_large_library(path)
    return path


@pytest.fixture
def user(qtbot: QtBot, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """Somebody at a window that shows the photos; the watchdog sleeps yet."""
    supply = picture_generator()
    monkeypatch.setattr(PictureSupplier, "thumbnails", supply)
    monkeypatch.setattr(PictureSupplier, "faces", supply)
    # The faces are grouped as they were made; to find that out takes minutes.
    monkeypatch.setattr(Jobs, "group", lambda _: None)
    shutil.copy(made, tmp_path / "library.db")
    start.load_pages()
    garbage = Garbage()
    desk = Desk(Library.open(tmp_path / "library.db"))
    window = MainWindow(desk, start.MAKERS)
    qtbot.addWidget(window)
    window.resize(1280, 820)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.has_arrived)
    someone = User(qtbot, desk, window)
    someone.settle()
    yield someone
    window.close()
    garbage.stop()


def page_of(user: User, kind: type[QWidget]) -> QWidget:
    page = user.window.page
    assert isinstance(page, kind)
    return page


def test_photos_are_scrolled_zoomed_chosen_and_gone_through(user: User) -> None:
    page = user.window.page
    assert isinstance(page, PhotosPage)
    grid = page.grid
    assert len(grid.model().ids) == 100_000
    with user.dog as dog:
        dog.step = "scrolling"
        user.scroll(grid, 60)
        user.scroll(grid, -20)
        dog.step = "going by pages"
        user.press(*[Key.Key_PageDown] * 10, on=grid)
        dog.step = "going to the end and back"
        user.press(Key.Key_End, Key.Key_Home, on=grid)
        dog.step = "dragging through the years"
        strip = page.scrubber
        user.qtbot.mousePress(strip, LEFT, pos=QPoint(5, 20))
        for part in range(1, 40):
            user.qtbot.mouseMove(strip, QPoint(5, strip.height() * part // 40))
            user.look()
        user.qtbot.mouseRelease(strip, LEFT, pos=QPoint(5, strip.height() // 2))
        dog.step = "zooming"
        user.scroll(grid, 6, CTRL)
        user.scroll(grid, -12, CTRL)
        user.scroll(grid, 6, CTRL)
        dog.step = "choosing everything"
        user.press(Key.Key_A, modifier=CTRL, on=grid)
        assert len(grid.chosen_rows()) == 100_000
        dog.step = "what is known of all photos"
        user.press(Key.Key_I, on=grid)
        user.settle()
        dog.step = "choosing many"
        user.press(Key.Key_Home, on=grid)
        user.press(Key.Key_End, modifier=SHIFT, on=grid)
        user.settle()
        user.press(Key.Key_I, on=grid)
        user.press(Key.Key_Escape, Key.Key_Home, on=grid)
        dog.step = "opening a photo"
        user.press(Key.Key_Return, on=grid)
        user.settle()
        photo = user.window.page
        assert isinstance(photo, PhotoPage)
        dog.step = "going through photos"
        for _ in range(8):
            user.press(Key.Key_Right, on=photo.view)
            user.look(30)
        user.settle()
        dog.step = "going back"
        user.press(Key.Key_Escape, on=photo.view)
        user.settle()
        assert user.window.page is page


def test_searches_are_typed_and_cleared(user: User) -> None:
    field = user.window.findChild(SearchField)
    page = user.window.page
    assert isinstance(page, PhotosPage)
    with user.dog as dog:
        dog.step = "typing a search"
        field.start()
        user.type("Person 1 and Person 2")
        user.settle()
        dog.step = "searching"
        user.press(Key.Key_Return, on=field)
        user.settle()
        assert 0 < len(page.grid.model().ids) < 50_000
        dog.step = "clearing a search"
        field.clear()
        user.settle()
        assert len(page.grid.model().ids) == 100_000
        dog.step = "searching a year"
        field.start()
        user.type("2015")
        user.press(Key.Key_Return, on=field)
        user.settle()
        assert 0 < len(page.grid.model().ids) < 50_000


def test_people_are_sorted_filtered_named_merged_and_taken_back(user: User) -> None:
    with user.dog as dog:
        user.go(Place(PageName.UNNAMED))
        page = user.window.page
        assert isinstance(page, CoversPage)
        grid = page.grid
        groups = grid.people.rowCount()
        assert groups > 5000
        dog.step = "scrolling through groups"
        user.scroll(grid, 60)
        user.press(*[Key.Key_PageDown] * 10, on=grid)
        dog.step = "the end of the groups and back"
        user.press(Key.Key_End, Key.Key_Home, on=grid)
        dog.step = "sorting groups"
        user.choose(page.order)
        dog.step = "choosing all groups"
        user.press(Key.Key_A, modifier=CTRL, on=grid)
        user.press(Key.Key_Home, on=grid)
        user.scroll(grid, -80)
        first, second, third = (grid.people.index(row).data(PersonRole.ID) for row in range(3))
        dog.step = "opening the field for a name"
        user.qtbot.mouseClick(grid.viewport(), LEFT, pos=name_place(page, first))
        user.settle()
        dog.step = "typing a name"
        assert isinstance(user.window.findChild(NameField), NameField)
        user.type("Somebody new")
        dog.step = "naming a group"
        user.press(Key.Key_Return)
        user.qtbot.waitUntil(lambda: not grid.people.indexes_of([first]), timeout=20_000)
        user.settle()
        dog.step = "merging groups"
        drop(page, second, third)
        user.qtbot.waitUntil(lambda: not grid.people.indexes_of([second]), timeout=20_000)
        user.settle()
        dog.step = "undoing"
        user.press(Key.Key_Z, modifier=CTRL)
        user.qtbot.waitUntil(lambda: bool(grid.people.indexes_of([second])), timeout=20_000)
        user.settle()
        dog.step = "redoing"
        user.press(Key.Key_Z, modifier=CTRL | SHIFT)
        user.qtbot.waitUntil(lambda: not grid.people.indexes_of([second]), timeout=20_000)
        user.settle()
        user.go(Place(PageName.PEOPLE))
        page = user.window.page
        assert isinstance(page, CoversPage)
        assert page.grid.people.rowCount() == 81
        user.choose(page.order)
        dog.step = "filtering people"
        page.filter.setFocus()
        user.type("Person 1")
        assert page.grid.people.rowCount() == 11
        user.press(Key.Key_A, modifier=CTRL)
        user.press(Key.Key_Delete)
        dog.step = "merging two of the family"
        user.look(50)
        drop(page, 2, 1)
        user.qtbot.waitUntil(lambda: question() is not None, timeout=20_000)
        user.qtbot.mouseClick(question(), LEFT)
        user.qtbot.waitUntil(lambda: page.grid.people.rowCount() == 80, timeout=30_000)
        user.settle()
        dog.step = "undoing a large merge"
        user.window.activateWindow()
        user.look()
        user.press(Key.Key_Z, modifier=CTRL, on=page.grid)
        user.qtbot.waitUntil(lambda: page.grid.people.rowCount() == 81, timeout=10_000)
        user.settle()


def question() -> QPushButton | None:
    """Return the button that merges, once it is asked whether two are the same."""
    buttons = [
        one
        for window in QApplication.topLevelWidgets()
        for one in window.findChildren(QPushButton)
        if one.isVisible() and one.text().startswith("Merge as")
    ]
    return buttons[0] if buttons else None


def test_the_largest_person_is_looked_through(user: User) -> None:
    with user.dog as dog:
        user.go(Place(PageName.PERSON, 1))
        page = user.window.page
        assert isinstance(page, PersonPage)
        grid = page.grid
        assert grid.model().rowCount() > 5000
        dog.step = "scrolling through faces"
        user.scroll(grid, 40)
        user.press(*[Key.Key_PageDown] * 10, on=grid)
        user.press(Key.Key_End, Key.Key_Home, on=grid)
        dog.step = "another order of faces"
        user.choose(page.bar.order)
        dog.step = "photos in place of faces"
        user.choose(page.bar.kind)
        dog.step = "choosing all faces"
        user.press(Key.Key_A, modifier=CTRL, on=grid)
        user.settle()
        assert len(grid.chosen_faces()) > 5000
        user.press(Key.Key_Home, on=grid)
        dog.step = "confirming a face"
        changed: list[object] = []
        user.desk.changed.connect(changed.append)
        user.press(Key.Key_C, on=grid)
        user.qtbot.waitUntil(lambda: bool(changed), timeout=20_000)
        user.settle()


def test_questions_are_answered(user: User) -> None:
    with user.dog as dog:
        user.go(Place(PageName.REVIEW))
        page = page_of(user, ReviewPage)
        changed: list[object] = []
        user.desk.changed.connect(changed.append)
        answer = Key.Key_Return
        for key in (Key.Key_N, Key.Key_Y, answer, answer, Key.Key_U, Key.Key_S, answer):
            dog.step = f"a question: {key.name}"
            user.press(key, on=page.focusWidget())
            user.settle()
        assert len(changed) == 4
        user.go(Place(PageName.HISTORY))
        page_of(user, HistoryPage)


def test_a_face_of_the_library_is_found(user: User, made: Path) -> None:
    with closing(sqlite3.connect(made)) as opened:
        ((face,),) = opened.execute("SELECT min(id) FROM face WHERE person_id = 1")
    with user.dog as dog:
        user.go(Place(PageName.FIND, face))
        page = page_of(user, FindPage)
        area = max(
            (one for one in page.findChildren(QAbstractScrollArea) if one.isVisible()),
            key=lambda one: one.verticalScrollBar().maximum(),
        )
        assert area.verticalScrollBar().maximum() > 0
        dog.step = "scrolling through what was found"
        user.scroll(area, 30)
