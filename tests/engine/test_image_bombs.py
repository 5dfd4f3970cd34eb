"""Small files that would take much: each is refused or decoded with little time and memory."""

from __future__ import annotations

import contextlib
import io
import resource
import struct
import sys
import time
import zlib
from collections.abc import Callable

import numpy as np
import PIL.Image
import pytest
from makers.heic_files import heic
from makers.image_files import encode, exif_block, noise, photo, picture

from engine.image import ImageError, ImageProblem, decode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured as POSIX tells it")
REFUSED = {ImageProblem.TOO_LARGE, ImageProblem.DAMAGED, ImageProblem.UNSUPPORTED}
#: Of one file, in seconds and bytes beyond what there was. Each would take gigabytes or minutes.
MOST_S, MOST_BYTES = 5.0, 300e6


def peak() -> int:
    """Return the most memory this process has had, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def spent(data: bytes, name: str = "bomb.jpg") -> ImageProblem | None:
    """Decode within the limits; return why it was refused, None where it was not."""
    assert len(data) < 20_000_000
    before, start = peak(), time.process_time()
    try:
        decode(data, name=name)
        problem = None
    except ImageError as error:
        problem = error.problem
    assert problem is None or problem in REFUSED
    assert time.process_time() - start < MOST_S
    assert peak() - before < MOST_BYTES
    return problem


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """Put chunks behind the header of a PNG."""
    return png[:33] + b"".join(chunks) + png[33:]


def chained_tiff(directories: int, *, loop: bool = False, first: bool = True) -> bytes:
    """Make a TIFF of so many directories, each of which leads to the next; the picture is in the first."""
    strip = bytes(range(48))
    tags = ((256, 4), (257, 4), (258, 8), (259, 1), (262, 2), (277, 3), (278, 4), (273, 8), (279, 48))
    size = 2 + 12 * len(tags) + 4
    start = 8 + len(strip)
    made = bytearray(b"II*\0" + struct.pack("<I", start) + strip)
    for number in range(directories):
        made += struct.pack("<H", len(tags))
        for tag, value in sorted(tags):
            made += struct.pack("<HHII", tag, 4, 1, value)
        following = start + size * (number + 1)
        last = number == directories - 1
        made += struct.pack("<I", (start if loop else 0) if last else following)
    return bytes(made)


def test_a_long_chain_of_directories() -> None:
    assert spent(chained_tiff(100_000), "a.tif") is None
    assert spent(chained_tiff(3, loop=True), "a.tif") is None


def test_nested_directories() -> None:
    """Each directory has two others in it, which both lead to the same."""
    made = bytearray(b"II*\0" + struct.pack("<I", 8))
    for number in range(5000):
        at = 8 + number * 26
        made += struct.pack("<H", 1) + struct.pack("<HHII", 0x014A, 4, 2, at + 18)
        made += struct.pack("<I", at + 26) + struct.pack("<II", at + 26, at + 26)
    assert spent(bytes(made), "a.tif") is not None
    assert spent(bytes(made), "a.dng") is not None


def test_a_tiff_of_many_pages() -> None:
    file = io.BytesIO()
    pages = [PIL.Image.fromarray(picture(16, 12)) for _ in range(3000)]
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    assert spent(file.getvalue(), "a.tif") is None


def test_entries_that_all_lead_to_the_same_large_piece() -> None:
    count, piece = 3000, 3_000_000
    heap = 8 + 2 + 12 * count + 4
    entries = b"".join(struct.pack("<HHII", 50_000 + n, 1, piece, heap) for n in range(count))
    block = b"II*\0" + struct.pack("<IH", 8, count) + entries + bytes(4) + bytes(piece)
    assert spent(block, "a.tif") is not None
    assert spent(photo("PNG", exif=block), "a.png") is None


@pytest.mark.parametrize("name", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_a_huge_exif_block(name: str) -> None:
    block = exif_block(6, x010f="x" * 8_000_000, x9286=b"ASCII\0\0\0" + b"y" * 2_000_000)
    assert spent(photo(name, exif=block), "a") is None


def test_a_huge_exif_block_in_heic() -> None:
    assert spent(heic(picture(), exif=exif_block(6, x010f="x" * 8_000_000)), "a.heic") is None


def test_a_jpeg_of_segments() -> None:
    plain = photo("JPEG")
    segments = b"".join(
        b"\xff\xe1" + struct.pack(">H", 65_000) + b"http://ns.adobe.com/xap/1.0/\0" + bytes(64_969)
        for _ in range(200)
    )
    assert spent(plain[:2] + segments + plain[2:]) is None
    assert spent(plain[:2] + b"\xff\xe0\0\x02" * 1_000_000 + plain[2:]) is None


def test_packed_text_in_a_png() -> None:
    packed = zlib.compress(bytes(500_000_000), 9)
    plain = photo("PNG")
    for body in (
        b"XML:com.adobe.xmp\0\1\0\0\0" + packed,
        b"Comment\0\1\0\0\0" + packed,
    ):
        spent(with_chunks(plain, chunk(b"iTXt", body)), "a.png")
    for kind in (b"zTXt", b"iCCP"):
        spent(with_chunks(plain, chunk(kind, b"name\0\0" + packed)), "a.png")


def test_pixels_beyond_those_stated_are_not_unpacked() -> None:
    plain = photo("PNG")
    start = plain.index(b"IDAT") - 4
    packed = zlib.compress(bytes(1_000_000_000), 9)
    spent(plain[:start] + chunk(b"IDAT", packed) + chunk(b"IEND", b""), "a.png")


def huge(data: bytes, **at: tuple[int, str, int, int]) -> bytes:
    changed = bytearray(data)
    for start, kind, width, height in at.values():
        struct.pack_into(kind, changed, start, width, height)
    return bytes(changed)


STATED: dict[str, Callable[[], bytes]] = {
    "PNG": lambda: huge(photo("PNG"), size=(16, ">II", 2**31 - 1, 2**31 - 1)),
    "GIF": lambda: huge(photo("GIF"), size=(6, "<HH", 65535, 65535)),
    "BMP": lambda: huge(photo("BMP"), size=(18, "<ii", 2**31 - 1, -(2**31))),
    "lossless WebP": lambda: huge(photo("WEBP"), size=(21, "<HH", 0xFFFF, 0xFFFF)),
    "HEIC": lambda: heic(picture(), stated_size=(2**31 - 1, 2**31 - 1)),
    "animated WebP": lambda: huge(
        encode(picture(), "WEBP", save_all=True, append_images=[PIL.Image.fromarray(noise(64, 48))]),
        size=(24, "<HI", 0xFFFF, 0xFFFFFF),
    ),
}


@pytest.mark.parametrize("name", STATED)
def test_sizes_that_cannot_be(name: str) -> None:
    assert spent(STATED[name](), "a") is not None


def test_a_progressive_jpeg_of_hundreds_of_scans() -> None:
    """Each scan has to be decoded over the whole picture."""
    plain = encode(np.zeros((4000, 4000, 3), np.uint8), "JPEG", progressive=True, quality=1)
    end = plain.rindex(b"\xff\xda")
    scan = plain[end:-2]
    data = plain[:-2] + scan * 300 + b"\xff\xd9"
    start = time.process_time()
    with contextlib.suppress(ImageError):
        decode(data, name="a.jpg")
    assert time.process_time() - start < 60
