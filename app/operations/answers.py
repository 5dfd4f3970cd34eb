"""A user's answers to whole pages of questions, each page one entry in the history.

Which questions are asked, and in which order, is `app.grouping`'s to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Face, Person
from app.operations.belonging import give, merge_into, take_out
from app.operations.changes import Changes, OperationError
from app.operations.history import perform
from app.operations.rows import (
    also_confirmed,
    among,
    counted,
    faces_by_id,
    label,
    reject,
    reject_pair,
    unconfirmed,
)

Pair = tuple[int | str, int | str]


def assign_faces(
    library: Library, *, person: int | str, yes: Sequence[int], no: Sequence[int] = ()
) -> Changes:
    """Answer "are these all Anna?": some faces are, and become confirmed hers; some are not, for ever.

    The one is done as `move_faces` does it, the other as `reject_faces`.

    Args:
        library: The library.
        person: Id or name.
        yes: Ids of faces that are this person's.
        no: Ids of faces that are not.

    Raises:
        OperationError: No face was given, one is not in the library, or one is both.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        target = find_person(session, person)
        chosen = faces_by_id(session, [*yes, *no])
        for face in sorted(set(yes) & set(no))[:1]:
            raise OperationError(f"Face {face} cannot both be {label(target)} and not be. Choose one.")
        ours = {face: chosen[face] for face in sorted(set(yes))}
        others = [chosen[face] for face in sorted(set(no))]
        summary = _said(target, ours, others)
        if ours:
            give(session, ours, target)
        if others:
            reject(session, [face.id for face in others if face.person_id != target.id], target.id)
            take_out(session, [face for face in others if face.person_id == target.id])
        return summary

    return perform(library, "assign", work)


def _said(target: Person, yes: dict[int, Face], no: list[Face]) -> str:
    """Return "Said that 38 faces are Anna and 2 are not", of a group that they belong to it."""
    name, group = label(target), target.name is None
    others = counted([face.id for face in no])
    if not yes and group:
        return f"Said that {others} {'does' if len(no) == 1 else 'do'} not belong to {name}"
    if not yes:
        return f"Said that {_are(others)} not {name}"
    if group:
        summary = f"Said that {counted(yes)} belong{'s' * (len(yes) == 1)} to {name}"
        return f"{summary} and {len(no)} {'does' if len(no) == 1 else 'do'} not" if no else summary
    summary = f"Said that {_are(counted(yes))} {name}"
    return f"{summary} and {_are(str(len(no)))} not" if no else summary


def _are(count: str) -> str:
    return f"{count} {'is' if count.partition(' ')[0] == '1' else 'are'}"


def answer_pairs(library: Library, *, same: Sequence[Pair] = (), different: Sequence[Pair] = ()) -> Changes:
    """Answer a page of "are these two the same?": merge all that are, tell apart those that are not.

    People and groups whom pairs join, directly or through others, become one, as `merge_people` does it.
    The one that stays is the one with a name, else the one with most faces, else the one with the lowest id.

    Args:
        library: The library.
        same: Pairs of ids or names that are one person.
        different: Pairs that are not.

    Raises:
        OperationError: There is no pair, a pair is one person or group with itself, the answers contradict
            each other, or would make one of two people with names.
        PersonNotFoundError: There is no such person or group.
    """

    def work(session: Session) -> str:
        equal, apart = _looked_up(session, same), _looked_up(session, different)
        if not equal and not apart:
            raise OperationError("No pair was answered. Answer at least one.")
        sets = _connected(equal)
        for one, other in apart:
            if any(one in members and other in members for members in sets):
                raise OperationError(
                    f"These answers make one of {label(one)} and {label(other)}, and tell them apart. "
                    "Take one of them back."
                )
        targets: dict[Person, Person] = {}
        for members in sets:
            target = _target(session, members)
            targets |= dict.fromkeys(members, target)
        unsure = unconfirmed(session, [person.id for person in targets])
        for target in dict.fromkeys(targets.values()):
            merge_into(
                session, target, [one for one in targets if targets[one] is target and one is not target]
            )
        session.flush()
        for one, other in apart:
            reject_pair(session, targets.get(one, one).id, targets.get(other, other).id)
        return _answered(len(equal), len(apart)) + also_confirmed(unsure)

    return perform(library, "answer", work)


def _looked_up(session: Session, pairs: Iterable[Pair]) -> list[tuple[Person, Person]]:
    found = [(find_person(session, one), find_person(session, other)) for one, other in pairs]
    for one, other in found:
        if one is other:
            raise OperationError(
                f"A pair of {label(one)} and the same again says nothing. Choose two different ones."
            )
    return found


def _connected(pairs: list[tuple[Person, Person]]) -> list[list[Person]]:
    """Return the sets of people whom pairs join, each in order of id."""
    set_of: dict[Person, list[Person]] = {}
    for one, other in pairs:
        joined = set_of.setdefault(one, [one])
        added = set_of.setdefault(other, [other])
        if joined is not added:
            if len(joined) < len(added):
                joined, added = added, joined
            joined += added
            set_of |= dict.fromkeys(added, joined)
    by_identity = {id(members): members for members in set_of.values()}
    return [sorted(members, key=lambda person: person.id) for members in by_identity.values()]


def _target(session: Session, members: list[Person]) -> Person:
    """Return the one of several people, in order of id, that the others become part of."""
    named = [person for person in members if person.name is not None]
    if len(named) > 1:
        raise OperationError(
            f"These answers would make one of {named[0].name} and {named[1].name}. Take one of them back, or "
            "merge these two people first."
        )
    if named:
        return named[0]
    found = session.scalars(
        select(Face.person_id).where(among(Face.person_id, [person.id for person in members]))
    )
    faces = Counter(found)
    return max(members, key=lambda person: (faces[person.id], -person.id))


def _answered(same: int, different: int) -> str:
    """Return "Said that 3 pairs are the same and 2 are not"."""
    if not same:
        return f"Said that {_are(_pairs(different))} not the same"
    summary = f"Said that {_are(_pairs(same))} the same"
    return f"{summary} and {_are(str(different))} not" if different else summary


def _pairs(count: int) -> str:
    return "1 pair" if count == 1 else f"{count} pairs"
