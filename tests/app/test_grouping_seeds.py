"""The rules of grouping, on states of a library at random, beside the same rules said with loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from makers.libraries import CARD, SIZE

from app.grouping.rule import Rule
from app.grouping.seeds import find_seeds
from app.grouping.solve import Groups, prepare, solve
from app.grouping.state import LibraryState
from app.grouping.storing import place
from app.library.embeddings import EmbeddedFaces
from engine.embedding import unpack

STRICT = replace(Rule.of(CARD, 0.0), linkage=0.75, looks=0.75)
LOOSE = replace(Rule.of(CARD, -1.0), linkage=0.6, looks=0.6)


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
            random.random(a) < 0.5,
        ]
    )
    everybody = np.concatenate([faces.face_ids, absent[:, 0]])
    r = int(random.integers(0, 6)) if len(everybody) else 0
    rejected = np.column_stack([random.choice(everybody, r), random.integers(1, 6, r)]) if r else []
    u = int(random.integers(0, 3)) if len(everybody) else 0
    unborn = np.column_stack([random.choice(everybody, u), random.integers(1, 6, u)]) if u else []
    pairs = np.sort(random.integers(1, 6, (int(random.integers(0, 3)), 2)), axis=1)
    return LibraryState(
        faces=faces,
        absent=absent.astype(np.int64),
        people=people.astype(np.int64),
        rejected_faces=np.unique(np.array(rejected, np.int64).reshape(-1, 2), axis=0),
        rejected_people=pairs[pairs[:, 0] < pairs[:, 1]],
        unborn=np.unique(np.array(unborn, np.int64).reshape(-1, 2), axis=0),
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
    absent = [
        (face, photo, person, bool(sure), bool(hidden))
        for face, photo, person, sure, hidden in state.absent.tolist()
    ]
    rejected = set(map(tuple, state.rejected_faces.tolist()))
    kept_from = rejected | set(map(tuple, state.unborn.tolist()))
    told_apart = {person for pair in state.rejected_people.tolist() for person in pair}
    whole = set()
    for person, named, ignored in state.people.tolist():
        in_rejection = person in told_apart or any(who == person for _, who in rejected)
        seen = any(who == person and sure for _, _, who, sure in rows)
        unseen = any(who == person and sure for _, _, who, sure, _ in absent)
        if named and not seen:
            whole.add(person)
        if not named and (ignored or in_rejection or (unseen and not seen)):
            whole.add(person)
    sure_places = {(photo, person) for _, photo, person, sure in rows if sure}
    released = {
        face
        for face, photo, person, sure, hidden in absent
        if not sure
        and (
            (hidden and person not in whole) or (face, person) in kept_from or (photo, person) in sure_places
        )
    }
    staying = {(photo, person) for face, photo, person, *_ in absent if face not in released}
    seeds = {face: person for face, _, person, sure in rows if sure}
    places = set(sure_places)
    for face, photo, person, sure in rows:
        place = (photo, person)
        stays = not sure and person in whole and (face, person) not in kept_from
        if stays and place not in staying | places:
            seeds[face] = person
            places.add(place)
    free = [(face, photo) for face, photo, _, _ in rows if face not in seeds]
    held = staying | {(photo, seeds[face]) for face, photo, _, _ in rows if face in seeds}
    barred = {(face, person) for face, photo in free for where, person in held if where == photo}
    barred |= {(face, person) for face, person in kept_from if face in dict(free)}
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
    groups = solve(prepare(state, STRICT, min_quality=0.4), STRICT)
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
    """Every face of low quality is in a group one of whose looks it is similar enough to."""
    vectors = unpack(state.faces.vectors[groups.part])
    poor = (state.faces.quality[groups.part] < 0.4) & (groups.seeds.person < 0)
    means = groups.looks.means()
    for face in np.flatnonzero(poor & (groups.labels >= 0)):
        label = groups.labels[face]
        assert groups.founders[label] > 1 or groups.person[label] >= 0
        assert (means[groups.looks.owner == label] @ vectors[face]).max() >= 0.75 - 1e-4


# Groups without names that have birthdays.
@example(seed=10438351)
@example(seed=120458548)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=50, deadline=None)
def test_placing_keeps_what_the_user_said_and_photos_apart(seed: int) -> None:
    state = random_state(np.random.default_rng(seed))
    groups = solve(prepare(state, LOOSE, min_quality=0.4), LOOSE)
    placing = place(state, groups)
    # What is ignored and belongs to somebody is among the absent; here the rest of it belongs to nobody.
    whose = np.where(state.faces.ignored, 0, state.faces.person_ids)
    after = dict(zip(state.faces.face_ids.tolist(), whose.tolist(), strict=True))
    after |= dict(zip(state.absent[:, 0].tolist(), state.absent[:, 2].tolist(), strict=True))
    before = dict(after)
    sure = set(state.faces.face_ids[state.faces.confirmed].tolist())
    sure |= set(state.absent[state.absent[:, 3] == 1, 0].tolist())
    assert not sure & set(placing.faces.tolist())
    for face, was, number in zip(
        placing.faces.tolist(), placing.before.tolist(), placing.groups.tolist(), strict=True
    ):
        assert before[face] == was
        row = placing.row[number] if number >= 0 else 0
        after[face] = int(row) if row >= 0 else -1 - number
        assert after[face] != was
    photo = dict(zip(state.faces.face_ids.tolist(), state.faces.photo_ids.tolist(), strict=True))
    photo |= dict(zip(state.absent[:, 0].tolist(), state.absent[:, 1].tolist(), strict=True))
    changed = set(placing.faces.tolist())
    for face in changed:
        others = {other for other in after if photo[other] == photo[face] and other != face}
        if after[face]:
            assert after[face] not in {after[other] for other in others}
            assert (face, after[face]) not in set(map(tuple, state.rejected_faces.tolist()))
            assert (face, after[face]) not in set(map(tuple, state.unborn.tolist()))
