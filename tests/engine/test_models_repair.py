"""Repairs: each on a tiny graph against NumPy, and the published files against OpenCV's own results."""

from __future__ import annotations

import contextlib
from importlib.metadata import distribution
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.onnx_models import model_of
from onnx import helper

from engine.models import Catalogue, Session
from engine.models.repair import REPAIRS, RepairError, repaired

RNG = np.random.default_rng(7)


def published(catalogue: Catalogue, name: str) -> Path:
    source = catalogue.card(name).file
    assert source.package is not None
    return Path(str(distribution(source.package).locate_file(source.path)))


# --- the published files -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crops() -> np.ndarray:
    """Return five pictures (5, 112, 112, 3) between noise and plain shapes."""
    coarse = [cv2.resize(RNG.integers(0, 256, (k, k, 3), np.uint8), (112, 112)) for k in (3, 7, 15, 40)]
    return np.stack([*coarse, RNG.integers(0, 256, (112, 112, 3), np.uint8)])


def test_the_repaired_recogniser_equals_opencv(catalogue: Catalogue, crops: np.ndarray) -> None:
    session = catalogue.session(catalogue.card("sface-2021dec"))
    (found,) = session.run({"data": crops.transpose(0, 3, 1, 2).astype(np.float32)}).values()
    reference = cv2.FaceRecognizerSF.create(str(published(catalogue, "sface-2021dec")), "")
    # OpenCV takes BGR.
    expected = np.concatenate([reference.feature(np.ascontiguousarray(c[..., ::-1])) for c in crops])
    cosine = (found * expected).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
    assert found.shape == (5, 128)
    assert cosine.min() > 0.99999
    np.testing.assert_allclose(found, expected, atol=1e-3 * np.abs(expected).max())


def test_a_batch_equals_one_by_one(catalogue: Catalogue, crops: np.ndarray) -> None:
    session = catalogue.session(catalogue.card("sface-2021dec"))
    tensor = crops.transpose(0, 3, 1, 2).astype(np.float32)
    (together,) = session.run({"data": tensor}).values()
    single = np.concatenate([*(v for one in tensor for v in session.run({"data": one[None]}).values())])
    np.testing.assert_allclose(together, single, rtol=1e-4, atol=1e-4)


def test_the_repaired_detector_takes_any_size(catalogue: Catalogue) -> None:
    session = catalogue.session(catalogue.card("yunet-2023mar"))
    for height, width in ((32, 32), (64, 320), (416, 96)):
        outputs = session.run({"input": np.zeros((1, 3, height, width), np.float32)})
        for stride in (8, 16, 32):
            cells = (height // stride) * (width // stride)
            for kind, size in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
                assert outputs[f"{kind}_{stride}"].shape == (1, cells, size)


@pytest.mark.parametrize("name", ["sface-2021dec", "yunet-2023mar"])
def test_repairing_gives_the_same_file_every_time(catalogue: Catalogue, name: str) -> None:
    card = catalogue.card(name)
    data = published(catalogue, name).read_bytes()
    assert repaired(data, card.file.repairs) == repaired(data, card.file.repairs)
    model = onnx.load_from_string(repaired(data, card.file.repairs))
    assert len(model.graph.input) == 1
    assert not [n for n in model.graph.node if n.op_type == "DequantizeLinear"]


# --- folding -------------------------------------------------------------------------------------------


def multiplied(
    weights: dict[str, np.ndarray], *, reshape: list[int] | None = None, **attributes: int
) -> object:
    """Return a model: its input (n, k) times dequantised weights."""
    shape = weights["w"].shape
    nodes = [helper.make_node("DequantizeLinear", list(weights), ["real"], **attributes)]
    constants = dict(weights)
    if reshape is not None:
        nodes.append(helper.make_node("Reshape", ["real", "shape"], ["shaped"]))
        constants["shape"] = np.array(reshape, np.int64)
    nodes.append(helper.make_node("MatMul", ["x", nodes[-1].output[0]], ["y"]))
    rows, columns = np.empty(shape).reshape(reshape or shape).shape
    return model_of(nodes, inputs={"x": ["n", rows]}, outputs={"y": ["n", columns]}, constants=constants)


def weights_of(model: object) -> np.ndarray:
    """Fold, check that nothing is left to dequantise, and read the weights through the network."""
    data = repaired(model.SerializeToString(), ("fold-dequantize",))
    folded = onnx.load_from_string(data)
    assert [n.op_type for n in folded.graph.node] == ["MatMul"]
    assert len(folded.graph.initializer) == 1
    rows = folded.graph.input[0].type.tensor_type.shape.dim[1].dim_value
    return Session(data, name="tiny").run({"x": np.eye(rows, dtype=np.float32)})["y"]


def slowly_dequantised(
    w: np.ndarray, scale: np.ndarray, zero: np.ndarray | None, axis: int, block: int
) -> np.ndarray:
    """One element at a time, from the text of the operator (ONNX, DequantizeLinear, opset 21)."""
    result = np.empty(w.shape, np.float32)
    for index in np.ndindex(w.shape):
        if scale.ndim == 0:
            at: tuple[int, ...] = ()
        elif block:
            at = tuple(i // block if k == axis % w.ndim else i for k, i in enumerate(index))
        else:
            at = (index[axis],)
        offset = 0 if zero is None else int(zero[at])
        result[index] = (int(w[index]) - offset) * scale[at]
    return result


def quantised(*shape: int, dtype: type = np.int8) -> np.ndarray:
    limits = np.iinfo(dtype)
    return RNG.integers(limits.min, limits.max, shape, dtype, endpoint=True)


def scales(*shape: int) -> np.ndarray:
    return RNG.uniform(0.01, 0.1, shape).astype(np.float32)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8])
@pytest.mark.parametrize("with_zero", [False, True])
@pytest.mark.parametrize(
    ("shape", "axis", "block"),
    [
        ((), 1, 0),
        ((6,), 0, 0),
        ((8,), 1, 0),
        ((6,), -2, 0),
        ((8,), -1, 0),
        ((3, 8), 0, 2),
        ((6, 2), 1, 4),
        ((6, 2), -1, 4),
        ((6, 2), 1, 5),
    ],
)
def test_folding_equals_the_slow_way(
    shape: tuple[int, ...], axis: int, block: int, with_zero: bool, dtype: type
) -> None:
    weights = {"w": quantised(6, 8, dtype=dtype), "s": scales(*shape)}
    if with_zero:
        weights["z"] = quantised(*shape, dtype=dtype)
    attributes = {"axis": axis} | ({"block_size": block} if block else {})
    found = weights_of(multiplied(weights, **attributes))
    expected = slowly_dequantised(weights["w"], weights["s"], weights.get("z"), axis, block)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("shape", [(), (6, 1)])
def test_one_block_over_everything(shape: tuple[int, ...]) -> None:
    """What the published detector has and onnxruntime refuses: a block size, and a single block."""
    weights = {"w": quantised(6, 8), "s": scales(*shape)}
    found = weights_of(multiplied(weights, axis=1, block_size=64))
    np.testing.assert_allclose(found, weights["w"] * weights["s"], rtol=1e-6)


def test_a_reshape_of_dequantised_weights_is_folded_too() -> None:
    weights = {"w": quantised(6, 8), "s": scales(6)}
    found = weights_of(multiplied(weights, reshape=[4, -1], axis=0))
    np.testing.assert_allclose(found, (weights["w"] * weights["s"][:, None]).reshape(4, 12), rtol=1e-6)


def test_dequantising_the_input_cannot_be_folded() -> None:
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"]),
        helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"], name="there"),
    ]
    constants = {"s": np.float32(0.1), "z": np.int8(0)}
    constants = {name: np.asarray(value) for name, value in constants.items()}
    model = model_of(nodes, inputs={"x": ["n", 4]}, outputs={"y": ["n", 4]}, constants=constants)
    with pytest.raises(RepairError, match="there reads a value that is not constant"):
        repaired(model.SerializeToString(), ("fold-dequantize",))


# --- inputs and sizes ----------------------------------------------------------------------------------


def test_inputs_that_are_constant_or_unread_go() -> None:
    constants = {"w": RNG.normal(size=(4, 3)).astype(np.float32), "old": np.ones((2, 2), np.float32)}
    model = model_of(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        inputs={"x": [1, 4], "nobody": [1]},
        outputs={"y": [1, 3]},
        constants=constants,
        also_inputs=("w", "old"),
    )
    x = np.ones((1, 4), np.float32)
    before = Session(model.SerializeToString(), name="tiny")
    after = Session(repaired(model.SerializeToString(), ("drop-stale-inputs",)), name="tiny")
    assert len(onnx.load_from_string(model.SerializeToString()).graph.input) == 4
    assert set(before.input_names) >= {"x", "nobody"}
    assert after.input_names == ("x",)
    np.testing.assert_allclose(after.run({"x": x})["y"], x @ constants["w"], atol=1e-6)


def test_the_batch_becomes_free() -> None:
    model = model_of([helper.make_node("Relu", ["x"], ["y"])], inputs={"x": [1, 4]}, outputs={"y": [1, 4]})
    x = RNG.normal(size=(5, 4)).astype(np.float32)
    session = Session(repaired(model.SerializeToString(), ("free-batch-size",)), name="tiny")
    np.testing.assert_array_equal(session.run({"x": x})["y"], np.maximum(x, 0))


def test_the_size_of_the_picture_becomes_free() -> None:
    nodes = [
        helper.make_node("MaxPool", ["x"], ["pooled"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Transpose", ["pooled"], ["turned"], perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", ["turned", "shape"], ["y"]),
    ]
    model = model_of(
        nodes,
        inputs={"x": [1, 3, 32, 32]},
        outputs={"y": [1, 16, 3]},
        constants={"shape": np.array([1, -1, 3], np.int64)},
    )
    session = Session(repaired(model.SerializeToString(), ("free-image-size",)), name="tiny")
    x = RNG.normal(size=(1, 3, 16, 40)).astype(np.float32)
    expected = x.reshape(3, 2, 8, 5, 8).max(axis=(2, 4)).reshape(3, 10).T
    np.testing.assert_array_equal(session.run({"x": x})["y"][0], expected)


# --- what no repair fits -------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"not an ONNX file", b"\x08", b"\0" * 100, b"PK\x03\x04" * 50])
@pytest.mark.parametrize("repairs", [(), *((name,) for name in REPAIRS)])
def test_what_is_not_onnx_is_refused(data: bytes, repairs: tuple[str, ...]) -> None:
    with pytest.raises(RepairError, match=r".+"):
        repaired(data, repairs)


@given(st.binary(max_size=200), st.sampled_from([(), *((name,) for name in REPAIRS)]))
def test_garbage_raises_nothing_else(data: bytes, repairs: tuple[str, ...]) -> None:
    with pytest.raises(RepairError):
        repaired(data, repairs)


WHOLE = multiplied({"w": quantised(6, 8), "s": scales(6, 2)}, axis=1, block_size=4).SerializeToString()


@given(st.integers(0, 2**32))
def test_damaged_models_raise_nothing_else(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(WHOLE)
    for place in rng.integers(0, len(data), rng.integers(1, 6)):
        data[place] = rng.integers(0, 256)
    with contextlib.suppress(RepairError):
        assert repaired(bytes(data), tuple(REPAIRS))


@pytest.mark.parametrize(
    ("repair", "shape"), [("free-image-size", [1, 4]), ("free-batch-size", []), ("free-image-size", [])]
)
def test_a_repair_that_does_not_fit_is_refused(repair: str, shape: list[object]) -> None:
    model = model_of([helper.make_node("Relu", ["x"], ["y"])], inputs={"x": shape}, outputs={"y": shape})
    with pytest.raises(RepairError, match="not such a model"):
        repaired(model.SerializeToString(), (repair,))


def test_scales_that_do_not_fit_the_weights_are_refused() -> None:
    model = multiplied({"w": quantised(6, 8), "s": scales(6, 2)}, axis=1, block_size=3)
    with pytest.raises(RepairError):
        repaired(model.SerializeToString(), ("fold-dequantize",))


# --- models from elsewhere -----------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [False, True])
def test_weights_in_other_files_are_refused(inside: bool) -> None:
    """A model could name any file of the user's as its weights."""
    weights = {"w": np.ones((3, 4), np.float32)}
    model = model_of(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        inputs={"x": [2, 3]}, outputs={"y": [2, 4]}, constants=weights,
    )  # fmt: skip
    assert repaired(model.SerializeToString(), ())
    if inside:
        constant = helper.make_node("Constant", [], ["w"], value=model.graph.initializer[0])
        del model.graph.initializer[:]
        model.graph.node.insert(0, constant)
        assert repaired(model.SerializeToString(), ())
        tensor = model.graph.node[0].attribute[0].t
    else:
        (tensor,) = model.graph.initializer
    tensor.data_location = onnx.TensorProto.EXTERNAL
    place = tensor.external_data.add()
    place.key, place.value = "location", "../../letter.txt"
    with pytest.raises(RepairError, match="in other files"):
        repaired(model.SerializeToString(), ())
