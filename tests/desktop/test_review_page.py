"""The page of questions: answering with keys and mouse, undoing, and going on while the library changes."""

from __future__ import annotations

import numpy as np
import pytest
from makers.desks import settle
from makers.libraries import assignments, members, run, scalar
from makers.review_pages import FIRST, SECOND, STORED, Shown, shown_questions
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView, QMenu

from app import operations
from app.desktop.models.question import QuestionModel
from app.desktop.places import PageName, Place
from app.desktop.widgets.chances import chance_in_words, percent
from app.desktop.widgets.face_picture import FacePicture
from app.grouping import next_questions

Key = Qt.Key

shown = pytest.fixture(shown_questions, name="shown")


def faces(shown: Shown) -> list[FacePicture]:
    """The two large faces, from left to right."""
    found = [one for one in shown.page.findChildren(FacePicture) if one.isVisible()]
    return sorted(found, key=lambda one: one.mapTo(shown.page, QPoint()).x())


def test_a_click_on_a_face_shows_its_photo(shown: Shown) -> None:
    assert shown.title == FIRST
    for face in faces(shown):
        shown.qtbot.mouseClick(face, Qt.MouseButton.LeftButton)
        # Each face of this library is in a photo with its number.
        assert shown.went[-1] == Place(PageName.PHOTO, face.face, ids=(face.face,), faces=(face.face,))


def test_the_menu_of_a_face(shown: Shown) -> None:
    face = faces(shown)[0]
    place = QPoint(9, 9)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, face.mapToGlobal(place))
    QApplication.sendEvent(face, event)
    menu = next(one for one in shown.page.findChildren(QMenu) if one.isVisible())
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions) == ["Show photo", "Find this face in other photos", "Go to Anna"]
    actions["Find this face in other photos"].trigger()
    assert shown.went[-1] == Place(PageName.FIND, face.face)
    actions["Go to Anna"].trigger()
    assert shown.went[-1] == Place(PageName.PERSON, 1)
    menu.hide()
    # The Menu key goes to both faces.
    pair = shown.page.focusWidget()
    assert pair is not None
    QApplication.sendEvent(pair, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, place))
    menu = next(one for one in shown.page.findChildren(QMenu) if one.isVisible())
    assert [action.text() for action in menu.actions()] == ["Anna", "Ben"]
    menu.hide()


def test_the_faces_are_as_large_as_there_is_room_for(shown: Shown) -> None:
    small = faces(shown)[0].width()
    shown.page.resize(1300, 900)
    shown.qtbot.waitUntil(lambda: faces(shown)[0].width() > small)
    for side in (shown.page.width(), shown.page.height()):
        assert faces(shown)[0].width() < side / 2


def test_a_pair_is_asked_with_what_is_known_of_both(shown: Shown) -> None:
    assert shown.title == FIRST
    assert "Anna 4 face(s)" in shown.words
    assert "Ben 3 face(s)" in shown.words
    assert "perhaps (55 %)" in shown.words
    assert shown.button("Yes").property("main")
    assert not shown.button("No").property("main")
    assert "about 4 suggestion(s) left" in shown.words


def test_yes_is_one_action_that_u_takes_back(shown: Shown) -> None:
    shown.press(Key.Key_Y)
    assert members(shown.desk.library)[1] == {1, 2, 3, 4, 5, 6, 7}
    assert operations.history(shown.desk.library)[0].kind == "review"
    assert shown.title == SECOND
    assert "1 question(s) answered, 3 face(s) settled" in shown.words
    shown.press(Key.Key_U)
    assert members(shown.desk.library)[2] == {5, 6, 7}
    assert shown.title == FIRST
    assert "answered" not in shown.words
    assert not shown.button("Undo").isEnabled()


def test_no_is_remembered(shown: Shown) -> None:
    shown.press(Key.Key_N)
    assert scalar(shown.desk.library, "SELECT count(*) FROM rejection WHERE other_person_id = 2") == 1
    assert shown.title == SECOND


def test_return_accepts_what_is_probable(shown: Shown) -> None:
    shown.press(Key.Key_Return)
    assert 2 not in members(shown.desk.library)


def test_skipping_changes_nothing_and_can_be_taken_back(shown: Shown) -> None:
    before = len(operations.history(shown.desk.library))
    shown.press(Key.Key_S)
    assert shown.title == SECOND
    shown.click("Skip")
    assert shown.title == "Nothing else is worth asking now"
    shown.click("Undo")
    assert shown.title == SECOND
    shown.press(Key.Key_U)
    assert shown.title == FIRST
    assert len(operations.history(shown.desk.library)) == before


def test_what_was_put_off_can_be_asked_again(shown: Shown) -> None:
    shown.press(Key.Key_S)
    shown.click("Skip")
    assert "You put 3 thing(s) off." in shown.words
    shown.click("Ask again")
    assert shown.title in {FIRST, SECOND}


def test_a_page_of_tiles_is_answered_with_keys_alone(shown: Shown) -> None:
    shown.press(Key.Key_S)
    assert shown.title == SECOND
    assert shown.ticks == [True, True]
    assert shown.tiles.currentIndex().row() == 0
    shown.press(Key.Key_N)
    assert shown.ticks == [False, True]
    assert shown.tiles.currentIndex().row() == 1
    shown.press(Key.Key_Space)
    shown.press(Key.Key_Space)
    shown.press(Key.Key_Left)
    assert shown.tiles.currentIndex().row() == 0
    assert shown.ticks == [False, True]
    assert shown.button("Answer").text() == "Answer: 1 yes, 1 no"
    shown.press(Key.Key_Return)
    assert assignments(shown.desk.library)[16] == (3, True)
    assert scalar(shown.desk.library, "SELECT count(*) FROM rejection WHERE person_id = 3") == 1


def test_tiles_are_ticked_with_the_mouse_and_put_off_one_by_one(shown: Shown) -> None:
    shown.press(Key.Key_S)
    where = shown.tiles.visualRect(shown.tiles.model().index(1, 0)).center()
    shown.qtbot.mouseClick(shown.tiles.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert shown.ticks == [True, False]
    shown.press(Key.Key_S)
    assert shown.ticks == [True, None]
    shown.click("Untick all")
    assert shown.ticks == [False, False]
    shown.click("Tick all")
    assert shown.ticks == [True, True]
    outside = shown.tiles.viewport().rect().bottomRight() - QPoint(3, 3)
    shown.qtbot.mouseClick(shown.tiles.viewport(), Qt.MouseButton.LeftButton, pos=outside)
    assert shown.ticks == [True, True]
    shown.click("Answer: 2 yes")
    assert assignments(shown.desk.library)[16] == (3, True)
    assert 4 not in members(shown.desk.library)


def test_photos_of_both_faces_are_shown(shown: Shown) -> None:
    item = next_questions(shown.desk.library, STORED)[0].items[0]
    shown.press(Key.Key_P)
    photos = (item.other.photo_id, item.one.photo_id)
    faces = (item.other.shown_face_id, item.one.shown_face_id)
    assert shown.went == [Place(PageName.PHOTO, id=photos[0], ids=photos, faces=faces)]
    shown.click("Show photos")
    assert len(shown.went) == 2


def test_a_question_stays_while_something_else_changes_and_goes_when_it_means_nothing(shown: Shown) -> None:
    shown.desk.do(operations.name_person, person=5, name="Carla")
    settle(shown.qtbot, shown.desk)
    assert shown.title == FIRST
    shown.desk.do(operations.ignore_person, person=2)
    settle(shown.qtbot, shown.desk)
    assert shown.title == SECOND


def test_undo_from_elsewhere_brings_the_question_back(shown: Shown) -> None:
    shown.press(Key.Key_Y)
    shown.press(Key.Key_N)
    shown.desk.undo()
    settle(shown.qtbot, shown.desk)
    assert shown.title == FIRST
    assert members(shown.desk.library)[2] == {5, 6, 7}


def test_u_does_not_take_back_what_was_done_elsewhere(shown: Shown) -> None:
    shown.press(Key.Key_Y)
    assert shown.button("Undo").isEnabled()
    shown.desk.do(operations.name_person, person=5, name="Carla")
    settle(shown.qtbot, shown.desk)
    assert not shown.button("Undo").isEnabled()
    shown.press(Key.Key_U)
    assert scalar(shown.desk.library, "SELECT name FROM person WHERE id = 5") == "Carla"
    assert 2 not in members(shown.desk.library)


def test_an_answer_that_cannot_be_written_is_told_and_asking_goes_on(shown: Shown) -> None:
    run(shown.desk.library, "DELETE FROM suggestion")
    run(shown.desk.library, "UPDATE face SET person_id = 1 WHERE person_id = 2")
    run(shown.desk.library, "DELETE FROM person WHERE id = 2")
    shown.press(Key.Key_Y)
    assert len(shown.troubles) == 1
    assert "answered" not in shown.words
    assert not shown.button("Undo").isEnabled()


def test_while_another_page_is_shown_nothing_is_asked_but_it_catches_up(shown: Shown) -> None:
    shown.page.hide()
    shown.desk.do(operations.ignore_person, person=2)
    settle(shown.qtbot, shown.desk)
    assert shown.page.findChild(QListView).model().rowCount() == 1
    shown.page.show()
    settle(shown.qtbot, shown.desk)
    assert shown.title == SECOND


def test_the_model_keeps_the_rules_of_models(shown: Shown) -> None:
    model = QuestionModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    questions = next_questions(shown.desk.library, STORED, most=2)
    for question in (*questions, None):
        model.show(question)
        if question is not None:
            model.answer(0, None)
            assert model.setData(model.index(0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
            assert model.answers[0] is True
            assert "Answer: yes" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert tester.model() is model


def test_chances_in_words() -> None:
    assert chance_in_words(0.88) == "very probably (88 %)"
    assert chance_in_words(1.0) == "almost certainly (99 %)"
    assert chance_in_words(0.0) == "almost certainly not (1 %)"
    words = [chance_in_words(chance).rsplit(" ", 2)[0] for chance in np.linspace(0, 1, 201)]
    assert len(dict.fromkeys(words)) == 7
    assert [percent(chance) for chance in (0, 0.004, 0.5, 0.999)] == [1, 1, 50, 99]


def test_answers_in_quick_succession_are_all_written_and_nothing_is_asked_twice(shown: Shown) -> None:
    asked = [shown.title]
    for _ in range(3):
        focused = shown.page.focusWidget()
        assert focused is not None
        shown.qtbot.keyClick(focused, Key.Key_Return)
        shown.qtbot.waitUntil(lambda: shown.title not in {asked[-1], "Looking for what to ask…"})
        asked.append(shown.title)
    assert asked == [FIRST, SECOND, "Is this Anna?", "Everything is sorted for now"]
    settle(shown.qtbot, shown.desk)
    assert {2, 4}.isdisjoint(members(shown.desk.library))
    for title in reversed(asked[:-1]):
        shown.click("Undo")
        assert shown.title == title
    assert {1, 2, 3, 4} <= set(members(shown.desk.library))
