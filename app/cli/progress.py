"""How far a long command is, shown on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.cli import output

#: Without a terminal, a line of progress is printed this often, in seconds.
_LINE_EVERY_S = 15.0


@contextmanager
def shown_progress(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give what is to be told how much is done, and of how much.

    Args:
        what: The command does, in words.
        quiet: Show nothing.
    """
    if quiet or not sys.stderr.isatty():
        last = time.monotonic()

        def line(done: int, total: int) -> None:
            nonlocal last
            if not quiet and time.monotonic() - last >= _LINE_EVERY_S:
                last = time.monotonic()
                output.note(f"{what}: {done:,} of {total:,}")

        yield line
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
