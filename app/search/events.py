"""Events: photos that belong together because they were taken at about one time and place.

A library's photos are cut where a gap in time is long and stands out from those around it: Platt, Czerwinski,
Field (PhotoTOC: Automatic Clustering for Browsing Personal Photographs, 2003, section 2.2) compare the
logarithm of each gap with the mean of its neighbours', since people take photos in bursts within bursts
(Graham, Garcia-Molina, Paepcke, Winograd: Time as Essence for Photo Browsing Through Personal Digital
Libraries, JCDL 2002). They are cut, too, where somebody has travelled far in the meantime.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.metadata.gazetteer import EARTH_KM, gazetteer, unit_vectors
from app.search.rows import fetch, numbers

#: A gap is not looked at that is shorter than this, in seconds: a night ends an event, a meal does not.
LEAST_GAP_S: Final = 6 * 3600
#: A longer one always ends an event: who takes a photo a week has no event of a year.
MOST_GAP_S: Final = 7 * 86_400
#: So many times as long as the geometric mean of the gaps around it a gap must be, and so many of those on
#: either side count: K = log 17 and d = 10 of PhotoTOC.
STANDS_OUT: Final = 17.0
NEIGHBOURS: Final = 10
#: Further than this from the last known place, in kilometres, after a gap of at least so many seconds, is
#: another event.
JUMP_KM: Final = 50.0
JUMP_GAP_S: Final = 3600
#: Whose names and which places are told of an event, at most.
MOST_PEOPLE: Final = 3
_MOST_TOWNS: Final = 2
#: A town, or somebody, is told of who has this share of the photos that have a place, or named people.
_LEAST_SHARE: Final = 0.2

_MOMENTS: Final = """
SELECT id, unixepoch(taken_at),
    CASE WHEN latitude IS NULL OR longitude IS NULL THEN -1
        ELSE CAST(round((latitude + 90) * 100000) AS INTEGER) << 32
            | CAST(round((longitude + 180) * 100000) AS INTEGER) END
FROM photo WHERE unixepoch(taken_at) IS NOT NULL AND missing_since IS NULL
"""
_COORDINATES: Final = """
SELECT id, latitude, longitude FROM photo
WHERE id IN (SELECT value FROM json_each(?)) AND latitude IS NOT NULL AND longitude IS NOT NULL
"""
#: The plus keeps SQLite from going through all faces of each person.
_PEOPLE: Final = """
SELECT photo_id, person.name FROM face JOIN person ON person.id = +face.person_id
WHERE photo_id IN (SELECT value FROM json_each(?)) AND person.name IS NOT NULL
    AND person.ignored_at IS NULL AND face.ignored_at IS NULL
GROUP BY photo_id, person.id
"""
_LOW: Final = np.int64(0xFFFFFFFF)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The events of a library: n photos in e events, the newest first.

    Attributes:
        ids: (n,) int64, `Photo.id`; of one moment the higher id first.
        starts: (e + 1,) int64, where the photos of each event begin; lastly n.
        first: (e,) int64, when each event begins: seconds since 1970 of the camera's local time.
        last: (e,) int64, when it ends.
    """

    ids: Ints
    starts: Ints
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.first)

    def photos(self, event: int) -> Ints:
        """Return the photos of an event, the newest first."""
        return self.ids[self.starts[event] : self.starts[event + 1]]

    def numbers_of(self, photo_ids: Ints) -> Ints:
        """Return which event each of some photos belongs to; -1 without a date.

        Args:
            photo_ids: (m,) int64, in any order.
        """
        order = np.argsort(self.ids)
        known = self.ids[order]
        if not len(known):
            return np.full(len(photo_ids), -1, np.int64)
        at = np.minimum(np.searchsorted(known, photo_ids), len(known) - 1)
        event = np.searchsorted(self.starts, order[at], side="right") - 1
        return np.where(known[at] == photo_ids, event, -1)


@dataclass(frozen=True, slots=True)
class EventTitle:
    """What an event is called after, besides its days.

    Attributes:
        towns: Where most photos were taken, most first; empty where that is not known.
        country: Two letters, of the first of them; empty likewise.
        people: Names of those in most photos, most first.
    """

    towns: tuple[str, ...] = ()
    country: str = ""
    people: tuple[str, ...] = ()


def events(session: Session) -> Events:
    """Divide all photos with a date, whose files are not gone, into events."""
    rows = numbers(session, _MOMENTS, (), 3)
    rows = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
    packed = rows[:, 2]
    latitudes = np.where(packed < 0, np.nan, (packed >> 32) / 1e5 - 90)
    longitudes = np.where(packed < 0, np.nan, (packed & _LOW) / 1e5 - 180)
    begins = np.flatnonzero(np.r_[[True] * bool(len(rows)), cuts(rows[:, 1], latitudes, longitudes)])
    ends = np.r_[begins[1:], len(rows)][: len(begins)]
    times = rows[:, 1]
    return Events(
        ids=rows[::-1, 0].copy(),
        starts=np.r_[0, len(rows) - begins[::-1]].astype(np.int64),
        first=times[begins][::-1].copy(),
        last=times[ends - 1][::-1].copy(),
    )


def cuts(times: Ints, latitudes: Floats, longitudes: Floats) -> NDArray[np.bool_]:
    """Tell between which photos an event ends.

    Args:
        times: (n,) int64 seconds, ascending.
        latitudes: (n,) float64 degrees north; NaN where not known.
        longitudes: (n,) float64 degrees east; NaN where not known.

    Returns:
        (n - 1,) bool, whether an event ends after each photo but the last; empty where there are none.
    """
    if len(times) < 2:
        return np.zeros(0, np.bool_)
    gaps = np.diff(times)
    length = np.log(np.maximum(gaps, 1))
    sums = np.r_[0, np.cumsum(length)]
    at = np.arange(len(gaps))
    low, high = np.maximum(at - NEIGHBOURS, 0), np.minimum(at + NEIGHBOURS + 1, len(gaps))
    mean = (sums[high] - sums[low]) / (high - low)
    stands_out = (gaps >= LEAST_GAP_S) & (length >= mean + math.log(STANDS_OUT))
    cut: NDArray[np.bool_] = stands_out | (gaps > MOST_GAP_S) | _jumps(gaps, latitudes, longitudes)
    return cut


def _jumps(gaps: Ints, latitudes: Floats, longitudes: Floats) -> NDArray[np.bool_]:
    """Tell after which photos somebody has travelled far, seen from the last photo with coordinates."""
    jumps = np.zeros(len(gaps), np.bool_)
    known = np.flatnonzero(np.isfinite(latitudes) & np.isfinite(longitudes))
    if len(known) < 2:
        return jumps
    points = unit_vectors(latitudes[known], longitudes[known])
    chord = np.linalg.norm(points[1:] - points[:-1], axis=1)
    far = 2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1)) >= JUMP_KM
    for before, after in zip(known[:-1][far].tolist(), known[1:][far].tolist(), strict=True):
        # Between the two may be photos without coordinates: they are parted where they waited longest.
        longest = before + int(np.argmax(gaps[before:after]))
        jumps[longest] = gaps[longest] >= JUMP_GAP_S
    return jumps


def event_titles(session: Session, groups: Sequence[Ints]) -> list[EventTitle]:
    """Find out what some events are called after.

    Args:
        session: A session.
        groups: The photos of each, as `Events.photos` gives them: of those on the screen, not of all.
    """
    if not groups:
        return []
    every = json.dumps(np.unique(np.concatenate(groups)).tolist())
    people: dict[int, list[str]] = {}
    for photo, name in fetch(session, _PEOPLE, (every,)):
        people.setdefault(photo, []).append(name)
    located = fetch(session, _COORDINATES, (every,))
    world = gazetteer() if located else None
    town_of: dict[int, int] = {}
    if world is not None:
        ids, latitudes, longitudes = zip(*located, strict=True)
        town_of = dict(zip(ids, world.locate(latitudes, longitudes).towns.tolist(), strict=True))
    titles = []
    for group in groups:
        photos = group.tolist()
        named = [photo for photo in photos if photo in people]
        who = Counter(name for photo in named for name in people[photo])
        where = Counter(town_of[photo] for photo in photos if town_of.get(photo, -1) >= 0)
        numbers_ = _main(where, where.total(), _MOST_TOWNS)
        towns = [] if world is None else [world.town(number) for number in numbers_]
        titles.append(
            EventTitle(
                towns=tuple(dict.fromkeys(town.name for town in towns)),
                country=towns[0].country if towns else "",
                people=tuple(_main(who, len(named), MOST_PEOPLE)),
            )
        )
    return titles


def _main(counted: Counter[T], total: int, most: int) -> list[T]:
    """Return what is counted most often, as far as it has its share."""
    return [one for one, count in counted.most_common(most) if count >= _LEAST_SHARE * total]
