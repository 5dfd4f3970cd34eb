"""The window without a mouse: Tab reaches all there is on each page, Return opens what the keys are at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from makers.desks import settle
from makers.journeys import PARIS, change_photos
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.pages.covers_page import CoversPage
from app.desktop.places import PageName, Place
from app.desktop.start import MAKERS
from app.desktop.window import MainWindow

Key = Qt.Key
PAGES = [
    Place(PageName.PHOTOS),
    Place(PageName.PHOTO, 6, ids=(4, 6, 7)),
    Place(PageName.PEOPLE),
    Place(PageName.PERSON, 1),
    Place(PageName.REVIEW),
    Place(PageName.UNNAMED),
    Place(PageName.IGNORED),
    Place(PageName.FOLDERS),
    Place(PageName.PLACES),
    Place(PageName.FIND),
    Place(PageName.HISTORY),
    Place(PageName.PREVIEW),
    Place(PageName.SETTINGS),
]
#: The most steps from one control to the next all around the window.
STEPS = 60


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    operations.name_person(desk.library, person=1, name="Anna")
    operations.ignore_person(desk.library, person=3)
    change_photos(desk.library, {11: {"latitude": PARIS[0], "longitude": PARIS[1]}})
    made = MainWindow(desk, MAKERS)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.has_arrived and QApplication.activeWindow() is made)
    settle(qtbot, desk)
    yield made
    made.close()


def go(qtbot: QtBot, window: MainWindow, desk: Desk, place: Place) -> None:
    window.go(place)
    for _ in range(3):
        settle(qtbot, desk)
        qtbot.waitUntil(lambda: not desk.jobs.running, timeout=10_000)


def press(qtbot: QtBot, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(), key, held)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def controls(page: QWidget) -> set[QWidget]:
    """Return what a mouse could use on a page, but for what only scrolls, and text that can be marked."""
    return {
        one
        for one in page.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and one.focusProxy() is None
        and (isinstance(one, QAbstractItemView) or not isinstance(one, QAbstractScrollArea))
        and not (isinstance(one, QLineEdit) and one.isReadOnly())
        and not isinstance(one, QLabel)
    }


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.page.value)
def test_tab_reaches_all_there_is_on_a_page(
    qtbot: QtBot, window: MainWindow, desk: Desk, place: Place
) -> None:
    go(qtbot, window, desk, place)
    assert window.isAncestorOf(focused())
    for key, held in (
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier),
    ):
        reached = set()
        for _ in range(STEPS):
            reached.add(focused())
            press(qtbot, key, held)
        missing = controls(window) - reached
        assert sorted(one.accessibleName() or one.toolTip() or repr(one) for one in missing) == []


@pytest.mark.parametrize("page", [PageName.PEOPLE, PageName.UNNAMED, PageName.IGNORED])
def test_return_opens_who_the_keys_are_at(
    qtbot: QtBot, window: MainWindow, desk: Desk, page: PageName
) -> None:
    go(qtbot, window, desk, Place(page))
    covers = window.page
    assert isinstance(covers, CoversPage)
    # At once, without an arrow.
    assert focused() is covers.grid
    who = covers.grid.people.person(covers.grid.currentIndex())
    with qtbot.waitSignal(covers.going) as going:
        press(qtbot, Key.Key_Return)
    assert going.args == [Place(PageName.PERSON, who)]
    settle(qtbot, desk)
    assert window.page is not covers
    # And back again, to the same one.
    window.go(Place(page))
    settle(qtbot, desk)
    assert covers.grid.people.person(covers.grid.currentIndex()) == who


def test_from_the_filter_to_who_is_found(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    operations.name_person(desk.library, person=2, name="Bert")
    go(qtbot, window, desk, Place(PageName.PEOPLE))
    people = window.page
    assert isinstance(people, CoversPage)
    while focused() is not people.filter:
        press(qtbot, Key.Key_Tab)
    qtbot.keyClicks(people.filter, "ber")
    with qtbot.waitSignal(people.going) as going:
        press(qtbot, Key.Key_Return)
    assert going.args == [Place(PageName.PERSON, 2)]
    settle(qtbot, desk)
    window.go(Place(PageName.PEOPLE))
    people.filter.setFocus()
    qtbot.keyClicks(people.filter, "nobody")
    with qtbot.assertNotEmitted(people.going):
        press(qtbot, Key.Key_Return)
    assert focused() is people.filter
