"""The faces that are found: the bound that is moved, names that change, and the rules of models."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.desktop.models.results import ResultRole, ResultsModel
from app.search.similar import Ranking


def ranking(similarity: list[float], first: int = 1) -> Ranking:
    ids = np.arange(first, first + len(similarity), dtype=np.int64)
    none = np.zeros(0, np.int64)
    values = np.array(similarity, np.float32)
    shares = np.zeros(0, np.float32)
    return Ranking(ids, ids + 100, ids % 2, values, none, shares, shares, none, len(ids))


@pytest.fixture
def model(qtbot: QtBot) -> ResultsModel:
    made = ResultsModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.load(ranking([0.9, 0.7, 0.5, 0.5, 0.3]), {1: "Anna"})
    return made


def faces(model: ResultsModel) -> list[int]:
    return [model.index(row).data(ResultRole.FACE) for row in range(model.rowCount())]


def test_the_bound_shows_more_or_fewer_and_keeps_the_rest(model: ResultsModel) -> None:
    kept = QPersistentModelIndex(model.index(1))
    gone = QPersistentModelIndex(model.index(4))
    for least, expected in ((0.5, [1, 2, 3, 4]), (0.51, [1, 2]), (-1.0, [1, 2, 3, 4, 5]), (1.0, [])):
        model.set_least(least)
        assert faces(model) == expected
        assert kept.isValid() is bool(expected)
    assert not gone.isValid()


def test_another_ranking_is_cut_at_the_same_bound(model: ResultsModel) -> None:
    model.set_least(0.5)
    model.load(ranking([0.6, 0.4], first=7), {})
    assert faces(model) == [7]
    assert len(model.ranking) == 2


def test_the_same_faces_stay_where_they_are(model: ResultsModel, qtbot: QtBot) -> None:
    kept = QPersistentModelIndex(model.index(2))
    assert kept.data(ResultRole.NAME) == "Anna"
    with qtbot.waitSignal(model.dataChanged):
        model.load(ranking([0.9, 0.7, 0.5, 0.5, 0.3]), {1: "Berta"})
    assert kept.isValid()
    assert kept.data(ResultRole.NAME) == "Berta"


def test_what_is_known_of_a_face(model: ResultsModel) -> None:
    first, second = model.index(0), model.index(1)
    assert (first.data(ResultRole.PHOTO), first.data(ResultRole.PERSON)) == (101, 1)
    assert first.data(ResultRole.SIMILARITY) == pytest.approx(0.9)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Anna, similarity 0.90"
    assert second.data(ResultRole.NAME) is None
    assert second.data(Qt.ItemDataRole.ToolTipRole) == "nobody's, similarity 0.70"
