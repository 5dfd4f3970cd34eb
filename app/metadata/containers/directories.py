"""The directories of a TIFF structure, classic and Big: what they say, and which bytes of a file they use.

Reads without trusting: every number is checked against the file, and the work is bounded. What a packet is
and how one is put in is the business of `tiff`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.metadata.containers.common import ContainerError

_DAMAGED: Final = "It is damaged or ends early, so that nothing was written into it."
#: Bytes of each field type; others are unknown and have no length.
_SIZES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8
}  # fmt: skip
_WHOLE: Final = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
#: Directories below another: sub-directories, EXIF, GPS, interoperability.
_BELOW: Final = (330, 34665, 34853, 40965)
#: Pairs of offsets and lengths: strips, tiles, old JPEG streams.
_PIECES: Final = ((273, 279), (324, 325), (513, 514))
_MAX_ENTRIES: Final = 100_000
_MAX_NUMBERS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """Byte order for `struct`, and whether a file is a BigTIFF, with the sizes that follow from it."""

    order: str
    is_big: bool

    @property
    def header_size(self) -> int:
        """Return the size of the file's header in bytes."""
        return 16 if self.is_big else 8

    @property
    def pointer(self) -> str:
        """Return the `struct` letter of an offset."""
        return "Q" if self.is_big else "I"

    @property
    def pointer_size(self) -> int:
        """Return the size in bytes of an offset, and of a value inside its entry."""
        return 8 if self.is_big else 4

    @property
    def count(self) -> str:
        """Return the `struct` letter of a directory's number of entries."""
        return "Q" if self.is_big else "H"

    @property
    def entry_size(self) -> int:
        """Return the size of an entry in bytes."""
        return 20 if self.is_big else 12

    def packed(self, letters: str, *numbers: int) -> bytes:
        """Pack numbers in the file's byte order."""
        return struct.pack(self.order + letters, *numbers)

    def read(self, letter: str, data: bytes, at: int) -> int:
        """Read one number; raises `struct.error` past the end."""
        value: int = struct.unpack_from(self.order + letter, data, at)[0]
        return value


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: tag, field type, number of values, its own bytes, and where its value starts and ends."""

    tag: int
    kind: int
    number: int
    raw: bytes
    value: int
    stop: int
    is_inline: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory: where its table starts and ends in bytes, its entries, and where the next one is."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    following: int

    def numbers(self, data: bytes, layout: Layout, tag: int, most: int = _MAX_NUMBERS) -> tuple[int, ...]:
        """Return the first whole numbers of a tag; empty where it is absent, of another type or cut short."""
        for entry in self.entries:
            if entry.tag == tag and entry.kind in _WHOLE and entry.stop <= len(data):
                letters = f"{layout.order}{min(entry.number, most)}{_WHOLE[entry.kind]}"
                return struct.unpack_from(letters, data, entry.value)
        return ()


def layout_of(data: bytes) -> tuple[Layout, int]:
    """Return the layout of a TIFF and where its first directory is.

    Raises:
        ContainerError: where the header is no TIFF's.
    """
    layout = Layout("<" if data[:2] == b"II" else ">", data[2:4] in {b"+\0", b"\0+"})
    try:
        if layout.is_big and data[4:8] != layout.packed("HH", 8, 0):
            raise ContainerError(_DAMAGED)
        return layout, layout.read(layout.pointer, data, layout.header_size - layout.pointer_size)
    except struct.error as error:
        raise ContainerError(_DAMAGED) from error


def read_directory(data: bytes, layout: Layout, start: int) -> Directory:
    """Read the directory at an offset.

    Raises:
        ContainerError: where it does not lie inside the file.
    """
    try:
        if start < layout.header_size:
            raise ContainerError(_DAMAGED)
        number = layout.read(layout.count, data, start)
        first = start + struct.calcsize(layout.order + layout.count)
        end = first + number * layout.entry_size
        if number > _MAX_ENTRIES or end + layout.pointer_size > len(data):
            raise ContainerError(_DAMAGED)
        entries = tuple(_entry(data, layout, at) for at in range(first, end, layout.entry_size))
        following = layout.read(layout.pointer, data, end)
    except (struct.error, OverflowError) as error:
        raise ContainerError(_DAMAGED) from error
    return Directory(start, end + layout.pointer_size, entries, following)


def _entry(data: bytes, layout: Layout, at: int) -> Entry:
    tag, kind, number = struct.unpack_from(f"{layout.order}HH{layout.pointer}", data, at)
    size = number * _SIZES.get(kind, 0)
    value = at + layout.entry_size - layout.pointer_size
    is_inline = size <= layout.pointer_size
    if not is_inline:
        value = layout.read(layout.pointer, data, value)
    return Entry(tag, kind, number, data[at : at + layout.entry_size], value, value + size, is_inline)


def directories(data: bytes, layout: Layout, first: Directory) -> list[Directory]:
    """List the first directory and all that it leads to.

    Raises:
        ContainerError: where one cannot be read, and might be found in what is put at the end of the file; or
            where there are more than any photo has, so that reading on would only take time.
    """
    found = [first]
    seen = {first.start}
    entries = len(first.entries)
    pending = _led_to(data, layout, first)
    while pending:
        start = pending.pop()
        if start in seen or start == 0:
            continue
        seen.add(start)
        directory = read_directory(data, layout, start)
        found.append(directory)
        entries += len(directory.entries)
        pending += _led_to(data, layout, directory)
        if entries > _MAX_ENTRIES or len(pending) + len(seen) > _MAX_ENTRIES:
            raise ContainerError("It has more directories than any photo, so it was left as it is.")
    return found


def _led_to(data: bytes, layout: Layout, directory: Directory) -> list[int]:
    below = [directory.numbers(data, layout, tag, 1000) for tag in _BELOW]
    return [directory.following, *(start for starts in below for start in starts)]


def pieces(data: bytes, layout: Layout, found: list[Directory]) -> Iterator[tuple[int, int]]:
    """Yield start and end of everything that directories use: tables, values, strips, tiles; bytes.

    Raises:
        ContainerError: where one reaches past the end of the file, or there are too many.
    """
    left = _MAX_NUMBERS
    for directory in found:
        yield directory.start, directory.end
        for entry in directory.entries:
            if entry.stop > len(data):
                raise ContainerError(_DAMAGED)
            if not entry.is_inline:
                yield entry.value, entry.stop
        for offsets, lengths in _PIECES:
            starts = directory.numbers(data, layout, offsets, left + 1)
            left -= len(starts)
            if left < 0:
                raise ContainerError("It has more pieces than any photo, so it was left as it is.")
            sizes = directory.numbers(data, layout, lengths, len(starts))
            for start, length in zip(starts, sizes, strict=False):
                if start + length > len(data):
                    raise ContainerError(_DAMAGED)
                yield start, start + length
