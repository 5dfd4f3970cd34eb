"""The field for names: what it offers, what Return and Escape do, and what it says before."""

from __future__ import annotations

import pytest
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.widgets.name_field import NameField


@pytest.fixture
def field(qtbot: QtBot, desk: Desk) -> NameField:
    for person, name in ((1, "Zoë Anna"), (2, "Anna"), (3, "Ann Lee")):
        desk.do(operations.name_person, person=person, name=name)
    settle(qtbot, desk)
    made = NameField(desk)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    settle(qtbot, desk)
    return made


def test_a_new_name_is_given_as_typed_and_tidied(qtbot: QtBot, field: NameField) -> None:
    qtbot.keyClicks(field.line, "  Bert   Ray ")
    assert field.hint == ""
    assert field.offered == []
    with qtbot.waitSignal(field.named) as given:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert given.args == ["Bert Ray"]


def test_names_are_offered_by_their_words_without_case_and_accents(qtbot: QtBot, field: NameField) -> None:
    qtbot.keyClicks(field.line, "AN")
    assert field.offered == ["Ann Lee", "Anna", "Zoë Anna"]
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.offered == []
    qtbot.keyClicks(field.line, "zoe")
    assert field.offered == ["Zoë Anna"]


def test_somebodys_name_is_recognised_in_any_case(qtbot: QtBot, field: NameField) -> None:
    qtbot.keyClicks(field.line, "anna")
    assert field.hint == "Return adds these faces to Anna"
    assert field.line.accessibleDescription() == field.hint
    # The name itself is no completion of itself.
    assert field.offered == ["Zoë Anna"]
    field.set_hint("Return adds this face to {name}")
    assert field.hint == "Return adds this face to Anna"
    with qtbot.waitSignal(field.named) as given:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert given.args == ["Anna"]


def test_an_offered_name_is_taken_with_the_keys(qtbot: QtBot, field: NameField) -> None:
    given: list[str] = []
    field.named.connect(given.append)
    qtbot.keyClicks(field.line, "an")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert field.text() == "Ann Lee"
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(given))
    assert given == ["Ann Lee"]
    assert field.offered == []


def test_beyond_the_offered_names_is_what_was_typed(qtbot: QtBot, field: NameField) -> None:
    given: list[str] = []
    field.named.connect(given.append)
    qtbot.keyClicks(field.line, "an")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QAbstractItemView)
    # Nothing looks chosen yet.
    assert not popup.currentIndex().isValid()
    for _ in range(len(field.offered) + 1):
        qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert field.text() == "an"
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: given == ["an"])


def test_an_offered_name_is_taken_with_the_mouse(qtbot: QtBot, field: NameField) -> None:
    given: list[str] = []
    field.named.connect(given.append)
    qtbot.keyClicks(field.line, "zo")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    place = popup.visualRect(popup.model().index(0, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert given == ["Zoë Anna"]


def test_typing_on_while_names_are_offered_reaches_the_line(qtbot: QtBot, field: NameField) -> None:
    qtbot.keyClicks(field.line, "an")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClicks(popup, "ton")
    assert field.text() == "anton"
    with qtbot.waitSignal(field.named) as given:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert given.args == ["anton"]


@pytest.mark.parametrize("typed", ["", "an"])
def test_escape_gives_up(qtbot: QtBot, field: NameField, typed: str) -> None:
    qtbot.keyClicks(field.line, typed)
    with qtbot.assertNotEmitted(field.named), qtbot.waitSignal(field.given_up):
        qtbot.keyClick(QApplication.activePopupWidget() or field.line, Qt.Key.Key_Escape)
    assert field.offered == []


def test_return_in_an_empty_field_says_nothing(qtbot: QtBot, field: NameField) -> None:
    qtbot.keyClicks(field.line, "  ")
    with qtbot.assertNotEmitted(field.named, wait=50):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)


def test_a_name_that_was_just_given_is_known(qtbot: QtBot, desk: Desk, field: NameField) -> None:
    desk.do(operations.name_person, person=2, name="Bertha")
    settle(qtbot, desk)
    settle(qtbot, desk)
    qtbot.keyClicks(field.line, "ber")
    assert field.offered == ["Bertha"]
    field.set_text("BERTHA")
    assert "Bertha" in field.hint
    assert field.line.selectedText() == "BERTHA"


def test_an_empty_name_is_refused_or_removes(qtbot: QtBot, field: NameField) -> None:
    with qtbot.assertNotEmitted(field.named):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert "Type a name" in field.hint
    assert field.line.accessibleDescription() == field.hint
    qtbot.keyClicks(field.line, "B")
    assert field.hint == ""
    # One of characters that nobody sees is no name either.
    field.line.setText("\u200d")
    with qtbot.assertNotEmitted(field.named):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.hint == "A name cannot be empty."
    field.set_text("")
    field.set_removable(True)
    assert field.hint == "Return removes the name"
    with qtbot.assertNotEmitted(field.named), qtbot.waitSignal(field.emptied):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
