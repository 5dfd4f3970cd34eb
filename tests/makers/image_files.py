"""Makes small photo files of every format that Pillow writes, and DNGs, from one asymmetrical picture."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import PIL.Image
from numpy.typing import NDArray

WIDTH, HEIGHT = 64, 48

#: Formats whose EXIF block says how the picture is turned.
WITH_EXIF = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"]

#: Colours of the four corners: no turn or mirror maps the picture to itself.
CORNERS = {
    "top left": (230, 20, 20),
    "top right": (20, 220, 30),
    "bottom left": (20, 40, 230),
    "bottom right": (120, 120, 120),
}

#: What each EXIF orientation means, by slow and plain NumPy: stored to upright.
TURNS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, 1),
}
#: The other way round: upright to how a picture with that orientation is stored.
STORED = TURNS | {6: TURNS[8], 8: TURNS[6]}


def picture(width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """Return an asymmetrical (height, width, 3) picture: four corners of plain colour, a soft middle."""
    y, x = np.mgrid[:height, :width]
    pixels = np.stack([x * 255 // width, y * 255 // height, (x + y) * 127 // (width + height)], 2)
    pixels = pixels.astype(np.uint8)
    down, right = height // 3, width // 3
    pixels[:down, :right] = CORNERS["top left"]
    pixels[:down, -right:] = CORNERS["top right"]
    pixels[-down:, :right] = CORNERS["bottom left"]
    pixels[-down:, -right:] = CORNERS["bottom right"]
    return pixels


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """Return a (height, width, 3) picture that no format can make small."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def exif_block(orientation: int | None = None, **tags: object) -> bytes:
    """Return a TIFF-structured EXIF block; further tags by hexadecimal name (`x010f="Canon"`)."""
    exif = PIL.Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    for name, value in tags.items():
        exif[int(name[1:], 16)] = value
    return exif.tobytes().removeprefix(b"Exif\0\0")


def encode(pixels: NDArray[np.generic], file_format: str, **options: object) -> bytes:
    """Save an array through Pillow; `mode` converts it first."""
    image = PIL.Image.fromarray(pixels)
    mode = options.pop("mode", None)
    if isinstance(mode, str):
        image = image.convert(mode)
    exif = options.get("exif")
    if file_format == "JPEG" and isinstance(exif, bytes) and not exif.startswith(b"Exif"):
        # The only format for which Pillow leaves the prefix to the caller.
        options["exif"] = b"Exif\0\0" + exif
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


#: How to save each format so that the colours stay as close as the format allows.
FAITHFUL: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "PNG": {},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 95, "subsampling": "4:4:4", "speed": 10},
    "TIFF": {},
    "BMP": {},
    "GIF": {},
}


def photo(file_format: str, pixels: NDArray[np.uint8] | None = None, **options: object) -> bytes:
    """Return the asymmetrical picture, or `pixels`, as a file of a format in `FAITHFUL`."""
    pixels = picture() if pixels is None else pixels
    return encode(pixels, file_format, **(FAITHFUL[file_format] | options))


def dng(
    pixels: NDArray[np.uint8], *, orientation: int = 1, make: str = "Maker", model: str = "Camera"
) -> bytes:
    """Make an uncompressed DNG whose sensor, behind RGGB filters, saw (h, w, 3) pixels."""
    height, width = pixels.shape[:2]
    linear = (pixels.astype(np.float64) / 255) ** 2.2
    sensor = np.empty((height, width), "<u2")
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        part = linear[row::2, column::2, channel]
        sensor[row::2, column::2] = np.rint(part * 60000)
    # The matrix from XYZ to a camera that sees linear sRGB.
    matrix = (3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570)
    rationals = b"".join(struct.pack("<ii", round(10000 * value), 10000) for value in matrix)
    tags: _Tags = [
        (0x00FE, "I", [0]),
        (0x0100, "I", [width]),
        (0x0101, "I", [height]),
        (0x0102, "H", [16]),
        (0x0103, "H", [1]),
        (0x0106, "H", [32803]),
        (0x010F, "s", make.encode() + b"\0"),
        (0x0110, "s", model.encode() + b"\0"),
        (0x0111, "I", [0]),
        (0x0112, "H", [orientation]),
        (0x0115, "H", [1]),
        (0x0116, "I", [height]),
        (0x0117, "I", [sensor.nbytes]),
        (0x0132, "s", b"2019:05:06 07:08:09\0"),
        (0x828D, "H", [2, 2]),
        (0x828E, "B", [0, 1, 1, 2]),
        (0xC612, "B", [1, 4, 0, 0]),
        (0xC614, "s", model.encode() + b"\0"),
        (0xC61D, "I", [60000]),
        (0xC621, "r", rationals),
        (0xC628, "R", struct.pack("<6I", 1, 1, 1, 1, 1, 1)),
    ]
    return _tiff(tags, [sensor.tobytes()])


def deflated_tiff(pixels: NDArray[np.uint8], rows: int, *, orientation: int = 1) -> bytes:
    """Make a TIFF of strips of so many rows, each deflated; unlike Pillow's, its tags come first."""
    height, width = pixels.shape[:2]
    strips = [zlib.compress(pixels[top : top + rows].tobytes()) for top in range(0, height, rows)]
    tags: _Tags = [
        (0x0100, "I", [width]),
        (0x0101, "I", [height]),
        (0x0102, "H", [8, 8, 8]),
        (0x0103, "H", [8]),
        (0x0106, "H", [2]),
        (0x0111, "I", [0] * len(strips)),
        (0x0112, "H", [orientation]),
        (0x0115, "H", [3]),
        (0x0116, "I", [rows]),
        (0x0117, "I", [len(strip) for strip in strips]),
    ]
    return _tiff(tags, strips)


_KINDS = {"B": (1, 1), "s": (2, 1), "H": (3, 2), "I": (4, 4), "R": (5, 8), "r": (10, 8)}
_STRIP_OFFSETS = 0x0111
_Tags = list[tuple[int, str, list[int] | bytes]]


def _tiff(tags: _Tags, strips: list[bytes]) -> bytes:
    """Lay out a little-endian TIFF: tags, their longer values, strips."""
    bodies = {
        tag: values if isinstance(values, bytes) else struct.pack(f"<{len(values)}{letter}", *values)
        for tag, letter, values in tags
    }
    heap_start = 8 + 2 + 12 * len(tags) + 4
    position = heap_start + sum(len(body) + len(body) % 2 for body in bodies.values() if len(body) > 4)
    offsets = [position + sum(map(len, strips[:index])) for index in range(len(strips))]
    bodies[_STRIP_OFFSETS] = struct.pack(f"<{len(offsets)}I", *offsets)
    entries, heap = b"", b""
    for tag, letter, _ in tags:
        kind, size = _KINDS[letter]
        body = bodies[tag]
        entries += struct.pack("<HHI", tag, kind, len(body) // size)
        if len(body) <= 4:
            entries += body.ljust(4, b"\0")
        else:
            entries += struct.pack("<I", heap_start + len(heap))
            heap += body + b"\0" * (len(body) % 2)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags))
    return head + entries + bytes(4) + heap + b"".join(strips)
