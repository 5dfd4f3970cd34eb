"""XMP in HEIC and AVIF files, which is read only: an item of type `mime` with RDF in it.

Boxes are those of ISO/IEC 14496-12 (8.11, items) and 23008-12. An item's pieces have absolute places, so
that a packet could not grow without moving the picture; such files get a sidecar.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from app.metadata.containers.common import MAX_PACKET, MAX_PARTS

_CONTENT_TYPE: Final = b"application/rdf+xml\0"
_Range = tuple[int, int]


def is_heif(data: bytes) -> bool:
    """Tell whether bytes start as a file of boxes does."""
    return data[4:8] == b"ftyp"


def packets(data: bytes) -> tuple[bytes, ...]:
    """Return the packets in the order of their items."""
    try:
        return tuple(_packets(data))
    except (struct.error, IndexError):
        return ()


def _packets(data: bytes) -> Iterator[bytes]:
    meta = next((place for kind, place in _boxes(data, 0, len(data)) if kind == b"meta"), None)
    if meta is None:
        return
    # Version and flags come before the boxes inside.
    inside: dict[bytes, _Range] = {}
    for kind, place in _boxes(data, meta[0] + 4, meta[1]):
        inside.setdefault(kind, place)
    if b"iinf" not in inside or b"iloc" not in inside:
        return
    wanted = _packet_items(data, *inside[b"iinf"])
    left = min(MAX_PACKET, len(data))
    for item, pieces in _locations(data, wanted, inside[b"iloc"], inside.get(b"idat")):
        wanted.discard(item)
        length = sum(end - start for start, end in pieces)
        # All items may be the same piece of the file.
        if 0 < length <= left:
            left -= length
            yield b"".join(data[start:end] for start, end in pieces)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, _Range]]:
    """Yield type, start and end of the content of each box that lies inside a range."""
    for _ in range(MAX_PARTS):
        if at + 8 > end:
            return
        size = int.from_bytes(data[at : at + 4], "big")
        content = at + 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
            content = at + 16
        elif size == 0:
            size = end - at
        if at + size > end or at + size < content:
            return
        yield data[at + 4 : at + 8], (content, at + size)
        at += size


def _packet_items(data: bytes, start: int, end: int) -> set[int]:
    """Return the numbers of the items that hold RDF."""
    first = start + (6 if data[start] == 0 else 8)
    found = set()
    for kind, (at, stop) in _boxes(data, first, end):
        version = data[at] if at < stop else 0
        if kind != b"infe" or version not in {2, 3}:
            continue
        number = ">H" if version == 2 else ">I"
        item = struct.unpack_from(number, data, at + 4)[0]
        # Identity, protection, type; then its name, and its content's type and coding.
        body = data[at + 4 + struct.calcsize(number) + 2 : min(stop, at + 1024)]
        if body[:4] != b"mime":
            continue
        content_type = body.find(b"\0", 4) + 1
        rest = body[content_type + len(_CONTENT_TYPE) :]
        if content_type and body.startswith(_CONTENT_TYPE, content_type) and not rest.strip(b"\0"):
            found.add(item)
    return found


def _locations(
    data: bytes, wanted: set[int], place: _Range, held: _Range | None
) -> Iterator[tuple[int, list[_Range]]]:
    """Yield where the pieces of the wanted items are; an item with a piece outside the file has none."""
    start, end = place
    version = data[start]
    sizes = struct.unpack_from(">H", data, start + 4)[0]
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    number = ">I" if version == 2 else ">H"
    at = start + 6 + struct.calcsize(number)
    extent_size = index_size + offset_size + length_size
    if version > 2 or not {offset_size, length_size, base_size, index_size} <= {0, 4, 8}:
        return
    for _ in range(min(struct.unpack_from(number, data, start + 6)[0], MAX_PARTS)):
        item = struct.unpack_from(number, data, at)[0]
        at += struct.calcsize(number)
        method = struct.unpack_from(">H", data, at)[0] & 15 if version else 0
        at += 4 if version else 2
        base = int.from_bytes(data[at : at + base_size], "big")
        at += base_size
        extents = struct.unpack_from(">H", data, at)[0]
        at += 2
        body = data[at : at + extents * extent_size]
        at += extents * extent_size
        if at > end:
            return
        if item in wanted and method in {0, 1} and extent_size:
            outer = (0, len(data)) if method == 0 else held
            yield item, _pieces(body, (index_size, offset_size, length_size), base, outer)


def _pieces(body: bytes, sizes: tuple[int, int, int], base: int, outer: _Range | None) -> list[_Range]:
    index_size, offset_size, length_size = sizes
    found = []
    for at in range(0, len(body), sum(sizes)):
        offset = at + index_size
        length = offset + offset_size
        start = base + int.from_bytes(body[offset:length], "big")
        size = int.from_bytes(body[length : length + length_size], "big")
        if outer is None or start + size > outer[1] - outer[0]:
            return []
        # A length of 0 is the whole rest of what it is in.
        start += outer[0]
        found.append((start, start + size if size else outer[1]))
    return found
