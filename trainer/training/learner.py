"""A network and all that changes with it as it learns: its optimiser, its average, half precision's scaling.

When it learns, and from what, is the business of `loop`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils import convert_conv2d_weight_memory_format

from trainer.networks.base import RecognitionNetwork
from trainer.training.checkpoints import Saved, optimiser_state, set_optimiser_state
from trainer.training.config import Precision, TrainingConfig
from trainer.training.distributed import Ranks
from trainer.training.gradient_cache import LossOf, backward
from trainer.training.optimisers import (
    MovingAverage,
    learning_rate,
    make_optimiser,
    set_learning_rate,
    trained,
)


def placed(network: RecognitionNetwork, device: torch.device) -> RecognitionNetwork:
    """Bring a network to a device, in the layout in which convolutions are fastest."""
    network.to(device)
    return convert_conv2d_weight_memory_format(network, torch.channels_last)


class Learner:
    """A network that learns.

    Args:
        network: as it begins.
        config: of the run.
        ranks: processes that train together.
        saved: a checkpoint that it goes on from.

    Attributes:
        network: on the rank's device.

    Raises:
        ConfigError: all its weights are frozen.
    """

    def __init__(
        self, network: RecognitionNetwork, config: TrainingConfig, ranks: Ranks, *, saved: Saved | None
    ) -> None:
        self._config = config
        self._ranks = ranks
        self.network = placed(network, ranks.device)
        self._optimiser = make_optimiser(network, config.optimiser, stage_decay=config.network.stage_decay)
        decay = config.optimiser.averaging
        self._average = MovingAverage(network, decay) if decay else None
        half = config.precision is Precision.FLOAT16
        self._scaler = torch.amp.GradScaler(ranks.device.type, enabled=half)
        # It makes its factor when it is first used, but a checkpoint may be written before.
        self._scaler.scale(torch.zeros((), device=ranks.device))
        if saved is not None:
            self._go_on(saved)
        self._joined = ranks.joined(network)

    @property
    def weights(self) -> dict[str, Tensor]:
        """Return the weights that are validated and kept: the average where there is one."""
        return self.network.state_dict() if self._average is None else self._average.weights

    def arithmetic(self) -> AbstractContextManager[object]:
        """Return the context in which the network runs, for mixed precision."""
        if self._config.precision is Precision.FLOAT32:
            return nullcontext()
        numbers = torch.bfloat16 if self._config.precision is Precision.BFLOAT16 else torch.float16
        return torch.autocast(self._ranks.device.type, dtype=numbers)

    def learn(self, pixels: Tensor, loss_of: LossOf, *, step: int, length: int) -> dict[str, float]:
        """Take one step; one whose gradient is no number changes no weight.

        Args:
            pixels: (m, 3, height, width) uint8, this rank's part of the batch.
            loss_of: computes the loss from the embeddings of the whole batch.
            step: from 0; decides on the learning rate.
            length: n, faces in the whole batch.

        Returns:
            Length of the gradient before it was shortened, and the learning rate.
        """
        config = self._config.optimiser
        rate = learning_rate(step, self._config.steps, config)
        set_learning_rate(self._optimiser, rate)
        self._optimiser.zero_grad(set_to_none=True)
        backward(
            self._joined,
            pixels.to(self._ranks.device, torch.float32, memory_format=torch.channels_last),
            loss_of,
            length=length,
            chunk=self._config.batch.chunk,
            ranks=self._ranks,
            arithmetic=self.arithmetic,
            scale=self._scaler.get_scale(),
        )
        self._scaler.unscale_(self._optimiser)
        longest = config.most_gradient or torch.inf
        gradient = float(torch.nn.utils.clip_grad_norm_(list(trained(self.network)), longest))
        # In half precision the scaler itself leaves out such a step, and has to know of it.
        if math.isfinite(gradient) or self._scaler.is_enabled():
            self._scaler.step(self._optimiser)
        self._scaler.update()
        if self._average is not None:
            self._average.update(self.network)
        return {"gradient": gradient, "learning_rate": rate}

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Return what a checkpoint has to remember: tensors by name, and values that JSON has."""
        tensors, numbers = optimiser_state(self._optimiser)
        tensors |= {f"network.{name}": one for name, one in self.network.state_dict().items()}
        facts: dict[str, Any] = {"optimiser": numbers, "scaler": self._scaler.state_dict()}
        if self._average is not None:
            tensors |= {f"average.{name}": one for name, one in self._average.weights.items()}
            facts["average_updates"] = self._average.updates
        return tensors, facts

    def _go_on(self, saved: Saved) -> None:
        self.network.load_state_dict(named("network.", saved.tensors))
        set_optimiser_state(self._optimiser, saved)
        self._scaler.load_state_dict(saved.facts["scaler"])
        if self._average is not None:
            averaged = named("average.", saved.tensors)
            self._average.weights = {name: one.to(self._ranks.device) for name, one in averaged.items()}
            self._average.updates = int(saved.facts["average_updates"])


def named(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors whose names begin so, without that beginning."""
    return {name.removeprefix(prefix): one for name, one in tensors.items() if name.startswith(prefix)}
