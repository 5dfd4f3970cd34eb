"""Planning to write names into photos, and doing it photo by photo; undoing it is in the history.

What is written where is decided in `app.exchange.writing.drafting`, how a file is replaced in
`app.exchange.writing.replacing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select

from app.exchange.writing.drafting import Draft, Target, draft
from app.exchange.writing.known import known, photos_of
from app.exchange.writing.reconciling import KIND, UNFINISHED, finish, reconcile, reconcile_alone
from app.exchange.writing.records import (
    Place,
    PlannedWrite,
    ProgressCallback,
    Refusal,
    Why,
    WritePlan,
    WriteReport,
    says_same,
)
from app.exchange.writing.replacing import bring, carry_out, note
from app.indexing import CancelToken
from app.library.store import Library
from app.library.tables import Action, Written
from app.metadata.containers import ContainerError, sidecars
from app.operations import Changes, OperationError
from app.operations.history import OutsideDone, record_outside, register_outside

_NOTHING: Final = "Nothing had to be written."


def plan_writing(
    library: Library,
    photos: Sequence[int] | None = None,
    *,
    person: int | str | None = None,
    folder: Path | None = None,
    place: Place = "file",
    progress: ProgressCallback | None = None,
    token: CancelToken | None = None,
) -> WritePlan:
    """Find out what writing names would do; nothing is written.

    Reads all these photos. Give one of `photos`, `person` and `folder`; without any it is about all photos.

    Args:
        library: The library.
        photos: `Photo.id` of each.
        person: Id or name of somebody whose photos are meant.
        folder: Whose photos are meant, with those in folders below it.
        place: "file": into the file where that can be done without any loss, else beside it; "sidecar":
            always beside it.
        progress: Told how many photos were looked at.
        token: Cancels; what was found until then is returned.

    Raises:
        PersonNotFoundError: There is no such person.
        OperationError: The person has no name, or no photo of the folder is known.
        LibraryError: The library cannot be used.
    """
    reconcile(library)
    ids = list(photos) if photos is not None else photos_of(library, person=person, folder=folder)
    writes: list[PlannedWrite] = []
    refused: list[Refusal] = []
    unchanged = 0
    for done, photo in enumerate(known(library, ids)):
        if token is not None and token.cancelled:
            return WritePlan(tuple(writes), tuple(refused), unchanged, cancelled=True)
        found = draft(photo, place)
        if isinstance(found, Refusal):
            refused.append(found)
        elif found.targets:
            writes.append(_planned(found))
        else:
            unchanged += 1
        if progress is not None:
            progress(done + 1, len(ids))
    return WritePlan(tuple(writes), tuple(refused), unchanged)


def write_names(
    library: Library,
    plan: WritePlan,
    *,
    progress: ProgressCallback | None = None,
    token: CancelToken | None = None,
) -> WriteReport:
    """Write what was planned: one entry in the history, which undoing gives all files back.

    Each file is replaced at one stroke and keeps its times; the library's row of the photo follows, so that
    indexing finds nothing changed. A photo of which something else is known than what was planned is left
    out; one that cannot be written does not stop the others, and of it nothing is written. Where photos share
    a sidecar, or are links to one file, it gets the names of all of them.

    Killed at any moment, each file has either its old content or its new, and the library finds out which
    (`reconcile`).

    Args:
        library: The library; this thread is neither reading nor writing it.
        plan: Of `plan_writing`.
        progress: Told how many photos are done.
        token: Cancels between photos; what is written stays.

    Raises:
        LibraryBusyError: Another process is running a long job on this library.
        LibraryError: The library cannot be written.
    """
    with library.job_lock():
        reconcile_alone(library)
        return _Writing(library).run(plan, progress, token)


class _Writing:
    """One run; the entry in the history is made with the first photo."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._action: int | None = None
        self._written: list[int] = []
        self._refused: list[Refusal] = []
        #: What files had before this run, by their paths with links followed.
        self._was: dict[Path, bytes | None] = {}

    def run(
        self, plan: WritePlan, progress: ProgressCallback | None, token: CancelToken | None
    ) -> WriteReport:
        planned = {write.photo_id: write for write in plan.writes}
        cancelled = False
        places: dict[Place, list[int]] = {"file": [], "sidecar": []}
        for write in plan.writes:
            places[write.place].append(write.photo_id)
        done = 0
        for place, photos in places.items():
            for photo_id in photos:
                if token is not None and token.cancelled:
                    cancelled = True
                    break
                # One by one: what the user says while others are written counts.
                for photo in known(self._library, [photo_id]):
                    self._write(planned[photo_id], draft(photo, place))
                done += 1
                if progress is not None:
                    progress(done, len(planned))
        changes = self._finish()
        return WriteReport(changes, tuple(self._written), tuple(self._refused), cancelled)

    def _write(self, planned: PlannedWrite, found: Draft | Refusal) -> None:
        if isinstance(found, Refusal):
            self._refused.append(found)
            return
        shown, shared = found, self._shared(planned.file)
        if shared:
            # What this run itself wrote is no news.
            before = draft(found.photo, found.place, was=self._was)
            if isinstance(before, Draft):
                shown = before
        if not shown.targets:
            return
        if _planned(shown) != planned:
            self._refused.append(Refusal(planned.photo_id, planned.file, Why.NEWS))
            return
        if shared and says_same(found.before, found.after):
            # The file they share says it already.
            self._written.append(planned.photo_id)
            return
        rows: list[int] = []
        for target in found.targets:
            try:
                rows.append(self._replace(planned.photo_id, target))
            except ContainerError as error:
                problem = self._take_back(rows)
                why = Why.FAILED if problem is None else Why.PARTLY
                detail = str(error) if problem is None else problem
                self._refused.append(Refusal(planned.photo_id, target.path, why, detail))
                return
        self._written.append(planned.photo_id)
        for target in found.targets:
            self._was.setdefault(target.path.resolve(), target.packet_before)

    def _shared(self, file: Path) -> bool:
        """Tell whether this run has written what a photo's names are read from, for another photo."""
        return any(path.resolve() in self._was for path in (file, *sidecars(file)))

    def _replace(self, photo_id: int, target: Target) -> int:
        """Write one file; return `Written.id`.

        Raises:
            ContainerError: It stays as it is.
        """
        with self._library.write() as session:
            if self._action is None:
                self._action = record_outside(session, KIND, UNFINISHED)
            row = note(session, photo_id, self._action, target)
        carry_out(self._library, row, target)
        return row

    def _take_back(self, rows: list[int]) -> str | None:
        """Give files back what they had, as if they had not been written; else say why that cannot be."""
        for row in reversed(rows):
            problem = bring(self._library, row, forward=False)
            if problem is not None:
                return problem
            with self._library.write() as session:
                session.execute(delete(Written).where(Written.id == row))
        return None

    def _finish(self) -> Changes:
        """Make the entry in the history say how much was done."""
        if self._action is None:
            return Changes(None, _NOTHING, told=_NOTHING)
        with self._library.write() as session:
            summary = finish(session, self._action, also=self._written)
            if summary is None:
                return Changes(None, _NOTHING, told=_NOTHING)
            rows = select(Written.photo_id).where(Written.action_id == self._action)
            photos = {*self._written, *session.scalars(rows)}
        return Changes(self._action, summary, photos=tuple(sorted(photos)), told=summary)


def _planned(found: Draft) -> PlannedWrite:
    return PlannedWrite(
        photo_id=found.photo.id,
        file=found.photo.file,
        place=found.place,
        targets=tuple(target.path for target in found.targets),
        before=found.before,
        after=found.after,
    )


def _replay(library: Library, action_id: int, forward: bool) -> OutsideDone:
    """Give all files of an action back what they had before it, or what it wrote."""
    reconcile(library)
    to_do = Written.undone_at.is_not(None) if forward else Written.undone_at.is_(None)
    with library.read() as session:
        if session.get(Action, action_id) is None:
            raise OperationError(
                "Writing names was cut off before anything was written, so there is nothing to undo of it. "
                "Undo once more to take back what was done before."
            )
        kept = session.scalar(select(Written.id).where(Written.action_id == action_id).limit(1))
        rows = session.execute(
            select(Written.id, Written.photo_id)
            .where(Written.action_id == action_id, to_do, Written.pending.is_(False))
            .order_by(Written.id if forward else Written.id.desc())
        ).all()
    if kept is None:
        return OutsideDone(
            problems=("What the files said before is no longer kept, so they stay as they are.",)
        )
    photos: list[int] = []
    problems: list[str] = []
    for row, photo in rows:
        problem = bring(library, row, forward=forward)
        if problem is None:
            photos.append(photo)
        else:
            problems.append(problem)
    return OutsideDone(tuple(photos), tuple(problems))


register_outside(KIND, _replay)
