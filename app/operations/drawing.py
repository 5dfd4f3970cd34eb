"""Adding a face that the detector missed, where the user drew a box.

Looking at what is in the box lives in `app.indexing.drawing`; deleting a box in `app.operations.faces`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.library.boxes import SAME_BOX, overlaps
from app.library.store import Library
from app.library.tables import Embedding, Erasure, Face, Photo, now
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
    """

    box: Box
    landmarks: NDArray[np.float32] | None = None
    detector_score: float | None = None
    quality: float | None = None
    model_id: int | None = None
    vector: NDArray[np.int8] | None = None
    source: Literal["drawn", "metadata"] = "drawn"

    def __post_init__(self) -> None:
        if (self.model_id is None) != (self.vector is None):
            raise ValueError("an embedding is a model and a vector")
        if self.landmarks is not None and self.landmarks.shape != (5, 2):
            raise ValueError(f"five landmarks have the shape (5, 2), not {self.landmarks.shape}")


def draw_face(
    library: Library, *, photo: int, face: DrawnFace, to: int | str | NewPerson | None = None
) -> Changes:
    """Add a face to a photo, and say whose it is if that is known.

    What the user had deleted at this place is forgotten, so that it may be found again.

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
            another face is at its place, or a new name cannot be one or is somebody's.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        check_box(face.box, photo_by_id(session, photo))
        for there in _at_place(session, Face, face.box, photo)[:1]:
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
        )
        session.add(drawn)
        session.flush()
        if face.model_id is not None and face.vector is not None:
            session.add(Embedding(face_id=drawn.id, model_id=face.model_id, vector=face.vector.tobytes()))
        erased = _at_place(session, Erasure, face.box, photo)
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


def _at_place(session: Session, table: type[Face | Erasure], box: Box, photo: int) -> list[int]:
    """Return the ids of the faces or erasures of a photo that have this box, the nearest first."""
    rows = session.execute(
        select(table.id, table.x, table.y, table.width, table.height)
        .where(table.photo_id == photo)
        .order_by(table.id)
    ).all()
    boxes = np.array([tuple(row)[1:] for row in rows], np.float64).reshape(-1, 4)
    (shared,) = overlaps(np.array([box]), boxes)
    return [rows[at].id for at in np.argsort(-shared, kind="stable") if shared[at] > SAME_BOX]
