"""A change of recogniser: faces that the one in use has not seen yet are embedded again, from their photos.

Nothing is detected again, and the embeddings of other recognisers stay. The photos must be as the library
knows them. Faces of which there is no such photo are embedded from their crops, in `app.indexing.from_crops`,
and so are those of videos: getting one frame again may take decoding hundreds.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.indexing.anew import EmbeddingAnew, unseen
from app.indexing.budget import PixelBudget
from app.indexing.pipeline import Work
from app.indexing.progress import Stage
from app.indexing.report import Failure
from app.indexing.work import Content, Embedded, Unusable, Vanished, embed, read
from app.library.store import Library
from app.library.tables import Face, Photo

#: Photos whose faces are fetched in one query.
_PAGE = 256

Read = Content | Unusable | Vanished
Result = Embedded | Unusable | Vanished

_FACE = (Face.id, Face.landmarks, Face.x, Face.y, Face.width, Face.height)


@dataclass(frozen=True, slots=True, eq=False)
class _KnownFaces:
    """The faces of one photo that are to be embedded.

    Attributes:
        file: absolute path of the photo.
        size: of the file, bytes.
        sha256: of its content.
        face_ids: the faces.
        boxes: (n, 4) float32 left, top, width, height, pixels of the upright photo.
        landmarks: (n, 5, 2) float32 pixels of the upright photo.
    """

    file: str
    size: int
    sha256: bytes
    face_ids: tuple[int, ...]
    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]


def embed_from_photos(
    anew: EmbeddingAnew, root_paths: dict[int, str], *, roots: Collection[int], budget: PixelBudget
) -> None:
    """Embed the faces that the recogniser has not seen and whose photos are there.

    Crops are added to where faces have none: the photo is open anyway.

    Args:
        anew: what the run has for it.
        root_paths: the path of every root by id.
        roots: only photos of these.
        budget: bounds the pixels in memory.
    """
    with anew.library.read() as session:
        photo_ids = _photos_to_embed(session, anew.recogniser_id, roots)
    if photo_ids and not anew.token.cancelled:
        tasks = _faces_to_embed(anew.library, photo_ids, anew.recogniser_id, root_paths)
        anew.run(Stage.EMBEDDING, _Reembedder(anew, budget), tasks, total=len(photo_ids))


def _photos_to_embed(session: Session, recogniser_id: int, roots: Collection[int]) -> list[int]:
    """Return the ids of photos of some roots with a face that the recogniser has not seen, in order."""
    statement = (
        select(Photo.id)
        .join(Face, Face.photo_id == Photo.id)
        .where(
            Photo.state == "analysed",
            Photo.missing_since.is_(None),
            Photo.duration_ms.is_(None),
            Photo.root_id.in_(roots),
            Face.landmarks.is_not(None),
            unseen(recogniser_id),
        )
        .distinct()
        .order_by(Photo.id)
    )
    return list(session.scalars(statement))


def _faces_to_embed(
    library: Library, photo_ids: list[int], recogniser_id: int, root_paths: dict[int, str]
) -> Iterator[_KnownFaces]:
    """Give the faces of photos that the recogniser has not seen, photo by photo, reading ahead a little."""
    for start in range(0, len(photo_ids), _PAGE):
        statement = (
            select(Photo.id, Photo.root_id, Photo.path, Photo.size, Photo.sha256, *_FACE)
            .join(Face, Face.photo_id == Photo.id)
            .where(
                Photo.id.in_(photo_ids[start : start + _PAGE]),
                Face.landmarks.is_not(None),
                unseen(recogniser_id),
            )
            .order_by(Photo.id, Face.id)
        )
        photos: dict[int, tuple[str, int, bytes]] = {}
        faces: dict[int, list[tuple[int, bytes, tuple[float, ...]]]] = {}
        with library.read() as session:
            for photo_id, root_id, path, size, sha256, face_id, landmarks, *box in session.execute(statement):
                if sha256 is not None and landmarks is not None and root_id in root_paths:
                    photos[photo_id] = (os.path.join(root_paths[root_id], path), size, sha256)  # noqa: PTH118
                    faces.setdefault(photo_id, []).append((face_id, landmarks, tuple(box)))
        for photo_id, photo in photos.items():
            ids, points, boxes = zip(*faces[photo_id], strict=True)
            array = np.frombuffer(b"".join(points), "<f4").astype(np.float32).reshape(-1, 5, 2)
            yield _KnownFaces(*photo, tuple(ids), np.array(boxes, np.float32), array)


class _Reembedder:
    """The steps of the pipeline that embeds known faces from their photos."""

    def __init__(self, anew: EmbeddingAnew, budget: PixelBudget) -> None:
        self._anew = anew
        self._budget = budget

    def size(self, task: _KnownFaces) -> int:
        """Return the bytes of the file."""
        return task.size

    def read(self, task: _KnownFaces) -> Read:
        """Read and hash a file."""
        return read(task.file)

    def decide(self, ready: list[tuple[_KnownFaces, Read]]) -> list[Work[Result] | Result]:
        """Embed the faces of files that are as the library knows them."""
        return [self._decide(task, content) for task, content in ready]

    def accept(self, task: _KnownFaces, result: Result) -> None:
        """Count a result."""
        if isinstance(result, Unusable):
            self._anew.tally.fail(Failure(task.file, result.problem, result.sentence))
        self._anew.tally.read += not isinstance(result, Vanished)
        self._anew.meter.advance(task.file, failed=isinstance(result, Unusable))

    def write(self, done: list[tuple[_KnownFaces, Result]]) -> None:
        """Write a batch in one transaction."""
        vectors: dict[int, bytes] = {}
        for task, result in done:
            if isinstance(result, Embedded):
                vectors.update(zip(task.face_ids, map(bytes, result.vectors), strict=True))
                for face_id, crop in zip(task.face_ids, result.crops, strict=bool(result.crops)):
                    self._anew.crops.keep(face_id, crop)
        self._anew.tally.embedded += self._anew.store(vectors)
        self._anew.crops.write()

    def tick(self) -> None:
        """Tell of progress."""
        self._anew.meter.tell()

    def _decide(self, task: _KnownFaces, content: Read) -> Work[Result] | Result:
        if not isinstance(content, Content):
            return content
        if content.sha256 != task.sha256:
            return Vanished()
        analyser = self._anew.analyser()
        complete = self._anew.crops.embeddable(task.face_ids) >= set(task.face_ids)
        cut = None if complete else task.boxes
        return Work(lambda: embed(content, task.file, task.landmarks, analyser, self._budget, cut=cut))
