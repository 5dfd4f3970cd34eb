"""The cheapest fine-tuning: a linear map of embeddings, learned with triplets and folded into the network.

The network itself stays, so that every face is embedded once, and a thousand steps on its embeddings take
seconds on a processor. A map can turn and stretch the space so that what tells these people apart counts for
more and what does not for less; it cannot see what the network did not. It is held near the identity, as few
people are no reason to forget the rest. Its kin are within-class whitening and Mahalanobis metric learning
(Weinberger, Saul: Distance Metric Learning for Large Margin Nearest Neighbor Classification, JMLR 2009), with
FaceNet's triplets in place of fixed neighbours.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import normalize

from trainer.data.sampling import IdentityBatches
from trainer.data.training_set import TrainingSet
from trainer.losses import squared_distances, triplet_loss
from trainer.mining import Selection, select
from trainer.networks.sface import SFace
from trainer.training.validation import val


@dataclass(frozen=True, slots=True)
class MapConfig:
    """How a map is learned.

    Attributes:
        steps: batches.
        people: in a batch.
        faces_each: of each of them.
        same_family: share of the people who are relatives of the others, where families are known.
        within_family: share of the pairs whose negative is a relative's, where the batch has one.
        margin: on d².
        learning_rate: of Adam (Kingma, Ba 2015).
        nearness: weight of the squared distance of the map from the identity.
        validate_every: steps between two looks at the people held out.
        far: false accept rate at which VAL chooses the best map.
        seed: of chance.
    """

    steps: int = 800
    people: int = 120
    faces_each: int = 6
    same_family: float = 0.25
    within_family: float = 0.25
    margin: float = 0.2
    learning_rate: float = 5e-4
    nearness: float = 0.02
    validate_every: int = 50
    far: float = 1e-3
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A map that was learned.

    Attributes:
        matrix: (d, d) float32; a row vector times it is the new embedding, before it is scaled to length 1.
        step: after which it was the best; 0: the identity was.
        vals: VAL on the people held out, as (step, VAL).
    """

    matrix: NDArray[np.float32]
    step: int
    vals: tuple[tuple[int, float], ...]


def learn_map(
    embeddings: NDArray[np.float32],
    faces: TrainingSet,
    held_out: Sequence[tuple[NDArray[np.float32], NDArray[np.int64]]],
    *,
    config: MapConfig,
    on_progress: Callable[[int, int, float], None] = lambda _step, _steps, _val: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Learned:
    """Learn a map.

    Args:
        embeddings: (n, d) unit vectors of `faces`.
        faces: whose people the map learns to tell apart; sets that were joined are drawn from equally often.
        held_out: embeddings (m, d) and people (m,) of sets of others; the mean of their VAL chooses the map.
        config: how.
        on_progress: told the step, the number of steps, and the newest VAL.
        cancelled: asked before each step.

    Raises:
        InterruptedError: it was cancelled.
        ValueError: there are not two people of whom one has two faces.
    """
    batches = IdentityBatches(
        faces,
        people=config.people,
        faces_each=config.faces_each,
        random_negatives=0,
        seed=config.seed,
        same_family=config.same_family,
        balanced_sets=True,
    )
    vectors = torch.from_numpy(embeddings)
    identity = torch.eye(embeddings.shape[1])
    matrix = identity.clone().requires_grad_()
    optimiser = torch.optim.Adam([matrix], lr=config.learning_rate)

    def take_step(step: int) -> None:
        batch = batches.batch(step)
        labels, families = (torch.from_numpy(column[batch]) for column in (faces.people, faces.families))
        turned = normalize(vectors[batch] @ matrix)
        d2 = squared_distances(turned, turned)
        chosen = select(
            Selection.SEMI_HARD,
            d2.detach(),
            labels,
            config.margin,
            torch.Generator().manual_seed(config.seed * 1_000_003 + step),
            families=families,
            within=config.within_family,
        )
        positive_d2, negative_d2 = (d2[chosen.anchor, other] for other in (chosen.positive, chosen.negative))
        loss = triplet_loss(positive_d2, negative_d2, margin=config.margin)
        optimiser.zero_grad()
        torch.autograd.backward([loss + config.nearness * (matrix - identity).square().sum()])
        optimiser.step()

    best = Learned(identity.numpy().copy(), 0, ())
    vals: list[tuple[int, float]] = []
    for step in range(config.steps + 1):
        if cancelled():
            raise InterruptedError("The fine-tuning was stopped; begin it again.")
        if step % config.validate_every == 0 or step == config.steps:
            now = matrix.detach().numpy().copy()
            found = float(
                np.mean([val(mapped(one, now), people, far=config.far) for one, people in held_out])
            )
            if not vals or found > max(value for _, value in vals):
                best = Learned(now, step, ())
            vals.append((step, found))
        on_progress(step, config.steps, vals[-1][1])
        if step < config.steps:
            take_step(step)
    return Learned(best.matrix, best.step, tuple(vals))


def mapped(embeddings: NDArray[np.float32], matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (n, d) unit vectors, turned and stretched by a map (d, d)."""
    turned = embeddings @ matrix
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True), np.float32)


@torch.no_grad()
def folded(network: SFace, matrix: NDArray[np.float32]) -> SFace:
    """Return a network whose embeddings are those of another, mapped.

    The last layers are linear, and the map becomes part of them: nothing is added to the file or the time.

    Args:
        network: with d dimensions; not changed.
        matrix: (d, d).
    """
    result = copy.deepcopy(network).eval()
    head = result.layers.head
    assert isinstance(head, nn.Sequential)  # noqa: S101
    linear, norm = head.linear, head.norm
    assert isinstance(linear, nn.Linear)  # noqa: S101
    assert isinstance(norm, nn.BatchNorm1d)  # noqa: S101
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None  # noqa: S101
    assert variance is not None  # noqa: S101
    turn = torch.from_numpy(matrix).to(linear.weight).T
    scale = norm.weight / (variance + norm.eps).sqrt()
    bias = linear.bias if linear.bias is not None else torch.zeros_like(mean)
    linear.weight.copy_(turn @ (scale[:, None] * linear.weight))
    linear.bias = nn.Parameter(turn @ (scale * (bias - mean) + norm.bias))
    # The layer stays, for the sake of those who load the weights, and does nothing.
    mean.zero_()
    variance.fill_(1 - norm.eps)
    norm.weight.fill_(1)
    norm.bias.zero_()
    return result
