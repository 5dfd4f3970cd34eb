"""`familiar export …`: photos of somebody or of a search, and all names, for other places and programs.

The training set of the trainer lives in `app.cli.training_set`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    PersonArgument,
    RefusedError,
    open_library,
    wants_json,
)
from app.cli.progress import shown_progress
from app.exchange.exporting import (
    Course,
    ExportReport,
    Form,
    How,
    Options,
    Paper,
    Selection,
    export_names,
    export_photos,
    form_of,
    of_person,
    of_search,
)
from app.library.store import Library
from app.search import QueryError
from engine.video import is_video

#: Photos that were left out, printed at the end.
_SHOWN_SKIPPED = 10
#: What is made, as messages have it.
_CALLED = {
    Form.FOLDER: "a folder",
    Form.ZIP: "a zip file",
    Form.SHEET: "a contact sheet",
    Form.ALBUM: "an album",
}

ToOption = Annotated[
    Path,
    typer.Option(
        "--to",
        metavar="FOLDER|FILE",
        help="A folder, or a file: .zip, .html (an album), .pdf, .jpg or .png (contact sheets).",
    ),
]
HowOption = Annotated[
    How | None, typer.Option(help="In a folder: copies (as without this), or links to the originals.")
]
PaperOption = Annotated[Paper | None, typer.Option(help="Of a contact sheet; else a4.")]
ColumnsOption = Annotated[
    int | None, typer.Option(min=1, max=12, help="Pictures beside each other on a contact sheet; else 4.")
]
SideOption = Annotated[
    int | None,
    typer.Option(
        "--side", min=64, max=16384, help="Longest side of pictures in an album, in pixels; else 2048."
    ),
]


def export(
    context: typer.Context,
    person: PersonArgument,
    *,
    to: ToOption,
    how: HowOption = None,
    paper: PaperOption = None,
    columns: ColumnsOption = None,
    side: SideOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put all photos of a person into a folder, a zip, a contact sheet or an album. Never overwrites.

    In a folder they are copies or links; photos are never moved. `export photos` exports what a search
    finds, `export names` who is where.
    """
    options = _options(to, how, paper, columns, side)
    with open_library(context, library) as opened:
        selection = of_person(opened, person)
        return _export(context, opened, selection, to, options, as_json=as_json)


def export_found(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="As for `familiar search`: Anna and Bert 2019")
    ],
    *,
    to: ToOption,
    how: HowOption = None,
    paper: PaperOption = None,
    columns: ColumnsOption = None,
    side: SideOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put the photos that a search finds into a folder, a zip, a contact sheet or an album."""
    options = _options(to, how, paper, columns, side)
    text = " ".join(words).strip()
    with open_library(context, library) as opened:
        try:
            selection = of_search(opened, text)
        except QueryError as error:
            raise RefusedError(str(error)) from error
        return _export(context, opened, selection, to, options, as_json=as_json)


def export_all_names(
    context: typer.Context,
    *,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Ends in .json or .csv.", dir_okay=False)],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write who is where in all photos into a JSON or CSV file; docs/exporting.md says what is in it.

    The JSON can be imported into another library.
    """
    if to.suffix.lower() not in {".json", ".csv"}:
        raise typer.BadParameter("give a file that ends in .json or .csv", param_hint="--to")
    as_json = wants_json(context, as_json)
    with (
        open_library(context, library) as opened,
        shown_progress("Writing names", quiet=as_json) as on_progress,
    ):
        report = export_names(opened, to, course=Course(on_progress))
    if as_json:
        output.emit_json(asdict(report))
        return
    people = output.count(report.people, "person", "people")
    faces = output.count(report.faces, "face")
    photos = output.photos_and_videos(report.photos, videos=report.videos)
    output.say(f"{people} and {faces} in {photos} written to {report.place}.")


def _options(
    to: Path, how: How | None, paper: Paper | None, columns: int | None, side: int | None
) -> Options:
    """Return the options, where they fit what is to be made."""
    form = form_of(to)
    if form is Form.FOLDER and to.exists() and not to.is_dir():
        raise typer.BadParameter(f"{to} is a file; give a folder, or another file", param_hint="--to")
    if form is not Form.FOLDER and to.is_dir():
        raise typer.BadParameter(f"{to} is a folder; give a file in it", param_hint="--to")
    fitting = {"--how": Form.FOLDER, "--paper": Form.SHEET, "--columns": Form.SHEET, "--side": Form.ALBUM}
    for option, value in zip(fitting, (how, paper, columns, side), strict=True):
        if value is not None and fitting[option] is not form:
            raise typer.BadParameter(f"this is not for {_CALLED[form]}", param_hint=option)
    given = Options()
    return Options(
        how=how or given.how,
        paper=paper or given.paper,
        columns=columns or given.columns,
        side=side or given.side,
    )


def _export(
    context: typer.Context,
    library: Library,
    selection: Selection,
    to: Path,
    options: Options,
    *,
    as_json: bool,
) -> int:
    as_json = wants_json(context, as_json)
    with shown_progress("Exporting photos", quiet=as_json) as on_progress:
        report = export_photos(library, selection, to, options=options, course=Course(on_progress))
    if as_json:
        output.emit_json(asdict(report))
    else:
        _print(report)
    return 5 if report.skipped else 0


def _print(report: ExportReport) -> None:
    place = report.place
    count = _count(report.written)
    if not report.written and not report.present:
        output.say("No photo was exported.")
    elif len(report.files) > 1:
        output.say(f"{count} exported to {len(report.files):,} pages, {place} and following.")
    else:
        output.say(f"{count} exported to {place}.")
    if report.present:
        output.say(f"{_count(report.present)} had been exported there before.")
    for skipped in report.skipped[:_SHOWN_SKIPPED]:
        output.say(f"Left out: {skipped.reason}")
    if len(report.skipped) > _SHOWN_SKIPPED:
        output.say(f"... and {len(report.skipped) - _SHOWN_SKIPPED:,} more; --json lists all.")


def _count(exported: Sequence[tuple[Path, Path]]) -> str:
    return output.photos_and_videos(len(exported), videos=sum(is_video(source) for source, _ in exported))
