"""Picture by picture up to the last layer: the same results, bit for bit."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from makers.onnx_models import model_of
from makers.tiny_networks import SIDE, people_crops, tiny_network
from onnx import helper

from engine.models import Provider, RuntimeOptions, Session
from trainer.exporting.mixed import mixed
from trainer.exporting.onnx import to_onnx
from trainer.exporting.quantising import float16_weights
from trainer.exporting.running import INPUT, OUTPUT, as_input
from trainer.exporting.single_pictures import picture_by_picture

CROPS = people_crops(10, 3, side=SIDE)


@pytest.fixture(scope="module")
def whole() -> bytes:
    plain = to_onnx(tiny_network(), crops=CROPS[:4], split=False)[0]
    return float16_weights(mixed(plain, CROPS[::2]))


@pytest.mark.parametrize("batch", [1, 2, 30])
def test_the_results_are_the_same(whole: bytes, batch: int) -> None:
    pictures = {INPUT: as_input(CROPS[:batch])}
    found = [
        Session(data, name="tiny", options=RuntimeOptions(Provider.CPU)).run(pictures)[OUTPUT]
        for data in (whole, picture_by_picture(whole))
    ]
    assert found[0].shape == (batch, 64)
    np.testing.assert_array_equal(*found)


def test_only_the_last_layer_sees_all_pictures_at_once(whole: bytes) -> None:
    nodes = list(onnx.load_from_string(picture_by_picture(whole)).graph.node)
    assert nodes[0].op_type == "Scan"
    assert [node.op_type for node in nodes[1:]] == ["MatMulInteger", "Cast", "Mul", "Add"]
    (body,) = [attribute.g for attribute in nodes[0].attribute if attribute.name == "body"]
    assert [node.op_type for node in body.node].count("Conv") >= 3


def test_done_twice_it_changes_nothing_more(whole: bytes) -> None:
    once = picture_by_picture(whole)
    assert once != whole
    assert picture_by_picture(once) == once


def test_other_graphs_stay_as_they_are(whole: bytes) -> None:
    plain = to_onnx(tiny_network(), crops=CROPS[:4])[0]
    assert picture_by_picture(plain) == plain
    # A second value goes on from before the last layer.
    model = model_of(
        [
            helper.make_node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]),
            helper.make_node("MatMulInteger", ["q", "w", "z"], ["sums"]),
            helper.make_node("Cast", ["sums"], ["floats"], to=onnx.TensorProto.FLOAT),
            helper.make_node("Mul", ["floats", "s"], ["y"]),
        ],
        inputs={"x": ["n", 4]},
        outputs={"y": ["n", 3]},
        constants={"w": np.ones((4, 3), np.int8)},
    ).SerializeToString()
    assert picture_by_picture(model) == model
