"""People that digiKam knows, out of its database `digikam4.db`.

The database is never written to and no file appears beside it: it is opened as immutable, or, where digiKam
runs or has not tidied up after itself, a copy of it is. Its tables are those of digiKam 2 to 8
(`Images`, `Albums`, `AlbumRoots`, `Tags`, `TagProperties`, `ImageTagProperties`, `ImageInformation`).

A confirmed face is a row of `ImageTagProperties` with the property `tagRegion` and the value
`<rect x="40" y="60" width="80" height="90"/>`: pixels of the upright photo at full size, from its top left
corner. `ImageInformation` has width and height of the picture as stored, and its EXIF orientation. Both were
seen in a database that digiKam 7.9 made of photos of all eight orientations, with regions that exiftool had
written. Faces that digiKam found and nobody confirmed (`autodetectedFace`, `autodetectedPerson`,
`faceToTrain`), and those of the tags Unknown, Unconfirmed and Ignored, are left out. A person's tag on a
photo without a region says that the person is there somewhere.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from app.metadata.imports.reading import MOST_PEOPLE, named_region, people_of, tidy_name, whole
from app.metadata.imports.records import Import, ImportedPhoto, SourceError, Token, check
from app.metadata.people import NamedRegion
from app.printing import printable

#: What the database is called.
DATABASE: Final = "digikam4.db"
#: A database of a million photos has less than 2 GB.
_LARGEST: Final = 8 << 30
#: Rows read of any table, and the virtual machine's steps for one question, in units of `_STEP`: a damaged or
#: hostile database ends with a sentence instead of running on.
_MOST_ROWS: Final = 20_000_000
_STEP: Final = 1_000_000
_MOST_STEPS: Final = 20_000

_NEEDED: Final = ("AlbumRoots", "Albums", "Images", "Tags", "ImageTags", "ImageTagProperties")
#: Properties of tags that stand for nobody in particular.
_NOBODY: Final = frozenset({"unknownPerson", "unconfirmedPerson", "ignoredPerson", "internalTag"})
#: The tag that people are below, in English; in other languages it is found by what is below it.
_PEOPLE: Final = "People"
#: `Images.status`: visible and hidden; the others are in the bin or gone.
_THERE: Final = (1, 2)

_RECT: Final = re.compile(r"<rect\b([^<>]{1,300})/?>", re.ASCII)
_SIDE: Final = re.compile(r"""\b(x|y|width|height)\s*=\s*["'](-?\d{1,7})(?:\.\d{1,9})?["']""", re.ASCII)

#: What a damaged database makes of reading it: names that are no Unicode, and lengths that no memory has.
_DAMAGE: Final = (sqlite3.Error, OverflowError, UnicodeError, MemoryError)


def read_digikam(path: Path, *, token: Token | None = None) -> Import:
    """Read the people of a digiKam database.

    Args:
        path: The database, or the folder that it is in.
        token: Stops reading.

    Raises:
        SourceError: There is none, or it is none of digiKam's or damaged.
        StoppedError: The token was cancelled.
    """
    file = path / DATABASE if path.is_dir() else path
    try:
        with _opened(file, token) as connection:
            return _Reader(connection, file, token).read()
    except _DAMAGE as error:
        check(token)
        raise SourceError(
            f"{printable(file)} cannot be read as a digiKam database ({error}). Close digiKam and try again; "
            "if that does not help, restore the file from a backup."
        ) from error


def is_digikam(file: Path) -> bool:
    """Tell whether a file is a database with digiKam's tables; never raises."""
    try:
        with _opened(file) as connection:
            return not _missing(connection)
    except (SourceError, *_DAMAGE):
        return False


@contextmanager
def _opened(file: Path, token: Token | None = None) -> Iterator[sqlite3.Connection]:
    """Open a database for reading, such that nothing is written to or beside it."""
    try:
        with file.open("rb") as stream:
            header = stream.read(16)
        size = file.stat().st_size
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{printable(file)} cannot be opened. Choose {DATABASE}, or the folder that it is in."
        ) from error
    if header != b"SQLite format 3\0":
        raise SourceError(f"{printable(file)} is no SQLite database. Choose digiKam's {DATABASE}.")
    if size > _LARGEST:
        raise SourceError(f"{printable(file)} is larger than a digiKam database can be.")
    logs = [log for log in (Path(f"{file}-wal"), Path(f"{file}-journal")) if _holds(log)]
    with ExitStack() as stack:
        if logs:
            # What digiKam wrote last is in the log beside the database, and reading that means writing.
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="familiar-"))
            place = _copied(file, logs, Path(folder), token).as_uri()
        else:
            place = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        connection = stack.enter_context(closing(sqlite3.connect(place, uri=True, isolation_level=None)))
        connection.text_factory = _text
        steps = 0

        def step() -> int:
            nonlocal steps
            steps += 1
            return int(steps > _MOST_STEPS or (token is not None and token.cancelled))

        connection.set_progress_handler(step, _STEP)
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def _copied(file: Path, logs: list[Path], folder: Path, token: Token | None) -> Path:
    """Copy a database with its logs into a folder."""
    copy = folder / "copy.db"
    try:
        for one in (file, *logs):
            check(token)
            shutil.copyfile(one, f"{copy}{one.name.removeprefix(file.name)}")
    except OSError as error:
        raise SourceError(
            f"{printable(file)} could not be copied to be read. Close digiKam and try again, or make room on "
            "the drive."
        ) from error
    return copy


def _holds(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _missing(connection: sqlite3.Connection) -> list[str]:
    """Return digiKam's tables that are not there; views and virtual tables are not digiKam's."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchmany(10_000)
    there = {row[0] for row in rows}
    return [name for name in _NEEDED if name not in there]


@dataclass(slots=True)
class _Tag:
    name: str
    parent: int
    properties: set[str]


class _Reader:
    """One reading of one database."""

    def __init__(self, connection: sqlite3.Connection, file: Path, token: Token | None) -> None:
        self._connection = connection
        self._file = file
        self._token = token
        self._problems: list[str] = []

    def read(self) -> Import:
        if _missing(self._connection):
            raise SourceError(
                f"{printable(self._file)} has not the tables of digiKam. Choose digiKam's {DATABASE}."
            )
        persons = self._persons()
        regions, named = self._faces(persons)
        for image, tag in self._rows("SELECT imageid, tagid FROM ImageTags"):
            if isinstance(image, int) and tag in persons and len(named[image]) < MOST_PEOPLE:
                named[image].append(persons[tag])
        photos = tuple(self._photos(regions, named))
        return Import("digikam", photos, tuple(self._problems))

    def _rows(self, question: str) -> list[tuple[Any, ...]]:
        check(self._token)
        rows = self._connection.execute(question).fetchmany(_MOST_ROWS)
        return [tuple(row) for row in rows]

    def _persons(self) -> dict[int, str]:
        """Return the names of the tags that are people."""
        tags = {
            one: _Tag(name if isinstance(name, str) else "", parent if isinstance(parent, int) else 0, set())
            for one, name, parent in self._rows("SELECT id, substr(name, 1, 1000), pid FROM Tags")
        }
        if self._has("TagProperties"):
            for one, kind in self._rows("SELECT tagid, substr(property, 1, 100) FROM TagProperties"):
                if one in tags and isinstance(kind, str):
                    tags[one].properties.add(kind)
        parents = {tag.parent for tag in tags.values()}
        tops = {
            _path(tags, one)[0] for one, tag in tags.items() if tag.properties & {"person", "unknownPerson"}
        } | {one for one, tag in tags.items() if tag.parent == 0 and tag.name == _PEOPLE}
        found: dict[int, str] = {}
        for one, tag in tags.items():
            if tag.properties & _NOBODY:
                continue
            way = _path(tags, one)
            # A tag below People that groups others, such as "Family", is nobody; digiKam marks whom it knows.
            below = len(way) > 1 and way[0] in tops and tags[way[0]].parent == 0 and one not in parents
            if "person" in tag.properties or below:
                name = tidy_name(tag.name)
                if name is None:
                    self._problems.append(
                        f"A tag of {printable(self._file)} has no name that a person can have "
                        f"(number {one}), and was left out."
                    )
                else:
                    found[one] = name
        for name, times in Counter(found.values()).items():
            if times > 1:
                ways = (
                    "/".join(tags[step].name for step in _path(tags, one))
                    for one, known in found.items()
                    if known == name
                )
                self._problems.append(
                    f"digiKam has {times} tags for people called {name} "
                    f"({printable(', '.join(ways))}); they become one person."
                )
        return found

    def _faces(self, persons: dict[int, str]) -> tuple[dict[int, list[NamedRegion]], dict[int, list[str]]]:
        """Return confirmed faces in shares of upright photos, and names whose box cannot be used."""
        sizes = self._sizes()
        regions: dict[int, list[NamedRegion]] = defaultdict(list)
        named: dict[int, list[str]] = defaultdict(list)
        unplaced = 0
        for image, tag, value in self._rows(
            "SELECT imageid, tagid, substr(value, 1, 500) FROM ImageTagProperties "
            "WHERE property = 'tagRegion'"
        ):
            if not isinstance(image, int) or tag not in persons or len(regions[image]) >= MOST_PEOPLE:
                continue
            box, size = _rect(value), sizes.get(image)
            region = None
            if box is not None and size is not None:
                width, height = size
                region = named_region(
                    persons[tag], box[0] / width, box[1] / height, box[2] / width, box[3] / height
                )
            if region is None:
                unplaced += 1
                named[image].append(persons[tag])
            else:
                regions[image].append(region)
        if unplaced:
            self._problems.append(
                f"The places of {unplaced} faces in {printable(self._file)} cannot be read; "
                "their names are kept without a place."
            )
        return regions, named

    def _sizes(self) -> dict[int, tuple[int, int]]:
        """Return width and height of upright photos in pixels."""
        found: dict[int, tuple[int, int]] = {}
        if not self._has("ImageInformation"):
            return found
        for image, turned, *sides in self._rows(
            "SELECT imageid, orientation, width, height FROM ImageInformation"
        ):
            width, height = whole(sides[0]), whole(sides[1])
            if isinstance(image, int) and width is not None and height is not None:
                swapped = turned in {5, 6, 7, 8}
                found[image] = (height, width) if swapped else (width, height)
        return found

    def _photos(
        self, regions: dict[int, list[NamedRegion]], named: dict[int, list[str]]
    ) -> Iterator[ImportedPhoto]:
        roots = {
            one: _root(identifier, specific)
            for one, identifier, specific in self._rows(
                "SELECT id, substr(identifier, 1, 5000), substr(specificPath, 1, 5000) FROM AlbumRoots"
            )
        }
        albums = {
            one: (root, way)
            for one, root, way in self._rows(
                "SELECT id, albumRoot, substr(relativePath, 1, 5000) FROM Albums"
            )
        }
        lost = 0
        for image, album, name, status, size in self._rows(
            "SELECT id, album, substr(name, 1, 1000), status, fileSize FROM Images"
        ):
            if status not in _THERE or not (regions.get(image) or named.get(image)):
                continue
            root, way = albums.get(album, (None, None))
            base = roots.get(root)
            if base is None or not isinstance(way, str) or not isinstance(name, str) or _leads_out(way, name):
                lost += 1
                continue
            folder = "/".join(part.strip("/") for part in (base, way) if part.strip("/"))
            start = "/" if base.startswith("/") else ""
            file = f"{start}{folder}/{name}" if folder else f"{start}{name}"
            people = people_of(regions.get(image, ()), named.get(image, ()))
            yield ImportedPhoto(file, people, size=whole(size))
        if lost:
            self._problems.append(
                f"{lost} photos of {printable(self._file)} are in no folder that it knows, and were left out."
            )

    def _has(self, table: str) -> bool:
        rows = self._connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? "
            "AND sql NOT LIKE 'CREATE VIRTUAL%'",
            (table,),
        )
        return rows.fetchone() is not None


def _path(tags: dict[int, _Tag], tag: int) -> list[int]:
    """Return the tags from the topmost down to one; of tags that are each other's parents, each once."""
    way: dict[int, None] = {}
    while tag in tags and tag not in way:
        way[tag] = None
        tag = tags[tag].parent
    return list(reversed(way))


def _rect(value: object) -> tuple[int, int, int, int] | None:
    """Return left, top, width and height of a `<rect …/>`."""
    found = _RECT.search(value) if isinstance(value, str) else None
    if found is None:
        return None
    sides = {side: int(pixels) for side, pixels in _SIDE.findall(found[1])}
    return (sides["x"], sides["y"], sides["width"], sides["height"]) if len(sides) == 4 else None


def _root(identifier: object, specific: object) -> str | None:
    """Return the folder of an album root, with forward slashes.

    `volumeid:?path=%2Fhome%2Fanna%2FPictures` and `networkshareid:?mountpath=…` name it, percent-encoded, and
    `specificPath` goes on from there. `volumeid:?uuid=…` names a drive, and `specificPath` is a path on it,
    which is the whole path on the drive of the system and the end of it on others.
    """
    if not isinstance(identifier, str) or not isinstance(specific, str):
        return None
    # digiKam writes a plus sign as it is, which is a space elsewhere.
    fields = parse_qs(identifier.partition("?")[2].replace("+", "%2B"), max_num_fields=20)
    base = (fields.get("path") or fields.get("mountpath") or [""])[0]
    return f"{base.rstrip('/')}/{specific.strip('/')}".rstrip("/") or "/"


def _leads_out(way: str, name: str) -> bool:
    """Tell whether a path below a root would leave it."""
    return (
        ".." in way.replace("\\", "/").split("/") or "/" in name or "\0" in way + name or not name.strip(".")
    )
