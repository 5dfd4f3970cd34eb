"""Recognisers that can be measured: installed ones, exported ones and training runs, behind one protocol.

Torch is imported only where a training run is loaded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.embedding import FaceEmbedder
from engine.models import Catalogue, ModelCard, ModelError, RuntimeOptions, Session, parse_card
from engine.models.repair import RepairError, repaired
from trainer.data.geometry import template_for
from trainer.data.training_set import MARGIN, SIZE, TrainingSet
from trainer.recognisers import PUBLISHED

if TYPE_CHECKING:
    from trainer.networks.base import RecognitionNetwork

Floats = NDArray[np.float32]

#: The recogniser whose template crops of training sets are aligned to, and the side of its input in pixels.
TEMPLATE_OF = PUBLISHED
TEMPLATE_SIDE = SIZE - 2 * MARGIN

_CHUNK = 64


class Model(Protocol):
    """A recogniser that can be measured."""

    @property
    def name(self) -> str:
        """What to call it in a report."""

    @property
    def grouping(self) -> float | None:
        """Least mean cosine of two groups that are one person; None where nobody said."""

    def embed(self, faces: TrainingSet, on_progress: Callable[[int, int], None] | None = None) -> Floats:
        """Return (n, d) float32 unit vectors of n faces; `on_progress` is told how many of how many."""


class EngineModel:
    """A recogniser as the application runs it.

    Args:
        embedder: the recogniser.
        template: (5, 2) where the crops' landmarks lie, pixels of the region inside their margin, where that
            has `TEMPLATE_SIDE` pixels a side; of other crops they lie there in proportion.
        workers: faces embedded at the same time, in chunks.
    """

    def __init__(
        self, embedder: FaceEmbedder, template: NDArray[np.float64], *, workers: int = os.cpu_count() or 1
    ) -> None:
        self._embedder = embedder
        self._template = template
        self._workers = workers

    @property
    def name(self) -> str:
        """The name on its card."""
        return self._embedder.card.name

    @property
    def grouping(self) -> float | None:
        """The threshold on its card."""
        spec = self._embedder.card.recognition
        return None if spec is None else spec.grouping

    def embed(self, faces: TrainingSet, on_progress: Callable[[int, int], None] | None = None) -> Floats:
        """Embed faces; see `Model.embed`."""
        parts = [np.arange(at, min(at + _CHUNK, len(faces))) for at in range(0, len(faces), _CHUNK)]

        def embedded(part: NDArray[np.int64]) -> Floats:
            return self._embedder.embed(self._cut(faces.crops(part), faces.margin)).vectors

        found = [np.zeros((0, self._embedder.size), np.float32)]
        with ThreadPoolExecutor(self._workers) as pool:
            for part, vectors in zip(parts, pool.map(embedded, parts), strict=True):
                found.append(vectors)
                if on_progress:
                    on_progress(int(part[-1]) + 1, len(faces))
        return np.concatenate(found)

    def _cut(self, crops: NDArray[np.uint8], margin: int) -> NDArray[np.uint8]:
        """Return what the recogniser sees (k, height, width, 3) of crops (k, size, size, 3)."""
        side = crops.shape[1] - 2 * margin
        size = self._embedder.card.input
        template = template_for(self._template, TEMPLATE_SIDE, width=side, height=side)
        if (size.width, size.height) == (side, side) and np.array_equal(self._embedder.template, template):
            return np.ascontiguousarray(crops[:, margin : margin + side, margin : margin + side])
        landmarks = (template + margin).astype(np.float32)[None]
        return np.concatenate([self._embedder.crop(crop, landmarks) for crop in crops])


class TorchModel:
    """A network as it was trained, without averaging over mirror images.

    Args:
        network: in evaluation mode.
        name: what to call it.
    """

    def __init__(self, network: RecognitionNetwork, name: str) -> None:
        self._network = network
        self._name = name

    @property
    def name(self) -> str:
        """What it was called."""
        return self._name

    @property
    def grouping(self) -> float | None:
        """None: a threshold is measured when a network is exported."""
        return None

    def embed(self, faces: TrainingSet, on_progress: Callable[[int, int], None] | None = None) -> Floats:
        """Embed faces; see `Model.embed`."""
        import torch

        from trainer.training import validation

        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        return validation.embed(
            self._network.to(device),
            faces,
            device=device,
            on_progress=on_progress or (lambda _done, _total: None),
        )


def load_model(said: str, catalogue: Catalogue, options: RuntimeOptions | None = None) -> Model:
    """Load a recogniser.

    Args:
        said: the name of an installed model; or a path: of a card (NAME.toml, its file beside it), of a
            training run's folder, or of a file of its weights (.safetensors).
        catalogue: the models there are.
        options: how ONNX models are run.

    Raises:
        ModelError: there is no such model, or it is not what its card says.
        CardError: its card is wrong.
        ValueError: it is not a recogniser, or the run's weights cannot be used.
        OSError: a file cannot be read.
    """
    path = Path(said)
    if path.suffix == ".safetensors" or path.is_dir():
        from trainer.training.checkpoints import load_network

        return TorchModel(load_network(path), path.resolve().name if path.is_dir() else path.stem)
    if path.suffix == ".toml":
        if not path.exists():
            raise FileNotFoundError(
                f"{said} is not there. Name a card, a run's folder or an installed model."
            )
        card = parse_card(path.read_text("utf-8"), where=said)
        session = _beside(path, card, catalogue, options)
    else:
        card = catalogue.card(said)
        session = catalogue.session(card, options)
    return EngineModel(FaceEmbedder(session, card), stored_template(catalogue))


def stored_template(catalogue: Catalogue) -> NDArray[np.float64]:
    """Return where the landmarks of a training set's crops lie (5, 2), pixels inside their margin.

    Of crops as `trainer prepare` makes them: inside the margin they have `TEMPLATE_SIDE` pixels a side.

    Raises:
        ValueError: The model whose template it is, is no recogniser.
    """
    spec = catalogue.card(TEMPLATE_OF).recognition
    if spec is None:
        raise ValueError(f"{TEMPLATE_OF} is not a recogniser.")
    return spec.template


def _beside(path: Path, card: ModelCard, catalogue: Catalogue, options: RuntimeOptions | None) -> Session:
    """Load the model of a card that is not installed."""
    if card.file.package is not None:
        return catalogue.session(card, options)
    file = path.parent / card.file.path
    if not file.exists():
        raise ModelError(f"{file}, which {path} describes, is not there. Export the model again.")
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != card.file.sha256:
        raise ModelError(f"{file} is not the file that {path} describes. Export the model again.")
    try:
        return Session(repaired(data, card.file.repairs), name=card.name, options=options)
    except RepairError as error:
        raise ModelError(f"The model {card.name} cannot be repaired: {error}") from error
