"""The command that says who is somewhere in a photo, or takes it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app import operations
from app.cli.changing import report
from app.cli.context import JsonOption, LibraryOption, open_library
from app.cli.faces import photo_of
from app.library.names import PersonNotFoundError, find_person
from app.operations import NewPerson


def mention(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A name, also a new one.")],
    photos: Annotated[list[Path], typer.Argument(metavar="PHOTO", help="Photos they are in.")],
    *,
    remove: Annotated[bool, typer.Option("--remove", help="They are not in these photos.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that PERSON is somewhere in photos without a face of theirs, or take that back with --remove."""
    with open_library(context, library) as opened:
        with opened.read() as session:
            # All or nothing: photos are looked up before anything is done.
            ids = [photo_of(session, photo).id for photo in photos]
            known = _known(session, person)
        done = []
        for photo in ids:
            if remove:
                done.append(operations.remove_mention(opened, photo=photo, person=known or person))
            else:
                new = known is None and not done
                who = NewPerson(person) if new else known or person
                done.append(operations.mention_person(opened, photo=photo, person=who))
    report(context, *done, as_json=as_json)


def _known(session: Session, person: str) -> int | None:
    try:
        return find_person(session, person).id
    except PersonNotFoundError:
        return None
