"""How weights follow their gradients: the algorithm, its learning rate step by step, the moving average."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adagrad, AdamW, Optimizer

from trainer.networks.base import RecognitionNetwork, stages
from trainer.training.config import Algorithm, ConfigError, OptimiserConfig, Schedule


def make_optimiser(
    network: RecognitionNetwork, config: OptimiserConfig, *, stage_decay: float = 1.0
) -> Optimizer:
    """Make the optimiser of a network's weights that may change.

    Args:
        network: whose frozen weights (`requires_grad` False) are left out.
        config: algorithm and its numbers.
        stage_decay: the learning rate of each stage is that of the stage behind it times this; the last has
            the full one.

    Raises:
        ConfigError: all weights are frozen.
    """
    groups: list[dict[str, object]] = []
    parts = stages(network)
    for place, (_, stage) in enumerate(parts):
        factor = stage_decay ** (len(parts) - 1 - place)
        for decayed in (True, False):
            weights = [
                weight
                for weight in stage.parameters()
                # Biases and the scales of normalisation have one dimension.
                if weight.requires_grad and (weight.ndim > 1) == decayed
            ]
            if weights:
                groups.append(
                    {
                        "params": weights,
                        "lr": config.learning_rate * factor,
                        "factor": factor,
                        "weight_decay": config.weight_decay if decayed else 0.0,
                    }
                )
    if not groups:
        raise ConfigError("All stages of the network are frozen, so that there is nothing to train.")
    match config.algorithm:
        case Algorithm.SGD:
            return SGD(groups, momentum=config.momentum)
        case Algorithm.ADAGRAD:
            return Adagrad(groups)
        case Algorithm.ADAMW:
            return AdamW(groups)


def learning_rate(step: int, steps: int, config: OptimiserConfig) -> float:
    """Return the learning rate of a step.

    It rises in a straight line over the warm-up, then stays, or falls along half a cosine towards 0
    (Loshchilov, Hutter: SGDR, ICLR 2017, without restarts).

    Args:
        step: from 0.
        steps: of the whole run.
        config: the highest rate, the warm-up and the schedule.
    """
    if step < config.warm_up:
        return config.learning_rate * (step + 1) / config.warm_up
    if config.schedule is Schedule.CONSTANT:
        return config.learning_rate
    done = (step - config.warm_up) / max(steps - config.warm_up, 1)
    return config.learning_rate * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


def set_learning_rate(optimiser: Optimizer, rate: float) -> None:
    """Give every group of weights its share of a learning rate."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["factor"]


class MovingAverage:
    """The exponential moving average of a network's weights (after Polyak, Juditsky 1992).

    It generalises better than the weights themselves. Statistics of batch normalisation are averaged too. At
    first it forgets faster, so as not to remember the start: the decay of update t is at most
    (1 + t) / (10 + t).

    Args:
        network: whose weights are averaged.
        decay: what is kept of the average at each update, 0 to 1.
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self._decay = decay
        self.updates = 0
        self.weights = {name: tensor.detach().clone() for name, tensor in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take in the network's weights as they are now."""
        decay = min(self._decay, (1 + self.updates) / (10 + self.updates))
        self.updates += 1
        for name, tensor in network.state_dict().items():
            if tensor.is_floating_point():
                self.weights[name].lerp_(tensor, 1 - decay)
            else:
                self.weights[name].copy_(tensor)


def trained(network: nn.Module) -> Iterator[Tensor]:
    """Yield the weights that may change."""
    return (weight for weight in network.parameters() if weight.requires_grad)
