"""A detector that finds faces where it is told, whatever a picture shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection import Detections
from engine.detection.detector import Found


class FixedDetector:
    """Finds the same faces in every picture.

    Args:
        boxes: (x, y, width, height) of each, pixels.
    """

    fine_side = 2048
    overlap = 0.5

    def __init__(self, *boxes: tuple[float, float, float, float]) -> None:
        five = np.array([(0.3, 0.4), (0.7, 0.45), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)], np.float32)
        self.boxes = np.array(boxes, np.float32)
        self.landmarks = self.boxes[:, None, :2] + five * self.boxes[:, None, 2:]

    def detect_all(self, _pixels: NDArray[np.uint8]) -> Found:
        """Find them."""
        faces = Detections(self.boxes, self.landmarks, np.full(len(self.boxes), 0.95, np.float32))
        return Found(faces, faces, Detections.none())
