"""What is meant by files and folders that the window is opened with, from a file manager or a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.library.copies import is_library
from engine.image import SUFFIXES


@dataclass(frozen=True, slots=True)
class Meant:
    """What to open.

    Attributes:
        library: The library file, or None for the user's own.
        picture: Whose people to look for, or None.
        folders: Photo folders to add; what is none of all this is among them.
    """

    library: Path | None
    picture: Path | None
    folders: tuple[Path, ...]


def meant(paths: Sequence[Path]) -> Meant:
    """Sort paths: the first library, the first picture, and folders."""
    libraries = [path for path in paths if is_library(path)]
    pictures = [path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()]
    rest = tuple(path for path in paths if path not in libraries and path not in pictures)
    return Meant(next(iter(libraries), None), next(iter(pictures), None), rest)
