"""Reading names again, or for the first time, of photos that are as they were: all else stays unread.

For libraries from before names were read, for sidecars that came or changed beside a photo, and for photos
that were moved or copied. Reading itself is `app.indexing.words`, storing `app.indexing.remembering`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, update

from app.indexing.budget import PixelBudget, guess_pixels
from app.indexing.cropping import CropKeeper
from app.indexing.pipeline import Pipeline, Work
from app.indexing.progress import CancelToken, Meter, Stage
from app.indexing.remembering import add_seen, fill_facts, remember
from app.indexing.report import Tally
from app.indexing.words import Frame, Words, head_of, look_for_faces, read_words
from app.library.store import Library
from app.library.tables import Erasure, Face, Job, Photo
from app.metadata.xmp import KeywordRule
from app.operations.placing import boxes_of, meant
from app.operations.rows import among
from engine import image
from engine.image import ImageError
from engine.video import is_video

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

#: Photos that are fetched in one query.
_PAGE = 256


@dataclass(frozen=True, slots=True)
class Unread:
    """The file was not there, or could not be read; the next run tries again."""


Result = Words | Unread


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A photo whose names are to be read.

    Attributes:
        id: `Photo.id`.
        file: absolute path.
        size: of the file, bytes.
        frame: of the photo.
        sidecar_ns: when its newest sidecar was changed; 0 where there is none.
        places: (n, 4) float64 boxes of its faces and of those that the user deleted.
    """

    id: int
    file: str
    size: int
    frame: Frame
    sidecar_ns: int
    places: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rereading:
    """What a run of indexing has for it.

    Attributes:
        library: written to.
        job_id: the row of this run.
        recogniser_id: `Model.id` of the recogniser in use.
        analyser: returns the analyser, which is made when first asked for.
        keywords: which keywords are people.
        crops: of faces.
        budget: bounds the pixels in memory.
        meter: told of progress.
        tally: counts what happened.
        token: cancels or pauses.
    """

    library: Library
    job_id: int
    recogniser_id: int
    analyser: Callable[[], Analyser]
    keywords: KeywordRule
    crops: CropKeeper
    budget: PixelBudget
    meter: Meter
    tally: Tally
    token: CancelToken

    def run(self, photos: Mapping[int, int], root_paths: dict[int, str], *, workers: int) -> None:
        """Read the names of photos.

        Args:
            photos: When the newest sidecar was changed, by `Photo.id`; those that could not be looked at are
                left out.
            root_paths: the path of every root by id.
            workers: threads of the pool.
        """
        if not photos or self.token.cancelled:
            return
        self.meter.begin(Stage.READING_NAMES, len(photos))
        with self.library.write() as session:
            session.execute(update(Job).where(Job.id == self.job_id).values(done=0, total=len(photos)))
        tasks = _tasks(self.library, photos, root_paths)
        Pipeline(_Reader(self), workers=workers, token=self.token).run(tasks)


def _tasks(library: Library, photos: Mapping[int, int], root_paths: dict[int, str]) -> Iterator[_Known]:
    """Give the photos, reading ahead a little."""
    ids = sorted(photos)
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        with library.read() as session:
            rows = session.execute(
                select(
                    Photo.id,
                    Photo.root_id,
                    Photo.path,
                    Photo.size,
                    Photo.orientation,
                    Photo.width,
                    Photo.height,
                )
                .where(among(Photo.id, page), Photo.state == "analysed", Photo.missing_since.is_(None))
                .order_by(Photo.id)
            ).all()
            places: defaultdict[int, list[tuple[float, ...]]] = defaultdict(list)
            for table in (Face, Erasure):
                box = (table.x, table.y, table.width, table.height)
                for photo, *found in session.execute(
                    select(table.photo_id, *box).where(among(table.photo_id, page))
                ):
                    places[photo].append(tuple(found))
        for photo, root, path, size, orientation, width, height in rows:
            if root in root_paths and width is not None and height is not None:
                yield _Known(
                    photo,
                    os.path.join(root_paths[root], path),  # noqa: PTH118 - odd names
                    size,
                    Frame(orientation, width, height),
                    photos[photo],
                    np.array(places[photo], np.float64).reshape(-1, 4),
                )


class _Reader:
    """The steps of the pipeline."""

    def __init__(self, rereading: Rereading) -> None:
        self._run = rereading

    def size(self, task: _Known) -> int:
        """Return the bytes of the file, of which nothing is read where it is a video."""
        return 0 if is_video(task.file) else task.size

    def read(self, task: _Known) -> bytes | Unread:
        """Read so much of a file as has its metadata."""
        try:
            return head_of(task.file)
        except ImageError:
            return Unread()

    def decide(self, ready: list[tuple[_Known, bytes | Unread]]) -> list[Work[Result] | Result]:
        """Say what is to be done about files."""
        return [data if isinstance(data, Unread) else self._decide(task, data) for task, data in ready]

    def accept(self, task: _Known, result: Result) -> Work[Result] | None:  # noqa: ARG002
        """Count a photo."""
        self._run.meter.advance(task.file)
        return None

    def write(self, done: list[tuple[_Known, Result]]) -> None:
        """Write a batch, and then its crops."""
        run = self._run
        with run.library.write() as session:
            for task, words in done:
                photo = session.get(Photo, task.id)
                # Somebody may have removed it meanwhile.
                if photo is None or isinstance(words, Unread):
                    continue
                remember(session, photo, words, task.sidecar_ns)
                fill_facts(photo, words.facts)
                run.tally.faces += add_seen(
                    session, photo, words, recogniser_id=run.recogniser_id, crops=run.crops
                )
            session.execute(update(Job).where(Job.id == run.job_id).values(done=run.meter.done))
        run.crops.write()

    def tick(self) -> None:
        """Tell of progress."""
        self._run.meter.tell()

    def _decide(self, task: _Known, data: bytes) -> Work[Result] | Result:
        words = read_words(data, task.file, task.frame, self._run.keywords)
        boxes = boxes_of(words.regions, task.frame.width, task.frame.height)
        if len(meant(boxes, task.places)) == len(boxes):
            return words
        # Made here and not in the pool: that a model cannot be loaded is not the fault of a photo.
        analyser = self._run.analyser()
        return Work(lambda: self._look(task, words, analyser))

    def _look(self, task: _Known, words: Words, analyser: Analyser) -> Result:
        try:
            data = image.read_bytes(task.file)
        except ImageError:
            return Unread()
        with self._run.budget.room_for(guess_pixels(data)):
            return look_for_faces(
                words, data, task.file, frame=task.frame, analyser=analyser, faces=task.places
            )
