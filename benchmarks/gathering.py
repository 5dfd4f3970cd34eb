"""Places, events and stacks of a large library: seconds and memory of each.

    python benchmarks/gathering.py [--photos 1000000]

The library is made up: one photographer at home, on 300 journeys and at home again, in bursts within bursts;
six photos in ten have coordinates, one in fifty is a copy. Fingerprints are random, but for one in three that
differs from its neighbour's in up to four bits. Each part runs in a process of its own, whose largest memory
is told, with what was used before the part began.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.library.fingerprints import Fingerprint, FingerprintStore
from app.library.queries import get_or_create_root
from app.library.store import Library
from app.metadata.gazetteer import gazetteer
from app.search.events import event_titles, events
from app.search.geography import KnownPlaces, visited_places
from app.search.photos import search_photos, understand
from app.search.stacks import find_stacks

NOW = "2026-01-01T00:00:00.000000+00:00"
#: Towns that were visited; the first is home.
TOWNS = 300
#: A photo follows within seconds, but for those that come after a while.
_IN_BURST, _LATER = 20.0, 40_000.0


def main() -> None:
    """Make the library, and measure each part."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--part", choices=list(PARTS), help="measure one part of the library in --file")
    parser.add_argument("--file", type=Path)
    arguments = parser.parse_args()
    if arguments.part:
        measure(arguments.file, PARTS[arguments.part])
        return
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.file or Path(folder, "library.db")
        if not file.exists():
            make(file, arguments.photos)
        for part in PARTS:
            words = [sys.executable, __file__, "--part", part, "--file", str(file)]
            done = subprocess.run(words, check=True, capture_output=True, text=True)
            print(f"{part:12} {done.stdout.strip()}", flush=True)


def measure(file: Path, part: Callable[[Library], str]) -> None:
    """Run one part, and print what it found, how long it took and how much memory."""
    with Library.open(file) as library, library.read():
        before = peak()
        began = time.perf_counter()
        found = part(library)
        print(f"{time.perf_counter() - began:6.2f} s  {before} -> {peak()} MB  {found}")


def peak() -> int:
    """Return the most memory this process has had, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def of_gazetteer(_: Library) -> str:
    """Load the places of the world, and look one up."""
    world = gazetteer()
    return world.town(int(world.locate([48.86], [2.35]).towns[0])).name


def of_places(library: Library) -> str:
    """List countries, regions and towns."""
    with library.read() as session:
        return f"{len(visited_places(session))} places"


def of_names(library: Library) -> str:
    """Find out what the places are called, for a search."""
    with library.read() as session:
        return f"{len(KnownPlaces(session))} names"


def of_search(library: Library) -> str:
    """Find the photos of one town, whose name is known already."""
    with library.read() as session:
        town = next(place for place in visited_places(session) if place.level == 2)
        query = understand(session, f'in "{town.name}"')
        began = time.perf_counter()
        found = search_photos(session, query)
        return f"{len(found)} photos in {town.name}, the search alone {time.perf_counter() - began:.2f} s"


def of_events(library: Library) -> str:
    """Divide all photos into events, and name twenty."""
    with library.read() as session:
        found = events(session)
        began = time.perf_counter()
        event_titles(session, [found.photos(number) for number in range(min(20, len(found)))])
        return f"{len(found)} events, titles of 20 in {1000 * (time.perf_counter() - began):.0f} ms"


def of_stacks(library: Library) -> str:
    """Put photos into stacks, fingerprints read from their file."""
    with FingerprintStore(library) as kept, library.read() as session:
        found = find_stacks(session, kept.fresh())
        return f"{len(found)} stacks of {len(found.ids)} photos"


PARTS: dict[str, Callable[[Library], str]] = {
    "gazetteer": of_gazetteer,
    "places": of_places,
    "names": of_names,
    "search": of_search,
    "events": of_events,
    "stacks": of_stacks,
}


def make(file: Path, count: int) -> None:
    """Write the library and its fingerprints."""
    random = np.random.default_rng(0)
    world = gazetteer()
    later = random.random(count) < 0.03
    steps = np.where(later, random.exponential(_LATER, count), random.exponential(_IN_BURST, count))
    times = (1.1e9 + np.cumsum(steps)).astype(np.int64)
    # Somewhere else after one in ten of the long gaps, every other time at home.
    moves = np.cumsum(later & (random.random(count) < 0.1))
    where = np.where(moves % 2 == 0, 0, 1 + moves // 2 % (TOWNS - 1))
    towns = [world.town(number) for number in random.integers(0, len(world), TOWNS).tolist()]
    north = np.array([town.latitude for town in towns])[where] + random.normal(0, 0.03, count)
    east = np.array([town.longitude for town in towns])[where] + random.normal(0, 0.03, count)
    located = random.random(count) < 0.6
    content = np.arange(count)
    copies = np.flatnonzero(random.random(count) < 0.02)
    content[copies] = np.maximum(copies - 1, 0)
    with Library.open(file) as library, library.write() as session:
        get_or_create_root(session, "/made")
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA synchronous = OFF")
        opened.executemany(
            "INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, sha256, state, damaged, "
            "orientation, indexed_at, taken_at, width, height, latitude, longitude) "
            "VALUES (?1, 1, (?1 / 1000) || '/' || ?1 || '.jpg', 1, 1, ?1, ?2, 'analysed', 0, 1, ?3, "
            "strftime('%Y-%m-%dT%H:%M:%S', ?4, 'unixepoch'), 4000, 3000, ?5, ?6)",
            (
                (
                    at + 1,
                    int(content[at]).to_bytes(8, "big") + bytes(24),
                    NOW,
                    int(times[at]),
                    float(north[at]) if located[at] else None,
                    float(east[at]) if located[at] else None,
                )
                for at in range(count)
            ),
        )
        opened.commit()
    bits = near_neighbours(count, random)
    with Library.open(file) as library, FingerprintStore(library) as kept:
        sharp = random.uniform(10, 1000, count)
        for begin in range(0, count, 50_000):
            part = range(begin, min(count, begin + 50_000))
            kept.put(Fingerprint(at + 1, int(content[at]), int(bits[at]), float(sharp[at])) for at in part)


def gather_up(file: Path) -> None:
    """Give the photos of a library times in bursts, coordinates and fingerprints."""
    with closing(sqlite3.connect(file)) as opened:
        # Twenty photos a day, every third day, in bursts of four.
        opened.execute(
            "UPDATE photo SET taken_at = strftime('%Y-%m-%dT%H:%M:%S', 1100000000 + id / 20 * 259200 "
            "+ id % 20 / 4 * 1200 + id % 4 * 2, 'unixepoch'), sha256 = CAST(printf('%032d', id) AS BLOB), "
            "latitude = 40 + id / 200 % 20, longitude = id / 200 % 30"
        )
        opened.commit()
        (count,) = opened.execute("SELECT count(*) FROM photo").fetchone()
    bits = near_neighbours(count, np.random.default_rng(0))
    with Library.open(file) as library, FingerprintStore(library) as kept:
        ids, contents = kept.lacking()
        rows = zip(ids.tolist(), contents.tolist(), bits.tolist(), strict=True)
        kept.put(Fingerprint(photo, content, value, 1.0) for photo, content, value in rows)


def near_neighbours(count: int, random: np.random.Generator) -> NDArray[np.uint64]:
    """Return fingerprints of which one in three is near the one before it."""
    bits = random.integers(0, 1 << 64, count, np.uint64)
    near = np.flatnonzero(random.random(count - 1) < 1 / 3) + 1
    for turn in range(4):
        flips = np.uint64(1) << random.integers(0, 64, len(near)).astype(np.uint64)
        bits[near] = bits[near - 1] ^ flips if turn == 0 else bits[near] ^ flips
    return bits


if __name__ == "__main__":
    main()
