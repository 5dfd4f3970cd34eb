"""Writing networks as ONNX: the file gives what the network gives, whatever the batch."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from makers.tiny_networks import SIDE, people_crops, tiny_network
from torch import Tensor, nn

from engine.embedding import unit
from engine.models import Session
from trainer.exporting import onnx as exporting
from trainer.exporting.onnx import MOST_DIFFERENT, to_onnx, write_whole
from trainer.exporting.running import INPUT, OUTPUT, as_input, embed, milliseconds
from trainer.networks.base import RecognitionNetwork

CROPS = people_crops(11, 4, side=SIDE)


@pytest.fixture(scope="module")
def exported() -> bytes:
    return to_onnx(tiny_network(), crops=CROPS)[0]


@pytest.mark.parametrize("batch", [1, 2, 7, 33])
def test_the_file_gives_raw_embeddings_for_any_batch(exported: bytes, batch: int) -> None:
    pixels = as_input(CROPS[:batch])
    with torch.no_grad():
        expected = tiny_network().embedding(torch.from_numpy(pixels)).numpy()
    found = Session(exported, name="tiny").run({INPUT: pixels})
    assert list(found) == [OUTPUT]
    np.testing.assert_allclose(found[OUTPUT], expected, atol=1e-4)
    assert not np.allclose(np.linalg.norm(found[OUTPUT], axis=1), 1, atol=0.1)


def test_the_same_network_gives_the_same_file(exported: bytes, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "tiny.onnx"
    again, difference = to_onnx(tiny_network(), crops=CROPS)
    assert again == exported
    assert 0 < difference < MOST_DIFFERENT
    write_whole(file, again)
    assert file.read_bytes() == exported
    # One file holds everything: nothing lies beside it.
    assert [path.name for path in file.parent.iterdir()] == ["tiny.onnx"]


def test_the_network_stays_as_it_is() -> None:
    network = tiny_network().train()
    before = copy.deepcopy(network.state_dict())
    to_onnx(network)
    assert network.training
    assert all(torch.equal(value, before[key]) for key, value in network.state_dict().items())


def test_the_file_says_nothing_of_where_it_was_made(exported: bytes) -> None:
    model = onnx.load_from_string(exported)
    for part in (model, model.graph, *model.graph.node, *model.graph.initializer, *model.graph.input):
        assert not part.metadata_props
        assert not part.doc_string
    assert str(Path(__file__).parents[3]).encode() not in exported
    assert b".py" not in exported


def test_the_file_runs_in_the_oldest_onnxruntime_allowed(exported: bytes) -> None:
    # onnxruntime 1.20 knows operators up to 21 and files up to version 10.
    model = onnx.load_from_string(exported)
    assert [(o.domain, o.version <= 21) for o in model.opset_import] == [("", True)]
    assert model.ir_version <= 10
    kinds = {node.op_type for node in model.graph.node}
    # BatchNorm is folded into the convolutions, PRelu split into what onnxruntime is quick at.
    assert "BatchNormalization" not in kinds
    assert "PRelu" not in kinds
    assert all(t.data_location == onnx.TensorProto.DEFAULT for t in model.graph.initializer)


def test_prelu_may_stay_whole() -> None:
    data, difference = to_onnx(tiny_network(), crops=CROPS, split=False)
    assert [node.op_type for node in onnx.load_from_string(data).graph.node].count("PRelu") == 3
    assert difference < MOST_DIFFERENT


class _Capricious(RecognitionNetwork):
    """Computes something else while it is translated than when it is run."""

    def embedding(self, pixels: Tensor) -> Tensor:
        found = super().embedding(pixels)
        return found.flip(1) if torch.compiler.is_compiling() else found


def test_a_file_that_differs_is_refused() -> None:
    layers = {"flat": nn.Flatten(), "head": nn.Linear(3 * 32 * 32, 64)}
    network = _Capricious(layers, height=32, width=32, embedding_size=64)
    with pytest.raises(ValueError, match="differs from the trained one"):
        to_onnx(network, crops=CROPS)


def test_no_crops_are_no_proof() -> None:
    with pytest.raises(ValueError, match="needs crops"):
        to_onnx(tiny_network(), crops=CROPS[:0])


def test_all_crops_are_compared_in_different_batches() -> None:
    assert list(exporting._batches(50)) == [1, 2, 7, 33, 7]
    assert sum(exporting._batches(200)) == 200
    assert list(exporting._batches(0)) == []


def test_embedding_averages_with_the_mirror_image_and_keeps_the_length(exported: bytes) -> None:
    session = Session(exported, name="tiny")
    found = embed(session, CROPS)
    for index in (0, 17, 43):
        raw = session.run({INPUT: as_input(CROPS[[index]])})[OUTPUT]
        mirrored = session.run({INPUT: as_input(CROPS[[index], :, ::-1])})[OUTPUT]
        np.testing.assert_allclose(found.vectors[index], unit(unit(raw) + unit(mirrored))[0], atol=1e-5)
        assert found.lengths[index] == pytest.approx(np.linalg.norm(raw), rel=1e-5)


def test_time_is_measured(exported: bytes) -> None:
    assert 0 < milliseconds(exported, CROPS) < 1000
