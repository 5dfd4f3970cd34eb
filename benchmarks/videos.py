"""How long a minute of 1080p video takes: choosing and decoding its frames, and all of it with faces.

    python benchmarks/videos.py FOLDER

makes two films of the photos in FOLDER (ten seconds each, moving slowly), with a key frame each second and
every eighth, and looks at them with the default models, a frame at a time. Decoding is measured in this
process and in one of its own, as the programs have it, which the rest is measured in.
"""

from __future__ import annotations

import os
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
from engine.image import decode, isolate, isolated, read_bytes
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


def processor_s() -> float:
    """Return the seconds of processor time that this process and its workers have taken (Linux)."""
    pool = isolated.pool()
    ticks = 0
    for pid in pool.processes if pool is not None else []:
        facts = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(facts[11]) + int(facts[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def read(path: Path) -> tuple[float, float, int]:
    """Return the seconds of processor time and by the clock that all frames take, and how many they are."""
    used, begin = processor_s(), time.perf_counter()
    with Video.open(path) as video:
        frames = sum(1 for _ in video.frames(video.moments()))
        return processor_s() - used, time.perf_counter() - begin, frames


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
            for workers, where in ((0, "here"), (1, "in a process of its own")):
                isolate(workers)
                # The start of FFmpeg, and of the process, is not the video's.
                read(path)
                used, took, frames = min(read(path) for _ in range(5))
                print(f"key frame every {seconds} s, {frames} frames, {where}:", end=" ")
                print(f"{used:.2f} s of processor time, {took:.2f} s by the clock")
            begin = time.perf_counter()
            found = analyser.analyse_video(path)
            print(f"{len(found.faces)} people, with faces {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
