"""What is asked of people with very many faces: processor milliseconds, in a made library without photos.

    python benchmarks/large_person.py [--faces 300000] [--largest 120000] [--file LIBRARY]

One person has 120,000 of 300,000 faces, four have 3,000 to 20,000, a hundred some dozens to hundreds, and the
others are seen once to nine times; one photo in fifty is missing, and one face in five hundred is ignored.
Embeddings are random. What is read is read three times, and the least counts; what is changed, once. The
library is kept where `--file` says, and used again.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from library_file import create
from numpy.typing import NDArray

from app import operations
from app.library.queries import people
from app.library.store import Library
from app.library.triggers import TRIGGERS
from app.search.browsing import counts
from app.search.faces import faces_of_person, people_overview
from app.search.people import about_person, last_seen
from app.search.person import cover_faces
from engine.embedding import pack

MOMENT = "2026-01-01T00:00:00.000000+00:00"
#: The largest have names.
NAMED = 100
#: Photos are taken over so many days.
DAYS = 7000
LARGEST, SMALL = 1, 6
REPEATS = 3


def main() -> None:
    """Make the library, and measure each step on a copy of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--faces", type=int, default=300_000)
    parser.add_argument("--largest", type=int, default=120_000)
    parser.add_argument("--file", type=Path)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = words.file or Path(folder, "made.db")
        if not file.exists():
            make(file, words.faces, words.largest)
        copy = Path(folder, "library.db")
        shutil.copy(file, copy)
        with Library.open(copy) as library:
            # The first change of a day copies the library.
            operations.set_notes(library, person=NAMED, notes="-")
            for name, step in READING.items():
                print(f"{min(spent(step, library) for _ in range(REPEATS)):8.1f}  {name}", flush=True)
            for name, step in CHANGING.items():
                print(f"{spent(step, library):8.1f}  {name}", flush=True)


def spent(step: Callable[[Library], object], library: Library) -> float:
    """Return the processor milliseconds of a step."""
    start = time.process_time()
    step(library)
    return (time.process_time() - start) * 1000


def make(file: Path, faces: int, largest: int) -> None:
    """Write the library as indexing, grouping and naming would have left it."""
    rng = np.random.default_rng(7)
    owner = rng.permutation(owners(faces, largest, rng))
    photo = photos(owner, rng)
    packed = np.concatenate(
        [pack(rng.standard_normal((min(65_536, faces - at), 128))) for at in range(0, faces, 65_536)]
    )
    create(file, packed, photo)
    last = int(photo.max()) + 1
    sizes = np.bincount(owner)
    people_in_order = np.argsort(-sizes, kind="stable")
    several = people_in_order[sizes[people_in_order] > 1]
    number = np.zeros(len(sizes), np.int64)
    number[several] = np.arange(1, len(several) + 1)
    quality, ignored, confirmed = rng.random(faces), rng.random(faces) < 0.002, rng.random(faces) < 0.7
    missing = rng.random(last) < 0.02
    days = np.arange(last) * DAYS // last + rng.integers(0, 30, last)
    with closing(sqlite3.connect(file)) as opened:
        opened.executemany(
            "INSERT INTO person (id, name, name_key, created_at) VALUES (?1, ?2, lower(?2), ?3)",
            ((who, f"Person {who}" if who <= NAMED else None, MOMENT) for who in range(1, len(several) + 1)),
        )
        opened.executemany(
            "UPDATE photo SET taken_at = ?, missing_since = ?, sha256 = randomblob(32), camera = ?, "
            "width = 4000, height = 3000, path = ? WHERE id = ?",
            (
                (
                    f"{date(2004, 1, 1) + timedelta(int(days[at]))}T12:00:00",
                    MOMENT if missing[at] else None,
                    "Canon EOS 5D Mark III",
                    f"{at // 300:05d} holidays/IMG_{at:06d}.JPG",
                    at + 1,
                )
                for at in range(last)
            ),
        )
        # It forgets looks, of which there are none yet.
        opened.execute("DROP TRIGGER face_exemplar_update")
        opened.executemany(
            "UPDATE face SET person_id = ?, quality = ?, confirmed_at = ?, ignored_at = ?, "
            "detector_score = 0.9 WHERE id = ?",
            (
                (
                    int(who) or None,
                    float(quality[at]),
                    MOMENT if 0 < who <= NAMED and confirmed[at] else None,
                    MOMENT if ignored[at] else None,
                    at + 1,
                )
                for at, who in enumerate(number[owner])
            ),
        )
        opened.execute(next(trigger for trigger in TRIGGERS if "face_exemplar_update" in trigger))
        opened.execute("DELETE FROM newcomer")
        opened.commit()
        opened.execute("VACUUM")


def owners(faces: int, largest: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return (n,) whose each face is, the largest first."""
    known = [largest, faces // 15, faces // 30, faces // 60, faces // 100]
    known += [faces // 600 // rank + 2 for rank in range(1, NAMED + 20)]
    rest = faces - sum(known)
    seen = rng.choice([1, 2, 3, 5, 9], size=rest, p=[0.5, 0.25, 0.15, 0.06, 0.04])
    sizes = np.concatenate([known, seen[: int(np.searchsorted(np.cumsum(seen), rest)) + 1]])
    return np.repeat(np.arange(len(sizes)), sizes)[:faces]


def photos(owner: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return (n,) photos, from 0: some faces are in that of the face before, which is somebody else's."""
    with_last = rng.random(len(owner)) < 1 / 3
    with_last[0] = False
    with_last[1:] &= (owner[1:] != owner[:-1]) & ~with_last[:-1]
    return np.cumsum(~with_last) - 1


def _read(ask: Callable[..., object]) -> Callable[[Library], object]:
    def step(library: Library) -> object:
        with library.read() as session:
            return ask(session)

    return step


READING: dict[str, Callable[[Library], object]] = {
    "cover of the largest": lambda library: cover_faces(library, people=[LARGEST]),
    "covers of 100 people": lambda library: cover_faces(library, people=range(1, NAMED + 1)),
    "everybody, for the page of people": _read(people_overview),
    "the largest alone, after a change": _read(lambda session: people_overview(session, only=[LARGEST])),
    "when everybody was seen last": _read(last_seen),
    "figures of the sidebar": _read(counts),
    "figures of the largest": _read(lambda session: about_person(session, LARGEST)),
    "faces of the largest, newest first": _read(lambda s: faces_of_person(s, LARGEST, order="time")),
    "familiar people": _read(lambda session: list(people(session))),
}
CHANGING: dict[str, Callable[[Library], object]] = {
    "take the name of the largest away": lambda library: operations.remove_name(library, person=LARGEST),
    "name it, confirming a third": lambda library: operations.name_person(
        library, person=LARGEST, name="Anna"
    ),
    "undo that": operations.undo,
    "redo it": operations.redo,
    "merge somebody into the largest": lambda library: operations.merge_people(
        library, target=LARGEST, sources=[SMALL]
    ),
    "merge the largest into somebody": lambda library: operations.merge_people(
        library, target=SMALL + 1, sources=[LARGEST]
    ),
    "undo it": operations.undo,
}

if __name__ == "__main__":
    main()
