"""Reading the weights of an SFace network out of an ONNX file: the published one, or an export of our own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from trainer.networks.base import RecognitionNetwork
from trainer.networks.onnx_steps import steps


def load_onnx(network: RecognitionNetwork, model: bytes) -> None:
    """Take over the weights of an ONNX file of the same structure, whatever its names are.

    Layers are matched in order, by kind, shape and settings. PRelu may be split as the engine's repair
    `split-prelu` does. Of a file that this trainer exported, weights may be 16-bit, and BatchNorms part of
    the layers before them: the network's own then only add what is left, the biases.

    Args:
        network: changed in place; left as it was when ValueError is raised.
        model: the file's bytes, weights in float32 or float16.

    Raises:
        ValueError: the file's graph is not that of this network; the message names the first difference.
    """
    layers = [
        (name, module)
        for name, module in network.layers.named_modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm1d | nn.BatchNorm2d | nn.PReLU | nn.Linear)
    ]
    found = _with_norms(list(_onnx_layers(model)), [_expected(module) for _, module in layers])
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
    """Yield the layers with weights in order of computation.

    Raises:
        ValueError: the graph is not a chain of layers that SFace is made of.
    """
    found, last, result = steps(model)
    scalings: dict[str, float] = {}
    for step in found:
        if step.reads != last:
            raise ValueError(f"The model is not an SFace network: {step.kind} {step.makes} is out of order.")
        last = step.makes
        if step.kind in {"Sub", "Mul"} and len(step.weights) == 1:
            scalings[step.kind] = float(step.weights[0].item())
        elif step.kind not in {"Dropout", "Flatten", "Reshape"}:
            yield _layer(step.kind, step.weights, step.settings)
    if last != result or scalings != {"Sub": 127.5, "Mul": 1 / 128}:
        raise ValueError("The model is not an SFace network: its input or output is scaled otherwise.")


def _with_norms(found: list[_Layer], expected: list[_Layer]) -> list[_Layer]:
    """Put a BatchNorm that only adds the bias behind each layer that has become one with its BatchNorm."""
    result: list[_Layer] = []
    waiting = deque(found)
    for wanted in expected:
        missing = wanted.kind == "BatchNormalization" and (not waiting or waiting[0].kind != wanted.kind)
        if missing and result and result[-1].kind in {"Conv", "Gemm"} and "bias" in result[-1].arrays:
            before = result.pop()
            bias = before.arrays["bias"]
            if before.kind == "Conv":
                before = _Layer("Conv", {"weight": before.arrays["weight"]}, before.settings)
            else:
                bias = np.zeros_like(bias)
            result += [before, _adding(bias, wanted.settings["epsilon"])]
        elif waiting:
            result.append(waiting.popleft())
    return [*result, *waiting]


def _adding(bias: NDArray[np.float32], epsilon: float) -> _Layer:
    ones = np.ones_like(bias)
    arrays = {
        "weight": ones,
        "bias": bias,
        "running_mean": np.zeros_like(bias),
        "running_var": ones - np.float32(epsilon),
    }
    return _Layer("BatchNormalization", arrays, {"epsilon": epsilon})


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
