"""The stacks of the open library, found once and kept until photos are new; and the work that this takes.

Which photos are stacked is decided in `app.search.stacks`.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from PySide6.QtCore import QObject
from sqlalchemy.orm import Session

from app.desktop.choices import STACKING
from app.desktop.job import Job, JobProgress, Kind
from app.desktop.jobs import Jobs
from app.desktop.lanes import Lanes
from app.library.fingerprints import FingerprintStore, fingerprint_photos
from app.library.pictures import PictureSupplier
from app.library.store import Library
from app.search.stacks import Stacks, find_stacks

#: What a job calls its stage.
STACKS_STAGE: Final = "stacks"
#: While the work waits, it looks so often whether it may go on, in seconds.
_WAIT_S: Final = 0.2
#: The remaining time is shown once so many seconds are behind.
_ESTIMATE_AFTER_S: Final = 2.0


class Stacking(QObject):
    """Knows the stacks of one library.

    Args:
        library: Stays open as long as this.
        pictures: Who gives thumbnails to look at.
        jobs: Where photos are looked at.
        lanes: Where it is found out whether that is needed.
    """

    def __init__(
        self, library: Library, pictures: PictureSupplier, jobs: Jobs, lanes: Lanes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = FingerprintStore(library)
        self._pictures, self._jobs, self._lanes = pictures, jobs, lanes
        self._lock = threading.Lock()
        self._found: Stacks | None = None
        #: How often photos have come or gone.
        self._news = 0
        jobs.renewed.connect(self.forget)
        jobs.finished.connect(self._job_ended)

    def close(self) -> None:
        """Close the file of fingerprints."""
        self._store.close()

    def find(self, session: Session) -> Stacks:
        """Return the stacks; takes a while the first time, so not in the GUI thread."""
        with self._lock:
            found, news = self._found, self._news
            if found is None:
                found = find_stacks(session, self._store.fresh())
                # What has come in the meantime may not be in it.
                self._found = found if news == self._news else None
            return found

    def forget(self) -> None:
        """Find the stacks again when they are wanted next: photos have come or gone."""
        self._news += 1
        self._found = None

    def look(self) -> None:
        """Look at the photos that nobody has looked at yet, where the user wants stacks."""
        if STACKING.get() == "on":
            self._lanes.read(lambda: len(self._store.lacking()[0]), self._begin, owner=self)

    def _begin(self, lacking: int) -> None:
        if lacking:
            self._jobs.run(Kind.STACKS, self._work)

    def _job_ended(self, job: Job) -> None:
        if job.kind is Kind.INDEX and not job.token.cancelled:
            self.look()

    def _work(self, job: Job) -> str:
        began = time.monotonic()

        def told(done: int, total: int) -> bool:
            while job.token.paused:
                job.token.wait(_WAIT_S)
            passed = time.monotonic() - began
            rate = done / passed if passed > _ESTIMATE_AFTER_S else 0.0
            left = (total - done) / rate if rate else None
            job.progressed.emit(
                JobProgress(Kind.STACKS, STACKS_STAGE, done, total, rate=rate, seconds_left=left)
            )
            return not job.token.cancelled

        if fingerprint_photos(self._store, self._pictures, told=told):
            self._jobs.renewed.emit()
        return ""
