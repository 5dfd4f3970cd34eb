"""From a folder per person with any photos to a training set: each picture's labelled face, cut out once.

What was cut out is kept in the user's cache folder, so that a second call for the same pictures takes no time
and one that was interrupted goes on where it was. Which people and families the faces belong to is decided
anew at each call.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from engine.alignment import align, similarity_transform
from engine.analysis import CLOSE_SIDE, FIRST_SIDE
from engine.detection import Detections, FaceDetector
from engine.image import ImageError, decode, read_bytes
from trainer.data.faces import in_order, labelled_face, pictures, prominence, why
from trainer.data.tables import read_table
from trainer.data.training_set import MARGIN, QUALITY, SIZE, Pixels, TrainingSet, encoded

# Counts up when the same picture would be cut differently, so that older caches are not used.
_VERSION = 1
# Pictures in one part of an unfinished run; at most so many are read again.
_PART = 256
# Drawn around a picture in which no face was found; the grey that `engine.alignment` fills with.
_GREY = (127, 127, 127)
# A face this much as prominent as the foremost may as well be the one that is meant.
_LIKELY = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A training set and what did not get into it.

    Attributes:
        faces: the set.
        skipped: pictures that could not be used, each with the reason.
        left_out: how many faces were left out because of whose they are.
    """

    faces: TrainingSet
    skipped: tuple[tuple[str, str], ...]
    left_out: int


def prepare(
    folder: Path,
    detector: FaceDetector,
    template: NDArray[np.float64],
    *,
    families: bool = False,
    albums: Path | None = None,
    left_out: frozenset[str] = frozenset(),
    name: str | None = None,
    quality: int = QUALITY,
    workers: int = os.cpu_count() or 1,
    cache: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Prepared:
    """Cut the labelled face out of every picture.

    Args:
        folder: holds a folder per person, with pictures at any depth.
        detector: finds faces.
        template: (5, 2) the recogniser's, pixels of its input of `SIZE - 2 * MARGIN` pixels a side.
        families: whether people are named FAMILY_MEMBER.
        albums: CSV that says which pictures are parts of one photo; see `read_albums`.
        left_out: people who do not count.
        name: of the set; the folder's by default.
        quality: of the JPEGs, 1 to 100.
        workers: pictures read at the same time.
        cache: folder in which results are kept; by default in the user's cache folder.
        on_progress: told after every picture that is read how many of how many are.

    Raises:
        NotADirectoryError: there is no such folder.
        FileNotFoundError: it holds no pictures of people.
        ValueError: no face was found that counts, or `albums` is no such table.
        OSError: `albums` cannot be read, or the cache cannot be written.
    """
    folder = folder.resolve()
    photo_of = read_albums(albums) if albums else {}
    paths = pictures(folder)
    place = _place(
        cache or user_cache_path("Familiar", appauthor=False) / "training-sets",
        folder,
        paths,
        [_VERSION, SIZE, MARGIN, quality, template.tolist(), detector.card.text],
    )

    def read(path: Path) -> bytes | str:
        crop = cut(path, detector, template)
        return crop if isinstance(crop, str) else encoded(crop, quality=quality)

    whole = _loaded(place / "whole.npz")
    if whole is None:
        whole = _read_all(folder, paths, place, read, workers=workers, on_progress=on_progress)
    skipped = tuple((file, reason) for file, reason in tomllib.loads(whole.made)["skipped"])
    kept = [index for index, person in enumerate(whole.people) if whole.names[person] not in left_out]
    if not len(whole):
        raise ValueError(
            f"No face was found in the pictures below {folder}. Name a folder with one folder of photos "
            "per person."
        )
    if not kept:
        raise ValueError(f"Everybody below {folder} is left out. Leave out fewer people.")
    faces = whole.subset(kept)
    made = _toml(
        folder=str(folder),
        detector=detector.card.name,
        quality=quality,
        left_out=sorted(left_out),
        skipped=skipped,
    )
    faces = replace(faces, set_names=(name or folder.name,), made=made)
    if families:
        known, of = np.unique([person.split("_", 1)[0] for person in faces.names], return_inverse=True)
        faces = replace(
            faces, family_names=tuple(map(str, known)), families=of.astype(np.int64)[faces.people]
        )
    photos = np.unique([photo_of.get(file, f"/{file}") for file in faces.files], return_inverse=True)[1]
    return Prepared(replace(faces, photos=photos.astype(np.int64)), skipped, len(whole) - len(kept))


def read_albums(file: Path) -> dict[str, str]:
    """Read which pictures are parts of one photo.

    Args:
        file: CSV with a heading; `file` holds the pictures' names relative to the set's folder, `family` and
            `photo` together say which photo each is from. Other columns are passed over.

    Returns:
        The photo of each picture, by the picture's name.

    Raises:
        ValueError: there are no such columns, or it is no CSV in UTF-8.
        OSError: it cannot be read.
    """
    headings, rows = read_table(file)
    if not {"family", "photo", "file"} <= set(headings):
        raise ValueError(f"{file} needs a heading with family, photo and file.")
    return {row["file"]: f"{row['family']}/{row['photo']}" for row in rows}


def cut(path: Path, detector: FaceDetector, template: NDArray[np.float64]) -> Pixels | str:
    """Cut the labelled face out of one picture.

    Where no face is found, the picture is looked at again with a grey border of half its size: detectors
    miss faces that fill a picture to its edges.

    Args:
        path: of the picture.
        detector: finds faces.
        template: (5, 2) the recogniser's, pixels of its input of `SIZE - 2 * MARGIN` pixels a side.

    Returns:
        (SIZE, SIZE, 3) uint8 RGB, whose middle is what `engine.embedding.FaceEmbedder.crop` makes of the
        face; or why there is none.
    """
    try:
        data = read_bytes(path)
        first = decode(data, name=str(path), at_least=FIRST_SIDE)
        height, width = first.pixels.shape[:2]
        faces = detector.detect_all(first.pixels).faces
        if not len(faces):
            faces = _within_border(first.pixels, detector)
        if not len(faces):
            return "no face was found"
        likely = np.sort(prominence(faces.boxes, width=width, height=height))
        if len(likely) > 1 and likely[-2] > _LIKELY * likely[-1]:
            return "several faces are equally prominent"
        landmarks = faces.landmarks[labelled_face(faces.boxes, width=width, height=height)]
        try:
            enlarged = np.hypot(*similarity_transform(landmarks, template)[:, 0])
        except ValueError as error:
            return str(error)
        pixels = first.pixels
        # As `engine.analysis` does: the smallest decode that has all the detail the recogniser can use.
        if first.scale < 1 and enlarged > 1:
            close = decode(data, name=str(path), at_least=CLOSE_SIDE)
            pixels, landmarks = close.pixels, landmarks * np.float32(close.scale / first.scale)
        return aligned(pixels, landmarks, template)
    except ImageError as error:
        return why(error)


def aligned(pixels: Pixels, landmarks: NDArray[np.floating], template: NDArray[np.float64]) -> Pixels:
    """Cut a face out with the margin.

    Args:
        pixels: (h, w, 3) uint8 RGB.
        landmarks: (5, 2) pixels of `pixels`.
        template: (5, 2) the recogniser's, pixels of its input of `SIZE - 2 * MARGIN` pixels a side.

    Returns:
        (SIZE, SIZE, 3) uint8 RGB.

    Raises:
        ValueError: the landmarks coincide.
    """
    crop = align(pixels, landmarks, template + MARGIN, width=SIZE, height=SIZE)
    side = SIZE - 2 * MARGIN
    # The warp's rounding depends on where the crop begins: the middle is cut as the engine does it.
    crop[MARGIN : MARGIN + side, MARGIN : MARGIN + side] = align(
        pixels, landmarks, template, width=side, height=side
    )
    return crop


def _within_border(pixels: Pixels, detector: FaceDetector) -> Detections:
    edge = max(pixels.shape[:2]) // 2
    bordered = cv2.copyMakeBorder(pixels, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=_GREY)
    return detector.detect_all(np.asarray(bordered, np.uint8)).faces.moved(1, 1, -edge, -edge)


def _read_all(
    folder: Path,
    paths: list[Path],
    place: Path,
    read: Callable[[Path], bytes | str],
    *,
    workers: int,
    on_progress: Callable[[int, int], None] | None,
) -> TrainingSet:
    """Cut all faces, part by part, keep the parts, and put them together in the end."""
    parts = {
        place / f"part-{start:08}.npz": paths[start : start + _PART] for start in range(0, len(paths), _PART)
    }
    known = {file: _loaded(file) for file in parts}
    missing = [path for file, some in parts.items() if known[file] is None for path in some]
    done = len(paths) - len(missing)
    # Pictures are read side by side; OpenCV splitting each operation over all cores as well only slows that.
    cv2.setNumThreads(1)
    pool = ThreadPoolExecutor(workers)
    try:
        results = in_order(pool, read, missing, ahead=4 * workers)
        for file, some in parts.items():
            if known[file] is not None:
                continue
            found = {}
            for path in some:
                found[path.relative_to(folder).as_posix()] = next(results)[1]
                done += 1
                if on_progress:
                    on_progress(done, len(paths))
            _collected(found.items()).save(file)
    finally:
        pool.shutdown(cancel_futures=True)
    whole = _together([TrainingSet.load(file) for file in parts])
    whole.save(place / "whole.npz")
    for file in parts:
        file.unlink(missing_ok=True)
    for older in place.parent.iterdir():
        if older != place:
            shutil.rmtree(older, ignore_errors=True)
    return TrainingSet.load(place / "whole.npz")


def _collected(results: Iterable[tuple[str, bytes | str]]) -> TrainingSet:
    """Return a set of the pictures that have a face; why others have none stands in `made`."""
    found = [(file, result) for file, result in results]
    files = [file for file, result in found if isinstance(result, bytes)]
    return TrainingSet.of(
        [result for _, result in found if isinstance(result, bytes)],
        [file.split("/", 1)[0] for file in files],
        name="part",
        files=files,
        made=_toml(skipped=[(file, result) for file, result in found if isinstance(result, str)]),
    )


def _together(parts: list[TrainingSet]) -> TrainingSet:
    return _collected(
        [
            *((file, part.jpeg(index)) for part in parts for index, file in enumerate(part.files)),
            *((file, reason) for part in parts for file, reason in tomllib.loads(part.made)["skipped"]),
        ]
    )


def _place(cache: Path, folder: Path, paths: list[Path], settings: list[object]) -> Path:
    """Return the folder in which what was cut from just these pictures in just this way is kept."""
    states = [(path.relative_to(folder).as_posix(), path.stat()) for path in paths]
    content = [(file, state.st_size, state.st_mtime_ns) for file, state in states]
    return cache / f"{folder.name}-{_hash([str(folder), settings])}" / _hash(content)


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _loaded(file: Path) -> TrainingSet | None:
    """Return a kept set; None where there is none, or it was damaged."""
    with contextlib.suppress(OSError, ValueError):
        return TrainingSet.load(file)
    return None


def _toml(**values: object) -> str:
    """Write text, numbers and lists of them; JSON's are TOML's, but for two things it leaves bare."""
    lines = []
    for key, value in values.items():
        text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        lines.append(f"{key} = {text}\n".replace("\x7f", "\\u007F"))
    return "".join(lines)
