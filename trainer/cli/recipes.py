"""`trainer recipe`: makes the default recogniser out of labelled faces, and keeps it only if it is better."""

from __future__ import annotations

import csv
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from engine.detection import FaceDetector
from engine.models import Catalogue, built_in_names
from trainer.cli.measuring_sets import progress_of
from trainer.cli.running import stopping
from trainer.data.preparing import prepare
from trainer.data.tables import read_suspects
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import copy_learned_from
from trainer.evaluation.models import stored_template
from trainer.exporting.quantising import Precision
from trainer.recognisers import DEFAULT, PUBLISHED

if TYPE_CHECKING:
    from trainer.recipes.default_network import Made

#: Files of a set's folder that say more of it: which faces are of one photo, and who may be one person.
ALBUMS, SUSPECTS = "albums.csv", "suspect_same_person.csv"


# Of people who are left out so many are named.
_NAMED = 8


def recipe(
    sets: Annotated[
        list[Path],
        typer.Argument(
            help="Prepared sets, or folders with one folder of pictures per person. In a folder with "
            f"{ALBUMS} people are named FAMILY_MEMBER; whom {SUSPECTS} names is left out.",
            exists=True,
        ),
    ],
    *,
    to: Annotated[
        Path, typer.Option(help="Folder of the run; one that was stopped goes on.", file_okay=False)
    ],
    name: Annotated[str, typer.Option(help="Of the model.")] = DEFAULT,
    precision: Annotated[Precision, typer.Option(help="How weights are stored.")] = Precision.MIXED,
    first: Annotated[
        str, typer.Option(help="The first stage that learns; an earlier one needs more data, time and disk.")
    ] = "block7",
    steps: Annotated[int, typer.Option(help="Batches that each part learns from.", min=1)] = 400,
    people: Annotated[int, typer.Option(help="In a batch, with four faces each.", min=2)] = 40,
    runs: Annotated[int, typer.Option(help="Parts whose weights are averaged.", min=1)] = 1,
    one_person: Annotated[
        float,
        typer.Option(
            help="Of two people whose mean faces are so similar to the published network (cosine) one takes "
            "no part: they may be one under two names. More than 1: all take part.",
            min=0,
            max=2,
        ),
    ] = 0.6,
    one_relative: Annotated[
        float, typer.Option(help="The same, for people of one family.", min=0, max=2)
    ] = 0.9,
    note: Annotated[
        list[str] | None,
        typer.Option(help="A line for the card: data and its terms, weak points. May be repeated."),
    ] = None,
    licence: Annotated[
        str, typer.Option(help="Of the model; the published network's is Apache-2.0.")
    ] = "Apache-2.0",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads of the processor; 0: all.", min=0)] = 0,
) -> int:
    """Train the last stages of the published recogniser on the people of several sets.

    Three in ten families of each set only judge. The model is written if it is better on each set.
    """
    import torch

    from trainer.exporting.bundle import check_name, export_model
    from trainer.recipes.default_network import Recipe, make_default
    from trainer.recipes.drawing import draw_looks
    from trainer.training.distributed import ranks
    from trainer.training.late_layers import LateConfig

    check_name(name, built_in=True)
    if threads:
        torch.set_num_threads(threads)
    started = time.monotonic()
    prepared = [_read(path) for path in sets]
    to.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True, highlight=False, markup=False)
    with ranks(device) as here, stopping() as stopped, progress_of("") as tell:
        try:
            made = make_default(
                prepared,
                to,
                recipe=Recipe(
                    first=first,
                    late=LateConfig(steps=steps, people=people),
                    runs=runs,
                    one_person=one_person,
                    one_relative=one_relative,
                ),
                device=here.device,
                on_work=tell.work,
                on_look=lambda part, look: console.print(
                    f"part {part}, step {look.step}: VAL "
                    + ", ".join(f"{name} {value:.4f}" for name, value in look.vals.items())
                ),
                cancelled=stopped.is_set,
            )
        except InterruptedError as stop:
            typer.echo(str(stop), err=True)
            return 130
    took = timedelta(seconds=round(time.monotonic() - started))
    report = _report(made, took)
    (to / "report.md").write_text(report, "utf-8")
    _write_looks(made, to / "looks.csv")
    draw_looks(made.runs, to / "looks.png")
    typer.echo(report)
    if not made.better:
        return 3
    with progress_of("") as tell:
        exported = export_model(
            made.network,
            name=name,
            title=f"{name} (SFace, its last stages trained with triplets)",
            licence=licence,
            source=f"made with `trainer recipe` from {PUBLISHED}",
            reference="Schroff, Kalenichenko, Philbin: FaceNet: A Unified Embedding for Face Recognition and "
            "Clustering. CVPR 2015.",
            held_out=made.test,
            to=to / "model",
            precision=precision,
            compared=tuple(Precision),
            notes=(*_notes(made), *(note or ())),
            built_in=True,
            on_progress=tell.work,
        )
    # So that measuring the model leaves them out, as measuring the run does.
    copy_learned_from(to, exported.card_file)
    typer.echo(exported.report.read_text("utf-8"))
    if name in built_in_names():
        typer.echo(
            f"Let it come with Familiar: copy what is in {exported.model.parent} into resources/models."
        )
    else:
        typer.echo(f"Install it with: familiar models install {exported.model} {exported.card_file}")
    return 0


def _notes(made: Made) -> list[str]:
    """Return what the card says of how the network was made, and how good it is."""
    faces, people = made.learned
    names = ", ".join(verdict.name for verdict in made.verdicts)
    learned = f"triplets of {faces:,} faces of {people:,} people ({names})"
    return [
        f"The later stages of the published network, trained with {learned}; half way to them.",
        "VAL on people of these sets who took no part, at FAR 1e-3 and 1e-4 (of the published network):",
        *(
            f"  {one.name}: " + ", ".join(f"{at.after.value:.4f} ({at.before.value:.4f})" for at in one.at)
            for one in made.verdicts
        ),
    ]


def _read(path: Path) -> TrainingSet:
    if path.is_file():
        return TrainingSet.load(path)
    catalogue = Catalogue()
    card = catalogue.card("yunet-2023mar")
    albums, suspects = path / ALBUMS, path / SUSPECTS
    with progress_of(f"Reading faces of {path.name}") as tell:
        return prepare(
            path,
            FaceDetector(catalogue.session(card), card),
            stored_template(catalogue),
            families=albums.exists(),
            albums=albums if albums.exists() else None,
            left_out=read_suspects(suspects) if suspects.exists() else frozenset(),
            on_progress=tell.update,
        ).faces


def _report(made: Made, took: timedelta) -> str:
    from trainer.recipes.judging import told

    runs = ", ".join(
        f"the best after {run.step:,} steps" if run.step else "none better than as it began"
        for run in made.runs
    )
    left_out = "".join(
        f"{_named(people)} of {name} took no part: the published network finds them like somebody else "
        "there.\n"
        for name, people in made.left_out.items()
        if people
    )
    end = (
        "It is better on every set, or as good where that was good already: it is written."
        if made.better
        else "It is not better on every set: it is not written, and the published network stays."
    )
    parts = f"Networks averaged: {len(made.runs)} ({runs}). It took {took}."
    return f"{told(made.verdicts)}\n{parts}\n{left_out}{end}\n"


def _named(people: tuple[str, ...]) -> str:
    return ", ".join(people) if len(people) <= _NAMED else f"{len(people)} people"


def _write_looks(made: Made, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["part", "step", "set", "val"])
        for number, run in enumerate(made.runs, 1):
            rows.writerows(
                [number, look.step, name, f"{value:.6f}"]
                for look in run.looks
                for name, value in look.vals.items()
            )
