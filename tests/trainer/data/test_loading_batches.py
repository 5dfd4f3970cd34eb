"""Loading: the same batches whatever the number of threads and processes, and threads that end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from makers.crops_of_people import set_of, soft_crop

from trainer.data.augmentation import DEGRADATIONS, PRESETS
from trainer.data.loading import Batch, Loader, evaluation_pixels
from trainer.data.sampling import IdentityBatches
from trainer.data.training_set import TrainingSet, encoded

FACES = set_of(
    [f"p{number // 6}" for number in range(48)], families=[f"f{number // 12}" for number in range(48)]
)
SAMPLER = IdentityBatches(FACES, people=4, faces_each=5, random_negatives=3, seed=1)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Every test ends the threads it began."""
    before = set(threading.enumerate())
    yield
    assert not [thread for thread in set(threading.enumerate()) - before if "loading" in thread.name]


def loader(preset: str = "old_photos", *, faces: TrainingSet = FACES, **more: int) -> Loader:
    return Loader(faces, SAMPLER, PRESETS[preset], **{"width": 56, "height": 56, "seed": 3, **more})


def same(one: Batch, other: Batch) -> None:
    for name in ("pixels", "labels", "families", "indices"):
        assert torch.equal(getattr(one, name), getattr(other, name))


def test_a_batch_holds_the_sampler_s_faces() -> None:
    with loader("none", width=112, height=112) as loading:
        batch = loading.batch(2)
    indices = SAMPLER.batch(2)
    assert batch.indices.tolist() == indices.tolist()
    assert batch.labels.tolist() == FACES.people[indices].tolist()
    assert batch.families.tolist() == FACES.families[indices].tolist()
    assert (batch.pixels.dtype, batch.pixels.shape) == (torch.uint8, (23, 3, 112, 112))
    assert batch.labels.dtype == batch.families.dtype == batch.indices.dtype == torch.int64
    middle = FACES.crops(indices)[:, 16:128, 16:128].transpose(0, 3, 1, 2)
    np.testing.assert_array_equal(batch.pixels.numpy(), middle)


def test_threads_change_nothing_but_time() -> None:
    with loader(workers=1) as one, loader(workers=5, ahead=4) as five:
        for step, (alone, together) in enumerate(zip(one.batches(3, 8), five.batches(3, 8), strict=True), 3):
            same(alone, together)
            same(alone, one.batch(step))


def test_the_same_face_is_altered_otherwise_each_time() -> None:
    twice = np.zeros(2, np.int64)

    class Twice:
        def batch(self, step: int) -> np.ndarray:
            return twice

    with Loader(FACES, Twice(), PRESETS["old_photos"], width=112, height=112) as loading:
        pixels = [loading.batch(step).pixels for step in (0, 1)]
    assert not torch.equal(pixels[0][0], pixels[0][1])
    assert not torch.equal(pixels[0][0], pixels[1][0])
    with loader(seed=3) as one, loader(seed=4) as other:
        assert not torch.equal(one.batch(0).pixels, other.batch(0).pixels)


@pytest.mark.parametrize("world_size", [2, 3, 30])
def test_processes_share_a_batch(world_size: int) -> None:
    with loader() as alone:
        whole = alone.batch(5)
    parts = []
    for rank in range(world_size):
        with loader(rank=rank, world_size=world_size) as loading:
            parts.append(loading.batch(5))
    assert max(len(part.labels) for part in parts) - min(len(part.labels) for part in parts) <= 1
    for name in ("pixels", "labels", "families", "indices"):
        assert torch.equal(torch.cat([getattr(part, name) for part in parts]), getattr(whole, name))


def test_no_such_rank() -> None:
    with pytest.raises(ValueError, match="rank 2"):
        loader(rank=2, world_size=2)


def test_only_so_many_batches_are_made_ahead() -> None:
    asked: list[int] = []

    class Noting:
        def batch(self, step: int) -> np.ndarray:
            asked.append(step)
            return SAMPLER.batch(step)

    with Loader(FACES, Noting(), PRESETS["none"], width=56, height=56, ahead=3) as loading:
        batches = loading.batches(10)
        next(batches)
        assert asked == [10, 11, 12, 13]
        next(batches)
        assert asked == [10, 11, 12, 13, 14]
    asked.clear()
    with Loader(FACES, Noting(), PRESETS["none"], width=56, height=56, ahead=3) as loading:
        assert len(list(loading.batches(0, 2))) == 2
    assert asked == [0, 1]


def test_what_was_not_begun_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []
    inner = TrainingSet.crops

    def slowly(faces: TrainingSet, indices: np.ndarray) -> np.ndarray:
        decoded.append(len(indices))
        time.sleep(0.01)
        return inner(faces, indices)

    monkeypatch.setattr(TrainingSet, "crops", slowly)
    with loader(workers=1, ahead=30) as loading:
        next(loading.batches())
    assert 1 <= len(decoded) < 20


def test_a_damaged_crop_reaches_who_asked() -> None:
    broken = TrainingSet.of(
        [*(encoded(soft_crop(number)) for number in range(3)), b"\xff\xd8damaged\xff\xd9"],
        ["a", "a", "b", "b"],
        name="made",
        files=["1", "2", "3", "broken.jpg"],
    )
    sampler = IdentityBatches(broken, people=2, faces_each=2, random_negatives=0)
    with (
        Loader(broken, sampler, PRESETS["none"], width=56, height=56) as loading,
        pytest.raises(ValueError, match=r"broken\.jpg is damaged"),
    ):
        loading.batch(0)


@pytest.mark.parametrize("size", [(112, 112), (96, 112), (64, 64)])
def test_evaluation_shows_the_middle(size: tuple[int, int]) -> None:
    indices = np.array([5, 0, 5])
    pixels = evaluation_pixels(FACES, indices, *size)
    assert (pixels.dtype, pixels.shape) == (torch.uint8, (3, 3, size[1], size[0]))
    assert torch.equal(pixels[0], pixels[2])
    middle = FACES.crops([5])[0][16:128, 16:128]
    if size[1] == 112:
        left = (112 - size[0]) // 2
        expected = middle[:, left : left + size[0]]
        np.testing.assert_array_equal(pixels[0].numpy().transpose(1, 2, 0), expected)
    else:
        shrunk = middle.reshape(16, 7, 16, 7, 3).mean(axis=(1, 3))
        seen = pixels[0].numpy().transpose(1, 2, 0).reshape(16, 4, 16, 4, 3).mean(axis=(1, 3))
        assert np.abs(shrunk - seen).max() < 6


def test_evaluation_can_show_degraded_faces() -> None:
    plain = evaluation_pixels(FACES, np.array([1]), 112, 112)
    shown = evaluation_pixels(FACES, np.array([1]), 112, 112, altered=DEGRADATIONS["grey"])
    expected = DEGRADATIONS["grey"](plain[0].numpy().transpose(1, 2, 0).copy())
    np.testing.assert_array_equal(shown[0].numpy().transpose(1, 2, 0), expected)
