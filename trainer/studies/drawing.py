"""The plots of runs and studies: VAL over the steps of several runs, and VAL of each variation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from trainer.evaluation.plots import colour
from trainer.studies.running import Row
from trainer.training.logs import read_log


def draw_curves(runs: Mapping[str, Path], file: Path, *, column: str = "val", title: str = "") -> None:
    """Draw a column of the logs of several runs over their steps.

    Args:
        runs: folders by label.
        file: PNG or SVG to write.
        column: of `log.csv`: val, active, positive_d2, negative_d2, ...
        title: above the plot.

    Raises:
        ValueError: no run has such a column.
        OSError: a log cannot be read, or the file not written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), dpi=150, layout="constrained")
    axes = figure.subplots()
    for number, (label, folder) in enumerate(runs.items()):
        rows = [row for row in read_log(folder / "log.csv") if column in row]
        if rows:
            axes.plot(
                [row["step"] for row in rows],
                [row[column] for row in rows],
                label=label,
                color=colour(number),
                linewidth=1.6,
                marker="." if len(rows) < 60 else None,
            )
    if not axes.lines:
        raise ValueError(f"No run has measured {column!r}.")
    axes.set_xlabel("steps")
    axes.set_ylabel("VAL on people held out" if column == "val" else column.replace("_", " "))
    axes.set_title(title)
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
    figure.savefig(file)


def draw_rows(rows: Sequence[Row], file: Path, *, title: str, far: float) -> None:
    """Draw VAL of each variation with its range.

    Args:
        rows: of the study.
        file: PNG or SVG to write.
        title: above the plot.
        far: at which VAL was measured.

    Raises:
        OSError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 3.6), dpi=150, layout="constrained")
    axes = figure.subplots()
    places = np.arange(len(rows))
    value, low, high = (
        np.array([getattr(row.val, name) for row in rows]) for name in ("value", "low", "high")
    )
    # A resampled range may lie wholly on one side of the figure itself, where people are few.
    beyond = np.maximum([value - low, high - value], 0)
    axes.errorbar(places, value, yerr=beyond, fmt="o", color=colour(0), capsize=4)
    axes.set_xticks(places, [row.label for row in rows])
    axes.set_ylabel(f"VAL at FAR {far:g}")
    axes.set_ylim(bottom=0)
    axes.set_title(title)
    axes.grid(alpha=0.25, axis="y")
    figure.savefig(file)
