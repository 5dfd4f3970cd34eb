"""The list of people: who is shown in which order, and that it changes no more than has changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.desktop.models.people import LONELY, PeopleModel, PeopleOrder, PersonRole
from app.search.faces import People
from app.search.people import LastSeen
from app.search.words import plain


def people(*rows: tuple[int, str | None, int]) -> People:
    """People by id, name and number of faces; each one's cover is the face of a hundred times the id."""
    ids = np.array([row[0] for row in rows], np.int64)
    names = tuple(row[1] for row in rows)
    faces = np.array([row[2] for row in rows], np.int64)
    keys = tuple(plain(name.casefold()) if name else "" for name in names)
    return People(ids, names, keys, faces, faces, ids * 100, (None,) * len(rows))


def seen(**days: int) -> LastSeen:
    """When people, by "p" and their id, were seen last."""
    ids = sorted(int(person[1:]) for person in days)
    return LastSeen(np.array(ids, np.int64), np.array([days[f"p{one}"] for one in ids], np.int32))


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[PeopleModel]:
    made = PeopleModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()


FAMILY = people((3, "Anna", 5), (1, "Élodie Öz", 9), (2, "李小龙", 2), (4, None, 7))


def shown(model: PeopleModel) -> list[int]:
    return [model.index(row).data(PersonRole.ID) for row in range(model.rowCount())]


def test_orders(model: PeopleModel) -> None:
    model.load(FAMILY, seen(p1=20190101, p3=20200101, p4=20180101))
    assert shown(model) == [3, 1, 2, 4]
    model.sort_by(PeopleOrder.FACES)
    assert shown(model) == [1, 4, 3, 2]
    model.sort_by(PeopleOrder.SEEN)
    assert shown(model) == [3, 1, 4, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [3, 1, 2, 4]),
        ("an", [3]),
        ("ELO", [1]),
        ("oz el", [1]),
        ("na", []),
        ("小", [2]),
        ("  ", [3, 1, 2, 4]),
    ],
)
def test_filter_finds_beginnings_of_words(model: PeopleModel, text: str, found: list[int]) -> None:
    model.load(FAMILY, seen())
    model.filter_by(text)
    assert shown(model) == found


def test_what_a_row_says(model: PeopleModel) -> None:
    model.load(FAMILY, seen(p3=20200102), lonely=12)
    anna, group, lonely = model.index(0), model.index(3), model.index(4)
    assert anna.data() == anna.data(PersonRole.NAME) == "Anna"
    assert (anna.data(PersonRole.FACES), anna.data(PersonRole.COVER)) == (5, 300)
    assert "2020" in anna.data(Qt.ItemDataRole.ToolTipRole)
    assert group.data(PersonRole.NAME) is None
    assert "Unnamed group" in group.data(Qt.ItemDataRole.AccessibleTextRole)
    assert lonely.data(PersonRole.ID) == LONELY
    assert "12" in lonely.data(Qt.ItemDataRole.AccessibleTextRole)
    assert not lonely.flags() & (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable)
    assert model.with_cover(100) == model.index(1)
    assert not model.with_cover(5).isValid()


def test_only_what_changed_is_told(qtbot: QtBot, model: PeopleModel) -> None:
    model.load(FAMILY, seen())
    other = people((3, "Anna", 5), (1, "Élodie Öz", 10), (2, "李小龙", 2), (4, None, 7))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.load(other, seen())
    assert [index.row() for index in changed.args[:2]] == [1, 1]
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.layoutChanged):
        model.load(other, seen())


@given(
    lists=st.lists(st.lists(st.integers(1, 30), unique=True), min_size=1, max_size=6),
    orders=st.lists(st.sampled_from(PeopleOrder), min_size=6, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_rows_that_stay_keep_their_indexes(lists: list[list[int]], orders: list[PeopleOrder]) -> None:
    model = PeopleModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    kept: dict[int, QPersistentModelIndex] = {}
    for some, order in zip(lists, orders, strict=False):
        model.load(people(*((one, None, one % 7 + 2) for one in some)), seen(), lonely=len(some) % 2)
        model.sort_by(order)
        now = shown(model)
        assert sorted(now) == sorted(some + [LONELY] * (len(some) % 2))
        for one, index in kept.items():
            if one in now:
                assert index.isValid()
                assert index.data(PersonRole.ID) == one
            else:
                assert not index.isValid()
        kept = {one: QPersistentModelIndex(model.index(row)) for row, one in enumerate(now)}
    tester.deleteLater()


def test_very_different_lists_are_shown_anew(qtbot: QtBot, model: PeopleModel) -> None:
    model.load(people(*((one, None, 2) for one in range(1, 1000))), seen())
    with qtbot.waitSignal(model.modelReset):
        model.load(people(*((one, None, 2) for one in range(2, 1000, 2))), seen())
    assert shown(model) == list(range(2, 1000, 2))


def test_people_are_dropped_on_others_alone(qtbot: QtBot, model: PeopleModel) -> None:
    model.load(FAMILY, seen(), lonely=3)
    data = model.mimeData([model.index(0), model.index(3)])
    link = Qt.DropAction.LinkAction
    with qtbot.waitSignal(model.merge_wanted) as wanted:
        assert model.dropMimeData(data, link, -1, -1, model.index(1))
    assert wanted.args == [[3, 4], 1]
    for row in (0, 3, 4):
        assert not model.canDropMimeData(data, link, -1, -1, model.index(row))
        assert not model.dropMimeData(data, link, -1, -1, model.index(row))
