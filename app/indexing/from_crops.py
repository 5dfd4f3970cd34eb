"""A change of recogniser where photos are out of reach: their faces are embedded from their crops.

Those are the faces of photos that are missing, unreadable or changed, or on a drive that is away, those of
videos, and those that the user keeps though their photo shows something else now. All others are embedded
from their photos, in `app.indexing.reembedding`, which comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.indexing.anew import EmbeddingAnew, unseen
from app.indexing.cropping import CropKeeper
from app.indexing.pipeline import Work
from app.indexing.progress import Stage
from app.indexing.work import embed_crops
from app.library.tables import Face, Photo, Root
from engine.crops import Crop

#: Faces embedded together: as many as the recogniser takes at one time.
_TOGETHER = 16
#: About what a crop takes, in bytes.
_CROP_BYTES = 8192
#: Faces asked for in one query.
_PAGE = 8192

Faces = tuple[int, ...]
Crops = dict[int, Crop]
Vectors = dict[int, bytes]


def embed_from_crops(anew: EmbeddingAnew, roots: Collection[int]) -> None:
    """Embed the faces that the recogniser has not seen and that can be embedded from crops.

    Args:
        anew: what the run has for it.
        roots: Those that were looked at. Left out are faces of photos of other roots that could be read.
    """
    if anew.token.cancelled:
        return
    with anew.library.read() as session:
        faces = _faces_with_crops(session, anew.recogniser_id, roots, anew.crops)
    if faces:
        anew.run(Stage.EMBEDDING_CROPS, _CropEmbedder(anew), _together(faces), total=len(faces))


def _faces_with_crops(
    session: Session, recogniser_id: int, roots: Collection[int], crops: CropKeeper
) -> list[int]:
    """Return the ids of the faces to embed, in order."""
    out_of_reach = or_(
        Photo.root_id.in_(roots), Root.offline_since.is_not(None), Photo.missing_since.is_not(None)
    )
    statement = (
        select(Face.id)
        .join(Photo, Face.photo_id == Photo.id)
        .join(Root, Photo.root_id == Root.id)
        .where(unseen(recogniser_id), out_of_reach)
        .order_by(Face.id)
    )
    found: list[int] = []
    for page in session.scalars(statement).partitions(_PAGE):
        found += sorted(crops.embeddable(page))
    return found


def _together(face_ids: list[int]) -> Iterator[Faces]:
    """Give faces, a few at a time."""
    for start in range(0, len(face_ids), _TOGETHER):
        yield tuple(face_ids[start : start + _TOGETHER])


class _CropEmbedder:
    """The steps of the pipeline that embeds faces from their crops."""

    def __init__(self, anew: EmbeddingAnew) -> None:
        self._anew = anew

    def size(self, task: Faces) -> int:
        """Return about how many bytes the crops have."""
        return _CROP_BYTES * len(task)

    def read(self, task: Faces) -> Crops:
        """Read crops."""
        return self._anew.crops.get(task)

    def decide(self, ready: list[tuple[Faces, Crops]]) -> list[Work[Vectors] | Vectors]:
        """Embed all of them."""
        return [self._decide(crops) for _, crops in ready]

    def accept(self, task: Faces, result: Vectors) -> None:
        """Count faces."""
        for face_id in task:
            self._anew.meter.advance("", failed=face_id not in result)

    def write(self, done: list[tuple[Faces, Vectors]]) -> None:
        """Write a batch in one transaction."""
        vectors = {face_id: vector for _, result in done for face_id, vector in result.items()}
        self._anew.tally.embedded_from_crops += self._anew.store(vectors)

    def tick(self) -> None:
        """Tell of progress."""
        self._anew.meter.tell()

    def _decide(self, crops: Crops) -> Work[Vectors] | Vectors:
        analyser = self._anew.analyser()
        return Work(lambda: embed_crops(crops, analyser))
