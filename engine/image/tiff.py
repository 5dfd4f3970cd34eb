"""The little of TIFF that has to be known before decoding: tags of an EXIF block, and what is RAW.

EXIF blocks and most RAW files are TIFF structures. This reads whole-number tags from bytes without
trusting any of them, and rebuilds a small EXIF block from a large file. Pixels and dates are read
elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

import PIL.Image
from PIL import ExifTags

ORIENTATION: Final = 0x0112
_PHOTOMETRIC: Final = 0x0106
_SUB_IFDS: Final = 0x014A
_DNG_VERSION: Final = 0xC612
#: Pairs of offset and length tags of strips and of tiles.
_PIECES: Final = ((0x0111, 0x0117), (0x0144, 0x0145))
#: The tags whose values are read. The thousands of entries of a directory may all point at the same large
#: piece of a file, so that reading every one would take gigabytes for an EXIF block of 64 kB.
_READ_TAGS: Final = frozenset(
    {ORIENTATION, _PHOTOMETRIC, _SUB_IFDS, _DNG_VERSION, *(tag for pair in _PIECES for tag in pair)}
)
#: Photometric interpretations of sensor data: a colour filter array, linear RAW.
_SENSOR_DATA: Final = frozenset({32803, 34892})

#: Size in bytes and `struct` letter of the whole-number TIFF types: BYTE, SHORT, LONG, IFD.
_WHOLE_NUMBERS: Final = {1: (1, "B"), 3: (2, "H"), 4: (4, "I"), 13: (4, "I")}
_MAX_IFDS: Final = 32
_MAX_VALUES: Final = 100_000

Ifd = dict[int, tuple[int, ...]]

_KEPT_TAGS: Final = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.Make,
    ExifTags.Base.Model,
    ExifTags.Base.Orientation,
    ExifTags.Base.DateTime,
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
)
#: Left out of a rebuilt block: the maker's private note, which is the largest part of most RAW files'
#: EXIF, and a pointer that would lead nowhere.
_DROPPED_TAGS: Final = frozenset({ExifTags.Base.MakerNote, ExifTags.IFD.Interop})


def is_tiff(data: bytes) -> bool:
    """Tell whether bytes start as a TIFF structure (classic or BigTIFF) does."""
    return data[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}


def without_prefix(exif: object) -> bytes | None:
    r"""Return an EXIF block without its `Exif\0\0` prefix, or None where there is no block."""
    if not isinstance(exif, bytes):
        return None
    while exif.startswith(b"Exif\0\0"):
        exif = exif[6:]
    return exif or None


def orientation_of(exif: bytes | None) -> int:
    """Return the EXIF orientation (1 to 8) in a TIFF-structured block; 1 where none is valid."""
    if exif is None:
        return 1
    first = next(_ifds(exif), {})
    value = first.get(ORIENTATION, ())
    return value[0] if len(value) == 1 and 1 <= value[0] <= 8 else 1


def holds_sensor_data(data: bytes) -> bool:
    """Tell whether a TIFF structure is a RAW photo: a DNG, or with sensor data in any directory."""
    for ifd in _ifds(data):
        if _DNG_VERSION in ifd or _SENSOR_DATA.intersection(ifd.get(_PHOTOMETRIC, ())):
            return True
    return False


def stated_length(data: bytes) -> int:
    """Return where the last strip or tile of a TIFF structure ends by its own statement, in bytes."""
    end = 0
    for ifd in _ifds(data):
        for offsets, lengths in _PIECES:
            pieces = zip(ifd.get(offsets, ()), ifd.get(lengths, ()), strict=False)
            end = max(end, max((offset + length for offset, length in pieces), default=0))
    return end


def exif_of_tiff(data: bytes) -> bytes | None:
    """Build a small EXIF block from a whole TIFF-structured file.

    Kept are the camera, dates, orientation and authors, the EXIF directory without its maker note, and
    the GPS directory.

    Returns:
        The block without prefix, or None where nothing could be read.
    """
    source = PIL.Image.Exif()
    try:
        source.load(data)
        block = PIL.Image.Exif()
        for tag in _KEPT_TAGS:
            if tag in source:
                block[tag] = source[tag]
        _copy_ifd(source.get_ifd(ExifTags.IFD.Exif), block.get_ifd(ExifTags.IFD.Exif))
        _copy_ifd(source.get_ifd(ExifTags.IFD.GPSInfo), block.get_ifd(ExifTags.IFD.GPSInfo))
        return without_prefix(block.tobytes())
    except Exception:  # noqa: BLE001 - Pillow raises many kinds; a photo is worth having without EXIF
        return None


def exif_of_cr3(data: bytes) -> bytes | None:
    """Build an EXIF block from a Canon CR3, which keeps the directories as TIFFs of their own.

    The boxes `CMT1`, `CMT2` and `CMT4` hold the main, the EXIF and the GPS directory.

    Returns:
        The block without prefix, or None where nothing could be read.
    """
    try:
        block = PIL.Image.Exif()
        main = _cr3_directory(data, b"CMT1")
        for tag in _KEPT_TAGS:
            if tag in main:
                block[tag] = main[tag]
        _copy_ifd(dict(_cr3_directory(data, b"CMT2")), block.get_ifd(ExifTags.IFD.Exif))
        _copy_ifd(dict(_cr3_directory(data, b"CMT4")), block.get_ifd(ExifTags.IFD.GPSInfo))
        return without_prefix(block.tobytes())
    except Exception:  # noqa: BLE001 - Pillow raises many kinds; a photo is worth having without EXIF
        return None


def _cr3_directory(data: bytes, box: bytes) -> PIL.Image.Exif:
    directory = PIL.Image.Exif()
    start = data.find(box)
    if start >= 4:
        (length,) = struct.unpack_from(">I", data, start - 4)
        directory.load(data[start + 4 : start - 4 + length])
    return directory


def _copy_ifd(source: dict[int, object], target: dict[int, object]) -> None:
    target.update((tag, value) for tag, value in source.items() if tag not in _DROPPED_TAGS)


def _ifds(data: bytes) -> Iterator[Ifd]:
    """Yield `_READ_TAGS` of the first directory, then of all others that it leads to.

    BigTIFF and broken structures yield what can be read; nothing is raised.
    """
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8 or data[:2] not in {b"II", b"MM"}:
        return
    pending = list(struct.unpack_from(order + "I", data, 4))
    seen: set[int] = set()
    while pending and len(seen) < _MAX_IFDS:
        offset = pending.pop(0)
        if offset in seen or not 8 <= offset <= len(data) - 2:
            continue
        seen.add(offset)
        ifd, following = _read_ifd(data, offset, order)
        yield ifd
        pending += ifd.get(_SUB_IFDS, ())[:_MAX_IFDS]
        pending.append(following)


def _read_ifd(data: bytes, offset: int, order: str) -> tuple[Ifd, int]:
    (count,) = struct.unpack_from(order + "H", data, offset)
    ifd: Ifd = {}
    for entry in range(offset + 2, min(offset + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, entry)
        if tag not in _READ_TAGS or tag in ifd:
            continue
        if kind not in _WHOLE_NUMBERS or not 0 < number <= _MAX_VALUES:
            continue
        size, letter = _WHOLE_NUMBERS[kind]
        where = entry + 8
        if number * size > 4:
            (where,) = struct.unpack_from(order + "I", data, where)
        if where + number * size <= len(data):
            ifd[tag] = struct.unpack_from(f"{order}{number}{letter}", data, where)
    end = offset + 2 + 12 * count
    following = struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
    return ifd, following
