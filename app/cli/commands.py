"""Joins all commands into `familiar`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import parts
from app.cli import (
    asking,
    care,
    compare,
    exporting,
    faces,
    find,
    forget,
    importing,
    index,
    leaving,
    mentioning,
    metadata,
    models,
    people,
    places,
    preview,
    restore,
    search,
    sightings,
    stacks,
    training_set,
    watch,
)
from app.cli.context import Common
from app.cli.parsing import Command, TakesNumbers, TakesWords, TwoWords

_STATUSES = """Exit statuses: 0 done; 1 a fault in Familiar; 2 wrong usage; 3 it cannot be done as asked (no
such person, a name taken, a picture that cannot be read); 4 this computer, the library or a model is not as
it must be; 5 done, but problems were found (doctor, models verify, export, forget); 130 stopped with Ctrl-C,
nothing lost."""


app = typer.Typer(
    name="familiar",
    cls=TwoWords,
    help="Organises a photo library by the people in it, on this computer alone.",
    epilog=" ".join(_STATUSES.split()),
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"familiar {parts.version()}")
        raise typer.Exit


@app.callback()
def familiar(
    context: typer.Context,
    *,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library",
            metavar="FILE",
            envvar="FAMILIAR_LIBRARY",
            help="The library's file. By default the one in your own data folder.",
            dir_okay=False,
            readable=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")] = False,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Organise a photo library by the people in it, on this computer alone."""
    shared = context.ensure_object(Common)
    shared.library = library
    shared.as_json = as_json


for command in (
    index.index,
    watch.watch,
    care.status,
    people.people,
    people.show,
    people.name,
    people.merge,
    people.move,
    people.confirm,
    people.reject,
    faces.split,
    faces.ignore,
    faces.erase,
    faces.draw,
    faces.birthday,
    mentioning.mention,
    people.history,
    people.undo,
    people.redo,
    preview.preview,
    asking.review,
    asking.suggest,
    find.find,
    search.search,
    sightings.sightings,
    stacks.stacks,
    exporting.export,
    compare.compare,
    care.doctor,
    care.backup,
    restore.restore,
    forget.forget,
    care.forget_missing,
    leaving.stop_watching,
    care.settings,
):
    numbers = command in {people.move, faces.erase, faces.draw, care.settings}
    kind = TakesNumbers if numbers else TakesWords if command is search.search else Command
    app.command(command.__name__.replace("_", "-"), cls=kind)(command)
app.command("import", cls=Command)(importing.import_names)
for listing, words in ((places.list_places, "places"), (places.list_events, "events")):
    app.command(words, cls=Command)(listing)
app.command("export training-set", cls=Command)(training_set.export_training_set)
app.command("export photos", cls=TakesWords)(exporting.export_found)
app.command("export names", cls=Command)(exporting.export_all_names)
app.add_typer(metadata.app, name="metadata")
app.add_typer(models.app, name="models")
