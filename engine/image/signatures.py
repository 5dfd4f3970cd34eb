"""Which format a file is, by its content, and how long its own structure says it should be.

Decides only; decoding is elsewhere. The name's suffix counts for one question: whether a TIFF structure
without any other sign may be a RAW photo.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath

from engine.image import tiff


class Format(StrEnum):
    """A format that can be decoded."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    AVIF = "AVIF"
    HEIC = "HEIC"
    TIFF = "TIFF"
    BMP = "BMP"
    GIF = "GIF"
    RAW = "RAW"
    #: A TIFF structure with the suffix of a RAW photo, in which no sensor data was found.
    RAW_OR_TIFF = "RAW_OR_TIFF"


# fmt: off
RAW_SUFFIXES = frozenset({
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc", ".mef",
    ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf", ".srw",
    ".x3f",
})

#: Lower-case suffixes of the files that are looked at when a folder is walked.
SUFFIXES = RAW_SUFFIXES | {
    ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo", ".png", ".apng", ".webp", ".avif", ".heic",
    ".heif", ".hif", ".tif", ".tiff", ".bmp", ".dib", ".gif",
}
# fmt: on

_STARTS = {
    b"\xff\xd8\xff": Format.JPEG,
    b"\x89PNG\r\n\x1a\n": Format.PNG,
    b"GIF87a": Format.GIF,
    b"GIF89a": Format.GIF,
    b"FUJIFILMCCD-RAW": Format.RAW,
    b"IIRO": Format.RAW,
    b"IIRS": Format.RAW,
    b"MMOR": Format.RAW,
    b"IIU\0": Format.RAW,
    b"II\x1a\0\0\0HEAPCCDR": Format.RAW,
    b"FOVb": Format.RAW,
    b"\0MRM": Format.RAW,
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
#: Sizes of the header that follows the 14-byte file header of a BMP.
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def recognise(data: bytes, name: str) -> Format | None:
    """Return the format of a file by its first bytes, or None where it is none that we know."""
    for start, found in _STARTS.items():
        if data.startswith(start):
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.WEBP
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    if tiff.is_tiff(data):
        return _kind_of_tiff(data, name)
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return Format.BMP
    return None


def _by_brand(data: bytes) -> Format | None:
    major = data[8:12]
    if major == b"crx ":
        return Format.RAW
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {major} | {data[at : at + 4] for at in range(16, end, 4)}
    # A file may state both families (mif1 is common to them); only AVIF files state an AVIF brand.
    if brands & _AVIF_BRANDS:
        return Format.AVIF
    return Format.HEIC if brands & _HEIC_BRANDS else None


def _kind_of_tiff(data: bytes, name: str) -> Format:
    if data[8:10] == b"CR" or tiff.holds_sensor_data(data):
        return Format.RAW
    return Format.RAW_OR_TIFF if PurePath(name).suffix.lower() in RAW_SUFFIXES else Format.TIFF


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height that a WebP header states, or None where it states none."""
    chunk = data[12:16]
    if len(data) < 30:
        return None
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def webp_length(data: bytes) -> int:
    """Return the length in bytes that a WebP file's header states."""
    return 8 + int.from_bytes(data[4:8], "little")


def webp_bitstream(data: bytes) -> tuple[bytes, int, int] | None:
    """Find the first bitstream of a WebP file, also in the first frame of an animation.

    Returns:
        Type of the chunk, where its content starts and how long it says it is, bytes; None if absent.
    """
    at = 12
    while at + 8 <= len(data):
        kind = data[at : at + 4]
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if kind in {b"VP8 ", b"VP8L"}:
            return kind, at + 8, size
        # A frame has a header of 16 bytes, then chunks of its own; chunks start at even offsets.
        at += 24 if kind == b"ANMF" else 8 + size + size % 2
    return None


def boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the top-level boxes of an HEIC or AVIF file: type, start and end of the content, bytes.

    The last one may end past the end of the data.
    """
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        header = 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
            header = 16
        elif size == 0:
            size = len(data) - at
        if size < header:
            return
        yield data[at + 4 : at + 8], at + header, at + size
        at += size


def boxes_length(data: bytes) -> int:
    """Return where the last top-level box of an HEIC or AVIF file ends by its own statement, bytes."""
    return max((end for _, _, end in boxes(data)), default=0)


def png_chunks(data: bytes) -> list[tuple[bytes, int, int]]:
    """List the chunks of a PNG file: type, start and end of the chunk's content in bytes.

    The list ends with `IEND` where the file is whole; a last chunk that is cut short is left out.
    """
    chunks = []
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if at + 12 + length > len(data):
            break
        chunks.append((kind, at + 8, at + 8 + length))
        if kind == b"IEND":
            break
        at += 12 + length
    return chunks
