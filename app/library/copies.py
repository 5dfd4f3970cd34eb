"""Copies of a library that Familiar made: backups that were noted, and what is found beside the library.

Making a copy lives in `app.library.backup`; whether somebody is in one, in `app.operations.forgetting`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.library.schema import APPLICATION_ID
from app.library.tables import Backup, now

#: What SQLite may have put beside a database.
SIDES: Final = ("-wal", "-shm", "-journal")
#: How the names of the files beside a library end that hold crops of faces, thumbnails and fingerprints of
#: photos. No copy has them, unless it was opened as a library.
CROPS: Final = ".crops"
THUMBNAILS: Final = ".thumbnails"
FINGERPRINTS: Final = ".fingerprints"
#: In the name of what a library was before a copy took its place (`app.library.restoring`).
REPLACED: Final = ".before-restoring-"
#: In the name of a copy that is about to take a library's place; left where that was killed.
RESTORING: Final = ".restoring."
#: Where `PRAGMA application_id` is in a file: https://www.sqlite.org/fileformat2.html, section 1.3.
_APPLICATION_AT: Final = 68
#: How the names of backups and of copies made before a migration end.
_ENDINGS: Final = ("*.backup.db", "*.before-v*.backup")


@dataclass(frozen=True, slots=True)
class Copies:
    """Where copies of a library are.

    Attributes:
        present: Files that can be read, in order.
        unreachable: Files that were noted but whose drive or folder is not there now, or may not be read.
    """

    present: tuple[Path, ...]
    unreachable: tuple[Path, ...]


def note_backup(session: Session, path: Path) -> bool:
    """Note where a backup is made, so that it is found again.

    Args:
        session: A writing session.
        path: Absolute.

    Returns:
        Whether nothing was noted of this path before.
    """
    known = session.scalar(select(Backup).where(Backup.path == str(path)))
    if known is not None:
        known.made_at = now()
        return False
    session.add(Backup(path=str(path)))
    return True


def strike_backup(session: Session, path: Path) -> None:
    """Note that there is no backup at a path; `session` is a writing one."""
    session.execute(delete(Backup).where(Backup.path == str(path)))


def known_copies(session: Session, library: Path) -> Copies:
    """Find the copies of a library: those noted, and those beside it, also unfinished ones.

    A file that was noted and is gone, from a folder that is there and not empty, was deleted by the user and
    is not told of. An empty folder is what an unconnected drive looks like.

    Args:
        session: A session of the library.
        library: Its path.
    """
    present: list[Path] = []
    unreachable: list[Path] = []
    noted = sorted(Path(path) for path in session.scalars(select(Backup.path)))
    for path in [*noted, *_beside(library, noted)]:
        try:
            if _is_copy(path, library, noted=path in noted) and not any(
                path.samefile(other) for other in present
            ):
                present.append(path)
        except FileNotFoundError:
            if path in noted and not _deleted(path):
                unreachable.append(path)
        except OSError:
            unreachable.append(path)
    return Copies(tuple(sorted(present)), tuple(sorted(set(unreachable))))


def copies_beside(library: Path) -> list[Path]:
    """Return the finished copies beside a library, which need not be there or be readable.

    They may be of other libraries in the same folder.

    Raises:
        OSError: Its folder cannot be read.
    """
    return sorted(
        {
            path
            for ending in _ENDINGS
            for path in library.parent.glob(ending)
            if not any(part in path.name for part in (REPLACED, RESTORING))
            and not _is_same(path, library)
            and is_library(path)
        }
    )


def _is_same(path: Path, library: Path) -> bool:
    return library.exists() and path.samefile(library)


def files_of(database: Path) -> list[Path]:
    """Return the files that a database consists of, those that are there."""
    every = [database, *(database.with_name(database.name + side) for side in SIDES)]
    return [file for file in every if file.exists()]


def delete_copy(copy: Path) -> None:
    """Delete a copy with what SQLite put beside it, and with its pictures.

    Raises:
        OSError: It cannot be deleted.
    """
    for database in (
        *(copy.with_name(copy.name + suffix) for suffix in (CROPS, THUMBNAILS, FINGERPRINTS)),
        copy,
    ):
        for file in reversed(files_of(database)):
            file.unlink()


def _beside(library: Path, noted: list[Path]) -> Iterator[Path]:
    for ending in _ENDINGS:
        yield from library.parent.glob(ending)
    for path in [library, *noted]:
        # A backup that was used as a library may have been migrated; one that was cut short has left a part.
        yield from path.parent.glob(f"{escape(path.name)}.before-v*.backup")
        yield from path.parent.glob(f".{escape(path.name)}.*.part")
        yield from path.parent.glob(f".{escape(path.name)}.before-v*.backup.*.part")


def _is_copy(path: Path, library: Path, *, noted: bool) -> bool:
    if path.samefile(library) or not path.is_file():
        return False
    if not noted and (path.suffix == ".part" or REPLACED in path.name):
        # What is not finished, or was overwritten, may lack its beginning. A note is no proof by itself: a
        # library from elsewhere may have any, and copies are deleted.
        return True
    return _says_it_is_ours(path)


def is_library(path: Path) -> bool:
    """Tell whether a file is a library, or a copy of one, by its beginning."""
    try:
        return path.is_file() and _says_it_is_ours(path)
    except OSError:
        return False


def _says_it_is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(_APPLICATION_AT + 4)
    return header[_APPLICATION_AT:] == struct.pack(">I", APPLICATION_ID)


def _deleted(path: Path) -> bool:
    """Tell whether a file that is not there was in a folder that is."""
    try:
        return any(path.parent.iterdir())
    except OSError:
        return False
