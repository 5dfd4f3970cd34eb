"""How long a minute of 1080p video takes: choosing moments, decoding frames, and all of it with faces.

    python benchmarks/videos.py FOLDER

makes two films of the photos in FOLDER (ten seconds each, moving slowly), with a key frame each second and
every eighth, and looks at them with the default models, a frame at a time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engine.analysis import Analyser
from engine.image import decode, read_bytes
from engine.models import Catalogue
from engine.video import Video

RATE, SECONDS, WIDTH, HEIGHT = 30, 60, 1920, 1080
STAY = 10 * RATE


def pictures(photos: list[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    """Give the frames of the film."""
    for number in range(RATE * SECONDS):
        photo = photos[number // STAY % len(photos)]
        shift = number % STAY // 2
        frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        part = photo[:, : WIDTH - shift]
        frame[:, shift : shift + part.shape[1]] = part
        yield frame


def write(path: Path, photos: list[NDArray[np.uint8]], key_every: int) -> None:
    """Write the film."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size = key_every
        for number, picture in enumerate(pictures(photos)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def main() -> None:
    """Make the films, and print a line for each."""
    photos = []
    for file in sorted(Path(sys.argv[1]).glob("*.jpg"))[:6]:
        pixels = decode(read_bytes(file), name=str(file)).pixels
        width = round(pixels.shape[1] * HEIGHT / pixels.shape[0])
        photos.append(np.asarray(cv2.resize(pixels, (width, HEIGHT)), np.uint8))
    cv2.setNumThreads(1)
    analyser = Analyser.load(Catalogue(), detector="yunet-2023mar", recogniser="familiar-1")
    with tempfile.TemporaryDirectory() as folder:
        for seconds in (1, 8):
            path = Path(folder, f"{seconds}.mp4")
            write(path, photos, seconds * RATE)
            begin = time.perf_counter()
            with Video.open(path) as video:
                moments = video.moments()
                chosen = time.perf_counter()
                frames = sum(1 for _ in video.frames(moments))
            decoded = time.perf_counter()
            found = analyser.analyse_video(path)
            done = time.perf_counter()
            print(f"key frame every {seconds} s: {frames} frames, {len(found.faces)} people;", end=" ")
            print(f"choosing {chosen - begin:.2f} s, decoding {decoded - chosen:.2f} s,", end=" ")
            print(f"with faces {done - decoded:.1f} s")


if __name__ == "__main__":
    main()
