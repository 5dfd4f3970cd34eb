"""Where the sidecars of a photo are: files beside it that hold the XMP packet it does not.

Which of them is read first, and what is in them, is not decided here.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

_SUFFIXES: Final = (".xmp", ".XMP")


def sidecars(file: Path) -> tuple[Path, ...]:
    """Return the existing sidecars of a photo, `photo.jpg.xmp` before `photo.xmp`.

    The first is how digiKam, darktable and Immich name them, the second how Lightroom does; the second may
    belong to several photos of one name. Only plain files of the same folder count: a link could lead
    anywhere.

    Args:
        file: the photo; it need not exist.
    """
    found: dict[tuple[int, int], Path] = {}
    for suffix in _SUFFIXES:
        for path in (file.with_name(file.name + suffix), _beside(file, suffix)):
            if path == file:
                continue
            try:
                status = path.lstat()
            except (OSError, ValueError):
                continue
            if stat.S_ISREG(status.st_mode):
                # Where capitals do not count, both spellings find the same file.
                found.setdefault((status.st_dev, status.st_ino), path)
    return tuple(sorted(found.values(), key=lambda path: path.stem != file.name))


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name((file.stem or file.name) + suffix)


def sidecar_for(file: Path) -> Path:
    """Return where a new sidecar of a photo goes: `photo.jpg.xmp`, which belongs to no other photo."""
    return Path(os.fspath(file) + ".xmp")
