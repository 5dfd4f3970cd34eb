"""Wide layers in whole numbers: nearly the same embeddings."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch
from makers.tiny_networks import people_crops, tiny_network
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from engine.embedding import unit
from engine.models import Provider, RuntimeOptions, Session
from engine.models.processor import multiplies_bytes
from trainer.exporting.graphs import opened
from trainer.exporting.mixed import _Equaliser, has_wide_layers, mixed
from trainer.exporting.onnx import to_onnx
from trainer.exporting.running import INPUT, OUTPUT, as_input
from trainer.networks.base import RecognitionNetwork
from trainer.networks.sface import SFace

SIDE = 32
CROPS = people_crops(16, 4, side=SIDE)
RANGED, TRIED = CROPS[::2], CROPS[1::2]


def network() -> RecognitionNetwork:
    """Return SFace for small pictures, with BatchNorm and slopes as after some training, some above 1."""
    torch.manual_seed(0)
    made = SFace(image_size=SIDE)
    for module in made.modules():
        if isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, -0.5, 1.4)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.3, 2)
            nn.init.normal_(module.bias, std=0.3)
    # Statistics of the pictures, so that values neither vanish nor grow from layer to layer.
    made.train()
    with torch.no_grad():
        for _ in range(20):
            made(torch.from_numpy(as_input(CROPS)))
    return made.eval()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return to_onnx(network(), crops=TRIED[:4], split=False)[0]


@pytest.fixture(scope="module")
def made(plain: bytes) -> bytes:
    return mixed(plain, RANGED)


def embeddings(data: bytes) -> NDArray[np.float32]:
    session = Session(data, name="small", options=RuntimeOptions(Provider.CPU))
    return session.run({INPUT: as_input(TRIED)})[OUTPUT]


def test_channels_made_alike_give_the_same_embeddings(plain: bytes) -> None:
    alike = _Equaliser(*opened(plain)).alike(RANGED)
    expected = embeddings(plain)
    np.testing.assert_allclose(embeddings(alike), expected, atol=2e-3 * np.abs(expected).max())
    model, constants = opened(alike)
    slopes = [constants[node.input[1]] for node in model.graph.node if node.op_type == "PRelu"]
    assert len(slopes) == 27
    # The last one is read by a BatchNorm.
    assert max(float(one.max()) for one in slopes[:-1]) <= 1
    before, constants = opened(plain)
    assert max(float(constants[n.input[1]].max()) for n in before.graph.node if n.op_type == "PRelu") > 1


def test_wide_layers_are_in_whole_numbers_and_no_others(made: bytes) -> None:
    graph = onnx.load_from_string(made).graph
    kinds = [node.op_type for node in graph.node]
    # Blocks 6 to 13 read 256 channels and more, and the linear layer; block 5 reads as many as it gives.
    assert kinds.count("QLinearConv") == 9
    assert kinds.count("MatMulInteger") == 1
    assert kinds.count("QuantizeLinear") == 10
    # That of the last one, whose slopes above 1 had to stay.
    assert kinds.count("DequantizeLinear") == 1
    assert "PRelu" not in kinds
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "QLinearConv":
            weight = tensors[node.input[3]]
            assert weight.dtype == np.int8
            assert weight.shape[1] >= 256
            assert np.abs(weight).reshape(len(weight), -1).max(axis=1).min() == 127


@pytest.mark.skipif(not multiplies_bytes(), reason="this processor rounds sums of two products to 16 bits")
def test_little_is_lost(plain: bytes, made: bytes) -> None:
    cosine = (unit(embeddings(plain)) * unit(embeddings(made))).sum(axis=1)
    assert cosine.min() > 0.9
    assert cosine.mean() > 0.98


def test_the_same_network_and_faces_give_the_same_file(plain: bytes, made: bytes) -> None:
    assert mixed(plain, RANGED) == made


def test_it_needs_faces(plain: bytes) -> None:
    with pytest.raises(ValueError, match="need crops of faces"):
        mixed(plain, RANGED[:0])


def test_a_network_without_wide_layers_is_refused() -> None:
    small = tiny_network(side=16)
    plain = to_onnx(small, crops=people_crops(2, 2, side=16), split=False)[0]
    assert not has_wide_layers(plain)
    with pytest.raises(ValueError, match="No layer of this network reads 256 channels"):
        mixed(plain, people_crops(2, 2, side=16))


def test_layers_without_prelu_around_them_are_dequantised() -> None:
    torch.manual_seed(0)
    layers = {
        "stem": nn.Sequential(nn.Conv2d(3, 256, 3, stride=4, padding=1), nn.ReLU()),
        "wide": nn.Sequential(nn.Conv2d(256, 256, 1), nn.ReLU(), nn.AvgPool2d(8)),
        "head": nn.Sequential(nn.Flatten(), nn.Linear(256, 32)),
    }
    one = RecognitionNetwork(layers, height=SIDE, width=SIDE, embedding_size=32).eval()
    plain = to_onnx(one, crops=TRIED[:4], split=False)[0]
    data = mixed(plain, RANGED)
    kinds = [node.op_type for node in onnx.load_from_string(data).graph.node]
    assert kinds.count("DequantizeLinear") == 1
    if multiplies_bytes():
        assert (unit(embeddings(plain)) * unit(embeddings(data))).sum(axis=1).min() > 0.99
