"""What reading another program's data gives: photos with the people in them, and what was left out.

How a program keeps them is its reader's business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from app.metadata.people import NamedRegion, People
from app.metadata.xmp.geometry import to_upright


class SourceError(ValueError):
    """Another program's data cannot be read at all; its message is a sentence for the user."""


class StoppedError(SourceError):
    """Reading was stopped, and nothing came of it."""


class Token(Protocol):
    """What stops reading, from any thread (`app.indexing.CancelToken`)."""

    @property
    def cancelled(self) -> bool:
        """Whether reading is to stop."""
        ...


def check(token: Token | None) -> None:
    """Stop reading where that is wanted.

    Raises:
        StoppedError: The token was cancelled.
    """
    if token is not None and token.cancelled:
        raise StoppedError("Stopped. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ImportedPhoto:
    """A photo of which another program knows people.

    Attributes:
        file: where that program says the photo is, absolute where it knows; the file may be elsewhere now, or
            on another computer, and the path may be written as on another system.
        people: who is in it. The boxes are shares of the upright photo, or with `as_stored` of the picture as
            it lies in the file, before EXIF orientation.
        as_stored: which of the two.
        size: bytes of the file; None where the program does not know.
        names: other names that the file may go by, without folders.
        rejected: where there is a face, and the name of whom it is not; boxes as those of `people`.
    """

    file: str
    people: People
    as_stored: bool = False
    size: int | None = None
    names: tuple[str, ...] = ()
    rejected: tuple[NamedRegion, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """What another program knows of a person, besides where they are.

    Attributes:
        name: theirs.
        birthday: or None.
        notes: or None.
    """

    name: str
    birthday: date | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """All that was read.

    Attributes:
        program: "digikam", "picasa", "takeout", "osxphotos" or "familiar".
        photos: those with people, or with faces of whom something is said, in the program's order.
        problems: what was left out and why, in sentences for the user.
        people: what is known of people, of whom anything is.
        different: names of two who are not the same, because the user said so.
    """

    program: str
    photos: tuple[ImportedPhoto, ...]
    problems: tuple[str, ...] = ()
    people: tuple[ImportedPerson, ...] = ()
    different: tuple[tuple[str, str], ...] = ()


def as_upright(region: NamedRegion, orientation: int) -> NamedRegion:
    """Return a region of the picture as stored as one of the upright photo.

    Args:
        region: its box in shares of the stored picture.
        orientation: EXIF orientation, 1 to 8 (EXIF 2.32, tag 274); anything else counts as 1.
    """
    box = to_upright((region.left, region.top, region.width, region.height), orientation)
    return replace(region, left=box[0], top=box[1], width=box[2], height=box[3])
