"""Packets in forms that we read and do not write, and those of HEIC, AVIF and GIF files."""

from __future__ import annotations

import struct
import zlib

import pytest
from makers.heic_files import heic
from makers.image_files import dng, encode, photo, picture
from makers.packets import animation, heif, packet, png_chunk, pngs

from app.metadata.containers import MAX_PACKET, can_hold, read_packets, replace_packet

PNG = pngs()["plain"]


def with_chunk(kind: bytes, body: bytes) -> bytes:
    return PNG[:33] + png_chunk(kind, body) + PNG[33:]


def compressed(text: bytes) -> bytes:
    return with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(text, 9))


def test_a_compressed_chunk() -> None:
    data = compressed(packet())
    assert read_packets(data) == (packet(),)
    assert read_packets(replace_packet(data, packet("Bert"))) == (packet("Bert"),)
    assert replace_packet(data, None) == PNG


def test_a_chunk_with_language_and_translation() -> None:
    data = with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0en\0Packet\0" + packet())
    assert read_packets(data) == (packet(),)


def test_a_chunk_after_the_picture() -> None:
    body = b"XML:com.adobe.xmp" + bytes(5) + packet()
    data = PNG[:-12] + png_chunk(b"iTXt", body) + PNG[-12:]
    assert read_packets(data) == (packet(),)
    assert replace_packet(data, packet()) == data
    assert replace_packet(data, None) == PNG


def test_chunks_that_would_take_too_much_memory() -> None:
    assert read_packets(compressed(b"x" * MAX_PACKET)) == (b"x" * MAX_PACKET,)
    assert read_packets(compressed(b"x" * (MAX_PACKET + 1))) == ()
    bomb = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(MAX_PACKET), 9))
    assert sum(map(len, read_packets(PNG[:33] + bomb * 20 + PNG[33:]))) == MAX_PACKET


@pytest.mark.parametrize(
    "body",
    [b"", b"\0", b"\1\0\0\0", b"\1\0\0\0broken", b"\0\0no end", b"\1\0\0\0" + zlib.compress(packet())[:-9]],
)
def test_broken_chunks(body: bytes) -> None:
    assert read_packets(with_chunk(b"iTXt", b"XML:com.adobe.xmp\0" + body)) == ()


@pytest.mark.parametrize("kind", [b"zTXt", b"tEXt"])
def test_the_old_form(kind: bytes) -> None:
    """As ImageMagick wrote it: lines of 36 bytes in hexadecimal digits."""
    digits = packet().hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    text = f"\nxmp\n{len(packet()):8d}\n{lines}\n".encode()
    stored = b"\0" + zlib.compress(text) if kind == b"zTXt" else text
    data = with_chunk(kind, b"Raw profile type xmp\0" + stored)
    assert read_packets(data) == (packet(),)
    assert not can_hold(data)
    broken = with_chunk(b"tEXt", b"Raw profile type xmp\0\nxmp\n 4\nabxx\n")
    assert read_packets(broken) == ()


@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("held", [False, True])
def test_boxes(version: int, held: bool) -> None:
    if held and version == 0:
        assert read_packets(heif(packet(), held=True)) != (packet(),)
        return
    assert read_packets(heif(packet(), version=version, held=held)) == (packet(),)


def test_boxes_without_a_packet() -> None:
    assert read_packets(heif(packet(), content_type=b"text/plain")) == ()
    assert read_packets(heic(picture(64, 48))) == ()
    assert read_packets(photo("AVIF")) == ()
    whole = heif(packet())
    for length in range(len(whole)):
        assert read_packets(whole[:length]) in {(), (packet(),)}


def test_avif() -> None:
    data = photo("AVIF", xmp=packet("Zoë"), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    assert read_packets(data) == (packet("Zoë"),)
    assert not can_hold(data)


def test_gif() -> None:
    """Pillow writes none, so it is put in by hand: before the first picture, and after an animation's."""
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    extension = b"\x21\xff\x0bXMP DataXMP" + packet("Zoë") + trailer
    for data in (encode(picture(), "GIF"), animation("GIF", loop=0)):
        assert read_packets(data) == ()
        colours = 3 << (data[10] & 7) + 1
        assert read_packets(data[: 13 + colours] + extension + data[13 + colours :]) == (packet("Zoë"),)
        assert read_packets(data[:-1] + extension + data[-1:]) == (packet("Zoë"),)
        assert not can_hold(data)


def test_raw_photos_are_read_and_never_written() -> None:
    data = dng(picture())
    assert not can_hold(data)
    number = struct.unpack_from("<H", data, 8)[0]
    table = data[10 : 10 + 12 * number]
    entry = struct.pack("<HHII", 700, 1, len(packet()), len(data))
    entries = sorted(
        [entry, *(table[at : at + 12] for at in range(0, len(table), 12))], key=lambda e: e[1::-1]
    )
    start = len(data) + len(packet())
    directory = struct.pack("<H", number + 1) + b"".join(entries) + bytes(4)
    raw = data[:4] + struct.pack("<I", start) + data[8:] + packet() + directory
    assert read_packets(raw) == (packet(),)
    assert not can_hold(raw)
