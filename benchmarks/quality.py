"""What the quality score is worth, and the measurements behind its tables (`engine/quality.py`).

    python benchmarks/quality.py SET [--faces 120]

SET is a folder per person. First, good faces are made smaller, blurred, darker and brighter step by step: how
similar are they still to the person's other faces? Then, over the whole set: VAL at FAR 1e-3 when the faces
of lowest quality are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.analysis import Analyser
from engine.image import decode, read_bytes
from engine.models import Catalogue
from trainer.data.faces import labelled_face, read_faces
from trainer.evaluation.verification import count_pairs

Pixels = NDArray[np.uint8]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--faces", type=int, default=120)
    words = parser.parse_args()
    analyser = Analyser.load(Catalogue(), detector="yunet-2023mar", recogniser="sface-2021dec")
    faces = read_faces(words.set, analyser)
    people = faces.labels()
    for share in (0, 0.05, 0.1, 0.2, 0.3):
        kept = faces.quality >= np.quantile(faces.quality, share)
        val = count_pairs(faces.embeddings[kept], people[kept]).validation(1e-3).val
        print(f"without the worst {share:4.0%} by quality: VAL {val:.4f} at FAR 1e-3")
    often = np.flatnonzero(np.bincount(people)[people] >= 5)
    chosen = np.random.default_rng(0).permutation(often)[: words.faces]
    crops = np.stack([_crop(analyser, words.set / faces.files[index]) for index in chosen])
    same = people[chosen][:, None] == people[None]
    same[np.arange(len(chosen)), chosen] = False
    clean = None
    for name, changed in _steps(crops):
        embedded = analyser.embedder.embed(changed)
        similarity = float((((embedded.vectors @ faces.embeddings.T) * same).sum(1) / same.sum(1)).mean())
        clean = similarity if clean is None else clean
        print(f"{name:22} {similarity / clean:5.2f} of the similarity is left")


def _crop(analyser: Analyser, path: Path) -> Pixels:
    image = decode(read_bytes(path), name=path.name)
    faces = analyser.detector.detect_all(image.pixels).faces
    height, width = image.pixels.shape[:2]
    index = labelled_face(faces.boxes, width=width, height=height)
    return analyser.embedder.crop(image.pixels, faces.landmarks[[index]])[0]


def _steps(crops: Pixels) -> list[tuple[str, Pixels]]:
    """Return the crops (n, 112, 112, 3) as they are, and changed in many ways."""

    def each(change: Callable[[Pixels], object]) -> Pixels:
        return np.stack([np.asarray(change(crop), np.uint8) for crop in crops])

    def smaller(size: int) -> Pixels:
        def change(crop: Pixels) -> object:
            reduced = cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA)
            return cv2.resize(reduced, crop.shape[:2], interpolation=cv2.INTER_LINEAR)

        return each(change)

    steps = [("as it is", crops)]
    steps += [
        (f"eyes {size * 35.2 / 112:.1f} pixels apart", smaller(size))
        for size in (64, 48, 32, 24, 20, 16, 12, 8)
    ]
    steps += [
        (f"blurred by {sigma}", each(lambda c, s=sigma: cv2.GaussianBlur(c, (0, 0), s)))
        for sigma in (1, 2, 3, 4, 6)
    ]
    for factor in (0.5, 0.25, 0.12, 0.06, 1.5, 2, 3, 4):
        steps.append((f"light x {factor}", np.clip(crops * float(factor), 0, 255).astype(np.uint8)))
    return steps


if __name__ == "__main__":
    main()
