"""Splitting a person whose faces are of several people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from makers.libraries import CARD, Made, add_faces, assignments, everything, members, run, scalar
from makers.operating import both_ways, rejections, three_groups

from app.grouping import group
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    OperationError,
    confirm_faces,
    ignore_faces,
    merge_people,
    name_person,
    reject_faces,
    reject_pair,
    set_cover,
    split_person,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with three_groups(tmp_path / "library.db") as opened:
        yield opened


def test_parts_become_groups_of_their_own(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    changes = both_ways(library, lambda: split_person(library, person="anna", parts=[[1], [2, 3]]))
    assert members(library) == {1: {4}, 2: {5, 6, 7}, 3: {8, 9}, 4: {1}, 5: {2, 3}}
    assert all(assignments(library)[face][1] for face in (1, 2, 3, 4))
    assert rejections(library) == {(None, 1, 4), (None, 1, 5), (None, 4, 5)}
    assert changes.summary == "Split 3 faces off Anna as group 4, group 5"
    assert (changes.people, changes.faces) == ((1, 4, 5), (1, 2, 3))
    assert changes.photos == (101, 102, 103)


def test_faces_that_stay_are_not_confirmed_by_it(library: Library) -> None:
    both_ways(library, lambda: split_person(library, person=1, parts=[[1, 1], []]))
    assert assignments(library)[1] == (4, True)
    assert {assignments(library)[face] for face in (2, 3, 4)} == {(1, False)}


def test_names_go_to_their_parts(library: Library) -> None:
    name_person(library, person=3, name="Cleo")
    both_ways(
        library,
        lambda: split_person(library, person=1, parts=[[1], [], [2]], names=["Ben", "Nobody", None]),
    )
    assert scalar(library, "SELECT group_concat(name) FROM person") == "Cleo,Ben"
    assert members(library)[4] == {1}
    before = everything(library)
    with pytest.raises(OperationError, match="already a person called Cleo"):
        split_person(library, person=2, parts=[[5]], names=["CLEO"])
    with pytest.raises(OperationError, match="already a person called Dora"):
        split_person(library, person=2, parts=[[5], [6]], names=["Dora", "dora"])
    with pytest.raises(ValueError, match="shorter"):
        split_person(library, person=2, parts=[[5], [6]], names=["Dora"])
    assert everything(library) == before


def test_what_was_said_before_stays(library: Library) -> None:
    reject_faces(library, faces=[1], person=2)
    reject_pair(library, person=1, other=3)
    ignore_faces(library, faces=[1, 2])
    set_cover(library, person=1, face=1)
    both_ways(library, lambda: split_person(library, person=1, parts=[[1]]))
    assert rejections(library) == {(1, 2, None), (None, 1, 3), (None, 1, 4)}
    ignored = "SELECT id FROM face WHERE ignored_at IS NOT NULL ORDER BY id"
    assert scalar(library, f"SELECT group_concat(id) FROM ({ignored})") == "1,2"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "Choose at least one"),
        ([[], []], "Choose at least one"),
        ([[1, 2], [2]], "Face 2 is in two parts. Put it into one of them."),
        ([[1], [5]], "Face 5 is not a face of group 1. Choose only faces of theirs."),
        ([[10]], "Face 10 is not a face of group 1."),
        ([[99]], "There is no face 99 in the library."),
        ([[1, 2], [3, 4]], "All faces of group 1 were chosen. Leave out at least one that stays."),
    ],
)
def test_what_cannot_be_split(library: Library, parts: Any, said: str) -> None:
    before = everything(library)
    with pytest.raises(OperationError, match=said):
        split_person(library, person=1, parts=parts)
    with pytest.raises(PersonNotFoundError):
        split_person(library, person="Nobody", parts=[[1]])
    assert everything(library) == before
    assert scalar(library, "SELECT count(*) FROM action") == 0


def test_grouping_does_not_join_them_again(tmp_path: Path) -> None:
    with Library.open(tmp_path / "alike.db") as library:
        add_faces(library, [Made(photo=number, who=0) for number in range(1, 9)])
        group(library, card=CARD)
        assert members(library) == {1: set(range(1, 9))}
        split_person(library, person=1, parts=[[1, 2], [3]])
        add_faces(library, [Made(photo=9, who=0)])
        run(library, "DELETE FROM setting")
        group(library, card=CARD)
        found = members(library)
        assert found[2] >= {1, 2}
        assert found[3] >= {3}
        assert found[1] >= set(range(4, 9))
        # Until the user says otherwise.
        merge_people(library, target=1, sources=[2])
        assert rejections(library) == {(None, 1, 3)}


def test_a_confirmed_face_may_be_split_off(library: Library) -> None:
    confirm_faces(library, faces=[1, 2, 3, 4])
    both_ways(library, lambda: split_person(library, person=1, parts=[[4]]))
    assert assignments(library)[4] == (4, True)
