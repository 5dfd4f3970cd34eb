"""The list of a person's faces: as faces and as photos, and which of them are ticked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.desktop.models.faces import FaceRole, FacesModel, no_faces
from app.desktop.pictures import Kind
from app.search.faces import FacesOfPerson

YES, NO = Qt.CheckState.Checked, Qt.CheckState.Unchecked
TICK = Qt.ItemDataRole.CheckStateRole


def faces(*rows: tuple[int, int, bool], age: int = -1) -> FacesOfPerson:
    """Faces by id, photo and whether they are confirmed."""
    number = len(rows)
    return FacesOfPerson(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.full(number, 20190714, np.int32),
        np.array([row[2] for row in rows], np.bool_),
        np.full(number, 0.5, np.float32),
        np.full(number, age, np.int16),
        None,
    )


@pytest.fixture(params=[False, True])
def model(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[FacesModel]:
    made = FacesModel(ticks=request.param)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()


def column(model: FacesModel, role: int) -> list[object]:
    return [model.index(row).data(role) for row in range(model.rowCount())]


def test_faces_and_photos(model: FacesModel) -> None:
    model.load(faces((5, 2, True), (3, 9, True), (4, 2, False)))
    assert column(model, FaceRole.ID) == [5, 3, 4]
    assert column(model, FaceRole.CONFIRMED) == [True, True, False]
    assert column(model, FaceRole.PHOTO) == [2, 9, 2]
    model.show_kind(Kind.PHOTO)
    assert column(model, FaceRole.ID) == column(model, FaceRole.PHOTO) == [2, 9]
    assert column(model, FaceRole.FACES) == [(5, 4), (3,)]
    assert column(model, FaceRole.CONFIRMED) == [False, True]
    assert column(model, FaceRole.KIND) == [Kind.PHOTO] * 2
    assert model.photos() == (2, 9)
    model.load(no_faces())
    assert model.rowCount() == 0


def test_captions(model: FacesModel) -> None:
    model.load(faces((1, 1, True), age=5))
    assert "19" in str(column(model, FaceRole.CAPTION)[0])
    model.load(faces((1, 1, True), age=5), by_age=True)
    assert column(model, FaceRole.CAPTION) == ["aged 5"]
    model.load(faces((1, 1, True)), by_age=True)
    assert "19" in str(column(model, FaceRole.CAPTION)[0])


def test_a_confirmation_changes_its_row_alone(qtbot: QtBot, model: FacesModel) -> None:
    model.load(faces((1, 1, True), (2, 2, False), (3, 3, False)))
    chosen = QItemSelectionModel(model)
    chosen.select(model.index(2), QItemSelectionModel.SelectionFlag.Select)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.load(faces((1, 1, True), (2, 2, True), (3, 3, False)))
    assert [index.row() for index in changed.args[:2]] == [1, 1]
    model.load(faces((3, 3, False), (2, 2, True)))
    assert [index.row() for index in chosen.selectedIndexes()] == [0]


def test_ticks(qtbot: QtBot) -> None:
    model = FacesModel(ticks=True)
    model.load(faces((1, 1, True), (2, 2, False), (3, 3, False)))
    with qtbot.waitSignal(model.ticked):
        assert model.setData(model.index(1), YES, TICK)
    assert column(model, TICK) == [NO, YES, NO]
    model.tick({1, 2})
    assert model.ticks == {1, 2}
    with qtbot.assertNotEmitted(model.ticked):
        model.tick({1, 2})
    model.load(faces((2, 2, False)))
    assert model.ticks == {2}
    assert model.setData(model.index(0), NO, TICK)
    assert model.ticks == set()
    assert not model.setData(model.index(0), "x")
    plain = FacesModel()
    plain.load(faces((1, 1, True)))
    assert plain.index(0).data(TICK) is None
    assert not plain.setData(plain.index(0), YES, TICK)
