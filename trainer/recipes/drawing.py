"""The plot of a recipe's run: how much the people who choose gained, set by set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trainer.evaluation.plots import colour
from trainer.recipes.default_network import Part


def draw_looks(parts: Sequence[Part], file: Path) -> None:
    """Draw the gain in VAL over the steps, a line for each set and part.

    Args:
        parts: that were trained.
        file: PNG or SVG to write.

    Raises:
        OSError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), dpi=150, layout="constrained")
    axes = figure.subplots()
    for part_number, part in enumerate(parts):
        first = part.looks[0].vals
        for set_number, (name, before) in enumerate(first.items()):
            axes.plot(
                [look.step for look in part.looks],
                [look.vals[name] - before for look in part.looks],
                label=f"{name} (from {before:.3f})" if part_number == 0 else None,
                color=colour(set_number),
                linewidth=1.6,
                marker=".",
            )
    axes.axhline(0, color="0.6", linewidth=0.8)
    axes.set_xlabel("steps")
    axes.set_ylabel("gain in VAL of the people who choose")
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
    figure.savefig(file)
