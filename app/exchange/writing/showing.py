"""What a photo's file, the files beside it and the library say of who is in it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.exchange.writing.drafting import content_of
from app.exchange.writing.known import known
from app.library.store import Library
from app.metadata.containers import read_packets, sidecars
from app.metadata.people import People
from app.metadata.xmp import LARGEST_PACKET, read_people
from app.operations.changes import OperationError


@dataclass(frozen=True, slots=True)
class Sayings:
    """Who is in a photo, by who says so; boxes in the upright photo.

    Attributes:
        file: The photo.
        embedded: What its file says.
        beside: What each of its sidecars says.
        library: What the library would write.
        changed: The file was changed since it was indexed.
    """

    file: Path
    embedded: People
    beside: tuple[tuple[Path, People], ...]
    library: People
    changed: bool


def sayings(library: Library, photo_id: int) -> Sayings:
    """Read what is said of a photo.

    Raises:
        OperationError: It is not in the library, or its file cannot be read.
    """
    found = next(known(library, [photo_id]), None)
    if found is None:
        raise OperationError(f"There is no photo {photo_id} in the library. Choose another one.")

    def read(*packets: bytes) -> People:
        return read_people(
            packets, orientation=found.orientation, width=found.width or 0, height=found.height or 0
        )

    try:
        data, sha256 = content_of(found.file)
        beside = []
        for path in sidecars(found.file):
            with path.open("rb") as file:
                beside.append((path, read(file.read(LARGEST_PACKET + 1))))
    except OSError as error:
        raise OperationError(
            f"{found.file} cannot be read ({error.strerror}). Check that it is there, then try again."
        ) from error
    embedded = read(*read_packets(data))
    return Sayings(found.file, embedded, tuple(beside), found.people, sha256 != found.sha256)
