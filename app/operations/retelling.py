"""What the user of another library said besides who is where: birthdays, notes, and who is not whom.

What is new of it is found out here, for showing it and for doing it alike; so the two cannot disagree. What
the user said here stands above it: a birthday and notes that are known stay, and a confirmed face stays.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.library.boxes import SAME_BOX, overlaps
from app.library.store import Library
from app.library.tables import Person, Rejection
from app.metadata.people import NamedRegion, People
from app.operations.changes import Changes, OperationError
from app.operations.faces import reject_faces
from app.operations.forgotten import ForgottenNames
from app.operations.history import perform
from app.operations.people import reject_pair, set_birthday, set_notes
from app.operations.placing import boxes_of
from app.operations.rows import among
from app.operations.saying import KnownFace, Said, SaidPhotos, key_of


@dataclass(frozen=True, slots=True)
class Described:
    """What was said of one person.

    Attributes:
        name: Theirs.
        birthday: Or None.
        notes: Or None.
    """

    name: str
    birthday: date | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Statements:
    """What was said besides who is where.

    Attributes:
        people: Of people with names.
        different: Names of two who are not the same.
        rejected: Where somebody's face is and whom it is not, by photo: the names of the regions.
    """

    people: tuple[Described, ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    rejected: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What of it the library does not know; people by the keys of their names.

    Attributes:
        birthdays: New ones.
        notes: New ones.
        different: Pairs.
        rejected: Faces, by id, and whom they are not.
    """

    birthdays: tuple[tuple[str, date], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    rejected: tuple[tuple[int, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.birthdays or self.notes or self.different or self.rejected)


def news_of(
    session: Session,
    said: Statements,
    *,
    made: Collection[str] = (),
    confirmed: Collection[tuple[int, str]] = (),
) -> News:
    """Find out what is new of what was said, and can be said here.

    That is of people whom the library has by name, and of faces that it has at the same place.

    Args:
        session: A session.
        said: What was said.
        made: Keys of the names of people who are going to be made, or named.
        confirmed: Faces, by id, that are going to be confirmed, and as whom.
    """
    names = [one.name for one in said.people] + [name for pair in said.different for name in pair]
    names += [region.name for one in said.rejected for region in one.people.regions]
    people = _people(session, {key_of(name) for name in names})
    there = people.keys() | set(made)
    birthdays: dict[str, date] = {}
    notes: dict[str, str] = {}
    for one in said.people:
        key = key_of(one.name)
        person = people.get(key)
        if one.birthday is not None and key in there and (person is None or person.birthday is None):
            birthdays.setdefault(key, one.birthday)
        if one.notes is not None and key in there and (person is None or person.notes is None):
            notes.setdefault(key, one.notes)
    pairs = dict.fromkeys(
        (min(keys), max(keys))
        for one, other in said.different
        if len(keys := {key_of(one), key_of(other)}) == 2 and keys <= there
    )
    known = _apart(session, [person.id for person in people.values()])
    ids = {key: person.id for key, person in people.items()}
    return News(
        tuple(birthdays.items()),
        tuple(notes.items()),
        tuple(pair for pair in pairs if frozenset(ids.get(key) for key in pair) not in known),
        tuple(_rejected(session, said.rejected, there, ids, set(confirmed))),
    )


def retell(library: Library, said: Statements) -> Changes:
    """Say what is new of it; a step of `perform_together`, after who is where was taken over.

    Args:
        library: The library.
        said: What was said.
    """

    def work(session: Session) -> str:
        news = news_of(session, said)
        keys = {key for key, _ in (*news.birthdays, *news.notes)} | {key for _, key in news.rejected}
        keys |= {key for pair in news.different for key in pair}
        ids = {key: person.id for key, person in _people(session, keys).items()}
        for key, day in news.birthdays:
            # A day on which nobody can have been born here is left out.
            with suppress(OperationError):
                set_birthday(library, person=ids[key], birthday=day)
        for key, text in news.notes:
            set_notes(library, person=ids[key], notes=text)
        for one, other in news.different:
            reject_pair(library, person=ids[one], other=ids[other])
        for key in dict.fromkeys(key for _, key in news.rejected):
            faces = [face for face, whom in news.rejected if whom == key]
            reject_faces(library, faces=faces, person=ids[key])
        return ""

    return perform(library, "import", work)


def _people(session: Session, keys: Collection[str]) -> dict[str, Person]:
    values = func.json_each(json.dumps(sorted(keys))).table_valued("value")
    found = session.scalars(select(Person).where(Person.name_key.in_(select(values.c.value))))
    return {person.name_key: person for person in found if person.name_key is not None}


def _apart(session: Session, people: Sequence[int]) -> set[frozenset[int | None]]:
    rows = session.execute(
        select(Rejection.person_id, Rejection.other_person_id).where(
            Rejection.other_person_id.is_not(None),
            or_(among(Rejection.person_id, people), among(Rejection.other_person_id, people)),
        )
    )
    return {frozenset((one, other)) for one, other in rows}


def _rejected(
    session: Session,
    said: Sequence[Said],
    there: Collection[str],
    ids: dict[str, int],
    confirmed: set[tuple[int, str]],
) -> dict[tuple[int, str], None]:
    """Return faces and whom they are not, as far as neither is known nor confirmed otherwise."""
    photos = SaidPhotos(session, [Said(one.photo_id, People()) for one in said])
    forgotten = ForgottenNames.of(session)
    found: dict[tuple[int, str], None] = {}
    whose: dict[int, int | None] = {}
    for one in said:
        photo = photos.by_id.get(one.photo_id)
        # The boxes of a video are of many moments.
        if photo is None or photo.moving or photo.width is None or photo.height is None:
            continue
        size = photo.width, photo.height
        for region, face in _at_place(photo.faces, one.people.regions, size):
            key = key_of(region.name)
            if key in there and not forgotten.has(photo.id, key) and (face.id, key) not in confirmed:
                found[face.id, key] = None
                whose[face.id] = face.person_id if face.confirmed else None
    rows = session.execute(
        select(Rejection.face_id, Rejection.person_id).where(among(Rejection.face_id, list(whose)))
    )
    known = {(face, person) for face, person in rows}
    return {
        (face, key): None
        for face, key in found
        if key not in ids or ((face, ids[key]) not in known and whose[face] != ids[key])
    }


def _at_place(
    faces: Sequence[KnownFace], regions: Sequence[NamedRegion], size: tuple[int, int]
) -> list[tuple[NamedRegion, KnownFace]]:
    """Return the regions with the face that has the same box; several may have one."""
    if not faces or not regions:
        return []
    shared = overlaps(boxes_of(list(regions), *size), np.array([face.box for face in faces], np.float64))
    best = shared.argmax(axis=1)
    return [
        (region, faces[at])
        for region, at, share in zip(regions, best.tolist(), shared.max(axis=1).tolist(), strict=True)
        if share > SAME_BOX
    ]
