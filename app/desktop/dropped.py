"""What is dropped on the window: folders with photos, and what other programs keep.

What is done with them is decided by `app.desktop.window`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl

from app.metadata.imports import detect

#: Endings of files in which other programs keep names.
_SOURCES: Final = {".db", ".json", ".ini"}


def dropped_folders(urls: Sequence[QUrl]) -> list[Path]:
    """Return the folders among addresses."""
    return [path for path in _paths(urls) if path.is_dir()]


def dropped_sources(urls: Sequence[QUrl]) -> list[Path]:
    """Return the files among addresses that may be another program's, by their names."""
    return [path for path in _paths(urls) if path.suffix.lower() in _SOURCES and not path.is_dir()]


def with_names(folders: Sequence[Path]) -> Path | None:
    """Return the first of some folders in which another program left names; reads files."""
    return next((folder for folder in folders if detect(folder) is not None), None)


def _paths(urls: Sequence[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
