"""The Inception networks NN2, NN3, NN4, NNS1 and NNS2 of the FaceNet paper: a table each, as data.

NN1 is in `trainer.networks.zeiler_fergus`. "FLOPS" in the paper are multiply-adds.

Table 2 of the paper gives NN2 row by row. NN3 is NN2 for smaller images. Of NN4 the paper says that it "does
not use 5x5 convolutions in the higher layers"; without them in 4e, 5a and 5b it costs 285 M multiply-adds,
and has 6.6 M parameters, which are the figures in the text (section 3.3), so those must be the rows.
Of NNS1 and NNS2 the paper gives no table, only parameters (26 M, 4.3 M), multiply-adds (220 M, 20 M), the
size of the input, and that they are reduced "in size (both depth and number of filters)". The tables here
are our own, of the same rows, to meet those figures. So many parameters at so little cost can only be in a
fully connected layer over the whole last map, like those of NN1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor, nn

from trainer.networks.base import RecognitionNetwork, initialise
from trainer.networks.layers import Convolution, ConvolutionUnit, L2Pool, MaxPool, Norm, plain_layer


@dataclass(frozen=True, slots=True)
class InceptionRow:
    """A row of Table 2: branches over one input, whose outputs are joined. 0 filters: no such branch.

    Attributes:
        name: of the row.
        one: filters of the 1x1 convolution.
        reduce3: filters of the 1x1 convolution before the 3x3 one.
        three: filters of the 3x3 convolution.
        reduce5: filters of the 1x1 convolution before the 5x5 one.
        five: filters of the 5x5 convolution.
        pool: kind of the 3x3 pooling beside them.
        projection: filters of the 1x1 convolution after pooling, "p"; 0 passes what was pooled on.
        stride: of the 3x3 and 5x5 convolutions and the pooling; with 2 there is no 1x1 branch.
    """

    name: str
    one: int
    reduce3: int
    three: int
    reduce5: int
    five: int
    pool: Literal["max", "L2"] | None
    projection: int
    stride: int = 1

    def outputs(self, inputs: int) -> int:
        """Return the number of maps it makes of `inputs` maps."""
        pooled = (self.projection or inputs) if self.pool else 0
        return self.one + self.three + self.five + pooled


@dataclass(frozen=True, slots=True)
class InceptionTable:
    """A network, row by row; behind the rows come average pooling and the fully connected layers.

    Attributes:
        height: of the input, pixels.
        width: of the input, pixels.
        rows: from the picture up.
        grid: rows and columns that average pooling leaves of the last map.
        hidden: outputs of a fully connected layer with ReLU before the embedding; 0: none.
    """

    height: int
    width: int
    rows: tuple[Convolution | MaxPool | Norm | InceptionRow, ...]
    grid: tuple[int, int] = (1, 1)
    hidden: int = 0


# Table 2 of the paper.
NN2 = InceptionTable(
    height=224,
    width=224,
    rows=(
        Convolution("conv1", 7, 64, stride=2),
        MaxPool("pool1"),
        Norm("norm1"),
        #                          1x1  r3x3 3x3  r5x5 5x5  pool   p    stride
        InceptionRow("inception2", 0, 64, 192, 0, 0, None, 0),
        Norm("norm2"),
        MaxPool("pool2"),
        InceptionRow("inception3a", 64, 96, 128, 16, 32, "max", 32),
        InceptionRow("inception3b", 64, 96, 128, 32, 64, "L2", 64),
        InceptionRow("inception3c", 0, 128, 256, 32, 64, "max", 0, stride=2),
        InceptionRow("inception4a", 256, 96, 192, 32, 64, "L2", 128),
        InceptionRow("inception4b", 224, 112, 224, 32, 64, "L2", 128),
        InceptionRow("inception4c", 192, 128, 256, 32, 64, "L2", 128),
        InceptionRow("inception4d", 160, 144, 288, 32, 64, "L2", 128),
        InceptionRow("inception4e", 0, 160, 256, 64, 128, "max", 0, stride=2),
        InceptionRow("inception5a", 384, 192, 384, 48, 128, "L2", 128),
        InceptionRow("inception5b", 384, 192, 384, 48, 128, "max", 128),
    ),
)

NN3 = replace(NN2, height=160, width=160)

NN4 = InceptionTable(
    height=96,
    width=96,
    rows=tuple(
        replace(row, reduce5=0, five=0)
        if isinstance(row, InceptionRow) and row.name in ("inception4e", "inception5a", "inception5b")
        else row
        for row in NN2.rows
    ),
)

# Our own: see above.
NNS1 = InceptionTable(
    height=165,
    width=165,
    rows=(
        Convolution("conv1", 7, 32, stride=2),
        MaxPool("pool1"),
        Norm("norm1"),
        InceptionRow("inception2", 0, 32, 96, 0, 0, None, 0),
        Norm("norm2"),
        MaxPool("pool2"),
        InceptionRow("inception3a", 32, 48, 64, 16, 32, "L2", 32),
        InceptionRow("inception3b", 32, 48, 80, 16, 32, "L2", 32),
        InceptionRow("inception3c", 0, 64, 128, 16, 32, "max", 0, stride=2),
        InceptionRow("inception4a", 128, 64, 128, 16, 32, "L2", 64),
        InceptionRow("inception4e", 0, 80, 128, 16, 32, "max", 0, stride=2),
        InceptionRow("inception5a", 192, 96, 192, 0, 0, "L2", 64),
    ),
    grid=(6, 6),
    hidden=1536,
)

NNS2 = InceptionTable(
    height=140,
    width=116,
    rows=(
        Convolution("conv1", 7, 8, stride=2),
        MaxPool("pool1"),
        Norm("norm1"),
        InceptionRow("inception2", 0, 8, 32, 0, 0, None, 0),
        Norm("norm2"),
        MaxPool("pool2"),
        InceptionRow("inception3a", 16, 16, 32, 8, 8, "L2", 8),
        InceptionRow("inception3c", 0, 24, 48, 8, 16, "max", 0, stride=2),
        InceptionRow("inception4a", 64, 32, 64, 8, 16, "L2", 32),
        InceptionRow("inception4e", 0, 32, 64, 0, 0, "max", 0, stride=2),
        InceptionRow("inception5a", 96, 48, 96, 0, 0, "L2", 64),
    ),
    grid=(5, 4),
    hidden=768,
)


class InceptionModule(nn.Module):
    """The module of an `InceptionRow`: (n, inputs, h, w) to (n, row.outputs(inputs), h/stride, w/stride)."""

    def __init__(self, row: InceptionRow, inputs: int, *, batch_norm: bool) -> None:
        super().__init__()

        def unit(inputs: int, outputs: int, kernel: int, stride: int = 1) -> ConvolutionUnit:
            return ConvolutionUnit(inputs, outputs, kernel, stride, batch_norm=batch_norm)

        # In the order in which the paper joins them: 1x1, 3x3, 5x5, pooling.
        if row.one:
            self.one = unit(inputs, row.one, 1)
        if row.three:
            self.three = nn.Sequential(
                unit(inputs, row.reduce3, 1), unit(row.reduce3, row.three, 3, row.stride)
            )
        if row.five:
            self.five = nn.Sequential(
                unit(inputs, row.reduce5, 1), unit(row.reduce5, row.five, 5, row.stride)
            )
        if row.pool:
            self.pool = nn.Sequential(
                nn.MaxPool2d(3, stride=row.stride, padding=1) if row.pool == "max" else L2Pool()
            )
            if row.projection:
                self.pool.append(unit(inputs, row.projection, 1))

    def forward(self, values: Tensor) -> Tensor:
        """Return the outputs of all branches, joined to (n, maps, h, w), for (n, inputs, h, w)."""
        return torch.cat([branch(values) for branch in self.children()], dim=1)


class Inception(RecognitionNetwork):
    """A network of Inception rows.

    Weights fit every size of image, since average pooling leaves the same grid of every one.

    Args:
        table: of the network.
        embedding_size: dimensions of the embedding.
        image_size: width and height of the input, pixels; by default those of the table.
        batch_norm: normalise after each convolution. The paper's networks (False) are from before
            BatchNorm; from random weights they hardly learn. Its parameters are not in the paper's counts.
    """

    def __init__(
        self,
        table: InceptionTable,
        *,
        embedding_size: int = 128,
        image_size: int | None = None,
        batch_norm: bool = True,
    ) -> None:
        layers: dict[str, nn.Module] = {}
        maps = 3
        for row in table.rows:
            if isinstance(row, InceptionRow):
                layers[row.name] = InceptionModule(row, maps, batch_norm=batch_norm)
                maps = row.outputs(maps)
                continue
            layer = plain_layer(row, maps, batch_norm=batch_norm)
            if layer is not None:
                layers[row.name] = layer
            if isinstance(row, Convolution):
                maps = row.filters
        layers["average"] = nn.Sequential(nn.AdaptiveAvgPool2d(table.grid), nn.Flatten())
        maps *= table.grid[0] * table.grid[1]
        if table.hidden:
            hidden = nn.Sequential(nn.Linear(maps, table.hidden, bias=not batch_norm))
            if batch_norm:
                hidden.append(nn.BatchNorm1d(table.hidden))
            layers["hidden"] = hidden.append(nn.ReLU(inplace=True))
            maps = table.hidden
        layers["fully"] = nn.Linear(maps, embedding_size)
        super().__init__(
            layers,
            height=image_size or table.height,
            width=image_size or table.width,
            embedding_size=embedding_size,
        )
        initialise(self)
