"""What later stages are given: that it is what the network computes, and that a stopped run goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from makers.training_runs import discs, tiny

from trainer.data.loading import evaluation_pixels
from trainer.data.training_set import TrainingSet
from trainer.networks.base import RecognitionNetwork
from trainer.training import activations
from trainer.training.activations import divided_at, remember_activations, view_of

CPU = torch.device("cpu")


@pytest.fixture
def network() -> RecognitionNetwork:
    torch.manual_seed(0)
    return tiny().eval()


@pytest.fixture(scope="module")
def faces() -> TrainingSet:
    return discs(20, 4)


@torch.no_grad()
def test_the_later_stages_make_the_networks_embeddings_of_them(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path
) -> None:
    found = remember_activations(network, "body", faces, (), tmp_path, device=CPU)
    places = np.array([5, 0, 41])
    pixels = evaluation_pixels(faces, places, 32, 32)
    late = divided_at(network, "body")[1]
    for view, shown in (("plain", pixels), ("mirrored", pixels.flip(3))):
        torch.testing.assert_close(
            late(found.read(view, places)), network.embedding(shown.float()), atol=0.01, rtol=0.01
        )
    each = found.read_each(["mirrored", "plain"], np.array([0, 41]))
    torch.testing.assert_close(each[0], found.read("mirrored", np.array([0]))[0])
    torch.testing.assert_close(each[1], found.read("plain", np.array([41]))[0])


def test_altered_views_differ_from_each_other(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path
) -> None:
    names = ("old_photos", "old_photos 2")
    found = remember_activations(network, "head", faces, names, tmp_path, device=CPU)
    assert list(found.views) == ["plain", "mirrored", *names]
    everyone = np.arange(len(faces))
    first, second, plain = (found.read(name, everyone) for name in (*names, "plain"))
    assert not torch.equal(first, second)
    assert not torch.equal(first, plain)


def test_a_stopped_run_goes_on_and_a_second_one_computes_nothing(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activations, "_NOTED", 32)
    whole = remember_activations(network, "body", faces, ("light",), tmp_path / "whole", device=CPU)
    done: list[int] = []
    stops = iter([False, False, False, True])

    def call() -> activations.Activations:
        return remember_activations(
            network,
            "body",
            faces,
            ("light",),
            tmp_path / "stopped",
            device=CPU,
            on_progress=lambda now, _total: done.append(now),
            cancelled=lambda: next(stops, False),
        )

    with pytest.raises(InterruptedError):
        call()
    before = list(done)
    gone_on = call()
    assert done[len(before)] > before[-1]
    assert gone_on.identity == whole.identity
    for view, array in whole.views.items():
        np.testing.assert_array_equal(gone_on.views[view], array)
    count = len(done)
    call()
    assert len(done) == count


def test_what_another_network_or_other_faces_left_is_replaced(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path
) -> None:
    first = remember_activations(network, "body", faces, (), tmp_path, device=CPU)
    torch.manual_seed(9)
    other = tiny().eval()
    second = remember_activations(other, "body", faces, (), tmp_path, device=CPU)
    assert second.identity != first.identity
    fewer = faces.subset(np.arange(12))
    third = remember_activations(other, "body", fewer, (), tmp_path, device=CPU)
    assert {len(array) for array in third.views.values()} == {12}


def test_what_was_stopped_spoils_nothing_that_was_there(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path
) -> None:
    def call(seed: int, stops: list[bool]) -> activations.Activations:
        asked = iter(stops)
        return remember_activations(
            network,
            "body",
            faces,
            (),
            tmp_path,
            device=CPU,
            seed=seed,
            cancelled=lambda: next(asked, False),
        )

    whole = {view: array.copy() for view, array in call(0, []).views.items()}
    with pytest.raises(InterruptedError):
        call(1, [False, True])
    again = call(0, [])
    for view, array in whole.items():
        np.testing.assert_array_equal(again.views[view], array)


def test_what_cannot_be(network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no stage 'neck'; it has stem, body, head"):
        remember_activations(network, "neck", faces, (), tmp_path, device=CPU)
    for name in ("upside_down", "light two"):
        with pytest.raises(ValueError, match=f"no view '{name}'; there are plain, mirrored"):
            view_of(name)


def test_a_disk_without_room_is_told_before_anything_is_computed(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = activations.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(activations.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(OSError, match="Make room"):
        remember_activations(network, "body", faces, (), tmp_path, device=CPU)
    assert not list(tmp_path.glob("*.npy"))
