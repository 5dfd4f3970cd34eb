"""Lonely faces as they are read, what a library knows for sure, and the suggestions stored of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.libraries import CARD, GROUPING, SIZE, Made, add_faces, between, centre, run, scalar, vector
from sqlalchemy import text

from app.grouping import suggestions
from app.grouping.exemplars import renew_exemplars, stale_people
from app.grouping.lonely import Lonely, load_lonely, load_parted
from app.grouping.refreshing import StoredFacts, load_units, refresh_suggestions, strangers_of
from app.grouping.suggesting import Touched
from app.library.store import Library
from app.operations import (
    NewPerson,
    confirm_faces,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
)
from engine.embedding import unpack

MOMENT = "2020-01-01T00:00:00.000000+00:00"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def settle(library: Library, owner: Sequence[int]) -> None:
    """Give faces 1, 2, ... to people, 0 for none, and make their looks."""
    with library.write() as session:
        execute = session.connection().exec_driver_sql
        for person in sorted(set(owner) - {0}):
            execute("INSERT INTO person (id, created_at) VALUES (?, ?)", (person, MOMENT))
        for face, person in enumerate(owner, 1):
            execute("UPDATE face SET person_id = nullif(?, 0) WHERE id = ?", (person, face))
        execute("DELETE FROM newcomer")
    renew(library)


def renew(library: Library) -> None:
    """Make the looks that are missing."""
    with library.write() as session:
        stale = stale_people(session, 1)
        renew_exemplars(session, 1, stale, size=SIZE, threshold=GROUPING, min_quality=0.2)


@contextmanager
def some_library(seed: int) -> Iterator[Library]:
    """A library of six people, of whom everything that may be known is known of some."""
    random = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library.db") as made:
        # In threes that are alike, so that there is something to suggest.
        centres = [between(who - who % 3, who - who % 3 + 1, 0.3 + 0.3 * (who % 3)) for who in range(6)]
        who = random.integers(6, size=40)
        noise = random.normal(size=(40, SIZE)) * 0.08
        vectors = np.stack([centres[at] for at in who]) + noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        add_faces(made, [Made(int(photo), 0) for photo in random.integers(1, 200, 40)], vectors)
        settle(made, np.where(random.random(40) < 0.8, 1 + who, 0).tolist())
        said = ["UPDATE photo SET taken_at = (1950 + id) || '-06-15T12:00:00' WHERE id % 4 > 0"]
        people = [row[0] for row in rows(made, "SELECT id FROM person")]
        pairs = {
            tuple(sorted(pair)) for pair in zip(people, random.permutation(people).tolist(), strict=True)
        }
        for person in people:
            if random.random() < 0.3:
                year = random.integers(1930, 2050)
                said.append(f"UPDATE person SET birthday = '{year}-06-15' WHERE id = {person}")
            if random.random() < 0.2:
                said.append(f"UPDATE person SET name = id, name_key = id WHERE id = {person}")
            if random.random() < 0.1:
                said.append(f"UPDATE person SET ignored_at = '{MOMENT}' WHERE id = {person}")
        reject = "INSERT INTO rejection (created_at, person_id"
        said += [
            f"{reject}, other_person_id) VALUES ('{MOMENT}', {one}, {other})"
            for one, other in sorted(pairs)
            if one != other and random.random() < 0.2
        ]
        for face in range(1, 41):
            if random.random() < 0.1:
                said.append(f"{reject}, face_id) VALUES ('{MOMENT}', {random.choice(people)}, {face})")
            if random.random() < 0.1:
                said.append(f"UPDATE face SET ignored_at = '{MOMENT}' WHERE id = {face}")
        with made.write() as session:
            for statement in said:
                session.execute(text(statement))
        renew(made)
        yield made


def rows(library: Library, statement: str) -> list[Any]:
    with library.read() as session:
        return list(session.execute(text(statement)))


def stored(library: Library) -> dict[tuple[int, int, int], tuple[Any, ...]]:
    """The suggestions, by the people and the face they are of."""
    found = rows(
        library,
        "SELECT person_id, coalesce(other_person_id, 0), coalesce(face_id, 0), similarity, "
        "probability, settles, nearest_face_id, other_nearest_face_id FROM suggestion",
    )
    # Sums of other faces beside them end in other last bits.
    return {
        tuple(row[:3]): (pytest.approx(row[3], abs=1e-5), pytest.approx(row[4], abs=1e-4), *row[5:])
        for row in found
    }


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_facts_are_those_of_every_row(seed: int) -> None:
    with some_library(seed) as library:
        faces = rows(
            library,
            "SELECT face.id, photo_id, person_id, substr(taken_at, 1, 10) FROM face "
            "JOIN photo ON photo.id = photo_id",
        )
        people = rows(library, "SELECT id, name IS NOT NULL, birthday, ignored_at FROM person ORDER BY id")
        told = {tuple(row) for row in rows(library, "SELECT person_id, other_person_id FROM rejection")}
        said = {tuple(row) for row in rows(library, "SELECT face_id, person_id FROM rejection")}
        photos = {row[0]: {face[1] for face in faces if face[2] == row[0]} for row in people}
        size = {row[0]: sum(face[2] == row[0] for face in faces) for row in people}
        born = {row[0]: row[2] for row in people}

        def unborn(one: int, other: int) -> bool:
            days = [face[3] for face in faces if face[2] == one and face[3]]
            return bool(born[other] and days and min(days) < born[other])

        def apart(one: int, other: int) -> bool:
            owner = {face[0]: face[2] for face in faces}
            by_face = {(person, owner[face]) for face, person in said if face is not None}
            return (
                bool({(one, other), (other, one)} & (told | by_face) or photos[one] & photos[other])
                or unborn(one, other)
                or unborn(other, one)
            )

        ids = [row[0] for row in people]
        pairs = [(one, other) for one in ids for other in ids if one != other and size[one] >= size[other]]
        alone = [face for face in faces if face[2] is None]
        both = [(face[0], person) for face in alone for person in ids]
        with library.read() as session:
            facts = StoredFacts(session)
            asked = np.array([*ids, 99], np.int64)
            assert facts.people(asked).tolist() == [
                [row[0], row[1], size[row[0]]] for row in people if row[3] is None
            ]
            marked = facts.apart(np.array(pairs, np.int64).reshape(-1, 2))
            assert dict(zip(pairs, marked.tolist(), strict=True)) == {pair: apart(*pair) for pair in pairs}
            barred = facts.barred(np.array(both, np.int64).reshape(-1, 2))
        assert dict(zip(both, barred.tolist(), strict=True)) == {
            (face[0], person): (face[0], person) in said
            or face[1] in photos[person]
            or bool(face[3] and born[person] and face[3] < born[person])
            for face in alone
            for person in ids
        }


@given(seed=st.integers(0, 10**6), part=st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_who_is_touched_gets_the_suggestions_that_all_get(seed: int, part: int) -> None:
    with some_library(seed) as library, pytest.MonkeyPatch.context() as patched:
        refresh_suggestions(library, 1, card=CARD)
        every = stored(library)
        with library.read() as session:
            looks, lonely = load_units(session, 1)
        people, faces = np.unique(looks.owner), lonely.ids
        touched = Touched(people[people % 4 == part], faces[faces % 4 == part])
        run(library, "DELETE FROM suggestion")
        patched.setattr("app.grouping.refreshing._ALL_UP_TO", 0)
        refresh_suggestions(library, 1, card=CARD, touched=touched)
        assert stored(library) == {
            key: row
            for key, row in every.items()
            if np.isin(key[:2], touched.people).any() or key[2] in touched.faces
        }
        refresh_suggestions(library, 1, card=CARD, held=(looks, lonely, strangers_of(looks, lonely, CARD)))
        assert stored(library) == every
        members = {
            person: rows(
                library,
                "SELECT face_id, vector FROM face JOIN embedding ON face_id = face.id "
                f"WHERE person_id = {person} AND ignored_at IS NULL ORDER BY face_id",
            )
            for person in people.tolist()
        }
        for (one, other, face), row in every.items():
            vectors = {at: unpack(np.frombuffer(packed, np.int8)) for at, packed in members[one]}
            beside = {at: unpack(np.frombuffer(packed, np.int8)) for at, packed in members.get(other, [])}
            if face:
                beside = {face: unpack(lonely.vectors[lonely.ids == face][0])}
            alike = {(a, b): float(vectors[a] @ beside[b]) for a in vectors for b in beside}
            assert alike[row[-2:]] == pytest.approx(max(alike.values()), abs=1e-5)


def near_pair(library: Library) -> None:
    """Two groups that are alike, faces 1 to 4 and 5 to 8, and face 9, which is like both."""
    other = between(0, 1, 0.45)
    vectors = np.stack([*[centre(0)] * 4, *[other] * 4, between(0, 2, 0.42)])
    add_faces(library, [Made(photo, 0, 0.5 + 0.1 * (photo == 3)) for photo in range(1, 10)], vectors)
    settle(library, [1, 1, 1, 1, 2, 2, 2, 2, 0])
    refresh_suggestions(library, 1, card=CARD)
    assert {(1, 2, 0), (1, 0, 9)} <= stored(library).keys()


@pytest.mark.parametrize("done", ["merged", "faces ignored", "moved", "person ignored"])
def test_what_is_done_after_faces_were_read_is_heeded(library: Library, done: str) -> None:
    near_pair(library)
    with library.read() as session:
        units = load_units(session, 1)
        held = (*units, strangers_of(*units, CARD))
    if done == "merged":
        merge_people(library, target=1, sources=[2])
    elif done == "faces ignored":
        # Whoever has only confirmed faces keeps them.
        confirm_faces(library, faces=[5, 6, 7, 8])
        ignore_faces(library, faces=[5, 6, 7, 8])
        assert scalar(library, "SELECT count(*) FROM face WHERE person_id = 2") == 4
    elif done == "moved":
        move_faces(library, faces=[9], to=NewPerson("Anna"))
    else:
        ignore_person(library, person=2)
    refresh_suggestions(library, 1, card=CARD, held=held)
    gone = (1, 0, 9) if done == "moved" else (1, 2, 0)
    assert {(1, 2, 0), (1, 0, 9)} - stored(library).keys() == {gone}


def test_of_a_person_with_many_faces_the_best_are_compared(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    near_pair(library)
    assert stored(library)[1, 0, 9][-2:] == (1, 9)
    monkeypatch.setattr("app.grouping.refreshing._COMPARED", 1)
    refresh_suggestions(library, 1, card=CARD)
    assert stored(library)[1, 0, 9][-2:] == (3, 9)


def test_of_very_many_faces_a_part_is_considered(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.stack([*(vector(0, seed) for seed in range(300)), between(0, 1, 0.45)])
    add_faces(library, [Made(photo, 0, 0.3 + photo / 1000) for photo in range(1, 302)], vectors)
    settle(library, [1] * 300 + [0])
    refresh_suggestions(library, 1, card=CARD)
    whole = stored(library)[1, 0, 301]
    monkeypatch.setattr("app.grouping.refreshing._CONSIDERED", 20)
    seen = []
    for compared in range(1, 40):
        monkeypatch.setattr("app.grouping.refreshing._COMPARED", compared)
        refresh_suggestions(library, 1, card=CARD)
        seen.append(stored(library)[1, 0, 301])
    assert all(row[:3] == whole[:3] for row in seen)
    # From about the twentieth on there are no more.
    assert len({row[3] for row in seen[:30]}) > 1
    assert len({row[3] for row in seen[30:]}) == 1
    assert seen[-1] != whole


def test_lonely_faces_are_read_with_their_quality(library: Library) -> None:
    add_faces(library, [Made(1, 0, 0.25), Made(2, 1, None), Made(2, 2), Made(3, 3), Made(4, 4)])
    run(library, "DELETE FROM newcomer WHERE face_id = 2")
    ignore_faces(library, faces=[3])
    move_faces(library, faces=[4], to=NewPerson("Anna"))
    with library.read() as session:
        lonely = load_lonely(session, 1)
        new, known = load_parted(session, 1)
        none = load_lonely(session, 2)
    assert (lonely.ids.tolist(), lonely.photos.tolist()) == ([1, 2, 5], [1, 2, 4])
    assert lonely.quality == pytest.approx([0.25, 1, 0.9])
    assert unpack(lonely.vectors) @ vector(1, 2) == pytest.approx([0, 1, 0], abs=0.3)
    assert (new.ids.tolist(), known.ids.tolist()) == ([1, 5], [2])
    together = known.with_others(new)
    for one, other in ((together, lonely), (lonely[np.array([0, 2])], new), (lonely[lonely.ids == 2], known)):
        assert same(one, other)
    assert none.ids.size == 0


def same(one: Lonely, other: Lonely) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("ids", "photos", "quality", "vectors")
    )


def test_people_without_looks_are_those_with_faces_to_make_them_of(library: Library) -> None:
    add_faces(library, [Made(photo, photo) for photo in range(1, 7)])
    for face in range(1, 7):
        move_faces(library, faces=[face], to=NewPerson(f"Anna {face}"))
    ignore_faces(library, faces=[2])
    run(library, "DELETE FROM embedding WHERE face_id = 3")
    run(library, "DELETE FROM face WHERE id = 4")
    run(library, "INSERT INTO exemplar VALUES (5, 1, 0, 1, zeroblob(256))")
    with library.read() as session:
        assert stale_people(session, 1).tolist() == [1, 6]
        assert stale_people(session, 2).tolist() == []


def test_improbable_suggestions_are_listed_only_when_all_are_asked_for(library: Library) -> None:
    near_pair(library)
    chances = sorted(one.probability for one in suggestions(library, least=0))
    assert len(chances) >= 2
    run(library, "UPDATE suggestion SET probability = 0.09 WHERE face_id = 9")
    assert all(one.face_id is None for one in suggestions(library))
    assert 9 in [one.face_id for one in suggestions(library, person=1, least=0.05)]
    run(library, "UPDATE suggestion SET probability = 0.1 WHERE face_id = 9")
    assert 9 in [one.face_id for one in suggestions(library)]
    assert scalar(library, "SELECT count(*) FROM suggestion") == len(chances)
