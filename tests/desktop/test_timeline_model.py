"""The photos of a grid as a model, and where each of them lies."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from makers.desks import settle
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.models.rows_of_photos import NARROWEST, WIDEST, Layout, lay_out
from app.desktop.models.timeline import Role, TimelineModel, date_text, month_name
from app.search.browsing import Timeline, timeline


@pytest.fixture
def model(qtbot: QtBot, desk: Desk) -> TimelineModel:
    made = TimelineModel(desk)
    desk.read(timeline, made.show, owner=made)
    settle(qtbot, desk)
    return made


def test_it_is_a_model_as_qt_wants_one(qtbot: QtBot, desk: Desk) -> None:
    made = TimelineModel(desk)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    desk.read(timeline, made.show, owner=made)
    settle(qtbot, desk)
    settle(qtbot, desk)
    made.show(album(0))
    assert made.rowCount() == 0


def test_rows_have_ids_months_and_ratios_at_once(model: TimelineModel) -> None:
    assert model.rowCount() == 14
    first, last = model.index(0), model.index(13)
    assert first.data(Role.PHOTO) == 14
    assert first.data(Role.MONTH) == 201907
    assert first.data(Role.RATIO) == pytest.approx(1.5)
    assert (last.data(Role.PHOTO), last.data(Role.MONTH)) == (13, 0)
    assert model.ids_tuple() == tuple(model.ids)
    assert model.ids_tuple() is model.ids_tuple()
    assert model.row_of(14) == 0
    assert model.row_of(99) == -1


def test_what_is_told_of_a_photo_is_read_when_it_is_asked_for(
    qtbot: QtBot, desk: Desk, model: TimelineModel
) -> None:
    index = model.index(0)
    assert index.data() == "July 2019"
    with qtbot.waitSignal(model.dataChanged) as told:
        settle(qtbot, desk)
    assert (told.args[0].row(), told.args[1].row()) == (0, 13)
    assert index.data() == "14.jpg"
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("14.jpg, ")
    # The photo without a date has its name alone.
    assert model.index(13).data(Qt.ItemDataRole.ToolTipRole) == "13.jpg"
    row = model.photo(0)
    assert row is not None
    assert row.id == 14


def test_what_was_read_of_other_photos_is_dropped(qtbot: QtBot, desk: Desk, model: TimelineModel) -> None:
    assert model.photo(0) is None
    model.show(Timeline(np.array([3]), np.array([201902], np.int32), np.ones(1, np.float32)))
    with qtbot.assertNotEmitted(model.dataChanged):
        settle(qtbot, desk)
    assert model.index(0).data() == "February 2019"
    settle(qtbot, desk)
    assert model.index(0).data() == "3.jpg"


def test_months_and_dates_are_written_as_in_the_language(qtbot: QtBot) -> None:
    assert month_name(0) == "Without a date"
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German))
        assert month_name(201903) == "März 2019"
        assert "Sonntag" in date_text("2019-07-14T12:30:00", long=True)
    finally:
        QLocale.setDefault(before)
    assert date_text("nonsense") == "nonsense"


def slow(timeline: Timeline, *, width: int, height: int, gap: int) -> list[list[int]]:
    """Return the photos of each row, found with loops; nothing where rounding decides of one."""
    rows: list[list[int]] = []
    at = 0
    while at < len(timeline):
        end = at
        while end < len(timeline) and timeline.months[end] == timeline.months[at]:
            end += 1
        shares = [
            min(WIDEST, max(NARROWEST, float(ratio))) + gap / height for ratio in timeline.ratios[at:end]
        ]
        count = max(1, round(sum(shares) / ((width + gap) / height)))
        filled: dict[int, list[int]] = {}
        before = 0.0
        for place, share in enumerate(shares):
            exact = (before + share / 2) / (sum(shares) / count)
            if count > 1 and abs(exact - round(exact)) < 1e-6:
                return []
            row = min(count - 1, int(exact))
            filled.setdefault(row, []).append(at + place)
            before += share
        rows += filled.values()
        at = end
    return rows


def check(found: Layout, photos: Timeline, width: int, height: int, gap: int, heading: int) -> None:
    count = len(photos)
    bottom = 0
    months: list[int] = []
    for row in range(len(found.top)):
        inside = list(found.photos_in(row))
        assert inside
        month = {int(photos.months[photo]) for photo in inside}
        assert len(month) == 1
        if not months or months[-1] not in month:
            months += month
            assert found.section_top[len(months) - 1] == bottom
            bottom += heading
        assert found.top[row] == bottom
        assert 1 <= found.height[row] <= 1.4 * height + 1
        bottom += int(found.height[row]) + gap
        right = 0
        for place, photo in enumerate(inside):
            assert found.row[photo] == row
            assert found.left[photo] == (right + gap if place else 0)
            right = int(found.left[photo] + found.width[photo])
        assert right <= width + 1
    assert found.total == bottom
    assert found.months.tolist() == months
    assert found.section_size.sum() == count == found.first[-1]


@given(
    some.lists(some.tuples(some.integers(0, 3), some.floats(0.05, 12)), min_size=1, max_size=60),
    some.integers(300, 1600),
    some.integers(60, 400),
)
@settings(max_examples=150, deadline=None)
def test_photos_lie_in_rows_by_month(pairs: list[tuple[int, float]], width: int, height: int) -> None:
    months = np.sort(np.array([201901 + month for month, _ in pairs], np.int32))[::-1]
    photos = Timeline(np.arange(len(pairs)), months, np.array([ratio for _, ratio in pairs], np.float32))
    found = lay_out(photos, width=width, row_height=height, gap=4, heading=40)
    check(found, photos, width, height, 4, 40)
    expected = slow(photos, width=width, height=height, gap=4)
    got = [list(found.photos_in(row)) for row in range(len(found.top))]
    assert expected in ([], got)


def album(count: int) -> Timeline:
    random = np.random.default_rng(0)
    months = np.sort(201001 + random.integers(0, 9, count) * 100 + random.integers(0, 12, count))[::-1]
    ratios = random.choice([1.5, 0.667, 1.333, 0.75, 3.0], count).astype(np.float32)
    return Timeline(np.arange(count), months.astype(np.int32), ratios)


def test_photos_are_found_by_place() -> None:
    found = lay_out(album(500), width=900, row_height=150, gap=4, heading=40)
    for photo in range(0, 500, 7):
        row = int(found.row[photo])
        x, y = int(found.left[photo]) + 1, int(found.top[row]) + 1
        assert found.photo_at(x, y) == photo
        assert found.nearest_in(row, found.left[photo] + found.width[photo] / 2) == photo
    assert found.photo_at(10, int(found.section_top[1]) + 5) == -1
    area = (200, 300, 600, 1400)
    left, top, right, bottom = area
    tops, heights = found.top[found.row], found.height[found.row]
    touched = (
        (found.left < right) & (found.left + found.width > left) & (tops < bottom) & (tops + heights > top)
    )
    assert found.photos_touching(*area).tolist() == np.flatnonzero(touched).tolist()
    assert found.photos_touching(0, -50, 900, -10).tolist() == []


def test_nothing_is_laid_out_as_nothing() -> None:
    found = lay_out(album(0), width=900, row_height=150, gap=4, heading=40)
    assert found.total == 0
    assert found.photo_at(1, 1) == -1
    assert not found.rows_between(0, 100)


def test_a_hundred_thousand_photos_are_laid_out_quickly() -> None:
    photos = album(100_000)
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        lay_out(photos, width=1200, row_height=170, gap=4, heading=48)
        times.append(time.perf_counter() - begin)
    # Usually 8 ms; other work may run beside the tests.
    assert min(times) < 0.06
