"""Making one of several people and groups: by dragging, by choosing several, and by name."""

from __future__ import annotations

import pytest
from makers.covers import (
    click,
    drop,
    names,
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
from sqlalchemy import text

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.people import LONELY
from app.desktop.pages.covers_page import CoversPage
from app.desktop.pages.people import UnnamedPage
from app.desktop.places import PageName
from app.desktop.widgets.marked_photo import MarkedPhoto
from app.desktop.widgets.person_dialogs import (
    SameQuestion,
    WhoDialog,
)
from app.search.meeting import meeting


def part(desk: Desk) -> None:
    """Take group 3 out of the photos that others are in, too."""
    with desk.library.write() as session:
        session.execute(text("DELETE FROM face WHERE person_id = 3 AND photo_id IN (4, 6)"))


@pytest.fixture
def unnamed(qtbot: QtBot, desk: Desk) -> CoversPage:
    return unnamed_page(qtbot, desk)


@pytest.fixture
def people(qtbot: QtBot, desk: Desk) -> CoversPage:
    return people_page(qtbot, desk)


def test_a_cover_dropped_on_another_merges(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    part(desk)
    with qtbot.waitSignal(desk.changed):
        drop(unnamed, 3, 2)
    settle(qtbot, desk)
    assert names(desk) == {1: None, 2: None}
    desk.undo()
    settle(qtbot, desk)
    assert shown(unnamed) == [1, 2, 3, LONELY]


def test_merging_two_names_asks_which_stays(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    drop(people, 2, 1)
    question = opened(qtbot, people, SameQuestion)
    with qtbot.waitSignal(desk.changed):
        press(qtbot, question, "Merge as Ben")
    settle(qtbot, desk)
    assert names(desk) == {2: "Ben", 3: None}


def test_cancelling_a_merge_changes_nothing(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    drop(people, 2, 1)
    question = opened(qtbot, people, SameQuestion)
    with qtbot.assertNotEmitted(desk.changed):
        qtbot.keyClick(question, Qt.Key.Key_Escape)
        settle(qtbot, desk)
    assert shown(people) == [1, 2]


def test_several_are_chosen_and_merged(qtbot: QtBot, desk: Desk, unnamed: CoversPage) -> None:
    part(desk)
    click(qtbot, unnamed, 3)
    assert not unnamed.buttons[0].isVisible()
    click(qtbot, unnamed, 1, also=True)
    assert unnamed.chosen.text().startswith("2")
    with qtbot.waitSignal(desk.changed):
        press(qtbot, unnamed, "Merge")
    settle(qtbot, desk)
    assert names(desk) == {1: None, 2: None}


def test_merge_with_a_name(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    click(qtbot, people, 1)
    people.merge_chosen()
    dialog = opened(qtbot, people, WhoDialog)
    with qtbot.waitSignal(desk.troubled) as trouble:
        qtbot.keyClicks(dialog.field.line, "Zoe")
        qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert "Nobody is called Zoe" in trouble.args[0]
    part(desk)
    unnamed = show(qtbot, desk, UnnamedPage(desk), PageName.UNNAMED)
    click(qtbot, unnamed, 3)
    unnamed.merge_chosen()
    dialog = opened(qtbot, unnamed, WhoDialog)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClicks(dialog.field.line, "anna")
        qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk) == {1: "Anna", 2: "Ben"}


def test_two_who_are_in_one_photo_are_asked_about_with_it(
    qtbot: QtBot, desk: Desk, unnamed: CoversPage
) -> None:
    with qtbot.assertNotEmitted(desk.changed):
        drop(unnamed, 3, 2)
        question = opened(qtbot, unnamed, SameQuestion)
        settle(qtbot, desk)
    assert "in this photo together" in question.text.text()
    # Photo 6 is the only one with both.
    assert question.findChild(MarkedPhoto).photo == 6
    with qtbot.assertNotEmitted(desk.changed):
        # Return does not merge what speaks against itself.
        qtbot.keyClick(question, Qt.Key.Key_Return)
        settle(qtbot, desk)
    assert not question.isVisible()
    drop(unnamed, 3, 2)
    with qtbot.waitSignal(desk.changed):
        press(qtbot, opened(qtbot, unnamed, SameQuestion), "Merge all the same")
    settle(qtbot, desk)
    assert names(desk) == {1: None, 2: None}


def test_two_who_are_in_one_photo_may_be_told_apart(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    unnamed = show(qtbot, desk, UnnamedPage(desk), PageName.UNNAMED)
    click(qtbot, unnamed, 3)
    unnamed.merge_chosen()
    dialog = opened(qtbot, unnamed, WhoDialog)
    qtbot.keyClicks(dialog.field.line, "anna")
    qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    question = opened(qtbot, unnamed, SameQuestion)
    assert "Anna and the other group are in this photo together" in question.text.text()
    with qtbot.waitSignal(desk.changed) as done:
        press(qtbot, question, "They are different people")
    assert done.args[0].told == "Noted that Anna is not a group of 5 faces"


def test_a_face_that_is_ignored_says_nothing_of_who_met(qtbot: QtBot, desk: Desk) -> None:
    with desk.library.read() as session:
        met = meeting(session, [2, 3])
        assert met is not None
        assert (met.photo, met.people, len(set(met.faces))) == (6, (2, 3), 2)
        assert meeting(session, [2]) is None
    operations.ignore_faces(desk.library, faces=[met.faces[0]])
    with desk.library.read() as session:
        assert meeting(session, [2, 3]) is None
