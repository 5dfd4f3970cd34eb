"""XMP in GIF files, which is read only: the application extension `XMP DataXMP`.

The packet stands there as it is, and a trailer of 258 bytes ends it for readers that know no XMP (XMP
specification, part 3, section 1.1.2). Programs seldom write into GIFs; such files get a sidecar.
"""

from __future__ import annotations

from typing import Final

from app.metadata.containers.common import MAX_PACKET, MAX_PARTS

_APPLICATION: Final = b"\x21\xff\x0bXMP DataXMP"
_TRAILER: Final = b"\x01\xff\xfe\xfd"
_EXTENSION, _PICTURE = 0x21, 0x2C


def is_gif(data: bytes) -> bool:
    """Tell whether bytes start as a GIF does."""
    return data[:6] in {b"GIF87a", b"GIF89a"}


def packets(data: bytes) -> tuple[bytes, ...]:
    """Return the first packet."""
    at = 13 + _colours(data, 10)
    for _ in range(MAX_PARTS):
        if data.startswith(_APPLICATION, at):
            start = at + len(_APPLICATION)
            end = data.find(_TRAILER, start, start + MAX_PACKET)
            return (data[start:end],) if end > start else ()
        kind = data[at] if at < len(data) else None
        if kind == _EXTENSION:
            at += 2
        elif kind == _PICTURE:
            at += 11 + _colours(data, at + 9)
        else:
            return ()
        at = _after_blocks(data, at)
    return ()


def _colours(data: bytes, at: int) -> int:
    """Return the size in bytes of the table of colours that flags announce."""
    flags = data[at] if at < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
