"""`familiar import`: takes over the names that another program knows, after showing what would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    ProviderOption,
    RefusedError,
    YesOption,
    agreed,
    analyser_factory,
    chosen_models,
    cores,
    open_library,
    wants_json,
)
from app.cli.index import group_anew
from app.cli.progress import shown_progress
from app.metadata.imports import PROGRAMS, Import, SourceError, read, read_picasa
from engine.models import Catalogue, Provider

if TYPE_CHECKING:
    from app.exchange.importing import Conflict, ImportPlan, ImportReport
    from app.operations.retelling import News

#: Lines printed of what may be very many.
_SHOWN_PEOPLE = 50
_SHOWN = 10


class Program(StrEnum):
    """Whose data it is."""

    DIGIKAM = "digikam"
    PICASA = "picasa"
    TAKEOUT = "takeout"
    OSXPHOTOS = "osxphotos"
    FAMILIAR = "familiar"


def import_names(
    context: typer.Context,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="digikam4.db, a folder with .picasa.ini files, an unpacked Google Takeout, or a JSON file "
            "of osxphotos or of another library of Familiar.",
        ),
    ],
    *,
    program: Annotated[
        Program | None, typer.Option("--from", help="Whose data it is; found out where not said.")
    ] = None,
    contacts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Picasa's contacts.xml, if names are missing.", dir_okay=False),
    ] = None,
    moved: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OLD=NEW",
            help="A folder that the other program knows as OLD and that is NEW now; also several.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    yes: YesOption = False,
    provider: ProviderOption = Provider.AUTO,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take over the names that another program knows. Shows first what would change, and asks.

    `familiar undo` takes all of it back. Nothing of the other program is changed.
    """
    # Looking into photos loads the runtime of the networks, which no other command should wait for.
    from app.exchange.importing import plan_import, run_import

    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        plan = plan_import(opened, _read(path, program, contacts), moved=_moved(moved or []))
        if not as_json:
            _print_plan(plan)
        if dry_run or not plan:
            if as_json:
                output.emit_json({"plan": _document(plan), "report": None})
            return
        if not yes and not agreed("Take over these names?", as_json=as_json):
            raise RefusedError("Nothing was changed.")
        catalogue = Catalogue()
        detector, recogniser = chosen_models(opened, catalogue)
        load = analyser_factory(detector, recogniser, catalogue, provider=provider, threads=cores())
        with shown_progress("Looking where faces are missing", quiet=as_json) as on_progress:
            report = run_import(opened, load, plan, on_progress=on_progress)
        if report.changes.action_id is not None:
            group_anew(opened, recogniser)
    if as_json:
        output.emit_json({"plan": _document(plan), "report": asdict(report)})
    else:
        _print_report(report)


def _read(path: Path, program: Program | None, contacts: Path | None) -> Import:
    """Read the other program's data.

    Raises:
        RefusedError: There is nothing that can be read.
    """
    try:
        if contacts is not None:
            if program not in {None, Program.PICASA}:
                raise typer.BadParameter("--contacts goes with --from picasa")
            return read_picasa(path, contacts=contacts)
        return read(path, program)
    except SourceError as error:
        raise RefusedError(str(error)) from error


def _moved(words: list[str]) -> dict[str, str]:
    """Return folders by what the other program calls them."""
    found = {}
    for word in words:
        theirs, equals, ours = word.partition("=")
        if not (theirs and equals and ours):
            raise typer.BadParameter("give two folders as OLD=NEW", param_hint="--moved")
        found[theirs] = str(Path(ours).absolute())
    return found


def _document(plan: ImportPlan) -> dict[str, Any]:
    """Return a plan for programs."""
    document = asdict(plan)
    del document["said"], document["statements"]
    return document


def _print_plan(plan: ImportPlan) -> None:
    program = PROGRAMS[plan.program]
    output.say(
        f"{program} knows people in {output.count(plan.read, 'photo')}; the library has "
        f"{len(plan.photos):,} of them."
    )
    output.table(
        ["name", "", "faces", "boxes to look at", "without a place", "known already"],
        (
            (
                one.name,
                "new" * (one.person_id is None),
                one.confirm or None,
                one.draw or None,
                one.mention or None,
                one.known or None,
            )
            for one in plan.people[:_SHOWN_PEOPLE]
        ),
        numbers=[2, 3, 4, 5],
    )
    if len(plan.people) > _SHOWN_PEOPLE:
        output.say(f"... and {len(plan.people) - _SHOWN_PEOPLE:,} more people: --dry-run --json lists them.")
    for conflict in plan.conflicts[:_SHOWN]:
        output.say(_told(conflict, program))
    if len(plan.conflicts) > _SHOWN:
        output.say(f"... and {len(plan.conflicts) - _SHOWN:,} more names that do not fit what you said here.")
    erased = sum(photo.erased for photo in plan.photos)
    if erased:
        output.say(f"{output.count(erased, 'box', 'boxes')} that you deleted here will not come back.")
    if plan.besides:
        output.say(f"New besides: {', '.join(_besides(plan.besides))}.")
    if plan.unknown:
        output.say(
            f"{output.count(len(plan.unknown), 'photo')} not in the library, such as {plan.unknown[0]}."
        )
        for folder in plan.folders[:_SHOWN]:
            output.say(f'Add them first with: familiar index "{folder}"')
    for guess in plan.guesses:
        output.say(
            f"{guess.theirs} may be {guess.ours} here, though no file has the size it had. If so, "
            f'{output.count(guess.photos, "photo")} more: --moved "{guess.theirs}={guess.ours}"'
        )
    for problem in plan.problems:
        output.say(problem)
    if not plan:
        output.say("There is nothing to take over.")


def _besides(news: News) -> Iterator[str]:
    """Give what is said besides who is where, counted."""
    for entries, one, many in (
        (news.birthdays, "birthday", "birthdays"),
        (news.notes, "note", "notes"),
        (news.different, "pair of people who are not the same", "pairs of people who are not the same"),
        (news.rejected, "face that is not somebody's", "faces that are not somebody's"),
    ):
        if entries:
            yield output.count(len(entries), one, many)


def _told(conflict: Conflict, program: str) -> str:
    """Return a sentence on a name that is left out."""
    if conflict.reason == "rejected":
        return (
            f"{conflict.file}: {program} says {conflict.name}, but you said that face {conflict.face_id} is "
            "somebody else. It stays so."
        )
    return (
        f"{conflict.file}: {program} says {conflict.name}, but you confirmed face {conflict.face_id} as "
        f"{conflict.known_as or 'somebody without a name'}. It stays so."
    )


def _print_report(report: ImportReport) -> None:
    output.say(f"{report.changes.summary.removesuffix('.')}.")
    if report.drawn:
        output.say(f"{output.count(report.drawn, 'face')} added where there were boxes.")
    for problem in report.problems:
        output.say(problem)
    if report.changes.action_id is not None:
        output.say("Take it back with: familiar undo")
