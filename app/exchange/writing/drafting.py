"""Making, in memory, the files that would say who is in a photo; nothing is written.

What the library knows comes from `app.exchange.writing.known`; putting files in place is
`app.exchange.writing.replacing`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from app.exchange.writing.known import KnownPhoto
from app.exchange.writing.records import Place, Refusal, Why, says_same
from app.metadata.containers import (
    ContainerError,
    can_hold,
    read_packets,
    replace_packet,
    sidecar_for,
    sidecars,
)
from app.metadata.people import People
from app.metadata.xmp import LARGEST_PACKET, PacketError, read_people, with_people
from engine.image import RAW_SUFFIXES
from engine.video import is_video

#: Packets by the files that have them, links followed; None where there was none, of a sidecar no file.
Packets = Mapping[Path, bytes | None]
_NOTHING: Final[Packets] = MappingProxyType({})
#: Larger files get a sidecar: replacing a packet takes several times their size in memory.
_LARGEST: Final = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """A file that says who is in a photo, as it is and as it would be.

    Attributes:
        path: The file.
        place: Whether it is the photo itself.
        packet_before: Its packet; of a sidecar the whole file. None where there is none.
        packet_after: As it would be.
        before: The whole file; None where there is none.
        after: As it would be.
    """

    path: Path
    place: Place
    packet_before: bytes | None
    packet_after: bytes
    before: bytes | None
    after: bytes

    @property
    def differs(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be done to one photo.

    Attributes:
        photo: The photo.
        place: Where its names go.
        targets: The files to write, the main one first; none where all is said already.
        before: Who is in the photo, as its file and sidecars say.
        after: As they would say.
    """

    photo: KnownPhoto
    place: Place
    targets: tuple[Target, ...]
    before: People
    after: People


def draft(photo: KnownPhoto, place: Place, *, was: Packets = _NOTHING) -> Draft | Refusal:
    """Make what a photo's files would be.

    A photo that cannot take a packet without a loss gets a sidecar: one of a format that `can_hold` refuses,
    a RAW file, a video, a link, a write-protected one, and one whose old packet could not be put back byte
    for byte.

    Args:
        photo: What the library knows.
        place: Where names go where that is possible.
        was: Packets that count in place of those that the files have now.
    """
    if photo.offline or not photo.root.is_dir():
        return _refusal(photo, Why.OFFLINE)
    if photo.sha256 is None or photo.width is None or photo.height is None:
        return _refusal(photo, Why.UNKNOWN)
    try:
        data, sha256 = content_of(photo.file)
        # The one that belongs to this photo alone is right where two differ, and the last one is.
        beside = _packets_beside(photo.file, was)
    except FileNotFoundError:
        return _refusal(photo, Why.MISSING)
    except OSError as error:
        return _refusal(photo, Why.UNREADABLE, error.strerror or "")
    if photo.missing or sha256 != photo.sha256:
        return _refusal(photo, Why.CHANGED)
    if not os.access(photo.file.parent, os.W_OK):
        return _refusal(photo, Why.PROTECTED)
    if photo.file.resolve() in was:
        data = replace_packet(data, was[photo.file.resolve()])
    embedded = read_packets(data)
    main = _embedded(photo, data, embedded) if place == "file" else None
    if main is None:
        try:
            main = _beside(photo, beside)
        except PacketError as error:
            return _refusal(photo, Why.PACKET, str(error))
    others = [_other(photo, path, packet) for path, packet in beside if path != main.path]
    targets = tuple(target for target in (main, *others) if target is not None and target.differs)
    new = {target.path: target.packet_after for target in targets}
    before = _read(photo, [*embedded, *(packet for _, packet in beside)])
    kept = [new.get(path, packet) for path, packet in beside]
    made = [packet for path, packet in new.items() if path != photo.file and path not in dict(beside)]
    after = _read(photo, [new[photo.file]] if photo.file in new else embedded, kept + made)
    # No sidecar is made that has nothing to add.
    if main.before is None and not photo.people:
        # Those that are there may still name somebody who is not in the photo.
        rest = tuple(target for target in targets if target is not main)
        return Draft(photo, main.place, rest, before, _read(photo, embedded, kept))
    if main.before is None and place == "file" and says_same(before, after):
        return Draft(photo, main.place, (), before, before)
    return Draft(photo, main.place, targets, before, after)


def content_of(file: Path) -> tuple[bytes, bytes]:
    """Return what is in a photo's file, nothing where that is too much to be changed, and its SHA-256.

    Raises:
        OSError: It cannot be read.
    """
    if is_video(file) or file.stat().st_size > _LARGEST:
        with file.open("rb") as opened:
            return b"", hashlib.file_digest(opened, "sha256").digest()
    data = file.read_bytes()
    return data, hashlib.sha256(data).digest()


def _refusal(photo: KnownPhoto, why: Why, detail: str = "") -> Refusal:
    return Refusal(photo.id, photo.file, why, detail)


def _packets_beside(file: Path, was: Packets) -> list[tuple[Path, bytes]]:
    """Return a photo's sidecars and what is in them, cut where it is too long; the least right first."""
    found = []
    for path in reversed(sidecars(file)):
        if path.resolve() in was:
            packet = was[path.resolve()]
        else:
            with path.open("rb") as opened:
                packet = opened.read(LARGEST_PACKET + 1)
        if packet is not None:
            found.append((path, packet))
    return found


def _read(photo: KnownPhoto, *packets: list[bytes] | tuple[bytes, ...]) -> People:
    return read_people(
        [packet for some in packets for packet in some],
        orientation=photo.orientation,
        width=photo.width or 0,
        height=photo.height or 0,
    )


def _merged(photo: KnownPhoto, packet: bytes | None) -> bytes:
    return with_people(
        packet,
        photo.people,
        orientation=photo.orientation,
        width=photo.width or 1,
        height=photo.height or 1,
        gone=photo.gone,
    )


def _embedded(photo: KnownPhoto, data: bytes, packets: tuple[bytes, ...]) -> Target | None:
    """Return the photo's file with its names; None where that cannot be done without any loss."""
    file = photo.file
    if file.suffix.lower() in RAW_SUFFIXES or file.is_symlink():
        return None
    if not os.access(file, os.W_OK) or not can_hold(data):
        return None
    old = packets[0] if packets else None
    try:
        new = _merged(photo, old)
        if new == old or not (photo.people or old):
            return Target(file, "file", old, new, data, data)
        after = replace_packet(data, new)
        # Undoing gives every byte back, so nothing but the packet was touched.
        if read_packets(after) != (new,) or replace_packet(after, old) != data:
            return None
    except (PacketError, ContainerError):
        return None
    return Target(file, "file", old, new, data, after)


def _beside(photo: KnownPhoto, there: list[tuple[Path, bytes]]) -> Target:
    """Return the sidecar with the photo's names: the one that belongs to it alone, else a new one.

    Raises:
        PacketError: The one that is there cannot be extended.
    """
    own = {path: packet for path, packet in there if path.stem == photo.file.name}
    if own:
        path, packet = next(iter(own.items()))
        new = _merged(photo, packet)
        return Target(path, "sidecar", packet, new, packet, new)
    new = _merged(photo, None)
    return Target(sidecar_for(photo.file), "sidecar", None, new, None, new)


def _other(photo: KnownPhoto, path: Path, packet: bytes) -> Target | None:
    """Return a further sidecar that must not say something else; None where it says nothing of people."""
    if not _read(photo, [packet]):
        return None
    try:
        new = _merged(photo, packet)
    except PacketError:
        return None
    return Target(path, "sidecar", packet, new, packet, new)
