"""Facts from EXIF blocks: dates, offsets, cameras, places, and nonsense."""

# ruff: noqa: DTZ001 - a camera's time has no zone

from __future__ import annotations

from datetime import datetime

import PIL.Image
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from makers.image_files import exif_block
from PIL.TiffImagePlugin import IFDRational

from app.metadata.exif import PhotoFacts, Shot, read_facts, read_shot

ORIGINAL, DIGITISED = 0x9003, 0x9004


def details(**tags: object) -> PhotoFacts:
    """Read facts from a block whose EXIF directory holds the tags, by hexadecimal name."""
    return read_facts(exif_block(x8769={int(name[1:], 16): value for name, value in tags.items()}))


def place(*, latitude: object, north: object, longitude: object, east: object) -> PhotoFacts:
    tags = {1: north, 2: latitude, 3: east, 4: longitude}
    return read_facts(exif_block(x8825={tag: v for tag, v in tags.items() if v is not None}))


def test_nothing_to_read() -> None:
    for exif in (None, b"", b"Exif\0\0", b"not EXIF at all", exif_block(1)):
        assert read_facts(exif) == PhotoFacts()


def test_with_and_without_prefix() -> None:
    block = exif_block(x010f="Make")
    assert read_facts(b"Exif\0\0" + block) == read_facts(block) == PhotoFacts(camera="Make")


def test_the_original_date_goes_first() -> None:
    dates = {0x9003: "2001:01:01 01:01:01", 0x9004: "2002:02:02 02:02:02"}
    every = {"x0132": "2003:03:03 03:03:03", "x8769": dates}
    assert read_facts(exif_block(**every)).taken_at == datetime(2001, 1, 1, 1, 1, 1)
    dates[0x9003] = "0000:00:00 00:00:00"
    assert read_facts(exif_block(**every)).taken_at == datetime(2002, 2, 2, 2, 2, 2)
    del dates[0x9004]
    assert read_facts(exif_block(**every)).taken_at == datetime(2003, 3, 3, 3, 3, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014:07:02 18:30:11", datetime(2014, 7, 2, 18, 30, 11)),
        ("2014:07:02 18:30:11\0", datetime(2014, 7, 2, 18, 30, 11)),
        (" 2014-07-02T18:30:11", datetime(2014, 7, 2, 18, 30, 11)),
        ("2014:07:02 18:30", datetime(2014, 7, 2, 18, 30)),
        ("1826:01:01 00:00:00", datetime(1826, 1, 1)),
        ("1825:12:31 23:59:59", None),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("", None),
        ("2014:02:30 00:00:00", None),
        ("2014:07:02 24:00:00", None),
        ("2014:07:02 18:30:61", None),
        ("2014:07:02 18:30:110", None),
        ("2014:07:02 18:301", None),
        ("٢٠١٤:07:02 18:30:11", None),
        ("2014:07:02", None),
        ("soon", None),
    ],
)
def test_dates(text: str, expected: datetime | None) -> None:
    facts = details(x9003=text.encode() if not text.isascii() else text)
    assert facts.taken_at == expected


@pytest.mark.parametrize(
    ("fraction", "microsecond"),
    [("5", 500_000), ("05", 50_000), ("123456789", 123_456), ("7  ", 700_000), ("x", 0), ("", 0)],
)
def test_fractions_of_seconds(fraction: str, microsecond: int) -> None:
    facts = details(x9003="2014:07:02 18:30:11", x9291=fraction)
    assert facts.taken_at == datetime(2014, 7, 2, 18, 30, 11, microsecond)


def test_fraction_and_offset_belong_to_their_own_date() -> None:
    other = {"x9290": "9", "x9292": "9", "x9010": "+01:00", "x9012": "+01:00"}
    facts = details(x9003="2014:07:02 18:30:11", **other)
    assert facts == PhotoFacts(datetime(2014, 7, 2, 18, 30, 11))
    facts = details(x9004="2014:07:02 18:30:11", **other)
    assert facts == PhotoFacts(datetime(2014, 7, 2, 18, 30, 11, 900_000), 60)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("+02:00", 120),
        ("-03:30", -210),
        ("+0545", 345),
        ("Z", 0),
        ("+00:00", 0),
        ("+14:00", 840),
        ("+15:00", None),
        ("+02:75", None),
        ("   :  ", None),
        ("02:00", None),
    ],
)
def test_offsets(text: str, minutes: int | None) -> None:
    facts = details(x9003="2014:07:02 18:30:11", x9011=text)
    assert facts.offset_minutes == minutes


def test_an_offset_without_a_date_is_nothing() -> None:
    assert details(x9011="+02:00") == PhotoFacts()


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("  samsung \0\0", "SM-G973F\0 ", "samsung SM-G973F"),
        ("Canon", None, "Canon"),
        (None, "X100", "X100"),
        ("\0", " \t", None),
        ("A\0B", "C\n  D", "A B C D"),
        ("a" * 500, "b", "a" * 100),
    ],
)
def test_cameras(make: str | None, model: str | None, camera: str | None) -> None:
    tags = {"x010f": make, "x0110": model}
    block = exif_block(**{name: text for name, text in tags.items() if text is not None})
    assert read_facts(block).camera == camera


def test_places() -> None:
    facts = place(latitude=(47.0, 30.0, 36.0), north="N", longitude=(8.0, 15.0, 0.0), east="E")
    assert facts.latitude == pytest.approx(47.51)
    assert facts.longitude == pytest.approx(8.25)
    facts = place(latitude=(33.0, 51.5), north="S", longitude=(151.25,), east="w ")
    assert facts.latitude == pytest.approx(-33.858333)
    assert facts.longitude == pytest.approx(-151.25)
    facts = place(latitude=(90.0, 0.0, 0.0), north="N", longitude=(180.0, 0.0, 0.0), east="W")
    assert (facts.latitude, facts.longitude) == (90, -180)


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": (91.0, 0.0, 0.0)},
        {"latitude": (90.0, 0.0, 1.0)},
        {"longitude": (180.0, 1.0, 0.0)},
        {"latitude": (47.0, 61.0, 0.0)},
        {"latitude": (IFDRational(0, 0), 0.0, 0.0)},
        {"longitude": (8.0, IFDRational(1, 0), 0.0)},
        {"north": "X"},
        {"north": None},
        {"east": ""},
        {"latitude": None},
        {"latitude": (0.0, 0.0, 0.0), "longitude": (0.0, 0.0, 0.0)},
    ],
)
def test_wrong_places_are_none(wrong: dict[str, object]) -> None:
    right = {"latitude": (47.0, 30.0, 36.0), "north": "N", "longitude": (8.0, 15.0, 0.0), "east": "E"}
    assert place(**right).latitude is not None
    assert place(**(right | wrong)) == PhotoFacts()


FULL = exif_block(
    6,
    x010f="Make",
    x0110="Model",
    x0132="2003:03:03 03:03:03",
    x8769={0x9003: "2001:01:01 01:01:01", 0x9291: "12", 0x9011: "+02:00"},
    x8825={1: "N", 2: (47.0, 30.0, 36.0), 3: "E", 4: (8.0, 15.0, 0.0)},
)


def sensible(facts: PhotoFacts) -> None:
    assert facts.taken_at is None or facts.taken_at.year >= 1826
    assert facts.taken_at is None or facts.taken_at.tzinfo is None
    assert facts.offset_minutes is None or -840 <= facts.offset_minutes <= 840
    assert facts.latitude is None or -90 <= facts.latitude <= 90
    assert facts.longitude is None or -180 <= facts.longitude <= 180
    assert (facts.latitude is None) == (facts.longitude is None)
    assert facts.camera is None or (facts.camera.isprintable() and facts.camera.strip())


@given(st.binary(max_size=200), st.sampled_from([b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0"]))
@settings(max_examples=300, deadline=None)
@example(b"\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0", b"II*\0\x08\0\0\0")
def test_arbitrary_bytes_never_raise(rest: bytes, start: bytes) -> None:
    sensible(read_facts(start + rest))


@given(st.lists(st.tuples(st.integers(0, len(FULL) - 1), st.integers(0, 255)), max_size=8))
@settings(max_examples=500, deadline=None)
def test_arbitrary_changes_never_raise(changes: list[tuple[int, int]]) -> None:
    block = bytearray(FULL)
    for at, value in changes:
        block[at] = value
    sensible(read_facts(bytes(block)))
    if not changes:
        facts = read_facts(bytes(block))
        assert (facts.camera, facts.offset_minutes) == ("Make Model", 120)


def test_pillow_still_reads_the_block_we_test_with() -> None:
    read = PIL.Image.Exif()
    read.load(FULL)
    assert read.get_ifd(0x8769)[ORIGINAL] == "2001:01:01 01:01:01"
    assert DIGITISED not in read.get_ifd(0x8769)


def shot(**tags: object) -> Shot:
    """Read how a photo was taken from tags of the EXIF directory, by hexadecimal name."""
    return read_shot(exif_block(x8769={int(name[1:], 16): value for name, value in tags.items()}))


def test_how_a_photo_was_taken() -> None:
    found = shot(
        x829a=IFDRational(1, 125), x829d=IFDRational(56, 10), x8827=800, x920a=IFDRational(66, 1),
        xa434=" EF24-105mm  f/4L IS USM\0",
    )  # fmt: skip
    assert found == Shot(1 / 125, 5.6, 800, 66.0, "EF24-105mm f/4L IS USM")


@pytest.mark.parametrize(
    "tags",
    [
        {"x829a": IFDRational(0, 1)},
        {"x829a": IFDRational(1, 0)},
        {"x829a": IFDRational(-1, 125)},
        {"x829d": IFDRational(1000, 1)},
        {"x8827": 0},
        {"x920a": "long"},
        {"xa434": "\0\0"},
    ],
)
def test_nonsense_of_how_it_was_taken_is_left_out(tags: dict[str, object]) -> None:
    assert shot(**tags) == Shot()


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_reading_how_it_was_taken_never_raises(exif: bytes) -> None:
    assert isinstance(read_shot(exif), Shot)
    assert isinstance(read_shot(b"II*\0\x08\0\0\0" + exif), Shot)
