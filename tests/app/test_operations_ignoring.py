"""Ignoring everyone else in a photo, and everyone who is seldom seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces, everything, run, scalar
from makers.operating import LONG_AGO, both_ways, three_groups
from sqlalchemy import event

from app.library.store import Library
from app.operations import (
    OperationError,
    confirm_faces,
    ignore_faces,
    ignore_others,
    ignore_person,
    ignore_seldom,
    name_person,
    restore_person,
    undo,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The three groups, and photo 200 with face 11 of group 1, 12 of group 2, and 13 and 14 of nobody."""
    with three_groups(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(photo=200, who=number) for number in range(4)])
        run(opened, "UPDATE face SET person_id = id - 10 WHERE id IN (11, 12)")
        yield opened


def ignored(library: Library, table: str = "face") -> list[int]:
    text = scalar(
        library, f"SELECT group_concat(id) FROM (SELECT id FROM {table} WHERE ignored_at > '' ORDER BY id)"
    )
    return [int(number) for number in (text or "").split(",") if number]


def test_everyone_else_in_a_photo(library: Library) -> None:
    changes = both_ways(library, lambda: ignore_others(library, photo=200, keep=[11, 13]))
    assert ignored(library) == [12, 14]
    assert changes.summary == "Ignored 2 faces in a photo"
    assert (changes.faces, changes.photos) == ((12, 14), (200,))
    assert ignore_others(library, photo=200, keep=[11, 13]).action_id is None


def test_everyone_in_a_photo(library: Library) -> None:
    ignore_faces(library, faces=[14])
    before = scalar(library, "SELECT ignored_at FROM face WHERE id = 14")
    both_ways(library, lambda: ignore_others(library, photo=200))
    assert ignored(library) == [11, 12, 13, 14]
    assert scalar(library, "SELECT ignored_at FROM face WHERE id = 14") == before


def test_people_with_a_name_stay_unless_asked_for(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    name_person(library, person=2, name="Ben")
    run(library, "UPDATE face SET confirmed_at = NULL WHERE id = 12")
    both_ways(library, lambda: ignore_others(library, photo=200, keep=[13]))
    # Anna was confirmed; that 12 is Ben is only what grouping says.
    assert ignored(library) == [12, 14]
    both_ways(library, lambda: ignore_others(library, photo=200, keep=[13], confirmed_too=True))
    assert ignored(library) == [11, 12, 14]


def test_a_confirmed_face_of_a_group_without_a_name_is_hidden(library: Library) -> None:
    confirm_faces(library, faces=[11])
    both_ways(library, lambda: ignore_others(library, photo=200, keep=[12, 13, 14]))
    assert ignored(library) == [11]


def test_only_faces_of_the_photo_can_be_kept(library: Library) -> None:
    before = everything(library)
    with pytest.raises(OperationError, match=r"Face 1 is in another photo\. Keep only faces of this one."):
        ignore_others(library, photo=200, keep=[1, 11])
    with pytest.raises(OperationError, match="There is no face 99 in the library"):
        ignore_others(library, photo=200, keep=[99])
    with pytest.raises(OperationError, match="There is no photo 999 in the library"):
        ignore_others(library, photo=999)
    assert everything(library) == before


def test_everyone_seldom_seen(library: Library) -> None:
    # Group 1 has five faces, 2 four, 3 two, and 10, 13 and 14 are alone.
    changes = both_ways(library, lambda: ignore_seldom(library, fewer_than=5))
    assert ignored(library, "person") == [2, 3]
    assert ignored(library) == [10, 13, 14]
    assert changes.summary == "Ignored 2 groups seen fewer than 5 times and 3 faces of nobody"
    assert (changes.people, changes.faces) == ((2, 3), (10, 13, 14))
    assert ignore_seldom(library, fewer_than=5).action_id is None


def test_whom_the_user_said_something_of_stays(library: Library) -> None:
    name_person(library, person=2, name="Ben")
    run(library, "UPDATE face SET confirmed_at = NULL")
    confirm_faces(library, faces=[8])
    both_ways(library, lambda: ignore_seldom(library, fewer_than=100))
    assert ignored(library, "person") == [1]


def test_hidden_faces_do_not_count(library: Library) -> None:
    ignore_faces(library, faces=[1, 2, 13])
    changes = both_ways(library, lambda: ignore_seldom(library, fewer_than=4))
    assert ignored(library, "person") == [1, 3]
    assert changes.faces == (10, 14)


def test_groups_of_whom_nothing_is_to_be_seen_are_left_alone(library: Library) -> None:
    run(library, f"INSERT INTO person (id, created_at) VALUES (9, '{LONG_AGO}')")
    ignore_faces(library, faces=[8, 9])
    ignore_person(library, person=2)
    restore_person(library, person=2)
    ignore_seldom(library, fewer_than=5)
    assert ignored(library, "person") == [2]


def test_when_a_group_was_ignored_is_kept(library: Library) -> None:
    run(library, f"UPDATE person SET ignored_at = '{LONG_AGO}' WHERE id = 3")
    both_ways(library, lambda: ignore_seldom(library, fewer_than=3))
    assert scalar(library, "SELECT ignored_at FROM person WHERE id = 3") == LONG_AGO


@pytest.mark.parametrize("number", [1, 0, -3])
def test_everyone_is_seen_once(library: Library, number: int) -> None:
    with pytest.raises(OperationError, match="Choose 2 times or more"):
        ignore_seldom(library, fewer_than=number)
    assert ignored(library, "person") == []


def test_many_take_no_more_statements_than_few(library: Library) -> None:
    with library.write() as session:
        connection = session.connection()
        count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
        connection.exec_driver_sql(
            "INSERT INTO person (id, created_at) " + count + f"SELECT 100 + i, '{LONG_AGO}' FROM n "
            "WHERE i <= 2000"
        )
        connection.exec_driver_sql(
            "INSERT INTO face (photo_id, x, y, width, height, source, person_id) " + count + "SELECT 200, i, "
            "0, 1, 1, 'detected', CASE WHEN i <= 4000 THEN 101 + i % 2000 END FROM n"
        )
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    event.listen(library._writer, "before_cursor_execute", note)
    before = everything(library)
    changes = ignore_seldom(library, fewer_than=3)
    assert len(changes.faces) == 6003
    assert len(changes.people) == 2001
    undo(library)
    assert everything(library) == before
    assert 0 < len(statements) < 200
