"""Where XMP packets live in photo files, and how to replace one and nothing else.

`read_packets` and `replace_packet` turn bytes into bytes; `sidecars` and `write_atomically` know the disk.
What is in a packet is the business of `app.metadata.xmp`. No reader takes more memory than a small multiple
of the file or more time than a few passes over it, whatever is in it; all may be used from many threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.metadata.containers import gif, heif, jpeg, png, tiff, webp
from app.metadata.containers.atomic import remove_leftovers, write_atomically
from app.metadata.containers.common import MAX_PACKET, ContainerError
from app.metadata.containers.sidecars import sidecar_for, sidecars

__all__ = [
    "MAX_PACKET",
    "ContainerError",
    "can_hold",
    "read_packets",
    "remove_leftovers",
    "replace_packet",
    "sidecar_for",
    "sidecars",
    "write_atomically",
]

_READERS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], tuple[bytes, ...]]], ...]] = (
    (jpeg.is_jpeg, jpeg.packets),
    (png.is_png, png.packets),
    (webp.is_webp, webp.packets),
    (tiff.is_tiff, tiff.packets),
    (heif.is_heif, heif.packets),
    (gif.is_gif, gif.packets),
)
_Check = Callable[[bytes], None]
_Replace = Callable[[bytes, bytes | None], bytes]
_WRITERS: Final[tuple[tuple[Callable[[bytes], bool], _Check, _Replace], ...]] = (
    (jpeg.is_jpeg, jpeg.check, jpeg.replaced),
    (png.is_png, png.check, png.replaced),
    (webp.is_webp, webp.check, webp.replaced),
    (tiff.is_tiff, tiff.check, tiff.replaced),
)


def read_packets(data: bytes) -> tuple[bytes, ...]:
    """Return the XMP packets inside a JPEG, PNG, WebP, TIFF, HEIC, AVIF or GIF, in the file's order.

    A packet that a JPEG keeps in two parts is one packet here. Never raises: what cannot be read is left
    out, and other files have none. What a packet is made of is not looked at.

    Args:
        data: content of the file.
    """
    for is_format, packets in _READERS:
        if is_format(data):
            return packets(data)
    return ()


def can_hold(data: bytes) -> bool:
    """Tell whether the packet of a file can be replaced with nothing else in it changed.

    RAW photos that are TIFF structures are told by their content; a caller who knows the name should ask
    its suffix first.

    Args:
        data: content of the file.
    """
    try:
        _writer(data)[0](data)
    except ContainerError:
        return False
    return True


def replace_packet(data: bytes, packet: bytes | None) -> bytes:
    """Return a file with another XMP packet, or without one; all else in it stays as it is.

    Taking back what was added gives the bytes from before it, and the same packet twice the same bytes as
    once.

    Args:
        data: content of a JPEG, PNG, WebP or TIFF.
        packet: at most `MAX_PACKET` bytes, XMP in UTF-8; None: without one.

    Raises:
        ContainerError: where `can_hold` is false, or the packet is empty or too large for the format.
    """
    if packet is not None and not 0 < len(packet) <= MAX_PACKET:
        raise ContainerError("The XMP packet is empty or too large.")
    return _writer(data)[1](data, packet)


def _writer(data: bytes) -> tuple[_Check, _Replace]:
    for is_format, check, replaced in _WRITERS:
        if is_format(data):
            return check, replaced
    raise ContainerError("Nothing can be written into a file of its format without changing more than names.")
