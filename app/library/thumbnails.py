"""The thumbnails of photos, in a third SQLite file beside the library: `<library>.thumbnails`.

They come from the photos and can be made again, so the file is no part of the library; what it has in common
with others of the kind is `app.library.sidefile`. How they are made is `engine.pictures`;
who makes those that lack is `app.library.pictures`.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from app.library import connection
from app.library.copies import THUMBNAILS
from app.library.sidefile import Layout, SideFile, as_json, transaction
from app.library.store import Library

_log = logging.getLogger(__name__)

#: "FamT".
APPLICATION_ID: Final = 0x46616D54
#: Bytes of thumbnails kept: about 150,000 for a grid.
LIMIT: Final = 2 << 30
#: Where there are more, so many go at one time that this share of the limit stays.
_STAYS: Final = 0.9
#: The day of a thumbnail that nobody has looked at yet.
_NEVER: Final = 0
_DAY_S: Final = 86_400

#: What is said of a picture is apart from the picture: the day changes often, and the oldest are looked for.
#: secure_delete would write zeros over whole pictures when the oldest go; `compact` leaves no byte either.
_LAYOUT: Final = Layout(
    suffix=THUMBNAILS,
    application_id=APPLICATION_ID,
    version=1,
    holds="thumbnails",
    table="thumbnail",
    key="photo_id",
    owner="photo",
    schema=(
        """
        CREATE TABLE IF NOT EXISTS thumbnail (
            id INTEGER PRIMARY KEY,
            photo_id INTEGER NOT NULL,
            side INTEGER NOT NULL CHECK (side > 0),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            day INTEGER NOT NULL,
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            UNIQUE (photo_id, side)
        )
        """,
        """
        CREATE TABLE IF NOT EXISTS picture (
            id INTEGER PRIMARY KEY REFERENCES thumbnail (id) ON DELETE CASCADE,
            jpeg BLOB NOT NULL
        )
        """,
    ),
    pragmas=("PRAGMA secure_delete = FAST",),
)


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A thumbnail to keep.

    Attributes:
        photo_id: Of which photo.
        side: The longer side that was asked for, in pixels; a smaller photo's own is shorter.
        sha256: Of the content of the photo's file that it was made from.
        jpeg: The picture.
    """

    photo_id: int
    side: int
    sha256: bytes
    jpeg: bytes


class ThumbnailStore(SideFile):
    """The thumbnails of one library. May be used from many threads at once; see `SideFile`.

    A thumbnail is fresh while the library's photo has the content that it was made from. Above a limit those
    go that have not been looked at for longest, counted in days; first of all those that never were.

    Args:
        library: Whose photos they are; stays open as long as this.
        limit: Bytes of all of them; the file may become larger by what is put at one time.
    """

    def __init__(self, library: Library, *, limit: int = LIMIT) -> None:
        super().__init__(library, _LAYOUT)
        self._limit = limit

    def put(self, thumbnails: Iterable[Thumbnail], *, looked_at: bool = True) -> None:
        """Store thumbnails in place of those that are there.

        A crash may lose them, but leaves the file whole.

        Args:
            thumbnails: No two of the same photo and side.
            looked_at: Whether somebody is looking at them; else they are the first to go.
        """
        day = _today() if looked_at else _NEVER
        made = list(thumbnails)

        def insert(opened: sqlite3.Connection) -> None:
            with transaction(opened):
                for new in made:
                    # With a new id it is the youngest of its day.
                    opened.execute(
                        "DELETE FROM thumbnail WHERE photo_id = ? AND side = ?", (new.photo_id, new.side)
                    )
                    key = opened.execute(
                        "INSERT INTO thumbnail (photo_id, side, sha256, day, bytes) VALUES (?, ?, ?, ?, ?)",
                        (new.photo_id, new.side, new.sha256, day, len(new.jpeg)),
                    ).lastrowid
                    opened.execute("INSERT INTO picture VALUES (?, ?)", (key, new.jpeg))
            self._make_room(opened)

        if made:
            self._run(insert, None, create=True)

    def follow(self, photo_id: int, before: bytes, after: bytes) -> None:
        """Keep fresh what was made of a photo whose file got another content with the same pixels.

        Args:
            photo_id: Of which photo.
            before: SHA-256 of the file as it was.
            after: SHA-256 of the file as it is.
        """

        def update(opened: sqlite3.Connection) -> None:
            with transaction(opened):
                opened.execute(
                    "UPDATE thumbnail SET sha256 = ? WHERE photo_id = ? AND sha256 = ?",
                    (after, photo_id, before),
                )

        self._run(update, None)

    def get(self, photo_ids: Collection[int], side: int, *, stale: bool = False) -> dict[int, bytes]:
        """Return the fresh thumbnails of those of some photos that have one, by photo id, ascending.

        Args:
            photo_ids: Of which photos.
            side: Which size.
            stale: Give those of former contents, too, for when nothing else can be shown.
        """

        def select(opened: sqlite3.Connection) -> list[tuple[int, bytes, bytes]]:
            rows = opened.execute(
                "SELECT id, day, photo_id, sha256, jpeg FROM thumbnail JOIN picture USING (id) "
                "WHERE photo_id IN (SELECT value FROM json_each(?)) AND side = ? ORDER BY photo_id",
                (as_json(photo_ids), side),
            ).fetchall()
            today = _today()
            _look_at(opened, [key for key, day, *_ in rows if day < today], today)
            return [(photo_id, sha256, jpeg) for _, _, photo_id, sha256, jpeg in rows]

        nothing: list[tuple[int, bytes, bytes]] = []
        kept = self._run(select, nothing)
        if stale or not kept:
            return {photo_id: jpeg for photo_id, _, jpeg in kept}
        contents = self._contents([photo_id for photo_id, _, _ in kept])
        return {photo_id: jpeg for photo_id, sha256, jpeg in kept if contents.get(photo_id) == sha256}

    def kept(self, photo_ids: Collection[int]) -> list[Thumbnail]:
        """Return everything that is kept of some photos: of all sizes, fresh or not, looked at or not."""

        def select(opened: sqlite3.Connection) -> list[Thumbnail]:
            rows = opened.execute(
                "SELECT photo_id, side, sha256, jpeg FROM thumbnail JOIN picture USING (id) "
                "WHERE photo_id IN (SELECT value FROM json_each(?)) ORDER BY photo_id, side",
                (as_json(photo_ids),),
            )
            return [Thumbnail(*row) for row in rows]

        return self._run(select, [])

    def _contents(self, photo_ids: Collection[int]) -> dict[int, bytes | None]:
        """Return the SHA-256 of photos' contents as the library knows them."""
        with self._library.read() as session:
            rows = session.connection().exec_driver_sql(
                "SELECT id, sha256 FROM photo WHERE id IN (SELECT value FROM json_each(?))",
                (as_json(photo_ids),),
            )
            return {photo_id: sha256 for photo_id, sha256 in rows}  # noqa: C416 - rows are no pairs to mypy

    def _make_room(self, opened: sqlite3.Connection) -> None:
        """Delete the thumbnails that have not been looked at for longest, where there are too many."""
        pages, free, page = (
            opened.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        used = (pages - free) * page
        if used <= self._limit:
            return
        excess = used - _STAYS * self._limit
        gone: list[tuple[int]] = []
        rows = opened.execute("SELECT id, bytes FROM thumbnail ORDER BY day, id")
        for key, length in rows:
            gone.append((key,))
            excess -= length
            if excess <= 0:
                break
        rows.close()
        with transaction(opened):
            opened.executemany("DELETE FROM thumbnail WHERE id = ?", gone)


def _look_at(opened: sqlite3.Connection, keys: list[int], today: int) -> None:
    """Note that thumbnails are looked at, unless somebody else is writing: nobody shall wait for that."""
    if not keys:
        return
    opened.execute("PRAGMA busy_timeout = 0")
    try:
        with transaction(opened):
            opened.execute(
                "UPDATE thumbnail SET day = ? WHERE id IN (SELECT value FROM json_each(?))",
                (today, as_json(keys)),
            )
    except sqlite3.OperationalError as error:
        _log.debug("Not noted that thumbnails were looked at: %s", error)
    finally:
        opened.execute(f"PRAGMA busy_timeout = {round(1000 * connection.BUSY_TIMEOUT_S)}")


def _today() -> int:
    """Return the day, in days since 1970 in UTC."""
    return int(time.time() // _DAY_S)
