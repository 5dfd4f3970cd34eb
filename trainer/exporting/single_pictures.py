"""Letting a graph compute picture by picture what comes before its last layer.

What the layers of a network for faces hand on fits into a processor's cache for one picture, and not for
many; the weights of the last, linear layer, more than half of all, do not fit at all, and are read once a
batch, however many pictures it has. So the best batch is one for all layers but the last, and many for that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trainer.exporting.graphs import Model, Node, closed, opened

_LAST = "MatMulInteger"


def picture_by_picture(data: bytes) -> bytes:
    """Put what comes before the last layer into a Scan over the pictures of a batch: the same results.

    Args:
        data: the bytes of an ONNX file whose input is (batch, 3, height, width) float32, as
            `trainer.exporting.mixed` makes it.

    Returns:
        The changed file; the same bytes where no linear layer is in whole numbers, more than one value goes
        on from there, or that is done.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model, weights = opened(data)
    nodes = list(model.graph.node)
    last = next((place for place, node in enumerate(nodes) if node.op_type == _LAST), None)
    if last is None or not _alone(nodes[:last], nodes[last:], nodes[last].input[0], model):
        return data
    (given,) = model.graph.input
    features, size = nodes[last].input[0], weights[nodes[last].input[1]].shape[0]
    sides = [dimension.dim_value for dimension in given.type.tensor_type.shape.dim[1:]]
    axis = numpy_helper.from_array(np.array([0], np.int64), "first_axis")
    _rename(nodes[:last], given.name, "pictures_of_one")
    inner = [
        helper.make_node("Unsqueeze", ["picture", axis.name], ["pictures_of_one"]),
        *nodes[:last],
        helper.make_node("Squeeze", [features, axis.name], ["features_of_picture"]),
    ]
    read = {name for node in inner for name in node.input}
    body = helper.make_graph(
        inner,
        "one picture",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, sides)],
        [helper.make_tensor_value_info("features_of_picture", TensorProto.UINT8, [size])],
        [axis, *(tensor for tensor in model.graph.initializer if tensor.name in read)],
    )
    scan = helper.make_node("Scan", [given.name], ["features_of_all"], body=body, num_scan_inputs=1)
    _rename(nodes[last:], features, "features_of_all")
    made = onnx.ModelProto()
    made.CopyFrom(model)
    return closed(made, [scan, *nodes[last:]], ())


def _alone(before: Sequence[Node], after: Sequence[Node], features: str, model: Model) -> bool:
    """Tell whether one value alone goes on from the first nodes, and only the picture into them."""
    made = {name for node in before for name in node.output}
    results = {value.name for value in model.graph.output}
    read = {name for node in after for name in node.input}
    done = any(node.op_type == "Scan" for node in before)
    return not done and len(model.graph.input) == 1 and (read | results) & made == {features}


def _rename(nodes: Sequence[Node], name: str, new: str) -> None:
    for node in nodes:
        for place, read in enumerate(node.input):
            if read == name:
                node.input[place] = new
