"""NN1, the FaceNet paper's network after Zeiler and Fergus, with 1x1 convolutions: its Table 1 as data.

The Inception networks NN2 to NN4, NNS1 and NNS2 are in `trainer.networks.inception`.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import nn

from trainer.networks.base import RecognitionNetwork, initialise
from trainer.networks.layers import Convolution, Maxout, MaxPool, Norm, plain_layer


@dataclass(frozen=True, slots=True)
class FullyConnected:
    """A row: a fully connected maxout layer.

    Attributes:
        name: of the row.
        outputs: values out; the paper writes 4096 as 1x32x128.
        maxout: p, linear functions per output.
    """

    name: str
    outputs: int
    maxout: int


# Table 1 of the paper, "kernel" and "size-out", but for its last two rows: fc7128 has as many outputs as
# the embedding, and the L2 normalisation is that of every network. "concat" only flattens.
NN1_SIZE = 220
NN1_ROWS: tuple[Convolution | MaxPool | Norm | FullyConnected, ...] = (
    Convolution("conv1", 7, 64, stride=2),
    MaxPool("pool1"),
    Norm("rnorm1"),
    Convolution("conv2a", 1, 64),
    Convolution("conv2", 3, 192),
    Norm("rnorm2"),
    MaxPool("pool2"),
    Convolution("conv3a", 1, 192),
    Convolution("conv3", 3, 384),
    MaxPool("pool3"),
    Convolution("conv4a", 1, 384),
    Convolution("conv4", 3, 256),
    Convolution("conv5a", 1, 256),
    Convolution("conv5", 3, 256),
    Convolution("conv6a", 1, 256),
    Convolution("conv6", 3, 256),
    MaxPool("pool4"),
    FullyConnected("fc1", 4096, maxout=2),
    FullyConnected("fc2", 4096, maxout=2),
)


class ZeilerFergus(RecognitionNetwork):
    """NN1: 140 million parameters, 1.6 thousand million multiply-adds for a face of 220x220.

    Nearly all parameters are in fc1 and fc2. fc1 sees every pixel of the last map, so that its size, unlike
    that of an Inception network, depends on the size of the image, and weights fit one size only.

    Args:
        embedding_size: dimensions of the embedding.
        image_size: width and height of the input, pixels.
        batch_norm: normalise after each convolution. The paper's network (False) is from before BatchNorm;
            from random weights it hardly learns. Its parameters are not in the paper's counts.
    """

    def __init__(
        self, *, embedding_size: int = 128, image_size: int = NN1_SIZE, batch_norm: bool = True
    ) -> None:
        layers: dict[str, nn.Module] = {}
        maps, size, flat = 3, image_size, False
        for row in NN1_ROWS:
            if isinstance(row, FullyConnected):
                if not flat:
                    layers["concat"], maps, flat = nn.Flatten(), maps * size * size, True
                layers[row.name] = Maxout(maps, row.outputs, row.maxout)
                maps = row.outputs
                continue
            layer = plain_layer(row, maps, batch_norm=batch_norm)
            if layer is not None:
                layers[row.name] = layer
            if isinstance(row, Convolution):
                maps = row.filters
            if isinstance(row, MaxPool) or (isinstance(row, Convolution) and row.stride == 2):
                size = (size + 1) // 2
        layers["fc7128"] = nn.Linear(maps, embedding_size)
        super().__init__(layers, height=image_size, width=image_size, embedding_size=embedding_size)
        initialise(self)
