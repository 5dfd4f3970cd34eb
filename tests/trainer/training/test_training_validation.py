"""How a network is validated: views of held-out faces, their embeddings, and the one number that decides."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.crops_of_people import set_of
from makers.training_runs import discs, tiny

from trainer.data.augmentation import DEGRADATIONS
from trainer.data.loading import evaluation_pixels
from trainer.data.training_set import TrainingSet
from trainer.training.config import Criterion
from trainer.training.validation import embed, val, verdict, views

CPU = torch.device("cpu")


def test_every_set_is_shown_in_every_way(others: TrainingSet) -> None:
    more = discs(4, 3, name="more", seed=8)
    found = views([others, more], ["clean", "grey", "24 px"], most=1000)
    assert [view.name for view in found] == [
        "others",
        "others/grey",
        "others/24 px",
        "more",
        "more/grey",
        "more/24 px",
    ]
    assert [view.degradation for view in found[:3]] == ["clean", "grey", "24 px"]
    assert all(view.faces.files == others.files for view in found[:3])


@settings(deadline=None, max_examples=40)
@given(
    counts=st.lists(st.integers(1, 5), min_size=2, max_size=9).filter(lambda some: max(some) > 1),
    most=st.integers(2, 30),
)
def test_not_too_many_faces_are_validated_and_whole_people(counts: list[int], most: int) -> None:
    names = [f"P{person}" for person, count in enumerate(counts) for _ in range(count)]
    faces = set_of(names, size=16, margin=2)
    (view,) = views([faces], ["clean"], most=most)
    kept = {name: view.faces.people.tolist().count(number) for number, name in enumerate(view.faces.names)}
    assert len(kept) >= 2
    assert max(kept.values()) >= 2
    assert all(count == counts[int(name[1:])] for name, count in kept.items())
    # Two people are needed, however many faces they have.
    assert len(view.faces) <= most or len(kept) == 2
    if len(faces) <= most:
        assert len(view.faces) == len(faces)
    # Who makes pairs of one person comes first.
    several = sum(count > 1 for count in counts)
    assert sum(count > 1 for count in kept.values()) == min(several, len(kept))
    (again,) = views([faces], ["clean"], most=most)
    assert again.faces.files == view.faces.files


def test_what_cannot_be_validated_is_told(others: TrainingSet) -> None:
    with pytest.raises(ValueError, match=r"There is no view 'wet'; there are clean, 48 px, "):
        views([others], ["clean", "wet"], most=100)
    with pytest.raises(
        ValueError, match=r"held-out faces of made need two people, .* Raise \[data\] held_out"
    ):
        views([set_of(["a", "b", "c"])], ["clean"], most=100)
    with pytest.raises(ValueError, match=r"held-out faces of made need two people"):
        views([set_of(["a", "a", "a"])], ["clean"], most=100)
    with pytest.raises(ValueError, match=r"Two held-out views are named others\. Name each"):
        views([others, others], ["clean"], most=100)
    with pytest.raises(ValueError, match=r"Two held-out views are named others/grey"):
        views([others], ["grey", "grey"], most=100)


@pytest.mark.parametrize("degradation", ["clean", "grey"])
def test_embeddings_are_the_networks_in_evaluation_mode(degradation: str, others: TrainingSet) -> None:
    network = tiny().train()
    network.layers.stem[1].eval()
    before = {name: one.clone() for name, one in network.named_buffers()}
    found = embed(network, others, device=CPU, degradation=degradation, chunk=5)
    assert network.training
    assert all(torch.equal(one, before[name]) for name, one in network.named_buffers())
    network.eval()
    altered = DEGRADATIONS.get(degradation)
    for index in range(len(others)):
        pixels = evaluation_pixels(others, np.array([index]), 32, 32, altered=altered)
        assert np.allclose(found[index], network(pixels.float()).detach().numpy()[0], atol=1e-5)
    assert embed(network, others.subset([]), device=CPU).shape == (0, 64)
    assert not network.training


def test_embedding_stops_when_it_is_told(others: TrainingSet) -> None:
    asked = iter([False, True])
    network = tiny().train()
    with pytest.raises(InterruptedError):
        embed(network, others, device=CPU, chunk=4, stopped=lambda: next(asked))
    assert network.training


def test_val_is_that_of_a_slow_loop() -> None:
    chance = np.random.default_rng(0)
    people = np.repeat(np.arange(12), 5)
    vectors = (chance.normal(size=(12, 16))[people] + chance.normal(size=(60, 16))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    same, different = [], []
    for one in range(60):
        for two in range(one):
            (same if people[one] == people[two] else different).append(float(vectors[one] @ vectors[two]))
    # The lowest threshold with no more than one in a hundred false accepts.
    threshold = sorted(different, reverse=True)[int(0.01 * len(different))]
    expected = np.mean([similarity > threshold for similarity in same])
    assert val(vectors, people, far=0.01) == pytest.approx(expected, abs=0.01)
    assert 0.1 < expected < 0.95


def test_embeddings_that_are_no_numbers_have_no_val() -> None:
    people = np.array([0, 0, 1])
    assert val(np.full((3, 4), np.nan, np.float32), people, far=0.1) == 0.0
    assert val(np.eye(3, 4, dtype=np.float32)[[0, 0, 1]], people, far=0.1) == 1.0


def test_one_number_decides() -> None:
    assert verdict([0.2, 0.6], Criterion.MEAN) == pytest.approx(0.4)
    assert verdict([0.2, 0.6], Criterion.WORST) == 0.2
