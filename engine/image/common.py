"""Decoding of the formats that Pillow reads: JPEG, PNG, WebP, AVIF, TIFF, BMP, GIF.

Pillow's classes are used directly and not through `PIL.Image.open`. That function would try every
format it knows, warn of or refuse large pictures by a process-wide setting, and leave no place to say
what a truncated file should do; the only such place is another process-wide setting,
`ImageFile.LOAD_TRUNCATED_IMAGES`, which many threads cannot share. Here a truncated file is always
decoded strictly; what Pillow had written before it gave up stays in the image and is taken from there.
"""

from __future__ import annotations

import io
import warnings
import zlib

import PIL.Image
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from engine.image import signatures, tiff
from engine.image.conversion import to_rgb
from engine.image.files import ImageError, ImageProblem
from engine.image.picture import SMALLEST_SHARE, Picture, Request

#: Chunks of a PNG that the picture, its transparency and its EXIF block need.
_PNG_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"})
_PHOTOMETRIC = 262


class _Jpeg(JpegImagePlugin.JpegImageFile):
    """A JPEG that ends early reads as if it ended properly, and remembers that it did not."""

    ended_early = False

    def load_read(self, read_bytes: int) -> bytes:
        """Read on, or give libjpeg one end-of-image marker so that it hands out what it has."""
        data = b"" if self.fp is None else self.fp.read(read_bytes)
        if data or self.ended_early:
            return data
        self.ended_early = True
        return b"\xff\xd9"


class _Tiff(TiffImagePlugin.TiffImageFile):
    """A TIFF that Pillow does not turn by itself, so that it is turned exactly once, also if broken."""

    def _open(self) -> None:
        super()._open()
        self._size = self._tile_size

    def load_prepare(self) -> None:
        """Allocate the image; its size has passed our own limits, so Pillow's are left out."""
        if self._im is None:
            self.im = PIL.Image.new(self.mode, self._tile_size).im
        ImageFile.ImageFile.load_prepare(self)

    def load_end(self) -> None:
        """Leave the image as stored."""


def quieten_pillow() -> None:
    """Make sure that Pillow's warnings about what it finds in a file reach nobody.

    They tell the user nothing that can be acted upon, and would stop a decoder half-way wherever
    warnings are errors. `warnings.catch_warnings` is no help, since threads would restore each other's
    state; so the one filter is added where it is absent, which is safe to do at any time.
    """
    if not any(_is_ours(entry) for entry in warnings.filters):
        warnings.filterwarnings("ignore", module=r"PIL\.")


def _is_ours(entry: tuple[object, ...]) -> bool:
    return entry[0] == "ignore" and getattr(entry[3], "pattern", None) == r"PIL\."


def decode_jpeg(request: Request) -> Picture:
    """Decode a JPEG, or the first picture of an MPO, by DCT scaling to 1, 1/2, 1/4 or 1/8."""
    stream = io.BytesIO(request.data)
    image = _Jpeg(stream)
    scan_start = stream.tell()
    width, height = image.size
    request.limits.check(width, height, request.name)
    reduction = _dct_reduction(width, height, request.at_least)
    if reduction > 1:
        image.draft(None, (width // reduction, height // reduction))
    damaged = _load(image)
    # With all pixels decoded libjpeg may not have looked for the end, so look for it here.
    cut = request.data.rfind(b"\xff\xd9") < scan_start
    exif = tiff.without_prefix(image.info.get("exif"))
    return Picture(
        pixels=to_rgb(image),
        full_width=width,
        full_height=height,
        # DCT scaling maps each block of 8 × 8 pixels to exactly (8 / reduction)²; only the last,
        # partial block of a row or column rounds up.
        scale=1 / reduction,
        damaged=damaged or image.ended_early or cut,
        exif=exif,
        orientation=tiff.orientation_of(exif),
    )


def _dct_reduction(width: int, height: int, at_least: int | None) -> int:
    if at_least is None:
        return 1
    for reduction in (8, 4, 2):
        if -(-max(width, height) // reduction) >= at_least and min(width, height) >= reduction:
            return reduction
    return 1


def decode_png(request: Request) -> Picture:
    """Decode a PNG; one whose side information is broken is decoded without it."""
    chunks = signatures.png_chunks(request.data)
    damaged = not chunks or chunks[-1][0] != b"IEND"
    try:
        image = PngImagePlugin.PngImageFile(io.BytesIO(request.data))
    except Exception:  # noqa: BLE001 - any text or profile chunk may fail in any way; without them it may do
        image = PngImagePlugin.PngImageFile(io.BytesIO(_png_essence(request.data, chunks)))
        damaged = True
    request.limits.check(*image.size, request.name)
    return _picture(image, damaged=damaged)


def _png_essence(data: bytes, chunks: list[tuple[bytes, int, int]]) -> bytes:
    """Rebuild a PNG of its needed chunks, with checksums that hold."""
    essence = [data[:8]]
    for kind, start, end in chunks:
        if kind in _PNG_NEEDED:
            body = kind + data[start:end]
            essence += [(end - start).to_bytes(4, "big"), body, zlib.crc32(body).to_bytes(4, "big")]
    return b"".join(essence)


def decode_webp(request: Request) -> Picture:
    """Decode a WebP, or the first frame of an animated one."""
    size = signatures.webp_size(request.data)
    if size is None:
        raise ImageError(ImageProblem.DAMAGED, request.name)
    # The decoder allocates when it is created, so the size is checked before.
    request.limits.check(*size, request.name)
    damaged = signatures.webp_length(request.data) > len(request.data)
    try:
        image = WebPImagePlugin.WebPImageFile(io.BytesIO(request.data))
    except OSError:
        # libwebp takes nothing that is short or inconsistent, but decodes a bitstream of any content.
        image = WebPImagePlugin.WebPImageFile(io.BytesIO(_webp_essence(request)))
        damaged = True
    request.limits.check(*image.size, request.name)
    return _picture(image, damaged=damaged)


def _webp_essence(request: Request) -> bytes:
    """Rebuild a WebP of its first bitstream alone, filled up with zeros to the length it states."""
    found = signatures.webp_bitstream(request.data)
    if found is None:
        raise ImageError(ImageProblem.DAMAGED, request.name)
    kind, start, size = found
    body = request.data[start : start + size]
    if size > SMALLEST_SHARE * len(body):
        raise ImageError(ImageProblem.DAMAGED, request.name)
    body = body.ljust(size + size % 2, b"\0")
    chunk = kind + size.to_bytes(4, "little") + body
    return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk


def decode_avif(request: Request) -> Picture:
    """Decode an AVIF; its own rotation and mirror properties prevail over EXIF, as AVIF demands."""
    data, damaged = request.completed(signatures.boxes_length(request.data))
    image = AvifImagePlugin.AvifImageFile(io.BytesIO(data))
    request.limits.check(*image.size, request.name)
    return _picture(image, damaged=damaged)


def decode_gif(request: Request) -> Picture:
    """Decode the first frame of a GIF."""
    image = GifImagePlugin.GifImageFile(io.BytesIO(request.data))
    request.limits.check(*image.size, request.name)
    # Padding after the trailer is common and does no harm.
    cut = not request.data[-1024:].rstrip(b"\0").endswith(b";")
    return _picture(image, damaged=cut)


def decode_bmp(request: Request) -> Picture:
    """Decode a BMP."""
    image = BmpImagePlugin.BmpImageFile(io.BytesIO(request.data))
    request.limits.check(*image.size, request.name)
    return _picture(image, damaged=False)


def decode_tiff(request: Request) -> Picture:
    """Decode the first page of a TIFF."""
    image = _Tiff(io.BytesIO(request.data))
    request.limits.check(*image.size, request.name)
    inverted = image.mode.startswith("I;16") and image.tag_v2.get(_PHOTOMETRIC) == 0
    damaged = _load(image)
    pixels = to_rgb(image)
    exif = tiff.exif_of_tiff(request.data)
    return Picture(
        # Pillow turns white-is-zero round for eight bits, but not for sixteen.
        pixels=255 - pixels if inverted else pixels,
        full_width=image.width,
        full_height=image.height,
        damaged=damaged,
        exif=exif,
        orientation=tiff.orientation_of(exif),
    )


def _picture(image: ImageFile.ImageFile, *, damaged: bool) -> Picture:
    """Load an opened image that is decoded at full size only."""
    failed = _load(image)
    # A PNG may carry its EXIF block behind the pixels, so it is looked for after loading.
    exif = tiff.without_prefix(image.info.get("exif"))
    return Picture(
        pixels=to_rgb(image),
        full_width=image.width,
        full_height=image.height,
        damaged=damaged or failed,
        exif=exif,
        orientation=tiff.orientation_of(exif),
    )


def _load(image: ImageFile.ImageFile) -> bool:
    """Decode an opened image as far as it goes; tell whether it broke off."""
    try:
        image.load()
    except MemoryError:
        raise
    except Exception:
        # Decoders fail in many ways. Where the image's memory exists, its decoded part is there.
        if getattr(image, "_im", None) is None:
            raise
        image.tile = []
        image.load()
        return True
    return False
