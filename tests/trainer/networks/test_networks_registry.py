"""What holds for every network, by its name."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor

from trainer.networks import NETWORKS, build
from trainer.networks.base import stages

# Small, for speed; NN1's fully connected layers grow with the image.
SIZES = {name: 32 if name == "nn1" else 48 for name in NETWORKS}
every_network = pytest.mark.parametrize("name", NETWORKS)


def faces(count: int, name: str) -> Tensor:
    generator = torch.Generator().manual_seed(7)
    return torch.randint(0, 256, (count, 3, SIZES[name], SIZES[name]), generator=generator).float()


@every_network
@pytest.mark.parametrize("embedding_size", [64, 128, 256, 512])
def test_embeddings_are_unit_vectors_of_the_wanted_size(name: str, embedding_size: int) -> None:
    network = build(name, embedding_size=embedding_size, image_size=SIZES[name]).eval()
    with torch.inference_mode():
        found = network(faces(2, name))
    assert network.embedding_size == embedding_size
    assert found.shape == (2, embedding_size)
    torch.testing.assert_close(found.norm(dim=1), torch.ones(2))


@every_network
def test_one_face_alone_has_the_embedding_it_has_in_company(name: str) -> None:
    network = build(name, image_size=SIZES[name]).eval()
    pixels = faces(3, name)
    with torch.inference_mode():
        together = network(pixels)
        torch.testing.assert_close(network(pixels[1:2]), together[1:2], atol=1e-5, rtol=0)
        # Different faces have different embeddings.
        assert (together[0] - together[1]).abs().max() > 1e-4


@every_network
def test_the_unit_vector_is_the_embedding_scaled(name: str) -> None:
    network = build(name, image_size=SIZES[name]).eval()
    pixels = faces(2, name)
    with torch.inference_mode():
        raw = network.embedding(pixels)
        torch.testing.assert_close(network(pixels), raw / raw.norm(dim=1, keepdim=True))
        torch.testing.assert_close(network.embedding(pixels.to(torch.uint8)), raw)


@every_network
def test_gradients_reach_every_parameter(name: str) -> None:
    torch.manual_seed(0)
    # In evaluation mode: training subtracts means, so that a bias before BatchNorm has a slope of 0.
    network = build(name, image_size=SIZES[name]).eval()
    (network(faces(4, name)) * torch.randn(4, 128)).sum().backward()
    unreached = [
        name
        for name, parameter in network.named_parameters()
        if parameter.grad is None or not parameter.grad.any()
    ]
    assert not unreached
    assert all(p.grad is not None and p.grad.isfinite().all() for p in network.parameters())


@every_network
def test_a_seed_gives_the_same_network_again(name: str) -> None:
    states = []
    for seed in (3, 3, 4):
        torch.manual_seed(seed)
        states.append(build(name, image_size=SIZES[name]).state_dict())
    first, again, other = states
    assert all(torch.equal(value, again[key]) for key, value in first.items())
    assert any(not torch.equal(value, other[key]) for key, value in first.items())


@every_network
def test_stages_hold_every_parameter_once(name: str) -> None:
    with torch.device("meta"):
        network = build(name)
    found = [id(parameter) for _, stage in stages(network) for parameter in stage.parameters()]
    assert sorted(found) == sorted(id(parameter) for parameter in network.parameters())
    names = [stage for stage, _ in stages(network)]
    assert len(set(names)) == len(names)


@every_network
def test_one_step_of_training_lowers_the_loss(name: str) -> None:
    torch.manual_seed(0)
    network = build(name, image_size=SIZES[name])
    # Adam is told nothing of a network's scale; a step of it fits a handful of faces a little better.
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-4)
    pixels, target = faces(4, name), torch.nn.functional.normalize(torch.randn(4, 128))
    losses = []
    for _ in range(4):
        loss = (network(pixels) - target).square().sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]


@every_network
def test_a_network_is_what_its_registration_says(name: str) -> None:
    with torch.device("meta"):
        network = build(name)
        out = network(torch.zeros(2, 3, NETWORKS[name].height, NETWORKS[name].width))
    assert (network.height, network.width) == (NETWORKS[name].height, NETWORKS[name].width)
    assert out.shape == (2, 128)


def test_nns2_takes_faces_that_are_taller_than_wide() -> None:
    assert (NETWORKS["nns2"].height, NETWORKS["nns2"].width) == (140, 116)


def test_copies_compute_the_same() -> None:
    network = build("fasternet", image_size=48).eval()
    pixels = faces(2, "fasternet")
    with torch.inference_mode():
        assert torch.equal(copy.deepcopy(network)(pixels), network(pixels))


def test_what_cannot_be_built_is_named() -> None:
    with pytest.raises(ValueError, match=r"no network named nn5\. Known networks: nn1, nn2"):
        build("nn5")
    with pytest.raises(ValueError, match="at least 1 dimension, not 0"):
        build("nn2", embedding_size=0)
    with pytest.raises(ValueError, match="at least 32 pixels, not 16"):
        build("nn2", image_size=16)
    for name in NETWORKS:
        with torch.device("meta"):
            assert build(name, image_size=32)(torch.zeros(2, 3, 32, 32)).shape == (2, 128)
