"""What a video's container says of when, where and with what it was taken.

Reads the tags that FFmpeg gives; nothing here opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: The year of the first films; containers without a date say 1904, where their time begins.
_FIRST_YEAR = 1905
#: No place on Earth is further from UTC.
_LARGEST_OFFSET = timedelta(hours=14)
#: Names of cameras are cut off there.
LONGEST_NAME = 100
#: ISO 6709, annex H: latitude and longitude, each in degrees, degrees and minutes, or with seconds too.
_PLACE = re.compile(r"\s*([+-])(\d{2,6}(?:\.\d+)?)([+-])(\d{3,7}(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a container says; None where it says nothing or nonsense.

    Attributes:
        taken_at: when it was begun, with a zone.
        zone_known: that zone is the one in which it was taken; else it is UTC, because nobody knows.
        make: of the camera.
        model: of the camera.
        latitude: degrees north, -90 to 90; None together with `longitude`.
        longitude: degrees east, -180 to 180.
    """

    taken_at: datetime | None = None
    zone_known: bool = False
    make: str | None = None
    model: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_video_facts(*tags: Mapping[str, str]) -> VideoFacts:
    """Read the facts from the tags of a container and its streams, the container's first; never raises."""
    known: dict[str, str] = {}
    for some in tags:
        for key, value in some.items():
            known.setdefault(key.lower(), value)
    taken_at, zone_known = _moment(known)
    latitude, longitude = _place(known)
    return VideoFacts(
        taken_at=taken_at,
        zone_known=zone_known,
        make=_name(known, "com.apple.quicktime.make", "com.android.manufacturer", "make"),
        model=_name(known, "com.apple.quicktime.model", "com.android.model", "model"),
        latitude=latitude,
        longitude=longitude,
    )


def _moment(known: Mapping[str, str]) -> tuple[datetime | None, bool]:
    """Return when it was taken, and whether its zone is known."""
    for key, zone_known in (("com.apple.quicktime.creationdate", True), ("creation_time", False)):
        try:
            found = datetime.fromisoformat(known.get(key, "").strip())
        except ValueError:
            continue
        if found.year < _FIRST_YEAR or found.year > datetime.now(UTC).year + 1:
            continue
        offset = found.utcoffset()
        if offset is None:
            # Only the tag with a zone is meant as local time.
            return found.replace(tzinfo=UTC), False
        if abs(offset) <= _LARGEST_OFFSET:
            return found, zone_known
    return None, False


def _place(known: Mapping[str, str]) -> tuple[float | None, float | None]:
    for key in ("com.apple.quicktime.location.iso6709", "location", "location-eng"):
        found = _PLACE.match(known.get(key, ""))
        if found is None:
            continue
        latitude = _degrees(found[1], found[2], 2)
        longitude = _degrees(found[3], found[4], 3)
        # Phones that do not know where they are say 0, 0.
        if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0):
            return latitude, longitude
    return None, None


def _degrees(sign: str, digits: str, size: int) -> float:
    """Read DD.DD, DDMM.MM or DDMMSS.SS, where degrees have `size` digits."""
    whole, _, fraction = digits.partition(".")
    parts = [whole[:size], *(whole[at : at + 2] for at in range(size, len(whole), 2))]
    parts[-1] += f".{fraction or 0}"
    value: float = sum(float(part) / 60.0**place for place, part in enumerate(parts))
    return -value if sign == "-" else value


def _name(known: Mapping[str, str], *keys: str) -> str | None:
    for key in keys:
        text = " ".join(known.get(key, "").split())
        if text and text.isprintable():
            return text[:LONGEST_NAME]
    return None
