"""SFace: the architecture of the default recogniser in torch, and its published weights.

MobileNet version 1 (Howard et al., 2017) with PReLU and a fully connected head, as used by Zhong et al.,
SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition, IEEE TIP 2021. How models are
found, verified and repaired is the engine's affair.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import nn

from engine.models import Catalogue
from trainer.networks.base import RecognitionNetwork, initialise
from trainer.networks.sface_onnx import load_onnx
from trainer.recognisers import DEFAULT, PUBLISHED

PUBLISHED_SIZE = 128

# Maps of the stem, then maps and stride of each block.
_STEM = 32
_BLOCKS = (
    (64, 1),
    (128, 2),
    (128, 1),
    (256, 2),
    (256, 1),
    (512, 2),
    *[(512, 1)] * 5,
    (1024, 2),
    (1024, 1),
)
_EPSILON = 1e-3
_HEAD_EPSILON = 2e-5


def _unit(inputs: int, outputs: int, kernel: int, *, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        OrderedDict(
            convolution=nn.Conv2d(
                inputs, outputs, kernel, stride=stride, padding=kernel // 2, groups=groups, bias=False
            ),
            norm=nn.BatchNorm2d(outputs, eps=_EPSILON),
            relu=nn.PReLU(outputs),
        )
    )


class SFace(RecognitionNetwork):
    """The default recogniser's network: a stem, block1 to block13, head.

    The head sees every pixel of the last map, so that weights fit one size of image.

    Args:
        embedding_size: dimensions of the embedding.
        image_size: width and height of the input, pixels; the published weights are for 112.
    """

    def __init__(self, *, embedding_size: int = PUBLISHED_SIZE, image_size: int = 112) -> None:
        layers: dict[str, nn.Module] = {"stem": _unit(3, _STEM, 3)}
        maps, size = _STEM, image_size
        for number, (outputs, stride) in enumerate(_BLOCKS, start=1):
            layers[f"block{number}"] = nn.Sequential(
                OrderedDict(
                    depthwise=_unit(maps, maps, 3, stride=stride, groups=maps),
                    pointwise=_unit(maps, outputs, 1),
                )
            )
            maps, size = outputs, (size + stride - 1) // stride
        layers["head"] = nn.Sequential(
            OrderedDict(
                features_norm=nn.BatchNorm2d(maps, eps=_HEAD_EPSILON),
                flatten=nn.Flatten(),
                linear=nn.Linear(maps * size * size, embedding_size),
                norm=nn.BatchNorm1d(embedding_size, eps=_HEAD_EPSILON),
            )
        )
        super().__init__(layers, height=image_size, width=image_size, embedding_size=embedding_size)
        initialise(self)

    def replace_head(self, embedding_size: int) -> None:
        """Put a new linear layer and BatchNorm, with random weights, in place of the last ones.

        Args:
            embedding_size: dimensions of the embedding from now on.
        """
        head = self.layers.head
        assert isinstance(head, nn.Sequential)  # noqa: S101
        old = head.linear
        assert isinstance(old, nn.Linear)  # noqa: S101
        head.linear = nn.Linear(old.in_features, embedding_size).to(old.weight)
        head.norm = nn.BatchNorm1d(embedding_size, eps=_HEAD_EPSILON).to(old.weight)
        initialise(head.linear)
        self.embedding_size = embedding_size


def published_sface(catalogue: Catalogue | None = None, *, embedding_size: int = PUBLISHED_SIZE) -> SFace:
    """Return the network with its published weights: what the default recogniser was made from.

    Its embeddings are those of the engine's session, to float32's accuracy, in evaluation mode.

    Args:
        catalogue: where the model is found; by default that of this computer.
        embedding_size: other than 128, the last layer and its BatchNorm are new and random.

    Raises:
        ModelError: the model is not installed, or not the one its card describes.
        ValueError: its graph is not that of this network.
    """
    return _sface(PUBLISHED, catalogue, embedding_size)


def default_sface(catalogue: Catalogue | None = None, *, embedding_size: int = PUBLISHED_SIZE) -> SFace:
    """Return the network of the default recogniser, to be trained further; otherwise as `published_sface`.

    Its BatchNorms have the published ones' statistics, which it was trained with, so that it can be trained
    in training mode as well.
    """
    network = _sface(DEFAULT, catalogue, PUBLISHED_SIZE)
    _with_norms_of(network, published_sface(catalogue))
    if embedding_size != network.embedding_size:
        network.replace_head(embedding_size)
    return network


def _sface(name: str, catalogue: Catalogue | None, embedding_size: int) -> SFace:
    catalogue = catalogue or Catalogue()
    network = SFace()
    load_onnx(network, catalogue.load(catalogue.card(name)))
    if embedding_size != network.embedding_size:
        network.replace_head(embedding_size)
    return network


@torch.no_grad()
def _with_norms_of(network: SFace, other: SFace) -> None:
    """Give BatchNorms another network's statistics and scales, and let the layers before them make up for it.

    What is computed in evaluation mode stays the same.

    Args:
        network: its BatchNorms follow a convolution or linear layer each; changed in place.
        other: of the same structure.
    """
    modules, others = list(network.layers.modules()), list(other.layers.modules())
    for before, norm, wanted in zip(modules, modules[1:], others[1:], strict=False):
        if not isinstance(norm, nn.BatchNorm1d | nn.BatchNorm2d):
            continue
        if not isinstance(before, nn.Conv2d | nn.Linear):
            continue
        assert isinstance(wanted, type(norm))  # noqa: S101
        scale, shift = _affine(norm)
        new_scale, _ = _affine(wanted)
        # A map that the other network switches off cannot be scaled back: it keeps a norm of its own.
        usable = new_scale != 0
        factor = torch.where(usable, scale / torch.where(usable, new_scale, 1), 1)
        before.weight.mul_(factor.reshape(-1, *[1] * (before.weight.ndim - 1)))
        total = shift + (0 if before.bias is None else scale * before.bias)
        for name in ("running_mean", "running_var", "weight"):
            mine, its = getattr(norm, name), getattr(wanted, name)
            mine.copy_(torch.where(usable, its, mine))
        scale, without = _affine(norm)
        if before.bias is None:
            norm.bias.add_(total - without)
        else:
            # In training mode a bias before a norm does nothing: what is added belongs behind it, as there.
            norm.bias.copy_(wanted.bias)
            _, without = _affine(norm)
            before.bias.copy_(torch.where(scale != 0, (total - without) / scale, 0))


def _affine(norm: nn.BatchNorm1d | nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what a BatchNorm multiplies by and adds, in evaluation mode: (c,) each."""
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None  # noqa: S101
    assert variance is not None  # noqa: S101
    scale = norm.weight / (variance + norm.eps).sqrt()
    return scale, norm.bias - mean * scale
