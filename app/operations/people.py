"""What a user does to people and groups: name, merge, confirm, tell apart, ignore, choose a cover.

What a user does to single faces lives in `app.operations.faces`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, update
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
    confirm_shown,
    dissolve,
    faces_by_id,
    holder_of,
    label,
)
from app.operations.rows import reject_pair as record_pair


def name_person(library: Library, *, person: int | str, name: str, merge: bool = False) -> Changes:
    """Name a group, or rename a person.

    Naming a group confirms all its faces that are not ignored: the user said whose they are. Renaming
    confirms nothing.

    Args:
        library: The library.
        person: Id or present name.
        name: The new name.
        merge: Where somebody has this name already, merge this person or group into them.

    Raises:
        OperationError: The name cannot be one, or somebody else has it and `merge` is false.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        cleaned, key = checked_name(name)
        found = find_person(session, person)
        holder = holder_of(session, key)
        if holder is not None and holder is not found:
            if merge:
                return _merge(session, holder, [found])
            raise OperationError(
                f"There is already a person called {holder.name}. Merge the two if they are one person, or "
                "choose a name that tells them apart."
            )
        before, summary = found.name, f"Named {label(found)} {cleaned}"
        found.name, found.name_key = cleaned, key
        session.flush()
        if before is None:
            confirm_shown(session, found.id)
            return summary
        return f"Renamed {before} to {cleaned}"

    return perform(library, "name", work)


def merge_people(library: Library, *, target: int | str, sources: Sequence[int | str]) -> Changes:
    """Make several people or groups one; all their faces that are not ignored become confirmed.

    The target keeps its id and its name; without a name it takes that of the first source that has one.
    What the target lacks (birthday, cover) it takes from the sources; notes are kept of all. Rejections
    carry over, except between those who are merged. The outcome is ignored if the target is, unless
    a person with a name comes in who is not.

    Args:
        library: The library.
        target: Id or name of the one that stays.
        sources: Ids or names of those that become part of it.

    Raises:
        OperationError: There is no source, or the target is among them.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        into = find_person(session, target)
        parts = list(dict.fromkeys(find_person(session, source) for source in sources))
        if not parts or into in parts:
            raise OperationError("Choose at least two different people or groups to merge.")
        return _merge(session, into, parts)

    return perform(library, "merge", work)


def _merge(session: Session, target: Person, sources: list[Person]) -> str:
    ids = [source.id for source in sources]
    summary = f"Merged {', '.join(label(source) for source in sources)} into {label(target)}"
    session.execute(
        update(Face)
        .where(
            or_(
                and_(among(Face.person_id, ids), Face.confirmed_at.is_not(None)),
                and_(among(Face.person_id, [*ids, target.id]), Face.ignored_at.is_(None)),
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


def confirm_person(library: Library, *, person: int | str) -> Changes:
    """Confirm every face of a person or group that is not ignored; a group is thereby kept for ever.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        confirm_shown(session, found.id)
        return f"Confirmed all faces of {label(found)}"

    return perform(library, "confirm", work)


def reject_pair(library: Library, *, person: int | str, other: int | str) -> Changes:
    """Record that two people or groups are not the same.

    Raises:
        OperationError: They are one.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        one, two = find_person(session, person), find_person(session, other)
        if one is two:
            raise OperationError("Choose two different people or groups to tell apart.")
        record_pair(session, one.id, two.id)
        return f"Noted that {label(one)} is not {label(two)}"

    return perform(library, "reject", work)


def ignore_person(library: Library, *, person: int | str) -> Changes:
    """Hide a person or group; new faces may still join it, and stay hidden with it.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        found.ignored_at = found.ignored_at or now()
        return f"Ignored {label(found)}"

    return perform(library, "ignore", work)


def restore_person(library: Library, *, person: int | str) -> Changes:
    """Show an ignored person or group again.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        found.ignored_at = None
        return f"Restored {label(found)}"

    return perform(library, "restore", work)


def set_cover(library: Library, *, person: int | str, face: int | None) -> Changes:
    """Choose the face that stands for a person or group.

    Args:
        library: The library.
        person: Id or name.
        face: One of their faces; None to let the best one be shown.

    Raises:
        OperationError: The face is somebody else's, or is not in the library.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        if face is not None and faces_by_id(session, [face])[face].person_id != found.id:
            raise OperationError(
                f"Face {face} is not a face of {label(found)}. Choose one of their faces, or move this one "
                "to them first."
            )
        found.cover_face_id = face
        return f"Changed the cover of {label(found)}"

    return perform(library, "cover", work)
