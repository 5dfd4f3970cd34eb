"""SFace: the architecture of the default recogniser in torch, and its published weights.

MobileNet version 1 (Howard et al., 2017) with PReLU and a fully connected head, as used by Zhong et al.,
SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition, IEEE TIP 2021. How models are
found, verified and repaired is the engine's affair.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from engine.models import Catalogue
from trainer.networks.base import RecognitionNetwork, initialise

PUBLISHED = "sface-2021dec"
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
    """Return the network of the default recogniser with its published weights, to be trained further.

    Its embeddings are those of the engine's session, to float32's accuracy, in evaluation mode.

    Args:
        catalogue: where the model is found; by default that of this computer.
        embedding_size: other than 128, the last layer and its BatchNorm are new and random.

    Raises:
        ModelError: the model is not installed, or not the one its card describes.
        ValueError: its graph is not that of this network.
    """
    catalogue = catalogue or Catalogue()
    network = SFace()
    load_onnx(network, catalogue.load(catalogue.card(PUBLISHED)))
    if embedding_size != network.embedding_size:
        network.replace_head(embedding_size)
    return network


def load_onnx(network: SFace, model: bytes) -> None:
    """Take over the weights of an ONNX file of the same structure, whatever its names are.

    Layers are matched in order, by kind, shape and settings. PRelu may be split as the engine's repair
    `split-prelu` does.

    Args:
        network: changed in place; left as it was when ValueError is raised.
        model: the file's bytes, weights in float32.

    Raises:
        ValueError: the file's graph is not that of this network; the message names the first difference.
    """
    layers = [
        (name, module)
        for name, module in network.layers.named_modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm1d | nn.BatchNorm2d | nn.PReLU | nn.Linear)
    ]
    found = list(_onnx_layers(model))
    for (name, module), layer in zip(layers, found, strict=False):
        wanted = _expected(module)
        if layer.described() != wanted.described():
            raise ValueError(
                f"The model is not an SFace network: where {name} should be {wanted.described()}, "
                f"it has {layer.described()}."
            )
    if len(layers) != len(found):
        raise ValueError(f"The model is not an SFace network: it has {len(found)} layers, not {len(layers)}.")
    with torch.no_grad():
        for (_, module), layer in zip(layers, found, strict=True):
            for name, array in layer.arrays.items():
                target = getattr(module, name)
                target.copy_(torch.from_numpy(array.copy()))


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """A layer as torch knows it: arrays by the name of torch's parameter, and what else must agree."""

    kind: str
    arrays: dict[str, NDArray[np.float32]]
    settings: dict[str, float] = field(default_factory=dict)

    def described(self) -> str:
        shapes = [f"{name} {array.shape}" for name, array in self.arrays.items()]
        settings = [f"{name} {value:.3g}" for name, value in self.settings.items()]
        return f"{self.kind} of {', '.join([*shapes, *settings])}"


def _expected(module: nn.Module) -> _Layer:
    """Describe a layer of the network in the words of `_onnx_layers`."""
    names = ("weight", "bias", "running_mean", "running_var")
    arrays = {
        n: getattr(module, n).detach().cpu().numpy() for n in names if getattr(module, n, None) is not None
    }
    if isinstance(module, nn.Conv2d):
        padding, groups = int(module.padding[0]), module.groups
        return _Layer("Conv", arrays, {"stride": module.stride[0], "padding": padding, "groups": groups})
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        return _Layer("BatchNormalization", arrays, {"epsilon": module.eps})
    return _Layer("PRelu" if isinstance(module, nn.PReLU) else "Gemm", arrays)


def _onnx_layers(model: bytes) -> Iterator[_Layer]:
    """Yield the layers with weights in order of computation, a split PRelu as one.

    Raises:
        ValueError: the graph is not a chain of layers that SFace is made of.
    """
    import onnx
    from onnx import helper, numpy_helper

    try:
        graph = onnx.load_from_string(model).graph
    except Exception as error:  # protobuf's own types of error are not public
        raise ValueError(f"The model is not an ONNX file: {error}.") from error
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    scalings: dict[str, float] = {}
    # The output of the last whole layer, and those of the parts of a PRelu that follow it.
    last, whole, positive, kept = graph.input[0].name, "", "", ""
    slope: NDArray[np.float32] = np.empty(0, np.float32)
    for node in graph.node:
        attributes: dict[str, Any] = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        weights = [constants[name] for name in node.input if name in constants]
        reads, makes = [name for name in node.input if name not in constants], node.output[0]
        match node.op_type:
            case "Constant":
                continue
            case "Relu" if reads == [last]:
                positive = makes
                continue
            case "Conv" if reads == [positive] and _complete(weights[0], slope):
                kept = makes
                continue
            case "Conv" if reads == [last] and weights[0].shape[1:] == (1, 1, 1):
                whole, slope = makes, weights[0].ravel()
                continue
            case "Add" if reads == [whole, kept]:
                yield _Layer("PRelu", {"weight": slope})
            case _ if reads[:1] != [last]:
                raise ValueError(
                    f"The model is not an SFace network: {node.op_type} {makes} is out of order."
                )
            case "Sub" | "Mul":
                scalings[node.op_type] = float(weights[0].item())
            case "Dropout" | "Flatten":
                pass
            case _:
                yield _layer(node.op_type, weights, attributes)
        last = makes
    if last != graph.output[0].name or scalings != {"Sub": 127.5, "Mul": 1 / 128}:
        raise ValueError("The model is not an SFace network: its input or output is scaled otherwise.")


def _complete(kept: NDArray[np.float32], slope: NDArray[np.float32]) -> bool:
    """Return whether slope x + kept max(x, 0) is PRelu."""
    return kept.shape == (slope.size, 1, 1, 1) and np.allclose(kept.ravel(), 1 - slope, atol=1e-6)


def _layer(kind: str, weights: list[NDArray[np.float32]], attributes: dict[str, Any]) -> _Layer:
    if kind == "Conv":
        settings = {
            "stride": attributes.get("strides", [1])[0],
            "padding": attributes.get("pads", [0])[0],
            "groups": attributes.get("group", 1),
        }
        return _Layer(kind, dict(zip(("weight", "bias"), weights, strict=False)), settings)
    if kind == "BatchNormalization":
        names = ("weight", "bias", "running_mean", "running_var")
        epsilon = attributes.get("epsilon", 1e-5)
        return _Layer(kind, dict(zip(names, weights, strict=True)), {"epsilon": epsilon})
    if kind == "PRelu":
        return _Layer(kind, {"weight": weights[0].ravel()})
    if kind == "Gemm" and attributes.get("transB") == 1:
        return _Layer(kind, dict(zip(("weight", "bias"), weights, strict=False)))
    raise ValueError(f"The model is not an SFace network: {kind} is no layer of it.")
