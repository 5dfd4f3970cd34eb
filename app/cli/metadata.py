"""`familiar metadata …`: what photo files say of people, and writing the library's names into them."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

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
from app.cli.faces import photo_of
from app.cli.parsing import Command, Group
from app.cli.progress import shown_progress
from app.exchange.writing import (
    PlannedWrite,
    WritePlan,
    WriteReport,
    plan_standing,
    plan_writing,
    sayings,
    set_standing,
    standing_folders,
    write_names,
)
from app.indexing import CancelToken
from app.library.store import Library
from app.metadata.people import NamedRegion, People

#: Photos that are listed before asking; a dry run lists all.
_SHOWN = 20

app = typer.Typer(
    name="metadata",
    cls=Group,
    help="What photo files say of people, and writing names into them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class Choice(StrEnum):
    """Whether something is to be done from now on."""

    ON = "on"
    OFF = "off"


@app.command(cls=Command)
def show(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="A photo of the library.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who is in a photo: what its file says, what is said beside it, and what the library knows."""
    with open_library(context, library) as opened:
        with opened.read() as session:
            photo_id = photo_of(session, photo).id
        found = sayings(opened, photo_id)
    if wants_json(context, as_json):
        output.emit_json({"metadata": asdict(found)})
        return
    _say_people("The file says:", found.embedded)
    for path, people in found.beside:
        _say_people(f"{path.name} beside it says:", people)
    _say_people("Confirmed in the library:", found.library)
    if found.changed:
        output.note("The file was changed since it was indexed: familiar index")


def _say_people(heading: str, people: People) -> None:
    output.say(heading)
    for region in people.regions:
        output.say(f"  {region.name}, {_box(region)}")
    for name in people.present:
        output.say(f"  {name}, somewhere")
    if not people:
        output.say("  nothing")


@app.command(cls=Command)
def write(
    context: typer.Context,
    photos: Annotated[
        list[Path] | None, typer.Argument(metavar="PHOTO", help="Photos of the library.")
    ] = None,
    *,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="All photos of somebody, with everybody in them.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="All photos in a folder and below it.")
    ] = None,
    sidecars: Annotated[
        bool, typer.Option("--sidecars", help="Into files beside the photos (.xmp), never into photos.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    standing: Annotated[
        tuple[Path, Choice] | None,
        typer.Option(metavar="FOLDER on|off", help="Whether to write into a folder after every indexing."),
    ] = None,
    yes: YesOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write names into photos, so that other programs know them. Shows first what would change, and asks.

    Pixels and everything else in the files stay as they are. Where a file cannot take names without a loss,
    they go into a file beside it. `familiar undo` gives all files back what they had.
    """
    as_json = wants_json(context, as_json)
    given = [bool(photos), person is not None, folder is not None, standing is not None]
    if sum(given) != 1:
        raise typer.BadParameter("name photos, or give one of --person, --folder and --standing")
    with open_library(context, library) as opened:
        if standing is not None:
            set_standing(opened, standing[0], on=standing[1] is Choice.ON)
            _say_standing(opened, as_json=as_json)
            return 0
        ids = None
        if photos:
            with opened.read() as session:
                ids = [photo_of(session, photo).id for photo in photos]
        with shown_progress("Looking at photos", quiet=as_json) as progress:
            plan = plan_writing(
                opened,
                ids,
                person=person,
                folder=folder,
                place="sidecar" if sidecars else "file",
                progress=progress,
            )
        if not as_json:
            _say_plan(plan, most=None if dry_run else _SHOWN)
        if dry_run or not plan.writes:
            if as_json:
                output.emit_json({"plan": _plan_document(plan), "report": None})
            elif plan.writes:
                output.say(
                    f"Names would go into {output.count(len(plan.writes), 'photo')}; nothing was written."
                )
            return 0 if dry_run or not plan.refused else 5
        question = f"Write names into {output.count(len(plan.writes), 'photo')}?"
        if not yes and not agreed(question, as_json=as_json):
            raise RefusedError("Nothing was written.")
        with shown_progress("Writing names", quiet=as_json) as progress:
            report = write_names(opened, plan, progress=progress)
    if as_json:
        output.emit_json({"plan": _plan_document(plan), "report": report_document(report)})
    else:
        say_report(report)
    return 5 if report.refused else 0


def write_standing(library: Library, token: CancelToken, *, quiet: bool) -> WriteReport | None:
    """Write names into the folders that the user chose, after indexing; None where there are none."""
    if not standing_folders(library):
        return None
    with shown_progress("Looking for names to write", quiet=quiet) as progress:
        plan = plan_standing(library, progress=progress, token=token)
    with shown_progress("Writing names", quiet=quiet) as progress:
        return write_names(library, plan, progress=progress, token=token)


def say_report(report: WriteReport) -> None:
    """Print what was written, and what was not."""
    output.say(report.changes.summary.removesuffix(".") + ".")
    for refused in report.refused:
        output.note(refused.sentence)


def report_document(report: WriteReport) -> dict[str, Any]:
    """Return a report for programs."""
    sentences = [refused.sentence for refused in report.refused]
    return asdict(report) | {"refused": sentences}


def _plan_document(plan: WritePlan) -> dict[str, Any]:
    writes = [
        asdict(one) | {"added": one.added, "changed": one.changed, "removed": one.removed}
        for one in plan.writes
    ]
    refused = [asdict(one) | {"sentence": one.sentence} for one in plan.refused]
    return {"writes": writes, "refused": refused, "unchanged": plan.unchanged}


def _say_plan(plan: WritePlan, *, most: int | None) -> None:
    for one in plan.writes[:most]:
        _say_change(one)
    if most is not None and len(plan.writes) > most:
        output.say(f"... and {len(plan.writes) - most:,} more photos; --dry-run lists all.")
    for refused in plan.refused:
        output.note(refused.sentence)
    if plan.unchanged:
        output.say(
            f"{output.count(plan.unchanged, 'photo')} already {_says(plan.unchanged)} all that is known."
        )
    if not plan.writes:
        output.say("There is nothing to write.")


def _says(photos: int) -> str:
    return "says" if photos == 1 else "say"


def _say_change(one: PlannedWrite) -> None:
    into = "" if one.place == "file" else f" (into {one.targets[0].name})"
    output.say(f"{one.file}{into}")
    for name in one.added:
        output.say(f"  + {name}{_where(one.after, name)}")
    for name in one.changed:
        before, after = (_where(people, name) or ", somewhere" for people in (one.before, one.after))
        output.say(f"  ~ {name}{before} ->{after.removeprefix(',')}")
    for name in one.removed:
        output.say(f"  - {name}{_where(one.before, name)}")
    if not (one.added or one.changed or one.removed):
        output.say("  the same, in the form that more programs read")


def _where(people: People, name: str) -> str:
    boxes = [_box(region) for region in people.regions if region.name == name]
    return f", {' and '.join(boxes)}" if boxes else ""


def _box(region: NamedRegion) -> str:
    """Return a box in percent of the upright photo: left edge, top edge, width and height."""
    left, top, width, height = (
        f"{100 * share:.1f}" for share in (region.left, region.top, region.width, region.height)
    )
    return f"at {left} {top}, {width} x {height} %"


def _say_standing(library: Library, *, as_json: bool) -> None:
    folders = standing_folders(library)
    if as_json:
        output.emit_json({"standing": list(folders)})
    elif not folders:
        output.say("Names are written into no folder after indexing.")
    for folder in () if as_json else folders:
        output.say(f"Names are written after indexing into {folder}")
