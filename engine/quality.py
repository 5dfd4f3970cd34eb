"""How well a face can be recognised: one score from 0 to 1, from what can be measured without its name.

The score is the product of five shares. Each says how much of the similarity to other pictures of the same
person is left, compared with a good frontal picture, when only this one thing is wrong. The tables below
were measured with the default recogniser: size, sharpness and exposure by degrading good pictures of LFW
step by step, pose, detector score and certainty from how similar people's faces are to their other faces
in LFW and in a low-resolution set (`benchmarks/quality.py`). Between the steps the share is interpolated,
beyond them it stays. Faces turned by more than 0.57, nodding by more than 0.25 or scored below 0.85 were too
rare there to measure; those ends of the tables are extrapolated.

    resolution  the smaller of two shares: the distance between the eyes in pixels of the photo, and
                sharpness (how much of the fine detail is lost when the face is blurred a little more)
    exposure    mean brightness of the face
    pose        how unequal the distances from the nose to both eyes are (turned aside), and how high the
                nose lies between eyes and mouth (nodding)
    detection   the detector's score
    certainty   the recogniser's own, from the length of the embedding before it is scaled to 1
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Table:
    """A share as a function of something measured: points, with straight lines between them."""

    measured: tuple[float, ...]
    share: tuple[float, ...]

    def __call__(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.asarray(np.interp(values, self.measured, self.share), np.float64)


#: Distance between the eyes, pixels of the photo.
SIZE = _Table((2.5, 3.8, 5.0, 6.2, 7.5, 10, 15, 20), (0.17, 0.38, 0.56, 0.69, 0.77, 0.88, 0.97, 1.0))
#: Mean horizontal difference of neighbouring pixels, divided by the same after blurring.
SHARPNESS = _Table((1.08, 1.10, 1.125, 1.18, 1.31, 1.45), (0.31, 0.59, 0.75, 0.89, 0.98, 1.0))
#: Mean brightness of the face, 0 to 255.
EXPOSURE = _Table(
    (0, 7, 15, 33, 66, 160, 188, 218, 238, 245), (0, 0.66, 0.87, 0.95, 1, 1, 0.96, 0.81, 0.51, 0.37)
)
#: Shorter over longer distance from the nose to an eye.
TURN = _Table((0.2, 0.4, 0.6, 0.75, 0.9), (0.5, 0.8, 0.94, 0.98, 1.0))
#: Height of the nose between eyes (0) and mouth (1), away from the template's.
NOD = _Table((0.17, 0.25, 0.4), (1.0, 0.77, 0.4))
#: The detector's score.
DETECTION = _Table((0.7, 0.85, 0.9, 0.92, 0.93, 0.94, 0.95), (0.3, 0.55, 0.75, 0.87, 0.93, 0.97, 1.0))

# The middle of an aligned face, as shares of its width and height: from brow to chin, without background.
_MIDDLE = (slice(18, 93), slice(18, 82))
_BLUR = 1.5


def judge(
    crops: Pixels,
    landmarks: Floats,
    scores: Floats,
    template: NDArray[np.float64],
    certainty: Floats,
) -> Floats:
    """Score faces.

    Args:
        crops: (n, h, w, 3) uint8 RGB, aligned.
        landmarks: (n, 5, 2) pixels of the photo at full size: right eye, left eye, nose tip, right and
            left mouth corner.
        scores: (n,) the detector's scores, 0 to 1.
        template: (5, 2) the recogniser's template.
        certainty: (n,) share from the length of the embeddings, 0 to 1 (`engine.embedding.Embedded`).

    Returns:
        (n,) float32 quality, 0 to 1.
    """
    if not len(crops):
        return np.zeros(0, np.float32)
    brightness, sharpness = np.array([_looks(crop) for crop in crops]).T
    resolution = np.minimum(SIZE(_eye_distance(landmarks)), SHARPNESS(sharpness))
    pose = TURN(_turn(landmarks)) * NOD(np.abs(_nod(landmarks) - _nod(template[None])))
    quality = resolution * EXPOSURE(brightness) * pose * DETECTION(scores) * certainty
    return np.clip(quality, 0, 1).astype(np.float32)


def _looks(crop: Pixels) -> tuple[float, float]:
    """Return mean brightness, 0 to 255, and sharpness (1: no finer detail than the blur leaves)."""
    height, width = crop.shape[:2]
    rows, columns = (
        slice(s.start * n // 100, s.stop * n // 100) for s, n in zip(_MIDDLE, (height, width), strict=True)
    )
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)[rows, columns], np.float32)
    blurred = np.asarray(cv2.GaussianBlur(grey, (0, 0), _BLUR), np.float32)
    detail, left = (float(np.abs(np.diff(picture, axis=1)).mean()) for picture in (grey, blurred))
    return float(grey.mean()), detail / max(left, 1e-3)


def _eye_distance(points: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(points[:, 1] - points[:, 0], axis=1), np.float64)


def _turn(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the shorter over the longer distance from the nose to an eye; 1 = not turned."""
    right, left = (np.linalg.norm(points[:, 2] - points[:, eye], axis=1) for eye in (0, 1))
    return np.asarray(np.minimum(right, left) / np.maximum(np.maximum(right, left), 1e-6), np.float64)


def _nod(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return how far down from the eyes (0) to the mouth (1) the nose tip lies, along the face's axis."""
    eyes, mouth = points[:, :2].mean(axis=1), points[:, 3:].mean(axis=1)
    axis = mouth - eyes
    length = np.maximum((axis**2).sum(axis=1), 1e-6)
    return np.asarray(((points[:, 2] - eyes) * axis).sum(axis=1) / length, np.float64)
