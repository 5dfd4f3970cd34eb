"""XMP in WebP files: the chunk `XMP ` after the picture, and the flag in `VP8X` that says so.

The format is that of RFC 9649. A file of one chunk is given the `VP8X` it needs; where nothing needs it any
more, exactly such a one is taken away again.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from app.metadata.containers.common import MAX_PACKET, MAX_PARTS, ContainerError, Edit, edited

_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_PICTURES: Final = frozenset({b"VP8 ", b"VP8L"})
_LONGEST: Final = (1 << 32) - 10


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk: its type, where it starts, its content starts and ends, and it ends with padding, bytes."""

    kind: bytes
    start: int
    content: int
    stop: int
    end: int


def is_webp(data: bytes) -> bool:
    """Tell whether bytes start as a WebP does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def chunks(data: bytes) -> list[Chunk]:
    """List the chunks that lie inside the length that the file states, up to the first cut short."""
    found: list[Chunk] = []
    stated = min(_stated_end(data), len(data))
    at = 12
    while at + 8 <= stated and len(found) < MAX_PARTS:
        stop = at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")
        if stop > stated:
            break
        # Some writers leave out the padding of the last chunk.
        end = min(stop + stop % 2, stated)
        found.append(Chunk(data[at : at + 4], at, at + 8, stop, end))
        at = end
    return found


def packets(data: bytes) -> tuple[bytes, ...]:
    """Return the packets in the file's order."""
    found = (data[c.content : c.stop] for c in chunks(data) if c.kind == b"XMP ")
    return tuple(text for text in found if 0 < len(text) <= MAX_PACKET)


def check(data: bytes) -> None:
    """Make sure that the packet of a WebP can be replaced.

    Raises:
        ContainerError: a sentence saying why not.
    """
    _plan(data)


def replaced(data: bytes, packet: bytes | None) -> bytes:
    """Return the file with the packet given, or with none.

    Raises:
        ContainerError: where `check` does, or where the file would be longer than it can state.
    """
    found, old = _plan(data)
    if packet is None and old is None:
        return data
    edits = _packet_edits(found, old, packet) + _header_edits(data, found, packet is not None)
    size = _stated_end(data) - 8 + sum(edit.growth for edit in edits)
    if size > _LONGEST:
        raise ContainerError("It would be larger than a WebP can be.")
    return edited(data, [*edits, Edit(4, 8, struct.pack("<I", size))])


def _stated_end(data: bytes) -> int:
    return 8 + int.from_bytes(data[4:8], "little")


def _plan(data: bytes) -> tuple[list[Chunk], Chunk | None]:
    found = chunks(data)
    if not found or _stated_end(data) > len(data) or found[-1].end != _stated_end(data):
        raise ContainerError("It is damaged or ends early, so that nothing was written into it.")
    if any(chunk.kind == b"C2PA" for chunk in found):
        raise ContainerError("It has content credentials, which would no longer hold if it were changed.")
    old = [chunk for chunk in found if chunk.kind == b"XMP "]
    if len(old) > 1:
        raise ContainerError("It has several XMP packets, of which only one would be changed.")
    first = found[0]
    if first.kind == b"VP8X":
        if first.stop - first.content < 10:
            raise ContainerError("Its header is damaged, so that nothing was written into it.")
    elif len(found) > 1 or _extended_header(data, first, 0) is None:
        raise ContainerError("Its chunks are not in the order of any WebP, so it was left as it is.")
    return found, old[0] if old else None


def _packet_edits(found: list[Chunk], old: Chunk | None, packet: bytes | None) -> list[Edit]:
    new = b""
    if packet is not None:
        new = b"XMP " + struct.pack("<I", len(packet)) + packet + bytes(len(packet) % 2)
    if old is not None:
        return [Edit(old.start, old.end, new)]
    last = found[-1]
    padding = bytes((last.stop - last.content) % 2 - (last.end - last.stop))
    return [Edit(last.end, last.end, padding + new)]


def _header_edits(data: bytes, found: list[Chunk], has_packet: bool) -> list[Edit]:
    first = found[0]
    if first.kind != b"VP8X":
        header = _extended_header(data, first, _XMP_FLAG)
        return [Edit(12, 12, header or b"")]
    flags = data[first.content]
    if has_packet:
        return [Edit(first.content, first.content + 1, bytes([flags | _XMP_FLAG]))]
    rest = [chunk for chunk in found[1:] if chunk.kind != b"XMP "]
    plain = bytearray(data[first.start : first.end])
    plain[8] &= ~_XMP_FLAG
    # A header that says no more than the picture itself was made for the packet.
    if len(rest) == 1 and bytes(plain) == _extended_header(data, rest[0], 0):
        return [Edit(first.start, first.end, b"")]
    return [Edit(first.content, first.content + 1, bytes([plain[8]]))]


def _extended_header(data: bytes, picture: Chunk, flags: int) -> bytes | None:
    """Make the `VP8X` chunk of a picture by its own header; None where it has none."""
    body = data[picture.content : min(picture.stop, picture.content + 10)]
    if picture.kind not in _PICTURES or len(body) < 5:
        return None
    if picture.kind == b"VP8L":
        if body[0] != 0x2F:
            return None
        bits = int.from_bytes(body[1:5], "little")
        width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
        flags |= _ALPHA_FLAG if bits >> 28 & 1 else 0
    else:
        # RFC 6386, section 9.1: a frame tag of three bytes, a start code, the size of a key frame.
        if len(body) < 10 or body[3:6] != b"\x9d\x01\x2a":
            return None
        width, height = (size & 0x3FFF for size in struct.unpack_from("<HH", body, 6))
        if not width or not height:
            return None
        width, height = width - 1, height - 1
    sizes = width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return b"VP8X" + struct.pack("<I", 10) + bytes([flags, 0, 0, 0]) + sizes
