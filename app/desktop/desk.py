"""What all pages share: the open library, the lanes, the pictures, the jobs, and the news of what changed.

A page asks here for what it shows and says here what the user does; it never opens the library itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy.orm import Session

from app import operations
from app.desktop.exports import Exports
from app.desktop.imports import Imports
from app.desktop.jobs import Jobs
from app.desktop.lanes import Lanes, Ticket
from app.desktop.pictures import Pictures
from app.desktop.stacking import Stacking
from app.desktop.watching import Watching
from app.desktop.writings import Writings
from app.indexing import watched_roots
from app.library.crops import CropStore
from app.library.errors import LibraryBusyError, LibraryError
from app.library.names import PersonNotFoundError
from app.library.pictures import PictureSupplier
from app.library.store import Library
from app.library.thumbnails import ThumbnailStore
from app.operations import Changes, OperationError
from engine.models import Catalogue, ModelError

_log = logging.getLogger(__name__)

#: What follows from the user's actions is worked out once they have paused for so long, in milliseconds.
_SETTLE_MS: Final = 1500

P = ParamSpec("P")
T = TypeVar("T")


class Desk(QObject):
    """An open library and everything the window needs around it.

    Signals:
        changed: `Changes` of one action, undo or redo.
        renewed: Anything may have changed: photos were indexed, or faces grouped.
        told: A sentence for the user, and whether Undo takes back what it is about.
        troubled: A sentence for the user about what went wrong.
    """

    changed = Signal(object)
    renewed = Signal()
    told = Signal(str, bool)
    troubled = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        """Put everything around an open library, which is closed with the desk."""
        super().__init__(parent)
        self.library = library
        self._written: tuple[tuple[int, int], ...] | None = None
        self.catalogue = Catalogue()
        self.lanes = Lanes(self)
        self.lanes.broke.connect(self._broke)
        self._crops = CropStore(self.library)
        self._thumbnails = ThumbnailStore(self.library)
        self.supplier = PictureSupplier(self.library, self._crops, self._thumbnails)
        self.pictures = Pictures(self.supplier, self.lanes, self)
        self.watching = Watching(self.library, self)
        self.jobs = Jobs(self.library, self.catalogue, self.watching, self)
        self.stacking = Stacking(self.library, self.supplier, self.jobs, self.lanes, self)
        self.jobs.renewed.connect(self.pictures.forget_lacking)
        self.jobs.renewed.connect(self.renewed)
        self.jobs.told.connect(self._job_told)
        self.jobs.troubled.connect(self.troubled)
        self.watching.changed.connect(self.jobs.look)
        self.watching.told.connect(self._job_told)
        self.watching.troubled.connect(self.troubled)
        self.renewed.connect(self._follow_folders)
        self.exports = Exports(self.library, self.jobs, self)
        self.exports.told.connect(self._job_told)
        self.exports.troubled.connect(self.troubled)
        self.imports = Imports(self.library, self.catalogue, self.lanes, self.jobs, self)
        self.writings = Writings(self.library, self.lanes, self.jobs, self)
        for work in (self.imports, self.writings):
            work.done.connect(self._done)
            work.told.connect(self._job_told)
            work.troubled.connect(self.troubled)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.jobs.group)

    def close(self) -> None:
        """End all work in good order and close the library."""
        self._settle.stop()
        self.watching.close()
        self.exports.close()
        self.imports.close()
        self.writings.close()
        self.jobs.close()
        self.lanes.close()
        self.stacking.close()
        self._thumbnails.close()
        self._crops.close()
        self.library.close()

    def _follow_folders(self) -> None:
        """Watch the folders that are roots now: one may have come or gone."""
        if self.watching.is_on:
            self.read(watched_roots, self.watching.follow, owner=self)

    def read(
        self,
        query: Callable[[Session], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        """Ask the library something; `done` gets the answer in the GUI thread, unless `owner` is gone."""

        def ask() -> T:
            with self.library.read() as session:
                return query(session)

        return self.lanes.read(ask, done, failed, owner=owner)

    def do(
        self,
        operation: Callable[Concatenate[Library, P], Changes],
        *args: P.args,
        **keywords: P.kwargs,
    ) -> None:
        """Let the user's action be done: any function of `app.operations` with its arguments.

        When it is done, `changed` and `told` are emitted; when it is refused, `troubled` is, with the reason.
        """
        self.lanes.write(partial(operation, self.library, *args, **keywords), self._done, self._refused)

    def write(self, work: Callable[[], T], done: Callable[[T], None], *, owner: QObject) -> Ticket:
        """Change something that is no action of the history; where it is refused, `troubled` says why."""

        def failed(error: Exception) -> None:
            if isinstance(error, LibraryBusyError) and self.jobs.running:
                self.troubled.emit(
                    self.tr(
                        "Familiar is still at work on the photos. Wait until that has ended, or cancel it, "
                        "and try again."
                    )
                )
            else:
                self._refused(error)
            # Some of it may be done all the same.
            self.renewed.emit()

        return self.lanes.write(work, done, failed, owner=owner)

    def undo(self, steps: int = 1) -> None:
        """Take the newest actions back."""
        self._replay(operations.undo, steps)

    def redo(self, steps: int = 1) -> None:
        """Do again what was taken back last."""
        self._replay(operations.redo, steps)

    def _replay(self, step: Callable[[Library], Changes], steps: int) -> None:
        for _ in range(steps):
            self.lanes.write(partial(step, self.library), self._replayed, self._refused)

    def notice_others(self, *, begin: bool) -> None:
        """Say that everything may be new where another program has written to the library.

        Args:
            begin: The user goes elsewhere, and what is written from now on counts; otherwise they are back.
        """
        if begin:
            self._written = self._last_written()
        elif self._written is not None and self._written != self._last_written():
            self._written = None
            self.renewed.emit()

    def _last_written(self) -> tuple[tuple[int, int], ...]:
        """Return the times and sizes of the library's file and of its log."""
        found = []
        for file in (self.library.path, self.library.path.with_name(f"{self.library.path.name}-wal")):
            with suppress(OSError):
                status = file.stat()
                found.append((status.st_mtime_ns, status.st_size))
        return tuple(found)

    def kept_bytes(self) -> tuple[int, int]:
        """Return how many bytes the thumbnails and the pictures of faces take; reads files."""
        return self._thumbnails.size(), self._crops.size()

    def clear_thumbnails(self) -> None:
        """Delete all thumbnails; writes files."""
        self._thumbnails.clear()

    def clear_crops(self) -> None:
        """Delete all pictures of faces; writes files."""
        self._crops.clear()

    def _done(self, changes: Changes) -> None:
        self._tell(changes, undoable=changes.action_id is not None)

    def _replayed(self, changes: Changes) -> None:
        self._tell(changes, undoable=False)

    def _tell(self, changes: Changes, *, undoable: bool) -> None:
        self.changed.emit(changes)
        self.told.emit(changes.told or changes.summary, undoable)
        for problem in changes.problems:
            self.troubled.emit(problem)
        self._settle.start()

    def _job_told(self, text: str) -> None:
        self.told.emit(text, False)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, PersonNotFoundError):
            # Whoever it was, the user chose faces and not a number.
            self.troubled.emit(self.tr("Somebody whom this is about is no more. Nothing was changed."))
        elif isinstance(error, OperationError | LibraryError | ModelError):
            self.troubled.emit(operations.without_numbers(str(error)))
        else:
            self._broke(error)

    def _broke(self, error: Any) -> None:
        _log.error("A bug", exc_info=error)
        self.troubled.emit(
            self.tr("Something went wrong that should not have: {problem}. Nothing is lost.").format(
                problem=f"{type(error).__name__}: {error}"
            )
        )
