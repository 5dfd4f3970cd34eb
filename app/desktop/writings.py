"""Writing names into photos, as the window does it: looked at first, then done as a job, and after indexing.

What is asked before is the business of `app.desktop.widgets.write_dialog`; the writing itself lives in
`app.exchange.writing`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from weakref import WeakSet

from PySide6.QtCore import QLocale, QObject, Signal

from app.desktop.in_turn import InTurn, when_free
from app.desktop.job import Job, JobProgress, Kind
from app.desktop.jobs import Jobs
from app.desktop.lanes import Lanes
from app.desktop.looking import Look
from app.desktop.sentences import translated
from app.exchange.writing import (
    Place,
    Refusal,
    Why,
    WritePlan,
    WriteReport,
    plan_standing,
    plan_writing,
    reconcile,
    standing_folders,
    write_names,
)
from app.library.store import Library
from app.printing import printable

_log = logging.getLogger(__name__)

#: What jobs call their stages.
LOOKING_STAGE: Final = "looking for names"
WRITING_STAGE: Final = "writing names"
#: The remaining time is shown once so many seconds are behind.
_ESTIMATE_AFTER_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class ToWrite:
    """Photos into which names may be written; of the last three one is given.

    Attributes:
        text: What they are, on screen.
        photos: `Photo.id` of each.
        person: `Person.id` of who is in them.
        folder: Where they are, also in folders below.
    """

    text: str
    photos: Sequence[int] | None = None
    person: int | None = None
    folder: Path | None = None


class Writings(QObject):
    """All writing of names into photos of a library.

    Args:
        library: The library.
        lanes: Where photos are looked at.
        jobs: Where writing runs and is shown.

    Signals:
        done: `Changes` of what was written.
        told: A sentence on writing that changed nothing.
        troubled: A sentence on photos whose names could not be written.
    """

    done = Signal(object)
    told = Signal(str)
    troubled = Signal(str)
    _ended = Signal(object, bool)

    def __init__(self, library: Library, lanes: Lanes, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._lanes = library, lanes
        self._turns = InTurn(jobs, Kind.WRITE, self)
        self._looks: WeakSet[Look[WritePlan]] = WeakSet()
        self._ended.connect(self._say)
        jobs.finished.connect(self._follow)

    def look(self, what: ToWrite, place: Place, *, owner: QObject) -> Look[WritePlan]:
        """Find out what writing would do; nothing is written.

        Args:
            what: Into which photos.
            place: Into the files where that is possible, or always beside them.
            owner: Whom the plan is for.
        """
        library = self._library
        look: Look[WritePlan] = Look(
            self._lanes,
            lambda progress, token: plan_writing(
                library,
                what.photos,
                person=what.person,
                folder=what.folder,
                place=place,
                progress=progress,
                token=token,
            ),
            owner,
        )
        self._looks.add(look)
        return look

    def write(self, plan: WritePlan) -> None:
        """Write what was looked at, once no other job is on the library."""

        def run(job: Job) -> str:
            progress = _teller(job, WRITING_STAGE)
            report = when_free(
                job, lambda: write_names(self._library, plan, progress=progress, token=job.token)
            )
            self._ended.emit(report, False)
            return ""

        self._turns.run(run)

    def make_truthful(self, then: Callable[[], None]) -> None:
        """Find out what became of writing that was cut off, so that the history says it.

        Args:
            then: Called when that is done, also where it could not be.
        """
        library = self._library

        def failed(error: Exception) -> None:
            _log.error("It is not known what became of writing that was cut off", exc_info=error)
            then()

        self._lanes.read(lambda: reconcile(library), lambda _: then(), failed, owner=self)

    def close(self) -> None:
        """Look no further and begin nothing more; who closes the jobs ends the one that runs."""
        self._turns.close()
        for look in list(self._looks):
            look.token.cancel()

    def _follow(self, job: Job) -> None:
        """Write into the folders that the user chose, after their photos were looked through."""
        if job.kind is Kind.INDEX and not job.token.cancelled:
            library = self._library

            def found(folders: tuple[Path, ...]) -> None:
                if folders:
                    self._turns.run(self._run_standing)

            self._lanes.read(lambda: standing_folders(library), found, owner=self)

    def _run_standing(self, job: Job) -> str:
        plan = plan_standing(self._library, progress=_teller(job, LOOKING_STAGE), token=job.token)
        if plan.writes and not plan.cancelled:
            progress = _teller(job, WRITING_STAGE)
            report = when_free(
                job, lambda: write_names(self._library, plan, progress=progress, token=job.token)
            )
            self._ended.emit(report, True)
        return ""

    def _say(self, report: WriteReport | None, standing: bool) -> None:
        if report is not None and report.changes.action_id is not None:
            self.done.emit(report.changes)
        elif report is None or report.cancelled:
            self.told.emit(self.tr("Writing was stopped; nothing was written."))
        elif not report.refused and not standing:
            self.told.emit(self.tr("All these photos say already who is in them."))
        if report is not None and report.refused:
            first = f"{printable(str(report.refused[0].file))}: {self.reason(report.refused[0])}"
            more = len(report.refused) - 1
            if more:
                first = self.tr("{reason} {number} more could not be written either.").format(
                    reason=first, number=QLocale().toString(more)
                )
            self.troubled.emit(first)

    def reason(self, refusal: Refusal) -> str:
        """Return why the names of a photo are not written, and what to do, in the language of the window."""
        detail = translated(refusal.detail)
        return {
            Why.OFFLINE: self.tr("Its folder cannot be reached. Connect its drive, then try again."),
            Why.MISSING: self.tr("It is no longer there. Its names stay in the library."),
            Why.CHANGED: self.tr("It was changed since Familiar last looked. Press F5, then try again."),
            Why.UNREADABLE: self.tr("It cannot be read ({detail}). Check that you may read it."),
            Why.UNKNOWN: self.tr("It could not be looked at, so nobody in it is known."),
            Why.PROTECTED: self.tr("Its folder is write-protected. Allow writing to it, then try again."),
            Why.PACKET: self.tr("What is beside it says something already that cannot be extended."),
            Why.NEWS: self.tr("What is known of it has changed since it was shown. Look once more."),
            Why.FAILED: self.tr("Nothing was written. {detail}"),
            Why.PARTLY: self.tr("Only a part was written, and could not be taken back. {detail}"),
        }[refusal.why].format(detail=detail)


def _teller(job: Job, stage: str) -> Callable[[int, int], None]:
    """Return what tells of a job's progress."""
    begun = time.monotonic()
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if done != total and now - told < 0.1:
            return
        told = now
        passed = now - begun
        left = passed / done * (total - done) if done and passed > _ESTIMATE_AFTER_S else None
        job.progressed.emit(JobProgress(job.kind, stage, done, total, seconds_left=left))

    tell(0, 0)
    return tell
