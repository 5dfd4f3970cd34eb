"""The page of one photo: drawing a face that was missed, with the mouse or keys, and deleting a wrong box."""

from __future__ import annotations

import pytest
from makers.photo_pages import LEFT, Key, arrive, opened_page, stored, wait, words
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop import naming
from app.desktop.pages.photo import PhotoPage
from app.indexing import drawing
from app.library.store import Library
from app.operations import Changes, DrawnFace, OperationError, history

page = pytest.fixture(opened_page, name="page")

Box = tuple[float, float, float, float]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """Have faces added as they are drawn, without a model that looks at them; return their boxes."""
    boxes: list[Box] = []

    def add(
        library: Library, _: object, *, photo_id: int, box: Box, to: object, at_ms: int | None
    ) -> Changes:
        assert at_ms is None
        boxes.append(box)
        return operations.draw_face(library, photo=photo_id, face=DrawnFace(box), to=to)  # type: ignore[arg-type]

    monkeypatch.setattr(naming.Drawing, "_loaded", lambda *_: None)
    monkeypatch.setattr(drawing, "draw_face", add)
    return boxes


def draw(qtbot: QtBot, page: PhotoPage, begin: QPointF, end: QPointF) -> None:
    placed = page.view.transform()
    qtbot.keyClick(page.view, Key.Key_D)
    assert page.view.drawing
    qtbot.mousePress(page.view, LEFT, pos=placed.map(begin).toPoint())
    qtbot.mouseMove(page.view, placed.map(end).toPoint())
    qtbot.mouseRelease(page.view, LEFT, pos=placed.map(end).toPoint())
    wait(qtbot, page)


def test_a_missed_face_is_drawn_as_a_square_and_named_in_one_step(
    qtbot: QtBot, page: PhotoPage, drawn: list[Box]
) -> None:
    before = len(history(page.desk.library))
    draw(qtbot, page, QPointF(30, 200), QPointF(90, 250))
    assert not page.view.drawing
    assert page.naming.isVisible()
    assert "Escape leaves the face without a name" in words(page)
    # Nothing is added before the user has said whose it is.
    assert drawn == []
    qtbot.keyClicks(page.naming.field.line, "Dora")
    qtbot.keyClick(page.naming.field.line, Key.Key_Return)
    wait(qtbot, page)
    assert drawn[0] == pytest.approx((30, 200, 60, 60), abs=2)
    assert len(page.view.faces) == 4
    new = max(face.id for face in page.view.faces)
    assert (stored(page, new).name, stored(page, new).confirmed) == ("Dora", True)
    assert page.notice == ""
    assert len(history(page.desk.library)) == before + 1
    page.desk.undo()
    wait(qtbot, page)
    assert len(page.view.faces) == 3
    page.desk.redo()
    wait(qtbot, page)
    assert stored(page, new).name == "Dora"


def test_a_drawn_face_may_be_somebody_known(qtbot: QtBot, page: PhotoPage, drawn: list[Box]) -> None:
    page.desk.do(operations.name_person, person=1, name="Anna")
    wait(qtbot, page)
    draw(qtbot, page, QPointF(30, 200), QPointF(90, 250))
    qtbot.keyClicks(page.naming.field.line, "anna")
    assert page.naming.field.hint == "Return says that this face is Anna"
    qtbot.keyClick(page.naming.field.line, Key.Key_Return)
    wait(qtbot, page)
    new = max(face.id for face in page.view.faces)
    assert stored(page, new).person_id == 1


@pytest.mark.parametrize("how", ["escape", "another photo", "another page"])
def test_a_drawn_face_stays_without_a_name(qtbot: QtBot, page: PhotoPage, drawn: list[Box], how: str) -> None:
    draw(qtbot, page, QPointF(30, 200), QPointF(90, 250))
    if how == "escape":
        qtbot.keyClick(page.naming.field.line, Key.Key_Escape)
        assert page.view.hasFocus()
    elif how == "another photo":
        arrive(qtbot, page, 2)
    else:
        page.hide()
        page.show()
    wait(qtbot, page)
    arrive(qtbot, page, 6)
    assert len(page.view.faces) == 4
    assert stored(page, max(face.id for face in page.view.faces)).name is None


def test_a_face_is_drawn_with_keys_alone(qtbot: QtBot, page: PhotoPage, drawn: list[Box]) -> None:
    for key in (
        Key.Key_D,
        Key.Key_Plus,
        Key.Key_Left,
        Key.Key_Left,
        Key.Key_Down,
        Key.Key_Minus,
        Key.Key_Return,
    ):
        qtbot.keyClick(page.view, key)
    assert page.title() == "6.jpg"
    assert page.naming.isVisible()
    qtbot.keyClicks(page.naming.field.line, "Dora")
    qtbot.keyClick(page.naming.field.line, Key.Key_Return)
    wait(qtbot, page)
    assert stored(page, max(face.id for face in page.view.faces)).name == "Dora"
    row = page.view.transform().inverted()[0].map(QPointF(page.view.rect().center()))
    left, top, width, height = drawn[0]
    assert width == pytest.approx(height)
    assert left + width / 2 < row.x() - width * 0.1
    assert top + height / 2 > row.y()


def test_a_box_that_is_refused_is_told_of_and_goes_away(
    qtbot: QtBot, page: PhotoPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Changes:
        raise OperationError("Draw it elsewhere.")

    monkeypatch.setattr(naming.Drawing, "draw", refuse)
    draw(qtbot, page, QPointF(30, 200), QPointF(90, 260))
    with qtbot.waitSignal(page.desk.troubled) as told:
        qtbot.keyClick(page.naming.field.line, Key.Key_Escape)
    assert told.args == ["Draw it elsewhere."]
    wait(qtbot, page)
    assert page.notice == ""
    assert not page.naming.isVisible()
    assert len(page.view.faces) == 3


def test_a_box_that_is_too_small_is_not_drawn(qtbot: QtBot, page: PhotoPage, drawn: list[Box]) -> None:
    draw(qtbot, page, QPointF(30, 200), QPointF(33, 203))
    assert page.view.drawing
    assert not page.naming.isVisible()
    qtbot.keyClick(page.view, Key.Key_Escape)
    assert not page.view.drawing
    wait(qtbot, page)
    assert drawn == []


def test_delete_removes_the_marked_box_and_else_asks_about_the_photo(
    qtbot: QtBot, page: PhotoPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = page.view.faces[0].id
    qtbot.keyClick(page.view, Key.Key_Tab)
    qtbot.keyClick(page.view, Key.Key_Delete)
    wait(qtbot, page)
    assert page.view.face(first) is None
    assert len(page.view.faces) == 2
    page.desk.undo()
    wait(qtbot, page)
    assert page.view.face(first) is not None
