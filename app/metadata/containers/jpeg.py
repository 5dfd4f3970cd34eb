r"""XMP in JPEG files: one APP1 segment, and the segments of a second tree where one is too small.

Markers are those of ITU-T T.81, annex B; XMP segments those of the XMP specification, part 3 (Adobe, 2020,
section 1.1.3); multi-picture files those of CIPA DC-007. Only the segments before the first scan are looked
at and changed, and the offsets of a multi-picture file's index, which other pictures move away from.
"""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from typing import Final

from app.metadata.containers.common import (
    MAX_PACKET,
    MAX_PARTS,
    ContainerError,
    Edit,
    edited,
    without_padding,
)
from app.metadata.containers.extended import guid_of, joined, split

_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION: Final = b"http://ns.adobe.com/xmp/extension/\0"
#: What the specification lets one segment hold, bytes.
LONGEST_PACKET: Final = 65_502
_LONGEST_PART: Final = 65_400
#: MD5, full length and offset, before each part of a second tree.
_PART_HEADER: Final = 40

_APP0, _APP1, _APP2, _APP11 = 0xE0, 0xE1, 0xE2, 0xEB
_SOS, _EOI = 0xDA, 0xD9
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
# In coded data FF is followed by 00 or is a restart marker; anything else ends it.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MP_ENTRIES: Final = 0xB002


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker segment: its marker, where it starts (with fill bytes), its content starts and ends, bytes."""

    marker: int
    start: int
    content: int
    end: int


def is_jpeg(data: bytes) -> bool:
    """Tell whether bytes start as a JPEG does."""
    return data[:3] == b"\xff\xd8\xff"


def segments(data: bytes) -> tuple[list[Segment], bool]:
    """List the segments between the start of the image and its first scan.

    Returns:
        The segments, the last of them `SOS` where the second value, "the header is whole", is true.
    """
    found: list[Segment] = []
    at = 2
    while at + 2 <= len(data) and data[at] == 0xFF and len(found) < MAX_PARTS:
        start = at
        while at < len(data) and data[at] == 0xFF:
            at += 1
        if at >= len(data):
            break
        marker = data[at]
        at += 1
        if marker in _ALONE:
            found.append(Segment(marker, start, at, at))
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if marker in {0x00, _EOI, 0xD8} or length < 2 or at + length > len(data):
            break
        found.append(Segment(marker, start, at + 2, at + length))
        if marker == _SOS:
            return found, True
        at += length
    return found, False


def packets(data: bytes) -> tuple[bytes, ...]:
    """Return the packets, the first joined with its second tree where it names one that is whole."""
    found, _ = segments(data)
    texts = [data[s.content + len(_XMP) : s.end] for s in found if _holds(data, s, _XMP)]
    for index, text in enumerate(texts):
        if guid_of(text) is None:
            continue
        extended = _second_tree(data, found, text)
        if extended is not None:
            try:
                texts[index] = joined(text, extended)
            except ContainerError:
                texts.append(extended)
        break
    return tuple(text for text in texts if text)


def check(data: bytes) -> None:
    """Make sure that the packet of a JPEG can be replaced.

    Raises:
        ContainerError: a sentence saying why not.
    """
    _plan(data)


def replaced(data: bytes, packet: bytes | None) -> bytes:
    """Return the file with the packet given, or with none.

    Raises:
        ContainerError: where `check` does, or where the packet is too large.
    """
    plan = _plan(data)
    new = b"" if packet is None else _segments_of(packet)
    edits = [Edit(old.start, old.end, b"") for old in plan.old]
    if plan.old:
        edits[0] = Edit(plan.old[0].start, plan.old[0].end, new)
    else:
        edits = [Edit(plan.place, plan.place, new)]
    return edited(data, edits + _index_edits(data, plan.index, edits, plan.scan))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Segments that go, where one is put if none goes, the multi-picture index if any, the first scan."""

    old: list[Segment]
    place: int
    index: Segment | None
    scan: int


def _plan(data: bytes) -> _Plan:
    found, whole = segments(data)
    if not whole:
        raise ContainerError("It is damaged before the picture starts, so that nothing was written into it.")
    standard = [segment for segment in found if _holds(data, segment, _XMP)]
    if len(standard) > 1:
        raise ContainerError("It has several XMP packets, of which only one would be changed.")
    if any(s.marker == _APP11 and data.find(b"c2pa", s.content, s.end) >= 0 for s in found):
        raise ContainerError("It has content credentials, which would no longer hold if it were changed.")
    old = standard + _parts_to_go(data, found, standard)
    old.sort(key=lambda segment: segment.start)
    place = 2
    for segment in found:
        exif = segment.marker == _APP1 and data.startswith(b"Exif\0", segment.content)
        if segment.marker != _APP0 and not exif:
            break
        place = segment.end
    indexes = [s for s in found if s.marker == _APP2 and data.startswith(b"MPF\0", s.content)]
    scan = found[-1].start
    if len(indexes) > 1:
        raise ContainerError("It has two indexes of further pictures.")
    if not indexes and data.startswith(b"\xff\xd8", _end_of_picture(data, found[-1].end)):
        raise ContainerError("A second picture follows that would no longer be found if the first grew.")
    plan = _Plan(old, place, indexes[0] if indexes else None, scan)
    _index_edits(data, plan.index, [], scan)
    return plan


def _holds(data: bytes, segment: Segment, signature: bytes) -> bool:
    return segment.marker == _APP1 and data.startswith(signature, segment.content, segment.end)


def _parts_to_go(data: bytes, found: list[Segment], standard: list[Segment]) -> list[Segment]:
    """Return the segments of the second tree that the packet names; others belong to nobody and stay."""
    if not standard:
        return []
    text = data[standard[0].content + len(_XMP) : standard[0].end]
    guid = guid_of(text)
    if guid is None:
        return []
    extended = _second_tree(data, found, text)
    if extended is None:
        raise ContainerError("The second part of its XMP packet is damaged or missing.")
    joined(text, extended)
    return [part for part in _parts(data, found) if data[_part(part) : _part(part) + 32].upper() == guid]


def _parts(data: bytes, found: list[Segment]) -> list[Segment]:
    shortest = len(_EXTENSION) + _PART_HEADER
    return [s for s in found if _holds(data, s, _EXTENSION) and s.end - s.content >= shortest]


def _part(segment: Segment) -> int:
    return segment.content + len(_EXTENSION)


def _second_tree(data: bytes, found: list[Segment], packet: bytes) -> bytes | None:
    """Put the parts of the tree that a packet names in order; None where they are not all there."""
    guid = guid_of(packet)
    if guid is None:
        return None
    pieces: list[tuple[int, bytes]] = []
    length = 0
    for segment in _parts(data, found):
        at = _part(segment)
        if data[at : at + 32].upper() != guid:
            continue
        length, offset = struct.unpack_from(">II", data, at + 32)
        pieces.append((offset, data[at + _PART_HEADER : segment.end]))
    pieces.sort(key=lambda piece: piece[0])
    expected = 0
    for offset, piece in pieces:
        if offset != expected:
            return None
        expected += len(piece)
    if not 0 < expected == length <= MAX_PACKET:
        return None
    tree = b"".join(piece for _, piece in pieces)
    digest = hashlib.md5(tree, usedforsecurity=False).hexdigest().upper().encode()
    return tree if digest == guid else None


def _segment(content: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _segments_of(packet: bytes) -> bytes:
    for text in (packet, without_padding(packet)):
        if len(text) <= LONGEST_PACKET:
            return _segment(_XMP + text)
    first, tree, guid = split(packet, LONGEST_PACKET)
    if len(tree) > MAX_PACKET:
        raise ContainerError("Its XMP packet is too large for a JPEG.")
    pieces = [_segment(_XMP + first)]
    for offset in range(0, len(tree), _LONGEST_PART):
        header = _EXTENSION + guid + struct.pack(">II", len(tree), offset)
        pieces.append(_segment(header + tree[offset : offset + _LONGEST_PART]))
    return b"".join(pieces)


def _end_of_picture(data: bytes, coded: int) -> int:
    """Return where the picture whose first coded data starts here ends, after its end-of-image marker."""
    at = coded
    for _ in range(MAX_PARTS):
        marker = _MARKER.search(data, at)
        if marker is None:
            break
        if data[marker.end() - 1] == _EOI:
            return marker.end()
        # Tables between two scans are found as segments and skipped the same way.
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    return len(data)


def _index_edits(data: bytes, index: Segment | None, edits: list[Edit], scan: int) -> list[Edit]:
    """Return what has to change in a multi-picture index: the first picture's length, the others' places.

    Offsets count from the index's own header (CIPA DC-007, section 5.2.3.3), so that they change only by
    what is put between it and them.
    """
    if index is None:
        return []
    header = index.content + 4
    moved = sum(edit.growth for edit in edits if edit.start >= header)
    grown = sum(edit.growth for edit in edits)
    new = []
    for number, (order, at) in enumerate(_index_entries(data, index)):
        size, offset = struct.unpack_from(order + "II", data, at + 4)
        if offset == 0:
            # The first picture is where it is; another without a place is not in the file.
            size += grown if size and number == 0 else 0
        else:
            if header + offset <= scan or not data.startswith(b"\xff\xd8", header + offset):
                raise ContainerError("The index of its further pictures is wrong, so it was left as it is.")
            offset += moved
        if not (0 <= size < 1 << 32 and 0 <= offset < 1 << 32):
            raise ContainerError("The index of its further pictures is wrong, so it was left as it is.")
        new.append(Edit(at + 4, at + 12, struct.pack(order + "II", size, offset)))
    return new


def _index_entries(data: bytes, index: Segment) -> list[tuple[str, int]]:
    """Return byte order and place of each picture's 16-byte entry in a multi-picture index."""
    header = index.content + 4
    block = data[header : index.end]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    try:
        if order is None:
            raise ContainerError("The index of its further pictures is damaged.")
        (ifd,) = struct.unpack_from(order + "I", block, 4)
        (count,) = struct.unpack_from(order + "H", block, ifd)
        for entry in range(ifd + 2, ifd + 2 + 12 * count, 12):
            tag, _, size, offset = struct.unpack_from(order + "HHII", block, entry)
            if tag == _MP_ENTRIES:
                if size % 16 or not 0 < size <= len(block) - offset:
                    break
                return [(order, header + at) for at in range(offset, offset + size, 16)]
    except struct.error as error:
        raise ContainerError("The index of its further pictures is damaged.") from error
    raise ContainerError("The index of its further pictures is damaged.")
