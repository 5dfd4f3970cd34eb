"""Carrying out studies: the runs, and the figures of each variation."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trainer.data.joining import joined
from trainer.data.training_set import TrainingSet
from trainer.evaluation.hard_pairs import hard_pairs
from trainer.evaluation.roc import Interval, bootstrap
from trainer.networks.base import RecognitionNetwork
from trainer.studies import ImageStudy, TrainingStudy
from trainer.training.checkpoints import load_network
from trainer.training.config import TrainingConfig
from trainer.training.config_file import as_toml
from trainer.training.distributed import Ranks
from trainer.training.faces import faces_of_run
from trainer.training.loop import Run
from trainer.training.progress import Ending, Outcome, Progress
from trainer.training.validation import embed

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Row:
    """What one variation gave.

    Attributes:
        label: of the variation.
        val: of its network on all held-out faces, with the range of resampled people.
        outcome: of its run; None in a study of images.
    """

    label: str
    val: Interval
    outcome: Outcome | None


def study_training(
    study: TrainingStudy,
    configs: Mapping[str, TrainingConfig],
    folder: Path,
    *,
    ranks: Ranks | None = None,
    on_progress: Callable[[str, Progress], None] = lambda _label, _progress: None,
    on_work: Callable[[str, str, int, int], None] = lambda _label, _what, _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Row]:
    """Make the runs of a study, each in `folder`/LABEL, where one that was stopped goes on.

    Args:
        study: which.
        configs: of its variations, or of some of them, by label.
        folder: of the study.
        ranks: processes that train together.
        on_progress: told the label of a run and how far it is.
        on_work: told the label of a run, what is embedded besides, and how many of how many are.
        cancelled: asked before each step.

    Returns:
        A row for each run that came to its end.

    Raises:
        ValueError: there is too little data, or no such label.
        OSError: the folder cannot be written.
    """
    ranks = ranks or Ranks()
    rows = []
    for label, config in configs.items():
        if label not in study.variations:
            raise ValueError(f"The study has no {label!r}; it has {', '.join(study.variations)}.")
        place = folder / label
        place.mkdir(parents=True, exist_ok=True)
        training, held_out = faces_of_run(config.data)
        run = Run(config, training=training, held_out=held_out, folder=place, ranks=ranks)
        (place / "config.toml").write_text(as_toml(config), "utf-8")
        outcome = run.train(
            on_progress=partial(on_progress, label),
            on_work=partial(on_work, label),
            cancelled=cancelled,
        )
        if outcome.ending is Ending.CANCELLED:
            break
        faces = joined(held_out)
        network = load_network(place).to(ranks.device)
        rows.append(Row(label, _val(embed(network, faces, device=ranks.device), faces, config.far), outcome))
    return rows


def study_images(
    study: ImageStudy,
    network: RecognitionNetwork,
    faces: TrainingSet,
    *,
    far: float = 1e-3,
    ranks: Ranks | None = None,
    on_progress: Callable[[str, int, int], None] = lambda _label, _done, _total: None,
) -> list[Row]:
    """Show a trained network the same faces in the ways of a study.

    Args:
        study: which.
        network: that was trained on other people.
        faces: of people held out.
        far: false accept rate at which VAL is measured, each way with its own threshold.
        ranks: whose device computes.
        on_progress: told the label, and how many of how many ways are done.
    """
    device = (ranks or Ranks()).device
    network = network.to(device)
    rows = []
    for number, (label, altered) in enumerate(study.variations.items()):
        on_progress(label, number, len(study.variations))
        rows.append(Row(label, _val(embed(network, faces, device=device, altered=altered), faces, far), None))
    return rows


def _val(embeddings: NDArray[np.float32], faces: TrainingSet, far: float) -> Interval:
    return bootstrap([hard_pairs(embeddings, faces.people)], (far,)).points(0)[0].tar


def as_markdown(title: str, source: str, rows: Sequence[Row], *, far: float) -> str:
    """Return the table of a study."""
    lines = [
        f"# {title} ({source})",
        "",
        f"| | VAL at FAR {far:g} | 95% of resamples | best after | stopped |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        run = ("", "") if row.outcome is None else (f"{row.outcome.best_step:,}", row.outcome.ending.value)
        figures = f"{row.val.value:.4f} | {row.val.low:.4f} to {row.val.high:.4f}"
        lines.append(f"| {row.label} | {figures} | {run[0]} | {run[1]} |")
    return "\n".join(lines) + "\n"


def write_csv(rows: Sequence[Row], file: Path) -> None:
    """Write the table of a study for other programs."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(("label", "val", "low", "high", "best_step", "steps", "ending"))
        for row in rows:
            run = row.outcome
            table.writerow(
                (
                    row.label,
                    *(f"{number:.6f}" for number in (row.val.value, row.val.low, row.val.high)),
                    *(("", "", "") if run is None else (run.best_step, run.step, run.ending.value)),
                )
            )
