"""The networks that turn faces into embeddings: which there are, and how one is built by its name.

`base` says what all have in common, `counting` measures their size and speed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Protocol

from trainer.networks import inception
from trainer.networks.base import RecognitionNetwork
from trainer.networks.fasternet import FasterNet
from trainer.networks.sface import SFace
from trainer.networks.zeiler_fergus import NN1_SIZE, ZeilerFergus

__all__ = ["NETWORKS", "NetworkSpec", "RecognitionNetwork", "build"]

_SMALLEST_IMAGE = 32


class _Maker(Protocol):
    def __call__(self, *, embedding_size: int = ..., image_size: int = ...) -> RecognitionNetwork: ...


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """What is known of a network before it is built.

    Attributes:
        make: builds it with random weights.
        height: of the input by default, pixels.
        width: of the input by default, pixels.
        paper_parameters: what its source gives, rounded as there; None where it gives none.
        paper_multiply_adds: the same, for a face of the default size.
    """

    make: _Maker
    height: int
    width: int
    paper_parameters: float | None = None
    paper_multiply_adds: float | None = None


def _inception(
    table: inception.InceptionTable, parameters: float | None, multiply_adds: float | None
) -> NetworkSpec:
    make = partial(inception.Inception, table)
    return NetworkSpec(make, table.height, table.width, parameters, multiply_adds)


NETWORKS: Mapping[str, NetworkSpec] = MappingProxyType(
    {
        "nn1": NetworkSpec(ZeilerFergus, NN1_SIZE, NN1_SIZE, 140e6, 1.6e9),
        "nn2": _inception(inception.NN2, 7.5e6, 1.6e9),
        "nn3": _inception(inception.NN3, 7.5e6, None),
        "nn4": _inception(inception.NN4, 6.6e6, 285e6),
        "nns1": _inception(inception.NNS1, 26e6, 220e6),
        "nns2": _inception(inception.NNS2, 4.3e6, 20e6),
        "sface": NetworkSpec(SFace, 112, 112),
        "fasternet": NetworkSpec(FasterNet, 112, 112),
    }
)


def build(name: str, *, embedding_size: int = 128, image_size: int | None = None) -> RecognitionNetwork:
    """Build a network with random weights, drawn by torch's generator (`torch.manual_seed`).

    Args:
        name: a key of `NETWORKS`.
        embedding_size: dimensions of the embedding.
        image_size: width and height of the input, pixels; by default the network's own.

    Raises:
        ValueError: no network has that name, or a size is too small.
    """
    if name not in NETWORKS:
        raise ValueError(f"There is no network named {name}. Known networks: {', '.join(NETWORKS)}.")
    if embedding_size < 1:
        raise ValueError(f"An embedding needs at least 1 dimension, not {embedding_size}.")
    if image_size is not None and image_size < _SMALLEST_IMAGE:
        raise ValueError(f"The networks need images of at least {_SMALLEST_IMAGE} pixels, not {image_size}.")
    make = NETWORKS[name].make
    if image_size is None:
        return make(embedding_size=embedding_size)
    return make(embedding_size=embedding_size, image_size=image_size)
