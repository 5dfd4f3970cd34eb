"""People who are named in photos, nobody knows where: their page and their cover show the photos."""

from __future__ import annotations

import pytest
from makers.covers import click, do, index_of, people_page
from makers.desks import settle
from makers.libraries import run
from makers.person_pages import show
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.places import PageName, Place
from app.operations import NewPerson, ignore_faces, mention_person, move_faces, remove_mention
from app.search.faces import faces_in_photo
from app.search.mentions import known_by_mention_alone, mentioned_photos

SPOKEN, TIP = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def frieda(desk: Desk) -> int:
    """Name Frieda in photos 4, 6 and 12, which have faces of others."""
    person: int | NewPerson = NewPerson("Frieda")
    for photo in (4, 12, 6):
        (person,) = mention_person(desk.library, photo=photo, person=person).people
    assert isinstance(person, int)
    return person


def photos(desk: Desk, person: int) -> list[int]:
    with desk.library.read() as session:
        return mentioned_photos(session, person).tolist()


def test_their_page_shows_the_photos(qtbot: QtBot, desk: Desk, frieda: int) -> None:
    page = show(qtbot, desk, frieda)
    assert page.header.figures.text() == "Named in 3 photo(s), nobody knows where"
    assert page.named_in.isVisible()
    assert not page.bar.isVisible()
    assert page.named_in.ids() == (12, 6, 4)
    assert "not where" in page.named_in.text.text()
    grid = page.named_in.grid
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    assert page.focusWidget() is grid
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PHOTO, 6, ids=(12, 6, 4))]
    # Somebody else has faces.
    page.arrive(Place(PageName.PERSON, 1))
    settle(qtbot, desk)
    assert page.grid.isVisible()
    assert page.bar.isVisible()


def test_a_face_and_a_mention(qtbot: QtBot, desk: Desk, frieda: int) -> None:
    page = show(qtbot, desk, frieda)
    with desk.library.read() as session:
        face = faces_in_photo(session, 6)[0].id
    do(qtbot, desk, move_faces, faces=[face], to=frieda)
    assert page.grid.isVisible()
    assert page.header.figures.text() == (
        "1 face(s) in 1 photo(s), 2019, 1 confirmed; named in 2 more photo(s), nobody knows where"
    )
    assert photos(desk, frieda) == [12, 4]
    (action,) = [one for one in page.header.menu.actions() if one.text() == "Show all photos"]
    with qtbot.waitSignal(page.going) as going:
        action.trigger()
    assert going.args == [Place(PageName.PHOTOS, text="Frieda")]
    # Without the mentions nothing is said of them.
    for photo in (4, 12):
        do(qtbot, desk, remove_mention, photo=photo, person=frieda)
    assert page.header.figures.text() == "1 face(s) in 1 photo(s), 2019, 1 confirmed"


def test_their_cover_counts_photos(qtbot: QtBot, desk: Desk, frieda: int) -> None:
    page = people_page(qtbot, desk)
    index = index_of(page, frieda)
    said = "named in 3 photo(s), nobody knows where"
    assert index.data(TIP) == f"Frieda\n{said}"
    assert index.data(SPOKEN) == f"Frieda, {said}"
    with qtbot.waitSignal(page.grid.people.dataChanged):
        do(qtbot, desk, remove_mention, photo=4, person=frieda)
    assert "named in 2 photo(s)" in index_of(page, frieda).data(SPOKEN)
    click(qtbot, page, frieda)
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PERSON, frieda)]


def test_which_photos_count(desk: Desk, frieda: int) -> None:
    library = desk.library
    with library.read() as session:
        assert known_by_mention_alone(session) == {frieda: 3}
        face = faces_in_photo(session, 6)[0].id
    run(library, "UPDATE photo SET missing_since = '2026-01-01T00:00:00.000000+00:00' WHERE id = 4")
    assert photos(desk, frieda) == [12, 6]
    move_faces(library, faces=[face], to=frieda)
    assert photos(desk, frieda) == [12]
    with library.read() as session:
        assert known_by_mention_alone(session) == {}
    # An ignored face says nothing of where they are.
    ignore_faces(library, faces=[face])
    assert photos(desk, frieda) == [12, 6]
    with library.read() as session:
        assert known_by_mention_alone(session) == {frieda: 2}
