"""Making an exported graph smaller or quicker: weights of two bytes or of one, or whole numbers throughout.

Pure changes of ONNX files, with numpy and onnx alone. What each costs in accuracy is measured in
`trainer.exporting.bundle`.

    float16       weights are stored as 16-bit floats and become 32-bit when the file is loaded: half
                  file, the same speed.
    int8-weights  weights are stored as 8-bit whole numbers with a scale for each output channel, and become
                  floats when the file is loaded: a quarter of the file, the same speed.
    int8          activations are whole numbers as well (static quantisation in the form QuantizeLinear,
                  DequantizeLinear, which onnxruntime computes in whole numbers: Jacob et al., Quantization
                  and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, CVPR
                  2018). The range of every activation is measured on real faces. A quarter of the file;
                  faster for networks of Relu on processors made for it, slower for those of PRelu, which
                  has no such form.
    mixed         the wide layers in whole numbers, the others in floats (`trainer.exporting.mixed`): half
                  the size of float16, and networks of PRelu take three fifths of the time, on processors
                  made for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trainer.exporting.graphs import (
    Model,
    Node,
    bias_in_steps,
    by_channel,
    closed,
    opened,
    quantisable,
    steps_of,
)
from trainer.exporting.mixed import mixed
from trainer.exporting.single_pictures import picture_by_picture

Pixels = NDArray[np.uint8]

# Smaller tensors are biases and scales: nothing is saved there, and much is lost.
_SMALLEST = 512
# Weights of 7 bits beside activations of 8: processors without instructions for such products add pairs of
# them in 16 bits, and two greater ones would not fit.
_GREATEST_BESIDE_ACTIVATIONS = 63
_GREATEST = 127


class Precision(StrEnum):
    """In what numbers a network is stored and computed."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    INT8_WEIGHTS = "int8-weights"
    INT8 = "int8"
    MIXED = "mixed"


def in_precision(data: bytes, precision: Precision, crops: Pixels) -> bytes:
    """Return an exported graph in another precision.

    Args:
        data: the bytes of an ONNX file with weights in float32; for `INT8` and `MIXED` with PRelu as it is.
        precision: which.
        crops: (n, height, width, 3) uint8 RGB, some hundred faces, for `INT8` and `MIXED`.

    Raises:
        ValueError: see `float16_weights`, `int8` and `mixed`.
    """
    if precision is Precision.FLOAT16:
        return float16_weights(data)
    if precision is Precision.INT8_WEIGHTS:
        return int8_weights(data)
    if precision is Precision.MIXED:
        return picture_by_picture(float16_weights(mixed(data, crops)))
    return int8(data, crops) if precision is Precision.INT8 else data


def float16_weights(data: bytes) -> bytes:
    """Store the weights of an ONNX file as 16-bit floats.

    Raises:
        ValueError: a weight is too great for such a number (65,504).
    """
    from onnx import TensorProto, helper, numpy_helper

    model, weights = opened(data)
    tensors, casts = [], []
    for name in _weights_of(quantisable(model, weights), weights):
        with np.errstate(over="ignore"):
            short = weights[name].astype(np.float16)
        if not np.isfinite(short).all():
            raise ValueError(f"{name} holds a weight too great for 16 bits. Export the network as float32.")
        tensors.append(numpy_helper.from_array(short, f"{name}_short"))
        casts.append(helper.make_node("Cast", [f"{name}_short"], [name], to=TensorProto.FLOAT))
    return closed(model, [*casts, *model.graph.node], tensors)


def int8_weights(data: bytes) -> bytes:
    """Store the weights of an ONNX file as 8-bit whole numbers, with a scale for each output channel.

    A Cast and a product make floats of them. onnxruntime computes these once, when it loads the file; a
    DequantizeLinear it would compute again for every batch.
    """
    from onnx import TensorProto, helper, numpy_helper

    model, weights = opened(data)
    tensors, nodes = [], []
    for name in _weights_of(quantisable(model, weights), weights):
        whole, scale = by_channel(weights[name], _GREATEST)
        spread = scale.reshape(-1, *[1] * (whole.ndim - 1))
        tensors += [
            numpy_helper.from_array(whole, f"{name}_whole"),
            numpy_helper.from_array(spread, f"{name}_scale"),
        ]
        nodes += [
            helper.make_node("Cast", [f"{name}_whole"], [f"{name}_cast"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{name}_cast", f"{name}_scale"], [name]),
        ]
    return closed(model, [*nodes, *model.graph.node], tensors)


def int8(data: bytes, crops: Pixels) -> bytes:
    """Let convolutions and linear layers of an ONNX file compute in whole numbers.

    Activations get a scale and a zero point for the whole tensor, weights a scale for each output channel.
    The scale of an activation is the one with the least mean squared error on the crops: the few extreme
    values that are cut off for it cost less than coarser steps for all others.

    Args:
        data: the bytes of an ONNX file in float32, with BatchNorm folded into convolutions, and PRelu as it
            is: in parts, each of them would be rounded.
        crops: (n, height, width, 3) uint8 RGB, some hundred real faces of many people.

    Raises:
        ValueError: there are no crops.
    """
    if not len(crops):
        raise ValueError("Whole numbers need crops of faces to measure ranges on, and there are none.")
    model, weights = opened(data)
    chosen = quantisable(model, weights)
    # The last layer's output, the embedding, stays in floats.
    inner = [node.output[0] for node in chosen if node.op_type == "Conv"]
    names = list(dict.fromkeys([*(node.input[0] for node in chosen), *inner]))
    writer = _Writer(steps_of(model, names, crops))
    given = {value.name for value in model.graph.input}
    nodes = [node for name in names if name in given for node in writer.rounded(name)]
    outputs = {node.output[0] for node in chosen}
    for node in model.graph.node:
        if node.output[0] in outputs:
            nodes += writer.whole_weights(node, weights)
        for place, name in enumerate(node.input):
            if name in writer.steps:
                node.input[place] = f"{name}_rounded"
        nodes.append(node)
        nodes += [extra for name in node.output if name in writer.steps for extra in writer.rounded(name)]
    return closed(model, nodes, writer.tensors)


def _weights_of(nodes: Sequence[Node], weights: dict[str, NDArray[Any]]) -> list[str]:
    names = dict.fromkeys(node.input[1] for node in nodes)
    return [name for name in names if weights[name].size >= _SMALLEST]


class _Writer:
    """Makes the nodes and tensors of a graph in whole numbers.

    Args:
        steps: scale and zero point of the activations that are rounded, by name.
    """

    def __init__(self, steps: dict[str, tuple[np.float32, np.uint8]]) -> None:
        from onnx import numpy_helper

        self.steps = steps
        self._from_array = numpy_helper.from_array
        self.tensors: list[Model] = []

    def _constant(self, array: NDArray[Any], name: str) -> str:
        self.tensors.append(self._from_array(array, name))
        return name

    def rounded(self, name: str) -> list[Node]:
        """Round an activation: NAME becomes NAME_rounded."""
        from onnx import helper

        scale, zero = self.steps[name]
        step = [
            self._constant(np.array(value), f"{name}_{key}")
            for key, value in (("scale", scale), ("zero", zero))
        ]
        return [
            helper.make_node("QuantizeLinear", [name, *step], [f"{name}_whole"]),
            helper.make_node("DequantizeLinear", [f"{name}_whole", *step], [f"{name}_rounded"]),
        ]

    def whole_weights(self, node: Node, weights: dict[str, NDArray[Any]]) -> list[Node]:
        """Round the weight and the bias of a layer, which is changed to read these.

        The names are the layer's, because two layers may share a weight, but not what they are given.
        """
        weight, scale = by_channel(weights[node.input[1]], _GREATEST_BESIDE_ACTIVATIONS)
        of = node.output[0]
        made = [self._dequantised(f"{of}_weight", weight, scale)]
        node.input[1] = f"{of}_weight"
        if len(node.input) > 2:
            whole, both = bias_in_steps(weights[node.input[2]], scale, self.steps[node.input[0]][0])
            made.append(self._dequantised(f"{of}_bias", whole, both))
            node.input[2] = f"{of}_bias"
        return made

    def _dequantised(self, name: str, whole: NDArray[Any], scale: NDArray[np.float32]) -> Node:
        from onnx import helper

        inputs = [
            self._constant(whole, f"{name}_whole"),
            self._constant(scale, f"{name}_scale"),
            self._constant(np.zeros(len(scale), whole.dtype), f"{name}_zero"),
        ]
        return helper.make_node("DequantizeLinear", inputs, [name], axis=0)
