"""What a step makes small: the loss over the embeddings of its batch, and what is reported of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.losses import (
    contrastive_loss,
    distillation_loss,
    harmonic_batch,
    harmonic_kinds,
    harmonic_triplet_loss,
    squared_distances,
    triplet_loss,
    without_old,
)
from trainer.mining import Selection, Triplets, batch_all_loss, positive_pairs, report, select
from trainer.training.config import Loss, LossConfig


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a step found before it changed the network.

    Attributes:
        numbers: by name, as the log has them.
        collapsed: whether all embeddings are nearly one point.
    """

    numbers: dict[str, float]
    collapsed: bool


class Objective:
    """The loss of a batch.

    Args:
        config: which loss.
        seed: of chance.
    """

    def __init__(self, config: LossConfig, *, seed: int) -> None:
        self._config = config
        self._selection = Selection(config.selection)
        self._seed = seed
        #: Of the newest batch.
        self.report = StepReport({}, collapsed=False)

    def loss(
        self,
        embeddings: Tensor,
        labels: Tensor,
        *,
        step: int,
        families: Tensor | None = None,
        teacher: Tensor | None = None,
        given: Triplets | None = None,
    ) -> Tensor:
        """Compute the loss of a batch, and note its report.

        Args:
            embeddings: (n, d) unit vectors.
            labels: (n,) whose face each is.
            step: of the run; decides on chance.
            families: (n,) the family of each face.
            teacher: (n, e) unit vectors of the same faces by a fixed network.
            given: triplets chosen beforehand, as places in the batch; None: the batch chooses.

        Returns:
            (): the loss, with a gradient in the embeddings.
        """
        config = self._config
        compared, people = embeddings, labels
        is_old = None
        if config.harmonic and teacher is not None:
            compared, people, is_old = harmonic_batch(embeddings, teacher, labels)
            families = families if families is None else families.repeat(2)
        d2 = squared_distances(compared, compared)
        triplets = given
        if config.kind is Loss.CONTRASTIVE:
            triplets = Triplets(*(torch.empty(0, dtype=torch.int64, device=d2.device) for _ in range(3)))
            loss = self._contrastive(d2, people)
        elif self._selection is Selection.BATCH_ALL and given is None and is_old is None:
            loss = batch_all_loss(d2, people, config.margin)
        else:
            if triplets is None:
                generator = torch.Generator().manual_seed(self._seed * 1_000_003 + step)
                triplets = select(
                    self._selection,
                    d2.detach(),
                    people,
                    config.margin,
                    generator,
                    families=families,
                    within=config.within_family,
                    dimensions=embeddings.shape[1],
                )
            if is_old is not None:
                triplets = without_old(triplets, is_old)
            loss = self._triplet(d2, triplets, is_old)
        found = report(d2, people, triplets, config.margin)
        numbers = {
            "loss": float(loss.detach()),
            "triplets": float(found.triplets),
            "active": found.active,
            "positive_d2": found.positive_d2,
            "negative_d2": found.negative_d2,
        }
        if config.distillation and teacher is not None:
            kept = distillation_loss(embeddings, teacher)
            numbers["distillation"] = float(kept.detach())
            loss = loss + config.distillation * kept
        self.report = StepReport(numbers, found.collapsed)
        return loss

    def _contrastive(self, d2: Tensor, people: Tensor) -> Tensor:
        """All pairs of one person, and as many of two people, the nearest: most others are far apart."""
        anchors, positives = positive_pairs(people)
        others = (people[:, None] != people).nonzero(as_tuple=True)
        nearest = d2.detach()[others].topk(min(len(anchors), len(others[0])), largest=False).indices
        negative_d2 = d2[others[0][nearest], others[1][nearest]]
        return contrastive_loss(d2[anchors, positives], negative_d2, margin=self._config.margin)

    def _triplet(self, d2: Tensor, triplets: Triplets, is_old: Tensor | None) -> Tensor:
        positive_d2 = d2[triplets.anchor, triplets.positive]
        negative_d2 = d2[triplets.anchor, triplets.negative]
        if is_old is None:
            return triplet_loss(positive_d2, negative_d2, margin=self._config.margin)
        kinds = harmonic_kinds(triplets, is_old)
        return harmonic_triplet_loss(positive_d2, negative_d2, kinds, margin=self._config.margin)
