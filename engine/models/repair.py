"""Repairs that make published model files run in onnxruntime, and run fast: pure changes of ONNX graphs.

What is wrong with which file is written in its card; `engine.models.catalogue` applies the repairs and
caches the result. The `onnx` package is imported only when a repair is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.models.prelu import split_prelu

# onnx's classes are made at run time from its protocol files, so mypy knows none of them.
Model = Any


class RepairError(ValueError):
    """The file is not an ONNX model, or not one that the repair fits."""


def drop_stale_inputs(model: Model) -> None:
    """Remove graph inputs that are constants, or that no node reads.

    Old exporters declared every weight as an input too. Where a weight was then replaced by another
    initialiser, its input was left behind, and a runtime waits for a value that nobody has. Runs after
    `fold_dequantize`, which makes such initialisers.
    """
    graph = model.graph
    read = {name for node in graph.node for name in node.input}
    constant = {tensor.name for tensor in graph.initializer}
    kept = [i for i in graph.input if i.name in read and i.name not in constant]
    del graph.input[:]
    graph.input.extend(kept)


def fold_dequantize(model: Model) -> None:
    """Replace DequantizeLinear of constant weights, and Reshape of those, by float32 weights.

    Blocks along `axis` share one scale and zero point (ONNX operator DequantizeLinear, opset 21). One
    published file gives a block size together with a scale per tensor or per row, which onnxruntime
    refuses; its meaning is plain, since then there is exactly one block.

    Raises:
        RepairError: a DequantizeLinear reads something that is not constant.
    """
    from onnx import numpy_helper

    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    folded: dict[str, NDArray[np.float32]] = {}
    nodes = []
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            if any(name not in constants for name in node.input):
                raise RepairError(f"{node.name or node.op_type} reads a value that is not constant")
            parts = [numpy_helper.to_array(constants[name]) for name in node.input]
            attributes = {a.name: a.i for a in node.attribute}
            folded[node.output[0]] = _dequantized(*parts, **attributes)
        elif node.op_type == "Reshape" and node.input[0] in folded and node.input[1] in constants:
            shape = numpy_helper.to_array(constants[node.input[1]])
            folded[node.output[0]] = folded[node.input[0]].reshape(shape)
        else:
            nodes.append(node)
    read = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in read]
    kept += [numpy_helper.from_array(array, name) for name, array in folded.items() if name in read]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.initializer[:]
    graph.initializer.extend(kept)


def _dequantized(
    quantised: NDArray[np.integer[Any]],
    scale: NDArray[np.floating[Any]],
    zero_point: NDArray[np.integer[Any]] | None = None,
    *,
    axis: int = 1,
    block_size: int = 0,
) -> NDArray[np.float32]:
    """Return (quantised - zero point) x scale as float32, with blocks of `block_size` along `axis`."""

    def spread(values: NDArray[Any]) -> NDArray[Any]:
        if values.ndim == 0:
            return values
        if block_size:
            return np.repeat(values, block_size, axis=axis).take(range(quantised.shape[axis]), axis)
        return values.reshape([-1 if i == axis else 1 for i in range(quantised.ndim)])

    axis %= max(quantised.ndim, 1)
    centred = quantised.astype(np.float32)
    if zero_point is not None:
        centred -= spread(zero_point).astype(np.float32)
    result: NDArray[np.float32] = (centred * spread(scale)).astype(np.float32)
    return result


def free_batch_size(model: Model) -> None:
    """Let the first dimension of every input and output be any number."""
    for value in [*model.graph.input, *model.graph.output]:
        value.type.tensor_type.shape.dim[0].dim_param = "batch"
    del model.graph.value_info[:]


def free_image_size(model: Model) -> None:
    """Let height and width of the input be any number, and with them the number of output cells."""
    height, width = model.graph.input[0].type.tensor_type.shape.dim[2:4]
    height.dim_param, width.dim_param = "height", "width"
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[1].dim_param = f"cells_{output.name}"
    del model.graph.value_info[:]


REPAIRS: dict[str, Callable[[Model], None]] = {
    "drop-stale-inputs": drop_stale_inputs,
    "fold-dequantize": fold_dequantize,
    "free-batch-size": free_batch_size,
    "free-image-size": free_image_size,
    "split-prelu": split_prelu,
}


def _tensors(graph: Model) -> Iterator[Model]:
    """Yield all constants of a graph, and of the graphs within its nodes."""
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for attribute in (attribute for node in graph.node for attribute in node.attribute):
        yield attribute.t
        yield from attribute.tensors
        for inner in (attribute.g, *attribute.graphs):
            yield from _tensors(inner)


def _refuse_other_files(model: Model) -> None:
    """Refuse a model that takes constants from files, which may be any that the user can read."""
    from onnx import TensorProto

    if any(tensor.data_location == TensorProto.EXTERNAL for tensor in _tensors(model.graph)):
        raise RepairError("its weights are in other files, and a model is one file")


def repaired(data: bytes, repairs: tuple[str, ...]) -> bytes:
    """Apply repairs to a model file.

    Args:
        data: the file as published.
        repairs: names of `REPAIRS`, in order.

    Returns:
        The repaired file.

    Raises:
        RepairError: the file is not a valid ONNX model, before or after, or a repair does not fit it.
    """
    import onnx

    try:
        model = onnx.load_from_string(data)
        for name in repairs:
            REPAIRS[name](model)
        _refuse_other_files(model)
        onnx.checker.check_model(model, full_check=True)
    except RepairError:
        raise
    except Exception as error:
        # Of a damaged file, or one that a repair does not fit, protobuf and onnx raise many types.
        raise RepairError(f"it is damaged, or not such a model ({type(error).__name__}: {error})") from error
    result: bytes = model.SerializeToString()
    return result
