"""Writing a network as ONNX: the graph from pixels to embeddings, checked against the network itself.

The file is made for the engine, which scales embeddings to unit length itself and reads off their length
how certain they are. Smaller weights are made in `trainer.exporting.quantising`, the card in
`trainer.exporting.card`.
"""

from __future__ import annotations

import copy
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.embedding import unit
from engine.models import Session
from engine.models.repair import repaired
from trainer.exporting.running import INPUT, OUTPUT, as_input

if TYPE_CHECKING:
    from trainer.networks.base import RecognitionNetwork

Pixels = NDArray[np.uint8]

#: The newest version of the operators that onnxruntime 1.20 knows all of, and torch writes by itself.
OPSET = 20

#: Unit vectors of the network and of the file may differ by so much.
MOST_DIFFERENT = 1e-4

#: The batch must be any number, so that several are tried: one, two, and two that nothing divides.
_BATCHES = (1, 2, 7, 33)

# What torch says of itself at every export, whatever is exported: of its own use of a class that it has
# deprecated, and of the package torchvision, which nothing here needs.
_TORCH_WARNS = r"`isinstance\(treespec, LeafSpec\)` is deprecated"
_TORCH_LOGS = "torch.onnx._internal.exporter._registration"


class _Embedding(nn.Module):
    """What is exported: pixels to embeddings, not scaled to length 1."""

    def __init__(self, network: RecognitionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, data: Tensor) -> Tensor:
        return self.network.embedding(data)


def to_onnx(
    network: RecognitionNetwork, *, crops: Pixels | None = None, split: bool = True
) -> tuple[bytes, float]:
    """Return a network as the bytes of one ONNX file, and how much the two differ.

    The same network gives the same bytes.

    Args:
        network: stays as it is; what is exported is its state in evaluation, in float32.
        crops: (n, height, width, 3) uint8 RGB, faces to compare on; None: pictures of noise.
        split: write PRelu as `engine.models.repair.split_prelu` has it, which onnxruntime runs faster.

    Returns:
        The file, and the greatest distance of a unit vector of it from the network's own on the crops.

    Raises:
        ValueError: the file's unit vectors differ from the network's by more than `MOST_DIFFERENT`; or the
            crops are not of the network's size.
    """
    frozen = _Embedding(copy.deepcopy(network).float().cpu()).eval()
    data = repaired(_translated(frozen, network.height, network.width), ("split-prelu",) if split else ())
    if crops is None:
        crops = _noise(max(_BATCHES), network.height, network.width)
    return data, difference(frozen, data, crops)


def _translated(module: nn.Module, height: int, width: int) -> bytes:
    """Return what torch makes of a module, without what it says of this computer's files."""
    with warnings.catch_warnings(), _quiet(_TORCH_LOGS), torch.no_grad():
        warnings.filterwarnings("ignore", _TORCH_WARNS, FutureWarning)
        program = torch.onnx.export(
            module,
            # Two, because of a batch of one torch may conclude that there is never another.
            (torch.zeros(2, 3, height, width),),
            dynamo=True,
            optimize=True,
            verbose=False,
            opset_version=OPSET,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_shapes=({0: torch.export.Dim("batch", min=1)},),
        )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    model = program.model_proto
    strip(model)
    _slope_by_channel(model)
    result: bytes = model.SerializeToString(deterministic=True)
    return result


def _slope_by_channel(model: Any) -> None:
    """Give slopes of PRelu the shape that `split_prelu` knows: (channels, 1, 1), not (1, channels, 1, 1)."""
    slopes = {node.input[1] for node in model.graph.node if node.op_type == "PRelu"}
    for tensor in model.graph.initializer:
        if tensor.name in slopes and len(tensor.dims) == 4 and tensor.dims[0] == 1:
            del tensor.dims[0]


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Let a logger report errors alone."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def strip(model: Any) -> None:
    """Remove what a graph says of how it was made: stack traces with paths, class names, inner shapes.

    Args:
        model: an `onnx.ModelProto`, changed in place.
    """
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.initializer, *graph.input, *graph.output):
        del part.metadata_props[:]
        part.doc_string = ""
    del graph.value_info[:]


def difference(module: nn.Module, data: bytes, crops: Pixels) -> float:
    """Return the greatest distance of the unit vectors of a module and of an ONNX file.

    Args:
        module: (n, 3, height, width) float32 RGB 0..255 to (n, d).
        data: the bytes of the ONNX file.
        crops: (n, height, width, 3) uint8 RGB; they are taken in batches of 1, 2, 7, 33, 33 and so on.

    Raises:
        ValueError: it is more than `MOST_DIFFERENT`, or there are no crops.
    """
    session = Session(data, name="the exported network")
    greatest, done = 0.0, 0
    for batch in _batches(len(crops)):
        pixels = as_input(crops[done : done + batch])
        with torch.no_grad():
            expected = unit(module(torch.from_numpy(pixels)).numpy())
        found = unit(session.run({INPUT: pixels})[OUTPUT])
        greatest = max(greatest, float(np.linalg.norm(expected - found, axis=1).max()))
        done += batch
    if not done:
        raise ValueError("An exported network needs crops to be compared on, and there are none.")
    if greatest > MOST_DIFFERENT:
        raise ValueError(
            f"The exported network differs from the trained one: unit vectors by up to {greatest:.2g}, more "
            f"than {MOST_DIFFERENT:g}. Nothing was written. Export it from the processor in float32, without "
            "compilation; if it still differs, an operator of it means something else in onnxruntime."
        )
    return greatest


def _batches(count: int) -> Iterator[int]:
    done = 0
    for batch in (*_BATCHES, *(max(_BATCHES) for _ in range(0, count, max(_BATCHES)))):
        if done >= count:
            return
        yield min(batch, count - done)
        done += batch


def _noise(count: int, height: int, width: int) -> Pixels:
    """Return pictures of noise, some with fine and some with coarse grain."""
    chance = np.random.default_rng(0)
    pictures = np.empty((count, height, width, 3), np.uint8)
    for number, picture in enumerate(pictures):
        grain = 2 ** (number % 5)
        cells = chance.integers(0, 256, (height // grain + 1, width // grain + 1, 3), np.uint8)
        picture[...] = cells.repeat(grain, 0).repeat(grain, 1)[:height, :width]
    return pictures


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is never seen half-written, and make its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's files are for their owner alone; a model is for everybody who may read the folder.
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
