"""How much memory the photos being looked at may take together: their pixels, guessed beforehand.

The files' own bytes are bounded where they are read, in `app.indexing.pipeline`.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import PIL.Image

from engine.image import DEFAULT_LIMITS, ImageError, ImageProblem
from engine.image.common import quieten_pillow
from engine.video import Video

#: Decoded pixels of all photos that are looked at at one time. Decoding takes 7 bytes a pixel, so about
#: 0.9 GB. A single larger photo is looked at alone.
PIXELS_IN_FLIGHT = 128_000_000

#: Formats whose size Pillow reads from the header without taking memory for the picture.
_PLAIN_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF")
#: No camera writes fewer bytes: HEIC from phones has some 8 pixels a byte.
_PIXELS_PER_BYTE = 16


class PixelBudget:
    """Lets photos in as long as their pixels together stay below a limit, in the order in which they came.

    May be used from many threads at once.

    Args:
        limit: pixels; a photo of more is let in when it is alone.
    """

    def __init__(self, limit: int = PIXELS_IN_FLIGHT) -> None:
        self._limit = limit
        self._used = 0
        self._changed = threading.Condition()
        self._next_ticket = 0
        self._serving = 0

    @contextmanager
    def room_for(self, pixels: int) -> Iterator[None]:
        """Wait until there is room, and keep it while the block runs."""
        share = min(pixels, self._limit)
        with self._changed:
            ticket = self._next_ticket
            self._next_ticket += 1
            # By ticket, or small photos would keep a large one out for ever.
            self._changed.wait_for(lambda: self._serving == ticket and self._used + share <= self._limit)
            self._serving += 1
            self._used += share
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._used -= share
                self._changed.notify_all()


#: Frames of a video that are held at one time: the ones that others are decoded from, the one looked at at
#: two sizes.
_FRAMES = 6
#: Pixels of one frame of most videos, for those that do not say.
_FRAME = 1920 * 1080
_HOPELESS = frozenset({ImageProblem.TOO_LARGE, ImageProblem.VIDEO_CRASHED})


def guess_pixels_of_video(file: str) -> int:
    """Return about how many pixels are in memory while a video is looked at.

    Raises:
        ImageError: `TOO_LARGE` or `VIDEO_CRASHED`: looking at it would end in the same way, and take as long
            once more.
    """
    try:
        with Video.open(file) as video:
            return _FRAMES * video.width * video.height
    except ImageError as error:
        if error.problem in _HOPELESS:
            raise
        return _FRAMES * _FRAME


def guess_pixels(data: bytes) -> int:
    """Return about how many pixels a photo is decoded to; never raises, and never decodes.

    Args:
        data: content of the file.

    Returns:
        Pixels, at most those of the largest photo that is accepted.
    """
    # It loads the runtime of the networks.
    from engine.analysis import CLOSE_SIDE

    quieten_pillow()
    try:
        with PIL.Image.open(io.BytesIO(data), formats=_PLAIN_FORMATS) as image:
            width, height = image.size
            scales = image.format in {"JPEG", "MPO"}
    except PIL.Image.DecompressionBombError:
        return DEFAULT_LIMITS.max_pixels
    except Exception:  # noqa: BLE001 - Pillow raises almost anything for arbitrary bytes
        return min(_PIXELS_PER_BYTE * len(data), DEFAULT_LIMITS.max_pixels)
    while scales and max(width, height) >= 2 * CLOSE_SIDE:
        width, height = width // 2, height // 2
    return min(width * height, DEFAULT_LIMITS.max_pixels)
