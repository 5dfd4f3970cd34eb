"""From a decoded frame to an upright picture of eight bits in square pixels."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.image import Limits
from engine.image.conversion import upright

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.stream import VideoStream

Pixels = NDArray[np.uint8]

#: The EXIF orientation that a display matrix stands for, by the signs of its a, b, c and d: a point (x, y) of
#: the stored frame is shown at (a x + c y, b x + d y), ISO 14496-12, section 8.3.2.
_ORIENTATIONS: Final = {
    (1, 0, 0, 1): 1,
    (-1, 0, 0, 1): 2,
    (-1, 0, 0, -1): 3,
    (1, 0, 0, -1): 4,
    (0, 1, 1, 0): 5,
    (0, 1, -1, 0): 6,
    (0, -1, -1, 0): 7,
    (0, -1, 1, 0): 8,
}
#: Pixels that are wider or narrower are a mistake of whoever wrote the file.
_WIDEST_PIXEL: Final = 4.0
#: Colour spaces and the transfer function of HDR films, ITU-T H.273, tables 3 and 4.
_BT_709, _BT_601 = 1, 5
#: Those that FFmpeg converts from; 2, unspecified, is none of them.
_CONVERTED: Final = frozenset({0, 1, 4, 5, 6, 7, 9})
_PQ: Final = 16
#: Films without a colour space that can be used are taken for BT.709 from this many lines on.
_HIGH_DEFINITION: Final = 720
#: Luminance of white paper in HDR films, cd/m2 (ITU-R BT.2408, table 1), by which they are made as bright as
#: others.
_WHITE: Final = 203.0


@dataclass(frozen=True, slots=True)
class Look:
    """How the frames of a video are to be shown.

    Attributes:
        width: of the upright picture in square pixels.
        height: likewise.
        orientation: EXIF orientation, 1 to 8, of stored frames.
    """

    width: int
    height: int
    orientation: int

    @classmethod
    def of(cls, first: VideoFrame, stream: VideoStream, limits: Limits, name: str) -> Look:
        """Read it off the first frame and its stream.

        Raises:
            ImageError: `TOO_LARGE` or `DAMAGED`, by the size.
        """
        width, height = first.width, first.height
        ratio = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
        shape = float(ratio) if ratio else 1.0
        if 1 / _WIDEST_PIXEL <= shape <= _WIDEST_PIXEL:
            width = max(1, round(width * shape))
        limits.check(width, height, name)
        orientation = _orientation(first)
        return cls(height, width, orientation) if orientation >= 5 else cls(width, height, orientation)


def picture_of(frame: VideoFrame, look: Look, at_least: int | None) -> tuple[Pixels, float]:
    """Return the upright RGB pixels of a frame, and how many there are for each at full size along an axis.

    Args:
        frame: as decoded, of any size and pixel format.
        look: of its video; a frame of another size, as after a change of resolution, is brought to this one.
        at_least: longer side wanted, pixels; reduced to 1/4 or 1/2 where that has as many. None: full size.

    Returns:
        (h, w, 3) uint8, C-contiguous, and 1, 1/2 or 1/4.
    """
    stored = (look.height, look.width) if look.orientation >= 5 else (look.width, look.height)
    reduction = _reduction(max(stored), at_least)
    pixels = _rgb(frame)
    if frame.interlaced_frame:
        # The lines of one of the two moments that such a frame shows.
        pixels = pixels[::2]
    size = (max(1, stored[0] // reduction), max(1, stored[1] // reduction))
    if (pixels.shape[1], pixels.shape[0]) != size:
        smaller = size[0] * size[1] < pixels.shape[0] * pixels.shape[1]
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)
    return upright(np.ascontiguousarray(pixels), look.orientation), 1 / reduction


def _reduction(longer: int, at_least: int | None) -> int:
    if at_least is None:
        return 1
    return next((reduction for reduction in (4, 2) if longer // reduction >= at_least), 1)


def _rgb(frame: VideoFrame) -> Pixels:
    space = int(frame.colorspace)
    if space not in _CONVERTED:
        space = _BT_709 if frame.height >= _HIGH_DEFINITION else _BT_601
    pixels = np.asarray(frame.to_ndarray(format="rgb24", src_colorspace=space), np.uint8)
    if int(frame.color_trc) != _PQ:
        return pixels
    return np.asarray(cv2.LUT(pixels, _from_pq()), np.uint8)


def _orientation(frame: VideoFrame) -> int:
    # It is a buffer, which its declaration does not say.
    found: Any = frame.side_data.get("DISPLAYMATRIX")
    if found is None:
        return 1
    matrix = np.frombuffer(bytes(found), np.int32)
    if matrix.size < 5:
        return 1
    a, b, c, d = (float(matrix[at]) for at in (0, 1, 3, 4))
    # The nearest quarter of a turn.
    straight = abs(a) + abs(d) >= abs(b) + abs(c)
    signs = (np.sign(a), 0, 0, np.sign(d)) if straight else (0, np.sign(b), np.sign(c), 0)
    return _ORIENTATIONS.get((int(signs[0]), int(signs[1]), int(signs[2]), int(signs[3])), 1)


@functools.cache
def _from_pq() -> Pixels:
    """Return what eight-bit samples of the PQ curve look like on an ordinary screen, (256,) uint8.

    The curve of SMPTE ST 2084, light L above white compressed into 2 L / (1 + L), sRGB (IEC 61966-2-1).
    """
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    root = np.linspace(0, 1, 256) ** (1 / m2)
    light = 10_000 * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1) / _WHITE
    # Twice as light, halved towards the brightest: white stays what it is, and lamps above it do not glare.
    linear = np.clip(2 * light / (1 + light), 0, 1)
    curve = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    table: Pixels = np.rint(255 * curve).astype(np.uint8)
    return table
