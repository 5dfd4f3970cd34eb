"""What another strictness would change is shown exactly, and accepted or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.libraries import (
    CARD,
    SIZE,
    Made,
    add_faces,
    assignments,
    between,
    centre,
    everything,
    members,
    run,
)

from app.grouping import group
from app.grouping.preview import Previewer, UnknownRecogniserError
from app.library.settings import STRICTNESS, get_setting
from app.library.store import Library
from app.operations import NewPerson, confirm_faces, ignore_faces, move_faces, name_person, reject_faces


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def two_halves(library: Library) -> None:
    """Faces 1 and 2, and 3 and 4, of one person: grouped at -1 and 0, and apart at 1."""
    other = between(0, 1, 0.48)
    add_faces(
        library, [Made(photo=face, who=0) for face in (1, 2, 3, 4)], np.stack([centre(0)] * 2 + [other] * 2)
    )
    group(library, card=CARD)


def test_a_recogniser_whose_embeddings_have_gone_is_unknown(library: Library) -> None:
    two_halves(library)
    run(library, "DELETE FROM embedding")
    with pytest.raises(UnknownRecogniserError, match="familiar models select"):
        Previewer(library, card=CARD)


def test_a_difference_says_who_comes_and_goes_and_writes_nothing(library: Library) -> None:
    two_halves(library)
    name_person(library, person=1, name="Anna")
    move_faces(library, faces=[5 - 1], to=None)
    group(library, card=CARD)
    before = everything(library)

    found = Previewer(library, card=CARD).difference(1.0)

    assert everything(library) == before
    assert found.locked == 3
    assert (found.moved, found.people) == (0, ())
    assert (found.groups_before, found.groups_after, found.alone_before, found.alone_after) == (1, 1, 1, 1)


def test_stricter_splits_what_is_not_confirmed(library: Library) -> None:
    two_halves(library)
    confirm_faces(library, faces=[1])
    found = Previewer(library, card=CARD).difference(1.0)
    (leaving,) = [one for one in found.people if one.person_id == 1]
    (coming,) = [one for one in found.people if one.person_id is None]
    assert (leaving.before, leaving.after, leaving.loses, leaving.gains) == (4, 2, (3, 4), ())
    assert (coming.before, coming.after, coming.gains) == (0, 2, (3, 4))
    assert (found.faces, found.moved, found.groups_before, found.groups_after) == (4, 2, 1, 2)


def test_the_same_strictness_changes_nothing(library: Library) -> None:
    two_halves(library)
    found = Previewer(library, card=CARD).difference(0.0)
    assert (found.moved, found.people) == (0, ())


@pytest.mark.parametrize("meanwhile", [False, True])
def test_accepting_does_what_was_shown_and_keeps_the_strictness(library: Library, meanwhile: bool) -> None:
    two_halves(library)
    previewer = Previewer(library, card=CARD)
    if meanwhile:
        confirm_faces(library, faces=[1, 3])
    report = previewer.accept(1.0)
    assert report.moved == (0 if meanwhile else 2)
    assert sorted(map(len, members(library).values())) == ([4] if meanwhile else [2, 2])
    with library.read() as session:
        assert get_setting(session, STRICTNESS) == 1.0
    assert not group(library, card=CARD).changed


def test_a_recogniser_the_library_has_not_used(library: Library) -> None:
    two_halves(library)
    other = replace(CARD, file=replace(CARD.file, sha256="ab" * 32))
    with pytest.raises(UnknownRecogniserError, match="familiar models select"):
        Previewer(library, card=other)


@given(seed=st.integers(0, 10**9), strictness=st.sampled_from([-1.0, -0.3, 0.4, 1.0]))
@settings(max_examples=15, deadline=None)
def test_what_is_shown_is_what_happens(
    seed: int, strictness: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    random = np.random.default_rng(seed)
    with Library.open(tmp_path_factory.mktemp("preview") / "library.db") as library:
        made = [
            Made(int(photo), 0, float(quality))
            for photo, quality in zip(random.integers(1, 40, 60), random.random(60), strict=True)
        ]
        add_faces(library, made, random.normal(size=(60, SIZE)) + 1.2 * centre(0) + 2 * centre(1))
        group(library, card=CARD)
        move_faces(library, faces=[1, 2], to=NewPerson("Anna"))
        ignore_faces(library, faces=[3])
        reject_faces(library, faces=[4], person="Anna")
        before, sizes = assignments(library), members(library)
        previewer = Previewer(library, card=CARD)
        found = previewer.difference(strictness)
        previewer.accept(strictness)
        after = assignments(library)
    # Face 3 is ignored, and ignored faces are not counted.
    assert found.moved == sum(before[face] != after[face] for face in before if face != 3)
    for one in found.people:
        if one.person_id is not None:
            had, has = (
                {face for face, (person, _) in state.items() if person == one.person_id and face != 3}
                for state in (before, after)
            )
            assert (set(one.gains), set(one.loses)) == (has - had, had - has)
            assert (one.before, one.after) == (len(had), len(has))
            assert had == sizes.get(one.person_id, set()) - {3}
    new = {person for person, _ in after.values()} - {person for person, _ in before.values()}
    assert len(new) == sum(one.person_id is None for one in found.people)
