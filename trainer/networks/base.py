"""What every network is: pixels in, unit vectors out, in named stages.

Which networks there are, and how each is made, is in the other modules of this package. Training them
belongs to `trainer.training`, comparing their sizes to `trainer.networks.counting`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

# Pixels of 0..255 become about -1..1, as the default recogniser has it.
_MIDDLE = 127.5
_SCALE = 1 / 128


class RecognitionNetwork(nn.Module):
    """A face recogniser: a sequence of named stages, and the scaling of its input and output.

    Attributes:
        width: of the input, pixels.
        height: of the input, pixels.
        embedding_size: dimensions of the embedding.
        layers: the stages in order; the keys of a saved state start with `layers.STAGE.`.

    Args:
        layers: stage by name, in order of computation. The first takes (n, 3, height, width) of about
            -1..1, the last returns (n, embedding_size).
        height: of the input, pixels.
        width: of the input, pixels.
        embedding_size: dimensions of the embedding.
    """

    def __init__(
        self, layers: Mapping[str, nn.Module], *, height: int, width: int, embedding_size: int
    ) -> None:
        super().__init__()
        self.height = height
        self.width = width
        self.embedding_size = embedding_size
        self.layers = nn.Sequential(OrderedDict(layers))

    def embedding(self, pixels: Tensor) -> Tensor:
        """Return embeddings before they are scaled to length 1.

        Args:
            pixels: (n, 3, height, width) RGB, 0..255, of any number type.

        Returns:
            (n, embedding_size) floats.

        Raises:
            ValueError: the pictures are of another size.
        """
        if pixels.shape[1:] != (3, self.height, self.width):
            raise ValueError(
                f"This network takes faces of (3, {self.height}, {self.width}) numbers, "
                f"not of {tuple(pixels.shape[1:])}."
            )
        result: Tensor = self.layers(self.scaled(pixels))
        return result

    def scaled(self, pixels: Tensor) -> Tensor:
        """Return pixels of 0..255 as the first stage takes them, about -1..1."""
        return (pixels - _MIDDLE) * _SCALE

    def forward(self, pixels: Tensor) -> Tensor:
        """Return (n, embedding_size) unit vectors, at least float32, of pixels as `embedding` takes them."""
        found = self.embedding(pixels)
        # In half precision a unit vector would be as coarse as the differences that are to be learned.
        return functional.normalize(found.to(torch.promote_types(found.dtype, torch.float32)))


def stages(network: RecognitionNetwork) -> list[tuple[str, nn.Module]]:
    """Return the stages of a network by name, in order of computation.

    Together they hold every parameter exactly once, so that stages can be frozen, or learn at rates of
    their own. Some, like pooling, have no parameters.
    """
    return list(network.layers.named_children())


class _FrozenBatchNorm1d(nn.BatchNorm1d):
    def train(self, mode: bool = True) -> _FrozenBatchNorm1d:  # noqa: ARG002
        super().train(mode=False)
        return self


class _FrozenBatchNorm2d(nn.BatchNorm2d):
    def train(self, mode: bool = True) -> _FrozenBatchNorm2d:  # noqa: ARG002
        super().train(mode=False)
        return self


def freeze_batch_norm(module: nn.Module) -> None:
    """Keep the statistics of every BatchNorm in a module as they are, whatever `train()` is called later.

    What is trained on few faces keeps the means and variances measured on many. Scale and shift stay
    parameters: set their `requires_grad` to freeze them too. Names in a saved state do not change; copies
    of the module stay frozen.
    """
    for part in module.modules():
        # Changing the class keeps parameters, hooks and names, and holds however `train` reaches the part.
        if type(part) is nn.BatchNorm1d:
            part.__class__ = _FrozenBatchNorm1d
        elif type(part) is nn.BatchNorm2d:
            part.__class__ = _FrozenBatchNorm2d
        else:
            continue
        part.eval()


def initialise(module: nn.Module) -> None:
    """Draw the weights of all convolutions and linear layers, and set their biases to 0.

    Normal, of variance 2 / inputs of a unit, so that signals neither grow nor fade through layers of ReLU
    (He et al., Delving Deep into Rectifiers, ICCV 2015). Uses torch's generator: `torch.manual_seed`.
    """
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            if part.bias is not None:
                nn.init.zeros_(part.bias)
