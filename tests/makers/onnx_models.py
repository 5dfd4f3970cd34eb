"""Makes tiny ONNX models and their cards: a recogniser that pools and multiplies, and quantised weights."""

from __future__ import annotations

import hashlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPSET = 21


def model_of(
    nodes: list[object],
    *,
    inputs: dict[str, list[object]],
    outputs: dict[str, list[object]],
    constants: dict[str, np.ndarray] | None = None,
    also_inputs: tuple[str, ...] = (),
) -> object:
    """Return an ONNX model of float32 inputs and outputs; `also_inputs` declares constants as inputs too."""
    constants = constants or {}
    types = {name: helper.np_dtype_to_tensor_dtype(a.dtype) for name, a in constants.items()}
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            *(helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in inputs.items()),
            *(helper.make_tensor_value_info(n, types[n], constants[n].shape) for n in also_inputs),
        ],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs.items()],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)


def recogniser(
    size: int = 128, *, side: int = 112, batch: object = "batch", seed: int = 0, beside: float = 0
) -> bytes:
    """Return a recogniser: means of 16 x 16 patches, times a fixed random matrix, and so much of another."""
    cells = (side // 16) ** 2 * 3
    random = np.random.default_rng(seed)
    weights = random.normal(size=(cells, size)).astype(np.float32)
    weights += np.float32(beside) * random.normal(size=(cells, size)).astype(np.float32)
    nodes = [
        helper.make_node("AveragePool", ["data"], ["pooled"], kernel_shape=[16, 16], strides=[16, 16]),
        helper.make_node("Flatten", ["pooled"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "weights"], ["embedding"]),
    ]
    model = model_of(
        nodes,
        inputs={"data": [batch, 3, side, side]},
        outputs={"embedding": [batch, size]},
        constants={"weights": weights},
    )
    return model.SerializeToString()


def recogniser_card(model: bytes, *, name: str = "tiny", size: int = 128, **changes: str) -> str:
    """Return a card that describes `model`; `changes` replace whole lines by their first word."""
    lines = f'''name = "{name}"
title = "Tiny recogniser"
task = "recognition"
licence = "MIT"
source = "made by a test"

[file]
path = "tiny.onnx"
sha256 = "{hashlib.sha256(model).hexdigest()}"

[input]
name = "data"
colour = "RGB"
range = [-1.0, 1.0]
width = 112
height = 112

[alignment]
template = [[38.0, 51.0], [73.0, 51.0], [56.0, 71.0], [41.0, 92.0], [70.0, 92.0]]

[embedding]
size = {size}
flip_average = false

[thresholds]
grouping = 0.45
same_person = 0.4
'''.splitlines()
    return "\n".join(changes.pop(line.split(" ")[0], line) for line in lines) + "\n"
