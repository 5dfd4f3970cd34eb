"""Which program a file or folder is from."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from app.metadata.imports.digikam import DATABASE, is_digikam, read_digikam
from app.metadata.imports.familiar_json import is_familiar, read_familiar
from app.metadata.imports.osxphotos import is_osxphotos, read_osxphotos
from app.metadata.imports.picasa import INI_NAMES, read_picasa
from app.metadata.imports.reading import folders
from app.metadata.imports.records import Import, SourceError, Token, check
from app.metadata.imports.takeout import is_takeout, read_takeout
from app.printing import printable

#: What each program is called on screen.
PROGRAMS: Final = {
    "digikam": "digiKam",
    "picasa": "Picasa",
    "takeout": "Google Takeout",
    "osxphotos": "osxphotos",
    "familiar": "Familiar",
}
#: So many JSON files are looked into before a folder counts as none of these programs'.
_MOST_LOOKS: Final = 500


class _Reader(Protocol):
    def __call__(self, path: Path, *, token: Token | None = None) -> Import: ...


def detect(path: Path, token: Token | None = None) -> str | None:
    """Return one of `PROGRAMS`, or None where it is none of them; never raises, unless it is stopped.

    A folder may be the one that holds the data or any above it. Where several programs left theirs, digiKam's
    database comes first, then the first that is met in the order of names.

    Raises:
        StoppedError: The token was cancelled.
    """
    if not path.is_dir():
        if path.name in INI_NAMES:
            return "picasa"
        if path.suffix.casefold() == ".json":
            return "familiar" if is_familiar(path) else _of_json(path)
        return "digikam" if is_digikam(path) else None
    if is_digikam(path / DATABASE):
        return "digikam"
    looks = 0
    for folder, names in folders(path, [], token):
        if any(name in INI_NAMES for name in names):
            return "picasa"
        for name in names:
            if name.casefold().endswith(".json") and looks < _MOST_LOOKS:
                looks += 1
                check(token)
                found = _of_json(folder / name)
                if found is not None:
                    return found
    return None


def _of_json(file: Path) -> str | None:
    if is_takeout(file):
        return "takeout"
    return "osxphotos" if is_osxphotos(file) else None


def read(path: Path, program: str | None = None, *, token: Token | None = None) -> Import:
    """Read what another program knows.

    Args:
        path: Its file or folder.
        program: One of `PROGRAMS`; None to find out.
        token: Stops reading.

    Raises:
        SourceError: There is nothing that can be read; the message says what to choose.
        StoppedError: The token was cancelled.
    """
    if not path.exists():
        raise SourceError(f"{printable(path)} is not there. Check its name, or connect its drive.")
    if path.suffix.casefold() in {".zip", ".tgz"} and path.is_file():
        raise SourceError(
            f"{printable(path)} is packed. Unpack it, with all other parts of the same export, into one "
            "folder, add that folder to your library, and import the folder."
        )
    program = program or detect(path, token)
    if program is None:
        raise SourceError(
            f"In {printable(path)} there is nothing of digiKam, Picasa, Google Takeout or osxphotos. Choose "
            "digikam4.db, or a folder of photos that one of the others was used with. Names that "
            "Lightroom, Immich and others keep in the photos or beside them (XMP) need no import: they are "
            "read when the folder is added."
        )
    readers: dict[str, _Reader] = {
        "digikam": read_digikam,
        "picasa": read_picasa,
        "takeout": read_takeout,
        "osxphotos": read_osxphotos,
        "familiar": read_familiar,
    }
    return readers[program](path, token=token)
