"""Grouping a library anew: stable ids, low quality, and doing nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

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
    grouped,
    members,
    run,
    scalar,
    sets,
    three_people,
    vector,
)

from app.grouping import GroupingReport, Stage, group
from app.library.settings import STRICTNESS, set_setting
from app.library.store import Library
from app.operations import NewPerson, ignore_faces, ignore_person, move_faces, name_person, reject_faces, undo


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


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
    # Two faces whose odds are high enough at 0, and not at 1.
    add_faces(library, [Made(1, 0), Made(2, 0)], np.stack([centre(0), between(0, 1, 0.48)]))
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
    vectors = random.normal(size=(120, SIZE)) + 1.8 * centre(0)
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
