"""XMP in PNG and APNG files: one `iTXt` chunk with the keyword `XML:com.adobe.xmp`.

Chunks are those of the PNG specification (W3C, third edition); the keyword is of the XMP specification,
part 3, section 1.1.5. What ImageMagick once wrote instead, hexadecimal digits in a `zTXt` chunk, is read.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

from app.metadata.containers.common import MAX_PACKET, MAX_PARTS, ContainerError, Edit, edited, inflated

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORD: Final = b"XML:com.adobe.xmp\0"
_OLD_KEYWORD: Final = b"Raw profile type xmp\0"
# A line break, the profile's name, its length, then lines of digits.
_OLD_HEADER = re.compile(rb"\s{0,9}xmp\s{1,9}\d{1,9}\s", re.IGNORECASE)
#: Of more packets than this the rest is left out: a few bytes each may inflate to megabytes.
_MOST: Final = 8
#: What the first frame of an animation starts with, and any picture.
_PICTURE: Final = frozenset({b"fcTL", b"IDAT"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk: its type, where it starts, its content starts and ends, and its checksum ends, bytes."""

    kind: bytes
    start: int
    content: int
    stop: int
    end: int


def is_png(data: bytes) -> bool:
    """Tell whether bytes start as a PNG does."""
    return data.startswith(_SIGNATURE)


def chunks(data: bytes) -> list[Chunk]:
    """List the chunks up to `IEND`, or up to the first that is cut short."""
    found: list[Chunk] = []
    at = len(_SIGNATURE)
    while at + 12 <= len(data) and len(found) < MAX_PARTS:
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length > len(data):
            break
        chunk = Chunk(data[at + 4 : at + 8], at, at + 8, at + 8 + length, at + 12 + length)
        found.append(chunk)
        if chunk.kind == b"IEND":
            break
        at = chunk.end
    return found


def packets(data: bytes) -> tuple[bytes, ...]:
    """Return the packets in the file's order, up to `MAX_PACKET` bytes of all together."""
    texts = []
    left = MAX_PACKET
    for chunk in [chunk for chunk in chunks(data) if _is_new(data, chunk) or _is_old(data, chunk)][:_MOST]:
        text = _packet(data, chunk, left)
        if text and len(text) <= left:
            texts.append(text)
            left -= len(text)
    return tuple(texts)


def check(data: bytes) -> None:
    """Make sure that the packet of a PNG can be replaced.

    Raises:
        ContainerError: a sentence saying why not.
    """
    _place(data)


def replaced(data: bytes, packet: bytes | None) -> bytes:
    """Return the file with the packet given, or with none.

    The chunk goes where the old one was, else before the picture, where readers that stop there find it.

    Raises:
        ContainerError: where `check` does.
    """
    start, end = _place(data)
    return edited(data, [Edit(start, end, b"" if packet is None else _chunk(packet))])


def _place(data: bytes) -> tuple[int, int]:
    found = chunks(data)
    picture = next((chunk.start for chunk in found if chunk.kind in _PICTURE), None)
    if not found or found[0].kind != b"IHDR" or picture is None or found[-1].kind != b"IEND":
        raise ContainerError("It is damaged or ends early, so that nothing was written into it.")
    if any(chunk.kind == b"caBX" for chunk in found):
        raise ContainerError("It has content credentials, which would no longer hold if it were changed.")
    old = [chunk for chunk in found if _is_new(data, chunk)]
    if len(old) > 1 or any(_is_old(data, chunk) for chunk in found):
        raise ContainerError("It has several XMP packets, or one of an old form, which was left as it is.")
    return (old[0].start, old[0].end) if old else (picture, picture)


def _is_new(data: bytes, chunk: Chunk) -> bool:
    return chunk.kind == b"iTXt" and data.startswith(_KEYWORD, chunk.content, chunk.stop)


def _is_old(data: bytes, chunk: Chunk) -> bool:
    return chunk.kind in {b"zTXt", b"tEXt"} and data.startswith(_OLD_KEYWORD, chunk.content, chunk.stop)


def _packet(data: bytes, chunk: Chunk, longest: int) -> bytes | None:
    if _is_old(data, chunk):
        return _old_packet(data, chunk, longest)
    flags = chunk.content + len(_KEYWORD)
    language = data.find(b"\0", flags + 2, chunk.stop)
    translated = data.find(b"\0", language + 1, chunk.stop) if language >= 0 else -1
    if translated < 0:
        return None
    content = memoryview(data)[translated + 1 : chunk.stop]
    if data[flags] == 1:
        return inflated(content, longest)
    return bytes(content) if len(content) <= longest else None


def _old_packet(data: bytes, chunk: Chunk, longest: int) -> bytes | None:
    start = chunk.content + len(_OLD_KEYWORD)
    view = memoryview(data)[start : chunk.stop]
    # Digits take twice the room, and line breaks some.
    room = 3 * longest
    text = inflated(view[1:], room) if chunk.kind == b"zTXt" else bytes(view[:room])
    header = _OLD_HEADER.match(text) if text else None
    if not text or header is None:
        return None
    try:
        return bytes.fromhex(text[header.end() :].decode("ascii"))
    except ValueError:
        return None


def _chunk(packet: bytes) -> bytes:
    # Not compressed; no language, no translated keyword.
    body = b"iTXt" + _KEYWORD + bytes(4) + packet
    return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
