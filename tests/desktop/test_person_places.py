"""Where one is while a person is shown: the sidebar marks the list that they are in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from makers.desks import settle
from makers.windows import shown_window
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.places import PageName, Place
from app.desktop.widgets.sidebar import Sidebar
from app.desktop.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    operations.name_person(desk.library, person=1, name="Anna")
    operations.ignore_person(desk.library, person=3)
    opened = shown_window(qtbot, desk)
    yield opened
    opened.close()


def marked(window: MainWindow) -> str:
    sidebar = window.findChild(Sidebar)
    assert isinstance(sidebar, Sidebar)
    return sidebar.currentItem().text()


@pytest.mark.parametrize(("person", "page"), [(1, "People"), (2, "Unnamed"), (3, "Ignored")])
def test_the_list_of_who_is_shown_is_marked(
    qtbot: QtBot, desk: Desk, window: MainWindow, person: int, page: str
) -> None:
    window.go(Place(PageName.PERSON, person))
    settle(qtbot, desk)
    assert marked(window) == page


def test_the_mark_follows_what_becomes_of_them(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    window.go(Place(PageName.PERSON, 2))
    settle(qtbot, desk)
    for act, page in (
        (lambda: desk.do(operations.name_person, person=2, name="Ben"), "People"),
        (lambda: desk.do(operations.ignore_person, person=2), "Ignored"),
        (lambda: desk.do(operations.restore_person, person=2), "People"),
        (lambda: desk.do(operations.remove_name, person=2), "Unnamed"),
    ):
        act()
        settle(qtbot, desk)
        assert marked(window) == page
