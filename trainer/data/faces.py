"""Labelled faces from a folder per person: reading them with the engine, one face a picture.

A picture of a labelled person may show others too; the labelled face is the one that is large and in the
middle.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.analysis import Analyser, PhotoFaces
from engine.image import SUFFIXES, ImageError, read_bytes

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFaces:
    """Faces with their people.

    Attributes:
        files: n paths relative to the folder.
        people: n names of the people's folders.
        embeddings: (n, d) float32 unit vectors.
        quality: (n,) float32, 0 to 1.
        skipped: pictures that could not be used, each with the reason.
    """

    files: tuple[str, ...]
    people: tuple[str, ...]
    embeddings: NDArray[np.float32]
    quality: NDArray[np.float32]
    skipped: tuple[tuple[str, str], ...]

    def labels(self) -> NDArray[np.int64]:
        """Return the people as numbers (n,)."""
        return np.unique(np.array(self.people), return_inverse=True)[1].astype(np.int64)


def pictures(folder: Path) -> list[Path]:
    """Return the pictures below a folder of people's folders, in order.

    Raises:
        NotADirectoryError: there is no such folder.
        FileNotFoundError: it holds no picture in a folder of a person.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder. Name one with a folder of pictures per person.")
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and path.parent != folder
    )
    if not found:
        raise FileNotFoundError(
            f"{folder} holds no pictures in folders of people. Put each person's into a folder of their "
            "own there."
        )
    return found


def read_faces(
    folder: Path,
    analyser: Analyser,
    *,
    workers: int = os.cpu_count() or 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> LabelledFaces:
    """Find and embed the labelled face of every picture.

    Args:
        folder: holds a folder per person, with pictures at any depth.
        analyser: finds and embeds faces.
        workers: pictures read at the same time.
        on_progress: told how many of how many are done.

    Raises:
        NotADirectoryError: there is no such folder.
        FileNotFoundError: it holds no pictures of people.
    """
    paths = pictures(folder)
    # Pictures are read side by side; OpenCV splitting each operation over all cores as well only slows that.
    cv2.setNumThreads(1)

    def read(path: Path) -> PhotoFaces | str:
        try:
            return analyser.analyse(read_bytes(path), name=str(path))
        except ImageError as error:
            return why(error)

    files, vectors, quality, skipped = [], [], [], []
    with ThreadPoolExecutor(workers) as pool:
        for number, (path, found) in enumerate(in_order(pool, read, paths, ahead=4 * workers), 1):
            name = path.relative_to(folder).as_posix()
            if isinstance(found, str):
                skipped.append((name, found))
            elif not len(found.faces):
                skipped.append((name, "no face was found"))
            else:
                face = labelled_face(found.faces.boxes, width=found.width, height=found.height)
                files.append(name)
                vectors.append(found.embeddings[face])
                quality.append(found.quality[face])
            if on_progress:
                on_progress(number, len(paths))
    return LabelledFaces(
        files=tuple(files),
        people=tuple(name.split("/", 1)[0] for name in files),
        embeddings=np.array(vectors, np.float32).reshape(len(files), analyser.embedder.size),
        quality=np.array(quality, np.float32),
        skipped=tuple(skipped),
    )


def in_order(
    pool: ThreadPoolExecutor, read: Callable[[Path], Result], paths: Iterable[Path], *, ahead: int
) -> Iterator[tuple[Path, Result]]:
    """Read pictures side by side, and yield the results in order.

    Args:
        pool: reads.
        read: what is done with each path.
        paths: the pictures.
        ahead: no more results than this are in memory.
    """
    waiting = iter(paths)
    running = deque((path, pool.submit(read, path)) for path in islice(waiting, ahead))
    while running:
        path, future = running.popleft()
        yield path, future.result()
        running.extend((path, pool.submit(read, path)) for path in islice(waiting, 1))


def why(error: ImageError) -> str:
    """Return why a picture cannot be used, for a list that names the picture before."""
    return ImageError(error.problem, "it", error.detail).sentence


def labelled_face(boxes: NDArray[np.float32], *, width: int, height: int) -> int:
    """Return which face of a picture of one person is theirs: the most prominent one.

    Args:
        boxes: (n, 4) left, top, width, height, pixels of the picture; n >= 1.
        width: of the picture, pixels.
        height: of the picture, pixels.
    """
    return int(np.argmax(prominence(boxes, width=width, height=height)))


def prominence(boxes: NDArray[np.float32], *, width: int, height: int) -> NDArray[np.float32]:
    """Return how large and near the middle faces are (n,): their width, less away from the middle.

    Size counts for less the farther a face is from the middle, and for nothing at the picture's edge.

    Args:
        boxes: (n, 4) left, top, width, height, pixels of the picture.
        width: of the picture, pixels.
        height: of the picture, pixels.
    """
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    size = np.array([width, height], np.float32)
    away = np.abs(centres / size - 0.5).max(axis=1, initial=0) * 2
    return np.asarray(boxes[:, 2] * np.clip(1 - away, 1e-6, 1) ** 2, np.float32)
