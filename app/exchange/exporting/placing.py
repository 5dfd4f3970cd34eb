"""Names that every system takes, and putting what is made in its place: whole, and over nothing else.

What is made is filled under a name of its own beside its place, and gets its name when it is whole.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from app.exchange.exporting.records import writing

#: Longest file name, in bytes of UTF-8, that all common file systems take.
_LONGEST: Final = 255
#: What comes after the last dot is a suffix only if it has no more bytes than this.
_LONGEST_SUFFIX: Final = 32
#: Room kept for " (1234)".
_NUMBER: Final = 8
#: What Windows and FAT file systems do not take in a name.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
#: How what is not whole yet is called.
_PREFIX: Final = ".familiar-"
_SUFFIX: Final = ".part"


def candidates(name: str, folder: Path) -> Iterator[Path]:
    """Give the paths that something may get in a folder, the plain one first, then " (2)" and so on.

    Args:
        name: A file name, which is made safe.
        folder: Where it goes.
    """
    stem, suffix = os.path.splitext(safe_name(name))  # noqa: PTH122 - a name, not a path
    number = 1
    while True:
        yield folder / (f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}")
        number += 1


def safe_name(name: str) -> str:
    """Return a file name that every common system takes, as near to the given one as possible.

    Args:
        name: A file name, without folders.
    """
    safe = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).rstrip(" .")
    if _DEVICES.match(safe):
        safe = f"_{safe}"
    stem, suffix = os.path.splitext(safe)  # noqa: PTH122 - a name, not a path
    if len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, suffix = safe, ""
    room = _LONGEST - _NUMBER - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore") + suffix if safe else "_"


def settle(part: Path, name: str, folder: Path) -> Path:
    """Give a file that is whole its name, where nothing else has that; return its path.

    Args:
        part: The file, on the drive of the folder.
        name: As it is to be called.
        folder: Where it goes.

    Raises:
        OSError: It cannot be moved.
    """
    for candidate in candidates(name, folder):
        try:
            # Takes the name, so that no other program's file can be replaced.
            candidate.touch(exist_ok=False)
        except FileExistsError:
            continue
        try:
            part.replace(candidate)
        except OSError:
            candidate.unlink(missing_ok=True)
            raise
        return candidate
    raise AssertionError("the names never end")


def settle_all(parts: Sequence[Path], name: str, folder: Path) -> tuple[Path, ...]:
    """Give files that are whole their names, in order: all of them, or none.

    Args:
        parts: The files, on the drive of the folder.
        name: As the first is to be called.
        folder: Where they go.

    Raises:
        OSError: One cannot be moved.
    """
    made: list[Path] = []
    try:
        for part in parts:
            made.append(settle(part, name, folder))  # noqa: PERF401 - those made before are needed then
    except OSError:
        for file in made:
            file.unlink(missing_ok=True)
        raise
    return tuple(made)


def settle_folder(part: Path, name: str, folder: Path) -> Path:
    """Give a folder that is whole its name, where nothing else has that; return its path.

    Raises:
        OSError: It cannot be moved.
    """
    for candidate in candidates(name, folder):
        try:
            candidate.mkdir()
        except FileExistsError:
            continue
        # An empty folder may be replaced by another, but not on Windows.
        if os.name == "nt":
            candidate.rmdir()
        part.rename(candidate)
        return candidate
    raise AssertionError("the names never end")


@contextmanager
def aside(place: Path) -> Iterator[Path]:
    """Give an empty folder beside a place, on the same drive, that is removed with all that is left in it.

    Args:
        place: What is being made; the folders above it are made where they are not there.

    Raises:
        ExportTargetError: The folder cannot be made, or not written to.
    """
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=place.parent, prefix=_PREFIX, suffix=_SUFFIX))
        try:
            # As any other folder that the user makes; that of `mkdtemp` is private.
            (folder / "new").mkdir()
            yield folder / "new"
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def part_of(folder: Path) -> Iterator[Path]:
    """Give the path of an empty file in a folder that is removed at the end unless it has got another name.

    Raises:
        OSError: The file cannot be made.
    """
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def sync(stream: IO[bytes]) -> None:
    """Have what was written to a file put on the disk, so that it is whole even after a power cut.

    Raises:
        OSError: It cannot be written.
    """
    stream.flush()
    os.fsync(stream.fileno())
