"""Makes small real videos with PyAV, from pictures that tests draw or read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from makers.drawn_faces import photo_of_face
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

#: Codec of the pictures by the suffix of the file.
_CODECS = {".webm": "libvpx", ".avi": "mpeg4", ".mpg": "mpeg2video", ".wmv": "wmv2"}
#: What FFmpeg calls the container, where the suffix does not tell it.
_CONTAINERS = {".wmv": "asf", ".mts": "mpegts", ".m2ts": "mpegts"}
RATE = 10


def film(
    path: Path,
    pictures: Sequence[Pixels],
    *,
    times: Sequence[int] | None = None,
    key_every: int = RATE,
    codec: str | None = None,
    pixel_format: str = "yuv420p",
    turn: int = 0,
    flip: bool = False,
    shape: tuple[int, int] = (1, 1),
    tags: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Path:
    """Write a video.

    Args:
        path: Its suffix tells the container.
        pictures: (h, w, 3) uint8 RGB, as they are stored, of even sides.
        times: When each is shown, milliseconds; None for `RATE` in a second.
        key_every: A key frame at least every so many pictures.
        codec: FFmpeg's name; None for one that suits the container.
        pixel_format: FFmpeg's name.
        turn: Degrees against the clock by which a player turns it.
        flip: Whether a player mirrors it left to right as well.
        shape: Width to height of a pixel.
        tags: Of the container.
        options: Of the codec.
    """
    height, width = pictures[0].shape[:2]
    container_options = {"movflags": "use_metadata_tags"} if path.suffix in {".mp4", ".mov"} else {}
    form = _CONTAINERS.get(path.suffix)
    with av.open(str(path), "w", format=form, container_options=container_options) as out:
        out.metadata.update(tags or {})
        stream = out.add_stream(
            codec or _CODECS.get(path.suffix, "libx264"), rate=RATE, options=dict(options or {})
        )
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        stream.codec_context.gop_size = key_every
        stream.codec_context.bit_rate = 4_000_000
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        if shape != (1, 1):
            stream.codec_context.sample_aspect_ratio = Fraction(*shape)
        if turn or flip:
            stream.set_display_rotation(turn, hflip=flip)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts = number if times is None else times[number]
            if times is not None:
                frame.time_base = Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def sound(path: Path) -> Path:
    """Write a file with sound alone."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 2048), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def greys(count: int, size: tuple[int, int] = (160, 120)) -> list[Pixels]:
    """Return pictures, each a little brighter, with a red corner at the top left."""
    made = []
    for number in range(count):
        picture = np.full((size[1], size[0], 3), 30 + 200 * number // count, np.uint8)
        picture[: size[1] // 4, : size[0] // 4] = (255, 0, 0)
        made.append(picture)
    return made


def moving_face(count: int, *, size: tuple[int, int] = (640, 480), side: int = 200) -> list[Pixels]:
    """Return pictures of one drawn face that moves slowly to the right."""
    return [photo_of_face(side, 40 + 4 * number, 100, size=size) for number in range(count)]


def face_of(photo: Pixels, side: int) -> Pixels:
    """Return a square picture of a photo of somebody, to be put into films: its upper middle."""
    import cv2

    height, width = photo.shape[:2]
    length = min(height, width)
    left = (width - length) // 2
    return np.asarray(cv2.resize(photo[:length, left : left + length], (side, side)), np.uint8)


def scene(*faces: tuple[Pixels, int, int], size: tuple[int, int] = (640, 480)) -> Pixels:
    """Return a picture (width, height of `size`) with pictures at places (left, top)."""
    made = np.full((size[1], size[0], 3), (90, 110, 100), np.uint8)
    for face, left, top in faces:
        made[top : top + face.shape[0], left : left + face.shape[1]] = face
    return made
