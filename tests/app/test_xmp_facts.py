"""Facts from XMP packets where the EXIF block has none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.metadata.exif import PhotoFacts
from app.metadata.xmp_facts import filled, read_xmp_facts

SPACES = {
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
}


def packet(**values: str) -> bytes:
    """A packet with properties, such as exif_GPSLatitude."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    names = " ".join(f'{name.replace("_", ":")}="{value}"' for name, value in values.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {names}/></rdf:RDF></x:xmpmeta>'
    ).encode()


def moment(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "taken_at", "offset"),
    [
        ("2014-07-02T18:30:11.25+02:00", moment(2014, 7, 2, 18, 30, 11, 250_000), 120),
        ("2014-07-02T18:30:11Z", moment(2014, 7, 2, 18, 30, 11), 0),
        ("2014-07-02T18:30-0330", moment(2014, 7, 2, 18, 30), -210),
        ("2014:07:02 18:30:11", moment(2014, 7, 2, 18, 30, 11), None),
        ("2014-07-02", moment(2014, 7, 2), None),
        ("2014-07", None, None),
        ("2014-02-30T00:00:00", None, None),
        ("0001-01-01T00:00:00", None, None),
        ("2014-07-02T18:30:11+99:00", moment(2014, 7, 2, 18, 30, 11), None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_dates(text: str, taken_at: datetime | None, offset: int | None) -> None:
    facts = read_xmp_facts([packet(photoshop_DateCreated=text)])
    assert (facts.taken_at, facts.offset_minutes) == (taken_at, offset)


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("48,12.5N", "16,22.25E", (48 + 12.5 / 60, 16 + 22.25 / 60)),
        ("48,12,30S", "16,22,15W", (-48 - 12.5 / 60, -16 - 22.25 / 60)),
        ("48.5", "-16.25", (48.5, -16.25)),
        ("0,0.0N", "0,0.0E", None),
        ("91,0.0N", "16,22.25E", None),
        ("48,12.5E", "16,22.25E", None),
        ("48,75.0N", "16,22.25E", None),
        ("48,12.5N", "", None),
        ("nan", "inf", None),
    ],
)
def test_places(latitude: str, longitude: str, place: tuple[float, float] | None) -> None:
    facts = read_xmp_facts([packet(exif_GPSLatitude=latitude, exif_GPSLongitude=longitude)])
    found = None if facts.latitude is None else (facts.latitude, facts.longitude)
    assert found == (None if place is None else pytest.approx(place))


def test_what_exif_says_stands_and_the_first_packet_is_right() -> None:
    own = PhotoFacts(taken_at=moment(2001, 1, 1), camera="X")
    first = packet(photoshop_DateCreated="2014-07-02", exif_GPSLatitude="1,0.0N", exif_GPSLongitude="2,0.0E")
    second = packet(tiff_Model="Y", exif_GPSLatitude="3,0.0N", exif_GPSLongitude="4,0.0E")
    facts = filled(own, read_xmp_facts([b"rubbish", first, second]))
    assert facts == PhotoFacts(moment(2001, 1, 1), None, "X", 1.0, 2.0)
    assert read_xmp_facts([second, first]).camera == "Y"


def test_the_surest_date_and_the_camera() -> None:
    data = packet(
        xmp_CreateDate="2020-01-01",
        exif_DateTimeOriginal="2014-07-02T18:30:11",
        tiff_Make="NIKON CORPORATION",
        tiff_Model="NIKON D70",
    )
    assert read_xmp_facts([data]) == PhotoFacts(moment(2014, 7, 2, 18, 30, 11), None, "NIKON D70")


@given(st.datetimes(datetime(1826, 1, 1), datetime(2200, 1, 1)), st.integers(-840, 840))  # noqa: DTZ001
def test_any_moment_comes_back(when: datetime, minutes: int) -> None:
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
    facts = read_xmp_facts([packet(xmp_CreateDate=when.isoformat() + zone)])
    assert facts.taken_at is not None
    assert abs(facts.taken_at - when) < timedelta(microseconds=1)
    assert facts.offset_minutes == minutes


@given(
    st.lists(
        st.binary(max_size=200)
        | st.text(max_size=50).map(
            lambda text: packet(exif_GPSLatitude="x") + text.encode("utf-8", "replace")
        ),
        max_size=3,
    )
)
def test_any_bytes_are_survived(packets: list[bytes]) -> None:
    assert read_xmp_facts(packets) == PhotoFacts()


@given(st.text("0123456789,.NSEW+- :TZ/e", max_size=30), st.text("0123456789,.NSEW+-", max_size=20))
def test_any_values_are_survived(one: str, other: str) -> None:
    facts = read_xmp_facts([packet(photoshop_DateCreated=one, exif_GPSLatitude=one, exif_GPSLongitude=other)])
    assert facts.latitude is None or abs(facts.latitude) <= 90
