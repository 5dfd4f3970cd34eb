"""Which town coordinates are in or near, from a file of the world's places; no network, no library.

The file and whose data it has are in `resources/gazetteer`. The places of a library live in
`app.search.geography`.

The nearest place says which country and region coordinates are in. Which of the places there they are named
after is decided by their size: each stands for a circle of radius r in which its inhabitants would live at
`_DENSITY`, and the one with the smallest distance / r is taken, a multiplicatively weighted Voronoi diagram
(Okabe, Boots, Sugihara, Chiu: Spatial Tessellations, 2nd edition, 2000, section 3.1), of those that reach so
far. So a quarter reads as its city, but a town at the edge of a city keeps its name. Where no place reaches,
coordinates are near the nearest.
"""

from __future__ import annotations

import functools
import importlib.resources
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

_FILE: Final = importlib.resources.files("resources") / "gazetteer" / "places.npz"
#: Mean radius of the Earth, in kilometres.
EARTH_KM: Final = 6371.0088
#: How far a place reaches, in kilometres and in its radii, whichever is more.
IN_KM: Final = 5.0
IN_RADII: Final = 1.5
#: Coordinates further than this from every place, in kilometres, are nowhere: at sea, in a desert.
MOST_KM: Final = 100.0
#: Inhabitants of a square kilometre.
_DENSITY: Final = 4000.0
#: No place is smaller, so that one is found where nobody was counted.
_FEWEST: Final = 500
#: Nearer than this, in kilometres, all are equally near: what a place covers is not known better.
_BLUR_KM: Final = 2.0
#: Places are looked for among those with so many inhabitants and more, so that a large one is found behind
#: many small ones; so many of each class.
_CLASSES: Final = (0, 2_000, 5_000, 20_000, 100_000, 500_000, 2_000_000)
_OF_EACH: Final = 8
#: Coordinates are rounded to this part of a degree.
CELLS: Final = 200
#: More than there are cells around the Earth.
_ROW: Final = 1_000 * CELLS
#: Coordinates looked up at one time.
_CHUNK: Final = 50_000
#: Where the names of countries in a language stand in their line; English is the default.
_LANGUAGES: Final = {"zh": 2, "zh_CN": 2, "zh_TW": 3, "zh_HK": 3, "zh_MO": 3, "ko": 4}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the world.

    Attributes:
        name: As most call it, in Latin letters.
        region: A part of the country, as a state or a province; empty where none is known.
        country: Two letters, ISO 3166-1.
        latitude: Degrees north.
        longitude: Degrees east.
        population: Inhabitants; 0 where nobody was counted.
    """

    name: str
    region: str
    country: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """What n coordinates are named after.

    Attributes:
        towns: (n,) int32, a place's number for `Gazetteer.town`; -1 where none is near.
        kilometres: (n,) float32 to it; infinite where there is none.
        near: (n,) bool, they are not in it but near it.
    """

    towns: NDArray[np.int32]
    kilometres: NDArray[np.float32]
    near: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.towns)


class Gazetteer:
    """The places of the world, those with most inhabitants first. Does not change; any thread may use it."""

    def __init__(self) -> None:
        with _FILE.open("rb") as file, np.load(file) as packed:
            self._latitude = packed["latitude"] / 1e5
            self._longitude = packed["longitude"] / 1e5
            self.population: NDArray[np.int32] = packed["population"]
            self._country: NDArray[np.uint8] = packed["country"]
            self._region: NDArray[np.uint16] = packed["region"]
            self._names = _Lines(packed["names"])
            self._others = _Lines(packed["others"])
            self._regions = packed["regions"].tobytes().decode().split("\n")
            countries = [line.split("\t") for line in packed["countries"].tobytes().decode().split("\n")]
        self._codes = [line[0] for line in countries]
        self._countries = {line[0]: line for line in countries}
        #: (n,) float64, in kilometres: the circle that a place stands for.
        self.radius: Floats = np.sqrt(np.maximum(self.population, _FEWEST) / (math.pi * _DENSITY))
        #: (n,) float64, in kilometres: how far from it coordinates are in it.
        self.reach: Floats = np.maximum(IN_KM, IN_RADII * self.radius)

    def __len__(self) -> int:
        return len(self.population)

    def town(self, number: int) -> Town:
        """Return a place by its number, from 0."""
        return Town(
            name=self._names[number],
            region=self._regions[self._region[number]],
            country=self._codes[self._country[number]],
            latitude=float(self._latitude[number]),
            longitude=float(self._longitude[number]),
            population=int(self.population[number]),
        )

    def other_names(self, number: int) -> tuple[str, ...]:
        """Return what a place is called besides, in any language and script; of large places only."""
        if number >= len(self._others):
            return ()
        return tuple(name for name in self._others[number].split("\t") if name)

    def country(self, code: str, language: str = "en") -> str:
        """Return the name of a country; the code where it is not known.

        Args:
            code: As `Town.country`.
            language: As "zh_CN", "zh_TW" or "ko", with a country or without; any other is English.
        """
        line = self._countries.get(code)
        column = _LANGUAGES.get(language) or _LANGUAGES.get(language.partition("_")[0], 1)
        return code if line is None else line[column]

    def country_names(self, code: str) -> tuple[str, ...]:
        """Return the names of a country in all languages that are known, English first."""
        return tuple(dict.fromkeys(self._countries.get(code, [code, code])[1:]))

    def towns_of(self, country: str, region: str = "", town: str = "") -> NDArray[np.int64]:
        """Return the numbers (k,) of the places of a country, of a region of it, or of one name, ascending.

        Args:
            country: As `Town.country`.
            region: As `Town.region`; empty for all, but with a town for those without one.
            town: As `Town.name`; empty for all.
        """
        if country not in self._codes:
            return np.zeros(0, np.int64)
        wanted = self._country == self._codes.index(country)
        if region or town:
            known = self._regions.index(region) if region in self._regions else -1
            wanted &= self._region == known
        found = np.flatnonzero(wanted)
        if town:
            found = found[[self._names[number] == town for number in found.tolist()]]
        return found

    def around(self, towns: NDArray[np.int64]) -> tuple[float, float, float, float]:
        """Return between which degrees all lies that is named after some places: south, north, west, east."""
        north, east = self._latitude[towns], self._longitude[towns]
        high = math.degrees(MOST_KM / EARTH_KM) + 0.001
        wide = high / max(math.cos(math.radians(min(89.0, float(np.abs(north).max()) + high))), 0.01)
        south, top = float(north.min()) - high, float(north.max()) + high
        west, right = float(east.min()) - wide, float(east.max()) + wide
        # What goes past the date line goes round the Earth.
        return (south, top, west, right) if west >= -180 and right <= 180 else (south, top, -180.0, 180.0)

    def locate(self, latitudes: ArrayLike, longitudes: ArrayLike) -> Located:
        """Find what coordinates are named after.

        Coordinates are rounded, so that those of about the same place (half a kilometre) are looked up once.

        Args:
            latitudes: (n,) degrees north, -90 to 90.
            longitudes: (n,) degrees east, -180 to 180.
        """
        north = np.rint(np.asarray(latitudes, np.float64) * CELLS).astype(np.int64)
        east = np.rint(np.asarray(longitudes, np.float64) * CELLS).astype(np.int64)
        different, back = np.unique(north * _ROW + east + _ROW // 2, return_inverse=True)
        towns = np.full(len(different), -1, np.int32)
        kilometres = np.full(len(different), np.inf, np.float32)
        for begin in range(0, len(different), _CHUNK):
            part = slice(begin, begin + _CHUNK)
            north, east = np.divmod(different[part], _ROW)
            towns[part], kilometres[part] = self._look_up(north / CELLS, (east - _ROW // 2) / CELLS)
        towns, kilometres = towns[back], kilometres[back]
        return Located(towns, kilometres, (towns >= 0) & (kilometres > self.reach[towns]))

    def _look_up(self, latitudes: Floats, longitudes: Floats) -> tuple[NDArray[np.int32], Floats]:
        points = unit_vectors(latitudes, longitudes)
        found, far = self._candidates(points)
        nearest = found[:, 0]
        same = (self._country[found] == self._country[nearest, None]) & (
            self._region[found] == self._region[nearest, None]
        )
        reached = same & (far <= self.reach[found])
        # Where no place reaches, all are infinite, and the first is the nearest.
        weighed = np.where(reached, np.maximum(far, _BLUR_KM) / self.radius[found], np.inf)
        best = weighed.argmin(axis=1)
        rows = np.arange(len(points))
        nowhere = far[:, 0] > MOST_KM
        towns = np.where(nowhere, -1, found[rows, best]).astype(np.int32)
        return towns, np.where(nowhere, np.inf, far[rows, best])

    def _candidates(self, points: Floats) -> tuple[NDArray[np.intp], Floats]:
        """Return the (n, k) places each point may be named after, the nearest first, and their kilometres."""
        found, far = [], []
        for tree in self._trees:
            chord, number = tree.query(points, k=_OF_EACH)
            found.append(number)
            far.append(2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1)))
        return np.concatenate(found, axis=1), np.concatenate(far, axis=1)

    @functools.cached_property
    def _trees(self) -> list[cKDTree]:
        # A sixth of a second that whoever only wants names does not need.
        from scipy.spatial import cKDTree

        points = unit_vectors(self._latitude, self._longitude)
        # They are in order of size, so the numbers of a class are those of all.
        sizes = [int(np.count_nonzero(self.population >= least)) for least in _CLASSES]
        return [cKDTree(points[:size], balanced_tree=False, compact_nodes=False) for size in sizes]


@functools.cache
def gazetteer() -> Gazetteer:
    """Return the places of the world, read once."""
    return Gazetteer()


def unit_vectors(latitudes: Floats, longitudes: Floats) -> Floats:
    """Return points on a sphere of radius 1 as (n, 3): towards 0° 0°, towards 0° 90° east, and north.

    Args:
        latitudes: (n,) degrees north.
        longitudes: (n,) degrees east.
    """
    north, east = np.radians(latitudes), np.radians(longitudes)
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=-1)


class _Lines:
    """Lines of text, kept as the bytes of all of them: as strings they would take six times as much."""

    def __init__(self, packed: NDArray[np.uint8]) -> None:
        self._bytes = packed
        self._ends = np.r_[np.flatnonzero(packed == ord("\n")), len(packed)].astype(np.int32)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        begin = int(self._ends[number - 1]) + 1 if number else 0
        return self._bytes[begin : self._ends[number]].tobytes().decode()
