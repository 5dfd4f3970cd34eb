"""The search field: what was searched for, suggestions by mouse and keys, and what is not understood."""

from __future__ import annotations

import time

import pytest
from makers.desks import settle
from makers.journeys import PARIS, change_photos
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.models.completions import COVER_ROLE, KIND_ROLE, Completions
from app.desktop.widgets.search_field import SearchField
from app.operations import name_person
from app.search.completion import Completion
from app.search.person import cover_faces


class Window(QWidget):
    """A window with the field at its top, as the main window has it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.resize(640, 480)
        self.field = SearchField(desk)
        self.other = QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.other, 1)
        self.searched: list[str] = []
        self.field.searched.connect(self.searched.append)

    @property
    def list(self) -> QListView:
        found = self.findChild(QListView)
        assert isinstance(found, QListView)
        return found

    @property
    def suggested(self) -> list[str]:
        if not self.list.isVisible():
            return []
        model = self.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    name_person(desk.library, person=1, name="Anna")
    name_person(desk.library, person=2, name="Bert")
    made = Window(desk)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.field.start()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def test_return_searches_for_what_is_understood(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.field, "anna and bert 2019 ")
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.searched))
    assert window.searched == ["anna and bert 2019"]
    assert window.field.text() == "anna and bert 2019 "
    assert not window.suggested


def test_people_are_suggested_with_their_faces(qtbot: QtBot, desk: Desk, window: Window) -> None:
    qtbot.keyClicks(window.field, "an")
    qtbot.waitUntil(lambda: "Anna" in window.suggested)
    index = window.list.model().index(window.suggested.index("Anna"), 0)
    assert index.data(COVER_ROLE) == cover_faces(desk.library, people=[1])[1]
    assert index.data(KIND_ROLE) == "person"
    assert not window.searched


def test_places_are_suggested_and_searched_for(qtbot: QtBot, desk: Desk, window: Window) -> None:
    change_photos(desk.library, {1: {"latitude": PARIS[0], "longitude": PARIS[1]}})
    qtbot.keyClicks(window.field, "anna in par")
    qtbot.waitUntil(lambda: "Paris" in window.suggested)
    index = window.list.model().index(window.suggested.index("Paris"), 0)
    assert index.data(KIND_ROLE) == "place"
    # It is drawn with a mark of its own.
    window.list.grab()
    qtbot.keyClick(window.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.searched))
    assert window.searched == ["anna in Paris"]


def test_down_and_return_take_a_suggestion_and_search(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.field, "bert an")
    qtbot.waitUntil(lambda: "Anna" in window.suggested)
    assert window.suggested[0] == "Anna"
    qtbot.keyClick(window.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.searched))
    assert window.searched == [window.field.text()] == ["bert Anna"]


def test_up_before_the_first_marks_none_so_that_return_searches_as_typed(
    qtbot: QtBot, window: Window
) -> None:
    qtbot.keyClicks(window.field, "bert")
    qtbot.keyClick(window.field, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: "Bert" in window.suggested)
    qtbot.keyClick(window.field, Qt.Key.Key_Down)
    assert window.list.currentIndex().row() == 0
    qtbot.keyClick(window.field, Qt.Key.Key_Up)
    assert not window.list.currentIndex().isValid()
    qtbot.keyClick(window.field, Qt.Key.Key_Up)
    assert window.list.currentIndex().row() == len(window.suggested) - 1
    qtbot.keyClick(window.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.searched))
    assert window.searched == ["bert"]


def test_tab_takes_the_first_and_one_goes_on_typing(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.field, "an")
    qtbot.waitUntil(lambda: "Anna" in window.suggested)
    qtbot.keyClick(window.field, Qt.Key.Key_Tab)
    assert window.field.text() == "Anna "
    assert window.field.hasFocus()
    qtbot.keyClicks(window.field, "2019")
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.searched))
    assert window.searched == ["Anna 2019"]


def test_a_click_takes_a_suggestion(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.field, "be")
    qtbot.waitUntil(lambda: "Bert" in window.suggested)
    index = window.list.model().index(window.suggested.index("Bert"), 0)
    where = window.list.visualRect(index).center()
    qtbot.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: bool(window.searched))
    assert window.searched == ["Bert"]
    assert window.field.hasFocus()


def test_a_joining_word_is_taken_and_one_goes_on_typing(qtbot: QtBot, desk: Desk, window: Window) -> None:
    qtbot.keyClicks(window.field, "Anna witho")
    qtbot.waitUntil(lambda: "without" in window.suggested)
    for _ in range(window.suggested.index("without") + 1):
        qtbot.keyClick(window.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    assert window.field.text() == "Anna without "
    qtbot.waitUntil(lambda: "Bert" in window.suggested)
    settle(qtbot, desk)
    assert not window.searched


def test_escape_closes_suggestions_and_then_brings_the_last_search_back(qtbot: QtBot, window: Window) -> None:
    window.field.show_text("Bert")
    window.field.start()
    qtbot.keyClicks(window.field, "an")
    qtbot.waitUntil(lambda: "Anna" in window.suggested)
    qtbot.keyClick(window.field, Qt.Key.Key_Escape)
    assert not window.suggested
    assert window.field.text() == "an"
    qtbot.keyClick(window.field, Qt.Key.Key_Escape)
    assert window.field.text() == "Bert"
    assert not window.searched


def test_what_is_not_understood_is_shown_by_the_page_and_marked_here(qtbot: QtBot, window: Window) -> None:
    # Whoever is told of a search takes the focus.
    window.field.searched.connect(lambda _: window.other.setFocus())
    qtbot.keyClicks(window.field, " Anna and Zoe 2019")
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.field.selectedText() == "Zoe")
    assert window.searched == ["Anna and Zoe 2019"]
    assert window.field.hasFocus()
    qtbot.keyClicks(window.field, "bert")
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.searched) == 2)
    assert window.searched[1] == "Anna and bert 2019"


def test_clearing_ends_a_search_but_not_what_was_never_searched(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.field, "xy")
    window.field.clear()
    assert window.searched == []
    window.field.show_text("Anna")
    assert window.searched == []
    window.field.start()
    qtbot.keyClick(window.field, Qt.Key.Key_Delete)
    assert window.searched == [""]


def test_suggestions_come_only_once_typing_pauses(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def slow(text: str, cursor: int, session: object) -> list[Completion]:
        asked.append(text)
        time.sleep(0.05)
        return [Completion(0, len(text), text.upper(), text.upper(), "word")]

    monkeypatch.setattr("app.desktop.widgets.search_field.complete", slow)
    qtbot.keyClicks(window.field, "2019-0")
    assert asked == []
    qtbot.waitUntil(lambda: window.suggested == ["2019-0"])
    assert asked == ["2019-0"]


def test_suggestions_go_when_something_else_is_used(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClicks(window.field, "an")
    qtbot.waitUntil(lambda: "Anna" in window.suggested)
    window.other.setFocus()
    qtbot.waitUntil(lambda: not window.suggested)


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot) -> None:
    model = Completions()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([Completion(0, 2, "Anna", "Anna", "person", 1)], {1: 7})
    model.show([], {})
    assert tester.model() is model
