"""Look-alikes on the page of a person: answered one by one or together, and looked at more closely."""

from __future__ import annotations

from typing import Any

import pytest
from makers.desks import settle
from makers.libraries import members, run, scalar
from makers.person_pages import LEFT, do, opened, press, show, shown
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.pages.person import PersonPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.person_dialogs import SameQuestion
from app.search.places import face_places


def suggest(
    desk: Desk, person: int, probability: float, *, other: int | None = None, face: int | None = None
) -> None:
    """Propose that somebody else, or a lonely face, is a person; shown by one face of each."""
    mine = min(members(desk.library)[person])
    theirs = face or min(members(desk.library)[other or 0])
    columns = "person_id, other_person_id, face_id, similarity, probability, settles"
    values = f"{person}, {other or 'NULL'}, {face or 'NULL'}, 0.5, {probability}, 1, {mine}, {theirs}"
    run(
        desk.library,
        f"INSERT INTO suggestion ({columns}, nearest_face_id, other_nearest_face_id) VALUES ({values})",
    )


@pytest.fixture
def suggested(desk: Desk) -> Desk:
    """The first group may be the second one, the third one, and a lonely face."""
    run(desk.library, "DELETE FROM suggestion")
    lonely = int(scalar(desk.library, "SELECT min(id) FROM face WHERE person_id IS NULL"))
    suggest(desk, 1, 0.9, other=2)
    suggest(desk, 1, 0.3, other=3)
    suggest(desk, 1, 0.7, face=lonely)
    return desk


def cards(page: PersonPage) -> list[Any]:
    return [one for one in page.strip.findChildren(QWidget) if hasattr(one, "yes")]


def test_look_alikes_are_answered(qtbot: QtBot, suggested: Desk) -> None:
    page = show(qtbot, suggested, 1)
    assert len(cards(page)) == 3
    assert "3" in page.strip.heading.text()
    with qtbot.waitSignal(suggested.changed):
        qtbot.mouseClick(cards(page)[-1].no, LEFT)
    settle(qtbot, suggested)
    assert scalar(suggested.library, "SELECT count(*) FROM rejection WHERE other_person_id = 3") == 1
    qtbot.waitUntil(lambda: len(cards(page)) == 2)
    with qtbot.waitSignal(suggested.changed):
        qtbot.mouseClick(cards(page)[0].yes, LEFT)
    settle(qtbot, suggested)
    assert 2 not in members(suggested.library)
    assert len(shown(page)) == 13


def test_likely_look_alikes_are_answered_together(qtbot: QtBot, suggested: Desk) -> None:
    page = show(qtbot, suggested, 1)
    assert "2" in page.strip.all.text()
    with qtbot.waitSignal(suggested.changed):
        qtbot.mouseClick(page.strip.all, LEFT)
    settle(qtbot, suggested)
    assert len(shown(page)) == 7 + 6 + 1
    suggested.undo()
    settle(qtbot, suggested)
    assert len(shown(page)) == 7


def test_a_look_alike_with_a_name_asks_which_stays(qtbot: QtBot, suggested: Desk) -> None:
    for person, name in ((1, "Anna"), (2, "Ben")):
        do(qtbot, suggested, operations.name_person, person=person, name=name)
    page = show(qtbot, suggested, 1)
    assert not page.strip.all.isVisible()
    qtbot.mouseClick(cards(page)[0].yes, LEFT)
    question = opened(qtbot, page, SameQuestion)
    press(qtbot, question, "Merge as Ben")
    qtbot.waitUntil(lambda: page.title() == "Ben")
    settle(qtbot, suggested)
    assert len(shown(page)) == 13


def test_nothing_to_review_takes_no_room(qtbot: QtBot, desk: Desk) -> None:
    run(desk.library, "DELETE FROM suggestion")
    page = show(qtbot, desk, 1)
    assert not page.strip.isVisible()
    page.strip.show_missing(4)
    assert "4" in page.strip.missing.text()
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseClick(page.strip.missing, LEFT)
    assert going.args == [Place(PageName.REVIEW)]


def test_the_photos_of_both_faces_are_in_reach(qtbot: QtBot, suggested: Desk) -> None:
    page = show(qtbot, suggested, 1)
    mine, theirs = min(members(suggested.library)[1]), min(members(suggested.library)[2])
    with suggested.library.read() as session:
        places = face_places(session, [mine, theirs])
    photos = tuple(dict.fromkeys([places[theirs].photo_id, places[mine].photo_id]))
    card = cards(page)[0]
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseDClick(card, LEFT, pos=QPoint(20, 20))
    assert going.args == [Place(PageName.PHOTO, photos[0], ids=photos, faces=(theirs, mine))]


def test_the_menu_of_a_look_alike(qtbot: QtBot, suggested: Desk) -> None:
    page = show(qtbot, suggested, 1)
    card = cards(page)[0]
    # The Menu key on one of its buttons.
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(4, 4), card.yes.mapToGlobal(QPoint(4, 4))
    )
    QApplication.sendEvent(card.yes, event)
    menu = opened(qtbot, card, QMenu)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == [
        "Yes, the same person",
        "No, not the same person",
        "Show photos",
        "Go to them",
    ]
    with qtbot.waitSignal(page.going) as going:
        actions["Go to them"].trigger()
    assert going.args == [Place(PageName.PERSON, 2)]
    with qtbot.waitSignal(suggested.changed):
        actions["No, not the same person"].trigger()
    menu.hide()
    settle(qtbot, suggested)
    assert len(cards(page)) == 2
