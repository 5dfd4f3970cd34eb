"""The crops of faces, in a second SQLite file beside the library: `<library>.crops`.

They come from the photos and can be made again, so the file is no part of the library; what it has in common
with others of the kind is `app.library.sidefile`. What a crop is and how it is cut is
`engine.crops`.

Every face has a small crop. Of some there is a large one, too, for those who look at a face alone: it is cut
when it is asked for, and goes with the small one, or when there are too many.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.library.copies import CROPS
from app.library.sidefile import Layout, SideFile, as_json, transaction
from app.library.store import Library
from engine.crops import Crop

#: "FamC".
APPLICATION_ID: Final = 0x46616D43

#: Bytes of large crops that are kept: of about ten thousand faces.
LARGE_LIMIT: Final = 256 << 20
#: Where there are more, so many go at one time that this share of the limit stays.
_STAYS: Final = 0.9

#: `crop_face_id` lists all faces without reading their pictures.
_LAYOUT: Final = Layout(
    suffix=CROPS,
    application_id=APPLICATION_ID,
    version=1,
    holds="crops of faces",
    table="crop",
    key="face_id",
    owner="face",
    schema=(
        """
        CREATE TABLE IF NOT EXISTS crop (
            face_id INTEGER PRIMARY KEY,
            landmarks BLOB CHECK (length(landmarks) = 40),
            jpeg BLOB NOT NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS crop_face_id ON crop (face_id)",
    ),
    # A large crop has the order of its making as its id: those made first go first.
    added=(
        """
        CREATE TABLE IF NOT EXISTS large (
            id INTEGER PRIMARY KEY,
            face_id INTEGER NOT NULL UNIQUE REFERENCES crop (face_id) ON DELETE CASCADE,
            landmarks BLOB CHECK (length(landmarks) = 40),
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            jpeg BLOB NOT NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS large_bytes ON large (id, bytes)",
    ),
)


class CropStore(SideFile):
    """The crops of one library, by face id. May be used from many threads at once; see `SideFile`.

    Args:
        library: Whose faces they are; stays open as long as this.
        large_limit: Bytes of all large ones; there may be more by what is put at one time.
    """

    def __init__(self, library: Library, *, large_limit: int = LARGE_LIMIT) -> None:
        super().__init__(library, _LAYOUT)
        self._large_limit = large_limit

    def put(self, crops: Mapping[int, Crop]) -> None:
        """Store the crops of faces by face id, in place of those that are there, also of large ones.

        A crash may lose them, but leaves the file whole.
        """
        rows = [(face_id, _blob(crop.landmarks), crop.jpeg) for face_id, crop in crops.items()]

        def insert(opened: sqlite3.Connection) -> None:
            with transaction(opened):
                opened.executemany("INSERT OR REPLACE INTO crop VALUES (?, ?, ?)", rows)

        if rows:
            self._run(insert, None, create=True)

    def get(self, face_ids: Collection[int]) -> dict[int, Crop]:
        """Return the crops of those of some faces that have one, by face id, ascending."""

        def select(opened: sqlite3.Connection) -> dict[int, Crop]:
            rows = opened.execute(
                "SELECT face_id, landmarks, jpeg FROM crop "
                "WHERE face_id IN (SELECT value FROM json_each(?)) ORDER BY face_id",
                (as_json(face_ids),),
            )
            return {face_id: Crop(jpeg, _points(landmarks)) for face_id, landmarks, jpeg in rows}

        return self._run(select, {})

    def put_large(self, crops: Mapping[int, Crop]) -> None:
        """Store large crops of faces that have a small one; where room lacks, those made first go."""
        rows = [
            (face_id, _blob(crop.landmarks), len(crop.jpeg), crop.jpeg) for face_id, crop in crops.items()
        ]

        def insert(opened: sqlite3.Connection) -> None:
            with transaction(opened):
                opened.executemany(
                    "INSERT OR REPLACE INTO large (face_id, landmarks, bytes, jpeg) SELECT ?1, ?2, ?3, ?4 "
                    "WHERE EXISTS (SELECT 1 FROM crop WHERE face_id = ?1)",
                    rows,
                )
                self._make_room(opened)

        if rows:
            self._run(insert, None)

    def get_large(self, face_ids: Collection[int]) -> dict[int, Crop]:
        """Return the large crops of those of some faces that have one, by face id, ascending."""

        def select(opened: sqlite3.Connection) -> dict[int, Crop]:
            rows = opened.execute(
                "SELECT face_id, landmarks, jpeg FROM large "
                "WHERE face_id IN (SELECT value FROM json_each(?)) ORDER BY face_id",
                (as_json(face_ids),),
            )
            return {face_id: Crop(jpeg, _points(landmarks)) for face_id, landmarks, jpeg in rows}

        return self._run(select, {})

    def _make_room(self, opened: sqlite3.Connection) -> None:
        (used,) = opened.execute("SELECT coalesce(sum(bytes), 0) FROM large").fetchone()
        if used <= self._large_limit:
            return
        excess = used - _STAYS * self._large_limit
        last = 0
        for key, length in opened.execute("SELECT id, bytes FROM large ORDER BY id").fetchall():
            last, excess = key, excess - length
            if excess <= 0:
                break
        opened.execute("DELETE FROM large WHERE id <= ?", (last,))

    def embeddable(self, face_ids: Collection[int]) -> set[int]:
        """Return which of some faces can be embedded from their crops: they have one with landmarks."""

        def select(opened: sqlite3.Connection) -> set[int]:
            rows = opened.execute(
                "SELECT face_id FROM crop WHERE landmarks IS NOT NULL "
                "AND face_id IN (SELECT value FROM json_each(?))",
                (as_json(face_ids),),
            )
            return {face_id for (face_id,) in rows}

        return self._run(select, set())


def _blob(landmarks: NDArray[np.float32] | None) -> bytes | None:
    return None if landmarks is None else landmarks.astype("<f4").tobytes()


def _points(landmarks: bytes | None) -> NDArray[np.float32] | None:
    if landmarks is None:
        return None
    return np.frombuffer(landmarks, "<f4").astype(np.float32).reshape(5, 2)
