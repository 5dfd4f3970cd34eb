"""Ignoring many at a time: everyone else in a photo, everyone who is seldom seen.

Ignoring single faces lives in `app.operations.faces`, ignoring a person or group in `app.operations.people`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import Face, Person, now
from app.operations.changes import Changes, OperationError
from app.operations.history import perform
from app.operations.rows import IN_BULK, among, counted, faces_by_id, photo_by_id


def ignore_others(
    library: Library, *, photo: int, keep: Sequence[int] = (), confirmed_too: bool = False
) -> Changes:
    """Ignore everyone else in a photo, face by face.

    Args:
        library: The library.
        photo: Its id.
        keep: Ids of faces of this photo that stay as they are.
        confirmed_too: Ignore also faces that are confirmed to be somebody's who has a name.

    Raises:
        OperationError: The photo is not in the library, or a face is not in it.
    """

    def work(session: Session) -> str:
        photo_by_id(session, photo)
        kept = faces_by_id(session, keep) if keep else {}
        for face in [face.id for face in kept.values() if face.photo_id != photo][:1]:
            raise OperationError(f"Face {face} is in another photo. Keep only faces of this one.")
        statement = (
            select(Face.id)
            .outerjoin(Person, Face.person_id == Person.id)
            .where(Face.photo_id == photo, Face.ignored_at.is_(None), ~among(Face.id, kept))
        )
        if not confirmed_too:
            statement = statement.where(or_(Face.confirmed_at.is_(None), Person.name.is_(None)))
        others = session.scalars(statement).all()
        session.execute(
            update(Face).where(among(Face.id, others)).values(ignored_at=now()), execution_options=IN_BULK
        )
        return f"Ignored {counted(others)} in a photo"

    return perform(library, "ignore", work)


def ignore_seldom(library: Library, *, fewer_than: int) -> Changes:
    """Ignore everyone who is seen less often than so many times.

    Ignored are groups without a name of whom no face is confirmed and of whom there is a face to be seen, but
    fewer than this; and every face that belongs to nobody. Faces that grouping has not looked at yet are
    among these, so it should have been done before.

    Args:
        library: The library.
        fewer_than: How many faces a group must have to stay, those not counted that were ignored one by one.

    Raises:
        OperationError: `fewer_than` is less than 2.
    """

    def work(session: Session) -> str:
        if fewer_than < 2:
            raise OperationError("Everyone is seen at least once. Choose 2 times or more.")
        shown = func.count() - func.count(Face.ignored_at)
        seldom = (
            select(Face.person_id)
            .join(Person, Face.person_id == Person.id)
            .where(Person.name.is_(None), Person.ignored_at.is_(None))
            .group_by(Face.person_id)
            .having(func.count(Face.confirmed_at) == 0, shown.between(1, fewer_than - 1))
        )
        moment = now()
        nobodys = (Face.person_id.is_(None), Face.ignored_at.is_(None))
        connection = session.connection()
        groups = connection.execute(
            update(Person).where(Person.id.in_(seldom)).values(ignored_at=moment)
        ).rowcount
        faces = connection.execute(update(Face).where(*nobodys).values(ignored_at=moment)).rowcount
        return (
            f"Ignored {groups} group{'s' * (groups != 1)} seen fewer than {fewer_than} times and "
            f"{faces} face{'s' * (faces != 1)} of nobody"
        )

    return perform(library, "ignore", work)
