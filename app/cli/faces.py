"""Commands about single faces and about many at a time: splitting, ignoring, erasing, drawing, birthdays."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import operations
from app.cli.changing import FacesArgument, NewOption, ToOption, report, whose
from app.cli.context import (
    JsonOption,
    LibraryOption,
    PersonArgument,
    ProviderOption,
    RefusedError,
    analyser_factory,
    chosen_models,
    cores,
    open_library,
)
from app.library.names import find_person
from app.library.tables import Photo, Root
from engine.models import Catalogue, Provider

#: What is said where everyone else in a photo is to be ignored, and nobody is left to be.
_NOBODY_ELSE = (
    "Nobody else in {} is left to ignore; faces that are confirmed to be of somebody with a name are ignored "
    "one by one, with --face"
)


def split(
    context: typer.Context,
    person: PersonArgument,
    *,
    part: Annotated[
        list[str], typer.Option(metavar="FACE,FACE...", help="Faces of somebody else; also several parts.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make groups of their own of faces of PERSON that are other people's; the other faces stay."""
    parts = [_numbers(text) for text in part]
    with open_library(context, library) as opened:
        changes = operations.split_person(opened, person=person, parts=parts)
    report(context, changes, as_json=as_json)


def _numbers(text: str) -> list[int]:
    try:
        return [int(number) for number in text.split(",")]
    except ValueError as error:
        raise typer.BadParameter(f"give faces as numbers with commas between them, not '{text}'") from error


def ignore(
    context: typer.Context,
    who: Annotated[
        list[str] | None, typer.Argument(metavar="PERSON", help="People or groups not to be seen.")
    ] = None,
    *,
    face: Annotated[
        list[int] | None, typer.Option(metavar="FACE", help="A single face; also several.")
    ] = None,
    others_in: Annotated[
        Path | None, typer.Option("--others-in", metavar="PHOTO", help="Everyone else in this photo.")
    ] = None,
    keep: Annotated[
        list[int] | None,
        typer.Option(metavar="FACE", help="With --others-in: a face that stays; also several."),
    ] = None,
    fewer_than: Annotated[
        int | None,
        typer.Option("--fewer-than", metavar="N", help="Everyone without a name seen fewer than N times."),
    ] = None,
    restore: Annotated[bool, typer.Option("--restore", help="Show them again.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ignore strangers, statues and posters, or restore them with --restore."""
    single = bool(who or face)
    if single + (others_in is not None) + (fewer_than is not None) != 1:
        raise typer.BadParameter("say who: PERSON and --face FACE, or --others-in PHOTO, or --fewer-than N")
    if (keep and others_in is None) or (restore and not single):
        raise typer.BadParameter("--keep goes with --others-in, and --restore with PERSON and --face")
    one = operations.restore_person if restore else operations.ignore_person
    some = operations.restore_faces if restore else operations.ignore_faces
    with open_library(context, library) as opened:
        if others_in is not None:
            with opened.read() as session:
                photo = photo_of(session, others_in).id
            changes = operations.ignore_others(opened, photo=photo, keep=keep or [])
            if changes.action_id is None:
                changes = replace(changes, summary=_NOBODY_ELSE.format(others_in))
            done = [changes]
        elif fewer_than is not None:
            done = [operations.ignore_seldom(opened, fewer_than=fewer_than)]
        else:
            # All or nothing: people are looked up before anything is done, faces by the operation itself.
            with opened.read() as session:
                people = [find_person(session, person).id for person in who or []]
            done = [some(opened, faces=face)] if face else []
            done += [one(opened, person=person) for person in people]
    report(context, *done, as_json=as_json)


def erase(
    context: typer.Context,
    faces: FacesArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete boxes that are no faces; they are not found again. To ignore real faces, use `ignore`."""
    with open_library(context, library) as opened:
        changes = operations.erase_faces(opened, faces=faces)
    report(context, changes, as_json=as_json)


def draw(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="A photo of the library.")],
    box: Annotated[
        tuple[float, float, float, float],
        typer.Argument(metavar="X Y WIDTH HEIGHT", help="Around the face, in pixels of the upright photo."),
    ],
    *,
    at: Annotated[
        float | None,
        typer.Option("--at", metavar="SECONDS", min=0, help="Of a video, the moment that shows the face."),
    ] = None,
    to: ToOption = None,
    new: NewOption = None,
    provider: ProviderOption = Provider.AUTO,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a face that was not found in a photo, or in a video at a moment."""
    if to is not None and new is not None:
        raise typer.BadParameter("give --to PERSON or --new NAME, not both")
    # What it needs takes a third of a second to load, which most commands do not need.
    from app.indexing.drawing import draw_face

    with open_library(context, library) as opened:
        with opened.read() as session:
            photo_id = photo_of(session, photo).id
        catalogue = Catalogue()
        detector, recogniser = chosen_models(opened, catalogue)
        load = analyser_factory(detector, recogniser, catalogue, provider=provider, threads=cores())
        changes = draw_face(
            opened,
            load(),
            photo_id=photo_id,
            box=box,
            to=whose(to, new),
            at_ms=None if at is None else round(at * 1000),
        )
    report(context, changes, as_json=as_json)


def birthday(
    context: typer.Context,
    person: PersonArgument,
    day: Annotated[str, typer.Argument(metavar="YYYY-MM-DD|none", help="The day, or none to forget it.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say when somebody was born, so that no face in an older photo is taken for theirs."""
    try:
        born = None if day == "none" else date.fromisoformat(day)
    except ValueError as error:
        raise typer.BadParameter(f"give the day as YYYY-MM-DD, or none, not '{day}'") from error
    with open_library(context, library) as opened:
        changes = operations.set_birthday(opened, person=person, birthday=born)
    report(context, changes, as_json=as_json)


def photo_of(session: Session, file: Path) -> Photo:
    """Return the photo of a file, under the name the user gives it or any that links make of it.

    Raises:
        RefusedError: The library does not know it.
    """
    for of in (os.path.abspath, os.path.realpath):
        path = PurePath(of(file))
        for root in session.scalars(select(Root)):
            if path.is_relative_to(of(root.path)):
                inside = path.relative_to(of(root.path)).as_posix()
                photo = session.scalar(select(Photo).where(Photo.root_id == root.id, Photo.path == inside))
                if photo is not None:
                    return photo
    raise RefusedError(f"{file} is not in the library. Bring its folder in with: familiar index FOLDER")
