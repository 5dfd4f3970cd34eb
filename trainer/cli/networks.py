"""`trainer networks`: which networks there are, how large they are, and how fast here."""

from __future__ import annotations

import math
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table


def networks(
    *,
    time: Annotated[bool, typer.Option("--time", help="Measure milliseconds per face, here.")] = False,
) -> None:
    """List the networks: their input, parameters and multiply-adds, and with --time their speed.

    Where a paper gives a figure, it follows in brackets.
    """
    import torch

    from trainer.networks import NETWORKS, build
    from trainer.networks.counting import count_multiply_adds, count_parameters, milliseconds_per_face

    table = Table("network", "input", "parameters", "multiply-adds", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    if time:
        table.add_column("ms per face", justify="right")
    for name, spec in NETWORKS.items():
        # Counting needs shapes alone, so that no weights are drawn for it.
        with torch.device("meta"):
            network = build(name)
        cells = [
            name,
            f"{network.width} x {network.height}",
            _beside(count_parameters(network), spec.paper_parameters),
            _beside(count_multiply_adds(network), spec.paper_multiply_adds),
        ]
        if time:
            cells.append(f"{milliseconds_per_face(build(name)):.1f}")
        table.add_row(*cells)
    console = Console(highlight=False)
    console.print(table)
    if time:
        console.print(f"Measured on the processor, 8 faces at once; threads: {torch.get_num_threads()}.")


def _beside(count: int, paper: float | None) -> str:
    """Write a count with three digits, and the paper's with as many as it gives: 7.46 M (7.5 M)."""
    unit, factor = ("G", 1e9) if count >= 1e9 else ("M", 1e6)
    digits = max(0, 2 - math.floor(math.log10(count / factor)))
    ours = f"{count / factor:.{digits}f} {unit}"
    return ours if paper is None else f"{ours} ({paper / factor:g} {unit})"
