"""From a photo or video to its faces: decode, detect, align, judge, embed, and cut out what is kept of each.

And to a thumbnail, since the photo is decoded anyway. The one place that joins the engine's parts for a
single file. It touches no database and walks no folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.crops import Crop, cut
from engine.detection import Detections, FaceDetector, suppress_overlaps
from engine.embedding import FaceEmbedder
from engine.image import Image, ImageError, ImageProblem, Limits, decode
from engine.models import Catalogue, RuntimeOptions
from engine.pictures import THUMBNAIL_SIDES, contrast, thumbnail
from engine.quality import judge
from engine.tracks import FramedFaces, Sightings, put_together, shown_moment
from engine.video import Video, VideoFacts

Floats = NDArray[np.float32]

#: A photo is first decoded so that its longer side has at least this many pixels.
FIRST_SIDE = 1536

#: A second, larger decode (for small faces) has at least this many pixels on its longer side, where the
#: photo has them. Bounds memory for photos of 40 megapixels and more.
CLOSE_SIDE = 4096

#: Faces of one frame of a video that are looked at, the largest: those of a crowd's back rows are recognised
#: by nobody, and there is a frame each second.
MOST_IN_FRAME: Final = 30


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What a video is besides its faces, of which there is one for each person.

    Attributes:
        duration_ms: from the first frame to the end of the last that can be used.
        shown_ms: the moment whose frame stands for the video: the one with the best faces.
        moments: (n,) int64, the moment of each face's box, milliseconds since the first frame.
        sightings: n, when and where the person of each face is seen, that moment included.
        facts: what the container says.
    """

    duration_ms: int
    shown_ms: int
    moments: NDArray[np.int64]
    sightings: tuple[Sightings, ...]
    facts: VideoFacts


@dataclass(frozen=True, slots=True, eq=False)
class PhotoFaces:
    """What one photo or video holds. The photo of a face in a video is the frame of its moment.

    Attributes:
        width: of the upright photo at full size, pixels.
        height: of the upright photo at full size, pixels.
        format: of the file, by content.
        orientation: EXIF orientation 1 to 8 as stored; already applied to everything here.
        damaged: the file broke off, and what could be decoded was used.
        exif: the EXIF block, or None.
        faces: in pixels of the upright photo at full size, best score first; of a video, first seen first.
        quality: (n,) float32, 0 to 1 (`engine.quality`).
        embeddings: (n, d) float32 unit vectors.
        crops: n pictures of the faces, to be kept.
        thumbnail: the photo reduced to the first of `engine.pictures.THUMBNAIL_SIDES`, as a JPEG; None where
            it was not asked for.
        video: what else there is to know of a video; None of a photo.
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
    crops: tuple[Crop, ...]
    thumbnail: bytes | None = None
    video: Watched | None = None


class Analyser:
    """Finds and embeds the faces of photos.

    May be used from many threads at once.

    Args:
        detector: finds faces.
        embedder: embeds them.
        limits: photos beyond these are refused.
        thumbnails: whether a thumbnail of each photo is made as well, while it is decoded.
    """

    def __init__(
        self,
        detector: FaceDetector,
        embedder: FaceEmbedder,
        *,
        limits: Limits | None = None,
        thumbnails: bool = True,
    ) -> None:
        self.detector = detector
        self.embedder = embedder
        self._thumbnails = thumbnails
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
        found = self._look(photo, self._faces(photo))
        return PhotoFaces(
            width=first.full_width,
            height=first.full_height,
            format=first.format,
            orientation=first.orientation,
            damaged=first.damaged,
            exif=first.exif,
            faces=found.faces,
            quality=found.quality,
            embeddings=found.embeddings,
            crops=found.crops,
            thumbnail=thumbnail(first.pixels, THUMBNAIL_SIDES[0]) if self._thumbnails else None,
        )

    def analyse_video(self, path: Path | str, *, proceed: Callable[[], bool] = lambda: True) -> PhotoFaces:
        """Find and embed the faces in a video: of each person one, the best (`engine.tracks`).

        Args:
            path: of the file; it is read piece by piece.
            proceed: asked before each frame whether to go on; may wait.

        Raises:
            ImageError: the video cannot be read.
            StoppedError: `proceed` said no (`engine.video.reading`).
        """
        with Video.open(path) as video:
            looks: list[tuple[int, float, _Look]] = []
            for moment, frame in video.frames(video.moments(proceed), proceed):
                photo = _Frame(frame)
                faces = self._faces(photo)
                largest = np.argsort(-faces.boxes[:, 2:].prod(axis=1), kind="stable")[:MOST_IN_FRAME]
                found = self._look(photo, faces.take(np.sort(largest)))
                looks.append((moment, contrast(frame.pixels), found))
            if not looks:
                raise ImageError(ImageProblem.DAMAGED, video.name)
            every = _Look.joined([found for _, _, found in looks])
            counts = [len(found.quality) for _, _, found in looks]
            moments = np.repeat(np.array([at for at, _, _ in looks], np.int64), counts)
            framed = FramedFaces(moments, every.faces.boxes, every.quality, every.embeddings)
            spec = self.embedder.card.recognition
            if spec is None:
                raise ValueError(f"{self.embedder.card.name} is not a recogniser")
            tracks = put_together(framed, grouping=spec.grouping, same_person=spec.same_person)
            best = np.array([track.best for track in tracks], np.int64)
            shown_ms = shown_moment({at: contrast for at, contrast, _ in looks}, framed, tracks)
            shown = video.at(shown_ms, THUMBNAIL_SIDES[0]) if self._thumbnails else None
            return PhotoFaces(
                width=video.width,
                height=video.height,
                format=video.format,
                orientation=video.orientation,
                damaged=video.damaged,
                exif=None,
                faces=every.faces.take(best),
                quality=every.quality[best],
                embeddings=every.embeddings[best],
                crops=tuple(every.crops[at] for at in best),
                thumbnail=None if shown is None else thumbnail(shown.pixels, THUMBNAIL_SIDES[0]),
                video=Watched(
                    duration_ms=max(video.duration_ms, looks[-1][0]),
                    shown_ms=shown_ms,
                    moments=moments[best],
                    sightings=tuple(track.sightings(framed) for track in tracks),
                    facts=video.facts,
                ),
            )

    def _faces(self, photo: _Source) -> Detections:
        """Find the faces of a photo, in its pixels at full size, best score first."""
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
        return faces

    def _look(self, photo: _Source, faces: Detections) -> _Look:
        """Judge, embed and cut out faces."""
        sources = self._sources(photo, faces.landmarks)
        crops = self._crops(sources, faces.landmarks)
        embedded = self.embedder.embed(crops)
        return _Look(
            faces=faces,
            quality=judge(crops, faces.landmarks, faces.scores, self.embedder.template, embedded.certainty),
            embeddings=embedded.vectors,
            crops=_cut(sources, faces.boxes, faces.landmarks),
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
        sources = self._sources(_Photo(data, name, self._limits), landmarks)
        return self.embedder.embed(self._crops(sources, landmarks)).vectors

    def cut(self, data: bytes, *, name: str, boxes: Floats, landmarks: Floats) -> tuple[Crop, ...]:
        """Cut out known faces, to be kept.

        Args:
            data: the bytes of the file.
            name: what to call it in messages.
            boxes: (n, 4) float32 left, top, width, height, pixels of the upright photo at full size.
            landmarks: (n, 5, 2) float32 in the same frame.

        Raises:
            ImageError: the photo cannot be decoded.
            ValueError: the landmarks of a face coincide.
        """
        return _cut(self._sources(_Photo(data, name, self._limits), landmarks), boxes, landmarks)

    def embed_crops(self, crops: Sequence[Crop]) -> Floats:
        """Embed faces from what was kept of them, for a change of recogniser while their photos are away.

        Args:
            crops: n crops whose landmarks are known.

        Returns:
            (n, d) float32 unit vectors.

        Raises:
            ImageError: a crop cannot be decoded.
            ValueError: the landmarks of a face are not known, or coincide.
        """
        return self.embedder.embed(self._joined([self._align(crop) for crop in crops])).vectors

    def _align(self, crop: Crop) -> NDArray[np.uint8]:
        if crop.landmarks is None:
            raise ValueError("the landmarks of a crop are not known")
        picture = decode(crop.jpeg, name="the crop of a face", limits=self._limits)
        return self.embedder.crop(picture.pixels, crop.landmarks[None])

    def _sources(self, photo: _Source, landmarks: Floats) -> list[Image]:
        """Return for each face the smallest decode that has all the detail the recogniser can use."""
        close = [self.embedder.scale_needed(points) > photo.first.scale for points in landmarks]
        return [(photo.close if more else None) or photo.first for more in close]

    def _crops(self, sources: list[Image], landmarks: Floats) -> NDArray[np.uint8]:
        """Align faces, each in its own decode."""
        return self._joined(
            [
                self.embedder.crop(source.pixels, points[None] * np.float32(source.scale))
                for source, points in zip(sources, landmarks, strict=True)
            ]
        )

    def _joined(self, crops: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
        size = self.embedder.card.input
        return np.concatenate([np.zeros((0, size.height, size.width, 3), np.uint8), *crops])


def _cut(sources: list[Image], boxes: Floats, landmarks: Floats) -> tuple[Crop, ...]:
    """Cut faces out, each of the decode in which it is aligned."""
    return tuple(
        cut(source.pixels, box * source.scale, points * source.scale)
        for source, box, points in zip(sources, boxes, landmarks, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """Faces of a photo, as in `PhotoFaces`."""

    faces: Detections
    quality: Floats
    embeddings: Floats
    crops: tuple[Crop, ...]

    @classmethod
    def joined(cls, looks: Sequence[_Look]) -> Self:
        """Return those of several photos, in order."""
        return cls(
            Detections.joined([look.faces for look in looks]),
            np.concatenate([look.quality for look in looks]),
            np.concatenate([look.embeddings for look in looks]),
            tuple(crop for look in looks for crop in look.crops),
        )


class _Source(Protocol):
    """A picture at the size of the first look, and larger where there is more of it."""

    @property
    def first(self) -> Image: ...

    @property
    def close(self) -> Image | None: ...


class _Frame:
    """A frame of a video, which is there at full size."""

    def __init__(self, frame: Image) -> None:
        self._full = frame
        height, width = frame.pixels.shape[:2]
        reduction = next((n for n in (4, 2) if max(height, width) // n >= FIRST_SIDE), 1)
        self.first = frame
        if reduction > 1:
            size = (max(1, width // reduction), max(1, height // reduction))
            pixels = cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA)
            self.first = replace(frame, pixels=np.asarray(pixels, np.uint8), scale=1 / reduction)

    @property
    def close(self) -> Image | None:
        """The frame at full size, or None where the first is that already."""
        return None if self.first is self._full else self._full


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
