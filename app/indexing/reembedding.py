"""A change of recogniser: faces that the one in use has not seen yet are embedded again, from their photos.

Nothing is detected again, and the embeddings of other recognisers stay. The photos must be as the library
knows them. Faces of which there is no such photo are embedded from their crops, in `app.indexing.from_crops`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from app.indexing.budget import PixelBudget
from app.indexing.cropping import CropKeeper
from app.indexing.pipeline import Work
from app.indexing.progress import Meter
from app.indexing.report import Failure, Tally
from app.indexing.tasks import Read
from app.indexing.work import Content, Embedded, Unusable, Vanished, embed, read
from app.library.store import Library
from app.library.tables import Embedding, Face, Job, Photo
from engine.analysis import Analyser

#: Photos whose faces are fetched in one query.
_PAGE = 256

Result = Embedded | Unusable | Vanished

_FACE = (Face.id, Face.landmarks, Face.x, Face.y, Face.width, Face.height)


@dataclass(frozen=True, slots=True, eq=False)
class KnownFaces:
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


def photos_to_embed(session: Session, recogniser_id: int, roots: Collection[int]) -> list[int]:
    """Return the ids of photos with a face that the recogniser has not seen, in order.

    Args:
        session: A session.
        recogniser_id: `Model.id`.
        roots: Only photos of these roots.
    """
    statement = (
        select(Photo.id)
        .join(Face, Face.photo_id == Photo.id)
        .where(
            Photo.state == "analysed",
            Photo.missing_since.is_(None),
            Photo.root_id.in_(roots),
            Face.landmarks.is_not(None),
            unseen(recogniser_id),
        )
        .distinct()
        .order_by(Photo.id)
    )
    return list(session.scalars(statement))


def faces_to_embed(
    library: Library, photo_ids: list[int], recogniser_id: int, root_paths: dict[int, str]
) -> Iterator[KnownFaces]:
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
            yield KnownFaces(*photo, tuple(ids), np.array(boxes, np.float32), array)


def unseen(recogniser_id: int) -> ColumnElement[bool]:
    """Return the condition that a recogniser has no embedding of a `Face`."""
    return ~exists().where(Embedding.face_id == Face.id, Embedding.model_id == recogniser_id)


def store_embeddings(session: Session, recogniser_id: int, vectors: dict[int, bytes]) -> int:
    """Write embeddings of faces that have none of this recogniser.

    Args:
        session: A writing session.
        recogniser_id: `Model.id`.
        vectors: Packed embeddings by face id.

    Returns:
        How many of the faces the library still has.
    """
    # Somebody may have deleted a face meanwhile.
    there = session.scalars(select(Face.id).where(Face.id.in_(vectors)).order_by(Face.id)).all()
    session.add_all(
        Embedding(face_id=face_id, model_id=recogniser_id, vector=vectors[face_id]) for face_id in there
    )
    return len(there)


class Reembedder:
    """The steps of the pipeline that embeds known faces.

    Args:
        library: written to.
        job_id: the row of this run.
        recogniser_id: `Model.id` of the recogniser in use.
        analyser: returns the analyser, which is made when first asked for.
        budget: bounds the pixels in memory.
        crops: added to where faces have none: the photo is open anyway.
        meter: told of every photo.
        tally: counts what happened.
    """

    def __init__(
        self,
        library: Library,
        *,
        job_id: int,
        recogniser_id: int,
        analyser: Callable[[], Analyser],
        budget: PixelBudget,
        crops: CropKeeper,
        meter: Meter,
        tally: Tally,
    ) -> None:
        self._library = library
        self._job_id = job_id
        self._recogniser_id = recogniser_id
        self._analyser = analyser
        self._budget = budget
        self._crops = crops
        self._meter = meter
        self._tally = tally

    def size(self, task: KnownFaces) -> int:
        """Return the bytes of the file."""
        return task.size

    def read(self, task: KnownFaces) -> Read:
        """Read and hash a file."""
        return read(task.file)

    def decide(self, ready: list[tuple[KnownFaces, Read]]) -> list[Work[Result] | Result]:
        """Embed the faces of files that are as the library knows them."""
        return [self._decide(task, content) for task, content in ready]

    def accept(self, task: KnownFaces, result: Result) -> None:
        """Count a result."""
        if isinstance(result, Unusable):
            self._tally.fail(Failure(task.file, result.problem, result.sentence))
        self._tally.read += not isinstance(result, Vanished)
        self._meter.advance(task.file, failed=isinstance(result, Unusable))

    def write(self, done: list[tuple[KnownFaces, Result]]) -> None:
        """Write a batch in one transaction."""
        vectors: dict[int, bytes] = {}
        for task, result in done:
            if isinstance(result, Embedded):
                vectors.update(zip(task.face_ids, map(bytes, result.vectors), strict=True))
                for face_id, crop in zip(task.face_ids, result.crops, strict=bool(result.crops)):
                    self._crops.keep(face_id, crop)
        with self._library.write() as session:
            stored = store_embeddings(session, self._recogniser_id, vectors)
            session.execute(update(Job).where(Job.id == self._job_id).values(done=self._meter.done))
        self._tally.embedded += stored
        self._crops.write()

    def tick(self) -> None:
        """Tell of progress."""
        self._meter.tell()

    def _decide(self, task: KnownFaces, content: Read) -> Work[Result] | Result:
        if not isinstance(content, Content):
            return content
        if content.sha256 != task.sha256:
            return Vanished()
        analyser = self._analyser()
        complete = self._crops.embeddable(task.face_ids) >= set(task.face_ids)
        cut = None if complete else task.boxes
        return Work(lambda: embed(content, task.file, task.landmarks, analyser, self._budget, cut=cut))
