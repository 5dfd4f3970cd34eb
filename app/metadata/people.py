"""Who is where in a photo, as files and other programs say it: the records that readers and writers share.

What a file's own words look like is the readers' business: XMP in `app.metadata.xmp`, other programs in
`app.metadata.imports`. What the library makes of the records is decided in `app.operations`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A part of a photo with the name of whom it shows.

    Attributes:
        name: of the person, not empty, as the user would write it (NFC, no control characters).
        left: of the upright photo's width, 0 at its left edge and 1 at its right; boxes may reach past edges.
        top: of the upright photo's height.
        width: of the upright photo's width, above 0.
        height: of the upright photo's height, above 0.
    """

    name: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class People:
    """Who is in a photo.

    Attributes:
        regions: with a place.
        present: names of people who are in the photo somewhere; those of `regions` are not repeated.
    """

    regions: tuple[NamedRegion, ...] = ()
    present: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.regions or self.present)
