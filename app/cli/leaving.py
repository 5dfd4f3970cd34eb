"""`familiar stop-watching`: a folder and its photos leave the library; their files stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select

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
from app.library.tables import Photo
from app.printing import printable


def stop_watching(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="One that `familiar status` lists; it may be gone.")
    ],
    *,
    yes: YesOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stop watching a folder: its photos leave the library for good, with what was said of their faces.

    Files stay as they are. Photos that also lie below another watched folder stay with that one.
    """
    from app.indexing import find_root, forget_root

    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        with opened.read() as session:
            root = find_root(session, folder)
            if root is None:
                raise RefusedError(f"{folder} is not watched. The folders that are: familiar status")
            photos = session.scalar(select(func.count()).where(Photo.root_id == root.id)) or 0
        if not yes:
            told = output.count(photos, "photo")
            question = (
                f"Stop watching {printable(root.path)}, and take its {told} out of the library for good?"
            )
            if not agreed(question, as_json=as_json):
                output.say("It is still watched.")
                return
        removed = forget_root(opened, root.id)
    if as_json:
        output.emit_json({"folder": root.path, "removed": removed, "kept": photos - removed})
        return
    output.say(f"{root.path} is not watched any more; {output.count(removed, 'photo')} left the library.")
    if removed < photos:
        output.say(f"{output.count(photos - removed, 'photo')} stayed: another watched folder has them, too.")
