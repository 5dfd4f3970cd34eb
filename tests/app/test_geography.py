"""The places of a library, and searches by place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from makers.journeys import ATLANTIC, LYON, PARIS, ROME, ZERMATT, add_photos, change_photos, name_face

from app.library.store import Library
from app.search import QueryError, complete, has_places, search_photos, understand, visited_places
from app.search.geography import KnownPlaces, photos_at, place_of
from app.search.instead import instead, mistakes
from app.search.tree import Either, Every, Spot, TakenAt
from app.search.words import place_key

FRANCE, ITALY = Spot("FR"), Spot("IT")
IN_PARIS = Spot("FR", "Île-de-France", "Paris")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Photos 1 and 2 of Paris, 3 of Lyon, 4 of Rome, 5 of the Matterhorn, 6 at sea, 7 nowhere; 8 is gone."""
    with Library.open(tmp_path_factory.mktemp("journeys") / "library.db") as opened:
        when = [f"20{year}-05-01T12:00:00" for year in (11, 13, 14, 15, 16, 17, 18, 19)]
        where = [PARIS, PARIS, LYON, ROME, ZERMATT, ATLANTIC, None, PARIS]
        add_photos(opened, list(zip(where, when, strict=True)))
        change_photos(opened, {8: {"missing_since": "2026-01-01T00:00:00.000000+00:00"}})
        change_photos(opened, {3: {"taken_at": None}})
        name_face(opened, face=1, person=1, name="Anna")
        name_face(opened, face=4, person=1, name="Anna")
        name_face(opened, face=3, person=2, name="Lyon")
        yield opened


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("empty") / "library.db") as opened:
        yield opened


def test_countries_regions_and_towns_with_counts_and_covers(library: Library) -> None:
    with library.read() as session:
        found = visited_places(session)
    # Most photos first: with as many, by name.
    listed = [(place.name, place.level, place.photos, place.cover, place.near) for place in found]
    assert listed == [
        ("France", 0, 3, 2, False),
        ("Île-de-France", 1, 2, 2, False),
        ("Paris", 2, 2, 2, False),
        ("Auvergne-Rhône-Alpes", 1, 1, 3, False),
        ("Lyon", 2, 1, 3, False),
        ("Italy", 0, 1, 4, False),
        ("Lazio", 1, 1, 4, False),
        ("Rome", 2, 1, 4, False),
        ("Switzerland", 0, 1, 5, False),
        ("Valais", 1, 1, 5, False),
        ("Zermatt", 2, 1, 5, True),
    ]
    assert (found[0].first, found[0].last) == (20110501, 20130501)
    assert (found[4].first, found[4].last) == (0, 0)
    assert found[2].spot == IN_PARIS


def test_counts_are_the_photos_of_each_place(library: Library) -> None:
    with library.read() as session:
        for place in visited_places(session):
            assert len(photos_at(session, (place.spot,), missing=False)) == place.photos


def test_countries_in_the_language_of_the_window(library: Library) -> None:
    with library.read() as session:
        assert [place.name for place in visited_places(session, "ko") if not place.level] == [
            "프랑스",
            "스위스",
            "이탈리아",
        ]


def test_whether_there_are_places(library: Library, empty: Library) -> None:
    for opened, there in ((library, True), (empty, False)):
        with opened.read() as session:
            assert has_places(session) == there
            assert bool(visited_places(session)) == there
            assert bool(len(KnownPlaces(session))) == there


def test_the_place_of_a_photo(library: Library) -> None:
    with library.read() as session:
        names = [place_of(session, photo) for photo in (1, 6, 7, 99)]
    assert [town and town.name for town in names] == ["Paris", None, None, None]


@pytest.mark.parametrize(
    ("said", "photos"),
    [
        ("Paris", [2, 1]),
        ("in Paris", [2, 1]),
        ("IN  paris", [2, 1]),
        ('"paris"', [2, 1]),
        ('in "Paris"', [2, 1]),
        ("París", [2, 1]),
        ("巴黎", [2, 1]),
        ("Ile-de-France", [2, 1]),
        ("Anna in Paris", [1]),
        ("Anna Rome", [4]),
        ("Roma or Zermatt", [5, 4]),
        ("France, not Paris", [3]),
        ("France -Paris", [3]),
        ("france 2013", [2]),
        ("Paris missing", [8]),
        ("Lyon", [3]),  # Somebody is called so, too.
        ("in Lyon", [3]),
        ("in", [7, 6, 5, 4, 2, 1, 3]),
    ],
)
def test_searches_by_place(library: Library, said: str, photos: list[int]) -> None:
    with library.read() as session:
        assert search_photos(session, understand(session, said)).tolist() == photos


def test_what_a_place_means_beside_people(library: Library) -> None:
    with library.read() as session:
        anna = understand(session, "Anna")
        assert understand(session, "Anna in Paris") == Every((anna, TakenAt("Paris", (IN_PARIS,))))
        assert understand(session, "Paris or Rome") == Either(
            (TakenAt("Paris", (IN_PARIS,)), TakenAt("Rome", (Spot("IT", "Lazio", "Rome"),)))
        )
        # A person's name is no place, but behind "in" it is.
        assert not isinstance(understand(session, "Lyon"), TakenAt)
        assert isinstance(understand(session, "in Lyon"), TakenAt)


@pytest.mark.parametrize(
    ("said", "sentence", "wrong", "suggested"),
    [
        ("in Berlin", "No photo is known to be from Berlin.", "Berlin", ()),
        ('in "New York"', "No photo is known to be from New York.", "New York", ()),
        ("in Romme", "No photo is known to be from Romme. Did you mean Rome?", "Romme", ("Rome",)),
        ("Zermat", "There is nobody called Zermat. Did you mean Zermatt?", "Zermat", ("Zermatt",)),
    ],
)
def test_places_where_no_photo_was_taken(
    library: Library, said: str, sentence: str, wrong: str, suggested: tuple[str, ...]
) -> None:
    with library.read() as session, pytest.raises(QueryError) as caught:
        understand(session, said)
    error = caught.value
    assert (str(error), said[error.start : error.end], error.suggestions) == (sentence, wrong, suggested)


def test_what_is_offered_instead(library: Library) -> None:
    with library.read() as session:
        assert [one.text for one in instead(session, "Anna in Romme")] == ["Anna in Rome"]
        assert mistakes("Anna in Paris", {"anna": "Anna"}, KnownPlaces(session)) == []


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("par", "Paris"),
        ("in pa", "in Paris"),
        ("Anna in par", "Anna in Paris"),
        ("Anna ile", "Anna Île-de-France"),
        ("fra", "France"),
        ('"Zer', "Zermatt"),
    ],
)
def test_places_are_suggested_while_typing(library: Library, typed: str, result: str) -> None:
    with library.read() as session:
        found = [one for one in complete(typed, len(typed), session) if one.kind == "place"]
    assert found
    first = found[0]
    assert typed[: first.start] + first.text + typed[first.end :] == result


def test_what_was_suggested_is_understood(library: Library) -> None:
    with library.read() as session:
        for place in visited_places(session):
            typed = place_key(place.name)[:3]
            found = complete(typed, len(typed), session, most=50)
            (text,) = {one.text for one in found if one.kind == "place" and one.label == place.name}
            query = understand(session, f"in {text}")
            assert isinstance(query, TakenAt)
            assert place.spot in query.spots


def test_coordinates_that_change_are_known_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Library.open(tmp_path_factory.mktemp("changing") / "library.db") as library:
        add_photos(library, [(PARIS, None)])
        with library.read() as session:
            assert "paris" in KnownPlaces(session)
        change_photos(library, {1: {"latitude": ROME[0], "longitude": ROME[1]}})
        with library.read() as session:
            assert "paris" not in KnownPlaces(session)
            assert "rome" in KnownPlaces(session)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zürich", "zurich"), ("Xi’an", "XIAN"), ("Île-de-France", "ile-de-france"), ("서울", "서울")],
)
def test_spellings_of_places(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_what_is_no_name_of_a_place() -> None:
    with pytest.raises(ValueError, match="called"):
        place_key("'")
