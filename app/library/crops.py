"""The crops of faces, in a second SQLite file beside the library: `<library>.crops`.

They come from the photos and can be made again, so the file is no part of the library; what it has in common
with others of the kind is `app.library.sidefile`. What a crop is and how it is cut is
`engine.crops`.
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
)


class CropStore(SideFile):
    """The crops of one library, by face id. May be used from many threads at once; see `SideFile`.

    Args:
        library: Whose faces they are; stays open as long as this.
    """

    def __init__(self, library: Library) -> None:
        super().__init__(library, _LAYOUT)

    def put(self, crops: Mapping[int, Crop]) -> None:
        """Store the crops of faces by face id, in place of those that are there.

        A crash may lose them, but leaves the file whole.
        """
        rows = [
            (face_id, None if crop.landmarks is None else crop.landmarks.astype("<f4").tobytes(), crop.jpeg)
            for face_id, crop in crops.items()
        ]

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


def _points(landmarks: bytes | None) -> NDArray[np.float32] | None:
    if landmarks is None:
        return None
    return np.frombuffer(landmarks, "<f4").astype(np.float32).reshape(5, 2)
