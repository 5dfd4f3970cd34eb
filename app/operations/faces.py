"""What a user does to single faces: move, confirm, reject, ignore and restore them.

What a user does to whole people and groups lives in `app.operations.people`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Face, Person, now
from app.operations.changes import Changes, OperationError
from app.operations.history import perform
from app.operations.rows import (
    IN_BULK,
    among,
    checked_name,
    counted,
    dissolve,
    drop_contradictions,
    faces_by_id,
    holder_of,
    label,
    reject,
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom an operation is to make.

    Attributes:
        name: Their name; None for a group without one.
    """

    name: str | None = None


def move_faces(library: Library, *, faces: Sequence[int], to: int | str | NewPerson | None) -> Changes:
    """Say whose faces these are: they become confirmed there, and shown if they were ignored.

    Where a face belonged to somebody else, "not this person" is recorded of the two. A group without a
    name that loses its last face this way goes away, unless it is ignored; what was rejected of it is then
    rejected of the person its faces went to.

    Args:
        library: The library.
        faces: Ids.
        to: Id or name of a person or group; `NewPerson` for a new one; None for nobody.

    Raises:
        OperationError: A face is not in the library, or the new name cannot be one or is somebody's.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        if to is None:
            _take_out(session, [face for face in chosen.values() if face.person_id is not None])
            return f"Removed {counted(chosen)} from their people"
        target = _new_person(session, to.name) if isinstance(to, NewPerson) else find_person(session, to)
        _give(session, chosen, target)
        return f"Moved {counted(chosen)} to {label(target)}"

    return perform(library, "move", work)


def _new_person(session: Session, name: str | None) -> Person:
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


def _give(session: Session, faces: dict[int, Face], target: Person) -> None:
    moment = now()
    before = _by_person(face for face in faces.values() if face.person_id not in {None, target.id})
    staying = [face.id for face in faces.values() if face.person_id == target.id]
    _assign(session, set(faces) - set(staying), target.id, moment)
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
    emptied = _emptied_groups(session, before)
    if emptied:
        dissolve(session, emptied, into=target.id)
    drop_contradictions(session, target.id)


def _take_out(session: Session, faces: Collection[Face]) -> None:
    """Make faces nobody's, and record that they are not whom they belonged to."""
    before = _by_person(faces)
    _assign(session, [face.id for face in faces], None, None)
    for person, moved in before.items():
        reject(session, moved, person)
    # What is said of a group without faces says nothing any more.
    session.execute(
        delete(Person).where(among(Person.id, _emptied_groups(session, before))), execution_options=IN_BULK
    )


def _by_person(faces: Iterable[Face]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for face in faces:
        if face.person_id is not None:
            found.setdefault(face.person_id, []).append(face.id)
    return found


def _assign(session: Session, faces: Collection[int], person: int | None, moment: datetime | None) -> None:
    session.execute(
        update(Face).where(among(Face.id, faces)).values(person_id=person, confirmed_at=moment),
        execution_options=IN_BULK,
    )


def _emptied_groups(session: Session, people: Collection[int]) -> list[int]:
    """Return those of these people who have neither name nor faces and are not ignored."""
    empty = select(Person.id).where(
        among(Person.id, people),
        Person.name.is_(None),
        Person.ignored_at.is_(None),
        ~select(Face.id).where(Face.person_id == Person.id).exists(),
    )
    return list(session.scalars(empty))


def confirm_faces(library: Library, *, faces: Sequence[int]) -> Changes:
    """Say that faces are rightly where they are.

    Raises:
        OperationError: A face is not in the library, or belongs to nobody.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        people = _by_person(chosen.values())
        for face in [face for face in chosen.values() if face.person_id is None][:1]:
            raise OperationError(f"Face {face.id} belongs to nobody yet. Move it to a person instead.")
        session.execute(
            update(Face)
            .where(among(Face.id, chosen), Face.confirmed_at.is_(None))
            .values(confirmed_at=now()),
            execution_options=IN_BULK,
        )
        for person in people:
            drop_contradictions(session, person)
        return f"Confirmed {counted(chosen)}"

    return perform(library, "confirm", work)


def reject_faces(library: Library, *, faces: Sequence[int], person: int | str) -> Changes:
    """Say that faces are not this person's; where they were, they are nobody's then.

    Raises:
        OperationError: A face is not in the library.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        found = find_person(session, person)
        summary = f"Noted that {counted(chosen)} are not {label(found)}"
        if len(chosen) == 1:
            summary = f"Noted that 1 face is not {label(found)}"
        reject(session, [face.id for face in chosen.values() if face.person_id != found.id], found.id)
        _take_out(session, [face for face in chosen.values() if face.person_id == found.id])
        return summary

    return perform(library, "reject", work)


def ignore_faces(library: Library, *, faces: Sequence[int]) -> Changes:
    """Hide faces one by one; a confirmed face stays its person's.

    Raises:
        OperationError: A face is not in the library.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        session.execute(
            update(Face).where(among(Face.id, chosen), Face.ignored_at.is_(None)).values(ignored_at=now()),
            execution_options=IN_BULK,
        )
        return f"Ignored {counted(chosen)}"

    return perform(library, "ignore", work)


def restore_faces(library: Library, *, faces: Sequence[int]) -> Changes:
    """Show ignored faces again.

    Raises:
        OperationError: A face is not in the library.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        session.execute(
            update(Face).where(among(Face.id, chosen), Face.ignored_at.is_not(None)).values(ignored_at=None),
            execution_options=IN_BULK,
        )
        return f"Restored {counted(chosen)}"

    return perform(library, "restore", work)
