"""ONNX graphs to be changed: their nodes and constant weights, and what values real faces give inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.models import Provider, RuntimeOptions, Session
from trainer.exporting.running import INPUT, as_input

Pixels = NDArray[np.uint8]
Doubles = NDArray[np.float64]

# onnx's classes are made at run time from its protocol files, so mypy knows none of them.
Model = Any
Node = Any

_KINDS = ("Conv", "Gemm")
_LEVELS = 255
_BINS = 2048
_SHRINKAGES = np.linspace(0.2, 1, 33)
_BATCH = 16


def opened(data: bytes) -> tuple[Model, dict[str, NDArray[Any]]]:
    """Return a model, and its constants by name."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load_from_string(data)
    return model, {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def closed(model: Model, nodes: Iterable[Node], tensors: Sequence[Model]) -> bytes:
    """Return the bytes of a model with other nodes, with these tensors and those of its own still read."""
    import onnx

    graph, nodes = model.graph, list(nodes)
    read, made = (
        {name for node in nodes for name in node.input},
        {name for node in nodes for name in node.output},
    )
    kept = [tensor for tensor in graph.initializer if tensor.name in read - made]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend([*kept, *tensors])
    onnx.checker.check_model(model, full_check=True)
    result: bytes = model.SerializeToString(deterministic=True)
    return result


def quantisable(model: Model, weights: dict[str, NDArray[Any]]) -> list[Node]:
    """Return the convolutions, and the linear layers as torch writes them, whose weights are constant.

    A weight has its output channels first there.
    """
    return [node for node in model.graph.node if node.op_type in _KINDS and _fits(node, weights)]


def _fits(node: Node, weights: dict[str, NDArray[Any]]) -> bool:
    weight = weights.get(node.input[1])
    if weight is None or weight.dtype != np.float32 or any(name not in weights for name in node.input[2:]):
        return False
    if node.op_type == "Conv":
        return True
    settings = {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 0}
    settings |= {a.name: a.f if a.name in ("alpha", "beta") else a.i for a in node.attribute}
    return settings == {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 1}


def by_channel(weight: NDArray[Any], greatest: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a weight (channels, ...) in whole numbers up to `greatest`, and the scale of each channel."""
    flat = weight.reshape(len(weight), -1).astype(np.float64)
    scale = np.abs(flat).max(axis=1) / greatest
    # Of a channel of zeros, or of numbers too small for a float32 scale, nothing is left.
    scale = np.where(scale > np.finfo(np.float32).tiny, scale, 1).astype(np.float32)
    whole = np.clip(np.rint(flat / scale[:, None]), -greatest, greatest)
    return whole.astype(np.int8).reshape(weight.shape), scale


def bias_in_steps(
    bias: NDArray[np.float32], scale: NDArray[np.float32], step: np.float32
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return a bias in whole numbers as sums are kept, in steps of both scales multiplied, and these steps.

    Args:
        bias: (channels,) of a layer.
        scale: (channels,) of its weight.
        step: of what it reads.
    """
    both = (scale * step).astype(np.float32)
    limits = np.iinfo(np.int32)
    whole = np.clip(np.rint(bias.astype(np.float64) / both), limits.min, limits.max)
    return whole.astype(np.int32), both


def steps_of(model: Model, names: Sequence[str], crops: Pixels) -> dict[str, tuple[np.float32, np.uint8]]:
    """Return scale and zero point of each of these activations."""
    session = inside(model, names)
    batches = [as_input(crops[start : start + _BATCH]) for start in range(0, len(crops), _BATCH)]
    # A padding of zeros is among what a convolution reads, so zero is within every range.
    lows, highs = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    for batch in batches:
        for name, values in session.run({INPUT: batch}).items():
            lows[name] = min(lows[name], float(values.min()))
            highs[name] = max(highs[name], float(values.max()))
    counts = {name: np.zeros(_BINS) for name in names}
    for batch in batches:
        for name, values in session.run({INPUT: batch}).items():
            counts[name] += np.histogram(values, _BINS, (lows[name], highs[name]))[0]
    return {name: best_step(counts[name], lows[name], highs[name]) for name in names}


def inside(model: Model, names: Sequence[str]) -> Session:
    """Return a session whose outputs are these inner values."""
    import onnx
    from onnx import TensorProto, helper

    opened = onnx.ModelProto()
    opened.CopyFrom(model)
    del opened.graph.output[:]
    opened.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    return Session(
        opened.SerializeToString(), name="the exported network", options=RuntimeOptions(Provider.CPU)
    )


def best_step(counts: Doubles, low: float, high: float) -> tuple[np.float32, np.uint8]:
    """Return the scale and zero point with the least mean squared error of values in 256 steps.

    Tried are ranges from a fifth of the whole on, below zero and above it by themselves.

    Args:
        counts: (bins,) how many values lie in each of as many equal parts of `low` to `high`.
        low: least value, at most 0.
        high: greatest value, at least 0.
    """
    if low == high:
        return np.float32(1), np.uint8(0)
    values = low + (np.arange(len(counts)) + 0.5) * ((high - low) / len(counts))
    least, best = np.inf, (np.float32(1), np.uint8(0))
    for below in _SHRINKAGES if low < 0 else (1.0,):
        for above in _SHRINKAGES if high > 0 else (1.0,):
            scale = np.float32((high * above - low * below) / _LEVELS)
            zero = np.uint8(np.clip(np.rint(-low * below / scale), 0, _LEVELS))
            whole = np.clip(np.rint(values / scale) + zero, 0, _LEVELS)
            error = float(counts @ ((whole - zero) * scale - values) ** 2)
            if error < least:
                least, best = error, (scale, zero)
    return best
