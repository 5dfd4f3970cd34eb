"""The rows of a photo's faces: new ones, and which of a changed photo stay, and where.

Which faces are the same is found out in `app.indexing.faces`; everything else of a photo is written in
`app.indexing.writing`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.indexing.cropping import CropKeeper
from app.indexing.faces import FaceArrays, erased, match_faces
from app.indexing.report import Tally
from app.indexing.sightings import erasures_as_sightings, keep_sighting, put_sightings, sightings_of
from app.indexing.work import Analysed
from app.library.boxes import SAME_BOX, overlaps, resize
from app.library.tables import Embedding, Erasure, Face, Photo, Rejection
from engine.embedding import unpack
from engine.tracks import Sightings


class FaceRows:
    """Writes the faces of photos.

    Args:
        recogniser_id: `Model.id` of the recogniser in use.
        other_person: embeddings below this cosine similarity are of two people.
        crops: kept of every face found.
        tally: counts what was written.
    """

    def __init__(self, *, recogniser_id: int, other_person: float, crops: CropKeeper, tally: Tally) -> None:
        self._recogniser_id = recogniser_id
        self._other_person = other_person
        self._crops = crops
        self._tally = tally

    def add(self, session: Session, photo: Photo, result: Analysed, *, without: set[int]) -> None:
        """Write faces that were found as new rows.

        Args:
            session: A writing session.
            photo: Where they are.
            result: What was found.
            without: Indices of the detections that are no new faces.
        """
        indices = [index for index in range(len(result.photo.faces)) if index not in without]
        faces = [Face(photo_id=photo.id, **_place(result, index)) for index in indices]
        session.add_all(faces)
        session.flush()
        session.add_all(
            Embedding(face_id=face.id, model_id=self._recogniser_id, vector=result.vectors[index].tobytes())
            for face, index in zip(faces, indices, strict=True)
        )
        for face, index in zip(faces, indices, strict=True):
            self._crops.keep(face.id, result.photo.crops[index])
        if result.photo.video is not None:
            seen = result.photo.video.sightings
            put_sightings(session, {face.id: seen[index] for face, index in zip(faces, indices, strict=True)})

    def settle(
        self, session: Session, photo: Photo, size_before: tuple[int | None, int | None], result: Analysed
    ) -> set[int]:
        """Bring the faces and erasures of a changed photo to its new content.

        Args:
            session: A writing session.
            photo: Which has changed.
            size_before: Its width and height before, in pixels, as far as they were known.
            result: What was found in it now.

        Returns:
            The indices of the detections that are no new faces: old ones took them, or they were deleted.
        """
        width, height = size_before
        across, down = 1.0, 1.0
        if width is not None and height is not None:
            across, down = resize((width, height), (result.photo.width, result.photo.height))
        faces = session.scalars(select(Face).where(Face.photo_id == photo.id).order_by(Face.id)).all()
        erasures = session.scalars(select(Erasure).where(Erasure.photo_id == photo.id)).all()
        boxes: list[Face | Erasure] = [*faces, *erasures]
        for box in boxes:
            box.x, box.y = box.x * across, box.y * down
            box.width, box.height = box.width * across, box.height * down
        before = None
        if result.photo.video is not None:
            before = sightings_of(session, [face.id for face in faces], across=across, down=down)
        matched = self._keep(session, faces, result, before)
        if result.photo.video is None:
            at_erasures = (overlaps(result.photo.faces.boxes, _boxes(erasures)) > SAME_BOX).any(axis=1)
            gone = set(np.flatnonzero(at_erasures).tolist())
        else:
            gone = erased(result.photo.video.sightings, erasures_as_sightings(erasures))
        gone -= matched
        self._tally.faces -= len(gone)
        return matched | gone

    def _keep(
        self, session: Session, old: Sequence[Face], result: Analysed, seen_before: list[Sightings] | None
    ) -> set[int]:
        """Decide which faces of a changed photo stay, and where.

        A face that is still there keeps its row and all that the user said of it. One that is not is deleted
        unless the user said something of it; then it stays, without landmarks, since they would point
        nowhere in the new content and another recogniser must not be shown what is there.

        Returns:
            The indices of the detections that old faces took.
        """
        video = result.photo.video
        vectors = self._vectors(session, old, result.photo.embeddings.shape[1])
        seen_now = None if video is None else video.sightings
        pairs = match_faces(
            FaceArrays(_boxes(old), vectors, seen_before),
            FaceArrays(result.photo.faces.boxes, result.photo.embeddings, seen_now),
            other_person=self._other_person,
        )
        taken = dict(pairs)
        ids = [face.id for face in old]
        rejected = set(session.scalars(select(Rejection.face_id).where(Rejection.face_id.in_(ids))))
        for before, face in enumerate(old):
            if before in taken:
                for name, value in _place(result, taken[before]).items():
                    setattr(face, name, value)
                vector = result.vectors[taken[before]].tobytes()
                session.merge(Embedding(face_id=face.id, model_id=self._recogniser_id, vector=vector))
                self._crops.keep(face.id, result.photo.crops[taken[before]])
            elif (
                face.confirmed_at is not None
                or face.ignored_at is not None
                or face.source != "detected"
                or face.id in rejected
            ):
                face.landmarks = None
                # That a box the user drew is not found says nothing: it was not found before.
                end = video.duration_ms if video is not None and face.source == "drawn" else -1
                keep_sighting(session, face, till=end)
            else:
                session.expunge(face)
                session.execute(delete(Face).where(Face.id == face.id))
                self._crops.drop(face.id)
        session.flush()
        if seen_now is not None:
            put_sightings(session, {old[before].id: seen_now[now] for before, now in taken.items()})
        return set(taken.values())

    def _vectors(self, session: Session, faces: Sequence[Face], size: int) -> NDArray[np.float32]:
        statement = select(Embedding.face_id, Embedding.vector).where(
            Embedding.model_id == self._recogniser_id, Embedding.face_id.in_([face.id for face in faces])
        )
        known = {row.face_id: row.vector for row in session.execute(statement)}
        vectors = np.full((len(faces), size), np.nan, np.float32)
        for row, face in zip(vectors, faces, strict=True):
            if face.id in known:
                row[:] = unpack(np.frombuffer(known[face.id], np.int8))
        return vectors


def _boxes(rows: Sequence[Face] | Sequence[Erasure]) -> NDArray[np.float64]:
    return np.array([(row.x, row.y, row.width, row.height) for row in rows], np.float64).reshape(-1, 4)


def _place(result: Analysed, index: int) -> dict[str, float | bytes | None]:
    """Return the columns of a face that say where it is, in a video when, and how good."""
    faces, video = result.photo.faces, result.photo.video
    x, y, width, height = (float(value) for value in faces.boxes[index])
    return {
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "landmarks": faces.landmarks[index].astype("<f4").tobytes(),
        "detector_score": float(faces.scores[index]),
        "quality": float(result.photo.quality[index]),
        "at_ms": None if video is None else int(video.moments[index]),
    }
