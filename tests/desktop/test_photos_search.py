"""The page of photos: what a search finds, and what is said where there are no photos."""

from __future__ import annotations

import pytest
from makers.desks import settle
from makers.photos_pages import (
    LEFT,
    button,
    chosen,
    click,
    opened_photos,
    search,
    words,
)
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.desk import Desk
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place
from app.search.faces import faces_in_photo

page = pytest.fixture(opened_photos, name="page")


def test_a_search_shows_what_it_finds(qtbot: QtBot, page: PhotosPage) -> None:
    search(qtbot, page, "march 2019")
    assert page.grid.model().ids_tuple() == (6, 5)
    assert "2 photo" in words(page)
    assert page.title() == "march 2019"
    search(qtbot, page, "")
    assert len(page.grid.model().ids_tuple()) == 14


def test_photos_chosen_before_a_search_are_not_chosen_after_it(qtbot: QtBot, page: PhotosPage) -> None:
    qtbot.keyClick(page.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(chosen(page)) == 14
    search(qtbot, page, "march 2019")
    assert not chosen(page)


def test_a_search_that_finds_nothing_says_what_to_do(qtbot: QtBot, page: PhotosPage) -> None:
    search(qtbot, page, "2031")
    assert "Nothing found" in words(page)
    assert "“2031”" in words(page)
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(button(page, "Show all photos"), LEFT)
    assert gone.args == [Place(PageName.PHOTOS)]
    search(qtbot, page, "march 2019")
    assert page.grid.isVisible()


def test_a_search_that_is_not_clear_says_so_and_offers_what_is(qtbot: QtBot, page: PhotosPage) -> None:
    page.desk.do(operations.name_person, person=1, name="Annabel")
    settle(qtbot, page.desk)
    search(qtbot, page, "march 2019")
    assert "2 photo" in words(page)
    search(qtbot, page, "Anabel and 2019 and Zoe")
    said = words(page)
    assert "not clear" in said
    assert "nobody called Anabel" in said
    assert "nobody called Zoe" in said
    # Nothing is left of the search before.
    assert "2 photo" not in said
    assert not page.grid.isVisible()
    search(qtbot, page, "Anabel and 2019")
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(button(page, "Search for “Annabel and 2019” (7)"), LEFT)
    assert gone.args == [Place(PageName.PHOTOS, text="Annabel and 2019")]


def test_a_year_that_finds_nothing_may_be_the_name_of_a_folder(qtbot: QtBot, page: PhotosPage) -> None:
    with page.desk.library.write() as session:
        session.execute(text("UPDATE photo SET path = '2011 Rome/' || path WHERE id IN (3, 4)"))
    search(qtbot, page, "2011")
    assert "No photo matches “2011”" in words(page)
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(button(page, "Search for “in:2011” (2)"), LEFT)
    search(qtbot, page, gone.args[0].text)
    assert sorted(page.grid.model().ids_tuple()) == [3, 4]


def test_a_search_follows_what_the_user_does(qtbot: QtBot, page: PhotosPage) -> None:
    desk = page.desk
    desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, desk)
    search(qtbot, page, "Anna")
    found = page.grid.model().ids_tuple()
    click(qtbot, page, found[2])
    page_rows = page.grid.model().ids_tuple()
    desk.do(operations.reject_faces, faces=[_face_of(desk, 1, found[0])], person=1)
    settle(qtbot, desk)
    settle(qtbot, desk)
    assert page.grid.model().ids_tuple() == page_rows[1:]
    # What was chosen stays so.
    assert chosen(page) == [found[2]]


def _face_of(desk: Desk, person: int, photo: int) -> int:
    with desk.library.read() as session:
        return next(face.id for face in faces_in_photo(session, photo) if face.person_id == person)


def test_nothing_is_laid_out_anew_where_no_photo_came_or_went(qtbot: QtBot, page: PhotosPage) -> None:
    with qtbot.assertNotEmitted(page.grid.model().modelReset):
        page.desk.renewed.emit()
        settle(qtbot, page.desk)


def test_without_a_folder_one_can_be_added(qtbot: QtBot, empty_desk: Desk) -> None:
    page = PhotosPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place(PageName.PHOTOS))
    settle(qtbot, empty_desk)
    assert "No photo folder yet" in words(page)
    assert button(page, "Add a folder…").isEnabled()
