"""The questions of a review: what is asked, in which order, and what becomes of the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.command_line import CommandLine
from makers.libraries import (
    CARD,
    Made,
    add_faces,
    assignments,
    between,
    centre,
    everything,
    members,
    run,
    scalar,
    vector,
)

from app.grouping import (
    Item,
    Question,
    Side,
    Sitting,
    answer,
    completeness,
    group,
    next_questions,
    suggestions,
)
from app.grouping.questions import LEAST_WORTH, MOST_PAIRS, ask, heard
from app.library.store import Library
from app.operations import confirm_faces, history, ignore_person, name_person, undo
from engine.models import ModelCard, parse_card


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


#: As the command line has it.
STORED = parse_card(CARD.text)


def fill(library: Library, *vectors: np.ndarray, card: ModelCard = CARD) -> list[int]:
    """Add faces, each in a photo of its own, and group them."""
    start = int(scalar(library, "SELECT coalesce(max(id), 0) FROM photo"))
    faces = add_faces(library, [Made(start + at, 0) for at in range(1, len(vectors) + 1)], np.stack(vectors))
    group(library, card=card, anew=True)
    return faces


def look(who: int, other: int, share: float, count: int) -> list[np.ndarray]:
    """Faces around a direction between two centres."""
    middle = between(who, other, share)
    found = [middle + 0.3 * vector(20 + who + other, seed) for seed in range(count)]
    return [one / np.linalg.norm(one) for one in found]


def parted(library: Library, card: ModelCard = CARD) -> None:
    """Two groups of one person (1 and 2), their lonely face (the last one), and two strangers (3 and 4)."""
    strangers = [vector(who, seed) for who in (5, 6) for seed in range(3)]
    faces = [centre(0)] * 4 + look(0, 1, 0.456, 3) + strangers
    fill(library, *faces, between(0, 2, 0.449), card=card)


def only(question: Question) -> Item:
    (item,) = question.items
    return item


def test_a_pair_and_a_lonely_face_are_asked_on_one_page(library: Library) -> None:
    parted(library)
    (question,) = next_questions(library, CARD, most=5)
    assert question.kind == "pairs"
    pair, face = question.items
    assert (pair.one.person_id, pair.other.person_id, pair.face_ids) == (1, 2, ())
    assert (pair.one.faces, pair.other.faces) == (4, 3)
    assert (face.one.person_id, face.other.person_id, face.face_ids) == (1, None, (14,))
    assert face.other.shown_face_id == 14
    assert pair.expected
    assert face.expected
    assert question.worth == pytest.approx(
        (3 * pair.probability + face.probability) / (3 - pair.probability - face.probability)
    )


def test_answers_become_operations_that_can_be_undone(library: Library) -> None:
    parted(library)
    before = everything(library)
    (question,) = next_questions(library, CARD)
    done = answer(library, question, [True, True])
    assert members(library)[1] == {1, 2, 3, 4, 5, 6, 7, 14}
    assert all(confirmed for person, confirmed in assignments(library).values() if person == 1)
    # Two operations, and one entry in the history.
    assert done.summary == history(library)[0].summary
    undo(library)
    assert all(entry.undone_at is not None for entry in history(library, most=1))
    assert everything(library) == before
    group(library, card=CARD)
    assert next_questions(library, CARD) == [question]
    answer(library, question, [False, None])
    assert scalar(library, "SELECT count(*) FROM rejection WHERE person_id = 1 AND other_person_id = 2") == 1
    assert members(library)[1] == {1, 2, 3, 4}


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("said", [True, False])
def test_what_was_answered_is_not_asked_again(library: Library, said: bool, grouped: bool) -> None:
    parted(library)
    (question,) = next_questions(library, CARD)
    answer(library, question, [said, said])
    if grouped:
        group(library, card=CARD)
    assert next_questions(library, CARD) == []


def test_later_holds_for_the_sitting(library: Library) -> None:
    parted(library)
    (question,) = next_questions(library, CARD)
    assert answer(library, question, [None, None]).action_id is None
    sitting = Sitting().after(question, [None, None])
    assert next_questions(library, CARD, sitting=sitting) == []
    assert next_questions(library, CARD) == [question]
    away = Sitting().without(question.items[1].other)
    assert next_questions(library, CARD, sitting=away)[0].items == question.items[:1]
    assert next_questions(library, CARD, sitting=Sitting().without(question.items[0].one)) == []


def test_a_name_is_on_the_one_side_and_the_age_is_shown(library: Library) -> None:
    parted(library)
    name_person(library, person=2, name="Anna")
    run(library, "UPDATE person SET birthday = '2000-06-15' WHERE id = 2")
    run(library, "UPDATE photo SET taken_at = '2010-06-14T12:00:00' WHERE id <= 4")
    group(library, card=CARD, anew=True)
    item = next(item for item in next_questions(library, CARD)[0].items if item.other.person_id == 1)
    assert (item.one.person_id, item.one.name) == (2, "Anna")
    assert (item.age, item.other.taken_at) == (9, "2010-06-14T12:00:00")
    run(library, "UPDATE person SET birthday = '2010-06-15' WHERE id = 2")
    group(library, card=CARD, anew=True)
    items = [item for question in next_questions(library, CARD, most=9) for item in question.items]
    assert not [item for item in items if {item.one.person_id, item.other.person_id} == {1, 2}]


def test_who_is_ignored_is_not_asked_about(library: Library) -> None:
    parted(library)
    ignore_person(library, person=2)
    assert [one.face_id for one in suggestions(library)] == [14]
    assert next_questions(library, CARD) == []
    run(library, "UPDATE face SET ignored_at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 14")
    assert suggestions(library) == []


def test_blocks_that_do_not_belong_leave(library: Library) -> None:
    anna = [vector(0, seed) for seed in range(6)]
    fill(library, *anna, *[vector(1, seed) for seed in range(3)], vector(2, 1))
    run(library, "UPDATE face SET person_id = 1")
    group(library, card=CARD)
    (question,) = next_questions(library, CARD)
    assert question.kind == "blocks"
    assert {item.face_ids for item in question.items if not item.expected} == {(7, 8, 9), (10,)}
    done = answer(library, question, [item.expected for item in question.items])
    assert members(library)[1] == {1, 2, 3, 4, 5, 6}
    assert {7, 8, 9} in members(library).values()
    assert assignments(library)[10] == (None, False)
    assert done.action_id is not None
    undo(library)
    assert set(members(library)) == {1}
    answer(library, question, [True] * len(question.items))
    assert assignments(library)[7] == assignments(library)[10] == (1, True)
    asked = [item.face_ids for found in next_questions(library, CARD, most=9) for item in found.items]
    assert not {(7, 8, 9), (10,)} & set(asked)


def test_confirmed_blocks_are_not_asked_about(library: Library) -> None:
    fill(library, *[vector(0, seed) for seed in range(6)], *[vector(1, seed) for seed in range(3)])
    run(library, "UPDATE face SET person_id = 1")
    group(library, card=CARD)
    assert next_questions(library, CARD)[0].items[0].face_ids == (7, 8, 9)
    confirm_faces(library, faces=list(range(1, 10)))
    group(library, card=CARD)
    assert next_questions(library, CARD) == []


def test_an_empty_library_has_no_questions(library: Library) -> None:
    assert next_questions(library, CARD) == []
    add_faces(library, [Made(1, 0)])
    group(library, card=CARD)
    assert next_questions(library, CARD) == []


def test_completeness_counts_what_is_probably_elsewhere(library: Library) -> None:
    parted(library)
    whole = completeness(library, CARD, 1)
    assert whole.found == 4
    # What is surer than that has been put together.
    expected = [one.probability * one.settles for one in suggestions(library)]
    assert whole.elsewhere == pytest.approx(sum(expected))
    assert 1.5 < whole.elsewhere < 4
    assert whole.share == pytest.approx(4 / (4 + whole.elsewhere))
    assert completeness(library, CARD, 3).elsewhere == 0
    (question,) = next_questions(library, CARD)
    answer(library, question, [True, False])
    group(library, card=CARD)
    assert completeness(library, CARD, 1).elsewhere == 0
    assert completeness(library, CARD, 1).found == 7


def item_of(
    one: int, other: int | None, *, faces: int = 1, chance: float = 0.9, name: str | None = None
) -> Item:
    side = Side(other, None, faces, 1000 + one, 1000 + one, None)
    mine = () if other is not None else (1000 + one,)
    return Item(Side(one, name, 900, 1, 1, None), side, mine, 0.5, chance, chance)


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 50), st.floats(0, 1), st.booleans()),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_pages_go_together(rows: list[tuple[int, int, int, float, bool]]) -> None:
    items = [
        item_of(one, 10 + other if whole else None, faces=faces, chance=chance)
        for one, other, faces, chance, whole in rows
    ]
    questions = ask(items, [], 50)
    assert questions == ask(items, [], 50)
    worth = [question.worth for question in questions]
    assert all(one >= LEAST_WORTH for one in worth)
    seen: set[object] = set()
    for question in questions:
        keys = {key for item in question.items for key in item.keys}
        assert not keys & seen
        seen |= keys
        smaller = [item.other.key for item in question.items]
        assert len(smaller) == len(set(smaller))
        assert len(question.items) <= (40 if question.kind == "person" else MOST_PAIRS)
        gain = sum(item.probability * min(item.one.faces, item.other.faces) for item in question.items)
        clicks = 1 + sum(min(item.probability, 1 - item.probability) for item in question.items)
        assert question.worth == pytest.approx(gain / clicks)


def test_200_faces_are_asked_before_1() -> None:
    pages = ask([item_of(at, 100 + at, faces=1) for at in range(1, 21)] + [item_of(50, 99, faces=200)], [], 2)
    assert pages[0].items[0].other.person_id == 99


def test_many_faces_of_one_person_are_one_question() -> None:
    faces = [
        Item(
            Side(1, "Anna", 9, 1, 1, None),
            Side(None, None, 1, face, face, None),
            (face,),
            0.5,
            0.95,
            0.95,
        )
        for face in range(100, 135)
    ]
    (question,) = ask(faces, [], 9)
    assert (question.kind, len(question.items), question.person.name) == ("person", 35, "Anna")


def test_two_names_are_a_page_of_their_own(library: Library) -> None:
    both = item_of(1, 2, faces=300, name="Anna")
    named = Item(both.one, Side(2, "Ben", 300, 5, 5, None), (), 0.5, 0.9, 0.9)
    pages = ask([named, item_of(3, 4), item_of(5, 6)], [], 9)
    assert [len(page.items) for page in pages] == [1, 2]
    parted(library)
    for person, name in ((1, "Anna"), (2, "Ben")):
        name_person(library, person=person, name=name)
    (question,) = next_questions(library, CARD, person=2)
    answer(library, question, [True])
    assert members(library)[1] >= {1, 2, 3, 4, 5, 6, 7}


def test_answers_change_what_is_expected() -> None:
    assert heard([])(0.3) == pytest.approx(0.3)
    assert heard([(0.3, True)] * 20)(0.3) > 0.7
    assert heard([(0.9, False)] * 20)(0.9) < 0.2
    assert heard([(0.5, True)] * 10 + [(0.5, False)] * 10)(0.8) == pytest.approx(0.8, abs=0.01)
    adapted = heard([(0.6, False)] * 5)
    grid = [adapted(chance) for chance in np.linspace(0, 1, 30)]
    assert grid == sorted(grid)
    assert all(0 < chance < 1 for chance in grid)


def test_a_sitting_keeps_kinds_apart() -> None:
    question = Question("pairs", (item_of(1, 2, chance=0.8), item_of(3, None, chance=0.7)), 1.0)
    sitting = Sitting().after(question, [True, False])
    assert (sitting.people, sitting.faces, sitting.blocks) == (((0.8, True),), ((0.7, False),), ())
    blocks = Question("blocks", (item_of(1, None, chance=0.4),), 1.0)
    assert sitting.after(blocks, [False]).blocks == ((0.4, False),)


def test_in_the_terminal(familiar: CommandLine, opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = familiar.json("review")
    assert asked == {"questions": []}
    assert "Nothing is worth asking now." in familiar.good("review")
    parted(opened, STORED)
    (question,) = familiar.json("review")["questions"]
    assert [item["expected"] for item in question["items"]] == [True, True]
    before = everything(opened)

    def typed(*words: str) -> None:
        answers = iter(words)
        monkeypatch.setattr("builtins.input", lambda prompt: next(answers))

    typed("what", "9", "q")
    out = familiar.good("review")
    assert "Which of these are the same person?" in out
    assert out.count("numbers from 1 to 2") == 2
    assert everything(opened) == before
    typed("s")
    assert "Nothing more is worth asking." in familiar.good("review")
    typed("u", "2")
    out = familiar.good("review")
    assert "Nothing was answered in this sitting" in out
    assert "Said that 1 pair is the same; confirmed 7 faces." in out
    assert "familiar undo" in out
    assert members(opened)[1] == {1, 2, 3, 4, 5, 6, 7}
    familiar.good("undo")
    typed("")
    familiar.good("review", "-n", "1")
    assert members(opened)[1] == {1, 2, 3, 4, 5, 6, 7, 14}


def test_an_answer_is_taken_back_in_the_terminal(
    familiar: CommandLine, opened: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    parted(opened, STORED)
    mixed = fill(
        opened, *[vector(8, seed) for seed in range(6)], *[vector(9, seed) for seed in range(3)], card=STORED
    )
    run(
        opened,
        f"UPDATE face SET person_id = (SELECT person_id FROM face WHERE id = {mixed[0]}) "
        f"WHERE id >= {mixed[0]}",
    )
    group(opened, card=STORED)
    before = everything(opened)
    answers = iter(["", "u", "q"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    out = familiar.good("review")
    assert out.count("Which of these") == 3
    assert "Undone: " in out
    assert "familiar undo" not in out
    assert everything(opened) == before


def test_suggest_tells_of_one_person(familiar: CommandLine, opened: Library) -> None:
    parted(opened, STORED)
    out = familiar.good("suggest", "1")
    assert "Group 1: 4 faces found, and probably 2 more elsewhere." in out
    assert "familiar merge 1 2" in out
    assert "familiar move 14 --to 1" in out
    document = familiar.json("suggest", "2")
    assert document["found"] == 3
    assert document["suggestions"][0]["person_id"] == 1
    assert all(2 in (one["person_id"], one["other_person_id"]) for one in document["suggestions"])
    assert json.dumps(document)
    assert "Probably 2 more faces elsewhere. See them with: familiar suggest 1" in familiar.good("show", "1")
    familiar.refused("suggest", "nobody")
