"""Which faces of a photo that changed are the faces that were in it before: geometry and embeddings.

Plain functions on arrays; what becomes of the faces is decided in `app.indexing.face_rows`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.library.boxes import SAME_BOX, SAME_MOMENT_MS, overlaps
from engine.tracks import Sightings

Floats = NDArray[np.float32]

#: Boxes with at least this intersection over union are in the same place.
SAME_PLACE = 0.5
#: Embeddings of at least this cosine similarity, each the other's best, are of the same face elsewhere.
SAME_FACE = 0.8
#: Somebody is left out of whose sightings at least this share are where the user deleted a face.
_ERASED_SHARE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FaceArrays:
    """Faces of one photo, for matching.

    Attributes:
        boxes: (n, 4) left, top, width, height, pixels of the upright photo.
        vectors: (n, d) float32 unit vectors of one recogniser; a row of NaN where it does not know the face.
        sightings: n, of the faces of a video, when and where each is seen; None of a photo.
    """

    boxes: NDArray[np.floating]
    vectors: Floats
    sightings: Sequence[Sightings] | None = None


def match_faces(old: FaceArrays, new: FaceArrays, *, other_person: float) -> list[tuple[int, int]]:
    """Find the faces that two versions of a photo have in common.

    First those in the same place, the best overlap first; where the recogniser is sure that they are not one
    person (somebody else's photo took the file's name), they are not matched. Then those that look the
    same, wherever they are. In a video a place is one at a moment.

    Args:
        old: the faces before.
        new: the faces now, in the same frame.
        other_person: embeddings below this cosine similarity are of two people.

    Returns:
        Pairs of an index into `old` and one into `new`; each index at most once, ordered by `new`.
    """
    if not len(old.boxes) or not len(new.boxes):
        return []
    if old.sightings is None or new.sightings is None:
        overlap = overlaps(old.boxes, new.boxes)
    else:
        overlap = np.array([[_at_once(one, other) for other in new.sightings] for one in old.sightings])
    alike = old.vectors @ new.vectors.T
    overlap[alike < other_person] = 0
    pairs: dict[int, int] = {}
    while overlap.max() >= SAME_PLACE:
        before, now = (int(i) for i in np.unravel_index(np.argmax(overlap), overlap.shape))
        pairs[now] = before
        overlap[before] = overlap[:, now] = 0
    alike = np.where(np.isnan(alike), -1, alike)
    alike[list(pairs.values())] = -1
    alike[:, list(pairs)] = -1
    for now, before in enumerate(np.argmax(alike, axis=0)):
        if alike[before, now] >= SAME_FACE and np.argmax(alike[before]) == now:
            pairs[now] = int(before)
    return [(before, now) for now, before in sorted(pairs.items())]


def erased(found: Sequence[Sightings], deleted: Sightings) -> set[int]:
    """Return which faces of a video are those that the user deleted.

    Args:
        found: when and where each is seen.
        deleted: the boxes that were deleted, in any order.
    """
    return {
        index
        for index, seen in enumerate(found)
        if ((_shared(seen, deleted) > SAME_BOX).any(axis=1)).mean() >= _ERASED_SHARE
    }


def _at_once(one: Sightings, other: Sightings) -> float:
    """Return the most that two faces overlap at one moment, 0 to 1."""
    return float(_shared(one, other).max(initial=0.0))


def _shared(one: Sightings, other: Sightings) -> NDArray[np.float64]:
    """Return the intersection over union of boxes, (k, l); 0 of those of different moments."""
    shared = overlaps(one.boxes, other.boxes)
    shared[abs(one.moments[:, None] - other.moments[None]) > SAME_MOMENT_MS] = 0
    return shared
