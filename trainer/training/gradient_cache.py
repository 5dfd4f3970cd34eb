"""Gradients of a loss over batches that do not fit memory.

The method is that of Gao, Zhang, Han, Callan: "Scaling Deep Contrastive Learning Batch Size under Memory
Limited Setup" (RepL4NLP 2021).

A loss over triplets needs the embeddings of the whole batch, but the network sees each face on its own. So
the batch goes through it in chunks without keeping anything but embeddings; the loss gives the gradient in
those; then each chunk goes through again, keeping what its own backward pass needs, which begins with that
gradient. The result is exact, at the price of a second forward pass. Batch normalisation sees one chunk at a
time, as it would see smaller batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from trainer.training.distributed import Ranks

#: Whatever computes the loss: (n, d) unit vectors of the whole batch to a number.
LossOf = Callable[[Tensor], Tensor]


def backward(
    network: nn.Module,
    pixels: Tensor,
    loss_of: LossOf,
    *,
    length: int,
    chunk: int,
    ranks: Ranks | None = None,
    arithmetic: Callable[[], AbstractContextManager[object]] = nullcontext,
    scale: float = 1.0,
) -> tuple[Tensor, Tensor]:
    """Add the gradient of a loss over a batch to the network's weights.

    Args:
        network: turns (k, 3, height, width) into (k, d) unit vectors; as `Ranks.joined` returned it.
        pixels: (m, 3, height, width) this rank's part of the batch, as `Ranks.part` says, on its device; of
            any number type.
        loss_of: computes the loss from the embeddings of the whole batch; called once on every rank.
        length: n, faces in the whole batch.
        chunk: faces that go through the network at once, at least 2. Chunks are alike in size; one of 3 takes
            the place of one of 2 and one of 1, as a face alone has no statistics.
        ranks: that train together; by default this process alone.
        arithmetic: makes the context in which the network runs, for mixed precision.
        scale: the gradients are multiplied by this, for mixed precision.

    Returns:
        The loss () and the embeddings (n, d) of the whole batch, both float32 without a gradient.

    Raises:
        ValueError: there are fewer than two faces for each rank.
    """
    ranks = ranks or Ranks()
    if length < 2 * ranks.count:
        raise ValueError(
            f"A batch of {length} faces is too small for {ranks.count} processes, which need two each. Start "
            "fewer, or raise [batch] people."
        )
    chunks = _chunks(len(pixels), chunk)
    parts = [pixels[one] for one in chunks]
    if len(parts) == 1 and ranks.count == 1:
        with arithmetic():
            embeddings = network(parts[0])
        embeddings = embeddings.float()
        loss = loss_of(embeddings)
        # Every weight gets a gradient, be it of zeros, as it does from chunks.
        torch.autograd.backward([(loss + 0 * embeddings.sum()) * scale])
        return loss.detach(), embeddings.detach()
    chance, found = [], []
    # The joined network would wait for the other ranks even where it computes no gradient.
    inner = network.module if isinstance(network, DistributedDataParallel) else network
    with torch.no_grad(), statistics_kept(inner), arithmetic():
        for part in parts:
            chance.append(_chance(part.device))
            found.append(inner(part).float())
    whole = ranks.gather(torch.cat(found), length).requires_grad_()
    loss = loss_of(whole)
    if loss.requires_grad:
        torch.autograd.backward([loss * scale])
    gradient = whole.grad if whole.grad is not None else torch.zeros_like(whole)
    # The joined network takes the mean over the ranks, but the loss is one loss, not one for each rank.
    own = (gradient * ranks.count)[ranks.part(length)]
    for number, (part, before, place) in enumerate(zip(parts, chance, chunks, strict=True), 1):
        _set_chance(part.device, before)
        with _exchanged_once(network, last=number == len(parts)):
            with arithmetic():
                embeddings = network(part)
            torch.autograd.backward([embeddings], [own[place].to(embeddings.dtype)])
    remembered = [one for norm in _learning(inner) for one in (norm.running_mean, norm.running_var)]
    ranks.average([one for one in remembered if one is not None])
    return loss.detach(), whole.detach()


def _exchanged_once(network: nn.Module, *, last: bool) -> AbstractContextManager[object]:
    """Let the ranks exchange gradients after the last chunk only."""
    if isinstance(network, DistributedDataParallel) and not last:
        return network.no_sync()
    return nullcontext()


def _chunks(length: int, most: int) -> list[slice]:
    count = max(min(-(-length // most), length // 2), 1)
    return [slice(length * place // count, length * (place + 1) // count) for place in range(count)]


# torch gives all kinds of batch normalisation this base class, and no public name for it.
_BatchNorm = nn.modules.batchnorm._BatchNorm  # noqa: SLF001


def _learning(network: nn.Module) -> list[nn.modules.batchnorm._BatchNorm]:
    """Return where batch normalisation remembers what it sees."""
    return [
        module
        for module in network.modules()
        if isinstance(module, _BatchNorm) and module.training and module.track_running_stats
    ]


@contextmanager
def statistics_kept(network: nn.Module) -> Iterator[None]:
    """Let batch normalisation use a batch's statistics without remembering them: the batch comes twice."""
    kept = _learning(network)
    for module in kept:
        module.track_running_stats = False
    try:
        yield
    finally:
        for module in kept:
            module.track_running_stats = True


def _chance(device: torch.device) -> tuple[Tensor, Tensor | None]:
    """Return the state of chance, so that dropout leaves out the same the second time."""
    return torch.get_rng_state(), torch.cuda.get_rng_state(device) if device.type == "cuda" else None


def _set_chance(device: torch.device, state: tuple[Tensor, Tensor | None]) -> None:
    torch.set_rng_state(state[0])
    if state[1] is not None:
        torch.cuda.set_rng_state(state[1], device)
