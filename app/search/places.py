"""Where faces are to be found: their photo's file and their box, for a list of faces."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.library.tables import Face, Model, Person, Photo, Root
from engine.models import ModelCard


@dataclass(frozen=True, slots=True)
class FacePlace:
    """One face in the library.

    Attributes:
        photo_id: `Photo.id`.
        file: The photo's file.
        missing: The file is gone.
        box: Left, top, width and height, in pixels of the upright photo at full size.
        person_id: The person or group it belongs to, or None.
        name: Of that person, or None.
    """

    photo_id: int
    file: Path
    missing: bool
    box: tuple[float, float, float, float]
    person_id: int | None
    name: str | None


def face_places(session: Session, faces: Collection[int]) -> dict[int, FacePlace]:
    """Return where each of these faces is, by face id; faces that are gone are left out."""
    ids = func.json_each(json.dumps(list(faces))).table_valued("value")
    rows = session.execute(
        select(
            Face.id,
            Photo.id,
            Root.path,
            Photo.path,
            Photo.missing_since.is_not(None),
            Face.x,
            Face.y,
            Face.width,
            Face.height,
            Face.person_id,
            Person.name,
        )
        .join(Photo, Face.photo_id == Photo.id)
        .join(Root, Photo.root_id == Root.id)
        .outerjoin(Person, Face.person_id == Person.id)
        .where(Face.id.in_(select(ids.c.value)))
    )
    return {
        face: FacePlace(photo, Path(root, path), missing, (x, y, width, height), person, name)
        for face, photo, root, path, missing, x, y, width, height, person, name in rows
    }


def model_of(session: Session, card: ModelCard) -> int:
    """Return the id of the model of this card; 0 where the library has not used it."""
    found = session.scalar(select(Model.id).where(Model.sha256 == bytes.fromhex(card.file.sha256)))
    return found or 0
