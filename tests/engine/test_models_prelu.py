"""PRelu in parts: the same function, in as few steps as the graph allows."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from makers.onnx_models import model_of
from numpy.typing import NDArray
from onnx import helper

from engine.models import Session
from engine.models.repair import repaired

RNG = np.random.default_rng(7)


def kinds(data: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_from_string(data).graph.node]


@pytest.mark.parametrize(
    ("slopes", "order"),
    [
        ((0.25, -0.5, 1.0), ["Conv", "Relu", "Conv", "Add"]),
        ((0.25, 1.5, -2.0), ["Relu", "Conv", "Conv", "Add"]),
    ],
    ids=["none above 1", "one above 1"],
)
def test_a_split_prelu_is_the_same_function(slopes: tuple[float, ...], order: list[str]) -> None:
    model = model_of(
        [helper.make_node("PRelu", ["x", "slope"], ["y"])],
        inputs={"x": ["n", 3, 2, 2]},
        outputs={"y": ["n", 3, 2, 2]},
        constants={"slope": np.array(slopes, np.float32).reshape(3, 1, 1)},
    )
    data = repaired(model.SerializeToString(), ("split-prelu",))
    assert [node.op_type for node in onnx.load_from_string(data).graph.node] == order
    x = RNG.normal(size=(5, 3, 2, 2)).astype(np.float32)
    slope = np.array(slopes, np.float32).reshape(3, 1, 1)
    found = Session(data, name="tiny").run({"x": x})["y"]
    np.testing.assert_allclose(found, np.where(x > 0, x, slope * x), rtol=1e-6, atol=1e-6)


def test_prelu_of_one_slope_for_all_channels_stays() -> None:
    model = model_of(
        [helper.make_node("PRelu", ["x", "slope"], ["y"])],
        inputs={"x": ["n", 3, 2, 2]},
        outputs={"y": ["n", 3, 2, 2]},
        constants={"slope": np.array([0.25], np.float32)},
    )
    data = repaired(model.SerializeToString(), ("split-prelu",))
    assert [node.op_type for node in onnx.load_from_string(data).graph.node] == ["PRelu"]


# --- behind a convolution ------------------------------------------------------------------------------


def convolution_and_prelu(
    slopes: NDArray[np.float32],
    *,
    depthwise: bool = True,
    bias: bool = True,
    inputs: int = 4,
    read_twice: bool = False,
) -> onnx.ModelProto:
    channels = len(slopes)
    read = channels if depthwise else inputs
    weight = RNG.normal(size=(channels, 1 if depthwise else inputs, 3, 3)).astype(np.float32)
    constants = {"w": weight, "slope": slopes.reshape(-1, 1, 1)}
    if bias:
        constants["b"] = RNG.normal(size=channels).astype(np.float32)
    given = ["x", "w", "b"] if bias else ["x", "w"]
    nodes = [
        helper.make_node(
            "Conv",
            given,
            ["c"],
            group=channels if depthwise else 1,
            kernel_shape=[3, 3],
            pads=[1] * 4,
            strides=[2, 2],
        ),
        helper.make_node("PRelu", ["c", "slope"], ["p"]),
        helper.make_node("Mul", ["p", "c" if read_twice else "p"], ["y"]),
    ]
    shape = ["n", channels, 4, 4]
    return model_of(nodes, inputs={"x": ["n", read, 8, 8]}, outputs={"y": shape}, constants=constants)


def assert_same(model: onnx.ModelProto, data: bytes) -> None:
    channels = model.graph.input[0].type.tensor_type.shape.dim[1].dim_value
    x = RNG.normal(size=(3, channels, 8, 8)).astype(np.float32)
    before = Session(model.SerializeToString(), name="whole").run({"x": x})["y"]
    after = Session(data, name="split").run({"x": x})["y"]
    np.testing.assert_allclose(after, before, rtol=1e-4, atol=1e-4)


@given(
    arrays(np.float32, st.integers(1, 9), elements=st.floats(-2, 3, width=32)), st.booleans(), st.booleans()
)
def test_behind_a_convolution_it_is_the_same_function(
    slopes: NDArray[np.float32], depthwise: bool, bias: bool
) -> None:
    model = convolution_and_prelu(slopes, depthwise=depthwise, bias=bias)
    assert_same(model, repaired(model.SerializeToString(), ("split-prelu",)))


GENTLE = np.array([0.25, -0.5, 1.0], np.float32)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        # Nine products for each value: the convolution is done twice.
        (convolution_and_prelu(GENTLE), ["Conv", "Relu", "Conv", "Add", "Mul"]),
        (convolution_and_prelu(GENTLE, depthwise=False, inputs=3), ["Conv", "Relu", "Conv", "Add", "Mul"]),
        # 36 products: going through the values again costs less.
        (
            convolution_and_prelu(GENTLE, depthwise=False, inputs=4),
            ["Conv", "Conv", "Relu", "Conv", "Add", "Mul"],
        ),
        # Somebody else reads what the convolution makes.
        (convolution_and_prelu(GENTLE, read_twice=True), ["Conv", "Conv", "Relu", "Conv", "Add", "Mul"]),
        # A slope above 1.
        (
            convolution_and_prelu(np.array([0.25, 1.5, 0], np.float32)),
            ["Conv", "Relu", "Conv", "Conv", "Add", "Mul"],
        ),
    ],
    ids=["depthwise", "few channels", "many products", "read by two", "steep"],
)
def test_a_convolution_of_few_products_is_done_twice(model: onnx.ModelProto, expected: list[str]) -> None:
    data = repaired(model.SerializeToString(), ("split-prelu",))
    assert kinds(data) == expected
    assert_same(model, data)
