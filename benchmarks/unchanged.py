"""A second index of an unchanged library: the seconds it takes, and that it opens no photo.

    python benchmarks/unchanged.py [--photos 10000]

Makes small pictures of noise in a hundred folders, indexes them twice in processes of their own, and a third
time in this one under an audit hook that sees every file Python opens.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from app.cli.main import main as familiar


def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=int, default=10_000)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        photos, library = Path(scratch, "photos"), Path(scratch, "library.db")
        _make(photos, words.photos)
        index = ["--library", str(library), "--json", "index", str(photos)]
        for run in ("first", "second"):
            start = time.perf_counter()
            command = [sys.executable, "-m", "app.cli", *index]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            print(f"{run} index of {words.photos} photos, whole process: {time.perf_counter() - start:.2f} s")
        opened: list[str] = []
        inside = str(photos) + os.sep

        def see(event: str, arguments: tuple[object, ...]) -> None:
            if event == "open" and str(arguments[0]).startswith(inside):
                opened.append(str(arguments[0]))

        sys.addaudithook(see)
        start = time.perf_counter()
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            shown, sys.stdout = sys.stdout, nowhere
            try:
                status = familiar(index)
            finally:
                sys.stdout = shown
        spent = time.perf_counter() - start
        print(f"third index, imports left out: {spent:.2f} s, status {status}, {len(opened)} photos opened")


def _make(folder: Path, count: int) -> None:
    generator = np.random.default_rng(0)
    for number in range(count):
        place = folder / f"{number % 100:02d}" / f"IMG_{number:05d}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(generator.integers(0, 256, (48, 64, 3), np.uint8)).save(place)


if __name__ == "__main__":
    main()
