"""One file on its way into the library: what it is, and what is to be written for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.indexing.changes import Known
from app.indexing.walk import FoundFile
from app.indexing.work import Analysed, Content, Stopped, Unusable, Vanished


@dataclass(slots=True, eq=False)
class Task:
    """A file to be read.

    Attributes:
        root_id: the root it is in.
        found: the file as the walk saw it.
        file: its absolute path.
        known: the photo that was at this path before, unless that is known to be elsewhere now.
        evicts: the photo that was at this path before, where its content is found in another file.
        usable: set once it is known whether the file could be looked at.
        photo_id: set once it is written.
    """

    root_id: int
    found: FoundFile
    file: str
    known: Known | None
    evicts: Known | None = None
    usable: bool = False
    photo_id: int | None = None


@dataclass(frozen=True, slots=True)
class SameContent:
    """Only the file's times changed."""


@dataclass(frozen=True, slots=True)
class MovedHere:
    """The file is a photo that lost its place; whatever photo was at this path is nowhere now."""

    photo: Known


@dataclass(frozen=True, slots=True, eq=False)
class Duplicate:
    """The file has the content of another photo: one in the library, or one ahead of it in this run."""

    sha256: bytes
    photo_id: int | None
    ahead: Task | None


Read = Content | Unusable | Vanished | Stopped
Result = Analysed | Unusable | Vanished | Stopped | SameContent | MovedHere | Duplicate
