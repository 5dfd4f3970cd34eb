"""Grouping a library anew, in keeping with what the user said and with what a photo shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import CARD, Made, add_faces, assignments, grouped, members, run, sets, three_people

from app.grouping import group
from app.library.store import Library
from app.operations import (
    NewPerson,
    confirm_faces,
    ignore_faces,
    ignore_person,
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


def test_groups_without_faces_are_removed_unless_somebody_needs_them(library: Library) -> None:
    three_people(library)
    run(
        library,
        "INSERT INTO person (id, name, name_key, ignored_at, created_at) VALUES "
        "(5, NULL, NULL, NULL, 't'), (6, 'Zoe', 'zoe', NULL, 't'), "
        "(7, NULL, NULL, '2020-01-01T00:00:00+00:00', 't'), (8, NULL, NULL, NULL, 't'), "
        "(9, NULL, NULL, NULL, 't'), (10, NULL, NULL, NULL, 't')",
    )
    run(library, "INSERT INTO rejection (face_id, person_id, created_at) VALUES (1, 8, 't')")
    run(library, "INSERT INTO rejection (person_id, other_person_id, created_at) VALUES (9, 10, 't')")
    report = grouped(library)
    assert report.removed == 1
    with library.read() as session:
        kept = session.connection().exec_driver_sql("SELECT id FROM person").scalars().all()
    assert kept == [6, 7, 8, 9, 10, 11, 12, 13]


def test_only_the_user_merges_people(library: Library) -> None:
    add_faces(library, [Made(photo=face, who=0) for face in range(1, 7)])
    move_faces(library, faces=[1, 2], to=NewPerson("Anna"))
    move_faces(library, faces=[3], to=NewPerson("Ben"))
    move_faces(library, faces=[4], to=NewPerson())
    grouped(library)
    people = assignments(library)
    assert [people[face] for face in (1, 2, 3, 4)] == [(1, True), (1, True), (2, True), (3, True)]
    assert all(people[face][0] in {1, 2, 3} and not people[face][1] for face in (5, 6))


def test_an_ignored_group_stays_one_and_grows(library: Library) -> None:
    # Two directions that would not be grouped; the user ignored the group they had formed.
    three_people(library)
    run(library, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01')")
    run(library, "UPDATE face SET person_id = 1 WHERE id IN (1, 2)")
    ignore_person(library, person=1)
    grouped(library)
    assert {1, 2} <= members(library)[1]
    add_faces(library, [Made(photo=40, who=1), Made(photo=41, who=1)])
    grouped(library)
    assert {1, 2} <= members(library)[1]
    assert assignments(library)[1] == (1, False)


def test_rejections_hold(library: Library) -> None:
    three_people(library)
    grouped(library)
    anna = assignments(library)[1][0]
    assert anna is not None
    reject_faces(library, faces=[4], person=anna)
    grouped(library)
    assert members(library)[anna] == {1, 7, 10}
    name_person(library, person=anna, name="Anna")
    grouped(library)
    assert assignments(library)[4] == (None, False)
    undo(library)
    undo(library)
    grouped(library)
    assert members(library)[anna] == {1, 4, 7, 10}


def test_groups_told_apart_stay_as_they_are(library: Library) -> None:
    add_faces(library, [Made(photo=face, who=0) for face in range(1, 7)])
    run(library, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01'), (2, '2020-01-01')")
    run(library, "UPDATE face SET person_id = 1 + (id > 3)")
    reject_pair(library, person=1, other=2)
    grouped(library)
    assert members(library) == {1: {1, 2, 3}, 2: {4, 5, 6}}
    undo(library)
    grouped(library)
    assert sets(library) == {frozenset(range(1, 7))}


def test_a_name_without_confirmed_faces_keeps_its_faces(library: Library) -> None:
    three_people(library)
    run(library, "INSERT INTO person (id, name, name_key, created_at) VALUES (1, 'A', 'a', '2020-01-01')")
    run(library, "UPDATE face SET person_id = 1 WHERE id IN (1, 2)")
    grouped(library)
    assert {1, 2} <= members(library)[1]


def test_faces_of_one_photo_stay_apart(library: Library) -> None:
    add_faces(library, [Made(photo=1, who=0), Made(photo=1, who=0), Made(photo=2, who=0)])
    grouped(library)
    (together,) = sets(library)
    assert len(together) == 2
    assert not {1, 2} <= together


def test_the_user_may_put_faces_of_one_photo_together(library: Library) -> None:
    add_faces(library, [Made(photo=1, who=0), Made(photo=1, who=0), Made(photo=2, who=0)])
    move_faces(library, faces=[1, 2], to=NewPerson("Anna"))
    grouped(library)
    assert members(library) == {1: {1, 2, 3}}


@pytest.mark.parametrize("why", ["ignored", "unknown"])
def test_a_confirmed_face_that_takes_no_part_keeps_its_photo(library: Library, why: str) -> None:
    add_faces(library, [Made(photo, who=0) for photo in (1, 1, 2, 3)])
    move_faces(library, faces=[1, 3], to=NewPerson("Anna"))
    if why == "ignored":
        ignore_faces(library, faces=[1])
    else:
        run(library, "DELETE FROM embedding WHERE face_id = 1")
    grouped(library)
    assert assignments(library) == {1: (1, True), 2: (None, False), 3: (1, True), 4: (1, False)}


def test_faces_that_take_no_part_are_nobodys_unless_their_group_is_kept(library: Library) -> None:
    three_people(library)
    grouped(library)
    first, second = assignments(library)[1][0], assignments(library)[2][0]
    assert first is not None
    assert second is not None
    ignore_person(library, person=first)
    ignore_faces(library, faces=[4, 5])
    run(library, "DELETE FROM embedding WHERE face_id IN (7, 8)")
    grouped(library)
    assert members(library)[first] == {1, 4, 7, 10}
    # What the recogniser does not know stays; what the user hid does not.
    assert members(library)[second] == {2, 8, 11}
    assert assignments(library)[5] == (None, False)


def test_a_confirmed_face_drives_its_photos_automatic_one_out(library: Library) -> None:
    add_faces(library, [Made(photo, who=0) for photo in (1, 1, 2, 3)])
    run(library, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01')")
    run(library, "UPDATE face SET person_id = 1 WHERE id IN (1, 3)")
    ignore_person(library, person=1)
    move_faces(library, faces=[2], to=1)
    grouped(library)
    assert members(library)[1] >= {2, 3}
    assert assignments(library)[1][0] != 1


def test_a_hidden_confirmed_face_keeps_its_group_and_its_photo(library: Library) -> None:
    add_faces(library, [Made(photo, who=0) for photo in range(1, 6)])
    grouped(library)
    confirm_faces(library, faces=[1])
    ignore_faces(library, faces=[1])
    add_faces(library, [Made(photo=1, who=0)])
    grouped(library)
    assert members(library)[1] == {1, 2, 3, 4, 5}
    assert assignments(library)[6] == (None, False)


@pytest.mark.parametrize("why", ["ignored", "unknown"])
def test_a_name_stays_with_its_faces_when_the_confirmed_ones_take_no_part(library: Library, why: str) -> None:
    add_faces(library, [Made(photo, who=0) for photo in range(1, 8)])
    move_faces(library, faces=[1, 2], to=NewPerson("Anna"))
    grouped(library)
    assert members(library) == {1: set(range(1, 8))}
    if why == "ignored":
        ignore_faces(library, faces=[1, 2])
    else:
        run(library, "DELETE FROM embedding WHERE face_id IN (1, 2)")
    grouped(library)
    assert members(library) == {1: set(range(1, 8))}


@pytest.mark.parametrize("anew", [False, True])
def test_a_person_known_by_a_poor_face_draws_no_other_poor_ones(library: Library, anew: bool) -> None:
    three_people(library)
    add_faces(library, [Made(photo=20, who=5, quality=0.05)])
    move_faces(library, faces=[13], to=NewPerson("Carl"))
    group(library, card=CARD)
    add_faces(library, [Made(photo=21, who=5, quality=0.05)])
    group(library, card=CARD, anew=anew)
    assert assignments(library)[14] == (None, False)
    add_faces(library, [Made(photo=22, who=5), Made(photo=23, who=5, quality=0.05)])
    group(library, card=CARD, anew=anew)
    carl = assignments(library)[13][0]
    assert assignments(library)[15] == assignments(library)[16] == (carl, False)
