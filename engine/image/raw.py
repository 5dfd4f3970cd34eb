"""Decoding of RAW photos through LibRaw (rawpy), which is an optional part of the installation."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from engine.image import tiff
from engine.image.conversion import from_grey
from engine.image.files import ImageError, ImageProblem
from engine.image.picture import Picture, Request

if TYPE_CHECKING:
    import rawpy

#: LibRaw's `flip` and the EXIF orientation that it stands for.
_ORIENTATION_OF_FLIP: Final = {0: 1, 1: 2, 2: 4, 3: 3, 4: 5, 5: 8, 6: 6, 7: 7}
_CR3 = b"crx "


def decode_raw(request: Request) -> Picture | None:
    """Develop a RAW photo with the camera's white balance, at half size where that is enough.

    Half size takes each 2 × 2 block of the sensor as one pixel, which is several times faster.

    Returns:
        The picture, turned upright by LibRaw; None where LibRaw says that this is no RAW photo.

    Raises:
        ImageError: `NEEDS_RAW` where rawpy is not installed; `TOO_LARGE`, `DAMAGED`.
    """
    try:
        # Optional, and slow to import.
        import rawpy
    except ImportError as error:
        raise ImageError(ImageProblem.NEEDS_RAW, request.name) from error
    length = tiff.stated_length(request.data) if tiff.is_tiff(request.data) else 0
    data, damaged = request.completed(length)
    with rawpy.RawPy() as raw:
        try:
            raw.open_buffer(io.BytesIO(data))
        except rawpy.LibRawFileUnsupportedError:
            return None
        sizes = raw.sizes
        request.limits.check(sizes.raw_width, sizes.raw_height, request.name)
        request.limits.check(sizes.width, sizes.height, request.name)
        longer = max(sizes.width, sizes.height)
        half = request.at_least is not None and -(-longer // 2) >= request.at_least
        raw.unpack()
        developed = raw.postprocess(half_size=half, use_camera_wb=True, output_bps=8)
    pixels = _three_channels(developed)
    width, height = _full_size(sizes, pixels, half)
    exif = _exif(request.data)
    return Picture(
        pixels=pixels,
        full_width=width,
        full_height=height,
        scale=0.5 if half else 1.0,
        damaged=damaged,
        exif=exif,
        orientation=_ORIENTATION_OF_FLIP.get(sizes.flip, 1),
        turned=True,
    )


def _full_size(sizes: rawpy.ImageSizes, pixels: NDArray[np.uint8], half: bool) -> tuple[int, int]:
    """Return the upright width and height of the photo had it been developed at full size."""
    height, width = pixels.shape[:2]
    if not half:
        return width, height
    stated = (sizes.height, sizes.width) if sizes.flip & 4 else (sizes.width, sizes.height)
    if (-(-stated[0] // 2), -(-stated[1] // 2)) == (width, height):
        return stated
    # Sensors with oblong or diagonal pixels are stretched or turned when developed.
    return 2 * width, 2 * height


def _three_channels(developed: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if developed.ndim == 2:
        return from_grey(developed)
    if developed.shape[2] == 1:
        return from_grey(developed[:, :, 0])
    return np.ascontiguousarray(developed[:, :, :3])


def _exif(data: bytes) -> bytes | None:
    if data[8:12] == _CR3:
        return tiff.exif_of_cr3(data)
    if data[:2] == b"II":
        # Olympus and Panasonic write TIFFs with a signature of their own.
        return tiff.exif_of_tiff(b"II*\0" + data[4:])
    if data[:2] == b"MM":
        return tiff.exif_of_tiff(b"MM\0*" + data[4:])
    # Fuji keeps it in the preview, a JPEG whose EXIF block follows its first marker.
    start = data.find(b"Exif\0\0", 0, 1 << 16)
    return tiff.exif_of_tiff(data[start + 6 : start + 6 + (1 << 16)]) if start >= 0 else None
