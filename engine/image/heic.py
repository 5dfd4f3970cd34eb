"""Decoding of HEIC through libheif, without registering anything in Pillow."""

from __future__ import annotations

import numpy as np
import pi_heif
import PIL.Image

from engine.image import signatures, tiff
from engine.image.conversion import to_rgb
from engine.image.files import ImageError, ImageProblem
from engine.image.picture import Picture, Request


def decode_heic(request: Request) -> Picture:
    """Decode the primary picture of an HEIC file.

    libheif applies the file's own rotation, mirror and crop properties. EXIF may repeat the rotation
    (phones write both); HEIF declares it to be information only, so it is reported and not applied.
    """
    content, damaged = request.completed(signatures.boxes_length(request.data))
    try:
        file = pi_heif.open_heif(_with_plain_names(content))
    except SyntaxError as error:
        # What pi_heif makes of libheif's "unsupported feature".
        raise ImageError(ImageProblem.UNSUPPORTED, request.name) from error
    picture = file[file.primary_index]
    width, height = picture.size
    request.limits.check(width, height, request.name)
    data = picture.data
    # Some files state another size than their stream has; the size is right once decoded.
    width, height = picture.size
    request.limits.check(width, height, request.name)
    exif = tiff.without_prefix(picture.info.get("exif"))
    if picture.mode == "RGB":
        rows = np.frombuffer(data, np.uint8).reshape(height, picture.stride)
        # The memory is libheif's and goes when `file` does, so it must be copied.
        pixels = rows[:, : 3 * width].reshape(height, width, 3).copy()
    else:
        pixels = to_rgb(
            PIL.Image.frombuffer(picture.mode, (width, height), data, "raw", picture.mode, picture.stride, 1)
        )
    return Picture(
        pixels=pixels,
        full_width=width,
        full_height=height,
        damaged=damaged,
        exif=exif,
        orientation=tiff.orientation_of(exif),
        turned=True,
    )


def _with_plain_names(data: bytes) -> bytes:
    """Replace letters beyond ASCII in the types and names of a file's items.

    pi_heif 1.4 makes text of an item's type without checking that it can be, and takes the whole process
    down where it cannot. The names are of no use here.
    """
    plain: bytearray | None = None
    for kind, start, end in signatures.boxes(data):
        at = data.find(b"infe", start, end) if kind == b"meta" else -1
        while at >= 0:
            # Version, flags, identity and protection take 8 bytes in version 2, 10 in version 3.
            text = at + (14 if data[at + 4 : at + 5] == b"\3" else 12)
            stop = min(at - 4 + int.from_bytes(data[at - 4 : at], "big"), end)
            if not data[text:stop].isascii():
                plain = plain or bytearray(data)
                plain[text:stop] = bytes(min(letter, 0x7F) for letter in data[text:stop])
            at = data.find(b"infe", at + 4, end)
    return data if plain is None else bytes(plain)
