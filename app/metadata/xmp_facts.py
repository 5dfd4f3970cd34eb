"""Facts about a photo from its XMP packets, where its EXIF block has none: when, where, with which camera.

Programs that may not write into a file put these into a sidecar, and formats like PNG often have XMP alone.
The EXIF block is read in `app.metadata.exif`, people in `app.metadata.xmp`. Properties are those of the XMP
specification, part 2 (Adobe, 2016), and Exif 2.32 for XMP (CIPA DC-010-2020).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.metadata.exif import PhotoFacts
from app.metadata.xmp import PacketError, rdf
from app.metadata.xmp.packets import Packet, parse
from app.metadata.xmp.spelling import clean_name

_EXIF: Final = "http://ns.adobe.com/exif/1.0/"
_TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
#: When the photo was taken, the surest first.
_DATES: Final = (
    (_EXIF, "DateTimeOriginal"),
    ("http://ns.adobe.com/photoshop/1.0/", "DateCreated"),
    (_EXIF, "DateTimeDigitized"),
    ("http://ns.adobe.com/xap/1.0/", "CreateDate"),
)
#: The year of the first photograph.
_FIRST_YEAR: Final = 1826
_LARGEST_OFFSET: Final = 14 * 60
_LONGEST: Final = 100

_DATE: Final = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?[0-5]\d)?)?",
    re.ASCII,
)
#: "48,12.5N", "48,12,30N", and plain degrees, which some programs write.
_ANGLE: Final = re.compile(
    r"(\d{1,3})(?:,(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?)?([NSEW])", re.ASCII
)
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?", re.ASCII)


def read_xmp_facts(packets: Sequence[bytes]) -> PhotoFacts:
    """Read the facts from packets; never raises.

    Args:
        packets: The one that is right where two differ first.
    """
    facts = PhotoFacts()
    for data in packets:
        try:
            packet = parse(data, forgiving=True)
        except PacketError:
            continue
        taken_at, offset = _moment(packet)
        latitude, longitude = _place(packet)
        facts = filled(facts, PhotoFacts(taken_at, offset, _camera(packet), latitude, longitude))
    return facts


def filled(facts: PhotoFacts, others: PhotoFacts) -> PhotoFacts:
    """Return facts with those that they lack; a date comes with its own zone, and a place as a whole."""
    if facts.taken_at is None:
        facts = replace(facts, taken_at=others.taken_at, offset_minutes=others.offset_minutes)
    if facts.camera is None:
        facts = replace(facts, camera=others.camera)
    if facts.latitude is None:
        facts = replace(facts, latitude=others.latitude, longitude=others.longitude)
    return facts


def _place(packet: Packet) -> tuple[float | None, float | None]:
    latitude = _angle(_text(packet, (_EXIF, "GPSLatitude")), "NS", 90)
    longitude = _angle(_text(packet, (_EXIF, "GPSLongitude")), "EW", 180)
    # As in the EXIF block: zeros stand for no place.
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude


def _text(packet: Packet, name: tuple[str, str]) -> str:
    for found in rdf.properties(packet, name):
        for text in rdf.texts(found):
            if text.strip():
                return text.strip()[: 2 * _LONGEST]
    return ""


def _moment(packet: Packet) -> tuple[datetime | None, int | None]:
    for name in _DATES:
        found = _DATE.fullmatch(_text(packet, name))
        if found is None:
            continue
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        try:
            # Without a zone on purpose, as in `app.metadata.exif`.
            moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        except ValueError:
            continue
        if year >= _FIRST_YEAR:
            return moment.replace(microsecond=int((found[7] or "0")[:6].ljust(6, "0"))), _offset(found[8])
    return None, None


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes > _LARGEST_OFFSET:
        return None
    return -minutes if text[0] == "-" else minutes


def _camera(packet: Packet) -> str | None:
    make, model = (clean_name(_text(packet, (_TIFF, name))) for name in ("Make", "Model"))
    if make and model and model.partition(" ")[0].casefold() == make.partition(" ")[0].casefold():
        make = ""
    return f"{make} {model}".strip()[:_LONGEST].rstrip() or None


def _angle(text: str, signs: str, largest: int) -> float | None:
    found = _ANGLE.fullmatch(text.replace(" ", ""))
    if found is None:
        degrees = float(text) if _DEGREES.fullmatch(text) else None
        return degrees if degrees is not None and abs(degrees) <= largest else None
    whole, minutes, seconds, sign = found.groups()
    parts = float(minutes or 0), float(seconds or 0)
    degrees = float(whole) + parts[0] / 60 + parts[1] / 3600
    if sign not in signs or max(parts) > 60 or degrees > largest:
        return None
    return -degrees if sign == signs[1] else degrees
