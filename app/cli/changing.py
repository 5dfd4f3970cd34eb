"""What commands that change people and faces share: their arguments, and telling what was changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import wants_json
from app.operations import Changes, NewPerson

FacesArgument = Annotated[
    list[int], typer.Argument(metavar="FACE", help="Numbers of faces, as `familiar show` prints them.")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="PERSON", help="Somebody the library knows.")]
NewOption = Annotated[str | None, typer.Option("--new", metavar="NAME", help="Somebody new, with this name.")]


def whose(to: str | None, new: str | None) -> str | NewPerson | None:
    """Return whose faces are to be, as operations take it, from --to and --new; None for neither."""
    return to if new is None else NewPerson(new)


def report(context: typer.Context, *done: Changes, as_json: bool) -> None:
    """Print what one or several operations changed."""
    if wants_json(context, as_json):
        output.emit_json({"changes": [asdict(changes) for changes in done]})
        return
    for changes in done:
        output.say(f"{changes.summary}." if not changes.summary.endswith(".") else changes.summary)
        for problem in changes.problems:
            output.note(problem)
