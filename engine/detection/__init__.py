"""Finding faces in a picture.

`boxes` is the geometry (plain NumPy), `detector` runs the network, on one scale and on two.
"""

from engine.detection.boxes import Detections, suppress_overlaps
from engine.detection.detector import FaceDetector, Found

__all__ = ["Detections", "FaceDetector", "Found", "suppress_overlaps"]
