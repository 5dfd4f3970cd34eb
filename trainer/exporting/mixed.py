"""Letting the wide layers of a network compute in whole numbers, and the others in floats.

A 1x1 convolution of many channels takes nearly all products of a network for faces, and a processor made for
it (AVX-512 VNNI) does four times as many with bytes as with floats. PRelu and depthwise convolutions have
few products and much to hand on, and would only be rounded once more; they stay in floats.

Activations are rounded in 256 steps for all channels, so that channels of small values would lose most. The
channels are made alike before, which a network of PRelu allows without changing what it computes: PRelu of
s x is s times that of x for any s > 0, so that a depthwise convolution before it can be multiplied for each
channel, and the layer behind it divided (Nagel, van Baalen, Blankevoort, Welling: Data-Free Quantization
Through Weight Equalization and Bias Correction. ICCV 2019, section 4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.models.repair import repaired
from trainer.exporting.graphs import (
    Model,
    Node,
    Pixels,
    bias_in_steps,
    by_channel,
    closed,
    inside,
    opened,
    quantisable,
    steps_of,
)
from trainer.exporting.running import INPUT, as_input

Doubles = NDArray[np.float64]

# Channels that a layer reads. With fewer, rounding and changing the layout take what the products save.
_WIDE = 256
_GREATEST = 127
_GREATEST_SUM = np.iinfo(np.int32).max
# Of the pictures in each of which a channel reaches some greatest value: the share below its range. The few
# beyond may be cut off.
_SHARE = 0.98
# A channel that hardly ever differs from 0 is multiplied by no more than this, beside the widest.
_LEAST_RANGE = 1e-3
_BATCH = 16


def mixed(data: bytes, crops: Pixels) -> bytes:
    """Let the wide layers of an ONNX file compute in whole numbers.

    Args:
        data: the bytes of an ONNX file in float32, with BatchNorm folded into convolutions, and PRelu as it
            is; in the result it is split as `engine.models.prelu` does.
        crops: (n, height, width, 3) uint8 RGB, some hundred real faces of many people, for the ranges.

    Raises:
        ValueError: there are no crops, or the network has no wide layer.
    """
    if not len(crops):
        raise ValueError("Whole numbers need crops of faces to measure ranges on, and there are none.")
    model, weights = opened(data)
    if not _wide(model, weights):
        raise ValueError(f"No layer of this network reads {_WIDE} channels or more. Export it as float16.")
    alike = _Equaliser(model, weights).alike(crops)
    model, weights = opened(repaired(alike, ("split-prelu",)))
    wide = _wide(model, weights)
    names = [node.input[0] for node in wide]
    names += [node.output[0] for node in wide if node.op_type == "Conv"]
    return _Writer(model, weights, steps_of(model, names, crops)).written(wide)


def has_wide_layers(data: bytes) -> bool:
    """Tell whether `mixed` has something to do in an ONNX file."""
    return bool(_wide(*opened(data)))


def _attributes(node: Node) -> dict[str, Any]:
    from onnx import helper

    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}


def _wide(model: Model, weights: dict[str, NDArray[Any]]) -> list[Node]:
    """Return the 1x1 convolutions and linear layers that read many channels."""
    return [node for node in quantisable(model, weights) if _is_wide(node, weights)]


def _is_wide(node: Node, weights: dict[str, NDArray[Any]]) -> bool:
    weight, settings = weights[node.input[1]], _attributes(node)
    # The greatest sum of products of bytes must fit into 32 bits.
    fits = weight[0].size * 255 * _GREATEST < _GREATEST_SUM and len(node.input) == 3
    if node.op_type == "Conv":
        fits &= weight.shape[2:] == (1, 1) and settings.get("group", 1) == 1
        fits &= not any(settings.get("pads", ())) and set(settings.get("strides", (1,))) == {1}
    return bool(fits and weight.shape[1] >= _WIDE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A wide convolution among depthwise ones.

    Attributes:
        layer: the wide one.
        before: the depthwise one whose values, through a PRelu, it alone reads; or None.
        after: the depthwise one that alone, through a PRelu, reads its values; or None.
    """

    layer: Node
    before: Node | None
    after: Node | None


class _Equaliser:
    """Changes channels so that they suit whole numbers, without changing what the network computes.

    No slope of a PRelu stays above 1 where that can be had, and the channels of what wide convolutions read
    and give become alike. The model is changed.
    """

    def __init__(self, model: Model, weights: dict[str, NDArray[Any]]) -> None:
        self._model, self._weights = model, weights
        self._maker = {name: node for node in model.graph.node for name in node.output}
        self._readers: dict[str, list[Node]] = {}
        for node in model.graph.node:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)

    def alike(self, crops: Pixels) -> bytes:
        """Return the network with its channels made alike on these faces: the same function."""
        for node in self._model.graph.node:
            if node.op_type == "PRelu":
                self._turn_steep(node)
        places = [self._place(node) for node in _wide(self._model, self._weights) if node.op_type == "Conv"]
        names = [name for place in places for name in (place.layer.input[0], place.layer.output[0])]
        ranges = self._ranges(names, crops) if names else {}
        for place in places:
            layer = place.layer
            if place.before is not None:
                # Half of the difference is left to the weights, of which each column is rounded, too.
                factors = np.sqrt(ranges[layer.input[0]])
                self._multiply(place.before, 1 / factors)
                self._multiply_read(layer, factors)
            if place.after is not None:
                factors = ranges[layer.output[0]]
                self._multiply(layer, 1 / factors)
                self._multiply_read(place.after, factors)
        return closed(self._model, self._model.graph.node, ())

    def _turn_steep(self, node: Node) -> None:
        """Change the sign of the channels whose slope is above 1, if convolutions alone make and read them.

        With x' = -a x is -PRelu(x) = PRelu(x') of the slope 1 / a. PRelu is split into fewer steps where no
        slope is above 1.
        """
        slope = self._weights.get(node.input[1])
        before: Node = self._maker.get(node.input[0])
        if slope is None or before is None:
            return
        if not (slope > 1).any() or self._only_reader(before) is not node:
            return
        readers = self._readers.get(node.output[0], [])
        if not readers or not all(self._is_convolution(one) for one in (before, *readers)):
            return
        steep = (slope > 1).ravel()
        self._multiply(before, np.where(steep, -slope.ravel(), 1))
        self._change(node, 1, np.where(slope > 1, 1 / slope, slope))
        for reader in readers:
            self._multiply_read(reader, np.where(steep, -1.0, 1.0))

    def _place(self, layer: Node) -> _Place:
        before = self._maker.get(layer.input[0])
        if before is None or before.op_type != "PRelu" or self._only_reader(before) is not layer:
            before = None
        else:
            before = self._maker.get(before.input[0])
            if before is None or not self._is_depthwise(before) or self._only_reader(before) is None:
                before = None
        activation = self._only_reader(layer)
        after = None
        if activation is not None and activation.op_type == "PRelu":
            after = self._only_reader(activation)
        return _Place(layer, before, after if after is not None and self._is_depthwise(after) else None)

    def _only_reader(self, node: Node) -> Node:
        """Return who alone reads what a node makes, or None."""
        readers = self._readers.get(node.output[0], [])
        return readers[0] if len(readers) == 1 else None

    def _is_convolution(self, node: Node) -> bool:
        """Tell whether a node is a convolution of constant weights, depthwise or of all channels."""
        if node.op_type != "Conv" or any(name not in self._weights for name in node.input[1:]):
            return False
        groups = _attributes(node).get("group", 1)
        return groups == 1 or (groups == len(self._weights[node.input[1]]) and self._is_by_channel(node))

    def _is_depthwise(self, node: Node) -> bool:
        return self._is_convolution(node) and self._is_by_channel(node)

    def _is_by_channel(self, node: Node) -> bool:
        return bool(self._weights[node.input[1]].shape[1] == 1)

    def _ranges(self, names: Sequence[str], crops: Pixels) -> dict[str, Doubles]:
        """Return how far from 0 the values of each channel (channels,) go in most pictures."""
        session = inside(self._model, list(dict.fromkeys(names)))
        greatest: dict[str, list[NDArray[np.float32]]] = {name: [] for name in names}
        for start in range(0, len(crops), _BATCH):
            for name, values in session.run({INPUT: as_input(crops[start : start + _BATCH])}).items():
                greatest[name].append(np.abs(values).max(axis=(2, 3)))
        ranges = {n: np.quantile(np.concatenate(parts), _SHARE, axis=0) for n, parts in greatest.items()}
        # Of a layer that gives nothing but zeros all channels are alike.
        return {
            name: np.maximum(found, found.max() * _LEAST_RANGE) if found.max() > 0 else np.ones_like(found)
            for name, found in ranges.items()
        }

    def _multiply(self, node: Node, factors: Doubles) -> None:
        """Multiply what a layer gives for each channel."""
        for place in range(1, len(node.input)):
            array = self._weights[node.input[place]]
            self._change(node, place, array * factors.reshape(-1, *[1] * (array.ndim - 1)))

    def _multiply_read(self, node: Node, factors: Doubles) -> None:
        """Multiply what a layer reads of each channel."""
        weight = self._weights[node.input[1]]
        shape = (-1, 1, 1, 1) if self._is_by_channel(node) else (1, -1, 1, 1)
        self._change(node, 1, weight * factors.reshape(shape))

    def _change(self, node: Node, place: int, array: NDArray[Any]) -> None:
        """Give a layer a constant of its own: two layers may share one."""
        from onnx import numpy_helper

        name = f"{node.output[0]}_alike_{place}"
        if name not in self._weights:
            self._model.graph.initializer.add(name=name)
        tensor = next(tensor for tensor in self._model.graph.initializer if tensor.name == name)
        self._weights[name] = array.astype(np.float32)
        tensor.CopyFrom(numpy_helper.from_array(self._weights[name], name))
        node.input[place] = name


class _Writer:
    """Puts whole numbers in place of wide layers.

    Args:
        model: with PRelu split.
        weights: its constants by name.
        steps: scale and zero point of what wide layers read, and of what wide convolutions give, by name.
    """

    def __init__(
        self, model: Model, weights: dict[str, NDArray[Any]], steps: dict[str, tuple[np.float32, np.uint8]]
    ) -> None:
        self._model, self._weights, self._steps = model, weights, steps
        self._tensors: dict[str, Model] = {}
        self._whole: set[str] = set()

    def written(self, wide: Sequence[Node]) -> bytes:
        """Return the network with these layers in whole numbers."""
        chosen = {node.output[0] for node in wide}
        depthwise = self._scalings(chosen)
        nodes: list[Node] = []
        for node in self._model.graph.node:
            if node.output[0] not in chosen:
                source = node.input[0] if node.input else ""
                if source in depthwise:
                    self._scale_while_reading(node, source)
                nodes.append(node)
                continue
            nodes += self._rounded(node.input[0])
            nodes += self._linear(node) if node.op_type == "Gemm" else self._convolution(node, depthwise)
        return closed(self._model, nodes, list(self._tensors.values()))

    def _scalings(self, chosen: set[str]) -> set[str]:
        """Return which outputs are read by depthwise 1x1 convolutions without a bias alone: split PRelu."""
        readers: dict[str, list[Node]] = {}
        for node in self._model.graph.node:
            for name in node.input:
                readers.setdefault(name, []).append(node)
        results = {value.name for value in self._model.graph.output}
        return {
            name
            for name in chosen - results
            if readers.get(name)
            and all(
                reader.op_type == "Conv"
                and len(reader.input) == 2
                and self._weights[reader.input[1]].shape[1:] == (1, 1, 1)
                for reader in readers[name]
            )
        }

    def _constant(self, array: NDArray[Any], name: str) -> str:
        from onnx import numpy_helper

        self._tensors[name] = numpy_helper.from_array(array, name)
        return name

    def _step(self, name: str) -> list[str]:
        scale, zero = self._steps[name]
        return [
            self._constant(np.array(value), f"{name}_{key}")
            for key, value in (("scale", scale), ("zero", zero))
        ]

    def _rounded(self, name: str) -> list[Node]:
        """Round what a layer reads, once: NAME becomes NAME_bytes."""
        from onnx import helper

        if name in self._whole:
            return []
        self._whole.add(name)
        return [helper.make_node("QuantizeLinear", [name, *self._step(name)], [f"{name}_bytes"])]

    def _convolution(self, node: Node, depthwise: set[str]) -> list[Node]:
        from onnx import TensorProto, helper

        source, of = node.input[0], node.output[0]
        weight, scale = by_channel(self._weights[node.input[1]], _GREATEST)
        bias, _ = bias_in_steps(self._weights[node.input[2]], scale, self._steps[source][0])
        inputs = [
            f"{source}_bytes",
            *self._step(source),
            self._constant(weight, f"{of}_weight_whole"),
            self._constant(scale, f"{of}_weight_scale"),
            self._constant(np.zeros(len(scale), np.int8), f"{of}_weight_zero"),
            *self._step(of),
            self._constant(bias, f"{of}_bias_whole"),
        ]
        layer = helper.make_node("QLinearConv", inputs, [f"{of}_bytes"], **_attributes(node))
        if of in depthwise:
            # What reads it takes the step into its weights. A DequantizeLinear would be computed once for
            # each of them.
            return [layer, helper.make_node("Cast", [f"{of}_bytes"], [of], to=TensorProto.FLOAT)]
        return [layer, helper.make_node("DequantizeLinear", [f"{of}_bytes", *self._step(of)], [of])]

    def _scale_while_reading(self, node: Node, source: str) -> None:
        scale, zero = self._steps[source]
        of = node.output[0]
        weight = (self._weights[node.input[1]] * scale).astype(np.float32)
        node.input[1] = self._constant(weight, f"{of}_weight_of_steps")
        node.input.append(self._constant(-weight.ravel() * np.float32(zero), f"{of}_bias_of_steps"))

    def _linear(self, node: Node) -> list[Node]:
        from onnx import TensorProto, helper

        source, of = node.input[0], node.output[0]
        weight, scale = by_channel(self._weights[node.input[1]], _GREATEST)
        inputs = [
            f"{source}_bytes",
            self._constant(np.ascontiguousarray(weight.T), f"{of}_weight_whole"),
            self._step(source)[1],
            self._constant(np.zeros(len(scale), np.int8), f"{of}_weight_zero"),
        ]
        both = (scale * self._steps[source][0]).astype(np.float32)
        sums, floats, products = (f"{of}_{part}" for part in ("sums", "floats", "products"))
        return [
            helper.make_node("MatMulInteger", inputs, [sums]),
            helper.make_node("Cast", [sums], [floats], to=TensorProto.FLOAT),
            helper.make_node("Mul", [floats, self._constant(both, f"{of}_both_scales")], [products]),
            helper.make_node("Add", [products, node.input[2]], [of]),
        ]
