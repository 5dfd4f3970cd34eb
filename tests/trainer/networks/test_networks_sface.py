"""SFace in torch against the published ONNX file in the engine's session."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from torch import Tensor

from engine.models import Catalogue
from engine.models.repair import repaired
from trainer.exporting.onnx import to_onnx
from trainer.exporting.quantising import Precision, in_precision
from trainer.networks import sface
from trainer.networks.base import stages
from trainer.networks.sface import PUBLISHED, SFace, published_sface
from trainer.networks.sface_onnx import load_onnx


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("models")
    return Catalogue(installed=folder / "installed", cache=folder / "cache")


@pytest.fixture(scope="module")
def model(catalogue: Catalogue) -> bytes:
    return catalogue.load(catalogue.card(PUBLISHED))


@pytest.fixture(scope="module")
def pixels() -> Tensor:
    """Return (8, 3, 112, 112): noise, and skin-coloured ovals with eyes and a mouth under uneven light."""
    rng = np.random.default_rng(11)
    noise = rng.integers(0, 256, (4, 3, 112, 112))
    y, x = np.mgrid[:112, :112]
    faces = np.empty((4, 3, 112, 112))
    for face in faces:
        tone, middle = rng.uniform(60, 230, 3), 56 + rng.normal(0, 3, 2)
        oval = ((x - middle[0]) / 34) ** 2 + ((y - middle[1] - 8) / 46) ** 2 < 1
        face[:] = np.where(oval, tone[:, None, None], rng.uniform(0, 255))
        for spot_x, spot_y, width, height in (
            (38, 52, 7, 4),
            (74, 52, 7, 4),
            (56, 72, 4, 6),
            (56, 92, 15, 4),
        ):
            spot = np.exp(-(((x - spot_x) / width) ** 2) - ((y - spot_y) / height) ** 2)
            face[:] *= 1 - rng.uniform(0.3, 0.9) * spot
        face[:] *= 1 + rng.uniform(-0.004, 0.004) * (x - 56)
    return torch.from_numpy(np.concatenate([noise, faces.clip(0, 255)]).astype(np.float32))


@pytest.fixture(scope="module")
def expected(catalogue: Catalogue, pixels: Tensor) -> NDArray[np.float32]:
    (found,) = catalogue.session(catalogue.card(PUBLISHED)).run({"data": pixels.numpy()}).values()
    return found


@pytest.fixture(scope="module")
def published(catalogue: Catalogue) -> SFace:
    return published_sface(catalogue).eval()


def assert_same(network: SFace, pixels: Tensor, expected: NDArray[np.float32]) -> None:
    with torch.inference_mode():
        raw, unit = network.embedding(pixels).numpy(), network(pixels).numpy()
    lengths = np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.max(np.linalg.norm(raw - expected, axis=1) / lengths[:, 0]) < 1e-5
    assert np.max(np.abs(unit - expected / lengths)) < 1e-5


def test_it_computes_what_the_engine_computes(
    published: SFace, pixels: Tensor, expected: NDArray[np.float32]
) -> None:
    assert np.ptp(expected, axis=0).min() > 0.1
    assert_same(published, pixels, expected)


def test_a_saved_state_holds_all_of_it(
    published: SFace, pixels: Tensor, expected: NDArray[np.float32]
) -> None:
    other = SFace().eval()
    other.load_state_dict(published.state_dict())
    assert_same(other, pixels, expected)


def test_a_file_whose_prelu_is_whole_gives_the_same(catalogue: Catalogue, published: SFace) -> None:
    card = catalogue.card(PUBLISHED)
    data = catalogue._source_path(card, card.file).read_bytes()
    assert "split-prelu" in card.file.repairs
    whole = repaired(data, tuple(name for name in card.file.repairs if name != "split-prelu"))
    network = SFace()
    load_onnx(network, whole)
    state = published.state_dict()
    assert all(torch.equal(value, state[key]) for key, value in network.state_dict().items())


@pytest.mark.parametrize("precision", [Precision.FLOAT32, Precision.FLOAT16])
def test_a_file_of_the_trainers_own_export_gives_the_same(
    published: SFace, pixels: Tensor, precision: Precision
) -> None:
    crops = pixels.numpy().transpose(0, 2, 3, 1).astype(np.uint8)
    data = in_precision(to_onnx(published, crops=crops)[0], precision, crops)
    network = SFace()
    load_onnx(network, data)
    network.eval()
    with torch.inference_mode():
        differences = (network(pixels) - published(pixels)).norm(dim=1)
    assert differences.max() < (1e-5 if precision is Precision.FLOAT32 else 5e-3)


def test_norms_of_another_network_change_nothing_in_evaluation_and_serve_training(
    published: SFace, pixels: Tensor
) -> None:
    crops = pixels.numpy().transpose(0, 2, 3, 1).astype(np.uint8)
    network = SFace()
    load_onnx(network, to_onnx(published, crops=crops)[0])
    sface._with_norms_of(network.eval(), published)
    with torch.inference_mode():
        assert (network(pixels) - published(pixels)).norm(dim=1).max() < 1e-4
        trained, expected = (copy.deepcopy(one).train()(pixels) for one in (network, published))
    assert (trained - expected).norm(dim=1).max() < 1e-3


def test_stages_are_stem_blocks_and_head(published: SFace) -> None:
    names = [name for name, _ in stages(published)]
    assert names == ["stem", *(f"block{number}" for number in range(1, 14)), "head"]


def test_another_embedding_size_has_a_new_head_on_the_same_backbone(
    catalogue: Catalogue, published: SFace, pixels: Tensor
) -> None:
    torch.manual_seed(0)
    network = published_sface(catalogue, embedding_size=64).eval()
    assert network.embedding_size == 64
    with torch.inference_mode():
        assert network(pixels[:2]).shape == (2, 64)
    state = published.state_dict()
    changed = {
        key
        for key, value in network.state_dict().items()
        if value.shape != state[key].shape or not torch.equal(value, state[key])
    }
    assert {key.rsplit(".", 1)[0] for key in changed} == {"layers.head.linear", "layers.head.norm"}
    torch.manual_seed(0)
    again = published_sface(catalogue, embedding_size=64)
    assert torch.equal(again.layers.head.linear.weight, network.layers.head.linear.weight)


def test_a_new_head_has_the_type_of_the_old() -> None:
    network = SFace(image_size=32).double()
    network.replace_head(16)
    assert {parameter.dtype for parameter in network.parameters()} == {torch.float64}
    assert network(torch.zeros(2, 3, 32, 32, dtype=torch.float64)).shape == (2, 16)


def node_named(graph: Any, kind: str, number: int = 0) -> Any:
    return [node for node in graph.node if node.op_type == kind][number]


def constant(graph: Any, name: str) -> Any:
    return next(tensor for tensor in graph.initializer if tensor.name == name)


def other_stride(graph: Any) -> None:
    # Two convolutions a PRelu and one a layer: 3 is the depthwise one of block1.
    next(a for a in node_named(graph, "Conv", 3).attribute if a.name == "strides").ints[:] = [2, 2]


def other_width(graph: Any) -> None:
    gemm = node_named(graph, "Gemm")
    for name in gemm.input[1:]:
        tensor = constant(graph, name)
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor)[:64].copy(), name))


def other_slope(graph: Any) -> None:
    tensor = constant(graph, node_named(graph, "Conv", 2).input[1])
    tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor) + 0.5, tensor.name))


def other_epsilon(graph: Any) -> None:
    next(a for a in node_named(graph, "BatchNormalization").attribute if a.name == "epsilon").f = 1e-5


def other_scale(graph: Any) -> None:
    tensor = constant(graph, node_named(graph, "Sub").input[1])
    tensor.CopyFrom(numpy_helper.from_array(np.zeros(1, np.float32), tensor.name))


def no_last_slopes(graph: Any) -> None:
    norm = node_named(graph, "BatchNormalization", -2)
    (conv,) = [node for node in graph.node if node.op_type == "Add" and node.output[0] == norm.input[0]]
    norm.input[0] = conv.input[0]
    graph.node.remove(conv)


def another_kind(graph: Any) -> None:
    gemm = node_named(graph, "Gemm")
    node = helper.make_node("Sigmoid", [gemm.input[0]], ["squashed"])
    graph.node.insert(list(graph.node).index(gemm), node)
    gemm.input[0] = "squashed"


def skipped_stem(graph: Any) -> None:
    node_named(graph, "Conv", 3).input[0] = node_named(graph, "BatchNormalization").output[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            other_stride,
            "where block1.depthwise.convolution should be Conv of .*stride 1.*, it has .*stride 2",
        ),
        (other_width, r"where head.linear should be Gemm of weight \(128, 50176\).*has .*\(64, 50176\)"),
        (other_epsilon, r"where stem.norm should be .*epsilon 0.001, it has .*epsilon 1e-05"),
        (other_slope, "Relu is no layer of it"),
        (other_scale, "its input or output is scaled otherwise"),
        (no_last_slopes, "Relu is no layer of it"),
        (another_kind, "Sigmoid is no layer of it"),
        (skipped_stem, "Conv conv_2_dw_conv2d is out of order"),
    ],
)
def test_another_graph_is_refused_and_changes_nothing(
    model: bytes, change: Callable[[Any], None], message: str
) -> None:
    changed = onnx.load_from_string(model)
    change(changed.graph)
    network = SFace()
    before = copy.deepcopy(network.state_dict())
    with pytest.raises(ValueError, match=f"not an SFace network: .*{message}"):
        load_onnx(network, changed.SerializeToString())
    assert all(torch.equal(value, before[key]) for key, value in network.state_dict().items())


def test_other_files_are_refused(catalogue: Catalogue, model: bytes) -> None:
    network = SFace()
    with pytest.raises(ValueError, match="not an SFace network"):
        load_onnx(network, catalogue.load(catalogue.card("yunet-2023mar")))
    with pytest.raises(ValueError, match="not an ONNX file"):
        load_onnx(network, model[:1000])
    with pytest.raises(ValueError, match=r"not an SFace network: where head\.linear should be"):
        load_onnx(SFace(image_size=56), model)
