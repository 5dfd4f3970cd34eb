"""`familiar index`: the main job, with its progress on the screen."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    ProviderOption,
    RefusedError,
    analyser_factory,
    chosen_models,
    cores,
    open_library,
    wants_json,
)
from app.cli.metadata import report_document, say_report, write_standing
from app.cli.people import listed_people, print_people
from app.exchange.writing import WriteReport, reconcile
from app.indexing import (
    CancelToken,
    IndexReport,
    ProgressCallback,
    Stage,
    add_roots,
    check_folders,
    watched_roots,
)
from app.indexing import Progress as IndexProgress
from app.indexing import index as bring_up_to_date
from app.library.store import Library
from app.operations import history
from engine.models import Catalogue, ModelCard, Provider

if TYPE_CHECKING:
    from app.grouping import GroupingReport

#: Without a terminal, a line of progress is printed this often, in seconds.
_LINE_EVERY_S = 15.0
#: People printed at the end.
_SHOWN = 20
#: Photos that could not be read, printed at the end.
_SHOWN_FAILURES = 10

_STAGES = {
    Stage.WALKING: "Looking through the folders",
    Stage.ANALYSING: "Finding faces",
    Stage.READING_NAMES: "Reading names from files",
    Stage.EMBEDDING: "Embedding faces anew",
    Stage.EMBEDDING_CROPS: "Embedding faces anew from what was kept of them",
    Stage.FINISHED: "Finished",
}


def index(
    context: typer.Context,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FOLDER", help="Photo folders to add; without any, all that are known."),
    ] = None,
    *,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Photos read at the same time; by default one per core."),
    ] = None,
    provider: ProviderOption = Provider.AUTO,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Find the faces in new and changed photos, group them, and print the people found.

    May be stopped with Ctrl-C at any time, and goes on where it was.
    """
    as_json = wants_json(context, as_json)
    # A slip in a name leaves no library behind.
    check_folders(folders or ())
    with open_library(context, library, create=bool(folders)) as opened:
        if folders:
            add_roots(opened, folders)
        with opened.read() as session:
            if not watched_roots(session):
                raise RefusedError("No photo folder is known yet. Name one: familiar index FOLDER")
        catalogue = Catalogue()
        detector, recogniser = chosen_models(opened, catalogue)
        token = CancelToken()
        # A file in which names were being written when that was cut off is no file that changed.
        with opened.job_lock():
            reconcile(opened)
        with _stopping(token), shown(quiet=as_json) as on_progress:
            report = bring_up_to_date(
                opened,
                analyser_factory(detector, recogniser, catalogue, provider=provider, threads=1),
                detector=detector,
                recogniser=recogniser,
                workers=workers or cores(),
                on_progress=on_progress,
                token=token,
            )
        grouping = None if report.cancelled else group_anew(opened, recogniser)
        written = None
        if not report.cancelled:
            with _stopping(token):
                written = write_standing(opened, token, quiet=as_json)
        _print(opened, report, grouping, written, as_json=as_json)
    return 130 if token.cancelled else 0


def group_anew(library: Library, recogniser: ModelCard) -> GroupingReport | None:
    """Group faces after photos were read; None, with a remark, where the user is to see first how.

    Raises:
        LibraryBusyError: another long job is running on this library.
    """
    # SciPy takes a fifth of a second to load, which is not for the commands beside this one to pay.
    from app.grouping import group, grouped_by

    # What the user sorted is not rearranged by another recogniser before they have seen how.
    if grouped_by(library) in {None, recogniser.file.sha256} or not history(library, most=1):
        with library.job_lock():
            return group(library, card=recogniser)
    output.note(
        f"The groups are still those of another recogniser. See what {recogniser.name} would "
        "change: familiar preview --strictness 0. Then add --accept"
    )
    return None


@contextmanager
def _stopping(token: CancelToken) -> Iterator[None]:
    """Let the first Ctrl-C end the run in order; a second one ends it at once, which loses nothing either."""

    def stop(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        token.cancel()
        output.note("Stopping; what is finished is kept ...")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    except KeyboardInterrupt:
        output.note("Stopped at once. Everything finished so far is kept; go on with: familiar index")
        raise
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def shown(*, quiet: bool) -> Iterator[ProgressCallback]:
    """Show progress on standard error: a bar on a terminal, a line now and then elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield _Lines(quiet=quiet)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[facts]}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar)


class _Bar:
    """A bar on a terminal."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None, facts="")

    def __call__(self, progress: IndexProgress) -> None:
        self._bar.update(
            self._task,
            description=_STAGES[progress.stage],
            completed=progress.done,
            total=progress.total or None,
            facts=_facts(progress),
        )


class _Lines:
    """A line now and then, for a file or a pipe."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._last = time.monotonic()

    def __call__(self, progress: IndexProgress) -> None:
        if not self._quiet and time.monotonic() - self._last >= _LINE_EVERY_S:
            self._last = time.monotonic()
            output.note(f"{_STAGES[progress.stage]}: {_facts(progress)}")


def _facts(progress: IndexProgress) -> str:
    """Return "120 of 4,000, 95 faces, 14.2/s, 4 min 30 s left"."""
    done = f"{progress.done:,} of {progress.total:,}" if progress.total else f"{progress.done:,}"
    facts = [done]
    if progress.faces:
        facts.append(output.count(progress.faces, "face"))
    if progress.failed:
        facts.append(f"{progress.failed:,} not readable")
    if progress.rate:
        facts.append(f"{progress.rate:.1f}/s")
    if progress.seconds_left is not None:
        facts.append(f"{output.duration(progress.seconds_left)} left")
    return ", ".join(facts)


def _print(
    library: Library,
    report: IndexReport,
    grouping: GroupingReport | None,
    written: WriteReport | None,
    *,
    as_json: bool,
) -> None:
    if as_json:
        found = listed_people(library)
        document = {"index": asdict(report), "grouping": grouping and asdict(grouping), "people": found}
        output.emit_json(document | ({} if written is None else {"written": report_document(written)}))
        return
    print_report(report)
    if grouping is not None:
        print_people(library, most=_SHOWN)
    if written is not None:
        say_report(written)


def print_report(report: IndexReport) -> None:
    """Print what a run did."""
    counts = {
        "new": report.new,
        "duplicate": report.duplicates,
        "changed": report.changed,
        "moved": report.moved,
        "unchanged": report.unchanged,
        "missing": report.missing,
        "back again": report.returned,
    }
    seen = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
    files = output.photos_and_videos(report.seen, videos=report.videos)
    output.say(f"{files}{': ' * bool(seen)}{seen}.")
    if report.faces:
        output.say(f"{output.count(report.faces, 'face')} found in {output.duration(report.seconds)}.")
    if report.names:
        output.say(f"{output.count(report.names, 'name')} read from files.")
    if report.embedded or report.embedded_from_crops:
        faces = output.count(report.embedded + report.embedded_from_crops, "face")
        kept = f", {report.embedded_from_crops:,} of them from kept crops" * bool(report.embedded_from_crops)
        output.say(f"{faces} embedded anew{kept}.")
    if report.not_embedded and not report.cancelled:
        output.say(
            f"{output.count(report.not_embedded, 'face')} not embedded anew, because neither the photo nor a "
            "crop is there. Names stay; connect the drive of these photos, then: familiar index"
        )
    for failure in report.failures[:_SHOWN_FAILURES]:
        output.say(f"Not read: {failure.sentence}")
    if report.failed > _SHOWN_FAILURES:
        output.say(f"... and {report.failed - _SHOWN_FAILURES:,} more: familiar status --json")
    if report.damaged:
        output.say(f"{output.count(report.damaged, 'file')} broke off; what could be decoded was used.")
    for skipped in report.skipped:
        if skipped.path not in report.offline:
            output.say(skipped.sentence)
    for path in report.offline:
        output.say(f"The folder {path} cannot be reached; its photos and names are kept as they are.")
    if report.cancelled:
        output.say("Stopped. Everything finished so far is kept; go on with: familiar index")
