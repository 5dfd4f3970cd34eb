"""Who is this: recognition against a gallery of known people, as the application does it.

Faces of each person are drawn into the gallery by chance; the others are the probes. A person's similarity to
a probe is the mean over the few most similar of their gallery faces, as in `engine.recognition`. Drawing is
repeated; standard errors are over the draws, so they say how much the choice of gallery matters, and nothing
of other people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.recognition import BEST_FACES
from trainer.evaluation.verification import Estimate

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

#: Similarities computed at a time: 32 MiB.
_CHUNK = 1 << 23


@dataclass(frozen=True, slots=True)
class Identification:
    """How often the right person comes first, among people who are all known (closed set).

    Attributes:
        gallery_faces: of each person.
        people: in the gallery: all who have more faces than that.
        probes: faces that were asked for, in each draw.
        rank_1: share of the probes whose person comes first.
        rank_5: share of the probes whose person is among the first five.
    """

    gallery_faces: int
    people: int
    probes: int
    rank_1: Estimate
    rank_5: Estimate


@dataclass(frozen=True, slots=True)
class OpenSet:
    """How often known people are found, when strangers ask too.

    Attributes:
        gallery_faces: of each person.
        false_alarms: share of the probes of strangers for whom anybody is returned, at most (FAR of this
            task).
        people: in the gallery, in each draw: half of those who have more faces than that.
        found: share of the known people's probes for whom the right person comes first, at that threshold
            (the detection and identification rate).
    """

    gallery_faces: int
    false_alarms: float
    people: int
    found: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class _Draw:
    gallery: Labels  # (p, g) faces
    probes: Labels  # (q,) faces
    whose: Labels  # (q,) row of the gallery; -1: a stranger


def identify(
    embeddings: Floats, people: Labels, *, gallery_faces: int = 1, draws: int = 10, seed: int = 0
) -> Identification | None:
    """Measure closed-set recognition.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        gallery_faces: of each person; 1 is the one-shot task.
        draws: of galleries, two or more.
        seed: of the chance.

    Returns:
        None where fewer than two people have more faces than `gallery_faces`.
    """
    chance = np.random.default_rng(seed)
    known = _recurring(people, gallery_faces)
    if len(known) < 2:
        return None
    first, five, probes = [], [], 0
    for _ in range(draws):
        draw = _drawn(people, known, gallery_faces, chance)
        ranks = np.concatenate([rank for rank, _, _ in _judged(embeddings, draw)])
        first.append(float((ranks == 1).mean()))
        five.append(float((ranks <= 5).mean()))
        probes = len(ranks)
    return Identification(gallery_faces, len(known), probes, Estimate.of(first), Estimate.of(five))


def open_set(
    embeddings: Floats,
    people: Labels,
    *,
    gallery_faces: int = 1,
    false_alarms: float = 0.01,
    draws: int = 10,
    seed: int = 0,
) -> OpenSet | None:
    """Measure recognition among known people and strangers (Phillips, Grother, Micheals 2011).

    In each draw half of the people with enough faces are known, and everybody else is a stranger.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        gallery_faces: of each known person.
        false_alarms: share of the strangers' probes that may find anybody.
        draws: two or more.
        seed: of the chance.

    Returns:
        None where fewer than four people have more faces than `gallery_faces`, or strangers have fewer than
        1 / `false_alarms` faces.
    """
    chance = np.random.default_rng(seed)
    able = _recurring(people, gallery_faces)
    if len(able) < 4:
        return None
    found = []
    for _ in range(draws):
        known = chance.permutation(able)[: len(able) // 2]
        draw = _drawn(people, known, gallery_faces, chance, strangers=True)
        ranks, tops, scores = (np.concatenate(part) for part in zip(*_judged(embeddings, draw), strict=True))
        stranger = draw.whose < 0
        falling = np.sort(tops[stranger])[::-1]
        allowed = int(false_alarms * len(falling))
        if not allowed:
            return None
        # A threshold just above the first stranger who must not be taken for anybody.
        found.append(float(((ranks == 1) & (scores > falling[allowed]))[~stranger].mean()))
    return OpenSet(gallery_faces, false_alarms, len(able) // 2, Estimate.of(found))


def _recurring(people: Labels, gallery_faces: int) -> Labels:
    """Return the people who have more faces than go into the gallery."""
    numbers, counts = np.unique(people, return_counts=True)
    return np.asarray(numbers[counts > gallery_faces], np.int64)


def _drawn(
    people: Labels, known: Labels, gallery_faces: int, chance: np.random.Generator, *, strangers: bool = False
) -> _Draw:
    known = np.sort(known)
    mixed = chance.permutation(len(people))
    order = mixed[np.argsort(people[mixed], kind="stable")]
    sorted_people = people[order]
    place = np.minimum(np.searchsorted(known, sorted_people), len(known) - 1)
    whose = np.where(known[place] == sorted_people, place, -1)
    # How many of the same person's faces come before each.
    before = np.arange(len(order)) - np.searchsorted(sorted_people, sorted_people)
    in_gallery = (whose >= 0) & (before < gallery_faces)
    probe = ~in_gallery if strangers else ~in_gallery & (whose >= 0)
    return _Draw(order[in_gallery].reshape(len(known), gallery_faces), order[probe], whose[probe])


def _judged(embeddings: Floats, draw: _Draw) -> Iterator[tuple[Labels, Floats, Floats]]:
    """Yield for each chunk of the probes the rank of the right person, the best and that person's score.

    The rank of one among equals is the worst of theirs. Strangers have the score and rank of nobody.
    """
    people, faces = draw.gallery.shape
    gallery = np.ascontiguousarray(embeddings[draw.gallery.ravel()].T)
    best = min(faces, BEST_FACES)
    chunk = max(_CHUNK // gallery.shape[1], 1)
    for start in range(0, len(draw.probes), chunk):
        part = slice(start, start + chunk)
        similarity = (embeddings[draw.probes[part]] @ gallery).reshape(-1, people, faces)
        if best < faces:
            similarity = np.partition(similarity, faces - best, axis=2)[..., faces - best :]
        scores = similarity.mean(axis=2, dtype=np.float32)
        whose = draw.whose[part]
        own = np.where(whose >= 0, scores[np.arange(len(scores)), whose], np.float32(-np.inf))
        yield (scores >= own[:, None]).sum(axis=1).astype(np.int64), scores.max(axis=1), own
