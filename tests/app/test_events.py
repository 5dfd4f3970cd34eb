"""Events: where a library's photos are cut, and what events are called after."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.journeys import LYON, PARIS, ROME, add_photos, change_photos, name_face
from numpy.typing import NDArray

from app.library.store import Library
from app.metadata.gazetteer import EARTH_KM
from app.search.events import (
    JUMP_GAP_S,
    JUMP_KM,
    LEAST_GAP_S,
    MOST_GAP_S,
    NEIGHBOURS,
    STANDS_OUT,
    EventTitle,
    cuts,
    event_titles,
    events,
)

HOUR, DAY = 3600, 86_400
Place = tuple[float, float] | None


def cut(times: list[int], places: list[Place] | None = None) -> list[bool]:
    where = [place or (math.nan, math.nan) for place in places or [None] * len(times)]
    north, east = np.array(where, np.float64).reshape(-1, 2).T
    found: list[bool] = cuts(np.array(times, np.int64), north, east).tolist()
    return found


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The haversine."""
    (a, b), (c, d) = np.radians(one), np.radians(other)
    half = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1)))


def slowly(times: list[int], places: list[Place]) -> list[bool]:
    """The rule, one gap at a time."""
    gaps = [after - before for before, after in pairwise(times)]
    found = []
    for at, gap in enumerate(gaps):
        around = gaps[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
        mean = sum(math.log(max(one, 1)) for one in around) / len(around)
        long = gap >= LEAST_GAP_S and math.log(max(gap, 1)) >= mean + math.log(STANDS_OUT)
        found.append(long or gap > MOST_GAP_S)
    known = [at for at, place in enumerate(places) if place is not None]
    for before, after in pairwise(known):
        one, other = places[before], places[after]
        assert one is not None
        assert other is not None
        if kilometres(one, other) >= JUMP_KM:
            between = gaps[before:after]
            longest = before + between.index(max(between))
            found[longest] = found[longest] or gaps[longest] >= JUMP_GAP_S
    return found


GAPS = st.one_of(st.integers(0, 60), st.integers(0, 8 * HOUR), st.integers(0, 9 * DAY))
PLACES = st.one_of(st.none(), st.tuples(st.integers(44, 46), st.integers(3, 6)))


@given(st.lists(st.tuples(GAPS, PLACES), max_size=60))
def test_cuts_are_as_the_rule_says(photos: list[tuple[int, Place]]) -> None:
    times = np.cumsum([gap for gap, _ in photos]).tolist()
    places = [place for _, place in photos]
    assert cut(times, places) == slowly(times, places)


@given(st.lists(GAPS, min_size=1, max_size=60), st.integers(-(10**9), 10**9))
def test_when_it_was_does_not_matter(gaps: list[int], later: int) -> None:
    times: NDArray[np.int64] = np.cumsum([0, *gaps])
    assert cut(times.tolist()) == cut((times + later).tolist())


def test_an_evening_and_a_morning_are_two_events_and_a_meal_parts_nothing() -> None:
    evening = [minute * 60 for minute in (0, 1, 2, 3, 90, 91, 92)]
    morning = [12 * HOUR + second for second in evening]
    found = cut(evening + morning)
    assert [at for at, yes in enumerate(found) if yes] == [len(evening) - 1]


def test_one_photo_a_day_on_a_long_journey_is_one_event() -> None:
    assert not any(cut([day * DAY for day in range(20)]))


def test_two_weeks_without_a_photo_end_every_event() -> None:
    assert cut([0, 14 * DAY, 28 * DAY]) == [True, True]


def test_a_flight_parts_what_a_drive_does_not() -> None:
    flight: list[Place] = [PARIS, PARIS, ROME, ROME]
    assert cut([0, 60, 4 * HOUR, 4 * HOUR + 60], flight) == [False, True, False]
    # A photo without coordinates between them goes to the side it is nearer to in time.
    gone: list[Place] = [PARIS, None, ROME]
    assert cut([0, 60, 4 * HOUR], gone) == [False, True]
    drive: list[Place] = [(45.0 + at / 10, 4.0) for at in range(20)]
    assert not any(cut([at * 600 for at in range(20)], drive))


def test_no_photo_and_one_photo() -> None:
    assert cut([]) == []
    assert cut([5]) == []


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Photos 1 to 4 in Paris and Lyon of one day, 5 and 6 in Rome of another year, 7 gone, 8 undated."""
    with Library.open(tmp_path_factory.mktemp("events") / "library.db") as opened:
        add_photos(
            opened,
            [
                (PARIS, "2019-07-14T10:00:00"),
                (PARIS, "2019-07-14T10:05:00"),
                (PARIS, "2019-07-14T10:10:00.500"),
                (None, "2019-07-14T11:00:00"),
                (ROME, "2020-01-01T23:59:59"),
                (ROME, "2020-01-02T00:30:00"),
                (ROME, "2020-01-02T00:31:00"),
                (LYON, None),
            ],
        )
        change_photos(opened, {7: {"missing_since": "2026-01-01T00:00:00.000000+00:00"}})
        for face in (1, 2, 3):
            name_face(opened, face, 1, "Anna")
        name_face(opened, 2, 2, "Bert")
        name_face(opened, 5, 3, "Carla")
        yield opened


def test_events_of_a_library(library: Library) -> None:
    with library.read() as session:
        found = events(session)
        titles = event_titles(session, [found.photos(number) for number in range(len(found))])
    assert [found.photos(number).tolist() for number in range(len(found))] == [[6, 5], [4, 3, 2, 1]]
    assert (found.last - found.first).tolist() == [1801, 3600]
    assert found.numbers_of(np.array([1, 6, 7, 8, 99])).tolist() == [1, 0, -1, -1, -1]
    assert titles == [
        EventTitle(("Rome",), "IT", ("Carla",)),
        EventTitle(("Paris",), "FR", ("Anna", "Bert")),
    ]


def test_who_is_in_few_photos_gives_an_event_no_name(library: Library) -> None:
    add = [(None, f"2022-03-01T12:{minute:02}:00") for minute in range(12)]
    with Library.open(library.path.with_name("other.db")) as other:
        add_photos(other, add)
        for face in range(1, 12):
            name_face(other, face, 1, "Anna")
        name_face(other, 12, 2, "Bert")
        with other.read() as session:
            found = events(session)
            assert event_titles(session, [found.photos(0)]) == [EventTitle((), "", ("Anna",))]


def test_an_empty_library_has_no_events(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Library.open(tmp_path_factory.mktemp("empty") / "library.db") as library, library.read() as session:
        found = events(session)
        assert len(found) == 0
        assert found.starts.tolist() == [0]
        assert found.numbers_of(np.array([1])).tolist() == [-1]
        assert event_titles(session, []) == []
