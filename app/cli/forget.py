"""`familiar forget`: somebody goes for good, and what is left of them is looked for and told."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from app import operations
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
from app.library import queries
from app.library.errors import LibraryError
from app.library.names import find_person
from app.library.store import Library
from app.operations import ForgettingUnfinishedError, Forgotten, Reached

#: What forgetting cannot reach.
_BEYOND = (
    "The photos stay as they are, with what is written in them, and so do copies of the library that you "
    "made yourself. In photos that are added later, they are a stranger like any other."
)


def forget(
    context: typer.Context,
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="PERSON",
            help="A name, or the number that `familiar people` shows. Leave it out to finish what was "
            "interrupted.",
        ),
    ] = None,
    *,
    yes: YesOption = False,
    delete_backups: Annotated[
        bool, typer.Option("--delete-backups", help="Also delete the backups that hold them.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Forget a person or group for good: faces, crops, names and history. Cannot be undone."""
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        try:
            if operations.forgetting_unfinished(opened):
                proof = operations.finish_forgetting(opened)
                if person is None:
                    return _finished(proof, as_json=as_json)
                output.note("Finished first what an earlier run had begun.")
            if person is None:
                raise RefusedError(
                    "Say who is to be forgotten. Everybody is listed by: familiar people --all"
                )
            done = _forget(opened, person, yes=yes, delete_backups=delete_backups, as_json=as_json)
        except ForgettingUnfinishedError as error:
            raise LibraryError(f"{error} Then go on with: familiar forget") from error
    if done is None:
        output.say("Nobody was forgotten.")
        return 0
    if as_json:
        output.emit_json({"forgotten": asdict(done)})
    else:
        _report(done)
    return 5 if done.proof else 0


def _forget(
    library: Library, person: str, *, yes: bool, delete_backups: bool, as_json: bool
) -> Forgotten | None:
    """Ask, and forget; None where the user would rather not."""
    with library.read() as session:
        found = find_person(session, person)
        name = f"group {found.id}" if found.name is None else found.name
        faces = [(face.id, face.photo_id) for face in queries.faces_of_person(session, found.id)]
    if not yes:
        if not as_json:
            _warn(name, faces, operations.backups_reaching(library, found.id), delete_backups=delete_backups)
        if not agreed(f"Forget {name} for good?", as_json=as_json):
            return None
    return operations.forget_person(library, person=found.id, backups="delete" if delete_backups else "keep")


def _warn(name: str, faces: list[tuple[int, int]], reached: Reached, *, delete_backups: bool) -> None:
    photos = {photo for _, photo in faces}
    output.note(
        f"{name}: {output.count(len(faces), 'face')} in {output.count(len(photos), 'photo')} will go, with "
        "all that was said of them. This cannot be undone."
    )
    fate = "will be deleted" if delete_backups else "will stay (--delete-backups deletes it)"
    for backup in reached.holding:
        output.note(f"This backup holds them and {fate}: {backup}")
    for backup in reached.unreachable:
        output.note(f"This backup cannot be reached now and may hold them: {backup}")


def _report(done: Forgotten) -> None:
    entries = output.count(done.actions_changed, "entry", "entries")
    output.say(
        f"Forgot {output.count(done.faces, 'face')} in {output.count(done.photos, 'photo')}; {entries} of "
        "the history changed or went."
    )
    _say_proof(done.proof)
    for backup in done.backups_deleted:
        output.say(f"Deleted the backup {backup}.")
    for backup in done.backups_left:
        output.say(f"This backup still holds them; delete it when you no longer need it: {backup}")
    for backup in done.backups_unreachable:
        output.say(f"This backup cannot be reached now; connect its drive and delete it there: {backup}")
    output.say(_BEYOND)


def _finished(proof: tuple[str, ...], *, as_json: bool) -> int:
    if as_json:
        output.emit_json({"finished": {"proof": proof}})
    else:
        output.say("Finished what an earlier run had begun.")
        _say_proof(proof)
    return 5 if proof else 0


def _say_proof(proof: tuple[str, ...]) -> None:
    if not proof:
        output.say(
            "Looked for them in all tables and, byte by byte, in all files of the library: nothing is left."
        )
    for sentence in proof:
        output.say(f"Problem: {sentence}")
