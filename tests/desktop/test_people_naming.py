"""Naming people and groups where they are, and taking a name away."""

from __future__ import annotations

import pytest
from makers.covers import (
    LEFT,
    click,
    index_of,
    name_place,
    names,
    opened,
    people_page,
    press,
    show_groups,
    shown,
    unnamed_page,
)
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.models.people import LONELY
from app.desktop.pages.covers_page import CoversPage
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.person_dialogs import (
    SameQuestion,
)


@pytest.fixture
def unnamed(qtbot: QtBot, desk: Desk) -> CoversPage:
    return unnamed_page(qtbot, desk)


@pytest.fixture
def people(qtbot: QtBot, desk: Desk) -> CoversPage:
    return people_page(qtbot, desk)


def test_a_group_is_named_where_it_is(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    qtbot.mouseClick(unnamed.grid.viewport(), LEFT, pos=name_place(unnamed, 1))
    field = unnamed.grid.findChild(NameField)
    assert field is not None
    qtbot.keyClicks(field.line, "Anna")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk)[1] == "Anna"
    assert shown(unnamed) == [2, 3, LONELY]
    # The next one takes the place, so that naming goes on.
    assert unnamed.grid.chosen_people() == [2]
    assert unnamed.grid.findChild(NameField) is None


def test_a_letter_begins_the_name_of_a_group(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    qtbot.keyClick(unnamed.grid, "M")
    field = unnamed.grid.findChild(NameField)
    assert field is not None
    qtbot.keyClick(field.line, "i")
    assert field.text() == "Mi"
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown(unnamed)) == 3)
    settle(qtbot, desk)
    assert "Mi" in names(desk).values()


def test_a_letter_goes_to_who_is_called_so(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    qtbot.keyClick(people.grid, Qt.Key.Key_Home)
    name = index_of(people, shown(people)[-1]).data()
    qtbot.keyClick(people.grid, name[0])
    assert people.grid.findChild(NameField) is None
    assert people.grid.currentIndex().data() == name


def test_escape_and_going_elsewhere_name_nobody(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    for leave in (
        lambda field: qtbot.keyClick(field.line, Qt.Key.Key_Escape),
        lambda _: unnamed.seldom.setFocus(),
    ):
        click(qtbot, unnamed, 1)
        qtbot.keyClick(unnamed.grid, Qt.Key.Key_F2)
        field = unnamed.grid.findChild(NameField)
        assert field is not None
        unnamed.activateWindow()
        qtbot.waitUntil(field.line.hasFocus)
        qtbot.keyClicks(field.line, "Nobody")
        leave(field)
        qtbot.waitUntil(lambda: unnamed.grid.findChild(NameField) is None)
    settle(qtbot, desk)
    assert set(names(desk).values()) == {None}


def test_a_name_that_exists_offers_to_merge(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    click(qtbot, people, 1)
    qtbot.keyClick(people.grid, Qt.Key.Key_F2)
    field = people.grid.findChild(NameField)
    assert field is not None
    assert field.text() == "Anna"
    field.set_text("")
    qtbot.keyClicks(field.line, "ben")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    question = opened(qtbot, people, SameQuestion)
    assert "Ben exists already" in question.text.text()
    press(qtbot, question, "Merge")
    qtbot.waitUntil(lambda: shown(people) == [2])
    assert names(desk) == {2: "Ben", 3: None}


def test_people_of_one_name_are_kept_apart(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    people.does.name(1, "Ben")
    question = opened(qtbot, people, SameQuestion)
    with qtbot.waitSignal(desk.changed) as done:
        press(qtbot, question, "Keep apart…")
    assert "is not Ben" in done.args[0].summary
    field = opened(qtbot, people.grid, NameField)
    field.set_text("")
    qtbot.keyClicks(field.line, "Benjamin")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk) == {2: "Ben", 1: "Benjamin", 3: None}


def edit(qtbot: QtBot, page: CoversPage, person: int) -> NameField:
    click(qtbot, page, person)
    qtbot.keyClick(page.grid, Qt.Key.Key_F2)
    field = page.grid.findChild(NameField)
    assert field is not None
    return field


def test_an_emptied_name_is_removed_and_comes_back(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    field = edit(qtbot, people, 1)
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    # It says what Return does, before it does it.
    assert field.hint == "Return removes the name"
    with qtbot.waitSignal(desk.told) as told:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert told.args == ["Removed the name Anna", True]
    settle(qtbot, desk)
    assert shown(people) == [2]
    assert names(desk)[1] is None
    desk.undo()
    settle(qtbot, desk)
    assert names(desk)[1] == "Anna"


def test_a_group_needs_a_name_to_be_named(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    field = edit(qtbot, unnamed, 1)
    with qtbot.assertNotEmitted(desk.changed):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
        settle(qtbot, desk)
    assert "Type a name" in field.hint
    assert field.isVisible()
    qtbot.keyClicks(field.line, "A")
    assert field.hint == ""


def test_the_field_is_no_wider_than_its_cover_needs(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    field = edit(qtbot, people, 1)
    tile = people.grid.visualRect(index_of(people, 1))
    assert tile.contains(field.geometry().topLeft())
    assert field.width() <= tile.width()
    field.set_text("")
    settle(qtbot, desk)
    qtbot.keyClicks(field.line, "ben")
    # What Return does stands under the line, in as many lines as it takes.
    assert "Ben" in field.hint
    assert field.width() <= tile.width()
    assert field.height() > field.line.height()


def typing(qtbot: QtBot, page: CoversPage, person: int, text: str) -> None:
    """Begin a name among a thousand groups, of which the library knows the first three."""
    show_groups(page, range(1, 1001))
    page.activateWindow()
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=name_place(page, person))
    field = page.grid.findChild(NameField)
    assert field is not None
    qtbot.waitUntil(field.line.hasFocus)
    type_on(qtbot, text)


def type_on(qtbot: QtBot, text: str) -> None:
    """Type letter by letter wherever letters go; "\\n" is Return and "\\b" deletes one."""
    keys = {"\n": Qt.Key.Key_Return, "\b": Qt.Key.Key_Backspace}
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        if letter in keys:
            qtbot.keyClick(focused, keys[letter])
        else:
            qtbot.keyClicks(focused, letter)


def test_a_name_is_typed_on_while_everybody_is_shown_anew(
    qtbot: QtBot, desk: Desk, unnamed: CoversPage
) -> None:
    typing(qtbot, unnamed, 2, "Mi")
    with qtbot.waitSignal(unnamed.grid.people.modelReset):
        show_groups(unnamed, [*range(999, 2, -2), 2, 1])
    field = unnamed.grid.findChild(NameField)
    assert field is not None
    # It went with its group, to where that is seen.
    assert field.isVisible()
    assert unnamed.grid.visualRect(index_of(unnamed, 2)).contains(field.geometry().center())
    assert unnamed.grid.viewport().rect().contains(field.geometry())
    assert unnamed.grid.chosen_people() == [2]
    assert unnamed.grid.currentIndex() == index_of(unnamed, 2)
    type_on(qtbot, "ra\n")
    qtbot.waitUntil(lambda: "Mira" in names(desk).values())
    settle(qtbot, desk)
    assert names(desk) == {1: None, 2: "Mira", 3: None}


@pytest.mark.parametrize("left", [range(4, 1001, 2), [1, *range(3, 1001)]], ids=["anew", "without one"])
def test_the_rest_of_a_name_is_nobodys_once_its_group_is_gone(
    qtbot: QtBot, desk: Desk, unnamed: CoversPage, left: list[int]
) -> None:
    typing(qtbot, unnamed, 2, "Mi")
    show_groups(unnamed, left)
    qtbot.waitUntil(lambda: unnamed.grid.findChild(NameField) is None)
    with qtbot.assertNotEmitted(desk.changed), qtbot.assertNotEmitted(unnamed.going):
        type_on(qtbot, "ra A\bB\n")
        settle(qtbot, desk)
    assert unnamed.grid.findChild(NameField) is None
    assert not any(dialog.isVisible() for dialog in unnamed.findChildren(QDialog))
    # That name is at its end; the next letter begins another.
    click(qtbot, unnamed, 4)
    type_on(qtbot, "E")
    assert opened(qtbot, unnamed.grid, NameField).text() == "E"


@pytest.mark.parametrize("end", [Qt.Key.Key_Escape, Qt.Key.Key_Down])
def test_letters_begin_names_again_after_a_lost_one(
    qtbot: QtBot, desk: Desk, unnamed: CoversPage, end: Qt.Key
) -> None:
    typing(qtbot, unnamed, 2, "Mi")
    show_groups(unnamed, range(4, 1001, 2))
    qtbot.keyClick(unnamed.grid, end)
    type_on(qtbot, "E")
    assert opened(qtbot, unnamed.grid, NameField).text() == "E"
