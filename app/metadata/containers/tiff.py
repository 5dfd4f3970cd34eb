"""XMP in plain TIFF files, classic and Big: tag 700 of the first directory.

Nothing that is in a file moves. A packet that is no longer than the old one goes into its place; else it is
put at the end of the file, followed by a new first directory, and by a note of where the old one is, with
which all of it can be taken back. RAW photos are TIFF structures too, with makers' secrets that rest on
absolute places; they are refused. Layouts are those of TIFF 6.0 (Adobe, 1992) and BigTIFF (Aware Systems).
"""

from __future__ import annotations

import contextlib
import itertools
import struct
from typing import Final

from app.metadata.containers.common import MAX_PACKET, ContainerError, Edit, edited
from app.metadata.containers.directories import (
    Directory,
    Entry,
    directories,
    layout_of,
    pieces,
    read_directory,
)

_XMP: Final = 700
_BYTE, _UNDEFINED = 1, 7
_SUBFILE, _COMPRESSION, _PHOTOMETRIC, _SUB_IFDS = 254, 259, 262, 330
_DNG_VERSION, _CREDENTIALS = 50706, 52545
#: TIFF 6.0, its supplements, and what libtiff adds; every other is some camera's own.
_COMPRESSIONS: Final = frozenset(
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 32773, 32909, 32946, 33003, 33005, 34661, 34676, 34677, 34712}
    | {34887, 34925, 50000, 50001, 50002}
)
_PHOTOMETRICS: Final = frozenset({0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 32844, 32845})
#: Canon and Phase One write these after the header of their RAW photos.
_RAW_SIGNS: Final = (b"CR", b"IIII", b"MMMM")
#: Ends a file that a packet was put at the end of: where the first directory and the file's end were.
_NOTE: Final = b"Familiar:XMP"
_NOTE_SIZE: Final = len(_NOTE) + 16
_LONGEST_CLASSIC: Final = (1 << 32) - 1


def is_tiff(data: bytes) -> bool:
    """Tell whether bytes start as a TIFF does."""
    return data[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}


def packets(data: bytes) -> tuple[bytes, ...]:
    """Return the packet of the first directory."""
    try:
        layout, start = layout_of(data)
        first = read_directory(data, layout, start)
    except ContainerError:
        return ()
    for entry in first.entries:
        if entry.tag == _XMP and entry.kind in {_BYTE, _UNDEFINED} and entry.stop <= len(data):
            # A place that was left behind holds zeros, one that is larger than its packet spaces.
            text = (
                data[entry.value : min(entry.stop, entry.value + MAX_PACKET + 1)].rstrip(b"\0").rstrip(b" ")
            )
            return (text,) if 0 < len(text) <= MAX_PACKET else ()
    return ()


def check(data: bytes) -> None:
    """Make sure that the packet of a TIFF can be replaced.

    Raises:
        ContainerError: a sentence saying why not.
    """
    _File(data)


def replaced(data: bytes, packet: bytes | None) -> bytes:
    """Return the file with the packet given, or with none.

    Where it goes into the place of a longer one, spaces follow it.

    Raises:
        ContainerError: where `check` does, or where a classic TIFF would be longer than 4 GB.
    """
    file = _File(data)
    restored = file.taken_back()
    if restored is not None:
        # A note that is wrong would cut off what the directories use.
        with contextlib.suppress(ContainerError):
            file = _File(restored)
    if packet is None:
        return file.without_packet()
    room = 0 if file.packet is None else file.packet.stop - file.packet.value
    if file.packet is None or file.packet.is_inline or len(packet) > room:
        return file.with_directory(packet)
    return edited(file.data, [Edit(file.packet.value, file.packet.stop, packet.ljust(room))])


class _File:
    """A plain TIFF whose packet can be replaced.

    Raises:
        ContainerError: where it is damaged, no plain TIFF, or uses the packet's place for something else.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.layout, start = layout_of(data)
        self.first = read_directory(data, self.layout, start)
        found = directories(data, self.layout, self.first)
        self._refuse_raw(found)
        packets_ = [entry for entry in self.first.entries if entry.tag == _XMP]
        if len(packets_) > 1:
            raise ContainerError("It has several XMP packets, of which only one would be changed.")
        self.packet: Entry | None = packets_[0] if packets_ else None
        self._refuse_sharing(found)

    def _refuse_raw(self, found: list[Directory]) -> None:
        is_raw = self.data.startswith(_RAW_SIGNS, 8)
        for directory in found:
            tags = {entry.tag for entry in directory.entries}
            compressions = directory.numbers(self.data, self.layout, _COMPRESSION, 16)
            photometrics = directory.numbers(self.data, self.layout, _PHOTOMETRIC, 16)
            is_raw |= _DNG_VERSION in tags
            is_raw |= not (_COMPRESSIONS.issuperset(compressions) and _PHOTOMETRICS.issuperset(photometrics))
            if _CREDENTIALS in tags:
                raise ContainerError(
                    "It has content credentials, which would no longer hold if it were changed."
                )
        # A small picture first and the photo below it: how RAW photos are made, and hardly any other.
        reduced = any(value & 1 for value in self.first.numbers(self.data, self.layout, _SUBFILE, 1))
        is_raw |= reduced and any(entry.tag == _SUB_IFDS for entry in self.first.entries)
        if is_raw:
            raise ContainerError("It is a RAW photo, and those are never written into.")

    def _refuse_sharing(self, found: list[Directory]) -> None:
        """Make sure that no two things share the bytes that are going to change."""
        header = (0, self.layout.header_size)
        table = (self.first.start, self.first.end)
        own = [header, table]
        if self.packet is not None and not self.packet.is_inline:
            own.append((self.packet.value, self.packet.stop))
        uses = dict.fromkeys(own, 0)
        uses[header] += 1
        for start, end in pieces(self.data, self.layout, found):
            for place in own:
                uses[place] += start < place[1] and place[0] < end
        if len(uses) < len(own) or any(number > 1 for number in uses.values()):
            raise ContainerError("Its parts overlap, so that nothing was written into it.")

    def taken_back(self) -> bytes | None:
        """Return the file as it was before a packet was put at its end; None where none was.

        The note at the end counts only while the directory still says what the one before it said.
        """
        data, layout = self.data, self.layout
        note = data[-_NOTE_SIZE:]
        if not note.startswith(_NOTE):
            return None
        start, length = struct.unpack_from("<QQ", note, len(_NOTE))
        if not layout.header_size <= start < length <= self.first.start:
            return None
        restored = edited(data[:length], [self._pointer_edit(start)])
        try:
            before = read_directory(restored, layout, start)
        except ContainerError:
            return None
        same = before.following == self.first.following and _others(before) == _others(self.first)
        return restored if same else None

    def without_packet(self) -> bytes:
        """Return the file without the packet and its entry, all else where it is."""
        if self.packet is None:
            return self.data
        table = self._table(_others(self.first))
        table = table.ljust(self.first.end - self.first.start, b"\0")
        return edited(self.data, [Edit(self.first.start, self.first.end, table), *self._emptied()])

    def with_directory(self, packet: bytes) -> bytes:
        """Return the file with the packet at its end and a new first directory that leads to it."""
        layout = self.layout
        # Values and directories start at even places.
        value = len(self.data) + len(self.data) % 2
        if len(packet) <= layout.pointer_size:
            raise ContainerError("The packet is too short to be one.")
        start = value + len(packet) + (value + len(packet)) % 2
        entry = layout.packed(f"HH{layout.pointer}{layout.pointer}", _XMP, _BYTE, len(packet), value)
        entries = _others(self.first)
        # Tags ascend; where they do not, the others keep their order all the same.
        place = sum(1 for _ in itertools.takewhile(lambda raw: layout.read("H", raw, 0) < _XMP, entries))
        entries.insert(place, entry)
        table = self._table(entries)
        note = _NOTE + struct.pack("<QQ", self.first.start, len(self.data))
        end = bytes(value - len(self.data)) + packet + bytes(start - value - len(packet)) + table + note
        if not layout.is_big and len(self.data) + len(end) > _LONGEST_CLASSIC:
            raise ContainerError("It would be larger than a TIFF can be.")
        return edited(self.data, [self._pointer_edit(start), *self._emptied()]) + end

    def _pointer_edit(self, start: int) -> Edit:
        end = self.layout.header_size
        return Edit(end - self.layout.pointer_size, end, self.layout.packed(self.layout.pointer, start))

    def _emptied(self) -> list[Edit]:
        """Return the edit after which nobody finds names in the place that a packet has left."""
        if self.packet is None or self.packet.is_inline:
            return []
        return [Edit(self.packet.value, self.packet.stop, bytes(self.packet.stop - self.packet.value))]

    def _table(self, entries: list[bytes]) -> bytes:
        following = self.layout.packed(self.layout.pointer, self.first.following)
        return self.layout.packed(self.layout.count, len(entries)) + b"".join(entries) + following


def _others(directory: Directory) -> list[bytes]:
    return [entry.raw for entry in directory.entries if entry.tag != _XMP]
