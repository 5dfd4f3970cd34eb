"""Saying that somebody is in a photo, where is not known: "Anna is one of these"; and taking it back.

Taking over what files say lives in `app.operations.adopting`; whose a face is in `app.operations.faces`.
"""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Mention
from app.operations.belonging import chosen_person
from app.operations.changes import Changes, NewPerson, OperationError
from app.operations.history import perform
from app.operations.rows import IN_BULK, label, photo_by_id


def mention_person(library: Library, *, photo: int, person: int | str | NewPerson) -> Changes:
    """Say that a person is somewhere in a photo.

    Args:
        library: The library.
        photo: Its id.
        person: Id or name of somebody with a name, or `NewPerson`.

    Raises:
        OperationError: The photo is not in the library, they have no name, or a new name cannot be one or is
            somebody's.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        photo_by_id(session, photo)
        found = chosen_person(session, person)
        if found.name is None:
            raise OperationError(f"{label(found).capitalize()} has no name. Name it first.")
        known = select(Mention.id).where(Mention.photo_id == photo, Mention.person_id == found.id)
        if session.scalar(known) is None:
            session.add(Mention(photo_id=photo, person_id=found.id))
        return f"Noted that {label(found)} is in a photo"

    return perform(library, "mention", work)


def remove_mention(library: Library, *, photo: int, person: int | str) -> Changes:
    """Take back that a person is somewhere in a photo; faces of theirs stay.

    It does not come back when the photo's file, unchanged, is read again.

    Args:
        library: The library.
        photo: Its id.
        person: Id or name.

    Raises:
        OperationError: The photo is not in the library.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        photo_by_id(session, photo)
        found = find_person(session, person)
        session.execute(
            delete(Mention).where(Mention.photo_id == photo, Mention.person_id == found.id),
            execution_options=IN_BULK,
        )
        return f"Took back that {label(found)} is in a photo"

    return perform(library, "mention", work)
