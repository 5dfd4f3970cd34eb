"""Boxes in which no face was seen, such as the back of a head: somebody's, and nobody is known by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import CARD, Made, add_faces, assignments, grouped, run, scalar

from app.grouping import group, suggestions
from app.library.store import Library
from app.operations import NewPerson, move_faces


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Face 1 is a box that looks like faces 2 to 6, and is all that Anna has."""
    with Library.open(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(photo, 0) for photo in range(1, 7)])
        move_faces(opened, faces=[1], to=NewPerson("Anna"))
        yield opened


def draw(library: Library, source: str, score: str) -> None:
    run(library, f"UPDATE face SET source = '{source}', detector_score = {score} WHERE id = 1")


@pytest.mark.parametrize("source", ["metadata", "drawn"])
def test_who_has_such_a_box_alone_is_known_by_nothing(library: Library, source: str) -> None:
    draw(library, source, "NULL")
    anna = scalar(library, "SELECT id FROM person WHERE name = 'Anna'")
    grouped(library)
    assert assignments(library)[1] == (anna, True)
    assert assignments(library)[2][0] not in {anna, None}
    assert scalar(library, f"SELECT count(*) FROM exemplar WHERE person_id = {anna}") == 0
    assert suggestions(library) == []
    # One more face, placed among the groups that stand.
    add_faces(library, [Made(7, 0)])
    assert not group(library, card=CARD).anew
    assert assignments(library)[7][0] == assignments(library)[2][0]
    assert not group(library, card=CARD).changed
    assert suggestions(library) == []


def test_such_a_box_of_nobody_stays_nobodys(library: Library) -> None:
    draw(library, "drawn", "NULL")
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE id = 1")
    grouped(library)
    add_faces(library, [Made(7, 0)])
    group(library, card=CARD)
    assert assignments(library)[1] == (None, False)
    assert suggestions(library) == []


@pytest.mark.parametrize(("source", "score"), [("metadata", "0.4"), ("drawn", "0.4"), ("detected", "NULL")])
def test_who_has_a_face_is_known_by_it(library: Library, source: str, score: str) -> None:
    draw(library, source, score)
    anna = scalar(library, "SELECT id FROM person WHERE name = 'Anna'")
    grouped(library)
    assert {owner for owner, _ in assignments(library).values()} == {anna}


def test_seeing_a_face_there_later_counts(library: Library) -> None:
    draw(library, "metadata", "NULL")
    grouped(library)
    draw(library, "metadata", "0.6")
    grouped(library)
    anna = scalar(library, "SELECT id FROM person WHERE name = 'Anna'")
    assert {owner for owner, _ in assignments(library).values()} == {anna}
