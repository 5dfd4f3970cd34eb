"""FasterNet for faces: the small modern backbone, and the one to train without a graphics card.

Chen et al., Run, Don't Walk: Chasing Higher FLOPS for Faster Neural Networks, CVPR 2023. Depthwise
convolutions save multiply-adds, but wait for memory; a partial convolution is an ordinary one over a
quarter of the maps, and leaves the others to the 1x1 convolutions behind it. Two things are fitted to
faces of 112 pixels: three stages, since the third already sees 7x7 places (the paper's fourth does, of 224
pixels), and the head of MobileFaceNets (Chen et al., CCBR 2018, section 3): a depthwise convolution as
large as the last map, which learns what each place in the face is worth, instead of an average over places.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from trainer.networks.base import RecognitionNetwork, initialise


@dataclass(frozen=True, slots=True)
class FasterNetTable:
    """The shape of a FasterNet.

    Attributes:
        width: maps of the first stage, divisible by 4; each stage has twice as many as the one before.
        depths: blocks of each stage.
        expansion: maps inside a block, as a multiple of those outside.
        features: maps of the head.
    """

    width: int
    depths: tuple[int, ...]
    expansion: int
    features: int


# The paper's T1 is as wide. ReLU instead of its GELU, which takes longer on a processor.
FASTERNET = FasterNetTable(width=64, depths=(2, 8, 4), expansion=2, features=512)


class PartialConvolution(nn.Module):
    """A 3x3 convolution over the first quarter of the maps; the others pass. (n, maps, h, w) in and out."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.sizes = [maps // 4, maps - maps // 4]
        self.convolution = nn.Conv2d(self.sizes[0], self.sizes[0], 3, padding=1, bias=False)

    def forward(self, values: Tensor) -> Tensor:
        """Return the maps, (n, maps, h, w), the first quarter of them convolved."""
        convolved, passed = torch.split(values, self.sizes, dim=1)
        return torch.cat([self.convolution(convolved), passed], dim=1)


class Block(nn.Module):
    """Partial convolution, 1x1 to more maps, BatchNorm, ReLU, 1x1 back; added to its input."""

    def __init__(self, maps: int, expansion: int) -> None:
        super().__init__()
        self.partial = PartialConvolution(maps)
        self.pointwise = nn.Sequential(
            nn.Conv2d(maps, maps * expansion, 1, bias=False),
            nn.BatchNorm2d(maps * expansion),
            nn.ReLU(inplace=True),
            nn.Conv2d(maps * expansion, maps, 1, bias=False),
        )

    def forward(self, values: Tensor) -> Tensor:
        """Return (n, maps, h, w) of (n, maps, h, w)."""
        changed: Tensor = self.pointwise(self.partial(values))
        return values + changed


class FasterNet(RecognitionNetwork):
    """FasterNet with a head for faces.

    The head is as large as the last map, so that weights fit one size of image.

    Args:
        table: its shape.
        embedding_size: dimensions of the embedding.
        image_size: width and height of the input, pixels.
    """

    def __init__(
        self, table: FasterNetTable = FASTERNET, *, embedding_size: int = 128, image_size: int = 112
    ) -> None:
        maps, size = table.width, image_size // 4
        layers: dict[str, nn.Module] = {
            "stem": nn.Sequential(nn.Conv2d(3, maps, 4, stride=4, bias=False), nn.BatchNorm2d(maps))
        }
        for number, depth in enumerate(table.depths, start=1):
            if number > 1:
                layers[f"merging{number}"] = nn.Sequential(
                    nn.Conv2d(maps, 2 * maps, 2, stride=2, bias=False), nn.BatchNorm2d(2 * maps)
                )
                maps, size = 2 * maps, size // 2
            layers[f"stage{number}"] = nn.Sequential(*(Block(maps, table.expansion) for _ in range(depth)))
        layers["head"] = nn.Sequential(
            OrderedDict(
                features=nn.Conv2d(maps, table.features, 1, bias=False),
                features_norm=nn.BatchNorm2d(table.features),
                relu=nn.ReLU(inplace=True),
                places=nn.Conv2d(table.features, table.features, size, groups=table.features, bias=False),
                places_norm=nn.BatchNorm2d(table.features),
                flatten=nn.Flatten(),
                linear=nn.Linear(table.features, embedding_size, bias=False),
                norm=nn.BatchNorm1d(embedding_size),
            )
        )
        super().__init__(layers, height=image_size, width=image_size, embedding_size=embedding_size)
        initialise(self)
