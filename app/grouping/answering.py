"""Turning the answers to a question into the user's actions, which can be undone.

The questions live in `app.grouping.questions`, the actions in `app.operations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from app.grouping.questions import Item, Question
from app.library.store import Library
from app.operations import (
    Changes,
    NewPerson,
    answer_pairs,
    assign_faces,
    confirm_faces,
    merge_people,
    move_faces,
    perform_together,
    reject_faces,
)

#: So many actions are told of one by one.
_FEW: Final = 2

Answered = list[tuple[Item, bool]]
Step = Callable[[], Changes]


def answer(library: Library, question: Question, answers: Sequence[bool | None]) -> Changes:
    """Do what a user's answers to a question say, as one action.

    Afterwards `app.grouping.group` finds out what follows from them.

    Args:
        library: The library.
        question: The question.
        answers: Of each item: the two sides are the same person (of a block: it belongs), are not, or None
            for later.

    Returns:
        What changed; nothing, where all was put off.

    Raises:
        OperationError: The library has changed since the question was made; nothing was done.
        PersonNotFoundError: Somebody the question is about is no more; nothing was done.
    """
    answered = [(item, said) for item, said in zip(question.items, answers, strict=True) if said is not None]
    if question.kind == "blocks":
        steps = list(_blocks(library, answered))
    else:
        # People go away when they are merged, so faces come first.
        steps = [*_faces(library, answered), *_people(library, answered)]
    return perform_together(library, "review", steps, summary=_said(question, answered, len(steps)))


def _said(question: Question, answered: Answered, steps: int) -> str:
    """Return a sentence on answers that take many actions, whose own would say little; else nothing."""
    if steps <= _FEW:
        return ""
    yes = sum(said for _, said in answered)
    what = "who belongs where" if question.kind == "blocks" else "who is the same person"
    return f"Answered {len(answered)} questions on {what}; yes to {yes}"


def _faces(library: Library, answered: Answered) -> Iterator[Step]:
    by_person: dict[int, tuple[list[int], list[int]]] = {}
    for item, said in answered:
        if item.face_ids and item.one.person_id is not None:
            by_person.setdefault(item.one.person_id, ([], []))[not said].extend(item.face_ids)
    for person, (yes, no) in by_person.items():
        yield partial(assign_faces, library, person=person, yes=yes, no=no)


def _people(library: Library, answered: Answered) -> Iterator[Step]:
    same: list[tuple[int, int]] = []
    different: list[tuple[int, int]] = []
    for item, said in answered:
        if item.one.person_id is None or item.other.person_id is None:
            continue
        pair = item.one.person_id, item.other.person_id
        if item.one.name is None or item.other.name is None or not said:
            (same if said else different).append(pair)
        else:
            yield partial(merge_people, library, target=pair[0], sources=[pair[1]])
    if same or different:
        yield partial(answer_pairs, library, same=same, different=different)


def _blocks(library: Library, answered: Answered) -> Iterator[Step]:
    belonging = [face for item, said in answered if said for face in item.face_ids]
    if belonging:
        yield partial(confirm_faces, library, faces=belonging)
    single: dict[int, list[int]] = {}
    for item, said in answered:
        if said or item.one.person_id is None:
            continue
        if len(item.face_ids) == 1:
            single.setdefault(item.one.person_id, []).extend(item.face_ids)
        else:
            yield partial(move_faces, library, faces=item.face_ids, to=NewPerson())
    # A face alone is no group: as nobody's it may come to whom it resembles.
    for person, faces in single.items():
        yield partial(reject_faces, library, faces=faces, person=person)
