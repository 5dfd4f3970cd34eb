"""Turning the answers to a question into the user's actions, which can be undone.

The questions live in `app.grouping.questions`, the actions in `app.operations`.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    reject_faces,
    reject_pair,
)

Answered = list[tuple[Item, bool]]


def answer(library: Library, question: Question, answers: Sequence[bool | None]) -> list[Changes]:
    """Do what a user's answers to a question say.

    Afterwards `app.grouping.group` finds out what follows from them.

    Args:
        library: The library.
        question: The question.
        answers: Of each item: the two sides are the same person (of a block: it belongs), are not, or None
            for later.

    Returns:
        What changed, one for each entry in the history; undoing the question undoes as many.

    Raises:
        OperationError: The library has changed since the question was made.
        PersonNotFoundError: Somebody the question is about is no more.
    """
    answered = [(item, said) for item, said in zip(question.items, answers, strict=True) if said is not None]
    # People go away when they are merged, so faces come first.
    done = _blocks(library, answered) if question.kind == "blocks" else _faces(library, answered)
    if question.kind != "blocks":
        done += _people(library, [pair for pair in answered if not pair[0].face_ids])
    return [changes for changes in done if changes.action_id is not None]


def _faces(library: Library, answered: Answered) -> list[Changes]:
    by_person: dict[int, tuple[list[int], list[int]]] = {}
    for item, said in answered:
        if item.face_ids and item.one.person_id is not None:
            by_person.setdefault(item.one.person_id, ([], []))[not said].extend(item.face_ids)
    return [assign_faces(library, person=person, yes=yes, no=no) for person, (yes, no) in by_person.items()]


def _people(library: Library, answered: Answered) -> list[Changes]:
    done: list[Changes] = []
    same: list[tuple[int, int]] = []
    different: list[tuple[int, int]] = []
    for item, said in answered:
        if item.one.person_id is None or item.other.person_id is None:
            continue
        pair = item.one.person_id, item.other.person_id
        if item.one.name is None or item.other.name is None:
            (same if said else different).append(pair)
        elif said:
            done.append(merge_people(library, target=pair[0], sources=[pair[1]]))
        else:
            done.append(reject_pair(library, person=pair[0], other=pair[1]))
    if same or different:
        done.append(answer_pairs(library, same=same, different=different))
    return done


def _blocks(library: Library, answered: Answered) -> list[Changes]:
    done: list[Changes] = []
    belonging = [face for item, said in answered if said for face in item.face_ids]
    if belonging:
        done.append(confirm_faces(library, faces=belonging))
    single: dict[int, list[int]] = {}
    for item, said in answered:
        if said or item.one.person_id is None:
            continue
        if len(item.face_ids) == 1:
            single.setdefault(item.one.person_id, []).extend(item.face_ids)
        else:
            done.append(move_faces(library, faces=item.face_ids, to=NewPerson()))
    # A face alone is no group: as nobody's it may come to whom it resembles.
    return done + [reject_faces(library, faces=faces, person=person) for person, faces in single.items()]
