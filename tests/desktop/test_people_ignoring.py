"""Ignoring people and groups, one, many or all who are seldom seen, and restoring them."""

from __future__ import annotations

import pytest
from makers.covers import (
    LEFT,
    click,
    do,
    opened,
    people_page,
    press,
    show,
    shown,
    unnamed_page,
)
from makers.desks import settle
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.people import LONELY, PersonRole
from app.desktop.pages.covers_page import CoversPage
from app.desktop.pages.people import IgnoredPage
from app.desktop.places import PageName
from app.desktop.widgets.person_dialogs import (
    SeldomDialog,
)


@pytest.fixture
def unnamed(qtbot: QtBot, desk: Desk) -> CoversPage:
    return unnamed_page(qtbot, desk)


@pytest.fixture
def people(qtbot: QtBot, desk: Desk) -> CoversPage:
    return people_page(qtbot, desk)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_many_are_ignored_as_one_action(qtbot: QtBot, desk: Desk, unnamed: CoversPage, key: Qt.Key) -> None:
    click(qtbot, unnamed, 1)
    click(qtbot, unnamed, 2, also=True)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(unnamed.grid, key)
    settle(qtbot, desk)
    assert shown(unnamed) == [3, LONELY]
    desk.undo()
    settle(qtbot, desk)
    assert shown(unnamed) == [1, 2, 3, LONELY]


def test_the_ignored_are_restored(qtbot: QtBot, desk: Desk) -> None:
    do(qtbot, desk, operations.ignore_person, person=2)
    do(qtbot, desk, operations.ignore_faces, faces=[1, 2])
    page = show(qtbot, desk, IgnoredPage(desk), PageName.IGNORED)
    assert shown(page) == [2]
    assert not page.buttons[0].isVisible()
    click(qtbot, page, 2)
    with qtbot.assertNotEmitted(desk.changed):
        qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
        settle(qtbot, desk)
    with qtbot.waitSignal(desk.changed):
        press(qtbot, page, "Restore")
    settle(qtbot, desk)
    assert shown(page) == []
    assert "2" in page.faces.text()
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(page.faces, LEFT)
    settle(qtbot, desk)
    assert not page.faces.isVisible()
    assert page.stack.currentWidget() is page.nobody


def test_who_is_seldom_seen_is_counted_and_ignored(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    faces = {row: unnamed.grid.people.index(row).data(PersonRole.FACES) for row in range(3)}
    qtbot.mouseClick(unnamed.seldom, LEFT)
    dialog = opened(qtbot, unnamed, SeldomDialog)
    dialog.times.setValue(faces[1] + 1)
    assert not dialog.ignore_button.isEnabled()
    settle(qtbot, desk)
    assert dialog.count.text().startswith("2 group(s) and 2 face(s)")
    with qtbot.waitSignal(desk.changed):
        press(qtbot, dialog, "Ignore them")
    settle(qtbot, desk)
    assert shown(unnamed) == [1]


@pytest.mark.parametrize("by_key", [True, False])
def test_keys_go_on_with_the_neighbour_of_who_was_restored(qtbot: QtBot, desk: Desk, by_key: bool) -> None:
    for person in (1, 2, 3):
        do(qtbot, desk, operations.ignore_person, person=person)
    page = show(qtbot, desk, IgnoredPage(desk), PageName.IGNORED)
    page.activateWindow()
    click(qtbot, page, shown(page)[1])
    for left in (2, 1):
        at = page.grid.chosen()[0].row()
        with qtbot.waitSignal(desk.changed):
            if by_key:
                qtbot.keyClick(page.grid, Qt.Key.Key_R)
            else:
                page.buttons[0].setFocus()
                qtbot.keyClick(page.buttons[0], Qt.Key.Key_Space)
        settle(qtbot, desk)
        assert len(shown(page)) == left
        assert page.grid.hasFocus()
        assert [index.row() for index in page.grid.chosen()] == [min(at, left - 1)]
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(page.grid, Qt.Key.Key_R)
    settle(qtbot, desk)
    assert page.stack.currentWidget() is page.nobody
    assert page.order.hasFocus()


def test_many_are_told_in_one_sentence(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    for person, also in ((1, False), (2, True), (3, True)):
        click(qtbot, unnamed, person, also=also)
    with qtbot.waitSignal(desk.told) as told:
        qtbot.keyClick(unnamed.grid, Qt.Key.Key_Delete)
    assert told.args == ["Ignored 3 people and groups", True]
    desk.undo()
    settle(qtbot, desk)
    click(qtbot, unnamed, 3)
    with qtbot.waitSignal(desk.told) as told:
        qtbot.keyClick(unnamed.grid, Qt.Key.Key_Delete)
    assert told.args == ["Ignored a group of 5 faces", True]
