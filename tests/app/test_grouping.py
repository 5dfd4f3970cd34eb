"""Grouping a library anew: the user's statements, stable ids, low quality, and doing nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.libraries import (
    ALIKE,
    CARD,
    GROUPING,
    SIZE,
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

from app.grouping import GroupingReport, Stage, group, threshold_at
from app.library.settings import STRICTNESS, set_setting
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


def three_people(library: Library) -> list[int]:
    """Faces 1 to 12, one a photo, of three people in turn."""
    return add_faces(library, [Made(photo=face, who=face % 3) for face in range(1, 13)])


def grouped(library: Library, **options: Any) -> GroupingReport:
    """Group everything anew."""
    return group(library, card=CARD, anew=True, **options)


def sets(library: Library) -> set[frozenset[int]]:
    return {frozenset(faces) for faces in members(library).values()}


def test_faces_of_one_person_form_a_group(library: Library) -> None:
    three_people(library)
    add_faces(library, [Made(photo=50, who=9)])
    report = grouped(library)
    assert sets(library) == {frozenset(range(start, 13, 3)) for start in (1, 2, 3)}
    assert report == GroupingReport(
        changed=True,
        anew=True,
        faces=13,
        groups=3,
        alone=1,
        moved=12,
        made=3,
        suggestions=report.suggestions,
    )
    assert assignments(library)[13] == (None, False)


def test_an_empty_library_and_an_unknown_recogniser(library: Library) -> None:
    assert not grouped(library).changed
    add_faces(library, [])
    assert grouped(library) == GroupingReport(changed=True, anew=True)
    other = replace(CARD, file=replace(CARD.file, sha256="ab" * 32))
    three_people(library)
    assert group(library, card=other) == GroupingReport(changed=False)
    with pytest.raises(ValueError, match="not a recogniser"):
        group(library, card=replace(CARD, recognition=None))


def test_nothing_is_done_until_something_changes(library: Library) -> None:
    three_people(library)
    stages: list[Stage] = []
    assert group(library, card=CARD, on_progress=stages.append).anew
    assert stages == [Stage.READING, Stage.COMPARING, Stage.LINKING, Stage.STORING, Stage.SUGGESTING]
    stages.clear()
    assert group(library, card=CARD, on_progress=stages.append) == GroupingReport(changed=False)
    assert stages == [Stage.READING]
    for change in (
        lambda: reject_faces(library, faces=[1], person=1),
        lambda: ignore_faces(library, faces=[4]),
        lambda: undo(library),
        lambda: name_person(library, person=1, name="Anna"),
        lambda: run(library, "DELETE FROM photo WHERE id = 12"),
        lambda: run(library, "UPDATE face SET quality = 0.8 WHERE id = 5"),
        lambda: run(library, "UPDATE face SET person_id = NULL WHERE id = 5"),
        lambda: add_faces(library, [Made(photo=60, who=0)]),
        lambda: run(library, f"UPDATE embedding SET vector = x'{'7f' * SIZE}' WHERE face_id = 6"),
    ):
        change()
        report = group(library, card=CARD)
        assert report.changed
        assert not report.anew
        assert not group(library, card=CARD).changed
    for other in ({"min_quality": 0.5}, {"strictness": 0.5}):
        assert group(library, card=CARD, **other).anew
        assert not group(library, card=CARD, **other).changed
    # Neither a rename nor hiding somebody, nor what is said of a face that is elsewhere, matters.
    reject_faces(library, faces=[2], person=1)
    name_person(library, person=1, name="Anne")
    ignore_person(library, person=3)
    assert not group(library, card=CARD, strictness=0.5).changed


def test_strictness_moves_the_threshold(library: Library) -> None:
    assert threshold_at(CARD, 0) == GROUPING
    assert threshold_at(CARD, -1) < GROUPING < threshold_at(CARD, 1) < 1
    low = replace(CARD.recognition, grouping=-1.0) if CARD.recognition else None
    assert threshold_at(replace(CARD, recognition=low), 0) > 0
    # Two faces with a similarity of 0.55, between the thresholds at 0 and at 1.
    add_faces(library, [Made(1, 0), Made(2, 0)], np.stack([centre(0), between(0, 1, 0.55)]))
    grouped(library)
    assert sets(library) == {frozenset({1, 2})}
    with library.write() as session:
        set_setting(session, STRICTNESS, 1.0)
    grouped(library)
    assert sets(library) == set()


def test_names_and_ids_survive_new_photos(library: Library) -> None:
    three_people(library)
    grouped(library)
    before = members(library)
    (anna,) = [person for person, faces in before.items() if 1 in faces]
    name_person(library, person=anna, name="Anna")
    new = add_faces(library, [Made(photo=100 + who, who=who) for who in (1, 1, 0, 2)])
    report = grouped(library)
    assert report.made == report.removed == 0
    after = members(library)
    assert {person: faces - set(new) for person, faces in after.items()} == before
    # The two new faces of the first are in one photo, so only one of them joins.
    assert len(after[anna] & set(new)) == 1
    assert scalar(library, f"SELECT name FROM person WHERE id = {anna}") == "Anna"


def test_a_group_that_falls_apart_leaves_its_id_to_the_larger_part(library: Library) -> None:
    three_people(library)
    add_faces(library, [Made(photo=20, who=0)])
    run(library, "INSERT INTO person (id, created_at) VALUES (7, '2020-01-01'), (8, '2020-01-01')")
    run(library, "UPDATE face SET person_id = 7 WHERE id % 3 IN (0, 1)")
    run(library, "UPDATE face SET person_id = 8 WHERE id % 3 = 2")
    grouped(library)
    found = members(library)
    # Of row 7, five faces are one person's (face 13 is, too) and four another's.
    assert found == {7: {3, 6, 9, 12, 13}, 8: {2, 5, 8, 11}, 9: {1, 4, 7, 10}}


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


def test_low_quality_faces_join_but_do_not_found(library: Library) -> None:
    faces = add_faces(
        library,
        [
            *(Made(photo=number, who=0) for number in (1, 2, 3)),
            Made(photo=4, who=0, quality=0.1),
            Made(photo=3, who=0, quality=0.1),
            Made(photo=5, who=1, quality=0.1),
            Made(photo=6, who=1, quality=0.1),
            Made(photo=7, who=2, quality=None),
            Made(photo=8, who=2, quality=None),
            Made(photo=9, who=3),
            Made(photo=10, who=3, quality=0.1),
            Made(photo=4, who=0, quality=0.1),
        ],
    )
    report = grouped(library, min_quality=0.5)
    # 5 and 12 share a photo with a better match, 6 and 7 are both poor, 10 is alone, so 11 cannot join it.
    joined = {4, 12} & next(faces for faces in members(library).values() if 1 in faces)
    assert len(joined) == 1
    assert sets(library) == {frozenset({1, 2, 3} | joined), frozenset({8, 9})}
    assert report.faces == len(faces)
    assert (report.groups, report.alone) == (2, 6)
    # A poor face that the user confirmed founds its person, and draws good faces, but no poor ones.
    move_faces(library, faces=[6], to=NewPerson("Ben"))
    add_faces(library, [Made(photo=11, who=1)])
    grouped(library, min_quality=0.5)
    assert assignments(library)[13][0] == assignments(library)[6][0]
    run(library, "DELETE FROM face WHERE id = 13")
    grouped(library, min_quality=0.5)
    assert members(library)[assignments(library)[6][0] or 0] == {6}


def test_low_quality_faces_go_to_the_next_best_group_they_may_join(library: Library) -> None:
    vectors = np.stack([centre(0), centre(0), centre(1), centre(1), between(0, 1, np.sqrt(0.5) + 0.02)])
    made = [Made(photo=number, who=0) for number in (1, 2, 3, 4)]
    add_faces(library, [*made, Made(photo=1, who=0, quality=0.1)], vectors)
    grouped(library)
    assert sets(library) == {frozenset({1, 2}), frozenset({3, 4, 5})}
    second = assignments(library)[5][0]
    assert second is not None
    reject_faces(library, faces=[5], person=second)
    grouped(library)
    assert assignments(library)[5] == (None, False)


def test_what_the_user_does_meanwhile_counts(library: Library) -> None:
    three_people(library)
    grouped(library)
    add_faces(library, [Made(photo=70, who=1)])
    anna = assignments(library)[1][0]
    assert anna is not None
    times = 0

    def interfere(stage: Stage) -> None:
        nonlocal times
        if stage is Stage.LINKING:
            times += 1
            thread = threading.Thread(
                target=lambda: reject_faces(library, faces=[[13, 4, 7][times - 1]], person=anna)
            )
            if times <= 3:
                thread.start()
                thread.join()

    grouped(library, on_progress=interfere)
    # Three times something changed; the fourth time the library was held.
    assert times == 4
    assert members(library)[anna] == {1, 10}
    assert not group(library, card=CARD).changed


def test_cancelling_leaves_the_library_as_it_was(library: Library) -> None:
    three_people(library)
    before = everything(library)

    def cancel(stage: Stage) -> None:
        if stage is Stage.STORING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grouped(library, on_progress=cancel)
    assert everything(library) == before


def test_the_same_library_gives_the_same_groups(library: Library, tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    made = [
        Made(int(photo), 0, float(q))
        for photo, q in zip(random.integers(1, 90, 120), random.random(120), strict=True)
    ]
    vectors = random.normal(size=(120, SIZE)) + 1.5 * centre(0)
    add_faces(library, made, vectors)
    library.backup(tmp_path / "copy.db")
    with Library.open(tmp_path / "copy.db") as copy:
        assert grouped(copy, strictness=-1) == grouped(library, strictness=-1)
        assert members(copy) == members(library)
        assert len(members(library)) > 3


def test_ten_thousand_faces_are_grouped(library: Library) -> None:
    random = np.random.default_rng(1)
    noise = random.normal(size=(10_000, SIZE)) * np.sqrt((1 - ALIKE) / SIZE)
    directions = random.normal(size=(500, SIZE))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    vectors = np.repeat(directions, 20, axis=0) * np.sqrt(ALIKE) + noise
    add_faces(library, [Made(photo=number + 1, who=0) for number in range(10_000)], vectors)
    report = grouped(library)
    assert report.faces == report.moved == 10_000
    assert len({next(iter(faces)) // 20 for faces in members(library).values()}) > 300


def test_made_vectors_are_as_alike_as_they_say() -> None:
    made = np.stack([vector(0, seed) for seed in range(20)])
    similarity = (made @ made.T)[~np.eye(20, dtype=bool)]
    assert similarity.mean() == pytest.approx(ALIKE, abs=0.02)
    assert abs(made @ centre(1)).max() < GROUPING


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
