"""Who is in a photo, nobody knows where: named there, and no face in it is theirs.

Saying where they are, or that they are not there, is the business of `app.operations`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.tables import Face, Mention, Person


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
