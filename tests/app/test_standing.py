"""Whether a question that was made before the library changed can still be answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from makers.libraries import CARD, Made, add_faces, between, centre, run, vector

from app import operations
from app.grouping import Question, answer, group, next_questions
from app.grouping.standing import stands
from app.library.store import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two groups that are a little alike (faces 1 to 4, 5 to 7), and a face that is like the first (8)."""
    with Library.open(tmp_path / "library.db") as opened:
        others = [between(0, 1, 0.456) + 0.3 * vector(21, seed) for seed in range(3)]
        vectors = [*[centre(0)] * 4, *[one / np.linalg.norm(one) for one in others], between(0, 2, 0.449)]
        add_faces(opened, [Made(photo, 0) for photo in range(1, 9)], np.stack(vectors))
        group(opened, card=CARD, anew=True)
        yield opened


def asked(library: Library) -> Question:
    (question,) = next_questions(library, CARD)
    assert [item.face_ids for item in question.items] == [(), (8,)]
    return question


def still(library: Library, question: Question) -> bool:
    with library.read() as session:
        return stands(session, question)


def test_it_stands_while_nothing_happens_or_something_else_does(library: Library) -> None:
    question = asked(library)
    assert still(library, question)
    operations.name_person(library, person=1, name="Anna")
    assert still(library, question)


@pytest.mark.parametrize("answers", [[True, None], [False, None], [None, True], [None, False]])
def test_an_answer_ends_it_and_undo_brings_it_back(library: Library, answers: list[bool | None]) -> None:
    question = asked(library)
    answer(library, question, answers)
    assert not still(library, question)
    operations.undo(library)
    assert still(library, question)


def test_it_ends_with_who_and_what_it_is_about(library: Library) -> None:
    question = asked(library)
    for people in (1, 2):
        operations.ignore_person(library, person=people)
        assert not still(library, question)
        operations.undo(library)
    operations.ignore_faces(library, faces=[8])
    assert not still(library, question)
    operations.undo(library)
    assert still(library, question)
    operations.move_faces(library, faces=[8], to=2)
    assert not still(library, question)


def test_a_block_stands_while_its_faces_are_where_they_were(tmp_path: Path) -> None:
    with Library.open(tmp_path / "blocks.db") as library:
        vectors = [*[vector(0, seed) for seed in range(6)], *[vector(1, seed) for seed in range(3)]]
        add_faces(library, [Made(photo, 0) for photo in range(1, 10)], np.stack(vectors))
        group(library, card=CARD, anew=True)
        run(library, "UPDATE face SET person_id = 1")
        group(library, card=CARD)
        (question,) = next_questions(library, CARD)
        assert question.kind == "blocks"
        assert still(library, question)
        operations.reject_faces(library, faces=[7], person=1)
        assert not still(library, question)


def test_it_ends_where_a_face_that_is_shown_is_somebody_elses(library: Library) -> None:
    question = asked(library)
    shown = question.items[0].one.shown_face_id
    # One goes and another comes: as many as there were.
    run(library, f"UPDATE face SET person_id = 2 WHERE id = {shown}")
    run(library, "UPDATE face SET person_id = 1 WHERE id = 7")
    assert not still(library, question)
    assert all(
        shown not in {item.one.shown_face_id, item.other.shown_face_id}
        for one in next_questions(library, CARD)
        for item in one.items
    )
