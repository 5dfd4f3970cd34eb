"""Makes embeddings of libraries of any size with the statistics of a real labelled one.

People are drawn from the distribution of people's means, faces from the distribution of faces around their
person's mean (Gaussian with the covariances measured, and as many good and poor pictures as were measured),
so that people resemble each other and themselves much as in the real library. Who appears how often is that
of a family: a dozen people have two fifths of all faces, five dozen friends a quarter, the rest are strangers
seen once to three times. Each photo shows one to five different people.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.embedding import pack, unpack
from trainer.data.faces import labelled_face

#: Faces made at one time.
_ROWS = 65_536


@dataclass(frozen=True)
class Statistics:
    """How embeddings of a labelled library are distributed.

    Attributes:
        mean: (d,) of all people.
        between: (d, d), times a standard normal vector: a person.
        within: (d, d), times a standard normal vector: what a face adds to its person.
        spread: (q,) rising, equally likely: how far a face is from its person, 1 on average.
    """

    mean: NDArray[np.float64]
    between: NDArray[np.float64]
    within: NDArray[np.float64]
    spread: NDArray[np.float64]


def measured(vectors: NDArray[np.float32], people: NDArray[np.int64]) -> Statistics:
    """Measure the statistics of labelled embeddings: (n, d) unit vectors and (n,) people, -1 = unknown."""
    counts = np.bincount(people[people >= 0])
    several = np.flatnonzero(counts >= 4)
    chosen = np.isin(people, several)
    rows, whose = vectors[chosen].astype(np.float64), np.searchsorted(several, people[chosen])
    totals = np.zeros((len(several), rows.shape[1]))
    np.add.at(totals, whose, rows)
    sizes = np.bincount(whose)
    means = totals / sizes[:, None]
    scatter = rows - means[whose]
    within = scatter.T @ scatter / (len(rows) - len(several))
    # The means of few faces scatter by themselves, which is not to be taken for differences of people.
    between = np.cov(means.T) - within * (1 / sizes).mean()
    length = np.linalg.norm(scatter, axis=1) / np.sqrt(1 - 1 / sizes[whose])
    spread = np.quantile(length, np.linspace(0.001, 0.999, 1000))
    spread /= np.sqrt((spread**2).mean())
    return Statistics(means.mean(axis=0), _root(between), _root(within), spread)


def _root(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    values, directions = np.linalg.eigh(covariance)
    root: NDArray[np.float64] = directions * np.sqrt(np.clip(values, 0, None))
    return root


def labelled(library: Path) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Read the faces of a library of a folder per person: (n, d) unit vectors and (n,) people, -1 = unknown.

    The large face in the middle of a picture counts as its person.
    """
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as opened:
        rows = opened.execute(
            "SELECT photo.path, photo.width, photo.height, face.x, face.y, face.width, face.height, vector "
            "FROM face JOIN photo ON photo.id = photo_id JOIN embedding ON face_id = face.id "
            "ORDER BY photo.id, face.id"
        ).fetchall()
    names: dict[str, int] = {}
    people: list[int] = []
    for path, some in groupby(rows, key=lambda row: row[0]):
        faces = list(some)
        boxes = np.array([face[3:7] for face in faces], np.float32)
        best = labelled_face(boxes, width=faces[0][1], height=faces[0][2])
        person = names.setdefault(path.split("/")[0], len(names))
        people += [person if at == best else -1 for at in range(len(faces))]
    packed = np.array([np.frombuffer(row[-1], np.int8) for row in rows])
    return unpack(packed), np.array(people, np.int64)


def family_sizes(n: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Say how often each person of a library of n faces appears."""
    family = 0.4 * n * np.array([0.8**rank for rank in range(12)]) / sum(0.8**rank for rank in range(12))
    friends = 0.25 * n * np.array([1 / rank for rank in range(1, 61)]) / sum(1 / r for r in range(1, 61))
    known = np.maximum(1, np.concatenate([family, friends]).astype(np.int64))
    strangers = generator.choice([1, 2, 3], size=n, p=[0.7, 0.2, 0.1])
    strangers = strangers[: int(np.searchsorted(np.cumsum(strangers), n - known.sum())) + 1]
    strangers[-1] -= int(strangers.sum() + known.sum()) - n
    return np.concatenate([known, strangers[strangers > 0]])


def made(
    statistics: Statistics, n: int, seed: int
) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int64]]:
    """Make a library of n faces.

    Returns:
        (n, d) int8 packed embeddings, (n,) people, and (n,) photos.
    """
    generator = np.random.default_rng(seed)
    sizes = family_sizes(n, generator)
    people = generator.permutation(np.repeat(np.arange(len(sizes)), sizes))
    d = len(statistics.mean)
    centres = np.empty((len(sizes), d), np.float32)
    for part in _parts(len(sizes)):
        noise = generator.standard_normal((part.stop - part.start, d))
        centres[part] = statistics.mean + noise @ statistics.between.T
    packed = np.empty((n, d), np.int8)
    for part in _parts(n):
        noise = generator.standard_normal((part.stop - part.start, d))
        noise *= generator.choice(statistics.spread, len(noise))[:, None]
        packed[part] = pack(centres[people[part]] + noise @ statistics.within.T)
    return packed, people, _photos(people, generator)


def _parts(n: int) -> Iterator[slice]:
    for start in range(0, n, _ROWS):
        yield slice(start, min(n, start + _ROWS))


def _photos(people: NDArray[np.int64], generator: np.random.Generator) -> NDArray[np.int64]:
    """Put neighbouring faces into one photo, as long as they are of different people."""
    photos = np.empty(len(people), np.int64)
    at, photo = 0, 0
    wanted = generator.choice([1, 2, 3, 4, 5], size=len(people), p=[0.5, 0.25, 0.12, 0.08, 0.05]).tolist()
    whose = people.tolist()
    while at < len(whose):
        present: set[int] = set()
        while at < len(whose) and len(present) < wanted[photo] and whose[at] not in present:
            present.add(whose[at])
            photos[at] = photo
            at += 1
        photo += 1
    return photos
