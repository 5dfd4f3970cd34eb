"""Finding a face among a million: how long it takes and how much memory, for Familiar and for faiss.

    python benchmarks/search.py LFW [--faces 1000000] [--hnsw 200000] [--python PYTHON] [--keep FOLDER]

LFW is a library into which `lfw_dev` was indexed; its embeddings give the statistics of the made library
(`benchmarks/synthetic.py`). Who is seen twice or more is a group of it, everybody else nobody's. Looked for
are faces that are not in the library, as the recogniser gives them: not packed into bytes.

Familiar's search is all of what its page Find shows: every face from the least similarity of its slider on,
in order, and the dozen people it may be, each with a probability; and once the 100 best faces alone with
those people. faiss gives the 100 best faces; it is measured (`search_faiss.py`) where PYTHON can import it.
HNSW takes minutes to build for a million faces on two cores, so it gets fewer. Recall@100 is the share of the
100 best faces by exact comparison that are found, of the faces that each has; memory is what the process
holds more when the index is there than before, and at most meanwhile, without what was read for it where
that is not part of it (Linux only). Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np
from library_file import create
from synthetic import labelled, made, measured

from app.library.store import Library
from app.search.similar import FaceIndex
from engine.embedding import comparing, unit
from engine.models import Catalogue

PROBES = 60
REPEATS = 3
BEST = 100
MODEL = "sface-2021dec"
HEADING = (
    "| index | faces | seconds to make | MB | MB at most | ms, 1 thread: best | median | ms, 2 threads: best "
    "| median | recall@100 |\n|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Make the library and measure everybody, or, as a process of our own, Familiar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lfw", type=Path, help="an indexed library of lfw_dev")
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--hnsw", type=int, default=200_000, help="faces at most for faiss's HNSW")
    parser.add_argument("--python", default=sys.executable, help="a Python that has faiss")
    parser.add_argument("--keep", type=Path, help="a folder to keep what is made, and to take it from again")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        for row in _familiar(words.keep):
            print(json.dumps(row))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = words.keep or Path(scratch)
        if not (folder / "probes.npy").exists():
            folder.mkdir(parents=True, exist_ok=True)
            _make(words.lfw, folder, words.faces)
        print(HEADING)
        _rows([sys.executable, __file__, str(words.lfw), "--one", "--keep", str(folder)], folder)
        others = [words.python, str(Path(__file__).with_name("search_faiss.py")), str(folder)]
        for name in ("flat", "sq8", "hnsw"):
            _rows([*others, name, str(words.hnsw)], folder)


def _make(lfw: Path, folder: Path, faces: int) -> None:
    packed, people, photos = made(measured(*labelled(lfw)), faces + PROBES, seed=faces)
    generator = np.random.default_rng(0)
    # What packing has taken away is put back, as likely one way as the other.
    probes = unit(packed[faces:] + generator.uniform(-0.5, 0.5, packed[faces:].shape))
    create(folder / "library.db", packed[:faces], photos[:faces])
    with closing(sqlite3.connect(folder / "library.db")) as opened:
        sizes = np.bincount(people[:faces])
        groups = [(person + 1,) for person in np.flatnonzero(sizes > 1).tolist()]
        opened.executemany("INSERT INTO person (id, created_at) VALUES (?, '2026')", groups)
        grouped = np.flatnonzero(sizes[people[:faces]] > 1).tolist()
        of_whom = zip((people[grouped] + 1).tolist(), (face + 1 for face in grouped), strict=True)
        opened.executemany("UPDATE face SET person_id = ? WHERE id = ?", of_whom)
        opened.commit()
    np.save(folder / "packed.npy", packed[:faces])
    np.save(folder / "probes.npy", probes)


def _rows(command: list[str], folder: Path) -> None:
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in process.stdout.splitlines():
        row = json.loads(line)
        recall = _recall(folder, row["faces"], np.array(row["found"]))
        times = " | ".join(
            f"{min(row[key]):.1f} | {statistics.median(row[key]):.1f}" for key in ("one", "two")
        )
        print(
            f"| {row['name']} | {row['faces']:,} | {row['seconds']:.1f} | {row['memory']:.0f} "
            f"| {row['peak']:.0f} | {times} | {recall:.4f} |",
            flush=True,
        )
    if process.returncode:
        print(f"failed: {' '.join(command)}: {process.stderr.strip().splitlines()[-1]}", flush=True)


def _recall(folder: Path, faces: int, found: np.ndarray) -> float:
    """Compare (probes, 100) rows with those of exact products."""
    best = _best(folder, faces)
    return float(np.mean([len(np.intersect1d(*both)) / BEST for both in zip(best, found, strict=True)]))


@cache
def _best(folder: Path, faces: int) -> np.ndarray:
    """Return the (probes, 100) rows of the greatest float64 products, in any order."""
    packed = np.load(folder / "packed.npy", mmap_mode="r")[:faces]
    probes = np.load(folder / "probes.npy").astype(np.float64)
    similarity = np.empty((len(probes), faces), np.float32)
    for start in range(0, faces, 1 << 16):
        rows = packed[start : start + (1 << 16)].astype(np.float64)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        similarity[:, start : start + len(rows)] = probes @ rows.T
    return np.argpartition(-similarity, BEST, axis=1)[:, :BEST]


def _familiar(folder: Path) -> list[dict[str, object]]:
    probes = np.load(folder / "probes.npy").astype(np.float32)
    with Library.open(folder / "library.db") as library, library.read() as session:
        before, began = held("VmRSS"), time.perf_counter()
        index = FaceIndex.load(session, Catalogue().card(MODEL))
        seconds, peak = time.perf_counter() - began, held("VmHWM") - before
    # What was read and let go is given back to the system, to see what is held.
    ctypes.CDLL(None).malloc_trim(0)
    row = {"faces": len(index), "seconds": seconds, "memory": held("VmRSS") - before, "peak": peak}
    every = [index.rank(probe) for probe in probes]
    found = [(ranking.face_ids[:BEST] - 1).tolist() for ranking in every]
    listed = statistics.median(len(ranking) for ranking in every)
    rows: list[dict[str, object]] = []
    for name, most in (
        (f"Familiar, all {listed:,.0f} faces (median) and people", None),
        ("Familiar, 100 best faces and people", BEST),
    ):
        times: dict[str, list[float]] = {}
        for threads, key in ((1, "one"), (2, "two")):
            vars(comparing)["_THREADS"] = threads
            times[key] = []
            for probe in np.tile(probes, (REPEATS, 1)):
                began = time.perf_counter()
                index.rank(probe, most_faces=most)
                times[key].append(1000 * (time.perf_counter() - began))
        rows.append({"name": name, "found": found, **row, **times})
    return rows


def held(what: str) -> float:
    """Return what the process holds (VmRSS), or has held at most (VmHWM), in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


if __name__ == "__main__":
    main()
