"""The pages of people: finding, naming, merging, hiding and restoring, with mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from makers.desks import settle
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.people import LONELY, PersonRole
from app.desktop.pages.people import IgnoredPage, PeoplePage, UnnamedPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.forget_dialog import ForgetDialog
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.person_dialogs import (
    BirthdayDialog,
    NotesDialog,
    SameQuestion,
    SeldomDialog,
    WhoDialog,
)
from app.operations import Changes
from app.search.faces import people_overview
from app.search.people import about_person

AnyPage = PeoplePage | UnnamedPage | IgnoredPage
W = TypeVar("W", bound=QWidget)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL = Qt.KeyboardModifier.ControlModifier


def show(qtbot: QtBot, desk: Desk, page: AnyPage, name: PageName) -> AnyPage:
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.arrive(Place(name))
    settle(qtbot, desk)
    return page


def do(qtbot: QtBot, desk: Desk, operation: Callable[..., Changes], **arguments: object) -> None:
    desk.do(operation, **arguments)
    settle(qtbot, desk)


def shown(page: AnyPage) -> list[int]:
    people = page.grid.people
    return [people.index(row).data(PersonRole.ID) for row in range(people.rowCount())]


def index_of(page: AnyPage, person: int) -> QModelIndex:
    (index,) = page.grid.people.indexes_of([person])
    return index


def cover(page: AnyPage, person: int) -> QPoint:
    return page.grid.covers.cover_area(page.grid.visualRect(index_of(page, person))).center()


def name_place(page: AnyPage, person: int) -> QPoint:
    return page.grid.covers.name_area(page.grid.visualRect(index_of(page, person))).center()


def click(qtbot: QtBot, page: AnyPage, person: int, *, also: bool = False) -> None:
    modifier = CTRL if also else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(page.grid.viewport(), LEFT, modifier, cover(page, person))


def opened(qtbot: QtBot, page: QWidget, kind: type[W]) -> W:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(kind)))
    return next(one for one in page.findChildren(kind) if one.isVisible())


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    (button,) = (one for one in widget.findChildren(QPushButton) if one.text() == text)
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def names(desk: Desk) -> dict[int, str | None]:
    with desk.library.read() as session:
        people = people_overview(session)
    return dict(zip(people.ids.tolist(), people.names, strict=True))


@pytest.fixture
def unnamed(qtbot: QtBot, desk: Desk) -> AnyPage:
    return show(qtbot, desk, UnnamedPage(desk), PageName.UNNAMED)


@pytest.fixture
def people(qtbot: QtBot, desk: Desk) -> AnyPage:
    """Anna is group 1, Ben is group 2; group 3 has no name."""
    for person, name in ((1, "Anna"), (2, "Ben")):
        do(qtbot, desk, operations.name_person, person=person, name=name)
    return show(qtbot, desk, PeoplePage(desk), PageName.PEOPLE)


def test_groups_come_by_size_and_lonely_faces_last(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
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


def test_a_group_is_named_where_it_is(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
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


def test_escape_and_going_elsewhere_name_nobody(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
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


def test_a_name_that_exists_offers_to_merge(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
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


def test_people_of_one_name_are_kept_apart(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
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


def drop(page: AnyPage, source: int, target: int) -> None:
    data: QMimeData = page.grid.people.mimeData([index_of(page, source)])
    at, none = cover(page, target), Qt.KeyboardModifier.NoModifier
    for kind in (QDragEnterEvent, QDragMoveEvent):
        moved = kind(at, Qt.DropAction.LinkAction, data, LEFT, none)
        QApplication.sendEvent(page.grid.viewport(), moved)
        assert moved.isAccepted()
    assert page.grid.covers.target == index_of(page, target)
    event = QDropEvent(QPointF(at), Qt.DropAction.LinkAction, data, LEFT, none)
    QApplication.sendEvent(page.grid.viewport(), event)
    assert not page.grid.covers.target.isValid()


def test_a_cover_dropped_on_another_merges(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
    with qtbot.waitSignal(desk.changed):
        drop(unnamed, 3, 2)
    settle(qtbot, desk)
    assert names(desk) == {1: None, 2: None}
    desk.undo()
    settle(qtbot, desk)
    assert shown(unnamed) == [1, 2, 3, LONELY]


def test_merging_two_names_asks_which_stays(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
    drop(people, 2, 1)
    question = opened(qtbot, people, SameQuestion)
    with qtbot.waitSignal(desk.changed):
        press(qtbot, question, "Merge as Ben")
    settle(qtbot, desk)
    assert names(desk) == {2: "Ben", 3: None}


def test_cancelling_a_merge_changes_nothing(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
    drop(people, 2, 1)
    question = opened(qtbot, people, SameQuestion)
    with qtbot.assertNotEmitted(desk.changed):
        qtbot.keyClick(question, Qt.Key.Key_Escape)
        settle(qtbot, desk)
    assert shown(people) == [1, 2]


def test_several_are_chosen_and_merged(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
    click(qtbot, unnamed, 3)
    assert not unnamed.buttons[0].isVisible()
    click(qtbot, unnamed, 1, also=True)
    assert unnamed.chosen.text().startswith("2")
    with qtbot.waitSignal(desk.changed):
        press(qtbot, unnamed, "Merge")
    settle(qtbot, desk)
    assert names(desk) == {1: None, 2: None}


def test_merge_with_a_name(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
    click(qtbot, people, 1)
    people.merge_chosen()
    dialog = opened(qtbot, people, WhoDialog)
    with qtbot.waitSignal(desk.troubled) as trouble:
        qtbot.keyClicks(dialog.field.line, "Zoe")
        qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert "Nobody is called Zoe" in trouble.args[0]
    unnamed = show(qtbot, desk, UnnamedPage(desk), PageName.UNNAMED)
    click(qtbot, unnamed, 3)
    unnamed.merge_chosen()
    dialog = opened(qtbot, unnamed, WhoDialog)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClicks(dialog.field.line, "anna")
        qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk) == {1: "Anna", 2: "Ben"}


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_H])
def test_many_are_hidden_as_one_action(qtbot: QtBot, desk: Desk, unnamed: AnyPage, key: Qt.Key) -> None:
    click(qtbot, unnamed, 1)
    click(qtbot, unnamed, 2, also=True)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(unnamed.grid, key)
    settle(qtbot, desk)
    assert shown(unnamed) == [3, LONELY]
    desk.undo()
    settle(qtbot, desk)
    assert shown(unnamed) == [1, 2, 3, LONELY]


def test_the_hidden_are_restored(qtbot: QtBot, desk: Desk) -> None:
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


def test_who_is_seldom_seen_is_counted_and_hidden(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
    faces = {row: unnamed.grid.people.index(row).data(PersonRole.FACES) for row in range(3)}
    qtbot.mouseClick(unnamed.seldom, LEFT)
    dialog = opened(qtbot, unnamed, SeldomDialog)
    dialog.times.setValue(faces[1] + 1)
    assert not dialog.hide_button.isEnabled()
    settle(qtbot, desk)
    assert dialog.count.text().startswith("2 group(s) and 2 face(s)")
    with qtbot.waitSignal(desk.changed):
        press(qtbot, dialog, "Hide them")
    settle(qtbot, desk)
    assert shown(unnamed) == [1]


def test_filter_order_and_size(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
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


def test_a_person_is_opened(qtbot: QtBot, people: AnyPage) -> None:
    click(qtbot, people, 2)
    with qtbot.waitSignal(people.going) as going:
        qtbot.mouseDClick(people.grid.viewport(), LEFT, pos=cover(people, 2))
    assert going.args == [Place(PageName.PERSON, 2)]
    click(qtbot, people, 1)
    with qtbot.waitSignal(people.going) as going:
        qtbot.keyClick(people.grid, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PERSON, 1)]


def menu_of(qtbot: QtBot, page: AnyPage) -> dict[str, Callable[[], None]]:
    page.grid.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = opened(qtbot, page, QMenu)
    found = {action.text(): action.trigger for action in menu.actions() if action.text()}
    menu.hide()
    return found


def test_the_menu_of_a_person(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
    click(qtbot, people, 1)
    menu = menu_of(qtbot, people)
    expected = ["Open", "Rename", "Merge with…", "Hide", "Set birthday…", "Notes…", "Forget for good…"]
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


def test_the_menu_of_many_and_of_a_group(qtbot: QtBot, unnamed: AnyPage) -> None:
    click(qtbot, unnamed, 1)
    assert list(menu_of(qtbot, unnamed)) == ["Open", "Add name", "Merge with…", "Hide", "Forget for good…"]
    click(qtbot, unnamed, 2, also=True)
    assert list(menu_of(qtbot, unnamed)) == ["Merge 2 people", "Hide"]


@pytest.mark.parametrize("delete", [True, False])
def test_somebody_is_forgotten_for_good(
    qtbot: QtBot, desk: Desk, people: AnyPage, tmp_path: Path, delete: bool
) -> None:
    backup = tmp_path / "mine.backup"
    desk.library.backup(backup)
    people.does.forget(1)
    dialog = opened(qtbot, people, ForgetDialog)
    assert not dialog.button.isEnabled()
    settle(qtbot, desk)
    assert "Anna" in dialog.text.text()
    assert "cannot be undone" in dialog.text.text()
    assert str(backup) in dialog.listed.text()
    dialog.backups.setChecked(delete)
    with qtbot.waitSignal(desk.renewed):
        qtbot.mouseClick(dialog.button, LEFT)
        assert not dialog.box.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
    settle(qtbot, desk)
    assert "nothing is left" in dialog.text.text()
    assert backup.exists() != delete
    assert str(backup) in dialog.listed.text()
    assert names(desk) == {2: "Ben", 3: None}
    assert shown(people) == [2]
    press(qtbot, dialog, "Close")


def test_forgetting_is_not_begun_by_chance(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
    people.does.forget(1)
    dialog = opened(qtbot, people, ForgetDialog)
    settle(qtbot, desk)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk)[1] == "Anna"


def test_forgetting_waits_for_jobs(qtbot: QtBot, desk: Desk, people: AnyPage) -> None:
    people.does.forget(1)
    dialog = opened(qtbot, people, ForgetDialog)
    settle(qtbot, desk)
    with desk.library.job_lock():
        qtbot.mouseClick(dialog.button, LEFT)
        settle(qtbot, desk)
    assert names(desk)[1] == "Anna"
    assert dialog.button.isEnabled()
    with qtbot.waitSignal(desk.renewed):
        qtbot.mouseClick(dialog.button, LEFT)
    settle(qtbot, desk)
    assert 1 not in names(desk)
    press(qtbot, dialog, "Close")


def test_empty_pages_say_what_to_do(qtbot: QtBot, empty_desk: Desk) -> None:
    for made, name in (
        (PeoplePage, PageName.PEOPLE),
        (UnnamedPage, PageName.UNNAMED),
        (IgnoredPage, PageName.IGNORED),
    ):
        page = show(qtbot, empty_desk, made(empty_desk), name)
        assert page.stack.currentWidget() is page.nobody
        assert page.nobody.text.text()
    page = show(qtbot, empty_desk, PeoplePage(empty_desk), PageName.PEOPLE)
    with qtbot.waitSignal(page.going) as going:
        press(qtbot, page.nobody, "Show unnamed groups")
    assert going.args == [Place(PageName.UNNAMED)]


def test_hidden_pages_catch_up(qtbot: QtBot, desk: Desk, unnamed: AnyPage) -> None:
    unnamed.hide()
    do(qtbot, desk, operations.name_person, person=1, name="Anna")
    assert shown(unnamed) == [1, 2, 3, LONELY]
    unnamed.show()
    settle(qtbot, desk)
    assert shown(unnamed) == [2, 3, LONELY]
