"""The grid of a person's faces: what is chosen stays chosen, also where most of it is shown anew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from makers.desks import settle
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pictures import Kind
from app.desktop.widgets.face_grid import FaceGrid
from app.search.faces import FacesOfPerson

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


def faces(ids: range) -> FacesOfPerson:
    """Faces that nobody confirmed, each in a photo of its own with a number that another face may have."""
    number = len(ids)
    return FacesOfPerson(
        np.array(ids, np.int64),
        np.array(ids, np.int64) + 1,
        np.full(number, 20190714, np.int32),
        np.zeros(number, np.bool_),
        np.full(number, 0.5, np.float32),
        np.full(number, -1, np.int16),
        None,
    )


@pytest.fixture
def grid(qtbot: QtBot, desk: Desk) -> Iterator[FaceGrid]:
    made = FaceGrid(desk)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.faces.load(faces(range(1, 1001)))
    made.show()
    yield made
    made.hide()
    settle(qtbot, desk)


def click(qtbot: QtBot, grid: FaceGrid, face: int, held: Qt.KeyboardModifier) -> None:
    (index,) = grid.faces.indexes_of([face])
    qtbot.mouseClick(grid.viewport(), LEFT, held, grid.visualRect(index).center())


def test_what_is_chosen_stays_so_when_all_is_shown_anew(qtbot: QtBot, grid: FaceGrid) -> None:
    for face in (3, 4, 6, 8):
        click(qtbot, grid, face, CTRL)
    assert grid.chosen_faces() == [3, 4, 6, 8]
    grid.verticalScrollBar().setValue(900)
    with qtbot.waitSignal(grid.faces.modelReset):
        grid.faces.load(faces(range(2, 1001, 2)))
    assert grid.chosen_faces() == [4, 6, 8]
    assert grid.faces.id_at(grid.currentIndex()) == 8
    # Whoever scrolled away stays there.
    assert grid.verticalScrollBar().value() == 900
    # The keys go on from where they were.
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.chosen_faces() == [10]


def test_faces_and_photos_of_the_same_number_are_not_confused(qtbot: QtBot, grid: FaceGrid) -> None:
    click(qtbot, grid, 5, Qt.KeyboardModifier.NoModifier)
    grid.faces.show_kind(Kind.PHOTO)
    assert grid.chosen_faces() == []
    assert not grid.currentIndex().isValid()
