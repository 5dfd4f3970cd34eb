"""`trainer finetune`: makes the default recogniser better at the people of one library."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.detection import FaceDetector
from engine.models import Catalogue
from trainer.cli.measuring_sets import progress_of
from trainer.cli.running import Display, stopping
from trainer.data.library_set import read_library_set
from trainer.data.preparing import prepare
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import copy_learned_from, write_learned_from
from trainer.evaluation.models import stored_template
from trainer.recognisers import DEFAULT
from trainer.training.config import INSTALLED
from trainer.training.config_file import as_toml, decisive


class Method(StrEnum):
    """What is learned."""

    MAP = "map"
    LAYERS = "layers"


def finetune(
    faces: Annotated[
        Path,
        typer.Argument(
            help="What `familiar export training-set` wrote, or a prepared set, or a folder with one folder "
            "of pictures per person.",
            exists=True,
        ),
    ],
    *,
    general: Annotated[
        list[Path],
        typer.Option(
            help="A prepared set of other people, to learn from and to judge by. Repeatable.",
            exists=True,
            dir_okay=False,
        ),
    ],
    to: Annotated[
        Path,
        typer.Option(
            help="Folder of the run and of the model; one that was stopped goes on.", file_okay=False
        ),
    ],
    name: Annotated[str, typer.Option(help="Of the model.")] = "my-faces",
    method: Annotated[
        Method, typer.Option(help="map: seconds, on any computer; layers: hours, or minutes on a GPU.")
    ] = Method.MAP,
    steps: Annotated[int, typer.Option(help="Batches to learn from; 0: the method's own.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Of chance.", min=0)] = 0,
    install: Annotated[bool, typer.Option(help="Install the model at once, if it is better.")] = False,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads of the processor; 0: all.", min=0)] = 0,
) -> int:
    """Fine-tune the default recogniser on people you named, and keep it only if it is better.

    A quarter of your people are held out, to judge by; so are a quarter of the general ones. The model is
    written, ready for `familiar models install`, if it is better on yours and not worse on the others.
    """
    import torch

    from trainer.exporting.bundle import check_name, export_model
    from trainer.exporting.quantising import Precision
    from trainer.finetuning.dividing import divided
    from trainer.finetuning.judging import told
    from trainer.finetuning.layers import finetune_layers, recipe
    from trainer.finetuning.linear_map import MapConfig
    from trainer.finetuning.mapping import finetune_map
    from trainer.training.distributed import ranks

    check_name(name)
    if threads:
        torch.set_num_threads(threads)
    config = recipe(steps=steps or 300, seed=seed) if method is Method.LAYERS else None
    _leave_other_runs(to, as_toml(config) if config else "")
    parts = divided(_read(faces), [TrainingSet.load(file) for file in general])
    to.mkdir(parents=True, exist_ok=True)
    write_learned_from(to, parts.training, initial=INSTALLED)
    with ranks(device) as here, stopping() as stopped:
        try:
            if config is None:
                with progress_of("Embedding and learning") as tell:
                    network, found = finetune_map(
                        parts,
                        config=MapConfig(seed=seed, steps=steps or MapConfig().steps),
                        folder=to,
                        on_step=lambda done, total, _: tell.update(done, total),
                        on_work=lambda _, done, total: tell.update(done, total),
                        cancelled=stopped.is_set,
                    )
            else:
                if here.first:
                    (to / "config.toml").write_text(as_toml(config), "utf-8")
                with Display(config.steps, shown=here.first) as display:
                    network, found = finetune_layers(
                        parts,
                        config=config,
                        folder=to,
                        ranks=here,
                        on_progress=display,
                        on_work=display.work,
                        cancelled=stopped.is_set,
                    )
        except InterruptedError as stop:
            typer.echo(str(stop), err=True)
            return 130
    if not here.first:
        return 0
    (to / "report.md").write_text(told(found, parts), "utf-8")
    typer.echo(told(found, parts))
    if not found.better:
        return 3
    with progress_of("Measuring the card") as tell:
        exported = export_model(
            network.cpu(),
            name=name,
            title=f"The default recogniser, fine-tuned ({name})",
            licence="Apache-2.0, and the rights in the faces it learned from",
            source=f"fine-tuned from {DEFAULT} with `trainer finetune`",
            reference="Schroff, Kalenichenko, Philbin: FaceNet, CVPR 2015",
            held_out=[parts.general],
            to=to / "model",
            precision=Precision.MIXED,
            notes=(found.reason,),
            on_progress=lambda _, done, total: tell.update(done, total),
        )
    copy_learned_from(to, exported.card_file)
    if install:
        Catalogue().install(exported.model, exported.card_file)
        typer.echo(f"Installed. Use it with: familiar models select {name}")
    else:
        typer.echo(f"Install it with: familiar models install {exported.model} {exported.card_file}")
    return 0


def _leave_other_runs(folder: Path, config: str) -> None:
    """Refuse a folder of a run with other settings: its network would be overwritten."""
    kept = folder / "config.toml"
    if kept.exists() and decisive(kept.read_text("utf-8")) != decisive(config):
        raise ValueError(f"{folder} holds another run. Name a new folder with --to.")


def _read(faces: Path) -> TrainingSet:
    if faces.is_file():
        return TrainingSet.load(faces)
    if (faces / "training-set.toml").exists():
        return read_library_set(faces)
    catalogue = Catalogue()
    card = catalogue.card("yunet-2023mar")
    with progress_of(f"Reading faces of {faces.name}") as tell:
        return prepare(
            faces,
            FaceDetector(catalogue.session(card), card),
            stored_template(catalogue),
            on_progress=tell.update,
        ).faces
