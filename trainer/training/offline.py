"""Choosing triplets away from the step: offline, and the hybrid of offline and online (FaceNet, section 3.2).

The paper describes generating triplets every n steps with the most recent network over a subset of the data,
uses batches that choose for themselves instead, and leaves the mixture of both untried. Here are all three.
The mixture lets the subset say which people the network confuses, makes batches of such people, and lets each
batch choose its triplets: the hard negatives are in the batch, and yet none is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from trainer.data.sampling import IdentityBatches
from trainer.losses import squared_distances
from trainer.mining import Triplets, select
from trainer.training.config import LossConfig

Integers = NDArray[np.int64]

#: How many other people are remembered for each person, most confused first.
LOOK_ALIKES = 8


def subset(people: Integers, count: int, *, seed: int, step: int) -> Integers:
    """Draw faces for a choice: whole people, so that there are pairs, until there are enough faces.

    Args:
        people: (n,) whose face each is.
        count: faces wanted; with whole people, and two of them at least, it may be more.
        seed: of chance.
        step: at which it is drawn; another step draws another subset.

    Returns:
        (m,) indices of faces, rising.
    """
    order = np.random.default_rng((seed, step, 0x0FF)).permutation(int(people.max()) + 1)
    faces = np.bincount(people, minlength=len(order))[order]
    enough = max(int(np.searchsorted(np.cumsum(faces), count)) + 1, 2)
    return np.flatnonzero(np.isin(people, order[:enough])).astype(np.int64)


def choose_triplets(
    embeddings: torch.Tensor,
    labels: torch.Tensor,
    *,
    config: LossConfig,
    families: torch.Tensor | None = None,
    seed: int,
    step: int,
) -> Triplets:
    """Choose triplets among the faces of a subset.

    Args:
        embeddings: (m, d) unit vectors.
        labels: (m,) whose face each is.
        config: selection and margin, as for a batch.
        families: (m,) the family of each face.
        seed: of chance.
        step: at which they are chosen.

    Returns:
        Triplets of places in the subset, one at least.

    Raises:
        ValueError: there are none.
    """
    found = select(
        config.selection,
        squared_distances(embeddings, embeddings),
        labels,
        config.margin,
        torch.Generator().manual_seed(seed * 1_000_003 + step),
        families=families,
        within=config.within_family,
        dimensions=embeddings.shape[1],
    )
    if not len(found):
        raise ValueError(
            f"No triplet of the kind {config.selection} was found among {len(labels)} faces. Raise [loss] "
            "choose_from or margin."
        )
    return found


def look_alikes(embeddings: torch.Tensor, labels: torch.Tensor) -> tuple[Integers, Integers]:
    """Find for each person of a subset the others whose mean embedding is nearest.

    Args:
        embeddings: (m, d) unit vectors.
        labels: (m,) whose face each is.

    Returns:
        (p,) people, rising, and (p, k) the people most like each, k = `LOOK_ALIKES` or p - 1 if that is less.
    """
    people, place = torch.unique(labels, return_inverse=True)
    means = torch.zeros(len(people), embeddings.shape[1], device=embeddings.device)
    means.index_add_(0, place, embeddings)
    means = torch.nn.functional.normalize(means)
    d2 = squared_distances(means, means)
    d2.fill_diagonal_(torch.inf)
    nearest = d2.topk(min(LOOK_ALIKES, len(people) - 1), largest=False).indices
    return people.cpu().numpy(), people[nearest].cpu().numpy()


@dataclass(frozen=True, slots=True, eq=False)
class OfflineBatches:
    """Batches of triplets that were chosen beforehand.

    Attributes:
        triplets: (t, 3) int64 faces of the training set: anchor, positive, negative; t >= 1.
        size: triplets in a batch.
        seed: of chance.
    """

    triplets: Integers
    size: int
    seed: int

    def batch(self, step: int) -> Integers:
        """Return the faces of a step's triplets: all anchors, then all positives, then all negatives."""
        taken = min(self.size, len(self.triplets))
        start = step * taken
        order = [self._order(number // len(self.triplets)) for number in (start, start + taken - 1)]
        places = np.arange(start, start + taken) % len(self.triplets)
        # A batch may reach over the end of one round through all triplets into the next.
        before = np.arange(start, start + taken) // len(self.triplets) == start // len(self.triplets)
        chosen = np.where(before, order[0][places], order[1][places])
        return self.triplets[chosen].T.reshape(-1)

    def _order(self, round_: int) -> Integers:
        return np.random.default_rng((self.seed, round_)).permutation(len(self.triplets))


def triplets_of_batch(faces: int, device: torch.device) -> Triplets:
    """Return where the triplets of a batch of `OfflineBatches` lie in it."""
    anchor, positive, negative = torch.arange(faces, device=device).view(3, -1)
    return Triplets(anchor, positive, negative)


@dataclass(frozen=True, slots=True, eq=False)
class HybridBatches:
    """Batches of people who are confused with one another.

    Attributes:
        batches: of people drawn by chance; says how many people and faces a batch has.
        people: (p,) whom a subset held.
        alike: (p, k) the people most like each.
        seed: of chance.
    """

    batches: IdentityBatches
    people: Integers
    alike: Integers
    seed: int

    def batch(self, step: int) -> Integers:
        """Return the faces of a batch: people by chance, each with some look-alikes, while there is room."""
        rng = np.random.default_rng((self.seed, step, 0xA11))
        chosen: dict[int, None] = {}
        for place in rng.permutation(len(self.people)):
            for person in (
                self.people[place],
                *rng.permutation(self.alike[place])[: self.alike.shape[1] // 2],
            ):
                chosen.setdefault(int(person))
            if len(chosen) >= self.batches.people:
                break
        return self.batches.batch_of(np.array(list(chosen)[: self.batches.people], np.int64), step)


def tables(chosen: OfflineBatches | HybridBatches | None) -> dict[str, torch.Tensor]:
    """Return what a checkpoint has to remember of a choice, by name."""
    if isinstance(chosen, OfflineBatches):
        return {"triplets": torch.from_numpy(chosen.triplets)}
    if isinstance(chosen, HybridBatches):
        return {"people": torch.from_numpy(chosen.people), "alike": torch.from_numpy(chosen.alike)}
    return {}


def from_tables(
    remembered: Mapping[str, torch.Tensor], batches: IdentityBatches, *, size: int, seed: int
) -> OfflineBatches | HybridBatches | None:
    """Return the choice that `tables` took apart.

    Args:
        remembered: what `tables` returned.
        batches: of people drawn by chance.
        size: triplets in a batch of triplets.
        seed: of chance.
    """
    found = {name: table.numpy() for name, table in remembered.items()}
    if "triplets" in found:
        return OfflineBatches(found["triplets"], size, seed)
    if "people" in found:
        return HybridBatches(batches, found["people"], found["alike"], seed)
    return None
