"""Whatever is in a file: reading never fails, writing fails in one way, and neither takes long."""

from __future__ import annotations

import struct
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import packets as made
from makers.image_files import dng, photo, picture
from makers.packets import RDF, heif, jpeg_segment, packet, png_chunk
from test_containers_jpeg import EXTENSION, TREE, XMP, mpo, noted, parts_of

from app.metadata.containers import MAX_PACKET, ContainerError, can_hold, read_packets, replace_packet

PLAIN = made.jpegs()["plain"]
SEEDS = [
    *(
        replace_packet(files[name], packet())
        for files, name in (
            (made.jpegs(), "profile"),
            (made.pngs(), "exif"),
            (made.webps(), "exif"),
            (made.tiffs(), "strips"),
            (made.tiffs(), "big-endian"),
            (made.tiffs(), "tiles"),
        )
    ),
    made.webps()["lossless alpha"],
    made.pngs()["animated"],
    mpo(),
    photo("AVIF", xmp=packet()),
    heif(packet()),
    heif(packet(), version=1, held=True),
    PLAIN[:2] + b"".join([jpeg_segment(0xE1, XMP + noted(TREE)), *parts_of(TREE, 1000)]) + PLAIN[2:],
    dng(picture()),
    photo("GIF"),
]
STARTS = [
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0",
    b"\0\0\0\x18ftypheic", b"GIF89a", b"",
]  # fmt: skip


def check(data: bytes) -> None:
    found = read_packets(data)
    assert sum(map(len, found)) <= max(len(data) * 1100, 2000)
    if not can_hold(data):
        with pytest.raises(ContainerError, match=r"\.$"):
            replace_packet(data, packet())
        return
    written = replace_packet(data, packet())
    assert read_packets(written) == (packet(),)
    assert replace_packet(written, packet()) == written
    without = replace_packet(written, None)
    assert read_packets(without) == ()
    assert replace_packet(without, None) == without


@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_arbitrary_bytes(start: bytes, rest: bytes) -> None:
    check(start + rest)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        # Structure is in the first kilobyte, and of TIFFs in the last.
        at = draw(st.integers(0, min(len(data), 1500)) | st.integers(0, len(data)))
        kind = draw(st.integers(0, 3))
        piece = draw(st.binary(min_size=1, max_size=8))
        if kind == 0:
            data[at : at + len(piece)] = piece
        elif kind == 1:
            data[at:at] = piece
        elif kind == 2:
            del data[at : at + draw(st.integers(1, 300))]
        else:
            start = draw(st.integers(0, len(data)))
            data[at:at] = data[start : start + draw(st.integers(1, 300))]
    return bytes(data)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated())
def test_mutated_files(data: bytes) -> None:
    check(data)


def many(kind: str, count: int) -> bytes:
    """Make a file of so many tiny parts, each as expensive as it can be."""
    if kind == "segments":
        return b"\xff\xd8" + b"\xff\xe1\0\2" * count
    if kind == "packets":
        return b"\xff\xd8" + jpeg_segment(0xE1, XMP + noted(TREE)[:700]) * count + PLAIN[2:]
    if kind == "parts":
        part = EXTENSION + b"A" * 32 + bytes(8)
        note = XMP + b'HasExtendedXMP="' + b"A" * 32 + b'"'
        return b"\xff\xd8" + jpeg_segment(0xE1, note) + jpeg_segment(0xE1, part) * count + PLAIN[2:]
    if kind == "scans":
        scan = PLAIN.index(b"\xff\xda")
        return PLAIN[:scan] + b"\xff\xda\0\2" * count
    if kind == "fill":
        return b"\xff\xd8" + b"\xff" * count
    if kind == "chunks":
        return b"\x89PNG\r\n\x1a\n" + png_chunk(b"iTXt", b"XML:com.adobe.xmp\0") * count
    if kind == "bombs":
        bomb = png_chunk(b"zTXt", b"Raw profile type xmp\0\0" + zlib.compress(bytes(100_000)))
        return b"\x89PNG\r\n\x1a\n" + bomb * count
    if kind == "riff":
        body = b"WEBPVP8X\x0a\0\0\0" + bytes(10) + b"XMP \0\0\0\0" * count
        return b"RIFF" + struct.pack("<I", len(body)) + body
    if kind == "pointers":
        values = struct.pack("<I", 8) * count
        return b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 330, 4, count, 26, 0) + values
    if kind == "overlapping":
        return b"II*\0\x08\0\0\0" + struct.pack("<HHHI", 1, 330, 4, count) + b"\1\0" * (2 * count)
    if kind == "boxes":
        return (
            b"\0\0\0\x08ftyp"
            + struct.pack(">I", 12 + 8 * count)
            + b"meta"
            + bytes(4)
            + b"\0\0\0\x08infe" * count
        )
    assert kind == "blocks"
    return b"GIF89a" + bytes(7) + b"\x21\x01\x01\0\0" * count


@pytest.mark.parametrize(
    "kind",
    "segments packets parts scans fill chunks bombs riff pointers overlapping boxes blocks".split(),
)
def test_many_parts_take_time_in_proportion(kind: str) -> None:
    """Ten times the parts may not take a hundred times as long; half a second counts as nothing."""

    def seconds(data: bytes) -> float:
        start = time.process_time()
        read_packets(data)
        can_hold(data)
        return time.process_time() - start

    few, more = (seconds(many(kind, count)) for count in (4_000, 40_000))
    assert more < 30 * few + 0.5


@pytest.mark.parametrize(("prefixes", "descriptions"), [(190, 3000), (400, 10), (190, 900)])
def test_trees_that_would_grow(prefixes: int, descriptions: int) -> None:
    """Each description of a second tree is given all the prefixes of what it was in."""
    names = "".join(f' xmlns:p{number}="http://example.org/{"x" * 50}{number}"' for number in range(prefixes))
    items = '<rdf:Description rdf:about=""/>' * descriptions
    tree = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"{names}><rdf:RDF xmlns:rdf="{RDF}">{items}</rdf:RDF></x:xmpmeta>'
    ).encode()
    data = PLAIN[:2] + b"".join([jpeg_segment(0xE1, XMP + noted(tree)), *parts_of(tree, 60_000)]) + PLAIN[2:]
    if descriptions == 900:
        (found,) = read_packets(data)
        assert len(found) < MAX_PACKET
    else:
        assert read_packets(data) == (noted(tree), tree)
        assert not can_hold(data)


def test_entities_are_not_expanded() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    tree = (laughs + TREE.decode().replace("Ä" * 3000, "&b;" * 1000)).encode()
    data = PLAIN[:2] + b"".join([jpeg_segment(0xE1, XMP + noted(tree)), *parts_of(tree, 1000)]) + PLAIN[2:]
    assert read_packets(data) == (noted(tree), tree)
    assert not can_hold(data)
