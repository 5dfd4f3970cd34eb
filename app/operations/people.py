"""What a user does to people and groups: name, merge, confirm, tell apart, ignore, describe, choose a cover.

What a user does to single faces lives in `app.operations.faces`, splitting in `app.operations.splitting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Face, Mention, Person, Photo, now
from app.operations.belonging import assign, merge_into, remove_emptied
from app.operations.changes import Changes, OperationError
from app.operations.history import perform
from app.operations.rows import (
    IN_BULK,
    also_confirmed,
    checked_name,
    confirm_shown,
    counted,
    faces_by_id,
    holder_of,
    label,
    unconfirmed,
)
from app.operations.rows import reject_pair as record_pair

#: Nobody who was born earlier lived to be photographed in numbers: the oldest photographs are of the 1820s.
_EARLIEST_BIRTHDAY: Final = date(1800, 1, 1)


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
                return merge_into(session, holder, [found])
            raise OperationError(
                f"There is already a person called {holder.name}. Merge the two if they are one person, or "
                "choose a name that tells them apart."
            )
        before, summary = found.name, f"Named {label(found)} {cleaned}"
        found.name, found.name_key = cleaned, key
        session.flush()
        if before is None:
            unsure = unconfirmed(session, [found.id])
            confirm_shown(session, found.id)
            return summary + also_confirmed(unsure)
        return f"Renamed {before} to {cleaned}"

    return perform(library, "name", work)


def remove_name(library: Library, *, person: int | str) -> Changes:
    """Make a person a group without a name again; their faces, and what was said of these, stay.

    Birthday and notes go with the name, because a group has none, and so does that photos have them
    somewhere. A person without faces goes away.

    Raises:
        OperationError: They have no name.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        _require_name(found)
        rest = [what for what, kept in (("birthday", found.birthday), ("notes", found.notes)) if kept]
        summary = f"Removed the name {found.name}" + (f" with {' and '.join(rest)}" if rest else "")
        found.name = found.name_key = found.sort_name = found.birthday = found.notes = None
        session.execute(delete(Mention).where(Mention.person_id == found.id), execution_options=IN_BULK)
        session.flush()
        remove_emptied(session, [found.id])
        return summary

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
        return merge_into(session, into, parts)

    return perform(library, "merge", work)


def confirm_person(library: Library, *, person: int | str) -> Changes:
    """Confirm every face of a person or group that is not ignored; a group is thereby kept for ever.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        unsure = unconfirmed(session, [found.id])
        confirm_shown(session, found.id)
        return f"Confirmed {counted(unsure)} of {label(found)}"

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
    """Ignore a person or group; new faces may still join it, and stay ignored with it.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        found.ignored_at = found.ignored_at or now()
        return f"Ignored {label(found)}"

    return perform(library, "ignore", work)


def restore_person(library: Library, *, person: int | str) -> Changes:
    """Restore an ignored person or group.

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


def set_birthday(library: Library, *, person: int | str, birthday: date | None) -> Changes:
    """Say when a person was born: no face in an older photo comes to them by itself any more.

    Faces in older photos that were theirs without being confirmed become nobody's. Confirmed ones stay; the
    summary tells of them, since one of the two must be wrong.

    Args:
        library: The library.
        person: Id or name.
        birthday: None where it is not known.

    Raises:
        OperationError: They have no name, or nobody in a photo can have been born on that day.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        _require_name(found)
        if birthday is None:
            found.birthday = None
            return f"Removed the birthday of {found.name}"
        if not _EARLIEST_BIRTHDAY <= birthday <= now().astimezone().date():
            raise OperationError(
                f"{birthday.isoformat()} cannot be the birthday of anybody in a photo. Choose a day from "
                f"{_EARLIEST_BIRTHDAY.isoformat()} to today."
            )
        found.birthday = birthday.isoformat()
        # Text order is time order, and a day comes before every time on it.
        older = (Face.person_id == found.id, Face.photo_id == Photo.id, Photo.taken_at < found.birthday)
        photos = session.scalar(
            select(func.count(Photo.id.distinct())).where(*older, Face.confirmed_at.is_not(None))
        )
        unsure = session.scalars(select(Face.id).where(*older, Face.confirmed_at.is_(None))).all()
        assign(session, unsure, None, None)
        summary = f"Set the birthday of {found.name} to {found.birthday}"
        if unsure:
            summary += f"; took {counted(unsure)} in older photos away"
        if photos:
            summary += (
                f"; {'1 confirmed photo is' if photos == 1 else f'{photos} confirmed photos are'} older"
            )
        return summary

    return perform(library, "birthday", work)


def set_notes(library: Library, *, person: int | str, notes: str | None) -> Changes:
    """Write down what a user wants to remember of a person.

    Args:
        library: The library.
        person: Id or name.
        notes: Any text, also of several lines; None or blank for nothing.

    Raises:
        OperationError: They have no name, or the text has characters that cannot be stored.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        found = find_person(session, person)
        _require_name(found)
        text = (notes or "").strip()
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise OperationError("The notes have broken characters. Remove them, then try again.") from error
        found.notes = text or None
        return f"Changed the notes on {label(found)}"

    return perform(library, "notes", work)


def _require_name(person: Person) -> None:
    """Refuse to describe a group: grouping may take it apart, and what was written down would be lost."""
    if person.name is None:
        raise OperationError(f"{label(person).capitalize()} has no name. Name it first.")
