"""The pictures of photos at the size that an export wants, decoded a few ahead; without any metadata.

Of a video that is the frame that stands for it.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import PIL.Image

from app.exchange.exporting.selecting import ChosenPhoto
from engine.image import ImageError
from engine.stills import still

#: Photos decoded at one time, of which each may take 0.5 GB.
_AT_ONCE: Final = 2
#: Photos asked for before the first is used, so that nobody waits.
_AHEAD: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """The picture of a photo.

    Attributes:
        photo: Of which photo.
        picture: RGB, upright, its longer side no longer than was asked for; None where there is none.
        scale: Pixels of the picture per pixel of the upright photo at full size.
        reason: Why there is no picture, a sentence with a remedy; else "".
    """

    photo: ChosenPhoto
    picture: PIL.Image.Image | None
    scale: float = 1.0
    reason: str = ""


def pictures_of(photos: Iterable[ChosenPhoto], side: int) -> Iterator[Decoded]:
    """Give the pictures of photos, in their order; one that cannot be read stops nothing.

    Args:
        photos: Which.
        side: The longest that a side may be, in pixels; smaller photos are not enlarged.
    """
    waiting: deque[Future[Decoded]] = deque()
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="export")
    try:
        rest = iter(photos)
        for photo in itertools.islice(rest, _AHEAD):
            waiting.append(pool.submit(_decoded, photo, side))
        while waiting:
            yield waiting.popleft().result()
            for photo in itertools.islice(rest, 1):
                waiting.append(pool.submit(_decoded, photo, side))
    finally:
        pool.shutdown(cancel_futures=True)


def _decoded(photo: ChosenPhoto, side: int) -> Decoded:
    reason = photo.problem()
    if reason is not None:
        return Decoded(photo, None, reason=reason)
    try:
        image = still(photo.file, at_ms=photo.shown_ms, at_least=side)
    except ImageError as error:
        return Decoded(photo, None, reason=error.sentence)
    picture = PIL.Image.fromarray(image.pixels)
    # Never enlarged; `draft` of a JPEG has made it nearly as small already.
    picture.thumbnail((side, side), PIL.Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Decoded(photo, picture, max(picture.size) / max(image.full_width, image.full_height))
