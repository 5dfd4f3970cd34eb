"""Who is in which photo, as other photo programs keep it: records out of their databases and files.

`detect` tells which program a file or folder is from, `read` reads it. One module each knows digiKam,
Picasa, Google Takeout, osxphotos and what another library of Familiar exported; Lightroom and Immich write
XMP, which `app.metadata.xmp` reads. Nothing here writes a file, and nothing knows the library: what is made
of the records is decided in `app.exchange.importing`.
"""

from __future__ import annotations

from app.metadata.imports.detecting import PROGRAMS, detect, read
from app.metadata.imports.digikam import read_digikam
from app.metadata.imports.familiar_json import read_familiar
from app.metadata.imports.osxphotos import read_osxphotos
from app.metadata.imports.picasa import read_picasa
from app.metadata.imports.records import (
    Import,
    ImportedPerson,
    ImportedPhoto,
    SourceError,
    StoppedError,
    as_upright,
)
from app.metadata.imports.takeout import read_takeout

__all__ = [
    "PROGRAMS",
    "Import",
    "ImportedPerson",
    "ImportedPhoto",
    "SourceError",
    "StoppedError",
    "as_upright",
    "detect",
    "read",
    "read_digikam",
    "read_familiar",
    "read_osxphotos",
    "read_picasa",
    "read_takeout",
]
