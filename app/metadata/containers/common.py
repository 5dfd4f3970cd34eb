"""What all containers share: the error, the largest packet, putting edits into bytes, bounded inflating.

Nothing here knows a format.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: No reader returns a longer packet, in bytes. The largest known ones hold depth maps of a few megabytes.
MAX_PACKET: Final = 16 * 1024 * 1024
#: No photo has more segments, chunks or boxes; files that do would only take time.
MAX_PARTS: Final = 50_000


class ContainerError(ValueError):
    """A file that no packet can be put into, or that cannot be replaced; the message is a sentence.

    The sentence says what is wrong and does not name the file, which the caller does.
    """


@dataclass(frozen=True, slots=True)
class Edit:
    """One piece of a file, from `start` up to `end` in bytes, and what goes in its place."""

    start: int
    end: int
    new: bytes

    @property
    def growth(self) -> int:
        """Return by how many bytes what follows moves along."""
        return len(self.new) - (self.end - self.start)


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with pieces replaced that do not overlap; those of equal start in the order given."""
    view = memoryview(data)
    pieces: list[bytes | memoryview] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += (view[at : edit.start], edit.new)
        at = edit.end
    pieces.append(view[at:])
    return b"".join(pieces)


def inflated(data: bytes | memoryview, longest: int) -> bytes | None:
    """Decompress a zlib stream of so many bytes at most; None where it is longer, or broken."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(data, max(longest, 1))
    except zlib.error:
        return None
    return text if stream.eof else None


def without_padding(packet: bytes) -> bytes:
    """Return a packet without the spaces that leave room before its trailer and after it."""
    packet = packet.rstrip(b" \t\r\n\0")
    trailer = packet.rfind(b"<?xpacket end")
    if trailer < 0:
        return packet
    return packet[:trailer].rstrip(b" \t\r\n") + b"\n" + packet[trailer:]
