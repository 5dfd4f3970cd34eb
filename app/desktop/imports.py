"""Importing names from other programs, as the window does it: read, looked at, and then done as a job.

What is asked before is the business of `app.desktop.widgets.import_dialog`; reading lives in
`app.metadata.imports`, and importing in `app.exchange.importing`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Signal

from app.desktop.in_turn import InTurn, when_free
from app.desktop.job import Job, JobProgress, Kind
from app.desktop.jobs import Jobs
from app.desktop.lanes import Lanes
from app.desktop.looking import Look
from app.desktop.sentences import translated
from app.library.settings import DETECTOR, RECOGNISER, get_setting
from app.library.store import Library
from app.metadata.imports import Import, read, read_picasa
from engine.models import Catalogue, RuntimeOptions

if TYPE_CHECKING:
    from app.exchange.importing import ImportPlan, ImportReport
    from engine.analysis import Analyser

#: What jobs call their stage.
IMPORTING_STAGE: Final = "importing"
#: The remaining time is shown once so many seconds are behind.
_ESTIMATE_AFTER_S: Final = 2.0


class Imports(QObject):
    """All importing into a library.

    Args:
        library: The library.
        catalogue: Where the models are that look where other programs have boxes.
        lanes: Where other programs' data is read.
        jobs: Where importing runs and is shown.

    Signals:
        done: `Changes` of an import.
        told: A sentence on an import that changed nothing.
        troubled: A sentence on photos that could not be looked at.
    """

    done = Signal(object)
    told = Signal(str)
    troubled = Signal(str)
    _ended = Signal(object)

    def __init__(
        self, library: Library, catalogue: Catalogue, lanes: Lanes, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._catalogue, self._lanes = library, catalogue, lanes
        self._turns = InTurn(jobs, Kind.IMPORT, self)
        self._ended.connect(self._say)

    def read(self, path: Path, *, contacts: Path | None = None, owner: QObject) -> Look[Import]:
        """Read what another program knows.

        Args:
            path: Its file or folder.
            contacts: Picasa's list of names, where it is elsewhere.
            owner: Whom it is read for.
        """
        return Look(
            self._lanes,
            lambda _, token: (
                read(path, token=token)
                if contacts is None
                else read_picasa(path, contacts=contacts, token=token)
            ),
            owner,
        )

    def look(self, imported: Import, moved: Mapping[str, str], *, owner: QObject) -> Look[ImportPlan]:
        """Find out what importing would change; nothing is changed.

        Args:
            imported: What the other program knows.
            moved: Folders of that program that the user says are elsewhere now, with where.
            owner: Whom the plan is for.
        """
        library = self._library

        def plan() -> ImportPlan:
            # It loads the runtime of the networks.
            from app.exchange.importing import plan_import

            return plan_import(library, imported, moved=moved)

        return Look(self._lanes, lambda _, __: plan(), owner)

    def run(self, plan: ImportPlan) -> None:
        """Import as planned, once no other job is on the library."""

        def run(job: Job) -> str:
            from app.exchange.importing import run_import

            begun = time.monotonic()

            def on_progress(done: int, total: int) -> None:
                passed = time.monotonic() - begun
                left = passed / done * (total - done) if done and passed > _ESTIMATE_AFTER_S else None
                job.progressed.emit(JobProgress(Kind.IMPORT, IMPORTING_STAGE, done, total, seconds_left=left))

            on_progress(0, 0)
            self._ended.emit(
                when_free(
                    job,
                    lambda: run_import(
                        self._library, self._analyser, plan, on_progress=on_progress, token=job.token
                    ),
                )
            )
            return ""

        self._turns.run(run)

    def close(self) -> None:
        """Begin no more; who closes the jobs ends the one that runs."""
        self._turns.close()

    def _analyser(self) -> Analyser:
        from engine.analysis import Analyser

        with self._library.read() as session:
            detector, recogniser = get_setting(session, DETECTOR), get_setting(session, RECOGNISER)
        options = RuntimeOptions(threads=1)
        return Analyser.load(self._catalogue, detector=detector, recogniser=recogniser, options=options)

    def _say(self, report: ImportReport | None) -> None:
        if report is None or report.cancelled:
            self.told.emit(self.tr("The import was stopped; nothing was changed."))
            return
        if report.changes.action_id is None:
            self.told.emit(self.tr("All of this was known already; nothing was changed."))
        else:
            self.done.emit(report.changes)
        if report.problems:
            first = translated(report.problems[0])
            more = len(report.problems) - 1
            if more:
                first = self.tr("{reason} {number} more photos could not be looked at either.").format(
                    reason=first, number=QLocale().toString(more)
                )
            self.troubled.emit(first)
