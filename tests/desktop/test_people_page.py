"""The pages of people: who is on them, finding, ordering and opening, with mouse and keys."""

from __future__ import annotations

import pytest
from makers.covers import (
    LEFT,
    click,
    cover,
    do,
    index_of,
    menu_of,
    opened,
    people_page,
    press,
    show,
    show_groups,
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
from app.desktop.pages.people import IgnoredPage, PeoplePage, UnnamedPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.person_dialogs import (
    BirthdayDialog,
    NotesDialog,
)
from app.search.people import about_person


@pytest.fixture
def unnamed(qtbot: QtBot, desk: Desk) -> CoversPage:
    return unnamed_page(qtbot, desk)


@pytest.fixture
def people(qtbot: QtBot, desk: Desk) -> CoversPage:
    return people_page(qtbot, desk)


def test_groups_come_by_size_and_lonely_faces_last(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    assert shown(unnamed) == [1, 2, 3, LONELY]
    last = unnamed.grid.people.index(3)
    assert last.data(PersonRole.FACES) == 2
    place = unnamed.grid.visualRect(last).center()
    with qtbot.assertNotEmitted(unnamed.going):
        qtbot.mouseClick(unnamed.grid.viewport(), LEFT, pos=place)
        qtbot.mouseDClick(unnamed.grid.viewport(), LEFT, pos=place)
        qtbot.keyClick(unnamed.grid, Qt.Key.Key_F2)
        qtbot.keyClick(unnamed.grid, Qt.Key.Key_Delete)
    assert unnamed.grid.findChild(NameField) is None
    settle(qtbot, desk)
    assert shown(unnamed) == [1, 2, 3, LONELY]


def test_filter_order_and_size(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    qtbot.keyClicks(people.filter, "be")
    assert shown(people) == [2]
    qtbot.keyClicks(people.filter, "x")
    assert people.stack.currentWidget() is people.unmatched
    assert "bex" in people.unmatched.text.text()
    people.filter.clear()
    assert shown(people) == [1, 2]
    people.order.setCurrentIndex(1)
    assert shown(people) == [1, 2]
    before = people.grid.visualRect(index_of(people, 2)).width()
    people.cover_size.setValue(people.cover_size.maximum())
    assert people.grid.visualRect(index_of(people, 2)).width() > before
    again = show(qtbot, desk, PeoplePage(desk), PageName.PEOPLE)
    assert again.cover_size.value() == people.cover_size.maximum()


def test_a_person_is_opened(qtbot: QtBot, people: CoversPage) -> None:
    click(qtbot, people, 2)
    with qtbot.waitSignal(people.going) as going:
        qtbot.mouseDClick(people.grid.viewport(), LEFT, pos=cover(people, 2))
    assert going.args == [Place(PageName.PERSON, 2)]
    click(qtbot, people, 1)
    with qtbot.waitSignal(people.going) as going:
        qtbot.keyClick(people.grid, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PERSON, 1)]


def test_the_menu_of_a_person(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    click(qtbot, people, 1)
    menu = menu_of(qtbot, people)
    expected = [
        "Open",
        "Rename",
        "Merge with…",
        "Ignore",
        "Remove the name",
        "Set birthday…",
        "Notes…",
        "Export photos…",
        "Write names into photos…",
        "Forget for good…",
    ]
    assert list(menu) == expected
    menu["Set birthday…"]()
    birthday = opened(qtbot, people, BirthdayDialog)
    birthday.day.setDate(birthday.day.date().addYears(-3))
    with qtbot.waitSignal(desk.changed):
        press(qtbot, birthday, "Set birthday")
    people.does.notes(1)
    notes = opened(qtbot, people, NotesDialog)
    qtbot.keyClicks(notes.notes, "My aunt")
    with qtbot.waitSignal(desk.changed):
        press(qtbot, notes, "Save")
    with desk.library.read() as session:
        about = about_person(session, 1)
    assert about is not None
    assert (about.birthday, about.notes) == ("1987-01-01", "My aunt")
    people.does.birthday(1)
    with qtbot.waitSignal(desk.changed):
        press(qtbot, opened(qtbot, people, BirthdayDialog), "Not known")
    with desk.library.read() as session:
        about = about_person(session, 1)
    assert about is not None
    assert about.birthday is None


def test_the_menu_of_many_and_of_a_group(qtbot: QtBot, unnamed: CoversPage) -> None:
    click(qtbot, unnamed, 1)
    assert list(menu_of(qtbot, unnamed)) == [
        "Open",
        "Add name",
        "Merge with…",
        "Ignore",
        "Export photos…",
        "Forget for good…",
    ]
    click(qtbot, unnamed, 2, also=True)
    assert list(menu_of(qtbot, unnamed)) == ["Merge 2 people", "Ignore"]


def test_without_photos_there_is_nothing_else_to_do_first(qtbot: QtBot, empty_desk: Desk) -> None:
    for made, name in (
        (PeoplePage, PageName.PEOPLE),
        (UnnamedPage, PageName.UNNAMED),
        (IgnoredPage, PageName.IGNORED),
    ):
        page = show(qtbot, empty_desk, made(empty_desk), name)
        assert page.stack.currentWidget() is page.photoless
        assert "Drop a folder" in page.photoless.text.text()


def test_empty_pages_say_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    for made, name in ((PeoplePage, PageName.PEOPLE), (IgnoredPage, PageName.IGNORED)):
        page = show(qtbot, desk, made(desk), name)
        assert page.stack.currentWidget() is page.nobody
        assert page.nobody.text.text()
    page = show(qtbot, desk, PeoplePage(desk), PageName.PEOPLE)
    with qtbot.waitSignal(page.going) as going:
        press(qtbot, page.nobody, "Show unnamed groups")
    assert going.args == [Place(PageName.UNNAMED)]


def test_hidden_pages_catch_up(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    unnamed.hide()
    do(qtbot, desk, operations.name_person, person=1, name="Anna")
    assert shown(unnamed) == [1, 2, 3, LONELY]
    unnamed.show()
    settle(qtbot, desk)
    assert shown(unnamed) == [2, 3, LONELY]


def test_who_is_selected_stays_so_while_everybody_is_shown_anew(
    qtbot: QtBot, desk: Desk, unnamed: CoversPage
) -> None:
    show_groups(unnamed, range(1, 1001))
    for person in (2, 5, 6):
        click(qtbot, unnamed, person, also=True)
    assert unnamed.chosen.text() == "3 selected"
    bar = unnamed.grid.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    with qtbot.waitSignal(unnamed.grid.people.modelReset):
        show_groups(unnamed, [*range(999, 6, -2), 6, 4, 2, *range(1001, 2000)])
    assert unnamed.grid.chosen_people() == [6, 2]
    assert unnamed.grid.currentIndex() == index_of(unnamed, 6)
    assert unnamed.chosen.text() == "2 selected"
    # Whoever looks elsewhere goes on looking there.
    qtbot.wait(1)
    assert bar.value() == place
    with qtbot.waitSignal(unnamed.grid.people.modelReset):
        show_groups(unnamed, range(7, 2000, 2))
    assert unnamed.grid.chosen_people() == []
    assert not unnamed.grid.currentIndex().isValid()
    assert not unnamed.chosen.isVisible()
    assert not any(button.isVisible() for button in unnamed.buttons)
