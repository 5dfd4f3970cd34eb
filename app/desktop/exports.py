"""Exports that the window begins: one after the other beside it, with progress, and what is said at the end.

What may be chosen for one is asked by `app.desktop.widgets.export_dialog`; exporting itself lives in
`app.exchange.exporting`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QLocale, QObject, Signal
from shiboken6 import isValid

from app.desktop.in_turn import InTurn
from app.desktop.job import Job, JobProgress, Kind
from app.desktop.jobs import Jobs
from app.desktop.kept import keep
from app.desktop.sentences import translated
from app.desktop.summaries import Summaries
from app.exchange.exporting import (
    Course,
    ExportReport,
    ExportTargetError,
    Form,
    NamesReport,
    Options,
    Selection,
    Words,
    export_names,
    export_photos,
)
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import OperationError
from app.printing import printable
from app.search import QueryError
from engine.video import is_video

#: What jobs call their stages.
PHOTOS_STAGE: Final = "photos"
NAMES_STAGE: Final = "names"
#: The remaining time is shown once so many seconds are behind.
_ESTIMATE_AFTER_S: Final = 2.0
#: Under which the folder is kept that was exported to last.
FOLDER: Final = "export/folder"


@dataclass(frozen=True, slots=True)
class Which:
    """Photos that may be exported.

    Attributes:
        text: What they are, on screen.
        name: What they have in common, for the name of a file; may be empty.
        select: Chooses them; asks the library, so not in the GUI thread.
    """

    text: str
    name: str
    select: Callable[[Library], Selection]


class Asker(Protocol):
    """Who asked for an export, and may ask again where nothing came of it."""

    def refused(self, reason: str) -> bool:
        """Hear why nothing was exported; tell whether the user is told by this."""

    def ended(self) -> None:
        """Hear that the export has ended otherwise, or that the user was told by others."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """How an export ended: with a report, or refused, with the reason."""

    asker: Asker | None
    report: ExportReport | NamesReport | None
    form: Form | None
    refusal: str = ""


class Exports(QObject):
    """All exports of a library.

    Args:
        library: The library.
        jobs: Where they run and are shown.

    Signals:
        offered: A sentence on what was exported, what its button is called, and the file or folder to show.
        told: A sentence on an export after which there is nothing to show.
        troubled: A sentence on what could not be exported.
    """

    offered = Signal(str, str, object)
    told = Signal(str)
    troubled = Signal(str)
    _ended = Signal(object)

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._turns = library, InTurn(jobs, Kind.EXPORT, self)
        self._ended.connect(self._say)

    def photos(
        self, which: Which, place: Path, form: Form, options: Options, asker: Asker | None = None
    ) -> None:
        """Export photos, once no other export runs.

        Args:
            which: The photos.
            place: The folder or file.
            form: What is made there.
            options: How.
            asker: Hears how it ends; without one, `troubled` alone says what went wrong.
        """

        def work(course: Course) -> ExportReport:
            selection = which.select(self._library)
            return export_photos(self._library, selection, place, form=form, options=options, course=course)

        self._begin(PHOTOS_STAGE, work, form, asker)

    def names(self, place: Path, asker: Asker | None = None) -> None:
        """Export all names, once no other export runs; the ending of the file says how."""

        def work(course: Course) -> NamesReport:
            return export_names(self._library, place, course=course)

        self._begin(NAMES_STAGE, work, None, asker)

    def close(self) -> None:
        """Begin no more exports; who closes the jobs ends the one that runs."""
        self._turns.close()

    def words(self) -> Words:
        """Return what the page of an album says, in the language of the window."""
        return Words(
            #: The language of the translation, as web pages name it: zh-Hans, zh-Hant, ko.
            language=self.tr("en"),
            title=self.tr("Photos"),
            photos=self.tr("{n} photos"),
            photo=self.tr("1 photo"),
            people=self.tr("People"),
            everybody=self.tr("Everybody"),
            larger=self.tr("Show larger"),
            previous=self.tr("Previous photo"),
            following=self.tr("Next photo"),
            close=self.tr("Back to all photos"),
            undated=self.tr("No date"),
            #: People who are in a photo, nobody knows where.
            not_placed=self.tr("Also: {names}"),
        )

    def _begin(
        self,
        stage: str,
        work: Callable[[Course], ExportReport | NamesReport],
        form: Form | None,
        asker: Asker | None,
    ) -> None:
        def run(job: Job) -> str:
            begun = time.monotonic()

            def on_progress(done: int, total: int) -> None:
                passed = time.monotonic() - begun
                left = passed / done * (total - done) if done and passed > _ESTIMATE_AFTER_S else None
                job.progressed.emit(JobProgress(Kind.EXPORT, stage, done, total, seconds_left=left))

            on_progress(0, 0)
            try:
                self._ended.emit(_Ended(asker, work(Course(on_progress, job.token)), form))
            except (ExportTargetError, OperationError, PersonNotFoundError, QueryError) as error:
                self._ended.emit(_Ended(asker, None, form, str(error)))
            return ""

        self._turns.run(run)

    def _say(self, ended: _Ended) -> None:
        asker, report = ended.asker, ended.report
        if asker is not None and not isValid(asker):
            asker = None
        reason = ended.refusal if report is None else self._why_nothing(report)
        if reason and asker is not None and asker.refused(reason):
            return
        if asker is not None:
            asker.ended()
        if reason:
            self.troubled.emit(reason)
        if report is not None:
            self._say_made(report, ended.form)

    def _say_made(self, report: ExportReport | NamesReport, form: Form | None) -> None:
        if report.cancelled:
            self.told.emit(
                self.tr("The export was stopped. What is in the folder by now stays there.")
                if form is Form.FOLDER
                else self.tr("The export was stopped; nothing was made.")
            )
            return
        place = printable(report.place)
        show = self.tr("Show in folder")
        if isinstance(report, NamesReport):
            faces = self.tr("%n face(s)", "", report.faces)
            said = self.tr("Names exported to {place}: {faces}.").format(place=place, faces=faces)
        elif report.written:
            videos = sum(is_video(source) for source, _ in report.written)
            files = Summaries().photos_and_videos(len(report.written), videos=videos)
            said = self.tr("{files} exported to {place}.").format(files=files, place=place)
        elif report.present:
            said = self.tr("All these photos had been exported to {place} before.").format(place=place)
        else:
            self.told.emit(self.tr("No photo was exported."))
            return
        keep(FOLDER, os.fspath(report.place.parent))
        if isinstance(report, ExportReport) and report.skipped:
            self.troubled.emit(self._skipped(report))
        self.offered.emit(said, show, report.place)

    def _why_nothing(self, report: ExportReport | NamesReport) -> str:
        """Return why nothing was made; empty where something was, or the user stopped it."""
        if isinstance(report, NamesReport) or report.cancelled or report.written or report.present:
            return ""
        return self._skipped(report) if report.skipped else ""

    def _skipped(self, report: ExportReport) -> str:
        first = translated(report.skipped[0].reason)
        more = len(report.skipped) - 1
        if not more:
            return first
        return self.tr("{reason} {number} more could not be exported either.").format(
            reason=first, number=QLocale().toString(more)
        )
