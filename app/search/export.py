"""Putting all photos of a person into a folder, as copies or links; the photos themselves are only read."""

from __future__ import annotations

import errno
import filecmp
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Root
from app.operations.changes import OperationError
from app.search.person import photos_of

#: Longest file name, in bytes of UTF-8, that all common file systems take.
_LONGEST: Final = 255
#: What comes after the last dot is a suffix only if it has no more bytes than this.
_LONGEST_SUFFIX: Final = 32
#: Room kept for " (1234)".
_NUMBER: Final = 8
#: What Windows and FAT file systems do not take in a name.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


class How(StrEnum):
    """How a photo is put into the folder."""

    COPY = "copy"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"


@dataclass(frozen=True, slots=True)
class SkippedPhoto:
    """A photo that was not exported.

    Attributes:
        file: The photo.
        reason: A sentence with a remedy.
    """

    file: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was exported.

    Attributes:
        folder: Absolute path of the folder.
        written: The photo and the new file, of each that was exported.
        present: The photo and the file, of each that had been exported there before.
        skipped: The others.
    """

    folder: Path
    written: tuple[tuple[Path, Path], ...]
    present: tuple[tuple[Path, Path], ...]
    skipped: tuple[SkippedPhoto, ...]


def export_photos(
    library: Library, *, person: int | str, folder: Path | str, how: How = How.COPY
) -> ExportReport:
    """Put every photo of a person or group into a folder.

    Nothing is moved and nothing overwritten: where a name is taken, " (2)" and so on is added. A copy has
    the times of its photo. Names are changed only where other systems would not take them. A copy gets
    its name when it is whole. What is in the folder already, from an export before, is left as it is.

    Args:
        library: The library.
        person: Id or name.
        folder: Is made where it does not exist.
        how: Copies, hard links (the same file under a second name) or symbolic links.

    Raises:
        PersonNotFoundError: There is no such person or group.
        OperationError: The folder lies in a watched one, whose photos its copies would become.
        OSError: The folder cannot be made.
    """
    photos = photos_of(library, person=person)
    target = Path(folder).absolute()
    refuse_watched(library, target)
    target.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, Path]] = []
    present: list[tuple[Path, Path]] = []
    skipped: list[SkippedPhoto] = []
    for photo in photos:
        if not photo.file.is_file():
            reason = f"{photo.file} is not there. Connect its drive or bring it back, then export again."
            skipped.append(SkippedPhoto(photo.file, reason))
            continue
        if all(face.outdated for face in photo.faces):
            reason = f"{photo.file} was replaced by another picture, which does not show them."
            skipped.append(SkippedPhoto(photo.file, reason))
            continue
        try:
            before = _exported_before(photo.file, target, how)
            if before is not None:
                present.append((photo.file, before))
                continue
            written.append((photo.file, _export(photo.file, target, how)))
        except OSError as error:
            skipped.append(SkippedPhoto(photo.file, _reason(photo.file, target, how, error)))
    return ExportReport(target, tuple(written), tuple(present), tuple(skipped))


def refuse_watched(library: Library, folder: Path) -> None:
    """Check that a folder may be written to without indexing finding more photos there.

    Args:
        library: The library.
        folder: Need not be there.

    Raises:
        OperationError: It lies in a watched folder.
    """
    with library.read() as session:
        roots = [Path(path) for path in session.scalars(select(Root.path))]
    place = folder.resolve()
    for root in roots:
        if place.is_relative_to(root.resolve()):
            raise OperationError(
                f"{folder} lies in the watched folder {root}, so what is exported there would be taken for "
                "more photos. Choose a folder outside of it."
            )


def _exported_before(file: Path, folder: Path, how: How) -> Path | None:
    """Return the file that an earlier export of this photo to this folder made, if it is still there."""
    for candidate in _candidates(file.name, folder):
        if not os.path.lexists(candidate):
            return None
        if how is How.COPY:
            same = (
                candidate.is_file()
                and not candidate.is_symlink()
                and filecmp.cmp(file, candidate, shallow=False)
            )
        elif how is How.HARDLINK:
            same = not candidate.is_symlink() and candidate.samefile(file)
        else:
            same = candidate.is_symlink() and candidate.readlink() == file.absolute()
        if same:
            return candidate
    raise AssertionError("the names never end")


def _reason(file: Path, folder: Path, how: How, error: OSError) -> str:
    if how is How.HARDLINK and error.errno in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
        return f"{file} cannot be linked from {folder}. Choose a folder on the same drive, or copy instead."
    detail = error.strerror or str(error)
    return f"{file} could not be exported to {folder} ({detail}). Look after that, then export again."


def _export(file: Path, folder: Path, how: How) -> Path:
    if how is How.COPY:
        return _copy(file, folder)
    for candidate in _candidates(file.name, folder):
        try:
            if how is How.HARDLINK:
                os.link(file.resolve(), candidate)
            else:
                candidate.symlink_to(file.absolute())
        except FileExistsError:
            continue
        return candidate
    raise AssertionError("the names never end")


def _copy(file: Path, folder: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".familiar-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        shutil.copyfile(file, part)
        shutil.copystat(file, part)
        for candidate in _candidates(file.name, folder):
            try:
                # Takes the name, so that no other program's file can be replaced.
                candidate.touch(exist_ok=False)
            except FileExistsError:
                continue
            part.replace(candidate)
            return candidate
    finally:
        part.unlink(missing_ok=True)
    raise AssertionError("the names never end")


def _candidates(name: str, folder: Path) -> Iterator[Path]:
    """Give the names a photo may get, the plain one first."""
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
