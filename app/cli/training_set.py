"""`familiar export training-set`: the confirmed faces, aligned and labelled, for the trainer."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.cli import output
from app.cli.context import JsonOption, LibraryOption, chosen_models, open_library, wants_json
from app.search import TrainingSetReport
from app.search import export_training_set as export
from engine.models import Catalogue

#: Without a terminal, a line of progress is printed this often, in seconds.
_LINE_EVERY_S = 15.0
_WHAT = "Cutting faces out of photos"


def export_training_set(
    context: typer.Context,
    *,
    to: Annotated[
        Path,
        typer.Option("--to", metavar="FOLDER", help="Is made, or must be empty.", file_okay=False),
    ],
    without_names: Annotated[
        bool, typer.Option("--without-names", help="Leave the names out; people have numbers.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace an earlier training set in FOLDER.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put all confirmed faces, cut out and labelled, into a folder to train a recogniser on.

    Ctrl-C stops it, and leaves the folder as it was.
    """
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        _, recogniser = chosen_models(opened, Catalogue())
        with _shown(quiet=as_json) as on_progress:
            report = export(
                opened,
                folder=to,
                card=recogniser,
                names=not without_names,
                over_former=replace,
                on_progress=on_progress,
            )
    if as_json:
        output.emit_json(asdict(report))
    else:
        _print(report)
    return 5 if report.skipped else 0


@contextmanager
def _shown(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show progress on standard error: a bar on a terminal, a line now and then elsewhere."""
    if quiet or not sys.stderr.isatty():
        last = time.monotonic()

        def line(done: int, total: int) -> None:
            nonlocal last
            if not quiet and time.monotonic() - last >= _LINE_EVERY_S:
                last = time.monotonic()
                output.note(f"{_WHAT}: {done:,} of {total:,}")

        yield line
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_WHAT, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(report: TrainingSetReport) -> None:
    output.say(
        f"{output.count(report.faces, 'confirmed face')} of {report.people:,} people from "
        f"{output.count(report.photos, 'photo')} written to {report.folder}."
    )
    if report.too_few:
        output.say(f"Left out, for want of two confirmed faces: {', '.join(report.too_few)}.")
    if report.without_landmarks:
        faces = output.count(report.without_landmarks, "confirmed face")
        output.say(f"Left out, because nobody knows where the eyes are: {faces}.")
    for skipped in report.skipped:
        output.say(f"Left out: {skipped.reason}")
