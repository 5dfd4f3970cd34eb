"""What both ways of embedding known faces anew share: which faces lack an embedding, running, storing.

From photos that is `app.indexing.reembedding`, from crops `app.indexing.from_crops`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import ColumnElement, exists, select, update

from app.indexing.cropping import CropKeeper
from app.indexing.pipeline import Pipeline, Steps
from app.indexing.progress import CancelToken, Meter, Stage
from app.indexing.report import Tally
from app.library.store import Library
from app.library.tables import Embedding, Face, Job

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

T = TypeVar("T")
C = TypeVar("C")
R = TypeVar("R")


def unseen(recogniser_id: int) -> ColumnElement[bool]:
    """Return the condition that a recogniser has no embedding of a `Face`."""
    return ~exists().where(Embedding.face_id == Face.id, Embedding.model_id == recogniser_id)


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingAnew:
    """What a run of indexing has for embedding known faces anew.

    Attributes:
        library: written to.
        job_id: the row of this run.
        recogniser_id: `Model.id` of the recogniser in use.
        analyser: returns the analyser, which is made when first asked for.
        crops: of faces.
        meter: told of progress.
        tally: counts what happened.
        workers: threads of the pool.
        token: cancels or pauses.
    """

    library: Library
    job_id: int
    recogniser_id: int
    analyser: Callable[[], Analyser]
    crops: CropKeeper
    meter: Meter
    tally: Tally
    workers: int
    token: CancelToken

    def run(self, stage: Stage, steps: Steps[T, C, R], tasks: Iterable[T], *, total: int) -> None:
        """Run a stage of so much work (faces or photos, as its steps tell the meter)."""
        self.meter.begin(stage, total)
        with self.library.write() as session:
            session.execute(update(Job).where(Job.id == self.job_id).values(done=0, total=total))
        Pipeline(steps, workers=self.workers, token=self.token).run(tasks)

    def store(self, vectors: dict[int, bytes]) -> int:
        """Write embeddings of faces that have none of this recogniser, and how far the run is.

        Args:
            vectors: Packed embeddings by face id.

        Returns:
            How many of the faces the library still has.
        """
        with self.library.write() as session:
            # Somebody may have deleted a face meanwhile.
            there = session.scalars(select(Face.id).where(Face.id.in_(vectors)).order_by(Face.id)).all()
            session.add_all(
                Embedding(face_id=face_id, model_id=self.recogniser_id, vector=vectors[face_id])
                for face_id in there
            )
            session.execute(update(Job).where(Job.id == self.job_id).values(done=self.meter.done))
        return len(there)
