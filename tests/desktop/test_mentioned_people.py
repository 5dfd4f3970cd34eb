"""People who are in a photo, nobody knows where: saying where, and that they are not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from makers.libraries import run
from makers.photo_pages import LEFT, arrive, click_face, opened_page, stored, wait, words
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.desktop.desk import Desk
from app.desktop.naming import Drawing
from app.desktop.pages.photo import PhotoPage
from app.desktop.places import PageName
from app.library.store import Library
from app.library.tables import Face
from app.operations import Changes, NewPerson, ignore_person, mention_person, move_faces, undo
from app.search.faces import faces_in_photo
from app.search.mentions import mentioned_in_photo


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[PhotoPage]:
    mention_person(desk.library, photo=6, person=NewPerson("Anna"))
    for page in opened_page(qtbot, desk):
        page.resize(1000, 600)
        page.bar.about.setChecked(True)
        wait(qtbot, page)
        yield page


def mentioned(desk: Desk, photo: int = 6) -> list[str]:
    with desk.library.read() as session:
        return [one.name for one in mentioned_in_photo(session, photo)]


def where(qtbot: QtBot, page: PhotoPage, entry: str) -> None:
    """Open the menu beside Anna, and click one of its entries."""
    (button,) = [one for one in page.inspector.findChildren(QPushButton) if one.text() == "Where?"]
    assert button.accessibleName() == "Say where Anna is"
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.popup(button.mapToGlobal(QPoint()))
    (action,) = [one for one in menu.actions() if one.text() == entry]
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def answer(qtbot: QtBot, entry: str) -> None:
    """Click an entry of the menu that asks how many faces are meant."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = [one for one in menu.actions() if one.text() == entry]
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def members(desk: Desk, face: int) -> set[int]:
    """Return the faces of the group that a face is in."""
    with desk.library.read() as session:
        owner = session.get_one(Face, face).person_id
        return set(session.scalars(select(Face.id).where(Face.person_id == owner)))


def test_a_click_says_which_face_it_is(qtbot: QtBot, page: PhotoPage, desk: Desk) -> None:
    assert "Also in this photo; where is not known" in page.inspector.text
    where(qtbot, page, "Choose the face…")
    assert "Which face is Anna?" in words(page)
    face = page.view.faces[0].id
    others = members(desk, face) - {face}
    assert others
    click_face(qtbot, page, face)
    wait(qtbot, page)
    answer(qtbot, "This face alone is Anna")
    wait(qtbot, page)
    assert stored(page, face).name == "Anna"
    assert stored(page, face).confirmed
    assert {stored(page, one).name for one in others} == {None}
    assert "Which face is Anna?" not in words(page)
    assert "where is not known" not in page.inspector.text
    assert mentioned(desk) == []
    # A further click asks for a name, as ever.
    click_face(qtbot, page, page.view.faces[1].id)
    assert page.naming.isVisible()


def test_the_whole_group_can_be_meant(qtbot: QtBot, page: PhotoPage, desk: Desk) -> None:
    where(qtbot, page, "Choose the face…")
    face = page.view.faces[0].id
    group = members(desk, face)
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    wait(qtbot, page)
    answer(qtbot, f"All {len(group)} face(s) of the group are Anna")
    wait(qtbot, page)
    assert {stored(page, one).name for one in group} == {"Anna"}


def test_nothing_is_asked_of_a_face_that_is_in_no_group(qtbot: QtBot, page: PhotoPage, desk: Desk) -> None:
    face = page.view.faces[0].id
    move_faces(desk.library, faces=[face], to=None)
    where(qtbot, page, "Choose the face…")
    click_face(qtbot, page, face)
    wait(qtbot, page)
    assert QApplication.activePopupWidget() is None
    assert stored(page, face).name == "Anna"


def test_a_face_that_the_name_may_be_right_for_is_confirmed(
    qtbot: QtBot, page: PhotoPage, desk: Desk
) -> None:
    """A group of Anna's whose face in this photo was not looked at yet."""
    face = page.view.faces[0].id
    (others,) = [members(desk, face) - {face}]
    where(qtbot, page, "Choose the face…")
    run(
        desk.library,
        f"UPDATE face SET person_id = (SELECT id FROM person WHERE name = 'Anna') WHERE id = {face}",
    )
    click_face(qtbot, page, face)
    wait(qtbot, page)
    assert stored(page, face).confirmed
    assert {stored(page, one).name for one in others} == {None}


def test_a_box_can_be_drawn_and_nobody_is_asked_for_a_name(
    qtbot: QtBot, page: PhotoPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[int, str]] = []

    def draw(
        _: Drawing, library: Library, *, photo: int, box: object, name: str, at_ms: int | None
    ) -> Changes:
        assert at_ms is None
        drawn.append((photo, name))
        return Changes(None, "Added a face")

    monkeypatch.setattr(Drawing, "draw", draw)
    where(qtbot, page, "Draw around the face…")
    assert "Draw a box around the face of Anna." in words(page)
    assert page.bar.pencil.isChecked()
    qtbot.keyClick(page.view, Qt.Key.Key_Plus)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert drawn == [(6, "Anna")]
    assert not page.naming.isVisible()


@pytest.mark.parametrize("entry", ["Choose the face…", "Draw around the face…"])
def test_escape_leaves_all_as_it_was(qtbot: QtBot, page: PhotoPage, desk: Desk, entry: str) -> None:
    where(qtbot, page, entry)
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert "Anna?" not in words(page)
    assert not page.view.drawing
    click_face(qtbot, page, page.view.faces[0].id)
    assert page.naming.isVisible()
    assert mentioned(desk) == ["Anna"]


def test_another_photo_is_not_meant(qtbot: QtBot, page: PhotoPage) -> None:
    where(qtbot, page, "Choose the face…")
    arrive(qtbot, page, 2)
    click_face(qtbot, page, page.view.faces[0].id)
    assert page.naming.isVisible()


def test_somebody_who_is_not_there_is_removed(qtbot: QtBot, page: PhotoPage, desk: Desk) -> None:
    named = {one.accessibleName(): one for one in page.inspector.findChildren(QToolButton)}
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseClick(named["Go to Anna"], LEFT)
    assert going.args[0].page is PageName.PERSON
    qtbot.mouseClick(named["Anna is not in this photo"], LEFT)
    wait(qtbot, page)
    assert mentioned(desk) == []
    assert "where is not known" not in page.inspector.text
    undo(desk.library)
    assert mentioned(desk) == ["Anna"]


def test_who_is_ignored_or_has_a_face_there_is_left_out(desk: Desk) -> None:
    library = desk.library
    anna = mention_person(library, photo=6, person=NewPerson("Anna")).people[0]
    bert = mention_person(library, photo=6, person=NewPerson("Bert")).people[0]
    assert mentioned(desk) == ["Anna", "Bert"]
    assert mentioned(desk, 7) == []
    ignore_person(library, person=bert)
    assert mentioned(desk) == ["Anna"]
    with library.read() as session:
        face = faces_in_photo(session, 6)[0].id
    move_faces(library, faces=[face], to=anna)
    assert mentioned(desk) == []
