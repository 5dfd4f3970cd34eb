"""Reading what `familiar export training-set` writes: a library's confirmed faces, cut out and labelled.

The folder holds `faces.csv`, `crops/` and `training-set.toml`; `docs/library.md` describes them. Nothing here
writes to it.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import cv2
import numpy as np

from trainer.data.training_set import TrainingSet

#: Describes the folder; where there is one, the folder is a library's training set.
DESCRIPTION = "training-set.toml"

_VERSION = 1
_FACES = "faces.csv"
_COLUMNS = {"file", "person", "name", "family", "photo"}


def read_library_set(folder: Path, *, name: str | None = None) -> TrainingSet:
    """Read a library's training set.

    People go by their number, with their name before it where they have one.

    Args:
        folder: as it was written.
        name: of the set; the folder's by default.

    Raises:
        ValueError: something in the folder is damaged, of another version, or points out of the folder.
        OSError: something cannot be read.
    """
    folder = folder.resolve()
    try:
        about = _description(folder / DESCRIPTION)
        rows = _rows(folder / _FACES)
        jpegs = [_jpeg(folder, row["file"], about["size"]) for row in rows]
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{error.filename} is not there. Export the training set again.") from error
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        names[row["person"]].add(row["name"])
    people = [" ".join([*sorted(names[row["person"]] - {""}), f"#{row['person']}"]) for row in rows]
    return TrainingSet.of(
        jpegs,
        people,
        name=name or folder.name,
        # People without a family have one of their own, which no written name equals.
        families=[row["family"] or f"#{row['person']}" for row in rows],
        photos=[row["photo"] for row in rows],
        files=[row["file"] for row in rows],
        size=about["size"],
        margin=about["margin"],
        made=f"folder = {json.dumps(str(folder))}\nmodel = {json.dumps(about.get('model', ''))}\n",
    )


def _description(file: Path) -> Mapping[str, Any]:
    try:
        about = tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{file} cannot be understood ({error}). Export the training set again.") from error
    if about.get("version") != _VERSION:
        raise ValueError(
            f"{file} is of version {about.get('version')}, and this trainer reads version {_VERSION}. Export "
            "the training set again, with the Familiar that belongs to this trainer."
        )
    size, margin = about.get("size"), about.get("margin")
    if not (isinstance(size, int) and isinstance(margin, int) and 0 <= 2 * margin < size):
        raise ValueError(
            f"{file} needs a size and a margin that fits into it. Export the training set again."
        )
    return about


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, rows = set(reader.fieldnames or ()), list(reader)
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{file} cannot be understood ({error}). Export the training set again.") from error
    if not columns >= _COLUMNS:
        missing = ", ".join(sorted(_COLUMNS - columns))
        raise ValueError(f"{file} lacks columns: {missing}. Export the training set again.")
    for number, row in enumerate(rows, 1):
        if not (row["file"] and row["person"] and row["photo"]) or any(row[key] is None for key in _COLUMNS):
            raise ValueError(
                f"Face {number} of {file} needs a file, a person and a photo. Export the training set again."
            )
    if not rows:
        raise ValueError(
            f"{file} lists no faces. Confirm faces in Familiar, and export the training set again."
        )
    return rows


def _jpeg(folder: Path, name: str, size: int) -> bytes:
    """Return the bytes of a crop, once it is known that they are a picture of that size."""
    path = PurePosixPath(name)
    inside = folder.joinpath(*path.parts).resolve()
    if path.is_absolute() or "\\" in name or ".." in path.parts or not inside.is_relative_to(folder):
        raise ValueError(
            f"{folder / _FACES} names {name}, which is not in its folder. Mend or remove that line."
        )
    data = inside.read_bytes()
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if (
        found is None
        or found.shape != (size, size, 3)
        or not (data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9")
    ):
        raise ValueError(f"{inside} is not a JPEG of {size} x {size} pixels. Export the training set again.")
    return data
