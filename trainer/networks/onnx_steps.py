"""An ONNX graph that is a chain of layers, as steps in order, with PRelu whole again where it was split.

`engine.models.prelu` writes PRelu as the sum of what it makes of all values and of those above 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = list[NDArray[np.float32]]

# 16-bit weights are rounded by so much at most.
_ROUNDED = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An operator, or several that are one.

    Attributes:
        kind: of operator, as ONNX calls it.
        reads: name of the value that it changes.
        makes: name of its result.
        weights: its constants, 16-bit ones as float32.
        settings: its attributes.
    """

    kind: str
    reads: str
    makes: str
    weights: Arrays
    settings: dict[str, Any]


def steps(model: bytes) -> tuple[list[Step], str, str]:
    """Read a graph.

    Returns:
        Its steps in order, and the names of its input and output.

    Raises:
        ValueError: it is not an ONNX file.
    """
    import onnx
    from onnx import helper, numpy_helper

    try:
        graph = onnx.load_from_string(model).graph
    except Exception as error:  # protobuf's own types of error are not public
        raise ValueError(f"The model is not an ONNX file: {error}.") from error
    constants: dict[str, NDArray[Any]] = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    single: dict[str, Step] = {}
    sums: dict[str, list[str]] = {}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in constants:
            constants[node.output[0]] = constants[node.input[0]].astype(np.float32)
        elif node.op_type != "Constant":
            settings = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            weights = [constants[name] for name in node.input if name in constants]
            reads = [name for name in node.input if name not in constants]
            makes = node.output[0]
            single[makes] = Step(node.op_type, reads[0] if reads else "", makes, weights, settings)
            if node.op_type == "Add" and len(reads) == 2:
                sums[makes] = reads
    return list(_joined(single, sums)), graph.input[0].name, graph.output[0].name


def _joined(single: dict[str, Step], sums: dict[str, list[str]]) -> Iterator[Step]:
    """Yield the steps, those of a split PRelu as one, or as two with the convolution before it."""
    made = {makes: found for makes, parts in sums.items() if (found := _unsplit(single, makes, *parts))}
    within = {name for _, used in made.values() for name in used}
    for makes, step in single.items():
        if makes in made:
            yield from made[makes][0]
        elif makes not in within:
            yield step


def _unsplit(single: dict[str, Step], makes: str, one: str, other: str) -> tuple[list[Step], set[str]] | None:
    """Return what a sum is that is a split PRelu, and the names of its parts; None if it is another sum."""
    whole, part = single.get(one), single.get(other)
    if whole is None or part is None or whole.kind != "Conv" or part.kind not in {"Relu", "Conv"}:
        return None
    inner = single.get(part.reads)
    if inner is None or {part.kind, inner.kind} != {"Relu", "Conv"} or inner.reads != whole.reads:
        return None
    positive = (part if part.kind == "Conv" else inner).weights
    used = {one, other, part.reads}
    if whole.weights[0].shape[1:] == (1, 1, 1) and len(whole.weights) == 1:
        slope, above = whole.weights[0], positive[0]
        # Scaled before the Relu, values change sign where slopes are above 1.
        scaled_first = part.kind == "Relu"
        fits = above.shape == slope.shape and np.allclose(above, 1 - slope, atol=_ROUNDED)
        if not fits or (scaled_first and (above < 0).any()):
            return None
        return [Step("PRelu", whole.reads, makes, [slope.ravel()], {})], used
    if part.kind != "Relu" or [a.shape for a in positive] != [a.shape for a in whole.weights]:
        return None
    convolution, slope = _unscaled(whole.weights, positive)
    between = f"{makes} before its PRelu"
    return [
        Step("Conv", whole.reads, between, convolution, whole.settings),
        Step("PRelu", between, makes, [slope], {}),
    ], used


def _unscaled(whole: Arrays, positive: Arrays) -> tuple[Arrays, NDArray[np.float32]]:
    """Return a convolution's weights, and the slopes behind it, of its parts times slope and 1 - slope."""
    convolution = [one + other for one, other in zip(whole, positive, strict=True)]
    flat, part = (arrays[0].reshape(len(arrays[0]), -1) for arrays in (convolution, whole))
    squares = np.einsum("cn,cn->c", flat, flat)
    # A channel of zeros is zero whatever its slope is.
    slope = np.einsum("cn,cn->c", flat, part) / np.where(squares > 0, squares, 1)
    return convolution, slope.astype(np.float32)
