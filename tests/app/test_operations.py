"""Every user action: what it does, what it refuses, and that undoing it brings every row back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import assignments, everything, members, run, scalar
from makers.operating import both_ways, rejections, three_groups
from sqlalchemy import text

from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    NewPerson,
    OperationError,
    confirm_faces,
    confirm_person,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    restore_faces,
    restore_person,
    set_cover,
    undo,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with three_groups(tmp_path / "library.db") as opened:
        yield opened


def name_of(library: Library, person: int) -> str | None:
    name = scalar(library, f"SELECT name FROM person WHERE id = {person}")
    assert name is None or isinstance(name, str)
    return name


def test_naming_a_group_confirms_its_faces(library: Library) -> None:
    run(library, "UPDATE face SET ignored_at = '2020-01-01T00:00:00+00:00' WHERE id = 4")
    changes = both_ways(library, lambda: name_person(library, person=1, name="  Anna   Lee "))
    assert name_of(library, 1) == "Anna Lee"
    assert assignments(library) | {4: (1, False)} == assignments(library)
    assert all(assignments(library)[face] == (1, True) for face in (1, 2, 3))
    assert changes.summary == "Named group 1 Anna Lee; confirmed 3 faces"
    assert (changes.people, changes.faces, changes.photos) == ((1,), (1, 2, 3), (101, 102, 103))


def test_renaming_confirms_nothing(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    run(library, "UPDATE face SET person_id = 1 WHERE id = 10")
    changes = both_ways(library, lambda: name_person(library, person="anna", name="Anne"))
    assert assignments(library)[10] == (1, False)
    assert changes.summary == "Renamed Anna to Anne"
    assert (changes.people, changes.faces) == ((1,), ())


def test_a_taken_name_is_refused_or_merged(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    before = everything(library)
    with pytest.raises(OperationError, match="already a person called Anna"):
        name_person(library, person=2, name="ANNA")
    assert everything(library) == before
    both_ways(library, lambda: name_person(library, person=2, name="ANNA", merge=True))
    assert members(library) == {1: {1, 2, 3, 4, 5, 6, 7}, 3: {8, 9}}
    assert all(assignments(library)[face] == (1, True) for face in range(1, 8))
    assert name_of(library, 1) == "Anna"


def test_another_spelling_of_ones_own_name_is_no_conflict(library: Library) -> None:
    name_person(library, person=1, name="anna")
    both_ways(library, lambda: name_person(library, person=1, name="Anna"))
    assert name_of(library, 1) == "Anna"


@pytest.mark.parametrize("name", ["", "   ", "a\nb"])
def test_what_cannot_be_a_name_is_refused(library: Library, name: str) -> None:
    before = everything(library)
    with pytest.raises(OperationError, match="Choose another name"):
        name_person(library, person=1, name=name)
    with pytest.raises(OperationError, match="Choose another name"):
        move_faces(library, faces=[1], to=NewPerson(name))
    assert everything(library) == before


def test_merging_takes_the_only_name_and_what_is_lacking(library: Library) -> None:
    name_person(library, person=2, name="Ben")
    run(library, "UPDATE person SET birthday = '2001-02-03', notes = 'b', sort_name = 'ben' WHERE id = 2")
    run(library, "UPDATE person SET notes = 'a' WHERE id = 1")
    set_cover(library, person=2, face=6)
    changes = both_ways(library, lambda: merge_people(library, target=1, sources=[2, 3]))
    with library.read() as session:
        row = session.execute(
            text("SELECT name, name_key, sort_name, birthday, notes, cover_face_id FROM person")
        ).one()
    assert tuple(row) == ("Ben", "ben", "ben", "2001-02-03", "a\nb", 6)
    assert members(library) == {1: set(range(1, 10))}
    assert changes.people == (1, 2, 3)
    assert changes.summary == "Merged Ben, group 3 into group 1; confirmed 6 faces"


def test_merging_two_names_keeps_the_targets(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    name_person(library, person=2, name="Ben")
    both_ways(library, lambda: merge_people(library, target="Ben", sources=["Anna"]))
    assert name_of(library, 2) == "Ben"
    assert members(library)[2] == {1, 2, 3, 4, 5, 6, 7}


def test_merging_carries_rejections_over(library: Library) -> None:
    reject_pair(library, person=1, other=2)
    reject_pair(library, person=2, other=3)
    reject_faces(library, faces=[5, 10], person=1)
    reject_faces(library, faces=[1, 10, 8], person=2)
    assert assignments(library)[5] == (2, False)
    both_ways(library, lambda: merge_people(library, target=1, sources=[2]))
    # Between the two, and of faces that are now confirmed to be one of them, nothing is left.
    assert rejections(library) == {(None, 1, 3), (10, 1, None), (8, 1, None)}


def test_hidden_faces_are_not_confirmed_by_a_merge(library: Library) -> None:
    confirm_faces(library, faces=[6])
    ignore_faces(library, faces=[5, 6])
    both_ways(library, lambda: merge_people(library, target=1, sources=[2]))
    assert assignments(library)[5] == (None, False)
    assert assignments(library)[6] == (1, True)


def test_a_merge_writes_only_the_faces_that_it_changes(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    ignore_faces(library, faces=[2])
    run(library, "UPDATE face SET confirmed_at = NULL WHERE id = 3")
    run(library, "CREATE TABLE written_face (id INTEGER)")
    note = "INSERT INTO written_face VALUES (NEW.id)"
    run(library, f"CREATE TRIGGER written_face AFTER UPDATE ON face BEGIN {note}; END")
    merge_people(library, target="Anna", sources=[2])
    assert (
        scalar(library, "SELECT group_concat(id) FROM (SELECT id FROM written_face ORDER BY id)") == "3,5,6,7"
    )


def test_undoing_writes_only_the_columns_that_it_changes(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    merge_people(library, target="Anna", sources=[2])
    run(library, "CREATE TABLE moved_face (id INTEGER)")
    note = "INSERT INTO moved_face VALUES (NEW.id)"
    run(library, f"CREATE TRIGGER moved_face AFTER UPDATE OF person_id ON face BEGIN {note}; END")
    before = everything(library)
    undo(library)
    assert scalar(library, "SELECT group_concat(id) FROM (SELECT id FROM moved_face ORDER BY id)") == "5,6,7"
    undo(library)
    assert scalar(library, "SELECT count(*) FROM moved_face") == 3
    assert not any(confirmed for _, confirmed in assignments(library).values())
    redo(library)
    redo(library)
    assert scalar(library, "SELECT count(*) FROM moved_face") == 6
    assert everything(library) == before


@pytest.mark.parametrize(
    ("target", "source", "named", "outcome"),
    [
        (True, False, False, True),
        (False, True, False, False),
        (True, False, True, False),
        (True, True, True, True),
    ],
)
def test_who_is_ignored_after_a_merge(
    library: Library, target: bool, source: bool, named: bool, outcome: bool
) -> None:
    if named:
        name_person(library, person=2, name="Ben")
    for person, ignored in ((1, target), (2, source)):
        if ignored:
            ignore_person(library, person=person)
    merge_people(library, target=1, sources=[2])
    assert bool(scalar(library, "SELECT ignored_at IS NOT NULL FROM person WHERE id = 1")) is outcome


def test_merging_needs_two(library: Library) -> None:
    for sources in ([], [1], [2, 1]):
        with pytest.raises(OperationError, match="at least two"):
            merge_people(library, target=1, sources=sources)
    with pytest.raises(PersonNotFoundError):
        merge_people(library, target=1, sources=[2, 99])
    assert len(members(library)) == 3


def test_moving_confirms_and_rejects_the_old_person(library: Library) -> None:
    reject_faces(library, faces=[10], person=2)
    changes = both_ways(library, lambda: move_faces(library, faces=[1, 5, 10], to=2))
    assert [assignments(library)[face] for face in (1, 5, 10)] == [(2, True)] * 3
    assert rejections(library) == {(1, 1, None)}
    assert changes.people == (1, 2)
    assert changes.summary == "Moved 3 faces to group 2"


def test_moving_to_somebody_new(library: Library) -> None:
    changes = both_ways(library, lambda: move_faces(library, faces=[1, 8], to=NewPerson("Cleo")))
    (cleo,) = set(members(library)) - {1, 2, 3}
    assert name_of(library, cleo) == "Cleo"
    assert members(library)[cleo] == {1, 8}
    assert changes.people == (1, 3, cleo)
    with pytest.raises(OperationError, match="already a person called Cleo"):
        move_faces(library, faces=[2], to=NewPerson("cleo"))
    both_ways(library, lambda: move_faces(library, faces=[2, 3], to=NewPerson()))
    assert {2, 3} in members(library).values()


def test_moving_to_nobody_rejects(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    both_ways(library, lambda: move_faces(library, faces=[1, 5, 10], to=None))
    assert [assignments(library)[face] for face in (1, 5, 10)] == [(None, False)] * 3
    assert rejections(library) == {(1, 1, None), (5, 2, None)}


def test_moving_shows_ignored_faces(library: Library) -> None:
    ignore_faces(library, faces=[10])
    both_ways(library, lambda: move_faces(library, faces=[10], to=2))
    assert scalar(library, "SELECT ignored_at FROM face WHERE id = 10") is None


def test_a_group_that_is_moved_whole_goes_away_and_passes_its_rejections_on(library: Library) -> None:
    reject_faces(library, faces=[10], person=3)
    reject_pair(library, person=2, other=3)
    both_ways(library, lambda: move_faces(library, faces=[8, 9], to=1))
    assert scalar(library, "SELECT count(*) FROM person WHERE id = 3") == 0
    assert rejections(library) == {(10, 1, None), (None, 1, 2)}


@pytest.mark.parametrize("keep", ["name", "ignore"])
def test_people_who_are_kept_stay_without_faces(library: Library, keep: str) -> None:
    if keep == "name":
        name_person(library, person=3, name="Cleo")
    else:
        ignore_person(library, person=3)
    both_ways(library, lambda: move_faces(library, faces=[8, 9], to=1))
    assert scalar(library, "SELECT count(*) FROM person WHERE id = 3") == 1
    assert rejections(library) == {(8, 3, None), (9, 3, None)}


def test_emptying_a_group_removes_it(library: Library) -> None:
    both_ways(library, lambda: move_faces(library, faces=[8, 9], to=None))
    assert set(members(library)) == {1, 2}
    assert scalar(library, "SELECT count(*) FROM person") == 2


def test_confirming(library: Library) -> None:
    changes = both_ways(library, lambda: confirm_faces(library, faces=[1, 2]))
    assert changes.faces == (1, 2)
    with pytest.raises(OperationError, match="belongs to nobody"):
        confirm_faces(library, faces=[3, 10])
    assert assignments(library)[3] == (1, False)
    both_ways(library, lambda: confirm_person(library, person=2))
    assert all(assignments(library)[face] == (2, True) for face in (5, 6, 7))


def test_the_newest_statement_wins(library: Library) -> None:
    both_ways(library, lambda: reject_faces(library, faces=[1, 10], person=2))
    both_ways(library, lambda: move_faces(library, faces=[10], to=2))
    assert rejections(library) == {(1, 2, None)}
    both_ways(library, lambda: reject_faces(library, faces=[10], person=2))
    assert assignments(library)[10] == (None, False)
    assert rejections(library) == {(1, 2, None), (10, 2, None)}
    # A rejection that came about some other way gives way to a confirmation, too.
    run(library, "UPDATE face SET person_id = 2 WHERE id = 10")
    both_ways(library, lambda: confirm_faces(library, faces=[10]))
    assert rejections(library) == {(1, 2, None)}


def test_telling_people_apart(library: Library) -> None:
    changes = both_ways(library, lambda: reject_pair(library, person=3, other=1))
    assert rejections(library) == {(None, 1, 3)}
    assert changes.people == (1, 3)
    assert reject_pair(library, person=1, other=3).action_id is None
    with pytest.raises(OperationError, match="two different"):
        reject_pair(library, person=1, other=1)


def test_ignoring_and_restoring(library: Library) -> None:
    both_ways(library, lambda: ignore_person(library, person=1))
    assert ignore_person(library, person=1).action_id is None
    both_ways(library, lambda: restore_person(library, person=1))
    changes = both_ways(library, lambda: ignore_faces(library, faces=[1, 2]))
    assert (changes.faces, changes.people) == ((1, 2), (1,))
    both_ways(library, lambda: restore_faces(library, faces=[2]))
    assert scalar(library, "SELECT group_concat(id) FROM face WHERE ignored_at IS NOT NULL") == "1"


def test_covers(library: Library) -> None:
    both_ways(library, lambda: set_cover(library, person=1, face=2))
    assert scalar(library, "SELECT cover_face_id FROM person WHERE id = 1") == 2
    with pytest.raises(OperationError, match="not a face of group 1"):
        set_cover(library, person=1, face=5)
    both_ways(library, lambda: set_cover(library, person=1, face=None))


def test_what_is_not_there_is_refused_and_changes_nothing(library: Library) -> None:
    before = everything(library)
    for act in (
        lambda: move_faces(library, faces=[1, 99], to=2),
        lambda: confirm_faces(library, faces=[]),
        lambda: ignore_faces(library, faces=[99]),
        lambda: restore_faces(library, faces=[99]),
        lambda: reject_faces(library, faces=[99], person=1),
        lambda: set_cover(library, person=1, face=99),
    ):
        with pytest.raises(OperationError):
            act()
    for act in (
        lambda: move_faces(library, faces=[1], to="Nobody"),
        lambda: name_person(library, person=99, name="X"),
        lambda: ignore_person(library, person=99),
        lambda: restore_person(library, person=99),
        lambda: confirm_person(library, person=99),
        lambda: reject_pair(library, person=1, other=99),
    ):
        with pytest.raises(PersonNotFoundError):
            act()
    assert everything(library) == before
    assert scalar(library, "SELECT count(*) FROM action") == 0


def test_thousands_of_faces_are_named(tmp_path: Path) -> None:
    with Library.open(tmp_path / "large.db") as library:
        with library.write() as session:
            session.execute(
                text("INSERT INTO root (id, path, added_at) VALUES (1, '/', '2020-01-01T00:00:00+00:00')")
            )
            session.execute(
                text("INSERT INTO person (id, created_at) VALUES (1, '2020-01-01T00:00:00+00:00')")
            )
            connection = session.connection()
            connection.exec_driver_sql(
                "INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, state, damaged, orientation, "
                "indexed_at) VALUES (?, 1, ?, 1, 1, 0, 'analysed', 0, 1, '2020-01-01T00:00:00+00:00')",
                [(number, f"{number}.jpg") for number in range(1, 5001)],
            )
            connection.exec_driver_sql(
                "INSERT INTO face (photo_id, x, y, width, height, source, person_id) "
                "SELECT id, 0, 0, 1, 1, 'detected', 1 FROM photo"
            )
        changes = both_ways(library, lambda: name_person(library, person=1, name="Anna"))
        assert len(changes.faces) == len(changes.photos) == 5000
