"""`familiar restore`: puts a copy in the place of a library that is damaged, or of a former day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    RefusedError,
    YesOption,
    agreed,
    library_path,
    wants_json,
)
from app.library.copies import is_library
from app.library.errors import not_a_library
from app.library.restoring import Restorable, restorable
from app.library.restoring import restore as put_back
from app.library.store import Library


def restore(
    context: typer.Context,
    copy: Annotated[
        Path | None,
        typer.Argument(metavar="COPY", dir_okay=False, help="By default the newest one that is whole."),
    ] = None,
    *,
    list_only: Annotated[bool, typer.Option("--list", help="Only list the copies there are.")] = False,
    yes: YesOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a copy in the place of the library. What the library was is kept beside it.

    Familiar makes a copy before the first change of each day and keeps the last three; so does familiar
    backup, and each new version that changes the library's format.
    """
    as_json = wants_json(context, as_json)
    path = library_path(context, library).resolve()
    found = restorable(path) if path.parent.is_dir() else []
    if not found and copy is None:
        # Says what is wrong there, if anything is.
        Library.open(path, create=False).close()
    if list_only:
        _list(found, as_json=as_json)
        return
    chosen = copy or next((one.path for one in found if one.problem is None), None)
    if chosen is None:
        raise RefusedError(
            f"There is no whole copy of {path} beside it. If you have one elsewhere, name it: "
            "familiar restore COPY"
        )
    if not chosen.is_file():
        raise RefusedError(
            f"There is no file {chosen}. The copies beside the library: familiar restore --list"
        )
    if not is_library(chosen):
        raise not_a_library(chosen)
    question = f"Put {chosen.name}{_facts(chosen, found)} in the place of {path}?"
    if not yes and not agreed(question, as_json=as_json):
        output.say("Nothing was changed.")
        return
    kept = put_back(path, chosen.resolve())
    if as_json:
        output.emit_json({"restored": str(chosen), "kept": None if kept is None else str(kept)})
        return
    output.say(f"The library is what {chosen} was.")
    if kept is not None:
        output.say(f"What it was before is kept: {kept}")


def _facts(chosen: Path, found: list[Restorable]) -> str:
    for one in found:
        if one.path == chosen:
            people, photos = output.count(one.people, "person", "people"), output.count(one.photos, "photo")
            return f" (of {one.made_at.astimezone():%Y-%m-%d %H:%M}, with {people} and {photos})"
    return ""


def _list(found: list[Restorable], *, as_json: bool) -> None:
    if as_json:
        copies = [
            {
                "file": str(one.path),
                "made_at": one.made_at,
                "people": one.people,
                "photos": one.photos,
                "problem": one.problem,
            }
            for one in found
        ]
        output.emit_json({"copies": copies})
        return
    if not found:
        output.say(
            "There is no copy beside the library yet. One is made before the first change of each day; "
            "one of your own is made by: familiar backup FILE"
        )
        return
    rows = (
        (
            f"{one.made_at.astimezone():%Y-%m-%d %H:%M}",
            f"{one.people:,}",
            f"{one.photos:,}",
            "whole" if one.problem is None else f"damaged ({one.problem})",
            one.path.name,
        )
        for one in found
    )
    output.table(["made", "people", "photos", "", "file"], rows, numbers=[1, 2])
