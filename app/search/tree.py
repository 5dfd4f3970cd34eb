"""What a search asks for, as a tree that knows neither text nor tables.

Text becomes a tree in `app.search.language`; `app.search.photos` finds the photos it describes. In all of it,
a face is shown unless it or the person it belongs to is ignored, or its photo's file was replaced by a
picture that it is not in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Everything:
    """Every photo."""


@dataclass(frozen=True, slots=True)
class Shows:
    """Photos with a face of somebody; who it is may be ignored, the face may not.

    Attributes:
        key: `Person.name_key`.
        name: As it is shown.
    """

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Only:
    """Photos that `who` finds, and in which every shown face belongs to somebody whom `who` names.

    Attributes:
        who: Made of `Shows`, `Every` and `Either` alone.
    """

    who: Query


@dataclass(frozen=True, slots=True)
class Every:
    """Photos that all of the parts find; people named so are in the photo together."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Photos that any of the parts finds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Photos that `part` does not find."""

    part: Query


@dataclass(frozen=True, slots=True)
class Taken:
    """Photos by date; those without a date are never among them.

    Attributes:
        first: "2019", "2019-07" or "2019-07-14": not before this; None for any.
        end: Likewise: before this begins; None for any.
    """

    first: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Undated:
    """Photos of which no date is known."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """Photos whose folder has this in its path, its root included; see `app.search.photos.contains`."""

    text: str


@dataclass(frozen=True, slots=True)
class Below:
    """Photos in one folder and the folders in it.

    Attributes:
        root_id: `Root.id`.
        folder: Relative to the root, with forward slashes and none at its ends; empty for the root itself.
    """

    root_id: int
    folder: str


@dataclass(frozen=True, slots=True)
class FromCamera:
    """Photos of a camera that has this in its name; see `app.search.photos.contains`."""

    text: str


@dataclass(frozen=True, slots=True)
class NamedFile:
    """Photos whose file, without its folder, has this in its name; see `app.search.photos.contains`."""

    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A country, a region of it, or a town of it, as `app.metadata.gazetteer.Town` names them.

    Attributes:
        country: Two letters, ISO 3166-1.
        region: Empty for the whole country, and for a town of which no region is known.
        town: Empty for the whole country or region.
    """

    country: str
    region: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class TakenAt:
    """Photos whose coordinates are in any of some places or near it; see `app.search.geography`.

    Attributes:
        name: What they are called.
        spots: Those that are called so.
    """

    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class NoFaces:
    """Photos that could be read and have no shown face."""


@dataclass(frozen=True, slots=True)
class UnnamedFaces:
    """Photos with a shown face of nobody, or of a group without a name."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Photos whose files are gone. They are found only by searches that ask for this somewhere."""


Query: TypeAlias = (
    Everything
    | Shows
    | Only
    | Every
    | Either
    | Not
    | Taken
    | Undated
    | InFolder
    | Below
    | FromCamera
    | NamedFile
    | TakenAt
    | NoFaces
    | UnnamedFaces
    | Missing
)


def leaves(query: Query) -> list[Query]:
    """Return what a query is made of, from left to right, without what joins it."""
    match query:
        case Every(parts) | Either(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part) | Only(part):
            return leaves(part)
        case _:
            return [query]
