"""The one lane that writes what was found into the library: photos, faces and embeddings, batch by batch.

Decisions are made in `app.indexing.planning`; faces are written in `app.indexing.face_rows`; what a copy of a
photo gets is in `app.indexing.copying`. Every batch is one transaction, so a run may be killed between any
two instructions.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.indexing import moving
from app.indexing.changes import Changes, Known, Move
from app.indexing.copying import copy_faces
from app.indexing.cropping import CropKeeper, ThumbnailKeeper
from app.indexing.face_rows import FaceRows
from app.indexing.progress import Meter
from app.indexing.remembering import add_seen, fill_facts, remember
from app.indexing.report import Tally
from app.indexing.tasks import Duplicate, MovedHere, Result, SameContent, Task
from app.indexing.work import Analysed, Unusable
from app.library.store import Library
from app.library.tables import Job, Photo, Root, now
from engine.video import is_video


class Writer:
    """Writes results.

    Args:
        library: written to.
        job_id: the row of this run, whose progress is kept up to date.
        detector_id: `Model.id` of the detector in use.
        recogniser_id: `Model.id` of the recogniser in use.
        other_person: embeddings below this cosine similarity are of two people.
        root_paths: the path of every root by id.
        crops: kept of every face found.
        thumbnails: kept of every photo that was looked at.
        tally: counts what was written.
    """

    def __init__(
        self,
        library: Library,
        *,
        job_id: int,
        detector_id: int,
        recogniser_id: int,
        other_person: float,
        root_paths: dict[int, str],
        crops: CropKeeper,
        thumbnails: ThumbnailKeeper,
        tally: Tally,
    ) -> None:
        self.detector_id = detector_id
        self._recogniser_id = recogniser_id
        self._library = library
        self._job_id = job_id
        self._root_paths = root_paths
        self._crops = crops
        self._thumbnails = thumbnails
        self._tally = tally
        self._faces = FaceRows(
            recogniser_id=recogniser_id, other_person=other_person, crops=crops, tally=tally
        )
        self._newly_missing: set[int] = set()
        #: Photos whose files were not looked at and whose names are to be read, with the time of the newest
        #: sidecar.
        self.unread: list[tuple[int, int]] = []

    def settle(self, changes: Changes, reachable: dict[int, bool]) -> None:
        """Write what was found out without reading a file.

        Args:
            changes: What was found.
            reachable: For each root walked, whether it could be reached.
        """
        tally = self._tally
        with self._library.write() as session:
            moving.settle(session, changes)
            # Somebody may have stopped watching a folder while it was walked.
            roots = set(session.scalars(select(Root.id)))
            moves = [move for move in changes.moved if move.root_id in roots]
            moved = moving.move(session, moves, self._root_paths)
            for root in session.scalars(select(Root).where(Root.id.in_(reachable))):
                if reachable[root.id] and root.offline_since is not None:
                    root.offline_since = None
                    tally.online.append(root.path)
                elif not reachable[root.id]:
                    root.offline_since = root.offline_since or now()
                    tally.offline.append(root.path)
            self._note_progress(session, 0, len(changes.to_read))
        self._newly_missing.update(k.id for k in (*changes.gone, *changes.evicted) if not k.missing)
        tally.seen, tally.videos = changes.seen, changes.videos
        # Those whose new name makes another kind of them are counted when they are read.
        tally.unchanged, tally.moved = changes.unchanged, moved - sum(move.other_kind for move in moves)
        tally.unfinished = sum(not move.other_kind for move in changes.moved) - tally.moved
        tally.missing = len(self._newly_missing)
        tally.returned = len(changes.returned) + sum(move.known.missing for move in changes.moved)

    def write(self, done: list[tuple[Task, Result]], meter: Meter) -> None:
        """Write a batch in one transaction, and then its crops and thumbnails.

        Args:
            done: Files and results, in order; each task's `photo_id` is set.
            meter: How far the run is.
        """
        with self._library.write() as session:
            # As when settling: a root may be watched no longer.
            roots = set(session.scalars(select(Root.id)))
            for task, result in done:
                written = task.root_id in roots and self._store(session, task, result)
                self._tally.unfinished += not written
                if written and isinstance(result, SameContent | MovedHere | Duplicate):
                    self._note_unread(session, task, result)
            self._note_progress(session, meter.done, None)
        self._crops.write()
        self._thumbnails.write()

    def _note_unread(self, session: Session, task: Task, result: SameContent | MovedHere | Duplicate) -> None:
        """Note a photo whose file was not looked at, if its names are to be read."""
        found = task.known.id if isinstance(result, SameContent) and task.known is not None else task.photo_id
        found = result.photo.id if isinstance(result, MovedHere) else found
        photo = None if found is None else session.get(Photo, found)
        if photo is not None and photo.sidecar_ns != task.found.sidecar_ns:
            self.unread.append((photo.id, task.found.sidecar_ns))

    def _note_progress(self, session: Session, done: int, total: int | None) -> None:
        values = {"done": done} if total is None else {"done": done, "total": total}
        session.execute(update(Job).where(Job.id == self._job_id).values(values))

    def _store(self, session: Session, task: Task, result: Result) -> bool:
        """Write one result; return False where the library no longer has what it refers to."""
        match result:
            case SameContent():
                return self._touch(session, task)
            case MovedHere(photo):
                return self._move(session, task, photo)
            case Duplicate():
                return self._copy(session, task, result)
            case Unusable() | Analysed():
                return self._describe(session, task, result)
        # Vanished or stopped: nothing to write; the next walk will not find it, or will again.
        return True

    def _touch(self, session: Session, task: Task) -> bool:
        photo = None if task.known is None else session.get(Photo, task.known.id)
        if photo is None:
            return False
        self._arrive(photo, task)
        self._tally.unchanged += 1
        return True

    def _move(self, session: Session, task: Task, photo: Known) -> bool:
        if task.known is not None:
            self._evict(session, task.known)
        moved = moving.move(session, [Move(photo, task.root_id, task.found)], self._root_paths)
        self._tally.moved += moved
        self._tally.returned += moved and photo.missing
        self._tally.missing -= bool(moved) and photo.id in self._newly_missing and not photo.missing
        return bool(moved)

    def _evict(self, session: Session, photo: Known) -> None:
        moving.evict(session, [photo], now())
        self._tally.missing += not photo.missing
        self._newly_missing.add(photo.id)

    def _copy(self, session: Session, task: Task, result: Duplicate) -> bool:
        """Write a photo of the same content as another, with the other's faces."""
        twin_id = result.photo_id if result.ahead is None else result.ahead.photo_id
        twin = None if twin_id is None else session.get(Photo, twin_id)
        if twin is None or (twin.sha256, twin.state, twin.detector_id) != (
            result.sha256,
            "analysed",
            self.detector_id,
        ):
            return False
        photo = self._new_photo(session, task)
        same = "sha256 state damaged format width height orientation detector_id duration_ms shown_ms".split()
        facts = "taken_at taken_offset camera latitude longitude".split()
        for name in same + facts:
            setattr(photo, name, getattr(twin, name))
        session.add(photo)
        session.flush()
        task.photo_id = photo.id
        copy_ids = copy_faces(session, twin, photo)
        # What a sidecar of its own says is read afterwards.
        photo.sidecar_ns = 0 if twin.sidecar_ns is not None and not task.found.sidecar_ns else None
        self._crops.copy(copy_ids)
        self._thumbnails.copy(twin.id, photo.id)
        self._tally.duplicates += 1
        self._tally.videos_read += is_video(task.file)
        self._tally.faces += len(copy_ids)
        return True

    def _describe(self, session: Session, task: Task, result: Analysed | Unusable) -> bool:
        """Write a photo that was looked at, or could not be, as a new row or into the one it has."""
        if task.known is None:
            photo = self._new_photo(session, task)
            session.add(photo)
            self._tally.new += 1
        else:
            row = session.get(Photo, task.known.id)
            if row is None:
                return False
            photo = row
            self._arrive(photo, task)
            self._tally.changed += 1
        self._tally.videos_read += is_video(task.file)
        size_before = (photo.width, photo.height)
        photo.sha256 = result.sha256
        photo.indexed_at = now()
        if isinstance(result, Unusable):
            photo.state, photo.problem, photo.problem_text = "failed", result.problem, result.sentence
            photo.damaged = False
        else:
            _set_facts(photo, result)
            photo.detector_id = self.detector_id
        session.flush()
        task.photo_id = photo.id
        if isinstance(result, Analysed):
            known = task.known is not None
            without = self._faces.settle(session, photo, size_before, result) if known else set[int]()
            self._faces.add(session, photo, result, without=without)
            self._remember(session, photo, task, result)
            self._thumbnails.keep(photo.id, result.sha256, result.photo.thumbnail)
        return True

    def _remember(self, session: Session, photo: Photo, task: Task, result: Analysed) -> None:
        if result.words is None:
            # Its names are read when that is wanted again.
            photo.sidecar_ns = None
            return
        remember(session, photo, result.words, task.found.sidecar_ns)
        self._tally.faces += add_seen(
            session, photo, result.words, recogniser_id=self._recogniser_id, crops=self._crops
        )

    def _new_photo(self, session: Session, task: Task) -> Photo:
        found = task.found
        if task.evicts is not None:
            self._evict(session, task.evicts)
        return Photo(
            root_id=task.root_id,
            path=found.path,
            size=found.size,
            mtime_ns=found.mtime_ns,
            inode=found.inode,
        )

    def _arrive(self, photo: Photo, task: Task) -> None:
        """Note that a photo's file is at its path, as the walk saw it."""
        self._tally.returned += photo.missing_since is not None
        photo.missing_since = None
        photo.size, photo.mtime_ns, photo.inode = task.found.size, task.found.mtime_ns, task.found.inode


def _set_facts(photo: Photo, result: Analysed) -> None:
    seen, facts = result.photo, result.facts
    photo.state, photo.problem, photo.problem_text = "analysed", None, None
    photo.damaged, photo.format = seen.damaged, seen.format
    photo.width, photo.height, photo.orientation = seen.width, seen.height, seen.orientation
    photo.duration_ms = None if seen.video is None else seen.video.duration_ms
    photo.shown_ms = None if seen.video is None else seen.video.shown_ms
    photo.taken_at = photo.taken_offset = photo.camera = photo.latitude = photo.longitude = None
    fill_facts(photo, facts)
