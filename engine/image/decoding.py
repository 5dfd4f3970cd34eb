"""Decoding in this process: from the bytes of any photo file to an upright `Image`.

Which decoder is asked, and what becomes of its errors; the decoders are in files of their own. Whoever wants
a photo calls `engine.image.decode`, which may do the same in another process (`engine.image.isolated`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from engine.image import common, heic, raw, signatures
from engine.image.conversion import upright
from engine.image.files import ImageError, ImageProblem, Limits
from engine.image.picture import Picture, Request
from engine.image.signatures import Format


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    r"""A decoded photo, upright.

    A point (x, y) of `pixels` lies at (x, y) / `scale` in the upright photo at full size. Where the full
    size is no multiple of the reduction and the photo is turned, that is right to within one pixel of
    `pixels`.

    Attributes:
        pixels: (h, w, 3) uint8, RGB, C-contiguous, upright.
        scale: decoded pixels per full pixel, in (0, 1]; the same along both axes.
        full_width: width of the upright photo at full size, pixels.
        full_height: height of the upright photo at full size, pixels.
        format: "JPEG", "PNG", "WEBP", "AVIF", "HEIC", "TIFF", "BMP", "GIF" or "RAW", by content; of a frame
            of a video as in `engine.video`.
        orientation: EXIF orientation 1 to 8 as stored in the file; already applied.
        damaged: the file ended early or broke off; what could be decoded is in `pixels`, and what could
            not is black, grey or noise.
        exif: TIFF-structured EXIF block without the prefix `Exif\0\0`, or None. For TIFF and RAW it is
            a block built anew of the tags that tell of camera, time and place.
    """

    pixels: NDArray[np.uint8]
    scale: float
    full_width: int
    full_height: int
    format: str
    orientation: int
    damaged: bool
    exif: bytes | None


_DECODERS: dict[Format, Callable[[Request], Picture]] = {
    Format.JPEG: common.decode_jpeg,
    Format.PNG: common.decode_png,
    Format.WEBP: common.decode_webp,
    Format.AVIF: common.decode_avif,
    Format.HEIC: heic.decode_heic,
    Format.TIFF: common.decode_tiff,
    Format.BMP: common.decode_bmp,
    Format.GIF: common.decode_gif,
}


def decode_here(data: bytes, *, name: str, at_least: int | None, limits: Limits) -> Image:
    """Decode a photo in this process; arguments and errors are those of `engine.image.decode`."""
    common.quieten_pillow()
    try:
        return _decode(Request(data, name, at_least, limits))
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError(ImageProblem.TOO_LARGE, name, "not enough memory") from error
    except PIL.Image.DecompressionBombError as error:
        raise ImageError(ImageProblem.TOO_LARGE, name, "more pixels than can be held") from error
    except Exception as error:
        # Decoders meet arbitrary bytes here and raise almost anything: OSError, SyntaxError, ValueError,
        # struct.error, zlib.error, EOFError, OverflowError, LibRawError. One photo must not stop a run.
        raise ImageError(ImageProblem.DAMAGED, name) from error


def _decode(request: Request) -> Image:
    found = signatures.recognise(request.data, request.name)
    if found is None:
        raise ImageError(ImageProblem.UNSUPPORTED, request.name)
    picture = None
    if found in {Format.RAW, Format.RAW_OR_TIFF}:
        picture = raw.decode_raw(request)
        if picture is None and found is Format.RAW:
            raise ImageError(ImageProblem.UNSUPPORTED, request.name)
        found = Format.RAW if picture is not None else Format.TIFF
    if picture is None:
        picture = _DECODERS[found](request)
    if picture.damaged and picture.blank:
        raise ImageError(ImageProblem.DAMAGED, request.name)
    turn = 1 if picture.turned else picture.orientation
    width, height = picture.full_width, picture.full_height
    return Image(
        pixels=upright(picture.pixels, turn),
        scale=picture.scale,
        full_width=height if turn >= 5 else width,
        full_height=width if turn >= 5 else height,
        format=str(found),
        orientation=picture.orientation,
        damaged=picture.damaged,
        exif=picture.exif,
    )
