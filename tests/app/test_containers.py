"""Packets go into files of every format and come out again, and nothing else changes."""

from __future__ import annotations

import io
import struct

import numpy as np
import PIL.Image
import pytest
from makers import packets as made
from makers.image_files import dng, encode, photo, picture
from makers.packets import packet
from PIL import ImageSequence, PngImagePlugin

from app.metadata.containers import MAX_PACKET, ContainerError, can_hold, read_packets, replace_packet

FILES = {
    f"{kind} {name}": data
    for kind, files in (
        ("JPEG", made.jpegs()),
        ("PNG", made.pngs()),
        ("WebP", made.webps()),
        ("TIFF", made.tiffs()),
    )
    for name, data in files.items()
}
EVERY = pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())


def frames(data: bytes) -> list[tuple[str, tuple[int, int], bytes, object]]:
    """Decode every frame or page with Pillow."""
    with PIL.Image.open(io.BytesIO(data)) as image:
        return [
            (frame.mode, frame.size, frame.tobytes(), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(image)
        ]


def parts(data: bytes) -> list[tuple[object, bytes]]:
    """List everything in a file but the packet, with what is not one of its parts last; by slow plain code.

    Of TIFFs these are the tags of each page and their values, with offsets left out.
    """
    if data[:2] == b"\xff\xd8":
        return jpeg_parts(data)
    if data[:4] in {b"II*\0", b"MM\0*", b"II+\0"}:
        return tiff_parts(data)
    little = data[:4] == b"RIFF"
    at, found = (12 if little else 8), []
    while at < len(data) and data[at:] != b"something after the end":
        size = int.from_bytes(data[at + 4 : at + 8], "little") if little else 4
        size += 0 if little else int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + size
        found.append((data[at : at + 4] if little else data[at + 4 : at + 8], data[at:end]))
        at = end + end % 2 if little else end
    found.append(("rest", data[at:]))
    return [
        (kind, body) for kind, body in found if kind not in {b"XMP ", b"VP8X"} and b"adobe.xmp" not in body
    ]


def jpeg_parts(data: bytes) -> list[tuple[object, bytes]]:
    at, found = 2, []
    while data[at + 1] != 0xDA:
        if data[at : at + 2] == b"\xff\xff":
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        found.append((data[at + 1], data[at:end]))
        at = end
    found.append(("rest", data[at:]))
    return [(kind, body) for kind, body in found if b"http://ns.adobe.com/x" not in body[:40]]


def tiff_parts(data: bytes) -> list[tuple[object, bytes]]:
    """Read a TIFF's pages; strips and tiles are compared as bytes, wherever they are."""
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] == b"+\0"
    (at,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
    found: list[tuple[object, bytes]] = []
    while at:
        (number,) = struct.unpack_from(order + ("Q" if big else "H"), data, at)
        at += 8 if big else 2
        tags = {}
        for _ in range(number):
            tag, kind, count = struct.unpack_from(order + ("HHQ" if big else "HHI"), data, at)
            size = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 11: 4, 12: 8, 16: 8}[kind] * count
            inside = 8 if big else 4
            where = at + (12 if big else 8)
            if size > inside:
                (where,) = struct.unpack_from(order + ("Q" if big else "I"), data, where)
            tags[tag] = (kind, data[where : where + size])
            at += 20 if big else 12
        for offsets, lengths in ((273, 279), (324, 325)):
            if offsets in tags:
                letters = [{3: "H", 4: "I", 16: "Q"}[tags[tag][0]] for tag in (offsets, lengths)]
                starts, sizes = (
                    [value for (value,) in struct.iter_unpack(order + letter, tags[tag][1])]
                    for tag, letter in zip((offsets, lengths), letters, strict=True)
                )
                found += (((offsets, "piece"), data[a : a + b]) for a, b in zip(starts, sizes, strict=True))
                del tags[offsets]
        found += ((tag, value) for tag, (_, value) in tags.items() if tag != 700)
        (at,) = struct.unpack_from(order + ("Q" if big else "I"), data, at)
    return found


@EVERY
def test_nothing_but_the_packet_changes(data: bytes) -> None:
    assert read_packets(data) == ()
    assert can_hold(data)
    before = frames(data)
    for text in (packet(), packet("Zoë " * 5000), packet("b")):
        written = replace_packet(data, text)
        assert read_packets(written) == (text,)
        assert frames(written) == before
        assert parts(written) == parts(data)


@EVERY
def test_what_was_added_can_be_taken_back(data: bytes) -> None:
    assert replace_packet(data, None) == data
    once = replace_packet(data, packet())
    assert once != data
    assert replace_packet(once, packet()) == once
    longer = replace_packet(once, packet("Bert " * 1000))
    assert replace_packet(longer, packet()) == once
    assert replace_packet(longer, None) == replace_packet(once, None) == data


@EVERY
def test_pillow_finds_the_packet(data: bytes) -> None:
    with PIL.Image.open(io.BytesIO(replace_packet(data, packet("Zoë")))) as image:
        found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or image.tag_v2[700]
    assert (found if isinstance(found, bytes) else found.encode()) == packet("Zoë")


@pytest.mark.parametrize("length", range(9, 15))
def test_packets_of_odd_and_even_lengths(length: int) -> None:
    for data in FILES.values():
        written = replace_packet(data, b"x" * length)
        assert read_packets(written) == (b"x" * length,)
        assert frames(written) == frames(data)
        assert replace_packet(written, None) == data


def by_pillow(file_format: str, text: bytes) -> bytes:
    options: dict[str, object] = {"xmp": text}
    if file_format == "PNG":
        options = {"pnginfo": PngImagePlugin.PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", text.decode())
    elif file_format == "TIFF":
        options = {"tiffinfo": {700: text}}
    return photo(file_format, **options)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_packets_that_pillow_wrote(file_format: str) -> None:
    data = by_pillow(file_format, packet("Zoë"))
    assert read_packets(data) == (packet("Zoë"),)
    written = data
    for text in (packet("longer " * 100), packet("Anna"), packet("B"), packet("longer " * 50)):
        written = replace_packet(written, text)
        assert frames(written) == frames(data)
        assert parts(written) == parts(data)
        assert read_packets(written) == (text,)
        assert replace_packet(written, text) == written
        assert b"Zo\xc3\xab" not in written
    assert replace_packet(written, packet("Zoë")) == data
    without = replace_packet(written, None)
    assert read_packets(without) == ()
    assert b"longer" not in without
    assert parts(without) == parts(data)
    assert frames(without) == frames(data)


def test_files_that_hold_none() -> None:
    for data in (
        photo("AVIF"),
        photo("GIF"),
        photo("BMP"),
        dng(picture()),
        b"",
        b"words",
        b"\xff\xd8\xff",
        b"II*\0",
        b"RIFF\0\0\0\0WEBP",
    ):
        assert not can_hold(data)
        assert read_packets(data) == ()
        with pytest.raises(ContainerError, match=r"\.$"):
            replace_packet(data, packet())


def test_files_that_end_early_are_left_alone() -> None:
    """What would follow might be taken for the rest of the picture."""
    for name in ("PNG plain", "WebP lossy", "TIFF plain", "TIFF strips"):
        data = FILES[name]
        for length in (len(data) - 1, len(data) // 2, 20):
            assert not can_hold(data[:length])
            assert read_packets(data[:length]) == ()
    cut = FILES["JPEG plain"]
    assert can_hold(cut[:-100])
    assert not can_hold(cut[:300])


def test_packets_that_no_file_holds() -> None:
    for data in FILES.values():
        for text in (b"", bytes(MAX_PACKET + 1)):
            with pytest.raises(ContainerError, match="empty or too large"):
                replace_packet(data, text)


def test_content_credentials_are_kept_whole() -> None:
    """A change would make them say that somebody forged the photo."""
    jpeg, png, webp = (FILES[name] for name in ("JPEG plain", "PNG plain", "WebP exif"))
    credentials = b"JP\0\1\0\0\0\1\0\0\1\0jumb\0\0\0\x1ejumdc2pa"
    jpeg = jpeg[:2] + made.jpeg_segment(0xEB, credentials) + jpeg[2:]
    png = png[:33] + made.png_chunk(b"caBX", credentials) + png[33:]
    webp += b"C2PA" + struct.pack("<I", 4) + b"c2pa"
    webp = webp[:4] + struct.pack("<I", len(webp) - 8) + webp[8:]
    tiff = encode(picture(), "TIFF", tiffinfo={52545: b"credentials"})
    for data in (jpeg, png, webp, tiff):
        assert frames(data)
        with pytest.raises(ContainerError, match="content credentials"):
            replace_packet(data, packet())


def test_several_packets_are_read_and_left_alone() -> None:
    jpeg, png, webp = (
        replace_packet(FILES[name], packet()) for name in ("JPEG plain", "PNG plain", "WebP odd")
    )
    jpeg = jpeg[:2] + made.jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("Bert")) + jpeg[2:]
    png = png[:33] + made.png_chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + packet("Bert")) + png[33:]
    more = packet("Bert") + bytes(len(packet("Bert")) % 2)
    webp += b"XMP " + struct.pack("<I", len(packet("Bert"))) + more
    webp = webp[:4] + struct.pack("<I", len(webp) - 8) + webp[8:]
    for data in (jpeg, png, webp):
        assert set(read_packets(data)) == {packet(), packet("Bert")}
        with pytest.raises(ContainerError, match="several"):
            replace_packet(data, packet())


def test_random_pictures_of_many_sizes() -> None:
    """Sizes decide about padding everywhere."""
    rng = np.random.default_rng(7)
    for width, height in rng.integers(1, 40, (12, 2)):
        pixels = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        for file_format in ("JPEG", "PNG", "WEBP", "TIFF"):
            data = encode(pixels, file_format)
            written = replace_packet(data, packet())
            assert frames(written) == frames(data)
            assert replace_packet(written, None) == data
