"""`familiar stop-watching`: a folder and its photos leave the library; their files stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    RefusedError,
    YesOption,
    agreed,
    open_library,
    wants_json,
)
from app.printing import printable

if TYPE_CHECKING:
    from app.indexing import Leaving, WatchedRoot


def stop_watching(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="One that `familiar status` lists. It may be gone.")
    ],
    *,
    yes: YesOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stop watching a folder: its photos leave the library for good, with what was said of their faces.

    Files stay as they are. Photos that also lie below another watched folder stay with that one.
    """
    from app.indexing import find_root, forget_root, would_leave

    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        with opened.read() as session:
            root = find_root(session, folder)
            if root is None:
                raise RefusedError(
                    f"{printable(folder)} is not watched. The folders that are: familiar status"
                )
            expected = would_leave(session, root.id)
        if not yes and not agreed(_question(root, expected), as_json=as_json):
            output.say("It is still watched.")
            return
        left = forget_root(opened, root.id)
    if as_json:
        output.emit_json({"folder": root.path, "removed": left.removed, "kept": left.kept})
        return
    output.say(f"{root.path} is not watched any more; {_photos(left.removed)} left the library.")
    if left.kept:
        output.say(f"{_photos(left.kept)} stayed: the watched folder around it has them, too.")


def _question(root: WatchedRoot, expected: Leaving) -> str:
    fate = f"{_photos(expected.removed)} would leave the library for good"
    if expected.kept:
        fate += f", {_photos(expected.kept)} would stay with the watched folder around it"
    return f"{fate}. Stop watching {printable(root.path)}?"


def _photos(number: int) -> str:
    return output.count(number, "photo")
