"""What the steps of a run learn from: people drawn by chance, or what the network itself chose a while ago.

How triplets and look-alikes are found lives in `offline`; what is learned from a batch, in `loop`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.data.loading import Sampler
from trainer.data.sampling import IdentityBatches
from trainer.data.training_set import TrainingSet
from trainer.mining import Triplets
from trainer.training.config import Choosing, TrainingConfig
from trainer.training.distributed import Ranks
from trainer.training.offline import (
    HybridBatches,
    OfflineBatches,
    choose_triplets,
    from_tables,
    look_alikes,
    subset,
    tables,
    triplets_of_batch,
)


class Choice:
    """The batches of a run, and when they are chosen anew.

    Args:
        config: of the run.
        training: faces to learn from.
        ranks: processes that train together, and choose the same.

    Raises:
        ValueError: there are not two people of whom one has two faces.
    """

    def __init__(self, config: TrainingConfig, training: TrainingSet, ranks: Ranks) -> None:
        batch = config.batch
        self._config = config
        self._training = training
        self._ranks = ranks
        self._by_chance = IdentityBatches(
            training,
            people=batch.people,
            faces_each=batch.faces_each,
            random_negatives=batch.random_negatives,
            seed=config.seed,
            same_family=batch.same_family,
            balanced_sets=batch.balanced_sets,
        )
        #: How many triplets have as many faces as a batch.
        self._triplets = max((batch.people * batch.faces_each + batch.random_negatives) // 3, 1)
        self._chosen: OfflineBatches | HybridBatches | None = None

    @property
    def batches(self) -> Sampler:
        """Return what says which faces are in a batch."""
        return self._chosen or self._by_chance

    def due(self, step: int) -> bool:
        """Return whether something is to be chosen before this step."""
        if self._config.loss.choosing is Choosing.ONLINE:
            return False
        return self._chosen is None or step % self._config.loss.choose_every == 0

    def end(self, step: int) -> int:
        """Return the step before which something is chosen anew, or at which the run ends."""
        loss, steps = self._config.loss, self._config.steps
        if loss.choosing is Choosing.ONLINE:
            return steps
        return min(steps, (step // loss.choose_every + 1) * loss.choose_every)

    def choose(self, step: int, *, embedded: Callable[[TrainingSet], NDArray[np.float32]]) -> None:
        """Let the network as it is now say which triplets, or which people, the next steps learn from.

        Args:
            step: the next one.
            embedded: gives the network's embeddings (n, d) of n faces.

        Raises:
            ValueError: there is no triplet of the kind wanted.
        """
        loss, seed = self._config.loss, self._config.seed
        faces = subset(self._training.people, loss.choose_from, seed=seed, step=step)
        embeddings = torch.from_numpy(embedded(self._training.subset(faces)))
        labels, families = (
            torch.from_numpy(column[faces]) for column in (self._training.people, self._training.families)
        )

        def found() -> dict[str, Tensor]:
            if loss.choosing is Choosing.HYBRID:
                people, alike = look_alikes(embeddings, labels)
                return tables(HybridBatches(self._by_chance, people, alike, seed))
            triplets = choose_triplets(
                embeddings, labels, config=loss, families=families, seed=seed, step=step
            )
            places = torch.stack([triplets.anchor, triplets.positive, triplets.negative], dim=1).numpy()
            return tables(OfflineBatches(faces[places], self._triplets, seed))

        self.restore(self._ranks.shared(found))

    def given(self, faces: int) -> Triplets | None:
        """Return where the triplets of a batch of so many faces lie in it; None where it chooses its own."""
        if not isinstance(self._chosen, OfflineBatches):
            return None
        return triplets_of_batch(faces, self._ranks.device)

    def remembered(self) -> dict[str, Tensor]:
        """Return what a checkpoint has to remember, by name."""
        return tables(self._chosen)

    def restore(self, remembered: Mapping[str, Tensor]) -> None:
        """Learn from what was chosen when this was remembered."""
        self._chosen = from_tables(remembered, self._by_chance, size=self._triplets, seed=self._config.seed)
