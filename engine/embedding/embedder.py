"""The recogniser: aligned faces in, embeddings out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.alignment import align, similarity_transform
from engine.embedding.vectors import Floats, unit
from engine.models import ModelCard, Provider, Session

Pixels = NDArray[np.uint8]

#: Faces per run of the network. On a processor, what the layers hand on stays in its cache while the pictures
#: are few: with the mirror images 8 at a time take 12 ms each, 32 take 14 (`benchmarks/parts.py`); a network
#: in whole numbers takes them one by one, but for its last layer.
_BATCH_ON_CPU, _BATCH = 4, 16


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """What a recogniser says of some faces.

    Attributes:
        vectors: (n, d) float32 unit vectors.
        certainty: (n,) float32, 0 to 1: the share of a good picture's similarity to be expected, read off
            the length of the embedding; 1 where the card does not say how.
    """

    vectors: Floats
    certainty: Floats


class FaceEmbedder:
    """Turns faces into unit vectors.

    May be used from many threads at once.

    Args:
        session: the network.
        card: its card, of task RECOGNITION.
        batch: faces per run of the network; bounds memory. None: what suits where the network runs.
    """

    def __init__(self, session: Session, card: ModelCard, *, batch: int | None = None) -> None:
        if card.recognition is None:
            raise ValueError(f"{card.name} is not a recogniser")
        self.card = card
        self.size = card.recognition.embedding_size
        self.template = card.recognition.template
        self._spec = card.recognition
        self._session = session
        if batch is None:
            batch = _BATCH_ON_CPU if session.provider is Provider.CPU else _BATCH
        self._batch = batch

    def scale_needed(self, landmarks: Floats) -> float:
        """Return the reduction of a photo, 1 = none, below which this face loses detail when aligned.

        Args:
            landmarks: (5, 2) pixels of the photo at full size.

        Raises:
            ValueError: the landmarks coincide.
        """
        matrix = similarity_transform(landmarks, self.template)
        return math.hypot(matrix[0, 0], matrix[1, 0])

    def crop(self, image: Pixels, landmarks: Floats) -> Pixels:
        """Align faces to this recogniser's template.

        Args:
            image: (h, w, 3) uint8 RGB.
            landmarks: (n, 5, 2) pixels of `image`.

        Returns:
            (n, height, width, 3) uint8 RGB.

        Raises:
            ValueError: the landmarks of a face coincide.
        """
        width, height = self.card.input.width, self.card.input.height
        crops = np.empty((len(landmarks), height, width, 3), np.uint8)
        for crop, points in zip(crops, landmarks, strict=True):
            crop[...] = align(image, points, self._spec.template, width=width, height=height)
        return crops

    def embed(self, crops: Pixels) -> Embedded:
        """Embed aligned faces.

        Args:
            crops: (n, height, width, 3) uint8 RGB, as `crop` makes them.

        Returns:
            Unit vectors and how certain they are. Where the card says so, each vector is the direction
            of the sum of the face's embedding and its mirror image's.
        """
        parts = [self._embed(crops[i : i + self._batch]) for i in range(0, len(crops), self._batch)]
        if not parts:
            return Embedded(np.zeros((0, self.size), np.float32), np.zeros(0, np.float32))
        return Embedded(
            np.concatenate([part.vectors for part in parts]),
            np.concatenate([part.certainty for part in parts]),
        )

    def _embed(self, crops: Pixels) -> Embedded:
        spec = self.card.input
        faces = crops if spec.colour == "RGB" else crops[..., ::-1]
        if self._spec.flip_average:
            faces = np.concatenate([faces, faces[:, :, ::-1]])
        tensor = np.ascontiguousarray(faces.transpose(0, 3, 1, 2), np.float32)
        if (spec.low, spec.high) != (0.0, 255.0):
            tensor = tensor * np.float32((spec.high - spec.low) / 255) + np.float32(spec.low)
        (raw,) = self._session.run({spec.name: tensor}).values()
        count = len(crops)
        vectors = unit(raw)
        if self._spec.flip_average:
            vectors = unit(vectors[:count] + vectors[count:])
        lengths = np.linalg.norm(raw[:count], axis=1)
        return Embedded(vectors, self._spec.certainty(lengths))
