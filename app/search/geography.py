"""The places where the photos of a library were taken, as far as their files have coordinates.

What coordinates are named after is decided in `app.metadata.gazetteer`; what is typed in a search in
`app.search.words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.metadata.gazetteer import Gazetteer, Town, gazetteer
from app.search.rows import fetch, numbers
from app.search.tree import Spot, TakenAt
from app.search.words import place_key

#: Hundred-thousandths of degrees, from the south pole and the date line, in one number: a metre. The sign of
#: the id says whether a file is gone, and a day is 20190714; 0 without a date.
_COORDINATES: Final = """
SELECT id, CAST(round((latitude + 90) * 100000) AS INTEGER) << 32
    | CAST(round((longitude + 180) * 100000) AS INTEGER),
    coalesce(CAST(substr(taken_at, 1, 4) || substr(taken_at, 6, 2) || substr(taken_at, 9, 2) AS INTEGER), 0)
FROM photo WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND (? OR missing_since IS NULL)
"""
_ANY: Final = "SELECT 1 FROM photo WHERE latitude IS NOT NULL AND longitude IS NOT NULL LIMIT 1"
#: Which library, and what its coordinates add up to.
_STATE: Final = """
SELECT (SELECT file FROM pragma_database_list WHERE name = 'main'), count(latitude), total(latitude),
    total(longitude) FROM photo
"""
_LOW: Final = np.int64(0xFFFFFFFF)

#: What the places of the library are called that was searched last.
_remembered: dict[tuple[str, int, float, float], dict[str, TakenAt]] = {}


@dataclass(frozen=True, slots=True)
class VisitedPlace:
    """A country, region or town where photos were taken.

    Attributes:
        spot: Which.
        name: Of it alone; of a country in the language asked for.
        level: 0 of a country, 1 of a region, 2 of a town.
        photos: Taken there.
        cover: `Photo.id` of the newest.
        first: The day of the oldest that has a date, as 20190714; 0 where none has.
        last: Of the newest, likewise.
        near: None of the photos was taken in it, all near it.
    """

    spot: Spot
    name: str
    level: int
    photos: int
    cover: int
    first: int
    last: int
    near: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Located:
    """Where n photos were taken, as far as it has a name.

    Attributes:
        ids: (n,) int64, `Photo.id`.
        days: (n,) int64, as 20190714; 0 without a date.
        towns: (n,) int32, of the gazetteer.
        near: (n,) bool, near the town, not in it.
    """

    ids: NDArray[np.int64]
    days: NDArray[np.int64]
    towns: NDArray[np.int32]
    near: NDArray[np.bool_]


def has_places(session: Session) -> bool:
    """Tell whether of any photo it is known where it was taken."""
    return bool(fetch(session, _ANY))


def visited_places(session: Session, language: str = "en") -> list[VisitedPlace]:
    """List where photos were taken, each country before its regions and each region before its towns.

    Those with most photos come first. Photos whose files are gone do not count. A region of which no name is
    known is left out, and its towns come after the country.

    Args:
        session: A session.
        language: Of the names of countries: "zh_CN", "zh_TW", "ko"; any other is English.
    """
    found = _located(session)
    if not len(found.ids):
        return []
    world = gazetteer()
    # The newest last; of several that are written to one place in an array, the last stays.
    order = np.lexsort((found.ids, found.days))
    ids, days, near = found.ids[order], found.days[order], found.near[order]
    known, of_town = np.unique(found.towns[order], return_inverse=True)
    towns = [world.town(number) for number in known.tolist()]
    visited: list[VisitedPlace] = []
    for level, spots in enumerate(zip(*map(_spots, towns), strict=True)):
        different = {spot: at for at, spot in enumerate(dict.fromkeys(filter(None, spots)))}
        place = np.array([different.get(spot, -1) if spot else -1 for spot in spots])[of_town]
        here = place >= 0
        place, shown = place[here], ids[here]
        count = np.bincount(place, minlength=len(different))
        beside = np.bincount(place, weights=near[here], minlength=len(different))
        cover, last = np.zeros((2, len(different)), np.int64)
        cover[place], last[place] = shown, days[here]
        first = np.full(len(different), np.iinfo(np.int64).max)
        dated = days[here] > 0
        np.minimum.at(first, place[dated], days[here][dated])
        first[last == 0] = 0
        for spot, at in different.items():
            name = spot.town or spot.region or world.country(spot.country, language)
            apart = level == 2 and int(beside[at]) == int(count[at])
            figures = (int(count[at]), int(cover[at]), int(first[at]), int(last[at]))
            visited.append(VisitedPlace(spot, name, level, *figures, apart))
    return _in_order(visited)


def search_texts(places: Sequence[VisitedPlace]) -> list[str]:
    """Return the search for the photos of each of some places, as the user would type it.

    Args:
        places: All of a library, as `visited_places` gives them, in any language.
    """
    world = gazetteer()
    spots: dict[str, set[Spot]] = {}
    for place in places:
        spot = place.spot
        own = spot.town or spot.region
        for name in [own] if own else world.country_names(spot.country):
            spots.setdefault(place_key(name), set()).add(spot)
    texts = []
    for place in places:
        spot = place.spot
        # As narrow as it has to be: where others are called so, too, in which region and country.
        names = [name for name in (spot.town, spot.region) if name] or [place.name]
        if len(spots.get(place_key(names[0]), ())) > 1 and (spot.region or spot.town):
            names.append(world.country(spot.country))
        else:
            names = names[:1]
        # Some towns, regions and countries have one name.
        texts.append(", ".join(f'in "{name}"' for name in dict.fromkeys(names)))
    return texts


def photos_at(session: Session, spots: tuple[Spot, ...], *, missing: bool = True) -> NDArray[np.int64]:
    """Return the photos that were taken in some places, or near them, ascending.

    Args:
        session: A session.
        spots: The places.
        missing: Also photos whose files are gone.
    """
    world = gazetteer()
    some = [world.towns_of(spot.country, spot.region, spot.town) for spot in spots]
    towns = np.unique(np.concatenate([np.zeros(0, np.int64), *some]))
    if not len(towns):
        return towns
    found = _located(session, world.around(towns), missing=missing)
    return np.sort(found.ids[np.isin(found.towns, towns)])


def place_of(session: Session, photo_id: int) -> Town | None:
    """Return the town that a photo was taken in or near; None where that is not known, or there is none."""
    rows = fetch(session, "SELECT latitude, longitude FROM photo WHERE id = ?", (photo_id,))
    if not rows or None in rows[0]:
        return None
    found = gazetteer().locate([rows[0][0]], [rows[0][1]])
    return gazetteer().town(int(found.towns[0])) if found.towns[0] >= 0 else None


class KnownPlaces(Mapping[str, TakenAt]):
    """The places of a library by what they are called, as `app.search.language.parse` wants them.

    They are looked for when somebody first asks for any: most searches are of people and dates alone.

    Args:
        session: A session, open as long as this is used.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, TakenAt] | None = None

    def __getitem__(self, key: str) -> TakenAt:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, TakenAt]:
        if self._known is None:
            file, count, north, east = fetch(self._session, _STATE)[0]
            state = (str(file), int(count), float(north), float(east))
            found = _remembered.get(state)
            if found is None:
                found = _named(self._session)
                # Of one library at a time; another thread may have done the same meanwhile.
                _remembered.clear()
                _remembered[state] = found
            self._known = found
        return self._known


def _located(
    session: Session,
    box: tuple[float, float, float, float] = (-90, 90, -180, 180),
    *,
    missing: bool = False,
) -> _Located:
    rows = numbers(session, _COORDINATES, (*box, missing), 3)
    if not len(rows):
        none = np.zeros(0, np.int64)
        return _Located(none, none, none.astype(np.int32), none.astype(np.bool_))
    latitudes = (rows[:, 1] >> 32) / 1e5 - 90
    longitudes = (rows[:, 1] & _LOW) / 1e5 - 180
    found = gazetteer().locate(latitudes, longitudes)
    named = found.towns >= 0
    return _Located(rows[named, 0], rows[named, 2], found.towns[named], found.near[named])


def _spots(town: Town) -> tuple[Spot, Spot | None, Spot]:
    region = Spot(town.country, town.region) if town.region else None
    return Spot(town.country), region, Spot(town.country, town.region, town.name)


def _in_order(visited: list[VisitedPlace]) -> list[VisitedPlace]:
    below: dict[Spot | None, list[VisitedPlace]] = {}
    for place in visited:
        spot = place.spot
        above = Spot(spot.country, spot.region) if spot.town else Spot(spot.country) if spot.region else None
        below.setdefault(above, []).append(place)

    def listed(above: Spot | None) -> Iterator[VisitedPlace]:
        for place in sorted(below.get(above, []), key=lambda one: (-one.photos, one.name)):
            yield place
            yield from listed(place.spot)

    return list(listed(None))


def _named(session: Session) -> dict[str, TakenAt]:
    """Return the places of a library by `place_key`; the name of one hides what others are also called."""
    if not has_places(session):
        return {}
    world: Gazetteer = gazetteer()
    proper: dict[str, dict[Spot, str]] = {}
    other: dict[str, dict[Spot, str]] = {}

    def add(names: dict[str, dict[Spot, str]], name: str, spot: Spot, shown: str) -> None:
        try:
            names.setdefault(place_key(name), {})[spot] = shown
        except ValueError:
            return

    for number in np.unique(_located(session, missing=True).towns).tolist():
        town = world.town(number)
        country, region, here = _spots(town)
        for name in world.country_names(town.country):
            add(proper, name, country, name)
        if region is not None:
            add(proper, town.region, region, town.region)
        add(proper, town.name, here, town.name)
        for name in world.other_names(number):
            add(other, name, here, town.name)
    return {
        key: TakenAt(next(iter(spots.values())), tuple(spots)) for key, spots in {**other, **proper}.items()
    }
