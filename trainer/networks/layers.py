"""Rows that the tables of NN1 and of the Inception networks have in common, and the layers they stand for.

A row is data, read beside the paper's table; `plain_layer` turns it into a module. What only one kind of
network has is in that network's module.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Convolution:
    """A row: a convolution with ReLU.

    Attributes:
        name: of the row.
        kernel: rows and columns.
        filters: maps of its output.
        stride: step in pixels.
    """

    name: str
    kernel: int
    filters: int
    stride: int = 1


@dataclass(frozen=True, slots=True)
class MaxPool:
    """A row: the greatest of 3x3, every 2 pixels."""

    name: str


@dataclass(frozen=True, slots=True)
class Norm:
    """A row: local response normalisation."""

    name: str


class ConvolutionUnit(nn.Sequential):
    """Convolution, BatchNorm if wanted, ReLU; the size becomes ceil(size / stride).

    Args:
        inputs: maps of its input.
        outputs: maps of its output.
        kernel: rows and columns, odd.
        stride: step in pixels.
        batch_norm: with BatchNorm the convolution needs no bias and has none.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, *, batch_norm: bool) -> None:
        convolution = nn.Conv2d(
            inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=not batch_norm
        )
        parts: OrderedDict[str, nn.Module] = OrderedDict(convolution=convolution)
        if batch_norm:
            parts["norm"] = nn.BatchNorm2d(outputs)
        parts["relu"] = nn.ReLU(inplace=True)
        super().__init__(parts)


class L2Pool(nn.Module):
    """The root of the mean square of 3x3 pixels, step 1; (n, c, h, w) in and out.

    The L2 norm of the nine values, up to the factor 1/3, which the projection behind it takes in; so the
    scale of values stays as it is. Outside the picture are zeros.
    """

    def forward(self, values: Tensor) -> Tensor:
        """Return the pooled values of (n, maps, h, w), in the same shape."""
        squares = functional.avg_pool2d(values.square(), 3, stride=1, padding=1)
        # Without it the slope of the root at 0, where ReLU sends many values, would be infinite.
        return (squares + 1e-6).sqrt()


class Maxout(nn.Module):
    """A linear layer of which each output is the greatest of several (Goodfellow et al., ICML 2013).

    Args:
        inputs: values in.
        outputs: values out.
        pieces: linear functions per output; p in the paper's table.
    """

    def __init__(self, inputs: int, outputs: int, pieces: int) -> None:
        super().__init__()
        self.pieces = pieces
        self.linear = nn.Linear(inputs, outputs * pieces)

    def forward(self, values: Tensor) -> Tensor:
        """Return (n, outputs) for (n, inputs)."""
        return torch.unflatten(self.linear(values), 1, (-1, self.pieces)).amax(dim=2)


def plain_layer(row: Convolution | MaxPool | Norm, inputs: int, *, batch_norm: bool) -> nn.Module | None:
    """Return the module of a row that takes `inputs` maps, or None where a row is left out.

    BatchNorm takes the place of local response normalisation, which is not needed besides it (Ioffe and
    Szegedy, Batch Normalization, ICML 2015, section 4.2.1). Its constants are those of Krizhevsky et al.,
    ImageNet Classification with Deep CNNs, 2012, section 3.3; the FaceNet paper gives none.
    """
    if isinstance(row, Convolution):
        return ConvolutionUnit(inputs, row.filters, row.kernel, row.stride, batch_norm=batch_norm)
    if isinstance(row, MaxPool):
        return nn.MaxPool2d(3, stride=2, padding=1)
    # The factor of 5: torch divides alpha by the number of maps.
    return None if batch_norm else nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
