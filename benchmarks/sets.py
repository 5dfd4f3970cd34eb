"""Indexing labelled sets from scratch with `familiar index`, and how right the groups are.

    python benchmarks/sets.py DATA [--only lfw_dev,photos_dev]

DATA holds the sets `lfw_dev`, `families_dev`, `celeb_train`, `bollywood_dev` (a folder per person) and
`photos_dev` with `photos_labels.csv`. Of `families_dev` albums are made first: the faces that `albums.csv`
says are from one photo are laid side by side into one picture again, so that two relatives in one photo are
known to differ.

A face counts for the person whose folder its picture is in if it is the large one in the middle; for an
album, the person whose crop it lies in. Other faces (people in the background) have no label: they are
grouped with all others, and left out of the scores. People that `suspect_same_person.csv` lists are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Face, Photo
from engine.clustering import b_cubed, clicks_to_perfect, pairwise_scores
from trainer.data.faces import labelled_face

SETS = ("lfw_dev", "photos_dev", "families_dev", "celeb_train", "bollywood_dev")
HEADING = (
    "set            photos  photos/s  faces  labelled  people |   pairwise P, R, F    "
    "|   B-cubed P, R, F     |  clicks, /1000 | peak MB"
)


@dataclass(frozen=True)
class Found:
    """A face in the library: its photo, box, group (None: in none), and the size of the photo."""

    path: str
    box: tuple[float, float, float, float]
    group: int | None
    size: tuple[int, int]

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.box[0] + self.box[2] / 2, self.box[1] + self.box[3] / 2


#: Returns the person of each of one photo's faces; None where it has no label.
Labeller = Callable[[str, list[Found]], list[str | None]]


def main() -> None:
    """Index the sets and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default=",".join(SETS))
    words = parser.parse_args()
    print(HEADING)
    for name in words.only.split(","):
        with tempfile.TemporaryDirectory() as scratch:
            folder, label = _prepared(words.data, name, Path(scratch))
            library = Path(scratch, "library.db")
            run = _index(folder, library)
            _print(name, run, _found(library), label)


def _prepared(data: Path, name: str, scratch: Path) -> tuple[Path, Labeller]:
    if name == "families_dev":
        return _albums(data / name, scratch / "albums")
    if name == "photos_dev":
        return data / name, _boxes(data / "photos_labels.csv")
    return data / name, _middle(lambda path: path.split("/", 1)[0])


def _middle(person_of: Callable[[str], str]) -> Labeller:
    def label(path: str, faces: list[Found]) -> list[str | None]:
        boxes = np.array([face.box for face in faces], np.float32)
        best = labelled_face(boxes, width=faces[0].size[0], height=faces[0].size[1])
        return [person_of(path) if index == best else None for index in range(len(faces))]

    return label


def _boxes(file: Path) -> Labeller:
    """Labels of whole photos: the face in the box where there is one, else the large one in the middle."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = {row["file"]: row for row in csv.DictReader(lines)}
    middle = _middle(lambda path: rows[path]["person"])

    def label(path: str, faces: list[Found]) -> list[str | None]:
        row = rows.get(path)
        if row is None:
            return [None] * len(faces)
        if not row["x1"]:
            return middle(path, faces)
        left, top, right, bottom = (float(row[key]) for key in ("x1", "y1", "x2", "y2"))
        inside = [
            face for face in faces if left <= face.centre[0] <= right and top <= face.centre[1] <= bottom
        ]
        best = max(inside, key=lambda face: face.box[2], default=None)
        return [row["person"] if face is best else None for face in faces]

    return label


def _albums(source: Path, target: Path) -> tuple[Path, Labeller]:
    """Lay the crops of one photo side by side; a person stands in a column of their own."""
    with (source / "suspect_same_person.csv").open(encoding="utf-8", newline="") as lines:
        suspect = {row[key] for row in csv.DictReader(lines) for key in ("person_a", "person_b")}
    photos: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    with (source / "albums.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            photos[f"{row['family']}/{row['photo']}.jpg"].append((row["person"], source / row["file"]))
    columns: dict[str, list[tuple[int, int, str]]] = {}
    for name, members in photos.items():
        crops = [(person, Image.open(path).convert("RGB")) for person, path in members if path.exists()]
        if not crops:
            continue
        # A face at a crop's very edge must not touch its neighbour's.
        gap = max(crop.width for _, crop in crops) // 4
        canvas = Image.new(
            "RGB",
            (
                sum(crop.width + gap for _, crop in crops) + gap,
                max(crop.height for _, crop in crops) + 2 * gap,
            ),
            (90, 90, 90),
        )
        left = gap
        columns[name] = []
        for person, crop in crops:
            canvas.paste(crop, (left, gap))
            columns[name].append((left, left + crop.width, person))
            left += crop.width + gap
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        canvas.save(target / name, quality=95)

    def label(path: str, faces: list[Found]) -> list[str | None]:
        labels: list[str | None] = [None] * len(faces)
        for low, high, person in columns[path]:
            inside = [i for i, face in enumerate(faces) if low <= face.centre[0] < high]
            if inside and person not in suspect:
                labels[max(inside, key=lambda i: faces[i].box[2])] = person
        return labels

    return target, label


def _index(folder: Path, library: Path) -> tuple[float, float, int]:
    """Index a folder; return the seconds, the peak memory in MB, and the number of photos."""
    command = [sys.executable, "-m", "app.cli", "--library", str(library), "--json", "index", str(folder)]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, stdout=printed)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        printed.seek(0)
        report = json.load(printed)
    return seconds, usage.ru_maxrss / 1024, report["index"]["seen"]


def _found(path: Path) -> dict[str, list[Found]]:
    with Library.open(path) as library, library.read() as session:
        rows = session.execute(
            select(
                Photo.path, Face.x, Face.y, Face.width, Face.height, Face.person_id, Photo.width, Photo.height
            )
            .join(Face, Face.photo_id == Photo.id)
            .order_by(Face.id)
        )
        found: dict[str, list[Found]] = defaultdict(list)
        for photo, x, y, width, height, group, *size in rows:
            found[photo].append(Found(photo, (x, y, width, height), group, (size[0], size[1])))
        return found


def _print(name: str, run: tuple[float, float, int], faces: dict[str, list[Found]], label: Labeller) -> None:
    seconds, peak, photos = run
    groups, people = [], []
    for path, some in faces.items():
        groups += [-1 if face.group is None else face.group for face in some]
        people += label(path, some)
    labels, truth = np.array(groups, np.int64), _numbered(people)
    scores = pairwise_scores(labels, truth), b_cubed(labels, truth)
    clicks = clicks_to_perfect(labels, truth).total
    labelled = int((truth >= 0).sum())
    counts = f"{photos:6} {photos / seconds:9.1f} {len(labels):6} {labelled:9} {truth.max() + 1:7}"
    shown = " | ".join(f"{s.precision:.4f} {s.recall:.4f} {s.f:.4f}" for s in scores)
    effort = f"{clicks:6} {1000 * clicks / labelled:7.1f}"
    print(f"{name:14} {counts} | {shown}  | {effort} | {peak:7.0f}", flush=True)


def _numbered(people: Iterable[str | None]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    known: dict[str, int] = {}
    return np.array([-1 if p is None else known.setdefault(p, len(known)) for p in people], np.int64)


if __name__ == "__main__":
    main()
