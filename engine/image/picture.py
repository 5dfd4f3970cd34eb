"""What decoders are asked for and what they hand back, before the picture is turned upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.image.files import ImageError, ImageProblem, Limits

#: A file, or a picture, of which less than one part in this many is left is not worth showing.
SMALLEST_SHARE = 32


@dataclass(frozen=True, slots=True)
class Request:
    """One photo to decode: its content and name, the longer side wanted (None: full), the limits."""

    data: bytes
    name: str
    at_least: int | None
    limits: Limits

    def completed(self, length: int) -> tuple[bytes, bool]:
        """Return the data, filled up with zeros to `length` bytes, and whether it was shorter.

        Some decoders refuse a file that is shorter than it states, but decode one whose tail is wrong.

        Raises:
            ImageError: `DAMAGED` where too little is there, or too much is stated, to be worth it.
        """
        missing = length - len(self.data)
        if missing <= 0:
            return self.data, False
        if length > self.limits.max_bytes or length > SMALLEST_SHARE * len(self.data):
            raise ImageError(ImageProblem.DAMAGED, self.name)
        return self.data + bytes(missing), True


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels as a decoder gave them.

    Attributes:
        pixels: (h, w, 3) uint8 RGB, C-contiguous.
        full_width: width at full size, in the same frame as `pixels`.
        full_height: height at full size, in the same frame as `pixels`.
        scale: decoded pixels per full pixel, at most 1.
        damaged: the file ended early or broke off, and the rest of the picture is missing.
        exif: TIFF-structured EXIF block without prefix.
        orientation: EXIF orientation the file states, 1 to 8.
        turned: `orientation` is already applied to `pixels`.
    """

    pixels: NDArray[np.uint8]
    full_width: int
    full_height: int
    damaged: bool
    exif: bytes | None
    orientation: int
    scale: float = 1.0
    turned: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether nearly all of the picture is the one colour that a decoder left unwritten.

        Rows are missing from the bottom, or in some files from the top, so that colour is in a corner.
        """
        corners = {tuple(self.pixels[row, column].tolist()) for row in (0, -1) for column in (0, -1)}
        pixels = self.pixels.shape[0] * self.pixels.shape[1]
        return any(
            np.count_nonzero((self.pixels == corner).all(2)) * SMALLEST_SHARE > pixels * (SMALLEST_SHARE - 1)
            for corner in corners
        )
