"""Faces in the frames of a video, put together: of each person one face, and when they were seen.

Finding faces in a frame is `engine.analysis`. The face that stands for somebody is their best by quality,
with its own box, embedding and crop: the three say the same, also after another recogniser has looked at the
crop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.clustering import Constraints, average_linkage
from engine.detection.boxes import overlaps
from engine.neighbours import neighbour_edges

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

#: Somebody who is seen once only is left out below this quality: what is that blurred, dark or turned away is
#: as often a pattern that looks like a face, and could be grouped with nobody.
LEAST_ALONE: Final = 0.3
#: Boxes of two frames that overlap so much, if the frames are no further apart, are of one person, unless the
#: recogniser is sure that they are not: so somebody who turns away for a moment stays one.
_SAME_PLACE: Final = 0.5
_SOON_MS: Final = 2_500
#: Neighbours of each face that are compared; groups are compared again from their means.
_NEIGHBOURS: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """When and where somebody is seen in a video.

    Attributes:
        moments: (k,) int64 milliseconds since the first frame, ascending.
        boxes: (k, 4) float32 left, top, width, height in pixels of the upright frame at full size.
    """

    moments: Ints
    boxes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FramedFaces:
    """All n faces that were found in the frames of one video, frame by frame.

    Attributes:
        moments: (n,) int64, of the frame each is in, ascending.
        boxes: (n, 4) float32 left, top, width, height, pixels of the upright frame at full size.
        quality: (n,) float32, 0 to 1.
        embeddings: (n, d) float32 unit vectors.
    """

    moments: Ints
    boxes: Floats
    quality: Floats
    embeddings: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One person in a video.

    Attributes:
        best: index of the face that stands for them.
        members: (k,) int64 indices of all their faces, by moment.
    """

    best: int
    members: Ints

    def sightings(self, faces: FramedFaces) -> Sightings:
        """Return when and where they are seen."""
        return Sightings(faces.moments[self.members], faces.boxes[self.members])


def put_together(faces: FramedFaces, *, grouping: float, same_person: float) -> list[Track]:
    """Group the faces of a video by person; two faces of one frame are two people.

    Args:
        faces: of the video.
        grouping: least mean cosine similarity of two groups that are one person, from the recogniser's card.
        same_person: least cosine similarity of one person's faces, likewise.

    Returns:
        In order of the first face. Left out is who was seen once only, and badly (`LEAST_ALONE`).
    """
    count = len(faces.moments)
    if not count:
        return []
    edges = neighbour_edges(faces.embeddings, min(_NEIGHBOURS, count), floor=grouping)
    constraints = Constraints.of(count, seeds=_followed(faces, same_person), photos=faces.moments)
    labels = average_linkage(faces.embeddings, edges, grouping, constraints)
    tracks = []
    for label in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == label)
        best = int(members[np.argmax(faces.quality[members])])
        if len(members) > 1 or faces.quality[best] >= LEAST_ALONE:
            tracks.append(Track(best, members))
    return tracks


def shown_moment(contrasts: Mapping[int, float], faces: FramedFaces, tracks: Sequence[Track]) -> int:
    """Choose the moment whose frame stands for a video: the most and best faces, else the most contrast.

    Args:
        contrasts: of the frames that were looked at, by moment.
        faces: that were found.
        tracks: the people they are.
    """
    kept = np.concatenate([np.zeros(0, np.int64), *(track.members for track in tracks)])

    def worth(moment: int) -> tuple[float, float]:
        here = kept[faces.moments[kept] == moment]
        return float(faces.quality[here].sum()), contrasts[moment]

    return max(contrasts, key=worth)


def _followed(faces: FramedFaces, same_person: float) -> Ints:
    """Return the seed of each face: those are one that stay in their place from frame to frame."""
    seeds = np.arange(len(faces.moments))
    frames = [np.flatnonzero(faces.moments == moment) for moment in np.unique(faces.moments)]
    for before, now in pairwise(frames):
        if faces.moments[now[0]] - faces.moments[before[0]] > _SOON_MS:
            continue
        shared = np.array([overlaps(faces.boxes[one], faces.boxes[now]) for one in before])
        alike = faces.embeddings[before] @ faces.embeddings[now].T
        shared[(shared < _SAME_PLACE) | (alike < same_person)] = 0
        for row, column in _mutual(shared):
            seeds[now[column]] = seeds[before[row]]
    return seeds


def _mutual(shared: Floats) -> Sequence[tuple[int, int]]:
    """Return the pairs of which each is the other's best; where it is 0 they are none."""
    best = shared.argmax(axis=1)
    return [
        (row, int(column))
        for row, column in enumerate(best)
        if shared[row, column] > 0 and int(shared[:, column].argmax()) == row
    ]
