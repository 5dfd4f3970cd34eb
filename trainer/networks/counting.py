"""Parameters and multiply-adds of a network, and its speed on this computer's processor.

The figures that the FaceNet paper gives for its networks are in the registry, `trainer.networks`.
"""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from trainer.networks.base import RecognitionNetwork, stages


@dataclass(frozen=True, slots=True)
class StageCount:
    """What a stage of a network holds and costs.

    Attributes:
        name: of the stage.
        parameters: numbers that are learned, weights and biases, those of BatchNorm among them.
        multiply_adds: for one face.
    """

    name: str
    parameters: int
    multiply_adds: int


def count_parameters(module: nn.Module) -> int:
    """Return how many numbers a module learns; those of BatchNorm too, unlike the paper's tables."""
    return sum(parameter.numel() for parameter in module.parameters())


def count_multiply_adds(network: RecognitionNetwork) -> int:
    """Return the multiply-adds of all convolutions and linear layers for one face.

    As the FaceNet paper counts its "FLOPS": one for each weight that enters an output, and one for its
    bias. Normalisation, activations and pooling, a few percent more, are not counted.
    The network may be on the meta device, which needs neither memory nor time.
    """
    return sum(stage.multiply_adds for stage in count_stages(network))


def count_stages(network: RecognitionNetwork) -> list[StageCount]:
    """Return parameters and multiply-adds stage by stage; see `count_multiply_adds`."""
    costs: dict[nn.Module, int] = {}

    def count(module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        costs[module] = costs.get(module, 0) + _multiply_adds(module, output)

    counted = [part for part in network.modules() if isinstance(part, nn.Conv2d | nn.Linear)]
    handles: list[RemovableHandle] = [part.register_forward_hook(count) for part in counted]
    modes = {part: part.training for part in network.modules()}
    try:
        # BatchNorm in training would refuse a batch of one, and would learn from it.
        network.eval()
        _run_blank(network, faces=1)
    finally:
        for handle in handles:
            handle.remove()
        for part, mode in modes.items():
            part.training = mode
    return [
        StageCount(name, count_parameters(stage), sum(costs.get(part, 0) for part in stage.modules()))
        for name, stage in stages(network)
    ]


def milliseconds_per_face(network: RecognitionNetwork, *, faces: int = 8, repeats: int = 5) -> float:
    """Measure how long a network takes to embed a face, in batches, on the processor.

    Args:
        network: on the processor; put into evaluation mode, and left there.
        faces: in a batch.
        repeats: batches measured, after one to warm up; the median counts.

    Returns:
        Milliseconds per face.
    """
    network.eval()
    _run_blank(network, faces=faces)
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        _run_blank(network, faces=faces)
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken) / faces


def _multiply_adds(module: nn.Module, output: Tensor) -> int:
    if isinstance(module, nn.Conv2d):
        # Of a grouped convolution, an output sees only the inputs of its group.
        each = math.prod(module.kernel_size) * (module.in_channels // module.groups)
    else:
        assert isinstance(module, nn.Linear)  # noqa: S101
        each = module.in_features
    return output[0].numel() * (each + (module.bias is not None))


def _run_blank(network: RecognitionNetwork, *, faces: int) -> None:
    like = next(network.parameters())
    with torch.inference_mode():
        network(like.new_full((faces, 3, network.height, network.width), 127.0))
