"""`trainer prepare`: from a folder of photos, or a library's export, to one file to train and measure on."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from engine.detection import FaceDetector
from engine.models import Catalogue, Provider, RuntimeOptions
from trainer.data.library_set import DESCRIPTION, read_library_set
from trainer.data.preparing import Prepared
from trainer.data.preparing import prepare as prepare_folder
from trainer.data.tables import read_suspects
from trainer.data.training_set import QUALITY
from trainer.evaluation.models import stored_template

# Of the pictures that could not be used so many are named.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Report:
    """What `prepare` did; its JSON is this, field by field."""

    file: str
    faces: int
    people: int
    families: int
    photos: int
    megabytes: float
    left_out: int
    skipped: tuple[tuple[str, str], ...]


def _npz(file: Path) -> Path:
    if file.suffix != ".npz":
        raise typer.BadParameter(f"{file} must end in .npz.")
    return file


def prepare(
    folder: Annotated[
        Path,
        typer.Argument(
            help="A folder with one folder of pictures per person, or one that familiar export "
            "training-set wrote."
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(help="The training set that is written, a .npz file.", callback=_npz, dir_okay=False),
    ],
    *,
    families: Annotated[bool, typer.Option("--families", help="People are named FAMILY_MEMBER.")] = False,
    albums: Annotated[
        Path | None,
        typer.Option(
            help="CSV with the columns family, photo and file: which pictures are parts of one photo.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    suspects: Annotated[
        Path | None,
        typer.Option(
            help="CSV with the columns person_a and person_b: pairs who may be one person under two names. "
            "Both are left out.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Of the set; the folder's name by default.")] = None,
    detector: Annotated[str, typer.Option(help="The detector.")] = "yunet-2023mar",
    quality: Annotated[int, typer.Option(help="Of the stored JPEGs.", min=1, max=100)] = QUALITY,
    workers: Annotated[int, typer.Option(help="Pictures read at the same time.", min=1)] = os.cpu_count()
    or 1,
    provider: Annotated[Provider, typer.Option(help="Where the detector runs.")] = Provider.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Cut the labelled faces out of photos, once, into one file to train and measure on.

    Faces are kept in the user's cache folder too, so that a run that was stopped goes on where it was.
    """
    if (folder / DESCRIPTION).exists():
        if families or albums or suspects:
            raise ValueError(
                f"{folder} was exported from a library, which knows whose its faces are. Leave out "
                "--families, --albums and --suspects."
            )
        prepared = Prepared(read_library_set(folder, name=name), skipped=(), left_out=0)
    else:
        catalogue = Catalogue()
        card = catalogue.card(detector)
        with _bar() as bar:
            task = bar.add_task(f"Reading {folder.name}", total=None)

            def show(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            prepared = prepare_folder(
                folder,
                FaceDetector(catalogue.session(card, RuntimeOptions(provider=provider)), card),
                stored_template(catalogue),
                families=families,
                albums=albums,
                left_out=read_suspects(suspects) if suspects else frozenset(),
                name=name,
                quality=quality,
                workers=workers,
                on_progress=show,
            )
    prepared.faces.save(file)
    report = _report(prepared, file)
    typer.echo(json.dumps(asdict(report), indent=2) if as_json else _sentences(report))


def _bar() -> Bar:
    console = Console(stderr=True)
    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _report(prepared: Prepared, file: Path) -> _Report:
    faces = prepared.faces
    return _Report(
        file=str(file),
        faces=len(faces),
        people=len(faces.names),
        families=len(faces.family_names),
        photos=len(set(faces.photos.tolist())),
        megabytes=round(file.stat().st_size / 1e6, 1),
        left_out=prepared.left_out,
        skipped=prepared.skipped,
    )


def _sentences(report: _Report) -> str:
    counts = (
        f"{report.faces:,} faces of {report.people:,} people in {report.families:,} families, "
        f"from {report.photos:,} photos"
    )
    lines = [f"{report.file}: {counts}; {report.megabytes:,} MB"]
    if report.left_out:
        lines.append(f"{report.left_out:,} faces of people who may be the same were left out")
    if report.skipped:
        pictures = "1 picture" if len(report.skipped) == 1 else f"{len(report.skipped):,} pictures"
        lines.append(f"{pictures} could not be used:")
        lines += [f"  {name}: {reason}" for name, reason in report.skipped[:_NAMED]]
    if len(report.skipped) > _NAMED:
        lines.append(f"  and {len(report.skipped) - _NAMED:,} more, which --json lists")
    return "\n".join(lines)
