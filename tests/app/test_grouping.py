"""Grouping a library: the user's statements, stable ids, low quality, suggestions, and doing nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.libraries import (
    ALIKE,
    CARD,
    GROUPING,
    SIZE,
    Made,
    add_faces,
    assignments,
    centre,
    everything,
    members,
    run,
    scalar,
    vector,
)
from numpy.typing import NDArray

from app.grouping import GroupingReport, Stage, group, suggestions, threshold_at
from app.grouping.seeds import find_seeds
from app.grouping.solve import Groups, _means, solve
from app.grouping.state import LibraryState, load_state
from app.grouping.storing import SUGGESTION_MARGIN
from app.library.embeddings import EmbeddedFaces
from app.library.settings import STRICTNESS, set_setting
from app.library.store import Library
from app.operations import (
    NewPerson,
    confirm_faces,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    reject_faces,
    reject_pair,
    undo,
)
from engine.embedding import unpack


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def three_people(library: Library) -> list[int]:
    """Faces 1 to 12, one a photo, of three people in turn."""
    return add_faces(library, [Made(photo=face, who=face % 3) for face in range(1, 13)])


def grouped(library: Library, **options: Any) -> GroupingReport:
    return group(library, card=CARD, **options)


def sets(library: Library) -> set[frozenset[int]]:
    return {frozenset(faces) for faces in members(library).values()}


def between(one: int, other: int, share: float) -> NDArray[np.float64]:
    """A direction between two centres, with cosine `share` to the first."""
    direction: NDArray[np.float64] = share * centre(one) + np.sqrt(1 - share**2) * centre(other)
    return direction


def test_faces_of_one_person_form_a_group(library: Library) -> None:
    three_people(library)
    add_faces(library, [Made(photo=50, who=9)])
    report = grouped(library)
    assert sets(library) == {frozenset(range(start, 13, 3)) for start in (1, 2, 3)}
    assert report == GroupingReport(changed=True, faces=13, groups=3, alone=1, moved=12, made=3)
    assert assignments(library)[13] == (None, False)


def test_an_empty_library_and_an_unknown_recogniser(library: Library) -> None:
    assert not grouped(library).changed
    add_faces(library, [])
    assert grouped(library) == GroupingReport(changed=True)
    other = replace(CARD, file=replace(CARD.file, sha256="ab" * 32))
    three_people(library)
    assert group(library, card=other) == GroupingReport(changed=False)
    with pytest.raises(ValueError, match="not a recogniser"):
        group(library, card=replace(CARD, recognition=None))


def test_nothing_is_done_until_something_changes(library: Library) -> None:
    three_people(library)
    stages: list[Stage] = []
    assert grouped(library, on_progress=stages.append).changed
    assert stages == [Stage.READING, Stage.COMPARING, Stage.LINKING, Stage.STORING]
    stages.clear()
    assert grouped(library, on_progress=stages.append) == GroupingReport(changed=False)
    assert stages == [Stage.READING]
    for change in (
        lambda: confirm_faces(library, faces=[1]),
        lambda: undo(library),
        lambda: reject_faces(library, faces=[1], person=2),
        lambda: ignore_faces(library, faces=[1]),
        lambda: ignore_person(library, person=3),
        lambda: name_person(library, person=1, name="Anna"),
        lambda: run(library, "DELETE FROM photo WHERE id = 12"),
        lambda: run(library, "UPDATE face SET quality = 0.8 WHERE id = 5"),
        lambda: run(library, "UPDATE face SET person_id = NULL WHERE id = 5"),
        lambda: add_faces(library, [Made(photo=60, who=0)]),
        lambda: run(library, f"UPDATE embedding SET vector = x'{'7f' * SIZE}' WHERE face_id = 6"),
    ):
        change()
        assert grouped(library).changed
        assert not grouped(library).changed
    assert grouped(library, min_quality=0.5).changed
    assert grouped(library, strictness=0.5).changed
    # Neither a rename nor a cover matters to grouping.
    grouped(library)
    name_person(library, person=1, name="Anne")
    assert not grouped(library).changed


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
    assert members(library)[second] == {2, 11}
    assert assignments(library)[5] == assignments(library)[8] == (None, False)


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
    # A poor face that the user confirmed counts.
    move_faces(library, faces=[6], to=NewPerson("Ben"))
    grouped(library, min_quality=0.5)
    assert members(library)[assignments(library)[6][0] or 0] == {6, 7}


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
    assert not grouped(library).changed


def test_cancelling_leaves_the_library_as_it_was(library: Library) -> None:
    three_people(library)
    before = everything(library)

    def cancel(stage: Stage) -> None:
        if stage is Stage.STORING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grouped(library, on_progress=cancel)
    assert everything(library) == before


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


@pytest.mark.parametrize(("similarity", "suggested"), [(GROUPING - 0.05, 0), (GROUPING + 0.05, 1)])
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


def random_state(random: np.random.Generator) -> LibraryState:
    """A small library in any state at all, also contradictory ones."""
    n = int(random.integers(0, 14))
    people = np.column_stack([np.arange(1, 6), random.integers(0, 2, 5), random.random(5) < 0.3])
    person = random.integers(0, 6, n)
    faces = EmbeddedFaces(
        model_id=1,
        face_ids=np.sort(random.choice(40, n, replace=False) + 1).astype(np.int64),
        photo_ids=random.integers(1, 7, n),
        person_ids=person,
        confirmed=(person > 0) & (random.random(n) < 0.4),
        ignored=random.random(n) < 0.2,
        quality=random.random(n).astype(np.float32),
        vectors=random.integers(1, 127, (n, SIZE)).astype(np.int8),
    )
    a = int(random.integers(0, 4))
    absent = np.column_stack(
        [
            50 + np.arange(a),
            random.integers(1, 7, a),
            random.integers(1, 6, a),
            random.random(a) < 0.5,
        ]
    )
    everybody = np.concatenate([faces.face_ids, absent[:, 0]])
    r = int(random.integers(0, 6)) if len(everybody) else 0
    rejected = np.column_stack([random.choice(everybody, r), random.integers(1, 6, r)]) if r else []
    pairs = np.sort(random.integers(1, 6, (int(random.integers(0, 3)), 2)), axis=1)
    return LibraryState(
        faces=faces,
        absent=absent.astype(np.int64),
        people=people.astype(np.int64),
        rejected_faces=np.unique(np.array(rejected, np.int64).reshape(-1, 2), axis=0),
        rejected_people=pairs[pairs[:, 0] < pairs[:, 1]],
    )


def slow_seeds(state: LibraryState) -> tuple[dict[int, int], set[tuple[int, int]], set[int]]:
    """The rules of `app.grouping.seeds`, said once more with loops: seeds, barred pairs, released faces."""
    faces = state.faces
    rows = [
        (
            int(faces.face_ids[at]),
            int(faces.photo_ids[at]),
            int(faces.person_ids[at]),
            bool(faces.confirmed[at]),
        )
        for at in range(len(faces))
        if not faces.ignored[at]
    ]
    absent = [(face, photo, person, bool(sure)) for face, photo, person, sure in state.absent.tolist()]
    rejected = set(map(tuple, state.rejected_faces.tolist()))
    told_apart = {person for pair in state.rejected_people.tolist() for person in pair}
    whole = set()
    for person, named, ignored in state.people.tolist():
        in_rejection = person in told_apart or any(who == person for _, who in rejected)
        confirmed = any(who == person and sure for _, _, who, sure in [*rows, *absent])
        if (not named and (ignored or in_rejection)) or (named and not confirmed):
            whole.add(person)
    sure_places = {(photo, person) for _, photo, person, sure in rows if sure}
    released = {
        face
        for face, photo, person, sure in absent
        if not sure and (person not in whole or (face, person) in rejected or (photo, person) in sure_places)
    }
    staying = {(photo, person) for face, photo, person, _ in absent if face not in released}
    seeds = {face: person for face, _, person, sure in rows if sure}
    places = set(sure_places)
    for face, photo, person, sure in rows:
        place = (photo, person)
        stays = not sure and person in whole and (face, person) not in rejected
        if stays and place not in staying | places:
            seeds[face] = person
            places.add(place)
    free = [(face, photo) for face, photo, _, _ in rows if face not in seeds]
    barred = {(face, person) for face, photo in free for where, person in staying if where == photo}
    barred |= {(face, person) for face, person in rejected if face in dict(free)}
    return seeds, barred, released


@given(seed=st.integers(0, 10**9))
@settings(max_examples=400, deadline=None)
def test_seeds_are_those_of_the_rules(seed: int) -> None:
    state = random_state(np.random.default_rng(seed))
    part = np.flatnonzero(~state.faces.ignored)
    found = find_seeds(state, part)
    ids = state.faces.face_ids[part].tolist()
    seeds, barred, released = slow_seeds(state)
    pairs = zip(ids, found.person.tolist(), strict=True)
    assert {face: person for face, person in pairs if person >= 0} == seeds
    assert [(ids[at], person) for at, person in found.barred.tolist()] == sorted(barred)
    assert set(found.released.tolist()) == released


@given(seed=st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_no_state_at_all_breaks_grouping(seed: int) -> None:
    state = random_state(np.random.default_rng(seed))
    groups = solve(state, threshold=0.75, min_quality=0.4, on_linking=lambda: None)
    seeds, barred, _ = slow_seeds(state)
    ids = state.faces.face_ids[groups.part].tolist()
    label = dict(zip(ids, groups.labels.tolist(), strict=True))
    for face, person in seeds.items():
        assert groups.person[label[face]] == person
    for face, person in barred:
        assert label[face] < 0 or groups.person[label[face]] != person
    owners = groups.person[groups.person >= 0].tolist()
    assert len(owners) == len(set(owners))
    photos = state.faces.photo_ids[groups.part].tolist()
    free = [
        (photo, label[face])
        for photo, face in zip(photos, ids, strict=True)
        if face not in seeds and label[face] >= 0
    ]
    held = {(photo, label[face]) for photo, face in zip(photos, ids, strict=True) if face in seeds}
    assert len(free) == len(set(free))
    assert not held & set(free)
    check_joiners(state, groups)


def check_joiners(state: LibraryState, groups: Groups) -> None:
    """Every face of low quality is in a group it is similar enough to, by its founders alone."""
    vectors = unpack(state.faces.vectors[groups.part]).astype(np.float64)
    poor = (state.faces.quality[groups.part] < 0.4) & (groups.seeds.person < 0)
    for face in np.flatnonzero(poor & (groups.labels >= 0)):
        label = groups.labels[face]
        founders = vectors[(groups.labels == label) & ~poor]
        assert len(founders) == groups.founders[label]
        assert len(founders) > 1 or groups.person[label] >= 0
        assert (founders @ vectors[face]).mean() >= 0.75 - 1e-4


@given(seed=st.integers(0, 10**9))
@settings(max_examples=15, deadline=None)
def test_suggestions_are_those_of_every_pair(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(8, SIZE)) + 1.18 * random.normal(size=SIZE)
    vectors = np.repeat(centres, 3, axis=0) + 0.3 * random.normal(size=(24, SIZE))
    made = [Made(photo=int(photo), who=0) for photo in random.choice(40, 24, replace=False) + 1]
    made[0] = Made(photo=made[-1].photo, who=0)
    with Library.open(tmp_path_factory.mktemp("pairs") / "library.db") as library:
        add_faces(library, made, vectors)
        threshold = threshold_at(CARD, 1)
        grouped(library, strictness=1)
        with library.read() as session:
            state = load_state(session, 1)
        unit = unpack(state.faces.vectors).astype(np.float64)
        expected = {}
        for one, faces in members(library).items():
            for other, others in members(library).items():
                a, b = np.array(sorted(faces)) - 1, np.array(sorted(others)) - 1
                mean = (unit[a] @ unit[b].T).mean()
                shared = set(state.faces.photo_ids[a]) & set(state.faces.photo_ids[b])
                if one < other and not shared and mean >= threshold - SUGGESTION_MARGIN:
                    expected[one, other] = mean
        found = {(pair.person_id, pair.other_person_id): pair.similarity for pair in suggestions(library)}
    assert found == pytest.approx(expected, abs=1e-5)


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


def test_means_are_those_of_each_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.grouping.solve._ROWS", 10)
    random = np.random.default_rng(1)
    labels = random.permutation(np.repeat(np.arange(30), random.integers(1, 25, 30)))
    vectors = random.normal(size=(len(labels), 8)).astype(np.float32)
    found = _means(vectors, labels, np.bincount(labels))
    twin = [vectors[labels == group].mean(axis=0, dtype=np.float64) for group in range(30)]
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, twin, atol=1e-6)
    assert _means(vectors[:0], labels[:0], labels[:0]).shape == (0, 8)


def test_made_vectors_are_as_alike_as_they_say() -> None:
    made = np.stack([vector(0, seed) for seed in range(20)])
    similarity = (made @ made.T)[~np.eye(20, dtype=bool)]
    assert similarity.mean() == pytest.approx(ALIKE, abs=0.02)
    assert abs(made @ centre(1)).max() < GROUPING
