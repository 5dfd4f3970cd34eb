"""What the user does in one go that takes several operations, each of these as one entry in the history.

The operations themselves live in `app.operations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from app import operations
from app.library.store import Library
from app.operations import Changes

if TYPE_CHECKING:
    from app.grouping import Suggested

#: So many people and groups are told of one by one.
_FEW: Final = 2


def ignore_people(library: Library, *, people: Sequence[int]) -> Changes:
    """Ignore several people and groups.

    Raises:
        PersonNotFoundError: One of them is no more; nothing was done.
    """
    steps = [partial(operations.ignore_person, library, person=person) for person in people]
    return operations.perform_together(library, "ignore", steps, summary=_of_many("Ignored", people))


def restore_people(library: Library, *, people: Sequence[int]) -> Changes:
    """Restore several people and groups that are ignored.

    Raises:
        PersonNotFoundError: One of them is no more; nothing was done.
    """
    steps = [partial(operations.restore_person, library, person=person) for person in people]
    return operations.perform_together(library, "restore", steps, summary=_of_many("Restored", people))


def _of_many(done: str, people: Sequence[int]) -> str:
    """Return a sentence on many, of whom a list would say nothing; empty for a few."""
    return f"{done} {len(people)} people and groups" if len(people) > _FEW else ""


def split_off(library: Library, *, person: int, parts: Sequence[Sequence[int]]) -> Changes:
    """Take faces off a person or group: parts of several faces as groups, single ones as nobody's.

    A face alone is no group: as nobody's it may come to whom it resembles.

    Raises:
        OperationError: As `app.operations.split_person`; nothing was done.
        PersonNotFoundError: There is no such person or group.
    """
    several = [part for part in parts if len(part) > 1]
    single = [face for part in parts if len(part) == 1 for face in part]
    steps: list[Callable[[], Changes]] = []
    if several:
        steps.append(partial(operations.split_person, library, person=person, parts=several))
    if single:
        steps.append(partial(operations.reject_faces, library, faces=single, person=person))
    return operations.perform_together(library, "split", steps)


def answer_alike(library: Library, *, suggestions: Sequence[Suggested], same: bool) -> Changes:
    """Say of look-alikes that they are the same person, or of all that they are not.

    Args:
        library: The library.
        suggestions: At least one; to make one of two people with names, use `merge_people`.
        same: Whether they are.

    Raises:
        OperationError: They would make one of two people with names; nothing was done.
        PersonNotFoundError: Somebody is no more; nothing was done.
    """
    return operations.perform_together(library, "review", list(_answers(library, suggestions, same=same)))


def _answers(
    library: Library, suggestions: Sequence[Suggested], *, same: bool
) -> Iterator[Callable[[], Changes]]:
    faces: dict[int, list[int]] = {}
    pairs = []
    for one in suggestions:
        if one.face_id is not None:
            faces.setdefault(one.person_id, []).append(one.face_id)
        elif one.other_person_id is not None:
            pairs.append((one.person_id, one.other_person_id))
    # People go away when they are merged, so faces come first.
    for person, some in faces.items():
        yes, no = (some, []) if same else ([], some)
        yield partial(operations.assign_faces, library, person=person, yes=yes, no=no)
    if pairs:
        equal, apart = (pairs, []) if same else ([], pairs)
        yield partial(operations.answer_pairs, library, same=equal, different=apart)
