"""`trainer train`: trains a network as a training file says, alone or under `torchrun`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trainer.cli.running import Display, stopping

if TYPE_CHECKING:
    from trainer.training.progress import Outcome

_GOES_ON = "; the same command goes on"


def train(
    file: Annotated[
        Path,
        typer.Argument(
            help="The training file (TOML); docs/trainer.md lists its entries.", exists=True, dir_okay=False
        ),
    ],
    *,
    to: Annotated[
        Path,
        typer.Option(
            help="Folder of the run: where the network, checkpoints and the log go. A run that was "
            "stopped goes on from there.",
            file_okay=False,
        ),
    ],
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="Replaces an entry, as in --set loss.margin=0.3; may be repeated."),
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads of the processor; 0: all.", min=0)] = 0,
) -> int:
    """Train a network with triplets.

    On several GPUs: torchrun --nproc-per-node 4 -m trainer.cli train FILE --to FOLDER
    """
    import torch

    from trainer.training.config_file import as_toml, naming, read_config
    from trainer.training.distributed import ranks
    from trainer.training.faces import faces_of_run
    from trainer.training.loop import Run
    from trainer.training.progress import Ending

    changes = change or []
    config = read_config(file, changes=changes)
    if threads:
        torch.set_num_threads(threads)
    with ranks(device) as here, _memory():
        with naming(file, changes):
            training, held_out = faces_of_run(config.data)
            if here.first:
                to.mkdir(parents=True, exist_ok=True)
            one = Run(config, training=training, held_out=held_out, folder=to, ranks=here)
        if here.first:
            (to / "config.toml").write_text(as_toml(config), "utf-8")
            if len(training.names) < config.batch.people:
                typer.echo(
                    f"[batch] people is {config.batch.people:,}, and there are {len(training.names):,} to "
                    "train on: they take several turns in a batch.",
                    err=True,
                )
            typer.echo(
                f"{len(training):,} faces of {len(training.names):,} people to train on, "
                f"{sum(map(len, held_out)):,} of {sum(len(part.names) for part in held_out):,} held out; "
                f"on {here.device}" + (f" and {here.count - 1} more" if here.count > 1 else ""),
                err=True,
            )
        with stopping() as stopped, Display(config.steps, shown=here.first) as display:
            outcome = one.train(on_progress=display, on_work=display.work, cancelled=stopped.is_set)
    if here.first:
        typer.echo(_told(outcome, to))
    return {Ending.CANCELLED: 130, Ending.COLLAPSED: 3, Ending.DIVERGED: 3}.get(outcome.ending, 0)


@contextmanager
def _memory() -> Iterator[None]:
    """Say what to do where memory does not suffice."""
    import torch

    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise ValueError(
            "There is not enough memory for this batch. Set a smaller [batch] chunk, or precision to "
            "bfloat16, and name a new folder: a run that has begun keeps its settings."
        ) from error


def _told(outcome: Outcome, run: Path) -> str:
    from trainer.training.loop import HOPELESS
    from trainer.training.progress import Ending

    why = {
        Ending.DONE: "Done",
        Ending.EARLY: "Stopped early, as VAL grew no more",
        Ending.COLLAPSED: f"Given up: all embeddings were nearly one point for {HOPELESS} steps (try "
        "semi_hard selection, a lower learning rate or larger batches)",
        Ending.DIVERGED: f"Given up: the gradient was no number for {HOPELESS} steps (try a lower learning "
        "rate, a longer warm-up, or bfloat16 for float16)",
        Ending.CANCELLED: "Stopped",
    }[outcome.ending]
    ended = f"{why}, after {outcome.step:,} steps{_GOES_ON if outcome.ending is Ending.CANCELLED else ''}."
    if not outcome.best_step:
        return (
            f"{ended} VAL {outcome.before:.4f} before, and never more; so the network in {run} is the one "
            "that it began with."
        )
    return (
        f"{ended} VAL {outcome.before:.4f} before, {outcome.best:.4f} at its best, after "
        f"{outcome.best_step:,} steps; that network is in {run}."
    )
