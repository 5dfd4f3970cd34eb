"""Choosing triplets and people away from the step, against slow loops."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.data.sampling import IdentityBatches
from trainer.data.training_set import TrainingSet
from trainer.training.config import LossConfig
from trainer.training.offline import (
    LOOK_ALIKES,
    HybridBatches,
    OfflineBatches,
    choose_triplets,
    from_tables,
    look_alikes,
    subset,
    tables,
    triplets_of_batch,
)


def points(labels: torch.Tensor, seed: int = 0) -> torch.Tensor:
    chance = torch.Generator().manual_seed(seed)
    centres = torch.randn(int(labels.max()) + 1, 8, generator=chance)
    found = centres[labels] + torch.randn(len(labels), 8, generator=chance)
    return torch.nn.functional.normalize(found)


@settings(deadline=None)
@given(
    counts=st.lists(st.integers(1, 6), min_size=2, max_size=12),
    wanted=st.integers(1, 80),
    seed=st.integers(0, 5),
    step=st.integers(0, 5),
)
def test_a_subset_is_of_whole_people_and_no_larger_than_needed(
    counts: list[int], wanted: int, seed: int, step: int
) -> None:
    people = np.random.default_rng(1).permutation(np.repeat(np.arange(len(counts)), counts))
    faces = subset(people, wanted, seed=seed, step=step)
    assert (np.diff(faces) > 0).all()
    chosen = set(people[faces].tolist())
    assert len(chosen) >= 2
    assert set(np.flatnonzero(np.isin(people, list(chosen))).tolist()) == set(faces.tolist())
    assert len(faces) >= min(wanted, len(people))
    if len(chosen) > 2:
        assert len(faces) - max(counts) < wanted
    assert np.array_equal(faces, subset(people, wanted, seed=seed, step=step))


def test_another_step_draws_another_subset() -> None:
    people = np.repeat(np.arange(50), 4)
    drawn = {tuple(subset(people, 40, seed=seed, step=step)) for seed in (0, 1) for step in (0, 10, 20)}
    assert len(drawn) == 6
    assert {len(faces) for faces in drawn} == {40}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=40).filter(lambda some: len(set(some)) > 1))
def test_look_alikes_are_those_of_a_slow_loop(some: list[int]) -> None:
    labels = torch.tensor(some)
    embeddings = points(labels)
    people, alike = look_alikes(embeddings, labels)
    assert people.tolist() == sorted(set(some))
    means = {}
    for person in people.tolist():
        total = sum(row.numpy() for row, label in zip(embeddings, some, strict=True) if label == person)
        means[person] = total / np.linalg.norm(total)
    for person, found in zip(people.tolist(), alike.tolist(), strict=True):
        assert len(found) == min(LOOK_ALIKES, len(people) - 1) == len(set(found))
        assert person not in found
        d2 = {other: ((means[person] - mean) ** 2).sum() for other, mean in means.items() if other != person}
        nearest = sorted(d2.values())[: len(found)]
        assert [d2[other] for other in found] == pytest.approx(nearest, abs=1e-5)


def test_triplets_of_a_subset_are_semi_hard() -> None:
    labels = torch.arange(40) // 4
    embeddings = points(labels)
    found = choose_triplets(embeddings, labels, config=LossConfig(margin=0.2), seed=0, step=0)
    assert len(found) > 10
    for anchor, positive, negative in zip(found.anchor, found.positive, found.negative, strict=True):
        assert labels[anchor] == labels[positive] != labels[negative]
        near, far = (
            (embeddings[anchor] - embeddings[other]).square().sum() for other in (positive, negative)
        )
        assert near - 1e-6 < far < near + 0.2 + 1e-6


def test_a_choice_may_prefer_relatives() -> None:
    labels = torch.arange(60) // 3
    config = LossConfig(selection="random", within_family=1.0)
    found = choose_triplets(points(labels), labels, config=config, families=labels // 2, seed=0, step=0)
    assert (labels[found.anchor] // 2 == labels[found.negative] // 2).all()


def test_no_triplet_is_told() -> None:
    labels = torch.arange(4) // 2
    apart = torch.tensor([[1.0, 0], [1, 0], [-1, 0], [-1, 0]])
    with pytest.raises(ValueError, match=r"No triplet of the kind semi_hard was found among 4 faces\. Raise"):
        choose_triplets(apart, labels, config=LossConfig(), seed=0, step=0)


@settings(deadline=None)
@given(count=st.integers(1, 40), size=st.integers(1, 12), seed=st.integers(0, 3), rounds=st.integers(1, 3))
def test_every_triplet_has_its_turn_once_a_round(count: int, size: int, seed: int, rounds: int) -> None:
    triplets = np.arange(3 * count).reshape(count, 3).astype(np.int64)
    batches = OfflineBatches(triplets, size, seed)
    taken = min(size, count)
    # So many steps end with a round.
    steps = rounds * count
    seen: list[tuple[int, ...]] = []
    for step in range(steps):
        faces = batches.batch(step)
        assert faces.shape == (3 * taken,)
        seen += [tuple(row) for row in faces.reshape(3, -1).T.tolist()]
        assert np.array_equal(faces, OfflineBatches(triplets, size, seed).batch(step))
    for start in range(0, len(seen), count):
        assert Counter(seen[start : start + count]) == Counter(map(tuple, triplets.tolist()))


def test_rounds_differ_in_order() -> None:
    batches = OfflineBatches(np.arange(60).reshape(20, 3), 20, 0)
    orders = {tuple(batches.batch(step).tolist()) for step in range(5)}
    assert len(orders) == 5


def test_the_places_of_triplets_are_those_of_the_batch() -> None:
    triplets = np.array([[0, 1, 9], [4, 5, 2], [7, 6, 3]])
    faces = OfflineBatches(triplets, 3, 0).batch(0)
    places = triplets_of_batch(len(faces), torch.device("cpu"))
    found = {
        tuple(faces[list(map(int, one))])
        for one in zip(places.anchor, places.positive, places.negative, strict=True)
    }
    assert found == {tuple(one) for one in triplets}


def hybrid(people: TrainingSet, count: int = 6) -> HybridBatches:
    batches = IdentityBatches(people, people=count, faces_each=3, random_negatives=0, seed=0)
    labels = torch.from_numpy(people.people)
    return HybridBatches(batches, *look_alikes(points(labels), labels), 0)


def test_hybrid_batches_hold_people_with_those_who_look_like_them(people: TrainingSet) -> None:
    batches = hybrid(people)
    alike = {int(one): set(some.tolist()) for one, some in zip(batches.people, batches.alike, strict=True)}
    seen: set[int] = set()
    for step in range(20):
        faces = batches.batch(step)
        whose = people.people[faces]
        assert len(set(whose.tolist())) == 6
        assert len(faces) == len(set(faces.tolist())) == 18
        # Five of the six at least are somebody and four look-alikes.
        assert any(len(set(whose.tolist()) & alike[person]) >= 4 for person in set(whose.tolist()))
        assert np.array_equal(faces, hybrid(people).batch(step))
        seen |= set(whose.tolist())
    assert seen == set(people.people.tolist())


def test_a_small_subset_makes_smaller_batches(people: TrainingSet) -> None:
    batches = hybrid(people, count=40)
    assert set(people.people[batches.batch(0)].tolist()) == set(range(16))


def test_what_was_chosen_is_remembered(people: TrainingSet) -> None:
    identities = IdentityBatches(people, people=6, faces_each=3, random_negatives=0, seed=0)
    triplets = np.arange(30).reshape(10, 3)
    for chosen in (OfflineBatches(triplets, 4, 2), HybridBatches(identities, *hybrid_tables(people), 2)):
        again = from_tables(tables(chosen), identities, size=4, seed=2)
        assert type(again) is type(chosen)
        assert again is not None
        for step in range(5):
            assert np.array_equal(again.batch(step), chosen.batch(step))
    assert tables(None) == {}
    assert from_tables({}, identities, size=4, seed=2) is None


def hybrid_tables(people: TrainingSet) -> tuple[np.ndarray, np.ndarray]:
    batches = hybrid(people)
    return batches.people, batches.alike
