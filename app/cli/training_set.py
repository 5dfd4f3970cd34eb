"""`familiar export training-set`: the confirmed faces, aligned and labelled, for the trainer."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import JsonOption, LibraryOption, chosen_models, open_library, wants_json
from app.cli.progress import shown_progress
from app.search import TrainingSetReport
from app.search import export_training_set as export
from engine.models import Catalogue


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
        with shown_progress("Cutting faces out of photos", quiet=as_json) as on_progress:
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
