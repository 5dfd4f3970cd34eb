"""Which pairs of people and groups are suggested after grouping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from makers.libraries import GROUPING, Made, add_faces, between, centre, grouped

from app.grouping import suggestions
from app.library.store import Library
from app.operations import (
    NewPerson,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    reject_faces,
    reject_pair,
    undo,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def near_pair(library: Library, similarity: float, photo: int = 3) -> None:
    """Two groups, faces 1 and 2, and 3 and 4, with a mean similarity as given."""
    other = between(0, 1, similarity)
    vectors = np.stack([centre(0), centre(0), other, other])
    add_faces(library, [Made(1, 0), Made(2, 0), Made(photo, 0), Made(4, 0)], vectors)


def test_near_misses_are_suggested(library: Library) -> None:
    near_pair(library, GROUPING - 0.05)
    assert grouped(library).suggestions == 1
    (pair,) = suggestions(library)
    assert (pair.person_id, pair.name, pair.other_person_id, pair.other_name) == (1, None, 2, None)
    assert pair.similarity == pytest.approx(GROUPING - 0.05, abs=0.02)
    name_person(library, person=2, name="Ben")
    assert suggestions(library)[0].other_name == "Ben"
    reject_pair(library, person=1, other=2)
    assert suggestions(library) == []
    undo(library)
    assert len(suggestions(library)) == 1
    ignore_person(library, person=1)
    assert suggestions(library) == []
    assert grouped(library).suggestions == 0


def test_a_rejected_face_speaks_against_the_suggestion(library: Library) -> None:
    near_pair(library, GROUPING - 0.05)
    grouped(library)
    reject_faces(library, faces=[1], person=2)
    assert grouped(library).suggestions == 0


def test_groups_with_a_photo_in_common_are_not_suggested(library: Library) -> None:
    near_pair(library, GROUPING - 0.05, photo=2)
    assert grouped(library).suggestions == 0


@pytest.mark.parametrize(("similarity", "suggested"), [(0.2, 0), (GROUPING + 0.05, 1)])
def test_two_names_are_suggested_only_when_very_similar(
    library: Library, similarity: float, suggested: int
) -> None:
    near_pair(library, similarity)
    move_faces(library, faces=[1, 2], to=NewPerson("Anna"))
    move_faces(library, faces=[3, 4], to=NewPerson("Ben"))
    assert grouped(library).suggestions == suggested


def test_merging_takes_its_suggestion_away(library: Library) -> None:
    near_pair(library, GROUPING - 0.05)
    grouped(library)
    merge_people(library, target=1, sources=[2])
    assert suggestions(library) == []
