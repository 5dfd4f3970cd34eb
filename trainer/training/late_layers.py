"""Training the later stages of a network on activations that were computed once.

Minutes on a processor, where training through all stages takes hours (see `activations`). The network as it
was holds the embedding of every face, in whatever view, near that of the face as it is: distillation against
forgetting (Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015), and at the same time
against what bad photos do to faces.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import normalize

from trainer.data.sampling import IdentityBatches
from trainer.data.training_set import TrainingSet
from trainer.mining import Selection
from trainer.networks.base import RecognitionNetwork, freeze_batch_norm
from trainer.training.activations import MIRRORED, PLAIN, Activations, divided_at
from trainer.training.config import LossConfig
from trainer.training.objective import Objective
from trainer.training.optimisers import MovingAverage
from trainer.training.validation import val

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

# Faces embedded at once.
_CHUNK = 256
# A set on which the network was nearly perfect says nothing of how far it learned, only whether it forgets:
# more than this of VAL must not be lost there.
_SATURATED = 0.98
_MOST_LOST = 0.002


@dataclass(frozen=True, slots=True)
class LateConfig:
    """How later stages are trained.

    Attributes:
        views: in which faces are seen, equally often.
        steps: batches.
        people: in a batch, all of one set.
        faces_each: of each of them.
        same_family: share of the people who are relatives of the others, where families are known.
        within_family: share of the pairs whose negative is a relative's, where the batch has one.
        selection: of triplets.
        margin: on d².
        distillation: weight of the squared distance from the network as it was.
        learning_rate: of Adam (Kingma, Ba 2015) for the last stage; it falls as half a cosine.
        earlier: what the stages before it, and scales and shifts of normalisation, learn at: a share of that.
        kept: how far from the old weights to the learned ones those lie that are kept, 0 to 1: fine-tuned
            weights are better on people like those they learned from, and in the end worse on others; weights
            between keep most of the former without the latter (Wortsman et al.: Robust fine-tuning of
            zero-shot models, CVPR 2022, section 3).
        averaging: decay of the exponential average of the weights, which is what is kept; 0: the newest.
        warm_up: steps until the rate is full.
        validate_every: steps between two looks at the people held out.
        far: false accept rate at which VAL chooses the best weights.
        seed: of chance.
    """

    views: tuple[str, ...] = (PLAIN, MIRRORED)
    steps: int = 400
    people: int = 40
    faces_each: int = 4
    same_family: float = 0.25
    within_family: float = 0.25
    selection: Selection = Selection.SEMI_HARD
    margin: float = 0.2
    distillation: float = 0.1
    learning_rate: float = 1e-4
    earlier: float = 0.3
    kept: float = 0.5
    averaging: float = 0.98
    warm_up: int = 20
    validate_every: int = 100
    far: float = 1e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the people held out found.

    Attributes:
        step: batches learned from.
        vals: VAL by set.
    """

    step: int
    vals: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class LateOutcome:
    """Later stages that were trained.

    Attributes:
        network: the whole, with the best weights, in evaluation mode on the processor.
        newest: the whole, with the weights after the last step.
        step: after which they were the best; 0: as it was.
        looks: at the people held out.
    """

    network: RecognitionNetwork
    newest: RecognitionNetwork
    step: int
    looks: tuple[Look, ...]


def learn_late(
    network: RecognitionNetwork,
    faces: TrainingSet,
    activations: Activations,
    before: Floats,
    *,
    training: Places,
    held_out: Places,
    config: LateConfig,
    device: torch.device,
    on_step: Callable[[int, int, Look], None] = lambda _step, _steps, _look: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> LateOutcome:
    """Train the stages from `activations.first` on.

    The best weights are those whose worst set gained most: of the sets on which the network was not nearly
    perfect, the least difference of VAL from before. A set on which it was so must not lose more than a
    five hundredth.

    Args:
        network: as it begins, on `device`; not changed. Statistics of its BatchNorms stay.
        faces: n of them, of one set or more that were joined.
        activations: of these faces.
        before: (n, d) unit vectors of these faces by the network as it begins, from `embed_late`.
        training: places of the faces that it learns from.
        held_out: places of faces of other people, who choose; of a set there are none, or two people with a
            pair of one.
        config: how.
        device: that computes.
        on_step: told the step, the number of steps and the newest look.
        cancelled: asked before each step.

    Raises:
        InterruptedError: it was cancelled.
        ValueError: a set has not two people of whom one has two faces; or nobody is held out.
    """
    learning = _Learning(
        divided_at(network, activations.first)[1],
        faces,
        activations,
        before,
        training=training,
        config=config,
        device=device,
    )
    judged = _judged(faces, held_out)
    looks: list[Look] = []
    best, best_step, most = learning.kept().state_dict(), 0, 0.0
    for step in range(config.steps + 1):
        if cancelled():
            raise InterruptedError("Stopped; the same command begins the training again.")
        if step % config.validate_every == 0 or step == config.steps:
            kept = learning.kept()
            vals = {}
            for name, places in judged.items():
                # Before the first step nothing has changed.
                vectors = _embedded(kept, activations, places, device) if step else before[places]
                vals[name] = val(vectors, faces.people[places], far=config.far)
            looks.append(Look(step, vals))
            gained = _least_gain(looks[0], looks[-1])
            if gained > most:
                best, best_step, most = kept.state_dict(), step, gained
        on_step(step, config.steps, looks[-1])
        if step < config.steps:
            learning.step(step)
    trained, newest = copy.deepcopy(network).cpu().eval(), copy.deepcopy(network).cpu().eval()
    for whole, weights in ((trained, best), (newest, learning.kept().state_dict())):
        divided_at(whole, activations.first)[1].load_state_dict(weights)
    return LateOutcome(trained, newest, best_step, tuple(looks))


def soup(networks: Sequence[RecognitionNetwork]) -> RecognitionNetwork:
    """Return a network whose weights are the mean of others that began from the same weights.

    Wortsman et al.: Model soups, ICML 2022: the mean of fine-tuned networks is as good as their ensemble at
    the cost of one.

    Args:
        networks: one or more, alike.
    """
    result = copy.deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    result.load_state_dict(
        {
            name: torch.stack([state[name].double() for state in states]).mean(0).to(one.dtype)
            for name, one in states[0].items()
        }
    )
    return result.eval()


class _Learning:
    """Stages that learn, and all that belongs to them."""

    def __init__(
        self,
        late: nn.Sequential,
        faces: TrainingSet,
        activations: Activations,
        before: Floats,
        *,
        training: Places,
        config: LateConfig,
        device: torch.device,
    ) -> None:
        self._old = late.state_dict()
        self._late = copy.deepcopy(late).to(device)
        freeze_batch_norm(self._late)
        self._faces, self._activations, self._before = faces, activations, before
        self._config, self._device = config, device
        self._rounds = _rounds(faces, training, config)
        self._optimiser = _optimiser(self._late, config)
        self._objective = Objective(
            LossConfig(
                selection=config.selection,
                margin=config.margin,
                within_family=config.within_family,
                distillation=config.distillation,
            ),
            seed=config.seed,
        )
        self._average = MovingAverage(self._late, config.averaging)

    def kept(self) -> nn.Sequential:
        """Return a copy of the stages with the weights that are judged and kept."""
        result = copy.deepcopy(self._late)
        result.load_state_dict(
            {
                name: torch.lerp(self._old[name], one, self._config.kept) if one.is_floating_point() else one
                for name, one in self._average.weights.items()
            }
        )
        return result

    def step(self, step: int) -> None:
        """Learn from a batch."""
        batch, views = self._rounds(step)
        _set_rate(self._optimiser, step, self._config)
        embeddings = normalize(self._late(self._activations.read_each(views, batch).to(self._device)))
        labels, families, before = (
            torch.from_numpy(column[batch]).to(self._device)
            for column in (self._faces.people, self._faces.families, self._before)
        )
        loss = self._objective.loss(embeddings, labels, step=step, families=families, teacher=before)
        self._optimiser.zero_grad()
        torch.autograd.backward([loss])
        self._optimiser.step()
        self._average.update(self._late)


def embed_late(
    network: RecognitionNetwork,
    activations: Activations,
    places: Places,
    *,
    device: torch.device,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Floats:
    """Embed faces as the application does, each averaged with its mirror image.

    Args:
        network: on `device`, in evaluation mode; its early stages are those that made `activations`.
        activations: of the faces.
        places: (k,) which of them.
        device: that computes.
        on_progress: told how many of how many are done; what it raises ends the work.

    Returns:
        (k, d) unit vectors.
    """
    return _embedded(divided_at(network, activations.first)[1], activations, places, device, on_progress)


@torch.no_grad()
def _embedded(
    late: nn.Sequential,
    activations: Activations,
    places: Places,
    device: torch.device,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Floats:
    parts = [places[start : start + _CHUNK] for start in range(0, len(places), _CHUNK)]
    found = []
    for number, part in enumerate(parts, 1):
        plain, mirrored = (
            normalize(late(activations.read(view, part).to(device))) for view in (PLAIN, MIRRORED)
        )
        found.append(normalize(plain + mirrored).cpu().numpy())
        on_progress(number, len(parts))
    return np.concatenate(found)


def _rounds(
    faces: TrainingSet, training: Places, config: LateConfig
) -> Callable[[int], tuple[Places, list[str]]]:
    """Return what says which faces are in a batch, and in which view each is seen."""
    order: list[tuple[Places, IdentityBatches]] = []
    for number in range(len(faces.set_names)):
        places = training[faces.sets[training] == number]
        if not len(places):
            continue
        batches = IdentityBatches(
            faces.subset(places),
            people=config.people,
            faces_each=config.faces_each,
            random_negatives=0,
            seed=config.seed,
            same_family=config.same_family,
        )
        order.append((places, batches))

    def batch(step: int) -> tuple[Places, list[str]]:
        places, batches = order[step % len(order)]
        # The set's own count of batches, so that its people take turns.
        chosen = places[batches.batch(step // len(order))]
        views = np.random.default_rng((config.seed, step)).integers(len(config.views), size=len(chosen))
        return chosen, [config.views[view] for view in views]

    return batch


def _judged(faces: TrainingSet, held_out: Places) -> dict[str, Places]:
    parts = {name: held_out[faces.sets[held_out] == number] for number, name in enumerate(faces.set_names)}
    parts = {name: places for name, places in parts.items() if len(places)}
    for name, places in parts.items():
        counts = np.bincount(faces.people[places])
        if (counts > 0).sum() < 2 or counts.max() < 2:
            raise ValueError(f"Of {name} there are not two people held out, one of them with two faces.")
    if not parts:
        raise ValueError("Nobody is held out to choose the best weights. Name sets of more people.")
    return parts


def _least_gain(first: Look, now: Look) -> float:
    lost = [now.vals[name] - was for name, was in first.vals.items() if was >= _SATURATED]
    if lost and min(lost) < -_MOST_LOST:
        return -math.inf
    open_ones = [now.vals[name] - was for name, was in first.vals.items() if was < _SATURATED]
    return min(open_ones, default=min(lost, default=0.0))


def _optimiser(late: nn.Sequential, config: LateConfig) -> torch.optim.Optimizer:
    *others, last = late
    norms = [part for part in last.modules() if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d)]
    slow = [one for part in (*others, *norms) for one in part.parameters()]
    known = {id(one) for one in slow}
    fast = [one for one in last.parameters() if id(one) not in known]
    groups = [{"params": fast, "share": 1.0}, {"params": slow, "share": config.earlier}]
    return torch.optim.Adam([group for group in groups if group["params"]], lr=config.learning_rate)


def _set_rate(optimiser: torch.optim.Optimizer, step: int, config: LateConfig) -> None:
    rising = min(1.0, (step + 1) / max(config.warm_up, 1))
    falling = 0.5 * (1 + math.cos(math.pi * step / config.steps))
    for group in optimiser.param_groups:
        group["lr"] = config.learning_rate * group["share"] * rising * falling
