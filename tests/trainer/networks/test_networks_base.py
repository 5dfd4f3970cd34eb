"""What all networks share: the input they take, half precision, and BatchNorm that is kept as it is."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn

from trainer.networks import RecognitionNetwork, build
from trainer.networks.base import freeze_batch_norm, initialise, stages


@pytest.fixture
def network() -> RecognitionNetwork:
    torch.manual_seed(1)
    layers = {
        "first": nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten()),
        "last": nn.Sequential(nn.Linear(8 * 36, 4), nn.BatchNorm1d(4)),
    }
    return RecognitionNetwork(layers, height=8, width=8, embedding_size=4)


def statistics(module: nn.Module) -> list[Tensor]:
    return [buffer.clone() for name, buffer in module.named_buffers() if "running" in name]


def faces(count: int = 5) -> Tensor:
    return torch.randint(0, 256, (count, 3, 8, 8)).float()


@pytest.mark.parametrize("shape", [(1, 3, 8, 9), (1, 3, 9, 8), (1, 1, 8, 8), (3, 8, 8)])
def test_pictures_of_another_size_are_refused(network: RecognitionNetwork, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"takes faces of \(3, 8, 8\) numbers"):
        network(torch.zeros(shape))


def test_pixels_are_scaled_as_the_default_recogniser_has_it(network: RecognitionNetwork) -> None:
    network.eval()
    pixels = faces()
    torch.testing.assert_close(network.embedding(pixels), network.layers((pixels - 127.5) / 128))


def test_unit_vectors_are_exact_even_in_half_precision(network: RecognitionNetwork) -> None:
    found = network.eval().to(torch.bfloat16)(faces().to(torch.bfloat16))
    assert found.dtype == torch.float32
    torch.testing.assert_close(found.norm(dim=1), torch.ones(5))
    assert network.double()(faces().double()).dtype == torch.float64


def test_frozen_statistics_stay_and_the_rest_trains(network: RecognitionNetwork) -> None:
    loose = copy.deepcopy(network).train()
    before = statistics(network)
    freeze_batch_norm(network)
    network.train()
    pixels = faces()
    network(pixels).sum().backward()
    loose(pixels)
    assert all(torch.equal(a, b) for a, b in zip(before, statistics(network), strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(before, statistics(loose), strict=True))
    assert network.training
    assert network.layers.first.training
    assert all(parameter.grad is not None for parameter in network.parameters())
    # What it computes in training is what it computes in use.
    in_training = network(pixels)
    assert torch.equal(in_training, network.eval()(pixels))


def test_nothing_thaws_a_frozen_batch_norm(network: RecognitionNetwork) -> None:
    parameters = list(network.parameters())
    keys = list(network.state_dict())
    freeze_batch_norm(network)
    freeze_batch_norm(network)
    for candidate in (network, copy.deepcopy(network), nn.Sequential(network)):
        candidate.train()
        for part in candidate.modules():
            if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
                part.train()
                assert not part.training
    # The same parameters, so that an optimiser made before goes on; the same names in a saved state.
    assert all(a is b for a, b in zip(parameters, network.parameters(), strict=True))
    assert list(network.state_dict()) == keys


def test_some_stages_can_be_frozen_alone(network: RecognitionNetwork) -> None:
    first, last = (stage for _, stage in stages(network))
    freeze_batch_norm(first)
    network.train()
    assert [part.training for part in first.modules() if isinstance(part, nn.BatchNorm2d)] == [False]
    assert [part.training for part in last.modules() if isinstance(part, nn.BatchNorm1d)] == [True]


def test_a_batch_of_one_trains_once_frozen() -> None:
    network = build("fasternet", image_size=32).train()
    pixels = torch.zeros(1, 3, 32, 32)
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        network(pixels)
    freeze_batch_norm(network)
    assert network(pixels).shape == (1, 128)


def test_initialising_keeps_the_size_of_signals() -> None:
    torch.manual_seed(0)
    layers = [nn.Sequential(nn.Conv2d(64, 64, 3, padding=1, groups=4), nn.ReLU()) for _ in range(8)]
    deep = nn.Sequential(*layers)
    initialise(deep)
    signal = torch.randn(4, 64, 24, 24)
    with torch.inference_mode():
        ratio = (deep(signal).square().mean() / signal.square().mean()).item()
    # Eight layers of torch's own initialisation leave a hundred-thousandth of it.
    assert 0.2 < ratio < 3
    assert all(not layer[0].bias.any() for layer in layers)
