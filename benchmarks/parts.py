"""Speed of the parts, one thread: the recogniser by faces at a time, the detector by size, and decoding.

    python benchmarks/parts.py PHOTO.jpg [--rounds 20]

PHOTO is a large JPEG. Prints the least and the median processor time of each, in milliseconds; what is
compared runs in turn, so that a machine whose speed drifts slows all.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from engine.analysis import CLOSE_SIDE, FIRST_SIDE
from engine.image import decode
from engine.models import Catalogue, Session
from engine.models.processor import multiplies_bytes

#: Pictures in one run of the recogniser.
BATCHES = (1, 2, 4, 8, 16, 32)
#: Width and height of the pictures that the detector is shown.
SIZES = ((320, 256), (1024, 768), (1536, 1152), (2016, 1504))


def main() -> None:
    """Time the parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    words = parser.parse_args()
    cv2.setNumThreads(1)
    catalogue = Catalogue()
    noise = np.random.default_rng(1)
    card = catalogue.card("familiar-1")
    recognisers = {"recogniser in floats": Session(catalogue.load(card), name="in floats")}
    if multiplies_bytes():
        recognisers["recogniser, wide layers in whole numbers"] = catalogue.session(card)
    detector = catalogue.session(catalogue.card("yunet-2023mar"))
    jobs: dict[str, tuple[Callable[[], object], int]] = {}
    for batch in BATCHES:
        faces = noise.uniform(0, 255, (batch, 3, 112, 112)).astype(np.float32)
        for name, recogniser in recognisers.items():
            jobs[f"{name}, {batch} pictures, each"] = (
                lambda x=faces, r=recogniser: r.run({"data": x}),
                batch,
            )
    for width, height in SIZES:
        picture = noise.uniform(0, 255, (1, 3, height, width)).astype(np.float32)
        jobs[f"detector, {width} x {height}"] = (lambda x=picture: detector.run({"input": x}), 1)
    data = words.photo.read_bytes()
    for name, side in (("first look", FIRST_SIDE), ("closer look", CLOSE_SIDE), ("full size", None)):
        jobs[f"decoding for the {name}"] = (lambda s=side: decode(data, name="photo", at_least=s), 1)
    spent: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(words.rounds):
        for name, (run, pictures) in jobs.items():
            start = time.process_time()
            run()
            spent[name].append(1000 * (time.process_time() - start) / pictures)
    print("| Part | Least, ms | Median, ms |\n|---|---|---|")
    for name, values in spent.items():
        print(f"| {name} | {min(values):.1f} | {statistics.median(values):.1f} |")


if __name__ == "__main__":
    main()
