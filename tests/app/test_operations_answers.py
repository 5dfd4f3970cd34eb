"""Answers to whole pages of questions: these faces are hers and those are not; these pairs are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from makers.libraries import Made, add_faces, assignments, everything, members, run, scalar
from makers.operating import LONG_AGO, both_ways, rejections, three_groups

from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    OperationError,
    answer_pairs,
    assign_faces,
    history,
    ignore_faces,
    ignore_person,
    name_person,
    reject_faces,
    reject_pair,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with three_groups(tmp_path / "library.db") as opened:
        yield opened


def test_some_faces_are_hers_and_some_are_not(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    run(library, "UPDATE face SET confirmed_at = NULL WHERE id IN (1, 2)")
    reject_faces(library, faces=[10], person=1)
    changes = both_ways(
        library, lambda: assign_faces(library, person="Anna", yes=[1, 5, 6, 10], no=[2, 7, 8, 8])
    )
    found = assignments(library)
    assert [found[face] for face in (1, 5, 6, 10)] == [(1, True)] * 4
    # Hers by grouping alone, so nobody's now; the others stay where they are.
    assert [found[face] for face in (2, 7, 8)] == [(None, False), (2, False), (3, False)]
    assert rejections(library) == {
        (5, 2, None),
        (6, 2, None),
        (2, 1, None),
        (7, 1, None),
        (8, 1, None),
    }
    assert changes.summary == "Said that 4 faces are Anna and 3 are not"
    assert changes.faces == (1, 2, 5, 6, 7, 8, 10)
    assert [entry.kind for entry in history(library)] == ["assign", "reject", "name"]


@pytest.mark.parametrize(
    ("yes", "no", "said"),
    [
        ([5], [], "Said that 1 face belongs to group 1"),
        ([5, 6], [8], "Said that 2 faces belong to group 1 and 1 does not"),
        ([], [5], "Said that 1 face does not belong to group 1"),
        ([], [5, 6], "Said that 2 faces do not belong to group 1"),
    ],
)
def test_the_summary_counts(library: Library, yes: list[int], no: list[int], said: str) -> None:
    assert both_ways(library, lambda: assign_faces(library, person=1, yes=yes, no=no)).summary == said


def test_a_group_that_is_hers_wholly_goes_away(library: Library) -> None:
    reject_pair(library, person=2, other=3)
    ignore_faces(library, faces=[5])
    both_ways(library, lambda: assign_faces(library, person=1, yes=[5, 6, 7], no=[10]))
    assert set(members(library)) == {1, 3}
    assert rejections(library) == {(None, 1, 3), (10, 1, None)}
    assert scalar(library, "SELECT ignored_at FROM face WHERE id = 5") is None


def test_contradicting_faces_are_refused(library: Library) -> None:
    before = everything(library)
    with pytest.raises(OperationError, match=r"Face 6 cannot both be group 1 and not be\."):
        assign_faces(library, person=1, yes=[5, 6], no=[6])
    with pytest.raises(OperationError, match="Choose at least one"):
        assign_faces(library, person=1, yes=[])
    with pytest.raises(OperationError, match="There is no face 99 in the library"):
        assign_faces(library, person=1, yes=[5], no=[99])
    with pytest.raises(PersonNotFoundError):
        assign_faces(library, person="Nobody", yes=[5])
    assert everything(library) == before


def test_pairs_that_are_the_same_become_one(library: Library) -> None:
    changes = both_ways(library, lambda: answer_pairs(library, same=[(3, 2), (2, "1"), (3, 1)]))
    # The one with most faces stays.
    assert members(library) == {1: set(range(1, 10))}
    assert all(assignments(library)[face][1] for face in range(1, 10))
    assert changes.summary == "Said that 3 pairs are the same; confirmed 9 faces"
    assert changes.people == (1, 2, 3)
    assert len(history(library)) == 1


def test_the_one_with_a_name_stays(library: Library) -> None:
    name_person(library, person=3, name="Cleo")
    both_ways(library, lambda: answer_pairs(library, same=[(1, 2), (2, "Cleo")]))
    assert members(library) == {3: set(range(1, 10))}
    assert scalar(library, "SELECT name FROM person") == "Cleo"


def test_of_equals_the_first_stays(library: Library) -> None:
    run(library, "UPDATE face SET person_id = NULL WHERE id IN (1, 4)")
    run(library, "UPDATE face SET person_id = 3 WHERE id = 10")
    both_ways(library, lambda: answer_pairs(library, same=[(3, 2)]))
    assert members(library)[2] == {5, 6, 7, 8, 9, 10}


def test_several_sets_and_differences_at_once(library: Library) -> None:
    add_faces(library, [Made(photo=200 + number, who=1) for number in range(4)])
    run(library, f"INSERT INTO person (id, created_at) VALUES (4, '{LONG_AGO}'), (5, '{LONG_AGO}')")
    run(library, "UPDATE face SET person_id = 4 + (id > 12) WHERE id > 10")
    reject_pair(library, person=1, other=2)
    reject_pair(library, person=2, other=4)
    changes = both_ways(
        library,
        lambda: answer_pairs(library, same=[(1, 2), (5, 4)], different=[(2, 5), (1, 3), (3, 2)]),
    )
    assert members(library) == {1: set(range(1, 8)), 3: {8, 9}, 4: set(range(11, 15))}
    assert rejections(library) == {(None, 1, 4), (None, 1, 3)}
    assert changes.summary == "Said that 2 pairs are the same and 3 are not; confirmed 11 faces"


@pytest.mark.parametrize(
    ("same", "different", "said"),
    [
        ([(1, 2)], [], "Said that 1 pair is the same; confirmed 7 faces"),
        ([], [(1, 2)], "Said that 1 pair is not the same"),
        ([], [(1, 2), (3, 2)], "Said that 2 pairs are not the same"),
        ([(1, 2)], [(2, 3)], "Said that 1 pair is the same and 1 is not; confirmed 7 faces"),
    ],
)
def test_the_summary_counts_pairs(library: Library, same: Any, different: Any, said: str) -> None:
    changes = both_ways(library, lambda: answer_pairs(library, same=same, different=different))
    assert changes.summary == said


@pytest.mark.parametrize(
    ("same", "different", "said"),
    [
        ([], [], "Answer at least one"),
        ([(1, 1)], [], "A pair of group 1 and the same again says nothing"),
        ([], [("Anna", 3)], "A pair of Anna and the same again"),
        ([(1, 2)], [(2, 1)], "These answers make one of group 2 and group 1, and tell them apart"),
        ([(1, 2), (2, "Anna")], [(1, "Anna")], "Take one of them back"),
        ([("Anna", 1), (2, 1)], [], "These answers would make one of Ben and Anna. Take one of them back"),
    ],
)
def test_contradicting_pairs_are_refused(library: Library, same: Any, different: Any, said: str) -> None:
    name_person(library, person=3, name="Anna")
    if "Ben" in said:
        name_person(library, person=2, name="Ben")
    before = everything(library)
    with pytest.raises(OperationError, match=said):
        answer_pairs(library, same=same, different=different)
    with pytest.raises(PersonNotFoundError):
        answer_pairs(library, same=[(1, 99)])
    assert everything(library) == before


def test_a_long_chain_is_one_set(library: Library) -> None:
    run(library, "UPDATE face SET person_id = NULL")
    add_faces(library, [Made(photo=300 + number, who=2) for number in range(200)])
    run(library, f"INSERT INTO person (id, created_at) SELECT id, '{LONG_AGO}' FROM face WHERE id > 10")
    run(library, "UPDATE face SET person_id = id WHERE id > 10")
    pairs: list[tuple[int | str, int | str]] = [(number, number + 1) for number in range(11, 210)]
    both_ways(library, lambda: answer_pairs(library, same=pairs))
    assert members(library) == {11: set(range(11, 211))}


def test_ignored_groups_stay_ignored_as_when_merging(library: Library) -> None:
    ignore_person(library, person=1)
    both_ways(library, lambda: answer_pairs(library, same=[(1, 2)]))
    assert scalar(library, "SELECT ignored_at IS NOT NULL FROM person WHERE id = 1") == 1
