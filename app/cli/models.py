"""`familiar models`: list, verify, install and select detectors and recognisers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    RefusedError,
    chosen_models,
    named_model,
    open_library,
    wants_json,
)
from app.cli.parsing import Command, Group
from app.library.errors import LibraryMissingError
from app.library.settings import DETECTOR, RECOGNISER, set_setting
from engine.models import Catalogue, ModelCard, Task

app = typer.Typer(cls=Group, help="List, verify, install and select models.", invoke_without_command=True)


@app.callback()
def models(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List, verify, install and select models. Without a further word: list."""
    if context.invoked_subcommand is None:
        list_models(context, library=library, as_json=as_json)


@app.command("list", cls=Command)
def list_models(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the models on this computer, and which of them the library uses."""
    as_json = wants_json(context, as_json)
    catalogue = Catalogue()
    try:
        with open_library(context, library) as opened:
            selected = {card.name for card in chosen_models(opened, catalogue)}
    except LibraryMissingError:
        selected = {DETECTOR.default, RECOGNISER.default}
    cards, broken = catalogue.cards(), catalogue.broken_cards()
    if as_json:
        output.emit_json({"models": [_facts(card, selected) for card in cards], "broken": broken})
        return
    output.table(
        ["name", "task", "licence", "", "title"],
        ((c.name, c.task, c.licence, "in use" if c.name in selected else "", c.title) for c in cards),
    )
    for sentence in broken:
        output.note(sentence)


def _facts(card: ModelCard, selected: set[str]) -> dict[str, object]:
    return {
        "name": card.name,
        "title": card.title,
        "task": card.task.value,
        "licence": card.licence,
        "source": card.source,
        "sha256": card.file.sha256,
        "selected": card.name in selected,
    }


@app.command(cls=Command)
def verify(context: typer.Context, as_json: JsonOption = False) -> int:
    """Check every model's file against its card, and that it runs here."""
    as_json = wants_json(context, as_json)
    catalogue = Catalogue()
    checked = [(status.card.name, status.problem) for status in catalogue.statuses()]
    broken = catalogue.broken_cards()
    if as_json:
        output.emit_json(
            {"models": [{"name": name, "problem": problem} for name, problem in checked], "broken": broken}
        )
    else:
        output.table(["name", "state"], ((name, problem or "good") for name, problem in checked))
        for sentence in broken:
            output.note(sentence)
    return 5 if broken or any(problem for _, problem in checked) else 0


@app.command(cls=Command)
def install(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", exists=True, dir_okay=False)],
    card: Annotated[Path, typer.Argument(metavar="CARD.toml", exists=True, dir_okay=False)],
    as_json: JsonOption = False,
) -> None:
    """Install a model of your own: any ONNX file, with a card that describes it."""
    installed = Catalogue().install(model, card)
    if wants_json(context, as_json):
        output.emit_json({"installed": _facts(installed, set())})
    else:
        output.say(f"Installed {installed.name}. Use it with: familiar models select {installed.name}")


@app.command(cls=Command)
def select(
    context: typer.Context,
    model_name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    re_embed: Annotated[
        bool,
        typer.Option("--re-embed", help="Embed all faces with it, also where that is not needed."),
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Use a model in the library from now on."""
    catalogue = Catalogue()
    card = named_model(catalogue, model_name)
    if re_embed and card.task is not Task.RECOGNITION:
        raise RefusedError(f"{card.name} finds faces and embeds none. Leave out --re-embed.")
    # Refuse now what would fail in the middle of a night's indexing.
    catalogue.load(card)
    chosen = None
    with open_library(context, library, create=True) as opened:
        if card.task is Task.RECOGNITION:
            # SciPy takes a fifth of a second to load.
            from app.grouping import choose_recogniser

            chosen = choose_recogniser(opened, card, anew=re_embed)
        else:
            with opened.write() as session:
                set_setting(session, DETECTOR, card.name)
    if wants_json(context, as_json):
        output.emit_json({"selected": _facts(card, {card.name}), **(asdict(chosen) if chosen else {})})
    elif chosen is None:
        output.say(f"{card.name} is in use for new and changed photos.")
    elif chosen.taken_over:
        faces = output.count(chosen.taken_over, "face")
        output.say(
            f"{card.name} is in use. What the library has of {faces} may be compared with its embeddings and "
            f"stays. To embed all anew: familiar models select {card.name} --re-embed"
        )
        if chosen.left:
            left = output.count(chosen.left, "face")
            output.say(f"Embed {left} more with it: familiar index. Names stay as they are.")
    else:
        output.say(f"{card.name} is in use. Embed the faces with it: familiar index. Names stay as they are.")
