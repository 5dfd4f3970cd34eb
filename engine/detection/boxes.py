"""Geometry of detected faces: decoding network outputs, suppressing overlaps, moving between frames.

Plain functions on arrays; nothing here runs a network or reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """Faces found in one picture, as parallel arrays.

    Attributes:
        boxes: (n, 4) float32, left, top, width, height, pixels of the upright picture; a box may reach
            past the picture's edges.
        landmarks: (n, 5, 2) float32, x and y in the same frame: right eye, left eye, nose tip, right and
            left mouth corner (the person's own right, so right comes first in x on an upright face).
        scores: (n,) float32, 0 to 1.
    """

    boxes: Floats
    landmarks: Floats
    scores: Floats

    def __post_init__(self) -> None:
        n = len(self.scores)
        shapes = (self.boxes.shape, self.landmarks.shape, self.scores.shape)
        if shapes != ((n, 4), (n, 5, 2), (n,)):
            raise ValueError(f"boxes, landmarks and scores do not belong together: {shapes}")

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.scores)

    @classmethod
    def none(cls) -> Self:
        """Return no faces."""
        return cls(np.zeros((0, 4), np.float32), np.zeros((0, 5, 2), np.float32), np.zeros(0, np.float32))

    @classmethod
    def joined(cls, parts: list[Detections]) -> Self:
        """Return the faces of several detections in one frame, in order."""
        return cls(
            np.concatenate([part.boxes for part in parts]),
            np.concatenate([part.landmarks for part in parts]),
            np.concatenate([part.scores for part in parts]),
        )

    def take(self, index: NDArray[np.intp] | NDArray[np.bool_]) -> Detections:
        """Return the faces at these positions (k,), in that order, or those that a mask (n,) marks."""
        return Detections(self.boxes[index], self.landmarks[index], self.scores[index])

    def moved(self, factor_x: float, factor_y: float, left: float = 0.0, top: float = 0.0) -> Detections:
        """Return the faces in another frame: coordinates times a factor, plus an offset."""
        factor = np.array([factor_x, factor_y], np.float32)
        offset = np.array([left, top], np.float32)
        boxes = np.concatenate([self.boxes[:, :2] * factor + offset, self.boxes[:, 2:] * factor], axis=1)
        return Detections(boxes, self.landmarks * factor + offset, self.scores)


def decode(outputs: dict[str, Floats], *, width: int, height: int, stride: int, score: float) -> Detections:
    """Read one feature map of a YuNet.

    Each cell proposes one face relative to its own corner: centre offset and landmark offsets in strides,
    size as an exponential (Wu, Peng, Yu 2023, section 3; OpenCV `FaceDetectorYN`).

    Args:
        outputs: `cls_<stride>` and `obj_<stride>` (1, cells, 1), `bbox_<stride>` (1, cells, 4) and
            `kps_<stride>` (1, cells, 10) float32.
        width: of the network's input in pixels, a multiple of the stride.
        height: of the network's input in pixels, a multiple of the stride.
        stride: pixels per cell.
        score: faces below this score are left out.

    Returns:
        Faces in pixels of the network's input, in the order of the cells.

    Raises:
        ValueError: The map has another number of cells than an input of that size gives.
    """
    certain, there = (np.clip(outputs[f"{kind}_{stride}"][0, :, 0], 0, 1) for kind in ("cls", "obj"))
    columns, rows = width // stride, height // stride
    if certain.shape != (columns * rows,):
        raise ValueError(f"{certain.shape[0]} cells for a map of {columns} x {rows}")
    scores = np.sqrt(certain * there)
    kept = np.flatnonzero(scores >= score)
    cell = np.stack([kept % columns, kept // columns], axis=1).astype(np.float32)
    box = outputs[f"bbox_{stride}"][0, kept]
    centre = (cell + box[:, :2]) * stride
    size = np.exp(box[:, 2:]) * stride
    points = (outputs[f"kps_{stride}"][0, kept].reshape(-1, 5, 2) + cell[:, None]) * stride
    boxes = np.concatenate([centre - size / 2, size], axis=1)
    return Detections(
        boxes.astype(np.float32, copy=False), points.astype(np.float32, copy=False), scores[kept]
    )


def overlaps(box: Floats, others: Floats) -> Floats:
    """Return the intersection over union of one box (4,) with each of (n, 4) others, (n,) float32."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[:2] + box[2:], others[:, :2] + others[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    union = box[2] * box[3] + others[:, 2] * others[:, 3] - shared
    result: Floats = np.where(union > 0, shared / np.where(union > 0, union, 1), 0).astype(np.float32)
    return result


def suppress_overlaps(
    faces: Detections, overlap: float, preferred: NDArray[np.bool_] | None = None
) -> Detections:
    """Keep the best-scored of each set of overlapping faces (greedy non-maximum suppression).

    Args:
        faces: any number of faces in one frame.
        overlap: two boxes with an intersection over union above this are one face.
        preferred: (n,) faces that are kept before all others, whatever their scores; None: none.

    Returns:
        The kept faces, best score first; of equal scores, the earlier one first.
    """
    before = np.zeros(len(faces), bool) if preferred is None else preferred
    order = np.lexsort((-faces.scores, ~before))
    kept: list[int] = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[overlaps(faces.boxes[best], faces.boxes[order]) <= overlap]
    chosen = faces.take(np.array(kept, np.intp))
    return chosen if preferred is None else chosen.take(np.argsort(-chosen.scores, kind="stable"))
