"""`trainer export`: make a model that the application can install out of a trained network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from trainer.cli.measuring_sets import unseen
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import copy_learned_from, trained_on
from trainer.exporting.quantising import Precision


def export(
    run: Annotated[Path, typer.Argument(help="The folder of a training run, or a file of weights.")],
    *,
    name: Annotated[str, typer.Option(help="Of the model: lower case, digits, . _ -")],
    held_out: Annotated[
        list[Path],
        typer.Option(
            help="A prepared set for measuring the card. People whom the run was trained on are left out, as "
            "far as its folder says. Repeatable.",
            exists=True,
            dir_okay=False,
        ),
    ],
    to: Annotated[Path, typer.Option(help="The folder to write NAME.onnx, NAME.toml and NAME.md to.")],
    title: Annotated[str, typer.Option(help="For people; by default the name.")] = "",
    licence: Annotated[str, typer.Option(help="Of the weights.")] = "not said",
    source: Annotated[str, typer.Option(help="Where the weights come from.")] = "trained with Familiar",
    reference: Annotated[str, typer.Option(help="Of the method.")] = "",
    precision: Annotated[Precision, typer.Option(help="How weights are stored.")] = Precision.FLOAT32,
    compare: Annotated[
        bool, typer.Option(help="Report what every precision loses, and not this one's loss alone.")
    ] = False,
    comparable_with: Annotated[
        list[str] | None,
        typer.Option(help="A model whose embeddings lie in the same space. May be repeated."),
    ] = None,
    note: Annotated[
        list[str] | None,
        typer.Option(help="A line for the card: data, recipe, weak points. May be repeated."),
    ] = None,
) -> None:
    """Write a trained network as ONNX, with a card measured on held-out faces, ready to be installed."""
    from trainer.exporting.bundle import export_model
    from trainer.training.checkpoints import load_network

    network = load_network(run)
    trained = trained_on(str(run))
    sets = [unseen(TrainingSet.load(file), trained) for file in held_out]
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        exported = export_model(
            network,
            name=name,
            title=title or name,
            licence=licence,
            source=source,
            reference=reference,
            held_out=sets,
            to=to,
            precision=precision,
            compared=tuple(Precision) if compare else (),
            comparable_with=comparable_with or (),
            notes=note or (),
            on_progress=lambda what, done, total: progress.update(
                task, description=what, completed=done, total=total
            ),
        )
    copy_learned_from(run, exported.card_file)
    typer.echo(exported.report.read_text("utf-8"))
    typer.echo(f"Install it with: familiar models install {exported.model} {exported.card_file}")
