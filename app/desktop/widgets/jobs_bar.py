"""The running jobs under the list of pages: how far, how fast, how long still; pause and cancel."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.desktop import theme
from app.desktop.exports import NAMES_STAGE, PHOTOS_STAGE
from app.desktop.hints import hint
from app.desktop.imports import IMPORTING_STAGE
from app.desktop.in_turn import WAITING_STAGE
from app.desktop.job import Job, JobProgress, Kind, State
from app.desktop.jobs import Jobs
from app.desktop.stacking import STACKS_STAGE
from app.desktop.widgets.buttons import flat_button
from app.desktop.writings import LOOKING_STAGE, WRITING_STAGE
from app.indexing import Stage
from app.printing import printable


class JobsBar(QFrame):
    """A card for each running job; hidden while none is. It is where no page has to make room for it."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        self._rows: dict[Job, JobRow] = {}
        jobs.started.connect(self._add)
        jobs.finished.connect(self._remove)
        for job in jobs.running:
            self._add(job)
        self.setVisible(bool(self._rows))

    def _add(self, job: Job) -> None:
        self._rows[job] = JobRow(job)
        self._layout.addWidget(self._rows[job])
        self.show()

    def _remove(self, job: Job) -> None:
        row = self._rows.pop(job, None)
        if row is not None:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.setVisible(bool(self._rows))


class JobRow(QWidget):
    """One job."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._title = QLabel()
        self._title.setWordWrap(True)
        self._facts = QLabel()
        self._facts.setProperty("faint", True)
        self._facts.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._pause = flat_button("", self.tr("Pause"))
        stop = (
            self.tr("Stop")
            if job.kind in {Kind.EXPORT, Kind.IMPORT}
            else self.tr("Stop; what is finished is kept")
        )
        self._cancel = flat_button(self.tr("Cancel"), stop)
        # A grouping is over soon, and has no items between which it could wait.
        self._cancel.setVisible(job.kind is not Kind.GROUP)
        self._pause.setVisible(job.kind not in {Kind.GROUP, Kind.WRITE})
        for button in (self._pause, self._cancel):
            button.setProperty("flat", False)
        self._facts.setVisible(job.kind is not Kind.GROUP)
        self._pause.clicked.connect(self._toggle)
        self._cancel.clicked.connect(job.cancel)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        buttons.addWidget(self._pause)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addWidget(self._bar)
        layout.addWidget(self._facts)
        layout.addLayout(buttons)
        job.progressed.connect(self._show)
        job.state_changed.connect(self._show_state)
        self._show(job.progress)
        self._show_state()

    def _toggle(self) -> None:
        if self._job.state is State.PAUSED:
            self._job.resume()
        else:
            self._job.pause()

    def _show_state(self) -> None:
        paused = self._job.state is State.PAUSED
        pause = self.tr("Go on") if paused else self.tr("Pause")
        self._pause.setText(pause)
        self._pause.setToolTip(pause)
        self._pause.setAccessibleName(pause)
        active = self._job.state in {State.RUNNING, State.PAUSED}
        self._pause.setEnabled(active)
        self._cancel.setEnabled(active)
        self._show(self._job.progress)

    def _show(self, progress: JobProgress) -> None:
        self._title.setText(self._stage(progress))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        self._bar.setAccessibleName(self._title.text())
        facts = self._facts_of(progress)
        self._facts.setText(facts)
        name = PurePath(progress.path).name
        # A name that is no text in any encoding must not reach Qt as it is.
        self._facts.setToolTip(hint(printable(name)))

    def _stage(self, progress: JobProgress) -> str:
        if self._job.state is State.PAUSED:
            return self.tr("Paused")
        if self._job.state is State.CANCELLING:
            return self.tr("Stopping…")
        stages: dict[str, str] = {
            Stage.WALKING: self.tr("Looking through the folders"),
            Stage.ANALYSING: self.tr("Finding faces"),
            Stage.READING_NAMES: self.tr("Reading names from files"),
            Stage.EMBEDDING: self.tr("Embedding faces anew"),
            Stage.EMBEDDING_CROPS: self.tr("Embedding faces anew"),
            Stage.FINISHED: self.tr("Grouping faces"),
            PHOTOS_STAGE: self.tr("Exporting photos"),
            NAMES_STAGE: self.tr("Exporting names"),
            IMPORTING_STAGE: self.tr("Importing names"),
            LOOKING_STAGE: self.tr("Looking for names to write"),
            WRITING_STAGE: self.tr("Writing names into photos"),
            WAITING_STAGE: self.tr("Waiting for other work to end"),
            STACKS_STAGE: self.tr("Looking for copies and bursts"),
        }
        other = self.tr("Starting")
        if progress.kind is Kind.GROUP:
            other = self.tr("Grouping faces")
            if progress.stage:
                # Loaded by now, in the thread that groups; here it would take a fifth of a second.
                from app.grouping import Stage as GroupingStage

                stages[GroupingStage.SUGGESTING] = self.tr("Looking for what to ask")
        return stages.get(progress.stage, other)

    def _facts_of(self, progress: JobProgress) -> str:
        locale = QLocale()
        if progress.kind is Kind.GROUP or progress.stage in {"", Stage.FINISHED, WAITING_STAGE}:
            return ""
        done = (
            self.tr("{done} of {total}").format(
                done=locale.toString(progress.done), total=locale.toString(progress.total)
            )
            if progress.total
            else locale.toString(progress.done)
        )
        parts, speed = [done], []
        if progress.faces:
            parts.append(self.tr("%n face(s)", "", progress.faces))
        if progress.failed:
            parts.append(self.tr("%n could not be used", "", progress.failed))
        # Neither is true while nothing is done.
        if progress.rate and self._job.state is not State.PAUSED:
            speed.append(self.tr("{rate} a second").format(rate=locale.toString(progress.rate, "f", 1)))
        if progress.seconds_left is not None and self._job.state is not State.PAUSED:
            speed.append(self.tr("{time} left").format(time=self._duration(progress.seconds_left)))
        return "\n".join([*parts, *speed])

    def _duration(self, seconds: float) -> str:
        minutes = round(seconds / 60)
        if seconds < 90:
            return self.tr("%n second(s)", "", max(1, round(seconds)))
        if minutes < 90:
            return self.tr("%n minute(s)", "", minutes)
        return self.tr("%n hour(s)", "", round(minutes / 60))
