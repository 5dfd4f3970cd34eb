"""What one does with libraries of ten thousand to a million faces: seconds, memory, and how they grow.

    python benchmarks/scale.py LFW [--sizes 10000,100000,1000000]

LFW is a library into which `lfw_dev` was indexed; its embeddings give the statistics of the made libraries
(`benchmarks/synthetic.py`: a dozen people with two fifths of the faces, five dozen friends, and strangers;
one to five people a photo). Every step is a process of its own; seconds are those of the step alone, memory
is the most that the process has held since the step began (Linux only), what it has imported included. Steps
of a moment are done several times, and the median counts. Prints one row a step, and the growth from each
size to the next.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from library_file import add, create
from synthetic import labelled, made, measured

from app import operations
from app.grouping import group
from app.library.store import Library
from app.search.browsing import counts, photo_rows, timeline
from app.search.faces import faces_of_person, people_overview
from app.search.photos import search_photos, understand
from app.search.similar import FaceIndex
from engine.embedding import unpack
from engine.models import Catalogue

NEW = 1000
REPEATS = 5
MODEL = "sface-2021dec"
#: Photos are spread over so many days.
DAYS = 5000

Step = Callable[[Path], None]


def main() -> None:
    """Run all steps at all sizes, or, as a process of our own, one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--one", nargs=2, metavar=("STEP", "LIBRARY"), help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        step, path = words.one
        print(json.dumps(_spent(STEPS[step], Path(path))))
        return
    sizes = [int(size) for size in words.sizes.split(",")]
    vectors, people = labelled(words.lfw)
    known = measured(vectors, people)
    found: dict[int, dict[str, dict[str, float]]] = {}
    for size in sizes:
        packed, _, photos = made(known, size + NEW, seed=size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "library.db")
            create(path, packed[:size], photos[:size])
            _date(path)
            np.savez(path.with_suffix(".npz"), packed=packed[size:], photos=photos[size:], size=size)
            found[size] = {step: _measured(step, path) for step in STEPS}
            found[size]["file"] = {"seconds": 0.0, "peak": path.stat().st_size / 2**20}
    _print(sizes, found)


def _date(path: Path) -> None:
    """Give every photo a day, so that there are months to browse."""
    with closing(sqlite3.connect(path)) as opened:
        (last,) = opened.execute("SELECT max(id) FROM photo").fetchone()
        first = date(2010, 1, 1)
        opened.executemany(
            "UPDATE photo SET taken_at = ?, width = 4000, height = 3000 WHERE id = ?",
            (
                (f"{first + timedelta(days=number * DAYS // last)}T12:00:00", number)
                for number in range(1, last + 1)
            ),
        )
        opened.commit()


def _measured(step: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "-", "--one", step, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{step}: {done.stderr}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _spent(step: Step, path: Path) -> dict[str, float]:
    times = []
    # From here on; what a process starts with is what the one that started it held.
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    for _ in range(REPEATS if step in MOMENTS else 1):
        start = time.perf_counter()
        step(path)
        times.append(time.perf_counter() - start)
    status = Path("/proc/self/status").read_text("ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return {"seconds": statistics.median(times), "peak": peak}


def _open(path: Path) -> None:
    with Library.open(path) as library, library.read() as session:
        counts(session)


def _group(path: Path) -> None:
    with Library.open(path) as library:
        group(library, card=Catalogue().card(MODEL))


def _browse_photos(path: Path) -> None:
    with Library.open(path) as library, library.read() as session:
        found = timeline(session)
        photo_rows(session, found.ids[:200])


def _browse_people(path: Path) -> None:
    with Library.open(path) as library, library.read() as session:
        people_overview(session)


def _largest(library: Library) -> int:
    with library.read() as session:
        found = people_overview(session)
    return int(found.ids[np.argmax(found.faces)])


def _browse_person(path: Path) -> None:
    with Library.open(path) as library:
        person = _largest(library)
        with library.read() as session:
            faces_of_person(session, person, order="outliers")


def _name(path: Path) -> None:
    with Library.open(path) as library:
        with library.read() as session:
            found = people_overview(session)
        unnamed = [k for k, name in enumerate(found.names) if name is None]
        chosen = max(unnamed, key=lambda k: found.faces[k])
        operations.name_person(library, person=int(found.ids[chosen]), name=f"Person {found.ids[chosen]}")


def _undo(path: Path) -> None:
    with Library.open(path) as library:
        operations.undo(library)


def _redo(path: Path) -> None:
    with Library.open(path) as library:
        operations.redo(library)


def _search_words(path: Path) -> None:
    with Library.open(path) as library:
        person = _largest(library)
        with library.read() as session:
            search_photos(session, understand(session, f'"Person {person}" 2015'))


def _search_load(path: Path) -> None:
    with Library.open(path) as library, library.read() as session:
        FaceIndex.load(session, Catalogue().card(MODEL))


def _search_faces(path: Path) -> None:
    with Library.open(path) as library:
        with library.read() as session:
            index = FaceIndex.load(session, Catalogue().card(MODEL))
        probes = unpack(np.load(path.with_suffix(".npz"))["packed"][:100])
        for probe in probes:
            index.rank(probe)


def _add(path: Path) -> None:
    kept = np.load(path.with_suffix(".npz"))
    add(path, kept["packed"], kept["photos"], first_face=int(kept["size"]))


def _back_up(path: Path) -> None:
    with Library.open(path) as library:
        library.backup(path.with_suffix(".backup"), overwrite=True)


#: In order: each finds the library as those before have left it.
STEPS: dict[str, Step] = {
    "open": _open,
    "group everything": _group,
    "browse: all photos by month, a screen of them": _browse_photos,
    "browse: all people and groups": _browse_people,
    "browse: the largest group, outliers first": _browse_person,
    "name the largest group": _name,
    "undo that": _undo,
    "redo it": _redo,
    "search: a name and a year": _search_words,
    "find a face: read the index": _search_load,
    "find 100 faces, index included": _search_faces,
    "add 1,000 faces": _add,
    "group the new faces": _group,
    "nothing new to group": _group,
    "back up": _back_up,
}
MOMENTS = {_open, _browse_photos, _browse_people, _browse_person, _search_words, _search_load}


def _print(sizes: list[int], found: dict[int, dict[str, dict[str, float]]]) -> None:
    print("| Step | " + " | ".join(f"{size:,} faces" for size in sizes) + " | Growth |")
    print("|---" * (len(sizes) + 2) + "|")
    for step in STEPS:
        rows = [found[size][step] for size in sizes]
        cells = [f"{row['seconds']:.2f} s, {row['peak']:,.0f} MB" for row in rows]
        growth = [f"{b['seconds'] / max(a['seconds'], 1e-4):.1f}" for a, b in pairwise(rows)]
        print(f"| {step} | " + " | ".join(cells) + f" | {', '.join(growth)} |")
    print(
        "| the library's file | " + " | ".join(f"{found[s]['file']['peak']:,.0f} MB" for s in sizes) + " | |"
    )


if __name__ == "__main__":
    main()
