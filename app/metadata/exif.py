"""Facts about a photo from its EXIF block: when, where, with which camera and how it was taken.

The block comes from `engine.image`; nothing here opens a file. Tags are those of EXIF 2.32 (CIPA
DC-008-2019).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import PIL.Image
from PIL import ExifTags

from engine.image.common import quieten_pillow

#: The year of the first photograph.
_FIRST_YEAR = 1826
#: No place on Earth is further from UTC.
_LARGEST_OFFSET = 14 * 60
_LONGEST_NAME = 100

_DATE = re.compile(
    r"\s*(\d{4})[:/.-](\d{1,2})[:/.-](\d{1,2})[ T]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?![\d:])",
    re.ASCII,
)
_OFFSET = re.compile(r"\s*([+-])(\d{2}):?([0-5]\d)\s*", re.ASCII)
_FRACTION = re.compile(r"\s*(\d+)\s*", re.ASCII)

_Tags = Mapping[int, object]

#: What no camera does: an hour's exposure, and numbers beyond those of any lens or sensor.
_LONGEST_S = 3600.0
_LARGEST_F = 100.0
_LARGEST_ISO = 10_000_000
_LONGEST_MM = 10_000.0


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photo's EXIF block says; None where it says nothing or nonsense.

    Attributes:
        taken_at: local time of the camera, without zone.
        offset_minutes: minutes east of UTC of that local time, -840 to 840.
        camera: make and model, the make not repeated.
        latitude: degrees north, -90 to 90; None together with `longitude`.
        longitude: degrees east, -180 to 180.
    """

    taken_at: datetime | None = None
    offset_minutes: int | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_facts(exif: bytes | None) -> PhotoFacts:
    """Read the facts from a TIFF-structured EXIF block, with or without its prefix.

    Never raises: a fact that cannot be read is None, and so are all of them for bytes that are no EXIF.
    """
    if not exif:
        return PhotoFacts()
    quieten_pillow()
    block = PIL.Image.Exif()
    try:
        block.load(exif)
    except Exception:  # noqa: BLE001 - Pillow raises many kinds for arbitrary bytes
        return PhotoFacts()
    main: _Tags = block
    details = _directory(block, ExifTags.IFD.Exif)
    taken_at, offset = _moment(main, details)
    latitude, longitude = _place(_directory(block, ExifTags.IFD.GPSInfo))
    return PhotoFacts(taken_at, offset, _camera(main), latitude, longitude)


@dataclass(frozen=True, slots=True)
class Shot:
    """How a photo was taken; None where the EXIF block says nothing or nonsense.

    Attributes:
        exposure_s: How long the shutter was open, in seconds.
        f_number: The focal length by the width of the aperture.
        iso: The sensitivity.
        focal_mm: The focal length of the lens as it was, in millimetres.
        lens: What the lens is called.
    """

    exposure_s: float | None = None
    f_number: float | None = None
    iso: int | None = None
    focal_mm: float | None = None
    lens: str | None = None


def read_shot(exif: bytes | None) -> Shot:
    """Read how a photo was taken from its EXIF block; as `read_facts`, never raises."""
    if not exif:
        return Shot()
    quieten_pillow()
    block = PIL.Image.Exif()
    try:
        block.load(exif)
    except Exception:  # noqa: BLE001 - Pillow raises many kinds for arbitrary bytes
        return Shot()
    details, base = _directory(block, ExifTags.IFD.Exif), ExifTags.Base
    iso = _number(_value(details, base.ISOSpeedRatings), _LARGEST_ISO)
    return Shot(
        _number(_value(details, base.ExposureTime), _LONGEST_S),
        _number(_value(details, base.FNumber), _LARGEST_F),
        None if iso is None else round(iso) or None,
        _number(_value(details, base.FocalLength), _LONGEST_MM),
        _text(_value(details, base.LensModel))[:_LONGEST_NAME].rstrip() or None,
    )


def _number(value: object, largest: float) -> float | None:
    """Return a number above 0 that makes sense; of several, as some cameras write, the first."""
    first: Any = value[0] if isinstance(value, tuple) and value else value
    try:
        number = float(first)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if 0 < number <= largest else None


def _directory(block: PIL.Image.Exif, tag: int) -> _Tags:
    try:
        return block.get_ifd(tag)
    except Exception:  # noqa: BLE001 - Pillow raises many kinds for arbitrary bytes
        return {}


def _moment(main: _Tags, details: _Tags) -> tuple[datetime | None, int | None]:
    """Return the first sensible of original, digitised and changed time, with its own offset."""
    base = ExifTags.Base
    for date, fraction, offset in (
        (_value(details, base.DateTimeOriginal), base.SubsecTimeOriginal, base.OffsetTimeOriginal),
        (_value(details, base.DateTimeDigitized), base.SubsecTimeDigitized, base.OffsetTimeDigitized),
        (_value(main, base.DateTime), base.SubsecTime, base.OffsetTime),
    ):
        moment = _date(_text(date))
        if moment is not None:
            found = _FRACTION.fullmatch(_text(_value(details, fraction)))
            if found:
                moment = moment.replace(microsecond=int(found[1][:6].ljust(6, "0")))
            return moment, _offset(_text(_value(details, offset)))
    return None, None


def _date(text: str) -> datetime | None:
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        # Without a zone on purpose: a camera tells local time, and seldom where it is.
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    return moment if year >= _FIRST_YEAR else None


def _offset(text: str) -> int | None:
    if text == "Z":
        return 0
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > _LARGEST_OFFSET:
        return None
    return -minutes if found[1] == "-" else minutes


def _camera(main: _Tags) -> str | None:
    make = _text(_value(main, ExifTags.Base.Make))
    model = _text(_value(main, ExifTags.Base.Model))
    # "NIKON CORPORATION" makes the "NIKON D70", "Canon" the "Canon EOS 5D".
    first_word = make.partition(" ")[0].casefold()
    if make and model and model.partition(" ")[0].casefold() == first_word:
        make = ""
    return f"{make} {model}".strip()[:_LONGEST_NAME].rstrip() or None


def _place(gps: _Tags) -> tuple[float | None, float | None]:
    latitude = _angle(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "NS", 90)
    longitude = _angle(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "EW", 180)
    # Cameras that know no place write zeros; nobody takes photos on the open sea off Ghana.
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _angle(gps: _Tags, tag: int, reference_tag: int, signs: str, largest: int) -> float | None:
    """Return degrees from degrees, minutes and seconds, of which the last may be absent."""
    reference = _text(_value(gps, reference_tag)).upper()[:1]
    parts: Any = _value(gps, tag)
    if not reference or reference not in signs:
        return None
    try:
        numbers = [float(part) for part in (parts if isinstance(parts, tuple) else (parts,))]
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not 1 <= len(numbers) <= 3 or not all(math.isfinite(n) and n >= 0 for n in numbers):
        return None
    if any(number > 60 for number in numbers[1:]):
        return None
    degrees = math.fsum(number / 60.0**power for power, number in enumerate(numbers))
    if degrees > largest:
        return None
    return -degrees if reference == signs[1] else degrees


def _value(tags: _Tags, tag: int) -> object:
    try:
        return tags.get(tag)
    except Exception:  # noqa: BLE001 - Pillow decodes a value when it is asked for, and raises many kinds
        return None


def _text(value: object) -> str:
    """Return a value as one line of printable text with single spaces; empty where it is no text."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    printable = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(printable.split())
