"""One run of indexing from beginning to end: lock, walk, compare, read, embed, report.

Each of these is done in a file of its own beside this one; here they are put in order.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import cv2
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.indexing.anew import EmbeddingAnew
from app.indexing.budget import PixelBudget
from app.indexing.changes import Changes, Known, WalkedRoot, compare
from app.indexing.cropping import CropKeeper, ThumbnailKeeper
from app.indexing.from_crops import embed_from_crops
from app.indexing.known import known_photos, lost_elsewhere, of_suffixes, wanted_suffixes
from app.indexing.partly import look_within
from app.indexing.pipeline import Pipeline
from app.indexing.planning import Planner
from app.indexing.progress import CancelToken, Meter, ProgressCallback, Stage
from app.indexing.reembedding import embed_from_photos
from app.indexing.remembering import adopt_read, note_rule
from app.indexing.report import IndexReport, Tally
from app.indexing.rereading import Rereading
from app.indexing.roots import WatchedRoot, adopt_photos, watched_roots
from app.indexing.scope import Scope
from app.indexing.tasks import Task
from app.indexing.walk import FoundFile, Walk
from app.indexing.words import keyword_rule
from app.indexing.writing import Writer
from app.library.crops import CropStore
from app.library.embeddings import unembedded_count
from app.library.errors import LibraryError
from app.library.queries import model_of_card
from app.library.store import Library
from app.library.tables import Job, Photo, now
from app.library.thumbnails import ThumbnailStore
from engine.models import ModelCard

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

_JOB = "index"
_PAUSE_TICK_S = 0.1


class _CancelledError(Exception):
    """The walk was cancelled, so nothing may be concluded from it."""


def index(
    library: Library,
    analyser_factory: Callable[[], Analyser],
    *,
    detector: ModelCard,
    recogniser: ModelCard,
    roots: Collection[int] | None = None,
    within: Mapping[int, Scope] | None = None,
    workers: int | None = None,
    on_progress: ProgressCallback | None = None,
    token: CancelToken | None = None,
) -> IndexReport:
    """Bring a library up to date with its folders.

    May be interrupted at any moment, also by killing the process; the next run goes on, and the library
    becomes the same, row ids included, as if it had not been interrupted. Photos that are as they were are
    not opened. A photo whose content was bad is not tried again until its file changes; one that could not
    be read is, and so is a RAW photo or a video once support for it is installed.

    Photos that moved keep everything, also between roots, and also from a root that cannot be reached when
    their content is found elsewhere. Photos whose file is gone are kept, as missing; those of a root that
    cannot be reached are left as they are. A root that is there but empty, while the library knows photos in
    it, counts as not reachable: that is what the folder of an unconnected drive looks like.

    After a change of recogniser the faces known are embedded for it, too: from their photos, or where these
    are out of reach, from the crops kept of them. Embeddings that may be compared with its own are taken over
    instead, unless the user wants all made anew. After a change of detector only new and changed photos are
    looked at with the new one: faces that the user has sorted stay as they are.

    The names that files and the sidecars beside them give are read, if the library's settings say so, and
    taken over at the end in one action that the user can undo (`app.indexing.remembering`). Where a sidecar
    came or changed beside a photo that is as it was, only the names are read.

    Args:
        library: the library; other processes cannot index it meanwhile.
        analyser_factory: makes the analyser of `detector` and `recogniser`; called only if a photo has to
            be looked at, and at most once.
        detector: card of the detector.
        recogniser: card of the recogniser.
        roots: ids of the roots to look at; None for all.
        within: folders to look at, by the id of their root, instead of whole roots. Photos in other folders
            stay as they are, unless their files are found in these; faces are not embedded for another
            recogniser.
        workers: photos looked at at one time; None for the number of processors.
        on_progress: told of progress in this thread, about ten times a second.
        token: cancels or pauses the run from another thread.

    Raises:
        LibraryBusyError: another long job is running on this library.
        LibraryError: the library cannot be written; what was written before stays.
        KeyboardInterrupt: as it came; the library is then as after a cancellation.
        Exception: what `analyser_factory` or `on_progress` raised.
    """
    with (
        library.job_lock(),
        CropStore(library) as crops,
        ThumbnailStore(library) as thumbnails,
        _one_thread_per_photo(),
    ):
        run = _Run(
            library,
            analyser_factory,
            recogniser,
            crops=CropKeeper(crops),
            thumbnails=ThumbnailKeeper(thumbnails),
            workers=workers,
            on_progress=on_progress,
            token=token,
        )
        return run.run(detector, roots, within)


def forget_missing(library: Library, *, roots: Collection[int] | None = None) -> int:
    """Remove the photos whose files are missing, with their faces and all that was said of them.

    Only for when the user asks for it; nothing else ever removes a photo.

    Args:
        library: the library; nobody may be indexing it.
        roots: ids of roots; None for all.

    Returns:
        How many photos were removed.

    Raises:
        LibraryBusyError: a long job is running on this library.
        LibraryError: the library cannot be written.
    """
    statement = delete(Photo).where(Photo.missing_since.is_not(None))
    if roots is not None:
        statement = statement.where(Photo.root_id.in_(roots))
    with library.job_lock(), CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
        with library.write() as session:
            removed = session.connection().execute(statement).rowcount
        crops.prune()
        thumbnails.prune()
    return removed


@contextmanager
def _one_thread_per_photo() -> Iterator[None]:
    """Keep OpenCV from starting threads of its own: the photos are spread over the processors already."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


class _Run:
    """What one run carries from step to step."""

    def __init__(
        self,
        library: Library,
        analyser_factory: Callable[[], Analyser],
        recogniser: ModelCard,
        *,
        crops: CropKeeper,
        thumbnails: ThumbnailKeeper,
        workers: int | None,
        on_progress: ProgressCallback | None,
        token: CancelToken | None,
    ) -> None:
        if recogniser.recognition is None:
            raise ValueError(f"{recogniser.name} is not a recogniser")
        self._library = library
        self._factory = analyser_factory
        self._made: Analyser | None = None
        self._recogniser = recogniser
        self._other_person = recogniser.recognition.same_person
        self._crops = crops
        self._thumbnails = thumbnails
        self._workers = workers or os.cpu_count() or 1
        self._token = token or CancelToken()
        self._meter = Meter(on_progress)
        self._budget = PixelBudget()
        self._tally = Tally()
        self._started = time.monotonic()

    def run(
        self, detector: ModelCard, roots: Collection[int] | None, within: Mapping[int, Scope] | None
    ) -> IndexReport:
        with self._library.write() as session:
            # Under the lock of jobs nobody else's can be running: these were killed.
            session.execute(
                update(Job).where(Job.state == "running").values(state="interrupted", finished_at=now())
            )
            job = Job(kind=_JOB)
            session.add(job)
            session.flush()
            job_id = job.id
            detector_id = model_of_card(session, detector).id
            recogniser_id = model_of_card(session, self._recogniser).id
            adopt_photos(session)
            watched = watched_roots(session)
            _take_over(session, self._recogniser)
            note_rule(session)
        state = "failed"
        try:
            self._work(
                watched,
                roots,
                within,
                job_id=job_id,
                detector_id=detector_id,
                recogniser_id=recogniser_id,
            )
            state = "cancelled" if self._token.cancelled else "finished"
        except (_CancelledError, KeyboardInterrupt) as stopped:
            state = "cancelled"
            if isinstance(stopped, KeyboardInterrupt):
                raise
        except BaseException:
            # A library that cannot be written cannot note that either; that is not the error to report.
            with suppress(LibraryError):
                self._end(job_id, "failed")
            raise
        finally:
            if state != "failed":
                self._end(job_id, state)
        self._meter.begin(Stage.FINISHED, self._meter.done)
        return self._tally.report(seconds=time.monotonic() - self._started, cancelled=state == "cancelled")

    def _work(
        self,
        watched: list[WatchedRoot],
        only: Collection[int] | None,
        within: Mapping[int, Scope] | None,
        *,
        job_id: int,
        detector_id: int,
        recogniser_id: int,
    ) -> None:
        root_paths = {root.id: root.path for root in watched}
        with self._library.read() as session:
            keywords = keyword_rule(session)
        self._meter.begin(Stage.WALKING)
        if within is None:
            changes, reachable = self._compare(watched, only)
        else:
            look = look_within(self._library, watched, within, visit=self._visit)
            changes, reachable = look.changes, look.reachable
            self._tally.skipped += look.skipped
        writer = Writer(
            self._library,
            job_id=job_id,
            detector_id=detector_id,
            recogniser_id=recogniser_id,
            other_person=self._other_person,
            root_paths=root_paths,
            crops=self._crops,
            thumbnails=self._thumbnails,
            tally=self._tally,
        )
        writer.settle(changes, reachable)
        self._meter.begin(Stage.ANALYSING, len(changes.to_read))
        planner = Planner(
            self._library,
            writer,
            analyser=self._analyser,
            budget=self._budget,
            root_paths=root_paths,
            candidates=changes.candidates,
            to_read=changes.to_read,
            meter=self._meter,
            tally=self._tally,
            keywords=keywords,
            proceed=self._proceed,
        )
        tasks = (
            Task(root_id, found, os.path.join(root_paths[root_id], found.path), known)  # noqa: PTH118
            for root_id, found, known in changes.to_read
        )
        Pipeline(planner, workers=self._workers, token=self._token).run(tasks)
        if keywords is not None:
            rereading = Rereading(
                self._library,
                job_id=job_id,
                recogniser_id=recogniser_id,
                analyser=self._analyser,
                keywords=keywords,
                crops=self._crops,
                budget=self._budget,
                meter=self._meter,
                tally=self._tally,
                token=self._token,
            )
            unread = {known.id: sidecar_ns for known, sidecar_ns in changes.unread} | dict(writer.unread)
            rereading.run(unread, root_paths, workers=self._workers)
            self._tally.names = adopt_read(self._library)
        if within is not None:
            return
        anew = EmbeddingAnew(
            self._library,
            job_id=job_id,
            recogniser_id=recogniser_id,
            analyser=self._analyser,
            crops=self._crops,
            meter=self._meter,
            tally=self._tally,
            workers=self._workers,
            token=self._token,
        )
        there = [root_id for root_id, reached in reachable.items() if reached]
        embed_from_photos(anew, root_paths, roots=there, budget=self._budget)
        embed_from_crops(anew, reachable)
        with self._library.read() as session:
            self._tally.not_embedded = unembedded_count(session, recogniser_id)

    def _compare(
        self, watched: list[WatchedRoot], only: Collection[int] | None
    ) -> tuple[Changes, dict[int, bool]]:
        walked = [root for root in watched if only is None or root.id in only]
        with self._library.read() as session:
            suffixes = wanted_suffixes(session)
            known = {root.id: of_suffixes(known_photos(session, root.id), suffixes) for root in walked}
            elsewhere = list(lost_elsewhere(session, set(known)))
        reachable: dict[int, bool] = {}

        def walk(root: WatchedRoot) -> WalkedRoot:
            others = [other.path for other in watched if other.id != root.id]
            way = Walk(root.path, others, suffixes=suffixes)
            photos = known.pop(root.id)
            return WalkedRoot(root.id, photos, self._found(way, root, photos, reachable), way.unreachable)

        return compare(map(walk, walked), elsewhere), reachable

    def _found(
        self, walk: Walk, root: WatchedRoot, photos: dict[str, Known], reachable: dict[int, bool]
    ) -> Iterator[FoundFile]:
        """Give what a walk finds, and note afterwards whether its root could be reached."""
        yield from self._visit(root, walk)
        if walk.empty and any(not photo.missing for photo in photos.values()):
            walk.unreachable.append("")
        self._tally.skipped += walk.skipped
        reachable[root.id] = "" not in walk.unreachable

    def _visit(self, root: WatchedRoot, walk: Walk) -> Iterator[FoundFile]:
        """Give what a walk finds, telling of it; wait while paused, and end it when cancelled."""
        for found in walk:
            while self._token.paused:
                self._token.wait(_PAUSE_TICK_S)
                self._meter.restart_clock()
            if self._token.cancelled:
                raise _CancelledError
            self._meter.advance(os.path.join(root.path, found.path))  # noqa: PTH118
            yield found

    def _proceed(self) -> bool:
        """Wait while paused, in the middle of a video; tell whether to go on."""
        while self._token.paused:
            self._token.wait(_PAUSE_TICK_S)
        return not self._token.cancelled

    def _analyser(self) -> Analyser:
        if self._made is None:
            self._made = self._factory()
        return self._made

    def _end(self, job_id: int, state: str) -> None:
        with self._library.write() as session:
            session.execute(
                update(Job)
                .where(Job.id == job_id)
                .values(state=state, finished_at=now(), summary=self._tally.summary())
            )


def _take_over(session: Session, recogniser: ModelCard) -> None:
    # SciPy, which comes with it, takes a fifth of a second to load.
    from app.grouping import take_over

    take_over(session, recogniser)
