"""What a user does to single faces: move, confirm, reject, ignore, restore and erase them.

What a user does to whole people and groups lives in `app.operations.people`; drawing a face that was missed
in `app.operations.drawing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Erasure, Face, Sighting, now
from app.operations.belonging import by_person, chosen_person, give, remove_emptied, take_out
from app.operations.changes import Changes, NewPerson, OperationError
from app.operations.history import perform
from app.operations.rows import (
    IN_BULK,
    among,
    counted,
    drop_contradictions,
    faces_by_id,
    label,
    reject,
)


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
            take_out(session, [face for face in chosen.values() if face.person_id is not None])
            return f"Removed {counted(chosen)} from their people"
        target = chosen_person(session, to)
        give(session, chosen, target)
        return f"Moved {counted(chosen)} to {label(target)}"

    return perform(library, "move", work)


def confirm_faces(library: Library, *, faces: Sequence[int]) -> Changes:
    """Say that faces are rightly where they are.

    Raises:
        OperationError: A face is not in the library, or belongs to nobody.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        people = by_person(chosen.values())
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
        one = len(chosen) == 1
        if found.name is None:
            belongs = "does not belong to" if one else "do not belong to"
        else:
            belongs = "is not" if one else "are not"
        summary = f"Noted that {counted(chosen)} {belongs} {label(found)}"
        reject(session, [face.id for face in chosen.values() if face.person_id != found.id], found.id)
        take_out(session, [face for face in chosen.values() if face.person_id == found.id])
        return summary

    return perform(library, "reject", work)


def ignore_faces(library: Library, *, faces: Sequence[int]) -> Changes:
    """Ignore faces one by one; a confirmed face stays its person's.

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
    """Restore ignored faces.

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


def erase_faces(library: Library, *, faces: Sequence[int]) -> Changes:
    """Delete boxes that are no faces, with their embeddings; indexing does not bring them back.

    A group without a name that loses its last face goes away, unless it is ignored.

    Raises:
        OperationError: A face is not in the library.
    """

    def work(session: Session) -> str:
        chosen = faces_by_id(session, faces)
        people = by_person(chosen.values())
        _note_erased(session, [face for face in chosen.values() if _may_come_back(face)])
        session.execute(delete(Face).where(among(Face.id, chosen)), execution_options=IN_BULK)
        remove_emptied(session, people)
        return f"Deleted {counted(chosen)}"

    return perform(library, "erase", work)


def _note_erased(session: Session, faces: Sequence[Face]) -> None:
    """Note the boxes of faces that are to be found no more, in a video all those in which each is seen."""
    rows: list[tuple[int, Face | Sighting]] = [(face.photo_id, face) for face in faces]
    of_video = {face.id: face for face in faces if face.at_ms is not None}
    if of_video:
        seen = select(Sighting).where(among(Sighting.face_id, of_video)).order_by(Sighting.id)
        rows += [
            (of_video[one.face_id].photo_id, one)
            for one in session.scalars(seen)
            if one.at_ms != of_video[one.face_id].at_ms
        ]
    session.add_all(
        Erasure(photo_id=photo, x=box.x, y=box.y, width=box.width, height=box.height, at_ms=box.at_ms)
        for photo, box in rows
    )
    session.flush()


def _may_come_back(face: Face) -> bool:
    """Tell whether something is found at this place when the photo is looked at again."""
    if face.source == "detected":
        # Without landmarks it is left of an earlier version of the photo.
        return face.landmarks is not None
    # A drawn box with a score is one that the detector had a part in.
    return face.source == "metadata" or face.detector_score is not None
