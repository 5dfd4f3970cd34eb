"""Who is learned from in a fine-tuning, and who judges it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.data.joining import joined
from trainer.data.splitting import Division, divide
from trainer.data.training_set import TrainingSet

#: People of the library with two faces or more, below which holding some out says nothing.
FEWEST_PEOPLE = 8

#: Of the people of the library and of the general sets, this share is held out.
HELD_OUT = 0.25

#: Of a general set no more faces than this are used, of people chosen by chance, always the same.
MOST_GENERAL = 4000

# Of so few people a hash may put none, or all, on one side: other seeds are tried.
_DIVISIONS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """Faces to learn from, and faces of other people to judge by.

    Attributes:
        training: of the library's people and of general ones.
        own: held-out faces of the library's people.
        general: held-out faces of general people.
    """

    training: TrainingSet
    own: TrainingSet
    general: TrainingSet


def divided(own: TrainingSet, general: Sequence[TrainingSet]) -> Divided:
    """Divide the people of a library, and of general sets, into some to learn from and some to judge by.

    Args:
        own: faces of the library.
        general: other prepared sets, one or more.

    Raises:
        ValueError: the library or the general sets have too few people.
    """
    counts = np.bincount(own.people)
    several = int((counts >= 2).sum())
    if several < FEWEST_PEOPLE:
        raise ValueError(
            f"Fine-tuning needs {FEWEST_PEOPLE} people with two confirmed faces or more, and there are "
            f"{several}. Name and confirm more people, and export the training set again."
        )
    if not general:
        raise ValueError("Fine-tuning needs a general set of other people: name one with --general.")
    for seed in range(_DIVISIONS):
        parts = divide(own, validation=HELD_OUT, seed=seed)
        mine, judged = own.subset(parts.training), own.subset(parts.validation)
        if min(_people_with_two(mine), _people_with_two(judged)) >= 2:
            break
    else:
        raise ValueError("The people of the training set cannot be divided: nearly all are of one family.")
    learned, judged_general = [mine], []
    for faces in map(_some_people, general):
        parts = divide(faces, validation=HELD_OUT)
        learned.append(faces.subset(parts.training))
        judged_general.append(faces.subset(parts.validation))
    together = joined(judged_general)
    if len(together.names) < 2 or not _people_with_two(together):
        raise ValueError(
            "Too few people of the general sets can be held out: name a set of more people, or more families."
        )
    return Divided(joined(learned), judged, together)


def _some_people(faces: TrainingSet) -> TrainingSet:
    order = np.random.default_rng(0).permutation(len(faces.names))
    enough = max(int(np.searchsorted(np.cumsum(np.bincount(faces.people)[order]), MOST_GENERAL, "right")), 2)
    return faces.subset(np.flatnonzero(np.isin(faces.people, order[:enough])))


def _people_with_two(faces: TrainingSet) -> int:
    return int((np.bincount(faces.people, minlength=1) >= 2).sum())


def choosing(faces: TrainingSet) -> tuple[Division, TrainingSet]:
    """Set a tenth of the people to learn from apart, who choose the best of the networks on the way.

    Args:
        faces: to learn from.

    Returns:
        Who learns (`training`) and who chooses (`validation`), and the faces of the latter.

    Raises:
        ValueError: there are too few people for that.
    """
    for seed in range(1, _DIVISIONS):
        parts = divide(faces, validation=0.1, seed=seed)
        chosen_by = faces.subset(parts.validation)
        if parts_of(chosen_by) and _people_with_two(faces.subset(parts.training)) >= 2:
            return parts, chosen_by
    raise ValueError(
        "There are too few people to learn from and to choose by. Name a general set of more people."
    )


def parts_of(faces: TrainingSet) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return the faces of each set that was joined, but of sets without two people and a pair.

    Returns:
        Of each set (k,) places in `faces`, ascending, and (k,) whose they are.
    """
    found = [np.flatnonzero(faces.sets == number) for number in range(len(faces.set_names))]
    counted = [(places, faces.people[places]) for places in found]
    return [
        (places, people)
        for places, people in counted
        if len(np.unique(people)) >= 2 and np.bincount(people).max() >= 2
    ]
