"""Splitting a person or group whose faces are of several people.

Proposals for a split are `app.grouping`'s; moving single faces lives in `app.operations.faces`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Face, Person, Rejection, now
from app.operations.belonging import assign, new_person
from app.operations.changes import Changes, OperationError
from app.operations.history import perform
from app.operations.rows import counted, faces_by_id, label


def split_person(
    library: Library,
    *,
    person: int | str,
    parts: Sequence[Sequence[int]],
    names: Sequence[str | None] | None = None,
) -> Changes:
    """Make groups of their own of some of a person's or group's faces; the other faces stay.

    The faces of each part become confirmed in its group. "Not the same" is recorded between the person and
    each new group, and between any two of these, so that grouping does not join them again. What was said
    of single faces, and of the person and others, stays as it was.

    Args:
        library: The library.
        person: Id or name.
        parts: Ids of faces of that person; each face in one part at most. Empty parts are left out.
        names: A new name for each part; None for a group without one.

    Returns:
        What changed; `people` has the person and the new groups, whose ids are the highest.

    Raises:
        OperationError: A face is not this person's, is in two parts or is not in the library; no face was
            chosen, or all were; or a name cannot be one, or is somebody's.
        PersonNotFoundError: There is no such person or group.
        ValueError: There are not as many names as parts.
    """
    called = [None] * len(parts) if names is None else names
    wanted = [(set(part), name) for part, name in zip(parts, called, strict=True) if part]

    def work(session: Session) -> str:
        found = find_person(session, person)
        chosen = faces_by_id(session, chain.from_iterable(part for part, _ in wanted))
        _check(session, found, chosen, [part for part, _ in wanted])
        moment = now()
        groups: list[Person] = []
        for part, name in wanted:
            groups.append(new_person(session, name))
            assign(session, part, groups[-1].id, moment)
        ids = [found.id, *(group.id for group in groups)]
        # New groups have the highest ids, so the lower one of each pair comes first.
        session.add_all(
            Rejection(person_id=one, other_person_id=other, created_at=moment)
            for one, other in combinations(ids, 2)
        )
        session.flush()
        return f"Split {counted(chosen)} off {label(found)} as {', '.join(map(label, groups))}"

    return perform(library, "split", work)


def _check(session: Session, person: Person, chosen: dict[int, Face], parts: list[set[int]]) -> None:
    for face in [face.id for face in chosen.values() if face.person_id != person.id][:1]:
        raise OperationError(f"Face {face} is not a face of {label(person)}. Choose only faces of theirs.")
    seen: set[int] = set()
    for part in parts:
        for face in sorted(part & seen)[:1]:
            raise OperationError(f"Face {face} is in two parts. Put it into one of them.")
        seen |= part
    if session.scalar(select(func.count()).where(Face.person_id == person.id)) == len(chosen):
        raise OperationError(f"All faces of {label(person)} were chosen. Leave out at least one that stays.")
