"""Who is somewhere in a photo, where is not known: of a person, and of a photo.

Saying so and taking it back is a user's action and lives in `app.operations`; searches find such photos in
`app.search`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.library.tables import Face, Mention, Person, Photo, Root


@dataclass(frozen=True, slots=True)
class MentionedIn:
    """A photo that a person is in, without a face of theirs.

    Attributes:
        photo_id: `Photo.id`.
        root: Absolute path of the root.
        path: Relative to the root.
        taken_at: As `Photo.taken_at`.
        missing: Whether the file is gone.
    """

    photo_id: int
    root: str
    path: str
    taken_at: str | None
    missing: bool

    @property
    def file(self) -> Path:
        """Absolute path of the photo."""
        return Path(self.root, self.path)


@dataclass(frozen=True, slots=True)
class MentionedPerson:
    """Somebody who is in a photo, without a face of theirs.

    Attributes:
        person_id: `Person.id`.
        name: Theirs.
    """

    person_id: int
    name: str


def _open() -> ColumnElement[bool]:
    """Return the condition that no face of the photo is the mentioned person's."""
    return (
        ~select(Face.id)
        .where(Face.photo_id == Mention.photo_id, Face.person_id == Mention.person_id)
        .exists()
    )


def mentions_of_person(session: Session, person_id: int) -> list[MentionedIn]:
    """Return the photos that a person is in without a face, by date (unknown dates first)."""
    rows = session.execute(
        select(Photo.id, Root.path, Photo.path, Photo.taken_at, Photo.missing_since.is_not(None))
        .join(Mention, Mention.photo_id == Photo.id)
        .join(Root, Photo.root_id == Root.id)
        .where(Mention.person_id == person_id, _open())
        .order_by(Photo.taken_at, Photo.id)
    )
    return [MentionedIn(photo, root, path, taken, missing) for photo, root, path, taken, missing in rows]


def mentions_in_photo(session: Session, photo_id: int) -> list[MentionedPerson]:
    """Return who is in a photo without a face, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Mention, Mention.person_id == Person.id)
        .where(Mention.photo_id == photo_id, Person.name.is_not(None), _open())
        .order_by(Person.name_key)
    )
    return [MentionedPerson(person, name) for person, name in rows if name is not None]
