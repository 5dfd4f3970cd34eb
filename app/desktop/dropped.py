"""What is dropped on the window: folders with photos, and what other programs keep.

Watching folders and importing names is done by whoever is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QObject, QUrl

from app.desktop.lanes import Lanes
from app.metadata.imports import detect

#: Endings of files in which other programs keep names.
_SOURCES: Final = {".db", ".json", ".ini"}


def can_drop(data: QMimeData) -> bool:
    """Tell whether there is anything among what is dragged that can be dropped."""
    return bool(_folders(data.urls()) or _sources(data.urls()))


def drop(
    data: QMimeData,
    lanes: Lanes,
    add_folders: Callable[[Sequence[Path]], None],
    import_names: Callable[[Path], None],
    *,
    owner: QObject,
) -> None:
    """Add the folders that are dropped, and offer the names that other programs left there or in a file.

    Args:
        data: What is dropped.
        lanes: Where folders are looked into.
        add_folders: Gets the folders, if there are any.
        import_names: Gets what has names, if anything.
        owner: Whom this is for.
    """
    folders, sources = _folders(data.urls()), _sources(data.urls())
    if folders:
        add_folders(folders)
    if sources:
        import_names(sources[0])
        return

    def found(path: Path | None) -> None:
        if path is not None:
            import_names(path)

    lanes.read(partial(_with_names, folders), found, owner=owner)


def _folders(urls: Sequence[QUrl]) -> list[Path]:
    """Return the folders among addresses."""
    return [path for path in _paths(urls) if path.is_dir()]


def _sources(urls: Sequence[QUrl]) -> list[Path]:
    """Return the files among addresses that may be another program's, by their names."""
    return [path for path in _paths(urls) if path.suffix.lower() in _SOURCES and not path.is_dir()]


def _with_names(folders: Sequence[Path]) -> Path | None:
    """Return the first of some folders in which another program left names; reads files."""
    return next((folder for folder in folders if detect(folder) is not None), None)


def _paths(urls: Sequence[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
