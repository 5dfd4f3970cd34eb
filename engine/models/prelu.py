"""PRelu in operators that onnxruntime's processor code runs fast: a pure change of ONNX graphs.

PRelu with a slope a for each channel is a x + max((1 - a) x, 0). Both forms below stay in onnxruntime's
blocked memory layout. PRelu itself does not, and converting back and forth around every one of them takes as
long as the convolutions in between.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# onnx's classes are made at run time from its protocol files, so mypy knows none of them.
Model = Any
Node = Any
Weights = NDArray[np.float32]

# A convolution of at most so many products for each of its values is done twice: that costs less than going
# through its values two times more.
_FEW_PRODUCTS = 32


def split_prelu(model: Model) -> None:
    """Replace every PRelu with a constant slope for each channel by what is computed faster.

    Where the values come from a convolution of few products (depthwise ones, the first of a network), two
    such take its place: one with its weights times a, one with its weights times 1 - a and a Relu. Elsewhere
    the values go through two depthwise 1x1 convolutions, the second with a Relu. Then both are added.

    Where a slope is above 1, (1 - a) max(x, 0) is added instead, which takes a step more.
    """
    graph = _Graph(model)
    nodes: list[Node] = []
    replaced: set[int] = set()
    made: dict[int, list[Node]] = {}
    for node in model.graph.node:
        slope = graph.slope_of(node)
        if slope is None:
            continue
        before = graph.convolution_before(node)
        products = None if before is None else graph.constants[before.input[1]][0].size
        if before is not None and products is not None and products <= _FEW_PRODUCTS and (slope <= 1).all():
            made[id(node)] = graph.twice(before, slope, node.output[0])
            replaced.add(id(before))
        else:
            made[id(node)] = graph.beside(slope, node.input[0], node.output[0])
    for node in model.graph.node:
        if id(node) not in replaced:
            nodes += made.get(id(node), [node])
    graph.close(nodes)


class _Graph:
    """A graph, what is constant in it, and who reads what."""

    def __init__(self, model: Model) -> None:
        from onnx import numpy_helper

        self._graph = model.graph
        self._tensors = {tensor.name: tensor for tensor in model.graph.initializer}
        self.constants = {name: numpy_helper.to_array(tensor) for name, tensor in self._tensors.items()}
        self._maker = {name: node for node in model.graph.node for name in node.output}
        self._readers: dict[str, list[Node]] = {}
        for node in model.graph.node:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)
        self._results = {value.name for value in model.graph.output}

    def slope_of(self, node: Node) -> Weights | None:
        """Return the slopes (channels,) of a PRelu with a constant one for each channel, else None."""
        slope = self.constants.get(node.input[1]) if node.op_type == "PRelu" else None
        # One slope a channel has the shape (channels, 1, 1).
        fits = slope is not None and slope.ndim == 3 and slope.shape[1:] == (1, 1)
        return slope.ravel() if fits and slope is not None else None

    def convolution_before(self, node: Node) -> Node | None:
        """Return the convolution with constant weights whose values go to this node alone."""
        name = node.input[0]
        maker = self._maker.get(name)
        if maker is None or not self._is_convolution(maker) or name in self._results:
            return None
        return maker if len(self._readers[name]) == 1 else None

    def _is_convolution(self, node: Node) -> bool:
        constant = all(name in self.constants for name in node.input[1:])
        return node.op_type == "Conv" and constant and self.constants[node.input[1]].dtype == np.float32

    def _scaled(self, convolution: Node, factors: Weights) -> list[Weights]:
        """Return weight, and bias if there is one, of a convolution with each output channel multiplied."""
        arrays = [self.constants[name] for name in convolution.input[1:]]
        return [array * factors.reshape(-1, *[1] * (array.ndim - 1)) for array in arrays]

    def twice(self, convolution: Node, slope: Weights, result: str) -> list[Node]:
        """Return the nodes of a convolution and the PRelu behind it, as two convolutions."""
        from onnx import helper

        whole, positive, kept = (f"{result}_{part}" for part in ("whole", "positive", "kept"))
        parts = []
        for name, factors in ((kept, 1 - slope), (whole, slope)):
            part = type(convolution)()
            part.CopyFrom(convolution)
            part.name = name
            arrays = zip(("weight", "bias"), self._scaled(convolution, factors), strict=False)
            del part.input[1:]
            part.input.extend(self._constant(f"{name}_{kind}", array) for kind, array in arrays)
            part.output[0] = name
            parts.append(part)
        relu = helper.make_node("Relu", [kept], [positive])
        return [parts[0], relu, parts[1], helper.make_node("Add", [whole, positive], [result])]

    def beside(self, slope: Weights, source: str, result: str) -> list[Node]:
        """Return the nodes of a PRelu as two depthwise 1x1 convolutions of its input."""
        from onnx import helper

        whole, positive, kept = (f"{result}_{part}" for part in ("whole", "positive", "kept"))
        for name, values in ((whole, slope), (kept, 1 - slope)):
            self._constant(f"{name}_weight", values.reshape(-1, 1, 1, 1))

        def scaled(source: str, target: str) -> Node:
            inputs = [source, f"{target}_weight"]
            return helper.make_node("Conv", inputs, [target], group=len(slope), kernel_shape=[1, 1])

        if (slope <= 1).all():
            added = positive
            parts = [scaled(source, kept), helper.make_node("Relu", [kept], [positive])]
        else:
            added = kept
            parts = [helper.make_node("Relu", [source], [positive]), scaled(positive, kept)]
        return [*parts, scaled(source, whole), helper.make_node("Add", [whole, added], [result])]

    def _constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants[name] = array
        self._tensors[name] = numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name)
        return name

    def close(self, nodes: list[Node]) -> None:
        """Give the graph these nodes, and those constants that they read."""
        read = {name for node in nodes for name in node.input}
        del self._graph.node[:], self._graph.initializer[:]
        self._graph.node.extend(nodes)
        self._graph.initializer.extend(tensor for name, tensor in self._tensors.items() if name in read)
