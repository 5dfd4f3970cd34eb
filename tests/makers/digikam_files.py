"""Databases such as digiKam makes: the tables that its readers need, and rows as it writes them.

Names of tables, columns, properties and the form of their values are those of digiKam 7 (documented in its
API docs, classes `CoreDB`, `TagPropertyName`, `ImageTagPropertyName` and `TagRegion`); the statements are our
own. Where digiKam is installed, `own_schema` gives its own.
"""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

#: Where the package digikam-data puts the statements that digiKam makes its database with.
CONFIGURATION = Path("/usr/share/digikam/database/dbconfig.xml")

SCHEMA = (
    "CREATE TABLE AlbumRoots (id INTEGER PRIMARY KEY, label, status, type, identifier, specificPath TEXT)",
    "CREATE TABLE Albums (id INTEGER PRIMARY KEY, albumRoot INTEGER, relativePath TEXT)",
    "CREATE TABLE Images (id INTEGER PRIMARY KEY, album INTEGER, name TEXT, status, fileSize INTEGER)",
    "CREATE TABLE ImageInformation (imageid INTEGER PRIMARY KEY, orientation, width, height)",
    "CREATE TABLE Tags (id INTEGER PRIMARY KEY, pid INTEGER, name TEXT)",
    "CREATE TABLE TagProperties (tagid INTEGER, property TEXT, value TEXT)",
    "CREATE TABLE ImageTags (imageid INTEGER, tagid INTEGER)",
    "CREATE TABLE ImageTagProperties (imageid INTEGER, tagid INTEGER, property TEXT, value TEXT)",
)


def own_schema() -> list[str]:
    """Return the statements of the installed digiKam for an SQLite database, with its triggers."""
    tree = ET.parse(CONFIGURATION).getroot()
    (database,) = [one for one in tree.iter("database") if one.get("name") == "QSQLITE"]
    wanted = ("CreateDB", "CreateIndices", "CreateTriggers")
    actions = {one.get("name"): one for one in database.iter("dbaction")}
    return [text for name in wanted for one in actions[name].iter("statement") if (text := one.text)]


class DigikamFile:
    """A database in the making; `close` before it is read."""

    def __init__(self, file: Path, schema: Sequence[str] = SCHEMA) -> None:
        self.file = file
        self._connection = sqlite3.connect(file)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._own = schema is not SCHEMA
        for statement in schema:
            self._connection.executescript(statement)
        self._images = 0
        self._tags = 0

    def root(self, identifier: str, specific: str = "/") -> int:
        """Add an album root."""
        return self.add(
            "INSERT INTO AlbumRoots (label, status, type, identifier, specificPath) "
            "VALUES ('photos', 0, 1, ?, ?)",
            identifier,
            specific,
        )

    def album(self, root: int, path: str) -> int:
        """Add a folder of a root, "/" or "/2020/Sea"."""
        return self.add("INSERT INTO Albums (albumRoot, relativePath) VALUES (?, ?)", root, path)

    def image(
        self,
        album: int | None,
        name: str,
        *,
        stored: tuple[int, int] = (400, 300),
        orientation: int = 1,
        status: int = 1,
        size: int | None = None,
    ) -> int:
        """Add a photo with its size as stored, in pixels."""
        self._images += 1
        self.add(
            f"INSERT INTO Images (id, album, name, status, fileSize{', category' * self._own}) "
            f"VALUES (?, ?, ?, ?, ?{', 1' * self._own})",
            self._images,
            album,
            name,
            status,
            size,
        )
        self.add(
            "INSERT INTO ImageInformation (imageid, orientation, width, height) VALUES (?, ?, ?, ?)",
            self._images,
            orientation,
            *stored,
        )
        return self._images

    def tag(self, name: str, parent: int = 0, **properties: str) -> int:
        """Add a tag with properties, of which `person` makes it a person."""
        self._tags += 1
        self.add("INSERT INTO Tags (id, pid, name) VALUES (?, ?, ?)", self._tags, parent, name)
        for kind, value in properties.items():
            self.add("INSERT INTO TagProperties VALUES (?, ?, ?)", self._tags, kind, value)
        return self._tags

    def face(self, image: int, tag: int, box: tuple[int, int, int, int], kind: str = "tagRegion") -> None:
        """Add a face: left, top, width and height in pixels of the upright photo."""
        x, y, width, height = box
        rect = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
        self.add("INSERT INTO ImageTagProperties VALUES (?, ?, ?, ?)", image, tag, kind, rect)
        self.mark(image, tag)

    def mark(self, image: int, tag: int) -> None:
        """Add a tag to a photo."""
        self.add("INSERT INTO ImageTags (imageid, tagid) VALUES (?, ?)", image, tag)

    def add(self, statement: str, *values: object) -> int:
        """Run a statement, and return the id of the new row."""
        return int(self._connection.execute(statement, values).lastrowid or 0)

    def close(self) -> Path:
        """Finish, and return the file."""
        with closing(self._connection) as connection:
            connection.commit()
        return self.file
