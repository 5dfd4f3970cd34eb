"""The floor that `benchmarks/index.py` measures indexing by: decoding and running the networks, no more.

Each photo is decoded once, at the size of the first look; the detector is run on it at its two sizes, and the
recogniser on as many pictures as the photo has faces and mirror images of them, on all cores. Nothing is made
of the answers: no boxes, no alignment, no second look at small faces, no crops, no thumbnails, no library.
Prints how many seconds it took, loading the networks included.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from engine.analysis import FIRST_SIDE, Analyser
from engine.detection.detector import COARSE_SIDE
from engine.image import decode
from engine.models import Catalogue


def main() -> None:
    """Decode and run the networks over a folder of JPEGs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("faces", type=Path, help="JSON: how many faces each photo has, by file name")
    parser.add_argument("--detector", default="yunet-2023mar")
    parser.add_argument("--recogniser", default="familiar-1")
    words = parser.parse_args()
    faces = json.loads(words.faces.read_text("utf-8"))
    cv2.setNumThreads(1)
    start = time.perf_counter()
    analyser = Analyser.load(Catalogue(), detector=words.detector, recogniser=words.recogniser)
    size = analyser.embedder.card.input

    def look(path: Path) -> None:
        pixels = decode(path.read_bytes(), name=path.name, at_least=FIRST_SIDE).pixels
        height, width = pixels.shape[:2]
        for side in (analyser.detector.fine_side, COARSE_SIDE):
            factor = min(1.0, side / max(height, width))
            reduced = cv2.resize(pixels, (round(width * factor), round(height * factor)))
            analyser.detector.detect(np.asarray(reduced, np.uint8), score=1.0)
        analyser.embedder.embed(np.zeros((faces[path.name], size.height, size.width, 3), np.uint8))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(look, sorted(words.folder.glob("*.jpg"))))
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
