"""The page of one photo: its picture, going on, zooming, turning, its faces and their names."""

from __future__ import annotations

import pytest
from makers.photo_pages import (
    Key,
    arrive,
    choose,
    click_face,
    entries,
    opened_page,
    stored,
    wait,
    words,
)
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.pages.photo import PhotoPage
from app.desktop.places import PageName, Place

page = pytest.fixture(opened_page, name="page")


# The picture.


def test_a_photo_is_shown_with_its_name_and_place_in_the_list(page: PhotoPage) -> None:
    assert page.view.has_image
    assert "6.jpg" in words(page)
    assert "3 of 5" in words(page)
    assert page.title() == "6.jpg"
    assert page.view.accessibleName() == "6.jpg"
    assert page.notice == ""
    # What is seen is the photo: its first face has the colour that it was drawn with.
    place = page.view.place_of(page.view.faces[0].id)
    seen = (
        page.view.grab()
        .toImage()
        .pixelColor(round(place.center().x()), round(place.top() + place.height() * 0.2))
    )
    assert abs(seen.red() - 230) < 12
    assert abs(seen.blue() - 120) < 12


def test_keys_go_through_the_photos(qtbot: QtBot, page: PhotoPage) -> None:
    replaced: list[Place] = []
    page.replaced.connect(replaced.append)
    for key, title in (
        (Key.Key_Right, "2.jpg"),
        (Key.Key_Left, "6.jpg"),
        (Key.Key_End, "1.jpg"),
        (Key.Key_Right, "1.jpg"),
        (Key.Key_Home, "14.jpg"),
        (Key.Key_Left, "14.jpg"),
        (Key.Key_Space, "12.jpg"),
    ):
        qtbot.keyClick(page.view, key)
        wait(qtbot, page)
        assert page.title() == title
    assert replaced[-1].id == 12
    assert all(place.ids is replaced[0].ids for place in replaced)


def test_the_next_photo_is_there_at_once(qtbot: QtBot, page: PhotoPage) -> None:
    qtbot.keyClick(page.view, Key.Key_Right)
    # Nothing has been waited for.
    assert page.view.has_image
    assert not page.view.lacks_detail


def test_going_through_a_hundred_thousand_photos_is_quick(qtbot: QtBot, page: PhotoPage) -> None:
    ids = (*range(1000, 101_000), 6, 2)
    arrive(qtbot, page, 6, ids)
    assert f"{QLocale().toString(100_001)} of {QLocale().toString(100_002)}" in words(page)
    qtbot.keyClick(page.view, Key.Key_Right)
    wait(qtbot, page)
    assert page.title() == "2.jpg"


def test_escape_leaves_what_was_entered_last(qtbot: QtBot, page: PhotoPage) -> None:
    view = page.view
    qtbot.keyClick(view, Key.Key_F)
    screen = view.window()
    assert screen is not page.window()
    assert screen.isFullScreen()
    qtbot.keyClick(view, Key.Key_Right)
    wait(qtbot, page)
    assert page.title() == "2.jpg"
    qtbot.keyClick(view, Key.Key_D)
    assert view.drawing
    with qtbot.assertNotEmitted(page.leaving):
        qtbot.keyClick(view, Key.Key_Escape)
        assert not view.drawing
        qtbot.keyClick(view, Key.Key_Escape)
    assert view.window() is page.window()
    with qtbot.waitSignal(page.leaving):
        qtbot.keyClick(view, Key.Key_Escape)


# Faces.


def test_a_face_is_named_where_it_is_with_its_group(qtbot: QtBot, page: PhotoPage) -> None:
    face = page.view.faces[0]
    click_face(qtbot, page, face.id)
    assert page.naming.isVisible()
    assert "The whole group" in words(page)
    assert page.naming.y() >= page.view.place_of(face.id).bottom()
    qtbot.keyClicks(page.naming.field.line, "Anna")
    qtbot.keyClick(page.naming.field.line, Key.Key_Return)
    wait(qtbot, page)
    assert not page.naming.isVisible()
    assert page.view.hasFocus()
    shown = page.view.face(face.id)
    assert shown is not None
    assert (shown.name, shown.confirmed) == ("Anna", True)
    arrive(qtbot, page, 1)
    assert [one.name for one in page.view.faces] == ["Anna"]
    page.desk.undo()
    wait(qtbot, page)
    assert [one.name for one in page.view.faces] == [None]


def test_letters_and_arrows_belong_to_the_field_while_it_is_open(qtbot: QtBot, page: PhotoPage) -> None:
    click_face(qtbot, page, page.view.faces[0].id)
    qtbot.keyClicks(page.naming.field.line, "bdfir")
    qtbot.keyClick(page.naming.field.line, Key.Key_Left)
    assert page.naming.field.text() == "bdfir"
    assert page.title() == "6.jpg"
    assert not page.view.drawing
    qtbot.keyClick(page.naming.field.line, Key.Key_Escape)
    assert not page.naming.isVisible()
    wait(qtbot, page)
    assert all(face.name is None for face in page.view.faces)


def test_tab_goes_from_face_to_face(qtbot: QtBot, page: PhotoPage) -> None:
    first, second, _ = page.view.faces
    qtbot.keyClick(page.view, Key.Key_Tab)
    qtbot.keyClick(page.view, Key.Key_Tab)
    qtbot.keyClick(page.view, Key.Key_Return)
    assert page.naming.face == second.id
    qtbot.keyClick(page.naming.field.line, Key.Key_Escape)
    qtbot.keyClick(page.view, Key.Key_Backtab)
    qtbot.keyClick(page.view, Key.Key_Return)
    assert page.naming.face == first.id


def test_what_the_boxes_say_is_read_out(qtbot: QtBot, page: PhotoPage) -> None:
    one, two, three = page.view.faces
    desk = page.desk
    desk.do(operations.name_person, person=one.person_id, name="Anna")
    desk.do(operations.name_person, person=two.person_id, name="Bert")
    wait(qtbot, page)
    with desk.library.write() as session:
        session.execute(text("UPDATE face SET confirmed_at = NULL WHERE id = :id"), {"id": two.id})
    desk.do(operations.ignore_faces, faces=[three.id])
    wait(qtbot, page)
    assert page.view.accessibleDescription() == "Anna, Bert?, Ignored"


def test_boxes_can_be_hidden_but_for_the_one_under_the_mouse(qtbot: QtBot, page: PhotoPage) -> None:
    face = page.view.faces[1]
    place = page.view.place_of(face.id)
    corner = QPoint(round(place.left()), round(place.center().y()))

    def line(seen: PhotoPage = page) -> int:
        return seen.view.grab().toImage().pixelColor(corner).lightness()

    qtbot.mouseMove(page.view, QPoint(5, 5))
    shown = line()
    qtbot.keyClick(page.view, Key.Key_B)
    hidden = line()
    assert shown > hidden + 40
    qtbot.mouseMove(page.view, place.center().toPoint())
    assert line() > hidden + 40
    # They stay hidden the next time.
    page.hide()
    for again in opened_page(qtbot, page.desk):
        qtbot.mouseMove(again.view, QPoint(5, 5))
        assert shown > line(again) + 40


def test_the_menu_of_a_face_does_what_it_says(qtbot: QtBot, page: PhotoPage) -> None:
    desk = page.desk
    face = page.view.faces[0].id
    person = page.view.faces[0].person_id
    assert person is not None
    desk.do(operations.name_person, person=person, name="Anna")
    wait(qtbot, page)
    with desk.library.write() as session:
        session.execute(text("UPDATE face SET confirmed_at = NULL WHERE id = :id"), {"id": face})
    page.refresh(None)
    wait(qtbot, page)
    choose(qtbot, page, face, "This is Anna")
    assert stored(page, face).confirmed
    choose(qtbot, page, face, "Use as cover")
    with desk.library.read() as session:
        assert session.execute(text("SELECT cover_face_id FROM person WHERE name = 'Anna'")).scalar() == face
    with qtbot.waitSignal(page.going) as gone:
        choose(qtbot, page, face, "Go to Anna")
    assert gone.args == [Place(PageName.PERSON, id=person)]
    with qtbot.waitSignal(page.going) as gone:
        choose(qtbot, page, face, "Find this person in other photos")
    assert gone.args == [Place(PageName.FIND, id=face)]
    choose(qtbot, page, face, "Ignore this face")
    assert stored(page, face).ignored
    choose(qtbot, page, face, "Restore this face")
    assert not stored(page, face).ignored
    choose(qtbot, page, face, "This is not Anna")
    assert stored(page, face).person_id is None
    choose(qtbot, page, face, "Name…")
    assert page.naming.face == face
    qtbot.keyClick(page.naming.field.line, Key.Key_Escape)
    choose(qtbot, page, face, "Delete the box: no face")
    assert page.view.face(face) is None
    assert len(page.view.faces) == 2


def test_where_no_face_is_the_menu_is_one_of_the_photo(page: PhotoPage) -> None:
    found = entries(page, QPoint(page.view.width() // 2, page.view.height() - 60))
    assert found[:2] == ["Draw a missed face", "Show faces"]
    assert "Copy path" in found
    face = entries(page, page.view.place_of(page.view.faces[0].id).center().toPoint())
    assert "This is somebody else" in face
    assert "Copy path" not in face


def test_the_inspector_follows_the_photo(qtbot: QtBot, page: PhotoPage) -> None:
    qtbot.keyClick(page.view, Key.Key_I)
    wait(qtbot, page)
    assert "6.jpg" in page.inspector.text
    qtbot.keyClick(page.view, Key.Key_Right)
    wait(qtbot, page)
    assert "2.jpg" in page.inspector.text
    assert any(one.toolTip() == "Unnamed" for one in page.inspector.findChildren(QWidget))


def test_a_photo_that_is_no_more_is_told_of(qtbot: QtBot, page: PhotoPage) -> None:
    arrive(qtbot, page, 999, (999,))
    assert "no longer in the library" in page.notice
    assert page.title() == "Photo"
