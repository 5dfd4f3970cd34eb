"""Smaller files: what is stored, what is computed, and how little is lost."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.tiny_networks import SIDE, people_crops, tiny_network
from onnx import numpy_helper
from torch import nn

from engine.embedding import unit
from engine.models import Session
from trainer.exporting.graphs import best_step
from trainer.exporting.onnx import to_onnx
from trainer.exporting.quantising import Precision, in_precision, int8
from trainer.exporting.running import INPUT, OUTPUT, as_input

CROPS = people_crops(20, 4, side=SIDE)
RANGED, TRIED = CROPS[::2], CROPS[1::2]


@pytest.fixture(scope="module", params=[nn.PReLU, nn.ReLU])
def plain(request: pytest.FixtureRequest) -> bytes:
    return to_onnx(tiny_network(request.param), crops=TRIED, split=False)[0]


def vectors(data: bytes) -> np.ndarray:
    return unit(Session(data, name="tiny").run({INPUT: as_input(TRIED)})[OUTPUT])


@pytest.mark.parametrize(
    ("precision", "least", "share"),
    [
        (Precision.FLOAT16, 0.99999, 0.65),
        (Precision.INT8_WEIGHTS, 0.999, 0.5),
        (Precision.INT8, 0.97, 0.6),
        (Precision.MIXED, 0.98, 0.6),
    ],
)
def test_little_is_lost_and_the_file_is_smaller(
    plain: bytes, precision: Precision, least: float, share: float
) -> None:
    made = in_precision(plain, precision, RANGED)
    cosine = (vectors(made) * vectors(plain)).sum(axis=1)
    assert least < cosine.min()
    assert cosine.min() < 1
    assert len(made) < share * len(plain)
    assert in_precision(plain, precision, RANGED) == made


def test_float32_stays_as_it_is(plain: bytes) -> None:
    assert in_precision(plain, Precision.FLOAT32, RANGED) is plain


def test_whole_weights_are_within_half_a_step_of_the_weights(plain: bytes) -> None:
    before, after = (
        {t.name: numpy_helper.to_array(t) for t in _tensors(d)} for d in (plain, _weights(plain))
    )
    names = [name.removesuffix("_scale") for name in after if name.endswith("_scale")]
    assert len(names) == 2
    for name in names:
        whole, scale = after[f"{name}_whole"], after[f"{name}_scale"]
        assert (whole.dtype, scale.shape[0]) == (np.int8, len(before[name]))
        assert (np.abs(whole * scale - before[name]) <= scale * 0.5001).all()


def _tensors(data: bytes) -> list[onnx.TensorProto]:
    return list(onnx.load_from_string(data).graph.initializer)


def _weights(data: bytes) -> bytes:
    return in_precision(data, Precision.INT8_WEIGHTS, RANGED)


def test_whole_numbers_are_computed_in_every_layer(plain: bytes) -> None:
    model = onnx.load_from_string(int8(plain, RANGED))
    made_by = {name: node.op_type for node in model.graph.node for name in node.output}
    layers = [node for node in model.graph.node if node.op_type in ("Conv", "Gemm")]
    assert len(layers) == 4
    for node in layers:
        assert {made_by[name] for name in node.input} == {"DequantizeLinear"}
    whole = [numpy_helper.to_array(t) for t in model.graph.initializer if t.name.endswith("_weight_whole")]
    assert len(whole) == 4
    # Two products of 7 and 8 bits fit into 16 bits, whatever the processor adds them in.
    assert all(array.dtype == np.int8 and np.abs(array).max() == 63 for array in whole)
    assert [o.name for o in model.graph.output] == [OUTPUT]
    assert made_by[OUTPUT] == "Gemm"


def test_ranges_need_faces(plain: bytes) -> None:
    with pytest.raises(ValueError, match="need crops"):
        int8(plain, RANGED[:0])


def test_a_weight_too_great_for_16_bits_is_refused(plain: bytes) -> None:
    model = onnx.load_from_string(plain)
    large = max(model.graph.initializer, key=lambda tensor: int(np.prod(tensor.dims)))
    values = numpy_helper.to_array(large).copy()
    values.flat[0] = 1e5
    large.CopyFrom(numpy_helper.from_array(values, large.name))
    with pytest.raises(ValueError, match="too great for 16 bits"):
        in_precision(model.SerializeToString(), Precision.FLOAT16, RANGED)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 50))
def test_the_best_step_is_no_worse_than_the_whole_range(seed: int, spread: float) -> None:
    chance = np.random.default_rng(seed)
    values = np.concatenate([chance.normal(0, 1, 500), [spread]])
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    counts = np.histogram(values, 256, (low, high))[0].astype(float)
    middles = low + (np.arange(256) + 0.5) * (high - low) / 256

    def error(scale: float, zero: int) -> float:
        whole = np.clip(np.rint(middles / scale) + zero, 0, 255)
        return float(counts @ ((whole - zero) * scale - middles) ** 2)

    scale, zero = best_step(counts, low, high)
    full = np.float32((high - low) / 255)
    assert error(float(scale), int(zero)) <= error(float(full), int(np.rint(-low / full))) * (1 + 1e-6)
    # Zero stays zero exactly: paddings are full of it.
    assert 0 <= zero <= 255


def test_values_that_never_change_have_a_step() -> None:
    assert best_step(np.ones(4), 0.0, 0.0) == (1, 0)
