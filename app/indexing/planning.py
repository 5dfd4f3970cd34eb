"""Whether a file that was read is moved, a duplicate, changed or new: decided here and nowhere else.

Decisions are made in walk order and in one thread, so they do not depend on which file was read first.
Comparing paths and times is done before, in `app.indexing.changes`; writing after, in
`app.indexing.writing`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from app.indexing.budget import PixelBudget
from app.indexing.changes import Candidates, Known, Loss, ToRead
from app.indexing.pipeline import Work
from app.indexing.progress import Meter
from app.indexing.report import Failure, Tally
from app.indexing.tasks import Duplicate, MovedHere, Read, Result, SameContent, Task
from app.indexing.work import (
    Analysed,
    Content,
    Stopped,
    Unusable,
    Vanished,
    analyse,
    read,
    read_unless_stopped,
)
from app.indexing.writing import Writer
from app.library.store import Library
from app.library.tables import Photo
from app.metadata.xmp import KeywordRule
from engine.video import is_video

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

#: Bytes of a video that are in memory before it is looked at: a piece at a time is read of it.
VIDEO_BYTES: Final = 1 << 20


class Planner:
    """The steps of the pipeline that brings photos into the library.

    Args:
        library: asked for photos of equal content.
        writer: writes the results.
        analyser: returns the analyser, which is made when first asked for.
        budget: bounds the pixels in memory.
        root_paths: the path of every root by id.
        candidates: photos that lost their place.
        to_read: all files of the run.
        meter: told of every file.
        tally: counts what happened.
        keywords: which keywords in files are people; None where names are not to be read.
        proceed: asked in the middle of a video whether to go on; may wait.
    """

    def __init__(
        self,
        library: Library,
        writer: Writer,
        *,
        analyser: Callable[[], Analyser],
        budget: PixelBudget,
        root_paths: dict[int, str],
        candidates: Candidates,
        to_read: Sequence[ToRead],
        meter: Meter,
        tally: Tally,
        keywords: KeywordRule | None,
        proceed: Callable[[], bool],
    ) -> None:
        self._keywords = keywords
        self._proceed = proceed
        self._library = library
        self._writer = writer
        self._analyser = analyser
        self._budget = budget
        self._root_paths = root_paths
        self._candidates = candidates
        #: Photos whose file changed: what the library says of their content may not be so now.
        self._unsettled = {waits.known.id for waits in to_read if waits.known is not None}
        self._by_time = _by_time(to_read)
        self._meter = meter
        self._tally = tally
        #: Photos that were moved to another path in this run.
        self._placed: set[int] = set()
        #: The first file of each content that is being analysed and not yet written.
        self._ahead: dict[bytes, Task] = {}

    def size(self, task: Task) -> int:
        """Return the bytes of the file that are in memory."""
        return VIDEO_BYTES if is_video(task.found.path) else task.found.size

    def read(self, task: Task) -> Read:
        """Read and hash a file."""
        return read_unless_stopped(task.file, self._proceed)

    def decide(self, ready: list[tuple[Task, Read]]) -> list[Work[Result] | Result]:
        """Say what is to be done about files."""
        twins = self._twins([content.sha256 for _, content in ready if isinstance(content, Content)])
        return [
            self._decide(task, content, twins) if isinstance(content, Content) else content
            for task, content in ready
        ]

    def accept(self, task: Task, result: Result) -> Work[Result] | None:
        """Count a result; a duplicate of a file that turned out unusable is looked at itself."""
        if isinstance(result, Duplicate) and result.ahead is not None and not result.ahead.usable:
            return Work(lambda: self._read_and_analyse(task))
        if isinstance(result, Stopped):
            return None
        task.usable = isinstance(result, Analysed)
        if isinstance(result, Unusable):
            self._tally.fail(Failure(task.file, result.problem, result.sentence))
        faces = len(result.photo.faces) if isinstance(result, Analysed) else 0
        self._tally.faces += faces
        self._tally.damaged += isinstance(result, Analysed) and result.photo.damaged
        self._tally.vanished += isinstance(result, Vanished)
        self._tally.read += not isinstance(result, Vanished)
        self._meter.advance(task.file, faces=faces, failed=isinstance(result, Unusable))
        return None

    def write(self, done: list[tuple[Task, Result]]) -> None:
        """Write a batch."""
        self._writer.write(done, self._meter)
        for task, result in done:
            if task.known is not None:
                self._unsettled.discard(task.known.id)
            if isinstance(result, Analysed | Unusable) and self._ahead.get(result.sha256 or b"") is task:
                del self._ahead[result.sha256 or b""]

    def tick(self) -> None:
        """Tell of progress."""
        self._meter.tell()

    def _decide(self, task: Task, content: Content, twins: dict[bytes, list[int]]) -> Work[Result] | Result:
        sha256 = content.sha256
        if task.known is not None and task.known.id in self._placed:
            task.known = None
        known = task.known
        if known is not None and known.sha256 == sha256 and not known.retry:
            self._candidates.take(known)
            self._unsettled.discard(known.id)
            return SameContent()
        moved = self._moved(task, sha256)
        if moved is not None:
            self._placed.add(moved.id)
            self._unsettled.discard(moved.id)
            return MovedHere(moved)
        if known is not None and self._went_elsewhere(known):
            known, task.known, task.evicts = None, None, known
        if known is not None:
            self._candidates.take(known)
        else:
            twin = next((photo for photo in twins.get(sha256, ()) if photo not in self._unsettled), None)
            ahead = self._ahead.get(sha256)
            if twin is not None or ahead is not None:
                return Duplicate(sha256, twin, ahead if twin is None else None)
        self._ahead.setdefault(sha256, task)
        # Made here and not in the pool: that a model cannot be loaded is not the fault of a photo.
        analyser = self._analyser()
        return Work(lambda: self._analyse(content, task, analyser))

    def _analyse(self, content: Content, task: Task, analyser: Analyser) -> Result:
        return analyse(
            content, task.file, analyser, self._budget, keywords=self._keywords, proceed=self._proceed
        )

    def _moved(self, task: Task, sha256: bytes) -> Known | None:
        """Return the photo that the file is, if it is one that lost its place."""
        found = self._candidates.for_content(sha256, root_id=task.root_id, path=task.found.path)
        for photo, loss in found:
            if is_video(photo.path) != is_video(task.found.path):
                # The same content with a name of another kind is looked at otherwise.
                continue
            self._candidates.take(photo)
            if loss is Loss.DISPLACED and self._holds(photo.root_id, photo.path, photo.sha256):
                # Only its times changed, as its own turn will show; meanwhile this file is a duplicate.
                self._unsettled.discard(photo.id)
                continue
            return photo
        return None

    def _went_elsewhere(self, photo: Known) -> bool:
        """Say whether a photo whose file has other content now is in another file that is to be read.

        Without inodes only this tells a series of files renamed each to the next from files that were
        edited. Moving keeps size and time, so there are hardly ever files to look into.
        """
        return any(
            (root_id, path) != (photo.root_id, photo.path) and self._holds(root_id, path, photo.sha256)
            for root_id, path in self._by_time.get((photo.size, photo.mtime_ns), ())
        )

    def _holds(self, root_id: int, path: str, sha256: bytes | None) -> bool:
        content = read(os.path.join(self._root_paths[root_id], path))  # noqa: PTH118 - odd names
        return isinstance(content, Content) and content.sha256 == sha256

    def _twins(self, contents: list[bytes]) -> dict[bytes, list[int]]:
        """Return the photos of each content that this detector has looked at, in one query."""
        twins: dict[bytes, list[int]] = {}
        if contents:
            statement = (
                select(Photo.sha256, Photo.id)
                .where(
                    Photo.sha256.in_(set(contents)),
                    Photo.state == "analysed",
                    Photo.detector_id == self._writer.detector_id,
                )
                .order_by(Photo.id)
            )
            with self._library.read() as session:
                for sha256, photo_id in session.execute(statement):
                    if sha256 is not None:
                        twins.setdefault(sha256, []).append(photo_id)
        return twins

    def _read_and_analyse(self, task: Task) -> Result:
        content = read_unless_stopped(task.file, self._proceed)
        if not isinstance(content, Content):
            return content
        return self._analyse(content, task, self._analyser())


def _by_time(to_read: Sequence[ToRead]) -> dict[tuple[int, int], list[tuple[int, str]]]:
    """Return the places of files by size and time, for the sizes and times of photos whose file changed."""
    places: dict[tuple[int, int], list[tuple[int, str]]] = {
        (waits.known.size, waits.known.mtime_ns): [] for waits in to_read if waits.known is not None
    }
    for root_id, found, _ in to_read:
        here = places.get((found.size, found.mtime_ns))
        if here is not None:
            here.append((root_id, found.path))
    return places
