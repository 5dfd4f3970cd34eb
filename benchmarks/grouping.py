"""Grouping libraries of ten thousand to a million faces: how right, how long, how much memory.

    python benchmarks/grouping.py DATA [--sizes 10000,100000,300000,1000000] [--parts engine,others,library]

DATA holds `lfw_dev` (a folder per person), whose embeddings give the statistics of the made libraries (see
`synthetic.py`); with `--lfw FILE` an indexed library of it is taken instead of indexing it first. Parts:

- engine: `engine.clustering` on packed embeddings, with the constraint that faces of one photo differ.
- others: scikit-learn's AgglomerativeClustering, DBSCAN and HDBSCAN on the same embeddings, where they fit;
  each with the best of several thresholds on the first half of the made people. They know no photos.
- library: the whole job on a library file, `app.grouping.group`: everything, then a thousand new faces.

Every run is a process of its own, so that peaks of memory are its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from synthetic import Statistics, labelled, made, measured

from app.grouping.rule import Rule
from engine.clustering import (
    Constraints,
    average_linkage,
    b_cubed,
    clicks_to_perfect,
    pairwise_scores,
)
from engine.embedding import unpack
from engine.models import Catalogue
from engine.neighbours import graph, neighbour_edges

#: Faces that each other method can take in this machine's memory and in minutes.
OTHERS = {"agglomerative": 20_000, "dbscan": 100_000, "hdbscan": 20_000}
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
NEW = 1000
HEADING = "faces    method          seconds  peak MB | pairwise P, R, F      | B-cubed F | clicks per 1,000"

Ids = NDArray[np.int64]


def main() -> None:
    """Run the parts asked for, or, as a process of our own, one measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--lfw", type=Path, help="an indexed library of lfw_dev")
    parser.add_argument("--sizes", default="10000,100000,300000,1000000")
    parser.add_argument("--parts", default="engine,others,library")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        name, _, n = words.one.partition(":")
        print(json.dumps(MEASURES[name](words.data, int(n))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        lfw = words.lfw or _indexed(words.data / "lfw_dev", Path(scratch, "lfw.db"))
        _measure(Path(scratch), lfw, [int(n) for n in words.sizes.split(",")], words.parts.split(","))


def _indexed(folder: Path, library: Path) -> Path:
    command = [sys.executable, "-m", "app.cli", "--library", str(library), "--json", "index", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return library


def _measure(scratch: Path, lfw: Path, sizes: list[int], parts: list[str]) -> None:
    vectors, people = labelled(lfw)
    statistics = measured(vectors, people)
    np.savez(scratch / "lfw.npz", packed=vectors, people=people, photos=np.arange(len(people)))
    print(HEADING)
    if "engine" in parts:
        _row(scratch / "lfw.npz", "exact", len(people))
    if "others" in parts:
        for name in OTHERS:
            _row(scratch / "lfw.npz", name, len(people))
    for n in sizes:
        file = scratch / f"{n}.npz"
        _save(file, statistics, n)
        if "engine" in parts:
            _row(file, "familiar", n)
            if n <= 100_000:
                _row(file, "exact", n)
        if "others" in parts:
            for name, most in OTHERS.items():
                if n <= most:
                    _row(file, name, n)
        if "library" in parts:
            _row(file, "library", n)
        file.unlink()


def _save(file: Path, statistics: Statistics, n: int) -> None:
    packed, people, photos = made(statistics, n + NEW, seed=n)
    np.savez(file, packed=packed, people=people, photos=photos)


def _row(file: Path, method: str, n: int) -> None:
    """Measure in a process of its own, and print what it found."""
    command = [sys.executable, __file__, str(file), "--one", f"{method}:{n}"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode:
        print(f"{n:8} {method:15} failed: {process.stderr.strip().splitlines()[-1]}", flush=True)
        return
    found = json.loads(process.stdout.splitlines()[-1])
    scores = found.get("scores", "")
    print(f"{n:8} {method:15} {found['seconds']:7.1f} {found['peak']:8.0f} | {scores}", flush=True)
    for line in found.get("notes", []):
        print(f"{'':8}   {line}", flush=True)


def _loaded(file: Path, n: int) -> tuple[NDArray[np.int8], Ids, Ids]:
    found = np.load(file)
    return found["packed"][:n], found["people"][:n], found["photos"][:n]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _scores(labels: Ids, people: Ids) -> str:
    pairs, cubed = pairwise_scores(labels, people), b_cubed(labels, people)
    clicks = clicks_to_perfect(labels, people).total
    known = int((people >= 0).sum())
    return (
        f"{pairs.precision:.4f} {pairs.recall:.4f} {pairs.f:.4f} | {cubed.f:.4f}    | "
        f"{1000 * clicks / known:.1f}"
    )


def _familiar(file: Path, n: int, *, exact: bool = False) -> dict[str, object]:
    packed, people, photos = _loaded(file, n)
    rule = Rule.of(Catalogue().card("sface-2021dec"), 0.0)
    constraints = Constraints.of(n, photos=photos)
    start = time.perf_counter()
    edges = (neighbour_edges if exact else graph)(packed, 32, floor=rule.linkage)
    compared = time.perf_counter()
    labels = average_linkage(packed, edges, rule.linkage, constraints, odds=rule.odds)
    end = time.perf_counter()
    notes = [
        f"neighbours {compared - start:.1f} s, linkage {end - compared:.1f} s, {edges.first.size:,} edges"
    ]
    return {"seconds": end - start, "peak": _peak(), "scores": _scores(labels, people), "notes": notes}


def _exact(file: Path, n: int) -> dict[str, object]:
    return _familiar(file, n, exact=True)


def _best(file: Path, n: int, method: str) -> dict[str, object]:
    """Run a method of scikit-learn at the threshold that suits the first half of the people best."""
    from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering

    packed, people, _ = _loaded(file, n)
    vectors = unpack(packed) if packed.dtype == np.int8 else packed

    def run(rows: NDArray[np.float32], threshold: float) -> Ids:
        if method == "agglomerative":
            made = AgglomerativeClustering(
                n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - threshold
            )
        elif method == "dbscan":
            made = DBSCAN(eps=1 - threshold, min_samples=2, metric="cosine")
        else:
            made = HDBSCAN(min_cluster_size=2, copy=True)
        labels = np.asarray(made.fit_predict(rows), np.int64)
        alone = labels < 0
        labels[alone] = labels.max(initial=0) + 1 + np.arange(int(alone.sum()))
        return labels

    half = np.flatnonzero(people <= np.median(people))[:6000]
    tried = (0.0,) if method == "hdbscan" else THRESHOLDS
    threshold = max(tried, key=lambda one: pairwise_scores(run(vectors[half], one), people[half]).f)
    start = time.perf_counter()
    labels = run(vectors, threshold)
    return {
        "seconds": time.perf_counter() - start,
        "peak": _peak(),
        "scores": _scores(labels, people),
        "notes": [f"cosine {threshold}"] if threshold else [],
    }


def _library(file: Path, n: int) -> dict[str, object]:
    """Group a library file of n faces, then add `NEW` faces; each in a process of its own."""
    from library_file import add, create

    packed, people, photos = _loaded(file, n + NEW)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.db")
        create(path, packed[:n], photos[:n])
        first = _grouped(path)
        add(path, packed[n:], photos[n:], first_face=n)
        second = _grouped(path)
        unchanged = _grouped(path)
        from library_file import labels_of

        labels = labels_of(path)
    note = (
        f"{NEW:,} new faces: {second['seconds']:.1f} s, {second['peak']:.0f} MB ({second['moved']} placed, "
        f"{second['made']} new groups); nothing new: {unchanged['seconds']:.2f} s"
    )
    return {**first, "scores": _scores(labels, people), "notes": [note]}


def _grouped(path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, str(path), "--one", "job:0"]
    process = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return found


def _job(path: Path, _n: int) -> dict[str, object]:
    from app.grouping import group
    from app.library.store import Library

    with Library.open(path) as library:
        start = time.perf_counter()
        report = group(library, card=Catalogue().card("sface-2021dec"))
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak": _peak(), "moved": report.moved, "made": report.made}


def _agglomerative(file: Path, n: int) -> dict[str, object]:
    return _best(file, n, "agglomerative")


def _dbscan(file: Path, n: int) -> dict[str, object]:
    return _best(file, n, "dbscan")


def _hdbscan(file: Path, n: int) -> dict[str, object]:
    return _best(file, n, "hdbscan")


MEASURES = {
    "familiar": _familiar,
    "exact": _exact,
    "agglomerative": _agglomerative,
    "dbscan": _dbscan,
    "hdbscan": _hdbscan,
    "library": _library,
    "job": _job,
}


if __name__ == "__main__":
    main()
