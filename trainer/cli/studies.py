"""`trainer study` and `trainer curves`: the paper's tables on the data at hand, and plots of runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trainer.cli.measuring_sets import progress_of, unseen
from trainer.cli.running import Display, stopping
from trainer.data.joining import joined
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import trained_on


def study(
    name: Annotated[str, typer.Argument(help="Which study; without a further word, says what it varies.")],
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The training file that is varied, or the run that images are shown to.", exists=True
        ),
    ] = None,
    *,
    to: Annotated[
        Path, typer.Option(help="Folder for the runs, the table and the plots.", file_okay=False)
    ] = Path("study"),
    only: Annotated[list[str] | None, typer.Option(help="Make this variation only; may be repeated.")] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", help="Replaces an entry of the file in all runs.")
    ] = None,
    faces: Annotated[
        list[Path] | None,
        typer.Option(help="For studies of images: a prepared set of people held out. May be repeated."),
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads of the processor; 0: all.", min=0)] = 0,
) -> int:
    """Redo one of the paper's tables on your data.

    Studies that train: network, embedding-size, image-size, people, miner, choosing, margin, loss. Studies
    that show images to a trained network: jpeg-quality, pixels.
    """
    import torch

    from trainer.studies import IMAGE_STUDIES, TRAINING_STUDIES

    if threads:
        torch.set_num_threads(threads)
    if name not in {*TRAINING_STUDIES, *IMAGE_STUDIES}:
        known = ", ".join([*TRAINING_STUDIES, *IMAGE_STUDIES])
        raise typer.BadParameter(f"There is no study {name!r}; there are {known}.")
    about = TRAINING_STUDIES.get(name) or IMAGE_STUDIES[name]
    if file is None:
        typer.echo(f"{about.title} ({about.source}): {', '.join(about.variations)}")
        return 0
    if name in TRAINING_STUDIES:
        return _training(name, file, to, only=only or [], change=change or [], device=device)
    return _images(name, file, to, faces or [], device)


def _training(name: str, file: Path, to: Path, *, only: list[str], change: list[str], device: str) -> int:
    from trainer.studies import TRAINING_STUDIES
    from trainer.studies.drawing import draw_curves, draw_rows
    from trainer.studies.running import as_markdown, study_training, write_csv
    from trainer.training.config_file import naming, read_config
    from trainer.training.distributed import ranks

    about = TRAINING_STUDIES[name]
    configs = {
        label: read_config(file, changes=[*change, *about.variations[label]])
        for label in only or about.variations
        if label in about.variations
    }
    if only and set(only) - set(configs):
        raise typer.BadParameter(f"The study {name} varies {', '.join(about.variations)}.")
    to.mkdir(parents=True, exist_ok=True)
    with ranks(device) as here, stopping() as stopped, Display(shown=here.first) as display, naming(file):
        rows = study_training(
            about,
            configs,
            to,
            ranks=here,
            on_progress=lambda label, progress: display(progress, of=label),
            on_work=lambda label, what, done, total: display.work(f"{label}: {what}", done, total),
            cancelled=stopped.is_set,
        )
    if not here.first:
        return 0
    far = next(iter(configs.values())).far
    table = as_markdown(about.title, about.source, rows, far=far)
    (to / "study.md").write_text(table, "utf-8")
    write_csv(rows, to / "study.csv")
    draw_curves({label: to / label for label in configs if (to / label).exists()}, to / "curves.png")
    if rows:
        draw_rows(rows, to / "study.png", title=about.title, far=far)
    typer.echo(table)
    typer.echo(f"The table and the plots are in {to}.", err=True)
    return 130 if stopped.is_set() else 0


def _images(name: str, run: Path, to: Path, files: list[Path], device: str) -> int:
    from trainer.studies import IMAGE_STUDIES
    from trainer.studies.drawing import draw_rows
    from trainer.studies.running import as_markdown, study_images, write_csv
    from trainer.training.checkpoints import load_network
    from trainer.training.distributed import ranks

    if not files:
        raise typer.BadParameter("Say which faces are shown: --faces SET.npz.")
    about = IMAGE_STUDIES[name]
    network = load_network(run)
    trained = trained_on(str(run))
    faces = joined([unseen(TrainingSet.load(one), trained) for one in files])
    with ranks(device) as here, progress_of(about.title) as tell:
        rows = study_images(
            about, network, faces, ranks=here, on_progress=lambda _, done, total: tell.update(done, total)
        )
    to.mkdir(parents=True, exist_ok=True)
    table = as_markdown(about.title, about.source, rows, far=1e-3)
    (to / "study.md").write_text(table, "utf-8")
    write_csv(rows, to / "study.csv")
    draw_rows(rows, to / "study.png", title=about.title, far=1e-3)
    typer.echo(table)
    typer.echo(f"The table and the plot are in {to}.", err=True)
    return 0


def _plot_file(file: Path) -> Path:
    if file.suffix.lower() not in (".png", ".svg"):
        raise typer.BadParameter(f"{file} must end in .png or .svg.")
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"The folder of {file} is not there. Make it first.")
    return file


def curves(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of training runs.", exists=True, file_okay=False)
    ],
    *,
    to: Annotated[Path, typer.Option(help="PNG or SVG to write.", callback=_plot_file, dir_okay=False)],
    column: Annotated[
        str, typer.Option(help="Of the runs' log.csv: val, val/SET, active, positive_d2, negative_d2, loss …")
    ] = "val",
    title: Annotated[str, typer.Option(help="Above the plot.")] = "",
) -> None:
    """Draw how several runs went, over their steps."""
    from trainer.studies.drawing import draw_curves

    for run in runs:
        if not (run / "log.csv").is_file():
            raise ValueError(f"{run} has no log.csv. Name the folder of a training run.")
    draw_curves(_labelled(runs), to, column=column, title=title)
    typer.echo(f"The plot is {to}.", err=True)


def _labelled(runs: list[Path]) -> dict[str, Path]:
    """Give each run the end of its path that no other one has: a run left out of a plot says nothing."""
    whole = {run.resolve() for run in runs}
    ends = next(
        {run: Path(*run.parts[-length:]).as_posix() for run in whole}
        for length in range(1, max(len(run.parts) for run in whole) + 1)
        if len({run.parts[-length:] for run in whole}) == len(whole)
    )
    return {ends[run.resolve()]: run for run in runs}
