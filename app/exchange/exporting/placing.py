"""Names that every system takes, and putting what is made in its place: whole, and over nothing else.

What is made is filled under a name of its own beside its place, and gets its name when it is whole.
"""

from __future__ import annotations

import errno
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
#: What drives without links answer.
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)
#: What systems say of a name that something else has, where a folder is to get it.
_TAKEN: Final = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR})
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
            _give(part, candidate)
        except FileExistsError:
            continue
        return candidate
    raise AssertionError("the names never end")


def _give(part: Path, name: Path) -> None:
    """Give a file a name at one stroke, over nothing else: killed at any instant, no empty file has it.

    Raises:
        FileExistsError: Something has the name.
        OSError: It cannot be given.
    """
    if os.name == "nt":
        part.rename(name)
        return
    try:
        name.hardlink_to(part)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Taking the name first, no other program's file can be replaced.
        name.touch(exist_ok=False)
        try:
            part.replace(name)
        except OSError:
            name.unlink(missing_ok=True)
            raise
        return
    part.unlink()


def settle_all(parts: Sequence[Path], name: str, folder: Path) -> tuple[Path, ...]:
    """Give the pages of one thing, which are whole, their names, in order: all of them, or none.

    Several are called "name-1", "name-2" and so on, with zeros in front that keep them in order: a page is no
    copy of the first one, which " (2)" would say. Where one of these names is taken all get others.

    Args:
        parts: The files, on the drive of the folder.
        name: As a single one is to be called.
        folder: Where they go.

    Raises:
        OSError: One cannot be moved.
    """
    if len(parts) == 1:
        return (settle(parts[0], name, folder),)
    digits = len(str(len(parts)))
    stem, suffix = os.path.splitext(safe_name(name))  # noqa: PTH122 - a name, not a path
    room = _LONGEST - _NUMBER - len(suffix.encode()) - 1 - digits
    for plain in candidates(stem.encode()[:room].decode(errors="ignore") + suffix, folder):
        pages = [plain.with_stem(f"{plain.stem}-{at:0{digits}}") for at in range(1, len(parts) + 1)]
        made: list[Path] = []
        try:
            for part, page in zip(parts, pages, strict=True):
                _give(part, page)
                made.append(page)
        except OSError as error:
            for part, page in zip(parts, made, strict=False):
                page.replace(part)
            if isinstance(error, FileExistsError):
                continue
            raise
        return tuple(pages)
    raise AssertionError("the names never end")


def settle_folder(part: Path, name: str, folder: Path) -> Path:
    """Give a folder that is whole its name, where nothing else has that; return its path.

    Raises:
        OSError: It cannot be moved.
    """
    for candidate in candidates(name, folder):
        if os.path.lexists(candidate):
            continue
        try:
            part.rename(candidate)
        except OSError as error:
            # Somebody else was faster.
            if error.errno in _TAKEN:
                continue
            raise
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
