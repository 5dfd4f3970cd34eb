"""People that Picasa knows, out of the file `.picasa.ini` that it keeps in each folder of photos.

There is no description by Picasa's makers. This follows what was found out and published by others: Franz
Buchinger's ".picasa.ini file structure" (public domain), ExifTool's `picasa_faces.config`, and the readers of
other projects:

- A section `[IMG_1.jpg]` for each photo, with `faces=rect64(3f845bcb59418507),8e62398ebda8c1a5;rect64(…),…`.
- `rect64` is a number of 64 bits in hexadecimal without leading zeros: left, top, right and bottom of 16 bits
  each, in parts of 65535 of the photo's width and height.
- What follows is the contact. `[Contacts2]` of the same file has its name, `8e62398ebda8c1a5=Anna;;`; older
  files have `[Contacts]` with no names, and then the name is in `contacts.xml`, which Picasa keeps in
  `Google/Picasa2/contacts` of the user's settings: `<contact id="8e62398ebda8c1a5" name="Anna" …/>`.
  `ffffffffffffffff` is a face that nobody named.
- The box is of the picture as stored, before EXIF orientation: ExifTool writes it unchanged as an MWG region,
  which is of the stored picture, and twitham/LPDB turns it by the orientation to show it. Of camera raw files
  it is of the upright photo, which is why ExifTool turns those back.

A photo with `crop=` in its section is shown cropped by Picasa and stored whole, and nobody says which of the
two its boxes are of: its people are kept without a place. The untouched photos that Picasa keeps in
`.picasaoriginals` are left out.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from app.metadata.imports.reading import (
    MOST_PEOPLE,
    child,
    folders,
    named_region,
    people_of,
    read_limited,
    tidy_name,
)
from app.metadata.imports.records import Import, ImportedPhoto, SourceError, Token, check
from app.metadata.people import NamedRegion, People
from app.printing import printable
from engine.image import RAW_SUFFIXES

#: What Picasa calls the file, now and in versions before 3.
INI_NAMES: Final = frozenset({".picasa.ini", "Picasa.ini", "picasa.ini"})
#: Where Picasa puts untouched copies of photos that it changed.
_ORIGINALS: Final = frozenset({".picasaoriginals", "Originals"})
_CONTACTS_FILES: Final = ("contacts.xml", "contacts/contacts.xml", "Picasa2/contacts/contacts.xml")

#: 20,000 photos of a folder with ten faces each take about 8 MB; a line of 2,000 faces 80 kB.
_LARGEST: Final = 16 << 20
_LONGEST_LINE: Final = 1 << 20
_UNNAMED: Final = "ffffffffffffffff"

_FACE: Final = re.compile(r"rect64\(([0-9a-fA-F]{1,16})\),([0-9a-fA-F]{1,16})\s*\Z", re.ASCII)
_CONTACT: Final = re.compile(r"[0-9a-fA-F]{1,16}\Z", re.ASCII)
_ELEMENT: Final = re.compile(r"<(contact|subject)\b([^<>]{1,5000})>", re.ASCII | re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""([a-z_]{1,40})\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.ASCII | re.IGNORECASE
)


@dataclass(slots=True)
class _Photo:
    """A section: boxes (left, top, right, bottom in shares) with their contacts."""

    faces: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)
    cropped: bool = False


@dataclass(slots=True)
class _Ini:
    """What one file says."""

    folder: Path
    contacts: dict[str, str] = field(default_factory=dict)
    photos: dict[str, _Photo] = field(default_factory=dict)
    unreadable: int = 0


def read_picasa(path: Path, *, contacts: Path | None = None, token: Token | None = None) -> Import:
    """Read the people that Picasa knows in the photos of a folder and all folders below.

    Args:
        path: The folder, or one `.picasa.ini`.
        contacts: Picasa's `contacts.xml`, which has the names where the folders have only numbers; None to
            look for it in `path`.
        token: Stops reading.

    Raises:
        SourceError: The folder has no such file, or `contacts` cannot be read.
        StoppedError: The token was cancelled.
    """
    problems: list[str] = []
    files = [path] if path.is_file() else list(_ini_files(path, problems, token))
    if not files:
        raise SourceError(
            f"No folder in {printable(path)} has a .picasa.ini. Choose the folder whose photos Picasa showed."
        )
    known = _contacts(path, contacts, problems)
    read: list[_Ini] = []
    for file in files:
        check(token)
        try:
            read.append(_parse(file, problems))
        except SourceError as error:
            problems.append(str(error))
    elsewhere: dict[str, str] = {}
    for ini in read:
        for number, name in ini.contacts.items():
            elsewhere.setdefault(number, name)
    photos: list[ImportedPhoto] = []
    nameless: dict[str, int] = defaultdict(int)
    for ini in read:
        names = elsewhere | known | ini.contacts
        for section, found in ini.photos.items():
            photo = _photo(ini.folder, section, found, names, nameless)
            if photo is not None:
                photos.append(photo)
    problems.extend(_about_cropped(read))
    if nameless:
        problems.append(
            f"{sum(nameless.values())} faces of {len(nameless)} people have a number instead of a name. Copy "
            f"Picasa's contacts.xml into {printable(path)} and import again."
        )
    return Import("picasa", tuple(photos), tuple(problems))


def _ini_files(top: Path, problems: list[str], token: Token | None) -> Iterator[Path]:
    """Yield the files of Picasa at and below a folder."""
    for folder, names in folders(top, problems, token):
        if not _ORIGINALS & set(folder.relative_to(top).parts):
            yield from (folder / name for name in names if name in INI_NAMES)


def _parse(file: Path, problems: list[str]) -> _Ini:
    """Read one file; its lines are looked at once each.

    Raises:
        SourceError: It cannot be read or is too large.
    """
    ini = _Ini(file.parent)
    section, refused = "", 0
    for raw in _decoded(read_limited(file, _LARGEST)).split("\n"):
        line = raw.strip(" \t\r\0")
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
            continue
        key, equals, value = line.partition("=")
        if not equals:
            continue
        if section == "Contacts2":
            name = tidy_name(_unescaped(value).partition(";")[0])
            if _CONTACT.match(key) and name is not None:
                ini.contacts.setdefault(key.lower().rjust(16, "0"), name)
        elif key in {"faces", "crop"}:
            if child(ini.folder, section) is None:
                refused += 1
                continue
            photo = ini.photos.setdefault(section, _Photo())
            if key == "crop":
                photo.cropped = value.startswith("rect64")
            else:
                ini.unreadable += _add_faces(photo, value)
    if refused:
        problems.append(
            f"{printable(file)} has faces of {refused} photos whose names lead out of the folder; they were "
            "left out."
        )
    if ini.unreadable:
        problems.append(f"{ini.unreadable} faces of {printable(file)} cannot be read and were left out.")
    return ini


def _decoded(data: bytes) -> str:
    """Return text: UTF-8 or UTF-16 by its mark, else UTF-8, else Western European as older versions wrote."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unescaped(text: str) -> str:
    """Return a name with `&#252;` and `&amp;` as the letters that they stand for."""
    return html.unescape(text) if "&" in text and len(text) < 2000 else text


def _add_faces(photo: _Photo, value: str) -> int:
    """Add the faces of one line to a photo, each once; return how many cannot be read."""
    if len(value) > _LONGEST_LINE:
        return 1
    unreadable = 0
    for part in value.split(";"):
        found = _FACE.match(part.strip())
        if found is None:
            unreadable += bool(part.strip())
            continue
        digits, contact = found[1].rjust(16, "0"), found[2].lower().rjust(16, "0")
        sides = [int(digits[at : at + 4], 16) / 65535 for at in (0, 4, 8, 12)]
        if sides[2] <= sides[0] or sides[3] <= sides[1]:
            unreadable += 1
        elif contact != _UNNAMED and len(photo.faces) < MOST_PEOPLE:
            photo.faces.append(((sides[0], sides[1], sides[2], sides[3]), contact))
    return unreadable


def _photo(
    folder: Path, section: str, found: _Photo, names: dict[str, str], nameless: dict[str, int]
) -> ImportedPhoto | None:
    """Return the record of one section, None where it names nobody."""
    file = child(folder, section)
    regions: list[NamedRegion] = []
    present: list[str] = []
    for (left, top, right, bottom), contact in found.faces:
        name = names.get(contact)
        if name is None:
            nameless[contact] += 1
            continue
        region = None if found.cropped else named_region(name, left, top, right - left, bottom - top)
        if region is None:
            present.append(name)
        else:
            regions.append(region)
    if file is None or not (regions or present):
        return None
    people: People = people_of(regions, present)
    stored = PurePath(section).suffix.casefold() not in RAW_SUFFIXES
    return ImportedPhoto(str(file), people, as_stored=stored)


def _about_cropped(read: list[_Ini]) -> Iterator[str]:
    for ini in read:
        cropped = [name for name, photo in ini.photos.items() if photo.cropped and photo.faces]
        if cropped:
            yield (
                f"{len(cropped)} photos in {printable(ini.folder)} are cropped in Picasa only, such as "
                f"{printable(cropped[0])}; their people are kept without a place."
            )


def _contacts(path: Path, given: Path | None, problems: list[str]) -> dict[str, str]:
    """Return the names of `contacts.xml` by number, empty where there is none.

    Raises:
        SourceError: The one that the user named cannot be read.
    """
    if given is not None:
        return _parse_contacts(read_limited(given, _LARGEST))
    folder = path if path.is_dir() else path.parent
    for place in _CONTACTS_FILES:
        file = folder / place
        if file.is_file():
            try:
                return _parse_contacts(read_limited(file, _LARGEST))
            except SourceError as error:
                problems.append(str(error))
    return {}


def _parse_contacts(data: bytes) -> dict[str, str]:
    """Return names by number.

    Elements are picked out of the text one by one: a whole reader of XML would expand entities, which Picasa
    does not write.
    """
    names: dict[str, str] = {}
    last: str | None = None
    for element in _ELEMENT.finditer(_decoded(data)):
        attributes = {key.lower(): one or other for key, one, other in _ATTRIBUTE.findall(element[2])}
        number = attributes.get("id", "")
        if element[1].lower() == "contact":
            last = tidy_name(_unescaped(attributes.get("name") or attributes.get("display") or ""))
        # Below a contact are the numbers that it has in the folders of other users.
        if last is not None and _CONTACT.match(number):
            names.setdefault(number.lower().rjust(16, "0"), last)
    return names
