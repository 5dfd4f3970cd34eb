"""The words of the command line: which commands `trainer` has, and what its exit statuses mean."""

from __future__ import annotations

import os
import sys

import typer

from engine.models import CardError, ModelError
from engine.models.runtime import RuntimeProblemError
from trainer.cli import exporting, finetuning, measuring, networks, preparing, recipes, studies, training

app = typer.Typer(
    help="Trains Familiar's networks, and measures them on labelled faces.",
    pretty_exceptions_enable=False,
)
for command in (
    preparing.prepare,
    training.train,
    finetuning.finetune,
    recipes.recipe,
    measuring.evaluate,
    measuring.compare,
    measuring.calibrate,
    exporting.export,
    networks.networks,
    studies.study,
    studies.curves,
):
    app.command()(command)

# Wrong usage of every kind; typer exports only this heir, and newer versions hold a click of their own.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]


@app.callback()
def trainer() -> None:
    """Train Familiar's networks, and measure them on labelled faces."""


def main(words: list[str] | None = None) -> int:
    """Run `trainer` with these words, by default those of the command line, and return the exit status.

    0 done, 2 wrong usage, 3 cannot be done, 130 stopped.
    """
    # Threads of torch that spin while they wait can make a step 40 times slower where others want the cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    words = sys.argv[1:] if words is None else words
    try:
        result = app(args=words or ["--help"], standalone_mode=False, prog_name="trainer")
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except _USAGE_ERROR as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        stop = "" if message.endswith((".", "?", "!")) else "."
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "trainer"
        typer.echo(f"{message}{stop} The right words: {command} --help", err=True)
        return 2
    except (ModelError, CardError, RuntimeProblemError, OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        return 3
    return result if isinstance(result, int) else 0
