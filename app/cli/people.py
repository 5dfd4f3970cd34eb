"""Commands about people: listing, showing, naming, merging, moving, rejecting, undoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import typer

from app import operations
from app.cli import output
from app.cli.asking import grouping_card
from app.cli.changing import FacesArgument, NewOption, ToOption, report, whose
from app.cli.context import (
    JsonOption,
    LibraryOption,
    PersonArgument,
    is_grouped,
    open_library,
    wants_json,
)
from app.exchange.writing import reconcile
from app.library import queries
from app.library.mentions import mentions_of_person
from app.library.names import find_person
from app.library.store import Library
from app.operations import Changes, OperationError

#: Less probable look-alikes are not shown.
_LOOKS_ALIKE = 0.1

StepsOption = Annotated[int, typer.Option("--steps", "-n", min=1, help="How many.")]
StepsArgument = Annotated[int | None, typer.Argument(metavar="STEPS", min=1, help="The same: undo 3.")]


def people(
    context: typer.Context,
    *,
    everyone: Annotated[bool, typer.Option("--all", help="Also ignored people and groups.")] = False,
    ignored: Annotated[bool, typer.Option("--ignored", help="Only ignored people and groups.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the people with a name, then the groups without one, largest first."""
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        if as_json:
            output.emit_json({"people": listed_people(opened, everyone=everyone, ignored=ignored)})
        else:
            print_people(opened, everyone=everyone, ignored=ignored)


def listed_people(library: Library, *, everyone: bool = False, ignored: bool = False) -> list[dict[str, Any]]:
    """Return people and groups as `people` lists them: by name, then unnamed groups by size.

    Args:
        library: to look in.
        everyone: also ignored ones.
        ignored: only ignored ones.
    """
    with library.read() as session:
        found = [asdict(person) for person in queries.people(session)]
    if ignored:
        return [person for person in found if person["ignored"]]
    return [person for person in found if everyone or not person["ignored"]]


def print_people(
    library: Library, *, everyone: bool = False, ignored: bool = False, most: int | None = None
) -> None:
    """Print people and groups, and what to do next; at most so many of them."""
    found = listed_people(library, everyone=everyone, ignored=ignored)
    if not found:
        with library.read() as session:
            figures = queries.figures(session)
        faces = output.count(figures.faces, "face")
        if figures.faces and not is_grouped(library):
            output.say(f"{faces}, not grouped yet, as indexing has not finished. Go on with: familiar index")
        elif figures.faces:
            output.say(f"{faces}, but nobody is seen twice. Add more photos.")
        else:
            output.say("No faces yet. Add photos with: familiar index FOLDER")
        return
    output.table(
        ["#", "name", "faces", "photos", "confirmed", ""],
        (
            (
                p["id"],
                p["name"] or "(no name)",
                p["faces"],
                p["photos"],
                p["confirmed"],
                "ignored" * p["ignored"],
            )
            for p in found[:most]
        ),
        numbers=[0, 2, 3, 4],
    )
    if most is not None and len(found) > most:
        output.say(f"... and {len(found) - most:,} more: familiar people")
    if unnamed := next((p for p in found if p["name"] is None and not p["ignored"]), None):
        output.say(f'Name somebody: familiar name {unnamed["id"]} "THEIR NAME"')


def show(
    context: typer.Context,
    person: PersonArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a person's or group's faces, photos and look-alikes."""
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        with opened.read() as session:
            found = find_person(session, person)
            faces = list(queries.faces_of_person(session, found.id))
            somewhere = mentions_of_person(session, found.id)
        alike = _look_alikes(opened, found.id)
        missing = _missing(opened, found.id)
    if as_json:
        output.emit_json(
            {
                "id": found.id,
                "name": found.name,
                "ignored": found.ignored_at is not None,
                "faces": [{**asdict(face), "file": str(face.file)} for face in faces],
                "mentioned_in": [{**asdict(photo), "file": str(photo.file)} for photo in somewhere],
                "look_alikes": alike,
                "probably_elsewhere": missing,
            }
        )
        return
    photos = len({face.photo_id for face in faces})
    title = found.name or f"Group {found.id}"
    output.say(
        f"{title}: {output.count(len(faces), 'face')} in {output.count(photos, 'photo')}"
        + (", ignored" if found.ignored_at else "")
    )
    output.table(
        ["face", "taken", "quality", "", "photo"],
        (
            (
                face.id,
                (face.taken_at or "")[:10],
                None if face.quality is None else f"{face.quality:.2f}",
                "confirmed" * face.confirmed,
                f"{face.file}{' (missing)' * face.missing}{' (in an earlier version)' * face.outdated}",
            )
            for face in faces
        ),
        numbers=[0, 2],
    )
    if somewhere:
        output.say(f"Also in {output.count(len(somewhere), 'photo')}, without a face of theirs:")
        for photo in somewhere:
            output.say(f"  {photo.file}{' (missing)' * photo.missing}")
    for other in alike:
        output.say(
            f"Perhaps also {other['name'] or 'group ' + str(other['id'])} (similarity "
            f"{other['similarity']:.2f}). If so: familiar merge {found.id} {other['id']}"
        )
    if missing:
        output.say(
            f"Probably {output.count(missing, 'more face')} elsewhere. "
            f"See them with: familiar suggest {found.id}"
        )


def _missing(library: Library, person_id: int) -> int:
    """Return how many faces of a person are probably still elsewhere."""
    from app.grouping import completeness

    return round(completeness(library, grouping_card(library), person_id).elsewhere)


def _look_alikes(library: Library, person_id: int) -> list[dict[str, Any]]:
    """Return the people and groups that may be the same as this one, those that settle most first."""
    # Grouping brings SciPy along, which takes a fifth of a second that most commands do not need.
    from app.grouping import suggestions

    found = []
    for pair in suggestions(library, person=person_id):
        if pair.face_id is None and pair.probability >= _LOOKS_ALIKE:
            first = pair.person_id == person_id
            other, other_name = (
                (pair.other_person_id, pair.other_name) if first else (pair.person_id, pair.name)
            )
            found.append({"id": other, "name": other_name, "similarity": round(pair.similarity, 4)})
    return found[:5]


def name(
    context: typer.Context,
    person: PersonArgument,
    new_name: Annotated[str | None, typer.Argument(metavar="NAME", help="The name to give.")] = None,
    *,
    merge: Annotated[
        bool, typer.Option("--merge", help="If somebody has that name, make the two one.")
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the name away; the faces stay together as a group.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name a group, rename a person, or take a name away with --remove."""
    if remove and (new_name or merge):
        raise OperationError("Either give a name or --remove, not both.")
    if new_name is None and not remove:
        raise typer.BadParameter("say which name: PERSON NAME, or PERSON --remove to take it away")
    with open_library(context, library) as opened:
        if new_name is None or remove:
            changes = operations.remove_name(opened, person=person)
        else:
            changes = operations.name_person(opened, person=person, name=new_name, merge=merge)
    report(context, changes, as_json=as_json)


def merge(
    context: typer.Context,
    into: PersonArgument,
    others: Annotated[list[str], typer.Argument(metavar="OTHER", help="Who becomes part of PERSON.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make several people or groups one."""
    with open_library(context, library) as opened:
        changes = operations.merge_people(opened, target=into, sources=others)
    report(context, changes, as_json=as_json)


def move(
    context: typer.Context,
    faces: FacesArgument,
    *,
    to: ToOption = None,
    new: NewOption = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody: take them out.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whose faces these are: exactly one of --to, --new and --nobody."""
    if (to is not None) + (new is not None) + nobody != 1:
        raise typer.BadParameter("say where the faces go: --to PERSON, --new NAME or --nobody")
    with open_library(context, library) as opened:
        changes = operations.move_faces(opened, faces=faces, to=whose(to, new))
    report(context, changes, as_json=as_json)


def confirm(
    context: typer.Context,
    person: PersonArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Confirm that all faces of a person or group are right."""
    with open_library(context, library) as opened:
        changes = operations.confirm_person(opened, person=person)
    report(context, changes, as_json=as_json)


def reject(
    context: typer.Context,
    person: PersonArgument,
    *,
    face: Annotated[list[int] | None, typer.Option(metavar="FACE", help="This face is not PERSON.")] = None,
    other: Annotated[str | None, typer.Option(metavar="PERSON", help="These two are not the same.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who somebody is not; Familiar never forgets it. Give --face (also several) or --other."""
    if bool(face) == (other is not None):
        raise typer.BadParameter("give either --face FACE or --other PERSON")
    with open_library(context, library) as opened:
        if other is not None:
            changes = operations.reject_pair(opened, person=person, other=other)
        else:
            changes = operations.reject_faces(opened, faces=face or [], person=person)
    report(context, changes, as_json=as_json)


def history(
    context: typer.Context,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="How many at most.")] = 20,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what you did, the newest first."""
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        # Writing that was cut off is to be told as it ended.
        reconcile(opened)
        entries = operations.history(opened, most=most)
    if as_json:
        output.emit_json({"history": [asdict(entry) for entry in entries]})
    elif not entries:
        output.say("Nothing yet.")
    else:
        output.table(
            ["when (UTC)", "what", ""],
            ((f"{e.created_at:%Y-%m-%d %H:%M}", e.summary, "undone" if e.undone_at else "") for e in entries),
        )


def undo(
    context: typer.Context,
    number: StepsArgument = None,
    *,
    steps: StepsOption = 1,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Undo the last thing you did, or several: `familiar undo 3`."""
    with open_library(context, library) as opened:
        _repeat(context, operations.undo, opened, number or steps, as_json=as_json)


def redo(
    context: typer.Context,
    number: StepsArgument = None,
    *,
    steps: StepsOption = 1,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do again what was undone last."""
    with open_library(context, library) as opened:
        _repeat(context, operations.redo, opened, number or steps, as_json=as_json)


def _repeat(
    context: typer.Context,
    step: Callable[[Library], Changes],
    library: Library,
    steps: int,
    *,
    as_json: bool,
) -> None:
    """Take so many steps through the history, or as many as can be taken; the last says why no more."""
    done: list[Changes] = []
    reason = ""
    for _ in range(steps):
        try:
            done.append(step(library))
        except OperationError as error:
            if not done:
                raise
            reason = str(error)
            break
    report(context, *done, as_json=as_json)
    if reason and not wants_json(context, as_json):
        output.note(f"That was {len(done)} of {output.count(steps, 'step')}. {reason}")
