"""What all commands share: the options every command takes, opening the library, loading the models."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.library.errors import DamagedLibraryError, LibraryError, LibraryMissingError
from app.library.settings import DETECTOR, RECOGNISER, get_setting
from app.library.store import Library, default_path
from engine.models import Catalogue, ModelCard, Provider, RuntimeOptions, Task

if TYPE_CHECKING:
    from engine.analysis import Analyser


_KINDS = {Task.DETECTION: "detector", Task.RECOGNITION: "recogniser"}


class RefusedError(Exception):
    """What the user asked for cannot be done; the message is a sentence with the remedy."""


@dataclass(slots=True)
class Common:
    """Options given before the command, which hold for it where it does not say otherwise."""

    library: Path | None = None
    as_json: bool = False


LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="FILE",
        help="The library's file. By default $FAMILIAR_LIBRARY, or the one in your own data folder.",
        dir_okay=False,
        readable=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
ProviderOption = Annotated[
    Provider,
    typer.Option(
        envvar="FAMILIAR_PROVIDER",
        help="Where the networks run. 'auto' takes the graphics card if onnxruntime can use it.",
    ),
]
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="A name, or the number that `familiar people` shows.")
]


def common(context: typer.Context) -> Common:
    """Return the options that were given before the command."""
    found = context.find_object(Common)
    return found if found is not None else Common()


def wants_json(context: typer.Context, as_json: bool) -> bool:
    """Tell whether the user asked for JSON, before or after the command."""
    return as_json or common(context).as_json


def library_path(context: typer.Context, library: Path | None) -> Path:
    """Return which library file is meant."""
    return library or common(context).library or default_path()


def open_library(context: typer.Context, library: Path | None, *, create: bool = False) -> Library:
    """Open the library the user means.

    Raises:
        LibraryError: it cannot be opened; without `create` also if there is none yet.
    """
    return Library.open(library_path(context, library), create=create)


def is_grouped(library: Library) -> bool:
    """Tell whether faces were put into groups at least once."""
    # SciPy takes a fifth of a second to load, which few commands need.
    from app.grouping import grouped_by

    return grouped_by(library) is not None


def with_remedy(error: LibraryError) -> str:
    """Return what is wrong with a library, with the command that helps, where there is one."""
    if isinstance(error, DamagedLibraryError):
        return f"{error} This keeps the file and puts the newest whole copy in its place: familiar restore"
    if isinstance(error, LibraryMissingError):
        return f"{error} This makes one: familiar index FOLDER"
    return str(error)


def chosen_models(library: Library, catalogue: Catalogue) -> tuple[ModelCard, ModelCard]:
    """Return the cards of the library's detector and recogniser.

    Raises:
        ModelError: one of them is not known on this computer.
    """
    with library.read() as session:
        names = get_setting(session, DETECTOR), get_setting(session, RECOGNISER)
    detector, recogniser = (catalogue.card(name) for name in names)
    return detector, recogniser


def named_model(catalogue: Catalogue, name: str, *, task: Task | None = None) -> ModelCard:
    """Return the card of a model that the user names.

    Args:
        catalogue: of the models.
        name: what the user calls it.
        task: what it must be for; None for anything.

    Raises:
        RefusedError: there is none.
    """
    cards = {card.name: card for card in catalogue.cards() if task in {None, card.task}}
    if name not in cards:
        kind = "model" if task is None else _KINDS[task]
        raise RefusedError(f"There is no {kind} named {name}. Choose one of these: {', '.join(cards)}.")
    return cards[name]


def analyser_factory(
    detector: ModelCard, recogniser: ModelCard, catalogue: Catalogue, *, provider: Provider, threads: int
) -> Callable[[], Analyser]:
    """Return a function that loads the models, so that they are loaded only if a photo must be looked at."""

    def load() -> Analyser:
        # Loading onnxruntime and OpenCV takes a third of a second that most commands do not need.
        from engine.analysis import Analyser

        return Analyser.load(
            catalogue,
            detector=detector.name,
            recogniser=recogniser.name,
            options=RuntimeOptions(provider=provider, threads=threads),
        )

    return load


def require_picture(picture: Path) -> None:
    """Check that a picture the user names is there.

    Raises:
        RefusedError: it is a folder, or is not there.
    """
    if picture.is_dir():
        raise RefusedError(f"{picture} is a folder. Name one picture in it.")
    if not picture.exists():
        raise RefusedError(f"There is no picture {picture}. Check its name and folder.")


def agreed(question: str, *, as_json: bool) -> bool:
    """Ask the user whether to do what cannot be undone.

    Raises:
        RefusedError: Nobody answers, as with --json and where there is no terminal.
    """
    if as_json:
        raise RefusedError("With --json nobody is asked. To go ahead, add --yes.")
    try:
        # Closed, or started without a terminal on Windows.
        if sys.stdin is not None and not sys.stdin.closed:
            return typer.confirm(question, err=True)
    except typer.Abort as stop:
        if not isinstance(stop.__context__, EOFError):
            raise
        output.note("")  # the question stands on a line of its own
    raise RefusedError("Nobody answered, so nothing was done. To go ahead without a question, add --yes.")


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
