"""Adding a face that the detector missed, where the user drew a box.

Looking at what is in the box lives in `app.indexing.drawing`; deleting a box in `app.operations.faces`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Executable, delete, select
from sqlalchemy.orm import Session

from app.library.boxes import SAME_BOX, SAME_MOMENT_MS, overlaps
from app.library.store import Library
from app.library.tables import Embedding, Erasure, Face, Photo, Sighting, now
from app.operations.belonging import chosen_person
from app.operations.changes import Changes, NewPerson, OperationError
from app.operations.history import perform
from app.operations.rows import IN_BULK, among, label, photo_by_id

#: Left, top, width and height in pixels of the upright photo at full size.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFace:
    """A face as it is to be added.

    Attributes:
        box: Where it is.
        landmarks: (5, 2) float32 in the frame of the box, as in `engine.detection.Detections`; None where
            nobody knows them.
        detector_score: 0 to 1; None where the detector saw nothing here.
        quality: 0 to 1 (`engine.quality`); None where it is not known.
        model_id: `Model.id` of the recogniser that made `vector`; None where there is none.
        vector: (d,) int8, the packed embedding (`engine.embedding.pack`); None together with `model_id`.
        source: "drawn" by the user, or "metadata" where a file or another program has a box.
        at_ms: In a video the moment of the box, milliseconds since the first frame; None in a photo.
    """

    box: Box
    landmarks: NDArray[np.float32] | None = None
    detector_score: float | None = None
    quality: float | None = None
    model_id: int | None = None
    vector: NDArray[np.int8] | None = None
    source: Literal["drawn", "metadata"] = "drawn"
    at_ms: int | None = None

    def __post_init__(self) -> None:
        if (self.model_id is None) != (self.vector is None):
            raise ValueError("an embedding is a model and a vector")
        if self.landmarks is not None and self.landmarks.shape != (5, 2):
            raise ValueError(f"five landmarks have the shape (5, 2), not {self.landmarks.shape}")


def draw_face(
    library: Library, *, photo: int, face: DrawnFace, to: int | str | NewPerson | None = None
) -> Changes:
    """Add a face to a photo, and say whose it is if that is known.

    What the user had deleted at this place is forgotten, so that it may be found again. In a video a place is
    one at a moment, and so is what is forgotten.

    Args:
        library: The library.
        photo: Its id.
        face: What to add.
        to: Id or name of a person or group, or `NewPerson`, whose face it becomes, confirmed; None for
            nobody, so that grouping may place it.

    Returns:
        What changed; `faces` has the new face alone.

    Raises:
        OperationError: The photo is not in the library, the box has no size or lies outside the photo,
            another face is at its place, a new name cannot be one or is somebody's, or a moment is given of
            a photo, or none or one behind its end of a video.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        of = photo_by_id(session, photo)
        check_box(face.box, of)
        check_moment(face.at_ms, of)
        for there in _faces_at(session, face, photo)[:1]:
            raise OperationError(
                f"Face {there} is there already. Say whose face that is, or delete it and draw again."
            )
        target = None if to is None else chosen_person(session, to)
        x, y, width, height = face.box
        drawn = Face(
            photo_id=photo,
            x=x,
            y=y,
            width=width,
            height=height,
            landmarks=None if face.landmarks is None else face.landmarks.astype("<f4").tobytes(),
            detector_score=face.detector_score,
            quality=face.quality,
            source=face.source,
            person_id=None if target is None else target.id,
            confirmed_at=None if target is None else now(),
            at_ms=face.at_ms,
        )
        session.add(drawn)
        session.flush()
        if face.at_ms is not None:
            session.add(Sighting(face_id=drawn.id, at_ms=face.at_ms, x=x, y=y, width=width, height=height))
        if face.model_id is not None and face.vector is not None:
            session.add(Embedding(face_id=drawn.id, model_id=face.model_id, vector=face.vector.tobytes()))
        erased = _erasures_at(session, face, photo)
        session.execute(delete(Erasure).where(among(Erasure.id, erased)), execution_options=IN_BULK)
        return "Drew a face" if target is None else f"Drew a face of {label(target)}"

    return perform(library, "draw", work)


def check_box(box: Box, photo: Photo) -> None:
    """Check that a box can be one of a photo.

    Raises:
        OperationError: It has no size, or lies outside the photo.
    """
    x, y, width, height = box
    if not all(map(math.isfinite, box)) or width <= 0 or height <= 0:
        raise OperationError("The box has no size. Draw it larger.")
    if photo.width is not None and photo.height is not None:
        outside = x >= photo.width or y >= photo.height or x + width <= 0 or y + height <= 0
        if outside:
            raise OperationError(
                f"The box lies outside the photo of {photo.width} x {photo.height} pixels. Draw it inside."
            )


def check_moment(at_ms: int | None, photo: Photo) -> None:
    """Check that a moment can be one of a video, and that a photo has none.

    Raises:
        OperationError: It cannot.
    """
    if photo.duration_ms is None and at_ms is not None:
        raise OperationError("A photo has no moments. Draw the box without one.")
    if photo.duration_ms is not None and (at_ms is None or not 0 <= at_ms <= photo.duration_ms):
        seconds = f"{photo.duration_ms / 1000:g}"
        raise OperationError(f"The video lasts {seconds} s. Draw the box at a moment of it.")


def _faces_at(session: Session, drawn: DrawnFace, photo: int) -> list[int]:
    """Return the ids of the faces of a photo that have this box, the nearest first."""
    if drawn.at_ms is None:
        box = (Face.x, Face.y, Face.width, Face.height)
        return _nearest(session, drawn, select(Face.id, *box).where(Face.photo_id == photo).order_by(Face.id))
    seen = (Sighting.x, Sighting.y, Sighting.width, Sighting.height)
    near = Sighting.at_ms.between(drawn.at_ms - SAME_MOMENT_MS, drawn.at_ms + SAME_MOMENT_MS)
    statement = select(Sighting.face_id, *seen).join(Face).where(Face.photo_id == photo, near)
    return _nearest(session, drawn, statement.order_by(Sighting.id))


def _erasures_at(session: Session, drawn: DrawnFace, photo: int) -> list[int]:
    """Return the ids of the deleted boxes of a photo that are where this one is."""
    box = (Erasure.x, Erasure.y, Erasure.width, Erasure.height)
    statement = select(Erasure.id, *box).where(Erasure.photo_id == photo).order_by(Erasure.id)
    if drawn.at_ms is not None:
        near = Erasure.at_ms.between(drawn.at_ms - SAME_MOMENT_MS, drawn.at_ms + SAME_MOMENT_MS)
        statement = statement.where(near)
    return _nearest(session, drawn, statement)


def _nearest(session: Session, drawn: DrawnFace, statement: Executable) -> list[int]:
    """Return the ids of those rows (id and box) that are where a drawn face is, the nearest first."""
    rows = session.execute(statement).all()
    boxes = np.array([tuple(row)[1:] for row in rows], np.float64).reshape(-1, 4)
    (shared,) = overlaps(np.array([drawn.box]), boxes)
    return [rows[at][0] for at in np.argsort(-shared, kind="stable") if shared[at] > SAME_BOX]
