"""Who is in a photo, nobody knows where: named there, and no face in it is theirs; and in which photos.

Saying where they are, or that they are not there, is the business of `app.operations`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.library.tables import Face, Mention, Person, Photo


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody who is in a photo, nobody knows where.

    Attributes:
        person_id: `Person.id`.
        name: Their name.
    """

    person_id: int
    name: str


def mentioned_in_photo(session: Session, photo_id: int) -> list[Mentioned]:
    """Return who is somewhere in a photo, by name, but for those who are ignored or have a face there.

    Args:
        session: A session of the library.
        photo_id: `Photo.id`.
    """
    face = select(Face.id).where(
        Face.photo_id == photo_id, Face.person_id == Person.id, Face.ignored_at.is_(None)
    )
    statement = (
        select(Person.id, Person.name)
        .join(Mention, Mention.person_id == Person.id)
        .where(
            Mention.photo_id == photo_id,
            Person.name.is_not(None),
            Person.ignored_at.is_(None),
            ~face.exists(),
        )
        .order_by(Person.name_key)
    )
    return [Mentioned(person, name) for person, name in session.execute(statement) if name is not None]


def mentioned_photos(session: Session, person_id: int) -> NDArray[np.int64]:
    """Return the photos in which somebody is named, nobody knows where: without a face of theirs.

    Args:
        session: A session of the library.
        person_id: `Person.id`.

    Returns:
        (n,) int64, `Photo.id` of photos whose files are not gone, newest first.
    """
    face = select(Face.id).where(
        Face.photo_id == Photo.id, Face.person_id == person_id, Face.ignored_at.is_(None)
    )
    statement = (
        select(Photo.id)
        .join(Mention, Mention.photo_id == Photo.id)
        .where(Mention.person_id == person_id, Photo.missing_since.is_(None), ~face.exists())
        .order_by(Photo.taken_at.desc(), Photo.id.desc())
    )
    return np.array(session.scalars(statement).all(), np.int64)


def known_by_mention_alone(session: Session) -> dict[int, int]:
    """Count the photos in which people without a face are named.

    Returns:
        How many, of photos whose files are not gone, by `Person.id`; people with faces are left out.
    """
    face = select(Face.id).where(Face.person_id == Mention.person_id, Face.ignored_at.is_(None))
    statement = (
        select(Mention.person_id, func.count())
        .join(Photo, Photo.id == Mention.photo_id)
        .where(Photo.missing_since.is_(None), ~face.exists())
        .group_by(Mention.person_id)
    )
    return {person: int(photos) for person, photos in session.execute(statement)}
