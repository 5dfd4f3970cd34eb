"""Batches: who is in them, how many of whom, how often over time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.crops_of_people import soft_crop

from trainer.data.joining import joined
from trainer.data.sampling import IdentityBatches
from trainer.data.training_set import TrainingSet, encoded

JPEG = encoded(soft_crop(0, size=8))


def people_with(
    counts: list[int], *, name: str = "made", families: int = 0, photos: list[str] | None = None
) -> TrainingSet:
    """Return a set with so many faces of each person; `families` people are a family, where it is not 0."""
    who = [number for number, count in enumerate(counts) for _ in range(count)]
    return TrainingSet.of(
        [JPEG] * len(who),
        [f"p{number:03}" for number in who],
        name=name,
        families=[f"f{number // families}" for number in who] if families else None,
        photos=photos,
        size=8,
        margin=0,
    )


@given(
    st.lists(st.integers(1, 7), min_size=2, max_size=12).filter(lambda counts: max(counts) >= 2),
    st.integers(1, 6),
    st.integers(2, 5),
    st.integers(0, 9),
    st.integers(0, 40),
    st.integers(0, 3),
)
def test_a_batch_has_so_many_faces_of_so_many_people_and_others(
    counts: list[int], people: int, each: int, negatives: int, step: int, seed: int
) -> None:
    faces = people_with(counts)
    batches = IdentityBatches(faces, people=people, faces_each=each, random_negatives=negatives, seed=seed)
    batch = batches.batch(step)
    assert batch.dtype == np.int64
    assert len(set(batch.tolist())) == len(batch)
    np.testing.assert_array_equal(batch, batches.batch(step))
    # The same, written out: whose turns these are, one after the other, by the definition of turns.
    several = [number for number, count in enumerate(counts) if count >= 2]
    turns: list[int] = []
    for epoch in range((step + 1) * people // len(several) + 1):
        turns += np.random.default_rng((seed, 1, 0, epoch)).permutation(several).tolist()
    mine = turns[step * people : (step + 1) * people]
    found = np.bincount(faces.people[batch], minlength=len(counts))
    for person in set(mine):
        assert found[person] == min(counts[person], each * mine.count(person))
    others = sum(count for person, count in enumerate(counts) if person not in mine)
    assert found.sum() == sum(found[person] for person in set(mine)) + min(negatives, others)
    # People's faces come first.
    own = int(sum(found[person] for person in set(mine)))
    assert set(faces.people[batch[:own]].tolist()) == set(mine)


def test_everybody_has_as_many_turns() -> None:
    faces = people_with([2, 9, 4, 1, 3, 3, 2, 5])
    batches = IdentityBatches(faces, people=3, faces_each=2, random_negatives=0)
    # Seven people can be drawn: after seven batches of three everybody was three times.
    seen = np.zeros(8, int)
    for step in range(7):
        seen += np.bincount(faces.people[batches.batch(step)], minlength=8)
    # Nobody of two faces can be drawn twice in one batch and show four.
    assert seen[3] == 0
    assert (seen[[1, 2, 7]] == 6).all()
    assert (seen[[0, 4, 5, 6]] <= 6).all()
    assert (seen[[0, 4, 5, 6]] >= 4).all()


def test_the_paper_s_batch() -> None:
    faces = people_with([60] * 50 + [1] * 400)
    batch = IdentityBatches(faces).batch(0)
    counts = np.bincount(faces.people[batch], minlength=450)
    assert len(batch) == 1800
    assert np.count_nonzero(counts == 40) == 40
    assert counts.sum() - 40 * 40 == 200


def test_batches_differ_by_step_and_seed() -> None:
    faces = people_with([6] * 30)
    one, other = (
        IdentityBatches(faces, people=4, faces_each=3, random_negatives=2, seed=seed) for seed in (0, 1)
    )
    assert one.batch(0).tolist() != one.batch(1).tolist()
    assert one.batch(0).tolist() != other.batch(0).tolist()
    # In another epoch the order and the faces are others.
    assert one.batch(0).tolist() != one.batch(15).tolist()


def test_faces_of_one_person_are_from_different_photos() -> None:
    # Ten faces from one photo and three from others: of four, three are from others.
    faces = people_with([13, 3], photos=["burst"] * 10 + ["b", "c", "d"] + ["e", "f", "g"])
    batches = IdentityBatches(faces, people=2, faces_each=4, random_negatives=0)
    for step in range(20):
        batch = batches.batch(step)
        own = batch[faces.people[batch] == 0]
        assert len(set(faces.photos[own].tolist())) == 4


def test_relatives_fill_their_share() -> None:
    faces = people_with([4] * 60, families=3)
    plain = IdentityBatches(faces, people=12, faces_each=2, random_negatives=0)
    batches = IdentityBatches(faces, people=12, faces_each=2, random_negatives=0, same_family=0.5)

    def with_relatives(batch: np.ndarray) -> float:
        people = np.unique(faces.people[batch])
        families = people // 3
        return float(np.mean([np.count_nonzero(families == family) > 1 for family in families]))

    shares = [(with_relatives(plain.batch(step)), with_relatives(batches.batch(step))) for step in range(30)]
    alone, together = np.mean(shares, axis=0)
    assert alone < 0.5
    assert together > 0.85
    for step in range(30):
        assert len(np.unique(faces.people[batches.batch(step)])) == 12


def test_without_relatives_others_fill_the_batch() -> None:
    faces = people_with([4] * 20)
    batches = IdentityBatches(faces, people=10, faces_each=2, random_negatives=0, same_family=0.5)
    assert len(np.unique(faces.people[batches.batch(3)])) == 10
    few = IdentityBatches(people_with([2, 2]), people=10, faces_each=2, random_negatives=0, same_family=0.5)
    assert len(few.batch(0)) == 4


def test_balanced_sets_are_drawn_from_equally() -> None:
    faces = joined(
        [
            people_with([5] * 100, name="large"),
            people_with([5] * 10, name="small"),
            people_with([1], name="one"),
        ]
    )
    plain, balanced = (
        IdentityBatches(faces, people=7, faces_each=2, random_negatives=0, balanced_sets=wanted)
        for wanted in (False, True)
    )

    def shares(batches: IdentityBatches) -> np.ndarray:
        drawn = np.concatenate([batches.batch(step) for step in range(60)])
        return np.bincount(faces.sets[drawn], minlength=3) / len(drawn)

    np.testing.assert_allclose(shares(plain), [10 / 11, 1 / 11, 0], atol=0.02)
    np.testing.assert_allclose(shares(balanced), [1 / 2, 1 / 2, 0], atol=0.02)
    assert {len(balanced.batch(step)) for step in range(20)} == {14}


def test_a_batch_of_given_people() -> None:
    faces = people_with([5, 5, 5, 1, 5])
    batches = IdentityBatches(faces, people=2, faces_each=3, random_negatives=4)
    batch = batches.batch_of(np.array([4, 1, 1]), 7)
    counts = np.bincount(faces.people[batch], minlength=5)
    # Somebody who is named twice has two turns, but no face twice.
    assert counts[[1, 4]].tolist() == [5, 3]
    assert counts[[0, 2, 3]].sum() == 4
    assert batch.tolist() != batches.batch_of(np.array([4, 1, 1]), 8).tolist()


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([1, 1, 1], {}),
        ([5], {}),
        ([2, 2], {"people": 0}),
        ([2, 2], {"faces_each": 1}),
        ([2, 2], {"random_negatives": -1}),
        ([2, 2], {"same_family": 1.0}),
    ],
)
def test_what_makes_no_batch_is_refused(counts: list[int], words: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="need"):
        IdentityBatches(people_with(counts), **words)  # type: ignore[arg-type]
