"""Whose faces are whose, as several operations change it: giving, taking out, merging, making somebody new.

Each works in the session of an operation. What else operations do to rows lives in `app.operations.rows`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.tables import Face, Person, now
from app.operations.changes import NewPerson, OperationError
from app.operations.rows import (
    IN_BULK,
    also_confirmed,
    among,
    checked_name,
    dissolve,
    drop_contradictions,
    holder_of,
    label,
    reject,
    unconfirmed,
)


def chosen_person(session: Session, who: int | str | NewPerson) -> Person:
    """Return whom the user means; make them first where they are new.

    Raises:
        OperationError: The new name cannot be one, or is somebody's.
        PersonNotFoundError: There is no such person or group.
    """
    return new_person(session, who.name) if isinstance(who, NewPerson) else find_person(session, who)


def new_person(session: Session, name: str | None) -> Person:
    """Make a person, or a group without a name.

    Raises:
        OperationError: The name cannot be one, or is somebody's.
    """
    person = Person()
    if name is not None:
        person.name, person.name_key = checked_name(name)
        holder = holder_of(session, person.name_key)
        if holder is not None:
            raise OperationError(
                f"There is already a person called {holder.name}. Move the faces there, or choose a name "
                "that tells the two apart."
            )
    session.add(person)
    session.flush()
    return person


def by_person(faces: Iterable[Face]) -> dict[int, list[int]]:
    """Return the ids of faces by the person they belong to; faces of nobody are left out."""
    found: dict[int, list[int]] = {}
    for face in faces:
        if face.person_id is not None:
            found.setdefault(face.person_id, []).append(face.id)
    return found


def assign(session: Session, faces: Collection[int], person: int | None, moment: datetime | None) -> None:
    """Make faces somebody's, confirmed at a moment, or nobody's; nothing else changes."""
    session.execute(
        update(Face).where(among(Face.id, faces)).values(person_id=person, confirmed_at=moment),
        execution_options=IN_BULK,
    )


def give(session: Session, faces: dict[int, Face], target: Person) -> None:
    """Confirm faces to be somebody's, show them, and record that they are not whom they belonged to.

    A group without a name that loses its last face goes away, unless it is ignored; what was rejected of it
    is rejected of `target` then.
    """
    moment = now()
    before = by_person(face for face in faces.values() if face.person_id not in {None, target.id})
    staying = [face.id for face in faces.values() if face.person_id == target.id]
    assign(session, set(faces) - set(staying), target.id, moment)
    session.execute(
        update(Face).where(among(Face.id, staying), Face.confirmed_at.is_(None)).values(confirmed_at=moment),
        execution_options=IN_BULK,
    )
    session.execute(
        update(Face).where(among(Face.id, faces), Face.ignored_at.is_not(None)).values(ignored_at=None),
        execution_options=IN_BULK,
    )
    for person, moved in before.items():
        reject(session, moved, person)
    emptied = emptied_groups(session, before)
    if emptied:
        dissolve(session, emptied, into=target.id)
    drop_contradictions(session, target.id)


def take_out(session: Session, faces: Collection[Face]) -> None:
    """Make faces nobody's, and record that they are not whom they belonged to."""
    before = by_person(faces)
    assign(session, [face.id for face in faces], None, None)
    for person, moved in before.items():
        reject(session, moved, person)
    remove_emptied(session, before)


def remove_emptied(session: Session, people: Collection[int]) -> None:
    """Delete those of these people who have neither name nor faces and are not ignored."""
    # What is said of a group without faces says nothing any more.
    session.execute(
        delete(Person).where(among(Person.id, emptied_groups(session, people))), execution_options=IN_BULK
    )


def emptied_groups(session: Session, people: Collection[int]) -> list[int]:
    """Return those of these people who have neither name nor faces and are not ignored."""
    empty = select(Person.id).where(
        among(Person.id, people),
        Person.name.is_(None),
        Person.ignored_at.is_(None),
        ~select(Face.id).where(Face.person_id == Person.id).exists(),
    )
    return list(session.scalars(empty))


def merge_into(session: Session, target: Person, sources: list[Person]) -> str:
    """Make people and groups one, as `app.operations.people.merge_people` says; return the summary."""
    ids = [source.id for source in sources]
    summary = f"Merged {', '.join(label(source) for source in sources)} into {label(target)}"
    summary += also_confirmed(unconfirmed(session, [*ids, target.id]))
    session.execute(
        update(Face)
        .where(
            or_(
                and_(among(Face.person_id, ids), Face.confirmed_at.is_not(None)),
                and_(among(Face.person_id, ids), Face.ignored_at.is_(None)),
                # What the target has confirmed already stays as it is, and may be a hundred thousand faces.
                and_(Face.person_id == target.id, Face.confirmed_at.is_(None), Face.ignored_at.is_(None)),
            )
        )
        .values(person_id=target.id, confirmed_at=func.coalesce(Face.confirmed_at, now())),
        execution_options=IN_BULK,
    )
    # The sources' names must be free before the target takes one.
    dissolve(session, ids, into=target.id)
    named = [source for source in sources if source.name is not None]
    if target.name is None and named:
        target.name, target.name_key = named[0].name, named[0].name_key
        target.sort_name = named[0].sort_name
    everybody = [target, *sources]
    target.birthday = next((one.birthday for one in everybody if one.birthday), None)
    target.cover_face_id = next((one.cover_face_id for one in everybody if one.cover_face_id), None)
    target.notes = "\n".join(dict.fromkeys(one.notes for one in everybody if one.notes)) or None
    if any(source.ignored_at is None for source in named):
        target.ignored_at = None
    return summary
