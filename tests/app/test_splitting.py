"""Where a person's faces fall apart, compared with linking step by step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.libraries import CARD, SIZE, Made, add_faces, run, vector
from numpy.typing import NDArray

from app.grouping import SplitProposal, group, propose_split
from app.grouping import splitting as module
from app.grouping.splitting import Members, Seam, seams
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import NewPerson, confirm_faces, move_faces, split_person
from engine.clustering.strangers import Strangers
from engine.embedding import pack, unit, unpack

STRANGERS = Strangers(100, np.zeros(SIZE), 100 * np.eye(SIZE) / SIZE, (0.09, 0.09))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def mixed(library: Library, *counts: int) -> int:
    """One group of faces of several people, by count; faces are numbered from 1, each in its own photo."""
    who = [person for person, count in enumerate(counts) for _ in range(count)]
    faces = add_faces(library, [Made(number, person) for number, person in enumerate(who, 1)])
    group(library, card=CARD)
    changes = move_faces(library, faces=faces, to=NewPerson("Anna"))
    run(library, "UPDATE face SET confirmed_at = NULL")
    return changes.people[-1]


def blocks(proposal: SplitProposal) -> list[set[int]]:
    return [{face.face_id for face in part.faces} for part in proposal.parts]


def test_two_people_are_told_apart(library: Library) -> None:
    anna = mixed(library, 6, 4)
    proposal = propose_split(library, CARD, "Anna")
    assert (proposal.person_id, proposal.name) == (anna, "Anna")
    assert blocks(proposal) == [{7, 8, 9, 10}]
    assert {face.face_id for face in proposal.staying.faces} == {1, 2, 3, 4, 5, 6}
    assert proposal.parts[0].probability < 0.1
    assert proposal.staying.probability == 1
    split_person(library, person=anna, parts=[sorted(blocks(proposal)[0])])
    assert len(propose_split(library, CARD, anna).staying.faces) < 6


def test_outliers_come_first(library: Library) -> None:
    mixed(library, 8, 3, 1, 1)
    proposal = propose_split(library, CARD, "Anna")
    assert sorted(map(len, blocks(proposal))) == [1, 1, 3]
    chances = [part.probability for part in proposal.parts]
    assert chances == sorted(chances)
    for part in (*proposal.parts, proposal.staying):
        scores = [face.score for face in part.faces]
        assert scores == sorted(scores)
    assert max(face.score for part in proposal.parts for face in part.faces) < 0.3
    assert min(face.score for face in proposal.staying.faces) > 0.6


def test_one_person_falls_apart_where_they_fit_least(library: Library) -> None:
    mixed(library, 7)
    proposal = propose_split(library, CARD, "Anna")
    assert len(proposal.parts) == 1
    assert proposal.parts[0].probability > 0.9
    assert propose_split(library, CARD, "Anna") == proposal


def test_nothing_to_split(library: Library) -> None:
    add_faces(library, [Made(1, 0)])
    move_faces(library, faces=[1], to=NewPerson("Anna"))
    assert propose_split(library, CARD, "Anna").parts == ()
    run(library, "UPDATE face SET ignored_at = '2020-01-01T00:00:00.000000+00:00'")
    assert propose_split(library, CARD, "Anna").staying.faces == ()
    with pytest.raises(PersonNotFoundError):
        propose_split(library, CARD, "Ben")


def test_faces_of_one_photo_are_apart_unless_both_are_confirmed(library: Library) -> None:
    faces = add_faces(library, [Made(1, 0), Made(1, 0), Made(2, 0), Made(3, 0), Made(4, 0)])
    move_faces(library, faces=faces, to=NewPerson("Anna"))
    run(library, "UPDATE face SET confirmed_at = NULL")
    proposal = propose_split(library, CARD, "Anna")
    assert [part.probability for part in proposal.parts] == [0]
    assert len(blocks(proposal)[0] & {1, 2}) == 1
    confirm_faces(library, faces=[1])
    assert [part.probability for part in propose_split(library, CARD, "Anna").parts] == [0]
    confirm_faces(library, faces=[2])
    (part,) = propose_split(library, CARD, "Anna").parts
    assert part.probability > 0.9
    every = [face for some in (part, propose_split(library, CARD, "Anna").staying) for face in some.faces]
    assert {face.face_id for face in every if face.confirmed} == {1, 2}


def made(vectors: NDArray[np.floating], photos: NDArray[np.int64], confirmed: NDArray[np.bool_]) -> Members:
    ids = np.arange(1, len(vectors) + 1)
    return Members(1, ids, photos, confirmed, pack(vectors))


def slow_seams(members: Members) -> list[tuple[set[int], set[int]]]:
    """Link the two most similar groups again and again, looking at every pair of faces each time."""
    exact = unpack(members.vectors).astype(np.float64)
    groups = [[row] for row in range(len(exact))]
    found: list[tuple[set[int], set[int]]] = []

    def apart(one: list[int], other: list[int]) -> bool:
        return any(
            members.photos[a] == members.photos[b] and not (members.confirmed[a] and members.confirmed[b])
            for a in one
            for b in other
        )

    while True:
        pairs = [
            (float((exact[one] @ exact[other].T).mean()), i, j)
            for i, one in enumerate(groups)
            for j, other in enumerate(groups)
            if i < j and not apart(one, other)
        ]
        if not pairs:
            break
        _, i, j = max(pairs)
        one, other = groups[i], groups[j]
        found.append((set(one), set(other)))
        groups = [some for at, some in enumerate(groups) if at not in (i, j)] + [one + other]
    largest = max(groups, key=len, default=[])
    return found + [(set(some), set(largest)) for some in groups if some is not largest]


@given(
    seed=st.integers(0, 10**6),
    photos=st.lists(st.integers(0, 7), max_size=12),
    confirmed=st.integers(0, 4095),
)
@settings(max_examples=40, deadline=None)
def test_seams_are_those_of_linking_step_by_step(seed: int, photos: list[int], confirmed: int) -> None:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(3, SIZE))
    vectors = unit(
        centres[random.integers(3, size=len(photos))] + 0.7 * random.normal(size=(len(photos), SIZE))
    )
    flags = np.array([bool(confirmed >> at & 1) for at in range(len(photos))], np.bool_)
    members = made(vectors.reshape(-1, SIZE), np.array(photos, np.int64), flags) if photos else None
    if members is None:
        return
    (found,) = seams([members], STRANGERS)
    expected = slow_seams(members)
    assert len(found) == len(photos) - 1
    linked = [seam for seam in found if seam.probability > 0]
    sides = {frozenset((frozenset(seam.block.tolist()), frozenset(seam.rest.tolist()))) for seam in linked}
    assert sides <= {frozenset((frozenset(one), frozenset(other))) for one, other in expected}
    assert sum(seam.probability == 0 for seam in found) == sum(
        any(
            members.photos[a] == members.photos[b] and not (flags[a] and flags[b]) for a in one for b in other
        )
        for one, other in expected
    )
    for seam in found:
        exact = unpack(members.vectors)
        assert seam.similarity == pytest.approx(
            float((exact[seam.block] @ exact[seam.rest].T).mean()), abs=1e-5
        )
        assert len(seam.block) <= len(seam.rest)


def test_a_large_person_is_told_apart_at_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FACES", 6)
    vectors = np.array([vector(0, seed) for seed in range(30)] + [vector(1, seed) for seed in range(3)])
    members = made(vectors, np.arange(33), np.zeros(33, np.bool_))
    (found,) = seams([members], STRANGERS)
    assert len(found) == 6
    doubtful = [seam for seam in found if seam.probability < 0.5]
    assert [set(seam.block.tolist()) for seam in doubtful] == [{30, 31, 32}]
    assert len(doubtful[0].rest) == 30


def test_a_large_block_of_this_score_belongs_less_often_than_one_face() -> None:
    # Two groups of one, and of four, equal vectors: the scores of their sides are the same.
    one, other = vector(0, 1), 0.3 * vector(0, 1) + np.sqrt(1 - 0.3**2) * vector(1, 1)
    chances = []
    for count in (1, 4):
        vectors = unit(np.repeat(np.stack([one, other]), count, axis=0))
        members = made(vectors, np.arange(2 * count), np.zeros(2 * count, np.bool_))
        (found,) = seams([members], STRANGERS)
        top: Seam = found[0]
        assert len(top.block) == count
        chances.append(top.probability)
    assert chances[1] < chances[0] - 0.01
