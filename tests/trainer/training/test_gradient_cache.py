"""Gradients over batches in chunks, against a batch as a whole and against slow loops."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.training_runs import tiny
from torch import Tensor, nn

from trainer.losses import squared_distances, triplet_loss
from trainer.mining import positive_pairs
from trainer.training.gradient_cache import backward, statistics_kept

LABELS = torch.arange(14) // 2


def loss_of(embeddings: Tensor) -> Tensor:
    """Return the loss over every pair with a negative that is another place away for each."""
    anchors, positives = positive_pairs(LABELS[: len(embeddings)])
    d2 = squared_distances(embeddings, embeddings)
    negatives = (anchors + 3 + torch.arange(len(anchors)) % 5) % len(embeddings)
    return triplet_loss(d2[anchors, positives], d2[anchors, negatives], margin=1.0)


def pictures(count: int = 14) -> Tensor:
    return torch.rand(count, 3, 32, 32, generator=torch.Generator().manual_seed(3)) * 255


def gradients(network: nn.Module) -> dict[str, Tensor]:
    return {
        name: weight.grad.clone() for name, weight in network.named_parameters() if weight.grad is not None
    }


def network_of(*, batch_norm: bool, dropout: float = 0.0) -> nn.Module:
    torch.manual_seed(1)
    network = tiny(batch_norm=batch_norm)
    if dropout:
        network.layers.body.append(nn.Dropout(dropout))
    return network.train()


def cached(
    network: nn.Module,
    pixels: Tensor,
    chunk: int,
    loss: Callable[[Tensor], Tensor] = loss_of,
    *,
    arithmetic: Callable[[], AbstractContextManager[object]] = nullcontext,
    scale: float = 1.0,
) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
    network.zero_grad()
    torch.manual_seed(7)
    found, embeddings = backward(
        network, pixels, loss, length=len(pixels), chunk=chunk, arithmetic=arithmetic, scale=scale
    )
    return found, embeddings, gradients(network)


@settings(max_examples=15, deadline=None)
@given(count=st.integers(8, 14), chunk=st.integers(2, 16))
def test_chunks_give_the_gradient_of_the_whole_batch(count: int, chunk: int) -> None:
    network = network_of(batch_norm=False)
    pixels = pictures(count)
    loss = loss_of(network(pixels))
    loss.backward()
    whole = gradients(network)
    found, embeddings, parts = cached(network, pixels, chunk)
    assert found == pytest.approx(float(loss.detach()), abs=1e-6)
    assert not found.requires_grad
    assert not embeddings.requires_grad
    assert embeddings.allclose(network(pixels), atol=1e-6)
    assert parts.keys() == whole.keys()
    for name in whole:
        assert whole[name].norm() > 0
        assert parts[name].allclose(whole[name], atol=1e-6, rtol=1e-4), name


@pytest.mark.parametrize(
    ("count", "chunk", "sizes"),
    [
        (14, 14, [14]),
        (14, 7, [7, 7]),
        (14, 6, [4, 5, 5]),
        (9, 8, [4, 5]),
        (13, 4, [3, 3, 3, 4]),
        (9, 2, [2, 2, 2, 3]),
    ],
)
def test_each_chunk_has_statistics_of_its_own_which_are_remembered_once(
    count: int, chunk: int, sizes: list[int]
) -> None:
    pixels = pictures(count)
    slow = network_of(batch_norm=True)
    # The slow twin keeps everything that the backward pass needs of all chunks at once.
    loss = loss_of(torch.cat([slow(part) for part in pixels.split(sizes)]))
    loss.backward()
    network = network_of(batch_norm=True)
    found, _, parts = cached(network, pixels, chunk)
    assert found == pytest.approx(float(loss.detach()), abs=1e-6)
    for name, gradient in gradients(slow).items():
        assert parts[name].allclose(gradient, atol=1e-6, rtol=1e-4), name
    for (name, one), two in zip(network.named_buffers(), slow.buffers(), strict=True):
        assert one.allclose(two, atol=1e-6), name
    assert int(network.layers.stem[1].num_batches_tracked) == len(sizes)


def test_dropout_leaves_out_the_same_in_both_passes() -> None:
    pixels = pictures()
    slow = network_of(batch_norm=False, dropout=0.5)
    torch.manual_seed(7)
    loss = loss_of(torch.cat([slow(part) for part in pixels.split([4, 5, 5])]))
    loss.backward()
    network = network_of(batch_norm=False, dropout=0.5)
    found, embeddings, parts = cached(network, pixels, 6)
    assert found == pytest.approx(float(loss.detach()), abs=1e-6)
    for name, gradient in gradients(slow).items():
        assert parts[name].allclose(gradient, atol=1e-6, rtol=1e-4), name
    # Chance goes on behind the batch, and does not repeat itself from chunk to chunk.
    twice = torch.cat([pixels[:5], pixels[:5]])
    _, repeated, _ = cached(network, twice, 5)
    assert not repeated[:5].allclose(repeated[5:], atol=1e-3)
    assert not embeddings.allclose(network.eval()(pixels), atol=1e-3)


@pytest.mark.parametrize("numbers", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("chunk", [5, 14])
def test_half_precision_gives_nearly_the_same_scaled(numbers: torch.dtype, chunk: int) -> None:
    pixels = pictures()
    network = network_of(batch_norm=True)
    exact, _, wanted = cached(network, pixels, chunk)
    network = network_of(batch_norm=True)
    found, embeddings, half = cached(
        network, pixels, chunk, arithmetic=lambda: torch.autocast("cpu", dtype=numbers), scale=8.0
    )
    assert embeddings.dtype == found.dtype == torch.float32
    assert found == pytest.approx(float(exact), rel=0.05)
    for name, gradient in wanted.items():
        assert half[name].dtype == torch.float32
        # Before batch normalisation a bias has no effect, and its gradient is rounding alone.
        if gradient.norm() > 1e-4:
            assert (half[name] / 8 - gradient).norm() < 0.2 * gradient.norm(), name


@pytest.mark.parametrize("chunk", [5, 14])
@pytest.mark.parametrize("kind", ["constant", "of none"])
def test_a_loss_without_triplets_gives_gradients_of_zeros(chunk: int, kind: str) -> None:
    def nothing(embeddings: Tensor) -> Tensor:
        return torch.tensor(0.5) if kind == "constant" else embeddings[:0].sum()

    network = network_of(batch_norm=True)
    found, _, parts = cached(network, pictures(), chunk, nothing)
    assert float(found) == (0.5 if kind == "constant" else 0)
    assert parts.keys() == dict(network.named_parameters()).keys()
    assert all(not gradient.any() for gradient in parts.values())


def test_frozen_weights_get_no_gradient() -> None:
    network = network_of(batch_norm=False)
    network.layers.stem.requires_grad_(False)
    _, _, parts = cached(network, pictures(), 5)
    assert parts
    assert not any(name.startswith("layers.stem") for name in parts)


def test_gradients_are_added_to_those_there_are() -> None:
    network = network_of(batch_norm=False)
    _, _, once = cached(network, pictures(), 5)
    backward(network, pictures(), loss_of, length=14, chunk=5)
    for name, gradient in gradients(network).items():
        assert gradient.allclose(2 * once[name], atol=1e-6, rtol=1e-4)


def test_statistics_are_used_and_not_remembered() -> None:
    network = network_of(batch_norm=True)
    before = {name: one.clone() for name, one in network.named_buffers()}
    with statistics_kept(network):
        kept = network(pictures())
    assert all(torch.equal(one, before[name]) for name, one in network.named_buffers())
    assert kept.equal(network(pictures()))
    assert not all(torch.equal(one, before[name]) for name, one in network.named_buffers())


def test_one_face_is_no_batch() -> None:
    with pytest.raises(ValueError, match="A batch of 1 faces is too small"):
        backward(network_of(batch_norm=True), pictures(1), loss_of, length=1, chunk=4)
