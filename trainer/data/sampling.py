"""Which faces make up a batch: several of each of some people, and single faces of others.

Batches are numbered, and each follows from its number and the seed alone, so that a run can go on anywhere
and several processes agree. Turning indices into pixels belongs to `loading`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainer.data.training_set import TrainingSet

Integers = NDArray[np.int64]

# What each kind of chance is drawn for, so that none repeats another's.
_ORDER, _FACES, _RELATIVES = 1, 2, 3


class IdentityBatches:
    """Batches of several faces each of several people (FaceNet, section 3.2: about 40 of each, 1,800 in all).

    People take turns: everybody with two faces or more is drawn once before anybody is drawn again (for each
    set, where sets are balanced). Where there are fewer people than a batch has room for, they take several
    turns in one. With relatives, only the others take turns.

    Args:
        faces: to draw from.
        people: turns in a batch. With balanced sets about so many: each set's share is rounded.
        faces_each: faces for a turn, at least 2; fewer of people who have fewer.
        random_negatives: faces of other people added, of anybody with any number of faces.
        seed: of chance.
        same_family: share of the people who are not drawn in turn, but are relatives of those who are, so
            that there are negatives that look alike. Where there are not enough relatives, others are.
        balanced_sets: whether all sets that were joined are drawn from equally often, and not all people.

    Attributes:
        people: turns in a batch.

    Raises:
        ValueError: there are not two people of whom one has two faces, or an argument makes no sense.
    """

    def __init__(
        self,
        faces: TrainingSet,
        *,
        people: int = 40,
        faces_each: int = 40,
        random_negatives: int = 200,
        seed: int = 0,
        same_family: float = 0.0,
        balanced_sets: bool = False,
    ) -> None:
        if people < 1 or faces_each < 2 or random_negatives < 0 or not 0 <= same_family < 1:
            raise ValueError(
                "A batch needs a person or more, two faces each, and a share of relatives below 1."
            )
        self.people = people
        self._faces_each = faces_each
        self._random_negatives = random_negatives
        self._seed = seed
        self._whose = faces.people
        self._photos = faces.photos
        counts = np.bincount(faces.people, minlength=len(faces.names))
        self._by_person = np.split(np.argsort(faces.people, kind="stable"), np.cumsum(counts)[:-1])
        several = np.flatnonzero(counts >= 2)
        if len(faces.names) < 2 or not len(several):
            raise ValueError("Batches need two people, one of them with two faces or more.")
        first = np.array([some[0] for some in self._by_person])
        sets, self._family = faces.sets[first], faces.families[first]
        self._several = several
        groups = np.unique(sets[several]) if balanced_sets else np.zeros(1, np.int64)
        self._turns = [several[sets[several] == group] for group in groups] if balanced_sets else [several]
        self._in_turn = max(1, round(people * (1 - same_family)))

    def batch(self, step: int) -> Integers:
        """Return the faces of a batch.

        Args:
            step: its number, from 0.

        Returns:
            (n,) indices, each face once: the people's faces, person by person, and then the random negatives.
        """
        count = len(self._turns)
        share = self._in_turn / count
        # Shifted against each other, so that shares that are no whole numbers are not rounded up all at once.
        people = np.concatenate(
            [
                self._in_order(
                    turns, kind, int(step * share + kind / count), int((step + 1) * share + kind / count)
                )
                for kind, turns in enumerate(self._turns)
            ]
        )
        if len(people) < self.people and self._in_turn < self.people:
            people = np.concatenate([people, self._relatives(people, self.people - len(people), step)])
        return self.batch_of(people, step)

    def batch_of(self, identities: NDArray[np.integer], step: int) -> Integers:
        """Return a batch of given people; somebody named twice has two turns.

        Args:
            identities: (p,) people.
            step: number of the batch, for chance.

        Returns:
            (n,) indices, as those of `batch`.
        """
        rng = self._rng(_FACES, step)
        people, turns = np.unique(identities, return_counts=True)
        chosen = [
            self._some_of(person, count * self._faces_each, rng)
            for person, count in zip(people, turns, strict=True)
        ]
        others = np.flatnonzero(~np.isin(self._whose, people))
        negatives = (
            rng.permutation(others)[: self._random_negatives] if self._random_negatives else others[:0]
        )
        return np.concatenate([*chosen, negatives]).astype(np.int64)

    def _some_of(self, person: int, count: int, rng: np.random.Generator) -> Integers:
        """Draw faces of a person, from different photos as far as there are."""
        faces = rng.permutation(self._by_person[person])
        if len(faces) <= count:
            return faces
        photos = self._photos[faces]
        order = np.argsort(photos, kind="stable")
        # How many faces of the same photo come before each one.
        rank = np.empty(len(faces), np.int64)
        rank[order] = np.arange(len(faces)) - np.searchsorted(photos[order], photos[order])
        return faces[np.argsort(rank, kind="stable")[:count]]

    def _in_order(self, turns: Integers, kind: int, start: int, stop: int) -> Integers:
        """Return who has the turns from `start` to `stop`, counted from the first batch on."""
        epochs = range(start // len(turns), -(-stop // len(turns)))
        orders = [self._rng(_ORDER, kind, epoch).permutation(turns) for epoch in epochs]
        skipped = start - start // len(turns) * len(turns)
        return np.concatenate([*orders, turns[:0]])[skipped : skipped + stop - start]

    def _relatives(self, people: Integers, count: int, step: int) -> Integers:
        """Draw people of the families of others, and then any, who are not among them."""
        rng = self._rng(_RELATIVES, step)
        free = rng.permutation(np.setdiff1d(self._several, people))
        related = np.isin(self._family[free], self._family[people])
        return free[np.argsort(~related, kind="stable")[:count]]

    def _rng(self, *what: int) -> np.random.Generator:
        return np.random.default_rng((self._seed, *what))
