"""From one photo to its faces: decode, detect, align, judge, embed.

The one place that joins the engine's parts for a single image. It touches no database and walks no folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from engine.detection import Detections, FaceDetector, suppress_overlaps
from engine.embedding import FaceEmbedder
from engine.image import Image, Limits, decode
from engine.models import Catalogue, RuntimeOptions
from engine.quality import judge

Floats = NDArray[np.float32]

#: A photo is first decoded so that its longer side has at least this many pixels.
FIRST_SIDE = 1536

#: A second, larger decode (for small faces) has at least this many pixels on its longer side, where the
#: photo has them. Bounds memory for photos of 40 megapixels and more.
CLOSE_SIDE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class PhotoFaces:
    """What one photo holds.

    Attributes:
        width: of the upright photo at full size, pixels.
        height: of the upright photo at full size, pixels.
        format: of the file, by content.
        orientation: EXIF orientation 1 to 8 as stored; already applied to everything here.
        damaged: the file broke off, and what could be decoded was used.
        exif: the EXIF block, or None.
        faces: in pixels of the upright photo at full size, best score first.
        quality: (n,) float32, 0 to 1 (`engine.quality`).
        embeddings: (n, d) float32 unit vectors.
    """

    width: int
    height: int
    format: str
    orientation: int
    damaged: bool
    exif: bytes | None
    faces: Detections
    quality: Floats
    embeddings: Floats


class Analyser:
    """Finds and embeds the faces of photos.

    May be used from many threads at once.

    Args:
        detector: finds faces.
        embedder: embeds them.
        limits: photos beyond these are refused.
    """

    def __init__(
        self, detector: FaceDetector, embedder: FaceEmbedder, *, limits: Limits | None = None
    ) -> None:
        self.detector = detector
        self.embedder = embedder
        self._limits = limits or Limits()

    @classmethod
    def load(
        cls,
        catalogue: Catalogue,
        *,
        detector: str,
        recogniser: str,
        options: RuntimeOptions | None = None,
    ) -> Self:
        """Load the two models by name.

        Raises:
            ModelError: a model is not there or is not the file its card describes.
            RuntimeProblemError: a model cannot be run as asked.
        """
        detector_card, recogniser_card = catalogue.card(detector), catalogue.card(recogniser)
        return cls(
            FaceDetector(catalogue.session(detector_card, options), detector_card),
            FaceEmbedder(catalogue.session(recogniser_card, options), recogniser_card),
        )

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        """Find and embed every face of a photo.

        Args:
            data: the bytes of the file.
            name: what to call it in messages.

        Raises:
            ImageError: the photo cannot be decoded.
        """
        photo = _Photo(data, name, self._limits)
        first = photo.first
        found = self.detector.detect_all(first.pixels)
        faces = found.faces.moved(1 / first.scale, 1 / first.scale)
        if len(found.unsettled):
            # Formats that are always decoded in full are reduced for the first look too.
            close = photo.close or first
            if max(close.pixels.shape[:2]) > self.detector.fine_side:
                ratio = close.scale / first.scale
                closer = self.detector.look_closer(close.pixels, found.unsettled.moved(ratio, ratio))
                closer = closer.moved(1 / close.scale, 1 / close.scale)
                # What was small is the closer look's to judge: seen at a few pixels, its box may lie half
                # a face off, and both would stay.
                large = found.large.moved(1 / first.scale, 1 / first.scale)
                faces = suppress_overlaps(Detections.joined([large, closer]), self.detector.overlap)
        crops = self._crops(photo, faces.landmarks)
        embedded = self.embedder.embed(crops)
        return PhotoFaces(
            width=first.full_width,
            height=first.full_height,
            format=first.format,
            orientation=first.orientation,
            damaged=first.damaged,
            exif=first.exif,
            faces=faces,
            quality=judge(crops, faces.landmarks, faces.scores, self.embedder.template, embedded.certainty),
            embeddings=embedded.vectors,
        )

    def embed(self, data: bytes, *, name: str, landmarks: Floats) -> Floats:
        """Embed faces whose landmarks are known, for a change of recogniser.

        Args:
            data: the bytes of the file.
            name: what to call it in messages.
            landmarks: (n, 5, 2) float32 pixels of the upright photo at full size.

        Returns:
            (n, d) float32 unit vectors.

        Raises:
            ImageError: the photo cannot be decoded.
            ValueError: the landmarks of a face coincide.
        """
        return self.embedder.embed(self._crops(_Photo(data, name, self._limits), landmarks)).vectors

    def _crops(self, photo: _Photo, landmarks: Floats) -> NDArray[np.uint8]:
        """Cut faces out, each from the smallest decode that has all the detail the recogniser can use."""
        scales = np.array([self.embedder.scale_needed(points) for points in landmarks], np.float32)
        needs_more = scales > photo.first.scale
        source = photo.close if needs_more.any() else None
        crops = self.embedder.crop(photo.first.pixels, landmarks * np.float32(photo.first.scale))
        if source is not None:
            more = landmarks[needs_more] * np.float32(source.scale)
            crops[needs_more] = self.embedder.crop(source.pixels, more)
        return crops


class _Photo:
    """One photo's bytes, decoded at the size of the first look, and larger only when that is asked for."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._data, self._name, self._limits = data, name, limits
        self.first = decode(data, name=name, at_least=FIRST_SIDE, limits=limits)
        self._close: Image | None = None

    @property
    def close(self) -> Image | None:
        """A larger version of the photo, or None where the first is all there is."""
        if self.first.scale == 1:
            return None
        if self._close is None:
            self._close = decode(self._data, name=self._name, at_least=CLOSE_SIDE, limits=self._limits)
        return self._close if self._close.scale > self.first.scale else None
