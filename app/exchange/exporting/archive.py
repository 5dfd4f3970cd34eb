"""Putting photos into a zip file, stored as they are: they are compressed already.

Written from front to back with little memory, with ZIP64 where an archive or a photo is large, names in UTF-8
and times to the second (PKWARE's APPNOTE 6.3.10; the field "UT" is Info-ZIP's extended timestamp).
"""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Final

from app.exchange.exporting.placing import aside, candidates, settle, sync
from app.exchange.exporting.records import Course, ExportReport
from app.exchange.exporting.selecting import ChosenPhoto, Selection
from app.search.outside import SkippedPhoto

#: Bytes read at one time.
_CHUNK: Final = 1 << 20
#: A photo this large may be larger still when it has been read: room is left for its length.
_LARGE: Final = 1 << 30
#: What the format's own times can say: https://learn.microsoft.com/windows/win32/sysinfo/ms-dos-date-and-time.
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_LAST_DAY: Final = (2107, 12, 31, 23, 59, 58)
_UT: Final = 0x5455
_HAS_MTIME: Final = 1
_LARGEST_TIME: Final = (1 << 31) - 1


def export_to_zip(selection: Selection, place: Path | str, *, course: Course | None = None) -> ExportReport:
    """Put photos into a zip file, all in one folder within it.

    Where the name of the file is taken, " (2)" and so on is added. It gets its name when it is whole: one
    that was cancelled or failed leaves nothing.

    Args:
        selection: The photos.
        place: The file.
        course: Is told of each photo, and ends the export.

    Raises:
        ExportTargetError: The file cannot be written, as where the disk is full.
    """
    course = course or Course()
    target = Path(place).absolute()
    names: set[str] = set()
    written: list[Path] = []
    skipped: list[SkippedPhoto] = []
    with aside(target) as folder:
        part = folder / "part.zip"
        with part.open("wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                for photo in course.through(selection.photos, len(selection.photos)):
                    reason = photo.problem() or _add(archive, photo, names, course)
                    if reason is None:
                        written.append(photo.file)
                    else:
                        skipped.append(SkippedPhoto(photo.file, reason))
            if course.cancelled or not written:
                return ExportReport(target, skipped=tuple(skipped), cancelled=course.cancelled)
            sync(stream)
        made = settle(part, target.name, target.parent)
    return ExportReport(made, tuple((file, made) for file in written), skipped=tuple(skipped), files=(made,))


def _add(archive: zipfile.ZipFile, photo: ChosenPhoto, names: set[str], course: Course) -> str | None:
    """Add a photo, or return why that cannot be; raises `OSError` where the archive cannot be written."""
    try:
        source = photo.file.open("rb")
    except OSError as error:
        return _reason(photo, error)
    with source:
        facts = os.fstat(source.fileno())
        entry = _entry(_free_name(photo.file.name, names), facts)
        with archive.open(entry, "w", force_zip64=facts.st_size >= _LARGE) as into:
            while not course.cancelled:
                try:
                    chunk = source.read(_CHUNK)
                except OSError as error:
                    reason = _reason(photo, error)
                    break
                if not chunk:
                    names.add(_key(entry.filename))
                    return None
                into.write(chunk)
            else:
                return None
    # What was written of it stays as bytes that belong to nothing: an archive is its table of contents.
    archive.infolist().remove(entry)
    return reason


def _reason(photo: ChosenPhoto, error: OSError) -> str:
    detail = error.strerror or str(error)
    return f"{photo.file} cannot be read ({detail}). Look after that, then export again."


def _entry(name: str, facts: os.stat_result) -> zipfile.ZipInfo:
    local = datetime.fromtimestamp(facts.st_mtime).timetuple()[:6]  # noqa: DTZ006 - the format has local times
    entry = zipfile.ZipInfo(name, min(max(local, _FIRST_DAY), _LAST_DAY))
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    seconds = int(facts.st_mtime)
    if 0 <= seconds <= _LARGEST_TIME:
        entry.extra = struct.pack("<HHBi", _UT, 5, _HAS_MTIME, seconds)
    return entry


def _free_name(name: str, names: set[str]) -> str:
    """Return a name that nothing in the archive has, also where upper and lower case are the same."""
    return next(path.name for path in candidates(name, Path()) if _key(path.name) not in names)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
