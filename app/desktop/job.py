"""A piece of long work as the window knows it: what it does, how it stands and how far it is.

Who begins jobs and what they do lives in `app.desktop.jobs`, how they are shown in the bar of jobs of
`app.desktop.widgets.jobs_bar`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.indexing import CancelToken


class Kind(StrEnum):
    """What a job does."""

    INDEX = "index"
    GROUP = "group"
    EXPORT = "export"
    IMPORT = "import"
    WRITE = "write"
    STACKS = "stacks"


class State(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLING = "cancelling"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is.

    Attributes:
        kind: What it does.
        stage: The stage, as `app.indexing.Stage`, `app.grouping.Stage` `app.desktop.exports` or
            `app.desktop.stacking` has it; "" before the first.
        done: Finished items of this stage.
        total: All items of it; 0 where nobody knows.
        faces: Faces found so far.
        failed: Photos that could not be used so far.
        rate: Items a second; 0 where unknown.
        seconds_left: Of this stage; None where unknown.
        path: The file finished last; "" for none.
    """

    kind: Kind
    stage: str = ""
    done: int = 0
    total: int = 0
    faces: int = 0
    failed: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    path: str = ""


class Job(QObject):
    """One piece of long work.

    Signals:
        progressed: `JobProgress`.
        state_changed: The job has begun, paused, gone on or ended.
    """

    progressed = Signal(object)
    state_changed = Signal()

    def __init__(self, kind: Kind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.token = CancelToken()
        self.progress = JobProgress(kind)
        self.state = State.RUNNING
        self.progressed.connect(self._keep)

    def pause(self) -> None:
        """Wait once the item at hand is finished."""
        if self.state is State.RUNNING:
            self.token.pause()
            self._become(State.PAUSED)

    def resume(self) -> None:
        """Go on."""
        if self.state is State.PAUSED:
            self.token.resume()
            self._become(State.RUNNING)

    def cancel(self) -> None:
        """End soon; what is finished is kept."""
        if self.state in {State.RUNNING, State.PAUSED}:
            self.token.cancel()
            self._become(State.CANCELLING)

    def end(self) -> None:
        """Note that the work has ended."""
        self._become(State.FINISHED)

    def _become(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()

    def _keep(self, progress: JobProgress) -> None:
        self.progress = progress
