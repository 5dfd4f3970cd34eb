"""Questions, answers, split proposals and completeness, from a library through `familiar` and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers.command_line import CommandLine
from makers.libraries import CARD, Made, add_faces, assignments, between, centre, everything, members

from app.grouping import (
    answer,
    completeness,
    group,
    next_questions,
    propose_split,
    suggestions,
)
from app.library.store import Library
from app.operations import merge_people, name_person, undo


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Twelve people of four faces; the first two halves of a thirteenth, groups of six and three faces."""
    with Library.open(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(photo=10 * who + at, who=who) for who in range(12) for at in range(4)])
        add_faces(opened, [Made(photo=500 + at, who=20) for at in range(6)])
        other = between(20, 21, 0.45)
        add_faces(opened, [Made(photo=600 + at, who=0) for at in range(3)], np.stack([other] * 3))
        group(opened, card=CARD)
        yield opened


def halves(library: Library) -> tuple[int, int]:
    found = assignments(library)
    return found[49][0] or 0, found[55][0] or 0


def test_what_settles_most_is_asked_first_and_never_again(library: Library) -> None:
    large, small = halves(library)
    first = suggestions(library)[0]
    assert {first.person_id, first.other_person_id} == {large, small}
    assert first.settles == 3
    assert {first.nearest_face_id, first.other_nearest_face_id} <= set(range(49, 58))
    (question, *_) = next_questions(library, CARD, most=3)
    keys = {(item.one.person_id, item.other.person_id) for item in question.items}
    assert (large, small) in keys
    before = everything(library)

    done = answer(library, question, [False] * len(question.items))

    def asked() -> set[tuple[int | None, int | None]]:
        return {
            (item.one.person_id, item.other.person_id)
            for one in next_questions(library, CARD, most=9)
            for item in one.items
        }

    assert keys.isdisjoint(asked())
    group(library, card=CARD, anew=True)
    assert keys.isdisjoint(asked())
    assert not {(one.person_id, one.other_person_id) for one in suggestions(library)} & keys
    assert done.action_id is not None
    undo(library)
    assert everything(library)["rejection"] == before["rejection"]
    group(library, card=CARD, anew=True)
    assert (large, small) in {(one.person_id, one.other_person_id) for one in suggestions(library)}


def test_many_answers_are_told_in_one_sentence(library: Library) -> None:
    (question, *_) = next_questions(library, CARD, most=1)
    (item, *_) = question.items
    people = sorted(members(library))
    face = min(members(library)[people[3]])
    items = tuple(
        replace(item, one=replace(item.one, person_id=person), face_ids=(face,)) for person in people[:3]
    )
    done = answer(library, replace(question, kind="pairs", items=items), [False] * 3)
    assert done.summary == "Answered 3 questions on who is the same person; yes to 0"
    assert set(people[:3]) <= set(done.people)


def test_yes_merges_and_later_changes_nothing(library: Library) -> None:
    large, small = halves(library)
    (question,) = next_questions(library, CARD)
    before = everything(library)
    assert answer(library, question, [None] * len(question.items)).action_id is None
    assert everything(library) == before
    wanted = [{item.one.person_id, item.other.person_id} == {large, small} or None for item in question.items]
    changes = answer(library, question, wanted)
    assert changes.action_id is not None
    assert len(members(library)[large]) == 9


def test_a_mixed_group_is_proposed_to_be_split(library: Library) -> None:
    one, other = (assignments(library)[face][0] or 0 for face in (1, 5))
    merge_people(library, target=one, sources=[other])
    proposal = propose_split(library, CARD, one)
    blocks = {frozenset(face.face_id for face in part.faces) for part in proposal.parts}
    assert frozenset({1, 2, 3, 4}) in blocks or frozenset({5, 6, 7, 8}) in blocks
    assert proposal.parts[0].probability < 0.5
    # Whoever is one is proposed to be cut at the weakest seam, and told that it probably is none.
    whole = propose_split(library, CARD, assignments(library)[9][0] or 0)
    assert all(part.probability > 0.9 for part in whole.parts)


def test_completeness_counts_what_is_probably_elsewhere(library: Library) -> None:
    large, small = halves(library)
    found = completeness(library, CARD, large)
    assert found.found == 6
    assert 0 < found.elsewhere <= 4
    merge_people(library, target=large, sources=[small])
    group(library, card=CARD)
    assert completeness(library, CARD, large).elsewhere < found.elsewhere


def test_the_command_line_lists_questions_and_suggests(familiar: CommandLine, people: Library) -> None:
    name_person(people, person=1, name="Anna")
    document = familiar.json("review")
    assert set(document) >= {"questions"}
    told = familiar.json("suggest", "Anna")
    assert told["name"] == "Anna"
    assert told["found"] == 5
    assert told["elsewhere"] >= 0
    assert familiar.good("suggest", "Anna").startswith("Anna: ")


def test_centres_are_apart() -> None:
    assert centre(20) @ between(20, 21, 0.45) == pytest.approx(0.45)
