"""Putting photos into a folder, as copies or links; the photos themselves are only read."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from pathlib import Path

from app.exchange.exporting.placing import candidates, part_of, settle
from app.exchange.exporting.records import Course, ExportReport, How, writing
from app.exchange.exporting.selecting import Selection
from app.library.store import Library
from app.search.outside import SkippedPhoto, refuse_watched

_NO_LINKS = frozenset({errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK})


def export_to_folder(
    library: Library,
    selection: Selection,
    folder: Path | str,
    *,
    how: How = How.COPY,
    course: Course | None = None,
) -> ExportReport:
    """Put photos into a folder.

    Nothing is moved and nothing overwritten: where a name is taken, " (2)" and so on is added. A copy has
    the times of its photo. Names are changed only where other systems would not take them. A copy gets
    its name when it is whole. What is in the folder already, from an export before, is left as it is.

    Args:
        library: Its watched folders are no place for copies.
        selection: The photos.
        folder: Is made where it does not exist.
        how: Copies, hard links (the same file under a second name) or symbolic links.
        course: Is told of each photo, and ends the export; what is in the folder by then stays.

    Raises:
        OperationError: The folder lies in a watched one, whose photos its copies would become.
        ExportTargetError: The folder cannot be made.
    """
    course = course or Course()
    target = Path(folder).absolute()
    refuse_watched(library, target)
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, Path]] = []
    present: list[tuple[Path, Path]] = []
    skipped: list[SkippedPhoto] = []
    for photo in course.through(selection.photos, len(selection.photos)):
        reason = photo.problem()
        if reason is not None:
            skipped.append(SkippedPhoto(photo.file, reason))
            continue
        try:
            before = _exported_before(photo.file, target, how)
            if before is not None:
                present.append((photo.file, before))
            else:
                written.append((photo.file, _export(photo.file, target, how)))
        except OSError as error:
            skipped.append(SkippedPhoto(photo.file, _reason(photo.file, target, how, error)))
    return ExportReport(target, tuple(written), tuple(present), tuple(skipped), cancelled=course.cancelled)


def _exported_before(file: Path, folder: Path, how: How) -> Path | None:
    """Return the file that an earlier export of this photo to this folder made, if it is still there."""
    for candidate in candidates(file.name, folder):
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
    if how is How.HARDLINK and error.errno in _NO_LINKS:
        return f"{file} cannot be linked from {folder}. Choose a folder on the same drive, or copy instead."
    detail = error.strerror or str(error)
    return f"{file} could not be exported to {folder} ({detail}). Look after that, then export again."


def _export(file: Path, folder: Path, how: How) -> Path:
    if how is How.COPY:
        with part_of(folder) as part:
            shutil.copyfile(file, part)
            shutil.copystat(file, part)
            return settle(part, file.name, folder)
    for candidate in candidates(file.name, folder):
        try:
            if how is How.HARDLINK:
                os.link(file.resolve(), candidate)
            else:
                candidate.symlink_to(file.absolute())
        except FileExistsError:
            continue
        return candidate
    raise AssertionError("the names never end")
