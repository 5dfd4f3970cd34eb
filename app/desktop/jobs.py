"""Long work: indexing folders and grouping faces, in threads of its own, with progress, pause and cancel.

How it is shown lives in `app.desktop.widgets.jobs_bar`; the work itself in `app.indexing` and `app.grouping`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from app.desktop.job import Job, JobProgress, Kind
from app.desktop.news import News
from app.desktop.summaries import Summaries
from app.desktop.watching import Watching
from app.exchange.writing import reconcile
from app.indexing import (
    IndexReport,
    Progress,
    RootError,
    Scope,
    Stage,
    add_roots,
    index,
    watched_roots,
)
from app.indexing.scope import together
from app.library.errors import LibraryBusyError, LibraryError
from app.library.settings import DETECTOR, RECOGNISER, STRICTNESS, get_setting
from app.library.store import Library
from engine.models import Catalogue, ModelCard, ModelError, RuntimeOptions

if TYPE_CHECKING:
    from app.grouping import Previewer
    from app.grouping import Stage as GroupingStage
    from engine.analysis import Analyser

_log = logging.getLogger(__name__)

#: While photos are indexed, faces are grouped when so many seconds have passed since the last time ...
_GROUP_EVERY_S: Final = 20.0
#: ... and for the first time after so many.
_FIRST_GROUP_S: Final = 5.0
#: What changed on the disk is looked at so much later where another program is at work, in milliseconds.
_LOOK_AGAIN_MS: Final = 20_000


class _Cancelled(Exception):  # noqa: N818 - no error
    """The user has had enough of a grouping."""


class Jobs(QObject):
    """All long work of a library; each kind runs once at a time.

    Signals:
        started: A `Job`.
        finished: A `Job`.
        renewed: Photos were indexed or faces grouped, so that anything may look otherwise.
        told: A sentence on what was done.
        stopped: The user ended an indexing before its end.
        troubled: A sentence on what could not be done.
    """

    started = Signal(object)
    finished = Signal(object)
    renewed = Signal()
    told = Signal(str)
    stopped = Signal()
    troubled = Signal(str)
    _came = Signal(object, object)

    def __init__(
        self, library: Library, catalogue: Catalogue, watching: Watching, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._catalogue, self._watching = library, catalogue, watching
        self._running: dict[Kind, Job] = {}
        self._threads: list[threading.Thread] = []
        self._again: set[Kind] = set()
        self._waiting: list[Path] = []
        #: Folders with something new in them: those nobody looks at yet, and those of the run under way.
        self._within: dict[int, Scope] = {}
        self._looking: dict[int, Scope] = {}
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._look)
        self._came.connect(self._end)
        #: How the user wants faces to be grouped from now on, while that has not begun.
        self._accepted: tuple[Previewer, float] | None = None
        #: Groups are made by one at a time.
        self._grouping = threading.Lock()

    @property
    def running(self) -> list[Job]:
        """All jobs that have not ended."""
        return list(self._running.values())

    def index(self, folders: Sequence[Path] = ()) -> None:
        """Add folders, and bring the library up to date with all of them."""
        self._waiting += folders
        if Kind.INDEX not in self._running:
            # All folders are walked now.
            self._within = {}
        self._begin(Kind.INDEX, self._index)

    def look(self, within: Mapping[int, Scope]) -> None:
        """Bring the library up to date with some folders, without a word; where photos are being read, later.

        Args:
            within: The folders, by `Root.id`.
        """
        self._within = together(self._within, within)
        self._look()

    def _look(self) -> None:
        if self._within and Kind.INDEX not in self._running:
            self._looking, self._within = self._within, {}
            self._begin(Kind.INDEX, self._index_within)

    def group(self) -> None:
        """Work out what follows from what is new and from what the user did."""
        self._begin(Kind.GROUP, self._group)

    def group_as_previewed(self, previewer: Previewer, strictness: float) -> None:
        """Group all faces as was shown, and from now on so; what the user does meanwhile counts, too.

        Args:
            previewer: Used by nobody else any more.
            strictness: -1 to 1.
        """
        self._accepted = previewer, strictness
        self.group()

    def run(self, kind: Kind, work: Callable[[Job], str]) -> bool:
        """Do other long work, unless such work runs already; return whether it was begun.

        Args:
            kind: What it does.
            work: Does it in a thread of its own, and returns a sentence on what was done, or "".
        """
        if kind in self._running:
            return False
        self._begin(kind, work)
        return True

    @property
    def previewed_waits(self) -> bool:
        """Whether a grouping as previewed has not begun yet."""
        return self._accepted is not None

    def close(self) -> None:
        """Cancel everything and wait for its end."""
        self._again.clear()
        self._within.clear()
        self._look_again.stop()
        for job in self.running:
            job.cancel()
        for thread in self._threads:
            thread.join()
        # No SQL in the GUI thread, also now.
        last = threading.Thread(target=self._note_what_waits, name="familiar-last")
        last.start()
        last.join()

    def _note_what_waits(self) -> None:
        """Keep what was said while a job ran for the next start, at which it is done."""
        try:
            if self._waiting:
                add_roots(self._library, self._waiting)
            if self._accepted is not None:
                previewer, strictness = self._accepted
                previewer.choose(strictness)
        except (LibraryError, RootError):
            _log.exception("what was waiting could not be noted")

    def _begin(self, kind: Kind, work: Callable[[Job], str]) -> None:
        if kind in self._running:
            self._again.add(kind)
            return
        job = Job(kind, self)
        self._running[kind] = job

        def run() -> None:
            try:
                outcome: object = work(job)
            except (LibraryError, ModelError, RootError) as error:
                outcome = error
            except Exception as error:  # noqa: BLE001 - shown as a bug, and the window goes on
                _log.exception("A bug in a job")
                outcome = error
            self._came.emit(job, outcome)

        thread = threading.Thread(target=run, name=f"familiar-{kind}")
        self._threads = [one for one in self._threads if one.is_alive()]
        self._threads.append(thread)
        self.started.emit(job)
        thread.start()

    def _end(self, job: Job, outcome: object) -> None:
        del self._running[job.kind]
        goes_on = False
        if job.kind is Kind.INDEX:
            looked, self._looking = self._looking, {}
            goes_on = not (job.token.cancelled or isinstance(outcome, Exception))
            if not goes_on:
                # With the next change.
                self._within = together(looked, self._within)
            if looked and isinstance(outcome, LibraryBusyError):
                _log.info("what changed on the disk waits: %s", outcome)
                outcome = ""
                self._look_again.start()
        job.end()
        self.finished.emit(job)
        if isinstance(outcome, LibraryBusyError) and job.kind is Kind.GROUP:
            _log.info("grouping waits: %s", outcome)
        elif isinstance(outcome, Exception):
            self.troubled.emit(str(outcome) or type(outcome).__name__)
        elif outcome:
            self.told.emit(str(outcome))
        elif job.kind is Kind.INDEX and job.token.cancelled:
            self.stopped.emit()
        job.deleteLater()
        if job.kind in self._again:
            self._again.discard(job.kind)
            {Kind.INDEX: self.index, Kind.GROUP: self.group}[job.kind]()
        elif goes_on and not self._look_again.isActive():
            self._look()

    def _index(self, job: Job) -> str:
        folders, self._waiting = self._waiting, []
        if folders:
            add_roots(self._library, folders)
            self.renewed.emit()
        with self._library.read() as session:
            roots = watched_roots(session)
        if not roots:
            return ""
        # What changes while they are walked is not to be missed.
        self._watching.follow(roots)
        self._watching.wait(lambda: job.token.cancelled)
        report = self._run_index(job, None)
        self.renewed.emit()
        if not report.cancelled:
            self._group(job)
        return Summaries().of_index(report)

    def _index_within(self, job: Job) -> str:
        """Look through the folders in which something changed."""
        report = self._run_index(job, self._looking)
        photos = report.new + report.changed + report.moved + report.duplicates
        people = photos or report.names
        if people or report.missing or report.returned or report.offline or report.online:
            self.renewed.emit()
        if people and not report.cancelled:
            self._group(job)
        return ""

    def _run_index(self, job: Job, within: Mapping[int, Scope] | None) -> IndexReport:
        detector, recogniser = self._models()
        next_group = time.monotonic() + _FIRST_GROUP_S
        news = News()
        grouper: threading.Thread | None = None

        def on_progress(progress: Progress) -> None:
            nonlocal next_group, grouper
            job.progressed.emit(
                JobProgress(
                    Kind.INDEX,
                    progress.stage,
                    progress.done,
                    progress.total,
                    progress.faces,
                    progress.failed,
                    progress.rate,
                    progress.seconds_left,
                    progress.path,
                )
            )
            if progress.stage is Stage.ANALYSING and news.is_due(progress.done):
                self.renewed.emit()
            # People appear while photos are still being read.
            if time.monotonic() >= next_group and (grouper is None or not grouper.is_alive()):
                next_group = time.monotonic() + _GROUP_EVERY_S
                grouper = threading.Thread(target=self._group_quietly, args=(job,), name="familiar-early")
                grouper.start()

        with self._library.job_lock():
            # A file in which names were being written when that was cut off is no file that changed.
            reconcile(self._library)
        try:
            return index(
                self._library,
                lambda: self._analyser(detector, recogniser),
                detector=detector,
                recogniser=recogniser,
                within=within,
                on_progress=on_progress,
                token=job.token,
            )
        finally:
            if grouper is not None:
                grouper.join()

    def _group_quietly(self, job: Job) -> None:
        try:
            self._group(job)
        except (LibraryError, _Cancelled) as error:
            _log.info("an early grouping was left out: %s", error)

    def _group(self, job: Job) -> str:
        if job.kind is Kind.GROUP:
            accepted, self._accepted = self._accepted, None
            if accepted is not None:
                return self._group_accepted(job, *accepted)
        # SciPy takes a fifth of a second to load.
        from app.grouping import group, grouped_by
        from app.operations import history

        _, recogniser = self._models()
        if grouped_by(self._library) not in {None, recogniser.file.sha256} and history(self._library, most=1):
            return self.tr(
                "The groups are still those of another recogniser; see Preview for what would change."
            )

        def on_progress(stage: GroupingStage) -> None:
            if job.token.cancelled:
                raise _Cancelled
            if job.kind is Kind.GROUP:
                job.progressed.emit(JobProgress(Kind.GROUP, stage))

        try:
            with self._grouping:
                report = group(self._library, card=recogniser, on_progress=on_progress)
        except _Cancelled:
            return ""
        if report.changed:
            self.renewed.emit()
        return ""

    def _group_accepted(self, job: Job, previewer: Previewer, strictness: float) -> str:
        def on_progress(stage: GroupingStage) -> None:
            if job.token.cancelled:
                raise _Cancelled
            job.progressed.emit(JobProgress(Kind.GROUP, stage))

        with self._library.read() as session:
            former = get_setting(session, STRICTNESS)
        try:
            with self._grouping:
                report = previewer.accept(strictness, on_progress=on_progress)
        except _Cancelled:
            return ""
        except LibraryBusyError as error:
            return str(error)
        finally:
            # What was chosen may have been kept, even where grouping has to be done another time.
            self.renewed.emit()
        return self.tr(
            "%n face(s) moved. This is not in the history; to group as before, go to Preview and choose "
            "{former}.",
            "",
            report.moved,
        ).format(former=QLocale().toString(former, "f", 2))

    def _models(self) -> tuple[ModelCard, ModelCard]:
        with self._library.read() as session:
            names = get_setting(session, DETECTOR), get_setting(session, RECOGNISER)
        return self._catalogue.card(names[0]), self._catalogue.card(names[1])

    def _analyser(self, detector: ModelCard, recogniser: ModelCard) -> Analyser:
        from engine.analysis import Analyser

        return Analyser.load(
            self._catalogue,
            detector=detector.name,
            recogniser=recogniser.name,
            options=RuntimeOptions(threads=1),
        )
