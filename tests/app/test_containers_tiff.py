"""TIFFs: nothing moves, nothing shared is written over, RAW photos are refused."""

from __future__ import annotations

import struct

import pytest
from makers import packets as made
from makers.image_files import encode, picture
from makers.packets import packet

from app.metadata.containers import ContainerError, can_hold, read_packets, replace_packet

FILES = made.tiffs()
PLAIN = made.big_endian()


def changed(data: bytes, tag: int, value: int) -> bytes:
    """Give a tag of a big-endian file another value of one SHORT, adding the tag if need be."""
    at = data.index(struct.pack(">HHI", tag, 3, 1), 8)
    return data[: at + 8] + struct.pack(">HH", value, 0) + data[at + 12 :]


@pytest.mark.parametrize("name", FILES)
def test_every_byte_stays_where_it_was(name: str) -> None:
    """But for the pointer to the first directory."""
    data = FILES[name]
    written = replace_packet(data, packet())
    header = 16 if name == "big" else 8
    assert written[header : len(data)] == data[header:]
    assert len(written) < len(data) + len(packet()) + 500


def test_writing_again_and_again_does_not_make_the_file_grow() -> None:
    for data in FILES.values():
        written = data
        for number in range(30):
            written = replace_packet(written, packet("x" * (number % 7 * 100)))
        assert len(written) <= len(replace_packet(data, packet("x" * 700)))


def test_what_another_program_changed_in_the_meantime_is_kept() -> None:
    """The first directory is not the one that we left, so it is not taken back."""
    written = replace_packet(PLAIN, packet())
    (start,) = struct.unpack_from(">I", written, 4)
    at = written.index(struct.pack(">HHI", 278, 3, 1), start)
    other = written[: at + 8] + struct.pack(">HH", 47, 0) + written[at + 12 :]
    again = replace_packet(other, packet("Bert " * 100))
    assert read_packets(again) == (packet("Bert " * 100),)
    (start,) = struct.unpack_from(">I", again, 4)
    assert struct.pack(">HHIHH", 278, 3, 1, 47, 0) in again[start:]
    assert b"Anna" not in again
    without = replace_packet(other, None)
    assert read_packets(without) == ()
    assert struct.pack(">HHIHH", 278, 3, 1, 47, 0) in without[len(PLAIN) :]


@pytest.mark.parametrize(
    "note", [b"Familiar:XMP", b"Familiar:XMP" + bytes(16), b"Familiar:XMP" + b"\xff" * 16]
)
def test_a_note_that_is_none(note: bytes) -> None:
    data = PLAIN + note
    written = replace_packet(data, packet())
    assert read_packets(written) == (packet(),)
    assert replace_packet(written, None) == data


@pytest.mark.parametrize(
    "data",
    [
        changed(PLAIN, 259, 32767),
        changed(PLAIN, 259, 34713),
        changed(PLAIN, 262, 32803),
        changed(PLAIN, 262, 34892),
        encode(picture(), "TIFF", tiffinfo={50706: b"\1\4\0\0"}),
        encode(picture(), "TIFF", tiffinfo={254: 1, 330: 8}),
        b"II*\0\x10\0\0\0CR\2\0" + bytes(8) + b"\0\0" + bytes(4),
    ],
    ids=["Sony", "Nikon", "filters", "linear", "DNG", "small picture first", "Canon"],
)
def test_raw_photos_by_their_content(data: bytes) -> None:
    with pytest.raises(ContainerError, match="RAW"):
        replace_packet(data, packet())


def with_packet_at(start: int, size: int) -> bytes:
    """Say that the packet of a file is where something else is."""
    (number,) = struct.unpack_from(">H", PLAIN, 8)
    table = PLAIN[10 : 10 + 12 * number]
    entries = [table[at : at + 12] for at in range(0, len(table), 12)]
    entries = sorted([*entries, struct.pack(">HHII", 700, 1, size, start)])
    directory = struct.pack(">H", number + 1) + b"".join(entries) + bytes(4)
    return PLAIN[:4] + struct.pack(">I", len(PLAIN)) + PLAIN[8:] + directory


@pytest.mark.parametrize("start", [0, 4, 300, 3190])
def test_a_packet_that_is_also_something_else(start: int) -> None:
    with pytest.raises(ContainerError, match="overlap"):
        replace_packet(with_packet_at(start, 12), packet())


def test_a_note_with_another_length_cuts_nothing_off() -> None:
    written = replace_packet(PLAIN, packet())
    shorter = written[:-8] + struct.pack("<Q", len(PLAIN) - 100)
    again = replace_packet(shorter, packet("Bert"))
    assert again[8 : len(PLAIN)] == PLAIN[8:]
    assert read_packets(again)[0] == packet("Bert")


def test_tags_that_do_not_ascend_keep_their_order() -> None:
    first, second = (struct.pack(">HHIHH", tag, 3, 1, value, 0) for tag, value in ((277, 1), (278, 48)))
    data = PLAIN.replace(first + second, second + first)
    assert data != PLAIN
    written = replace_packet(data, packet())
    assert read_packets(written) == (packet(),)
    assert second + first in written[len(data) :]
    assert replace_packet(written, None) == data


def test_a_directory_past_the_end_would_be_found_in_the_packet() -> None:
    (number,) = struct.unpack_from(">H", PLAIN, 8)
    at = 10 + 12 * number
    data = PLAIN[:at] + struct.pack(">I", len(PLAIN) + 10) + PLAIN[at + 4 :]
    with pytest.raises(ContainerError, match="damaged"):
        replace_packet(data, packet())


def test_a_packet_past_the_end() -> None:
    for start, size in ((len(PLAIN) + 2000, 10), (10, 4_000_000_000)):
        data = with_packet_at(start, size)
        assert read_packets(data) == ()
        with pytest.raises(ContainerError, match="damaged"):
            replace_packet(data, packet())


def test_a_classic_file_stays_below_4_gb(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.metadata.containers import tiff

    monkeypatch.setattr(tiff, "_LONGEST_CLASSIC", len(PLAIN) + 100)
    with pytest.raises(ContainerError, match="larger than a TIFF can be"):
        replace_packet(PLAIN, packet())
    assert can_hold(PLAIN)
    assert replace_packet(FILES["big"], packet()) != FILES["big"]


def test_more_directories_than_any_photo() -> None:
    """A chain of tiny ones, and one that leads back to itself."""
    size = 2 + 12 + 4
    count = 101_000
    chain = b"".join(
        struct.pack("<HHHIII", 1, 254, 4, 1, 2, 8 + size * (number + 1)) for number in range(count)
    )
    with pytest.raises(ContainerError, match="more directories"):
        replace_packet(b"II*\0\x08\0\0\0" + chain + bytes(18), packet())
    loop = b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 254, 4, 1, 2, 8)
    assert read_packets(replace_packet(loop, packet())) == (packet(),)
