"""What the processes of a run do in a test of theirs: one step's gradients, and what passes between them.

Started by torchrun as `python -m makers.rank_steps FOLDER`; every rank writes what it found to FOLDER.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from makers.training_runs import tiny
from torch import Tensor

from trainer.losses import squared_distances, triplet_loss
from trainer.training.distributed import Ranks, ranks
from trainer.training.gradient_cache import backward

#: Faces of a batch, and how many go through at once: odd, and with more than one chunk for each of two ranks.
BATCHES = ((8, 16), (9, 16), (13, 4))


def pictures(count: int) -> Tensor:
    return torch.rand(count, 3, 32, 32, generator=torch.Generator().manual_seed(count)) * 255


def loss_of(embeddings: Tensor) -> Tensor:
    """Return a loss whose triplets have their faces in different parts of the batch."""
    n = len(embeddings)
    d2 = squared_distances(embeddings, embeddings)
    anchor = torch.arange(n)
    return triplet_loss(d2[anchor, (anchor + n // 2) % n], d2[anchor, (anchor + n // 3) % n], margin=1.0)


def step(here: Ranks, count: int, chunk: int) -> dict[str, Tensor]:
    """Return the loss, the embeddings, the gradients and the statistics of one step."""
    # Only the first rank has these weights; the others take them over.
    torch.manual_seed(0 if here.first else 99)
    network = tiny().train()
    joined = here.joined(network)
    pixels = pictures(count)[here.part(count)]
    loss, embeddings = backward(joined, pixels, loss_of, length=count, chunk=chunk, ranks=here)
    found = {"loss": loss, "embeddings": embeddings}
    found |= {
        f"gradient.{name}": one.grad for name, one in network.named_parameters() if one.grad is not None
    }
    return found | {f"buffer.{name}": one for name, one in network.named_buffers()}


def raised(here: Ranks) -> str:
    """Return what every rank is told when the first one cannot do something."""

    def fail() -> None:
        raise ValueError(f"rank {here.rank} cannot")

    try:
        here.shared(fail)
    except ValueError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    torch.set_num_threads(1)
    with ranks("cpu") as here:
        found = {
            "rank": here.rank,
            "steps": [step(here, *batch) for batch in BATCHES],
            "gathered": here.gather(torch.arange(7.0)[here.part(7)], 7),
            "any": [here.any(value) for value in (False, here.first, not here.first, True)],
            "shared": here.shared(lambda: {"rank": here.rank, "tensor": torch.full((2,), 5.0)}),
            "raised": raised(here),
        }
        torch.save(found, Path(sys.argv[1]) / f"rank-{here.rank}.pt")
