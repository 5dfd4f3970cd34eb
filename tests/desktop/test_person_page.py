"""The page of a person: who it is, who else it may be, their faces, and what is done with these."""

from __future__ import annotations

from datetime import date

import pytest
from makers.desks import settle
from makers.libraries import members, scalar
from makers.person_pages import LEFT, click, do, opened, press, show, shown
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.faces import FaceRole
from app.desktop.pages.person import PersonPage
from app.desktop.pictures import Kind
from app.desktop.places import PageName, Place
from app.desktop.widgets.peek import Peek
from app.desktop.widgets.person_dialogs import SameQuestion, WhoDialog
from app.desktop.widgets.split_dialog import SplitDialog
from app.search.people import about_person


@pytest.fixture
def anna(qtbot: QtBot, desk: Desk) -> PersonPage:
    do(qtbot, desk, operations.name_person, person=1, name="Anna")
    return show(qtbot, desk, 1)


def test_who_it_is(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    assert anna.title() == "Anna"
    assert anna.header.title.text() == "Anna"
    figures = anna.header.figures.text()
    assert "7 face(s) in 7 photo(s), 2019, 7 confirmed" in figures
    assert not anna.header.confirm.isEnabled()
    assert sorted(shown(anna)) == sorted(members(desk.library)[1])
    with desk.library.read() as session:
        about = about_person(session, 1)
    assert about is not None
    assert anna.header.cover.face == about.cover
    with qtbot.waitSignal(anna.going) as going:
        qtbot.mouseClick(anna.header.more_faces, LEFT)
    assert going.args == [Place(PageName.FIND, about.cover)]


def test_the_name_is_edited_in_place(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    qtbot.mouseClick(anna.header.title, LEFT)
    assert anna.header.field.text() == "Anna"
    qtbot.keyClick(anna.header.field.line, Qt.Key.Key_Escape)
    assert anna.header.names.currentWidget() is anna.header.title
    qtbot.mouseClick(anna.header.title, LEFT)
    qtbot.keyClicks(anna.header.field.line, "Anne")
    with qtbot.waitSignal(anna.replaced):
        qtbot.keyClick(anna.header.field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert anna.title() == anna.header.title.text() == "Anne"


def test_an_unnamed_group_asks_for_its_name(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, desk, 2)
    assert page.title() == "Unnamed group"
    assert page.header.field.isVisible()
    assert not page.header.birthday.isVisible()
    qtbot.keyClicks(page.header.field.line, "Ben")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(page.header.field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.header.title.text() == "Ben"
    assert page.header.birthday.isVisible()


def test_a_group_that_gets_a_known_name_becomes_that_person(
    qtbot: QtBot, desk: Desk, anna: PersonPage
) -> None:
    page = show(qtbot, desk, 2)
    qtbot.keyClicks(page.header.field.line, "anna")
    qtbot.keyClick(page.header.field.line, Qt.Key.Key_Return)
    press(qtbot, opened(qtbot, page, SameQuestion), "Merge")
    qtbot.waitUntil(lambda: page.title() == "Anna")
    settle(qtbot, desk)
    assert sorted(shown(page)) == sorted(members(desk.library)[1])
    assert len(shown(page)) == 13


def test_all_are_confirmed(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, desk, 1)
    assert not page.grid.faces.index(0).data(FaceRole.CONFIRMED)
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(page.header.confirm, LEFT)
    settle(qtbot, desk)
    assert page.grid.faces.index(0).data(FaceRole.CONFIRMED)
    assert not page.header.confirm.isEnabled()


def test_orders(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    newest = shown(anna)
    assert anna.bar.order.findData("age") < 0
    do(qtbot, desk, operations.set_birthday, person=1, birthday=date(2010, 5, 1))
    anna.bar.order.setCurrentIndex(anna.bar.order.findData("age"))
    settle(qtbot, desk)
    assert shown(anna) == newest[::-1]
    assert anna.grid.faces.index(0).data(FaceRole.CAPTION) == "aged 8"
    assert "2010" in anna.header.birthday.text()
    for order in ("outliers", "quality"):
        anna.bar.order.setCurrentIndex(anna.bar.order.findData(order))
        settle(qtbot, desk)
        assert sorted(shown(anna)) == sorted(newest)
    anna.bar.order.setCurrentIndex(anna.bar.order.findData("age"))
    do(qtbot, desk, operations.set_birthday, person=1, birthday=None)
    assert anna.bar.order.findData("age") < 0
    settle(qtbot, desk)
    assert sorted(shown(anna)) == sorted(newest)


def test_photos_stand_for_the_faces_in_them(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    anna.bar.kind.setCurrentIndex(1)
    assert anna.grid.faces.kind is Kind.PHOTO
    assert sorted(shown(anna)) == [1, 2, 4, 6, 8, 10, 14]
    photo = click(qtbot, anna, 2)
    face = int(scalar(desk.library, f"SELECT id FROM face WHERE photo_id = {photo} AND person_id = 1"))
    with qtbot.waitSignal(desk.changed) as changed:
        press(qtbot, anna, "Not this person")
    assert changed.args[0].faces == (face,)
    settle(qtbot, desk)
    assert photo not in shown(anna)


def test_a_photo_is_opened_among_theirs(qtbot: QtBot, anna: PersonPage) -> None:
    photos = anna.grid.faces.photos()
    face = click(qtbot, anna, 1)
    with qtbot.waitSignal(anna.going) as going:
        qtbot.keyClick(anna.grid, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PHOTO, photos[1], ids=photos, faces=(face,))]
    with qtbot.waitSignal(anna.going) as going:
        place = anna.grid.visualRect(anna.grid.faces.index(1)).center()
        qtbot.mouseDClick(anna.grid.viewport(), LEFT, pos=place)
    assert going.args == [Place(PageName.PHOTO, photos[1], ids=photos, faces=(face,))]


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_Delete])
def test_faces_are_rejected(qtbot: QtBot, desk: Desk, anna: PersonPage, key: Qt.Key) -> None:
    assert not anna.bar.buttons[0].isVisible()
    gone = {click(qtbot, anna, 0), click(qtbot, anna, 2, also=True)}
    assert anna.bar.chosen.text().startswith("2")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(anna.grid, key)
    settle(qtbot, desk)
    assert gone.isdisjoint(shown(anna))
    assert len(shown(anna)) == 5
    assert scalar(desk.library, "SELECT count(*) FROM rejection WHERE person_id = 1") == 2
    # Their neighbour is chosen, so that keys go on.
    assert [index.row() for index in anna.grid.chosen()] == [0]


def test_faces_are_confirmed_and_ignored(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, desk, 2)
    face = click(qtbot, page, 1)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(page.grid, Qt.Key.Key_C)
    settle(qtbot, desk)
    assert page.grid.faces.index(1).data(FaceRole.CONFIRMED)
    assert page.grid.chosen_faces() == [face]
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(page.grid, Qt.Key.Key_I)
    settle(qtbot, desk)
    assert face not in shown(page)


@pytest.mark.parametrize(("name", "target"), [("anna", 1), ("Zoe", None)])
def test_faces_are_moved_to_somebody(
    qtbot: QtBot, desk: Desk, anna: PersonPage, name: str, target: int | None
) -> None:
    page = show(qtbot, desk, 2)
    face = click(qtbot, page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_M)
    dialog = opened(qtbot, page, WhoDialog)
    qtbot.keyClicks(dialog.field.line, name)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    owner = target or int(scalar(desk.library, "SELECT id FROM person WHERE name = 'Zoe'"))
    assert face in members(desk.library)[owner]
    assert face not in shown(page)


def test_a_cover_is_chosen(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    before = anna.header.cover.face
    row = next(row for row, face in enumerate(shown(anna)) if face != before)
    face = click(qtbot, anna, row)
    anna.grid.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = opened(qtbot, anna, QMenu)
    actions = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(desk.changed):
        actions["Use as cover"].trigger()
    settle(qtbot, desk)
    assert anna.header.cover.face == face
    menu.hide()
    with qtbot.waitSignal(desk.changed):
        next(one for one in anna.header.menu.actions() if "best" in one.text()).trigger()
    settle(qtbot, desk)
    assert anna.header.cover.face == before


def test_space_looks_closer(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    photos = anna.grid.faces.photos()
    click(qtbot, anna, 0)
    qtbot.keyClick(anna.grid, Qt.Key.Key_Space)
    peek = opened(qtbot, anna, Peek)
    settle(qtbot, desk)
    assert peek.photo == photos[0]
    qtbot.waitUntil(lambda: desk.pictures.get(Kind.PHOTO, photos[0], 1024) is not None)
    qtbot.keyClick(peek, Qt.Key.Key_Right)
    assert peek.photo == photos[1]
    assert anna.grid.chosen_faces() == [shown(anna)[1]]
    for _ in range(3):
        qtbot.keyClick(peek, Qt.Key.Key_Left)
    assert peek.photo == photos[0]
    settle(qtbot, desk)
    qtbot.keyClick(peek, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not anna.findChildren(Peek))


def test_a_mixed_person_is_split(qtbot: QtBot, desk: Desk) -> None:
    mixed = sorted(members(desk.library)[3])
    do(qtbot, desk, operations.merge_people, target=1, sources=[3])
    page = show(qtbot, desk, 1)
    qtbot.mouseClick(page.bar.split, LEFT)
    dialog = opened(qtbot, page, SplitDialog)
    settle(qtbot, desk)
    ticked = sorted(face for part in dialog.parts for face in part.ticked())
    assert ticked == mixed
    part = next(part for part in dialog.parts if part.ticked())
    place = part.grid.visualRect(part.grid.faces.index(0)).center()
    kept = int(part.grid.faces.index(0).data(FaceRole.ID))
    qtbot.mouseClick(part.grid.viewport(), LEFT, pos=place)
    assert part.tick.checkState() is Qt.CheckState.PartiallyChecked
    assert part.ticked() == sorted(set(part.ticked()) - {kept})
    qtbot.keyClick(part.grid, Qt.Key.Key_Space)
    assert kept in part.ticked()
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(dialog.button, LEFT)
    settle(qtbot, desk)
    assert set(shown(page)).isdisjoint(mixed)
    assert set(mixed) in members(desk.library).values()


def test_at_least_one_face_stays(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, desk, 1)
    qtbot.mouseClick(page.bar.split, LEFT)
    dialog = opened(qtbot, page, SplitDialog)
    for part in dialog.parts:
        if part.tick.checkState() is not Qt.CheckState.Checked:
            part.tick.click()
    assert not dialog.button.isEnabled()
    dialog.parts[-1].tick.click()
    assert dialog.button.isEnabled()
    dialog.parts[0].tick.click()
    assert not dialog.button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert len(shown(page)) == 7


def test_somebody_who_is_gone(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    operations.forget_person(desk.library, person=1)
    desk.renewed.emit()
    settle(qtbot, desk)
    assert anna.stack.currentWidget() is anna.gone
    with qtbot.waitSignal(anna.going) as going:
        press(qtbot, anna.gone, "Show everybody")
    assert going.args == [Place(PageName.PEOPLE)]
    anna.arrive(Place(PageName.PERSON, 2))
    settle(qtbot, desk)
    assert anna.stack.currentWidget() is anna.whole


def test_a_person_is_ignored(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    with qtbot.waitSignals([desk.changed, anna.going]):
        next(one for one in anna.header.menu.actions() if one.text() == "Ignore").trigger()
    settle(qtbot, desk)
    hidden = "SELECT ignored_at IS NOT NULL FROM person WHERE id = 1"
    assert scalar(desk.library, hidden)
    anna.arrive(Place(PageName.PERSON, 1))
    settle(qtbot, desk)
    with qtbot.waitSignal(desk.changed):
        next(one for one in anna.header.menu.actions() if one.text() == "Restore").trigger()
    assert not scalar(desk.library, hidden)


def test_a_person_without_faces(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    anna.grid.selectAll()
    flags = QItemSelectionModel.SelectionFlag.Deselect
    assert len(anna.grid.chosen_faces()) == 7
    anna.grid.selectionModel().select(anna.grid.faces.index(0), flags)
    assert len(anna.grid.chosen_faces()) == 6
    do(qtbot, desk, operations.move_faces, faces=shown(anna), to=None)
    assert anna.faces_stack.currentWidget() is anna.faceless
    assert not anna.header.more_faces.isEnabled()


def test_an_emptied_name_is_removed(qtbot: QtBot, desk: Desk, anna: PersonPage) -> None:
    assert anna.part_of() is PageName.PEOPLE
    qtbot.mouseClick(anna.header.title, LEFT)
    qtbot.keyClick(anna.header.field.line, Qt.Key.Key_Backspace)
    assert anna.header.field.hint == "Return removes the name"
    with qtbot.waitSignal(desk.told) as told:
        qtbot.keyClick(anna.header.field.line, Qt.Key.Key_Return)
    assert told.args[0].startswith("Removed the name Anna")
    settle(qtbot, desk)
    # A group belongs to another list, and needs a name: its empty field takes none away.
    assert anna.part_of() is PageName.UNNAMED
    with qtbot.assertNotEmitted(desk.changed):
        qtbot.keyClick(anna.header.field.line, Qt.Key.Key_Return)
    assert "Type a name" in anna.header.field.hint
    desk.do(operations.ignore_person, person=1)
    settle(qtbot, desk)
    assert anna.part_of() is PageName.IGNORED
