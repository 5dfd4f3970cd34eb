"""What several operations do to rows: look faces up, confirm them, carry rejections over, describe people.

Each works in the session of an operation; the operations live in `app.operations.people` and
`app.operations.faces`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.library.names import clean_name, name_key
from app.library.tables import Face, Mention, Person, Photo, Rejection, now
from app.operations.changes import OperationError

#: For statements on many rows: objects that were read before keep the values they had.
IN_BULK: Final = {"synchronize_session": False}


def among(column: InstrumentedAttribute[Any], ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of any number of ids."""
    # One parameter, because SQLite limits how many a statement may have.
    values = func.json_each(json.dumps(list(ids))).table_valued("value")
    return column.in_(select(values.c.value))


def label(person: Person) -> str:
    """Return how a sentence names a person or group."""
    return f"group {person.id}" if person.name is None else person.name


def counted(ids: Collection[int]) -> str:
    """Return "1 face" or "12 faces"."""
    return "1 face" if len(ids) == 1 else f"{len(ids)} faces"


def also_confirmed(faces: Collection[int]) -> str:
    """Return what is added to a sentence where an action confirmed faces besides: "; confirmed 3 faces"."""
    return f"; confirmed {counted(faces)}" if faces else ""


def checked_name(name: str) -> tuple[str, str]:
    """Return a name as it is stored, and its key.

    Raises:
        OperationError: It is empty or has characters that no name has.
    """
    try:
        return clean_name(name), name_key(name)
    except ValueError as error:
        raise OperationError(f"{error} Choose another name.") from error


def holder_of(session: Session, key: str) -> Person | None:
    """Return the person whose name has this key, or None."""
    return session.scalar(select(Person).where(Person.name_key == key))


def faces_by_id(session: Session, faces: Iterable[int]) -> dict[int, Face]:
    """Return faces by id, in order of id.

    Raises:
        OperationError: None were given, or one is not in the library.
    """
    wanted = sorted(set(faces))
    if not wanted:
        raise OperationError("No faces were chosen. Choose at least one.")
    found = session.scalars(select(Face).where(among(Face.id, wanted)).order_by(Face.id))
    by_id = {face.id: face for face in found}
    for missing in [face for face in wanted if face not in by_id][:1]:
        raise _not_there("face", missing)
    return by_id


def photo_by_id(session: Session, photo: int) -> Photo:
    """Return a photo.

    Raises:
        OperationError: It is not in the library.
    """
    found = session.get(Photo, photo)
    if found is None:
        raise _not_there("photo", photo)
    return found


def _not_there(what: str, number: int) -> OperationError:
    return OperationError(f"There is no {what} {number} in the library. Choose another one.")


def unconfirmed(session: Session, people: Collection[int]) -> list[int]:
    """Return the ids of the faces of people that are neither confirmed nor ignored."""
    return list(
        session.scalars(
            select(Face.id).where(
                among(Face.person_id, people), Face.confirmed_at.is_(None), Face.ignored_at.is_(None)
            )
        )
    )


def confirm_shown(session: Session, person_id: int) -> None:
    """Confirm every face of a person that the user did not ignore."""
    session.execute(
        update(Face)
        .where(Face.person_id == person_id, Face.confirmed_at.is_(None), Face.ignored_at.is_(None))
        .values(confirmed_at=now()),
        execution_options=IN_BULK,
    )
    drop_contradictions(session, person_id)


def drop_contradictions(session: Session, person_id: int) -> None:
    """Withdraw "not this person" of all faces that are now confirmed to be this person."""
    # Asked of each rejection, since a person may have a hundred thousand faces.
    confirmed = select(Face.id).where(
        Face.id == Rejection.face_id, Face.person_id == person_id, Face.confirmed_at.is_not(None)
    )
    session.execute(
        delete(Rejection).where(Rejection.person_id == person_id, confirmed.exists()),
        execution_options=IN_BULK,
    )


def reject(session: Session, faces: Collection[int], person_id: int) -> None:
    """Record "not this person" of faces, where that is not yet recorded."""
    known = set(
        session.scalars(
            select(Rejection.face_id).where(Rejection.person_id == person_id, among(Rejection.face_id, faces))
        )
    )
    moment = now()
    session.add_all(
        Rejection(face_id=face, person_id=person_id, created_at=moment) for face in sorted(set(faces) - known)
    )
    session.flush()


def reject_pair(session: Session, one: int, other: int) -> None:
    """Record "not the same" of two people, where that is not yet recorded."""
    low, high = sorted((one, other))
    pair = (Rejection.person_id == low, Rejection.other_person_id == high)
    if session.scalar(select(Rejection.id).where(*pair)) is None:
        session.add(Rejection(person_id=low, other_person_id=high))
        session.flush()


def dissolve(session: Session, people: Collection[int], *, into: int) -> None:
    """Delete people; what was rejected of them is rejected of another from now on, who is where they were.

    A rejection between them falls away, and so does that of a face which is confirmed to be `into`. Photos
    that were said to have them somewhere are said to have `into`.

    Args:
        session: A writing session.
        people: Ids; their confirmed faces have been moved already.
        into: Id of the person they became part of.
    """
    rejections = session.execute(
        select(Rejection.face_id, Rejection.person_id, Rejection.other_person_id, Rejection.created_at).where(
            or_(among(Rejection.person_id, people), among(Rejection.other_person_id, people))
        )
    ).all()
    known = {
        tuple(row)
        for row in session.execute(
            select(Rejection.face_id, Rejection.person_id, Rejection.other_person_id).where(
                or_(Rejection.person_id == into, Rejection.other_person_id == into)
            )
        )
    }
    mentioned = session.execute(
        select(Mention.photo_id, func.min(Mention.created_at))
        .where(
            among(Mention.person_id, people),
            Mention.photo_id.not_in(select(Mention.photo_id).where(Mention.person_id == into)),
        )
        .group_by(Mention.photo_id)
        .order_by(Mention.photo_id)
    ).all()
    session.execute(delete(Person).where(among(Person.id, people)), execution_options=IN_BULK)
    session.add_all(Mention(photo_id=photo, person_id=into, created_at=moment) for photo, moment in mentioned)
    gone = set(people)
    for face, person, other, moment in sorted(rejections, key=lambda row: row.created_at):
        first = into if person in gone else person
        second = into if other in gone else other
        if second is not None and second < first:
            first, second = second, first
        if first != second and (face, first, second) not in known:
            known.add((face, first, second))
            session.add(Rejection(face_id=face, person_id=first, other_person_id=second, created_at=moment))
    session.flush()
    drop_contradictions(session, into)
