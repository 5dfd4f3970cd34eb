"""The map of embeddings: that it learns, keeps its best, stays near the identity, and can be folded in."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from makers.crops_of_people import set_of
from numpy.typing import NDArray

from trainer.data.training_set import TrainingSet
from trainer.finetuning.linear_map import MapConfig, folded, learn_map, mapped
from trainer.networks.sface import SFace
from trainer.training.validation import val

SIZE = 16
Vectors = NDArray[np.float32]


def people(count: int, *, seed: int, each: int = 6) -> tuple[Vectors, NDArray[np.int64]]:
    """Return unit vectors of people who differ in half of the dimensions; the rest is loud noise."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(count), each)
    own = rng.normal(size=(count, SIZE // 2))[labels] + rng.normal(scale=0.25, size=(len(labels), SIZE // 2))
    noise = rng.normal(scale=1.5, size=(len(labels), SIZE // 2))
    vectors = np.concatenate([own, noise], axis=1)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), labels


@pytest.fixture(scope="module")
def faces() -> TrainingSet:
    return set_of([f"P{number:02}" for number in range(40) for _ in range(6)], size=16, margin=2)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return people(40, seed=1)[0]


def config(**more: float) -> MapConfig:
    usual = MapConfig(steps=120, people=20, faces_each=4, learning_rate=0.02, validate_every=20, far=0.01)
    return MapConfig(**{name: more.get(name, getattr(usual, name)) for name in usual.__slots__})  # type: ignore[arg-type]


def test_it_learns_what_tells_people_apart(faces: TrainingSet, vectors: Vectors) -> None:
    others = people(30, seed=2)
    learned = learn_map(vectors, faces, [others], config=config(nearness=0.0))
    before, after = (
        val(mapped(others[0], matrix), others[1], far=0.01)
        for matrix in (np.eye(SIZE, dtype=np.float32), learned.matrix)
    )
    assert after > before + 0.2
    weight = np.linalg.norm(learned.matrix, axis=1)
    assert weight[: SIZE // 2].mean() > 1.5 * weight[SIZE // 2 :].mean()
    assert dict(learned.vals)[learned.step] == max(value for _, value in learned.vals) == pytest.approx(after)
    assert [step for step, _ in learned.vals] == list(range(0, 121, 20))


def test_a_heavy_weight_keeps_it_near_the_identity(faces: TrainingSet, vectors: Vectors) -> None:
    others = people(30, seed=2)
    away = [
        float(
            np.square(
                learn_map(vectors, faces, [others], config=config(nearness=weight)).matrix - np.eye(SIZE)
            ).sum()
        )
        for weight in (0.0, 1.0)
    ]
    assert away[1] < away[0] / 5


def test_what_makes_others_worse_is_not_kept(faces: TrainingSet, vectors: Vectors) -> None:
    # People who are told apart by just what is noise in the others.
    swapped, labels = people(30, seed=3)
    opposite = (np.roll(swapped, SIZE // 2, axis=1), labels)
    learned = learn_map(vectors, faces, [opposite], config=config(nearness=0.0))
    assert learned.step == 0
    np.testing.assert_array_equal(learned.matrix, np.eye(SIZE, dtype=np.float32))


def test_the_same_seed_learns_the_same(faces: TrainingSet, vectors: Vectors) -> None:
    others = people(10, seed=2)
    one, two, other = (
        learn_map(vectors, faces, [others], config=config(steps=20, seed=seed)).vals for seed in (1, 1, 2)
    )
    assert one == two != other


def test_it_can_be_stopped(faces: TrainingSet, vectors: Vectors) -> None:
    steps: list[int] = []
    with pytest.raises(InterruptedError):
        learn_map(
            vectors,
            faces,
            [people(10, seed=2)],
            config=config(),
            on_progress=lambda step, *_: steps.append(step),
            cancelled=lambda: len(steps) == 3,
        )
    assert steps == [0, 1, 2]


def test_a_folded_network_gives_the_mapped_embeddings() -> None:
    torch.manual_seed(0)
    network = SFace(embedding_size=64, image_size=32)
    with torch.no_grad():
        # As training leaves them: no layer of the head does nothing.
        norm = network.layers.head.norm  # type: ignore[union-attr]
        norm.weight.uniform_(0.5, 2)
        norm.bias.uniform_(-1, 1)
        norm.running_mean.uniform_(-1, 1)
        norm.running_var.uniform_(0.5, 2)
    network.eval()
    matrix = np.random.default_rng(0).normal(size=(64, 64)).astype(np.float32)
    kept = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    result = folded(network, matrix)
    pixels = torch.rand(5, 3, 32, 32) * 255
    with torch.no_grad():
        expected = network.embedding(pixels) @ torch.from_numpy(matrix)
        found = result.embedding(pixels)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)
    assert not result.training
    assert all(torch.equal(tensor, kept[name]) for name, tensor in network.state_dict().items())
    again = SFace(embedding_size=64, image_size=32).eval()
    again.load_state_dict(result.state_dict())
    with torch.no_grad():
        torch.testing.assert_close(again.embedding(pixels), found)
