"""Indexing 12-megapixel photos: Familiar beside the straightforward OpenCV script, on the same photos.

    python benchmarks/index.py SET [--photos 60] [--rounds 3] [--dlib PYTHON]

SET is a folder per person with pictures of one face (LFW, for example); the photos are composed from it by
`benchmarks/compose.py`. All programs run as whole processes, in turn, so that a machine whose speed drifts
slows all. Prints the median of each, the ratios round by round, recall by width of the faces, false finds,
what decoding alone takes, and the floor (`benchmarks/floor.py`). With the Python of an environment in which
`face_recognition` is installed, its script runs as well, on the first photos only: it takes many seconds for
each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import cv2
from compose import compose
from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Face, Photo
from engine.analysis import FIRST_SIDE
from engine.image import decode

HERE = Path(__file__).resolve().parent
#: Bounds between the classes of face widths, pixels of the photo.
WIDTHS = (40, 80, 160, 400, 900, 1700)
#: A found box belongs to a pasted face from this intersection over union on.
OVERLAP = 0.4

#: So many photos are given to `face_recognition`.
_DLIB_PHOTOS = 10

Boxes = dict[str, list[tuple[float, float, float, float]]]


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dlib", metavar="PYTHON")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        photos = Path(scratch, "photos")
        compose(words.set, photos, photos=words.photos, seed=1)
        truth = json.loads(Path(scratch, "photos-truth.json").read_text("utf-8"))
        seconds: dict[str, list[float]] = {
            "Familiar": [],
            "OpenCV script": [],
            "floor": [],
            "decode full": [],
            "decode scaled": [],
        }
        mine: Boxes = {}
        theirs: Boxes = {}
        counts = Path(scratch, "counts.json")
        for number in range(words.rounds):
            library = Path(scratch, f"library-{number}.db")
            index = ["-m", "app.cli", "--library", str(library), "--json", "index", str(photos)]
            seconds["Familiar"].append(_timed([sys.executable, *index])[0])
            mine = _library_boxes(library)
            counts.write_text(json.dumps({name: len(boxes) for name, boxes in mine.items()}), "utf-8")
            floor = [sys.executable, str(HERE / "floor.py"), str(photos), str(counts)]
            seconds["floor"].append(_timed(floor)[0])
            spent, printed = _timed([sys.executable, str(HERE / "opencv_script.py"), str(photos)])
            seconds["OpenCV script"].append(spent)
            theirs = {name: [tuple(box) for box in boxes] for name, boxes in json.loads(printed).items()}
            seconds["decode full"].append(_decoding(photos, None))
            seconds["decode scaled"].append(_decoding(photos, FIRST_SIDE))
        found = {"Familiar": mine, "OpenCV script": theirs}
        _print(words, seconds, truth, found)
        if words.dlib:
            _beside_dlib(
                words.dlib, photos, truth, mine, statistics.median(seconds["Familiar"]) / words.photos
            )


def _beside_dlib(
    python: str, photos: Path, truth: dict[str, list[dict[str, float]]], mine: Boxes, seconds: float
) -> None:
    """Print what `face_recognition` takes for the first photos, and what it finds in them."""
    some = photos.parent / "some"
    some.mkdir()
    for path in sorted(photos.glob("*.jpg"))[:_DLIB_PHOTOS]:
        (some / path.name).symlink_to(path)
    spent, printed = _timed([python, str(HERE / "face_recognition_script.py"), str(some)])
    theirs = {name: [tuple(box) for box in boxes] for name, boxes in json.loads(printed).items()}
    faces = _pasted({name: truth[name] for name in theirs})
    each = spent / len(theirs)
    print(f"face_recognition: {each:.2f} s a photo, {each / seconds:.1f} times Familiar's {seconds:.2f}")
    print(
        f"recall on these {len(theirs)} photos: face_recognition {_recall(faces, theirs):.4f}, "
        f"Familiar {_recall(faces, mine):.4f}"
    )


def _timed(command: Sequence[str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout


def _decoding(photos: Path, at_least: int | None) -> float:
    """Return the seconds that reading and decoding alone take, on all cores as Familiar uses them."""
    cv2.setNumThreads(1)

    def read(path: Path) -> None:
        decode(path.read_bytes(), name=path.name, at_least=at_least)

    start = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(read, sorted(photos.glob("*.jpg"))))
    return time.perf_counter() - start


def _library_boxes(path: Path) -> Boxes:
    with Library.open(path) as library, library.read() as session:
        rows = session.execute(
            select(Photo.path, Face.x, Face.y, Face.width, Face.height).join(Face, isouter=True)
        )
        boxes: Boxes = {}
        for name, *box in rows:
            boxes.setdefault(name, []).extend([tuple(box)] if box[0] is not None else [])
    return boxes


def _overlap(a: Sequence[float], b: Sequence[float]) -> float:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(width, 0) * max(height, 0)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def _print(
    words: argparse.Namespace,
    seconds: dict[str, list[float]],
    truth: dict[str, list[dict[str, float]]],
    found: dict[str, Boxes],
) -> None:
    print(f"{words.photos} photos of 12 megapixels, {words.rounds} rounds, {os.cpu_count()} cores")
    for name, spent in seconds.items():
        median = statistics.median(spent)
        rate = f"{median:7.2f} s  {words.photos / median:6.2f} photos/s"
        print(f"{name:14} {rate}  (from {min(spent):.2f} to {max(spent):.2f})")
    for above, below in (("OpenCV script", "Familiar"), ("Familiar", "floor")):
        ratios = [a / b for a, b in zip(seconds[above], seconds[below], strict=True)]
        middle = statistics.median(ratios)
        print(f"{above} / {below}: {middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    for whole, part in (("Familiar", "decode scaled"), ("OpenCV script", "decode full")):
        share = statistics.median(b / a for a, b in zip(seconds[whole], seconds[part], strict=True))
        print(f"{part} takes {share:.0%} of the time of {whole}")
    faces = _pasted(truth)
    print("face width   faces   recall of " + ", ".join(found))
    for low, high in pairwise(WIDTHS):
        chosen = [(name, box) for name, box in faces if low <= box[2] < high]
        recalls = "  ".join(f"{_recall(chosen, boxes):.3f}" for boxes in found.values())
        print(f"{low:4}-{high:<5} {len(chosen):7}   {recalls}")
    for name, boxes in found.items():
        extra = sum(
            not any(photo == other and _overlap(box, pasted) >= OVERLAP for other, pasted in faces)
            for photo, some in boxes.items()
            for box in some
        )
        print(f"{name}: recall {_recall(faces, boxes):.4f}; {extra} boxes are no pasted face")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


def _pasted(truth: dict[str, list[dict[str, float]]]) -> list[tuple[str, list[float]]]:
    """Return the pasted faces: the photo's name and the box of each."""
    return [
        (name, [face[key] for key in ("left", "top", "width", "height")])
        for name, pasted in truth.items()
        for face in pasted
    ]


def _recall(faces: list[tuple[str, list[float]]], found: Boxes) -> float:
    hits = sum(any(_overlap(box, other) >= OVERLAP for other in found[name]) for name, box in faces)
    return hits / max(len(faces), 1)


if __name__ == "__main__":
    main()
