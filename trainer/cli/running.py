"""What commands that train have in common: ending in good order, and showing how far they are."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from trainer.training.progress import Progress


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Let Ctrl-C end the run after its step, with a checkpoint."""
    stopped = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Display:
    """A bar with the newest numbers on a terminal; a line for each validation everywhere else.

    Args:
        steps: of the run; None: not known before its first step.
        shown: whether anything is shown, as on the first rank.
    """

    def __init__(self, steps: int | None = None, *, shown: bool = True) -> None:
        self._console = Console(stderr=True, highlight=False, quiet=not shown)
        self._bar = Bar(
            TextColumn("{task.description}"),
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn("{task.fields[told]}"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("step", total=steps, told="")
        self._work = self._bar.add_task("", visible=False, told="")

    def __enter__(self) -> Display:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress, *, of: str = "") -> None:
        """Show how far it is.

        Args:
            progress: of a run.
            of: which one, where there are several.
        """
        numbers, step = progress.numbers, f"{of}: step" if of else "step"
        self._bar.update(
            self._task,
            description=step,
            completed=progress.step,
            total=progress.steps,
            told=f"{timedelta(seconds=round(progress.seconds_left))} left, loss {numbers['loss']:.4f}, "
            f"active {numbers['active']:.0%}, d² of one person {numbers['positive_d2']:.2f}, of two "
            f"{numbers['negative_d2']:.2f}",
        )
        self._bar.update(self._work, visible=False)
        if numbers["collapsed"]:
            self._console.print(f"{step} {progress.step:,}: all embeddings are nearly one point (collapse)")
        if "val" in numbers:
            views = ", ".join(
                f"{name.removeprefix('val/')} {value:.4f}"
                for name, value in numbers.items()
                if name.startswith("val/")
            )
            self._console.print(f"{step} {progress.step:,}: VAL {numbers['val']:.4f} ({views})")

    def work(self, what: str, done: int, total: int) -> None:
        """Show what else is done."""
        self._bar.update(
            self._work, description=what, completed=done, total=total, visible=done < total, told=""
        )
