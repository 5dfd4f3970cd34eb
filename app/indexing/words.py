"""What a photo's file and its sidecars say of the people in it, and looking where they say there is a face.

Runs in many threads at once and never raises. What it comes to is stored in `app.indexing.remembering`; what
becomes of it in the library is decided in `app.operations.adopting`.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.indexing.walk import as_text
from app.library.settings import KEYWORDS_AS_PEOPLE, READ_NAMES, get_setting
from app.metadata.containers import jpeg, read_packets, sidecars
from app.metadata.exif import PhotoFacts
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import LARGEST_PACKET, KeywordRule, read_people
from app.metadata.xmp_facts import read_xmp_facts
from app.operations.placing import boxes_of, meant
from engine import image
from engine.video import is_video

if TYPE_CHECKING:
    # They load the runtime of the networks.
    from app.indexing.drawing import SeenFace
    from engine.analysis import Analyser

_log = logging.getLogger(__name__)

#: Places that are looked at where the detector has found no face, of one photo; each decodes it once more.
_MOST_LOOKS: Final = 64
#: Bytes that hold the metadata of nearly every JPEG.
_HEAD: Final = 256 * 1024


NOBODY: Final = People()
NO_FACTS: Final = PhotoFacts()


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What was read of one photo.

    Attributes:
        file: What the file itself says.
        sidecar: What only sidecars say; where they contradict the file, they are right.
        seen: Faces in places where they say there is one and the detector had found none.
        facts: When, where and with which camera, as both say besides the EXIF block.
    """

    file: People = NOBODY
    sidecar: People = NOBODY
    seen: tuple[SeenFace, ...] = ()
    facts: PhotoFacts = NO_FACTS

    @property
    def regions(self) -> list[NamedRegion]:
        """All regions."""
        return [*self.file.regions, *self.sidecar.regions]


@dataclass(frozen=True, slots=True)
class Frame:
    """What has to be known of a photo to understand where its file says people are.

    Attributes:
        orientation: EXIF orientation, 1 to 8.
        width: Of the upright photo, pixels.
        height: Of the upright photo, pixels.
    """

    orientation: int
    width: int
    height: int


def keyword_rule(session: Session) -> KeywordRule | None:
    """Return which keywords are people in this library; None where names are not to be read at all."""
    if get_setting(session, READ_NAMES) != "yes":
        return None
    parts = [part.strip() for part in get_setting(session, KEYWORDS_AS_PEOPLE).split(",")]
    branches = tuple(part.rstrip("/ ") for part in parts if part.endswith("/") and part.rstrip("/ "))
    return KeywordRule(branches, frozenset(part for part in parts if part and not part.endswith("/")))


def read_words(data: bytes, file: str, frame: Frame, keywords: KeywordRule | None) -> Words:
    """Read who is in a photo, and the facts of it; what cannot be read is left out, and logged.

    Of a video only sidecars are read. That a region is somewhere in it says nothing of when, so it only says
    who is in it.

    Args:
        data: Content of the file, or a beginning that holds its metadata; nothing of a video.
        file: Absolute path, beside which sidecars are looked for.
        frame: Of the photo.
        keywords: Which keywords are people; None to read the facts alone.
    """
    try:
        embedded = read_packets(data)
        beside = _sidecar_packets(file)
        if not embedded and not beside:
            return Words()
        packets = [*embedded, *beside]
        facts = read_xmp_facts(packets[::-1])
        if keywords is None:
            return Words(facts=facts)
        own = _people(embedded, frame, keywords)
        together = _people(packets, frame, keywords) if beside else own
        if is_video(file):
            return Words(sidecar=_names_alone(together), facts=facts)
        return Words(_of(together, own), _of(together, own, without=True), facts=facts)
    except Exception as error:  # noqa: BLE001 - a photo must not be lost for what is written in it
        _log.error("The names in %s could not be read", as_text(file), exc_info=error)
        return Words()


def head_of(file: str) -> bytes:
    """Read so much of a file as `read_words` needs, which is little of most JPEGs, and nothing of a video.

    Raises:
        ImageError: As `engine.image.read_bytes`.
    """
    if is_video(file):
        return b""
    head = _beginning(file, _HEAD)
    return head if jpeg.is_jpeg(head) and jpeg.segments(head)[1] else image.read_bytes(file)


def look_for_faces(
    words: Words,
    data: bytes,
    file: str,
    *,
    frame: Frame,
    analyser: Analyser,
    faces: NDArray[np.floating],
) -> Words:
    """Look where a photo's file says there is a face and none is known.

    Args:
        words: What was read.
        data: Content of the file.
        file: Absolute path, for messages.
        frame: Of the photo.
        analyser: What looks.
        faces: (n, 4) boxes of the known faces, pixels of the upright photo.

    Returns:
        The words, with what was seen.
    """
    places = boxes_of(words.regions, frame.width, frame.height)
    known = {region for region, _ in meant(places, faces.astype(np.float64))}
    wanted = [place for at, place in enumerate(places) if at not in known and _is_inside(place, frame)]
    if not wanted:
        return words
    from app.indexing.drawing import look

    side = max(frame.width, frame.height)
    seen = []
    for place in wanted[:_MOST_LOOKS]:
        x, y, width, height = place.tolist()
        try:
            seen.append(look(analyser, data, name=file, side=side, box=(x, y, width, height)))
        except Exception as error:  # noqa: BLE001 - nor for where it says that somebody is
            _log.warning("%s could not be looked at for a named face", as_text(file), exc_info=error)
    return replace(words, seen=tuple(seen))


def _is_inside(place: NDArray[np.float64], frame: Frame) -> bool:
    """Tell whether the middle of a box is in the photo, and the box is large enough to hold a face."""
    x, y = place[:2] + place[2:] / 2
    return bool(0 <= x < frame.width and 0 <= y < frame.height and place[2:].min() >= 2)


def _people(packets: Sequence[bytes], frame: Frame, keywords: KeywordRule) -> People:
    return read_people(
        packets,
        orientation=frame.orientation,
        width=frame.width,
        height=frame.height,
        keywords=keywords,
    )


def _names_alone(people: People) -> People:
    """Return the names without the places."""
    return People((), tuple(dict.fromkeys([*(region.name for region in people.regions), *people.present])))


def _of(together: People, own: People, *, without: bool = False) -> People:
    """Return what all packets say together and those of the file say, too, or do not."""
    regions, present = set(own.regions), set(own.present)
    return People(
        tuple(region for region in together.regions if (region in regions) is not without),
        tuple(name for name in together.present if (name in present) is not without),
    )


def _sidecar_packets(file: str) -> list[bytes]:
    packets = []
    for sidecar in sidecars(Path(file)):
        packet = _beginning(sidecar, LARGEST_PACKET + 1, getattr(os, "O_NOFOLLOW", 0))
        if 0 < len(packet) <= LARGEST_PACKET:
            packets.append(packet)
    # The one that belongs to this photo alone is right where two differ, and the last one is.
    return packets[::-1]


def _beginning(file: str | Path, most: int, flags: int = 0) -> bytes:
    """Return the first bytes of a plain file; none of what is something else or cannot be read."""
    flags |= os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(file, flags), "rb") as opened:
            return opened.read(most) if stat.S_ISREG(os.fstat(opened.fileno()).st_mode) else b""
    except (OSError, ValueError) as error:
        _log.warning("%s could not be read", as_text(str(file)), exc_info=error)
        return b""
