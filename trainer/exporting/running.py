"""Running an exported graph as the engine does: what it is given, what comes out, how long it takes.

How the graph is made is the business of the other modules; none of this needs torch.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.embedding import unit
from engine.models import Provider, RuntimeOptions, Session

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: Names of the graph's input, (batch, 3, height, width) float32 RGB 0 to 255, and of its output.
INPUT, OUTPUT = "data", "embedding"

_BATCH = 16


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """The embeddings of n faces.

    Attributes:
        vectors: (n, d) float32 unit vectors, each averaged with the mirror image's.
        lengths: (n,) float32 of the faces' own embeddings before they were scaled.
    """

    vectors: Floats
    lengths: Floats


def as_input(crops: Pixels) -> Floats:
    """Return crops (n, height, width, 3) as what the graph is given, (n, 3, height, width) float32."""
    return np.ascontiguousarray(crops.transpose(0, 3, 1, 2), np.float32)


def embed(session: Session, crops: Pixels) -> Embeddings:
    """Embed faces as `engine.embedding.FaceEmbedder` does, and keep the lengths.

    Args:
        session: of a graph with `INPUT` and `OUTPUT`, whose embeddings are not scaled.
        crops: (n, height, width, 3) uint8 RGB; n >= 1.
    """
    vectors, lengths = [], []
    for start in range(0, len(crops), _BATCH):
        faces = crops[start : start + _BATCH]
        raw = session.run({INPUT: as_input(np.concatenate([faces, faces[:, :, ::-1]]))})[OUTPUT]
        both = unit(raw)
        vectors.append(unit(both[: len(faces)] + both[len(faces) :]))
        lengths.append(np.linalg.norm(raw[: len(faces)], axis=1).astype(np.float32))
    return Embeddings(np.concatenate(vectors), np.concatenate(lengths))


def milliseconds(data: bytes, crops: Pixels, *, repeats: int = 5) -> float:
    """Return how long one picture takes in onnxruntime on one processor thread, milliseconds.

    Processor time is counted, not that on the wall, so that it matters little what else the computer does;
    the quickest of some runs counts. A face is two pictures to the engine: itself and its mirror image.

    Args:
        data: the bytes of the ONNX file.
        crops: (n, height, width, 3) uint8 RGB, run together; the first 16 are used.
        repeats: how many runs.
    """
    session = Session(data, name="the exported network", options=RuntimeOptions(Provider.CPU, threads=1))
    pixels = as_input(crops[:_BATCH])
    session.run({INPUT: pixels})
    taken = []
    for _ in range(repeats):
        start = time.thread_time()
        session.run({INPUT: pixels})
        taken.append(time.thread_time() - start)
    return 1000 * min(taken) / len(pixels)
