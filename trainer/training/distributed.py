"""One run on several GPUs or machines, as `torchrun` starts it: who this process is, and what passes between.

Every process ("rank") puts its own part of a batch through the network. The embeddings of all parts are
gathered, so that every rank chooses from the whole batch and computes the same loss; of the gradient that the
loss has in the embeddings, each rank takes its own part back through its network, and PyTorch's
DistributedDataParallel adds up what the weights get of it. That is the gradient one process would have found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

# The other ranks wait while the first validates; a large held-out set on a slow machine takes long.
_PATIENCE = timedelta(hours=1)

_Shared = TypeVar("_Shared")


@dataclass(frozen=True, slots=True)
class Ranks:
    """This process among those that train together.

    Attributes:
        rank: number of this process, from 0.
        count: of processes.
        device: that this process computes on.
    """

    rank: int = 0
    count: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    @property
    def first(self) -> bool:
        """Whether this process writes files and talks to the user."""
        return self.rank == 0

    def part(self, length: int) -> slice:
        """Return which part of a batch of this length is this rank's; parts differ by one face at most."""
        return self._part(self.rank, length)

    def _part(self, rank: int, length: int) -> slice:
        return slice(length * rank // self.count, length * (rank + 1) // self.count)

    def gather(self, embeddings: Tensor, length: int) -> Tensor:
        """Return the rows of all ranks, in order.

        Args:
            embeddings: (k, ...) this rank's rows, k as `part(length)` says.
            length: rows of all ranks together.

        Returns:
            (length, ...) without a gradient.
        """
        if self.count == 1:
            return embeddings.detach()
        parts = [self._part(rank, length) for rank in range(self.count)]
        sizes = [part.stop - part.start for part in parts]
        # Gathering takes equal sizes only.
        padded = embeddings.new_zeros((max(sizes), *embeddings.shape[1:]))
        padded[: len(embeddings)] = embeddings.detach()
        received = [torch.empty_like(padded) for _ in range(self.count)]
        dist.all_gather(received, padded)
        return torch.cat([rows[:size] for rows, size in zip(received, sizes, strict=True)])

    def shared(self, make: Callable[[], _Shared]) -> _Shared:
        """Return on every rank what the first one makes, so that files need to be on its machine only.

        Args:
            make: called on the first rank; what it returns can be pickled.

        Raises:
            ValueError: on every rank, if `make` raised it.
            OSError: the same.
        """
        if self.count == 1:
            return make()
        made: list[Any] = [None, None]
        if self.first:
            try:
                made[0] = make()
            except (OSError, ValueError) as error:
                made[1] = error
        dist.broadcast_object_list(made, src=0, device=self.device)
        if made[1] is not None:
            raise made[1]
        result: _Shared = made[0]
        return result

    @torch.no_grad()
    def average(self, tensors: Sequence[Tensor]) -> None:
        """Give every rank the mean over the ranks of each of these float32 tensors, in place."""
        if self.count == 1 or not tensors:
            return
        flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
        dist.all_reduce(flat)
        flat /= self.count
        parts = torch.split(flat, [tensor.numel() for tensor in tensors])
        for tensor, part in zip(tensors, parts, strict=True):
            tensor.copy_(part.view_as(tensor))

    def any(self, value: bool) -> bool:
        """Tell whether it is so on any rank."""
        if self.count == 1:
            return value
        shared = torch.tensor(int(value), device=self.device)
        dist.all_reduce(shared, op=dist.ReduceOp.MAX)
        return bool(shared.item())

    def joined(self, network: nn.Module) -> nn.Module:
        """Give all ranks the first one's weights, and return the network that adds up gradients over them.

        With one rank this is the network itself, with more PyTorch's DistributedDataParallel around it.
        """
        if self.count == 1:
            return network
        # What batch normalisation remembers is averaged after each step instead.
        return DistributedDataParallel(
            network,
            device_ids=[self.device.index] if self.device.type == "cuda" else None,
            broadcast_buffers=False,
        )


@contextmanager
def ranks(device: str = "auto") -> Iterator[Ranks]:
    """Join the processes that `torchrun` has started, or be the only one.

    Args:
        device: "auto" (a GPU where there is one), or a name of torch's: "cpu", "cuda", "cuda:1".

    Raises:
        ValueError: there is no such device.
    """
    count, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    chosen = _device(device, local=int(os.environ.get("LOCAL_RANK", "0")))
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)
    if count == 1:
        yield Ranks(0, 1, chosen)
        return
    dist.init_process_group("nccl" if chosen.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield Ranks(rank, count, chosen)
    finally:
        dist.destroy_process_group()


def _device(name: str, *, local: int) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ValueError(f"There is no device {name!r}; try cpu, cuda or cuda:1.") from error
    if device.type == "cuda":
        index = local if device.index is None else device.index
        if index >= torch.cuda.device_count():
            raise ValueError(f"This machine has no GPU number {index} that torch can use; try --device cpu.")
        return torch.device("cuda", index)
    return device
